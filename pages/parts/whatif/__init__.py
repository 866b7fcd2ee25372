"""What the screen *What if* is made of; no other screen imports it.

- ``builder``: one form for every kind of edit. ``order_fields``, ``desk_fields``: the fields of each.
"""
