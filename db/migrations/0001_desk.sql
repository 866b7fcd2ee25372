-- The first desk.
--
-- Conventions: ids are given by the engine (highest + 1 inside the one writing transaction), quantities are
-- DECIMAL(18,4), instants are UTC in naive TIMESTAMP columns ending in _at, days are DATE ending in _on.
-- There are no indexes, keys or checks: the engine keeps integrity and the consistency proof shows it.
-- Nothing here stores a total; on hand, demand and the rest are sums of these rows (but for what is carried forward, 0015).

create table preference (
    name  varchar not null,
    value varchar not null
);

create table warehouse (
    warehouse_id integer not null,
    code         varchar not null,
    name         varchar not null
);
insert into warehouse values (1, 'MAIN', 'Main warehouse');

create table vendor (
    vendor_id      integer not null,
    code           varchar not null,
    name           varchar not null,
    lead_time_days integer
);

create table item (
    item_id        integer not null,
    lic            varchar not null,
    description    varchar not null,
    inventoried    boolean not null,
    decimals       tinyint not null,
    discontinued   boolean not null,
    active         boolean not null,
    vendor_id      integer,
    unit_cost      decimal(18, 4),
    lead_time_days integer
);

-- How a pool is kept filled. One row per (LIC, warehouse) that has levels.
create table replenish_level (
    item_id        integer not null,
    warehouse_id   integer not null,
    level_qty      decimal(18, 4) not null,
    target_qty     decimal(18, 4) not null,
    multiple_qty   decimal(18, 4) not null,
    minimum_qty    decimal(18, 4) not null,
    vendor_id      integer,
    lead_time_days integer
);

create table customer (
    customer_id integer not null,
    code        varchar not null,
    name        varchar not null
);

create table location (
    location_id integer not null,
    customer_id integer not null,
    code        varchar not null,
    address     varchar not null
);

create table sales_order (
    order_id     integer not null,
    number       varchar not null,
    customer_id  integer not null,
    location_id  integer not null,
    ship_type    varchar not null, -- partial | complete
    priority     tinyint not null, -- 0..9, higher first
    state        varchar not null, -- pending | open | closed | void
    requested_on date,
    note         varchar not null,
    entered_at   timestamp not null,
    entered_by   varchar not null,
    opened_at    timestamp,
    version      integer not null, -- rises with every change, so that a stale edit is noticed
    changed_at   timestamp not null,
    changed_by   varchar not null
);

create table order_line (
    line_id      bigint not null,
    order_id     integer not null,
    line_no      integer not null,  -- as a clerk counts them
    root_line_id bigint not null,   -- the line that was typed; itself on a root
    item_id      integer not null,
    warehouse_id integer not null,
    qty          decimal(18, 4) not null,
    ordered_qty  decimal(18, 4),    -- as typed; on the root only
    state        varchar not null,  -- pending | backordered | allotted | shipped | cancelled
    whole        boolean not null,  -- may not be split: all at once or nothing (R7)
    on_shortage  varchar,           -- the stated answer for a shortage: split | whole
    answered_qty decimal(18, 4),    -- what was available when it was answered; null: holds in any case (R9)
    pinned       boolean not null,  -- an admin made it firm (R22)
    entry_seq    bigint,            -- given when the line is opened; siblings share it (R14)
    unit_price   decimal(18, 4),
    note         varchar not null,
    waiting_since timestamp         -- when the units last fell on backorder; null when they do not wait
);

create table shipment (
    shipment_id  integer not null,
    customer_id  integer not null,
    location_id  integer not null,
    warehouse_id integer not null,
    ship_type    varchar not null,  -- a complete order's shipment travels alone (R30)
    state        varchar not null,  -- pending | picking | shipped | void
    created_at   timestamp not null,
    picked_at    timestamp,
    shipped_at   timestamp,
    voided_at    timestamp
);

-- What a shipment carries, per order line. A row that is not live was withdrawn, or its shipment voided.
create table shipment_line (
    shipment_id integer not null,
    line_id     bigint not null,
    qty         decimal(18, 4) not null,
    live        boolean not null
);

create table purchase_order (
    po_id        integer not null,
    number       varchar not null,
    vendor_id    integer not null,
    warehouse_id integer not null,
    state        varchar not null,  -- pending | open | closed | void
    automatic    boolean not null,  -- made by the replenishment sweep
    created_at   timestamp not null,
    opened_at    timestamp,
    version      integer not null,
    changed_at   timestamp not null,
    changed_by   varchar not null
);

