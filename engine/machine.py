"""What the machine refuses (no room, not allowed), said in a sentence: db.machine, for engine and pages."""

from __future__ import annotations

from db.machine import in_a_sentence, is_refusal, reason, sentence

__all__ = ["in_a_sentence", "is_refusal", "reason", "sentence"]
