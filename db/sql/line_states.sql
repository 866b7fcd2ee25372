-- The states of lines, and of their orders as these follow from them. The touched orders (touched_order) are those that
-- may have to close, be void or open again.

-- name: log_flow
-- Units of one line going from one state to another.
insert into record_log by name
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'log' as kind, 'order' as record, o.number as record_id, l.order_id, l.line_id, l.line_no, l.root_line_id,
    l.item_id, l.warehouse_id, $shipment_id as shipment_id, 'state' as field, $old_state as old_value,
    $new_state as new_value, $qty as qty, $sentence as sentence
from order_line l
join sales_order o using (order_id)
where l.line_id = $line_id

-- name: split_off
-- A sibling of a line with some of its units: what a short shipment leaves (R12), or what was cut off (R11); its id.
insert into order_line
select (select max(line_id) from order_line) + 1, l.order_id,
    (select max(line_no) from order_line where order_id = l.order_id) + 1,
    l.root_line_id, l.item_id, l.warehouse_id, $qty, null, $state, l.whole, l.on_shortage, l.answered_qty, false,
    l.entry_seq, l.unit_price, l.note, if($state = 'backordered', $now, null), l.hold, l.not_before
from order_line l
where l.line_id = $line_id
returning line_id

-- name: set_qty
-- What stays on a line when the rest is split off it.
update order_line set qty = $qty where line_id = $line_id

-- name: set_state
-- One line from one state to another; waiting starts now.
update order_line set state = $state, waiting_since = if($state = 'backordered', $now, null), pinned = false
where line_id = $line_id

-- name: lines
-- Lines by their ids, with their orders and LICs.
select l.line_id, l.line_no, l.root_line_id, l.item_id, l.warehouse_id, l.qty, l.state, l.order_id, o.number, i.lic
from (select distinct unnest($line_ids::bigint[]) as line_id) asked
join order_line l using (line_id)
join sales_order o using (order_id)
join item i using (item_id)
order by l.line_id

-- name: cancel
-- Lines that are no longer wanted.
update order_line set state = 'cancelled', waiting_since = null where line_id in (select unnest($line_ids::bigint[]))

-- name: unpin
-- The pins of lines that hold nothing are let go (R22, R33).
update order_line set pinned = false where line_id in (select unnest($line_ids::bigint[]))

-- name: lines_of_orders
-- All lines of the touched orders with their states and the orders'.
-- needs: touched_order
select l.line_id, l.line_no, l.state, l.pinned, o.order_id, o.number, o.state as order_state
from order_line l
join touched_order using (order_id)
join sales_order o using (order_id)

-- name: set_order_states
-- The orders as they are from now on.
-- needs: moving_order
update sales_order set state = m.to_state, version = version + 1, changed_at = $now, changed_by = $actor
from moving_order m
where m.order_id = sales_order.order_id
