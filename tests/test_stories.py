"""Which articles are grouped into one story."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from math import comb
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from brief.cli import main
from brief.compare import roundups
from brief.compare.about import terms_of
from brief.compare.stories import stories
from brief.model import Document
from brief.pipeline import read
from brief.split.sentences import segment

ROOT = Path(__file__).parents[1]
MORNINGS = json.loads((ROOT / "tests/cases/mixed_mornings.json").read_text(encoding="utf-8"))


def grouped(documents: Sequence[Document]) -> list[tuple[int, ...]]:
    """Return the stories of read articles."""
    return stories(
        documents, [sentence for document in documents for sentence in segment(document)]
    )


def rand_index(clusters: Sequence[int], right: Sequence[str]) -> float:
    """Return the adjusted Rand index of two labellings (Hubert & Arabie, 1985)."""

    def pairs(labels: Sequence[object]) -> int:
        return sum(comb(count, 2) for count in Counter(labels).values())

    both = pairs(list(zip(clusters, right, strict=True)))
    expected = pairs(clusters) * pairs(right) / comb(len(right), 2)
    return (both - expected) / ((pairs(clusters) + pairs(right)) / 2 - expected)


def test_the_real_stories_are_told_apart(shared: Path) -> None:
    """Ten stories of ten articles: adjusted Rand index 0.95 or more; five more stay together."""
    documents = read([shared / "articles" / "wikinews", shared / "articles" / "belarus"]).documents
    clusters = grouped(documents)
    label = {number: place for place, group in enumerate(clusters) for number in group}
    news = [document for document in documents if Path(document.path).parent.name == "wikinews"]
    assert rand_index([label[d.id] for d in news], [Path(d.path).name[:4] for d in news]) >= 0.95
    others = {label[document.id] for document in documents if document not in news}
    assert len(others) == 1
    assert len(clusters[others.pop()]) == 5


@pytest.mark.parametrize("story", [f"M00{number}" for number in range(10)])
def test_one_story_stays_one(shared: Path, story: str) -> None:
    """Alone, without anything else to be compared with, it does not fall apart."""
    documents = read(sorted((shared / "articles" / "wikinews").glob(f"{story}*"))).documents
    assert len(grouped(documents)) == 1


def test_the_samples_are_three_stories() -> None:
    """A ferry, a glassworks and an oak boat; the largest first."""
    documents = read([ROOT / "inputs"]).documents
    clusters = grouped(documents)
    assert [len(group) for group in clusters] == [5, 4, 1]
    assert sorted(number for group in clusters for number in group) == list(range(1, 11))


def test_articles_that_are_alike_are_searched_for_no_pairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a thousand each holds what all the others are about; it took a cube of their number."""
    quarry = (
        "The quarry of Osk flooded the valley of Bren on Tuesday, and 230 families left home,"
        " Governor Ingrid Solberg said. The dam above it had been mended twice.\n"
    )
    bank = (
        "The Bank of Larn closed all its branches on Monday, and 2,000 people lost work, Mayor"
        " Maria Berg said. The state pays back deposits of up to 100,000 crowns.\n"
    )
    for place in "abcdefgh":
        (tmp_path / f"{place}.txt").write_text(f"Osk floods {place}\n\n{quarry}", encoding="utf-8")
    (tmp_path / "z.txt").write_text(f"Bank of Larn fails\n\n{bank}", encoding="utf-8")
    documents = read([tmp_path]).documents
    search = Mock(wraps=terms_of)
    monkeypatch.setattr(roundups, "terms_of", search)
    assert [len(group) for group in grouped(documents)] == [8, 1]
    assert not search.called


def test_order_does_not_matter() -> None:
    """The same articles in another order are in the same company."""
    documents = list(read([ROOT / "inputs"]).documents)
    clusters = {frozenset(group) for group in grouped(documents)}
    random.Random(3).shuffle(documents)
    assert {frozenset(group) for group in grouped(documents)} == clusters


def test_languages_are_kept_apart(tmp_path: Path) -> None:
    """What is told in another language is another story: nothing could compare the two."""
    english = (
        "The ferry Blue Heron sank on the river Larn, and nine people drowned, said Ines Holt. "
    )
    german = "Die Fähre Blue Heron ist auf dem Larn gesunken, und neun Menschen sind ertrunken. "
    for name, text in (("a", english), ("b", english), ("c", german), ("d", german)):
        (tmp_path / f"{name}.txt").write_text(text * 3, encoding="utf-8")
    assert grouped(read([tmp_path]).documents) == [(1, 2), (3, 4)]


def test_nothing_is_no_story() -> None:
    """No articles, no stories; an article without a word of content is one by itself."""
    assert stories([], []) == []
    assert stories([Document("a.txt", "", "", (), id=1)], []) == [(1,)]


@pytest.mark.parametrize("morning", MORNINGS, ids=lambda morning: morning["name"])
def test_short_articles_of_one_beat_are_told_apart(morning: Any, tmp_path: Path) -> None:
    """Two events of a kind are two stories, and what rounds up several joins none of them."""
    for name, text in morning["articles"].items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    documents = read([tmp_path]).documents
    names = {document.id: Path(document.path).stem for document in documents}
    found = {frozenset(names[number] for number in group) for group in grouped(documents)}
    assert found == {frozenset(group) for group in morning["groups"]}


def test_three_unrelated_articles_are_three_stories(shared: Path) -> None:
    """A pier, an archive and a swimming hall share nothing but common words."""
    documents = read([shared / "failing" / "grouping-unrelated"]).documents
    assert grouped(documents) == [(1,), (2,), (3,)]


def test_what_joins_a_story_can_be_explained(tmp_path: Path, capsys: Any) -> None:
    """`brief explain PAGE --stories` names the nearest article, and what it shares with another."""
    morning = next(morning for morning in MORNINGS if morning["name"] == "a letter of five things")
    more = next(item for item in MORNINGS if item["name"] == "one event in two papers")
    articles = morning["articles"] | {"d": more["articles"]["a"], "e": more["articles"]["b"]}
    for name, text in articles.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    page = tmp_path / "out" / "page.md"
    page.parent.mkdir()
    paths = [str(tmp_path / f"{name}.md") for name in articles]
    assert main([*paths, "--output", str(page)]) == 0
    capsys.readouterr()
    assert main(["explain", str(page), "--stories", "--sources", str(tmp_path)]) == 0
    rows = capsys.readouterr().out.splitlines()
    joined = next(row for row in rows if "/d.md" in row or " d.md" in row)
    assert "chimbot" in joined and "%" in joined
    letter = next(row for row in rows if "letter.md" in row)
    assert letter.endswith("tells of several stories, joins none")
