"""What the home page, *Backlog*, is made of; no other screen imports it.

- ``cards``: the verdict, five numbers, six things to act on. ``charts``: below them;
  ``pictures``: how those look.
- ``filters``: what all of it is narrowed to.
- ``acts``: what one act would release most, or avert most, and the buttons that do it.
- ``figures``: the numbers of both.
"""
