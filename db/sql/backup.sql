-- name: counts
-- What a desk holds, for the report of a backup.
select (select count(*) from sales_order) as orders, (select count(*) from order_line) as lines

-- name: read_through
-- Reads every value of one table, so that DuckDB compares the checksum of every block.
select bit_xor(hash(t)) from query_table($table_name) t
