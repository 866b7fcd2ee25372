-- name: overdue
-- The open purchase orders of which something should have come before today, with who waits for their LICs.
with received as (
    select po_line_id, sum(qty) as qty from movement where po_line_id is not null group by all
),
due as (
    select p.po_id, p.number, p.vendor_id, p.warehouse_id, l.item_id, l.qty - coalesce(r.qty, 0) as open_qty, l.expected_on
    from po_line l
    join purchase_order p using (po_id)
    left join received r using (po_line_id)
    where p.state = 'open' and l.qty > coalesce(r.qty, 0) and l.expected_on < $today::date
),
pool as (
    select item_id, warehouse_id, count(distinct root_line_id) as lines, sum(qty) as qty
    from order_line
    where state = 'backordered'
    group by all
),
waits as (
    select d.po_id, sum(w.lines) as lines, sum(w.qty) as qty
    from (select distinct po_id, item_id, warehouse_id from due) d
    join pool w on w.item_id = d.item_id and w.warehouse_id = d.warehouse_id
    group by d.po_id
)
select d.number as po, v.code as vendor, v.name as vendor_name, min(d.expected_on) as expected_on,
    $today::date - min(d.expected_on) as days_late, count(distinct d.item_id) as lics,
    sum(d.open_qty)::decimal(18, 4) as open_qty, coalesce(any_value(w.lines), 0)::integer as waiting_lines,
    coalesce(any_value(w.qty), 0)::decimal(18, 4) as waiting_qty
from due d
join vendor v using (vendor_id)
left join waits w using (po_id)
group by d.po_id, d.number, v.code, v.name
order by waiting_qty desc, days_late desc, d.number
