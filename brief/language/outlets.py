"""Names of outlets: from addresses, from what sites call themselves, from the ends of titles.

A host cannot be taken apart into words, so its name stays as it is written (`france24.com`) unless
the page has the words ("France 24").  A title may end with anything; what is cut from it must be
shown to be the outlet's name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from brief.language.words import words

#: Characters of an address, and of a title that is looked at.
_LONGEST_ADDRESS, _LONGEST_TITLE = 2_000, 600
#: Words and characters of an outlet's name in a title.
_MOST_WORDS, _LONGEST_NAME = 6, 45
#: Parts of a title that are looked at, from its end.
_MOST_PARTS = 6
#: Letters of a host's part that may stand for a name that only begins or ends so.
_BEGINS, _WITHIN = 3, 5
#: Letters of a word of outlets' names that may end a compound.
_COMPOUNDED = 5
#: Words of a name behind a bar, and of a section between two, at most.
_BARRED_WORDS, _SECTION_WORDS = 4, 3
#: Words of a headline, at least, where what stands beside it may be the outlet's name.
_HEADLINE_WORDS = 3
_BETWEEN = re.compile(r"\s*[|｜]\s*|\s+(?:[–—·•»«‹›¦~⋆ǀ:/-]|::)\s+")
_BARS = "|｜"
_DOMAIN = re.compile(r"(?:[a-z0-9-]{2,63}\.){1,4}[a-z]{2,12}", re.IGNORECASE)
_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/[^/]{1,20}/(https?:/+.*)$", re.IGNORECASE)
_ARTICLES = frozenset("the a le la les el los las il lo gli der die das de het den".split())
#: Words within a name that have no capital.
_SMALL = _ARTICLES | frozenset(
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
_TOKEN = re.compile(r"[^\W_]+(?:['’.&+-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Parted:
    """A title without the name of its outlet: `title[start:end]` is the headline."""

    start: int
    end: int
    outlet: str


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
    if _DOMAIN.fullmatch(stated):
        return host_of(f"https://{stated}") or stated
    parts = [stated[start:end] for start, end in _parts(stated)]
    if len(parts) < 2:
        return stated
    fitting = (part for part in parts if fits(part, host) and len(part) <= _LONGEST_NAME)
    return next(fitting, parts[0] if _is_slogan(parts[1:]) else stated)


def _is_slogan(parts: list[str]) -> bool:
    """Return whether what follows a name only tells what the site has."""
    slogan = words("outlets", "slogan")
    return any(slogan & {word.lower() for word in _TOKEN.findall(part)} for part in parts)


def fits(name: str, host: str) -> bool:
    """Return whether a name may be that of a host: "The Jakarta Post" and `thejakartapost.com`.

    Its words run together may be a part of the host's name, or begin as one does; the first letters
    of its words may be one, as in `scmp.com` and `nypost.com`.
    """
    labels = _labels(host)
    spelt = [_tokens(name, german=german) for german in (False, True)]
    forms = {form for tokens in spelt for form in _forms(tokens)}
    if any(_alike(form, label) for form in forms for label in labels):
        return True
    tokens = spelt[0]
    bare = tokens[1:] if tokens[:1] and tokens[0] in _ARTICLES else tokens
    return any(_is_short(label, some) for some in (tokens, bare) for label in labels)


def equals(name: str, host: str) -> bool:
    """Return whether a name, run together, is the host's own: "heise online" on `heise.de`."""
    forms = {form for german in (False, True) for form in _forms(_tokens(name, german=german))}
    return not forms.isdisjoint(_labels(host))


def _tokens(name: str, *, german: bool) -> list[str]:
    return list(filter(None, (_bare(word, german=german) for word in _TOKEN.findall(name))))


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
        places = shared | (places if token in _SMALL else set())
    return len(label) in places


