-- name: find_taken_back
-- The void records of the file that a file brought in, and that are void because what started them was undone: they
-- come in anew. What an undo of undos left void is traced back to what was undone first; what a person cancelled stays
-- so.
-- makes: taken_back
-- needs: void_record
create or replace temp table taken_back as
with recursive step as (
    select log_id, run_id, new_value, if($kind = 'orders', order_id, po_id) as record_id
    from record_log
    where field = 'state' and line_id is null and if($kind = 'orders', record = 'order', is_po(record))
),
ended as (
    select s.record_id, arg_max(s.run_id, s.log_id) filter (where s.new_value = 'void') as run_id
    from step s
    semi join void_record v using (record_id)
    group by all
),
undone as (
    select e.record_id, u.undone_run_id, u.first_log_id, u.last_log_id from ended e join undoing u using (run_id)
    union all
    select n.record_id, u.undone_run_id, u.first_log_id, u.last_log_id
    from undone n
    join undoing u on u.run_id = n.undone_run_id
)
select v.record_id, v.number
from void_record v
where v.record_id in (select record_id from imported_record where kind = $kind)
    and exists (
        select 1
        from undone n
        join step s on s.record_id = n.record_id and s.log_id between n.first_log_id and n.last_log_id
        where n.record_id = v.record_id and s.new_value = 'pending'
            and coalesce(s.run_id not in (select run_id from undoing), true)  -- by which a draft was only wanted again
    )

-- name: forget_taken_back
-- What a file said before of the records that come in anew.
-- needs: taken_back
delete from imported_record where kind = $kind and record_id in (select record_id from taken_back)

-- name: say_orders
-- What the file says of each of its orders, and the order of the desk that has the number; not one that comes in anew.
-- Where rows of an order disagree, the least and the greatest value stand. The lines become JSON one by one: DuckDB
-- takes twice as long to make it of a list of structs.
-- makes: file_record
-- needs: incoming, taken_back
create or replace temp table file_record as
with file_order as (
    select n."order" as number, min(n.row) as first_row,
        min(n.customer) || coalesce(' and ' || nullif(max(n.customer), min(n.customer)), '') as customer,
        coalesce(min(n.location) || coalesce(' and ' || nullif(max(n.location), min(n.location)), ''),
            any_value(lo.code)) as location,
        coalesce(min(n.ship_type) || coalesce(' and ' || nullif(max(n.ship_type), min(n.ship_type)), ''), 'partial')
            as ship_type,
        coalesce(min(n.priority) || coalesce(' and ' || nullif(max(n.priority), min(n.priority)), ''), '0') as priority,
        min(n.requested_on) || coalesce(' and ' || nullif(max(n.requested_on), min(n.requested_on)), '')
            as requested_on,
        min(n.entered_at) || coalesce(' and ' || nullif(max(n.entered_at), min(n.entered_at)), '') as entered_at,
        array_to_string(list_sort(list(to_json({'lic': n.lic, 'qty': plain(n.qty), 'on_shortage': n.on_shortage,
            'unit_price': plain(n.unit_price), 'warehouse': coalesce(n.warehouse, home.code),
            'not_before': n.not_before::varchar, 'hold': n.hold, 'hold_until': n.hold_until::varchar})::varchar)), ',')
            as lines
    from incoming n
    cross join home_warehouse home
    left join customer c on c.code = n.customer
    left join home_location lo on lo.customer_id = c.customer_id
    where n."order" is not null
    group by n."order"
)
select s.number, null::varchar as reference, s.first_row, o.order_id as record_id,
    format('{},"lines":[{}]}}', rtrim(to_json({'customer': customer, 'location': location, 'ship_type': s.ship_type,
        'priority': s.priority, 'requested_on': s.requested_on, 'entered_at': s.entered_at})::varchar, '}'), lines)
        as content
from file_order s
left join sales_order o on o.number = s.number and o.number not in (select number from taken_back)

-- name: say_purchase_orders
-- What the file says of each of its purchase orders, and the one of the desk that has the number; not one that comes in
-- anew.
-- makes: file_record
-- needs: incoming, taken_back
create or replace temp table file_record as
with file_po as (
    select n.po as number, min(n.row) as first_row, string_agg(distinct n.vendor, ' and ' order by n.vendor) as vendor,
        coalesce(string_agg(distinct n.warehouse, ' and ' order by n.warehouse), any_value(home.code)) as warehouse,
        sorted_list({'lic': n.lic, 'qty': plain(n.qty), 'expected_on': n.expected_on::varchar,
            'unit_cost': plain(n.unit_cost)}) as lines
    from incoming n
    cross join home_warehouse home
    where n.po is not null
    group by n.po
)
select s.number, null::varchar as reference, s.first_row, p.po_id as record_id,
    to_json({'vendor': vendor, 'warehouse': warehouse, 'lines': lines})::varchar as content
