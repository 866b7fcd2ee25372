-- Undo of what the desk knows of: LICs, customers, locations, vendors, warehouses, levels. The record log tells each
-- fact by record, number and field; what is set back is written there again.

-- name: find_back
-- What the action set, fact by fact: what it was before, what the action made it, what it is now, and why it must stay,
-- if it must. Who set it since is read from the log.
-- makes: catalogue_back
-- needs: undone_row
create or replace temp table catalogue_back as
with asked as (
    select record, record_id, item_id, if(field = 'levels', warehouse_id, null) as warehouse_id, field,
        first(old_value order by log_id) as old_value, last(new_value order by log_id) as new_value,
        min(log_id) as first_id,
        max(log_id) as last_id
    from undone_row
    where record in ('item', 'customer', 'location', 'vendor', 'warehouse')
        and field not in ('on hand', 'added', 'removed', 'hold')
    group by all
),
now as (
    select 'item' as record, i.lic as record_id, null::integer as warehouse_id,
        unnest(['description', 'inventoried', 'decimals', 'discontinued', 'active', 'vendor', 'unit_cost',
            'lead_time_days']) as field,
        unnest([i.description, i.inventoried::varchar, i.decimals::varchar, i.discontinued::varchar,
            i.active::varchar, v.code,
            i.unit_cost::varchar, i.lead_time_days::varchar]) as value
    from item i left join vendor v using (vendor_id)
    union all
    select 'item', i.lic, w.warehouse_id, 'levels',
        if(n.item_id is null, null, levels_text(n.level_qty, n.target_qty, n.multiple_qty, n.minimum_qty, v.code,
            n.lead_time_days, f.code))
    from item i
    cross join warehouse w
    left join replenish_level n on n.item_id = i.item_id and n.warehouse_id = w.warehouse_id
    left join vendor v on v.vendor_id = n.vendor_id
    left join warehouse f on f.warehouse_id = n.from_warehouse_id
    where i.item_id in (select item_id from asked where field = 'levels')
    union all
    select 'customer', c.code, null, unnest(['name', 'email', 'active']), unnest([c.name, k.email, c.active::varchar])
    from customer c left join customer_contact k using (customer_id)
    union all
    select 'location', c.code || '/' || lo.code, null, 'address', lo.address from location lo
    join customer c using (customer_id)
    union all
    select 'vendor', code, null, unnest(['name', 'lead_time_days']), unnest([name, lead_time_days::varchar]) from vendor
    union all
    select 'warehouse', code, null, unnest(['name', 'closed']), unnest([name, closed::varchar]) from warehouse
),
since as (
    select r.record, r.record_id, r.field, if(r.field = 'levels', r.warehouse_id, null) as warehouse_id,
        last(r.actor order by r.log_id) as who
    from record_log r
    where r.log_id > $last_log_id and r.record in ('item', 'customer', 'location', 'vendor', 'warehouse')
    group by all
),
-- What was ordered since the action; where no line is named, a whole order.
ordered as (
    select distinct order_id, line_no, root_line_id, field
    from record_log
    where log_id > $last_log_id and record = 'order' and (field in ('line', 'customer')
        or field = 'state' and (new_value = 'pending' or old_value in ('cancelled', 'void')))
        and order_id not in (select order_id from undone_row where order_id is not null)
),
-- What is wanted of that, so that it cannot be inactive again; what is wanted from before was so while it was.
wanted as (
    select 'item' as record, i.lic as record_id
    from order_line l
    join item i using (item_id)
    join order_line r on r.line_id = l.root_line_id
    join ordered n on n.order_id = l.order_id and n.field <> 'customer'
        and coalesce(n.root_line_id = r.line_id, n.line_no = r.line_no, true)
    where (l.state = 'pending' or is_open(l.state)) and i.lic in (select record_id from asked where field = 'active')
    union
    select 'customer', c.code
    from sales_order o
    join customer c using (customer_id)
    join ordered n on n.order_id = o.order_id and n.line_no is null
    where o.state in ('pending', 'open') and c.code in (select record_id from asked where field = 'active')
)
select a.*, n.value as now_value, coalesce(s.who, 'somebody') as who,
    case
        when n.field is null and (a.field in ('changed', 'address', 'location')
            or (a.field = 'levels' and a.old_value is null and a.new_value is null))
            then 'unknown'
        when n.field is null then 'gone'
        when a.field = 'levels' and a.old_value is null and a.new_value is null then 'unknown'
        when spelled(a.field, n.value) <> spelled(a.field, a.new_value) then 'changed'
        when a.field in ('inventoried', 'decimals') and (exists (select 1 from movement m where m.item_id = a.item_id)
            or exists (select 1 from order_line l where l.item_id = a.item_id)) then 'in use'
        when a.field = 'active' and a.old_value = 'false' and (a.record, a.record_id) in (
            select (w.record, w.record_id) from wanted w) then 'wanted'
        when a.field = 'vendor' and a.old_value not in (select code from vendor) then 'no vendor'
        when a.field = 'closed' and a.old_value = 'true' and a.record_id in (
            select w.code from keeps_open k join warehouse w using (warehouse_id)) then 'under way'
    end as stays
