"""What a line looks like: a heading, a byline, a date line, the dateline before a report.

Every function looks at one line alone; `label` knows where it stands.  The words that tell are data
(`captions`, `bylines`, `date_labels`).  Verbs are only known for English
(`data/verbs`); elsewhere what depends on them never holds.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import filterfalse

from brief.language.calendar import (
    WEEKDAYS,
    StatedDate,
    fold,
    months,
    stated,
    weekday_pattern,
    weekdays,
)
from brief.language.lists import finite_verbs, stop_words
from brief.language.words import alternatives, words

#: Where a sentence ends for certain, its stop and white space included; an abbreviation hardly ever
#: matches.  Python finds patterns that begin with a set of characters twice as fast or more.
SENTENCE_END = re.compile(r"[.!?…](?<=[^\W\d_]{2}.)[\"'”’)]?\s+(?=[\"'“‘(]?[^\W\d_a-z])")
#: Words of a heading, and of any line that is no sentence, at most.
HEADING_WORDS, LINE_WORDS = 20, 40
_CLOSING = "\"'”’»›)]*_“„ \t\u00a0\u200f"
_OPENING = frozenset("\"'“‘„«»(*_")
_FINAL = frozenset(".!?…。！？।॥؟܀۔;|")
#: Marks of footnotes, which may follow the stop.
_FOOTNOTES = re.compile(r"(?:\[\w{1,4}\]\s?){1,9}$")
# Older wires write "_" for the dash.
_DASH = re.compile(r"\s?[–—]\s?|\s(?:-{1,2}|_)\s")
#: "New Delhi: ", "Lundby, Northern Coast: "; a sentence in capitals begins behind it.
_PLACE = re.compile(r"((?:[A-ZÀ-Þ][\w.'’-]{1,20},? ?){1,3}):\s+(?=[A-ZÀ-Þ])")
_AGENCY = re.compile(r"\([^()]{2,40}\)")
#: Characters of a line below which its words are counted once: many rules ask for them.
_REMEMBERED = 2000
#: A digit, or the first word as far as its letters go.
_FIRST = re.compile(r"\d|[^\W\d_]+")
_WORD = re.compile(r"[^\W_][\w'’.-]*")
_LETTERS = re.compile(r"[^\W\d_][\w'’.-]*")


def words_in(line: str) -> int:
    """Return the number of white-space-separated words that hold a letter or digit."""
    return _words_in(line) if len(line) < _REMEMBERED else _count(line)


def _count(line: str) -> int:
    tokens = line.split()
    marked = filterfalse(str.isalnum, tokens)
    return len(tokens) - sum(1 for word in marked if not any(map(str.isalnum, word)))


_words_in = lru_cache(maxsize=200)(_count)


def ends_sentence(line: str, language: str) -> bool:
    """Return whether `line` ends as a sentence does, closing quotation marks aside."""
    tail = line[-40:]
    if "]" in tail:
        tail = _FOOTNOTES.sub("", tail)
    final = tail.rstrip(_CLOSING)[-1:]
    return final in _FINAL and (final not in ";|" or language in ("el", "hi"))


def is_question(line: str, language: str) -> bool:
    """Return whether `line` is one question, short enough to serve as a heading."""
    bare = line.rstrip(_CLOSING)
    mark = bare[-1:] in ("?", "？", "؟") or (language == "el" and bare[-1:] == ";")
    if (
        line[len(bare) :].strip() and line[:1] not in _OPENING
    ):  # somebody asks it: 'he said: "Who?"'
        return False
    return mark and words_in(line) <= 30 and not SENTENCE_END.search(bare)


def is_title_case(line: str, language: str) -> bool:
    """Return whether an English line is a headline in capitals: "Judge Orders a Halt to Work."."""
    if language != "en" or line.isupper():
        return False
    small_words = words("captions/en", "small")
    count = capitals = 0
    for match in _LETTERS.finditer(line):
        count += 1
        if not match[0][0].islower():
            capitals += 1
        elif match[0] not in small_words:  # in prose this is one of the first words
            return False
    return 5 <= count <= HEADING_WORDS and capitals >= 4


def is_listing(line: str, language: str) -> bool:
    """Return whether a line without a stop is a list of names, such as a menu of countries.

    Of thirteen words or more, hardly one is neither a stop word nor a name.
    """
    if ends_sentence(line, language) or line.isupper():
        return False
    tokens: list[str] = re.findall(r"[^\W\d_]+", line[:2000])
    if len(tokens) < 13:
        return False
    common = stop_words(language)
    plain = sum(token.islower() and token not in common for token in tokens)
    names = sum(token[0].isupper() for token in tokens)
    return plain * 12 < len(tokens) < names * 2


def is_sentence(line: str, language: str) -> bool:
    """Return whether a list item or a cell of a table is prose: a whole sentence of eight words."""
    begins = not line.lstrip("\"'“‘„«([*_ ")[:1].islower()
    return begins and spelt(line) >= 8 and ends_sentence(line, language) and line[-1] not in "|;"


def spelt(line: str) -> int:
    """Return the number of words that begin with a letter: a telephone number has none."""
    return sum(word.lstrip("\"'“‘„«([*_")[:1].isalpha() for word in line.split())


def is_verbless(line: str, language: str) -> bool:
    """Return whether `line` is a short phrase without a finite verb: a caption, mostly."""
    if language != "en" or words_in(line) > 18 or re.search(r"[.!?]\s+\S", line[:-1]):
        return False
    line_words = [word.rstrip(".'’-") for word in _WORD.findall(line)]
    return len(line_words) > 1 and line[0].isupper() and not _has_finite(line_words)


def _has_finite(line_words: list[str]) -> bool:
    """Return whether one of a line's words may be a finite verb; in doubt it is one."""
    nominal = words("captions/en", "preposition", "determiner")
    determiners = words("captions/en", "determiner") - {"and", "or"}
    lowered = [word.lower() for word in line_words]
    if not words("captions/en", "subject").isdisjoint(lowered[:2]):
        return True
    for index, word in enumerate(line_words):
        if lowered[index] in finite_verbs("en") and not (index == 0 and word.istitle()):
            return True
        if not word.islower() or index == 0 or lowered[index - 1] in nominal:
            continue
        after, second = [*lowered[index + 1 : index + 3], "", ""][:2]
        if after in determiners and word not in nominal:  # "officials estimate the damage"
            return True
        if word.endswith("s") and after == "to" and second not in determiners:  # "continues to add"
            return second.islower() and line_words[index + 2].islower()
        subject = lowered[max(0, index - 2) : index]
        named = len(subject) == 2 and subject[0] in determiners and subject[1] not in nominal
        if word.endswith("s") and named:  # "the tax operates under a system"
            return True
        if word.endswith("ed") and after != "by":
            return True
        if word.endswith("s") and after and after not in words("captions/en", "preposition"):
            return True
    return False


