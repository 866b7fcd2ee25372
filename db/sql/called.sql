-- name: records
-- The records with one of these numbers or codes: orders, purchase orders, transfers, shipments, LICs, customers.
with spelling as (
    select unnest($spellings::varchar[]) as name
)
select 'order' as kind, number as name from sales_order where number in (from spelling)
union all
select if(from_warehouse_id is null, 'purchase order', 'transfer'), number
from purchase_order
where number in (from spelling)
union all
select 'shipment', shipment_id::varchar
from shipment
where shipment_id in (select try_cast(name as bigint) from spelling)
union all
select 'LIC', lic from item where lic in (from spelling)
union all
select 'customer', code from customer where code in (from spelling)

-- name: in_any_case
-- The records that have one of these numbers or codes in capitals or not, where none has it as it was typed.
with spelling as (
    select distinct lower(unnest($spellings::varchar[])) as name
)
select 'order' as kind, number as name from sales_order where lower(number) in (from spelling)
union all
select if(from_warehouse_id is null, 'purchase order', 'transfer'), number
from purchase_order
where lower(number) in (from spelling)
union all
select 'LIC', lic from item where lower(lic) in (from spelling)
union all
select 'customer', code from customer where lower(code) in (from spelling)
order by kind, name
