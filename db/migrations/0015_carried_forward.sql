-- Balances carried forward: the one exception to the rule that nothing stores a total (0001). What a pool has on hand is the
-- balance carried forward plus the movements since, and so is what came of a line of a purchase order. An act adds movements
-- and never writes a balance; only the closing of the day carries forward, from the movements themselves, and the
-- consistency proof compares each balance with the movements that it stands for.

-- Up to which movement they stand for; no row: there are none yet.
create table carried_forward (
    movement_id bigint not null
);
insert into carried_forward select max(movement_id) from movement having max(movement_id) is not null;
create macro carried_movement_id() as (select coalesce(max(movement_id), 0) from carried_forward);

create table balance (
    item_id      integer not null,
    warehouse_id integer not null,
    qty          decimal(38, 4) not null
);
insert into balance select item_id, warehouse_id, sum(qty) from movement group by all order by all;

-- Of a line of a purchase order: what came of it up to then.
alter table po_line add column carried_qty decimal(38, 4) default 0;
update po_line set carried_qty = m.qty
from (select po_line_id, sum(qty) as qty from movement where po_line_id is not null group by all) m
where m.po_line_id = po_line.po_line_id;

-- The movements that no balance stands for yet.
create view movement_since as
select item_id, warehouse_id, movement_id, po_line_id, qty
from movement
where movement_id > carried_movement_id();

-- What on hand is the sum of: of each pool its balance, as of its newest movement, and each movement since (R1). A query of
-- an event narrows this to the pools it touches before it adds up.
create view on_hand_part as
select item_id, warehouse_id, carried_movement_id() as movement_id, qty from balance
union all
select item_id, warehouse_id, movement_id, qty from movement_since;

create or replace view on_hand as
select item_id, warehouse_id, sum(qty) as qty from on_hand_part group by item_id, warehouse_id;

create or replace view received as
select l.po_line_id, (l.carried_qty + coalesce(m.qty, 0))::decimal(38, 4) as qty,
    greatest(l.qty - l.carried_qty - coalesce(m.qty, 0), 0)::decimal(38, 4) as open_qty
from po_line l
left join (
    select po_line_id, sum(qty) as qty from movement_since where po_line_id is not null group by po_line_id
) m on m.po_line_id = l.po_line_id;
