-- What a file said of a record when it brought it in, so that the same file can be told from one that says otherwise,
-- whatever the desk did with the record since.

create table imported_record (
    kind      varchar not null,  -- orders | purchase-orders | receipts; or file: one of several deliveries without a reference
    record_id integer not null,  -- its order_id, po_id or receipt_id
    content   varchar not null   -- JSON; of a file: its fingerprint
);
