-- name: links
-- The purchase orders that are open, or came, on which units were ordered for typed lines that wait in the projection
-- (R44): how many, when the order is due, what is left to come, and whether it is a transfer.
-- needs: waiting
select b.root_line_id, b.po_line_id, b.qty, l.po, l.due_on, r.open_qty, l.from_warehouse_id is not null as is_transfer
from bought_for b
join (select distinct root_line_id from waiting) w on w.root_line_id = b.root_line_id
join due_po_line($clock) l on l.po_line_id = b.po_line_id
join received r on r.po_line_id = b.po_line_id
where l.state in ('open', 'closed')

-- name: passed_by
-- The typed lines that wait in the projection though purchase orders that are open, or came, were ordered for them
-- (R44): how many of these units they do not get by the day on which the order is due, and which orders ahead of them
-- get units of it beyond what was ordered for these.
-- needs: part, waiting, waiting_link
with waits as (
    select root_line_id, any_value(item_id) as item_id, min(rank) as rank, sum(qty) as qty
    from waiting
    group by root_line_id
),
given as (
    select w.root_line_id, p.source, p.po_line_id, any_value(w.order_id) as order_id, min(w.rank) as rank,
        sum(p.qty) as qty
    from part p
    join waiting w using (line_id)
    group by all
),
-- What a line has or gets by the day on which the purchase order is due.
in_time as (
    select k.root_line_id, k.po_line_id, sum(g.qty) as qty
    from waiting_link k
    join given g on g.root_line_id = k.root_line_id
    left join due_po_line($clock) l on l.po_line_id = g.po_line_id
    where g.source = 'shelf' or g.po_line_id = k.po_line_id or l.due_on <= k.due_on
    group by all
),
has as (
    select l.root_line_id, sum(l.qty) filter (where l.state in ('allotted', 'shipped')) as held_qty,
        any_value(l.ordered_qty) filter (where l.ordered_qty is not null) as ordered_qty
    from order_line l
    join waits using (root_line_id)
    group by all
),
lacking as (
    select k.*, w.rank,
        least(k.qty - greatest(coalesce(h.held_qty, 0) - (h.ordered_qty - k.qty), 0), w.qty - coalesce(t.qty, 0))
            as lost_qty
    from waiting_link k
    join waits w using (root_line_id)
    join has h using (root_line_id)
    left join in_time t on t.root_line_id = k.root_line_id and t.po_line_id = k.po_line_id
),
taker as (
    select g.po_line_id, g.root_line_id, g.order_id, g.rank
    from given g
    left join bought_for b on b.po_line_id = g.po_line_id and b.root_line_id = g.root_line_id
    where g.source = 'po' and g.qty > coalesce(b.qty, 0)
)
select w.line_id, k.po, k.is_transfer, k.open_qty = 0 as came, k.lost_qty::decimal(38, 4) as lost_qty,
    list(distinct o.number order by o.number) filter (where o.number is not null) as takers
from lacking k
join waiting w on w.root_line_id = k.root_line_id
left join taker t on t.po_line_id = k.po_line_id and t.root_line_id <> k.root_line_id and t.rank < k.rank
left join sales_order o on o.order_id = t.order_id
where k.lost_qty > 0
group by w.line_id, k.po_line_id, k.po, k.is_transfer, k.open_qty, k.lost_qty
having k.open_qty = 0 or count(o.number) > 0
order by w.line_id, k.po_line_id
