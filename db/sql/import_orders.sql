-- name: resolve
-- The rows of orders that are new to the desk, with the records they name; `nth` counts the rows of the file.
-- makes: incoming_line
-- needs: incoming
create or replace temp table incoming_line as
with placed as (
    select *, row_number() over (order by row) as nth from incoming
)
select p.* exclude (customer, location, warehouse), c.customer_id, lo.location_id, i.item_id, w.warehouse_id,
    w.closed as warehouse_closed, i.active, i.decimals, p.customer as given_customer, p.location as given_location,
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

-- name: gather
-- The orders of the new rows: what a row does not say, another row of the order may; entered when its first row was.
-- makes: incoming_order
-- needs: incoming_line
create or replace temp table incoming_order as
select "order" as number,
    (select coalesce(max(order_id), 0) from sales_order)
        + row_number() over (order by min(nth)) as order_id,
    min(row) as first_row, min(nth) as first_nth, max(nth) as last_nth, count(*) as lines,
    min_by(given_customer, nth) as customer, min_by(customer_id, nth) as customer_id,
    min_by(given_location, nth) as location,
    coalesce(min_by(location_id, nth) filter (where given_location is not null), min(location_id)) as location_id,
    min_by(ship_type, nth) as ship_type, min_by(priority, nth) as priority,
    min_by(requested_on, nth) as requested_on, min(entered_at) as entered_at
from incoming_line
where "order" is not null
group by "order"

-- name: problems
-- What is wrong with the new rows beyond their single cells: the row, the refusal and its facts (section 10).
-- needs: incoming_line, incoming_order
with line as (
    select l.*, o.number, o.first_row, o.first_nth, o.last_nth, o.lines, o.customer as order_customer,
        o.location as order_location, o.ship_type as order_ship_type, o.priority as order_priority,
        o.requested_on as order_requested_on,
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
from line where not active
union all
select row, 'Unknown', map {'kind': 'warehouse', 'name': given_warehouse} from line where warehouse_id is null
union all
select row, 'WarehouseClosed', map {'warehouse': given_warehouse} from line where warehouse_closed
union all
select row, 'TooManyDecimals', map {'qty': plain(qty), 'lic': lic, 'decimals': decimals::varchar}
from line where length(split_part(plain(qty), '.', 2)) > decimals
union all
select row, 'Disagrees', map {'column': field, 'value': value, 'record': format('order {}', number),
    'first': first_row::varchar, 'other': other}
from given_field where value <> other
union all
select row, 'OrderRowsApart', map {'order': number, 'first': first_row::varchar}
from line where before is distinct from number and nth > first_nth

-- name: add_orders
-- The new orders as drafts, in file order.
-- needs: incoming_order
insert into sales_order
select order_id, number, customer_id, location_id, coalesce(ship_type, 'partial'), coalesce(priority, 0), 'pending',
    requested_on, '', coalesce(entered_at, $now), $actor, null, 1, $now, $actor
from incoming_order
order by order_id

-- name: add_lines
-- The lines of the new orders, numbered in file order; a stated answer to a shortage holds whatever is available (R9).
-- needs: incoming_line, incoming_order
insert into order_line
select first.line_id + l.nth, o.order_id, row_number() over (partition by o.order_id order by l.nth),
    first.line_id + l.nth, l.item_id, l.warehouse_id, l.qty, l.qty, 'pending', false, l.on_shortage, null, false,
    null,
    l.unit_price, '', null
from incoming_line l
join incoming_order o on o.number = l."order"
cross join (select coalesce(max(line_id), 0) as line_id from order_line) first
order by l.nth

-- name: log_orders
-- A row for each order that was started.
-- needs: incoming_order
insert into record_log by name
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'edit' as kind, 'order' as record, o.number as record_id, o.order_id, 'state' as field, 'pending' as new_value,
    format('Order {} was started for {}: {} from a file.', o.number, c.name,
        if(o.lines = 1, '1 line', format('{} lines', o.lines))) as sentence
from incoming_order o
join customer c using (customer_id)
order by o.order_id

-- name: new_orders
-- The ids of the new orders, in file order.
-- needs: incoming_order
select order_id from incoming_order order by order_id

-- name: counts
-- How many orders were new, and how many in the books already.
-- needs: incoming, incoming_order
select (select count(*) from incoming_order) as added,
    (select count(distinct "order") from incoming) - (select count(*) from incoming_order) as unchanged
