-- name: find_void
-- The orders of the file that are void.
-- makes: void_record
-- needs: incoming
create or replace temp table void_record as
select order_id as record_id, number from sales_order
where state = 'void' and number in (select "order" from incoming)

-- name: resolve
-- The rows of orders that are new to the desk, with the records they name; `nth` counts them as they come in: as in the
-- file, or the oldest order first.
-- makes: incoming_line
-- needs: incoming, taken_back
create or replace temp table incoming_line as
with dated as (
    select *, if($oldest_first, min(entered_at) over w, null) as turn_at,
        if($oldest_first, min(row) over w, 0) as turn_row
    from incoming
    window w as (partition by "order")
),
placed as (
    select * exclude (turn_at, turn_row), row_number() over (order by turn_at nulls last, turn_row, row) as nth
    from dated
)
select p.* exclude (customer, location, warehouse), c.customer_id, c.active as customer_active, lo.location_id,
    i.item_id, w.warehouse_id, w.closed as warehouse_closed, i.active, i.decimals, i.inventoried,
    p.customer as given_customer, p.location as given_location,
    coalesce(p.warehouse, home.code) as given_warehouse
from placed p
cross join home_warehouse home
left join customer c on c.code = p.customer
left join home_location f on f.customer_id = c.customer_id
left join location lo
    on lo.customer_id = c.customer_id and if(p.location is null, lo.location_id = f.location_id, lo.code = p.location)
left join item i on i.lic = p.lic
left join warehouse w on w.code = coalesce(p.warehouse, home.code)
where p."order" is null or p."order" not in (select number from sales_order)
    or p."order" in (select number from taken_back)

-- name: gather
-- The orders of the new rows: what a row does not say, another row of the order may; entered when its first row was.
-- One that comes in anew has its lines behind those that it had.
-- makes: incoming_order
-- needs: incoming_line, taken_back
create or replace temp table incoming_order as
select "order" as number,
    coalesce(any_value(t.record_id), (select coalesce(max(order_id), 0) from sales_order)
        + row_number() over (order by min(nth))) as order_id,
    any_value(t.record_id) is not null as is_again, coalesce(any_value(t.last_line_no), 0) as last_line_no,
    min(row) as first_row, min(nth) as first_nth, max(nth) as last_nth, count(*) as lines,
    min_by(given_customer, nth) as customer, min_by(l.customer_id, nth) as customer_id,
    min_by(given_location, nth) as location,
    coalesce(min_by(l.location_id, nth) filter (where given_location is not null), min(l.location_id)) as location_id,
    min_by(l.ship_type, nth) as ship_type, min_by(l.priority, nth) as priority,
    min_by(l.requested_on, nth) as requested_on, min(entered_at) as entered_at,
    bool_or(state is not null) as is_stated
from incoming_line l
left join (
    select t.record_id, t.number, max(o.line_no) as last_line_no
    from taken_back t
    left join order_line o on o.order_id = t.record_id
    group by all
) t on t.number = l."order"
where "order" is not null
group by "order"

-- name: find_allotments
-- The rows that are allotted as the file says, with what is free in their pool, and what rows before them take of it.
-- makes: stated_allotment
-- needs: incoming_line
create or replace temp table stated_allotment as
with stated as (
    select row, lic, item_id, warehouse_id, qty, sum(qty) over w - qty as before_qty
    from incoming_line
    where state <> 'backordered' and inventoried and warehouse_id is not null and qty is not null
    window w as (partition by item_id, warehouse_id order by nth rows between unbounded preceding and current row)
),
pool as (
    select distinct item_id, warehouse_id from stated
),
-- Added up over these pools alone: the view on_hand would add up every pool.
free as (
    select item_id, warehouse_id, sum(qty) as qty
    from (
        select m.item_id, m.warehouse_id, m.qty
        from on_hand_part m
        join pool p on p.item_id = m.item_id and p.warehouse_id = m.warehouse_id
        union all
        select l.item_id, l.warehouse_id, -l.qty
        from order_line l
        join pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
        where l.state = 'allotted'
    )
    group by all
)
select s.*, coalesce(f.qty, 0)::decimal(38, 4) as free_qty
from stated s
left join free f on f.item_id = s.item_id and f.warehouse_id = s.warehouse_id

