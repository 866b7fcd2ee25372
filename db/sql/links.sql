-- name: for_whom
-- For whom the lines of one purchase order were ordered (R44), and what of each of these lines still waits.
select b.po_line_id, i.lic, o.number as "order", root.line_no as line, c.code as customer, c.name as customer_name,
    b.qty,
    coalesce((
        select sum(l.qty) from order_line l where l.root_line_id = b.root_line_id and l.state = 'backordered'
    ), 0)::decimal(38, 4) as waiting_qty
from bought_for b
join po_line p using (po_line_id)
join purchase_order h on h.po_id = p.po_id
join item i on i.item_id = p.item_id
join order_line root on root.line_id = b.root_line_id
join sales_order o on o.order_id = root.order_id
join customer c on c.customer_id = o.customer_id
where h.number = $number and p.qty > 0
order by b.po_line_id, o.priority desc, root.entry_seq, b.root_line_id

-- name: bought_on
-- On which purchase orders and transfers that are pending or open lines of an order, or of a LIC, were ordered (R44).
select o.number as "order", root.line_no as line, l.po, l.state, b.qty, l.due_on as expected_on,
    l.from_warehouse_id is not null as is_transfer
from bought_for b
join order_line root on root.line_id = b.root_line_id
join sales_order o on o.order_id = root.order_id
join item i on i.item_id = root.item_id
join due_po_line($clock) l on l.po_line_id = b.po_line_id
where l.state in ('pending', 'open') and l.qty > 0
    and ($number is null or o.number = $number) and ($lic is null or i.lic = $lic)
order by o.number, root.line_no, l.po
