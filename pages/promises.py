"""What is promised to whom, what slipped and why, and who keeps what was said?"""

from __future__ import annotations

from pages.parts import explain_view, late_dialog, promise_lists, shell

shell.begin(
    "Promises", "The day each waiting line is promised for, every change of it, and how promises end."
)
promise_lists.show()
explain_view.answer()
late_dialog.answer()
