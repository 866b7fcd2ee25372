"""What the screen *Backorders* is made of; no other screen imports it.

- ``table``: what waits, and what can be done with a selection. ``filters``: above it. ``query``: those that
  stand in the link by codes.
"""
