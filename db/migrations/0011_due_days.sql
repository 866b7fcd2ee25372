-- When something comes, said once.

-- How many days a vendor takes: as the levels of the pool say it, else the LIC, else the vendor; null: nobody does.
create macro lead_days(of_level, of_item, of_vendor) as coalesce(of_level, of_item, of_vendor);
-- A day that is still to come: one that has passed is today; null stays null.
create macro not_before(day, today) as if(day < today, today, day);
-- The lines of purchase orders, each with its lead time and the day on which it is due: the one its vendor said, else the
-- lead time after it was opened; null while there is neither. `clock`: see desk_day.
create macro due_po_line(clock) as table
select l.po_line_id, l.po_id, p.number as po, p.state, p.vendor_id, l.item_id, p.warehouse_id, l.qty, l.expected_on,
    lead_days(n.lead_time_days, i.lead_time_days, v.lead_time_days) as lead_days,
    coalesce(l.expected_on, desk_day(p.opened_at, clock) + lead_days(n.lead_time_days, i.lead_time_days, v.lead_time_days)) as due_on
from po_line l
join purchase_order p on p.po_id = l.po_id
join item i on i.item_id = l.item_id
join vendor v on v.vendor_id = p.vendor_id
left join replenish_level n on n.item_id = l.item_id and n.warehouse_id = p.warehouse_id;
