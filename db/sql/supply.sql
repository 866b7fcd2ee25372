-- name: find
-- One purchase order or transfer by its number.
select p.*, v.code as vendor, v.name as vendor_name, w.code as warehouse, f.code as from_warehouse,
    v.lead_time_days as vendor_lead_time_days
from purchase_order p
left join vendor v using (vendor_id)
left join warehouse f on f.warehouse_id = p.from_warehouse_id
join warehouse w on w.warehouse_id = p.warehouse_id
where p.number = $number

-- name: add
-- A pending purchase order, or with a source a transfer; it is not on order yet (R4).
insert into purchase_order
select coalesce(max(po_id), 0) + 1, $number, $vendor_id, $warehouse_id, 'pending', $automatic, $now, null, 1, $now,
    $actor, $from_warehouse_id, $actor
from purchase_order

-- name: add_line
-- A line of a purchase order.
insert into po_line (po_line_id, po_id, item_id, qty, unit_cost, expected_on, edited)
select coalesce(max(po_line_id), 0) + 1, $po_id, $item_id, $qty, $unit_cost, $expected_on, $edited from po_line

-- name: set_line
-- A line of a purchase order, changed by a person; replenishment leaves it alone from now on (R37).
update po_line set qty = $qty, unit_cost = $unit_cost, expected_on = $expected_on, edited = true
where po_line_id = $po_line_id

-- name: select_pos
-- The purchase orders whose lines are about to change.
-- makes: touched_po
create or replace temp table touched_po as select distinct unnest($po_ids::integer[]) as po_id

-- name: keep_lines
-- The lines of the touched purchase orders as they are before a change, so that log_lines can tell what it was.
-- makes: line_before
-- needs: touched_po
create or replace temp table line_before as select * from po_line where po_id in (select po_id from touched_po)

-- name: log_lines
-- What has changed since on the lines of the touched purchase orders, a row for each field (of those named, if any
-- are): the record log is the ledger of purchase order lines, from which the past is told and undone. A line that was
-- just added says so in its quantity; its other fields have no past.
-- needs: line_before, touched_po
insert into record_log by name
with fact as (
    select l.po_line_id, l.po_id, l.item_id, b.po_line_id is null as is_new,
        unnest(['qty', 'expected_on', 'unit_cost', 'edited']) as field,
        unnest([plain(b.qty), b.expected_on::varchar, plain(b.unit_cost), b.edited::varchar]) as old_value,
        unnest([in_words(b.qty), dated(b.expected_on), in_words(b.unit_cost)]) as old_words,
        unnest([in_words(l.qty), dated(l.expected_on), in_words(l.unit_cost)]) as new_words,
        unnest([plain(l.qty), l.expected_on::varchar, plain(l.unit_cost), l.edited::varchar]) as new_value
    from po_line l
    join touched_po using (po_id)
    left join line_before b using (po_line_id)
)
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'log' as kind, po_record(p.from_warehouse_id) || ' line' as record,
        format('{}/{}', p.number, f.po_line_id) as record_id, f.item_id, p.warehouse_id, f.po_id,
        f.po_line_id, f.field, f.old_value, f.new_value,
        if(f.field = 'qty', f.new_value::decimal(18, 4), null) as qty,
        if(f.is_new, format('{} of {} added to {}', f.new_words, i.lic, po_named(p.from_warehouse_id, p.number)),
            format('{} on {}: {}', i.lic, po_named(p.from_warehouse_id, p.number),
                if(f.field = 'edited', if(f.new_value = 'true', 'replenishment leaves it alone from now on',
                        'replenishment may rewrite it again'),
                    format('{}{} became {}', case f.field when 'expected_on' then 'expected on '
                        when 'unit_cost' then 'unit cost ' else '' end,
                        coalesce(f.old_words, 'nothing'), coalesce(f.new_words, 'nothing')))))
            || if($reason = '', '.', format(' ({}).', $reason)) as sentence
    from fact f
    join purchase_order p on p.po_id = f.po_id
    join item i on i.item_id = f.item_id
    where f.old_value is distinct from f.new_value and (not f.is_new or f.field = 'qty')
        and ($fields is null or f.field in (select unnest($fields::varchar[])))
    order by f.po_line_id, array_position(['qty', 'expected_on', 'unit_cost', 'edited'], f.field)
)

-- name: lines_of
-- The lines of a purchase order with what has come in.
select l.po_line_id, l.item_id, i.lic, i.description, i.decimals, l.qty,
    r.qty as received, r.open_qty,
    l.unit_cost, l.expected_on, l.edited
