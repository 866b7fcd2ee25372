-- name: runs
-- What the sweeps did between two instants, by sweep (R28).
select sweep, count(*) as runs, count(*) filter (where outcome in ('failed', 'interrupted')) as failed,
    sum(lines_filled)::bigint as lines_filled, sum(units_allotted)::decimal(38, 4) as units_allotted,
    sum(lines_released)::bigint as lines_released, sum(shipments_created)::bigint as shipments_created
from run
where started_at >= $from_at and started_at < $until_at
group by sweep
order by sweep

-- name: goods
-- The units that came and went between two instants, by what moved them.
select kind, count(*) as moves, sum(qty)::decimal(38, 4) as qty
from movement
where moved_at >= $from_at and moved_at < $until_at
group by kind
order by kind

-- name: orders
-- How many orders came to which state between two instants.
select new_value as state, count(distinct order_id) as orders
from record_log
where record = 'order' and field = 'state' and line_id is null and logged_at >= $from_at and logged_at < $until_at
group by new_value
order by new_value

-- name: losses
-- The lines from which stock was taken back between two instants, the largest first: how much, and why in a sentence.
select o.number as "order", i.lic, r.qty, r.sentence, count(*) over () as total
from record_log r
join sales_order o using (order_id)
join item i using (item_id)
where r.field = 'state' and r.old_value = 'allotted' and r.new_value = 'backordered'
    and r.logged_at >= $from_at and r.logged_at < $until_at
order by r.qty desc, r.log_id
limit $most
