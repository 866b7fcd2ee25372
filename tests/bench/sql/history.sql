-- A year behind the desk, in the tables of version 14: orders that were opened, waited or did not, shipped and closed.

-- name: sold_lines
-- The lines sold, with the instants at which they were ordered, allotted and shipped. A third waited for a daily sweep.
-- makes: sold
-- needs: ordered
create or replace temp table sold as
with timed as (
    select *, $begun + to_microseconds((order_no * (365 * 86_400_000_000 / $orders))::bigint) as entered_at,
        line_percent < 35 as waited
    from ordered
)
select *, date_diff('day', $begun, entered_at)::integer as day_no, order_no * 4 // $orders as quarter,
    order_no * 12 // $orders as month,
    if(waited, date_trunc('day', entered_at) + interval 2 day + interval 2 hour, entered_at) as allotted_at,
    entered_at + interval 4 day as shipped_at
from timed

-- name: orders
-- The closed orders.
-- needs: sold
insert into sales_order
select order_id, format('H{}', order_no), customer_no + 1, customer_no + 1, ship_type, priority, 'closed', null, '', entered_at,
    $actor, entered_at, 3, shipped_at, $actor
from sold
where line_no = 1
order by order_id

-- name: lines
-- Their lines, all shipped.
-- needs: sold
insert into order_line
select line_id, order_id, line_no, line_id, lic_no + 1, 1, qty, qty, 'shipped', whole, if(whole, 'whole', null), null, false,
    line_id, 1 + lic_no % 50, '', null
from sold
order by line_id

-- name: shipments
-- The shipment of each order.
-- needs: sold
insert into shipment
select order_id, customer_no + 1, customer_no + 1, 1, ship_type, 'shipped', min(allotted_at), shipped_at, shipped_at, null
from sold
group by order_id, customer_no, ship_type, shipped_at
order by order_id

-- name: aboard
-- What they carried.
-- needs: sold
insert into shipment_line select order_id, line_id, qty, true from sold order by line_id