from asked a
left join now n on n.record = a.record and n.record_id = a.record_id and n.field = a.field
    and n.warehouse_id is not distinct from a.warehouse_id
left join since s on s.record = a.record and s.record_id = a.record_id and s.field = a.field
    and s.warehouse_id is not distinct from a.warehouse_id

-- name: kept_facts
-- The facts that stay as they are, and why.
-- needs: catalogue_back
select record, record_id, replace(field, '_', ' ') as field, now_value, who, stays from catalogue_back
where stays is not null order by last_id desc

-- name: log_back
-- A row for each fact that is set back.
-- needs: catalogue_back
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'edit' as kind, record, record_id, item_id, warehouse_id, field, now_value as old_value, old_value as new_value,
        if(field = 'levels',
            if(old_value is null, format('{} is no longer replenished ({}).', record_id, $reason),
                format('{} is replenished at {} up to {} again ({}).', record_id,
                    in_words((old_value ->> 'level')::decimal(18, 4)),
                    in_words((old_value ->> 'target')::decimal(18, 4)), $reason)),
            if(field = 'closed', format('Warehouse {} is {} again ({}).', record_id,
                if(old_value = 'true', 'closed', 'open'), $reason),
                format('{}{}: {} is {} again ({}).', if(record = 'item', '', headed(record) || ' '),
                record_id, replace(field, '_', ' '),
                coalesce(if(field = 'unit_cost', in_words(old_value::decimal(18, 4)), nullif(old_value, '')),
                    'nothing'), $reason))) as sentence
    from catalogue_back
    where stays is null
    order by last_id desc
)

-- name: gather_back
-- The facts of each record that are set back, and what each was; levels, of which a LIC has several, go another way.
-- makes: record_back
-- needs: catalogue_back
create or replace temp table record_back as
select record, record_id, list(field) as fields, map(list(field), list(old_value)) as facts
from catalogue_back
where field <> 'levels' and stays is null
group by record, record_id

-- name: set_items_back
-- The fields of LICs.
-- needs: record_back
update item set
    description = if(list_contains(b.fields, 'description'), coalesce(b.facts['description'], ''), item.description),
    inventoried = if(list_contains(b.fields, 'inventoried'), b.facts['inventoried']::boolean, item.inventoried),
    decimals = if(list_contains(b.fields, 'decimals'), b.facts['decimals']::tinyint, item.decimals),
    discontinued = if(list_contains(b.fields, 'discontinued'), b.facts['discontinued']::boolean, item.discontinued),
    active = if(list_contains(b.fields, 'active'), b.facts['active']::boolean, item.active),
    vendor_id = if(list_contains(b.fields, 'vendor'),
        (select v.vendor_id from vendor v where v.code = b.facts['vendor']), item.vendor_id),
    unit_cost = if(list_contains(b.fields, 'unit_cost'), b.facts['unit_cost']::decimal(18, 4), item.unit_cost),
    lead_time_days = if(list_contains(b.fields, 'lead_time_days'), b.facts['lead_time_days']::integer,
        item.lead_time_days)
