-- name: lines_of_orders
-- The touched orders' open lines, and others of theirs that are aboard one, with the pending or picked shipment that
-- carries each.
-- needs: touched_order
select l.line_id, l.order_id, l.line_no, l.root_line_id, l.item_id, l.warehouse_id, l.qty, l.entry_seq, l.state,
    o.number, o.customer_id, o.location_id, o.ship_type, o.priority, i.inventoried, s.shipment_id,
    sl.qty as aboard_qty, s.state as aboard_state, s.location_id as aboard_location_id, s.ship_type as aboard_ship_type,
    paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) is not null as paused
from order_line l
join touched_order using (order_id)
join sales_order o using (order_id)
join customer u on u.customer_id = o.customer_id
join item i using (item_id)
-- What the view aboard says, asked of these lines alone: it would pair every line that ever left with its shipment.
left join shipment_line sl on sl.line_id = l.line_id and sl.live
left join shipment s on s.shipment_id = sl.shipment_id and s.state in ('pending', 'picking')
where is_open(l.state) or s.shipment_id is not null

-- name: move_aboard
-- Lines come off pending shipments, and split ones ship what is left on them.
-- needs: aboard_move
update shipment_line set qty = m.qty, live = m.live
from aboard_move m
where m.line_id = shipment_line.line_id and m.shipment_id = shipment_line.shipment_id and shipment_line.live

-- name: void_emptied
-- Pending shipments that were emptied become void; their numbers.
-- needs: aboard_move
update shipment set state = 'void', voided_at = $now
where state = 'pending'
    and shipment_id in (select shipment_id from aboard_move where not live)
    and shipment_id not in (  -- joined, not asked by exists, which reads the lines of all shipments there are
        select sl.shipment_id from shipment_line sl join aboard_move m using (shipment_id) where sl.live)
returning shipment_id

-- name: oldest_pending
-- The oldest pending shipment that Partial OK orders of a customer, location and warehouse can be appended to (R32).
-- needs: boarding_place
select s.customer_id, s.location_id, s.warehouse_id,
    arg_min(s.shipment_id, (s.created_at, s.shipment_id)) as oldest_id
from shipment s
join boarding_place p on p.customer_id = s.customer_id and p.location_id = s.location_id
    and p.warehouse_id = s.warehouse_id
where s.state = 'pending' and s.ship_type = 'partial'
group by all

-- name: add_shipments
-- New shipments, pending; their numbers.
-- needs: new_shipment
insert into shipment
select (select coalesce(max(shipment_id), 0) from shipment) + n.nth, n.customer_id, n.location_id, n.warehouse_id,
    n.ship_type, 'pending', $now, null, null, null
from new_shipment n
returning shipment_id

-- name: hosts
-- The order that was there first on each shipment that others join.
-- needs: joined_shipment
select sl.shipment_id, arg_min(l.order_id, (l.entry_seq, l.line_id)) as host_id,
    arg_min(o.number, (l.entry_seq, l.line_id)) as host_number
from shipment_line sl
join joined_shipment j on j.shipment_id = sl.shipment_id
join order_line l using (line_id)
join sales_order o using (order_id)
where sl.live
group by all

-- name: board
-- Lines go on their shipments.
-- needs: boarding
insert into shipment_line select shipment_id, line_id, qty, true from boarding

-- name: find
-- One shipment.
select s.*, c.code as customer, c.name as customer_name, lo.code as location, lo.address, w.code as warehouse
from shipment s
join customer c using (customer_id)
join location lo using (location_id)
join warehouse w using (warehouse_id)
where s.shipment_id = $shipment_id

-- name: lines_of
-- What one shipment carries, or carried if it was voided.
select sl.line_id, sl.qty, sl.live, l.order_id, o.number as order_number, l.line_no, l.root_line_id, l.item_id,
    l.warehouse_id, i.lic, i.description, i.inventoried, i.decimals, l.state, o.ship_type
from shipment_line sl
join order_line l using (line_id)
join sales_order o using (order_id)
join item i using (item_id)
where sl.shipment_id = $shipment_id and (sl.live or $with_withdrawn)
order by o.order_id, l.line_no

-- name: aboard_of
-- The lines aboard some shipments, a row without a line for one that carries nothing.
select s.shipment_id, s.state as shipment_state, s.warehouse_id as from_warehouse_id, sl.qty, l.line_id, l.line_no,
    l.root_line_id, l.item_id, l.warehouse_id, l.state, l.order_id, o.number, i.lic, i.inventoried
