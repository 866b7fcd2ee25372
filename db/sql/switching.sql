-- name: shipments
-- The pending shipments to which orders can be appended (R32): how many there are, how many of them are the one that
-- lines of other orders would join, and how many carry lines of several orders.
with pending as (
    select s.shipment_id, s.customer_id, s.location_id, s.warehouse_id, s.created_at,
        count(distinct l.order_id) as orders
    from shipment s
    join aboard a on a.shipment_id = s.shipment_id
    join order_line l using (line_id)
    where s.state = 'pending' and s.ship_type = 'partial'
    group by all
),
oldest as (
    select customer_id, location_id, warehouse_id, arg_min(shipment_id, (created_at, shipment_id)) as shipment_id
    from pending
    group by all
),
-- A line of an order that has a pending shipment of its own from that warehouse goes on that one.
joining as (
    select distinct t.shipment_id
    from order_line l
    join sales_order o using (order_id)
    join oldest t on t.customer_id = o.customer_id and t.location_id = o.location_id and t.warehouse_id = l.warehouse_id
    where l.state = 'backordered' and o.ship_type = 'partial' and not exists (
        select 1
        from order_line e
        join aboard a on a.line_id = e.line_id and a.state = 'pending'
        where e.order_id = o.order_id and e.warehouse_id = l.warehouse_id
    )
)
select count(*) as pending, count(*) filter (shipment_id in (from joining)) as joined,
    count(*) filter (orders > 1) as shared
from pending

-- name: purchases
-- How many purchase orders are open, and how many of replenishment's own are pending.
select count(*) filter (state = 'open') as open, count(*) filter (state = 'pending' and automatic) as automatic
from purchase_order

-- name: below_zero
-- How many balances are below zero.
select count(*) from on_hand where qty < 0

-- name: returns
-- How many returns were taken back, and how many lines they were of.
select count(*) as returns, count(distinct line_id) as lines from goods_return

-- name: unlevelled
-- What waits without a level in its warehouse and is neither free nor on an open purchase order.
-- needs: cover
select count(distinct c.item_id) as lics, coalesce(sum(c.not_ordered_qty), 0)::decimal(38, 4) as qty
from cover c
left join replenish_level n on n.item_id = c.item_id and n.warehouse_id = c.warehouse_id
where c.not_ordered_qty > 0 and n.item_id is null

-- name: drafts
-- How many orders are not opened yet.
select count(*) from sales_order where state = 'pending'

-- name: dated
-- How many waiting lines are not wanted before a day that is still to come, and of how many the day is near enough that
-- they take part.
select count(*) as dated, count(*) filter (wanted_on - $lead_days::integer <= $today) as near
from (
    select greatest(l.not_before, o.not_before) as wanted_on
    from order_line l
    join sales_order o using (order_id)
    where l.state = 'backordered'
)
where wanted_on > $today
