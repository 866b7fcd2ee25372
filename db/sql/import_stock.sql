-- name: name_pools
-- The rows of a file of stock or adjustments with the pools they name; a row that names no warehouse means the first.
-- makes: named_row
-- needs: incoming
create or replace temp table named_row as
select n.* exclude (warehouse), i.item_id, i.inventoried, i.decimals, w.warehouse_id,
    coalesce(n.warehouse, home.code) as given_warehouse
from incoming n
cross join home_warehouse home
left join item i using (lic)
left join warehouse w on w.code = coalesce(n.warehouse, home.code)

-- name: resolve_openings
-- The rows of a stock file with the opening balances that their pools have already; one that was undone is none. A
-- balance of zero has nothing to post: it is as good as known.
-- makes: incoming_movement
-- needs: named_row
create or replace temp table incoming_movement as
with known_balance as (
    select item_id, warehouse_id, sum(qty) as qty from movement where kind = 'beginning balance'
    group by all having sum(qty) <> 0
)
select n.*, null::varchar as reference, 'opening balance' as reason,
    coalesce(o.qty, if(n.qty = 0, 0, null)) as known_qty,
    null::varchar as known_reason, min(n.row) over (partition by n.item_id, n.warehouse_id) as first_row
from named_row n
left join known_balance o on o.item_id = n.item_id and o.warehouse_id = n.warehouse_id

-- name: resolve_adjustments
-- The rows of an adjustments file with what the books have under their references, but for what was undone; a reference
-- that the desk itself gave on the way out is known to it.
-- makes: incoming_movement
-- needs: named_row
create or replace temp table incoming_movement as
with own as (
    select distinct split_part(reference, ' ', 1) as kind, split_part(reference, ' ', 2)::bigint as id
    from named_row
    where regexp_matches(reference, '^(shipment|return|adjustment|transfer) [0-9]{1,15} of ')
),
moved as (
    select reference, item_id, warehouse_id, qty, reason, movement_id
    from movement
    where kind = 'adjustment' and reference is not null
    union all
    select own_reference('shipment', s.shipment_id, s.created_at), m.item_id, m.warehouse_id, m.qty, 'shipped',
        m.movement_id
    from movement m
    join own on own.kind = 'shipment' and own.id = m.shipment_id
    join shipment s on s.shipment_id = m.shipment_id
    union all
    select own_reference(m.kind, m.movement_id, m.moved_at), m.item_id, m.warehouse_id, m.qty, m.reason, m.movement_id
    from movement m
    join own on own.kind = m.kind and own.id = m.movement_id
    where m.reference is null
    union all
    select t.reference, t.item_id, t.warehouse_id, t.qty, t.reason, null
    from transferred t
    where exists (from own where own.kind = 'transfer') and t.reference in (select reference from named_row)
),
booked as (
    select reference, item_id, warehouse_id, sum(qty) as qty, min_by(trim(reason), movement_id) as reason
    from moved
    group by all
    having sum(qty) <> 0
)
select n.* replace (trim(n.reason) as reason), b.qty as known_qty, b.reason as known_reason,
    min(n.row) over (partition by n.reference, n.item_id, n.warehouse_id) as first_row
from named_row n
left join booked b on b.reference = n.reference and b.item_id = n.item_id and b.warehouse_id = n.warehouse_id

-- name: pools
-- The pools that the rows name.
-- needs: incoming_movement
select distinct item_id, warehouse_id from incoming_movement where item_id is not null and warehouse_id is not null

-- name: find_new_movements
-- The rows that are not in the books yet, with what is on hand before each of them in file order, and how much is firm.
-- makes: new_movement
-- needs: incoming_movement, pool_standing
create or replace temp table new_movement as
select n.*, (coalesce(s.on_hand, 0) + sum(n.qty) over w - n.qty)::decimal(38, 4) as before_qty, s.firm as firm_qty
from incoming_movement n
left join pool_standing s on s.item_id = n.item_id and s.warehouse_id = n.warehouse_id
where n.known_qty is null
window w as (partition by n.item_id, n.warehouse_id order by n.row rows between unbounded preceding and current row)

