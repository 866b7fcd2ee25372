-- name: resolve_items
-- The rows of an items file with the records they name; several rows of one LIC have levels for several warehouses.
-- makes: incoming_item
-- needs: incoming
create or replace temp table incoming_item as
select n.* exclude (vendor, warehouse, transfer_from), n.vendor as given_vendor, v.vendor_id, w.warehouse_id,
    n.transfer_from as given_source, f.warehouse_id as source_id, f.closed as source_closed,
    coalesce(n.warehouse, home.code) as given_warehouse, n.decimals::tinyint as given_decimals
from incoming n
cross join home_warehouse home
left join vendor v on v.code = n.vendor
left join warehouse w on w.code = coalesce(n.warehouse, home.code)
left join warehouse f on f.code = n.transfer_from

-- name: merge_items
-- Each LIC of the file as it should be: what its rows say, else what is known of it, else the usual (R35).
-- makes: wanted_item
-- needs: incoming_item
create or replace temp table wanted_item as
select n.lic, min(n.row) as first_row, any_value(old.item_id) as old_id,
    coalesce(any_value(old.item_id),
        highest_item_id() + count(*) filter (where any_value(old.item_id) is null) over (
            order by min(n.row))) as item_id,
    coalesce(min_by(n.description, n.row), any_value(old.description), '') as description,
    coalesce(min_by(n.inventoried, n.row), any_value(old.inventoried), true) as inventoried,
    coalesce(min_by(n.given_decimals, n.row), any_value(old.decimals), 0::tinyint) as decimals,
    coalesce(min_by(n.discontinued, n.row), any_value(old.discontinued), false) as discontinued,
    coalesce(min_by(n.active, n.row), any_value(old.active), true) as active,
    coalesce(min_by(n.vendor_id, n.row), any_value(old.vendor_id)) as vendor_id,
    coalesce(min_by(n.unit_cost, n.row), any_value(old.unit_cost)) as unit_cost,
    coalesce(min_by(n.lead_time_days, n.row), any_value(old.lead_time_days)) as lead_time_days
from incoming_item n
left join item old using (lic)
where n.lic is not null
group by n.lic

-- name: merge_levels
-- The levels of the pools for which the file gives any, in the same way (R35); one that is fetched for has no vendor of
-- its own (R47).
-- makes: wanted_level
-- needs: incoming_item, wanted_item
create or replace temp table wanted_level as
select n.row, n.lic, n.warehouse_id, i.item_id, i.inventoried, i.decimals, old.item_id is not null as is_known,
    coalesce(n.replenish_level, old.level_qty) as level_qty,
    coalesce(n.target, old.target_qty) as target_qty,
    coalesce(n.order_multiple, old.multiple_qty, 1) as multiple_qty,
    coalesce(n.minimum_order, old.minimum_qty, 0) as minimum_qty,
    if(n.source_id is null, old.vendor_id, null) as vendor_id, old.vendor_id as old_vendor_id, old.lead_time_days,
    coalesce(n.source_id, old.from_warehouse_id) as from_warehouse_id, old.from_warehouse_id as old_from_id,
    old.level_qty as old_level_qty, old.target_qty as old_target_qty,
    old.multiple_qty as old_multiple_qty,
    old.minimum_qty as old_minimum_qty
from incoming_item n
join wanted_item i using (lic)
left join replenish_level old on old.item_id = i.item_id and old.warehouse_id = n.warehouse_id
where coalesce(n.replenish_level, n.target, n.order_multiple, n.minimum_order) is not null or n.source_id is not null

