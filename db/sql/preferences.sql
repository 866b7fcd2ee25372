-- name: everything
-- The preferences that were set.
select name, value from preference

-- name: forget
-- Makes room for a new value.
delete from preference where name = $name

-- name: keep
-- The new value.
insert into preference values ($name, $value)
