-- What the next sweep would give to whom, before it does.

-- name: lines
-- The lines that the changes just found and not made give to, or take from, by LIC, those served first first.
-- needs: change
select o.number as "order", u.code as customer, u.name as customer_name, o.priority, l.line_no as line, i.lic,
    i.description, w.code as warehouse, if(c.kind = 'gain', c.moved_qty, -c.moved_qty)::decimal(38, 4) as change_qty,
    if(c.kind = 'gain', c.rest_qty, c.moved_qty)::decimal(38, 4) as rest_qty, o.requested_on
from change c
join order_line l using (line_id)
join sales_order o on o.order_id = c.order_id
join customer u using (customer_id)
join item i on i.item_id = c.item_id
join warehouse w on w.warehouse_id = c.warehouse_id
order by i.lic, w.code, c.place

-- name: pools
-- What lies free in the touched pools before and after the changes just found and not made, and what of it came with a
-- receipt.
-- needs: change, touched_pool
with came as (
    select item_id, warehouse_id, sum(qty) as qty from movement where receipt_id = $receipt_id group by all
),
stock as (
    select p.item_id, p.warehouse_id, sum(p.qty) as qty
    from on_hand_part p
    join touched_pool t on t.item_id = p.item_id and t.warehouse_id = p.warehouse_id
    group by all
),
held as (
    select l.item_id, l.warehouse_id, sum(l.qty) as qty
    from order_line l
    join touched_pool t on t.item_id = l.item_id and t.warehouse_id = l.warehouse_id
    where l.state = 'allotted'
    group by all
),
moved as (
    select item_id, warehouse_id, coalesce(sum(moved_qty) filter (where kind = 'gain'), 0) as given_qty,
        coalesce(sum(moved_qty) filter (where kind = 'loss'), 0) as taken_qty
    from change
    group by all
)
select t.item_id, t.warehouse_id, i.lic, i.description, w.code as warehouse,
    (coalesce(s.qty, 0) - coalesce(h.qty, 0))::decimal(38, 4) as before_qty,
    coalesce(m.given_qty, 0)::decimal(38, 4) as given_qty, coalesce(m.taken_qty, 0)::decimal(38, 4) as taken_qty,
    coalesce(c.qty, 0)::decimal(38, 4) as came_qty,
    (coalesce(s.qty, 0) - coalesce(h.qty, 0) - coalesce(m.given_qty, 0) + coalesce(m.taken_qty, 0))::decimal(38, 4)
        as free_qty
from touched_pool t
join item i on i.item_id = t.item_id
join warehouse w on w.warehouse_id = t.warehouse_id
left join came c on c.item_id = t.item_id and c.warehouse_id = t.warehouse_id
left join stock s on s.item_id = t.item_id and s.warehouse_id = t.warehouse_id
left join held h on h.item_id = t.item_id and h.warehouse_id = t.warehouse_id
left join moved m on m.item_id = t.item_id and m.warehouse_id = t.warehouse_id
order by i.lic, w.code
