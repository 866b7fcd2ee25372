-- name: known
-- Which of the names are codes of the desk, in a column that a file calls $kind.
with code as (
    select 'lic' as kind, lic as code from item
    union all
    select 'customer', code from customer
    union all
    select 'location', code from location
    union all
    select 'vendor', code from vendor
    union all
    select unnest(['warehouse', 'transfer_from', 'from_warehouse']), code from warehouse
    union all
    select 'order', number from sales_order
    union all
    select unnest(['po', 'transfer']), number from purchase_order
    union all
    select 'reference', reference from receipt
    union all
    select 'reference', reference from movement where reference is not null
)
select distinct code from code where kind = $kind and code in (select unnest($names::varchar[]))
