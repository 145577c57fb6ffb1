"""Names of outlets: from addresses and from what sites call themselves.

A host cannot be taken apart into words, so its name stays as it is written (`france24.com`) unless
the page has the words ("France 24").  `site_titles` takes the names from titles.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from brief.language.words import words

#: Characters of an address.
_LONGEST_ADDRESS = 2_000
#: Words and characters of an outlet's name in a title.
_MOST_WORDS, _LONGEST_NAME = 6, 45
#: Letters of a host's part that may stand for a name that only begins or ends so.
_BEGINS, _WITHIN = 3, 5
#: Parts of what a site calls itself, where these are its name and a line of praise.
_NAME_AND_LINE = 2
#: Letters of a name that another may only add to, and words that it may add.
_NEARLY, _MORE = 4, 2
#: What sites put between a headline and their name; all but bars have blanks around them.
_BETWEEN = re.compile(r"(?:(?<!\s)\s+)?[|｜ㅣ│]{1,3}\s*|(?<!\s)\s+[–—―‒·•»«‹›<>¦~*⋆ǀ:/⁄-]{1,3}\s+")
_MAIL = re.compile(r"<?[^\s@<>]{1,64}@([^\s@<>]{3,253})>?")
DOMAIN = re.compile(r"(?:[a-z0-9-]{2,63}\.){1,4}[a-z]{2,12}", re.IGNORECASE)
_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/[^/]{1,20}/(https?:/+.*)$", re.IGNORECASE)
_ARTICLES = frozenset("the a le la les el los las il lo gli der die das de het den".split())
#: Words within a name that have no capital.
SMALL = _ARTICLES | frozenset(
    "of and for from in on at to by du des et y e und di del della dei do da dos van von i".split()
)
_SECOND_LEVEL = frozenset("co com org net gov ac edu or ne go gob gouv".split())
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
#: Letters that Unicode does not take apart, and Cyrillic ones as hosts have them.
_LATIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ъ": "", "ь": ""}
    | dict(zip("абвгґдезийіклмнопрстуфыэ", "abvggdeziyiklmnoprstufye", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya"}
    | {"ё": "e", "є": "e", "ї": "i", "ў": "u"}
)
_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
TOKEN = re.compile(r"[^\W_]+(?:['’.&+-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Site:
    """What is known of the site that carries an article."""

    host: str = ""
    #: What its pages, its feed or its mails call it.
    names: tuple[str, ...] = ()


def host_of(address: str) -> str:
    """Return the host of an address as people write it: without `www.`, `m.` and their like.

    Of a copy in the Web Archive the host of what was copied; empty where there is no host.
    """
    archived = _ARCHIVED.match(address[:_LONGEST_ADDRESS])
    try:
        host = urlsplit(archived[1] if archived else address[:_LONGEST_ADDRESS]).hostname or ""
        host = host.encode("ascii").decode("idna") if "xn--" in host else host
    except (ValueError, UnicodeError):
        return ""
    labels = host.strip(".").split(".")
    while len(labels) > 2 and labels[0] in words("outlets", "host"):
        labels.pop(0)
    return ".".join(labels) if len(labels) > 1 and not labels[-1].isdigit() else ""


def site_name(stated: str, host: str = "") -> str:
    """Return the name in what a site, a feed or a sender calls itself, in one line.

    "France 24 - International breaking news" is "France 24", "World news | The Guardian" on
    `theguardian.com` is "The Guardian".  An address is its host.
    """
    stated = " ".join(stated.split())
    if address := host_of(stated):
        return address
    if DOMAIN.fullmatch(stated.partition("/")[0]):
        return host_of(f"https://{stated}") or stated
    if mail := _MAIL.fullmatch(stated):
        free = mail[1].lower() in words("outlets", "mailbox")
        return stated if free else host_of(f"https://{mail[1]}") or stated
    parts = [stated[start:end] for start, end in parts_of(stated)]
    if len(parts) < 2:
        return stated
    fitting = (part for part in parts if fits(part, host) and len(part) <= _LONGEST_NAME)
    other = (part for part in parts if not is_section(part))
    whole = len(parts) > _NAME_AND_LINE and "|" not in stated
    return next(fitting, stated if whole else next(other, parts[0]))


def best_name(site: Site) -> str:
    """Return the name of a site that its host bears out best, else the first in words.

    A name in words goes before one that is written as hosts are: "Ness Post" before "nesspost".
    """
    names = [name for name in site.names if not DOMAIN.fullmatch(name)]
    fitting = (name for name in names if not name.islower() and fits(name, site.host))
    return next(chain(fitting, names), "")


def fits(name: str, host: str) -> bool:
    """Return whether a name may be that of a host: "The Jakarta Post" and `thejakartapost.com`.

    Its words run together may be a part of the host's name, or begin as one does; the first letters
    of its words may be one, as in `scmp.com` and `nypost.com`.
    """
    labels = _labels(host)
    if any(_alike(form, label) for form in _spellings(name) for label in labels):
        return True
    tokens = _tokens(name, german=False)
    bare = tokens[1:] if tokens[:1] and tokens[0] in _ARTICLES else tokens
    return any(_is_short(label, some) for some in (tokens, bare) for label in labels)


def _tokens(name: str, *, german: bool) -> list[str]:
    return list(filter(None, (_bare(word, german=german) for word in TOKEN.findall(name))))


def _spellings(name: str) -> set[str]:
    return {form for german in (False, True) for form in _forms(_tokens(name, german=german))}


def _forms(tokens: list[str]) -> set[str]:
    """Return the words of a name run together: all, without its article, without "news" or "tv"."""
    bare = tokens[1:] if tokens and tokens[0] in _ARTICLES else tokens
    own = [token for token in bare if token not in words("outlets", "common")]
    return {"".join(form) for form in (tokens, bare, own)} - {""}


def _labels(host: str) -> list[str]:
    """Return the parts of a host's name that may be the outlet's, without hyphens and accents."""
    labels = host.lower().split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    return [_bare(label) for label in labels if label not in words("outlets", "common")]


def _bare(text: str, *, german: bool = False) -> str:
    """Return the letters and digits of a name as they stand in hosts, in Latin letters.

    `german` writes out umlauts.
    """
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    folded = unicodedata.normalize("NFC", text.casefold())
    if german:
        folded = folded.translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", folded.translate(_LATIN))
    return "".join(filter(str.isalnum, plain))


def _alike(form: str, label: str) -> bool:
    if form == label:
        return True
    shorter, longer = sorted((form, label), key=len)
    begins = len(shorter) >= _BEGINS and longer.startswith(shorter)
    return begins or (len(shorter) >= _WITHIN and shorter in longer)


def _is_short(label: str, tokens: list[str]) -> bool:
    """Return whether a label is made of the beginnings of all words: n-y-post, s-c-m-p."""
    if not 2 <= len(tokens) <= _MOST_WORDS or not tokens[0].startswith(label[:1]):
        return False
    places = {0}
    for token in tokens:
        shared = {
            place + length
            for place in places
            for length in range(1, min(len(token), len(label) - place) + 1)
            if label.startswith(token[:length], place)
        }
        places = shared | (places if token in SMALL else set())
    return len(label) in places


def name_in(text: str, host: str) -> str:
    """Return the words of a text that, run together, are the host's own name, as written there.

    Words all in capitals are written as titles are.  Empty where the text has no such words.
    """
    labels = [label for label in _labels(host) if len(label) >= _BEGINS]
    tokens = list(TOKEN.finditer(text))
    initials = {label[0] for label in labels}
    for index, token in enumerate(tokens):
        initial = token[0][0]
        if initial.isascii() and initial.lower() not in initials:
            continue
        joined, behind = "", token.start()
        for other in tokens[index : index + _MOST_WORDS]:
            joined += _bare(other[0])
            gap, behind = text[behind : other.start()], other.end()
            if gap.strip(" \t\u00a0-") or not any(label.startswith(joined) for label in labels):
                break
            if joined in labels and has_name_shape(text[token.start() : other.end()]):
                start = token.start() - 4 * text.endswith(("The ", "THE "), 0, token.start())
                name = " ".join(text[start : other.end()].split())
                return name.title() if name.isupper() and len(name) > 5 else name
    return ""


def may_be_name_of(name: str, site: Site) -> bool:
    """Return whether a part of a title is a name that fits the site, or an address."""
    if DOMAIN.fullmatch(name) and len(name) <= _LONGEST_NAME:
        return True
    lowered = {word.lower() for word in TOKEN.findall(name)}
    if lowered <= words("outlets", "kind") or is_section(name):
        return False
    return has_name_shape(name) and (
        (bool(site.host) and fits(name, site.host))
        or any(_is_nearly(name, other) for other in site.names)
    )


def is_name_of(name: str, site: Site) -> bool:
    """Return whether a part of a title is a site's name: its host, or one stated, run together."""
    if DOMAIN.fullmatch(name) and site.host:
        return host_of(f"https://{name}") == site.host
    own, stated = _spellings(name), set(_labels(site.host)).union(*map(_spellings, site.names))
    return not own.isdisjoint(stated)


