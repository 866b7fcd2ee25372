"""What the screen *Notices* is made of; no other screen imports it.

- ``drafts``: letters that are not sent. ``past``: those that were. ``settling``: what becomes of drafts.
- ``letter``: the one that is read, beside the list of them.
- ``questions``: what customers were asked and did not answer.
- ``addresses``: where customers are written to.
"""
