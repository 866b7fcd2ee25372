-- name: balances
-- Every balance of the pools, of one LIC or of all (R1), each a sum of rows. A LIC that
-- never moved has a pool of zeros.
with pool as (
    select item_id, warehouse_id from on_hand_part
    union
    select item_id, warehouse_id from order_line where is_open(state)
    union
    select l.item_id, p.warehouse_id from po_line l join purchase_order p using (po_id) where p.state = 'open'
    union
    select item_id, warehouse_id from replenish_level
    union
    select item_id, (select warehouse_id from home_warehouse) from item
),
moved as (
    select * from on_hand where $item_id is null or item_id = $item_id
),
demanded as (
    select item_id, warehouse_id, sum(qty) as demand,
        coalesce(sum(qty) filter (where state = 'allotted'), 0) as allotted,
        coalesce(sum(qty) filter (where state = 'backordered'), 0) as backordered
    from order_line
    where is_open(state) and ($item_id is null or item_id = $item_id)
    group by all
),
ordered as (
    select l.item_id, p.warehouse_id, sum(r.open_qty) as on_order
    from po_line l
    join purchase_order p using (po_id)
    join received r using (po_line_id)
    where p.state = 'open' and ($item_id is null or l.item_id = $item_id)
    group by all
)
select p.item_id, p.warehouse_id, i.lic, i.description, w.code as warehouse,
    coalesce(m.qty, 0)::decimal(38, 4) as on_hand,
    coalesce(d.demand, 0)::decimal(38, 4) as demand,
    (coalesce(m.qty, 0) - coalesce(d.demand, 0))::decimal(38, 4) as available,
    coalesce(d.allotted, 0)::decimal(38, 4) as allotted,
    (coalesce(m.qty, 0) - coalesce(d.allotted, 0))::decimal(38, 4) as free,
    coalesce(o.on_order, 0)::decimal(38, 4) as on_order,
    (coalesce(m.qty, 0) - coalesce(d.demand, 0) + coalesce(o.on_order, 0))::decimal(38, 4) as total,
    coalesce(d.backordered, 0)::decimal(38, 4) as backordered
from pool p
join item i using (item_id)
join warehouse w using (warehouse_id)
left join moved m on m.item_id = p.item_id and m.warehouse_id = p.warehouse_id
left join demanded d on d.item_id = p.item_id and d.warehouse_id = p.warehouse_id
left join ordered o on o.item_id = p.item_id and o.warehouse_id = p.warehouse_id
where i.inventoried and ($item_id is null or p.item_id = $item_id)
order by i.lic, w.warehouse_id

-- name: movements
-- The movements of one LIC, newest first.
select m.moved_at, m.kind, w.code as warehouse, m.qty, m.reason, m.actor
from movement m
join warehouse w using (warehouse_id)
where m.item_id = $item_id
order by m.movement_id desc
limit $most

-- name: movement_count
-- How many movements one LIC ever had.
select count(*) from movement where item_id = $item_id

-- name: on_hand
-- What lies in one pool.
select coalesce(sum(qty), 0)::decimal(38, 4) from on_hand_part where item_id = $item_id and warehouse_id = $warehouse_id

-- name: find_booked
-- What the books have of a pool by an adjustment's reference, or of its beginning balance; what was undone adds up to
-- nothing.
select coalesce(sum(qty), 0)::decimal(38, 4)
from movement
where item_id = $item_id and warehouse_id = $warehouse_id and kind = $kind
    and coalesce(reference, '') = coalesce($reference::varchar, '')

-- name: move
-- One change of on hand.
insert into movement
select nextval('movement_number'), $now, $kind, $item_id, $warehouse_id, $qty, null, null, null, $line_id,
    $reference, $reason,
    $actor, $action_id

-- name: add_return
-- Goods that came back.
insert into goods_return
select coalesce(max(return_id), 0) + 1, $line_id, $qty, $sellable, $now, $action_id from goods_return

-- name: out_there
-- How much of a line the customer has: what shipped less what came back.
select if(state = 'shipped', qty, 0) - coalesce((select sum(qty) from goods_return where line_id = $line_id), 0)
from order_line
where line_id = $line_id

-- name: add_replacement
-- The replacement of returned goods: a new line at the order's own place in the queue (R34).
insert into order_line
select (select max(line_id) from order_line) + 1, l.order_id,
    (select max(line_no) from order_line where order_id = l.order_id) + 1,
    (select max(line_id) from order_line) + 1,
    l.item_id, l.warehouse_id, $qty, $qty, 'backordered', false, null, null, false, l.entry_seq, l.unit_price,
    l.note, $now, l.hold, l.not_before
from order_line l
where l.line_id = $line_id

-- name: log_replacement
-- The replacement's units becoming demand.
insert into record_log by name
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'log' as kind, 'order' as record, o.number as record_id, l.order_id, l.line_id, l.line_no, l.root_line_id,
    l.item_id,
    l.warehouse_id, 'state' as field, 'pending' as old_value, 'backordered' as new_value, l.qty,
    format('Line {}: {} of {} owed in place of what came back.', l.line_no, in_words(l.qty), i.lic) as sentence
from order_line l
join sales_order o using (order_id)
join item i using (item_id)
where l.line_id = (select max(line_id) from order_line)

-- name: adjustments
-- The newest counts, losses, finds and opening balances, and how many there are in all.
select m.moved_at, i.lic, i.description, w.code as warehouse, m.qty, m.kind, m.reason, m.reference, m.actor,
    count(*) over () as total
from movement m
join item i using (item_id)
join warehouse w using (warehouse_id)
where m.kind in ('adjustment', 'beginning balance')
order by m.movement_id desc
limit $most

-- name: returns
-- The newest goods that came back, and how many times that was in all.
select r.returned_at, o.number as "order", l.line_no, c.name as customer, i.lic, i.description, r.qty, r.sellable,
    count(*) over () as total
from goods_return r
join order_line l using (line_id)
join sales_order o using (order_id)
join customer c using (customer_id)
join item i using (item_id)
order by r.return_id desc
limit $most

-- name: clear_balances
-- The balances carried forward before make room.
delete from balance

-- name: add_balances
-- What each pool has on hand, added up from all its movements.
insert into balance select item_id, warehouse_id, sum(qty) from movement group by all order by all

-- name: carry_received
-- What came of each line of a purchase order, where that is not what was carried forward before.
update po_line set carried_qty = m.qty
from (
    select l.po_line_id, coalesce(sum(m.qty) filter (where m.receipt_id is not null), 0) as qty
    from po_line l
    left join movement m using (po_line_id)
    group by l.po_line_id
) m
where m.po_line_id = po_line.po_line_id and m.qty is distinct from po_line.carried_qty

-- name: forget_mark
-- Forgets up to where the balances stood.
delete from carried_forward

-- name: mark_carried
-- The balances stand for every movement up to the newest.
insert into carried_forward select max(movement_id) from movement having max(movement_id) is not null

-- name: balance_count
-- How many pools have a balance.
select count(*) from balance
