"""What comes in of the data at hand: does any article break a stage, and what passes as prose?

Everything is measured on `shared`, the folder of real articles beside a checkout; the stories of
`marks/kept-out.txt` are left out.  What an editor has marked in the stories is in `marks`, as its
README.md says; their texts are not in the project.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import brief
from brief.errors import NothingToBrief
from brief.evaluation.cases import Case, cases_in
from brief.model import Document, Reading, Skipped
from brief.pipeline import collate, prepared
from brief.pipeline.reading import article_of
from brief.readers import feed, mail
from brief.settings.page_options import Config

NOW = date(2026, 11, 25)
#: An editor's marks, `STORY.json`; `kept-out.txt` and `texts.sha256` beside them.
MARKS = Path(__file__).parent / "marks"
#: The kinds of story: those of 2008 to 2013, and those of August 2025 as a scraper left them.
OLDER, RECENT, MONTH = "2008 to 2013", "2025", (2025, 8)
#: What stands in a table where nothing is known.
NONE = "-"
#: Suffixes of articles in an editor's stories.
ARTICLES = (".txt", ".md")
#: The file of a story that numbers the sentences of its articles.
NUMBERED = "sentences.tsv"
#: Share of a sentence from which on it passes as prose, and below which it is lost.
PASSES, LOST = 0.9, 0.6
#: Characters of ours beyond a sentence's border from which on something is glued to it.
BEYOND = 3
#: A place and an agency before a sentence: it does not pass, since cutting them mends it.
PLACE = re.compile(
    r"^[A-ZÀ-Ý][\w.,'’ ]{1,40}(?:\([\w./ ]{2,30}\))? ?[—–-]{1,2} \S|^[A-Z][A-Z .,'’]{2,40}[:—–-]"
)


def kept_out() -> frozenset[str]:
    """Return the names of the stories that nothing is measured on."""
    return frozenset((MARKS / "kept-out.txt").read_text("utf-8").split())


def marked_stories() -> list[str]:
    """Return the names of the stories that have marks, those kept out among them."""
    return sorted(path.stem for path in MARKS.glob("*.json"))


def older_stories(*, out: bool = False) -> list[str]:
    """Return the names of the stories of 2008 to 2013 that have marks; where `out` all of them.

    Otherwise those kept out are not among them.
    """
    kept = frozenset() if out else kept_out()
    return [name for name in marked_stories() if not is_recent(name) and name not in kept]


def is_recent(name: str) -> bool:
    """Return whether a story is of 2025: those are to measure on, and their texts not public."""
    return name.startswith("w")


def marks_of(name: str) -> Mapping[str, Any] | None:
    """Return the marks of a story; None where it has none."""
    path = MARKS / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


def stories(shared: Path, *, out: bool = False) -> list[Path]:
    """Return the folders of an editor's stories, or where `out` only of those kept out.

    They are in `editor/stories` of `shared`, or `shared` is what `lay_out_ecb.py` has written.
    """
    inside = shared / "editor" / "stories"
    folder = inside if inside.is_dir() else shared
    names = kept_out()
    return [
        place.parent
        for place in sorted(folder.glob(f"*/{NUMBERED}"))
        if (place.parent.name in names) is out
    ]


def altered(folders: Iterable[Path], names: Iterable[str]) -> list[str]:
    """Return those of the stories `names` whose texts are missing, or others than were marked."""
    marked_texts = {
        name: text for text, name in (row.split() for row in _lines(MARKS / "texts.sha256"))
    }
    texts = {folder.name: text_hash(folder) for folder in folders if folder.is_dir()}
    return [name for name in names if texts.get(name, "") != marked_texts.get(name)]


def text_hash(story: Path) -> str:
    """Return the hash of a story's articles and of the numbers of their sentences."""
    parts = hashlib.sha256()
    for path in (*files_of(story), story / NUMBERED):
        parts.update(f"{path.name} {path.stat().st_size}\n".encode())
        parts.update(path.read_bytes())
    return parts.hexdigest()


