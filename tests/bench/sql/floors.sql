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

-- name: decide
-- Who gets what, kept; deciding it inside the update took seven times as long.
-- makes: decided
create or replace temp table decided as
select l.line_id, least(l.qty, greatest(s.qty - (sum(l.qty) over rank - l.qty), 0))::decimal(18, 4) as granted
from line l
join stock s using (lic)
window rank as (partition by l.lic order by l.priority desc, l.line_id rows between unbounded preceding and current row)

-- name: allot
-- Written on every line.
-- needs: decided
update line set granted = d.granted from decided d where d.line_id = line.line_id

-- name: board
-- One shipment row for every line that got something.
-- needs: decided
insert into shipment_line select line_id, granted from decided where granted > 0

-- name: give
-- What is given away of each LIC.
update stock set given = g.given
from (select lic, sum(granted) as given from line group by lic) g
where g.lic = stock.lic

-- name: left
-- What is left of five LICs.
select lic, qty - given from stock where lic in (select unnest($lics))

-- name: add_order
-- One more order.
insert into sales_order values ($order, 0, 0)

-- name: add_lines
-- Its lines, with what each gets.
insert into line select unnest($ids), $order, unnest($lics), 0, 7, unnest($granted)

-- name: take
-- What they took is given away.
update stock set given = given + t.granted
from (select unnest($lics) as lic, unnest($granted)::decimal(18, 4) as granted) t
where t.lic = stock.lic

-- name: board_order
-- A shipment row for each line that got something.
insert into shipment_line select * from (select unnest($ids), unnest($granted) as granted) where granted > 0

-- name: numbers
-- The lines as whole numbers: the smaller the band, the sooner.
select l.lic, 9 - l.priority as band, l.qty::bigint as qty, s.qty::bigint as stock from line l join stock s using (lic)
