"""The past: what the desk looked like on any day, and past runs computed again.

- ``history``: the desk as of an instant or a row of the record log.
- ``replay``: a run computed again from the record log, and compared with what it did.
- ``steps``: a run computed again, step by step, with the rule that decided each.
"""
