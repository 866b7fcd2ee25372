-- name: take_lines
-- The open lines among those that were given, typed; what is not as it must be is empty, and bad_lines names it.
-- makes: plan_line
-- needs: given_line
create or replace temp table plan_line as
with typed as (
    select try_cast(line_id as bigint) as line_id,
        coalesce("order"::varchar, '') as "order",
        lic::varchar as lic,
        coalesce(warehouse::varchar, '') as warehouse,
        try_cast(priority as integer) as priority,
        try_cast(entry_seq as bigint) as entry_seq,
        if(try(round(qty, 4) = qty), try_cast(qty as decimal(18, 4)), null) as qty,
        coalesce(state::varchar, 'backordered') as state,
        coalesce(firm::boolean, false) as firm,
        coalesce(whole::boolean, false) as whole,
        coalesce(ship_type::varchar, 'partial') as ship_type,
        -- what is older than a million days is as old
        greatest(least(coalesce(try_cast(age_days as hugeint), 0), 1000000), -1000000)::integer as days
    from given_line
    where state is null or state::varchar not in ('pending', 'shipped', 'cancelled')
)
select * exclude (state, ship_type, firm),
    case when state = 'backordered' then false when state in ('allotted', 'picking') then true end as held,
    case when ship_type = 'partial' then false when ship_type = 'complete' then true end as complete,
    (firm and state = 'allotted') or state = 'picking' as firm
from typed

-- name: faults_of_lines
-- How many lines were taken ('taken'), by column how many of them are not as they must be, and how many line ids are
-- given more than once ('twice'); of each the first that has a number.
-- needs: plan_line
with looked_at as (
    select line_id, list_filter([
        if(line_id is null, 'line_id', null),
        if(coalesce(lic, '') = '', 'lic', null),
        if(priority between $lowest and $highest, null, 'priority'),
        if(entry_seq is null, 'entry_seq', null),
        if(qty > 0 and qty <= $largest, null, 'qty'),
        if(held is null, 'state', null),
        if(complete is null, 'ship_type', null),
        if($needs_order and "order" = '', 'order', null)
    ], lambda fault: fault is not null) as faults
    from plan_line
),
at_fault as (
    select unnest(faults) as fault, line_id from looked_at where len(faults) > 0
    union all
    select 'twice', line_id from plan_line where line_id is not null group by line_id having count(*) > 1
)
select 'taken' as fault, count(*) as number, null::bigint as first from plan_line
union all
select fault, count(*), min(line_id) from at_fault group by fault

-- name: take_stock
-- What was given as stock, typed; what is not as it must be is empty, and bad_stock names it.
-- makes: plan_stock
-- needs: given_stock
create or replace temp table plan_stock as
select lic::varchar as lic, coalesce(warehouse::varchar, '') as warehouse,
    if(try(round(on_hand, 4) = on_hand), try_cast(on_hand as decimal(22, 4)), null) as on_hand
from given_stock

-- name: faults_of_stock
-- How many rows of stock were taken ('taken'), how many of them are not as they must be, column by column, and how many
-- pools have several rows ('twice'); of each the first LIC.
-- needs: plan_stock
with at_fault as (
    select 'lic' as fault, '' as lic from plan_stock where coalesce(lic, '') = ''
    union all
    select 'on_hand', lic from plan_stock where on_hand is null
    union all
    select 'twice', lic from plan_stock where lic is not null group by lic, warehouse having count(*) > 1
)
select 'taken' as fault, count(*) as number, null::varchar as first from plan_stock
union all
select fault, count(*), min(lic) from at_fault group by fault

