-- name: counts
-- What a desk holds, for the report of a backup.
select
    (select count(*) from sales_order) as orders,
    (select count(*) from order_line) as lines,
    (select count(*) from record_log) as log_rows,
    (select max(logged_at) from record_log) as until

-- name: content
-- How many rows one table has and a hash of all of them; DuckDB compares the checksum of every block it reads.
select count(*) as row_count, bit_xor(hash(t)) as content from query_table($table_name) t

-- name: orders
-- Every order, to compare two desks.
select order_id, number from sales_order

-- name: log
-- Every row of the record log, by what tells it from another desk's with the same number.
select log_id, logged_at, record, record_id, field from record_log