-- name: find_item_changes
-- What changes on LICs that are known already, field by field.
-- makes: item_change
-- needs: wanted_item
create or replace temp table item_change as
with old as (
    unpivot (
        select i.lic, i.description, i.inventoried::varchar as inventoried, i.decimals::varchar as decimals,
            i.discontinued::varchar as discontinued, i.active::varchar as active, v.code as vendor,
            plain(i.unit_cost) as unit_cost, i.lead_time_days::varchar as lead_time_days
        from item i
        left join vendor v using (vendor_id)
        where i.lic in (select lic from wanted_item)
    ) on columns(* exclude lic) into name field value old_value
),
new as (
    unpivot (
        select i.lic, i.description, i.inventoried::varchar as inventoried, i.decimals::varchar as decimals,
            i.discontinued::varchar as discontinued, i.active::varchar as active, v.code as vendor,
            plain(i.unit_cost) as unit_cost, i.lead_time_days::varchar as lead_time_days
        from wanted_item i
        left join vendor v using (vendor_id)
        where i.old_id is not null
    ) on columns(* exclude lic) into name field value new_value
)
select n.lic, w.item_id, w.first_row, n.field, o.old_value, n.new_value
from new n
join wanted_item w using (lic)
left join old o on o.lic = n.lic and o.field = n.field
where o.old_value is distinct from n.new_value

-- name: item_problems
-- What is wrong with the rows beyond their single cells: the row, the refusal and its facts (section 10, R38).
-- needs: incoming_item, item_change, wanted_item, wanted_level
with line as (
    select n.*, w.first_row, min(n.row) over (partition by n.lic, n.warehouse_id) as first_of_pool,
        (n.description, n.inventoried, n.given_decimals, n.discontinued, n.active, n.given_vendor, n.unit_cost,
            n.lead_time_days)
            is distinct from
        (f.description, f.inventoried, f.given_decimals, f.discontinued, f.active, f.given_vendor, f.unit_cost,
            f.lead_time_days)
            as differs
    from incoming_item n
    join wanted_item w using (lic)
    join incoming_item f on f.row = w.first_row
),
level_qty as (
    select row, lic, decimals, unnest([level_qty, target_qty, multiple_qty, minimum_qty]) as qty from wanted_level
)
select row, 'Unknown' as refusal, map {'kind': 'vendor', 'name': given_vendor} as facts
from incoming_item where vendor_id is null and given_vendor is not null
union all
select row, 'Unknown', map {'kind': 'warehouse', 'name': given_warehouse} from incoming_item where warehouse_id is null
union all
select row, 'Unknown', map {'kind': 'warehouse', 'name': given_source}
from incoming_item where source_id is null and given_source is not null
union all
select row, 'WarehouseClosed', map {'warehouse': given_source} from incoming_item where source_closed
union all
select row, 'SourceIsItself', map {'lic': lic, 'warehouse': given_source} from incoming_item
where source_id = warehouse_id
union all
select row, 'GivenTwice', map {'record': format('LIC {}', lic), 'first': first_of_pool::varchar}
from line where row > first_of_pool
union all
select row, 'ItemDisagrees', map {'lic': lic, 'first': first_row::varchar} from line
where differs and row = first_of_pool
union all
select c.first_row, 'ItemInUse', map {'lic': c.lic}
from (select distinct lic, item_id, first_row from item_change where field in ('inventoried', 'decimals')) c
where exists (select 1 from movement m where m.item_id = c.item_id)
    or exists (select 1 from order_line l where l.item_id = c.item_id)
union all
select row, 'NoLongerInventoried', map {'lic': lic, 'verb': 'replenish'} from wanted_level where not inventoried
union all
select row, 'OneLevelOnly', map {'lic': lic} from wanted_level where level_qty is null or target_qty is null
union all
select row, 'BadLevels', map {'lic': lic, 'target': in_words(target_qty), 'level': in_words(level_qty)}
from wanted_level where target_qty <= level_qty
union all
select row, 'TooManyDecimals', map {'qty': in_words(qty), 'lic': lic, 'decimals': decimals::varchar}
from level_qty where length(split_part(plain(qty), '.', 2)) > decimals

-- name: add_items
-- The LICs that are new.
-- needs: wanted_item
insert into item
select item_id, lic, description, inventoried, decimals, discontinued, active, vendor_id, unit_cost, lead_time_days
from wanted_item
where old_id is null
order by item_id

