"""What the screen *Notices* is made of; no other screen imports it.

- ``drafts``: letters that are not sent. ``past``: those that were.
- ``addresses``: where customers are written to.
"""