from record_back b
where b.record = 'item' and b.record_id = item.lic

-- name: set_vendors_back
-- The fields of vendors.
-- needs: record_back
update vendor set
    name = if(list_contains(b.fields, 'name'), b.facts['name'], vendor.name),
    lead_time_days = if(list_contains(b.fields, 'lead_time_days'), b.facts['lead_time_days']::integer,
        vendor.lead_time_days)
from record_back b
where b.record = 'vendor' and b.record_id = vendor.code

-- name: set_warehouses_back
-- The fields of warehouses.
-- needs: record_back
update warehouse set
    name = if(list_contains(b.fields, 'name'), b.facts['name'], warehouse.name),
    closed = if(list_contains(b.fields, 'closed'), b.facts['closed']::boolean, warehouse.closed)
from record_back b
where b.record = 'warehouse' and b.record_id = warehouse.code

-- name: set_customers_back
-- The fields of customers.
-- needs: record_back
update customer set
    name = if(list_contains(b.fields, 'name'), b.facts['name'], customer.name),
    active = if(list_contains(b.fields, 'active'), b.facts['active']::boolean, customer.active)
from record_back b
where b.record = 'customer' and b.record_id = customer.code

-- name: forget_emails
-- The e-mail addresses that are set back, before they are.
-- needs: catalogue_back
delete from customer_contact
where customer_id in (
    select c.customer_id from customer c join catalogue_back b on b.record_id = c.code
    where b.record = 'customer' and b.field = 'email' and b.stays is null
)

-- name: add_emails_back
-- The e-mail addresses that were there before.
-- needs: catalogue_back
insert into customer_contact
select c.customer_id, b.old_value
from catalogue_back b
join customer c on c.code = b.record_id
where b.record = 'customer' and b.field = 'email' and b.stays is null and coalesce(b.old_value, '') <> ''

-- name: set_addresses_back
-- The addresses of locations.
-- needs: catalogue_back
update location set address = b.old_value
from catalogue_back b
join customer c on starts_with(b.record_id, c.code || '/')
where b.record = 'location' and b.field = 'address' and b.stays is null and c.customer_id = location.customer_id
    and b.record_id = c.code || '/' || location.code

-- name: forget_levels
-- The levels that are set back, before they are.
-- needs: catalogue_back
delete from replenish_level
where exists (
    select 1 from catalogue_back b
    where b.field = 'levels' and b.stays is null and b.item_id = replenish_level.item_id
        and b.warehouse_id = replenish_level.warehouse_id
)

-- name: add_levels_back
-- The levels that were there before.
-- needs: catalogue_back
insert into replenish_level
select b.item_id, b.warehouse_id, (b.old_value ->> 'level')::decimal(18, 4), (b.old_value ->> 'target')::decimal(18, 4),
    (b.old_value ->> 'multiple')::decimal(18, 4), (b.old_value ->> 'minimum')::decimal(18, 4), v.vendor_id,
    (b.old_value ->> 'lead_time_days')::integer, f.warehouse_id
from catalogue_back b
left join vendor v on v.code = b.old_value ->> 'vendor'
left join warehouse f on f.code = b.old_value ->> 'transfer_from'
where b.field = 'levels' and b.stays is null and b.old_value is not null

