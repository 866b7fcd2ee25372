"""What is an e-mail address, and what the name of a machine."""

from __future__ import annotations

import pytest

from engine.rules import addresses

ADDRESSES = ["ann@school.example", "a.b+c@mail.school.example", "o'neill@school.example"]
NO_ADDRESSES = [
    "ann",
    "ann@",
    "@school.example",
    "ann@school",
    "a b@b.eu",
    "a@b.eu,c@d.eu",
]
HOSTS = ["smtp.school.example", "localhost", "10.0.0.7", "::1", "fe80::1"]
NO_HOSTS = ["smtp school", "smtp.school.example:587", "https://smtp", ""]


@pytest.mark.parametrize("text", ADDRESSES + NO_ADDRESSES)
def test_an_address_is_one_person_at_one_machine(text: str) -> None:
    assert bool(addresses.is_address(text)) is (text in ADDRESSES)


def test_an_address_is_no_longer_than_a_mail_server_takes() -> None:
    machine = "@school.example"
    longest = "a" * (addresses.LONGEST_ADDRESS - len(machine)) + machine
    assert addresses.is_address(longest)
    assert not addresses.is_address(f"a{longest}")


@pytest.mark.parametrize("text", HOSTS + NO_HOSTS)
def test_a_machine_has_a_name_with_dots_or_a_number(text: str) -> None:
    assert bool(addresses.is_host(text)) is (text in HOSTS)


def test_this_machine_is_known_by_its_names() -> None:
    assert all(map(addresses.is_this_machine, ["localhost", "127.0.0.1", "::1"]))
    assert not addresses.is_this_machine("smtp.school.example")
