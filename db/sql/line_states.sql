-- The states of lines, and of their orders as these follow from them. The touched orders (touched_order) are those that
-- may have to close, be void or open again.

-- name: log_flow
-- Units of one line going from one state to another.
insert into record_log by name
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'log' as kind, 'order' as record, o.number as record_id, l.order_id, l.line_id, l.line_no, l.root_line_id,
    l.item_id,
    l.warehouse_id, 'state' as field, $old_state as old_value, $new_state as new_value, $qty as qty,
    $sentence as sentence
from order_line l
join sales_order o using (order_id)
where l.line_id = $line_id

-- name: split_off
-- A sibling of a line with some of its units: what a short shipment leaves (R12), or what was cut off (R11).
insert into order_line
select (select max(line_id) from order_line) + 1, l.order_id,
    (select max(line_no) from order_line where order_id = l.order_id) + 1,
    l.root_line_id, l.item_id, l.warehouse_id, $qty, null, $state, l.whole, l.on_shortage, l.answered_qty, false,
    l.entry_seq, l.unit_price, l.note, if($state = 'backordered', $now, null)
from order_line l
where l.line_id = $line_id

-- name: last_line_id
-- The line added last.
select max(line_id) from order_line

-- name: set_qty
-- What stays on a line when the rest is split off it.
update order_line set qty = $qty where line_id = $line_id

-- name: set_state
-- One line from one state to another; waiting starts now.
update order_line set state = $state, waiting_since = if($state = 'backordered', $now, null), pinned = false
where line_id = $line_id

-- name: log_cancelled
-- The units of lines that are no longer wanted.
insert into record_log by name
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'log' as kind, 'order' as record, o.number as record_id, l.order_id, l.line_id, l.line_no, l.root_line_id,
    l.item_id,
    l.warehouse_id, 'state' as field, l.state as old_value, 'cancelled' as new_value, l.qty,
    format('Line {}: {} of {} cancelled.', l.line_no, plain(l.qty), i.lic) as sentence
from order_line l
join sales_order o using (order_id)
join item i using (item_id)
where l.line_id in (select unnest($line_ids::bigint[]))

-- name: cancel
-- Lines that are no longer wanted.
update order_line set state = 'cancelled', waiting_since = null where line_id in (select unnest($line_ids::bigint[]))

-- name: log_unpinned
-- Lines of the touched orders that were pinned and no longer hold anything: a pin goes with what it held (R22, R33).
-- needs: touched_order
insert into record_log by name
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'edit' as kind, 'order' as record, o.number as record_id, o.order_id, l.line_no, 'pinned' as field,
    'true' as old_value,
    'false' as new_value, format('Line {} is no longer pinned: it holds nothing.', l.line_no) as sentence
from order_line l
join touched_order using (order_id)
join sales_order o using (order_id)
where l.pinned and l.state in ('backordered', 'cancelled', 'shipped')
order by o.order_id, l.line_no

-- name: unpin
-- The pins of those lines are let go.
-- needs: touched_order
update order_line set pinned = false
where pinned and state in ('backordered', 'cancelled', 'shipped') and order_id in (select order_id from touched_order)

-- name: find_moves
-- Touched orders that follow their lines: closed when each has shipped or was cancelled, void when none has shipped,
-- and open again when there is something to ship (R31).
-- makes: moving_order
-- needs: touched_order
create or replace temp table moving_order as
with of_lines as (
    select order_id, bool_and(state in ('shipped', 'cancelled')) as is_done, bool_or(state = 'shipped') as has_shipped,
        bool_or(is_open(state)) as has_open
    from order_line
    join touched_order using (order_id)
    group by order_id
)
select o.order_id, o.number, o.state as old_state,
    case when o.state = 'closed' then 'open' when l.has_shipped then 'closed' else 'void' end as new_state
from sales_order o
join of_lines l on l.order_id = o.order_id
where (o.state = 'open' and l.is_done) or (o.state = 'closed' and l.has_open)

-- name: log_moves
-- What became of those orders.
-- needs: moving_order
insert into record_log by name
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'log' as kind, 'order' as record, m.number as record_id, m.order_id, 'state' as field, m.old_state as old_value,
    m.new_state as new_value,
    case m.new_state
        when 'closed' then format('Order {} closed: nothing is left to ship.', m.number)
        when 'void' then format('Order {} was cancelled.', m.number)
        else format('Order {} is open again.', m.number)
    end as sentence
from moving_order m
order by m.order_id

-- name: set_order_states
-- The orders as they are from now on.
-- needs: moving_order
update sales_order set state = m.new_state, version = version + 1, changed_at = $now, changed_by = $actor
from moving_order m
where m.order_id = sales_order.order_id
