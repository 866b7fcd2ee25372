-- name: version
-- A number that rises with every row of the record log and of the promise ledger: nothing that waits, is worth
-- something or is promised changes without one. A sweep may move days and nothing else.
select newest_log_id() + newest_promise_id()

-- name: find_lines
-- The lines that wait, with what they can be narrowed to: LIC, customer, age, priority and vendor, and whether they
-- pass by each of these, and by all. An empty list narrows nothing.
-- makes: backlog_line
create or replace temp table backlog_line as
with line as (
    select l.line_id, l.root_line_id, l.order_id, l.item_id, l.warehouse_id, l.qty, l.waiting_since,
        o.customer_id, o.number, o.requested_on, coalesce(o.requested_on < $today, false) as overdue, o.priority,
        worth(l.qty, l.unit_price, i.unit_cost) as worth,
        paused_until(l.hold, l.not_before, o.hold, o.not_before, c.hold, $today, $lead_days) is not null as paused,
        whole_days(l.waiting_since, $now) as days,
        ($every_age::varchar[])[1 + (days > 7)::integer + (days > 30)::integer + (days > 60)::integer] as age,
        i.lic, c.code as customer, coalesce(v.code, '') as vendor
    from order_line l
    join sales_order o using (order_id)
    join customer c using (customer_id)
    join item i using (item_id)
    left join replenish_level n on n.item_id = l.item_id and n.warehouse_id = l.warehouse_id
    left join vendor v on v.vendor_id = coalesce(n.vendor_id, i.vendor_id)
    where l.state = 'backordered'
)
select *, len($lic::varchar[]) = 0 or list_contains($lic::varchar[], lic) as by_lic,
    len($customer::varchar[]) = 0 or list_contains($customer::varchar[], customer) as by_customer,
    len($age::varchar[]) = 0 or list_contains($age::varchar[], age) as by_age,
    len($priority::varchar[]) = 0 or list_contains($priority::varchar[], priority::varchar) as by_priority,
    len($vendor::varchar[]) = 0 or list_contains($vendor::varchar[], vendor) as by_vendor,
    by_lic and by_customer and by_age and by_priority and by_vendor as is_chosen
from line

-- name: summary
-- What of the chosen lines waits now, in one row: how much, for whom, since when, and what of it is past the day it was
-- asked for. Lines are counted as they were typed, here and everywhere: parts of one that was split count once.
-- needs: backlog_line
select count(distinct root_line_id) as lines, coalesce(sum(qty), 0)::decimal(38, 4) as qty,
    coalesce(sum(worth), 0)::decimal(38, 2) as value,
    count(distinct order_id) as orders, count(distinct customer_id) as customers, count(distinct item_id) as lics,
    count(distinct root_line_id) filter (where overdue) as overdue_lines,
    coalesce(sum(qty) filter (where overdue), 0)::decimal(38, 4) as overdue_qty,
    min(waiting_since) as oldest_at, arg_min(number, (waiting_since, number)) as oldest_order,
    min(requested_on) filter (where overdue) as overdue_since,
    arg_min(number, (requested_on, number)) filter (where overdue) as overdue_order,
    count(distinct root_line_id) filter (where paused) as paused_lines,
    coalesce(sum(qty) filter (where paused), 0)::decimal(38, 4) as paused_qty
from backlog_line
where is_chosen

-- name: ready
-- What of the chosen can ship now: the orders and units on shipments that have not left. How long a line waited narrows
-- nothing here: what can ship waits no more.
select count(distinct l.order_id)::integer as orders, coalesce(sum(c.qty), 0)::decimal(38, 4) as qty
from shipment s
join shipment_line c on c.shipment_id = s.shipment_id and c.live
join order_line l on l.line_id = c.line_id
join sales_order o using (order_id)
join customer u on u.customer_id = o.customer_id
join item i using (item_id)
left join replenish_level n on n.item_id = l.item_id and n.warehouse_id = l.warehouse_id
left join vendor v on v.vendor_id = coalesce(n.vendor_id, i.vendor_id)
where s.state in ('pending', 'picking') and (len($lic::varchar[]) = 0 or list_contains($lic::varchar[], i.lic))
    and (len($customer::varchar[]) = 0 or list_contains($customer::varchar[], u.code))
    and (len($priority::varchar[]) = 0 or list_contains($priority::varchar[], o.priority::varchar))
    and (len($vendor::varchar[]) = 0 or list_contains($vendor::varchar[], coalesce(v.code, '')))

-- name: names
-- The LICs, customers and vendors that there are of those the backlog is narrowed to, with what they are called.
select 'lic' as kind, lic as code, lic as name from item where list_contains($lic::varchar[], lic)
union all
select 'customer', code, name from customer where list_contains($customer::varchar[], code)
union all
select 'vendor', code, name from vendor where list_contains($vendor::varchar[], code)

-- name: fillable
-- What the decided changes would give to the chosen lines, and what that is worth.
-- needs: backlog_line, change
select count(distinct b.root_line_id) as lines, coalesce(sum(c.moved_qty), 0)::decimal(38, 4) as qty,
    coalesce(sum(worth(c.moved_qty, l.unit_price, i.unit_cost)), 0)::decimal(38, 2) as value,
    count(distinct c.order_id) as orders