from po_line l
join item i using (item_id)
join received r using (po_line_id)
where l.po_id = $po_id and (l.qty > 0 or r.qty > 0)
order by l.po_line_id

-- name: set_state
-- Where a purchase order stands (R39).
update purchase_order set state = $state, opened_at = coalesce(opened_at, if($state = 'open', $now, null)),
    version = version + 1, changed_at = $now, changed_by = $actor
where po_id = $po_id

-- name: add_receipt
-- One incoming receipt, and the number it got.
insert into receipt
select coalesce(max(receipt_id), 0) + 1, $po_id, $reference, $received_at, null from receipt
returning receipt_id

-- name: has_receipt
-- Whether a receipt of this reference against this purchase order is in the books.
select exists (
    select 1 from receipt where po_id = $po_id and reference = $reference and reference <> '' and voided_at is null
)

-- name: find_receipt
-- One receipt with its purchase order.
select r.*, p.number from receipt r join purchase_order p using (po_id) where r.receipt_id = $receipt_id

-- name: pools_of_receipt
-- The pools in which the units of a receipt lie.
select item_id, warehouse_id from movement where receipt_id = $receipt_id group by all having sum(qty) <> 0
    order by min(movement_id)

-- name: void_receipt
-- A receipt that was a mistake.
update receipt set voided_at = $now where receipt_id = $receipt_id

-- name: receipts
-- The receipts of a purchase order or a transfer, or of all, newest first; and how many LICs came with them in all.
select r.receipt_id, p.number as po, po_record(p.from_warehouse_id) as record, r.reference, r.received_at,
    r.voided_at is not null as voided, i.lic,
    if(r.voided_at is null, sum(m.qty),
        -sum(m.qty) filter (where m.movement_id in (select movement_id from last_void))) as qty,
    count(*) over () as total
from receipt r
join purchase_order p using (po_id)
join movement m using (receipt_id)
join item i using (item_id)
where $number is null or p.number = $number
group by r.receipt_id, p.number, p.from_warehouse_id, r.reference, r.received_at, r.voided_at, i.lic
order by r.receipt_id desc, i.lic
limit $most

-- name: orders
-- Every purchase order with its vendor, lines, what is left to come and when, and who started it; pending and open ones
-- first. A transfer has no vendor and is none.
select p.number as po, p.state, v.code as vendor, v.name as vendor_name, w.code as warehouse, p.automatic, p.created_at,
    count(*) filter (where l.qty > 0) as lines,
    coalesce(sum(l.qty), 0)::decimal(38, 4) as qty,
    coalesce(sum(r.qty), 0)::decimal(38, 4) as received,
    min(l.expected_on) filter (where r.open_qty > 0) as expected_on,
    coalesce(sum(r.open_qty * l.unit_cost), 0)::decimal(38, 2) as open_value, p.started_by
from purchase_order p
join vendor v using (vendor_id)
join warehouse w using (warehouse_id)
left join po_line l using (po_id)
left join received r using (po_line_id)
where $state is null or p.state = $state
group by p.po_id, p.number, p.state, v.code, v.name, w.code, p.automatic, p.created_at, p.started_by
order by array_position(['pending', 'open', 'closed', 'void'], any_value(p.state)), any_value(p.created_at) desc,
    any_value(p.po_id) desc


-- name: is_another_day
-- Whether anything that has not come yet is expected on another day than this.
select exists (
    select 1
    from po_line l
    join received r using (po_line_id)
    where l.po_id = $po_id and l.expected_on is distinct from $expected_on and r.open_qty > 0
)

-- name: move_open_lines
-- Another day for all that has not come yet.
update po_line set expected_on = $expected_on
where po_id = $po_id and po_line_id in (select r.po_line_id from received r where r.open_qty > 0)

-- name: log_closing
-- Logs that touched purchase orders close, or are open again: all has come, or something has not (R39).
-- needs: touched_po
insert into record_log by name
with po_outcome as (
    select l.po_id, if(bool_and(r.open_qty = 0), 'closed', 'open') as state
    from po_line l
    join touched_po using (po_id)
    join received r using (po_line_id)
    group by l.po_id
)
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'log' as kind, po_record(p.from_warehouse_id) as record, p.number as record_id, p.warehouse_id, p.po_id,
        'state' as field,
        p.state as old_value,
        s.state as new_value,
        format('{} {}.', capital(po_named(p.from_warehouse_id, p.number)),
            if(s.state = 'closed', 'closed: all of it is here',
                if(p.from_warehouse_id is null, 'is open again', 'is in transit again'))) as sentence
    from purchase_order p
    join po_outcome s using (po_id)
    where p.state in ('open', 'closed') and p.state <> s.state
    order by p.po_id
)

