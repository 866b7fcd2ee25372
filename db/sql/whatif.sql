-- name: mark
-- The number of the newest row of the record log, before the edit that is tried.
select newest_log_id()

-- name: takes
-- Whether orders other than these lost stock by what the record log tells since a row of it.
select exists (
    select 1
    from record_log
    where log_id > $mark and field = 'state' and old_value = 'allotted' and new_value = 'backordered'
        and root_line_id is not null and record_id not in (select unnest($orders::varchar[]))
)

-- name: outcome
-- Who holds more and who holds less than before the tried edit, from the ledger rows it wrote: losers first. Whether
-- what an order gave up by being cancelled is less of it, the caller says.
with holding_change as (
    select order_id, item_id,
        coalesce(sum(qty) filter (where new_value = 'allotted'), 0)
            - coalesce(sum(qty) filter (where old_value = 'allotted' and new_value <> 'shipped'
                and ($counts_cancelled or new_value <> 'cancelled')), 0) as change_qty
    from record_log
    where log_id > $mark and field = 'state' and root_line_id is not null
        and (new_value = 'allotted' or old_value = 'allotted')
    group by all
)
select o.number as "order", c.name as customer, o.priority, i.lic, i.description,
    h.change_qty::decimal(38, 4) as change_qty,
    coalesce(worth(h.change_qty, min(l.unit_price), any_value(i.unit_cost)), 0)::decimal(38, 2) as value
from holding_change h
join sales_order o using (order_id)
join customer c using (customer_id)
join item i on i.item_id = h.item_id
join order_line l on l.order_id = h.order_id and l.item_id = h.item_id
where h.change_qty <> 0
group by h.order_id, h.item_id, o.number, c.name, o.priority, i.lic, i.description, h.change_qty
order by h.change_qty < 0 desc, i.lic, o.priority desc, o.number

-- name: keep_pools
-- The pools of which it is noted how they stand: first those that the edits touch.
-- makes: noted_pool
-- needs: touched_pool
create or replace temp table noted_pool as from touched_pool

-- name: set_pools_aside
-- Puts the touched pools aside, while only some of them are looked at.
-- makes: pool_aside
-- needs: touched_pool
create or replace temp table pool_aside as from touched_pool

-- name: select_new_pools
-- The pools aside of which nothing is noted yet.
-- makes: touched_pool
-- needs: noted_pool, pool_aside
create or replace temp table touched_pool as
from pool_aside p anti join noted_pool n on n.item_id = p.item_id and n.warehouse_id = p.warehouse_id

-- name: select_pools_aside
-- The pools aside, all of them again.
-- makes: touched_pool
-- needs: pool_aside
create or replace temp table touched_pool as from pool_aside

-- name: select_noted_pools
-- The pools that the edits touch, and all in which they change something: what is settled and told after them.
-- makes: touched_pool
-- needs: noted_pool
create or replace temp table touched_pool as from noted_pool

-- name: note_standing
-- Every typed line with open units in the touched pools: how many wait, in which parts they are filled, and on which
-- day the last; null while some of them have none (R40).
-- makes: standing
-- needs: projection, touched_pool, waiting
create or replace temp table standing as
with fill_part as (
    select w.root_line_id, unnest(p.parts, recursive := true)
    from waiting w
    join projection p using (line_id)
),
summed as (
    select root_line_id, source, due_on, po, sum(qty)::decimal(38, 4) as qty from fill_part group by all
),
line_parts as (
    select root_line_id, list({'qty': qty, 'source': source, 'due_on': due_on, 'po': po}
        order by array_position(['shelf', 'po', 'hold', 'none'], source), due_on nulls last, po) as parts
    from summed
    group by root_line_id
)
select l.root_line_id, any_value(l.order_id) as order_id, any_value(l.item_id) as item_id,
    coalesce(sum(l.qty) filter (where l.state = 'backordered'), 0)::decimal(38, 4) as waits_qty,
    any_value(s.parts) as parts,
    if(count(p.projected_on) = count(*) filter (where l.state = 'backordered'), max(p.projected_on),
        null) as promised_on
from order_line l
join touched_pool t on t.item_id = l.item_id and t.warehouse_id = l.warehouse_id
left join projection p using (line_id)
left join line_parts s on s.root_line_id = l.root_line_id
where is_open(l.state)
group by l.root_line_id