from file_po s
left join purchase_order p on p.number = s.number and p.from_warehouse_id is null
    and p.number not in (select number from taken_back)

-- name: say_transfers
-- What the file says of each of its transfers, and the one of the desk that has the number; not one that comes in anew.
-- What is in transit becomes less as it comes, so that units are not compared.
-- makes: file_record
-- needs: incoming, taken_back
create or replace temp table file_record as
with file_transfer as (
    select n.po as number, min(n.row) as first_row,
        string_agg(distinct n.from_warehouse, ' and ' order by n.from_warehouse) as from_warehouse,
        coalesce(string_agg(distinct n.warehouse, ' and ' order by n.warehouse), any_value(home.code)) as warehouse
    from incoming n
    cross join home_warehouse home
    where n.po is not null
    group by n.po
)
select s.number, null::varchar as reference, s.first_row, p.po_id as record_id,
    to_json({'from_warehouse': from_warehouse, 'warehouse': warehouse, 'lines': []::struct(lic varchar)[]})::varchar
        as content
from file_transfer s
left join purchase_order p on p.number = s.number and p.from_warehouse_id is not null
    and p.number not in (select number from taken_back)

-- name: say_receipts
-- What the file says of each receipt that carries a reference, and the one of the desk that has it; what came of a LIC
-- counts as one line.
-- makes: file_record
-- needs: incoming
create or replace temp table file_record as
with booked as (
    select p.number, r.reference, min(r.receipt_id) as receipt_id
    from receipt r
    join purchase_order p using (po_id)
    where r.reference <> '' and r.voided_at is null
    group by all
),
line as (
    select po, reference, lic, min(row) as first_row, plain(sum(qty)::decimal(38, 4)) as qty,
        string_agg(distinct received_at::varchar, ' and ' order by received_at::varchar) as received_at
    from incoming
    where po is not null and reference is not null
    group by all
),
file_receipt as (
    select po, reference, min(first_row) as first_row, sorted_list({'lic': lic, 'qty': qty}) as lines,
        string_agg(distinct received_at, ' and ' order by received_at) as received_at
    from line
    group by all
)
select s.po as number, s.reference, s.first_row, b.receipt_id as record_id,
    to_json({'received_at': received_at, 'lines': lines})::varchar as content
from file_receipt s
left join booked b on b.number = s.po and b.reference = s.reference

-- name: describe_orders
-- What the desk itself knows of the orders that no file brought in, as they were opened: who wants what. Later lines
-- and replacements do not count.
-- makes: desk_record
-- needs: file_record
create or replace temp table desk_record as
with line as (
    select l.order_id, {'lic': i.lic, 'qty': plain(l.ordered_qty)} as line
    from order_line l
    join sales_order o using (order_id)
    join item i using (item_id)
    where l.order_id in (select record_id from file_record) and l.ordered_qty is not null
        and not exists (
            select 1 from record_log g
            where g.order_id = l.order_id and g.record = 'order' and g.field = 'line'
                and g.new_value = l.line_no::varchar
                and g.logged_at > o.opened_at)
        and not exists (
            select 1 from record_log g
            where g.line_id = l.line_id and g.field = 'state' and g.old_value is null and g.logged_at > o.opened_at)
)
select o.order_id as record_id,
    to_json({'customer': c.code, 'lines': sorted_list(l.line)})::varchar as content
from sales_order o
join customer c using (customer_id)
left join line l using (order_id)
where o.order_id in (select record_id from file_record)
group by o.order_id, c.code

-- name: describe_purchase_orders
-- What the desk itself knows of the purchase orders that no file brought in; a line counts with the quantity it had
-- first.
-- makes: desk_record
-- needs: file_record
create or replace temp table desk_record as
with line as (
    select l.po_id, {'lic': i.lic, 'qty': coalesce(first_value.qty, plain(l.qty))} as line
    from po_line l
    join purchase_order p using (po_id)
    join item i using (item_id)
    left join (
        select record_id, min_by(old_value, log_id) as qty
        from record_log
        where is_po_line(record) and field = 'qty' and old_value is not null
        group by all
    ) first_value on first_value.record_id = format('{}/{}', p.number, l.po_line_id)
    where l.po_id in (select record_id from file_record)
)
select p.po_id as record_id,
    to_json({'vendor': v.code, 'lines': sorted_list(l.line)})::varchar as content
from purchase_order p
left join vendor v using (vendor_id)
left join line l using (po_id)
where p.po_id in (select record_id from file_record)
group by p.po_id, v.code

