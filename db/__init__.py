"""How the desk is kept: one DuckDB file, lent from process to process. No business word lives here outside .sql files."""
