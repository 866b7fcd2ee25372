-- Files that a watched folder took in, by their content: written with what they brought, so that a watcher that is killed before
-- it could move a file away knows it again.
create table taken_file (
    kind        varchar not null,
    fingerprint varchar not null,
    name        varchar not null,
    action_id   bigint not null,
    taken_at    timestamp not null,
    taken_by    varchar not null
);