from change c
join backlog_line b using (line_id)
join order_line l using (line_id)
join item i on i.item_id = c.item_id
where c.kind = 'gain' and c.applied and b.is_chosen

-- name: find_flows
-- Units that were ordered, began to wait or stopped waiting since an instant, per line as it was typed and event, with
-- the day's number among the given ones. A line that opens and is allotted in one event did not wait: the two cancel
-- out.
-- makes: flow
create or replace temp table flow as
with day as (
    select unnest($starts::timestamp[]) as starts_at, unnest(range(len($starts::timestamp[]))) as day_no
),
event as (
    select root_line_id, logged_at, any_value(run_id) as run_id,
        sum(qty) filter (where new_value = 'backordered') as in_qty,
        sum(qty) filter (where old_value = 'backordered' and new_value <> 'cancelled') as out_qty,
        sum(qty) filter (where old_value = 'backordered' and new_value = 'cancelled') as cancelled_qty,
        sum(qty) filter (where old_value = 'pending' and is_open(new_value)) as entered_qty
    from record_log
    where logged_at >= $starts[1] and field = 'state' and root_line_id is not null
        and (new_value = 'backordered' or old_value in ('backordered', 'pending'))
    group by all
),
net as (
    select root_line_id, logged_at, run_id, coalesce(in_qty, 0) - coalesce(out_qty, 0) as net_qty,
        coalesce(cancelled_qty, 0) as cancelled_qty, coalesce(entered_qty, 0) as entered_qty
    from event
    where coalesce(in_qty, 0) <> coalesce(out_qty, 0) or cancelled_qty > 0 or entered_qty > 0
)
select d.day_no, n.root_line_id, n.logged_at, n.run_id, greatest(n.net_qty, 0) as opened_qty,
    greatest(-n.net_qty, 0) as filled_qty,
    n.cancelled_qty, n.net_qty - n.cancelled_qty as net_qty, n.entered_qty
from net n
asof join day d on n.logged_at >= d.starts_at

-- name: narrow_flows
-- Drops the flows of all but the chosen: lines of these LICs, customers, priorities and vendors; with ages, those that
-- wait so long today.
-- needs: backlog_line, flow
-- makes: flow
create or replace temp table flow as
select f.*
from flow f
join order_line l on l.line_id = f.root_line_id
join sales_order o using (order_id)
join customer c using (customer_id)
join item i using (item_id)
left join replenish_level n on n.item_id = l.item_id and n.warehouse_id = l.warehouse_id
left join vendor v on v.vendor_id = coalesce(n.vendor_id, i.vendor_id)
where (len($lic::varchar[]) = 0 or list_contains($lic::varchar[], i.lic))
    and (len($customer::varchar[]) = 0 or list_contains($customer::varchar[], c.code))
    and (len($priority::varchar[]) = 0 or list_contains($priority::varchar[], o.priority::varchar))
    and (len($vendor::varchar[]) = 0 or list_contains($vendor::varchar[], coalesce(v.code, '')))
    and (len($age::varchar[]) = 0 or f.root_line_id in (select b.root_line_id from backlog_line b where b.is_chosen))

-- name: sweeps
-- What sweeps gave to lines that waited, by day and sweep: how many runs, to how many lines, how many units, and what
-- these are worth.
-- needs: flow
with day as (
    select unnest($days::date[]) as day, unnest(range(len($days::date[]))) as day_no
)
select d.day, r.sweep, count(distinct f.run_id)::integer as runs, count(distinct f.root_line_id)::integer as lines,
    sum(f.filled_qty)::decimal(38, 4) as qty,
    coalesce(sum(worth(f.filled_qty, l.unit_price, i.unit_cost)), 0)::decimal(38, 2) as value
from flow f
join day d using (day_no)
join run r using (run_id)
join order_line l on l.line_id = f.root_line_id
join item i using (item_id)
where f.filled_qty > 0 and r.sweep in ('primary', 'secondary')
group by d.day, r.sweep
order by d.day, r.sweep

