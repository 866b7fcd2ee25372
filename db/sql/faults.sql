-- The pools that a run leaves out, because their rows were at fault before it (R29).

-- name: find_pools
-- The pools of every row that the proof found at fault. The rows are in fault (problem, record, kind, line_no); how the
-- pools stand is in pool_standing. A row with a line means that line alone.
-- makes: pool_at_fault
-- needs: fault, pool_standing
create or replace temp table pool_at_fault as
with named as (
    select problem, record, kind, line_no, problem = 'id given twice' as by_id, try_cast(record as bigint) as id
    from fault
),
line as (
    select l.*, o.number, o.customer_id
    from order_line l
    join sales_order o using (order_id)
),
of_order as (
    select l.item_id, l.warehouse_id
    from named n
    join line l on l.number = n.record and (n.line_no is null or l.line_no = n.line_no)
    where n.problem in ('wrong line state', 'unranked line', 'bad quantity', 'siblings do not sum', 'siblings differ',
        'not on one shipment', 'complete order torn apart', 'state without its log', 'shipped without movement',
        'returned too much',
        'return without movement', 'order state')
        or (n.kind = 'order' and n.problem = 'number given twice')
),
of_shipment as (
    select l.item_id, l.warehouse_id
    from named n
    join shipment_line sl on sl.shipment_id = n.id and sl.live
    join line l using (line_id)
    where n.problem in ('shipment disagrees', 'empty shipment') or n.kind = 'shipment'
),
of_po as (
    select l.item_id, unnest([p.warehouse_id, p.from_warehouse_id]) as warehouse_id
    from named n
    join purchase_order p on if(n.by_id, p.po_id = n.id, p.number = n.record)
    join po_line l using (po_id)
    where n.problem in ('purchase order state', 'quantity without its log', 'receipts without their movements',
        'transfer without its goods')
        or n.kind = 'purchase order'
),
of_item as (
    select s.item_id, s.warehouse_id
    from named n
    join item i on if(n.by_id, i.item_id = n.id, i.lic = n.record)
    join pool_standing s using (item_id)
    where n.kind = 'LIC' or n.problem = 'balance without its movements'
        or (n.problem in ('negative on hand', 'promised twice') and s.on_hand < greatest(s.allotted, 0))
),
of_twin as (
    select l.item_id, l.warehouse_id
    from named n
    join line l on (n.kind = 'order' and l.order_id = n.id) or (n.kind = 'order line' and l.line_id = n.id)
        or (n.kind = 'customer' and l.customer_id = n.id)
    where n.by_id
    union all
    select l.item_id, l.warehouse_id
    from named n
    join customer c on c.code = n.record
    join line l using (customer_id)
    where n.problem = 'number given twice' and n.kind = 'customer'
    union all
    select m.item_id, m.warehouse_id
    from named n
    join movement m on m.movement_id = n.id
    where n.by_id and n.kind = 'movement'
)
from of_order union from of_shipment
union
from of_po where warehouse_id is not null
union
 from of_item union from of_twin

-- name: pools
-- The pools at fault now.
-- needs: pool_at_fault
from pool_at_fault

-- name: leave_out
-- Writes down that this run leaves the pools at fault out.
-- needs: pool_at_fault
insert into run_left_out select $run_id, item_id, warehouse_id from pool_at_fault

-- name: left_out
-- The pools that this run leaves out.
select item_id, warehouse_id from run_left_out where run_id = $run_id

-- name: deselect
-- Takes what this run leaves out off the touched pools.
-- makes: touched_pool
-- needs: touched_pool
delete from touched_pool
where exists (
    select 1
    from run_left_out x
    where x.run_id = $run_id and x.item_id = touched_pool.item_id and x.warehouse_id = touched_pool.warehouse_id
)
