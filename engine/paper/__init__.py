"""Paper: what is printed of shipments, purchase orders and the morning, as HTML that a browser prints.

- ``contents``: what stands on each sheet, read from the desk.
- ``bars``: the code of a number that a scanner reads.
- ``printing``: the sheets as one document, made from the files in ``templates``.
"""

from engine.paper.printing import Print, morning_report, printed

__all__ = ["Print", "morning_report", "printed"]
