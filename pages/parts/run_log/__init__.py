"""What the screen *Run log* is made of; no other screen imports it.

- ``past``: the desk on a past day.
"""
