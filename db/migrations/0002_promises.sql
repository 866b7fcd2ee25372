-- The promise ledger (R40): for each line that was typed, when its waiting units were projected to be filled, every
-- change of that day and its cause, and how it ended. Append-only.

create table promise (
    promise_id   bigint not null,
    root_line_id bigint not null,
    order_id     integer not null,
    item_id      integer not null,
    warehouse_id integer not null,
    state        varchar not null,   -- open | kept | broken | withdrawn
    promised_on  date,               -- open: the projected day, null for no supply; else the day it ended
    since_at     timestamp not null, -- from when this row holds
    cause        varchar not null,   -- the event in a few words
    actor        varchar not null,
    run_id       integer
);
create sequence promise_number;

-- The days vendors said, each time they said another: how late they are, is told against the first.
create table vendor_day (
    po_line_id  integer not null,
    expected_on date,
    said_at     timestamp not null,
    actor       varchar not null
);
insert into vendor_day
select l.po_line_id, l.expected_on, p.created_at, p.changed_by
from po_line l
join purchase_order p using (po_id)
where l.expected_on is not null
order by l.po_line_id;
