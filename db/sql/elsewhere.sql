-- What is short in one warehouse and lies in another (R47).

-- name: waiting_pools
-- The pools in which lines of an order wait.
select distinct item_id, warehouse_id from order_line where order_id = $order_id and state = 'backordered'
