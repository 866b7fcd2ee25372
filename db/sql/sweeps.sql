-- name: mark_interrupted
-- A run that nobody is working on any more was killed; nothing of it is left but this row (R28).
update run set outcome = 'interrupted', error = 'The process ended in mid-run; nothing of it was saved.'
where outcome = 'running'

-- name: start
-- A run's row, written before it works, so that a killed run shows; its number.
insert into run
select coalesce(max(run_id), 0) + 1, $sweep, $run_trigger, $actor, $scheduled_for, $now, null, 'running', 0, 0, 0, 0,
    0, 0, 0, 0,
    0, '', $scope
from run
returning run_id

-- name: last_run_id
-- The run started last.
select max(run_id) from run

-- name: is_taken
-- Whether another process already ran this sweep for this scheduled time (R27).
select exists (
    select 1 from run
    where sweep = $sweep and scheduled_for between $scheduled_for and $now and outcome <> 'interrupted'
)

-- name: may_have_moved
-- Whether something was changed since the last secondary run that moves days without an event in their pools: lead
-- times of LICs, vendors and levels, the policy, the time zone, how early lines take part; or no such run has gone by
-- sums.
select coalesce((
    select exists (
        from record_log
        where log_id > last.log_id
            and field in ('lead_time_days', 'levels', 'allocation_policy', 'skip_age_days', 'time_zone',
                'not_before_lead_days'))
    from (
        select max(x.log_id) as log_id
        from run_result x
        join run r using (run_id)
        where r.sweep = 'secondary' and r.outcome = 'done' and r.scope = '' and x.hash_of = 'changes'
    ) last
    where last.log_id is not null), true)

-- name: select_pools_of
-- The pools in which lines of one LIC, order or customer wait: what a secondary sweep looks at that is run for it
-- alone.
-- makes: touched_pool
create or replace temp table touched_pool as
select distinct l.item_id, l.warehouse_id
from order_line l
join sales_order o using (order_id)
where l.state = 'backordered' and ($item_id is null or l.item_id = $item_id)
    and ($order_id is null or l.order_id = $order_id) and ($customer_id is null or o.customer_id = $customer_id)

-- name: keep_pools
-- The pools that a run for one LIC, order or customer looks at.
-- needs: touched_pool
insert into run_pool select $run_id, item_id, warehouse_id from touched_pool

-- name: newest_movement
-- The movement posted last.
select newest_movement_id()

-- name: finish
-- What a run did (R28).
update run set ended_at = $ended_at, outcome = $outcome, pools = $pools, lines_filled = $lines_filled,
    units_allotted = $units_allotted, lines_released = $lines_released, shipments_created = $shipments_created,
    shipments_appended = $shipments_appended, pos_created = $pos_created, pos_topped_up = $pos_topped_up,
    last_movement_id = $last_movement_id, error = $error
where run_id = $this_run_id

-- name: runs
-- The run log, newest first.
select * from run
where ($sweep is null or sweep = $sweep) and ($outcome is null or outcome = $outcome)
order by run_id desc
limit $most

-- name: run_count
-- How many runs the run log has.
select count(*) from run

-- name: one_run
-- One row of the run log.
select * from run where run_id = $this_run_id

-- name: last_closing
-- The last closing of the day that came to an end (R50).
select started_at, outcome, error from run where sweep = 'closing' and outcome in ('done', 'failed')
order by run_id desc limit 1

-- name: losers
-- Who would lose stock by the changes just found and not made, per order and LIC.
-- needs: change
select o.number as "order", u.name as customer, o.priority, i.lic, i.description,
    -sum(c.moved_qty)::decimal(38, 4) as change_qty,
    -coalesce(sum(worth(c.moved_qty, l.unit_price, i.unit_cost)), 0)::decimal(38, 2) as value
from change c
join order_line l using (line_id)
join sales_order o on o.order_id = c.order_id
join customer u using (customer_id)
join item i on i.item_id = c.item_id
where c.kind = 'loss'
group by o.number, u.name, o.priority, i.lic, i.description
order by i.lic, o.priority desc, o.number
