"""The consistency proof (section 8 of docs/rules.md).

- ``checks``: the rows that break a rule, of everything or of what was touched.
- ``faults``: what was at fault before a run, and which pools the run leaves out (R29).
"""

from engine.proof.checks import problems

__all__ = ["problems"]
