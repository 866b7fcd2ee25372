"""The consistency proof (section 8 of docs/rules.md).

- ``whole``: every row that breaks a rule.
- ``faults``: what was at fault before a run, and which pools the run leaves out (R29).
"""

from engine.proof.whole import problems

__all__ = ["problems"]
