-- What an event reads of the pools it touches, once: their open lines and what lies in them.

-- name: pools
-- Every open line of the touched pools, in no order: allotted (held) or waiting; firm: pinned or being picked (R22);
-- ordered_qty: as typed, on the root line only; old_in: in how many days of the desk's calendar its order has waited as
-- long as a line may be skipped (R43), 0 or below where that is today or was before;
-- paused_until: the day from which it is not paused any more (R45).
-- Behind them a row for each pool that is no line and says what is on hand there (R1), added up over these pools alone:
-- the view on_hand would add up every pool.
-- needs: touched_pool
select l.line_id, l.order_id, l.line_no, l.root_line_id, l.item_id, l.warehouse_id, l.entry_seq, l.qty,
    l.ordered_qty, l.state = 'allotted' as held, l.state = 'allotted' and is_firm(l.pinned, l.line_id) as firm, l.whole,
    o.number, o.priority, o.ship_type = 'complete' as complete, whole_days(o.opened_at, $now) as days,
    desk_day(o.opened_at + to_days($skip_age_days::integer), $clock) - $today as old_in, i.lic,
    paused_until(l.hold, l.not_before, o.hold, o.not_before, u.hold, $today, $lead_days) as paused_until,
    null as on_hand_qty
from order_line l
join touched_pool p on p.item_id = l.item_id and p.warehouse_id = l.warehouse_id
join item i on i.item_id = l.item_id and i.inventoried
join sales_order o on o.order_id = l.order_id
join customer u on u.customer_id = o.customer_id
where is_open(l.state)
union all by name
select p.item_id, p.warehouse_id, coalesce(sum(m.qty), 0)::decimal(38, 4) as on_hand_qty
from touched_pool p
left join on_hand_part m on m.item_id = p.item_id and m.warehouse_id = p.warehouse_id
group by p.item_id, p.warehouse_id
