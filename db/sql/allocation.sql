-- name: select_pools
-- The pools an event touches, from (item_id, warehouse_id) lists of equal length.
-- makes: touched_pool
create or replace temp table touched_pool as
select distinct unnest($item_ids::integer[]) as item_id, unnest($warehouse_ids::integer[]) as warehouse_id

-- name: select_pools_of_orders
-- The pools in which some orders have open lines.
-- makes: touched_pool
create or replace temp table touched_pool as
select distinct item_id, warehouse_id
from order_line
where order_id in (select unnest($order_ids::integer[])) and is_open(state)

-- name: select_pools_that_wait
-- Every pool with a line that waits: what a secondary sweep looks at (R24).
-- makes: touched_pool
create or replace temp table touched_pool as
select distinct item_id, warehouse_id from order_line where state = 'backordered'

-- name: select_pools_of_item
-- The pools of one LIC.
-- makes: touched_pool
create or replace temp table touched_pool as
select $item_id::integer as item_id, warehouse_id from warehouse

-- name: select_pools_received
-- The pools that received purchase orders after the last successful primary run, and what that one left out: what a
-- primary sweep looks at (R24, R29).
-- makes: touched_pool
create or replace temp table touched_pool as
with last_run as (
    select max(run_id) as run_id, coalesce(max(last_movement_id), 0) as last_movement_id
    from run
    where sweep = 'primary' and outcome = 'done'
)
select item_id, warehouse_id
from movement
where kind = 'receipt' and movement_id > (select last_movement_id from last_run)
union
select item_id, warehouse_id from run_left_out where run_id = (select run_id from last_run)

-- name: touched_pool_count
-- How many pools the event touches.
-- needs: touched_pool
select count(*) from touched_pool

-- name: select_orders
-- The orders an event touches.
-- makes: touched_order
create or replace temp table touched_order as select distinct unnest($order_ids::integer[]) as order_id

-- name: select_changed_orders
-- The orders whose lines the settlement changed.
-- makes: touched_order
-- needs: change
create or replace temp table touched_order as select distinct order_id from change where applied

-- name: queue_together
-- The open lines of the touched pools that are neither shipped nor firm (R22), with the stock they compete for, and
-- what their orders want in pools with enough for all: of young Complete orders, since a policy asks whether these can
-- be filled whole, and where whole orders go first what waits of any order, which may be the line whose turn it has.
-- The rules count grains in 64 bits: of more than 900 times the largest quantity they are shown so much. In a pool
-- that is left out, what is held counts as firm and what waits finds nothing, so that nothing changes there (R29).
-- needs: short_pool, touched_pool
with left_out as (
    select unnest($left_out_items::integer[]) as item_id, unnest($left_out_warehouses::integer[]) as warehouse_id
),
near as (
    select l.*, l.state = 'allotted' and is_firm(l.pinned, l.line_id) as firm
    from order_line l
    join touched_pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
    join item i on i.item_id = l.item_id and i.inventoried
    where is_open(l.state)
),
bound as (
    select order_id, ship_type = 'complete' and whole_days(opened_at, $now) < $skip_age_days as is_together
    from sales_order
    where order_id in (select order_id from near) and (is_together or $whole_orders_first)
),
far as (
    select l.*, l.state = 'allotted' and is_firm(l.pinned, l.line_id) as firm
    from order_line l
    join bound b on b.order_id = l.order_id
    join item i on i.item_id = l.item_id and i.inventoried
    anti join touched_pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
    anti join short_pool s on s.item_id = l.item_id and s.warehouse_id = l.warehouse_id
    where is_open(l.state) and (b.is_together or l.state = 'backordered')
),
queued_line as (
    from near union all from far
),
far_pool as (
    select distinct item_id, warehouse_id from far
),
pool as (
    from touched_pool union all from far_pool
),
-- Added up over these pools alone: the view on_hand would add up every pool.
moved as (
    select m.item_id, m.warehouse_id, sum(m.qty) as on_hand_qty
    from on_hand_part m
    join pool p on p.item_id = m.item_id and p.warehouse_id = m.warehouse_id
    group by all
),
firm as (
    select item_id, warehouse_id, sum(qty) as firm_qty from near where firm group by all
    union all
    select l.item_id, l.warehouse_id, sum(l.qty)
    from order_line l
    join far_pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
    where l.state = 'allotted' and is_firm(l.pinned, l.line_id)
    group by all
)
select l.line_id, l.order_id, l.line_no, l.root_line_id, l.item_id, l.warehouse_id, l.entry_seq, l.qty,
    l.state = 'allotted' as held, l.whole, o.number, o.priority, o.ship_type = 'complete' as complete,
    whole_days(o.opened_at, $now) as days, i.lic,
    if(x.item_id is null, least(greatest(coalesce(m.on_hand_qty, 0) - coalesce(f.firm_qty, 0), 0), 900000000000000),
        0)::decimal(38, 4) as stock_qty,
    paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) as paused_until
