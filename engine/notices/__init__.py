"""Notices: what customers should know.

- ``drafting``: what is news, found in what was written since somebody last looked.
- ``questions``: short orders acknowledged, and customers asked when a day slipped (R51).
- ``about``: the letters of both.
- ``outbox``: the drafts and their letters, and what became of them.
- ``mail``: letters as files and by mail.
- ``smtp``: the mail server.
"""

from engine.notices.drafting import draft_after_run, look
from engine.notices.outbox import (
    MOST_SETTLED,
    BadAddress,
    address,
    addresses,
    draft,
    draft_count,
    drafts,
    drop,
    mark_told,
    overview,
    set_address,
    settled,
)
from engine.notices.questions import acknowledge, start_again, unanswered

__all__ = [
    "MOST_SETTLED",
    "BadAddress",
    "acknowledge",
    "address",
    "addresses",
    "draft",
    "draft_after_run",
    "draft_count",
    "drafts",
    "drop",
    "look",
    "mark_told",
    "overview",
    "set_address",
    "settled",
    "start_again",
    "unanswered",
]
