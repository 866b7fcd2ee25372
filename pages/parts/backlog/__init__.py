"""What the home page, *Backlog*, is made of; no other screen imports it.

- ``cards``: the verdict, four numbers, four things to act on. ``charts``: below them.
- ``figures``: the numbers of both.
"""
