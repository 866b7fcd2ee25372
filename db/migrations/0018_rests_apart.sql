-- What is over rests apart (section 8a), so that an act reads what is open and not the history of years. The closing of the
-- day does for every day what is done here for the years before.

-- The rows of the promise ledger of typed lines of which nothing is promised any more. The ledger is only added to: a line
-- that waits again gets new rows in promise, and its old ones stay here. The closing of the day lays rows to rest.
create table rested_promise (
    promise_id   bigint not null,
    root_line_id bigint not null,
    order_id     integer not null,
    item_id      integer not null,
    warehouse_id integer not null,
    state        varchar not null,
    promised_on  date,
    since_at     timestamp not null,
    cause        varchar not null,
    actor        varchar not null,
    run_id       integer,
    parts        struct(qty decimal(18, 4), source varchar, due_on date, po varchar, first_on date)[],
    filled       struct(qty decimal(18, 4), filled_on date, first_on date)[],
    held_qty     decimal(18, 4)
);
insert into rested_promise
from promise
where root_line_id in (
    select root_line_id from promise group by root_line_id having arg_max(state, promise_id) <> 'open'
)
order by root_line_id, promise_id;
delete from promise where root_line_id in (select root_line_id from rested_promise);

-- The whole ledger, for whoever looks back.
create view every_promise as
select promise_id, root_line_id, order_id, item_id, warehouse_id, state, promised_on, since_at, cause, actor, run_id, parts,
    filled, held_qty
from promise
union all
select promise_id, root_line_id, order_id, item_id, warehouse_id, state, promised_on, since_at, cause, actor, run_id, parts,
    filled, held_qty
from rested_promise;

create or replace macro newest_promise_id() as (select coalesce(max(promise_id), 0) from every_promise);

-- Lines that shipped or were cancelled first, those that an act can ask for last: so the former fill row groups of their own,
-- and DuckDB skips these by their zone maps where only the states of the others are wanted.
create temp table line_in_order as
from order_line
order by state in ('shipped', 'cancelled') desc, if(state in ('shipped', 'cancelled'), state, ''), line_id;
delete from order_line;
insert into order_line from line_in_order;
drop table line_in_order;
