-- The pools that a run left out because their rows were at fault before it (R29); why is in the run's own row.
create table run_left_out (
    run_id       integer not null,
    item_id      integer not null,
    warehouse_id integer not null
);
