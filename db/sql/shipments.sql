-- name: find_placement
-- For the touched orders' open lines: where each is, and whether it must leave, change its size on, or board a
-- shipment. Allotted Partial OK lines belong on one at once; those of a Complete order only when none of its lines
-- waits (R30). What has no stock ships with the order: beside a line that has, or when no such line is left (R13).
-- A pending shipment of another location or ship type is the wrong one.
-- makes: placement
-- needs: touched_order
create or replace temp table placement as
with line as (
    select l.line_id, l.order_id, l.line_no, l.root_line_id, l.item_id, l.warehouse_id, l.qty, l.entry_seq, l.state,
        o.customer_id, o.location_id, o.ship_type, o.priority, i.inventoried,
        bool_or(l.state = 'backordered') over of_order as waits,
        bool_or(i.inventoried and l.state = 'allotted') over of_order as has_stock,
        bool_or(i.inventoried and is_open(l.state)) over of_order as wants_stock
    from order_line l
    join touched_order using (order_id)
    join sales_order o using (order_id)
    join item i using (item_id)
    window of_order as (partition by l.order_id)
),
-- What the view aboard says, asked of these lines alone: it would pair every line that ever left with its shipment.
carried as (
    select sl.line_id, sl.shipment_id, sl.qty, s.state, s.location_id, s.ship_type
    from line l
    join shipment_line sl on sl.line_id = l.line_id and sl.live
    join shipment s on s.shipment_id = sl.shipment_id and s.state in ('pending', 'picking')
),
placed as (
    select l.* exclude (state, inventoried, waits, has_stock, wants_stock), a.shipment_id, a.qty as aboard_qty,
        l.state = 'allotted' and (l.ship_type = 'partial' or not l.waits)
            and (l.inventoried or l.has_stock or not l.wants_stock) as belongs,
        coalesce(a.state = 'pending', false) as is_loose,
        coalesce(a.location_id = l.location_id and a.ship_type = l.ship_type, false) as fits
    from line l
    left join carried a using (line_id)
    where is_open(l.state) or a.shipment_id is not null
)
select *,
    is_loose and not (belongs and fits) as leaves,
    is_loose and belongs and fits and aboard_qty <> qty as resizes,
    belongs and (shipment_id is null or (is_loose and not fits)) as boards
from placed

-- name: misplaced_count
-- How many lines must come off, change their size on, or go on a shipment.
-- needs: placement
select count(*) filter (where leaves) as leaving, count(*) filter (where resizes) as resized,
    count(*) filter (where boards) as boarding
from placement

-- name: log_withdrawn
-- Lines that come off a pending shipment (R20), on the order and the shipment.
-- needs: placement
insert into record_log by name
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'log' as kind, 'shipment' as record, p.shipment_id::varchar as record_id, p.order_id, p.line_id, p.line_no,
    p.root_line_id, p.item_id, p.warehouse_id, p.shipment_id, 'line' as field, 'aboard' as old_value,
    'withdrawn' as new_value, p.aboard_qty as qty,
    format('Line {} of order {} came off shipment {} ({}).', p.line_no, o.number, p.shipment_id, $reason) as sentence
from placement p
join sales_order o using (order_id)
where p.leaves
order by p.shipment_id, p.order_id, p.line_no

-- name: withdraw
-- Takes lines that no longer belong off their pending shipments.
-- needs: placement
update shipment_line set live = false
from placement p
where p.leaves and p.line_id = shipment_line.line_id and p.shipment_id = shipment_line.shipment_id
    and shipment_line.live

-- name: resize
-- A split line ships what is left on it.
-- needs: placement
update shipment_line set qty = p.qty
from placement p
where p.resizes and p.line_id = shipment_line.line_id and p.shipment_id = shipment_line.shipment_id
    and shipment_line.live

-- name: log_emptied
-- Pending shipments that the withdrawal emptied (R20).
-- needs: placement
insert into record_log by name
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'log' as kind, 'shipment' as record, s.shipment_id::varchar as record_id, s.warehouse_id, s.shipment_id,
    'state' as field, 'pending' as old_value, 'void' as new_value,
    format('Shipment {} was voided: nothing is left on it ({}).', s.shipment_id, $reason) as sentence
from shipment s
where s.state = 'pending'
    and s.shipment_id in (select shipment_id from placement where leaves)
    and not exists (from shipment_line sl where sl.live and sl.shipment_id = s.shipment_id)

