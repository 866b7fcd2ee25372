-- name: losses
-- Every time units of an order's lines were taken back, newest first: by which order, by whom and why (R21).
select line_id, logged_at as lost_at, qty, taker.number as taker, actor, run_id, sentence
from record_log
left join sales_order taker on taker.order_id = record_log.other_order_id
where record_log.order_id = $order_id and field = 'state' and old_value = 'allotted' and new_value = 'backordered'
order by log_id desc
