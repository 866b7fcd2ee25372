"""Where does an order stand?"""

from __future__ import annotations

from pages.parts import shell

shell.begin("Orders")
