-- What happened between two ends of days: who began to wait, who was served, what came, what slipped.

-- name: waits
-- The units of each typed line that began to wait, were filled and were cancelled meanwhile, as the backlog's chart
-- counts them, those that were taken back from it, when it last began or was filled, and
-- on how many days.
-- needs: flow
with moved as (
    select root_line_id, sum(opened_qty) as opened_qty, sum(filled_qty) as filled_qty,
        sum(cancelled_qty) as cancelled_qty,
        max(logged_at) filter (where opened_qty > 0) as opened_at,
        max(logged_at) filter (where filled_qty > 0) as filled_at,
        count(distinct desk_day(logged_at, $clock)) filter (where opened_qty > 0) as opened_days,
        count(distinct desk_day(logged_at, $clock)) filter (where filled_qty > 0) as filled_days
    from flow
    where logged_at < $until_at
    group by root_line_id
),
lost as (
    select root_line_id, sum(qty) as qty
    from record_log
    where field = 'state' and old_value = 'allotted' and new_value = 'backordered' and line_id is not null
        and logged_at >= $from_at and logged_at < $until_at
    group by root_line_id
)
select o.number as "order", c.code as customer, c.name as customer_name, l.line_no as line, i.lic,
    coalesce(m.opened_qty, 0)::decimal(38, 4) as opened_qty, coalesce(m.filled_qty, 0)::decimal(38, 4) as filled_qty,
    coalesce(m.cancelled_qty, 0)::decimal(38, 4) as cancelled_qty,
    k.qty::decimal(38, 4) as lost_qty, m.opened_at, m.filled_at, m.opened_days, m.filled_days
from moved m
join order_line l on l.line_id = m.root_line_id
join sales_order o using (order_id)
join customer c using (customer_id)
join item i on i.item_id = l.item_id
left join lost k on k.root_line_id = m.root_line_id
where $lic is null or i.lic = $lic
order by o.order_id, l.line_no

-- name: came
-- What came and went otherwise than on shipments meanwhile: of each LIC the units, by what moved them, with the
-- purchase order or transfer of a receipt and the reason of anything else; what a void took back is not there.
select coalesce(any_value(p.number), '') as po,
    case when m.kind in ('receipt', 'receipt void') then 'receipt' else m.kind end as kind,
    i.lic, sum(m.qty)::decimal(38, 4) as qty, max(m.moved_at) as moved_at,
    if(m.receipt_id is null, m.reason, '') as reason
from movement m
join item i using (item_id)
left join receipt r on r.receipt_id = m.receipt_id
left join purchase_order p on p.po_id = r.po_id
where m.moved_at >= $from_at and m.moved_at < $until_at and m.kind not in ('shipment', 'shipment void')
    and ($lic is null or i.lic = $lic)
group by r.po_id, 2, i.lic, 6
having sum(m.qty) <> 0
order by 2, po, i.lic, reason

-- name: left
-- What left on shipments meanwhile, less what came back with one that was voided.
select count(distinct m.shipment_id) filter (where m.kind = 'shipment') as shipments,
    coalesce(-sum(m.qty), 0)::decimal(38, 4) as qty
from movement m
join item i using (item_id)
where m.moved_at >= $from_at and m.moved_at < $until_at and m.kind in ('shipment', 'shipment void')
    and ($lic is null or i.lic = $lic)

-- name: slipped
-- The lines of which units slipped from the beginning to the end (R40), by the unit: as many as have the same day
-- before and now, and what moved them if it was meanwhile. Before: as at the beginning, else as told first since.
-- A day that had passed by then slips only if another is told. qty: null before parts were kept.
with line as (
    select root_line_id,
        arg_max((state, parts, promised_on), promise_id) filter (where since_at < $from_at) as old,
        arg_max((state, parts, promised_on), promise_id) as new,
        arg_min(promised_on, promise_id) filter (where promised_on is not null and state = 'open') as first_on,
        arg_max(cause, promise_id) filter (where since_at >= $from_at) as cause
    from every_promise
    where since_at < $until_at
    group by root_line_id
),
moved as (
    select root_line_id, cause, unnest(moved_units(
        if(old[1] = 'open', told_parts(old[2], every_unit(), old[3], first_on), null),
        told_parts(new[2], every_unit(), new[3], first_on)), recursive := true)
    from line
    where new[1] = 'open'
),
slip as (
    select root_line_id, cause, from_on, due_on, source,
        if(max(qty) >= every_unit(), null, sum(qty))::decimal(38, 4) as qty
    from moved
    where has_slipped(source, from_on, due_on, if(from_on < $first, from_on, $last))
    group by all
)
select o.number as "order", c.code as customer, c.name as customer_name, l.line_no as line, i.lic,
    sum(d.qty)::decimal(38, 4) as qty, min(d.from_on) as from_on,
    if(bool_and(d.source = 'shelf' or d.due_on is not null), max(greatest(coalesce(d.due_on, $last), $last)), null)
        as to_on,
    list({'qty': d.qty, 'source': d.source, 'from_on': d.from_on, 'due_on': d.due_on}
        order by d.from_on, d.due_on nulls last, d.source) as units,
    d.cause
from slip d
join order_line l on l.line_id = d.root_line_id
join sales_order o using (order_id)
join customer c using (customer_id)
join item i on i.item_id = l.item_id
where $lic is null or i.lic = $lic
group by o.order_id, o.number, c.code, c.name, l.line_no, i.lic, d.cause
order by max(slipped_days(d.from_on, d.due_on, $last)) desc, o.order_id, l.line_no

-- name: later_pos
-- The purchase orders and transfers of which something was expected later at the end than at the beginning, a row for
-- all their LICs that moved from one day to another.
with line as (
    select po_line_id, arg_max(expected_on, said_at) filter (where said_at < $from_at) as from_on,
        arg_max(expected_on, said_at) as to_on
    from vendor_day
    where said_at < $until_at
    group by po_line_id
    having max(said_at) >= $from_at
)
select p.number as po, coalesce(any_value(v.name), 'warehouse ' || any_value(w.code)) as source,
    d.from_on, d.to_on, string_agg(distinct i.lic, ', ' order by i.lic) as lics
from line d
join po_line l using (po_line_id)
join purchase_order p using (po_id)
join item i on i.item_id = l.item_id
left join vendor v on v.vendor_id = p.vendor_id
left join warehouse w on w.warehouse_id = p.from_warehouse_id
where d.to_on > d.from_on and ($lic is null or i.lic = $lic)
group by p.po_id, p.number, d.from_on, d.to_on
order by d.to_on - d.from_on desc, p.number, d.from_on