-- name: close_or_reopen
-- Closes touched purchase orders of which nothing is left to come, and opens them where again something is (R39).
-- needs: touched_po
update purchase_order set state = s.state, version = version + 1, changed_at = $now, changed_by = $actor
from (
    select l.po_id, if(bool_and(r.open_qty = 0), 'closed', 'open') as state
    from po_line l
    join touched_po using (po_id)
    join received r using (po_line_id)
    group by l.po_id
) s
where s.po_id = purchase_order.po_id and purchase_order.state in ('open', 'closed') and purchase_order.state <> s.state

-- name: add_receipt_movements
-- The units of a receipt (table booking: lic, qty), which fill the open lines of a LIC in turn; what is over goes to
-- the last of them.
-- needs: booking
insert into movement
with candidate as (
    select l.po_line_id, l.item_id, d.qty as came_qty, r.open_qty,
        l.po_line_id = max(l.po_line_id) over (partition by l.item_id) as is_last
    from po_line l
    join item i using (item_id)
    join booking d using (lic)
    join received r using (po_line_id)
    where l.po_id = $po_id and (l.qty > 0 or r.qty > 0)
),
share as (
    select *, greatest(came_qty - coalesce(sum(open_qty) over (
        partition by item_id order by po_line_id rows between unbounded preceding and 1 preceding), 0), 0) as left_qty
    from candidate
)
select nextval('movement_number'), *
from (
    select $now, 'receipt', t.item_id, p.warehouse_id,
        if(t.is_last, t.left_qty, least(t.left_qty, t.open_qty)),
        t.po_line_id, $receipt_id, null, null, null, po_named(p.from_warehouse_id, p.number), $actor, $action_id
    from share t
    join purchase_order p on p.po_id = $po_id
    where if(t.is_last, t.left_qty, least(t.left_qty, t.open_qty)) > 0
    order by t.po_line_id
)

-- name: log_received
-- What a receipt brought, on its purchase order or transfer; of its units those that did not come, by LIC, are said
-- apart, as they are booked in and written off in one act.
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'log' as kind, po_record(p.from_warehouse_id) as record, p.number as record_id, m.item_id, p.warehouse_id,
        p.po_id,
        'received' as field, plain(m.qty) as new_value, m.qty,
        format('{} of {} came with {}{}.', if(m.qty = n.qty, 'Nothing', in_words(m.qty - coalesce(n.qty, 0))), i.lic,
            po_named(p.from_warehouse_id, p.number),
            if(n.qty is null, '', format('; {} was sent and did not come', in_words(n.qty)))) as sentence
    from (
        select item_id, sum(qty)::decimal(38, 4) as qty, min(movement_id) as first_id
        from movement
        where receipt_id = $receipt_id
        group by item_id
    ) m
    join receipt r on r.receipt_id = $receipt_id
    join purchase_order p on p.po_id = r.po_id
    join item i on i.item_id = m.item_id
    left join (
        select unnest($missing_lics::varchar[]) as lic, unnest($missing_qtys::decimal(18, 4)[]) as qty
    ) n on n.lic = i.lic
    order by m.first_id
)

-- name: void_movements
-- The units of a receipt going out again.
insert into movement
select nextval('movement_number'), *
from (
    select $now, 'receipt void', item_id, warehouse_id, -sum(qty), po_line_id, $receipt_id,
        null, null, null,
        format('receipt {} was voided', $receipt_id::integer), $actor, $action_id
    from movement
    where receipt_id = $receipt_id
    group by item_id, warehouse_id, po_line_id
    having sum(qty) <> 0
    order by po_line_id
)

-- name: book_again
-- The units that the void of a receipt took out coming in once more, on the same lines.
insert into movement
select nextval('movement_number'), *
from (
    select $now, 'receipt', m.item_id, m.warehouse_id, -m.qty, m.po_line_id, m.receipt_id,
        null, null, null,
        po_named(p.from_warehouse_id, p.number), $actor, $action_id
    from movement m
    join receipt r using (receipt_id)
    join purchase_order p using (po_id)
    where m.movement_id in (select movement_id from last_void where receipt_id = $receipt_id)
    order by m.movement_id
)

-- name: revive_receipt
-- A receipt that was no mistake after all.
update receipt set voided_at = null where receipt_id = $receipt_id
