-- name: find_cover
-- Each touched pool in which a line waits: how much, for whom and since when, and what of it lies free on the shelf,
-- what open purchase orders still bring, and what nobody ordered, since no unit of either is left for it (R44).
-- below_qty: what lies below zero there and no open purchase order makes good.
-- makes: cover
-- needs: touched_pool
create or replace temp table cover as
with pool_that_waits as (
    select l.item_id, l.warehouse_id, sum(l.qty) as qty, count(distinct l.order_id) as orders,
        min(l.waiting_since) as oldest_at
    from order_line l
    join touched_pool t on t.item_id = l.item_id and t.warehouse_id = l.warehouse_id
    where l.state = 'backordered'
    group by all
),
-- Added up over these pools alone: the view on_hand would add up every pool.
moved as (
    select m.item_id, m.warehouse_id, sum(m.qty) as qty
    from on_hand_part m
    join touched_pool t on t.item_id = m.item_id and t.warehouse_id = m.warehouse_id
    group by all
),
allotted as (
    select l.item_id, l.warehouse_id, sum(l.qty) as qty
    from order_line l
    join touched_pool t on t.item_id = l.item_id and t.warehouse_id = l.warehouse_id
    where l.state = 'allotted'
    group by all
),
ordered as (
    select l.item_id, l.warehouse_id,
        sum(l.open_qty) filter (where l.state = 'open') as open_qty,
        min(l.due_on) filter (where l.state = 'open' and l.due_on >= $today) as next_on,
        sum(l.qty) filter (where l.state = 'pending') as pending_qty,
        string_agg(distinct l.po, ', ' order by l.po) filter (where l.state = 'pending') as pending_pos,
        list(distinct l.po order by l.po)
            filter (where l.state = 'pending' and l.from_warehouse_id is null) as to_open,
        list(distinct l.po order by l.po)
            filter (where l.state = 'pending' and l.from_warehouse_id is not null) as to_send
    from owed_po_line($clock) l
    join touched_pool t on t.item_id = l.item_id and t.warehouse_id = l.warehouse_id
    where l.state in ('open', 'pending')
    group by all
),
pool as (
    select w.*, least(w.qty, greatest(coalesce(m.qty, 0) - coalesce(a.qty, 0), 0)) as shelf_qty,
        -- What comes makes good first what is below zero, or allotted and not there.
        greatest(coalesce(o.open_qty, 0) - greatest(coalesce(a.qty, 0) - coalesce(m.qty, 0), 0), 0) as open_qty,
        greatest(coalesce(a.qty, 0) - coalesce(m.qty, 0) - coalesce(o.open_qty, 0), 0) as below_qty,
        o.next_on, coalesce(o.pending_qty, 0) as pending_qty, o.pending_pos,
        coalesce(o.to_open, []) as to_open, coalesce(o.to_send, []) as to_send
    from pool_that_waits w
    left join moved m on m.item_id = w.item_id and m.warehouse_id = w.warehouse_id
    left join allotted a on a.item_id = w.item_id and a.warehouse_id = w.warehouse_id
    left join ordered o on o.item_id = w.item_id and o.warehouse_id = w.warehouse_id
)
select *, least(open_qty, qty - shelf_qty) as covered_qty,
    qty - shelf_qty - least(open_qty, qty - shelf_qty) as not_ordered_qty
from pool

-- name: find_queue
-- The lines that wait in these pools, each with its turn: what lies free and what open purchase orders bring goes round
-- by rank (R14, R40, R44); what is paused stands behind all others (R45).
-- makes: cover_turn
-- needs: cover
create or replace temp table cover_turn as
select l.line_id, l.root_line_id, l.order_id, l.item_id, l.warehouse_id, l.qty, row_number() over place as turn,
    sum(l.qty) over place as upto_qty, c.shelf_qty, c.qty - c.not_ordered_qty as supplied_qty, c.next_on
