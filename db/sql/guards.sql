-- The guard: how the pools stand that a transaction touches, now and when it began. engine/guards.py judges it.

-- name: mark
-- The highest numbers that rows of the record log and movements were given so far: what is written from now on has
-- higher ones. Asked of the sequences, since the newest row of a long log is not found at once.
select coalesce(max(last_value) filter (where sequence_name = 'log_number'), 0) as log_id,
    coalesce(max(last_value) filter (where sequence_name = 'movement_number'), 0) as movement_id
from duckdb_sequences()
where database_name = current_database()

-- name: is_concerned
-- Whether a transaction wrote anything of which a pool could stand otherwise: a movement, units that changed their
-- state, a shipment, a pin, a preference. A draft, a letter or a remark is nothing of the kind.
select 1 from movement where movement_id > $movement_id
union all
select 1
from record_log
where log_id > $log_id
    and (line_id is not null or record in ('shipment', 'preference') or field = 'pinned')
limit 1

-- name: select_pools
-- The pools that a transaction touched, by what it wrote: where something moved, where units changed their state, where
-- lines became firm or no longer are, and every pool once negative stock is no longer allowed.
-- makes: guarded_pool
create or replace temp table guarded_pool as
with written as (
    select * from record_log where log_id > $log_id
),
firmed as (
    select order_id, line_id
    from order_line
    where state = 'allotted' and order_id in (select order_id from written where field = 'pinned')
    union all
    select l.order_id, l.line_id
    from shipment_line sl
    join order_line l using (line_id)
    where sl.live and sl.shipment_id in (
        select shipment_id from written where record = 'shipment' and 'picking' in (old_value, new_value))
)
select item_id, warehouse_id from movement where movement_id > $movement_id
union
select item_id, warehouse_id from written where line_id is not null and field = 'state'
union
select item_id, warehouse_id from order_line where line_id in (select line_id from firmed)
union
select item_id, warehouse_id
from on_hand_part
where exists (select 1 from written where record = 'preference' and record_id = 'allow_negative_stock')

-- name: name_pools
-- The pools of a fall of stock, from (item_id, warehouse_id) lists of equal length.
-- makes: guarded_pool
create or replace temp table guarded_pool as
select distinct unnest($item_ids::integer[]) as item_id, unnest($warehouse_ids::integer[]) as warehouse_id

-- name: name_all_pools
-- Every pool in which something ever moved.
-- makes: guarded_pool
create or replace temp table guarded_pool as select distinct item_id, warehouse_id from on_hand_part

-- name: find_standings
-- How each guarded pool stands: on hand, allotted, and how much of that is firm (being picked or pinned, R22); and how
-- it stood before a row of the record log and a movement, whether negative stock was allowed included.
-- makes: pool_standing
-- needs: guarded_pool
create or replace temp table pool_standing as
with allowance as (
    select allowed, coalesce((
        select min_by(old_value = 'on', log_id)
        from record_log
        where log_id > $log_id and record = 'preference' and record_id = 'allow_negative_stock'),
            allowed) as allowed_before
    from (select exists (select 1 from preference where name = 'allow_negative_stock' and value = 'on') as allowed)
),
-- Added up over these pools alone: the view on_hand would add up every pool.
moved as (
    select m.item_id, m.warehouse_id, sum(m.qty) as qty,
        coalesce(sum(m.qty) filter (where m.movement_id > $movement_id), 0) as new_qty
    from on_hand_part m
    join guarded_pool p on p.item_id = m.item_id and p.warehouse_id = m.warehouse_id
    group by all
),
held as (
    select l.item_id, l.warehouse_id, sum(l.qty) as qty,
        coalesce(sum(l.qty) filter (where is_firm(l.pinned, l.line_id)), 0) as firm_qty
    from order_line l
    join guarded_pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
    where l.state = 'allotted'
    group by all
),
allotted_since as (
    select item_id, warehouse_id,
        sum(case when new_value = 'allotted' then qty when old_value = 'allotted' then -qty else 0 end) as qty
    from record_log
    where log_id > $log_id and field = 'state' and line_id is not null
    group by all
)
select p.item_id, p.warehouse_id, coalesce(m.qty, 0)::decimal(38, 4) as on_hand,
    coalesce(h.qty, 0)::decimal(38, 4) as allotted,
    coalesce(h.firm_qty, 0)::decimal(38, 4) as firm, a.allowed,
    (coalesce(m.qty, 0) - coalesce(m.new_qty, 0))::decimal(38, 4) as on_hand_before,
    (coalesce(h.qty, 0) - coalesce(f.qty, 0))::decimal(38, 4) as allotted_before, a.allowed_before
from guarded_pool p
cross join allowance a
left join moved m on m.item_id = p.item_id and m.warehouse_id = p.warehouse_id
left join held h on h.item_id = p.item_id and h.warehouse_id = p.warehouse_id
left join allotted_since f on f.item_id = p.item_id and f.warehouse_id = p.warehouse_id

-- name: has_suspects
-- Whether any of them has less on hand than nothing, or than is allotted.
-- needs: pool_standing
select exists (from pool_standing where on_hand < greatest(allotted, 0))

-- name: suspects
-- The guarded pools with less on hand than nothing, or than is allotted; the warehouse is named if there are several.
-- needs: pool_standing
select if((select count(*) from warehouse) > 1, format('{} in warehouse {}', i.lic, w.code), i.lic) as lic,
    s.* exclude (item_id, warehouse_id)
from pool_standing s
join item i using (item_id)
join warehouse w using (warehouse_id)
where i.inventoried and s.on_hand < greatest(s.allotted, 0)
order by i.lic, s.warehouse_id