-- name: void_emptied
-- Pending shipments that the withdrawal emptied become void.
-- needs: placement
update shipment set state = 'void', voided_at = $now
where state = 'pending'
    and shipment_id in (select shipment_id from placement where leaves)
    and not exists (from shipment_line sl where sl.live and sl.shipment_id = shipment.shipment_id)

-- name: find_boarding
-- The shipment of each line that must go on one (R32): a pending one of the same order; else, for Partial OK
-- orders when appending by location is on, the oldest pending one of that customer, location and warehouse;
-- else a new one, shared by what arrives together under the same rule.
-- makes: boarding
-- needs: placement, touched_order
create or replace temp table boarding as
with pending as (
    select s.shipment_id, s.customer_id, s.location_id, s.warehouse_id, s.ship_type, s.created_at
    from shipment s
    where s.state = 'pending'
        and s.customer_id in (select customer_id from placement where boards)
),
of_order as (
    select l.order_id, l.warehouse_id, min(p.shipment_id) as shipment_id
    from pending p
    join shipment_line sl on sl.shipment_id = p.shipment_id and sl.live
    join order_line l using (line_id)
    join touched_order using (order_id)
    join sales_order o using (order_id)
    where o.location_id = p.location_id and o.ship_type = p.ship_type
    group by all
),
of_location as (
    select customer_id, location_id, warehouse_id, arg_min(shipment_id, (created_at, shipment_id)) as shipment_id
    from pending
    where ship_type = 'partial' and $append_by_location
    group by all
),
chosen as (
    select p.*,
        coalesce(o.shipment_id, if(p.ship_type = 'partial', f.shipment_id, null)) as target_id,
        if($append_by_location and p.ship_type = 'partial', 0, p.order_id) as new_for
    from (select * exclude (shipment_id, aboard_qty) from placement where boards) p
    left join of_order o on o.order_id = p.order_id and o.warehouse_id = p.warehouse_id
    left join of_location f on f.customer_id = p.customer_id and f.location_id = p.location_id
        and f.warehouse_id = p.warehouse_id
),
fresh as (
    select customer_id, location_id, warehouse_id, new_for, any_value(ship_type) as ship_type,
        (select coalesce(max(shipment_id), 0) from shipment)
            + row_number() over (order by min((-priority, entry_seq, line_id))) as shipment_id
    from chosen
    where target_id is null
    group by all
)
select c.*, coalesce(c.target_id, f.shipment_id)::integer as shipment_id, c.target_id is null as is_new
from chosen c
left join fresh f
    on c.target_id is null and f.customer_id = c.customer_id and f.location_id = c.location_id
    and f.warehouse_id = c.warehouse_id and f.new_for = c.new_for

-- name: add_shipments
-- The new shipments, pending.
-- needs: boarding
insert into shipment
select shipment_id, any_value(customer_id), any_value(location_id), any_value(warehouse_id), any_value(ship_type),
    'pending', $now, null, null, null
from boarding
where is_new
group by shipment_id

-- name: log_boarding
-- A row for every shipment made; on the order and the shipment one for every line that goes on; and on an order whose
-- shipment another one joins.
-- needs: boarding
insert into record_log by name
with host as (
    select sl.shipment_id, arg_min(l.order_id, (l.entry_seq, l.line_id)) as order_id
    from shipment_line sl
    join order_line l using (line_id)
    where sl.live and sl.shipment_id in (select shipment_id from boarding where not is_new)
    group by all
),
boarder as (
    select b.*, h.order_id as host_id, o.number, host.number as host_number
    from boarding b
    join sales_order o using (order_id)
    left join host h on h.shipment_id = b.shipment_id and h.order_id <> b.order_id
    left join sales_order host on host.order_id = h.order_id
),
event as (
    select 1 as turn, shipment_id, any_value(warehouse_id) as warehouse_id, 'state' as field, 'pending' as new_value,
        format('Shipment {} was made ({}).', shipment_id, $reason) as sentence
    from boarding
    where is_new
    group by shipment_id
    union all by name
    select 2 as turn, shipment_id, order_id, line_id, line_no, root_line_id, item_id, warehouse_id, 'line' as field,
        'aboard' as new_value, qty, host_id as other_order_id,
        format('Line {} of order {} {} shipment {}{} ({}).', line_no, number,
            if(is_new, 'went on', 'was appended to'), shipment_id,
            if(host_id is null, '', format(' beside order {}', host_number)), $reason) as sentence
    from boarder
    union all by name
    select distinct 3 as turn, shipment_id, host_id as order_id, warehouse_id, 'line' as field, 'joined' as new_value,
        order_id as other_order_id,
        format('Order {} was appended to shipment {} of this order ({}).', number, shipment_id, $reason) as sentence
    from boarder
    where host_id is not null
)
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'log' as kind, 'shipment' as record, shipment_id::varchar as record_id, * exclude (turn)
from (from event order by turn, shipment_id, line_id)

