-- Replaying runs: what a run writes down of its result, and the queue it saw, rebuilt from the record log.

-- name: changes_hash
-- The fingerprint of what the walk just made changes: by typed line, the units it is granted less those it holds.
-- needs: walked
with changed as (
    select root_line_id, sum(granted_qty) - coalesce(sum(qty) filter (where held), 0) as qty
    from walked
    group by root_line_id
    having sum(granted_qty) <> coalesce(sum(qty) filter (where held), 0)
)
select sha256(coalesce(string_agg(format('{}:{}', root_line_id, plain(qty)), ' ' order by root_line_id), ''))
from changed

-- name: grants_hash
-- The fingerprint of all that was granted in the walk just made, which runs kept that walked every pool: units by typed
-- line.
-- needs: walked
with granted as (
    select root_line_id, sum(granted_qty) as qty from walked group by root_line_id having sum(granted_qty) > 0
)
select sha256(coalesce(string_agg(format('{}:{}', root_line_id, plain(qty)), ' ' order by root_line_id), ''))
from granted

-- name: keep_result
-- The fingerprint of a run and what it was computed from.
insert into run_result
values ($run_id, $policy, $skip_age_days, $now, $log_id, $movement_id, $result_hash, 'changes')

-- name: keep_parts
-- The lines of the touched pools that the record log does not tell apart, and the firm ones beside them (R22): those of
-- one place in the queue and one state, and those of which one is whole and another is not. What waits and is paused,
-- no walk sees (R45): the lines themselves, and the others of a young Complete order under a policy that cannot fill it
-- whole then.
-- needs: touched_pool
insert into run_part
with wanted as (
    select l.*, l.state = 'allotted' as held, l.state = 'allotted' and is_firm(l.pinned, l.line_id) as is_fast,
        l.state = 'backordered'
            and paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) is not null
            as is_paused,
        $steps_over and o.ship_type = 'complete' and whole_days(o.opened_at, $now) < $skip_age_days as is_together
    from order_line l
    join touched_pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
    join item i on i.item_id = l.item_id and i.inventoried
    join sales_order o on o.order_id = l.order_id
    join customer u on u.customer_id = o.customer_id
    where is_open(l.state)
),
wanting as (
    select *, is_paused or (not held and is_together
        and order_id in (select order_id from wanted where is_paused)) as is_out
    from wanted
),
-- Most lines are alone with their entry sequence; siblings share one, and so does what a return brings back (R34).
shared as (
    select entry_seq from wanting where not is_fast and not is_out group by entry_seq having count(*) > 1
),
split as (
    select w.*, count(*) over (partition by w.entry_seq, w.held) > 1
            or (w.whole and count(*) over (partition by w.entry_seq) > 1) as is_derived_anew
    from wanting w
    where not w.is_fast and not w.is_out
        and (w.line_id <> w.root_line_id or w.entry_seq in (select entry_seq from shared))
)
select $run_id, s.line_id, s.root_line_id, s.qty, s.held, false, s.whole, false
from split s
join order_line root on root.line_id = s.root_line_id
where s.is_derived_anew or s.whole <> root.whole
union all
select $run_id, line_id, root_line_id, qty, held, is_fast, whole, is_out from wanting where is_fast or is_out

-- name: result_of
-- What a run wrote down of its result.
select r.run_id, r.sweep, r.outcome, r.scope, x.policy, x.skip_age_days, x.walked_at, x.log_id, x.movement_id,
    x.result_hash, x.hash_of
from run r
left join run_result x using (run_id)
where r.run_id = $which_run

-- name: replayable
-- The runs that can be replayed, newest first.
select run_id from run_result order by run_id desc limit $most

-- name: find_pools_received
-- The pools that a primary run looked at: those that received after what the run before it had seen, and what that one
-- left out (R24, R29).
-- makes: past_pool
create or replace temp table past_pool as
with run_before as (
    select max(run_id) as run_id, coalesce(max(last_movement_id), 0) as last_movement_id
    from run
    where sweep = 'primary' and outcome = 'done' and run_id < $which_run
)
select item_id, warehouse_id
from movement
where kind = 'receipt' and movement_id <= $movement_id and movement_id > (select last_movement_id from run_before)
union
select item_id, warehouse_id from run_left_out where run_id = (select run_id from run_before)

-- name: find_pools_that_waited
-- The pools that a secondary run looked at: those with a line that waited (R24).
-- makes: past_pool
-- needs: past_queue
create or replace temp table past_pool as
select distinct item_id, warehouse_id from past_queue where waiting_qty > 0

-- name: find_pools_kept
-- The pools that a run for one LIC, order or customer wrote down.
-- makes: past_pool
create or replace temp table past_pool as
select distinct item_id, warehouse_id from run_pool where run_id = $which_run

-- name: add_connected_pools
-- Adds to the pools that a run looked at all that hung together with them, by orders with lines in several.
-- makes: past_pool
-- needs: past_pool, past_queue
create or replace temp table past_pool as
with claim as (
    select order_id, item_id, warehouse_id from past_queue
)
from reached_from(past_pool, claim, claim)