-- name: log_items_added
-- A row for each of them.
-- needs: wanted_item
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'edit' as kind, 'item' as record, lic as record_id, item_id, 'added' as field,
        format('LIC {} was added.', lic) as sentence
    from wanted_item
    where old_id is null
    order by item_id
)

-- name: set_items
-- The LICs of which something changed.
-- needs: item_change, wanted_item
update item set description = w.description, inventoried = w.inventoried, decimals = w.decimals,
    discontinued = w.discontinued, active = w.active, vendor_id = w.vendor_id, unit_cost = w.unit_cost,
    lead_time_days = w.lead_time_days
from wanted_item w
where w.old_id = item.item_id and w.lic in (select lic from item_change)

-- name: log_items_changed
-- A row for each field that changed.
-- needs: item_change
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'edit' as kind, 'item' as record, lic as record_id, item_id, field, old_value, new_value,
        format('{}: {} changed from {} to {}.', lic, replace(field, '_', ' '),
            coalesce(if(field = 'unit_cost', in_words(old_value::decimal(18, 4)), nullif(old_value, '')), 'nothing'),
            if(field = 'unit_cost', in_words(new_value::decimal(18, 4)), new_value)) as sentence
    from item_change
    order by first_row, field
)

-- name: find_level_changes
-- The pools whose levels are new or other than before.
-- makes: level_change
-- needs: wanted_level
create or replace temp table level_change as
select * from wanted_level
where (level_qty, target_qty, multiple_qty, minimum_qty, from_warehouse_id)
    is distinct from (old_level_qty, old_target_qty, old_multiple_qty, old_minimum_qty, old_from_id)

-- name: set_levels
-- Levels of pools that had some.
-- needs: level_change
update replenish_level set level_qty = c.level_qty, target_qty = c.target_qty, multiple_qty = c.multiple_qty,
    minimum_qty = c.minimum_qty, vendor_id = c.vendor_id, from_warehouse_id = c.from_warehouse_id
from level_change c
where c.is_known and c.item_id = replenish_level.item_id and c.warehouse_id = replenish_level.warehouse_id

-- name: add_levels
-- Levels of pools that had none.
-- needs: level_change
insert into replenish_level
select item_id, warehouse_id, level_qty, target_qty, multiple_qty, minimum_qty, null, null, from_warehouse_id
from level_change
where not is_known
order by row

-- name: log_levels
-- A row for each of both.
-- needs: level_change
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'edit' as kind, 'item' as record, lic as record_id, item_id, c.warehouse_id, 'levels' as field,
        if(is_known, levels_text(old_level_qty, old_target_qty, old_multiple_qty, old_minimum_qty, b.code,
            c.lead_time_days, s.code), null) as old_value,
        levels_text(level_qty, target_qty, multiple_qty, minimum_qty, v.code, c.lead_time_days, f.code) as new_value,
        format('{} is replenished at {} up to {}.', lic, in_words(level_qty), in_words(target_qty)) as sentence
    from level_change c
    left join vendor v on v.vendor_id = c.vendor_id
    left join vendor b on b.vendor_id = c.old_vendor_id
    left join warehouse f on f.warehouse_id = c.from_warehouse_id
    left join warehouse s on s.warehouse_id = c.old_from_id
    order by row
)

-- name: item_counts
-- How many LICs were new, changed (they or their levels), and as they are.
-- needs: item_change, level_change, wanted_item
select count(*) filter (where old_id is null) as added,
    count(*) filter (where old_id is not null and changed) as updated,
    count(*) filter (where old_id is not null and not changed) as unchanged
from (
    select *, lic in (select lic from item_change) or lic in (select lic from level_change) as changed from wanted_item
)