-- name: board
-- The lines that must go on a shipment are put on theirs.
-- needs: boarding
insert into shipment_line select shipment_id, line_id, qty, true from boarding

-- name: boarding_counts
-- How many shipments were made and how many existing ones were appended to, for the run log (R28).
-- needs: boarding
select count(distinct shipment_id) filter (where is_new) as created,
    count(distinct shipment_id) filter (where not is_new) as appended
from boarding

-- name: find
-- One shipment.
select s.*, c.code as customer, c.name as customer_name, lo.code as location, w.code as warehouse
from shipment s
join customer c using (customer_id)
join location lo using (location_id)
join warehouse w using (warehouse_id)
where s.shipment_id = $shipment_id

-- name: lines_of
-- What one shipment carries, or carried if it was voided.
select sl.line_id, sl.qty, sl.live, l.order_id, o.number as order_number, l.line_no, l.root_line_id, l.item_id, i.lic,
    i.description, i.inventoried, i.decimals, l.state, o.ship_type
from shipment_line sl
join order_line l using (line_id)
join sales_order o using (order_id)
join item i using (item_id)
where sl.shipment_id = $shipment_id and (sl.live or $with_withdrawn)
order by o.order_id, l.line_no

-- name: select_shipments
-- The shipments an action is about.
-- makes: touched_shipment
create or replace temp table touched_shipment as select distinct unnest($shipment_ids::integer[]) as shipment_id

-- name: select_orders_aboard
-- The orders the touched shipments carry.
-- makes: touched_order
-- needs: touched_shipment
create or replace temp table touched_order as
select distinct l.order_id
from shipment_line sl
join touched_shipment t on t.shipment_id = sl.shipment_id
join order_line l using (line_id)
where sl.live

-- name: touched
-- The touched shipments that exist, with their states.
-- needs: touched_shipment
select s.shipment_id, s.state, c.name as customer
from shipment s
join touched_shipment using (shipment_id)
join customer c using (customer_id)
order by s.shipment_id

-- name: came_back
-- What of the touched shipments came back as a return: those goods left and did not come with the void (R33, R34).
-- needs: touched_shipment
select sl.shipment_id as shipment, o.number as "order", l.line_no as line, i.lic, sum(r.qty) as qty
from goods_return r
join shipment_line sl using (line_id)
join touched_shipment t on t.shipment_id = sl.shipment_id
join order_line l using (line_id)
join sales_order o using (order_id)
join item i using (item_id)
where sl.live
group by all
having sum(r.qty) > 0
order by sl.shipment_id, o.number, l.line_no

-- name: set_picking
-- The touched shipments are being picked: from here their lines are firm (R22).
-- needs: touched_shipment
update shipment set state = 'picking', picked_at = $now
where shipment_id in (select shipment_id from touched_shipment)

-- name: set_pending
-- The touched shipments go back from picking to pending.
-- needs: touched_shipment
update shipment set state = 'pending', picked_at = null
where shipment_id in (select shipment_id from touched_shipment)

-- name: set_shipped
-- The touched shipments are gone.
-- needs: touched_shipment
update shipment set state = 'shipped', picked_at = coalesce(picked_at, $now), shipped_at = $now
where shipment_id in (select shipment_id from touched_shipment)

-- name: set_void
-- The touched shipments never left, or came back.
-- needs: touched_shipment
update shipment set state = 'void', voided_at = $now
where shipment_id in (select shipment_id from touched_shipment)

-- name: log_state
-- A change of state of the touched shipments, on each order they carry.
-- needs: touched_shipment
insert into record_log by name
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'log' as kind, 'shipment' as record, carried.shipment_id::varchar as record_id, carried.order_id, s.warehouse_id,
    carried.shipment_id, 'state' as field, s.state as old_value, $new_state as new_value,
    format('Shipment {} {}.', carried.shipment_id, $verb) as sentence