-- name: find_removals
-- What the action added, and what by now needs it, if something does; the locations of a customer go with the customer.
-- What needs it is over where that was cancelled by now: only the past names it then.
-- makes: removal
-- needs: undone_row
create or replace temp table removal as
with added as (
    select record, record_id, log_id from undone_row
    where record in ('item', 'customer', 'location', 'vendor', 'warehouse') and field = 'added'
),
going as (
    select * from added
    union
    select 'location', c.code || '/' || lo.code, a.log_id
    from added a join customer c on c.code = a.record_id join location lo using (customer_id)
    where a.record = 'customer'
),
named_location as (
    select lo.location_id, c.code || '/' || lo.code as named from location lo join customer c using (customer_id)
),
need as (
    select 'item' as record, i.lic as record_id, 'it has moved' as need, false as is_over
    from movement m join item i using (item_id)
    union all select 'item', i.lic, format('order {} has it', o.number), l.state = 'cancelled'
    from order_line l join sales_order o using (order_id) join item i using (item_id)
    union all select 'item', i.lic, format('{} has it', po_named(p.from_warehouse_id, p.number)), p.state = 'void'
    from po_line l join purchase_order p using (po_id) join item i using (item_id)
    union all select 'item', i.lic, 'it is replenished', false from replenish_level n join item i using (item_id)
    union all select 'customer', c.code, format('order {} is theirs', o.number), o.state = 'void' from sales_order o
    join customer c using (customer_id)
    union all select 'customer', c.code, 'it has an e-mail address', false from customer_contact k
    join customer c using (customer_id)
    union all select 'location', pl.named, format('order {} goes there', o.number), o.state = 'void' from sales_order o
    join named_location pl using (location_id)
    union all select 'location', pl.named, format('shipment {} goes there', s.shipment_id), s.state = 'void'
    from shipment s join named_location pl using (location_id)
    union all select 'vendor', v.code, format('{} is bought there', i.lic), false
    from item i join vendor v using (vendor_id)
    union all select 'vendor', v.code, format('{} is replenished there', i.lic), false
    from replenish_level n join item i using (item_id) join vendor v on v.vendor_id = n.vendor_id
    union all select 'vendor', v.code, format('purchase order {} is theirs', p.number), p.state = 'void'
    from purchase_order p join vendor v using (vendor_id)
    union all select 'warehouse', w.code, 'stock has moved there', false
    from movement m join warehouse w using (warehouse_id)
    union all select 'warehouse', w.code, format('order {} asks from it', o.number), l.state = 'cancelled'
    from order_line l join sales_order o using (order_id) join warehouse w on w.warehouse_id = l.warehouse_id
    union all select 'warehouse', w.code, format('{} brings to it', po_named(p.from_warehouse_id, p.number)),
        p.state = 'void'
    from purchase_order p join warehouse w using (warehouse_id)
    union all select 'warehouse', w.code, format('transfer {} takes from it', p.number), p.state = 'void'
    from purchase_order p join warehouse w on w.warehouse_id = p.from_warehouse_id
    union all select 'warehouse', w.code, 'something is replenished there', false from replenish_level n
    join warehouse w using (warehouse_id)
    union all select 'warehouse', w.code, 'something is replenished from it', false from replenish_level n
    join warehouse w on w.warehouse_id = n.from_warehouse_id
),
needed as (
    select n.record, n.record_id, coalesce(min(n.need) filter (where not n.is_over), min(n.need)) as need,
        bool_and(n.is_over) as is_over
    from need n semi join going g using (record, record_id)
    group by all
)
select g.record, g.record_id, max(g.log_id) as log_id, any_value(n.need) as need, any_value(n.is_over) as is_over
from going g
left join needed n using (record, record_id)
group by all

-- name: keep_needed
-- A customer stays with every location that is needed.
-- makes: removal
-- needs: removal
update removal set need = coalesce(removal.need, 'it has a location that is needed'),
    is_over = coalesce(removal.is_over, true) and b.is_over
from (
    select c.record_id as customer, bool_and(r.is_over) as is_over
    from removal c
    join removal r on r.record = 'location' and r.need is not null and starts_with(r.record_id, c.record_id || '/')
    where c.record = 'customer'
    group by c.record_id
) b
where record = 'customer' and record_id = b.customer

