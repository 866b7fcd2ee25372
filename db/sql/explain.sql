-- name: losses
-- Every time units of an order's lines were taken back, newest first: by which order, by whom and why (R21).
select line_id, logged_at as lost_at, qty, taker.number as taker, actor, run_id, sentence
from record_log
left join sales_order taker on taker.order_id = record_log.other_order_id
where record_log.order_id = $order_id and field = 'state' and old_value = 'allotted' and new_value = 'backordered'
order by log_id desc

-- name: queue_ahead
-- What waits ahead of each waiting line of an order in its pool, in the order of the rank, as stretches of its units:
-- line by line, or where there are more than $most, as many stretches of several lines.
-- needs: waiting
with before as (
    select m.line_id, w.order_id, w.order_id = m.order_id as is_own, w.ahead_qty as from_qty,
        w.ahead_qty + w.qty as to_qty,
        row_number() over (partition by m.line_id order by w.rank) as nth,
        count(*) over (partition by m.line_id) as lines
    from waiting m
    join waiting w on w.item_id = m.item_id and w.warehouse_id = m.warehouse_id and w.rank < m.rank
    where m.order_id = $order_id
)
select b.line_id, min(b.from_qty)::decimal(38, 4) as from_qty, max(b.to_qty)::decimal(38, 4) as to_qty,
    count(distinct b.order_id) as orders, arg_min(o.number, b.nth) as "order", bool_and(b.is_own) as is_own
from before b
join sales_order o using (order_id)
group by b.line_id, (b.nth - 1) * $most // greatest(b.lines, $most)
order by b.line_id, from_qty

-- name: queue_reached
-- How far in its pool's queue what lies free and what comes reaches, for each waiting line of an order: units of those
-- who wait, the free ones first. Whether walking them decides who gets what, and not adding up, is_hard says (R40).
-- needs: coming, shelf, waiting
with mine as (
    select w.line_id, w.item_id, w.warehouse_id, s.free_qty, s.is_hard
    from waiting w
    join shelf s on s.item_id = w.item_id and s.warehouse_id = w.warehouse_id
    where w.order_id = $order_id
)
select line_id, 0::decimal(38, 4) as from_qty, free_qty::decimal(38, 4) as to_qty, null as po, null::date as due_on,
    is_hard
from mine
union all
select m.line_id, c.from_qty::decimal(38, 4), c.to_qty::decimal(38, 4), c.po, c.due_on, m.is_hard
from mine m
join coming c on c.item_id = m.item_id and c.warehouse_id = m.warehouse_id
order by line_id, from_qty, to_qty

-- name: queue_own
-- Where each waiting line of an order begins and ends among the units that wait in its pool.
-- needs: waiting
select w.line_id, l.line_no as line, i.lic, w.ahead_qty::decimal(38, 4) as from_qty,
    (w.ahead_qty + w.qty)::decimal(38, 4) as to_qty
from waiting w
join order_line l using (line_id)
join item i on i.item_id = w.item_id
where w.order_id = $order_id