create table po_line (
    po_line_id  integer not null,
    po_id       integer not null,
    item_id     integer not null,
    qty         decimal(18, 4) not null,  -- zero: taken off the order again
    unit_cost   decimal(18, 4),
    expected_on date,
    edited      boolean not null          -- a person changed it; replenishment leaves it alone (R37)
);

-- One incoming delivery against a purchase order; its units are movements.
create table receipt (
    receipt_id  integer not null,
    po_id       integer not null,
    reference   varchar not null,
    received_at timestamp not null,
    voided_at   timestamp
);

-- Goods that came back. Sellable ones are also a movement.
create table goods_return (
    return_id   integer not null,
    line_id     bigint not null,
    qty         decimal(18, 4) not null,
    sellable    boolean not null,
    returned_at timestamp not null
);

-- Every change of on hand, signed and append-only. On hand is their sum (R1).
create table movement (
    movement_id  bigint not null,
    moved_at     timestamp not null,
    kind         varchar not null,  -- beginning balance | adjustment | receipt | receipt void | shipment | shipment void | return
    item_id      integer not null,
    warehouse_id integer not null,
    qty          decimal(18, 4) not null,
    po_line_id   integer,
    receipt_id   integer,
    shipment_id  integer,
    line_id      bigint,
    reference    varchar,
    reason       varchar not null,
    actor        varchar not null
);

create table schedule (
    sweep        varchar not null,   -- primary | secondary | replenishment
    enabled      boolean not null,
    every_n      integer,            -- every N units ...
    every_unit   varchar,            -- minutes | hours | days
    at_times     varchar,            -- ... or at these local times, '02:00,14:30'
    weekdays     varchar not null,   -- '1234567', Monday is 1
    window_start varchar,            -- local 'HH:MM', start in
    window_end   varchar,            -- end out; before the start: the window crosses midnight
    changed_at   timestamp not null, -- due times before this are not caught up
    changed_by   varchar not null
);
insert into schedule values
    ('primary',       true, 30,   'minutes', null,    '1234567', null, null, timestamp '2000-01-01', 'desk'),
    ('secondary',     true, null, null,      '02:00', '1234567', null, null, timestamp '2000-01-01', 'desk'),
    ('replenishment', true, null, null,      '03:00', '1234567', null, null, timestamp '2000-01-01', 'desk');

-- The run log (R28).
create table run (
    run_id             integer not null,
    sweep              varchar not null,
    run_trigger        varchar not null,  -- scheduled | manual | catch-up
    actor              varchar not null,
    scheduled_for      timestamp,
    started_at         timestamp not null,
    ended_at           timestamp,
    outcome            varchar not null,  -- running | done | off | failed | interrupted
    pools              integer not null,
    lines_filled       integer not null,
    units_allotted     decimal(38, 4) not null,
    lines_released     integer not null,
    shipments_created  integer not null,
    shipments_appended integer not null,
    pos_created        integer not null,
    pos_topped_up      integer not null,
    last_movement_id   bigint not null,   -- what a primary sweep had seen when it ran (R24)
    error              varchar not null
);

-- The record log (section 9): append-only, and the ledger of line states. A row with field 'state' says that
-- qty units of the line's root went from old_value to new_value; summed, such rows give every line's state.
create table record_log (
    log_id         bigint not null,
    logged_at      timestamp not null,
    actor          varchar not null,
    run_id         integer,
    kind           varchar not null,  -- comment | edit | log | error
    record         varchar not null,  -- order | shipment | item | po | schedule | preference | desk
    record_id      varchar not null,  -- its number as people write it
    order_id       integer,
    line_id        bigint,
    root_line_id   bigint,
    item_id        integer,
    warehouse_id   integer,
    shipment_id    integer,
    po_id          integer,
    field          varchar not null,
    old_value      varchar,
    new_value      varchar,
    qty            decimal(18, 4),
    other_order_id integer,
    sentence       varchar not null
);

-- Files already imported, by content (receipts that carry no reference).
create table imported_file (
    kind        varchar not null,
    fingerprint varchar not null,
    imported_at timestamp not null,
    actor       varchar not null
);

-- A log row's and a movement's number; gaps after a rollback are fine, the order of writing is what counts.
create sequence log_number;
create sequence movement_number;

-- A quantity as people write it: 25, 2.5 (never 25.0000).
create macro plain(qty) as rtrim(rtrim(cast(qty as varchar), '0'), '.');
