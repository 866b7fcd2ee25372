-- name: lines
-- Every line of every order that was opened, siblings beside the line that was typed; projected parts from the table
-- the backorders leave. A line on a shipment being picked says so.
-- needs: projection
select o.number as "order", c.code as customer, lo.code as location, o.ship_type, o.priority, l.line_no as line,
    root.line_no as root_line, i.lic, w.code as warehouse, l.qty,
    if(l.state = 'allotted' and a.state = 'picking', 'picking', l.state) as state, l.whole, o.requested_on,
    j.projected_on, j.parts,
    a.shipment_id as shipment, l.line_id
from order_line l
join sales_order o using (order_id)
join customer c using (customer_id)
join location lo using (location_id)
join order_line root on root.line_id = l.root_line_id
join item i on i.item_id = l.item_id
join warehouse w on w.warehouse_id = l.warehouse_id
left join aboard a on a.line_id = l.line_id
left join projection j on j.line_id = l.line_id
where l.state <> 'pending'
order by o.order_id, root.line_no, l.line_no

-- name: queue
-- The open lines of inventoried LICs as a plan reads them, in the order of the queue (R14); firm: nobody takes its
-- stock. A plan knows no pauses, so what waits and is paused is left out (R45).
select l.line_id, o.number as "order", l.line_no as line, i.lic, w.code as warehouse, o.priority, l.entry_seq, l.qty,
    l.state, l.state = 'allotted' and is_firm(l.pinned, l.line_id) as firm, l.whole, o.ship_type,
    whole_days(o.opened_at, $now) as age_days
from order_line l
join sales_order o using (order_id)
join customer u on u.customer_id = o.customer_id
join item i on i.item_id = l.item_id and i.inventoried
join warehouse w on w.warehouse_id = l.warehouse_id
where is_open(l.state) and (l.state = 'allotted'
    or paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) is null)
order by o.priority desc, l.entry_seq, l.line_id

-- name: heads
-- The head of every order, field by field.
select o.*, o.number as "order", lo.code as location from sales_order o join location lo using (location_id)

-- name: shipments
-- What each shipment carries, line by line; a void one says what it carried.
select s.shipment_id as shipment, s.state, c.code as customer, lo.code as location, w.code as warehouse,
    o.number as "order", l.line_no as line, i.lic, sl.qty
from shipment s
join shipment_line sl on sl.shipment_id = s.shipment_id and (sl.live or s.state = 'void')
join customer c on c.customer_id = s.customer_id
join location lo on lo.location_id = s.location_id
join warehouse w on w.warehouse_id = s.warehouse_id
join order_line l on l.line_id = sl.line_id
join sales_order o on o.order_id = l.order_id
join item i on i.item_id = l.item_id
order by s.shipment_id, o.order_id, l.line_no

-- name: purchase_orders
-- Every purchase order line with what came of it; lines taken off again are left out.
select p.number as po, p.state, v.code as vendor, i.lic, l.qty, r.qty as received, l.expected_on,
    p.automatic
from purchase_order p
join vendor v using (vendor_id)
join po_line l using (po_id)
join item i using (item_id)
join received r using (po_line_id)
where l.qty > 0 or r.qty > 0
order by p.po_id, l.po_line_id

-- name: runs
-- The run log (R28).
select run_id as run, sweep, run_trigger as trigger, actor, scheduled_for, started_at, ended_at, outcome, pools,
    lines_filled,
    units_allotted, lines_released, shipments_created, shipments_appended, pos_created, pos_topped_up, error,
    scope
from run
order by run_id

-- name: log
-- The record log (section 9) with the names of its records in place of their ids.
select g.log_id as entry, g.logged_at, g.actor, g.run_id as run, g.kind, g.record, g.record_id, o.number as "order",
    coalesce(l.line_no, g.line_no) as line, i.lic, w.code as warehouse, g.shipment_id as shipment, p.number as po,
    g.field, g.old_value, g.new_value, g.qty, other.number as other_order, g.sentence
from record_log g
left join sales_order o on o.order_id = g.order_id
left join order_line l on l.line_id = g.line_id
left join item i on i.item_id = g.item_id
left join warehouse w on w.warehouse_id = g.warehouse_id
left join purchase_order p on p.po_id = g.po_id
left join sales_order other on other.order_id = g.other_order_id
order by g.log_id
