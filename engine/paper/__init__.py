"""Paper: what is printed of shipments and purchase orders, as pages of HTML that a browser prints.

- ``contents``: what stands on each sheet, read from the desk.
- ``bars``: the code of a number that a scanner reads.
- ``printing``: the sheets as one document, made from the files in ``templates``.
"""

from engine.paper.printing import Print, printed

__all__ = ["Print", "printed"]