from (select distinct unnest($shipment_ids::bigint[]) as shipment_id) asked
join shipment s using (shipment_id)
left join shipment_line sl on sl.shipment_id = s.shipment_id and sl.live
left join order_line l on l.line_id = sl.line_id
left join sales_order o on o.order_id = l.order_id
left join item i on i.item_id = l.item_id
order by s.shipment_id

-- name: came_back
-- What of shipments came back as a return: those goods left and did not come with the void (R33, R34).
select sl.shipment_id as shipment, o.number as "order", l.line_no as line, i.lic, sum(r.qty) as qty
from goods_return r
join shipment_line sl using (line_id)
join order_line l using (line_id)
join sales_order o using (order_id)
join item i using (item_id)
where sl.live and sl.shipment_id in (select unnest($shipment_ids::bigint[]))
group by all
having sum(r.qty) > 0
order by sl.shipment_id, o.number, l.line_no

-- name: set_state
-- The state of shipments from now on; one that is shipped without having been picked was picked now.
update shipment set state = $state,
    picked_at = case $state
        when 'picking' then $now
        when 'pending' then null
        when 'shipped' then coalesce(picked_at, $now)
        else picked_at
    end,
    shipped_at = if($state = 'shipped', $now, shipped_at),
    voided_at = if($state = 'void', $now, voided_at)
where shipment_id in (select unnest($shipment_ids::bigint[]))

-- name: move_goods
-- Goods that leave with a shipment or come back with its void.
-- needs: goods_move
insert into movement
select nextval('movement_number'), $now, $kind, item_id, warehouse_id, qty, null, null, shipment_id, line_id, null,
    format('shipment {}', shipment_id), $actor, $action_id
from goods_move

-- name: move_lines
-- The state of lines that were aboard; one that falls back waits from now.
-- needs: line_move
update order_line set state = m.to_state, waiting_since = if(m.to_state = 'backordered', $now, null)
from line_move m
where m.line_id = order_line.line_id

-- name: retire_lines
-- Voided shipments carry nothing any more; what they carried stays readable.
update shipment_line set live = false
where live and shipment_id in (select unnest($shipment_ids::bigint[]))

-- name: shrink_aboard
-- A line that ships short: less of it goes.
update shipment_line set qty = $qty where live and shipment_id = $shipment_id and line_id = $line_id

-- name: leave_line
-- A line that stays behind altogether.
update shipment_line set live = false where live and shipment_id = $shipment_id and line_id = $line_id


-- name: find_in_views
-- The shipments, or those that mention some words, each with the views it is in: of its state, that of today's that
-- left, and mine where it carries, or carried until it was voided, a line of an order that person entered.
-- makes: shipment_in_view
create or replace temp table shipment_in_view as
with entered as (
    select distinct s.shipment_id
    from shipment s
    join shipment_line sl using (shipment_id)
    join order_line l using (line_id)
    join sales_order o using (order_id)
    where (sl.live or s.state = 'void') and o.entered_by = $person
),
carried as (
    select sl.shipment_id, string_agg(o.number, ' ') as numbers, string_agg(i.lic, ' ') as lics
    from shipment_line sl
    join order_line l using (line_id)
    join sales_order o using (order_id)
    join item i using (item_id)
    where $word is not null and sl.live
    group by all
),
chosen as (
    select s.shipment_id, s.state, s.state = 'shipped' and desk_day(s.shipped_at, $clock) = $today as is_of_today,
        e.shipment_id is not null as is_mine
    from shipment s
    left join entered e using (shipment_id)
    join customer c using (customer_id)
    join location lo using (location_id)
    left join carried f on f.shipment_id = s.shipment_id
    where ($word is null or s.shipment_id::varchar = $word
        or mentions(concat_ws(' ', c.code, c.name, lo.code, f.numbers, f.lics), $word))
)
select shipment_id, unnest(list_filter(['all', state, if(is_of_today, 'today', null), if(is_mine, 'mine', null)],
    lambda view: view is not null)) as view
from chosen

-- name: view_counts
-- How many shipments are in each view.
-- needs: shipment_in_view
select view, count(*) as shipments from shipment_in_view group by view

-- name: listed
-- The shipments in a view, the newest first, with what they carry; a voided one with what it carried.
-- needs: shipment_in_view
with chosen as (
    select s.*, c.code as customer, c.name as customer_name, lo.code as location, w.code as warehouse
    from shipment_in_view v
    join shipment s using (shipment_id)
    join customer c using (customer_id)
    join location lo using (location_id)
    join warehouse w using (warehouse_id)
    where v.view = $view
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
