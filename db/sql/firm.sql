-- What is firm of what lies there (R22).

-- name: of_pools
-- How much of what lies in pools is pinned or being picked; less lies there than that where a count ran ahead.
-- needs: firm_pool
with firm as (
    select l.item_id, l.warehouse_id, sum(l.qty) as qty
    from order_line l
    semi join firm_pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
    where l.state = 'allotted' and is_firm(l.pinned, l.line_id)
    group by all
),
there as (
    select m.item_id, m.warehouse_id, sum(m.qty) as qty
    from on_hand_part m
    join firm f on f.item_id = m.item_id and f.warehouse_id = m.warehouse_id
    group by all
)
select i.lic, w.code as warehouse, least(f.qty, t.qty)::decimal(38, 4) as firm_qty
from firm f
join there t on t.item_id = f.item_id and t.warehouse_id = f.warehouse_id
join item i on i.item_id = f.item_id
join warehouse w on w.warehouse_id = f.warehouse_id
where t.qty > 0

-- name: pinned
-- The lines of pools that are pinned and not being picked, as the queue would have them without their pins.
-- needs: firm_pool
select l.line_id, l.order_id, l.line_no, l.item_id, l.warehouse_id, l.entry_seq, l.qty, true as held, l.whole, o.number,
    o.priority, o.ship_type = 'complete' as complete, whole_days(o.opened_at, $now) as days,
    0::decimal(38, 4) as stock_qty
from order_line l
semi join firm_pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
join sales_order o using (order_id)
where l.state = 'allotted' and l.pinned and not is_firm(false, l.line_id)