-- name: queue
-- The queue a run walked: the units of the log, in the parts the run wrote down where the log tells none, with the
-- stock on the shelf then that was not firm. Of pools that it left out only what waits, for which there is nothing
-- (R29); what was paused is not in it (R45).
-- needs: past_pool, past_queue
with left_out as (
    select item_id, warehouse_id from run_left_out where run_id = $which_run
),
past_line as (
    select q.* from past_queue q
    join past_pool p on p.item_id = q.item_id and p.warehouse_id = q.warehouse_id
    where q.inventoried
),
kept_part as (
    select * from run_part where run_id = $which_run
),
firm as (
    select q.root_line_id, q.item_id, q.warehouse_id, sum(p.qty) as qty
    from kept_part p join past_line q using (root_line_id)
    where p.firm
    group by all
),
paused as (
    select root_line_id, sum(qty) as qty from kept_part where paused group by all
),
logged_units as (
    select q.* exclude (held_qty, waiting_qty), true as held, q.held_qty - coalesce(f.qty, 0) as qty
    from past_line q left join firm f using (root_line_id)
    union all
    select q.* exclude (held_qty, waiting_qty), false, q.waiting_qty - coalesce(a.qty, 0)
    from past_line q left join paused a using (root_line_id)
),
split as (
    select root_line_id, held, sum(qty) as qty from kept_part where not firm and not paused group by all
),
fits as (
    select t.*, coalesce(s.qty = t.qty, false) as is_split
    from logged_units t
    left join split s on s.root_line_id = t.root_line_id and s.held = t.held
    where t.qty > 0
),
line as (
    -- Where the log tells enough, a name of its own will do; no real line has a number below zero.
    select coalesce(p.line_id, -2 * f.root_line_id - f.held::integer) as line_id, f.root_line_id, f.order_id,
        f.item_id, f.warehouse_id, f.priority,
        f.entry_seq, coalesce(p.qty, f.qty)::decimal(18, 4) as qty, f.held, coalesce(p.whole, f.whole) as whole,
        f.ship_type = 'complete' as complete, whole_days(f.opened_at, $walked_at) as days
    from fits f
    left join kept_part p on f.is_split and not p.firm and not p.paused and p.root_line_id = f.root_line_id
        and p.held = f.held
),
moved as (
    select item_id, warehouse_id, sum(qty) as qty from movement where movement_id <= $movement_id group by all
),
firm_units as (
    select item_id, warehouse_id, sum(qty) as qty from firm group by all
)
select l.*, if(x.item_id is null, least(greatest(coalesce(m.qty, 0) - coalesce(k.qty, 0), 0), 900000000000000),
    0)::decimal(38, 4) as stock_qty
from line l
left join moved m on m.item_id = l.item_id and m.warehouse_id = l.warehouse_id
left join firm_units k on k.item_id = l.item_id and k.warehouse_id = l.warehouse_id
left join left_out x on x.item_id = l.item_id and x.warehouse_id = l.warehouse_id
where x.item_id is null or not l.held

-- name: differences
-- Typed lines that the replay grants other than the run did, by what the run wrote into the record log.
-- needs: past_queue, walked
with before as (
    select root_line_id, held_qty from past_queue
),
done as (
    select root_line_id, sum(case when new_value = 'allotted' then qty when old_value = 'allotted' then -qty
        else 0 end) as qty
    from record_log
    where run_id = $which_run and field = 'state' and line_id is not null
    group by root_line_id
),
firm as (
    select root_line_id, sum(qty) as qty from run_part where run_id = $which_run and firm group by root_line_id
),
granted as (
    select root_line_id, sum(granted_qty) as qty from walked group by root_line_id
)
select o.number as "order", l.line_no as line, i.lic,
    (coalesce(b.held_qty, 0) + coalesce(d.qty, 0) - coalesce(f.qty, 0))::decimal(38, 4) as run_qty,
    coalesce(g.qty, 0)::decimal(38, 4) as replay_qty
from granted g
full join done d using (root_line_id)
left join before b using (root_line_id)
left join firm f using (root_line_id)
join order_line l on l.line_id = root_line_id
join sales_order o using (order_id)
join item i using (item_id)
anti join run_left_out x on x.run_id = $which_run and x.item_id = l.item_id and x.warehouse_id = l.warehouse_id
where run_qty <> replay_qty
order by o.order_id, l.line_no

-- name: lines_named
-- What the lines of a past queue are called: order, customer, LIC and warehouse, and when their order was opened.
-- needs: past_queue
select q.root_line_id, o.number as "order", q.line_no as line, c.code as customer, c.name as customer_name, i.lic,
    w.code as warehouse, q.opened_at
from past_queue q
join sales_order o using (order_id)
join customer c using (customer_id)
join item i on i.item_id = q.item_id
join warehouse w using (warehouse_id)
