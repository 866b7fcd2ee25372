"""The desk's day, for the pages, which do not know `db`: what `db.days` says of it."""

from db.days import begins, day_of, local

__all__ = ["begins", "day_of", "local"]