-- name: problems
-- What is wrong with the new rows beyond their single cells: the row, the refusal and its facts (section 10). What
-- stood so in another desk stands: its LIC may be inactive by now.
-- needs: incoming_line, incoming_order, stated_allotment
with line as (
    select l.*, o.number, o.first_row, o.first_nth, o.last_nth, o.lines, o.customer as order_customer,
        o.location as order_location, o.ship_type as order_ship_type, o.priority as order_priority,
        o.requested_on as order_requested_on, o.is_stated,
        lag(l."order") over (order by l.nth) as before
    from incoming_line l
    left join incoming_order o on o.number = l."order"
),
given_field as (
    select row, number, first_row,
        unnest(['customer', 'location', 'ship_type', 'priority', 'requested_on']) as field,
        unnest([given_customer, given_location, ship_type, priority::varchar, requested_on::varchar]) as value,
        unnest([order_customer, order_location, order_ship_type, order_priority::varchar,
            order_requested_on::varchar]) as other
    from line
    where lines > 1
        and (order_customer, order_location, order_ship_type, order_priority, order_requested_on)
            is distinct from
            (given_customer, coalesce(given_location, order_location), coalesce(ship_type, order_ship_type),
                coalesce(priority, order_priority), coalesce(requested_on, order_requested_on))
)
select row, 'Unknown' as refusal, map {'kind': 'customer', 'name': given_customer} as facts
from line where customer_id is null and given_customer is not null
union all
select row, 'Unknown', map {'kind': format('location of customer {} called', given_customer),
    'name': coalesce(given_location, 'MAIN')}
from line where customer_id is not null and location_id is null
union all
select row, 'Unknown', map {'kind': 'LIC', 'name': lic} from line where item_id is null and lic is not null
union all
select row, 'InactiveItem', map {'lic': lic}
from line where not active and state is null
union all
select row, 'InactiveCustomer', map {'customer': given_customer}
from line where not customer_active and state is null
union all
select row, 'Unknown', map {'kind': 'warehouse', 'name': given_warehouse} from line where warehouse_id is null
union all
select row, 'WarehouseClosed', map {'warehouse': given_warehouse} from line where warehouse_closed
union all
select row, 'TooManyDecimals', map {'qty': in_words(qty), 'lic': lic, 'decimals': decimals::varchar}
from line where length(split_part(plain(qty), '.', 2)) > decimals
union all
select row, 'Disagrees', map {'column': field, 'value': value, 'record': format('order {}', number),
    'first': first_row::varchar, 'other': other}
from given_field where value <> other
union all
select row, 'EnteredToCome', map {'order': number, 'entered_at': entered_at::varchar}
from line where entered_at > $now and number is not null
union all
select row, 'OrderRowsApart', map {'order': number, 'first': first_row::varchar}
from line where before is distinct from number and nth > first_nth and not is_stated
union all
select row, 'NoState', map {'order': number} from line where is_stated and state is null
union all
select a.row, 'NotFree', map {'lic': a.lic, 'qty': in_words(a.qty),
    'free': in_words(greatest(a.free_qty - a.before_qty, 0))}
from stated_allotment a
where a.before_qty + a.qty > a.free_qty

-- name: add_orders
-- The new orders as drafts, in file order.
-- needs: incoming_order
insert into sales_order
select order_id, number, customer_id, location_id, coalesce(ship_type, 'partial'), coalesce(priority, 0), 'pending',
    requested_on, '', coalesce(entered_at, $now), $actor, null, 1, $now, $actor, null, null
from incoming_order
where not is_again
order by order_id

