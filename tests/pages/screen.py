"""A page as a person uses it: fields and buttons by the words on them, and what the page says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"


class Screen:
    """One browser tab on the desk."""

    def __init__(self, page: str = "", **params: str) -> None:
        """Open a page by its short name, with the parameters of its address; without a name, the first."""
        self.test = AppTest.from_file(str(APP), default_timeout=60)
        if page:
            self.go(page, **params)
        else:
            self._run()

    def go(self, page: str, **params: str) -> Screen:
        """Open another page in the same tab."""
        self.test.switch_page(f"pages/{page}.py")
        self.test.query_params.clear()
        for name, value in params.items():
            self.test.query_params[name] = value
        return self._run()

    def again(self) -> Screen:
        """Draw the page again."""
        return self._run()

    def offer(self, name: str) -> Screen:
        """Open the menu of a list's files."""
        self.test.session_state[f"export-{name}"] = True
        return self._run()

    def click(self, label: str) -> Screen:
        """Press the button whose label begins with ``label``."""
        self.button(label).click()
        return self._run()

    def type(self, label: str, text: str) -> Screen:
        """Type into a field and leave it."""
        self._one([*self.test.text_input, *self.test.sidebar.text_input], label).input(text)
        return self

    def enter(self, label: str, text: str, button: str) -> Screen:
        """Type into a field of a form and press its button, as Enter does."""
        return self.type(label, text).click(button)

    def adjust(self, units: str, reason: str) -> Screen:
        """Fill in the form of an adjustment and send it."""
        return self.type("Reason", reason).enter("Units", units, "Adjust")

    def choose(self, label: str, option: Any) -> Screen:
        """Choose from a list, a row of buttons or pills; of two of a name, the last."""
        return self.set(label, option)._run()

    def set(self, label: str, option: Any) -> Screen:
        """Choose in a form, which says nothing until its button is pressed."""
        kinds = (self.test.selectbox, self.test.button_group)
        fields = [field for kind in kinds for field in kind]
        self._one(reversed(fields), label).set_value(option)
        return self

    def check(self, label: str, *, value: bool = True) -> Screen:
        """Tick a box, or untick it."""
        self._one(self.test.checkbox, label).set_value(value)
        return self._run()

    def switch(self, label: str, *, on: bool) -> Screen:
        """Switch something on or off."""
        self._one(self.test.toggle, label).set_value(on)
        return self._run()

    def upload(self, name: str, content: str) -> Screen:
        """Upload a file into the field for files."""
        self.test.file_uploader[0].upload(name, content.encode())
        return self._run()

    def pick(self, grid: str, *rows: int) -> Screen:
        """Select rows of a table by its key."""
        chosen = {"rows": list(rows), "columns": [], "cells": []}
        self.test.session_state[self._grid_key(grid)] = {"selection": chosen}
        return self._run()

    def read(self, grid: str, row: int) -> Screen:
        """Put the cursor on a row of a list whose records are read beside it."""
        chosen = {"rows": [], "columns": [], "cells": [(row, "customer_name")]}
        self.test.session_state[self._grid_key(grid)] = {"selection": chosen}
        return self._run()

    def button(self, label: str) -> Any:
        """The button whose label begins with ``label``."""
        return self._one(self.test.button, label)

    def has(self, label: str) -> bool:
        """Whether there is such a button."""
        return any(button.label.startswith(label) for button in self.test.button)

    @property
    def text(self) -> str:
        """Everything the page and its dialog say in words, tables left out."""
        return "\n".join(
            word for word in _words(self.test._tree) if not word.startswith(("<script>", "<style>"))
        )

    @property
    def buttons(self) -> list[str]:
        """What can be pressed."""
        return [button.label for button in self.test.button]

    @property
    def paper(self) -> str:
        """The document that lies ready to be printed."""
        return str(self.test.get("iframe")[0].proto.srcdoc)

    @property
    def links(self) -> list[str]:
        """What the links to other pages say."""
        return [link.proto.label for link in self.test.get("page_link")]

    @property
    def title(self) -> str:
        """The heading of the page."""
        return str(self.test.title[0].value)

    @property
    def sidebar(self) -> str:
        """What the sidebar says."""
        return "\n".join(_words(self.test.sidebar))

    def sidebar_field(self, label: str) -> str:
        """What stands in a field of the sidebar."""
        return str(self._one(self.test.sidebar.text_input, label).value)

    @property
    def refusals(self) -> list[str]:
        """What is said in red."""
        return [shown(error.value) for error in self.test.error]

    @property
    def successes(self) -> list[str]:
        """What is said in green."""
        return [shown(success.value) for success in self.test.success]

    def table(self, number: int = 0) -> list[dict[str, Any]]:
        """The rows of a table of the page as it was sent to the browser."""
        rows: list[dict[str, Any]] = self.test.dataframe[number].value.to_dict("records")
        return rows

    def frame(self, *columns: str) -> list[dict[str, Any]]:
        """The rows of the table that has these columns."""
        tables = [frame.value for frame in self.test.dataframe if set(columns) <= set(frame.value.columns)]
        assert len(tables) == 1, f"{len(tables)} tables have {columns}"
        rows: list[dict[str, Any]] = tables[0].to_dict("records")
        return rows

    @property
    def moves(self) -> dict[str, int]:
        """What a preview on the screen says that orders gain, or lose with a minus."""
        wanted = {"order", "customer", "lic", "change_qty"}
        tables = [frame.value for frame in self.test.dataframe if wanted <= set(frame.value.columns)]
        return {row["order"]: int(row["change_qty"]) for table in tables for row in table.to_dict("records")}

    def column(self, name: str, number: int = 0) -> list[Any]:
        """One column of a table."""
        return [row[name] for row in self.table(number)]

    @property
    def address(self) -> dict[str, str]:
        """The parameters in the address."""
        return {name: str(value) for name, value in self.test.query_params.items()}

    def _grid_key(self, grid: str) -> str:
        keys = [key for key in self.test.session_state if str(key).startswith(f"{grid}-")]
        assert len(keys) == 1, f"tables called {grid}: {keys}"
        return str(keys[0])

    def _one(self, fields: Iterable[Any], label: str) -> Any:
        every = list(fields)
        found = [field for field in every if field.label.startswith(label)]
        assert found, f"nothing is called {label!r} among {[field.label for field in every]}"
        return found[0]

    def _run(self) -> Screen:
        self.test.run()
        assert not self.test.exception, "\n".join(map(_problem, self.test.exception))
        return self


def _problem(exception: Any) -> str:
    return "\n".join([exception.value, *exception.proto.stack_trace])


def _words(block: Any) -> list[str]:
    """The words of every element of a block, in order."""
    words = []
    for element in block.children.values():
        if hasattr(element, "children"):
            words += _words(element)
        elif isinstance(getattr(element, "value", None), str):
            words.append(shown(element.value))
    return words


def shown(text: str) -> str:
    """What a person sees of a text in which nothing typed is read as Markdown."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text.replace("\u2060", ""))
