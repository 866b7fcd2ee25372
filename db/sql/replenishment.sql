-- name: set_levels
-- The levels of a pool.
update replenish_level set level_qty = $level_qty, target_qty = $target_qty, multiple_qty = $multiple_qty,
    minimum_qty = $minimum_qty, vendor_id = $vendor_id, lead_time_days = $lead_time_days,
    from_warehouse_id = $from_warehouse_id
where item_id = $item_id and warehouse_id = $warehouse_id

-- name: add_levels
-- The levels of a pool that had none.
insert into replenish_level
select $item_id, $warehouse_id, $level_qty, $target_qty, $multiple_qty, $minimum_qty, $vendor_id, $lead_time_days,
    $from_warehouse_id
where not exists (select 1 from replenish_level where item_id = $item_id and warehouse_id = $warehouse_id)

-- name: levels_text
-- The levels of a pool as the record log keeps them.
select levels_text(n.level_qty, n.target_qty, n.multiple_qty, n.minimum_qty, v.code, n.lead_time_days, f.code)
from replenish_level n
left join vendor v using (vendor_id)
left join warehouse f on f.warehouse_id = n.from_warehouse_id
where n.item_id = $item_id and n.warehouse_id = $warehouse_id

-- name: drop_levels
-- A pool that is no longer replenished.
delete from replenish_level where item_id = $item_id and warehouse_id = $warehouse_id

-- name: proposal
-- Every pool with levels: its total, what a person ordered on the pending automatic PO or transfer, and what the
-- sweep's own line on it says now (R36, R37). Discontinued and inactive LICs and closed warehouses are skipped (R38,
-- R47).
with demanded as (
    select item_id, warehouse_id, sum(qty) as qty from order_line where is_open(state) group by all
),
ordered as (
    select l.item_id, p.warehouse_id,
        coalesce(sum(r.open_qty) filter (where p.state = 'open'), 0) as on_order_qty,
        coalesce(sum(l.qty) filter (where p.state = 'pending' and p.automatic and l.edited), 0) as by_hand_qty
    from po_line l
    join purchase_order p using (po_id)
    join received r using (po_line_id)
    where p.state in ('open', 'pending')
    group by all
),
own as (
    select l.item_id, p.warehouse_id, p.from_warehouse_id, min(l.po_line_id) as po_line_id, sum(l.qty) as qty,
        arg_min(p.number, l.po_line_id) as po
    from po_line l
    join purchase_order p using (po_id)
    where p.state = 'pending' and p.automatic and not l.edited and l.qty > 0
    group by all
)
select n.item_id, n.warehouse_id, i.lic, i.description, w.code as warehouse,
    if(n.from_warehouse_id is null, v.code, null) as vendor, f.code as from_warehouse, n.from_warehouse_id,
    n.level_qty, n.target_qty, n.multiple_qty, n.minimum_qty, i.unit_cost,
    way_days(n.from_warehouse_id, n.from_warehouse_id, n.lead_time_days, i.lead_time_days, v.lead_time_days)
        as lead_time_days,
    coalesce(m.qty, 0)::decimal(38, 4) as on_hand_qty,
    coalesce(d.qty, 0)::decimal(38, 4) as demand_qty,
    coalesce(o.on_order_qty, 0)::decimal(38, 4) as on_order_qty,
    (coalesce(m.qty, 0) - coalesce(d.qty, 0) + coalesce(o.on_order_qty, 0))::decimal(38, 4) as total_qty,
    coalesce(o.by_hand_qty, 0)::decimal(38, 4) as by_hand_qty,
    own.po_line_id, own.po, coalesce(own.qty, 0)::decimal(38, 4) as proposed_qty
from replenish_level n
join item i using (item_id)
join warehouse w using (warehouse_id)
left join vendor v on v.vendor_id = coalesce(n.vendor_id, i.vendor_id)
left join warehouse f on f.warehouse_id = n.from_warehouse_id
left join on_hand m on m.item_id = n.item_id and m.warehouse_id = n.warehouse_id
left join demanded d on d.item_id = n.item_id and d.warehouse_id = n.warehouse_id
left join ordered o on o.item_id = n.item_id and o.warehouse_id = n.warehouse_id
left join own on own.item_id = n.item_id and own.warehouse_id = n.warehouse_id
    and own.from_warehouse_id is not distinct from n.from_warehouse_id
where i.inventoried and i.active and not i.discontinued and not w.closed
order by i.lic, w.warehouse_id

