"""Codes and texts: what is taken off, what is refused, and that it is made once and for all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DeskError, EmptyText, LongText, OddCharacter
from engine.rules import texts


@pytest.mark.parametrize(
    "typed",
    [
        "CAFÉ-1",
        " CAFÉ-1 ",
        "\u00a0CAFÉ-1\u2003",
        "\tCAFÉ-1\r\n",
        "CAFE\u0301-1",
        "CAFÉ-1\u200b",
        "\ufeffCAFÉ-1",
        "CA\u00adFÉ-1",
        "\u202eCAFÉ-1\u202c",
        "CAFÉ\u200f-1",
        "CAFÉ-1\u3164",
        "CAFÉ-1\ufe0f",
        "'CAFÉ-1",
        '="CAFÉ-1"',
        ' \'="CAFÉ-1\u200b" ',
    ],
)
def test_a_code_is_the_same_however_a_spreadsheet_or_a_keyboard_wrote_it(typed: str) -> None:
    assert texts.code(typed, "LIC") == "CAFÉ-1"


def test_leading_zeros_quotes_and_spaces_inside_stay() -> None:
    assert texts.code('="00123"', "LIC") == "00123"
    assert texts.code('="12"" pipe"', "LIC") == '12" pipe'
    assert texts.code("A  \u00a0B", "LIC") == "A B"
    assert texts.code("book", "LIC") != texts.code("BOOK", "LIC")
    assert texts.code("=A1", "LIC") == "=A1"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("A\0B", r"The LIC A\x00B has NUL (U+0000) in it; write it without."),
        ("A\nB", r"The LIC A\x0aB has a line break (U+000A) in it; write it without."),
        ("A\tB", r"The LIC A\x09B has a tab (U+0009) in it; write it without."),
        ("A\x1bB", r"The LIC A\x1bB has a control character (U+001B) in it; write it without."),
        ("A\u2028B", r"The LIC A\u2028B has a line break (U+2028) in it; write it without."),
        ("A\udce9", r"The LIC A\udce9 has half a character (U+DCE9) in it; write it without."),
        ("A\ufffd", "The LIC A\ufffd has REPLACEMENT CHARACTER (U+FFFD) in it; write it without."),
    ],
)
def test_what_has_no_place_in_a_code_is_named(typed: str, told: str) -> None:
    with pytest.raises(OddCharacter) as refused:
        texts.code(typed, "LIC")
    assert str(refused.value) == told


@pytest.mark.parametrize("typed", ["", " ", "\u200b", "'", '=""', "\ufeff\u00a0"])
def test_a_code_of_nothing_that_can_be_seen_is_empty(typed: str) -> None:
    with pytest.raises(EmptyText, match="The LIC is empty"):
        texts.code(typed, "LIC")


def test_codes_and_texts_have_bounds_and_a_refusal_is_short() -> None:
    for make, most in ((texts.code, texts.LONGEST_CODE), (texts.text, texts.LONGEST_TEXT)):
        assert make("x" * most, "note") == "x" * most
        with pytest.raises(LongText) as refused:
            make("x" * 10_000_000, "note")
        assert "10,000,000" in str(refused.value)
        assert len(str(refused.value)) < 200


def test_a_text_keeps_its_lines_and_spaces_and_loses_what_misleads() -> None:
    assert texts.text("1 High St\r\nTown\rLand\t!", "address") == "1 High St\nTown\nLand\t!"
    assert texts.text("'t Hooft \u202egnp.exe\u202c\0\x07", "name") == "'t Hooft gnp.exe"
    assert texts.text("\u0646\u200c\u0645", "name") == "\u0646\u200c\u0645"
    assert texts.text("  kept  ", "note") == "  kept  "
    assert texts.line(" Ann\n\u00a0 Smith ", "name") == "Ann Smith"


@given(st.text(max_size=40) | st.text(st.sampled_from("'=\"A \u200b\u0301e\u00a0\ufeff\t"), max_size=12))
def test_what_is_made_is_made_for_good(typed: str) -> None:
    for make in (texts.code, texts.text):
        try:
            made = make(typed, "LIC")
        except DeskError:
            continue
        assert make(made, "LIC") == made
        assert unicodedata.is_normalized("NFC", made)


@given(st.text(min_size=1, max_size=20))
def test_two_codes_that_differ_can_be_told_apart(typed: str) -> None:
    try:
        made = texts.code(typed, "LIC")
    except DeskError:
        return
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in made)
    assert made == made.strip()


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("0", True),
        ("0042", True),
        ("12345", False),
        ("", False),
        ("-1", False),
        ("1.5", False),
        ("1_0", False),
    ]
    + [(sign, False) for sign in "\u0661\uff11\u00b2"],
)
def test_figures_are_plain_ones_and_not_too_many(text: str, *, is_number: bool) -> None:
    assert texts.in_figures(text, 4) is is_number