from cover c
join order_line l on l.item_id = c.item_id and l.warehouse_id = c.warehouse_id
join sales_order o using (order_id)
join customer u on u.customer_id = o.customer_id
where l.state = 'backordered'
window place as (
    partition by l.item_id, l.warehouse_id
    order by paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) is not null,
        o.priority desc, l.entry_seq, l.line_id
    rows between unbounded preceding and current row
)

-- name: lines
-- The typed lines of which units wait that nobody ordered, those served first first: the units at the back of the queue
-- of their pool.
-- needs: cover_turn
with bare as (
    select root_line_id, any_value(order_id) as order_id, any_value(item_id) as item_id,
        any_value(warehouse_id) as warehouse_id, min(turn) as turn,
        sum(least(qty, upto_qty - supplied_qty)) as uncovered_qty
    from cover_turn
    where upto_qty > supplied_qty
    group by root_line_id
)
select b.root_line_id, b.order_id, o.number as "order", root.line_no as line, c.name as customer_name, b.item_id,
    b.warehouse_id, b.turn::integer as turn, b.uncovered_qty::decimal(38, 4) as uncovered_qty
from bare b
join order_line root on root.line_id = b.root_line_id
join sales_order o on o.order_id = b.order_id
join customer c using (customer_id)
order by b.item_id, b.warehouse_id, b.turn

-- name: pools
-- The pools of which units wait that nobody ordered, what of them lies below zero, and how such a pool is bought: from
-- whom, in which lots, and how long that takes (R35).
-- needs: cover
select c.item_id, c.warehouse_id, i.lic, i.description, w.code as warehouse, v.code as vendor, v.name as vendor_name,
    coalesce(n.multiple_qty, 1)::decimal(38, 4) as multiple_qty,
    coalesce(n.minimum_qty, 0)::decimal(38, 4) as minimum_qty, i.unit_cost,
    way_days(null, n.from_warehouse_id, n.lead_time_days, i.lead_time_days, v.lead_time_days) as lead_time_days,
    n.item_id is not null as has_levels, i.discontinued, i.active, c.below_qty::decimal(38, 4) as below_qty
from cover c
join item i using (item_id)
join warehouse w using (warehouse_id)
left join replenish_level n on n.item_id = c.item_id and n.warehouse_id = c.warehouse_id
left join vendor v on v.vendor_id = coalesce(n.vendor_id, i.vendor_id)
where c.not_ordered_qty > 0
order by i.lic, w.warehouse_id

-- name: pending
-- The lines of pending purchase orders and transfers into the touched pools; own: replenishment's, which it may rewrite
-- (R37).
-- needs: touched_pool
select l.po_line_id, l.po_id, p.number as po, v.code as vendor, f.code as from_warehouse, l.item_id, p.warehouse_id,
    l.qty, l.expected_on,
    p.automatic, p.automatic and not l.edited as own
from po_line l
join purchase_order p using (po_id)
left join vendor v using (vendor_id)
left join warehouse f on f.warehouse_id = p.from_warehouse_id
join touched_pool t on t.item_id = l.item_id and t.warehouse_id = p.warehouse_id
where p.state = 'pending' and l.qty > 0
order by l.po_line_id

-- name: links
-- For which typed lines the pending purchase orders' lines of the touched pools were ordered (R44).
-- needs: touched_pool
select b.po_line_id, b.root_line_id, b.qty
from bought_for b
join po_line l using (po_line_id)
join purchase_order p using (po_id)
join touched_pool t on t.item_id = l.item_id and t.warehouse_id = p.warehouse_id
where p.state = 'pending'

-- name: select_pools
-- The pools in which lines of these LICs, or of these orders, wait.
-- makes: touched_pool
create or replace temp table touched_pool as
select distinct item_id, warehouse_id
from order_line
where state = 'backordered' and (list_contains($item_ids::integer[], item_id)
    or list_contains($order_ids::integer[], order_id))

