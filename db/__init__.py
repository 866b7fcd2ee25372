"""How the desk is kept: one DuckDB file that processes lend each other. Business words are in .sql files."""
