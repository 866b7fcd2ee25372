-- name: find_void
-- The purchase orders or transfers of the file that are void.
-- makes: void_record
-- needs: incoming
create or replace temp table void_record as
select po_id as record_id, number from purchase_order
where state = 'void' and number in (select po from incoming)

-- name: resolve_orders
-- The rows of purchase orders or transfers that are new to the desk, with the records they name.
-- makes: incoming_po_line
-- needs: incoming, taken_back
create or replace temp table incoming_po_line as
select n.* exclude (vendor, warehouse, from_warehouse), n.vendor as given_vendor, v.vendor_id,
    v.lead_time_days as vendor_days,
    i.item_id, i.inventoried, i.decimals, i.unit_cost as usual_cost, i.lead_time_days as item_days,
    n.warehouse as given_warehouse, if(n.warehouse is null, null, w.warehouse_id) as given_warehouse_id,
    w.warehouse_id, w.closed as warehouse_closed, n.from_warehouse as given_source, f.warehouse_id as from_warehouse_id,
    f.closed as source_closed
from incoming n
cross join home_warehouse home
left join vendor v on v.code = n.vendor
left join item i using (lic)
left join warehouse w on w.code = coalesce(n.warehouse, home.code)
left join warehouse f on f.code = n.from_warehouse
where n.po is null or n.po not in (select number from purchase_order) or n.po in (select number from taken_back)

-- name: gather
-- The purchase orders of the new rows.
-- makes: incoming_po
-- needs: incoming_po_line, taken_back
create or replace temp table incoming_po as
select po as number,
    coalesce(any_value(t.record_id), (select coalesce(max(po_id), 0) from purchase_order)
        + row_number() over (order by min(row))) as po_id,
    any_value(t.record_id) is not null as is_again,
    min(row) as first_row, count(*) as lines, min_by(vendor_id, row) as vendor_id, min_by(given_vendor, row) as vendor,
    min_by(given_warehouse, row) as given_warehouse, min_by(given_source, row) as given_source,
    min_by(from_warehouse_id, row) as from_warehouse_id,
    coalesce(min_by(given_warehouse_id, row), min(warehouse_id)) as warehouse_id
from incoming_po_line l
left join taken_back t on t.number = l.po
where po is not null
group by po

-- name: order_problems
-- What is wrong with the new rows beyond their single cells: the row, the refusal and its facts (section 10, R13).
-- needs: incoming, incoming_po, incoming_po_line
with line as (
    select l.*, p.number, p.first_row, p.vendor as po_vendor, p.given_warehouse as po_warehouse,
        p.given_source as po_source, po_named(p.from_warehouse_id, p.number) as named
    from incoming_po_line l
    left join incoming_po p on p.number = l.po
)
select row, 'Unknown' as refusal, map {'kind': 'vendor', 'name': given_vendor} as facts
from line where vendor_id is null and given_vendor is not null
union all
select row, 'Unknown', map {'kind': 'LIC', 'name': lic} from line where item_id is null and lic is not null
union all
select row, 'NoLongerInventoried', map {'lic': lic, 'verb': if(given_source is null, 'buy', 'transfer')}
from line where not inventoried
union all
select row, 'Unknown', map {'kind': 'warehouse', 'name': given_warehouse} from line where warehouse_id is null
union all
select row, 'WarehouseClosed', map {'warehouse': given_warehouse} from line where warehouse_closed
union all
select row, 'Unknown', map {'kind': 'warehouse', 'name': given_source}
from line where from_warehouse_id is null and given_source is not null
union all
select row, 'WarehouseClosed', map {'warehouse': given_source} from line where source_closed
union all
select row, 'SameWarehouse', map {'warehouse': given_source} from line where from_warehouse_id = warehouse_id
union all
select l.row, 'NotThere', map {'lic': l.lic, 'on_hand': in_words(coalesce(h.qty, 0)), 'warehouse': l.given_source,
    'qty': in_words(l.qty), 'transfer': l.po}
from (select *, sum(qty) over (partition by item_id, from_warehouse_id order by row) as upto_qty from line) l
left join on_hand h on h.item_id = l.item_id and h.warehouse_id = l.from_warehouse_id
where l.from_warehouse_id is not null and l.item_id is not null and l.upto_qty > coalesce(h.qty, 0)
    and not exists (select 1 from preference where name = 'allow_negative_stock' and value = 'on')
