-- name: rank_waiting
-- The lines that wait in the touched pools, with their place in the queue of their pool: by priority, then entry, then
-- line (R14), and what waits ahead of them.
create or replace temp table waiting as
select l.*, o.priority,
    row_number() over ahead as rank,
    (sum(l.qty) over ahead - l.qty)::decimal(18, 4) as ahead_qty
from order_line l
join sales_order o using (order_id)
semi join touched_pool t on t.item_id = l.item_id and t.warehouse_id = l.warehouse_id
where l.state = 'backordered'
window ahead as (
    partition by l.item_id, l.warehouse_id
    order by o.priority desc, l.entry_seq, l.line_id
    rows between unbounded preceding and current row
)

-- name: find_free
-- What is on hand and not allotted in the pools that have waiting lines (R1), and the place of the first whole line that
-- the lines ahead of it leave too little for: it holds its place (R15).
create or replace temp table shelf as
with pool as (
    select distinct item_id, warehouse_id from waiting
),
moved as (
    select m.item_id, m.warehouse_id, sum(m.qty) as qty
    from movement m semi join pool p on p.item_id = m.item_id and p.warehouse_id = m.warehouse_id
    group by all
),
given as (
    select l.item_id, l.warehouse_id, sum(l.qty) as qty
    from order_line l semi join pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
    where l.state = 'allotted'
    group by all
),
free as (
    select p.item_id, p.warehouse_id, (coalesce(m.qty, 0) - coalesce(g.qty, 0))::decimal(18, 4) as free_qty
    from pool p
    left join moved m on m.item_id = p.item_id and m.warehouse_id = p.warehouse_id
    left join given g on g.item_id = p.item_id and g.warehouse_id = p.warehouse_id
)
select f.item_id, f.warehouse_id, f.free_qty, min(w.rank) filter (where w.whole and w.ahead_qty + w.qty > f.free_qty) as holder_rank
from free f
join waiting w on w.item_id = f.item_id and w.warehouse_id = f.warehouse_id
group by all

-- name: project
-- The day on which supply in order of its date covers each waiting line and all ahead of it (R40): what is free on the
-- shelf first, then what open purchase orders still bring. A line without a day has no supply.
create or replace temp table projection as
with received as (
    select m.po_line_id, sum(m.qty) as qty
    from movement m semi join shelf s on s.item_id = m.item_id and s.warehouse_id = m.warehouse_id
    where m.po_line_id is not null
    group by all
),
coming as (
    select l.item_id, p.warehouse_id, l.qty - coalesce(r.qty, 0) as qty,
        greatest($today, coalesce(l.expected_on,
            desk_day(p.opened_at, $clock) + coalesce(n.lead_time_days, i.lead_time_days, v.lead_time_days))) as due_on
    from po_line l
    join purchase_order p using (po_id)
    semi join shelf h on h.item_id = l.item_id and h.warehouse_id = p.warehouse_id
    join item i using (item_id)
    join vendor v on v.vendor_id = p.vendor_id
    left join replenish_level n on n.item_id = l.item_id and n.warehouse_id = p.warehouse_id
    left join received r using (po_line_id)
    where p.state = 'open' and l.qty > coalesce(r.qty, 0)
        and coalesce(l.expected_on, desk_day(p.opened_at, $clock) + coalesce(n.lead_time_days, i.lead_time_days, v.lead_time_days))
            is not null
),
supply as (
    select item_id, warehouse_id, free_qty as qty, $today as due_on from shelf
    union all
    select item_id, warehouse_id, sum(qty), due_on from coming group by all
),
cumulated as (
    select item_id, warehouse_id, due_on,
        sum(qty) over (partition by item_id, warehouse_id order by due_on) as to_qty
    from supply
)
select w.line_id, min(c.due_on) as projected_on
from waiting w
join cumulated c
    on c.item_id = w.item_id and c.warehouse_id = w.warehouse_id and w.ahead_qty + w.qty <= c.to_qty
group by w.line_id

-- name: read_told
-- What was told last of each typed line of the touched pools, and on which day first.
create or replace temp table told as
select p.root_line_id, any_value(p.order_id) as order_id, any_value(p.item_id) as item_id,
    any_value(p.warehouse_id) as warehouse_id, arg_max(p.state, p.promise_id) as state,
    arg_max((p.promised_on,), p.promise_id)[1] as promised_on,
    arg_min(p.promised_on, p.promise_id) filter (where p.promised_on is not null and p.state = 'open') as first_on
