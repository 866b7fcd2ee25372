-- Facts that many queries ask for, said once. A view or a macro is planned as if its text stood in the query: what is asked of
-- it reaches the tables. A query that first narrows to the pools of an event adds up by itself, over those pools alone.
-- A view names its columns one by one, since one that takes all of a table's breaks when the table gets another.

-- Of each line of a purchase order: what came, and what is left to come.
create view received as
select l.po_line_id, coalesce(m.qty, 0)::decimal(38, 4) as qty, greatest(l.qty - coalesce(m.qty, 0), 0)::decimal(38, 4) as open_qty
from po_line l
left join (
    select po_line_id, sum(qty) as qty from movement where po_line_id is not null group by po_line_id
) m on m.po_line_id = l.po_line_id;

-- The lines of purchase orders of which something is left to come, each with the day on which it is due (see due_po_line).
create macro owed_po_line(clock) as table
select l.*, r.qty as received_qty, r.open_qty
from due_po_line(clock) l
join received r on r.po_line_id = l.po_line_id
where r.open_qty > 0;

-- What lies in each pool in which something ever moved (R1).
create view on_hand as
select item_id, warehouse_id, sum(qty) as qty from movement group by item_id, warehouse_id;

-- The lines of orders that shipments carry, or carried when they left; each is on one at most (R30).
create view aboard as
select sl.line_id, sl.shipment_id, sl.qty, s.state, s.location_id, s.ship_type
from shipment_line sl
join shipment s on s.shipment_id = sl.shipment_id
where sl.live;

-- A line is demand while it is allotted or waits (R1); of what is allotted, what is pinned or being picked is firm (R22).
create macro is_open(state) as state in ('allotted', 'backordered');
create macro is_firm(pinned, line_id) as pinned or line_id in (select a.line_id from aboard a where a.state = 'picking');

-- What units are worth: at the price of their line, else at the cost of the LIC; null without either.
create macro worth(qty, unit_price, unit_cost) as qty::decimal(38, 4) * coalesce(unit_price, unit_cost);

-- The warehouse that is meant when none is named, and the location of each customer: the one added first.
create view home_warehouse as
select min(warehouse_id) as warehouse_id, min_by(code, warehouse_id) as code from warehouse;
create view home_location as
select customer_id, min(location_id) as location_id, min_by(code, location_id) as code from location group by customer_id;

-- The newest rows of the ledgers: nothing that a reader could see changes without one.
create macro newest_log_id() as (select coalesce(max(log_id), 0) from record_log);
create macro newest_movement_id() as (select coalesce(max(movement_id), 0) from movement);
create macro newest_promise_id() as (select coalesce(max(promise_id), 0) from promise);

-- What there is of something, in its own order; an empty list of nothing.
create macro sorted_list(one) as coalesce(list_sort(list(one) filter (where one is not null)), []);
