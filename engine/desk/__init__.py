"""The desk as a file: how it begins, and its copies.

- ``first_run``: a desk that holds nothing yet.
- ``backup``: a verified copy, and the way back from one.
- ``rotation``: such copies in one folder, the oldest of which make room.
"""