union all
select row, 'Disagrees', map {'column': 'from_warehouse', 'value': given_source, 'record': named,
    'first': first_row::varchar, 'other': po_source}
from line where given_source <> po_source
union all
select row, 'TooManyDecimals', map {'qty': in_words(qty), 'lic': lic, 'decimals': decimals::varchar}
from line where length(split_part(plain(qty), '.', 2)) > decimals
union all
select row, 'Disagrees', map {'column': 'vendor', 'value': given_vendor, 'record': named,
    'first': first_row::varchar, 'other': po_vendor}
from line where given_vendor <> po_vendor
union all
select row, 'Disagrees', map {'column': 'warehouse', 'value': given_warehouse,
    'record': named,
    'first': first_row::varchar, 'other': po_warehouse}
from line where given_warehouse <> po_warehouse
union all
select min(n.row), 'NumberOfOther', map {'number': p.number,
    'kind': if(p.from_warehouse_id is null, 'purchase order', 'transfer')}
from incoming n
join purchase_order p on p.number = n.po
where (p.from_warehouse_id is null) <> ($kind = 'purchase-orders')
group by p.number, p.from_warehouse_id

-- name: add_orders
-- The new purchase orders, opened (R4); or the transfers, sent.
-- needs: incoming_po
insert into purchase_order
select po_id, number, vendor_id, warehouse_id, 'open', false, $now, $now, 1, $now, $actor, from_warehouse_id, $actor
from incoming_po
where not is_again
order by po_id

-- name: log_heads
-- A row for each thing that is otherwise with a purchase order or a transfer that comes in anew.
-- needs: incoming_po
insert into record_log by name
with head as (
    select n.number, n.po_id, n.first_row, n.from_warehouse_id, n.warehouse_id,
        unnest(['vendor', 'warehouse', 'from_warehouse']) as field,
        unnest([v.code, w.code, f.code]) as old_value, unnest([vn.code, wn.code, fn.code]) as new_value
    from incoming_po n
    join purchase_order p on p.po_id = n.po_id and n.is_again
    left join vendor v on v.vendor_id = p.vendor_id
    left join warehouse w on w.warehouse_id = p.warehouse_id
    left join warehouse f on f.warehouse_id = p.from_warehouse_id
    left join vendor vn on vn.vendor_id = n.vendor_id
    left join warehouse wn on wn.warehouse_id = n.warehouse_id
    left join warehouse fn on fn.warehouse_id = n.from_warehouse_id
)
select nextval('log_number') as log_id, $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
    'log' as kind, po_record(from_warehouse_id) as record, number as record_id, warehouse_id, po_id, field, old_value,
    new_value,
    format('{}: {} is {} now, not {}.', capital(po_named(from_warehouse_id, number)), replace(field, '_', ' '),
        new_value, old_value) as sentence
from (from head order by first_row, field)
where old_value is distinct from new_value

-- name: start_again
-- The purchase orders or transfers that come in anew, opened as the file has them. Their lines were taken off.
-- needs: incoming_po
update purchase_order set vendor_id = n.vendor_id, warehouse_id = n.warehouse_id, state = 'open', automatic = false,
    created_at = $now, opened_at = $now, version = purchase_order.version + 1, changed_at = $now, changed_by = $actor,
    from_warehouse_id = n.from_warehouse_id, started_by = $actor
from incoming_po n
where n.is_again and n.po_id = purchase_order.po_id

-- name: add_order_lines
-- The lines of the new purchase orders; one without a date is expected after the lead time.
-- needs: incoming_po, incoming_po_line
insert into po_line (po_line_id, po_id, item_id, qty, unit_cost, expected_on, edited)
select (select coalesce(max(po_line_id), 0) from po_line) + row_number() over (order by l.row), p.po_id, l.item_id,
    l.qty,
    coalesce(l.unit_cost, l.usual_cost),
    coalesce(l.expected_on,
        if(l.from_warehouse_id is null, $today + coalesce(l.item_days, l.vendor_days), null)), true
from incoming_po_line l
join incoming_po p on p.number = l.po
order by l.row

