"""Any number of varied articles, made from real ones by renaming what makes a story.

The real articles are dealt out again and again.  In each repetition but the first, every word that
stands in few stories is renamed, the same one always to the same new one, dates are moved, and
numbers of two digits and more are changed.  So articles of one story stay of one story, copies stay
copies, sentences keep their length, grammar and punctuation, and two repetitions have no more in
common than two strangers: a set ten times as large has ten times as many stories.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import count, islice
from pathlib import Path

#: Stories in which a word stands that keeps its form.
COMMON = 10
#: Days between two repetitions: within a year most days of a year have articles.
APART = 3
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"(?<![\w.,/-])[1-9][\d,]*\d(?![\w/-])")
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_DAY = re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}}), (\d{{4}})\b")
_ISO = re.compile(r"\b(20\d\d)([-/])(\d\d)\2(\d\d)\b")
_ENDING = re.compile(r"(?:ings?|ed|ers?|ly|ions?|ies|es|s|al|ment)$")


def real_articles(shared: Path) -> dict[str, str]:
    """Return the texts of the folder `shared` by path, the stories that are kept out left out."""
    kept_out = set((shared / "editor/kept-out.txt").read_text().split())
    folders = [
        *(path for path in (shared / "editor/stories").iterdir() if path.name not in kept_out),
        *(shared / "articles").iterdir(),
    ]
    files = (file for folder in folders for file in folder.glob("*.*"))
    texts = sorted(file for file in files if file.suffix in (".txt", ".md"))
    return {file.relative_to(shared).as_posix(): file.read_text("utf-8") for file in texts}


def articles(shared: Path) -> Iterator[tuple[str, str]]:
    """Yield a file name and a text, without end."""
    real = real_articles(shared)
    stories: Counter[str] = Counter()
    words: dict[str, set[str]] = {}
    for path, text in real.items():
        # Ten articles of Wikinews are a story: M0000 to M0009.
        story = path[:-5] if "wikinews" in path else path.rpartition("/")[0]
        words.setdefault(story, set()).update(word.lower() for word in _WORD.findall(text))
    for held in words.values():
        stories.update(held)
    for repetition in count():
        for path, text in real.items():
            name = path.removeprefix("editor/stories/").replace("/", "-")
            made = renamed(text, repetition, stories) if repetition else text
            yield f"{repetition:03}-{name}", made


def renamed(text: str, repetition: int, stories: Mapping[str, int]) -> str:
    """Return a text as the given repetition has it; `stories` counts those that hold each word."""

    def word(match: re.Match[str]) -> str:
        held = match.group()
        if stories[held.lower()] >= COMMON:
            return held
        made = _made_up(held.lower(), repetition)
        return made.upper() if held.isupper() else made.title() if held[0].isupper() else made

    def number(match: re.Match[str]) -> str:
        draw = random.Random(f"{repetition} {match.group()}")
        return re.sub(r"\d", lambda _: str(draw.randrange(1, 10)), match.group())

    def day(match: re.Match[str]) -> str:
        month, day_of_month, year = match.groups()
        moved = _moved(int(year), _MONTHS.index(month) + 1, int(day_of_month), repetition)
        return f"{_MONTHS[moved.month - 1]} {moved.day}, {moved.year}" if moved else match.group()

    def iso(match: re.Match[str]) -> str:
        year, dash, month, day_of_month = match.groups()
        moved = _moved(int(year), int(month), int(day_of_month), repetition)
        return f"{moved:%Y}{dash}{moved:%m}{dash}{moved:%d}" if moved else match.group()

    marked = _ISO.sub(iso, _DAY.sub(day, text))
    lines = []
    for line in marked.split("\n"):
        dated = _DAY.search(line) or _ISO.search(line)
        lines.append(_WORD.sub(word, line if dated else _NUMBER.sub(number, line)))
    return "\n".join(lines)


def _moved(year: int, month: int, day: int, repetition: int) -> date | None:
    try:
        return date(year, month, day) + timedelta(APART * repetition)
    except (ValueError, OverflowError):
        return None


@cache
def _made_up(word: str, repetition: int) -> str:
    """Return a new word of about the same length, with the ending of the old one."""
    ending = _ENDING.search(word)
    kept = ending.group() if ending else ""
    draw = random.Random(f"{repetition} {word}")
    syllables = max(2, (len(word) - len(kept)) // 2)
    made = (draw.choice("bcdfghklmnprstvwz") + draw.choice("aeiou") for _ in range(syllables))
    return "".join(made) + draw.choice("nrstlm") + kept


def written(folder: Path, shared: Path, number: int) -> Path:
    """Write that many articles as files, and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in islice(articles(shared), number):
        (folder / name).write_text(text, "utf-8")
    return folder