-- name: resolve_vendors
-- The rows of a vendors file: what they say, else what is known of the vendor.
-- makes: wanted_vendor
-- needs: incoming
create or replace temp table wanted_vendor as
select n.row, n.vendor as code, min(n.row) over (partition by n.vendor) as first_row, old.vendor_id as old_id,
    old.name as old_name, old.lead_time_days as old_lead_time_days, coalesce(n.name, old.name, n.vendor) as name,
    coalesce(n.lead_time_days, old.lead_time_days) as lead_time_days,
    (coalesce(n.name, old.name), coalesce(n.lead_time_days, old.lead_time_days))
        is distinct from (old.name, old.lead_time_days) as changed
from incoming n
left join vendor old on old.code = n.vendor
where n.vendor is not null

-- name: vendor_problems
-- Vendors that stand in the file twice.
-- needs: wanted_vendor
select row, 'GivenTwice' as refusal, map {'record': format('Vendor {}', code), 'first': first_row::varchar} as facts
from wanted_vendor
where row > first_row

-- name: add_vendors
-- The vendors that are new.
-- needs: wanted_vendor
insert into vendor
select (select coalesce(max(vendor_id), 0) from vendor) + row_number() over (order by row), code, name, lead_time_days
from wanted_vendor
where old_id is null

-- name: set_vendors
-- The vendors of which something changed.
-- needs: wanted_vendor
update vendor set name = w.name, lead_time_days = w.lead_time_days
from wanted_vendor w
where w.old_id = vendor.vendor_id and w.changed

-- name: log_vendors
-- A row for each that is new, and for each name and lead time that is.
-- needs: wanted_vendor
insert into record_log by name
with fact as (
    select row, code, unnest(['name', 'lead_time_days']) as field,
        unnest([old_name, old_lead_time_days::varchar]) as old_value,
        unnest([name, lead_time_days::varchar]) as new_value
    from wanted_vendor
    where old_id is not null
),
event as (
    select row, code, 'added' as field, null as old_value, null as new_value,
        format('Vendor {} was added.', code) as sentence
    from wanted_vendor where old_id is null
    union all
    select row, code, field, old_value, new_value,
        format('Vendor {}: {} changed from {} to {}.', code, replace(field, '_', ' '),
        coalesce(old_value, 'nothing'), coalesce(new_value, 'nothing'))
    from fact where old_value is distinct from new_value
)
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'edit' as kind, 'vendor' as record, code as record_id, field, old_value, new_value, sentence
from (from event order by row, field)

-- name: vendor_counts
-- How many vendors were new, changed, and as they are.
-- needs: wanted_vendor
select count(*) filter (where old_id is null) as added,
    count(*) filter (where old_id is not null and changed) as updated,
    count(*) filter (where old_id is not null and not changed) as unchanged
from wanted_vendor

-- name: resolve_customers
-- The rows of a customers file with the customers and locations they are about. A row without a location is about MAIN,
-- or about the first location of a customer that has no MAIN.
-- makes: wanted_location
-- needs: incoming
create or replace temp table wanted_location as
with first_location as (
    select customer_id, coalesce(min_by(code, location_id) filter (where code = 'MAIN'),
        min_by(code, location_id)) as code
    from location
    group by all
),
named as (
    select n.row, n.customer, n.name, n.address, n.email, n.active, c.customer_id, c.name as old_name,
        k.email as old_email, c.active as old_active,
        coalesce(n.location, f.code, 'MAIN') as location
    from incoming n
    left join customer c on c.code = n.customer
    left join customer_contact k using (customer_id)
    left join first_location f using (customer_id)
    where n.customer is not null
)
select n.*, lo.location_id, lo.address as old_address,
    min(n.row) over (partition by n.customer, n.location) as first_row,
    min(n.row) over (partition by n.customer) as first_of_customer,
    min_by(n.name, n.row) over (partition by n.customer) as given_name,
    min_by(n.email, n.row) over (partition by n.customer) as given_email,
    min_by(n.active, n.row) over (partition by n.customer) as given_active
from named n
left join location lo on lo.customer_id = n.customer_id and lo.code = n.location

-- name: customer_problems
-- Locations that stand in the file twice, and customers with two names or e-mail addresses, or active and not.
-- needs: wanted_location
select row, 'GivenTwice' as refusal, map {
    'record': format('Location {} of customer {}', location, customer), 'first': first_row::varchar} as facts