-- name: log_orders
-- A row for each purchase order or transfer that was started, and one for its opening.
-- needs: incoming_po
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'log' as kind, po_record(p.from_warehouse_id) as record, p.number as record_id, p.warehouse_id, p.po_id,
        'state' as field, if(step.is_first, if(p.is_again, 'void', null), 'pending') as old_value,
        if(step.is_first, 'pending', 'open') as new_value,
        format('{} {}.', capital(po_named(p.from_warehouse_id, p.number)), case
            when step.is_first then format('was started{} from a file', if(p.is_again, ' again', ''))
            when p.from_warehouse_id is null then 'was opened'
            else 'was sent'
        end) as sentence
    from incoming_po p
    cross join (values (true), (false)) step (is_first)
    order by p.po_id, not step.is_first
)

-- name: received_orders
-- The ids of the purchase orders that the new receipts belong to.
-- needs: incoming_receipt
select distinct po_id from incoming_receipt order by po_id

-- name: new_orders
-- The ids of the new purchase orders.
-- needs: incoming_po
select po_id from incoming_po order by po_id

-- name: order_counts
-- How many purchase orders were new, and how many in the books already.
-- needs: incoming, incoming_po
select (select count(*) from incoming_po) as added,
    (select count(distinct po) from incoming) - (select count(*) from incoming_po) as unchanged

-- name: resolve_receipts
-- The rows of receipts that are not in the books: by their reference, or by the content of the file where they carry
-- none. Rows of one purchase order and reference, or without one of the same time, are one receipt.
-- A file of which every receipt was voided since is none. A reference that the desk itself gave on the way out is known
-- to it.
-- makes: incoming_receipt_line
-- needs: incoming
create or replace temp table incoming_receipt_line as
with undone as (
    select k.content
    from imported_record k
    join receipt r on r.receipt_id = k.record_id
    where k.kind = 'file' and k.content = $fingerprint
    group by all
    having bool_and(r.voided_at is not null)
),
own as (
    select distinct split_part(reference, ' ', 2)::bigint as id
    from incoming
    where regexp_matches(reference, '^receipt [0-9]{1,15} of ')
),
booked as (
    select p.number, r.reference
    from receipt r
    join purchase_order p using (po_id)
    where r.reference <> '' and r.voided_at is null
    union all
    select p.number, own_reference('receipt', r.receipt_id, r.received_at)
    from receipt r
    join own on own.id = r.receipt_id
    join purchase_order p using (po_id)
    where r.reference = '' and r.voided_at is null
)
select n.*, p.po_id, p.state, p.warehouse_id, i.item_id, i.decimals,
    if(n.reference is null, coalesce(n.received_at, $now), null) as told_apart_at,
    exists (select 1 from booked b where b.number = n.po and b.reference = n.reference)
        or (n.reference is null and exists (
            select 1 from imported_file where kind = 'receipts' and fingerprint = $fingerprint)
            and not exists (select 1 from undone)) as known
from incoming n
left join purchase_order p on p.number = n.po
left join item i using (lic)

-- name: gather_receipts
-- The new receipts.
-- makes: incoming_receipt
-- needs: incoming_receipt_line
create or replace temp table incoming_receipt as
select po, reference, told_apart_at,
    (select coalesce(max(receipt_id), 0) from receipt) + row_number() over (order by min(row)) as receipt_id,
    min(row) as first_row, any_value(po_id) as po_id, coalesce(min_by(received_at, row), $now) as received_at
from incoming_receipt_line
where not known and po is not null
group by po, reference, told_apart_at

-- name: match_receipts
-- The rows of new receipts against what their purchase orders still bring: units from `from_qty` to `to_qty` of what
-- the file brings of a LIC, of `open_qty` that are open.
-- makes: receipt_line
-- needs: incoming_receipt, incoming_receipt_line
create or replace temp table receipt_line as
with still_open as (
    select l.po_id, l.item_id, sum(r.open_qty) as open_qty
    from po_line l
    join received r using (po_line_id)
    where l.po_id in (select po_id from incoming_receipt) and (l.qty > 0 or r.qty > 0)
    group by all
)
select n.*, h.receipt_id, h.first_row, h.received_at as booked_at, o.open_qty,
    sum(n.qty) over w - n.qty as from_qty, sum(n.qty) over w as to_qty
from incoming_receipt_line n
left join incoming_receipt h
    on h.po = n.po and h.reference is not distinct from n.reference
    and h.told_apart_at is not distinct from n.told_apart_at
left join still_open o on o.po_id = n.po_id and o.item_id = n.item_id
where not n.known
window w as (partition by n.po_id, n.item_id order by n.row rows between unbounded preceding and current row)

