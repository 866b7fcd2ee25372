"""What the machine refuses (no room, not allowed), said in a sentence: db.machine, for engine and pages."""

from __future__ import annotations

from db.machine import is_refusal, reason, sentence, told

__all__ = ["is_refusal", "reason", "sentence", "told"]
