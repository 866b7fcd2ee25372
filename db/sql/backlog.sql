-- name: version
-- A number that rises with every row of the record log and of the promise ledger: nothing that waits, is worth
-- something or is promised changes without one. A sweep may move days and nothing else.
select newest_log_id() + newest_promise_id()

-- name: summary
-- What waits now, in one row: how much, for whom, since when, and what of it is past the day it was asked for. Lines
-- are counted as they were typed, here and everywhere: parts of one that was split count once.
with backorder as (
    select l.qty, l.root_line_id, l.order_id, l.item_id, l.waiting_since, o.customer_id, o.number, o.requested_on,
        coalesce(o.requested_on < $today, false) as overdue,
        worth(l.qty, l.unit_price, i.unit_cost) as worth
    from order_line l
    join sales_order o using (order_id)
    join item i using (item_id)
    where l.state = 'backordered'
)
select count(distinct root_line_id) as lines, coalesce(sum(qty), 0)::decimal(38, 4) as qty,
    coalesce(sum(worth), 0)::decimal(38, 2) as value,
    count(distinct order_id) as orders, count(distinct customer_id) as customers, count(distinct item_id) as lics,
    count(distinct root_line_id) filter (where overdue) as overdue_lines,
    coalesce(sum(qty) filter (where overdue), 0)::decimal(38, 4) as overdue_qty,
    coalesce(sum(worth) filter (where overdue), 0)::decimal(38, 2) as overdue_value,
    min(waiting_since) as oldest_at, arg_min(number, (waiting_since, number)) as oldest_order,
    min(requested_on) filter (where overdue) as overdue_since,
    arg_min(number, (requested_on, number)) filter (where overdue) as overdue_order
from backorder

-- name: select_pools_with_both
-- The pools that hold free stock while a line waits: only there can a sweep fill anything now.
-- makes: touched_pool
create or replace temp table touched_pool as
with pool_that_waits as (
    select distinct item_id, warehouse_id from order_line where state = 'backordered'
),
-- Added up over these pools alone: the view on_hand would add up every pool.
moved as (
    select m.item_id, m.warehouse_id, sum(m.qty) as qty
    from on_hand_part m
    semi join pool_that_waits w on w.item_id = m.item_id and w.warehouse_id = m.warehouse_id
    group by all
),
allotted as (
    select item_id, warehouse_id, sum(qty) as qty from order_line where state = 'allotted' group by all
)
select m.item_id, m.warehouse_id
from moved m
left join allotted a on a.item_id = m.item_id and a.warehouse_id = m.warehouse_id
where m.qty > coalesce(a.qty, 0)

-- name: fillable
-- What the decided changes would give to lines that wait, and what that is worth.
-- needs: change
select count(distinct l.root_line_id) as lines, coalesce(sum(c.moved_qty), 0)::decimal(38, 4) as qty,
    coalesce(sum(worth(c.moved_qty, l.unit_price, i.unit_cost)), 0)::decimal(38, 2) as value,
    count(distinct c.order_id) as orders
from change c
join order_line l using (line_id)
join item i on i.item_id = c.item_id
where c.kind = 'gain' and c.applied

-- name: find_flows
-- Units that began to wait or stopped waiting since an instant, per line as it was typed and event, with the day's
-- number among the given ones. A line that opens and is allotted in one event did not wait: the two cancel out.
-- makes: flow
create or replace temp table flow as
with day as (
    select unnest($starts::timestamp[]) as starts_at, unnest(range(len($starts::timestamp[]))) as day_no
),
event as (
    select root_line_id, logged_at,
        sum(qty) filter (where new_value = 'backordered') as in_qty,
        sum(qty) filter (where old_value = 'backordered' and new_value <> 'cancelled') as out_qty,
        sum(qty) filter (where old_value = 'backordered' and new_value = 'cancelled') as cancelled_qty
    from record_log
    where logged_at >= $starts[1] and field = 'state' and root_line_id is not null
        and (new_value = 'backordered' or old_value = 'backordered')
    group by all
),
net as (
    select root_line_id, logged_at, coalesce(in_qty, 0) - coalesce(out_qty, 0) as net_qty,
        coalesce(cancelled_qty, 0) as cancelled_qty
    from event
    where coalesce(in_qty, 0) <> coalesce(out_qty, 0) or cancelled_qty > 0
)
select d.day_no, n.root_line_id, n.logged_at, greatest(n.net_qty, 0) as opened_qty,
    greatest(-n.net_qty, 0) as filled_qty,
    n.cancelled_qty, n.net_qty - n.cancelled_qty as net_qty
from net n
asof join day d on n.logged_at >= d.starts_at

