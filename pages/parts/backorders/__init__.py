"""What the screen *Backorders* is made of; no other screen imports it.

- ``table``: what waits, and what can be done with a selection. ``filters``: above it, and
  above them ``views`` with their counts. ``claims``: split, whole and pins of several at once.
"""
