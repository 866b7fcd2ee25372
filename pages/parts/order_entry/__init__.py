"""What the screen *Order entry* is made of; no other screen imports it.

- ``start``: whose order is it? ``header``: the head of the draft. ``customer_dialog``: a new customer.
- ``box``: into which lines are typed. ``note``: what the last one did. ``paste``: many at once.
- ``lines``: the lines of the draft. ``words``: what each would get. ``questions``: the prompt (R7 to R9).
- ``own_edits``: what of the draft was seen in this tab. ``footer``: open it, leave it, put it away.
"""