from wanted_location
where row > first_row
union all
select row, 'Disagrees', map {'column': 'name', 'value': name, 'record': format('customer {}', customer),
    'first': first_of_customer::varchar, 'other': given_name}
from wanted_location
where name <> given_name
union all
select row, 'Disagrees', map {'column': 'email', 'value': email, 'record': format('customer {}', customer),
    'first': first_of_customer::varchar, 'other': given_email}
from wanted_location
where email <> given_email
union all
select row, 'Disagrees', map {'column': 'active', 'value': active::varchar, 'record': format('customer {}', customer),
    'first': first_of_customer::varchar, 'other': given_active::varchar}
from wanted_location
where active <> given_active

-- name: add_customers
-- The customers that are new.
-- needs: wanted_location
insert into customer
select (select coalesce(max(customer_id), 0) from customer) + row_number() over (order by row), customer,
    coalesce(given_name, customer), null, coalesce(given_active, true)
from wanted_location
where customer_id is null and row = first_of_customer

-- name: forget_emails
-- The e-mail addresses that will be others.
-- needs: wanted_location
delete from customer_contact
where customer_id in (
    select customer_id from wanted_location where given_email is distinct from old_email and given_email is not null
)

-- name: add_emails
-- The e-mail addresses that are new, of customers old and new.
-- needs: wanted_location
insert into customer_contact
select distinct c.customer_id, w.given_email
from wanted_location w
join customer c on c.code = w.customer
where w.given_email is not null and w.given_email is distinct from w.old_email
order by c.customer_id

-- name: set_customers
-- The customers with another name, and those that may order by now or may not any more.
-- needs: wanted_location
update customer set name = coalesce(w.given_name, customer.name), active = coalesce(w.given_active, customer.active)
from (select distinct customer_id, given_name, given_active from wanted_location) w
where w.customer_id = customer.customer_id
    and (w.given_name <> customer.name or w.given_active <> customer.active)

-- name: add_locations
-- The locations that are new.
-- needs: wanted_location
insert into location
select (select coalesce(max(location_id), 0) from location) + row_number() over (order by w.row), c.customer_id,
    w.location,
    coalesce(w.address, '')
from wanted_location w
join customer c on c.code = w.customer
where w.location_id is null

-- name: set_locations
-- The locations with another address.
-- needs: wanted_location
update location set address = w.address
from wanted_location w
where w.location_id = location.location_id and w.address <> location.address

-- name: log_customers
-- A row for each customer that is new, and for each name, location and address that is.
-- needs: wanted_location
insert into record_log by name
with event as (
    select row, 1 as step, customer, 'added' as field, null as old_value, null as new_value,
        format('Customer {} was added.', customer) as sentence
    from wanted_location where customer_id is null and row = first_of_customer
    union all
    select row, 2, customer, 'name', old_name, given_name,
        format('Customer {}: name changed from {} to {}.', customer, old_name, given_name)
    from wanted_location where given_name <> old_name and row = first_of_customer
    union all
    select row, 2, customer, 'active', old_active::varchar, given_active::varchar,
        format('Customer {} is {} from now on.', customer, if(given_active, 'active', 'inactive'))
    from wanted_location where given_active <> old_active and row = first_of_customer
    union all
    select row, 2, customer, 'email', old_email, given_email,
        format('Customer {}: the e-mail address is {}.', customer, given_email)
    from wanted_location
    where given_email is not null and given_email is distinct from old_email and row = first_of_customer
    union all
    select row, 3, customer || '/' || location, 'added', null, null,
        format('Customer {}: location {} was added.', customer, location)
    from wanted_location where location_id is null
    union all
    select row, 4, customer || '/' || location, 'address', old_address, address,
        format('Customer {}: the address of location {} was changed.', customer, location)
    from wanted_location where address <> old_address
)
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'edit' as kind, if(step < 3, 'customer', 'location') as record, customer as record_id, field, old_value, new_value,
    sentence
