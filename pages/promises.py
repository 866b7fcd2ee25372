"""What is promised to whom, what slipped and why, and how are promises kept?"""

from __future__ import annotations

from pages.parts import shell
from pages.parts.promises import lists

shell.begin(
    "Promises", "The day each waiting line is promised for, every change of it, and how promises end."
)
lists.show()