def parted(title: str, *, host: str = "", stated: str = "", prose: str = "") -> Parted | None:
    """Return a title's headline and the outlet's name beside it, None where there is no such name.

    The name is known by the address's `host`, by what the article states (`stated`), or by shape:
    a few words with capitals, or one of `data/outlets.txt`, behind the last mark between parts.
    What the `prose` speaks of is part of the headline: "Talks resume – Hamas".  The outlet is empty
    where what stands there is cut, but may be the name of something else.
    """
    shown = title[:_LONGEST_TITLE]
    parts = list(_parts(shown))
    if len(parts) < 2:
        return _before_colon(shown, host, stated)
    for index in range(max(1, len(parts) - _MOST_PARTS), len(parts)):
        name = shown[slice(*parts[index])]
        head = _words(shown[parts[0][0] : parts[index - 1][1]])
        exact = _is_exactly(name, host, stated)
        if head >= (_HEADLINE_WORDS - exact) and (exact or _is_named(name, host)):
            return Parted(parts[0][0], _end_of_head(shown, parts, index), _shown(name))
    (start, _), (first, last) = parts[0], parts[-1]
    name, rest = shown[slice(*parts[0])], shown[parts[1][0] : last]
    leads = _is_exactly(name, host, stated) or _is_named(name, host)
    if leads and _words(rest) >= _HEADLINE_WORDS:
        return Parted(parts[1][0], last, _shown(name))
    if _looks_so(shown, parts, prose):
        name = shown[first:last]
        sure = not host or _is_telling(name)
        return Parted(start, parts[-2][1], name if sure and not _is_section(name) else "")
    return None


def _end_of_head(title: str, parts: list[tuple[int, int]], index: int) -> int:
    """Return where the headline ends before the part that is the outlet, and sections before it."""
    while index > 1:
        name = title[slice(*parts[index - 1])]
        mark = title[parts[index - 2][1] : parts[index - 1][0]]
        barred = mark.strip() in _BARS and _words(name) <= _SECTION_WORDS
        follows = _words(title[: parts[index - 2][1]]) > _SECTION_WORDS
        if not _is_section(name) and not (barred and follows):
            break
        index -= 1
    return parts[index - 1][1]


def last_part(title: str) -> tuple[str, str]:
    """Return a title without what stands behind its last mark, and that: both empty without one.

    What is known to be no outlet ("Video") is no such part.
    """
    parts = list(_parts(title[:_LONGEST_TITLE]))
    if len(parts) < 2:
        return "", ""
    head, name = title[parts[0][0] : parts[-2][1]], title[slice(*parts[-1])]
    lowered = {word.lower() for word in _TOKEN.findall(name)}
    other = lowered <= words("outlets", "kind") or lowered & words("outlets", "body")
    return ("", "") if other or _words(head) < _HEADLINE_WORDS else (head, name)


