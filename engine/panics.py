"""Whatever may go wrong unforeseen, for those who must go on all the same.

A panic of Polars is no Exception to Python. A module of its own, since it loads Polars, which whoever only
writes an error down need not.
"""

from __future__ import annotations

from typing import Final

from polars.exceptions import PanicException

UNFORESEEN: Final = (Exception, PanicException)
"""What is caught where nothing may end the work; an interrupt and the end of the program are not."""
