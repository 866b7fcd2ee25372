-- What customers are told of their orders: drafts, and what became of them. A draft is never told twice.

create table customer_contact (
    customer_id integer not null,
    email       varchar not null
);

create table notice (
    notice_id        integer not null,
    customer_id      integer not null,
    state            varchar not null,   -- draft | told | sent | dropped | replaced
    subject          varchar not null,
    body             varchar not null,
    after_log_id     bigint not null,    -- the record log and the promise ledger were read from here
    after_promise_id bigint not null,
    upto_log_id      bigint not null,    -- to here
    upto_promise_id  bigint not null,
    drafted_at       timestamp not null,
    drafted_by       varchar not null,
    settled_at       timestamp,          -- when it was told, sent, dropped or replaced
    settled_by       varchar,
    email            varchar             -- where it was sent to
);

-- What a notice says of each typed line.
create table notice_line (
    notice_id    integer not null,
    kind         varchar not null,       -- ready | late | lost
    root_line_id bigint not null,
    order_id     integer not null,
    qty          decimal(18, 4) not null,
    promised_on  date                    -- late, lost: the day it gives for what waits; null: none
);

-- Up to where the desk was read each time drafts were made.
create table notice_mark (
    made_at    timestamp not null,
    made_by    varchar not null,
    log_id     bigint not null,
    promise_id bigint not null
);