-- name: find_put_away
-- What stays for the past alone, and is put away: LICs and customers are inactive, warehouses are closed (R47).
-- makes: put_away
-- needs: removal
create or replace temp table put_away as
select x.record, x.record_id, x.log_id, i.item_id
from removal x
left join item i on x.record = 'item' and i.lic = x.record_id
left join customer c on x.record = 'customer' and c.code = x.record_id
left join warehouse w on x.record = 'warehouse' and w.code = x.record_id
left join keeps_open k on k.warehouse_id = w.warehouse_id
where x.is_over and (i.active or c.active or (not w.closed and k.warehouse_id is null))

-- name: needed
-- What stays because it is needed; not what is put away, nor the locations of a customer who is.
-- needs: put_away, removal, undone_row
select record, record_id, need from removal
where need is not null and (record, record_id) not in (select (p.record, p.record_id) from put_away p)
    and (record <> 'location' or ((record, record_id) in (select (r.record, r.record_id) from undone_row r)
        and not exists (
            select 1 from put_away p where p.record = 'customer' and starts_with(removal.record_id, p.record_id || '/')
        )))
order by log_id desc

-- name: log_put_away
-- A row for each record that is put away.
-- needs: put_away
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'edit' as kind, record, record_id, item_id, if(record = 'warehouse', 'closed', 'active') as field,
        if(record = 'warehouse', 'false', 'true') as old_value, if(record = 'warehouse', 'true', 'false') as new_value,
        format('{} {} is {} from now on: only what was cancelled names it ({}).', headed(record),
            record_id, if(record = 'warehouse', 'closed', 'inactive'), $reason) as sentence
    from put_away
    order by put_away.log_id desc
)

-- name: put_items_away
-- LICs that are inactive from now on.
-- needs: put_away
update item set active = false where lic in (select record_id from put_away where record = 'item')

-- name: put_customers_away
-- Customers that are inactive from now on.
-- needs: put_away
update customer set active = false where code in (select record_id from put_away where record = 'customer')

-- name: put_warehouses_away
-- Warehouses that are closed from now on.
-- needs: put_away
update warehouse set closed = true where code in (select record_id from put_away where record = 'warehouse')

-- name: log_removed
-- A row for each record that is taken off again, with all that is known of it, so that it could come back.
-- needs: removal
insert into record_log by name
with fact as (
    select 'item' as record, i.lic as record_id, i.item_id,
        to_json({'description': i.description, 'inventoried': i.inventoried,
        'decimals': i.decimals, 'discontinued': i.discontinued, 'active': i.active, 'vendor': v.code,
        'unit_cost': plain(i.unit_cost),
        'lead_time_days': i.lead_time_days})::varchar as known
    from item i left join vendor v using (vendor_id)
    union all
    select 'customer', code, null, to_json({'name': name, 'active': active})::varchar from customer
    union all
    select 'location', c.code || '/' || lo.code, null,
        to_json({'customer': c.code, 'code': lo.code, 'address': lo.address})::varchar
    from location lo join customer c using (customer_id)
    union all
    select 'vendor', code, null, to_json({'name': name, 'lead_time_days': lead_time_days})::varchar from vendor
    union all
    select 'warehouse', code, null, to_json({'name': name, 'closed': closed})::varchar from warehouse
)
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'edit' as kind, f.record, f.record_id, f.item_id, 'removed' as field, f.known as old_value,
        format('{} {} was taken off again ({}).', headed(f.record), f.record_id, $reason) as sentence
    from removal x
    join fact f using (record, record_id)
    where x.need is null
    order by x.log_id desc
)

-- name: remove_locations
-- Locations that nothing needs.
-- needs: removal
delete from location
where (select c.code from customer c where c.customer_id = location.customer_id) || '/' || code in (
    select record_id from removal where record = 'location' and need is null
)

