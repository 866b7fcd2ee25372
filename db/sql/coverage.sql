-- name: find
-- Each pool in which a line waits: how much, for whom and since when, and what of it lies free on the shelf, what
-- open purchase orders still bring, and what nobody ordered, since no unit of either is left for it.
-- makes: cover
create or replace temp table cover as
with pool_that_waits as (
    select item_id, warehouse_id, sum(qty) as qty, count(distinct order_id) as orders, min(waiting_since) as oldest_at
    from order_line
    where state = 'backordered'
    group by all
),
-- Added up over these pools alone: the view on_hand would add up every pool.
moved as (
    select m.item_id, m.warehouse_id, sum(m.qty) as qty
    from on_hand_part m
    semi join pool_that_waits w on w.item_id = m.item_id and w.warehouse_id = m.warehouse_id
    group by all
),
allotted as (
    select item_id, warehouse_id, sum(qty) as qty from order_line where state = 'allotted' group by all
),
ordered as (
    select l.item_id, l.warehouse_id,
        sum(l.open_qty) filter (where l.state = 'open') as open_qty,
        min(l.due_on) filter (where l.state = 'open' and l.due_on >= $today) as next_on,
        sum(l.qty) filter (where l.state = 'pending') as pending_qty,
        string_agg(distinct l.po, ', ' order by l.po) filter (where l.state = 'pending') as pending_pos
    from owed_po_line($clock) l
    where l.state in ('open', 'pending')
    group by all
),
pool as (
    select w.*, least(w.qty, greatest(coalesce(m.qty, 0) - coalesce(a.qty, 0), 0)) as shelf_qty,
        coalesce(o.open_qty, 0) as open_qty, o.next_on, coalesce(o.pending_qty, 0) as pending_qty, o.pending_pos
    from pool_that_waits w
    left join moved m on m.item_id = w.item_id and m.warehouse_id = w.warehouse_id
    left join allotted a on a.item_id = w.item_id and a.warehouse_id = w.warehouse_id
    left join ordered o on o.item_id = w.item_id and o.warehouse_id = w.warehouse_id
)
select *, least(open_qty, qty - shelf_qty) as covered_qty,
    qty - shelf_qty - least(open_qty, qty - shelf_qty) as not_ordered_qty
from pool

-- name: totals
-- What covers the desk's backlog, in one row, with the LICs that nobody ordered enough of, those of most units first.
-- needs: cover
select min(next_on) as next_on, coalesce(sum(shelf_qty), 0)::decimal(38, 4) as shelf_qty,
    coalesce(sum(covered_qty), 0)::decimal(38, 4) as covered_qty,
    coalesce(sum(not_ordered_qty), 0)::decimal(38, 4) as not_ordered_qty,
    coalesce((
        select list(lic order by qty desc, lic)
        from (
            select i.lic, sum(c.not_ordered_qty) as qty
            from cover c join item i using (item_id)
            where c.not_ordered_qty > 0
            group by all
        )
    ), []) as not_ordered_lics
from cover

-- name: not_ordered
-- What waits and nobody ordered, the most units first, with what replenishment knows of the LIC (R38, R40).
-- needs: cover
select i.lic, i.description, w.code as warehouse, c.not_ordered_qty::decimal(38, 4) as not_ordered_qty,
    c.qty::decimal(38, 4) as waiting_qty, c.orders::integer as orders, c.oldest_at,
    c.covered_qty::decimal(38, 4) as covered_qty,
    c.pending_qty::decimal(38, 4) as pending_qty, c.pending_pos, v.code as vendor, n.item_id is not null as has_levels,
    i.discontinued, i.active
from cover c
join item i using (item_id)
join warehouse w using (warehouse_id)
left join replenish_level n on n.item_id = c.item_id and n.warehouse_id = c.warehouse_id
left join vendor v on v.vendor_id = coalesce(n.vendor_id, i.vendor_id)
where c.not_ordered_qty > 0
order by c.not_ordered_qty desc, i.lic, w.warehouse_id
