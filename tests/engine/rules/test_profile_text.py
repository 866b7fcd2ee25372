"""A profile as JSON: what is written is read again, and what is no profile is refused in a sentence."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DeskError
from engine.rules.profile import CellSource, Comparison, Days, Decimals, Profile, Rule
from engine.rules.profile_text import LONGEST_PROFILE, BadProfile, from_text, to_text
from engine.rules.shops import SHOPS
from tests.examples import examples

words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=5)
texts = st.text(st.characters(codec="utf-8"), max_size=5)
sources = st.builds(
    CellSource,
    st.lists(words, min_size=1, max_size=2).map(tuple),
    st.none() | texts,
    texts,
    st.dictionaries(texts.map(str.lower).filter(lambda text: text == text.lower()), texts, max_size=2),
)
columns = st.dictionaries(words, sources, min_size=1, max_size=2)
found_profiles = st.builds(
    Profile,
    name=st.sampled_from(["mine", "a shop"]),
    kind=texts,
    columns=columns,
    leave_out=st.lists(
        st.builds(
            Rule, words, st.sampled_from(Comparison), st.lists(texts, min_size=1, max_size=2).map(tuple)
        ),
        max_size=2,
    ).map(tuple),
    fill_down=st.lists(words, max_size=2).map(tuple),
    record=texts,
    made=st.dictionaries(words, columns, max_size=1),
    days=st.none() | st.sampled_from(Days),
    time_zone=st.sampled_from(["", "Europe/Berlin"]),
    decimals=st.none() | st.sampled_from(Decimals),
    oldest_first=st.booleans(),
    known_by=st.lists(words, max_size=2).map(tuple),
    title=texts,
)


@settings(max_examples=examples(30))
@given(found_profiles)
def test_what_is_written_is_read_again(profile: Profile) -> None:
    assert from_text(to_text(profile)) == profile


@pytest.mark.parametrize("name", SHOPS)
def test_a_profile_of_the_program_is_read_from_its_own_text(name: str) -> None:
    assert from_text(to_text(SHOPS[name])) == SHOPS[name]


GOOD = {"name": "mine", "kind": "items", "columns": {"lic": "SKU"}}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("[", "it is no profile in JSON"),
        ("[" * 50_000, "it is no profile in JSON"),
        ([1], "it has no fields"),
        (GOOD | {"columns": {}}, "it names no columns"),
        (GOOD | {"column": {}}, "it has a field column; known are columns"),
        (GOOD | {"columns": {"lic": {"joined": ", "}}}, "its column lic has neither headers nor a constant"),
        (GOOD | {"columns": {"lic": {"headers": [1]}}}, "lic is no text"),
        (GOOD | {"columns": {"lic": {"headers": "SKU"}}}, "lic is no list"),
        (GOOD | {"days": "month"}, "days must be one of year-month-day"),
        (GOOD | {"decimals": 5}, "decimals must be one of point, comma"),
        (GOOD | {"time_zone": "Europe/Nowhere"}, "there is no time zone Europe/Nowhere"),
        (GOOD | {"time_zone": "../etc/passwd"}, "there is no time zone"),
        (
            GOOD | {"leave_out": [{"header": "A", "test": "is", "values": []}]},
            "needs a header, a test and values",
        ),
        (GOOD | {"leave_out": [{"header": "A", "test": "like", "values": ["x"]}]}, "test must be one of is"),
        (GOOD | {"kind": "x" * LONGEST_PROFILE}, "it has more than 100,000 characters"),
        (GOOD | {"title": "\ud800"}, "title is no text"),
        (GOOD | {"name": ""}, "The name of a profile is empty"),
        (GOOD | {"name": "x" * 61}, "60 is the most"),
    ],
)
def test_what_is_no_profile_is_refused_in_a_sentence(data: object, sentence: str) -> None:
    text = data if isinstance(data, str) else json.dumps(data)
    with pytest.raises(DeskError) as caught:
        from_text(text)
    assert sentence in str(caught.value)


def test_a_profile_is_read_under_the_name_that_it_is_given() -> None:
    assert from_text(json.dumps(GOOD), "other").name == "other"
    with pytest.raises(BadProfile, match="The profile other cannot be read"):
        from_text("{}", "other")
