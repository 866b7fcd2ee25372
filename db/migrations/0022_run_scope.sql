-- A secondary sweep that somebody runs for one LIC, order or customer says so, and looks at the pools of it alone. It is not the
-- sweep that a schedule waits for.
alter table run add column scope varchar default '';   -- LIC book | order 1001 | customer SCHOOL; empty: all there is

-- The pools that such a run looked at, for replaying it: what waited there may be named otherwise by now.
create table run_pool (
    run_id       integer not null,
    item_id      integer not null,
    warehouse_id integer not null
);
