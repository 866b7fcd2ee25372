-- name: slips
-- The shipments that are asked for, each with where it goes, in the order asked.
select s.shipment_id, s.state, s.created_at, s.ship_type, c.name as customer_name, c.code as customer,
    lo.code as location, lo.address, w.code as warehouse
from (
    select unnest($shipment_ids::bigint[]) as shipment_id, generate_subscripts($shipment_ids::bigint[], 1) as nth
) asked
join shipment s using (shipment_id)
join customer c using (customer_id)
join location lo using (location_id)
join warehouse w using (warehouse_id)
order by asked.nth

-- name: packed
-- What some shipments carry, split siblings of one order and LIC as one row, with the notes of their lines.
select sl.shipment_id, o.number as order_number, i.lic, i.description, sum(sl.qty)::decimal(38, 4) as qty,
    coalesce(array_to_string(list_sort(list_distinct(list(nullif(l.note, '')))), '; '), '') as note
from shipment_line sl
join order_line l using (line_id)
join sales_order o using (order_id)
join item i using (item_id)
where sl.live and sl.shipment_id in (select unnest($shipment_ids::bigint[]))
group by sl.shipment_id, o.order_id, o.number, i.lic, i.description
order by sl.shipment_id, o.order_id, min(l.line_no), i.lic

-- name: owed
-- What the orders on some shipments are still owed beside what is on each, by typed line: what waits, with the parts in
-- which it will come (null where none are known), and what goes with another shipment.
with order_aboard as (
    select distinct sl.shipment_id, l.order_id
    from shipment_line sl
    join order_line l using (line_id)
    where sl.live and sl.shipment_id in (select unnest($shipment_ids::bigint[]))
),
still_open as (
    select a.shipment_id, l.order_id, l.root_line_id, l.item_id, l.qty, l.state, other.shipment_id as with_shipment
    from order_aboard a
    join order_line l on l.order_id = a.order_id
    left join shipment_line sl on sl.line_id = l.line_id and sl.live
    left join shipment other on other.shipment_id = sl.shipment_id
    where is_open(l.state) and sl.shipment_id is distinct from a.shipment_id
),
latest as (
    select root_line_id, arg_max((state, parts), promise_id)[2] as parts
    from promise
    where root_line_id in (select root_line_id from still_open)
    group by root_line_id
)
select w.shipment_id, o.number as order_number, i.lic, i.description, sum(w.qty)::decimal(38, 4) as qty,
    w.with_shipment, if(w.state = 'backordered', any_value(t.parts), null) as parts
from still_open w
join sales_order o using (order_id)
join item i on i.item_id = w.item_id
join order_line r on r.line_id = w.root_line_id
left join latest t on t.root_line_id = w.root_line_id
group by w.shipment_id, o.order_id, o.number, r.line_no, i.lic, i.description, w.with_shipment, w.state
order by w.shipment_id, o.order_id, r.line_no, w.with_shipment nulls last

-- name: picks
-- What is to be taken off the shelf for some shipments: each LIC once in a warehouse, with how much goes where.
select w.code as warehouse, i.lic, i.description, sum(sl.qty)::decimal(38, 4) as qty, sl.shipment_id
from shipment_line sl
join order_line l using (line_id)
join item i using (item_id)
join shipment s on s.shipment_id = sl.shipment_id
join warehouse w on w.warehouse_id = s.warehouse_id
where sl.live and sl.shipment_id in (select unnest($shipment_ids::bigint[]))
group by all
order by w.code, i.lic, sl.shipment_id