from promise p
semi join touched_pool t on t.item_id = p.item_id and t.warehouse_id = p.warehouse_id
group by p.root_line_id

-- name: change
-- A new row for every typed line of the touched pools whose projected day is not the one told last (R40). A day that
-- passed with the delivery still due moves to today, whatever event noticed it.
insert into promise
with now_waiting as (
    select w.root_line_id, any_value(w.order_id) as order_id, any_value(w.item_id) as item_id,
        any_value(w.warehouse_id) as warehouse_id,
        if(count(*) = count(p.projected_on), max(p.projected_on), null) as promised_on
    from waiting w
    left join projection p using (line_id)
    group by w.root_line_id
)
select nextval('promise_number'), n.root_line_id, n.order_id, n.item_id, n.warehouse_id, 'open', n.promised_on, $now,
    if(t.state = 'open' and t.promised_on < $today and n.promised_on = $today, 'the day passed', $cause),
    $actor, $run_id
from now_waiting n
left join told t using (root_line_id)
where t.state is null or t.state <> 'open' or t.promised_on is distinct from n.promised_on
order by n.root_line_id

-- name: close
-- A last row for every typed line of the touched pools that waits no more: kept if it was filled by the day first
-- promised, broken if later, withdrawn if it was cancelled. Without a day there was nothing to break.
insert into promise
with ended as (
    select * from told where state = 'open' and root_line_id not in (select root_line_id from waiting)
),
standing as (
    select l.root_line_id, bool_or(l.state in ('allotted', 'shipped')) as is_filled
    from order_line l
    semi join ended e using (root_line_id)
    group by l.root_line_id
)
select nextval('promise_number'), e.root_line_id, e.order_id, e.item_id, e.warehouse_id,
    case
        when not s.is_filled then 'withdrawn'
        when e.first_on is null or $today <= e.first_on then 'kept'
        else 'broken'
    end,
    $today, $now, $cause, $actor, $run_id
from ended e
join standing s using (root_line_id)
order by e.root_line_id

-- name: history
-- Every row of the ledger for one order, or for one of its typed lines, oldest first.
select l.line_no as line, i.lic, p.state, p.promised_on, p.since_at, p.cause, p.actor
from promise p
join order_line l on l.line_id = p.root_line_id
join item i on i.item_id = p.item_id
where p.order_id = $order_id and ($line_no is null or l.line_no = $line_no)
order by l.line_no, p.promise_id

-- name: standing
-- Every typed line that waits: its first part and all its units that do, what was promised first and now, how often that changed, and why last.
-- Overdue: the day promised first has passed. Overdue ones first, then those that slipped farthest, then by day.
with told as (
    select p.root_line_id, any_value(p.order_id) as order_id,
        arg_min(p.promised_on, p.promise_id) filter (where p.promised_on is not null and p.state = 'open') as first_on,
        arg_max((p.state, p.promised_on, p.cause, p.since_at), p.promise_id) as latest, count(*) - 1 as changes
    from promise p
    group by p.root_line_id
),
waits as (
    select root_line_id, min(line_no) as line_no, sum(qty)::decimal(18, 4) as qty
    from order_line where state = 'backordered' group by all
)
select o.number as "order", c.code as customer, c.name as customer_name, l.line_no as line, w.line_no as wait_line, i.lic, w.qty, t.first_on,
    t.latest[2] as now_on, coalesce(t.first_on < $today, false) as overdue,
    greatest(t.latest[2], $today) - t.first_on as slip_days, t.changes, t.latest[3] as last_cause,
    t.latest[4] as since_at
from told t
join waits w using (root_line_id)
join order_line l on l.line_id = t.root_line_id
join sales_order o on o.order_id = t.order_id
join customer c using (customer_id)
join item i on i.item_id = l.item_id
where t.latest[1] = 'open'
order by overdue desc, slip_days > 0 desc nulls last, slip_days desc nulls last, now_on nulls last, o.number, l.line_no

-- name: newest
-- The number of the newest row of the ledger.
select coalesce(max(promise_id), 0) from promise

