-- The floors: the same lines and stock in bare tables, with the least that the work could be.

-- name: lines
-- The open lines.
-- needs: ordered
create table line as
select line_id, order_id, lic_no as lic, priority, qty, 0::decimal(18, 4) as granted from ordered order by line_id

-- name: stock
-- What lies on the shelf, and what of it is given away.
-- needs: shelf
create table stock as select lic_no as lic, qty::decimal(18, 4) as qty, 0::decimal(18, 4) as given from shelf

-- name: orders
-- The orders.
-- needs: ordered
create table sales_order as
select order_id, customer_no as customer, priority from ordered where line_no = 1 order by order_id

-- name: aboard
-- What goes on shipments.
create table shipment_line (line_id bigint, qty decimal(18, 4))

-- name: window
-- Who gets what, in one window; only counted.
select count(*) filter (where granted > 0), sum(granted)
from (
    select least(l.qty, greatest(s.qty - (sum(l.qty) over rank - l.qty), 0)) as granted
    from line l
    join stock s using (lic)
    window rank as (partition by l.lic order by l.priority desc, l.line_id rows between unbounded preceding and current row)
)

-- name: allot
-- Who gets what, written on every line.
update line set granted = g.granted
from (
    select l.line_id, least(l.qty, greatest(s.qty - (sum(l.qty) over rank - l.qty), 0)) as granted
    from line l
    join stock s using (lic)
    window rank as (partition by l.lic order by l.priority desc, l.line_id rows between unbounded preceding and current row)
) g
where g.line_id = line.line_id

-- name: board
-- One shipment row for every line that got something.
insert into shipment_line select line_id, granted from line where granted > 0

-- name: give
-- What is given away of each LIC.
update stock set given = g.given
from (select lic, sum(granted) as given from line group by lic) g
where g.lic = stock.lic

-- name: add_order
-- One more order.
insert into sales_order select max(order_id) + 1, 0, 0 from sales_order

-- name: add_lines
-- Its five lines, each with what is left of its LIC.
insert into line
select (select max(line_id) from line) + row_number() over (), (select max(order_id) from sales_order), lic, 0,
    7, least(7, greatest(qty - given, 0))
from stock
where lic in (select unnest($lics))

-- name: take
-- What they took is given away.
update stock set given = given + l.granted
from line l
where l.lic = stock.lic and l.order_id = (select max(order_id) from sales_order) and stock.lic in (select unnest($lics))

-- name: board_order
-- One shipment row for each of its lines that got something.
insert into shipment_line
select line_id, granted from line where order_id = (select max(order_id) from sales_order) and granted > 0

-- name: numbers
-- The lines as whole numbers: the smaller the band, the sooner.
select l.lic, 9 - l.priority as band, l.qty::bigint as qty, s.qty::bigint as stock from line l join stock s using (lic)
