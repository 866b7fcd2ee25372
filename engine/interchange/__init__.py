"""Files in and out: every kind of docs/interchange.md, as CSV, Excel or Parquet."""
