-- name: mark
-- The number of the newest row of the record log, before the edit that is tried.
select coalesce(max(log_id), 0) from record_log

-- name: outcome
-- Who holds more and who holds less than before the tried edit, from the ledger rows it wrote: losers first.
with change as (
    select order_id, item_id,
        coalesce(sum(qty) filter (where new_value = 'allotted'), 0)
            - coalesce(sum(qty) filter (where old_value = 'allotted' and new_value <> 'shipped'), 0) as change_qty
    from record_log
    where log_id > $mark and field = 'state' and root_line_id is not null
        and (new_value = 'allotted' or old_value = 'allotted')
    group by all
)
select o.number as "order", c.name as customer, o.priority, i.lic, i.description,
    h.change_qty::decimal(38, 4) as change_qty,
    (h.change_qty * coalesce(min(l.unit_price), any_value(i.unit_cost), 0))::decimal(38, 2) as value
from change h
join sales_order o using (order_id)
join customer c using (customer_id)
join item i on i.item_id = h.item_id
join order_line l on l.order_id = h.order_id and l.item_id = h.item_id
where h.change_qty <> 0
group by h.order_id, h.item_id, o.number, c.name, o.priority, i.lic, i.description, h.change_qty
order by h.change_qty < 0 desc, i.lic, o.priority desc, o.number
