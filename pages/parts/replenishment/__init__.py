"""What the screen *Replenishment* is made of; no other screen imports it.

- ``vendors``: what to order today, by vendor. ``proposal``: what is needed and why. ``levels``: the levels of
  LICs.
"""