def is_byline(line: str) -> bool:
    """Return whether `line` says by whom an article is: "By Jane Doe, Minsk"."""
    mark = _byline().match(line)
    if not mark or words_in(line) > 12 or line.rstrip()[-1:] in ".!?:":
        return False
    # What follows a comma or a bar is the post or the place: "Jane Doe, business reporter".
    name = re.split(r"[,|]", line[mark.end() :], maxsplit=1)[0]
    parts = [part for part in name.split() if any(map(str.isalpha, part))]
    small = words("bylines", "small")
    named = all(part[0].isupper() or part.strip(";") in small or "@" in part for part in parts)
    return bool(parts) and parts[0][0].isupper() and named and not stated(line, "en")


@cache
def _byline() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('bylines', 'opening')})\s+(?=\S)", re.IGNORECASE)


def date_line_end(line: str, language: str) -> int:
    """Return where the date that `line` opens with ends, 0 where it opens with none.

    The length of the line means that it is nothing but a date line: time, labels, a byline may
    stand with the date.  A smaller number means that a sentence follows: "Tuesday, January 18,
    2005Through a telethon".
    """
    if language == "en" and not _may_open_with_date(line):
        return 0
    head = line[:140]
    day = _first_day(head, language)
    if day is None:
        return 0
    before, weekday = _unlabelled(_hour().sub(" ", head[: day.start]), language)
    if before:
        return 0
    end = day.end
    if weekday_end := _leading_weekday(line, end, language):
        end, weekday = weekday_end, True
    if clock := _time().match(line, end):
        end = clock.end()
    rest = line[end:].strip(" .\t\u00a0،")
    if _belongs_to_date(rest, language):
        return len(line)
    glued = line[end : end + 1].isalpha() or line[end : end + 2].isspace()
    opens = rest[0].isalnum() or rest[0] in '"“«„'
    return end if opens and not rest[0].islower() and (weekday or glued) else 0


