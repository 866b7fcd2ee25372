-- name: queue
-- Every open line of one LIC in the order of the queue of its pool (R14): what it wants and holds, and the need that
-- runs up to and with it.
select w.code as warehouse, row_number() over place as place, o.number as "order", c.code as customer,
    c.name as customer_name, o.ship_type, o.priority, o.opened_at, o.requested_on, l.line_no as line, l.state,
    l.whole, l.qty,
    if(l.state = 'allotted', l.qty, 0)::decimal(38, 4) as held_qty,
    (sum(l.qty) over place)::decimal(38, 4) as running_qty,
    (sum(l.qty) over place - l.qty)::decimal(38, 4) as ahead_qty,
    a.shipment_id, a.state as shipment_state, l.pinned, l.line_id, o.version
from order_line l
join sales_order o using (order_id)
join customer c using (customer_id)
join warehouse w using (warehouse_id)
left join aboard a on a.line_id = l.line_id
where l.item_id = $item_id and is_open(l.state)
window place as (
    partition by l.warehouse_id
    order by o.priority desc, l.entry_seq, l.line_id
    rows between unbounded preceding and current row
)
order by l.warehouse_id, place

-- name: coming
-- The open purchase orders and transfers that still bring the LIC, in the order in which they are expected.
select l.po, po_record(p.from_warehouse_id) as record, v.name as vendor_name, f.code as from_warehouse,
    w.code as warehouse, l.state, p.automatic, p.started_by, l.qty,
    l.received_qty as received, l.open_qty, l.due_on as expected_on
from owed_po_line($clock) l
join purchase_order p on p.po_id = l.po_id
left join vendor v on v.vendor_id = l.vendor_id
left join warehouse f on f.warehouse_id = l.from_warehouse_id
join warehouse w on w.warehouse_id = l.warehouse_id
where l.item_id = $item_id and l.state in ('open', 'pending')
order by l.state = 'pending', l.due_on nulls last, l.po

-- name: like
-- LICs whose code and description hold every word typed, then those whose code looks most like them.
select lic, description
from item
where mentions(concat_ws(' ', lic, description), $word)
    or jaro_winkler_similarity(upper(lic), upper($word)) > $least
order by upper(lic) = upper($word) desc, starts_with(upper(lic), upper($word)) desc,
    jaro_winkler_similarity(upper(lic), upper($word)) desc, lic
limit $most

-- name: levels
-- The replenish level and the target of a LIC in all its warehouses together; null where it has none.
select sum(level_qty)::decimal(38, 4) as level_qty, sum(target_qty)::decimal(38, 4) as target_qty
from replenish_level
where item_id = $item_id
