"""Addresses of the web: parsing, showing, comparing, and refusing those that lead inwards.

An address comes from a feed, a page or a redirect, that is, from anybody.  It may name this machine
or its neighbours, or have a name that leads there (server-side request forgery, DNS rebinding).  So
a name is looked up once, every answer is checked, and the connection goes to a checked address.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from brief.errors import BriefError
from brief.language.visible import visible
from brief.web.tracking import tracks

#: A host's name and a port → its IP addresses, in the order of `socket.getaddrinfo`.
Lookup: TypeAlias = Callable[[str, int], tuple[str, ...]]

_IP: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
_LONGEST_SHOWN = 200
_LONGEST = 8000
_PORTS = {"http": 80, "https": 443}
#: The only IPv6 networks that hold machines anybody may reach (RFC 4291, IANA's registry).
_GLOBAL = ipaddress.IPv6Network("2000::/3")
#: IPv6 for an IPv4 address that stands in the last 32 bits (RFC 6052).
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
#: Set apart by IANA; not every Python that this runs on knows all of them.
_SET_APART = tuple(
    ipaddress.ip_network(network)
    for network in "192.0.0.0/24 192.88.99.0/24 198.18.0.0/15 2001::/23 2001:db8::/32"
    " 2620:4f:8000::/48 3fff::/20".split()
)


class Unfetchable(BriefError):
    """An address that gives no page, with the reason in one line; becomes a `Failed`."""

    def __init__(
        self,
        problem: str,
        *,
        again: bool = False,
        status: int = 0,
        wait: float | None = None,
        late: bool = False,
    ) -> None:
        super().__init__(problem)
        #: Whether another attempt in this run may help.
        self.again = again
        #: What the server answered with; 0 where it did not.
        self.status = status
        #: Seconds that the server asked to wait for, None where it named none.
        self.wait = wait
        #: Whether it was not asked for at all, for lack of time.
        self.late = late


class Inwards(Unfetchable):
    """An address that leads into the local network, where it may not."""

    def __init__(self) -> None:
        super().__init__("leads into the local network")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an `http` or `https` address."""

    #: Normal form (RFC 3986, host in ASCII by IDNA), without user, password and fragment.
    url: str
    scheme: str
    #: In lower case; an IPv6 address without its brackets.
    host: str
    port: int
    #: Path and query, `/` at least.
    target: str
    #: User and password, as they stood in the address.
    secret: tuple[str, str] | None = field(default=None, repr=False)

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port (RFC 6454), for which robots.txt and credentials hold."""
        return (self.scheme, self.host, self.port)


def parse(text: str) -> Address:
    """Return the parts of the address `text`.

    Raises:
        Unfetchable: `text` is no address, or of another scheme than http and https.
    """
    from httpx import URL, InvalidURL

    try:
        url = URL(text.strip(" \t\r\n"))
        if url.scheme not in _PORTS:
            raise Unfetchable("neither http nor https")
        plain = url.copy_with(username=None, password=None, fragment=None)
        # httpx reads a host in IDNA where it is asked for, so that it may fail only then.
        host = _host(plain.raw_host.decode("ascii").lower())
        secret = (url.username, url.password) if url.userinfo else None
    except (InvalidURL, ValueError) as error:
        raise Unfetchable("not an address") from error
    port = _PORTS[plain.scheme] if plain.port is None else plain.port
    if not host or not 0 < port < 65536:
        raise Unfetchable("not an address")
    if len(str(plain)) > _LONGEST:
        raise Unfetchable("the address is too long")
    target = plain.raw_path.decode("ascii") or "/"
    return Address(
        url=str(plain), scheme=plain.scheme, host=host, port=port, target=target, secret=secret
    )


def _host(text: str) -> str:
    """Return a host as it is looked up, an IP address or an ASCII name; empty for anything else."""
    host = text.removeprefix("[").removesuffix("]")
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return host.rstrip(".") if re.fullmatch("[a-z0-9_.-]+", text) else ""


def follow(base: Address, location: str) -> Address:
    """Return where a redirect from `base` leads (RFC 9110, 10.2.2).

    Credentials go on to the same origin only, and are never taken from `location`.

    Raises:
        Unfetchable: `location` is no address, or of another scheme than http and https.
    """
    from httpx import URL, InvalidURL

    try:
        joined = str(URL(base.url).join(location.strip(" \t")))
    except (InvalidURL, ValueError) as error:
        raise Unfetchable("sent on to what is no address") from error
    address = parse(joined)
    return replace(address, secret=base.secret if address.origin == base.origin else None)


def shown(text: str) -> str:
    """Return an address as it may be shown: one line, without user, password, query, fragment.

    What is no address may hold a password anywhere before its last `@`, so nothing of it is shown.
    Never raises; at most 200 characters.
    """
    try:
        whole = parse(text).url
    except Unfetchable:
        kind = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]{0,20}:)", text)
        whole = f"{kind[1] if kind else ''}…" if re.search("@|%40", text) else text
    short = visible(re.split("[?#]", whole, maxsplit=1)[0])
    return short if len(short) <= _LONGEST_SHOWN else f"{short[: _LONGEST_SHOWN - 1]}…"


def lookup(host: str, port: int) -> tuple[str, ...]:
    """Ask the system for the addresses of `host`; it decides how long that may take.

    Raises:
        Unfetchable: there is no such host, or it cannot be looked up now.
    """
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        again = error.errno == socket.EAI_AGAIN
        problem = "the host's name cannot be looked up now" if again else "there is no such host"
        raise Unfetchable(problem, again=again) from error
    except (OSError, ValueError) as error:  # a label of over 63 letters is a UnicodeError
        raise Unfetchable("there is no such host") from error
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))


def reachable(host: str, port: int, look: Lookup, allow_local: bool) -> tuple[str, ...]:
    """Return the addresses that `host` may be connected at, having looked it up once.

    Raises:
        Unfetchable: there are none.
        Inwards: one of them is not of the public internet.
    """
    looked_up = look(host, port)
    if not looked_up:
        raise Unfetchable("there is no such host")
    if not allow_local and not all(map(is_public, looked_up)):
        raise Inwards
    return looked_up


def is_public(text: str) -> bool:
    """Return whether an IP address is one of the public internet.

    Not public: private, loopback, link-local, multicast, reserved, unspecified, shared (RFC 6598),
    set apart for documentation and tests, and IPv6 that stands for such an IPv4 address: mapped
    (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056).  What is no IP address is not public.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    inner = _embedded(address)
    if inner is not None:
        return is_public(str(inner))
    apart = any(network.version == address.version and address in network for network in _SET_APART)
    if address.version == 6 and address not in _GLOBAL:
        return False
    return address.is_global and not apart and not address.is_multicast and not address.is_reserved