@cache
def _time() -> re.Pattern[str]:
    """Return what the hour behind a day looks like: ", 7:12 a.m. GMT", " alle ore 7.12"."""
    year, hour, clock = (alternatives("date_labels", part) for part in ("year", "hour", "clock"))
    return re.compile(
        rf"(?: ?(?:{year})\b\.?)?[\s,|·•./@–-]{{0,9}}(?:(?:{hour})\b\.?,?)?\s{{0,3}}"
        r"\d{1,2}\s?[:.h]\s?\d{2}(?:[:.]\d{2})?\s*"
        rf"(?:[ap]\.?m?\.?|(?:{clock})\b)?\s*"
        r"(?:\(?(?:GMT|UTC|[A-Z]{2,4}T|Z)(?:[+-]\d{1,2})?\)?)?(?!\w)|"
        r"T\d{2}:\d{2}\S*|\s*\d{1,2}\s?(?:a\.?m\.?|p\.?m\.?)(?!\w)",
        re.IGNORECASE,
    )


@cache
def _hour() -> re.Pattern[str]:
    """Return what an hour before the day looks like: "at 7:12", "a las 07:12", "7:12 pm UK"."""
    hour, clock = (alternatives("date_labels", part) for part in ("hour", "clock"))
    return re.compile(
        rf"(?:\b(?:{hour}) )?(?<!\d)\d{{1,2}}[:.h]\d{{2}}(?:[:.]\d{{2}})?(?!\d)"
        rf"(?:\s?(?:a\.?m\b\.?|p\.?m\b\.?|(?:{clock})\b))?(?-i: (?:GMT|UTC|UK|[A-Z]{{1,4}}T)\b)?",
        re.IGNORECASE,
    )


def _belongs_to_date(rest: str, language: str) -> bool:
    """Return whether what follows a date in its line is no sentence, but belongs to the date."""
    if not any(map(str.isalnum, rest)) or (rest[0] in "|·•/-–—(" and words_in(rest) <= 12):
        return True
    bare = _hour().sub(" ", rest)
    if is_byline(rest) or (words_in(rest) <= 8 and not _unlabelled(bare, language)[0]):
        return True
    second = _first_day(rest[:60], language)
    if second is None or _unlabelled(rest[: second.start], language)[0]:
        return False
    return words_in(rest) <= 10


def _first_day(text: str, language: str) -> StatedDate | None:
    """Return the first date of `text` that is a day with its month and year."""
    return next((day for day in stated(text, language) if day.date), None)


def _may_open_with_date(line: str) -> bool:
    """Return whether an English line begins with a number, month, weekday or "Published"."""
    first = _FIRST.search(line)
    if first is None or not first[0].isascii() or first[0].isdigit():
        return True
    word = first[0]
    return word in months("en") or word in weekdays("en") or word.lower() in _labels("en")


def _unlabelled(text: str, language: str) -> tuple[str, bool]:
    """Return `text` without weekdays and words such as "Published:", and if a weekday was there."""
    folded = fold(text, language)
    bare, count = weekday_pattern(language).subn(" ", folded)
    if not count and language != "en":
        bare, count = weekday_pattern("en").subn(" ", bare)
    labels = _labels(language)
    rest = [word for word in re.findall(r"\w+", bare.lower()) if word not in labels]
    return " ".join(rest), bool(count)