from (from event order by row, step, field)

-- name: customer_counts
-- How many locations were new, changed (they or their customer's name, e-mail address or whether it is active), and as
-- they are.
-- needs: wanted_location
select count(*) filter (where location_id is null) as added,
    count(*) filter (where location_id is not null and changed) as updated,
    count(*) filter (where location_id is not null and not changed) as unchanged
from (
    select *, coalesce(given_name <> old_name and row = first_of_customer, false)
        or coalesce(address <> old_address, false)
        or (given_email is not null and given_email is distinct from old_email and row = first_of_customer)
        or coalesce(given_active <> old_active and row = first_of_customer, false) as changed
    from wanted_location
)

-- name: resolve_warehouses
-- The rows of a warehouses file: what they say, else what is known of the warehouse.
-- makes: wanted_warehouse
-- needs: incoming
create or replace temp table wanted_warehouse as
select n.row, n.warehouse as code, min(n.row) over (partition by n.warehouse) as first_row, old.warehouse_id as old_id,
    old.name as old_name, old.closed as old_closed, coalesce(n.name, old.name, n.warehouse) as name,
    coalesce(n.closed, old.closed, false) as closed,
    (coalesce(n.name, old.name), coalesce(n.closed, old.closed)) is distinct from (old.name, old.closed) as changed
from incoming n
left join warehouse old on old.code = n.warehouse
where n.warehouse is not null

-- name: warehouse_problems
-- Warehouses that stand in the file twice, and those that cannot be closed (R47).
-- needs: wanted_warehouse
select row, 'GivenTwice' as refusal, map {'record': format('Warehouse {}', code), 'first': first_row::varchar} as facts
from wanted_warehouse
where row > first_row
union all
select w.row, 'HomeWarehouse', map {'warehouse': w.code}
from wanted_warehouse w
join home_warehouse h on h.warehouse_id = w.old_id
where w.closed
union all
select w.row, 'WarehouseInUse', map {'warehouse': w.code, 'why': k.why}
from wanted_warehouse w
join keeps_open k on k.warehouse_id = w.old_id
where w.closed and w.old_id not in (select warehouse_id from home_warehouse)

-- name: add_warehouses
-- The warehouses that are new.
-- needs: wanted_warehouse
insert into warehouse
select (select coalesce(max(warehouse_id), 0) from warehouse) + row_number() over (order by row), code, name, closed
from wanted_warehouse
where old_id is null

-- name: set_warehouses
-- The warehouses of which something changed.
-- needs: wanted_warehouse
update warehouse set name = w.name, closed = w.closed
from wanted_warehouse w
where w.old_id = warehouse.warehouse_id and w.changed

-- name: log_warehouses
-- A row for each that is new, each name that is, and each that is closed or opened again.
-- needs: wanted_warehouse
insert into record_log by name
with event as (
    select row, 1 as step, code, 'added' as field, null as old_value, null as new_value,
        format('Warehouse {} was added{}.', code, if(closed, ', closed', '')) as sentence
    from wanted_warehouse where old_id is null
    union all
    select row, 2, code, 'name', old_name, name,
        format('Warehouse {}: name changed from {} to {}.', code, old_name, name)
    from wanted_warehouse where name <> old_name
    union all
    select row, 3, code, 'closed', old_closed::varchar, closed::varchar,
        format('Warehouse {} was {}.', code, if(closed, 'closed', 'opened again'))
    from wanted_warehouse where closed <> old_closed
)
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'edit' as kind, 'warehouse' as record, code as record_id, field, old_value, new_value, sentence
from (from event order by row, step)

-- name: warehouse_counts
-- How many warehouses were new, changed, and as they are.
-- needs: wanted_warehouse
select count(*) filter (where old_id is null) as added,
    count(*) filter (where old_id is not null and changed) as updated,
    count(*) filter (where old_id is not null and not changed) as unchanged
from wanted_warehouse
