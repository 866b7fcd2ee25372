-- name: names
-- The lines of the queue just read as people name them: order/line.
select q.line_id, o.number || '/' || q.line_no from queue q join sales_order o using (order_id)
