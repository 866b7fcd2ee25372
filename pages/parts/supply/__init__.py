"""What the screen *Supply* is made of; no other screen imports it.

- ``lists``: its tabs. ``po_list``: the purchase orders. ``po_view``: one of them. ``po_lines``: its lines.
  ``receive``: booking a receipt. ``transfer_list``: the transfers. ``transfer_view``: one of them.
  ``coming``: what both lists have in common.
"""
