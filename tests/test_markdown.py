"""What is typed is never read as Markdown: read off the source of the pages."""

import ast
import enum
from pathlib import Path

import pytest

from engine import model
from pages.parts.literal import literal
from tests.markdown import Reader

PAGES = sorted((Path(__file__).parent.parent / "pages").rglob("*.py"))
ENUMERATIONS = {
    name for name, kind in vars(model).items() if isinstance(kind, type) and issubclass(kind, enum.Enum)
}


def read(*files: Path) -> list[str]:
    """Where something reaches Markdown that may not, and what it is."""
    places = Reader(list(files), ENUMERATIONS).places()
    return [f"{where} {ast.unparse(what)}" for where, what, may in places if not may]


def test_nothing_that_was_typed_reaches_a_place_where_markdown_is_read() -> None:
    assert read(*PAGES) == []


def test_the_places_are_really_found() -> None:
    assert sum(1 for _ in Reader(PAGES, ENUMERATIONS).places()) > 600


@pytest.mark.parametrize(
    "line",
    [
        'st.error(f"There is no LIC {lic}.")',
        'st.markdown("**" + row["customer"] + "**")',
        'st.button(label=lic, help="x")',
        'st.tabs([lic, "b"])',
        'st.pills("Which", row["choices"])',
        'st.metric("Stock", 5, row["unit"])',
        "st.columns(2)[0].caption(lic)",
        "said = lic\n    st.info(said)",
        'said = [lic]\n    said.append("x")\n    st.info(", ".join(said))',
        "st.info(_words(lic))",
        "_told(lic)",
    ],
)
def test_a_typed_text_is_found_on_its_way(line: str, tmp_path: Path) -> None:
    page = tmp_path / "some_page.py"
    page.write_text(
        f"def draw(lic: str, row: dict):\n    {line}\n\n"
        'def _words(lic: str) -> str:\n    return f"LIC {lic}"\n\n'
        "def _told(said: Markdown) -> None:\n    st.info(said)\n"
    )
    assert len(read(page)) == 1


@pytest.mark.parametrize(
    "line",
    [
        'st.error(f"There is no LIC {literal(lic)}.")',
        'st.markdown("**" + literal(row["customer"]) + "**")',
        "st.info(f\"Line {row['line_no']} of {day:%d %b}\")",
        '_told(f"{number} lines")',
    ],
)
def test_the_programs_own_words_and_numbers_pass(line: str, tmp_path: Path) -> None:
    page = tmp_path / "some_page.py"
    page.write_text(
        f"def draw(lic: str, row: dict, day: date, number: int):\n    {line}\n\n"
        "def _told(said: Markdown) -> None:\n    st.info(said)\n"
    )
    assert read(page) == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*a*_b_ [c](d) $e$\nf", "\\*a\\*\\_b\\_ \\[c\\](d) \\$e\\$  \nf"),
        ("ATLAS-7", "ATLAS-7"),
        ("a\r# head", "a  \n\\# head"),
        ("- item", "\\- item"),
        ("12. item", "12\\. item"),
        ("    code", "code"),
        ("&amp;", "\\&amp;"),
        ("http://h.x", "http:\u2060//h.x"),
        ("WWW.h.x", "WWW\u2060.h.x"),
        ("a@h.x", "a\u2060@h.x"),
        (":material/home:", ":\u2060material/home:"),
        (":red[x]", ":\u2060red\\[x\\]"),
        ("a -> b", "a -\u2060\\> b"),
        (7, "7"),
    ],
)
def test_a_text_is_shown_as_it_was_typed(typed: object, shown: str) -> None:
    assert literal(typed) == shown