-- name: pending_automatic
-- The pending automatic purchase orders and transfers, the oldest of each vendor or source and warehouse first (R37).
select p.number, p.po_id, v.code as vendor, f.code as from_warehouse, w.code as warehouse
from purchase_order p
left join vendor v using (vendor_id)
left join warehouse f on f.warehouse_id = p.from_warehouse_id
join warehouse w on w.warehouse_id = p.warehouse_id
where p.state = 'pending' and p.automatic
order by p.po_id

-- name: rewrite_lines
-- What was decided in the place of what stood on lines of pending purchase orders (R37, R44).
-- needs: decision
update po_line set qty = d.need_qty, expected_on = d.expected_on
from decision d
where d.po_line_id = po_line.po_line_id

-- name: decided_orders
-- The purchase orders that take what was decided.
-- needs: decision
select distinct p.po_id from decision d join purchase_order p on p.number = d.po

-- name: number_lines
-- What was decided, new lines by the ids they get.
-- makes: numbered
-- needs: decision
create or replace temp table numbered as
select d.* exclude (po_line_id), d.po_line_id is null as is_new, p.po_id,
    coalesce(d.po_line_id, (select coalesce(max(po_line_id), 0) from po_line)
        + count(*) filter (where d.po_line_id is null) over (order by d.lic, d.warehouse_id))::integer as po_line_id
from decision d
join purchase_order p on p.number = d.po

-- name: numbered
-- What was decided, with the ids of its lines.
-- needs: numbered
from numbered order by po_line_id

-- name: add_lines
-- New lines of pending purchase orders.
-- needs: numbered
insert into po_line (po_line_id, po_id, item_id, qty, unit_cost, expected_on, edited)
select po_line_id, po_id, item_id, need_qty, unit_cost, expected_on, edited from numbered where is_new
    order by po_line_id

-- name: log_lines
-- What was decided of each line, and why.
-- needs: line_before, numbered
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'log' as kind, po_record(p.from_warehouse_id) || ' line' as record,
        format('{}/{}', d.po, d.po_line_id) as record_id, d.item_id, d.warehouse_id, d.po_id, d.po_line_id,
        'qty' as field, plain(b.qty) as old_value, plain(d.need_qty) as new_value, d.need_qty as qty,
        format('{}: {} of {} ({}).', capital(po_named(p.from_warehouse_id, d.po)), in_words(d.need_qty), d.lic,
            d.why) as sentence
    from numbered d
    join purchase_order p on p.po_id = d.po_id
    left join line_before b using (po_line_id)
    order by d.po_line_id
)

-- name: forget_links
-- For whom lines of purchase orders were ordered, where that changes.
-- needs: link_change
delete from bought_for
where exists (
    select 1 from link_change c
    where c.po_line_id = bought_for.po_line_id and c.root_line_id = bought_for.root_line_id
)

-- name: add_links
-- For whom lines of purchase orders are ordered now.
-- needs: link_change
insert into bought_for select po_line_id, root_line_id, qty from link_change where qty > 0

-- name: link_records
-- What the record log says of links that change: of which purchase order, LIC and order's line each is.
-- needs: link_change
select c.po_line_id, c.root_line_id, c.old_qty, c.qty, l.po_id, p.number as po,
    po_named(p.from_warehouse_id, p.number) as named, po_record(p.from_warehouse_id) || ' line' as record, l.item_id,
    p.warehouse_id, i.lic,
    root.order_id, o.number as "order", root.line_no
from link_change c
join po_line l using (po_line_id)
join purchase_order p using (po_id)
join item i using (item_id)
join order_line root on root.line_id = c.root_line_id
join sales_order o on o.order_id = root.order_id
order by c.po_line_id, c.root_line_id

-- name: vendor_of
-- From whom a pool is bought (R35); nothing: nobody knows.
select v.code
from item i
left join replenish_level n on n.item_id = i.item_id and n.warehouse_id = $warehouse_id
left join vendor v on v.vendor_id = coalesce(n.vendor_id, i.vendor_id)
where i.item_id = $item_id