-- name: note_order_standing
-- Every order with open lines in the touched pools: whether all its open lines have their stock, and what of it can
-- ship (R30, R45).
-- makes: order_standing
-- needs: standing
create or replace temp table order_standing as
with line as (
    select l.order_id, l.qty, worth(l.qty, l.unit_price, i.unit_cost) as value, l.state = 'allotted' as is_held,
        is_held and paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) is null
            as is_ready
    from order_line l
    join sales_order o on o.order_id = l.order_id
    join customer u on u.customer_id = o.customer_id
    join item i on i.item_id = l.item_id
    where is_open(l.state) and l.order_id in (select order_id from standing)
),
standing_order as (
    select order_id, bool_and(is_held) as is_complete, bool_and(is_ready) as is_all_ready,
        coalesce(sum(qty) filter (where is_ready), 0) as ready_qty,
        coalesce(sum(value) filter (where is_ready), 0) as ready_value
    from line
    group by order_id
)
select s.order_id, s.is_complete,
    if(o.ship_type = 'partial' or s.is_all_ready, s.ready_qty, 0)::decimal(38, 4) as ready_qty,
    if(o.ship_type = 'partial' or s.is_all_ready, s.ready_value, 0)::decimal(38, 2) as ready_value
from standing_order s
join sales_order o using (order_id)

-- name: keep_standing
-- How the lines stood before the edits.
-- makes: standing_before
-- needs: standing
create or replace temp table standing_before as from standing

-- name: keep_order_standing
-- How the orders stood before the edits.
-- makes: order_standing_before
-- needs: order_standing
create or replace temp table order_standing_before as from order_standing

-- name: add_pools
-- The pools of which it is noted now, before something changes in them, too.
-- makes: noted_pool
-- needs: noted_pool, touched_pool
create or replace temp table noted_pool as from noted_pool union all from touched_pool

-- name: add_standing
-- How the lines of pools that were not noted before stand, with those that were.
-- makes: standing_before
-- needs: standing, standing_before
create or replace temp table standing_before as
from standing_before
union all
from standing s anti join standing_before b using (root_line_id)

-- name: add_order_standing
-- How the orders in pools that were not noted before stand, with those that were.
-- makes: order_standing_before
-- needs: order_standing, order_standing_before
create or replace temp table order_standing_before as
from order_standing_before
union all
from order_standing s anti join order_standing_before b using (order_id)

-- name: moved_dates
-- The typed lines of which some part waits for another day than before, that had their stock and now wait, or that were
-- not open before; the latest first.
-- needs: standing, standing_before
select o.number as "order", c.name as customer, root.line_no as line, i.lic, a.waits_qty as qty,
    b.root_line_id is null as is_new, b.waits_qty is not distinct from 0 as had_stock, b.promised_on as from_on,
    a.promised_on as to_on, b.parts as from_parts, a.parts as to_parts
from standing a
left join standing_before b using (root_line_id)
join sales_order o on o.order_id = a.order_id
join customer c using (customer_id)
join order_line root on root.line_id = a.root_line_id
join item i on i.item_id = a.item_id
where a.waits_qty > 0
    and (coalesce(b.waits_qty, 0) = 0 or has_moved(b.parts, a.parts))
order by a.promised_on desc nulls first, o.number, root.line_no

-- name: turned_orders
-- The open orders that have all they want and had not, or were not open; and those that had it and lack something now.
-- needs: order_standing, order_standing_before
with turned as (
    select a.order_id, a.is_complete
    from order_standing a
    left join order_standing_before b using (order_id)
    where a.is_complete <> coalesce(b.is_complete, false)
)
select o.number as "order", c.name as customer, o.ship_type, count(*) as lines,
    coalesce(sum(worth(l.qty, l.unit_price, i.unit_cost)), 0)::decimal(38, 2) as value, t.is_complete
from turned t
join sales_order o using (order_id)
join customer c using (customer_id)
join order_line l on l.order_id = t.order_id and is_open(l.state)
join item i using (item_id)
group by o.number, c.name, o.ship_type, t.is_complete
order by value desc, o.number

-- name: moved_shipping
-- The orders of which more or less can ship than before, the greatest change first.
-- needs: order_standing, order_standing_before
select o.number as "order", c.name as customer, o.ship_type,
    (coalesce(a.ready_qty, 0) - coalesce(b.ready_qty, 0))::decimal(38, 4) as change_qty,
    (coalesce(a.ready_value, 0) - coalesce(b.ready_value, 0))::decimal(38, 2) as value
from order_standing a
full join order_standing_before b using (order_id)
join sales_order o using (order_id)
join customer c using (customer_id)
where coalesce(a.ready_qty, 0) <> coalesce(b.ready_qty, 0)
order by abs(change_qty) desc, o.number

-- name: changed_since
-- Who wrote about which records between what was shown and now, the first first.
select actor, format('{} {}', record, record_id) as record
from record_log
where log_id > $shown_at and log_id <= $mark
group by actor, record, record_id
order by min(log_id)