-- name: log_heads
-- A row for each thing that is otherwise with an order that comes in anew.
-- needs: incoming_order
insert into record_log by name
with head as (
    select n.number, n.order_id, n.first_nth,
        unnest(['customer', 'location', 'ship_type', 'priority', 'requested_on']) as field,
        unnest([c.code, lo.code, t.ship_type, t.priority::varchar, t.requested_on::varchar]) as old_value,
        unnest([cn.code, ln.code, coalesce(n.ship_type, 'partial'), coalesce(n.priority, 0)::varchar,
            n.requested_on::varchar]) as new_value,
        unnest([c.code, lo.code, t.ship_type, t.priority::varchar, dated(t.requested_on)]) as old_words,
        unnest([cn.code, ln.code, coalesce(n.ship_type, 'partial'), coalesce(n.priority, 0)::varchar,
            dated(n.requested_on)]) as new_words
    from incoming_order n
    join sales_order t on t.order_id = n.order_id and n.is_again
    join customer c on c.customer_id = t.customer_id
    join location lo on lo.location_id = t.location_id
    join customer cn on cn.customer_id = n.customer_id
    join location ln on ln.location_id = n.location_id
)
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    if(field in ('customer', 'location'), 'log', 'edit') as kind, 'order' as record, number as record_id, order_id,
    field, old_value, new_value,
    format('Order {}: {} is {} now, not {}.', number, replace(field, '_', ' '), coalesce(new_words, 'nothing'),
        coalesce(old_words, 'nothing')) as sentence
from (from head order by first_nth, field)
where old_value is distinct from new_value

-- name: start_again
-- The orders that come in anew as drafts, as the file has them.
-- needs: incoming_order
update sales_order set customer_id = n.customer_id, location_id = n.location_id,
    ship_type = coalesce(n.ship_type, 'partial'), priority = coalesce(n.priority, 0), state = 'pending',
    requested_on = n.requested_on, entered_at = coalesce(n.entered_at, $now), entered_by = $actor, opened_at = null,
    version = sales_order.version + 1, changed_at = $now, changed_by = $actor
from incoming_order n
where n.is_again and n.order_id = sales_order.order_id

-- name: add_lines
-- The lines of the new orders, numbered in file order; a stated answer to a shortage holds whatever is available (R9).
-- A hold without a day lasts until it is lifted, and one without a reason has that of the file (R45).
-- needs: incoming_line, incoming_order
insert into order_line
select first.line_id + l.nth, o.order_id, o.last_line_no + row_number() over (partition by o.order_id order by l.nth),
    first.line_id + l.nth, l.item_id, l.warehouse_id, l.qty, l.qty, 'pending', false, l.on_shortage, null, false,
    null,
    l.unit_price, '', null,
    if(coalesce(nullif(trim(l.hold), ''), l.hold_until::varchar) is null, null, {
        'until_on': coalesce(l.hold_until, date '9999-12-31'), 'held_by': $actor::varchar,
        'reason': coalesce(nullif(trim(l.hold), ''), 'as the file said')
    }), l.not_before
from incoming_line l
join incoming_order o on o.number = l."order"
cross join (select coalesce(max(line_id), 0) as line_id from order_line) first
order by l.nth

-- name: log_orders
-- A row for each order that was started.
-- needs: incoming_order
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'edit' as kind, 'order' as record, o.number as record_id, o.order_id, 'state' as field,
        if(o.is_again, 'void', null) as old_value, 'pending' as new_value,
        format('Order {} was started{} for {}: {} from a file.', o.number, if(o.is_again, ' again', ''), c.name,
            if(o.lines = 1, '1 line', format('{} lines', in_words(o.lines)))) as sentence
    from incoming_order o
    join customer c using (customer_id)
    order by o.first_nth
)

-- name: new_orders
-- The ids of the new orders, in file order, whether the file says how their lines stand, and whether they come in anew.
-- needs: incoming_order
select order_id, is_stated, is_again from incoming_order order by first_nth