-- name: bought_lines
-- What had to be bought for it: per quarter and LIC, on purchase orders of up to a hundred LICs.
-- makes: bought
-- needs: sold
create or replace temp table bought as
with need as (
    select quarter, lic_no, sum(qty)::decimal(18, 4) as qty from sold group by quarter, lic_no
)
select *, dense_rank() over (order by quarter, lic_no // 100) as po_id, row_number() over (order by quarter, lic_no) as po_line_id,
    $begun + to_hours((quarter * 2190)::bigint) - interval 1 hour as came_at
from need

-- name: purchase_orders
-- The closed purchase orders.
-- needs: bought
insert into purchase_order
select po_id, format('HP{}', po_id), 1, 1, 'closed', false, came_at, came_at, 2, came_at, $actor
from bought
group by po_id, came_at
order by po_id

-- name: po_lines
-- Their lines.
-- needs: bought
insert into po_line
select po_line_id, po_id, lic_no + 1, qty, 1 + lic_no % 50, came_at::date, true from bought order by po_line_id

-- name: vendor_days
-- The days that the vendor said, and kept.
-- needs: bought
insert into vendor_day select po_line_id, came_at::date, came_at, $actor from bought order by po_line_id

-- name: receipts
-- What came in.
-- needs: bought
insert into receipt select po_id, po_id, '', came_at, null from bought group by po_id, came_at order by po_id

-- name: movements
-- What came in and what left, in the order in which it did.
-- needs: sold, bought
insert into movement by name
select row_number() over (order by moved_at, po_line_id, line_id) as movement_id, *
from (
    select came_at as moved_at, 'receipt' as kind, lic_no + 1 as item_id, 1 as warehouse_id, qty, po_line_id, po_id as receipt_id,
        format('purchase order HP{}', po_id) as reason, $actor as actor, $po_action + po_id as action_id
    from bought
    union all by name
    select shipped_at as moved_at, 'shipment' as kind, lic_no + 1 as item_id, 1 as warehouse_id, -qty as qty,
        order_id as shipment_id, line_id, format('shipment {}', order_id) as reason, $actor as actor,
        3 * order_id + 3 as action_id
    from sold
)

-- name: log
-- The record log, in the order in which it happened.
-- needs: sold, bought
insert into record_log by name
with purchase as (
    select came_at as logged_at, 'po' as record, format('HP{}', po_id) as record_id, 1 as warehouse_id, po_id,
        $po_action + po_id as action_id
    from (select distinct po_id, came_at from bought)
),
po_entry as (
    select came_at as logged_at, format('HP{}', po_id) as number, 1 as warehouse_id, po_id, po_line_id, lic_no + 1 as item_id,
        plain(qty) as new_value, qty, $po_action + po_id as action_id, lic_no
    from bought
),
head as (
    select order_id, 'H' || order_no as number, customer_no, priority, ship_type, entered_at, shipped_at, 1 as warehouse_id,
        min(allotted_at) as made_at, bool_and(waited) as all_waited, min(day_no) as day_no
    from sold
    group by all
),
line as (
    select order_id, line_id, line_no, line_id as root_line_id, lic_no + 1 as item_id, 1 as warehouse_id, qty,
        'H' || order_no as number, 'order' as record, 'state' as field, lic_no, entered_at, allotted_at, shipped_at, waited,
        if(waited, $run_action + day_no, 3 * order_id + 1) as allot_action, if(waited, day_no + 1, null) as run_id,
        if(waited, 'secondary sweep', format('order H{} was opened', order_no)) as reason
    from sold
),
event as (
    select 1 as step, *, 'log' as kind, 'state' as field, null as old_value, 'pending' as new_value,
        format('Purchase order {} was started from a file.', record_id) as sentence
    from purchase
    union all by name
    select 2 as step, *, 'log' as kind, 'state' as field, 'pending' as old_value, 'open' as new_value,
        format('Purchase order {} was opened.', record_id) as sentence
    from purchase
    union all by name
    select 3 as step, * exclude (number, lic_no), 'log' as kind, 'po line' as record,
        format('{}/{}', number, po_line_id) as record_id, 'qty' as field,
        format('{} of L{} added to purchase order {}.', new_value, lic_no, number) as sentence
    from po_entry
    union all by name
    select 4 as step, * exclude (number, lic_no, po_line_id), 'log' as kind, 'po' as record, number as record_id, 'received' as field,
        format('{} of L{} came with purchase order {}.', new_value, lic_no, number) as sentence
    from po_entry
    union all by name
    select 5 as step, *, 'log' as kind, 'state' as field, 'open' as old_value, 'closed' as new_value,
        format('Purchase order {} closed: all of it is here.', record_id) as sentence
    from purchase
    union all by name
    select 6 as step, entered_at as logged_at, 3 * order_id + 1 as action_id, 'edit' as kind, 'order' as record,
        number as record_id, order_id, 'state' as field, 'pending' as new_value,
        format('Order {} was started for Customer {}.', number, customer_no) as sentence
    from head
    union all by name
    select 7 as step, entered_at as logged_at, 3 * order_id + 1 as action_id, 'log' as kind, 'order' as record,
        number as record_id, order_id, 'state' as field, 'pending' as old_value, 'open' as new_value,
        format('Order {} was opened: {}, priority {}.', number, if(ship_type = 'partial', 'Partial OK', 'Complete'), priority)
            as sentence
    from head
    union all by name
    select 8 as step, entered_at as logged_at, 3 * order_id + 1 as action_id, 'log' as kind, record, number as record_id,
        order_id, line_id, line_no, root_line_id, item_id, warehouse_id, field, 'pending' as old_value,
        'backordered' as new_value, qty, format('Line {}: {} of L{} ordered.', line_no, plain(qty), lic_no) as sentence
    from line
    union all by name
    select 9 as step, allotted_at as logged_at, allot_action as action_id, run_id, 'log' as kind, record, number as record_id,
        order_id, line_id, line_no, root_line_id, item_id, warehouse_id, field, 'backordered' as old_value,
        'allotted' as new_value, qty,
        format('Line {}: {} of L{} allotted ({}).', line_no, plain(qty), lic_no, reason) as sentence
    from line
    union all by name
    select 10 as step, made_at as logged_at, if(all_waited, $run_action + day_no, 3 * order_id + 1) as action_id,
        if(all_waited, day_no + 1, null) as run_id, 'log' as kind, 'shipment' as record, order_id::varchar as record_id,
        warehouse_id, order_id as shipment_id, 'state' as field, 'pending' as new_value,
        format('Shipment {} was made ({}).', order_id,
            if(all_waited, 'secondary sweep', format('order {} was opened', number))) as sentence
    from head
    union all by name
    select 11 as step, allotted_at as logged_at, allot_action as action_id, run_id, 'log' as kind, 'shipment' as record,
        order_id::varchar as record_id, order_id, line_id, line_no, root_line_id, item_id, warehouse_id,
        order_id as shipment_id, 'line' as field, 'aboard' as new_value, qty,
        format('Line {} of order {} went on shipment {} ({}).', line_no, number, order_id, reason) as sentence
    from line
    union all by name
    select 12 as step, shipped_at as logged_at, 3 * order_id + 2 as action_id, 'log' as kind, 'shipment' as record,
        order_id::varchar as record_id, order_id, warehouse_id, order_id as shipment_id, 'state' as field,
        'pending' as old_value, 'picking' as new_value, format('Shipment {} is being picked.', order_id) as sentence
    from head
    union all by name
    select 13 as step, shipped_at as logged_at, 3 * order_id + 3 as action_id, 'log' as kind, record, number as record_id,
        order_id, line_id, line_no, root_line_id, item_id, warehouse_id, order_id as shipment_id, field,
        'allotted' as old_value, 'shipped' as new_value, qty,
        format('Line {}: {} of L{} left with shipment {}.', line_no, plain(qty), lic_no, order_id) as sentence
    from line
    union all by name
    select 14 as step, shipped_at as logged_at, 3 * order_id + 3 as action_id, 'log' as kind, 'shipment' as record,
        order_id::varchar as record_id, order_id, warehouse_id, order_id as shipment_id, 'state' as field,
        'picking' as old_value, 'shipped' as new_value, format('Shipment {} left.', order_id) as sentence
    from head
    union all by name
    select 15 as step, shipped_at as logged_at, 3 * order_id + 3 as action_id, 'log' as kind, 'order' as record,
        number as record_id, order_id, 'state' as field, 'open' as old_value, 'closed' as new_value,
        format('Order {} closed: nothing is left to ship.', number) as sentence
    from head
)
select row_number() over (order by logged_at, action_id, step, order_id, line_no, po_line_id) as log_id, $actor as actor,
    * exclude (step)
from event

-- name: promises
-- What was promised for the lines that waited, and that it was kept.
-- needs: sold
insert into promise
select row_number() over (order by since_at, line_id, state desc), line_id, order_id, lic_no + 1, 1, state, promised_on, since_at,
    cause, $actor, run_id, parts, filled, held_qty
from (
    select *, 'open' as state, allotted_at::date as promised_on, entered_at as since_at,
        format('order H{} was opened', order_no) as cause, null as run_id, [{'qty': qty, 'source': 'po', 'due_on': allotted_at::date,
            'po': format('HP{}', quarter + 1), 'first_on': allotted_at::date}] as parts, null as filled, 0 as held_qty
    from sold
    where waited
    union all
    select *, 'kept', allotted_at::date, allotted_at, 'secondary sweep', day_no + 1, null,
        [{'qty': qty, 'filled_on': allotted_at::date, 'first_on': allotted_at::date}], qty
    from sold
    where waited
)

-- name: runs
-- The daily sweep that served those that waited.
-- needs: sold
insert into run by name
select day_no + 1 as run_id, 'secondary' as sweep, 'scheduled' as run_trigger, 'the scheduler' as actor,
    allotted_at as scheduled_for, allotted_at as started_at, allotted_at + interval 2 second as ended_at,
    'done' as outcome, count(distinct lic_no) as pools, count(*) as lines_filled, sum(qty) as units_allotted,
    0 as lines_released, count(distinct order_id) as shipments_created, 0 as shipments_appended, 0 as pos_created,
    0 as pos_topped_up, 0 as last_movement_id, '' as error
from sold
where waited
group by day_no, allotted_at

-- name: notices
-- The letter that each customer had each month, about the lines that had waited.
-- needs: sold
insert into notice (
    notice_id, customer_id, state, subject, body, after_log_id, after_promise_id, upto_log_id, upto_promise_id,
    drafted_at, drafted_by, settled_at, settled_by, email
)
with told_upto as (
    select month, (select max(log_id) from record_log where logged_at <= max(s.shipped_at)) as log_id,
        (select max(promise_id) from promise where since_at <= max(s.shipped_at)) as promise_id, max(shipped_at) as told_at
    from sold s
    group by month
)
select row_number() over (order by month, customer_no), customer_no + 1, 'sent', 'Your orders',
    format('Dear Customer {},

there is news of what you ordered from us.

Ready for you
{}

With kind regards
your order desk
', customer_no, string_agg(format('- Order H{}, {} of L{}: ready, leaving with shipment {}.', order_no, plain(qty), lic_no, order_id),
        chr(10) order by order_no, line_no)),
    coalesce(lag(any_value(u.log_id)) over of_customer, 0), coalesce(lag(any_value(u.promise_id)) over of_customer, 0),
    any_value(u.log_id), any_value(u.promise_id), any_value(u.told_at), $actor, any_value(u.told_at), $actor,
    format('c{}@example.com', customer_no)
from sold
join told_upto u using (month)
where waited
group by month, customer_no
window of_customer as (partition by customer_no order by month)

-- name: notice_lines
-- What those letters said of each line.
-- needs: sold
insert into notice_line
with letter as (
    select customer_no, month, row_number() over (order by month, customer_no) as notice_id
    from sold
    where waited
    group by month, customer_no
)
select notice_id, 'ready', line_id, order_id, qty, null from sold join letter using (customer_no, month) where waited

-- name: first_look
-- From where the very first letters were read.
insert into notice_mark values ($begun, $actor, 0, 0)
