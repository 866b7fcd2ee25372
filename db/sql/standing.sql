-- How the pools of a sweep stand, added up: most say by that alone that the sweep changes nothing in them.

-- name: look
-- The sums of each touched pool: on hand, what is allotted and how much of it is firm (R22), the lowest priority that
-- holds something which is not firm, and the highest that waits and is not paused (R45).
-- makes: looked_pool
-- needs: touched_pool
create or replace temp table looked_pool as
with wanting as (
    select l.item_id, l.warehouse_id, l.qty, l.state = 'allotted' as is_held,
        l.state = 'allotted' and is_firm(l.pinned, l.line_id) as is_fast, o.priority,
        l.state = 'backordered'
            and paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) is null
            as is_asking
    from order_line l
    join touched_pool t on t.item_id = l.item_id and t.warehouse_id = l.warehouse_id
    join item i on i.item_id = l.item_id and i.inventoried
    join sales_order o on o.order_id = l.order_id
    join customer u on u.customer_id = o.customer_id
    where is_open(l.state)
),
wanted as (
    select item_id, warehouse_id, coalesce(sum(qty) filter (where is_held), 0) as held_qty,
        coalesce(sum(qty) filter (where is_fast), 0) as firm_qty,
        min(priority) filter (where is_held and not is_fast) as lowest_held,
        max(priority) filter (where is_asking) as highest_waiting
    from wanting
    group by all
),
-- Added up over these pools alone: the view on_hand would add up every pool.
moved as (
    select m.item_id, m.warehouse_id, sum(m.qty) as qty
    from on_hand_part m
    join touched_pool t on t.item_id = m.item_id and t.warehouse_id = m.warehouse_id
    group by all
)
select t.item_id, t.warehouse_id, coalesce(m.qty, 0) as on_hand_qty, coalesce(w.held_qty, 0) as held_qty,
    coalesce(w.firm_qty, 0) as firm_qty, w.lowest_held, w.highest_waiting,
    greatest(on_hand_qty - w.firm_qty, 0) - (w.held_qty - w.firm_qty) as free_qty
from touched_pool t
left join wanted w on w.item_id = t.item_id and w.warehouse_id = t.warehouse_id
left join moved m on m.item_id = t.item_id and m.warehouse_id = t.warehouse_id

-- name: has_suspect
-- Whether some pool has less on hand than nothing, or than is allotted.
-- needs: looked_pool
select exists (from looked_pool where on_hand_qty < greatest(held_qty, 0))

-- name: select_restless_pools
-- The touched pools in which the policy that looks at the rank alone may change something. In the others nobody who
-- waits comes before somebody who holds, what is held is covered, and nothing is left for the first who waits: nothing
-- at all, or less than a whole line wants, which holds its place (R15). Then nobody loses and nobody gains.
-- makes: touched_pool
-- needs: looked_pool
create or replace temp table touched_pool as
with first_waiting as (
    select l.item_id, l.warehouse_id, arg_min((l.whole, l.qty), (-o.priority, l.entry_seq, l.line_id)) as claim
    from order_line l
    semi join (from looked_pool where free_qty > 0) p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
    join sales_order o on o.order_id = l.order_id
    join customer u on u.customer_id = o.customer_id
    where l.state = 'backordered'
        and paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) is null
    group by all
)
select p.item_id, p.warehouse_id
from looked_pool p
left join first_waiting f on f.item_id = p.item_id and f.warehouse_id = p.warehouse_id
where p.free_qty < 0 or p.highest_waiting > p.lowest_held
    or (p.free_qty > 0 and p.highest_waiting is not null
        and not coalesce(f.claim[1] and f.claim[2] > p.free_qty, false))

-- name: select_changed_pools
-- The pools in which the sweep changed something.
-- makes: touched_pool
-- needs: changed_pool
create or replace temp table touched_pool as from changed_pool
