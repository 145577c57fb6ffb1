"""What in an address lets somebody in, and addresses without it.

The address of a source is its user's: it may hold a password, or a key in its query, and of it only
scheme, host and path are shown.  The address of an article is needed to open it, and keeps its
query but for what is secret: a parameter of a secret's name (`data/secret_parameters.txt`), or one
that holds what the address of its source holds, as feeds repeat the key they were asked with.

What is kept between runs is known by keys, made of digests where an address may hold a secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from urllib.parse import quote, unquote, unquote_plus

from brief.language.words import words
from brief.web.addresses import shown

_LISTS = "secret_parameters"
#: Scheme, authority, path, query, fragment (RFC 3986, appendix B), of addresses with a host.
_PARTS = re.compile(
    r"\s*([A-Za-z][A-Za-z0-9+.-]{0,20}:)//([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL
)
_WEB = re.compile(r"\s*https?://", re.IGNORECASE)
#: An address within a text; what may end the sentence around it is no part of it, nor is the mark
#: that ends a quotation, or an attribute of a page.
_IN_TEXT = re.compile(
    r"(?<=')https?://[^\s<>\"'“”\\]+|https?://(?:[^\s<>\"'“”\\]|'(?=[\w%]))+", re.IGNORECASE
)
_AFTER = "])}.,:;!?'’…"
_NOT_IN_NAMES = re.compile(r"^amp;|[^a-z0-9]+")
#: A value that a machine made: no word, no number.
_KEY = re.compile(
    r"(?=[^0-9]{0,400}[0-9])(?=[^A-Za-z]{0,400}[A-Za-z])[^\x00-\x1f]{6,8000}|[A-Za-z0-9]{20,8000}"
)
#: One that is secret whatever it is called, for its length.
_LONG_KEY = re.compile(
    r"(?=[^0-9]{0,400}[0-9])(?=[^A-Za-z]{0,400}[A-Za-z])[A-Za-z0-9+/=_~ ]{16,8000}"
    # A UUID, and a JSON web token (RFC 7519).
    r"|[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}|eyJ[A-Za-z0-9_-]{4,4000}\.[\w.-]{8,4000}"
)
_SEPARATOR = re.compile("&amp;|[&;]")
_PASSWORD = re.compile(rb"https?://[^\s/?#@:\"'<>]{0,200}:[^\s/?#@\"'<>]{1,200}@", re.IGNORECASE)
#: A word that a path may have for reasons of its own.
_WORD = re.compile(r"[a-z]{1,12}")
#: The value of a parameter that names an article.
_NAMES_A_PAGE = re.compile(r"[0-9]{1,9}|(?:[a-z0-9]{1,40}-){1,40}[a-z0-9]{1,40}")
#: Characters from which on a value of a source's query is its secret under any name.
_TELLING = 4
#: Characters of an address; what is longer leads nowhere.
_LONGEST = 8000
#: How often an address in a parameter of an address is looked into, and encoding undone.
_DEPTH = 3
#: Hexadecimal digits of a key.
_DIGITS = 32
_SOURCE_KEY = re.compile(f"source:[0-9a-f]{{{_DIGITS}}}")
#: A part of a path that only a machine writes, in which some services put a reader's key.
_LONG_SEGMENT = re.compile(
    r"(?<![A-Za-z0-9])(?=[0-9]{0,200}[A-Za-z])(?=[A-Za-z]{0,200}[0-9])[A-Za-z0-9]{16,}"
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is secret of a source, and is not to be shown of what it brings."""

    #: Its own parameters, names and values decoded, but for those that are public.
    parameters: frozenset[tuple[str, str]] = frozenset()
    #: What lets somebody in, and is secret where it is a whole value or a segment of a path.
    values: frozenset[str] = frozenset()
    #: Spellings of those of them that no word is like: secret within others too; longest first.
    keys: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether the source has a password or a key."""
        return bool(self.values)

    def with_those_of(self, address: str) -> Secrets:
        """Return these and what is secret in `address`, where the source has sent on to."""
        others = secrets_of(address)
        return Secrets(
            parameters=self.parameters | others.parameters,
            values=self.values | others.values,
            keys=_longest_first({*self.keys, *others.keys}),
        )

    def without(self, text: str) -> str:
        """Return a text of the source with its addresses as they may be shown.

        And with "…" for what is secret wherever it stands; unchanged where nothing is.
        """
        return self._without(text, self.keys, "…")

    def without_bytes(self, data: bytes) -> bytes:
        """Return a page of the source, in ASCII or what extends it, as `without` does a text."""
        if not self:
            return data
        keys = [key.encode("utf-8", "replace").decode("latin-1") for key in self.keys]
        return self._without(data.decode("latin-1"), keys, "...").encode("latin-1", "replace")

    def stands_in(self, data: bytes) -> bool:
        """Return whether a page repeats what it was asked with, or has a password of its own."""
        texts = {*self.values, *self.keys}
        stated = any(text.encode("utf-8", "replace") in data for text in texts)
        return stated or _PASSWORD.search(data) is not None

    def _without(self, text: str, keys: Iterable[str], mark: str) -> str:
        if not self:
            return text
        text = _IN_TEXT.sub(lambda match: self._in_text(match[0], mark), text)
        for key in keys:
            text = text.replace(key, mark)
        return text

    def _in_text(self, address: str, mark: str) -> str:
        return self.address(address) if len(address) <= _LONGEST else mark

    def address(self, text: str, depth: int = _DEPTH) -> str:
        """Return the address of an article as it may be shown and kept.

        Without user and password, and without the parameters that are secret; a path ends before a
        segment that is.  What has no host comes back as a text does.
        """
        parts = _PARTS.fullmatch(text)
        if parts is None:
            return self.without(text)
        scheme, authority, path, query, fragment = parts.groups()
        host = authority.rpartition("@")[2]
        kept = f"{scheme}//{re.split('%40', host, flags=re.IGNORECASE)[-1]}{self._path(path)}"
        kept += self._pairs("?", query, depth)
        kept += self._pairs("#", fragment, depth)
        # However it was encoded, it does not stand in what is shown.
        return f"{scheme}//{host}/" if self._has_key(kept) else kept

    def _path(self, path: str) -> str:
        """Return a path without parameters that are secret, up to a segment that is."""
        segments: list[str] = []
        for segment in path.split("/"):
            name, *parameters = segment.split(";")
            if self._hides(decoded(name)) and not _WORD.fullmatch(name):
                return "/".join((*segments, ""))
            kept = (pair for pair in parameters if not self._is_secret(pair))
            segments.append(";".join((name, *kept)))
        return "/".join(segments)

    def _pairs(self, mark: str, query: str | None, depth: int) -> str:
        """Return a query or fragment, with its mark, without the parameters that are secret."""
        if query is None:
            return ""
        # Each with the separator before it, so that all others stay as they are.
        pieces = ["", *re.split("(&amp;|[&;])", query)]
        pairs = list(zip(pieces[::2], pieces[1::2], strict=True))
        kept = [(between, pair) for between, pair in pairs if not self._is_secret(pair)]
        shown = "".join(f"{between}{self._with_address(pair, depth)}" for between, pair in kept)
        if kept[:1] != pairs[:1]:
            shown = shown.removeprefix(kept[0][0]) if kept else ""
        return f"{mark}{shown}" if shown or not query else ""

    def _with_address(self, pair: str, depth: int) -> str:
        """Return a parameter whose value is an address with that address as it may be shown."""
        name, equals, value = pair.partition("=")
        plain = decoded(value)
        if not depth or not _WEB.match(plain):
            return pair
        kept = self.address(plain, depth - 1)
        return pair if kept == plain else f"{name}{equals}{quote(kept, safe='')}"

    def _is_secret(self, pair: str) -> bool:
        """Return whether a parameter `name=value` is that of the source, or lets somebody in."""
        name, _, value = pair.partition("=")
        name, value = decoded(name), decoded(value)
        own = value and any(
            value == theirs and (name == called or len(value) >= _TELLING)
            for called, theirs in self.parameters
        )
        return bool(own) or _is_named(name, value) or self._hides(value) or self._hides(name)

    def _hides(self, value: str) -> bool:
        if _WEB.match(value):  # an address in it is looked into by itself
            return False
        return value in self.values or self._has_key(value)

    def _has_key(self, text: str) -> bool:
        plain = decoded(text)
        return any(key in text or key in plain for key in self.keys)


def secrets_of(address: str) -> Secrets:
    """Return what is secret in the address of a source; nothing where it is no address."""
    parts = _PARTS.fullmatch(address) if _WEB.match(address) else None
    if parts is None:
        return Secrets()
    pairs = [pair.partition("=")[::2] for pair in _SEPARATOR.split(parts[4] or "")]
    user, password = _credentials(parts[2])
    stated = {password}
    # A user without a password is a key that some services hand out.
    stated |= {user} if not password or _LONG_KEY.fullmatch(decoded(user)) else set()
    for name, value in pairs:
        if _is_named(decoded(name), decoded(value)) or _LONG_KEY.fullmatch(decoded(value)):
            stated.add(value)
        elif not value and _KEY.fullmatch(decoded(name)):
            stated.add(name)
    stated -= {""}
    return Secrets(
        parameters=frozenset(
            (decoded(name), decoded(value))
            for name, value in pairs
            if not _is_public(decoded(name), decoded(value))
        ),
        values=frozenset(map(decoded, stated)),
        keys=_longest_first(
            spelling
            for text in stated
            if _KEY.fullmatch(decoded(text))
            for spelling in _spellings(text)
        ),
    )


def _spellings(stated: str) -> Iterator[str]:
    """Yield the ways in which what stands in an address may be written, encoded or not."""
    texts = {stated, unquote(stated), unquote_plus(stated), decoded(stated)}
    for text in texts:
        yield from (text, quote(text), quote(text, safe=""), escape(text))


def _credentials(authority: str) -> tuple[str, str]:
    """Return user and password as they stand; the colon between them may be encoded."""
    userinfo = authority.rpartition("@")[0]
    if ":" not in userinfo:
        userinfo = re.sub("%3A", ":", userinfo, count=1, flags=re.IGNORECASE)
    user, _, password = userinfo.partition(":")
    return user, password


def _is_named(name: str, value: str) -> bool:
    """Return whether the name of a parameter says that its value is secret."""
    plain = _NOT_IN_NAMES.sub("", name.lower())
    if not value:
        return False
    if plain in words(_LISTS, "names") or plain.endswith(_ends()):
        return True
    return plain in words(_LISTS, "doubtful") and not _NAMES_A_PAGE.fullmatch(value)


def _is_public(name: str, value: str) -> bool:
    """Return whether a parameter of a source tells pages apart, and lets nobody in."""
    return name.lower() in words(_LISTS, "public") and not _KEY.fullmatch(value)


@cache
def _ends() -> tuple[str, ...]:
    return tuple(sorted(words(_LISTS, "ends")))


def _longest_first(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(keys), key=lambda key: (-len(key), key)))


def decoded(text: str) -> str:
    """Return a part of an address without its encoding, which may have been done several times.

    A plus stands for a space, so that a plus and an encoded one are the same.
    """
    for _ in range(_DEPTH):
        plain = unquote(text)
        if plain == text:
            break
        text = plain
    return text.replace("+", " ")


def source_shown(place: str) -> str:
    """Return the address of a source as it may be shown, "…" for what is left out of it."""
    short = shown(place)
    plain = "/".join(_LONG_SEGMENT.sub("…", segment) for segment in short.split("/"))
    return f"{plain}?…" if "?" in place and "…" not in short else plain


def host_shown(address: str) -> str:
    """Return an address whose path is a secret too, as it may be shown."""
    parts = _PARTS.fullmatch(address)
    return f"{parts[1]}//{parts[2].rpartition('@')[2]}/…" if parts else "…"


def scrubbed(text: str) -> str:
    """Return a text in which every address is as `source_shown` returns it: messages of others."""

    def replaced(match: re.Match[str]) -> str:
        address = match[0].rstrip(_AFTER)
        return f"{source_shown(address)}{match[0][len(address) :]}"

    return _IN_TEXT.sub(replaced, text)


def addresses_cleaned(text: str) -> str:
    """Return a text in which the address of every article is as it may be shown."""
    return _IN_TEXT.sub(lambda match: Secrets().address(match[0]), text)


def source_key(place: str) -> str:
    """Return what a source is known by: a digest of its place, in which no password can be guessed.

    It is its own key: `source_key(source_key(x)) == source_key(x)`.
    """
    if _SOURCE_KEY.fullmatch(place):
        return place
    return f"source:{_digest(_without_password(place))}"


def article_key(key: str) -> str:
    """Return what an article is known by: `key`, or a digest where it is an address.

    It is its own key: `article_key(article_key(x)) == article_key(x)`.
    """
    if _WEB.match(key):
        return f"article:{_digest(_without_password(key))}"
    return key


def _without_password(address: str) -> str:
    return re.sub(r"(?<=//)([^/?#:@]*):[^/?#]*@", r"\1@", address, count=1)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:_DIGITS]


#: For the memory, which made rows of addresses before there were these keys.
FUNCTIONS: Mapping[str, Callable[[str], str]] = {
    "source_key": source_key,
    "article_key": article_key,
    "scrubbed": scrubbed,
    "addresses_cleaned": addresses_cleaned,
}
