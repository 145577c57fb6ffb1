"""No summary holds half of a quotation: its sentences are taken or left as one."""

from __future__ import annotations

import pytest
from work import steps

import brief
from brief.model import Block, Document
from brief.page.whole_quotations import torn, wholes
from brief.split.sentences import segment


def article(text: str, language: str = "en", number: int = 1) -> Document:
    """Return an article whose paragraphs stand between blank lines."""
    blocks, start = [], 0
    for part in text.split("\n\n"):
        blocks.append(Block(start, start + len(part)))
        start += len(part) + 2
    return Document(str(number), text, "", tuple(blocks), language=language, id=number)


def units(text: str, language: str = "en") -> list[str]:
    """Return what is taken together of an article, each as running text."""
    document = article(text, language)
    sentences = segment(document)
    rows = wholes([document], sentences)
    return [" ".join(sentences[row].text for row in places) for places in rows]


BEFORE, AFTER = "The mill burned on Friday.", "Four workers died in it."


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", f"{BEFORE} {AFTER}", [BEFORE, AFTER]),
        (
            "en",
            f'{BEFORE} "We ran out. The roof fell," said Ann Holt. {AFTER}',
            [BEFORE, '"We ran out. The roof fell," said Ann Holt.', AFTER],
        ),
        (
            "en",
            f"{BEFORE} Ann Holt said: “We ran out. The roof fell. It was hot.” {AFTER}",
            [BEFORE, "Ann Holt said: “We ran out. The roof fell. It was hot.”", AFTER],
        ),
        (
            "de",
            "Die Mühle brannte am Freitag. „Wir liefen hinaus. Das Dach fiel ein“, sagte Ann Holt.",
            [
                "Die Mühle brannte am Freitag.",
                "„Wir liefen hinaus. Das Dach fiel ein“, sagte Ann Holt.",
            ],
        ),
        (
            "fr",
            "Le moulin a brûlé vendredi. « Nous avons couru. Le toit est tombé », a dit Anne Holt.",
            [
                "Le moulin a brûlé vendredi.",
                "« Nous avons couru. Le toit est tombé », a dit Anne Holt.",
            ],
        ),
        ("en", f'{BEFORE} "We ran. It fell. It was hot. It is gone. We wept," she said.', [BEFORE]),
        (
            "en",
            f'{BEFORE} "We ran out. The roof fell.\n\n"It was hot. It is gone," she said. {AFTER}',
            [BEFORE, '"It was hot. It is gone," she said.', AFTER],
        ),
        (
            "en",
            f'{BEFORE}\n\n"We ran out.\n\nThe roof fell," said Ann Holt.\n\n{AFTER}',
            [BEFORE, '"We ran out. The roof fell," said Ann Holt.', AFTER],
        ),
        ("en", f'"We ran out.\n\n{BEFORE}\n\n{AFTER}', [BEFORE, AFTER]),
        ("en", f'{BEFORE} The roof fell," said Ann Holt. {AFTER}', [BEFORE, AFTER]),
        (
            "en",
            f"{BEFORE} It was the workers' mill, and it's gone. {AFTER}",
            [BEFORE, "It was the workers' mill, and it's gone.", AFTER],
        ),
        (
            "en",
            f'{BEFORE} A 42" pipe burst beside it. {AFTER}',
            [BEFORE, 'A 42" pipe burst beside it.', AFTER],
        ),
        (
            "he",
            'ראש עיריית ת"א אמר זאת. השר ביקר בעיר.',
            ['ראש עיריית ת"א אמר זאת.', "השר ביקר בעיר."],
        ),
    ],
    ids=[
        *("none", "straight", "curly", "German", "French", "long", "paragraphs", "a line each"),
        *("never closed", "no opening"),
        *("apostrophes", "inches", "abbreviation"),
    ],
)
def test_what_is_taken_together(language: str, text: str, expected: list[str]) -> None:
    """From the opening to the closing mark; a speech, and half of one, is left."""
    assert units(text, language) == expected


def test_a_quotation_with_a_gap_is_left() -> None:
    """Where a sentence of it was too long to be read, the others are no quotation."""
    document = article(f'{BEFORE} "We ran out. The roof fell. It was hot," said Ann Holt. {AFTER}')
    sentences = [one for one in segment(document) if one.text != "The roof fell."]
    assert len(sentences) == 4
    assert torn(document, sentences) == {1, 2}


@pytest.mark.parametrize("bit", ['"', '" ', '"A b. ', 'A b. "', '"A b. C d." ', "“", 'A 4" b. '])
def test_the_cost_grows_with_the_length(bit: str) -> None:
    """Hostile paragraphs take work for their length, twice as much for twice as long."""

    def work(length: int) -> int:
        document = article(bit * (length // len(bit)))
        sentences = segment(document)
        return steps(lambda: wholes([document], sentences))

    work(100)  # reads the word lists
    assert work(8_000) < 2.3 * work(4_000)


SPEECH = (
    "The mill at Easton burned on 3 May 2024, and four workers died in the fire there."
    ' "The fire at the mill of Easton killed four workers on 3 May. The roof of the mill fell on'
    ' them within ten minutes, and we could do nothing," said John Reed, its owner.'
    " The mayor of Easton, Ann Holt, promised the families of the four workers help on Monday."
)


@pytest.mark.parametrize("method", ["coverage", "leads", "lexrank", "headlines"])
@pytest.mark.parametrize("words", [20, 30, 40, 50, 60, 200])
def test_a_summary_has_the_whole_quotation_or_nothing_of_it(words: int, method: str) -> None:
    """Whatever the budget, its marks are even, and the budget holds."""
    summary = str(brief.summarise(SPEECH, words=words, method=method))
    assert summary and len(summary.split()) <= words
    assert summary.count('"') % 2 == 0
    assert ("The roof of the mill" in summary) == ("The fire at the mill" in summary)


def test_a_quotation_is_taken_where_there_is_room() -> None:
    """It is no less worth for being two sentences."""
    assert "said John Reed" in str(brief.summarise(SPEECH, words=200))


@pytest.mark.parametrize("words", [20, 40, 60, 200])
def test_an_article_by_itself_has_no_half_of_a_quotation(words: int) -> None:
    """`brief summarise` takes no sentence that needs another for its marks."""
    for extract in brief.condense([SPEECH, SPEECH.replace("Easton", "Larn")], words=words):
        text = " ".join(sentence.text for sentence in extract.sentences)
        assert text.count('"') % 2 == 0 and "The roof of the mill" not in text


def test_where_there_is_nothing_else_a_summary_is_not_empty() -> None:
    """Of a speech that nobody closes, what is there is better than nothing."""
    speech = '"The mill of Easton burned on 3 May 2024. Four workers died in the fire at the mill.'
    assert str(brief.summarise(speech, words=100))


def test_too_few_words_say_how_many_are_needed() -> None:
    """A quotation is as long as it is together."""
    speech = '"The mill of Easton burned down. Four workers died in it," said Ann Holt.'
    with pytest.raises(brief.UsageError, match="give at least 14"):
        brief.summarise(speech, words=8)