-- name: problems
-- What is wrong with the rows beyond their single cells: the row, the refusal and its facts (section 10, R13, R22).
-- needs: incoming_movement, new_movement
with fallen as (
    select n.*, exists (select 1 from preference where name = 'allow_negative_stock' and value = 'on') as allowed
    from new_movement n
    where qty < 0 and item_id is not null and warehouse_id is not null
)
select row, 'Unknown' as refusal, map {'kind': 'LIC', 'name': lic} as facts
from incoming_movement where item_id is null and lic is not null
union all
select row, 'Unknown', map {'kind': 'warehouse', 'name': given_warehouse} from incoming_movement
where warehouse_id is null
union all
select n.row, 'WarehouseClosed', map {'warehouse': n.given_warehouse}
from new_movement n
join warehouse w on w.warehouse_id = n.warehouse_id
where w.closed
union all
select row, 'NoLongerInventoried', map {'lic': lic, 'verb': 'adjust'} from incoming_movement where not inventoried
union all
select row, 'TooManyDecimals', map {'qty': in_words(qty), 'lic': lic, 'decimals': decimals::varchar}
from incoming_movement where length(split_part(plain(qty), '.', 2)) > decimals
union all
select row, 'GivenTwice', map {
    'record': if(reference is null, format('The opening balance of {}', lic),
        format('The adjustment {} of {}', reference, lic)),
    'first': first_row::varchar}
from incoming_movement where row > first_row and item_id is not null and warehouse_id is not null
union all
select row, if(reference is null, 'OtherOpening', 'OtherAdjustment'), map {'lic': lic, 'warehouse': given_warehouse,
    'reference': reference, 'known': in_words(known_qty), 'qty': in_words(qty)}
from incoming_movement where known_qty <> qty
union all
select row, 'OtherReason', map {'lic': lic, 'reference': reference, 'known': known_reason}
from incoming_movement where known_qty = qty and known_reason <> reason
union all
select row, 'NotEnoughStock', map {'lic': lic, 'on_hand': in_words(before_qty), 'qty': in_words(-qty)}
from fallen where before_qty + qty < 0 and not allowed
union all
select row, 'FirmNotCovered', map {'lic': lic, 'firm': in_words(firm_qty), 'on_hand': in_words(before_qty + qty)}
from fallen where firm_qty > greatest(before_qty + qty, 0) and (before_qty + qty >= 0 or allowed)

-- name: log_movements
-- A row for each LIC whose on hand changes.
-- needs: new_movement
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'log' as kind, 'item' as record, lic as record_id, item_id, warehouse_id, 'on hand' as field,
        plain(before_qty) as old_value, plain(before_qty + qty) as new_value, qty,
        format('{}: on hand {} became {} ({}).', lic, in_words(before_qty), in_words(before_qty + qty),
            reason) as sentence
    from new_movement
    order by row
)

-- name: add_movements
-- The changes of on hand.
-- needs: new_movement
insert into movement
select nextval('movement_number'), *
from (
    select $now, $kind, item_id, warehouse_id, qty, null, null, null, null, reference, reason, $actor, $action_id
    from new_movement
    order by row
)

-- name: select_fallen_pools
-- The pools of which a row took something (R23).
-- makes: touched_pool
-- needs: new_movement
create or replace temp table touched_pool as select distinct item_id, warehouse_id from new_movement where qty < 0

-- name: counts
-- How many rows were new, and how many in the books already.
-- needs: incoming_movement
select count(*) filter (where known_qty is null) as added, count(*) filter (where known_qty is not null) as unchanged
from incoming_movement

-- name: select_pools
-- The pools of which on hand changed.
-- makes: touched_pool
-- needs: new_movement
create or replace temp table touched_pool as select distinct item_id, warehouse_id from new_movement