@cache
def _labels(language: str) -> frozenset[str]:
    """Return the words of date lines, as they are and as `fold` leaves them."""
    labels = words("date_labels", "line")
    return labels if language == "en" else labels | {fold(label, language) for label in labels}


def _leading_weekday(line: str, start: int, language: str) -> int:
    rest = fold(line[start : start + 40], language)
    gap = re.match(r"[\s,.(]{1,3}", rest)
    match = weekday_pattern(language).match(rest, gap.end()) if gap else None
    return start + match.end() if match and rest[match.end() : match.end() + 1] in "),. " else 0


def dateline_end(line: str, language: str, *, first: bool) -> int:
    """Return where the dateline that opens `line` ends, dash included, 0 where there is none.

    "MINSK, Belarus (AP) — " anywhere; without capitals or an agency only in the `first` paragraph,
    where "New Delhi: " is one, too.
    """
    head = line[:90]
    if first and (colon := _PLACE.match(head)) and _is_place(colon[1], line[colon.end() :]):
        return colon.end()
    if head.isascii() and "-" not in head and "_" not in head:
        return 0
    dash = _DASH.search(head)
    if not dash or not 2 <= dash.start() <= 70 or not _opens(line[dash.end() :]):
        return 0
    agency = _AGENCY.search(head, 0, dash.start())
    place = _AGENCY.sub(" ", head[: dash.start()])
    for day in stated(place, language):
        place = place.replace(place[day.start : day.end], " ")
    names, small = list(filter(None, re.split(r"[\s,./]+", place))), words("bylines", "small")
    if len(names) > 8 or not all(name[0].isupper() or name in small for name in names):
        return 0
    capitals = bool(names) and names[0].isupper() and len(names[0]) > 2
    plausible = agency or capitals or (first and names and ("," in place or len(names) <= 2))
    return dash.end() if plausible and (names or agency) else 0


def _is_place(name: str, rest: str) -> bool:
    """Return whether what stands before a colon is a place and no speaker or subject.

    Nobody speaks after it, in quotation marks or as "I" or "we", and a report is no short line.
    """
    speaks = rest[:1] in "\"'“‘„«" or re.match(r"(?:I|We|My|Our|You)\b", rest)
    return not speaks and words_in(rest) >= 12 and not name.isdigit()


def _opens(rest: str) -> bool:
    """Return whether a sentence may begin with `rest`, quotation marks aside; "AP" is none."""
    rest = rest.lstrip("\"'“‘„«")
    return not rest[:1].islower() and (" " in rest.strip() or not rest.isupper()) and bool(rest)


#: What may stand before the date: "Bob Jones |", "DOVER, England,", "Date: Tue,", "Posted on".
_SIGNED = re.compile(
    r".*[|·•–—]\s*(?:(?i:(?:last )?updated):?\s*)?|[A-Z]{3,}\b[^.]*,\s*|"
    r"(?i:(?:first |last )?(?:posted|published|updated|created|sent|dated?)\b(?: on| at)?:?\s*)?"
    rf"(?i:(?:{'|'.join(day[:3] for day in WEEKDAYS)})[a-z]*\.?,?\s*)?"
)
#: … and after it: a time, an agency, "by admin".
_AFTERWARDS = re.compile(r"\s*(?:$|[(|·•,–—+-]|by\b|at\b|\d{1,2}[:.]\d\d|[A-Z]{2,4}\b)")
_HALF_DAY = re.compile(r"[ap]\.m\.$")


def is_signature(line: str, language: str) -> bool:
    """Return whether a short line only says by whom, where and on which day it was written.

    "By Bob Jones, 11 March 2025", "Posted on March 11, 2025 by admin", "DOVER, 11 March 2025 (AP)".
    """
    if words_in(line) > 14 or _HALF_DAY.sub("", line.rstrip()).endswith((".", "!", "?", ":")):
        return False
    day = _first_day(line[:100], language)
    if day is None:
        return False
    before, after = line[: day.start], line[day.end :]
    signed = is_byline(before) or _SIGNED.fullmatch(before) is not None
    return signed and _AFTERWARDS.match(after) is not None
