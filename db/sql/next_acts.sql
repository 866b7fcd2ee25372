-- Whom the next best acts help; what they are stands in engine/next_acts.

-- name: helped
-- Whom each act helps, by order and LIC: units, and what they are worth.
-- needs: helping_line
select h.kind, h.subject, o.number as "order", c.name as customer, i.lic, sum(h.qty)::decimal(38, 4) as change_qty,
    coalesce(sum(worth(h.qty, l.unit_price, i.unit_cost)), 0)::decimal(38, 2) as value
from helping_line h
join order_line l on l.line_id = h.root_line_id
join sales_order o using (order_id)
join customer c using (customer_id)
join item i on i.item_id = l.item_id
group by all
order by h.kind, h.subject, value desc, change_qty desc, o.number, i.lic

-- name: wait_for_late
-- Who waits for which late purchase order or transfer, by order and LIC: units, and what they are worth (R40).
-- needs: coming, part, waiting
select s.po, o.number as "order", c.name as customer, i.lic, sum(p.qty)::decimal(38, 4) as change_qty,
    coalesce(sum(worth(p.qty, w.unit_price, i.unit_cost)), 0)::decimal(38, 2) as value
from part p
join coming s using (po_line_id)
join waiting w using (line_id)
join sales_order o using (order_id)
join customer c using (customer_id)
join item i on i.item_id = w.item_id
where s.due_on < $today
group by all
order by s.po, value desc, change_qty desc, o.number, i.lic

-- name: chosen
-- The orders and LICs of the chosen lines that wait.
-- needs: backlog_line
select distinct number as "order", lic
from backlog_line
where is_chosen
