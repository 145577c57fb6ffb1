"""Direct quotations, to the character, and who said them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from work import steps

from brief import read
from brief.compare.quotes.quotations import quotes
from brief.model import Block, Document, Quote
from brief.split.sentences import segment

CASES = json.loads((Path(__file__).parent / "cases" / "quotes.json").read_text(encoding="utf-8"))


def article(text: str, language: str = "en", number: int = 1) -> Document:
    """Return an article whose paragraphs stand between blank lines."""
    blocks, start = [], 0
    for part in text.split("\n\n"):
        blocks.append(Block(start, start + len(part)))
        start += len(part) + 2
    return Document(str(number), text, "", tuple(blocks), language=language, id=number)


def quotes_of(*documents: Document) -> tuple[Quote, ...]:
    return quotes(documents, [sentence for document in documents for sentence in segment(document)])


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_quotations_and_their_speakers(
    language: str, text: str, expected: list[list[str | None]]
) -> None:
    """Every style and language gives the words between the marks, and a name only where it is."""
    got = [[quote.text, quote.speaker] for quote in quotes_of(article(text, language))]
    assert [quote for quote in got if quote in expected] == expected
    assert len(got) == len(expected)


@pytest.mark.parametrize(("language", "text"), [case[:2] for case in CASES])
def test_citations_hold_the_words(language: str, text: str) -> None:
    """What a quotation cites is what it says, to the character."""
    for quote in quotes_of(article(text, language)):
        assert text[quote.citation.start : quote.citation.end] == quote.text


def test_a_quotation_ends_with_its_paragraph() -> None:
    """A mark that is never closed loses its own quotation, and none of the next paragraph."""
    text = 'He cried "stop it now\n\n"We are safe in here," said Ann Holt.'
    assert [quote.text for quote in quotes_of(article(text))] == ["We are safe in here"]


def test_quotations_come_in_the_order_of_the_articles() -> None:
    """Each article's quotations stand together, under its number."""
    first = article('"We saw the boat sink," said Ann Holt. "It sank within a minute."')
    second = article('"Nobody saw the boat sink," said Jan Weber.', number=2)
    got = quotes_of(first, second)
    assert [quote.citation.document for quote in got] == [1, 1, 2]
    assert got == (*quotes_of(first), *quotes_of(second))


def test_nothing_gives_nothing() -> None:
    """No articles, no quotations."""
    assert quotes([], []) == ()


@pytest.mark.parametrize(
    "bit", ['"', '" ', ' "a', "'A ", "“", 'said "A, ', '"A b c d," Ann Holt, ']
)
def test_the_cost_grows_with_the_length(bit: str) -> None:
    """Hostile paragraphs take work for their length, twice as much for twice as long."""

    def work(length: int) -> int:
        return steps(lambda: quotes_of(article(bit * (length // len(bit)))))

    work(100)  # reads the word lists
    assert work(16_000) < 2.3 * work(8_000)


def test_quotations_of_the_real_articles(shared: Path) -> None:
    """A hundred articles give many quotations, all in their place, about half with a speaker."""
    got = []
    for files in (sorted((shared / "articles" / "wikinews").glob("*.txt")),):
        reading = read([str(file) for file in files])
        texts = {document.id: document.text for document in reading}
        for quote in quotes_of(*reading):
            assert texts[quote.citation.document][quote.citation.start :].startswith(quote.text)
            got.append(quote.speaker)
    assert len(got) > 250
    assert len([speaker for speaker in got if speaker]) > 120
    assert {"Stephanie Bunker", "Lawrence Greenspon", "Jacques Rogge"} <= set(got)
    assert not {"US", "CNN", "Iranian", "AFP", "They"} & set(got)
