"""What the screen *Policies* is made of; no other screen imports it.

- ``charts``: the policies side by side.
"""
