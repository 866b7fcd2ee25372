"""E-mail addresses and names of machines: what could be one, and whether it is this machine's own."""

from __future__ import annotations

import ipaddress
import re

ADDRESS = r"""^[^\s,;<>()"\\@]+@[^\s,;<>()"\\@.]+(\.[^\s,;<>()"\\@.]+)+$"""
"""What an e-mail address looks like, as far as anybody can tell without writing to it."""

HOST = r"[\w-]+(\.[\w-]+)*\.?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f.]*"
"""What a machine is called: a name with dots, or an IPv6 number with at least two colons."""

LONGEST_ADDRESS = 254
"""The characters of the longest address that a mail server takes (RFC 5321)."""

LONGEST_HOST = 253
"""The characters of the longest name that a machine can have (RFC 1035)."""


def is_address(text: str) -> bool:
    """Whether a text could be an e-mail address: one @ with something around it, and no white space."""
    return len(text) <= LONGEST_ADDRESS and text.isprintable() and re.match(ADDRESS, text) is not None


def is_host(text: str) -> bool:
    """Whether a text could name a machine: no port behind it, no scheme or user before it."""
    return len(text) <= LONGEST_HOST and re.fullmatch(HOST, text) is not None


def is_this_machine(address: str) -> bool:
    """Whether only this machine is reached there: localhost and the loopback addresses."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