-- name: per_day
-- The units and their value that waited at each day's end, those past the day they were asked for, and what began to
-- wait, was filled and was cancelled in the day; and of the stocked units ordered in the day how many had their stock
-- at once. Walked back from what waits now.
-- needs: backlog_line, flow
with day as (
    select unnest($days::date[]) as day, unnest(range(len($days::date[]))) as day_no
),
moved as (
    select f.day_no, o.requested_on,
        sum(f.opened_qty) as opened_qty, sum(f.filled_qty) as filled_qty, sum(f.cancelled_qty) as cancelled_qty,
        sum(f.entered_qty) filter (where i.inventoried) as entered_qty,
        sum(f.entered_qty - f.opened_qty) filter (where i.inventoried and f.entered_qty > 0) as at_once_qty,
        sum(f.net_qty) as qty, sum(worth(f.net_qty, l.unit_price, i.unit_cost)) as worth
    from flow f
    join order_line l on l.line_id = f.root_line_id
    join sales_order o using (order_id)
    join item i using (item_id)
    group by all
),
waits_by_day as (
    select requested_on, sum(qty) as qty, sum(worth) as worth from backlog_line where is_chosen group by all
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
        sum(m.cancelled_qty) as cancelled_qty, sum(m.entered_qty) as entered_qty, sum(m.at_once_qty) as at_once_qty
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
    coalesce(w.cancelled_qty, 0)::decimal(38, 4) as cancelled_qty,
    coalesce(w.entered_qty, 0)::decimal(38, 4) as entered_qty,
    coalesce(w.at_once_qty, 0)::decimal(38, 4) as at_once_qty
from day d
left join stood s using (day)
left join later a using (day)
left join within w using (day)
order by d.day

-- name: by_lic
-- The LICs with the most units, or the most value, waiting, whichever LICs are chosen: since when, and what is on its
-- way and when.
-- needs: backlog_line
with lic_waiting as (
    select item_id, sum(qty) as qty, coalesce(sum(worth), 0) as value,
        count(distinct root_line_id) as lines, count(distinct order_id) as orders,
        count(distinct customer_id) as customers, min(waiting_since) as oldest_at,
        count(distinct root_line_id) filter (where overdue) as overdue_lines
    from backlog_line
    where by_customer and by_age and by_priority and by_vendor
    group by item_id
    order by if($by_value, value, sum(qty)) desc, item_id
    limit $most
),
lic_supply as (
    select item_id, min(due_on) as next_on, sum(open_qty) as qty
    from owed_po_line($clock)
    where state = 'open' and item_id in (select item_id from lic_waiting)
    group by all
)
select i.lic, i.description, w.qty::decimal(38, 4) as qty, w.value::decimal(38, 2) as value, w.lines, w.orders,
    w.customers,
    w.oldest_at, w.overdue_lines, coalesce(c.qty, 0)::decimal(38, 4) as on_order_qty, c.next_on
from lic_waiting w
join item i using (item_id)
left join lic_supply c using (item_id)
order by if($by_value, w.value, w.qty) desc, i.lic

-- name: by_age
-- What waits by how long it waits, the youngest first, whichever ages are chosen; empty ages are there too.
-- needs: backlog_line
with bucket as (
    select unnest($every_age::varchar[]) as age, unnest(range(len($every_age::varchar[]))) as nth
)
select b.age, count(distinct w.root_line_id) as lines, coalesce(sum(w.qty), 0)::decimal(38, 4) as qty,
    coalesce(sum(w.worth), 0)::decimal(38, 2) as value
from bucket b
left join backlog_line w on w.age = b.age and w.by_lic and w.by_customer and w.by_priority and w.by_vendor
group by b.age, b.nth
order by b.nth

-- name: by_customer
-- The customers who wait for the most value, or the most units, whichever customers are chosen.
-- needs: backlog_line
select c.code as customer, c.name, count(distinct w.root_line_id) as lines, count(distinct w.order_id) as orders,
    sum(w.qty)::decimal(38, 4) as qty, coalesce(sum(w.worth), 0)::decimal(38, 2) as value,
    min(w.waiting_since) as oldest_at, count(distinct w.root_line_id) filter (where w.overdue) as overdue_lines
from backlog_line w
join customer c using (customer_id)
where w.by_lic and w.by_age and w.by_priority and w.by_vendor
group by c.code, c.name
order by if($by_value, value, sum(w.qty)) desc, sum(w.qty) desc, c.code
limit $most

-- name: by_priority
-- What waits by the priority of its order, the highest first, whichever priorities are chosen.
-- needs: backlog_line
select priority, count(distinct root_line_id) as lines, sum(qty)::decimal(38, 4) as qty,
    coalesce(sum(worth), 0)::decimal(38, 2) as value
from backlog_line
where by_lic and by_customer and by_age and by_vendor
group by priority
order by priority desc

-- name: by_vendor
-- The vendors of whose LICs the most units, or the most value, wait, whichever vendors are chosen; an empty code stands
-- for LICs without one.
-- needs: backlog_line
select w.vendor, coalesce(any_value(v.name), '') as name, count(distinct w.root_line_id) as lines,
    sum(w.qty)::decimal(38, 4) as qty, coalesce(sum(w.worth), 0)::decimal(38, 2) as value
from backlog_line w
left join vendor v on v.code = w.vendor
where w.by_lic and w.by_customer and w.by_age and w.by_priority
group by w.vendor
order by if($by_value, value, sum(w.qty)) desc, sum(w.qty) desc, w.vendor
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
    whole_days(b.began_at, n.logged_at) as waited_days,
    (select count(*) from flow where filled_qty > 0) as total
from newest n
join order_line l on l.line_id = n.root_line_id
join sales_order o using (order_id)
join customer c using (customer_id)
join item i using (item_id)
left join began b on b.root_line_id = n.root_line_id and b.logged_at = n.logged_at
order by n.logged_at desc, o.number, i.lic

