"""Plain text and Markdown → blocks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.model import Document, Kind
from brief.readers import markdown, read, text

CASES = Path(__file__).parent / "cases"
SHARED = Path(__file__).parents[1].parent / "shared" / "articles"


def cases(name: str) -> list[object]:
    listed = json.loads((CASES / name).read_text(encoding="utf-8"))
    return [pytest.param(case["text"], case["blocks"], id=case["name"]) for case in listed]


def shown(document: Document) -> list[list[str]]:
    return [[block.kind, document.text[block.start : block.end]] for block in document.blocks]


@pytest.mark.parametrize(("source", "blocks"), cases("readers_text.json"))
def test_plain_text(source: str, blocks: list[list[str]]) -> None:
    """Plain text falls into the paragraphs, items, rows and headings that a reader sees."""
    document = text.parse(source.encode())
    assert document.text == source
    assert shown(document) == blocks


@pytest.mark.parametrize(("source", "blocks"), cases("readers_markdown.json"))
def test_markdown(source: str, blocks: list[list[str]]) -> None:
    """Markdown falls into blocks as CommonMark has it, their spans without outer marks."""
    document = markdown.parse(source.encode())
    assert document.text == source
    assert shown(document) == blocks


FRONT = """---
title: "Ferry toll corrected to 31"
date: 2025-03-11T09:00:00+01:00
author: [Magnus Terjesen, Rosa Ibarluz]
publisher: Shipping Gazette
url: https://www.shippinggazette.example/a
lang: en-GB
---
# Another headline

Text.
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_front_matter(ends: str) -> None:
    """Title, day, author, address, paper and language come from the front matter."""
    document = markdown.parse(FRONT.replace("\n", ends).encode())
    assert document.title is not None
    assert document.title.text == "Ferry toll corrected to 31"
    assert document.text[document.title.start : document.title.end] == document.title.text
    assert str(document.date) == "2025-03-11"
    assert document.author == "Magnus Terjesen, Rosa Ibarluz"
    assert document.publisher == "Shipping Gazette"
    assert document.url == "https://www.shippinggazette.example/a"
    assert document.language == "en"
    assert [kind for kind, _ in shown(document)] == ["metadata", "heading", "paragraph"]


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("title: Plain words: yes", "Plain words: yes"),
        ('title: "Plain" words: yes', '"Plain" words: yes'),
        ('title: "Quoted words"\nother: a: b', "Quoted words"),
        ("title:\tAfter a tab", "After a tab"),
        ("title: @mentioned", "@mentioned"),
        ("title: >\n  Words over\n  two lines\nother: a", "Words over\n  two lines"),
        ("title: Plain words", "Plain words"),
        ("title: 'Quoted words'", "Quoted words"),
        ("title: Words over\n  two lines", "Words over\n  two lines"),
        ("title: Other\nother: Other", "Other"),
        ("other: Below\ntitle: Below", "Below"),
        ("Title: Upper case key", "Upper case key"),
        ("title: 'It''s escaped'", "Head"),
        ("title: [a, list", None),
        ("title: ~", "Head"),
        ("title: 2024", "2024"),
        ("date: 2024-13-45", "Head"),
        ("title: !!python/object/apply:os.system [ls]", "Head"),
        ("", "Head"),
        ("{" * 9000, None),
    ],
)
def test_title_of_front_matter(front: str, title: str | None) -> None:
    """The title is the front matter's own words in their place, else the first heading."""
    document = markdown.parse(f"---\n{front}\n---\n# Head\n\nOther Below.".encode())
    expected = "Head" if title is None else title
    assert document.title is not None
    assert document.title.text == expected
    assert document.text[document.title.start : document.title.end] == expected
    in_front = document.title.start < document.text.rindex("---")
    assert in_front == (expected != "Head")
    assert document.blocks[0].kind is Kind.METADATA


def test_prose_between_rules_is_no_front_matter() -> None:
    """A text that opens with a rule keeps its first paragraphs."""
    document = markdown.parse(b"---\nThe ferry sank.\n\n---\n\nNobody died.")
    assert next(words for _, words in shown(document)).startswith("The ferry sank.")


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("## Kicker\n\n# Head\n\nText.", "Head"),
        ("Head\n====\n\nText.", "Head"),
        ("## Head\n\nText.", "Head"),
        ("Text.\n\n## Part", None),
        ("# **Head**\n\nText.", "Head"),
    ],
)
def test_first_heading_is_the_title(source: str, title: str | None) -> None:
    """Without front matter the first heading of level one is the title, wherever it stands."""
    found = markdown.parse(source.encode()).title
    assert (found.text if found else None) == title


LINES = st.text(alphabet="ab .#-*|>`_<!1\t\n\r\0é\u2028", max_size=200)


@given(LINES)
def test_plain_text_loses_no_word(source: str) -> None:
    """Every letter of a plain text stands in exactly one block, and blocks come in order."""
    found = list(text.blocks(source))
    ends = [0, *(offset for block in found for offset in (block.start, block.end))]
    assert ends == sorted(ends)
    inside = "".join(source[block.start : block.end] for block in found)
    assert [char for char in inside if char in "abé"] == [char for char in source if char in "abé"]


@given(LINES)
def test_markdown_blocks_are_trimmed_and_in_order(source: str) -> None:
    """Blocks never overlap and have no white space at their ends."""
    document = markdown.parse(b"a\n\n" * 30 + source.replace("\0", "").encode())
    ends = [0, *(offset for block in document.blocks for offset in (block.start, block.end))]
    assert ends == sorted(ends)
    assert all(words and words == words.strip() for _, words in shown(document))


@pytest.mark.parametrize("folder", ["belarus", "wikinews"])
def test_real_articles(folder: str) -> None:
    """In real articles no line end inside a block is anything but a wrap; none has one here."""
    if not (SHARED / folder).is_dir():
        pytest.skip("the shared articles are not here")
    for path in sorted((SHARED / folder).glob("*.txt")):
        document = read(str(path))
        assert isinstance(document, Document)
        assert document.blocks
        assert not any("\n" in words for _, words in shown(document))
