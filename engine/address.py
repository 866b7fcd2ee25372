"""Whether an address is this machine's own."""

from __future__ import annotations

import ipaddress


def is_this_machine(address: str) -> bool:
    """Whether only this machine is reached there: localhost and the loopback addresses."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
