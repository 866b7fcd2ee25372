"""The rows of an answer as a Polars frame.

Most answers have few rows, and on these the relation API, which is made for frames, costs more than the
query itself: it parses and binds every statement twice. So few rows are fetched as they are, and what is more
comes by way of Arrow.
"""

import warnings
from typing import Final, cast

import polars as pl

from db.duck import Connection

FEW: Final = 500
"""How many rows are fetched one by one; from some thousand on, Arrow is faster."""

KINDS: Final[dict[str, pl.DataType]] = {
    "BOOLEAN": pl.Boolean(),
    "TINYINT": pl.Int8(),
    "INTEGER": pl.Int32(),
    "BIGINT": pl.Int64(),
    "DOUBLE": pl.Float64(),
    "VARCHAR": pl.String(),
    "DATE": pl.Date(),
    "TIMESTAMP": pl.Datetime("us"),
    "DECIMAL(18,4)": pl.Decimal(18, 4),
    "DECIMAL(38,4)": pl.Decimal(38, 4),
    "DECIMAL(38,8)": pl.Decimal(38, 8),
}
"""The types of DuckDB whose Python values make the column that Arrow would."""


def read(result: Connection) -> pl.DataFrame:
    """Every row of the statement that was just executed."""
    schema = {name: KINDS.get(str(kind)) for name, kind, *_ in result.description or ()}
    if None in schema.values():
        return _by_arrow(result)
    few = result.fetchmany(FEW)
    frame = pl.DataFrame(few, schema, orient="row")
    return frame if len(few) < FEW else pl.concat([frame, _by_arrow(result)])


def _by_arrow(result: Connection) -> pl.DataFrame:
    """The rows that are left; DuckDB warns that it copies them once more than it would for a frame alone."""
    return cast("pl.DataFrame", pl.from_arrow(result.to_arrow_table()))


warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)
