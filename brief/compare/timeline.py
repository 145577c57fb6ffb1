"""The dated events that the articles tell, each with the sentence that tells it.

A date that a sentence only mentions is no event: a schedule, "since 1994", an anniversary, the day
of a report.  English is judged by clauses: an event is clear where the main clause tells it and the
sentence can be read by itself.  In other languages a sentence must open with its date.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice

from brief.compare.contents import contradict
from brief.language.calendar import fold, make_date, stated, weekday_pattern, weekdays
from brief.language.facts import counts_in, names_in
from brief.language.lists import deeds_of, finite_verbs, opens_leaning, turning_words
from brief.language.numerals import YEAR
from brief.language.terms import content_stems, words_of
from brief.language.words import keyed
from brief.model import Citation, Dated, Document, Sentence
from brief.split.days import QUOTED

#: The share of the shorter sentence's content words that two sentences on the same day have in
#: common where they tell the same.  Lower: one day holds fewer entries, and other facts get lost.
SAME = 0.6
#: The same where a name and the kind of deed are the same, and where a number is, too.
SAME_DEED, SAME_NUMBER = 0.4, 0.25
#: Entries of one day that a sentence is compared with, so that the cost stays linear.
COMPARED = 64
#: Characters within which a sentence opens with its date, in other languages than English.
OPENS = 12
SHORTEST, LONGEST = 5, 70  #: Words of a line that is no fragment and will be read.


@dataclass(frozen=True, slots=True)
class _Event:
    """A row that tells of an event."""

    row: int
    day: str
    document: Document
    sentence: Sentence
    content: frozenset[str]  #: stems
    facts: frozenset[str]  #: words of names, and digits that count something
    deeds: frozenset[int]  #: the kinds of deed in its main clause
    clear: bool  #: whether its main clause tells it, and it can be read by itself


def timeline(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    mentions: Sequence[Sequence[str]],
    happened: Sequence[str | None],
    groups: Sequence[Sequence[int]],
) -> tuple[Dated, ...]:
    """Return the dated events of all articles, by date, a year before its months and days.

    With n sentences, `mentions` (n,) has the days, months and years that each of them mentions in
    ISO 8601, in the order of the text, `happened` (n,) the older day that it tells of where that
    is clear; `groups` are rows that say the same, which become one entry, as do sentences of the
    same day that share most of their words.  The words of an entry are those of the earliest
    report that has the date; all others are cited behind it.  No date gives no entries.  Linear.
    """
    by_id = {document.id: document for document in documents}
    events = [
        _event(row, *dated, document, sentence)
        for row, sentence in enumerate(sentences)  # Not headlines: "Quake of July 6 was strongest".
        if sentence.position >= 0
        and (document := by_id[sentence.document])
        and (dated := _date_of(sentence.text, mentions[row], happened[row], document))
    ]
    events.sort(key=lambda event: (event.document.date or date.max, event.document.id, event.row))
    first = {row: group[0] for group in groups for row in group}
    # What agrees but has a date of its own supports its own entry.
    dated_rows = {event.row for event in events}
    silent = {
        row: [other for other in group if other not in dated_rows]
        for group in groups
        for row in group
    }
    entries = [_dated(same, sentences, silent) for same in _merged(events, first)]
    return tuple(sorted(entries, key=lambda entry: (entry.date, entry.citations[0].document)))


def _event(row: int, day: str, clear: bool, document: Document, sentence: Sentence) -> _Event:
    text, language = sentence.text, document.language or "en"
    stems = content_stems(language)
    content = frozenset(stems[word] for word in words_of(text)) - {""}
    counts = (count for count in counts_in(text, language) if count[0].isdigit())
    facts = frozenset((*counts, *(word for name in names_in(text) for word in name.split())))
    clause = words_of(_patterns()["subordinate"].split(text, maxsplit=1)[0])
    deeds = frozenset(kind for word in clause for kind in deeds_of(word, language))
    return _Event(
        row=row,
        day=day,
        document=document,
        sentence=sentence,
        content=content,
        facts=facts,
        deeds=deeds,
        clear=clear,
    )


def _dated(
    same: Sequence[_Event], sentences: Sequence[Sentence], silent: Mapping[int, Sequence[int]]
) -> Dated:
    """Return the entry of events that are one, the earliest report first, one for each article."""
    day = max((event.day for event in same), key=len)
    exact = [event for event in same if event.day == day]
    first = next((event for event in exact if event.clear), exact[0])
    rows = [first.row, *(event.row for event in same)]
    rows += [row for event in same for row in silent.get(event.row, ())]
    cited: dict[int, Citation] = {}
    for sentence in map(sentences.__getitem__, rows):
        place = Citation(sentence.document, sentence.start, sentence.end)
        cited.setdefault(sentence.document, place)
    return Dated(day, first.sentence.text, tuple(cited.values()), first.clear)


def _merged(events: Sequence[_Event], first: Mapping[int, int]) -> list[list[_Event]]:
    """Return the events in lists of those that are one; `first` of the rows that agree, by row."""
    merged: list[list[_Event]] = []
    by_group: dict[int, list[list[_Event]]] = defaultdict(list)
    by_day: dict[str, list[list[_Event]]] = defaultdict(list)
    for event in events:
        beside, on_day = by_group[first.get(event.row, -1 - event.row)], by_day[event.day]
        dates = ((same, (same[0].day, event.day)) for same in beside)
        matches = [same for same, (a, b) in dates if a.startswith(b) or b.startswith(a)]
        matches += [same for same in on_day[:COMPARED] if _alike(same[0], event)]
        if matches:
            matches[0].append(event)
        else:
            merged.append([event])
            beside.append(merged[-1])
            on_day.append(merged[-1])
    return merged


def _alike(event: _Event, other: _Event) -> bool:
    """Return whether two sentences on the same day tell the same event.

    They do where they share most of their words, or less where the main clauses of two articles
    tell the same kind of deed with the same name; less still where they share a number as well.
    """
    shorter = min(len(event.content), len(other.content))
    deeds = event.deeds & other.deeds
    # Another word for the deed counts as the same.
    share = (len(event.content & other.content) + bool(deeds)) / shorter if shorter else 0.0
    language = event.document.language or "en"
    if share < SAME_NUMBER or contradict(event.sentence.text, other.sentence.text, language):
        return False
    if share >= SAME or not deeds or event.document == other.document:
        return share >= SAME
    facts = event.facts & other.facts
    counted = any(fact[0].isdigit() for fact in facts)
    return (counted or share >= SAME_DEED) and not all(fact[0].isdigit() for fact in facts)


def _date_of(
    text: str, mentions: Sequence[str], older: str | None, document: Document
) -> tuple[str, bool] | None:
    """Return the date of the event that a sentence tells, and whether that is clear."""
    language = document.language or "en"
    stands = bool(mentions) and _stands(text, language)
    loose = ""
    for iso, start, end in _places(text, mentions, language) if mentions else ():
        if document.date and iso > document.date.isoformat()[: len(iso)]:
            continue
        days, start, end = _interval(text, iso, start, end, language)
        if language == "en":
            if stands and _in_main_clause(text, days, start, end, document.date, older == iso):
                return days, True
            loose = loose or (days if _in_any_clause(text, days, start, end) else "")
        elif stands and len(set(mentions)) == 1 and (older == iso or start <= OPENS):
            words = [word.lower() for word in words_of(text)]
            turned = not turning_words(language)[0].keys().isdisjoint(words)
            done = not turned and any(deeds_of(word, language) for word in words)
            return (days, True) if done else None
    return (loose, False) if loose else None


def _stands(text: str, language: str) -> bool:
    """Return whether a sentence can be read by itself, behind the date that may open it."""
    if not SHORTEST <= len(words_of(text)) <= LONGEST or text.rstrip().endswith(("?", ":")):
        return False
    parts = [text]
    if language == "en":
        if _patterns()["unfit"].search(text) or _patterns()["vague"].match(text):
            return False
        parts.append(_patterns()["opening"].sub("", text))
    openings = ([word.lower() for word in words_of(part)] for part in parts)
    leans = any(opens_leaning(opening, language) for opening in openings)
    return text.count('"') % 2 == 0 and not leans


def _places(text: str, mentions: Sequence[str], language: str) -> Iterator[tuple[str, int, int]]:
    """Yield each mention with the place where the text has it; those that are not found are not."""
    places = [
        (day.start, day.end, f"{day.month:02}" + (f"-{day.day:02}" if day.day else ""))
        for day in stated(text, language)
    ]
    if language == "en":
        places += [(*match.span(), match[0]) for match in YEAR.finditer(text)]
        places += [(*match.span(), "") for match in _patterns()["today"].finditer(text)]
    named = weekday_pattern(language).finditer(fold(text, language))
    places += [(*match.span(), str(weekdays(language)[match[0]])) for match in named]
    behind = 0
    for iso in mentions:
        # A date is written as month and day, as a year, as a weekday, or as "today".
        weekday = str(date.fromisoformat(iso).weekday()) if len(iso) == 10 else ""
        shapes = {iso, iso[5:], weekday, ""}
        fits = (place for place in sorted(places) if place[0] >= behind and place[2] in shapes)
        for start, behind, _ in islice(fits, 1):
            yield iso, start, behind


def _interval(text: str, iso: str, start: int, end: int, language: str) -> tuple[str, int, int]:
    """Return the interval that a date ends or begins, and its place; else the date itself."""
    opens = _FROM.search(text, max(0, start - 12), start)
    place = opens.start() if opens else start
    intervals = []
    if before := _DAY_BEFORE.search(text, max(0, start - 40), start):
        intervals.append((f"{iso[:8]}{int(before['day']):02}", iso, before.start(), end))
    if after := _DAY_AFTER.match(text, end):
        intervals.append((iso, f"{iso[:8]}{int(after['day']):02}", place, after.end()))
    for day in stated(text, language):
        joined = day.start > end and _JOINS.fullmatch(text, end, day.start)
        if joined and day.day and (opens or "–" in joined[0]):
            last = f"{day.year or iso[:4]}-{day.month:02}-{day.day:02}"
            intervals.append((iso, last, place, day.end))
    for first, last, begins, ends in intervals if len(iso) == 10 else ():
        days = [make_date(0, 0, *map(int, day.split("-"))) for day in (first, last)]
        if all(days) and first < last:
            return f"{first}/{last}", begins, ends
    return iso, start, end


_JOIN = r"(?:to|until|till|through|[–—-]|au|bis|al|až)"
_JOINS = re.compile(rf"(?:st|nd|rd|th)?,?\s*(?:{_JOIN}|and)\s*")
_SINCE = r"(?:\b(?:from|between|du|vom|del|od) )"
_FROM = re.compile(rf"{_SINCE}$", re.IGNORECASE)
_DAY_BEFORE = re.compile(
    rf"{_SINCE}?(?<![\d.,:])(?P<day>[1-3]?\d)(?:st|nd|rd|th)?\.?\s?{_JOIN}\s?$", re.IGNORECASE
)
_DAY_AFTER = re.compile(
    rf"(?:st|nd|rd|th)?\s?{_JOIN}\s?(?P<day>[1-3]?\d)(?!\d|[:.,]\d|[^\W\d]|\s[^\W\d]{{4}})"
)


def _in_main_clause(
    text: str, days: str, start: int, end: int, written: date | None, older: bool
) -> bool:
    """Return whether the main clause of an English sentence tells of a deed on this date.

    `older` says that the date is known to be the main clause's.
    """
    clauses, before, after = _patterns(), text[:start], text[end:]
    today = clauses["today"].fullmatch(text, start, end)
    owned = today and after.startswith(("'s", "’s")) and not before.endswith(" on ")
    if owned or _is_quoted(text, start, end):
        return False
    inside = bool(today or clauses["acting"].match(after))
    free = inside or clauses["free"].match(after)
    if not older and "/" not in days and (clauses["bound"].search(before) or not free):
        return False
    if len(days) < 10 and not _tells_a_deed(QUOTED.sub("", text)):
        return False
    clause = _clause(before, after, whole=older or inside)
    now = older or written is None or written.isoformat().startswith(days)
    return bool(clause) and _acts(clause, now=now, past=older)


def _in_any_clause(text: str, days: str, start: int, end: int) -> bool:
    """Return whether any clause of an English sentence tells of a deed on the date at this place.

    Looser: "the flight, which vanished on June 1", "They refused today to sign".
    """
    clauses, before, after = _patterns(), text[:start], text[end:]
    today = clauses["today"].fullmatch(text, start, end)
    owned = today and after.startswith(("'s", "’s"))
    if owned or _is_quoted(text, start, end) or len(_MARK.findall(text)) % 2:
        return False
    # "On the morning of July 7": the part of a day stands for the day.
    before = clauses["part"].sub("", before)
    inside = bool(today or clauses["acting"].match(after))
    if clauses["bound"].search(before) or not (inside or clauses["free"].match(after)):
        return False
    breaks, before, after = clauses["break"], QUOTED.sub(";", before), QUOTED.sub(";", after)
    left = before[max((match.end() for match in breaks.finditer(before)), default=0) :]
    right = breaks.split(after, maxsplit=1)[0]
    if clauses["ahead"].search(left) or left.rstrip().endswith(("born on", "born in")):
        return False
    if len(days) < 10 and not _tells_a_deed(left + right):
        return False
    return _acts(left + right, now=True, past=True)


def _tells_a_deed(text: str) -> bool:
    return any(word.islower() and deeds_of(word, "en") for word in words_of(text))


def _is_quoted(text: str, start: int, end: int) -> bool:
    return any(match.start() < end and start < match.end() for match in QUOTED.finditer(text))


def _clause(before: str, after: str, *, whole: bool) -> str:
    """Return the main clause around a date, empty where the date stands in another one."""
    subordinate, ahead = _patterns()["subordinate"], _patterns()["ahead"]
    rest = subordinate.split(after, maxsplit=1)[0]
    if not re.search("[a-z]", _patterns()["preposition"].sub("", before)):
        return rest
    if subordinate.search(before) or ahead.search(before):
        # "Involved in the attacks which failed, Osman was arrested on July 29"
        last = before.rpartition(", ")[2]
        return last if _patterns()["subject"].match(last) and not ahead.search(last) else ""
    return before + rest if whole else before


def _acts(clause: str, *, now: bool, past: bool) -> bool:
    """Return whether a verb of the past that is not one of saying or being stands in a clause.

    The perfect ("has arrived today") will do for the time of the report (`now`), the pluperfect
    only for what is known to be older (`past`): "on Friday, they had come" may lean.
    """
    clauses = _patterns()
    words = words_of(clauses["participle"].sub("", clause))
    unlike = {word for word, fits in (("had", past), ("has", now), ("have", now)) if not fits}
    if any(word in unlike or clauses["present"].fullmatch(word) for word in words):
        return False
    verbs = frozenset(word for word in finite_verbs("en") if word.isalpha() and word[-1] != "s")
    helped = not {"was", "were", "been", "being"}.isdisjoint(words)
    return any(
        word.endswith("ed")
        or word in verbs
        or (helped and (deeds_of(word, "en") or clauses["passive"].fullmatch(word)))
        for word in words
        if word.islower() and not clauses["idle"].fullmatch(word)
    )


_MARK = re.compile(r"[\"“”„«»]")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns for English clauses by name."""
    lists = keyed("clauses/en")
    return {
        name: re.compile(lists.get(f"{name} =", [r"\b(?:{})\b"])[0].format("|".join(alternatives)))
        for name, alternatives in lists.items()
        if not name.endswith("=")
    }
