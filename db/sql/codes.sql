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

-- name: away
-- Which of the names are codes of records that an undo put away, and nobody brought back since.
with record_away as (
    select 'lic' as kind, 'item' as record, 'active' as field, lic as code from item where not active
    union all
    select 'customer', 'customer', 'active', code from customer where not active
    union all
    select 'warehouse', 'warehouse', 'closed', code from warehouse where closed
)
select a.code
from record_away a
join record_log r on r.record = a.record and r.record_id = a.code and r.field = a.field
where a.kind = $kind and a.code in (select unnest($names::varchar[]))
group by a.code
having last(r.run_id in (select run_id from run where sweep = 'undo') order by r.log_id)
