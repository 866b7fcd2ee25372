-- What looking back needs and the record log does not hold.

-- What a fill run decided, and from what: replaying it must come to the same hash.
create table run_result (
    run_id        integer not null,
    policy        varchar not null,
    skip_age_days integer not null,
    walked_at     timestamp not null,  -- the instant from which the ages of orders were counted
    log_id        bigint not null,     -- the newest row of the record log before it
    movement_id   bigint not null,     -- the newest movement before it
    result_hash   varchar not null     -- of who was granted what; see replay.sql
);

-- The record log counts the units of a typed line. Where a run saw them in parts that the count does not tell
-- (siblings in one state, firm ones, one that is whole beside one that is not), the parts are here.
create table run_part (
    run_id       integer not null,
    line_id      bigint not null,
    root_line_id bigint not null,
    qty          decimal(18, 4) not null,
    held         boolean not null,
    firm         boolean not null,     -- being picked or pinned: no walk touches it (R22)
    whole        boolean not null
);

-- What was undone: a run, or the rows of the record log that one action wrote; by which run.
create table undoing (
    run_id       integer not null,
    undone_run_id integer,
    first_log_id bigint not null,
    last_log_id  bigint not null
);
