-- name: kind
-- Whether the desk is still as it was made, whether somebody chose how to begin, and whether it is the demo.
select
    not exists (select 1 from item) as no_items,
    not exists (select 1 from customer) as no_customers,
    not exists (select 1 from sales_order) as no_orders,
    coalesce(bool_or(field = 'started'), false) as chosen,
    coalesce(bool_or(field = 'edition' and record_id = 'demo'), false) as demo
from record_log
where record = 'desk'

-- name: steps
-- What of a desk there is before its first order can be typed, and whether it was.
select
    exists (select 1 from item) as lics,
    exists (select 1 from customer) as customers,
    exists (select 1 from movement) as stock,
    exists (select 1 from sales_order) as orders