-- name: remove_customers
-- Customers that nothing needs.
-- needs: removal
delete from customer where code in (select record_id from removal where record = 'customer' and need is null)

-- name: remove_items
-- LICs that nothing needs.
-- needs: removal
delete from item where lic in (select record_id from removal where record = 'item' and need is null)

-- name: remove_vendors
-- Vendors that nothing needs.
-- needs: removal
delete from vendor where code in (select record_id from removal where record = 'vendor' and need is null)

-- name: remove_warehouses
-- Warehouses that nothing needs.
-- needs: removal
delete from warehouse where code in (select record_id from removal where record = 'warehouse' and need is null)

-- name: find_comebacks
-- What the action took off, and whether its number was given to another meanwhile.
-- makes: comeback
-- needs: undone_row
create or replace temp table comeback as
select r.record, r.record_id, r.item_id, r.old_value as known, r.log_id,
    case r.record
        when 'item' then exists (select 1 from item where lic = r.record_id)
        when 'customer' then exists (select 1 from customer where code = r.record_id)
        when 'location' then exists (
            select 1 from location lo join customer c using (customer_id) where c.code || '/' || lo.code = r.record_id)
        when 'vendor' then exists (select 1 from vendor where code = r.record_id)
        else exists (select 1 from warehouse where code = r.record_id)
    end as is_taken
from undone_row r
where r.record in ('item', 'customer', 'location', 'vendor', 'warehouse') and r.field = 'removed'

-- name: taken
-- The records that are there already.
-- needs: comeback
select record, record_id from comeback where is_taken order by log_id desc

-- name: add_vendors_again
-- Vendors that were taken off.
-- needs: comeback
insert into vendor
select (select coalesce(max(vendor_id), 0) from vendor) + row_number() over (order by log_id desc), record_id,
    known ->> 'name',
    (known ->> 'lead_time_days')::integer
from comeback where record = 'vendor' and not is_taken

-- name: add_warehouses_again
-- Warehouses that were taken off.
-- needs: comeback
insert into warehouse
select (select coalesce(max(warehouse_id), 0) from warehouse) + row_number() over (order by log_id desc), record_id,
    known ->> 'name', coalesce((known ->> 'closed')::boolean, false)
from comeback where record = 'warehouse' and not is_taken

-- name: add_items_again
-- LICs that were taken off, by the ids they had.
-- needs: comeback
insert into item
select b.item_id, b.record_id, b.known ->> 'description', (b.known ->> 'inventoried')::boolean,
    (b.known ->> 'decimals')::tinyint,
    (b.known ->> 'discontinued')::boolean, (b.known ->> 'active')::boolean, v.vendor_id,
    (b.known ->> 'unit_cost')::decimal(18, 4),
    (b.known ->> 'lead_time_days')::integer
from comeback b
left join vendor v on v.code = b.known ->> 'vendor'
where b.record = 'item' and not b.is_taken
order by b.item_id

-- name: add_customers_again
-- Customers that were taken off.
-- needs: comeback
insert into customer
select (select coalesce(max(customer_id), 0) from customer) + row_number() over (order by log_id desc), record_id,
    known ->> 'name', null, coalesce((known ->> 'active')::boolean, true)
from comeback where record = 'customer' and not is_taken

-- name: add_locations_again
-- Locations that were taken off.
-- needs: comeback
insert into location
select (select coalesce(max(location_id), 0) from location) + row_number() over (order by b.log_id desc), c.customer_id,
    b.known ->> 'code', b.known ->> 'address'
from comeback b
join customer c on c.code = b.known ->> 'customer'
where b.record = 'location' and not b.is_taken

-- name: log_again
-- A row for each record that came back.
-- needs: comeback
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'edit' as kind, record, record_id, item_id, 'added' as field,
        format('{} {} is there again ({}).', headed(record), record_id, $reason) as sentence
    from comeback
    where not is_taken
    order by comeback.log_id desc
)
