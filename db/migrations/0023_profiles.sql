-- How files that others write are read: a profile of a kind of file, as the JSON text that the program writes and reads.
create table import_profile (
    name       varchar not null,
    kind       varchar not null,
    content    varchar not null,
    changed_at timestamp not null,
    changed_by varchar not null
);
