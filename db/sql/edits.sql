-- name: select_pools_of_orders_too
-- Adds to the touched pools those in which these orders have open lines, or drafts that are to be opened have lines.
-- makes: touched_pool
-- needs: touched_pool
create or replace temp table touched_pool as
from touched_pool
union
select l.item_id, l.warehouse_id
from order_line l
where (is_open(l.state) and l.order_id in (select unnest($order_ids::integer[])))
    or (l.state = 'pending' and l.order_id in (select unnest($opening_ids::integer[])))

-- name: select_waiting_pools_too
-- Adds to the touched pools all in which something waits: by another policy it may wait though there is enough for all.
-- makes: touched_pool
-- needs: touched_pool
create or replace temp table touched_pool as
from touched_pool
union
select item_id, warehouse_id from order_line where state = 'backordered'

-- name: pools_of_customer
-- The pools in which orders of a customer have open lines.
select distinct l.item_id, l.warehouse_id
from sales_order o
join order_line l on l.order_id = o.order_id
where o.customer_id = $customer_id and is_open(l.state)
