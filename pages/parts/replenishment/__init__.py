"""What the screen *Replenishment* is made of; no other screen imports it.

- ``proposal``: what would be ordered now and why. ``levels``: the levels of LICs.
"""
