"""What is on its way out?"""

from __future__ import annotations

from pages.parts import shell

shell.begin("Shipments")