-- name: spare
-- What the pools from which others are fetched have to spare (R47): available there (R1), above their own level, and
-- not on a pending transfer that a person wrote; what replenishment itself has pending is worked out anew.
with source as (
    select distinct item_id, from_warehouse_id as warehouse_id from replenish_level where from_warehouse_id is not null
),
there as (
    select m.item_id, m.warehouse_id, m.qty from on_hand m
    union all
    select item_id, warehouse_id, -qty from order_line where is_open(state)
    union all
    select item_id, warehouse_id, -level_qty from replenish_level
    union all
    select l.item_id, p.from_warehouse_id, -l.qty
    from po_line l
    join purchase_order p using (po_id)
    where p.state = 'pending' and p.from_warehouse_id is not null and not (p.automatic and not l.edited)
)
select p.item_id, p.warehouse_id, greatest(sum(p.qty), 0)::decimal(38, 4) as spare_qty
from there p
join source s on s.item_id = p.item_id and s.warehouse_id = p.warehouse_id
group by all

-- name: misplaced
-- The lines that replenishment may rewrite in the touched pools and that stand where it does not order them any more:
-- on a transfer though the pool is bought for, on a purchase order though it is fetched for, or from another warehouse.
-- needs: touched_pool
select l.po_line_id, l.item_id, p.warehouse_id, i.lic, p.number as po, l.qty as proposed_qty, i.unit_cost
from po_line l
join purchase_order p using (po_id)
join item i using (item_id)
join touched_pool t on t.item_id = l.item_id and t.warehouse_id = p.warehouse_id
left join replenish_level n on n.item_id = l.item_id and n.warehouse_id = p.warehouse_id
where p.state = 'pending' and p.automatic and not l.edited and l.qty > 0
    and p.from_warehouse_id is distinct from n.from_warehouse_id
order by l.po_line_id

-- name: void_empty
-- Automatic purchase orders and transfers that the rewrite emptied.
update purchase_order set state = 'void', version = version + 1, changed_at = $now, changed_by = $actor
where state = 'pending' and automatic
    and po_id not in (select po_id from po_line where qty > 0)

-- name: log_void_empty
-- Logs that automatic purchase orders and transfers were voided because the rewrite emptied them.
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'log' as kind, po_record(from_warehouse_id) as record, number as record_id, warehouse_id, po_id,
        'state' as field, 'pending' as old_value, 'void' as new_value,
        format('{} was voided: nothing on it is needed any more.',
            capital(po_named(from_warehouse_id, number))) as sentence
    from purchase_order
    where state = 'pending' and automatic
        and po_id not in (select po_id from po_line where qty > 0)
    order by po_id
)

-- name: levels
-- Every pool with levels, also those that are skipped (R38).
select i.lic, i.description, i.decimals, w.code as warehouse, n.level_qty, n.target_qty, n.multiple_qty, n.minimum_qty,
    v.code as vendor, f.code as from_warehouse, n.lead_time_days, i.discontinued, i.active, w.closed
from replenish_level n
join item i using (item_id)
join warehouse w using (warehouse_id)
left join vendor v on v.vendor_id = n.vendor_id
left join warehouse f on f.warehouse_id = n.from_warehouse_id
order by i.lic, w.warehouse_id

-- name: select_pools
-- The pools that a replenishment looks at: those with levels (R36), and on request those in which a line waits, or for
-- which it has ordered something that it may rewrite (R44).
-- makes: touched_pool
create or replace temp table touched_pool as
select item_id, warehouse_id from replenish_level
union
select item_id, warehouse_id from order_line where $also_without_levels and state = 'backordered'
union
select l.item_id, p.warehouse_id
from po_line l
join purchase_order p using (po_id)
where $also_without_levels and p.state = 'pending' and p.automatic and not l.edited and l.qty > 0

-- name: selected
-- The pools that are looked at.
-- needs: touched_pool
from touched_pool

-- name: without_levels
-- The touched pools without levels that replenishment may order for (R38, R44), and from whom.
-- needs: touched_pool
select t.item_id, t.warehouse_id, i.lic, i.description, w.code as warehouse, v.code as vendor,
    null::varchar as from_warehouse, i.unit_cost, lead_days(null, i.lead_time_days, v.lead_time_days) as lead_time_days
from touched_pool t
join item i using (item_id)
join warehouse w using (warehouse_id)
left join replenish_level n on n.item_id = t.item_id and n.warehouse_id = t.warehouse_id
left join vendor v on v.vendor_id = i.vendor_id
where n.item_id is null and i.inventoried and i.active and not i.discontinued
order by i.lic, w.warehouse_id
