"""What in a mail is no news: buttons, footers, advertisements, headers, quotations of other mails.

What a passage is follows from its shape and place first: a link by itself between paragraphs, small
print and links at the end, a block of labelled lines.  The phrases that tell beside that are data
(`data/mail.txt`), as are the labels that mail programs write.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, pairwise

from brief.language.words import alternatives, entries, sections
from brief.model import Kind
from brief.readers.message.passage import PROSE, Passage

#: Words of a button, and of what may stand above an advertisement, at most.
_BUTTON, _LABEL = 6, 8
#: Words of an advertisement in a table of its own, of the part of a mail that may be its footer,
#: and of a paragraph about the mail itself, at most.
_ADVERT, _FOOTER, _ABOUT = 120, 80, 90
#: Characters of a word and what parts it from the next, on average, at most.
_LETTERS = 20
#: Passages at the top in which a mail may say how to read it elsewhere.
_TOP = 5
#: Words from which on what somebody writes above a quoted message is the mail's own text.
OWN = 25
#: A note above what is handed on has this many times fewer words, or it is the mail's own text.
_NOTE = 4
_EDGE = " \t\u00a0.:!?…»«›‹→←↗▸►>*#_|-–—=[](){}\"'“”"
#: The name of a list that its program puts before subjects.
_TAG = re.compile(r"\[[^\[\]]{1,24}\]\s")
_LEAD_IN = re.compile(r"[*_> ]{0,4}")
_RULED = re.compile(r"\W{0,3}[-–—_=*]{3,80}\s?(.{3,60}?)\s?[-–—_=*]{3,80}\W{0,3}")
_TIME = re.compile(r"\d{1,2}[:.h]\d\d|\b(?:19|20)\d\d\b|\S@\S")
_HEADER = re.compile(r"([^\W\d_][^:：\n]{0,24}?)[*_ \u00a0]{0,4}[:：][*_ \u00a0]{0,4}")
#: The kinds of which a rule may make furniture.
_OPEN = (Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.HEADING, Kind.CAPTION)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a mail's headers say that tells what in its text is no news."""

    subject: str = ""
    #: The addresses that it went to, in lower case.
    readers: frozenset[str] = frozenset()

    @property
    def is_reply(self) -> bool:
        """Whether it answers another message, and does not hand one on."""
        return bool(_marks("reply").match(self.subject.lower()))


def bare_subject(subject: str) -> str:
    """Return a subject without "Re:", "Fwd:" and "[list]", unless nothing else is in it."""
    rest = subject
    for _ in range(9):
        marks = (_marks(name).match(rest.lower()) for name in ("reply", "forward"))
        mark = next(filter(None, marks), None) or _TAG.match(rest)
        rest = rest[mark.end() :].lstrip() if mark else rest
    return rest or subject


