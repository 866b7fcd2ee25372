"""What the screen *Orders* is made of; no other screen imports it.

- ``listing``: the list. ``head``: the head of one order. ``table``: its lines. ``lines``: what can be done
  with one. ``claims``: hold, day, split, whole, release. ``changes``: another quantity, or one more line.
"""
