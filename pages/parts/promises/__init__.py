"""What the screen *Promises* is made of; no other screen imports it.

- ``lists``: what is promised, what is late, how promises were kept.
"""
