"""What does the customer want, and can they have it now?"""

from __future__ import annotations

from pages.parts import shell

shell.begin("Order entry")