from (
    select distinct sl.shipment_id, l.order_id
    from shipment_line sl
    join touched_shipment t on t.shipment_id = sl.shipment_id
    join order_line l using (line_id)
    where sl.live
) carried
join shipment s using (shipment_id)

-- name: log_line_flow
-- The units of the touched shipments' lines going from one state to another.
-- needs: touched_shipment
insert into record_log by name
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'log' as kind, 'order' as record, o.number as record_id, l.order_id, l.line_id, l.line_no, l.root_line_id,
    l.item_id,
    l.warehouse_id, sl.shipment_id, 'state' as field, l.state as old_value,
    if($new_state = 'backordered' and not i.inventoried, 'allotted', $new_state) as new_value, sl.qty,
    format('Line {}: {} of {} {} shipment {}.', l.line_no, plain(sl.qty), i.lic, $verb, sl.shipment_id) as sentence
from shipment_line sl
join touched_shipment t on t.shipment_id = sl.shipment_id
join order_line l using (line_id)
join sales_order o using (order_id)
join item i using (item_id)
where sl.live
order by l.order_id, l.line_no

-- name: move_stock
-- Goods that leave with a shipment (factor -1) or come back with its void (factor 1).
-- needs: touched_shipment
insert into movement
select nextval('movement_number'), $now, $kind, l.item_id, l.warehouse_id, $factor * sl.qty, null, null, sl.shipment_id,
    l.line_id, null, format('shipment {}', sl.shipment_id), $actor, $action_id
from shipment_line sl
join touched_shipment t on t.shipment_id = sl.shipment_id
join order_line l using (line_id)
join item i using (item_id)
where sl.live and i.inventoried

-- name: set_lines
-- The state of the lines aboard. A line that falls back waits from now; what has no stock cannot wait for it and
-- stays allotted (R13).
-- needs: touched_shipment
update order_line set
    state = if($new_state = 'backordered' and item_id in (select item_id from item where not inventoried),
        'allotted', $new_state),
    waiting_since = if($new_state = 'backordered' and item_id in (select item_id from item where inventoried), $now,
        null)
where line_id in (
    select line_id from shipment_line
    where live and shipment_id in (select shipment_id from touched_shipment)
)

-- name: retire_lines
-- A voided shipment carries nothing any more; what it carried stays readable.
-- needs: touched_shipment
update shipment_line set live = false
where live and shipment_id in (select shipment_id from touched_shipment)

-- name: shrink_aboard
-- A line that ships short: less of it goes.
update shipment_line set qty = $qty where live and shipment_id = $shipment_id and line_id = $line_id

-- name: leave_line
-- A line that stays behind altogether.
update shipment_line set live = false where live and shipment_id = $shipment_id and line_id = $line_id


-- name: listed
-- Shipments by state or a word, the newest first, with what they carry; a voided one with what it carried.
with chosen as (
    select s.*, c.code as customer, c.name as customer_name, lo.code as location, w.code as warehouse
    from shipment s
    join customer c using (customer_id)
    join location lo using (location_id)
    join warehouse w using (warehouse_id)
    where ($state is null or s.state = $state)
        and ($word is null or s.shipment_id::varchar = $word
            or contains(upper(concat_ws(' ', c.code, c.name, lo.code)), upper($word))
            or s.shipment_id in (
                select sl.shipment_id
                from shipment_line sl
                join order_line l using (line_id)
                join sales_order o using (order_id)
                join item i using (item_id)
                where sl.live and contains(upper(concat_ws(' ', o.number, i.lic)), upper($word))
            ))
),
newest as (
    select *, count(*) over () as total from chosen order by shipment_id desc limit $most
),
carried as (
    select n.shipment_id, array_to_string(list_sort(list(distinct o.number)), ', ') as orders, count(*) as lines,
        sum(sl.qty) as qty
    from newest n
    join shipment_line sl using (shipment_id)
    join order_line l using (line_id)
    join sales_order o using (order_id)
    where sl.live or n.state = 'void'
    group by all
)
select n.shipment_id, n.customer, n.customer_name, n.location, n.warehouse, n.state, n.ship_type, n.created_at,
    n.picked_at, n.shipped_at, n.voided_at, a.orders, a.lines, a.qty, n.total
from newest n
left join carried a using (shipment_id)
order by n.shipment_id desc
