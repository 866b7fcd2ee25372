"""``python -m engine.cli`` is ``backorder``."""

from engine.cli import main

main()
