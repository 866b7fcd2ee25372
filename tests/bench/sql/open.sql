-- A desk on which everything waits, in the tables of version 14: its catalogue, its orders and what lies on the shelf.

-- name: customers
-- Every customer.
insert into customer select n + 1, format('C{}', n), format('Customer {}', n) from range($customers) one(n)

-- name: locations
-- The one location of each customer.
insert into location select customer_id, customer_id, 'MAIN', '' from customer

-- name: vendor
-- The one vendor.
insert into vendor values (1, 'V', 'Vendor', 7)

-- name: items
-- Every LIC.
insert into item
select n + 1, format('L{}', n), format('Article {}', n), true, 0, false, true, 1, 1 + n % 50, null
from range($lics) one(n)

-- name: switch
-- The sweeps may run, by the policy of this desk.
insert into preference values ('backorder_management', 'on'), ('allocation_policy', $policy)

-- name: orders
-- The open orders.
-- needs: ordered
insert into sales_order
select order_id, format('B{}', order_no), customer_no + 1, customer_no + 1, ship_type, priority, 'open', null, '', $now,
    $actor, $now, 1, $now, $actor
from ordered
where line_no = 1
order by order_id

-- name: lines
-- Their lines, all waiting.
-- needs: ordered
insert into order_line
select line_id, order_id, line_no, line_id, lic_no + 1, 1, qty, qty, 'backordered', whole, if(whole, 'whole', null), null,
    false, line_id, 1 + lic_no % 50, '', $now
from ordered
order by line_id

-- name: log_orders
-- That orders were started and opened, as an import writes it.
-- needs: ordered
insert into record_log by name
select $first_log + row_number() over (order by step, order_id) as log_id, $now as logged_at, $actor as actor,
    $action as action_id, if(step = 1, 'edit', 'log') as kind, 'order' as record, format('B{}', order_no) as record_id,
    order_id, 'state' as field, if(step = 1, null, 'pending') as old_value, if(step = 1, 'pending', 'open') as new_value,
    if(step = 1, format('Order B{} was started for Customer {}: 5 lines from a file.', order_no, customer_no),
        format('Order B{} was opened: {}, priority {}.', order_no,
            if(ship_type = 'partial', 'Partial OK', 'Complete'), priority)) as sentence
from ordered, range(1, 3) steps(step)
where line_no = 1

-- name: log_lines
-- That their lines became demand.
-- needs: ordered
insert into record_log by name
select $first_log + row_number() over (order by line_id) as log_id, $now as logged_at, $actor as actor,
    $action as action_id, 'log' as kind, 'order' as record, format('B{}', order_no) as record_id, order_id, line_id, line_no,
    line_id as root_line_id, lic_no + 1 as item_id, 1 as warehouse_id, 'state' as field, 'pending' as old_value,
    'backordered' as new_value, qty,
    format('Line {}: {} of L{} ordered{}.', line_no, plain(qty), lic_no, if(whole, ', all at once or not at all', ''))
        as sentence
from ordered

-- name: promises
-- That nothing is known to come for them.
-- needs: ordered
insert into promise
select $first_promise + row_number() over (order by line_id), line_id, order_id, lic_no + 1, 1, 'open', null, $now,
    'import of orders', $actor, null, [{'qty': qty, 'source': 'none', 'due_on': null, 'po': null, 'first_on': null}], null, 0
from ordered

-- name: shelve
-- What lies on the shelf.
-- needs: shelf
insert into movement by name
select $first_movement + row_number() over (order by lic_no) as movement_id, $now as moved_at, 'beginning balance' as kind,
    lic_no + 1 as item_id, 1 as warehouse_id, qty, 'opening balance' as reason, $actor as actor, $action as action_id
from shelf

-- name: log_shelf
-- That it was counted.
-- needs: shelf
insert into record_log by name
select $first_log + row_number() over (order by lic_no) as log_id, $now as logged_at, $actor as actor,
    $action as action_id, 'log' as kind, 'item' as record, format('L{}', lic_no) as record_id, lic_no + 1 as item_id,
    1 as warehouse_id, 'on hand' as field, '0' as old_value, plain(qty) as new_value, qty,
    format('L{}: on hand 0 became {} (opening balance).', lic_no, plain(qty)) as sentence
from shelf

-- name: buy
-- The lines of open purchase orders, five LICs each and 30 of each, spread over the catalogue.
-- makes: coming
create or replace temp table coming as
select $first_po + n // 5 as po_id, $first_po_line + n as po_line_id, n * ($lics // (5 * $pos)) as lic_no,
    format('PO{}', n // 5) as number, 30::decimal(18, 4) as qty, $today + 1 + (n // 5 % 60)::integer as expected_on
from range(5 * $pos) one(n)

-- name: open_pos
-- Those purchase orders.
-- needs: coming
insert into purchase_order
select po_id, number, 1, 1, 'open', false, $now, $now, 1, $now, $actor from coming group by po_id, number order by po_id

-- name: open_po_lines
-- Their lines.
-- needs: coming
insert into po_line
select po_line_id, po_id, lic_no + 1, qty, 1 + lic_no % 50, expected_on, true from coming order by po_line_id

-- name: vendor_days
-- The days that the vendor said.
-- needs: coming
insert into vendor_day select po_line_id, expected_on, $now, $actor from coming

-- name: log_pos
-- That purchase orders were started and opened.
-- needs: coming
insert into record_log by name
select $first_log + row_number() over (order by po_id, step) as log_id, $now as logged_at, $actor as actor,
    $action as action_id, 'log' as kind, 'po' as record, number as record_id, 1 as warehouse_id, po_id, 'state' as field,
    if(step = 1, null, 'pending') as old_value, if(step = 1, 'pending', 'open') as new_value,
    format('Purchase order {} was {}.', number, if(step = 1, 'started from a file', 'opened')) as sentence
from (select distinct po_id, number from coming), range(1, 3) steps(step)

-- name: log_po_lines
-- What is ordered on their lines.
-- needs: coming
insert into record_log by name
select $first_log + row_number() over (order by po_line_id) as log_id, $now as logged_at, $actor as actor,
    $action as action_id, 'log' as kind, 'po line' as record, format('{}/{}', number, po_line_id) as record_id,
    lic_no + 1 as item_id, 1 as warehouse_id, po_id, po_line_id, 'qty' as field, plain(qty) as new_value, qty,
    format('{} of L{} added to purchase order {}.', plain(qty), lic_no, number) as sentence
from coming

-- name: newest
-- The highest numbers given so far.
select (select coalesce(max(log_id), 0) from record_log) as log_id, (select coalesce(max(order_id), 0) from sales_order) as order_id,
    (select coalesce(max(line_id), 0) from order_line) as line_id,
    (select coalesce(max(movement_id), 0) from movement) as movement_id,
    (select coalesce(max(promise_id), 0) from promise) as promise_id, (select coalesce(max(po_id), 0) from purchase_order) as po_id,
    (select coalesce(max(po_line_id), 0) from po_line) as po_line_id,
    (select coalesce(max(action_id), 0) from record_log) as action_id

-- name: count_on
-- The ledgers number on from there.
select setval('log_number', (select max(log_id) from record_log)),
    setval('movement_number', (select max(movement_id) from movement)),
    setval('promise_number', (select max(promise_id) from promise)),
    setval('action_number', (select max(action_id) from record_log))
