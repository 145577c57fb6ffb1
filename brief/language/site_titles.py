"""A title → its headline and the name of its site, told apart, given what is known of the site.

A title may end with anything; what is cut from it must be shown to be the outlet's name.  A first
part is only cut where it is the name itself: on 1,610 pages it was the site in all of 44 titles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from brief.language.outlets import (
    DOMAIN,
    SMALL,
    TOKEN,
    Site,
    has_name_shape,
    host_of,
    is_name_of,
    is_section,
    may_be_name_of,
    parts_of,
    words_in,
)
from brief.language.words import words

#: Characters of a title that are looked at, and its parts, from its end.
_LONGEST_TITLE, _MOST_PARTS = 600, 6
#: Letters of a word of outlets' names that may end a compound.
_COMPOUNDED = 5
#: Words of a name behind a bar, and of a section between two, at most.
_BARRED_WORDS, _SECTION_WORDS = 4, 3
#: Words of a headline, at least, where what stands beside it may be the outlet's name.
_HEADLINE_WORDS = 3
_BARS = "|｜ㅣ│"
#: What stands between a headline that is known and the rest of a title.
_BEHIND = re.compile(r"\s*[|｜ㅣ│»·•：]|\s+[–—―‒«‹›<>¦~*⋆ǀ/⁄-]{1,3}\s|\s?-\S{1,30}[|｜ㅣ│]")


@dataclass(frozen=True, slots=True)
class Parted:
    """A title without the name of its outlet: `title[start:end]` is the headline."""

    start: int
    end: int
    outlet: str


def parted(
    title: str, site: Site, *, prose: str = "", headline: str = "", page: bool = False
) -> Parted | None:
    """Return a title's headline and the outlet's name beside it, None where there is no such name.

    The name is known by the `site`, or by shape: a few words with capitals, or one of
    `data/outlets.txt`, behind the last mark between parts; one word will do where the title is that
    of a `page`, as these mostly end so.  What the `prose` speaks of is part of the headline: "Talks
    resume – Hamas".  Of a title that begins with the `headline`, where it is known, nothing else is
    left.  The outlet is empty where what stands there is cut, but may be the name of something
    else.
    """
    shown = title[:_LONGEST_TITLE]
    parts = list(parts_of(shown))
    opens = opens_title(shown, headline)
    for index in range(max(1, len(parts) - _MOST_PARTS), len(parts)):
        name = shown[slice(*parts[index])]
        head = words_in(shown[parts[0][0] : parts[index - 1][1]])
        enough = head >= _HEADLINE_WORDS - _is_barred(shown, parts[index][0])
        if is_name_of(name, site) or (enough and may_be_name_of(name, site)):
            end = len(headline) if opens else _end_of_head(shown, parts, index)
            return Parted(parts[0][0], end, _as_shown(name))
    if opens:
        name = shown[slice(*parts[-1])] if len(parts) > 1 else ""
        return Parted(0, len(headline), name if has_name_shape(name) else "")
    if len(parts) > 1:
        name, rest = shown[slice(*parts[0])], slice(parts[1][0], parts[-1][1])
        least = 1 if DOMAIN.fullmatch(name) else _HEADLINE_WORDS
        if is_name_of(name, site) and words_in(shown[rest]) >= least:
            return Parted(rest.start, rest.stop, _as_shown(name))
        if _looks_so(shown, parts, prose, page=page):
            name = shown[slice(*parts[-1])]
            sure = not site.host or _is_telling(name)
            return Parted(parts[0][0], parts[-2][1], name if sure and not is_section(name) else "")
    return _beside_colon(shown, site)


def opens_title(title: str, headline: str) -> bool:
    """Return whether a title begins with a headline, and goes on behind a mark."""
    begins = bool(headline) and title.startswith(headline)
    return begins and _BEHIND.match(title, len(headline)) is not None


def _is_barred(title: str, start: int) -> bool:
    """Return whether the part of a title that begins at `start` stands behind a bar."""
    return title[:start].rstrip()[-1:] in tuple(_BARS)


def _end_of_head(title: str, parts: list[tuple[int, int]], index: int) -> int:
    """Return where the headline ends before the part that is the outlet, and sections before it."""
    while index > 1:
        name = title[slice(*parts[index - 1])]
        mark = title[parts[index - 2][1] : parts[index - 1][0]]
        barred = mark.strip() in _BARS and words_in(name) <= _SECTION_WORDS
        follows = words_in(title[: parts[index - 2][1]]) > _SECTION_WORDS
        if not is_section(name) and not (barred and follows):
            break
        index -= 1
    return parts[index - 1][1]


def heads(title: str) -> list[str]:
    """Return what may be the headline in a title: all of it, and it without one outer part."""
    shown = title[:_LONGEST_TITLE]
    parts = list(parts_of(shown))
    name, colon, rest = shown.partition(": ")
    inner = [shown[: parts[-2][1]], shown[parts[1][0] :]] if len(parts) > 1 else []
    inner += [rest] if colon and words_in(name) <= _BARRED_WORDS else []
    return [title, *(words for words in inner if words_in(words) >= _HEADLINE_WORDS)]


def last_part(title: str) -> tuple[str, str]:
    """Return a title without what stands behind its last mark, and that: both empty without one.

    What is known to be no outlet ("Video") is no such part.
    """
    parts = list(parts_of(title[:_LONGEST_TITLE]))
    if len(parts) < 2:
        return "", ""
    head, name = title[parts[0][0] : parts[-2][1]], title[slice(*parts[-1])]
    lowered = {word.lower() for word in TOKEN.findall(name)}
    other = lowered <= words("outlets", "kind") or lowered & words("outlets", "body")
    return ("", "") if other or words_in(head) < _HEADLINE_WORDS else (head, name)


def _as_shown(name: str) -> str:
    """Return a name as it is shown: a host without `www.`, others as they are."""
    return host_of(f"https://{name}") or name if DOMAIN.fullmatch(name) else name


def _looks_so(title: str, parts: list[tuple[int, int]], prose: str, *, page: bool) -> bool:
    """Return whether the last part of a title, or that of a `page`, looks like an outlet's name."""
    start, end = parts[-1]
    name, headline = title[start:end], title[parts[0][0] : parts[-2][1]]
    mark = title[parts[-2][1] : start].strip()
    lowered = [word.lower() for word in TOKEN.findall(name)]
    head = words_in(headline)
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
        or not (1 if page or ("-" in name and telling) else 2) <= len(lowered) < head
    ):
        return False
    # Where the headline's own words have capitals, those of the name do not set it off.
    digits = any(map(str.isdigit, name))
    set_off = (page and len(lowered) > 1) or (_is_sentence_case(headline) and not digits)
    return telling or (set_off and not _is_spoken_of(lowered, prose))


