-- name: item
-- One LIC.
select i.*, v.code as vendor from item i left join vendor v using (vendor_id) where i.lic = $lic

-- name: items_named
-- Several LICs.
select i.*, v.code as vendor
from item i
left join vendor v using (vendor_id)
where list_contains($lics::varchar[], i.lic)

-- name: items
-- Every LIC with its vendor.
select i.lic, i.description, i.inventoried, i.decimals, i.discontinued, i.active, v.code as vendor, i.unit_cost,
    coalesce(i.lead_time_days, v.lead_time_days) as lead_time_days
from item i
left join vendor v using (vendor_id)
order by i.lic

-- name: near_lics
-- The LICs that are at least so like a mistyped one, or hold it, the likest first: 1 is the same code, 0 has nothing in
-- common.
select lic
from (select lic, jaro_winkler_similarity(upper(lic), upper($lic)) as likeness from item)
where likeness >= $least or (length($lic) >= 3 and contains(upper(lic), upper($lic)))
order by likeness desc, lic
limit 3

-- name: customer
-- One customer, with the location that ships to it when none is named.
select c.*, h.location_id as home_id, h.code as home
from customer c
left join home_location h on h.customer_id = c.customer_id
where c.code = $code

-- name: customers
-- Every customer who may order.
select code, name from customer where active order by name, code

-- name: location
-- One location of a customer.
select location_id, code from location where customer_id = $customer_id and code = $code

-- name: locations
-- A customer's locations, the one added first before the others.
select lo.code, lo.address
from location lo
join customer c using (customer_id)
where c.code = $customer
order by lo.location_id

-- name: warehouse
-- One warehouse.
select * from warehouse where code = $code

-- name: first_warehouse
-- The warehouse that is meant when none is named.
select * from warehouse semi join home_warehouse using (warehouse_id)

-- name: warehouses
-- Every warehouse.
select code, name, closed from warehouse order by warehouse_id

-- name: vendor
-- One vendor.
select * from vendor where code = $code

-- name: vendors
-- Every vendor.
select code, name, lead_time_days from vendor order by name, code

-- name: add_item
-- A new LIC.
insert into item
select highest_item_id() + 1, $lic, $description, $inventoried, $decimals, $discontinued, $active, $vendor_id,
    $unit_cost,
    $lead_time_days

-- name: set_item
-- What is known of a LIC.
update item set description = $description, inventoried = $inventoried, decimals = $decimals,
    discontinued = $discontinued, active = $active, vendor_id = $vendor_id, unit_cost = $unit_cost,
    lead_time_days = $lead_time_days
where lic = $lic

-- name: sold_out
-- The discontinued LICs still on offer of which nothing lies, is wanted or comes.
select i.lic
from item i
anti join (
    select item_id from on_hand group by item_id having sum(qty) <> 0
    union all
    select item_id from order_line where state = 'pending' or is_open(state)
    union all
    select item_id from owed_po_line($clock) where state in ('pending', 'open')
) used on used.item_id = i.item_id
where i.discontinued and i.active and i.inventoried
order by i.lic

-- name: add_customer
-- A new customer.
insert into customer select coalesce(max(customer_id), 0) + 1, $code, $name, null, true from customer

-- name: add_location
-- A new location of a customer.
insert into location
select coalesce(max(location_id), 0) + 1, $customer_id, $code, $address from location

-- name: add_vendor
-- A new vendor.
insert into vendor select coalesce(max(vendor_id), 0) + 1, $code, $name, $lead_time_days from vendor

-- name: add_warehouse
-- A new warehouse.
insert into warehouse select coalesce(max(warehouse_id), 0) + 1, $code, $name, false from warehouse

-- name: is_used
-- Whether a LIC has moved or been ordered, so that its nature may no longer change.
select exists (select 1 from movement where item_id = $item_id)
    or exists (select 1 from order_line where item_id = $item_id)