def _parts(title: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the parts of a title between the marks that sites set."""
    start = 0
    for mark in _BETWEEN.finditer(title):
        if mark.start() > start:
            yield start, mark.start()
        start = mark.end()
    if start < len(title.rstrip()):
        yield start, len(title.rstrip())


def _words(text: str) -> int:
    return len(_TOKEN.findall(text))


def _shown(name: str) -> str:
    """Return a name as it is shown: a host without `www.`, others as they are."""
    return host_of(f"https://{name}") or name if _DOMAIN.fullmatch(name) else name


def _is_named(name: str, host: str) -> bool:
    """Return whether a part of a title is a name that fits the host, or an address."""
    if _DOMAIN.fullmatch(name) and len(name) <= _LONGEST_NAME:
        return True
    lowered = {word.lower() for word in _TOKEN.findall(name)}
    kind = lowered <= words("outlets", "kind") or lowered <= words("outlets", "section")
    return bool(host) and not kind and has_name_shape(name) and fits(name, host)


def _is_exactly(name: str, host: str, stated: str) -> bool:
    return (bool(stated) and _bare(name) == _bare(stated)) or (bool(host) and equals(name, host))


def has_name_shape(name: str) -> bool:
    """Return whether all words of a name have capitals, small ones such as "of" aside.

    In scripts without capitals every word may be of a name.
    """
    tokens = _TOKEN.findall(name)
    if not tokens or len(tokens) > _MOST_WORDS or len(name) > _LONGEST_NAME:
        return False
    if name.rstrip()[-1:] in "?!…:;,\"'”’":
        return False
    first = tokens[0]
    named = not first[0].islower() or any(map(str.isupper, first)) or "." in first
    small = _SMALL | words("outlets", "outlet")
    return named and not any(
        token.islower() and token not in small and "." not in token for token in tokens[1:]
    )


def _looks_so(title: str, parts: list[tuple[int, int]], prose: str) -> bool:
    """Return whether the last part of a title looks like the name of an outlet."""
    start, end = parts[-1]
    name, headline = title[start:end], title[parts[0][0] : parts[-2][1]]
    mark = title[parts[-2][1] : start].strip()
    lowered = [word.lower() for word in _TOKEN.findall(name)]
    head = _words(headline)
    if mark in ":/" or not has_name_shape(name) or head < _HEADLINE_WORDS:
        return False
    if set(lowered) <= words("outlets", "kind") or set(lowered) & words("outlets", "body"):
        return False
    if mark in _BARS:
        return len(lowered) <= min(_BARRED_WORDS, head) and name not in prose
    telling = _is_telling(name)
    if (
        not prose
        or name in prose
        or not (1 if "-" in name and telling else 2) <= len(lowered) < head
    ):
        return False
    # Where the headline's own words have capitals, those of the name do not set it off.
    digits = any(map(str.isdigit, name))
    return telling or (
        _is_sentence_case(headline) and not digits and not _is_spoken_of(lowered, prose)
    )


def _is_telling(name: str) -> bool:
    """Return whether a name has a word of outlets' names, or a compound of one: "Küstenzeitung"."""
    telling = words("outlets", "outlet")
    lowered = re.findall(r"[^\W_]+", name.lower())
    long = tuple(word for word in telling if len(word) >= _COMPOUNDED)
    return any(word in telling or word.endswith(long) for word in lowered)


def _is_sentence_case(headline: str) -> bool:
    """Return whether a headline has words without capitals that its language could have given."""
    tokens = [token for token in _TOKEN.findall(headline)[1:] if len(token) > 3]
    small = [token for token in tokens if token.islower() and token not in _SMALL]
    return len(small) > 1


def _is_spoken_of(lowered: list[str], prose: str) -> bool:
    """Return whether prose has all the words of a name: then it is part of the news."""
    if not prose:
        return False
    telling = [word for word in lowered if word not in _SMALL]
    text = prose.lower()
    return all(word in text for word in telling)


def _is_section(name: str) -> bool:
    """Return whether a part of a title is a section of the site: "Asia & Pacific"."""
    lowered = {word.lower() for word in _TOKEN.findall(name)} - _SMALL
    return bool(lowered and lowered <= words("outlets", "section"))


def _before_colon(title: str, host: str, stated: str) -> Parted | None:
    """Return the parts of "Quay Courier: Pier closed" where the first is surely the outlet."""
    name, colon, rest = title.partition(": ")
    if not colon or not _is_exactly(name, host, stated) or _words(rest) < _HEADLINE_WORDS:
        return None
    start = len(title) - len(rest.lstrip())
    return Parted(start, len(title.rstrip()), _shown(name.strip()))


def name_in(text: str, host: str) -> str:
    """Return the words of a text that, run together, are the host's own name, as written there.

    Words all in capitals are written as titles are.  Empty where the text has no such words.
    """
    labels = [label for label in _labels(host) if len(label) >= _BEGINS]
    tokens = list(_TOKEN.finditer(text))
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