-- name: per_day
-- The units and their value that waited at each day's end, those past the day they were asked for, and what began to
-- wait, was filled and was cancelled in the day. Walked back from what waits now.
-- needs: flow
with day as (
    select unnest($days::date[]) as day, unnest(range(len($days::date[]))) as day_no
),
moved as (
    select f.day_no, o.requested_on,
        sum(f.opened_qty) as opened_qty, sum(f.filled_qty) as filled_qty, sum(f.cancelled_qty) as cancelled_qty,
        sum(f.net_qty) as qty, sum(worth(f.net_qty, l.unit_price, i.unit_cost)) as worth
    from flow f
    join order_line l on l.line_id = f.root_line_id
    join sales_order o using (order_id)
    join item i using (item_id)
    group by all
),
waits_by_day as (
    select o.requested_on, sum(l.qty) as qty, sum(worth(l.qty, l.unit_price, i.unit_cost)) as worth
    from order_line l
    join sales_order o using (order_id)
    join item i using (item_id)
    where l.state = 'backordered'
    group by all
),
stood as (
    select d.day, sum(w.qty) as qty, sum(w.worth) as worth,
        sum(w.qty) filter (where w.requested_on < d.day) as overdue_qty
    from day d
    cross join waits_by_day w
    group by all
),
later as (
    select d.day, sum(m.qty) as qty, sum(m.worth) as worth,
        sum(m.qty) filter (where m.requested_on < d.day) as overdue_qty
    from day d
    join moved m on m.day_no > d.day_no
    group by all
),
within as (
    select d.day, sum(m.opened_qty) as opened_qty, sum(m.filled_qty) as filled_qty,
        sum(m.cancelled_qty) as cancelled_qty
    from day d
    join moved m using (day_no)
    group by all
)
select d.day,
    (coalesce(s.qty, 0) - coalesce(a.qty, 0))::decimal(38, 4) as qty,
    (coalesce(s.worth, 0) - coalesce(a.worth, 0))::decimal(38, 2) as value,
    (coalesce(s.overdue_qty, 0) - coalesce(a.overdue_qty, 0))::decimal(38, 4) as overdue_qty,
    coalesce(w.opened_qty, 0)::decimal(38, 4) as opened_qty,
    coalesce(w.filled_qty, 0)::decimal(38, 4) as filled_qty,
    coalesce(w.cancelled_qty, 0)::decimal(38, 4) as cancelled_qty
from day d
left join stood s using (day)
left join later a using (day)
left join within w using (day)
order by d.day

-- name: by_lic
-- The LICs with the most units, or the most value, waiting: since when, and what is on its way and when.
with lic_waiting as (
    select l.item_id, sum(l.qty) as qty, coalesce(sum(worth(l.qty, l.unit_price, i.unit_cost)), 0) as worth,
        count(distinct l.root_line_id) as lines, count(distinct l.order_id) as orders,
        count(distinct o.customer_id) as customers,
        min(l.waiting_since) as oldest_at,
        count(distinct l.root_line_id) filter (where o.requested_on < $today) as overdue_lines
    from order_line l
    join sales_order o using (order_id)
    join item i using (item_id)
    where l.state = 'backordered'
    group by all
    order by if($by_value, worth, sum(l.qty)) desc, l.item_id
    limit $most
),
lic_supply as (
    select item_id, min(due_on) as next_on, sum(open_qty) as qty
    from owed_po_line($clock)
    where state = 'open' and item_id in (select item_id from lic_waiting)
    group by all
)
select i.lic, i.description, w.qty::decimal(38, 4) as qty, w.worth::decimal(38, 2) as value, w.lines, w.orders,
    w.customers,
    w.oldest_at, w.overdue_lines, coalesce(c.qty, 0)::decimal(38, 4) as on_order_qty, c.next_on
from lic_waiting w
join item i using (item_id)
left join lic_supply c using (item_id)
order by if($by_value, w.worth, w.qty) desc, i.lic

-- name: by_age
-- What waits by how long it waits, in four buckets, the youngest first; empty ones are there too.
with bucket as (
    select * from (values (1, '0–7 days', 0, 7), (2, '8–30 days', 8, 30), (3, '31–60 days', 31, 60),
        (4, 'over 60 days', 61, 2147483647))
        as bucket (nth, age, from_days, to_days)
),
backorder as (
    select l.root_line_id, l.qty, worth(l.qty, l.unit_price, i.unit_cost) as worth,
        whole_days(l.waiting_since, $now) as age_days
    from order_line l
    join item i using (item_id)
    where l.state = 'backordered'
)
select b.age, count(distinct w.root_line_id) as lines, coalesce(sum(w.qty), 0)::decimal(38, 4) as qty,
    coalesce(sum(w.worth), 0)::decimal(38, 2) as value
from bucket b
left join backorder w on greatest(w.age_days, 0) between b.from_days and b.to_days
group by all
order by any_value(b.nth)

-- name: by_customer
-- The customers who wait for the most value, then units.
select c.code as customer, c.name, count(distinct l.root_line_id) as lines, count(distinct l.order_id) as orders,
    sum(l.qty)::decimal(38, 4) as qty,
    coalesce(sum(worth(l.qty, l.unit_price, i.unit_cost)), 0)::decimal(38, 2) as value,
    min(l.waiting_since) as oldest_at,
    count(distinct l.root_line_id) filter (where o.requested_on < $today) as overdue_lines
from order_line l
join sales_order o using (order_id)
join customer c using (customer_id)
join item i using (item_id)
where l.state = 'backordered'
group by all
order by value desc, sum(l.qty) desc, c.code
limit $most

-- name: filled_lately
-- The fills that ended a wait, newest first: what, for whom, how much, and how long it had waited.
-- needs: flow
with newest as (
    select root_line_id, logged_at, filled_qty from flow where filled_qty > 0
        order by logged_at desc, root_line_id limit $most
),
began as (
    select n.root_line_id, n.logged_at, max(r.logged_at) as began_at
    from newest n
    join record_log r on r.root_line_id = n.root_line_id and r.logged_at < n.logged_at
    where r.field = 'state' and r.new_value = 'backordered'
    group by all
)
select n.logged_at as filled_at, o.number as "order", l.line_no as line, c.name as customer, i.lic, i.description,
    n.filled_qty::decimal(38, 4) as qty,
    whole_days(b.began_at, n.logged_at) as waited_days
from newest n
join order_line l on l.line_id = n.root_line_id
join sales_order o using (order_id)
join customer c using (customer_id)
join item i using (item_id)
left join began b on b.root_line_id = n.root_line_id and b.logged_at = n.logged_at
order by n.logged_at desc, o.number, i.lic