def _is_nearly(name: str, other: str) -> bool:
    """Return whether one of two names only adds a word or two: "Ness Post", "Ness Post Online"."""
    short, long = sorted(("".join(_tokens(each, german=False)) for each in (name, other)), key=len)
    more = abs(words_in(name) - words_in(other))
    return len(short) >= _NEARLY and more <= _MORE and long.startswith(short) | long.endswith(short)


def is_section(name: str) -> bool:
    """Return whether a part of a title is a section of the site: "Asia & Pacific"."""
    lowered = {word.lower() for word in TOKEN.findall(name)} - SMALL
    return bool(lowered and lowered <= words("outlets", "section"))


def has_name_shape(name: str) -> bool:
    """Return whether all words of a name have capitals, small ones such as "of" aside.

    In scripts without capitals every word may be of a name.
    """
    tokens = TOKEN.findall(name)
    if not tokens or len(tokens) > _MOST_WORDS or len(name) > _LONGEST_NAME:
        return False
    if name.rstrip()[-1:] in "?!…:;,\"'”’":
        return False
    first = tokens[0]
    named = not first[0].islower() or any(map(str.isupper, first)) or "." in first
    small = SMALL | words("outlets", "outlet")
    return named and not any(
        token.islower() and token not in small and "." not in token for token in tokens[1:]
    )


def parts_of(title: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the parts of a title between the marks that sites set."""
    start = 0
    for mark in _BETWEEN.finditer(title):
        if mark.start() > start:
            yield start, mark.start()
        start = mark.end()
    if start < len(title.rstrip()):
        yield start, len(title.rstrip())


def words_in(text: str) -> int:
    """Return the number of words; two signs count as one in scripts that do not part words."""
    return len(TOKEN.findall(text)) + len(_SIGN.findall(text)) // 2
