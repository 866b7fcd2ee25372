-- name: find_due
-- What open purchase orders and transfers, or one of them, should have brought before today, and did not: by the day
-- their vendor said, else by the lead time, as the projection reads it (R40).
-- makes: due_line
create or replace temp table due_line as
select po_line_id, po_id, po, vendor_id, from_warehouse_id, warehouse_id, item_id, open_qty, due_on as expected_on
from owed_po_line($clock)
where state = 'open' and due_on < $today and ($po is null or po = $po)

-- name: overdue
-- The purchase orders of the due lines, with who waits for their LICs.
-- needs: due_line
with pool as (
    select l.item_id, l.warehouse_id, count(distinct l.root_line_id) as lines, sum(l.qty) as qty
    from order_line l
    semi join due_line d on d.item_id = l.item_id and d.warehouse_id = l.warehouse_id
    where l.state = 'backordered'
    group by all
),
waits as (
    select d.po_id, sum(w.lines) as lines, sum(w.qty) as qty
    from (select distinct po_id, item_id, warehouse_id from due_line) d
    join pool w on w.item_id = d.item_id and w.warehouse_id = d.warehouse_id
    group by d.po_id
)
select d.po, po_record(d.from_warehouse_id) as record, v.code as vendor,
    coalesce(v.name, f.name) as vendor_name, min(d.expected_on) as expected_on,
    $today - min(d.expected_on) as days_late, count(distinct d.item_id) as lics,
    sum(d.open_qty)::decimal(38, 4) as open_qty, coalesce(any_value(w.lines), 0)::integer as waiting_lines,
    coalesce(any_value(w.qty), 0)::decimal(38, 4) as waiting_qty
from due_line d
left join vendor v using (vendor_id)
left join warehouse f on f.warehouse_id = d.from_warehouse_id
left join waits w using (po_id)
group by d.po_id, d.po, d.from_warehouse_id, v.code, v.name, f.name
order by waiting_qty desc, days_late desc, d.po

-- name: awaited
-- The purchase orders that each line that waits should have been filled from already: those of its parts that are late
-- (R40), and of a whole line, which is filled with the last one, all that bring units of it, where that is a matter of
-- adding up.
-- needs: coming, part, shelf, waiting
with fed as (
    select line_id, po_line_id from part where po_line_id is not null
    union
    select w.line_id, c.po_line_id
    from waiting w
    join part p using (line_id)
    join shelf s on s.item_id = w.item_id and s.warehouse_id = w.warehouse_id and not s.is_hard
    join coming last on last.po_line_id = p.po_line_id and last.item_id = w.item_id
        and last.warehouse_id = w.warehouse_id
    join coming c on c.item_id = w.item_id and c.warehouse_id = w.warehouse_id and c.turn <= last.turn
        and c.from_qty < w.ahead_qty + w.qty and w.ahead_qty < c.to_qty
    where w.whole
)
select f.line_id, c.po, po_record(p.from_warehouse_id) as record, min(c.due_on) as expected_on,
    ($today - min(c.due_on))::integer as days_late
from fed f
join coming c using (po_line_id)
join purchase_order p on p.number = c.po
where c.due_on < $today
group by f.line_id, c.po, p.from_warehouse_id
order by f.line_id, min(c.due_on), c.po
