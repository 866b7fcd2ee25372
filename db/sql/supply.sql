-- name: find
-- One purchase order by its number.
select p.*, v.code as vendor, v.name as vendor_name, w.code as warehouse,
    v.lead_time_days as vendor_lead_time_days
from purchase_order p
join vendor v using (vendor_id)
join warehouse w using (warehouse_id)
where p.number = $number

-- name: next_number
-- The number of the next purchase order made here: one above the highest of the form PO123.
select format('PO{}', greatest(coalesce(max(try_cast(substr(number, 3) as bigint)), 0), 100) + 1)
from purchase_order
where starts_with(number, 'PO')

-- name: add
-- A pending purchase order; it is not on order yet (R4).
insert into purchase_order
select coalesce(max(po_id), 0) + 1, $number, $vendor_id, $warehouse_id, 'pending', $automatic, $now, null, 1, $now, $actor
from purchase_order

-- name: add_line
-- A line of a purchase order.
insert into po_line
select coalesce(max(po_line_id), 0) + 1, $po_id, $item_id, $qty, $unit_cost, $expected_on, $edited from po_line

-- name: set_line
-- A line of a purchase order, changed by a person or rewritten by replenishment.
update po_line set qty = $qty, unit_cost = $unit_cost, expected_on = $expected_on, edited = $edited
where po_line_id = $po_line_id

-- name: lines_of
-- The lines of a purchase order with what has come in.
select l.po_line_id, l.item_id, i.lic, i.description, i.decimals, l.qty,
    coalesce(r.qty, 0)::decimal(18, 4) as received,
    greatest(l.qty - coalesce(r.qty, 0), 0)::decimal(18, 4) as open_qty,
    l.unit_cost, l.expected_on, l.edited
from po_line l
join item i using (item_id)
left join (
    select po_line_id, sum(qty) as qty from movement where po_line_id is not null group by all
) r using (po_line_id)
where l.po_id = $po_id and (l.qty > 0 or coalesce(r.qty, 0) > 0)
order by l.po_line_id

-- name: set_state
-- Where a purchase order stands (R39).
update purchase_order set state = $state, opened_at = coalesce(opened_at, if($state = 'open', $now, null)),
    version = version + 1, changed_at = $now, changed_by = $actor
where po_id = $po_id

-- name: add_receipt
-- One incoming delivery.
insert into receipt
select coalesce(max(receipt_id), 0) + 1, $po_id, $reference, $received_at, null from receipt

-- name: last_receipt_id
-- The receipt added last.
select max(receipt_id) from receipt

-- name: has_receipt
-- Whether a delivery of this reference against this purchase order is in the books.
select exists (
    select 1 from receipt where po_id = $po_id and reference = $reference and reference <> '' and voided_at is null
)

-- name: find_receipt
-- One receipt with its purchase order.
select r.*, p.number from receipt r join purchase_order p using (po_id) where r.receipt_id = $receipt_id

-- name: receipt_movements
-- What a receipt brought.
select item_id, warehouse_id, po_line_id, sum(qty)::decimal(18, 4) as qty
from movement
where receipt_id = $receipt_id
group by all
having sum(qty) <> 0

-- name: void_receipt
-- A receipt that was a mistake.
update receipt set voided_at = $now where receipt_id = $receipt_id

-- name: receipts
-- Every receipt of a purchase order, or of all, newest first.
select r.receipt_id, p.number as po, r.reference, r.received_at, r.voided_at is not null as voided, i.lic,
    sum(m.qty) filter (where m.kind = 'receipt') as qty
from receipt r
join purchase_order p using (po_id)
join movement m using (receipt_id)
join item i using (item_id)
where $number is null or p.number = $number
group by all
order by r.receipt_id desc, i.lic
limit $most

-- name: orders
-- Every purchase order with its vendor, lines, what is left to come and when; pending and open ones first.
select p.number as po, p.state, v.code as vendor, v.name as vendor_name, w.code as warehouse, p.automatic, p.created_at,
    count(*) filter (where l.qty > 0) as lines,
    coalesce(sum(l.qty), 0)::decimal(18, 4) as qty,
    coalesce(sum(r.qty), 0)::decimal(18, 4) as received,
    min(l.expected_on) filter (where l.qty > coalesce(r.qty, 0)) as expected_on,
    coalesce(sum(greatest(l.qty - coalesce(r.qty, 0), 0) * l.unit_cost), 0)::decimal(18, 2) as open_value
from purchase_order p
join vendor v using (vendor_id)
join warehouse w using (warehouse_id)
left join po_line l using (po_id)
left join (
    select po_line_id, sum(qty) as qty from movement where po_line_id is not null group by all
) r using (po_line_id)
where $state is null or p.state = $state
group by p.po_id, p.number, p.state, v.code, v.name, w.code, p.automatic, p.created_at
order by array_position(['pending', 'open', 'closed', 'void'], any_value(p.state)), any_value(p.created_at) desc, any_value(p.po_id) desc

-- name: move_open_lines
-- Another day for all that has not come yet.
update po_line set expected_on = $expected_on
where po_id = $po_id and qty > coalesce((select sum(m.qty) from movement m where m.po_line_id = po_line.po_line_id), 0)