from queued_line l
join sales_order o using (order_id)
join customer u on u.customer_id = o.customer_id
join item i on i.item_id = l.item_id
left join moved m on m.item_id = l.item_id and m.warehouse_id = l.warehouse_id
left join firm f on f.item_id = l.item_id and f.warehouse_id = l.warehouse_id
left join left_out x on x.item_id = l.item_id and x.warehouse_id = l.warehouse_id
where not l.firm and (l.state = 'backordered' or x.item_id is null)

-- name: find_certain
-- The lines of the queue just read of which either policy that steps over says the same without a walk, from a priority
-- on: lower ones are served later. granted: all they want, since the stock covers everybody who could be served before
-- them; else nothing, since those have it already. A young Complete order is served as one: what one of its lines
-- cannot get, it does not get. Whole lines that have waited long may hold a place, so a walk looks at them unless they
-- get what they want. decides_order: it waits, and other lines of its order are to be walked to: where whole orders go
-- first it says whether its order can be filled whole, and when that has its turn.
-- makes: certain
-- needs: queue
create or replace temp table certain as
with together as (
    select order_id, bool_and(held) as held
    from queue
    where complete and days < $skip_age_days
    group by order_id
),
unit as (
    select q.*, t.order_id is not null as is_together, coalesce(t.held, q.held) as keeps,
        keeps or $gains <> 'none' as may_have
    from queue q
    left join together t using (order_id)
    where q.priority >= $priority
),
-- Complete-first may serve those who wait in one priority in any order, so each stands behind all its peers.
faced as (
    select *, may_have and sum(if(may_have, qty, 0)) over (
        partition by item_id, warehouse_id order by priority desc, keeps desc
        range between unbounded preceding and current row) <= stock_qty as fits
    from unit
),
hindered as (
    select distinct order_id from faced where is_together and not fits
),
filled as (
    select f.*, f.fits and (not f.is_together or h.order_id is null) as granted
    from faced f
    left join hindered h using (order_id)
),
followed as (
    select *, coalesce(sum(if(granted, qty, 0)) over (
        partition by item_id, warehouse_id order by priority desc, keeps desc
        groups between unbounded preceding and 1 preceding), 0) as ahead_qty
    from filled
),
emptied as (
    select *, not granted and case
        when not may_have then true
        when is_together or (whole and days < $skip_age_days) then ahead_qty + qty > stock_qty
        else not whole and ahead_qty >= stock_qty
    end as is_left_out
    from followed
),
turned_away as (
    select distinct order_id from emptied where is_together and is_left_out
),
known as (
    select e.*, e.granted or e.is_left_out or t.order_id is not null as is_certain
    from emptied e
    left join turned_away t on t.order_id = e.order_id and e.is_together
)
select line_id, granted,
    not (granted and held) and order_id in (select order_id from known where not is_certain) as decides_order
from known
where is_certain

-- name: contested_lines
-- The other lines, which a policy walks one by one, with the stock that is left for them; about in the order in which
-- it does, so that sorting finds little to do.
-- needs: certain, queue
with given as (
    select q.item_id, q.warehouse_id, sum(q.qty) as qty
    from queue q
    join certain c on c.line_id = q.line_id and c.granted and not (c.decides_order and $whole_orders_first)
    group by all
)
select q.* replace ((q.stock_qty - coalesce(g.qty, 0))::decimal(38, 4) as stock_qty)
from queue q
anti join certain c on c.line_id = q.line_id and not (c.decides_order and $whole_orders_first)
left join given g on g.item_id = q.item_id and g.warehouse_id = q.warehouse_id
order by q.priority desc, q.held desc, q.entry_seq, q.line_id

-- name: queue_of_order
-- What an order's place is told from: all lines of its pools, and of the orders among them that are looked at as a
-- whole, and elsewhere those that are contested; lower priorities are served later.
-- needs: certain, queue
with own_pool as (
    select distinct item_id, warehouse_id from queue where order_id = $order_id
),
near as (
    select q.line_id, q.order_id, q.complete
    from queue q
    semi join own_pool p on p.item_id = q.item_id and p.warehouse_id = q.warehouse_id
),
chosen as (
    select q.*, c.granted
    from queue q
    left join certain c on c.line_id = q.line_id and not (c.decides_order and $whole_orders_first)
    where q.priority >= $priority
),
looked_at as (
    select *, granted is null or line_id in (select line_id from near)
        or order_id in (select order_id from near where complete or $whole_orders_first) as is_walked
    from chosen
),
given as (
    select item_id, warehouse_id, sum(qty) as qty from looked_at where granted and not is_walked group by all
)
select l.* exclude (granted, is_walked) replace ((l.stock_qty - coalesce(g.qty, 0))::decimal(38, 4) as stock_qty)
from looked_at l
left join given g on g.item_id = l.item_id and g.warehouse_id = l.warehouse_id
where l.is_walked
order by l.priority desc, l.held desc, l.entry_seq, l.line_id

