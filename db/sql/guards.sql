-- The guard: by how much a transaction changed the pools it touched, and how these stand. engine/guards.py judges it.

-- name: changes
-- How much on hand and what is allotted changed in each pool in an action, by the movements and the units that
-- changed their state; and a row of no pool where it was changed whether negative stock is allowed.
select item_id, warehouse_id, sum(on_hand)::decimal(38, 4) as on_hand_change,
    sum(allotted)::decimal(38, 4) as allotted_change
from (
    select item_id, warehouse_id, qty as on_hand, 0 as allotted from movement where action_id = $action_id
    union all
    select item_id, warehouse_id, 0,
        case when new_value = 'allotted' then qty when old_value = 'allotted' then -qty else 0 end
    from record_log
    where action_id = $action_id and field = 'state' and line_id is not null
    union all
    select null, null, 0, 0
    from record_log
    where action_id = $action_id and record = 'preference' and record_id = 'allow_negative_stock'
)
group by all

-- name: some_closed
-- Whether a warehouse is closed.
select coalesce(bool_or(closed), false) from warehouse

-- name: revived_warehouses
-- The closed warehouses (R47) where in an action goods came, or something was wanted or bought.
with revived as (
    select warehouse_id from movement where action_id = $action_id
    group by warehouse_id, item_id having sum(qty) > 0
    union
    select warehouse_id from record_log
    where action_id = $action_id and field = 'state' and line_id is not null
        and (new_value = 'pending' or is_open(new_value))
    union
    select l.warehouse_id
    from record_log g
    join order_line l on l.order_id = g.order_id and l.line_no = g.line_no and l.state = 'pending'
    where g.action_id = $action_id and g.record = 'order'
    union
    select unnest([p.warehouse_id, p.from_warehouse_id])
    from record_log g
    join purchase_order p on p.po_id = g.po_id and p.state in ('pending', 'open')
    where g.action_id = $action_id
)
select w.code from warehouse w join revived r using (warehouse_id) where w.closed order by w.code

-- name: every_pool
-- Every pool in which something ever moved.
select distinct item_id, warehouse_id from on_hand_part

-- name: standings
-- How much pools have on hand, and how much is allotted in them. Added up over these pools alone: the view on_hand
-- would add up every pool.
-- needs: guarded_pool
select item_id, warehouse_id, sum(on_hand)::decimal(38, 4) as on_hand, sum(allotted)::decimal(38, 4) as allotted
from (
    select m.item_id, m.warehouse_id, m.qty as on_hand, 0 as allotted
    from on_hand_part m
    join guarded_pool p on p.item_id = m.item_id and p.warehouse_id = m.warehouse_id
    union all
    select l.item_id, l.warehouse_id, 0, l.qty
    from order_line l
    join guarded_pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
    where l.state = 'allotted'
)
group by all

-- name: firm
-- How much of what is allotted in pools is firm: being picked or pinned (R22).
-- needs: guarded_pool
select l.item_id, l.warehouse_id, sum(l.qty)::decimal(38, 4) as firm
from order_line l
join guarded_pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
where l.state = 'allotted' and is_firm(l.pinned, l.line_id)
group by all

-- name: names
-- What pools of LICs that have stock are called; the warehouse is named if there are several.
-- needs: guarded_pool
select p.item_id, p.warehouse_id,
    if((select count(*) from warehouse) > 1, format('{} in warehouse {}', i.lic, w.code), i.lic) as lic
from guarded_pool p
join item i using (item_id)
join warehouse w using (warehouse_id)
where i.inventoried
order by i.lic, p.warehouse_id

-- name: allowance
-- Whether negative stock is allowed, and whether it was before this action.
select allowed, coalesce((
    select min_by(old_value = 'on', log_id)
    from record_log
    where action_id = $action_id and record = 'preference' and record_id = 'allow_negative_stock'),
        allowed) as allowed_before
from (select exists (select 1 from preference where name = 'allow_negative_stock' and value = 'on') as allowed)
