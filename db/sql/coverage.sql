-- name: totals
-- What covers the chosen lines of the backlog, in one row, with the LICs that nobody ordered enough of for them, those
-- of most units first.
-- needs: backlog_line, cover_turn
with line_cover as (
    select q.item_id, q.next_on,
        greatest(least(q.upto_qty, q.shelf_qty) - (q.upto_qty - q.qty), 0) as shelf_qty,
        greatest(least(q.upto_qty, q.supplied_qty) - greatest(q.upto_qty - q.qty, q.shelf_qty), 0) as covered_qty,
        greatest(least(q.qty, q.upto_qty - q.supplied_qty), 0) as not_ordered_qty
    from cover_turn q
    join backlog_line b on b.line_id = q.line_id
    where b.is_chosen
)
select min(next_on) as next_on, coalesce(sum(shelf_qty), 0)::decimal(38, 4) as shelf_qty,
    coalesce(sum(covered_qty), 0)::decimal(38, 4) as covered_qty,
    coalesce(sum(not_ordered_qty), 0)::decimal(38, 4) as not_ordered_qty,
    coalesce((
        select list(lic order by qty desc, lic)
        from (
            select i.lic, sum(p.not_ordered_qty) as qty
            from line_cover p join item i using (item_id)
            where p.not_ordered_qty > 0
            group by all
        )
    ), []) as not_ordered_lics
from line_cover

-- name: late_pos
-- How many late purchase orders and transfers bring something that chosen lines wait for.
-- needs: backlog_line, due_line
select count(distinct d.po_id)::integer
from due_line d
join backlog_line b on b.item_id = d.item_id and b.warehouse_id = d.warehouse_id
where b.is_chosen

-- name: not_ordered
-- What waits and nobody ordered, the most units first, with what replenishment knows of the LIC (R38, R40).
-- needs: cover
select i.lic, i.description, w.code as warehouse, c.not_ordered_qty::decimal(38, 4) as not_ordered_qty,
    c.qty::decimal(38, 4) as waiting_qty, c.orders::integer as orders, c.oldest_at,
    c.covered_qty::decimal(38, 4) as covered_qty,
    c.pending_qty::decimal(38, 4) as pending_qty, c.pending_pos, c.to_open, c.to_send, v.code as vendor,
    (c.not_ordered_qty + c.below_qty)::decimal(38, 4) as needed_qty,
    n.item_id is not null as has_levels,
    i.discontinued, i.active
from cover c
join item i using (item_id)
join warehouse w using (warehouse_id)
left join replenish_level n on n.item_id = c.item_id and n.warehouse_id = c.warehouse_id
left join vendor v on v.vendor_id = coalesce(n.vendor_id, i.vendor_id)
where c.not_ordered_qty > 0
order by c.not_ordered_qty desc, i.lic, w.warehouse_id