-- name: walk_of_loop
-- What a policy that walked the contested lines granted, and what was certain of the others.
-- needs: certain, loop_grant, queue
select q.*, g.granted_qty
from queue q
join loop_grant g using (line_id)
union all
select q.*, if(c.granted, q.qty, 0)
from queue q
join certain c using (line_id)
anti join loop_grant g using (line_id)

-- name: find_short_pools
-- The pools that have not enough for all who want it: only there must a policy decide.
-- makes: short_pool
create or replace temp table short_pool as
with wanted as (
    select item_id, warehouse_id, sum(qty) as qty
    from order_line
    where is_open(state) and item_id in (select item_id from item where inventoried)
    group by all
)
select w.item_id, w.warehouse_id
from wanted w
left join on_hand h on h.item_id = w.item_id and h.warehouse_id = w.warehouse_id
where w.qty > coalesce(h.qty, 0)

-- name: select_short_pools
-- Adds all short pools to the touched ones.
-- makes: touched_pool
-- needs: short_pool, touched_pool
create or replace temp table touched_pool as
from touched_pool
union
from short_pool

-- name: select_coupled_pools
-- The touched pools and the short ones whose outcome decides theirs, under a policy that asks whether an order can be
-- filled whole: those of its young Complete orders, and where whole orders go first also those in which its young
-- Partial orders wait (R43). Old orders are served line by line, and of a pool that has enough for all nothing depends.
-- makes: touched_pool
-- needs: short_pool, touched_pool
create or replace temp table touched_pool as
with coupled as (
    select l.order_id, l.item_id, l.warehouse_id
    from order_line l
    join sales_order o using (order_id)
    where is_open(l.state)
        and whole_days(o.opened_at, $now) < $skip_age_days
        and (o.ship_type = 'complete' or ($whole_orders_first and l.state = 'backordered'))
),
coupled_short as (
    from coupled c semi join short_pool s on s.item_id = c.item_id and s.warehouse_id = c.warehouse_id
)
from reached_from(touched_pool, coupled, coupled_short)

-- name: select_connected_pools
-- The touched pools and all that could ever come to decide theirs: by any order with open lines in several.
-- makes: touched_pool
-- needs: touched_pool
create or replace temp table touched_pool as
with wanted as (
    select order_id, item_id, warehouse_id from order_line where is_open(state)
)
from reached_from(touched_pool, wanted, wanted)

-- name: keep_event_pools
-- The pools of the event, before those are added that decide theirs.
-- makes: event_pool
-- needs: touched_pool
create or replace temp table event_pool as from touched_pool

-- name: select_changed_pools
-- The pools of the event and those in which it changes something, once that is known: all that it is about.
-- makes: touched_pool
-- needs: change, event_pool
create or replace temp table touched_pool as
from event_pool
union
select item_id, warehouse_id from change where applied

-- name: add_siblings
-- The second half of every split, on backorder, sharing root, price, notes and entry sequence (R5).
-- needs: change
insert into order_line
select c.sibling_id, l.order_id, c.sibling_no, l.root_line_id, l.item_id, l.warehouse_id, c.rest_qty, null,
    'backordered', l.whole, l.on_shortage, l.answered_qty, false, l.entry_seq, l.unit_price, l.note,
    coalesce(l.waiting_since, $now), l.hold, l.not_before
from change c
join order_line l using (line_id)
where c.applied and c.is_split

-- name: change_lines
-- Allots what was gained and releases what was lost.
-- needs: change
update order_line set
    qty = if(c.is_split, c.granted_qty, order_line.qty),
    state = if(c.granted_qty > 0, 'allotted', 'backordered'),
    waiting_since = if(c.granted_qty > 0, null, $now)
from change c
where c.applied and c.line_id = order_line.line_id


-- name: last_numbers
-- The numbers after which those of new siblings come: the highest line of all, and the highest number in each order.
select (select max(line_id) from order_line) as line_id, order_id, max(line_no) as line_no
from order_line
join (select unnest($order_ids::integer[]) as order_id) using (order_id)
group by order_id