def files_of(story: Path) -> list[Path]:
    """Return the articles of a story."""
    return sorted(path for path in story.iterdir() if path.suffix in ARTICLES)


# What breaks


def broken(shared: Path, cases: int | None = None) -> list[str]:
    """Return what breaks a stage, and each set whose page ends in an exception that is no answer.

    `cases` is how many sets of each language of MultiLing are tried, all by default.
    """
    bugs: list[str] = []
    for name, reading in _readings(shared, cases):
        try:
            page = brief.brief(reading, Config(format="json"), now=NOW)
            for form in ("json", "markdown"):
                brief.render(page, form)
            bugs += [f"{name}: {each.path}: {each.broke}" for each in page.skipped if each.broke]
        except NothingToBrief:
            bugs += [f"{name}: {each.path}: {each.broke}" for each in reading.skipped if each.broke]
        except Exception as error:
            bugs.append(f"{name}: {type(error).__name__}: {error}")
    return bugs


def _readings(shared: Path, cases: int | None) -> Iterator[tuple[str, Reading]]:
    """Yield the articles of each set at hand, and its name."""
    inputs = [place for place in sorted((shared / "failing").glob("*")) if place.is_dir()]
    for folder in (*stories(shared), *sorted((shared / "articles").glob("*")), *inputs):
        yield folder.name, brief.read([folder])
    for folder in inputs:
        yield f"{folder.name}, sent", prepared(_sent(folder))
    for path in sorted((shared / "data" / "multiling2011").glob("*.jsonl")):
        for case in [case for case in cases_in(path) if isinstance(case, Case)][:cases]:
            yield case.id, _texts(case)


def _texts(case: Case) -> Reading:
    """Return the articles of a case, short ones too."""
    articles = [
        article_of(text, f"{number:02}.txt", least_prose=0)
        for number, text in enumerate(case.texts, 1)
    ]
    return Reading(collate(article for article in articles if isinstance(article, Document)))


def _sent(folder: Path) -> Iterator[Document]:
    """Yield the articles of the feeds and messages in a folder."""
    sent: list[Document | Skipped] = []
    for path in sorted(folder.glob("*.xml")):
        parsed = feed.parse(path.read_bytes(), "https://example.org/feed")
        entries = () if isinstance(parsed, Skipped) else parsed.entries
        sent += [feed.document_of(entry, parsed) for entry in entries]
    with tempfile.TemporaryDirectory() as box:
        (Path(box) / "cur").mkdir()
        (Path(box) / "new").mkdir()
        for path in sorted(folder.glob("*.eml")):
            shutil.copy(path, Path(box) / "new" / path.name)
        sent += [letter.read() for letter in mail.letters(Path(box))]
    yield from (article for article in sent if isinstance(article, Document))


# What passes as prose, and what is lost


@dataclass(slots=True)
class Tally:
    """Counts over some stories."""

    furniture: int = 0
    passed: int = 0
    glued: int = 0
    facts: int = 0
    lost: int = 0

    def measures(self, name: str) -> dict[str, float]:
        """Return the shares in per cent."""
        return {
            f"{name}, furniture that passes, %": 100 * self.passed / (self.furniture or 1),
            f"{name}, glued, %": 100 * self.glued / (self.furniture or 1),
            f"{name}, facts lost, %": 100 * self.lost / (self.facts or 1),
        }


def prose(shared: Path) -> dict[str, float]:
    """Return what `furniture.py` of the editor's folder counts, by kind of story, in per cent.

    Of the sentences that an editor has marked as furniture: those that pass whole, and those that
    ours run over the border of; of the sentences that state a fact: those that are in none of ours.
    """
    tallies = new_tallies()
    count(stories(shared), tallies)
    return measures(tallies)


def new_tallies() -> dict[str, Tally]:
    """Return empty counts for each kind of story."""
    return {OLDER: Tally(), RECENT: Tally()}


