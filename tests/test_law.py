"""The law of the house: what is cited is defined in docs/, and what is defined has a test that names it."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
RULES = (HOUSE / "docs/rules.md").read_text(encoding="utf-8")
DEFINED = re.findall(r"^- \*\*(R\d+)\*\* ", RULES, re.MULTILINE)
SPOKEN_FOR = re.findall(r"^- (R\d+) ", RULES.partition("\n## Spoken for\n")[2], re.MULTILINE)
SECTIONS = set(re.findall(r"^## .+\(section (\d+)\)$", RULES, re.MULTILINE))
FOLDERS = ("engine", "db", "pages", "tests", "docs")
CITING = [
    HOUSE / "README.md",
    HOUSE / "app.py",
    *(
        file
        for folder in FOLDERS
        for file in sorted((HOUSE / folder).rglob("*.*"))
        if file.suffix in {".py", ".sql", ".md"}
    ),
]


def cited(pattern: str) -> dict[str, str]:
    """Every number that is cited, with one file that does."""
    found: dict[str, str] = {}
    for file in CITING:
        for number in re.findall(pattern, file.read_text(encoding="utf-8")):
            found.setdefault(number, file.relative_to(HOUSE).as_posix())
    return found


def test_every_rule_that_is_cited_is_defined() -> None:
    """What is only spoken for is named nowhere but in the law."""
    astray = {rule: file for rule, file in cited(r"\bR\d+\b").items() if rule not in DEFINED}
    assert astray == dict.fromkeys(SPOKEN_FOR, "docs/rules.md")


def test_every_section_that_is_cited_is_defined() -> None:
    assert {no: file for no, file in cited(r"\bsection[ _](\d+)\b").items() if no not in SECTIONS} == {}


def test_the_rules_are_numbered_in_order_and_none_twice() -> None:
    """One that is not built yet stands in a list of its own; together they leave no gap."""
    built, spoken_for = ([int(rule[1:]) for rule in rules] for rules in (DEFINED, SPOKEN_FOR))
    assert (built, spoken_for) == (sorted(set(built)), sorted(set(spoken_for)))
    assert sorted([*built, *spoken_for]) == [*range(1, 52)]


@pytest.mark.parametrize("rule", DEFINED)
def test_every_rule_has_a_test_that_names_it(rule: str) -> None:
    """In the function's name or in its docstring."""
    names = re.compile(rf"def test_(\w+_)?{rule.lower()}_|\b{rule}\b")
    assert any(
        names.search(file.read_text(encoding="utf-8")) for file in (HOUSE / "tests").rglob("test_*.py")
    )