def without_buttons(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages but those that only lead elsewhere: "Read more", "Top stories".

    A rubric goes only where stories follow: in a mail they stand below it, not links to them.
    """
    repeated = Counter(_folded(passage.words) for passage in passages if passage.linked)
    kept: list[Passage] = []
    for index, passage in enumerate(passages):
        words = _folded(passage.words)
        following = passages[index + 1 : index + 4]
        short = len(words.split()) <= _BUTTON
        again = repeated[words] > 1 and short and passage.kind is not Kind.HEADING
        after = short and passage.linked and kept[-1:] and kept[-1].is_prose
        ends = not following or not following[0].is_prose
        rubric = words in _rubrics() and any(each.is_prose for each in following)
        if not (again or (after and ends) or is_call(passage.words) or rubric):
            kept.append(passage)
    return kept


def is_call(words: str) -> bool:
    """Return whether a line only asks to go elsewhere: "Read more »", "Weiterlesen"."""
    return len(words) <= 80 and bool(_pattern("call").fullmatch(_folded(words)))


def is_rubric(words: str) -> bool:
    """Return whether `clean` takes what follows this line for links."""
    return len(words) <= 80 and _folded(words) in _rubrics()


def labelled(passages: Sequence[Passage], envelope: Envelope) -> list[Passage]:
    """Return the passages in their order, those that are no news as `BOILERPLATE`."""
    for rule in (_headers, _threads, _adverts, _top, _end):
        passages = rule(passages, envelope)
    return list(passages)


def _headers(passages: Sequence[Passage], envelope: Envelope) -> list[Passage]:
    """Label the headers of messages in the text; the subject of each is a heading."""
    kept = list(passages)
    for start, end in _blocks_of_headers(passages):
        for index in range(start, end):
            kept[index] = _of_header(passages[index])
    return [_without(each) if is_handed_on(each) else each for each in kept]


def _of_header(passage: Passage) -> Passage:
    header = label_of(passage.words)
    named = header[0] if header else ""
    if named == "subject" and header and header[1] < len(passage.words):
        return replace(passage, kind=Kind.HEADING, label=header[1])
    return _without(passage)


def _blocks_of_headers(passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Yield where blocks of headers begin and end: a sender, and a day or a subject at least."""
    start, named = 0, list[str]()
    for index, passage in enumerate([*passages, Passage("")]):
        if header := label_of(passage.words):
            start = start if named else index
            named.append(header[0])
            continue
        if "from" in named and {"sent", "subject"} & set(named) and len(named) > 1:
            yield start, index
        named = []


def label_of(words: str) -> tuple[str, int] | None:
    """Return what a header of a message gives, and where its value begins; None for no header.

    The first is "from", "sent", "subject", or "to" for all that matters less.
    """
    lead = _LEAD_IN.match(words)
    header = _HEADER.match(words, lead.end() if lead else 0)
    name = _labels().get(header[1].strip().casefold()) if header else None
    return (name, header.end()) if header and name else None


def opens_headers(passages: Sequence[Passage]) -> bool:
    """Return whether the passages begin with the headers of a message."""
    return next((start for start, _ in _blocks_of_headers(passages)), None) == 0


def header_lines(text: str) -> Iterator[int]:
    """Yield where the lines of a text begin that are headers of a message."""
    place = 0
    for line in text.split("\n"):
        bare = line.lstrip()
        if label_of(bare[:60]):
            yield place + len(line) - len(bare)
        place += len(line) + 1


def is_handed_on(passage: Passage) -> bool:
    """Return whether a line stands above a message that is handed on, or quoted whole."""
    if len(passage.words) > 120:
        return False
    ruled = _RULED.fullmatch(passage.words)
    words = _folded(ruled[1] if ruled else passage.words)
    return bool(_pattern("forwarded").fullmatch(words)) and (
        ruled is not None or passage.words.rstrip().endswith(":") or not passage.is_prose
    )


def _threads(passages: Sequence[Passage], envelope: Envelope) -> list[Passage]:
    """Label what is quoted below an answer, and the note above what is handed on.

    An answer of a few words is none: then what it quotes is what the mail has to say.
    """
    kept = [
        _without(passage) if follows.quoted and is_attribution(passage.words) else passage
        for passage, follows in pairwise([*passages, Passage("")])
    ]
    headers = (start for start, _ in _blocks_of_headers(passages))
    marks = (index for index, each in enumerate(passages) if is_handed_on(each))
    first = min(next(headers, len(kept)), next(marks, len(kept)))
    if first < len(kept) and not envelope.is_reply:
        above = _prose(kept[:first])
        note = above < _ABOUT and above * _NOTE < _prose(kept[first:])
        return [*map(_without, kept[:first]), *kept[first:]] if note else kept
    others = {index for index, each in enumerate(kept) if each.quoted or index >= first}
    own = _prose([each for index, each in enumerate(kept) if index not in others])
    furniture = others if own >= OWN or own == _prose(kept) else set(range(len(kept))) - others
    return [_without(each) if index in furniture else each for index, each in enumerate(kept)]


def is_attribution(words: str) -> bool:
    """Return whether a line says who wrote what is quoted below it, and when."""
    words = words.rstrip()
    if not words.endswith((":", "：")) or len(words) > 300:
        return False
    return bool(_TIME.search(words) or _pattern("wrote").search(words.lower()))


def _adverts(passages: Sequence[Passage], envelope: Envelope) -> list[Passage]:
    """Label advertisements: the word for it, and all of the small table that it stands in."""
    words_in: Counter[int] = Counter()
    for passage in passages:
        words_in[passage.table] += passage.count
    most = min(_ADVERT, sum(words_in.values()) // 3)
    marks = [is_advert(passage.words) for passage in passages]
    tables = {
        passage.table
        for passage, mark in zip(passages, marks, strict=True)
        if mark and passage.table and words_in[passage.table] <= most
    }
    return [
        _without(passage) if mark or passage.table in tables else passage
        for passage, mark in zip(passages, marks, strict=True)
    ]


def is_advert(words: str) -> bool:
    """Return whether a line is the word that stands above an advertisement."""
    short = len(words) <= 80 and words.count(" ") < _LABEL
    return short and not words.endswith(".") and bool(_pattern("ad").fullmatch(_folded(words)))


def _top(passages: Sequence[Passage], envelope: Envelope) -> list[Passage]:
    """Label small print above the mail, and whatever names its reader's address."""
    full = (index for index, each in enumerate(passages) if each.is_prose and not each.small)
    begins = next(full, 0)
    return [
        _without(passage)
        if _names(passage, envelope)
        or (index < begins and passage.small and passage.count <= _ABOUT // 2)
        or (index < _TOP and _is_about_mail(passage))
        else passage
        for index, passage in enumerate(passages)
    ]


def _names(passage: Passage, envelope: Envelope) -> bool:
    if "@" not in passage.words or passage.count > _ABOUT:
        return False
    return any(address in passage.words.casefold() for address in envelope.readers)


def _is_about_mail(passage: Passage) -> bool:
    """Return whether a passage says why its reader has the mail, or how to leave the list."""
    leaving = passage.leaving and _is_short(passage, _ABOUT // 2)
    return leaving or _says("leave", passage, _ABOUT)


def _end(passages: Sequence[Passage], envelope: Envelope) -> list[Passage]:
    """Label the footer: from how to leave the list on, and the small print and links before it."""
    after = _words_after(passages)
    most = max(_FOOTER, after[0] // 4)
    # Nothing above the middle of a mail is its footer, unless it is as short as one.
    lowest = [
        index
        for index, passage in enumerate(passages)
        if after[index] <= most and (_is_about_mail(passage) or _names(passage, envelope))
    ]
    start = lowest[0] if lowest else len(passages)
    has_story = any(each.is_prose and not each.small for each in passages[:start])
    late = [
        _without(each) if after[index] * 2 < after[0] and _is_about_mail(each) else each
        for index, each in enumerate(passages[:start])
    ]
    while start and has_story and _is_footing(passages[start - 1]):
        start -= 1
    return [*late[:start], *map(_without, passages[start:])] if has_story else list(passages)


def _words_after(passages: Sequence[Passage]) -> list[int]:
    """Return for each passage the words from it to the end; at least one number."""
    counts = [passage.count * (passage.kind is not Kind.BOILERPLATE) for passage in passages]
    return list(accumulate(reversed(counts), initial=0))[:0:-1] or [0]


def _is_footing(passage: Passage) -> bool:
    """Return whether a passage may stand between the last story of a mail and its end."""
    if passage.kind is Kind.BOILERPLATE or passage.linked or passage.small:
        return True
    if passage.is_ended:
        return _says("footer", passage, _ABOUT // 2)
    return passage.count < PROSE


def _says(section: str, passage: Passage, most: int) -> bool:
    """Return whether a passage of at most `most` words has a phrase of a section of the list."""
    return _is_short(passage, most) and bool(_pattern(section).search(_lowered(passage.words)))


def _is_short(passage: Passage, most: int) -> bool:
    """Return whether a passage has at most `most` words, of a length that words have."""
    return passage.count <= most and len(passage.words) <= _LETTERS * most


def _prose(passages: Sequence[Passage]) -> int:
    return sum(passage.count for passage in passages if passage.is_prose)


def _without(passage: Passage) -> Passage:
    """Return a passage as furniture."""
    return replace(passage, kind=Kind.BOILERPLATE) if passage.kind in _OPEN else passage


def _folded(words: str) -> str:
    return _lowered(words).strip(_EDGE)


def _lowered(words: str) -> str:
    return words.lower().replace("’", "'")


@cache
def _rubrics() -> frozenset[str]:
    """Return the headings below which `clean` takes all short lines for links."""
    return frozenset(sections("boilerplate")["section"]) - set(entries("mail", "apparatus"))


@cache
def _pattern(section: str) -> re.Pattern[str]:
    return re.compile(alternatives("mail", section))


@cache
def _marks(section: str) -> re.Pattern[str]:
    """Return what matches the mark before a subject in lower case: "re: ", "aw[2]: "."""
    return re.compile(rf"\s?(?:{alternatives('mail', section)})\s?(?:[\[(]\d{{1,3}}[\])])?\s?[:：]")


@cache
def _labels() -> dict[str, str]:
    """Return what each label of a message's header gives: from, sent, subject or to."""
    parts = ("to", "sent", "from", "subject")
    return {
        label: part for part in parts for line in entries("mail", part) for label in line.split("|")
    }
