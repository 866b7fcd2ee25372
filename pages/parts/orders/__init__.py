"""What the screen *Orders* is made of; no other screen imports it.

- ``listing``: the list. ``selection``: what can be done with those that are ticked.
- ``head``: the head of one order. ``cancelling``: the question whether one, or several, are cancelled.
- ``table``: its lines. ``lines``: what can be done with one. ``claims``: hold, day, split, whole, release.
  ``changes``: another quantity, or one more line.
"""
