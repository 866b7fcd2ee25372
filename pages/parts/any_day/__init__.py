"""What the screen *Any day* is made of; no other screen imports it.

- ``one_day``: the desk at the end of a day. ``two_days``: what changed between two.
- ``film``: a run, step by step. ``pictures``: the charts of all three.
- ``spans``: the days that can be looked at, and the handles that choose them.
"""
