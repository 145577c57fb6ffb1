"""An editor's stories as the program reads them: each sentence with what its marks say.

See `marks/README.md`; the stories of `kept-out.txt` are left out unless asked for.  A topic is one
story or two like ones (13a and 13b), which no fold parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import incoming

import brief
from brief.model import Document, Sentence
from brief.split.sentences import segment

#: Share of an editor's sentence that one of ours holds where it tells it, and where it touches it.
TELLS, TOUCHES = 0.6, 0.2
#: Folds of topics in which everything is learned and measured.
FOLDS = 8


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with its marks."""

    sentence: Sentence
    facts: frozenset[int]  #: The facts that it states, by their number.
    superseded: bool
    harmful: frozenset[str]  #: Why an editor would not print it: "orphan", "hollow", …
    own: bool  #: Whether it says best what its article reports.


@dataclass(frozen=True, slots=True)
class Story:
    """A story that an editor has marked."""

    name: str
    topic: str
    documents: tuple[Document, ...]
    sentences: tuple[Marked, ...]  #: Those of all documents, in their order.
    weights: tuple[int, ...]  #: Of each fact, by its number: 3 where a page fails without it.
    first: frozenset[int]  #: The facts of the first line of the editor's page: where it stands.
    title: str | None  #: The name of the headline that the editor would print: "04:0".


def stories(shared: Path, *, out: bool = False) -> Iterator[Story]:
    """Yield the stories that have marks, or where `out` only those kept out.

    `shared` is that of `incoming.stories`.
    """
    for folder in incoming.stories(shared, out=out):
        if marks := incoming.marks_of(folder.name):
            yield story_of(folder, marks)


def older(told: Iterable[Story]) -> list[Story]:
    """Return the stories that weights are learned from: those of 2025 measure them."""
    return [story for story in told if not incoming.is_recent(story.name)]


def every_older(shared: Path) -> list[Story]:
    """Return the stories that shipped weights are learned from: all older ones.

    Those kept out are among them.  They were scored once, when the choosing stood; what measures
    learns from folds without them.
    """
    return older([*stories(shared), *stories(shared, out=True)])


def story_of(folder: Path, marks: Mapping[str, Any]) -> Story:
    """Return the story in a folder with its marks."""
    documents = brief.read(incoming.files_of(folder)).documents
    facts = _facts(marks)
    wanted = {name for entry in marks["articles"].values() if entry for name in names_in(entry)}
    old = {name for row in marks.get("superseded", ()) for name in row["sentences"]}
    bad = {row["sentence"]: row["why"] for row in marks.get("harmful", ())}
    rows: list[Marked] = []
    for document in documents:
        places = incoming.marked(Path(document.path))
        for sentence in segment(document):
            told, touched = _held(sentence, places)
            rows.append(
                Marked(
                    sentence=sentence,
                    facts=frozenset(fact for name in told for fact in facts.get(name, ())),
                    superseded=not old.isdisjoint(touched),
                    harmful=frozenset(bad[name] for name in touched if name in bad),
                    own=not wanted.isdisjoint(told),
                )
            )
    name = folder.name
    return Story(
        name=name,
        topic=name if incoming.is_recent(name) else name[:-1],
        documents=documents,
        sentences=tuple(rows),
        weights=tuple(fact["weight"] for fact in marks["facts"]),
        first=frozenset(
            fact
            for entry in marks["page"][:1]
            for sentence in names_in(entry)
            for fact in facts.get(sentence, ())
        ),
        title=marks["title"],
    )


def names_in(entry: str) -> tuple[str, ...]:
    """Return the sentences that a mark names: "04:6+7" is two."""
    match = re.fullmatch(r"(\d+):(\d+|T)((?:\+\d+)*)", entry)
    if not match:
        return ()
    return tuple(f"{match[1]}:{number}" for number in (match[2], *re.findall(r"\d+", match[3])))


def folds(topics: Mapping[str, Any] | list[str] | set[str]) -> dict[str, int]:
    """Return the fold of each topic, spread over all kinds."""
    return {topic: place % FOLDS for place, topic in enumerate(sorted(topics))}


def _facts(marks: Mapping[str, Any]) -> dict[str, set[int]]:
    facts: dict[str, set[int]] = {}
    for number, fact in enumerate(marks["facts"]):
        for name in (*fact["sentences"], *fact.get("headlines", ())):
            facts.setdefault(name, set()).add(number)
    return facts


def _held(
    sentence: Sentence, places: list[tuple[int, int, str]]
) -> tuple[frozenset[str], frozenset[str]]:
    shares = {
        name: (min(end, sentence.end) - max(start, sentence.start)) / max(1, end - start)
        for start, end, name in places
        if start < sentence.end and end > sentence.start
    }
    return (
        frozenset(name for name, share in shares.items() if share >= TELLS),
        frozenset(name for name, share in shares.items() if share >= TOUCHES),
    )
