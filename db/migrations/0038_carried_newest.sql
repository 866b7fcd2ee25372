-- The newest rows of the ledgers when the day was closed last, as balances and numbers are carried forward (0015, 0036). Every
-- reader asks for the newest row there is, and every run again and again: it is sought among the rows since, and not in years.
-- Ids rise, so that DuckDB skips all others by their zone maps, though these are read in the same statement.

-- Up to where they went; no row: nothing was written yet.
create table carried_newest (
    log_id      bigint not null,
    movement_id bigint not null,
    promise_id  bigint not null
);
insert into carried_newest
select newest_log_id(), newest_movement_id(), newest_promise_id() where newest_log_id() > 0;

create or replace macro newest_log_id() as (
    select coalesce(max(g.log_id), 0)
    from record_log g
    join (select coalesce(max(log_id), 0) as log_id from carried_newest) c on g.log_id >= c.log_id
);
create or replace macro newest_movement_id() as (
    select coalesce(max(m.movement_id), 0)
    from movement m
    join (select coalesce(max(movement_id), 0) as movement_id from carried_newest) c on m.movement_id >= c.movement_id
);
create or replace macro newest_promise_id() as (
    select coalesce(max(p.promise_id), 0)
    from every_promise p
    join (select coalesce(max(promise_id), 0) as promise_id from carried_newest) c on p.promise_id >= c.promise_id
);
