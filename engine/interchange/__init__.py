"""Files in and out: every kind of interchange.md, as CSV, Excel or Parquet."""
