"""What the screen *Demand* is made of; no other screen imports it.

- ``search``: finding a LIC. ``view``: one LIC. ``figures``: its balances, and what they are
  added up from. ``days_ahead``: how its
  stock runs from today on. ``queue``: who wants it, in order.
- ``tabs``: what is on its way, its movements, its log. ``receive``: what of it came. ``facts``: what the desk
  knows of it, to be changed.
"""
