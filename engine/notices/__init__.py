"""Notices: what customers should know.

- ``outbox``: drafts of letters, and what became of them.
- ``mail``: letters as files and by mail.
- ``smtp``: the mail server.
"""

from engine.notices.outbox import (
    BadAddress,
    address,
    addresses,
    draft,
    draft_after_run,
    draft_count,
    drafts,
    drop,
    set_address,
    settled,
    told,
)

__all__ = [
    "BadAddress",
    "address",
    "addresses",
    "draft",
    "draft_after_run",
    "draft_count",
    "drafts",
    "drop",
    "set_address",
    "settled",
    "told",
]
