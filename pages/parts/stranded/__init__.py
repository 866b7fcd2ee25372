"""What the screen *Stranded stock* is made of; no other screen imports it.

- ``remedies``: a sentence and a button for each act that would free some.
"""
