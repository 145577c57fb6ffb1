"""Which hosts are this machine: what goes there crosses no wire and may go unencrypted."""

from __future__ import annotations

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Return whether `host` is `localhost` or an address of the loopback (RFC 1122, RFC 4291).

    Other names are not looked up: what they lead to may change until they are used.
    """
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return False
