-- name: everything
-- The preferences that were set, as one value: they are read in every act, and a value costs less than a table.
select map_from_entries(list((name, value))) from preference

-- name: forget
-- Makes room for a new value.
delete from preference where name = $name

-- name: keep
-- The new value.
insert into preference values ($name, $value)