def _embedded(address: _IP) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def is_loopback(host: str) -> bool:
    """Return whether `host` is `localhost` or an address of the loopback (RFC 1122, RFC 4291).

    Other names are not looked up: what they lead to may change until they are used.
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return False


def canonical(address: str) -> str:
    """Return the form of `address` that its spellings share, for comparing only.

    Scheme and host are lower-case (RFC 3986, 6.2.2.1), the default port, the fragment, the slash at
    the end of the path and the parameters that only track (`utm_*`, `fbclid`, `at_medium`) are
    gone, the other parameters are sorted as they stand, still encoded.  User and password stay, as
    does every other character of the path: servers tell `%7E` from `~`, and `/A` from `/a`.  What
    is no address with a host comes back stripped of white space at its ends, and otherwise as it
    was.  `canonical(canonical(x)) == canonical(x)`.
    """
    return in_normal_form(address, tracks)


def in_normal_form(address: str, drops: Callable[[str], bool]) -> str:
    """Return the form that `canonical` returns, without the parameters `name=value` to drop."""
    stripped = address.strip()
    try:
        parts = urlsplit(stripped)
        port = parts.port
    except ValueError:  # a port that is no number, a bracket that does not close
        return stripped
    if not parts.scheme or not parts.hostname:
        return stripped
    # urlsplit has lowered the host and taken the brackets off an IPv6 address.
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    user, at, _ = parts.netloc.rpartition("@")
    shown_port = "" if port in (None, _PORTS.get(parts.scheme)) else f":{port}"
    netloc = f"{user}{at}{host}{shown_port}"
    query = sorted(pair for pair in parts.query.split("&") if pair and not drops(pair))
    path = parts.path.rstrip("/")
    return SplitResult(parts.scheme, netloc, path, "&".join(query), "").geturl()
