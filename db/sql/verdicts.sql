-- name: names
-- Lines as people name them: order/line.
select l.line_id, o.number || '/' || l.line_no
from order_line l
join sales_order o using (order_id)
where l.line_id in (select unnest($line_ids::bigint[]))