def count(folders: Iterable[Path], tallies: dict[str, Tally]) -> None:
    """Add what is counted in stories that an editor has marked to the tallies of their kinds."""
    for story in folders:
        if marks := marks_of(story.name):
            _count(story, marks, tallies[kind_of(story)])


def measures(tallies: dict[str, Tally]) -> dict[str, float]:
    """Return the shares of all kinds of story in per cent."""
    return {
        measure: value
        for name, tally in tallies.items()
        for measure, value in tally.measures(name).items()
    }


def kind_of(story: Path) -> str:
    """Return the kind of the story in a folder."""
    return RECENT if is_recent(story.name) else OLDER


def _count(story: Path, marks: Mapping[str, Any], tally: Tally) -> None:
    bad = {row["sentence"] for row in marks["harmful"] if row["why"] == "furniture"}
    good = {name for fact in marks["facts"] for name in fact["sentences"]}
    ours = {Path(document.path).stem: _spans(document) for document in brief.read([story])}
    for path in files_of(story):
        text = path.read_text("utf-8")
        for start, end, name in marked(path):
            if name.endswith(":T"):
                continue
            spans = ours.get(path.stem, [])
            covered = sum(max(0, min(end, b) - max(start, a)) for a, b in spans)
            share = covered / max(1, end - start)
            if name in good:
                tally.facts += 1
                tally.lost += share < LOST
            if name in bad and not PLACE.match(text[start:end]):
                tally.furniture += 1
                tally.passed += share >= PASSES
                tally.glued += any(
                    (a < start and b > start + BEYOND) or (a < end - BEYOND and b > end + BEYOND)
                    for a, b in spans
                )


def _spans(document: Document) -> list[tuple[int, int]]:
    chosen = brief.summarise([document], words=100_000)
    return [(sentence.start, sentence.end) for sentence in chosen]


def marked(path: Path) -> list[tuple[int, int, str]]:
    """Return (start, end, name) of each sentence of an article as the editor numbers them.

    They stand in `sentences.tsv`, or are the paragraphs of a plain text.
    """
    rows = _rows(path.parent / NUMBERED)
    if len(rows[0]) == 5:
        return [(int(s), int(e), f"{a}:{n}") for a, n, s, e, _ in rows if a == path.stem]
    places: list[tuple[int, int, str]] = []
    start = 0
    for number, paragraph in enumerate(path.read_text("utf-8").rstrip("\n").split("\n\n")):
        places.append((start, start + len(paragraph), f"{path.stem}:{number}"))
        start += len(paragraph) + 2
    return places


@cache
def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in _lines(path)]


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


# Dates and outlets


def sources(shared: Path) -> dict[str, float]:
    """Return how many articles are read, have the date of their address, and have an outlet.

    `sources.tsv` says what addresses show.  The articles are of August 2025: any other month is
    wrong, too.
    """
    shown = {
        (story, article): (day, host)
        for story, article, day, host, _ in _rows(shared / "editor" / "sources.tsv")[1:]
        if story not in kept_out()
    }
    documents: dict[tuple[str, str], Document] = {}
    recent = [story for story in stories(shared) if kind_of(story) == RECENT]
    for story in recent:
        for document in brief.read([story]):
            documents[story.name, Path(document.path).stem] = document
    files = sum(len(files_of(story)) for story in recent)
    dated = {place: day for place, (day, _) in shown.items() if day != NONE}
    hosted = [place for place, (_, host) in shown.items() if host != NONE]
    days = {place: document.date for place, document in documents.items() if document.date}
    return {
        f"{RECENT}, articles read, %": 100 * len(documents) / files,
        f"{RECENT}, dates found, %": 100
        * sum(str(days.get(place)) == day for place, day in dated.items())
        / len(dated),
        f"{RECENT}, wrong dates": sum(
            str(day) != dated.get(place, str(day)) or (day.year, day.month) != MONTH
            for place, day in days.items()
        ),
        f"{RECENT}, outlets, %": 100
        * sum(bool(place in documents and documents[place].publisher) for place in hosted)
        / len(hosted),
    }
