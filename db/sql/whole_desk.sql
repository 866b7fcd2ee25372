-- name: table_rows
-- Every row of one table.
select * from query_table($table_name)

-- name: tables
-- The tables a desk has.
select table_name from information_schema.tables where table_type = 'BASE TABLE' and table_schema = 'main' order by all

-- name: filled_columns
-- The columns of one table that have something in every row.
select column_name from duckdb_columns()
where table_name = $table_name and schema_name = 'main' and not internal and not is_nullable
order by column_index

-- name: version
-- Which version of the tables this is.
select max(version) from migration

-- name: row_count
-- How many rows one table has.
select count(*) from query_table($table_name)

-- name: clear_warehouses
-- Makes room for the warehouses of the other desk.
delete from warehouse

-- name: clear_schedules
-- Makes room for the schedules of the other desk.
delete from schedule

-- name: continue_log_numbers
-- New log rows get numbers above those that came.
select setval('log_number', (select max(log_id) from record_log)) where exists (select 1 from record_log)

-- name: continue_action_numbers
-- New actions get numbers above those that came.
select setval('action_number', (select max(action_id) from record_log)) where exists (select 1 from record_log)

-- name: continue_movement_numbers
-- New movements get numbers above those that came.
select setval('movement_number', (select max(movement_id) from movement)) where exists (select 1 from movement)

-- name: continue_promise_numbers
-- New rows of the promise ledger get numbers above those that came.
select setval('promise_number', newest_promise_id()) where newest_promise_id() > 0