-- name: receipt_problems
-- What is wrong with the new rows beyond their single cells: the row, the refusal and its facts (section 10, R39).
-- needs: receipt_line
select row, 'NoSuch' as refusal, map {'kind': 'purchase order', 'name': po} as facts
from receipt_line where po_id is null and po is not null
union all
select row, 'WrongState', map {'record': format('Purchase order {}', po), 'state': state, 'verb': 'received against',
    'remedy': 'name one that is open'}
from receipt_line where state <> 'open'
union all
select row, 'Unknown', map {'kind': 'LIC', 'name': lic} from receipt_line where item_id is null and lic is not null
union all
select row, 'Unknown', map {'kind': format('line of purchase order {} for LIC', po), 'name': lic}
from receipt_line where state = 'open' and item_id is not null and open_qty is null
union all
select row, 'TooManyDecimals', map {'qty': in_words(qty), 'lic': lic, 'decimals': decimals::varchar}
from receipt_line where length(split_part(plain(qty), '.', 2)) > decimals
union all
select row, 'OverReceipt', map {'lic': lic, 'po': po, 'open_qty': in_words(greatest(open_qty - from_qty, 0)),
    'qty': in_words(qty)}
from receipt_line where state = 'open' and to_qty > open_qty
union all
select row, 'Disagrees', map {'column': 'received_at', 'value': received_at::varchar,
    'record': format('receipt {} against purchase order {}', reference, po), 'first': first_row::varchar,
    'other': booked_at::varchar}
from receipt_line where reference is not null and received_at <> booked_at
union all
select row, 'StillToCome', map {'po': po, 'received_at': received_at::varchar}
from receipt_line where received_at > $now

-- name: add_receipts
-- The new receipts.
-- needs: incoming_receipt
insert into receipt
select receipt_id, po_id, coalesce(reference, ''), received_at, null from incoming_receipt order by receipt_id

-- name: add_receipt_movements
-- The units of the new receipts, which fill the open lines of a LIC in turn.
-- needs: incoming_receipt, receipt_line
insert into movement
with owed_line as (
    select l.po_line_id, l.po_id, l.item_id, sum(r.open_qty) over w as to_qty,
        sum(r.open_qty) over w - r.open_qty as from_qty
    from po_line l
    join received r using (po_line_id)
    where l.po_id in (select po_id from incoming_receipt) and r.open_qty > 0
    window w as (partition by l.po_id, l.item_id order by l.po_line_id rows between unbounded preceding and current row)
)
select nextval('movement_number'), *
from (
    select $now, 'receipt', n.item_id, n.warehouse_id,
        least(n.to_qty, o.to_qty) - greatest(n.from_qty, o.from_qty), o.po_line_id, n.receipt_id, null, null, null,
        format('purchase order {}', n.po), $actor, $action_id
    from receipt_line n
    join owed_line o
        on o.po_id = n.po_id and o.item_id = n.item_id and o.from_qty < n.to_qty and n.from_qty < o.to_qty
    order by n.row, o.po_line_id
)

-- name: log_receipts
-- What came, on each purchase order.
-- needs: receipt_line
insert into record_log by name
select nextval('log_number') as log_id, *
from (
    select $now as logged_at, $actor as actor, $run_id as run_id, $action_id as action_id,
        'log' as kind, 'po' as record, po as record_id, item_id, warehouse_id, po_id, 'received' as field,
        plain(qty) as new_value, qty,
        format('{} of {} came with purchase order {}.', in_words(qty), lic, po) as sentence
    from receipt_line
    order by row
)

-- name: remember_file
-- A file whose receipts carry no reference, so that it is not booked twice.
-- needs: incoming_receipt
insert into imported_file
select 'receipts', $fingerprint, $now, $actor
where exists (select 1 from incoming_receipt where reference is null)

-- name: receipt_counts
-- How many receipts were new, and how many in the books already.
-- needs: incoming_receipt, incoming_receipt_line
select (select count(*) from incoming_receipt) as added,
    (select count(*) from (select distinct po, reference, told_apart_at from incoming_receipt_line
        where known)) as unchanged

-- name: select_received_pools
-- The pools to which the new receipts brought stock.
-- makes: touched_pool
-- needs: receipt_line
create or replace temp table touched_pool as select distinct item_id, warehouse_id from receipt_line
