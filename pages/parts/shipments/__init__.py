"""What the screen *Shipments* is made of; no other screen imports it.

- ``listing``: the list. ``view``: one shipment. ``leaving``: shipping all of it, or less.
"""
