"""Who and what articles name, each once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from work import steps

from brief import read
from brief.compare.names.entities import names
from brief.model import Block, Document, Name
from brief.split.sentences import segment

CASES = json.loads((Path(__file__).parent / "cases" / "names.json").read_text(encoding="utf-8"))


def names_of(*texts: str, language: str = "en") -> tuple[Name, ...]:
    documents = [
        Document(str(number), text, "", (Block(0, len(text)),), language=language, id=number)
        for number, text in enumerate(texts, 1)
    ]
    return names(documents, [sentence for document in documents for sentence in segment(document)])


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_forms_of_a_name(case: dict[str, Any]) -> None:
    """Forms of one name are one, two people stay two, and what is no name is none."""
    got = {
        name.name: list(name.variants)
        for name in names_of(*case["articles"], language=case["language"])
    }
    for name, variants in case["names"].items():
        assert got.get(name) == variants, (name, got)
    assert not got.keys() & set(case["absent"])


def test_the_most_widespread_come_first() -> None:
    """Names stand by articles, then mentions, then alphabet, and tell their articles."""
    got = names_of(
        "It rained in Osk and in Larn, and in Larn it snowed.",
        "It rained in Osk. Then in Abel it rained.",
    )
    assert [(name.name, name.documents) for name in got] == [
        ("Osk", (1, 2)),
        ("Larn", (1,)),
        ("Abel", (2,)),
    ]


def test_languages_do_not_leak_into_each_other() -> None:
    """Czech has its own months, whatever languages the same process has read before."""
    lines = "from brief.language.calendar import months", "months('he')", "print(*months('cs'))"
    process = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", "\n".join(lines)],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert "rijen" in process.stdout
    assert process.stdout.isascii(), "folded Czech is ASCII; Hebrew is not"


def test_nothing_gives_nothing() -> None:
    """No articles, no names."""
    assert names([], []) == ()


def test_the_cost_grows_with_the_length() -> None:
    """Many names that share a first or last word take no more time each than a few."""

    def text(count: int) -> str:
        return " ".join(
            f"They met A{n:x}a Holt and Ann B{n:x}b of the U{n:x}c Bank." for n in range(count)
        )

    assert len(names_of(text(3000))) > 3000
    assert steps(lambda: names_of(text(400))) < 2.2 * steps(lambda: names_of(text(200)))


def test_names_of_the_real_articles(shared: Path) -> None:
    """The people of the releases in Belarus are each one, with all their articles."""
    files = sorted((shared / "articles" / "belarus").glob("*.txt"))
    reading = read([str(file) for file in files])
    got = names(
        reading.documents, [sentence for document in reading for sentence in segment(document)]
    )
    top = {name.name: name for name in got[:15]}
    assert "Lukashenko" in top["Alexander Lukashenko"].variants
    assert "Bialiatski" in top["Ales Bialiatski"].variants
    assert {"Kolesnikova", "Masha Kolesnikova"} <= set(top["Maria Kolesnikova"].variants)
    assert not {"President", "The", "Belarusian", "August", "Lukashenko"} & set(top)
