-- name: find_due
-- What open purchase orders should have brought before today, and did not: by the day their vendor said, else by the
-- lead time, as the projection reads it (R40).
create or replace temp table due_line as
with received as (
    select po_line_id, sum(qty) as qty from movement where po_line_id is not null group by all
),
coming as (
    select l.po_line_id, p.po_id, p.number, p.vendor_id, p.warehouse_id, l.item_id, l.qty - coalesce(r.qty, 0) as open_qty,
        coalesce(l.expected_on, desk_day(p.opened_at, $clock) + coalesce(n.lead_time_days, i.lead_time_days, v.lead_time_days)) as expected_on
    from po_line l
    join purchase_order p using (po_id)
    join item i using (item_id)
    join vendor v on v.vendor_id = p.vendor_id
    left join replenish_level n on n.item_id = l.item_id and n.warehouse_id = p.warehouse_id
    left join received r using (po_line_id)
    where p.state = 'open' and l.qty > coalesce(r.qty, 0)
)
select * from coming where expected_on < $today

-- name: overdue
-- The purchase orders of the due lines, with who waits for their LICs.
with pool as (
    select item_id, warehouse_id, count(distinct root_line_id) as lines, sum(qty) as qty
    from order_line
    where state = 'backordered'
    group by all
),
waits as (
    select d.po_id, sum(w.lines) as lines, sum(w.qty) as qty
    from (select distinct po_id, item_id, warehouse_id from due_line) d
    join pool w on w.item_id = d.item_id and w.warehouse_id = d.warehouse_id
    group by d.po_id
)
select d.number as po, v.code as vendor, v.name as vendor_name, min(d.expected_on) as expected_on,
    $today - min(d.expected_on) as days_late, count(distinct d.item_id) as lics,
    sum(d.open_qty)::decimal(38, 4) as open_qty, coalesce(any_value(w.lines), 0)::integer as waiting_lines,
    coalesce(any_value(w.qty), 0)::decimal(38, 4) as waiting_qty
from due_line d
join vendor v using (vendor_id)
left join waits w using (po_id)
group by d.po_id, d.number, v.code, v.name
order by waiting_qty desc, days_late desc, d.number

-- name: awaited
-- The purchase orders that each line that waits should have been filled from, after promises.project: what is free on the
-- shelf goes to the lines ahead, then come the due lines by their day.
with supply as (
    select d.number, d.expected_on, d.item_id, d.warehouse_id,
        s.free_qty + sum(d.open_qty) over in_turn - d.open_qty as from_qty, s.free_qty + sum(d.open_qty) over in_turn as to_qty
    from due_line d
    join shelf s on s.item_id = d.item_id and s.warehouse_id = d.warehouse_id
    window in_turn as (
        partition by d.item_id, d.warehouse_id
        order by d.expected_on, d.po_line_id
        rows between unbounded preceding and current row
    )
)
select w.line_id, d.number as po, min(d.expected_on) as expected_on, ($today - min(d.expected_on))::integer as days_late
from waiting w
join supply d on d.item_id = w.item_id and d.warehouse_id = w.warehouse_id
    and d.from_qty < w.ahead_qty + w.qty and w.ahead_qty < d.to_qty
group by w.line_id, d.number
order by w.line_id, min(d.expected_on), d.number