-- name: describe_transfers
-- What the desk itself knows of the transfers that no file brought in: their way.
-- makes: desk_record
-- needs: file_record
create or replace temp table desk_record as
select p.po_id as record_id,
    to_json({'from_warehouse': f.code, 'warehouse': w.code, 'lines': []::struct(lic varchar)[]})::varchar as content
from purchase_order p
join warehouse w on w.warehouse_id = p.warehouse_id
left join warehouse f on f.warehouse_id = p.from_warehouse_id
where p.po_id in (select record_id from file_record)

-- name: describe_receipts
-- What the desk itself knows of the receipts that no file brought in.
-- makes: desk_record
-- needs: file_record
create or replace temp table desk_record as
with came as (
    select m.receipt_id, i.lic, sum(m.qty) as qty
    from movement m
    join item i using (item_id)
    where m.receipt_id in (select record_id from file_record)
    group by all
)
select receipt_id as record_id, to_json({'lines': sorted_list({'lic': lic, 'qty': plain(qty)})})::varchar as content
from came
group by receipt_id

-- name: differing
-- The known records of which the file says something else than the file that brought them in, or if none did, than the
-- desk.
-- needs: desk_record, file_record
select s.first_row, s.number, s.reference, s.record_id, s.content as in_file, k.content as on_desk
from file_record s
join imported_record k on k.kind = $kind and k.record_id = s.record_id
where k.content <> s.content
union all
select s.first_row, s.number, s.reference, s.record_id, s.content, d.content
from file_record s
join desk_record d using (record_id)
where not exists (select 1 from imported_record k where k.kind = $kind and k.record_id = s.record_id)
order by 1

-- name: find_less
-- The orders, purchase orders and transfers of the file that the desk has and that were cancelled since (is_void), and
-- those of which fewer units of a LIC are wanted now. Of transfers, which become less as they come, nothing is said of
-- units.
-- needs: file_record
with asked as (
    select record_id, line.lic, sum(line.qty::decimal(38, 4)) as qty
    from (
        select record_id, unnest(from_json(content->'lines', '[{"lic": "VARCHAR", "qty": "VARCHAR"}]')) as line
        from file_record
        where record_id is not null
    )
    group by all
),
known as (
    select order_id as record_id, format('order {}', number) as record, state = 'void' as is_void
    from sales_order where $kind = 'orders'
    union all
    select po_id, po_named(from_warehouse_id, number), state = 'void' from purchase_order where $kind <> 'orders'
),
wanted as (
    select record_id, i.lic, sum(w.qty) as qty
    from (
        select order_id as record_id, item_id, qty from order_line where $kind = 'orders' and state <> 'cancelled'
        union all
        select po_id, item_id, qty from po_line where $kind <> 'orders'
    ) w
    join item i using (item_id)
    where record_id in (select record_id from file_record)
    group by all
)
select distinct k.record, k.is_void
from known k
semi join file_record s using (record_id)
left join asked a on a.record_id = k.record_id
left join wanted w on w.record_id = a.record_id and w.lic = a.lic
where k.is_void or a.qty > coalesce(w.qty, 0)
order by k.record

-- name: remember_orders
-- What the file said of the orders that it brought in.
-- needs: incoming_order, file_record
insert into imported_record
select 'orders', o.order_id, s.content from file_record s join incoming_order o using (number) where s.record_id is null

-- name: remember_purchase_orders
-- What the file said of the purchase orders or transfers that it brought in.
-- needs: incoming_po, file_record
insert into imported_record
select $kind, p.po_id, s.content from file_record s join incoming_po p using (number)
where s.record_id is null

-- name: remember_receipts
-- What the file said of the receipts that it brought in; of those without a reference, which file they came from.
-- needs: incoming_receipt, file_record
insert into imported_record
select 'receipts', r.receipt_id, s.content
from file_record s
join incoming_receipt r on r.po = s.number and r.reference = s.reference
where s.record_id is null
union all
select 'file', receipt_id, $fingerprint from incoming_receipt where reference is null

-- name: same_file
-- When and by whom the same receipts without a reference came in, if they are still in the books, and how many there
-- are.
-- needs: incoming_receipt_line
select f.imported_at, f.actor,
    (select count(distinct (po, told_apart_at)) from incoming_receipt_line
        where reference is null and known) as receipts
from imported_file f
where f.kind = 'receipts' and f.fingerprint = $fingerprint
    and exists (select 1 from incoming_receipt_line where reference is null and known)
order by f.imported_at desc, f.actor
limit 1

-- name: changed
-- What the record log says was changed since a row of it, but for what is new.
select sentence from record_log where log_id > $since and kind = 'edit' and field <> 'added' order by log_id