-- name: find_stated_lines
-- The new lines that stand as the file says: they have their stock, or wait; what has no stock of its own never waits
-- (R13). They are whole if that is their answer to a shortage, were entered in file order, and have been open since
-- their order was entered.
-- makes: stated_line
-- needs: incoming_line, incoming_order
create or replace temp table stated_line as
with counted as (
    select *, row_number() over (partition by "order" order by nth) as line_no from incoming_line
)
select l.line_id, l.line_no, l.order_id, o.number, l.root_line_id, l.item_id, l.warehouse_id, l.qty, n.lic,
    if(n.inventoried and n.state = 'backordered', 'backordered', 'allotted') as to_state,
    n.inventoried and n.state <> 'backordered' as is_given, n.state = 'picking' as is_picking,
    n.inventoried and n.state = 'pinned' as is_pinned,
    n.on_shortage is not distinct from 'whole' as whole, coalesce(o.entered_at, $now) as since_at,
    (select coalesce(max(entry_seq), 0) from order_line) + row_number() over (order by n.nth) as entry_seq
from counted n
join incoming_order o on o.number = n."order" and o.is_stated
join order_line l on l.order_id = o.order_id and l.line_no = o.last_line_no + n.line_no

-- name: open_stated_lines
-- The lines as they stand: those that are being picked, or the others.
-- needs: stated_line
update order_line set state = s.to_state, whole = s.whole, entry_seq = s.entry_seq, pinned = s.is_pinned,
    waiting_since = if(s.to_state = 'backordered', s.since_at, null)
from stated_line s
where s.line_id = order_line.line_id and s.is_picking = $picking

-- name: stated_picking
-- The shipments of the lines that are being picked.
-- needs: stated_line
select distinct a.shipment_id from aboard a join stated_line s on s.line_id = a.line_id and s.is_picking order by all

-- name: open_stated_orders
-- Opens the orders of such lines, as of when they were entered (R4).
-- needs: stated_line
update sales_order set state = 'open', opened_at = s.since_at, version = version + 1, changed_at = $now,
    changed_by = $actor
from (select distinct order_id, since_at from stated_line) s
where s.order_id = sales_order.order_id

-- name: log_stated
-- A row for each order that opened, one for the units of each line that became demand, one for those it has, and one
-- for each pin.
-- needs: stated_line
insert into record_log by name
with event as (
    select 1 as step, order_id, number, min(entry_seq) as entry_seq, null as line_id, null as line_no,
        null as root_line_id, null as item_id, null as warehouse_id, null as qty, 'pending' as old_value,
        'open' as new_value, format('Order {} was opened as it stood in a file.', number) as sentence
    from stated_line
    group by order_id, number
    union all
    select 2, order_id, number, entry_seq, line_id, line_no, root_line_id, item_id, warehouse_id, qty, 'pending',
        if(is_given, 'backordered', to_state), format('Line {}: {} of {} ordered{}.', line_no, in_words(qty), lic,
            if(whole, ', all at once or not at all', ''))
    from stated_line
    union all
    select 3, order_id, number, entry_seq, line_id, line_no, root_line_id, item_id, warehouse_id, qty, 'backordered',
        'allotted', format('Line {}: {} of {} allotted, as it stood in a file.', line_no, in_words(qty), lic)
    from stated_line
    where is_given
    union all
    select 4, order_id, number, entry_seq, null, line_no, null, null, null, null, 'false', 'true',
        format('Line {} was pinned, as it stood in a file.', line_no)
    from stated_line
    where is_pinned
)
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    if(step = 4, 'edit', 'log') as kind, 'order' as record, number as record_id, order_id, line_id, line_no,
    root_line_id, item_id, warehouse_id, if(step = 4, 'pinned', 'state') as field, old_value, new_value, qty, sentence
from (from event order by step, entry_seq)

-- name: counts
-- How many orders were new, and how many in the books already.
-- needs: incoming, incoming_order
select (select count(*) from incoming_order) as added,
    (select count(distinct "order") from incoming) - (select count(*) from incoming_order) as unchanged
