"""The desk as a whole: how its file begins, its copies, and what of it a typed word names.

- ``first_run``: a desk that holds nothing yet.
- ``called``: the records that have a typed number or code.
- ``backup``: a verified copy, and the way back from one.
- ``rotation``: such copies in one folder, the oldest of which make room.
"""
