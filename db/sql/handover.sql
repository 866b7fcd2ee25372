-- Files out in the columns of their import, so that an empty desk that takes them in has the same balances, the same
-- queue and the same promises. What was in a closed warehouse adds up to nothing and is left out, but for levels (R47).

-- name: warehouses
-- Every warehouse (R47).
select code as warehouse, name, closed from warehouse order by warehouse_id

-- name: vendors
-- Every vendor.
select code as vendor, name, lead_time_days from vendor order by vendor_id

-- name: items
-- Every LIC, with a row for each warehouse in which it has levels (R35).
select i.lic, i.description, i.inventoried, i.decimals, i.discontinued, i.active, v.code as vendor, i.unit_cost,
    i.lead_time_days, n.level_qty as replenish_level, n.target_qty as target, n.multiple_qty as order_multiple,
    n.minimum_qty as minimum_order, w.code as warehouse, f.code as transfer_from
from item i
left join vendor v on v.vendor_id = i.vendor_id
left join replenish_level n on n.item_id = i.item_id
left join warehouse w on w.warehouse_id = n.warehouse_id
left join warehouse f on f.warehouse_id = n.from_warehouse_id and not f.closed
order by i.item_id, w.warehouse_id

-- name: customers
-- Every location of every customer, the one that is meant where none is named before the others.
select c.code as customer, c.name, lo.code as location, lo.address, k.email, c.active
from customer c
join location lo on lo.customer_id = c.customer_id
left join customer_contact k on k.customer_id = c.customer_id
order by c.customer_id, lo.location_id

-- name: stock
-- The opening balances.
select i.lic, sum(m.qty)::decimal(38, 4) as qty, w.code as warehouse
from movement m
join item i on i.item_id = m.item_id
join warehouse w on w.warehouse_id = m.warehouse_id
where m.kind = 'beginning balance' and not w.closed
group by i.item_id, i.lic, w.warehouse_id, w.code
having sum(m.qty) <> 0
order by i.item_id, w.warehouse_id

-- name: adjustments
-- What came and went otherwise than by opening balance and receipt: adjustments, what left with each shipment and came
-- back as a return, and what came with transfers, out of one warehouse into the other. What was undone or voided is
-- none. Rises come first, so that no row finds too little.
with moved as (
    select m.movement_id, m.item_id, m.warehouse_id, m.qty, if(m.shipment_id is null, m.reason, 'shipped') as reason,
        case
            when m.reference is not null then m.reference
            when m.shipment_id is not null then own_reference('shipment', m.shipment_id, s.created_at)
            else own_reference(m.kind, m.movement_id, m.moved_at)
        end as reference
    from movement m
    left join shipment s on s.shipment_id = m.shipment_id
    where m.kind in ('adjustment', 'shipment', 'shipment void', 'return')
    union all
    select null, item_id, warehouse_id, qty, reason, reference from transferred
)
select m.reference, i.lic, sum(m.qty)::decimal(38, 4) as qty,
    coalesce(nullif(trim(min_by(m.reason, m.movement_id)), ''), 'not said') as reason, w.code as warehouse
from moved m
join item i on i.item_id = m.item_id
join warehouse w on w.warehouse_id = m.warehouse_id
where not w.closed
group by m.reference, i.item_id, i.lic, w.warehouse_id, w.code
having sum(m.qty) <> 0
order by sum(m.qty) < 0, min(m.movement_id) nulls last, m.reference

-- name: purchases
-- The lines of every purchase order that was opened: of one that was cancelled what came, of one that brought more
-- than was ordered all that came. Receipts fill the lines of a LIC in turn, so where there are several of it, what came
-- of each stands before what is to come.
with line as (
    select l.*, p.number, p.state, p.vendor_id, p.warehouse_id, r.qty as came_qty,
        if(p.state = 'void', r.qty, greatest(l.qty, r.qty)) as all_qty,
        count(*) filter (where l.qty > 0 or r.qty > 0) over (partition by l.po_id, l.item_id) > 1 as has_twin
    from po_line l
    join purchase_order p on p.po_id = l.po_id
    join received r on r.po_line_id = l.po_line_id
    where p.state <> 'pending'
),
piece as (
    select *, 1 as place, if(has_twin, came_qty, all_qty) as part_qty from line
    union all
    select *, 2, all_qty - came_qty from line where has_twin
)
select l.number as po, v.code as vendor, i.lic, l.part_qty as qty, l.expected_on, l.unit_cost, w.code as warehouse
from piece l
join vendor v on v.vendor_id = l.vendor_id
join item i on i.item_id = l.item_id and i.inventoried
join warehouse w on w.warehouse_id = l.warehouse_id and not w.closed
where l.part_qty > 0
order by l.po_id, l.place, l.po_line_id

-- name: receipts
-- What came on purchase orders and was not voided; what came with transfers is among the adjustments.
with came as (
    select m.receipt_id, m.item_id, m.warehouse_id, sum(m.qty) as qty
    from movement m
    where m.receipt_id is not null
    group by all
    having sum(m.qty) <> 0
)
select p.number as po, i.lic, sum(c.qty)::decimal(38, 4) as qty, min(r.received_at) as received_at,
    if(r.reference = '', own_reference('receipt', r.receipt_id, r.received_at), r.reference) as reference
from came c
join receipt r on r.receipt_id = c.receipt_id
join purchase_order p on p.po_id = r.po_id and p.from_warehouse_id is null
join item i on i.item_id = c.item_id
join warehouse w on w.warehouse_id = c.warehouse_id and not w.closed
group by p.number, i.lic, i.item_id, 5
order by min(r.receipt_id), i.item_id

-- name: transfers
-- What transfers have in transit (R47).
select p.number as transfer, f.code as from_warehouse, w.code as warehouse, i.lic, r.open_qty as qty, l.expected_on
from purchase_order p
join warehouse f on f.warehouse_id = p.from_warehouse_id
join warehouse w on w.warehouse_id = p.warehouse_id
join po_line l on l.po_id = p.po_id
join received r on r.po_line_id = l.po_line_id
join item i on i.item_id = l.item_id
where p.state = 'open' and r.open_qty > 0
order by p.po_id, l.po_line_id

-- name: orders
-- The open lines of every order as they stand, firm ones among them (R22), in the order of their entry (R14). Of the
-- holds on a line, its order and its customer the one that lasts longest; what is being picked leaves anyway (R45).
select o.number as "order", c.code as customer, lo.code as location, o.ship_type, o.priority, o.requested_on,
    o.opened_at as entered_at, i.lic, l.qty, if(l.whole, 'whole', null) as on_shortage, l.unit_price,
    w.code as warehouse, if(a.state = 'picking', null, greatest(l.not_before, o.not_before)) as not_before,
    h.hold.reason as hold,
    nullif(h.hold.until_on, date '9999-12-31') as hold_until,
    case when l.state = 'backordered' then l.state when a.state = 'picking' then a.state when l.pinned then 'pinned'
        else l.state end as state
from order_line l
left join aboard a on a.line_id = l.line_id
join sales_order o on o.order_id = l.order_id
join customer c on c.customer_id = o.customer_id
join location lo on lo.location_id = o.location_id
join item i on i.item_id = l.item_id
join warehouse w on w.warehouse_id = l.warehouse_id
cross join lateral (
    select if(a.state = 'picking', null, list_last(list_sort(list_filter([l.hold, o.hold, c.hold],
        lambda one: one.until_on > $today)))) as hold
) h
where is_open(l.state)
order by l.entry_seq, l.line_id