def _is_telling(name: str) -> bool:
    """Return whether a name has a word of outlets' names, or a compound of one: "Küstenzeitung"."""
    telling = words("outlets", "outlet")
    lowered = re.findall(r"[^\W_]+", name.lower())
    long = tuple(word for word in telling if len(word) >= _COMPOUNDED)
    return any(word in telling or word.endswith(long) for word in lowered)


def _is_sentence_case(headline: str) -> bool:
    """Return whether a headline has words without capitals that its language could have given."""
    tokens = [token for token in TOKEN.findall(headline)[1:] if len(token) > 3]
    small = [token for token in tokens if token.islower() and token not in SMALL]
    return len(small) > 1


def _is_spoken_of(lowered: list[str], prose: str) -> bool:
    """Return whether prose has all the words of a name: then it is part of the news."""
    if not prose:
        return False
    telling = [word for word in lowered if word not in SMALL]
    text = prose.lower()
    return all(word in text for word in telling)


def _beside_colon(title: str, site: Site) -> Parted | None:
    """Return the parts of "Quay Courier: Pier closed" where the first is surely the outlet.

    Behind a wide colon the name may also come last: "桟橋閉鎖：港新聞".
    """
    title = title.rstrip()
    for before, colon, rest in (title.partition(": "), title.rpartition("：")):
        for name, words_of in ((before, rest), (rest, before))[: 1 + (colon == "：")]:
            if colon and is_name_of(name, site) and words_in(words_of) >= _HEADLINE_WORDS:
                start = title.find(words_of.strip())
                return Parted(start, start + len(words_of.strip()), _as_shown(name.strip()))
    return None
