-- Holds, and days before which lines are not wanted (R45).

-- name: set_on_customer
-- Puts all that a customer wants on hold, or lifts that where there is no day.
update customer set hold = hold_of($until_on, $held_by, $reason)
where customer_id = $record_id

-- name: set_on_order
-- Puts an order on hold, or lifts that where there is no day.
update sales_order set hold = hold_of($until_on, $held_by, $reason)
where order_id = $record_id

-- name: set_on_line
-- Puts a line on hold, or lifts that where there is no day.
update order_line set hold = hold_of($until_on, $held_by, $reason)
where line_id = $record_id

-- name: set_on_lines
-- Puts lines on hold.
update order_line set hold = hold_of($until_on, $held_by, $reason)
where line_id in (select unnest($line_ids::bigint[]))

-- name: set_on_numbered
-- Puts lines of an order, named by their numbers, on hold.
update order_line set hold = hold_of($until_on, $held_by, $reason)
where order_id = $order_id and line_no in (select unnest($line_nos::integer[]))

-- name: touch_versions
-- Every change of orders raises their versions, so that a stale edit is noticed (section 10).
update sales_order set version = version + 1, changed_at = $now, changed_by = $actor
where order_id in (select unnest($order_ids::integer[]))

-- name: set_day
-- The day before which a line is not wanted.
update order_line set not_before = $not_before where line_id = $line_id

-- name: order_ids
-- The orders of a customer that are open.
select order_id from sales_order where customer_id = $customer_id and state = 'open' order by order_id

-- name: ended
-- The open orders of which lines that have their stock were paused, are not any more, and are on no shipment yet.
select distinct o.order_id
from order_line l
join sales_order o on o.order_id = l.order_id
join customer u on u.customer_id = o.customer_id
left join shipment_line sl on sl.line_id = l.line_id and sl.live
where l.state = 'allotted' and sl.line_id is null
    and may_pause(l.hold, l.not_before, o.hold, o.not_before, u.hold)
    and paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) is null
order by o.order_id

-- name: paused
-- The open lines that are paused, of some orders or of all, with all that pauses them.
select l.line_id, l.order_id, l.line_no, l.root_line_id, l.state,
    paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) as paused_until,
    l.hold as line_hold, o.hold as order_hold, u.hold as customer_hold, u.name as customer_name,
    greatest(l.not_before, o.not_before) as not_before
from order_line l
join sales_order o on o.order_id = l.order_id
join customer u on u.customer_id = o.customer_id
where is_open(l.state)
    and ($order_ids is null or l.order_id in (select unnest($order_ids::integer[])))
    and paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) is not null
order by l.line_id