-- name: moved
-- The lines whose promised day moved after a row of the ledger: from which day to which, and what was promised first.
with line as (
    select p.root_line_id, any_value(p.order_id) as order_id, any_value(p.item_id) as item_id,
        arg_max(p.promised_on, p.promise_id) filter (where p.promise_id <= $after_id) as from_on,
        arg_max(p.promised_on, p.promise_id) as to_on,
        arg_min(p.promised_on, p.promise_id) filter (where p.promised_on is not null and p.state = 'open') as first_on
    from promise p
    where p.root_line_id in (select root_line_id from promise where promise_id > $after_id)
    group by p.root_line_id
)
select o.number as "order", c.code as customer, c.name as customer_name, l.line_no as line, i.lic, d.first_on, d.from_on,
    d.to_on
from line d
join order_line l on l.line_id = d.root_line_id
join sales_order o on o.order_id = d.order_id
join customer c using (customer_id)
join item i on i.item_id = d.item_id
where d.from_on is distinct from d.to_on
order by d.to_on desc nulls first, o.number, l.line_no

-- name: by_customer
-- How promises to each customer ended: kept, broken, days late of the broken ones, and slips of the open ones.
with line as (
    select p.root_line_id, any_value(p.order_id) as order_id, arg_max(p.state, p.promise_id) as state,
        arg_min(p.promised_on, p.promise_id) filter (where p.promised_on is not null and p.state = 'open') as first_on,
        arg_max(p.promised_on, p.promise_id) as last_on
    from promise p
    group by p.root_line_id
)
select c.code as customer, c.name as customer_name,
    count(*) filter (where l.state = 'kept') as kept,
    count(*) filter (where l.state = 'broken') as broken,
    count(*) filter (where l.state = 'open') as waiting,
    count(*) filter (where l.state = 'open' and l.last_on > l.first_on) as slipped,
    round(avg(l.last_on - l.first_on) filter (where l.state = 'broken'), 1) as days_late,
    round(avg(l.last_on - l.first_on) filter (where l.state = 'open' and l.last_on > l.first_on), 1) as days_slipped
from line l
join sales_order o using (order_id)
join customer c using (customer_id)
group by all
order by broken desc, slipped desc, c.name

-- name: by_vendor
-- How each vendor keeps the day said first: lines delivered by it, lines delivered later, lines still owed past it.
with came as (
    select po_line_id, desk_day(max(moved_at), $clock) as came_on, sum(qty) as qty
    from movement
    where po_line_id is not null
    group by all
),
said as (
    select po_line_id, arg_min(expected_on, said_at) as first_on from vendor_day where expected_on is not null group by all
)
select v.code as vendor, v.name as vendor_name,
    count(*) filter (where c.qty >= l.qty and c.came_on <= s.first_on) as on_time,
    count(*) filter (where c.qty >= l.qty and c.came_on > s.first_on) as late,
    round(avg(c.came_on - s.first_on) filter (where c.qty >= l.qty and c.came_on > s.first_on), 1) as days_late,
    count(*) filter (where p.state = 'open' and coalesce(c.qty, 0) < l.qty
        and greatest(l.expected_on, $today) > s.first_on) as owed_late
from po_line l
join purchase_order p using (po_id)
join vendor v using (vendor_id)
join said s using (po_line_id)
left join came c using (po_line_id)
where p.state in ('open', 'closed') and l.qty > 0
group by all
order by owed_late desc, late desc, v.name

-- name: note_vendor_days
-- The days of the touched purchase orders' lines that their vendors had not said before.
insert into vendor_day
with line as (
    select po_line_id, expected_on
    from po_line
    where po_id in (select po_id from touched_po) and expected_on is not null
)
select l.po_line_id, l.expected_on, $now, $actor
from line l
left join (
    select po_line_id, arg_max(expected_on, said_at) as expected_on
    from vendor_day
    where po_line_id in (select po_line_id from line)
    group by po_line_id
) s using (po_line_id)
where l.expected_on is distinct from s.expected_on

-- name: touch_pools_of_pos
-- The pools the touched purchase orders bring stock to.
create or replace temp table touched_pool as
select distinct l.item_id, p.warehouse_id from po_line l join purchase_order p using (po_id) semi join touched_po using (po_id)

-- name: touch_pools_of_orders
-- Every pool the touched orders ever asked from.
create or replace temp table touched_pool as
select distinct item_id, warehouse_id from order_line where order_id in (select order_id from touched_order)
