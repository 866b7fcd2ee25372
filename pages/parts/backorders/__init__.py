"""What the screen *Backorders* is made of; no other screen imports it.

- ``table``: what waits, and what can be done with a selection. ``filters``: above it, and
  above them ``views`` with their counts. ``query``: what stands in the link by codes.
"""