-- name: number_pools
-- The pools of the lines just taken, with what lies there for those that are not firm (R22). The rules count grains in
-- 64 bits: of more than 900 times the largest quantity they are shown so much.
-- makes: plan_pool
-- needs: plan_line, plan_stock
create or replace temp table plan_pool as
with asked as (
    select lic, warehouse, count(*) as line_count, coalesce(sum(qty) filter (where firm), 0) as firm_qty
    from plan_line
    group by all
)
select (row_number() over ())::bigint as item_id, a.lic, a.warehouse, a.line_count, s.lic is not null as is_stocked,
    least(greatest(coalesce(s.on_hand, 0) - a.firm_qty, 0), 900000000000000)::decimal(38, 4) as stock_qty
from asked a
left join plan_stock s on s.lic = a.lic and s.warehouse = a.warehouse

-- name: number_orders
-- The orders of the lines just taken, for a policy that asks whether an order can be filled whole ($together).
-- makes: plan_order
-- needs: plan_line
create or replace temp table plan_order as
select "order", row_number() over () as order_id from (select distinct "order" from plan_line where $together)

-- name: line_up
-- The lines just taken with the numbers of their orders and pools, pool by pool, so that some pools are read at little
-- cost.
-- makes: plan_place
-- needs: plan_line, plan_order, plan_pool
create or replace temp table plan_place as
select l.line_id, coalesce(o.order_id, 0) as order_id, p.item_id, 0 as warehouse_id, l.priority, l.entry_seq,
    l.qty, l.held, l.whole, l.complete, l.days, l.firm
from plan_line l
join plan_pool p on p.lic = l.lic and p.warehouse = l.warehouse
left join plan_order o on o."order" = l."order"
order by p.item_id

-- name: pools_at_once
-- The pools in groups of about $most lines, each from its first number to its last; a larger pool is one of its own.
-- needs: plan_pool
select min(item_id) as first_pool, max(item_id) as last_pool
from (select item_id, sum(line_count) over (order by item_id) // $most as part from plan_pool)
group by part
order by part

-- name: queue_of_pools
-- The queue of some pools, as it is read from a desk.
-- needs: plan_place, plan_pool
select l.* exclude (firm), p.stock_qty
from plan_place l
join plan_pool p on p.item_id = l.item_id
where l.item_id between $first_pool and $last_pool and not l.firm

-- name: contested_count
-- How many lines a policy that looks beyond a pool must walk one by one.
-- needs: certain, queue
select count(*)
from queue q
anti join certain c on c.line_id = q.line_id and not (c.decides_order and $whole_orders_first)

-- name: allotments
-- What every open line of some pools had and what it gets; firm ones keep what they have.
-- needs: plan_place, plan_pool, walked
with given as (
    select line_id, item_id, qty, if(held, qty, 0) as held_qty, granted_qty from walked
    union all
    select line_id, item_id, qty, qty, qty
    from plan_place
    where item_id between $first_pool and $last_pool and firm
)
select g.line_id, p.lic, p.warehouse, g.qty::decimal(18, 4) as qty, g.held_qty::decimal(18, 4) as held_qty,
    g.granted_qty::decimal(18, 4) as allotted_qty
from given g
join plan_pool p on p.item_id = g.item_id

-- name: totals_of_walk
-- What a walk came to, in lines and units.
-- needs: walked
select count(*) filter (where granted_qty > if(held, qty, 0)) as lines_gained,
    coalesce(sum(greatest(granted_qty - if(held, qty, 0), 0)), 0)::decimal(38, 4) as units_gained,
    count(*) filter (where granted_qty < if(held, qty, 0)) as lines_lost,
    coalesce(sum(greatest(if(held, qty, 0) - granted_qty, 0)), 0)::decimal(38, 4) as units_lost,
    count(*) filter (where granted_qty < qty) as lines_waiting,
    coalesce(sum(qty - granted_qty), 0)::decimal(38, 4) as units_waiting
from walked

-- name: pool_totals
-- How many lines were taken, of how many pools, and of how many of these no stock was given.
-- needs: plan_pool
select coalesce(sum(line_count), 0)::bigint as lines, count(*) as pools,
    count(*) filter (where not is_stocked) as pools_without_stock
from plan_pool
