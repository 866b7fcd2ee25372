-- Views of lists that people keep: the filters of now under a name, as the JSON text that the program writes and reads.
create table saved_view (
    listing    varchar not null,  -- backorders | orders | shipments | supply
    name       varchar not null,
    owner      varchar not null,  -- whose it is; empty: everybody's at this desk
    content    varchar not null,
    changed_at timestamp not null,
    changed_by varchar not null
);
