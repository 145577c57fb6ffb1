"""Texts are compared in one form, and cited in their own."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brief
from brief.clean.furniture import folded_line
from brief.compare.figures.quantities import tokens_of
from brief.compare.names.mentions import evidence_of, mentions
from brief.compare.quotes.quotations import quotes
from brief.language.calendar import stated
from brief.language.facts import counts_in, names_in
from brief.language.plain import compared, places, plain
from brief.language.terms import words_of
from brief.model import Block, Document, Kind
from brief.pipeline.reading import article_of
from brief.split.sentences import segment, split


def hyphenated(text: str) -> str:
    """Return `text` with a soft hyphen in every longer word, as some sites serve it."""
    return " ".join(
        f"{word[:3]}\u00ad{word[3:]}" if len(word) > 6 else word for word in text.split(" ")
    )


#: Ways in which programs write one text.
SPELLINGS: dict[str, Callable[[str], str]] = {
    "soft hyphens": hyphenated,
    "letters and accents apart": lambda text: unicodedata.normalize("NFD", text),
    "no-break spaces": lambda text: text.replace(" d", "\u00a0d").replace(" 1", "\u202f1"),
    "zero width": lambda text: text.replace("en", "e\u200bn").replace("er", "e\u2060r"),
    "full width": lambda text: text.replace("A", "\uff21").replace("1", "\uff11"),
    "ligatures": lambda text: text.replace("fi", "\ufb01").replace("ff", "\ufb00"),
    "all at once": lambda text: hyphenated(
        unicodedata.normalize("NFD", text.replace("fi", "\ufb01").replace(" d", "\u00a0d"))
    ),
}
#: Articles of three paragraphs.
ARTICLES = {
    "de": (
        "Der Hafenmeister von Nørby öffnet die Schleuse erst im März 2024, teilte das Büro mit.",
        "Taucher der Firma Ölund fanden 14 gebrochene Pfähle, und das kostet 310.000 Euro.",
        "„Wir hoffen auf trockenes Wetter und auf Geduld“, sagte Ingenieurin Inés Adler dort.",
    ),
    "fr": (
        "Le bureau du port de Nørby rouvrira l'écluse en mars 2024, a annoncé la préfecture.",
        "Des plongeurs ont trouvé 14 pieux brisés, et la réparation coûtera 310 000 euros.",
        "« Nous espérons un temps sec et de la patience », a déclaré Inés Adler à la presse.",
    ),
    "en": (
        "The harbour café at Nørby will not reopen before March 2024, the council said.",
        "Divers from Ölund & Co. found 14 broken piles, and that will cost 310,000 crowns.",
        '"We hope for dry weather and for patience," said Inés Adler, chief of the office.',
    ),
}
PARAGRAPHS = {code: "\n\n".join(lines) for code, lines in ARTICLES.items()}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("code", PARAGRAPHS)
def test_one_text_in_two_spellings_is_said_once(tmp_path: Path, code: str, spelling: str) -> None:
    """Its sentences stand once on the page, of one origin, and the page can be verified."""
    text = PARAGRAPHS[code]
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(SPELLINGS[spelling](text), encoding="utf-8")
    reading = brief.read([tmp_path], brief.Config(language=code))
    page = brief.brief(reading, brief.Config(language=code), now=date(2024, 3, 1))
    said = compared(" ".join(line.text for line in page.shown()))
    counts = [said.count(compared(line)) for line in ARTICLES[code]]
    assert max(counts) == 1 < sum(counts)
    assert [len(group) for group in page.copies] == [2]
    for line in page.shown():
        for citation in line.citations:
            source = reading.documents[citation.document - 1]
            assert compared(source.text[citation.start : citation.end]) == compared(line.text)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("code", PARAGRAPHS)
def test_names_numbers_and_quotations_are_the_same(code: str, spelling: str) -> None:
    """What is found in a text does not depend on its spelling, and stands where it is cited."""

    def findings(text: str) -> tuple[object, ...]:
        document = article_of(text, "a.txt", code, least_prose=0)
        assert isinstance(document, Document)
        sentences = segment(document)
        evidence = evidence_of((sentence, code) for sentence in sentences)
        named = [mentions(sentence.text, code, evidence) for sentence in sentences]
        for sentence, names in zip(sentences, named, strict=True):
            for name in names:
                own = " ".join(plain(sentence.text[name.start : name.end]).split())
                assert own == " ".join(name.words)
            for token in tokens_of(sentence.text, code):
                assert plain(sentence.text[token.start : token.end]) == token.text
        said = quotes([document], sentences)
        for quote in said:
            assert document.text[quote.citation.start : quote.citation.end] == quote.text
        return (
            [name.words for names in named for name in names],
            [names_in(sentence.text) for sentence in sentences],
            [counts_in(sentence.text, code) for sentence in sentences],
            [
                (day.year, day.month)
                for sentence in sentences
                for day in stated(sentence.text, code)
            ],
            [(compared(quote.text), quote.speaker) for quote in said],
            [words_of(sentence.text) for sentence in sentences],
        )

    usual = findings(PARAGRAPHS[code])
    assert all(usual)
    assert findings(SPELLINGS[spelling](PARAGRAPHS[code])) == usual


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The mayor\u2019s office said \u201cno\u201d.", 'The mayor\'s office said "no".'),
        ("\u00bbNein\u00ab, sagte sie \u2013 und ging.", '"Nein", sagte sie - und ging.'),
        ("Caf\u00e9\u00a0zu", "CAFE\u0301 zu"),
        ("\uff12\uff10\uff12\uff14\u5e74", "2024\u5e74"),
        ("\ud55c\uad6d", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
        ("\u200fשלום", "שלום"),
    ],
)
def test_the_look_of_marks_makes_no_second_sentence(one: str, other: str) -> None:
    """Quotation marks, dashes, capitals, spaces and width are not what sentences differ in."""
    assert compared(one) == compared(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14 piles", "15 piles"),
        ("m\u00fcssen", "mussen"),
        ("co-op", "coop"),
        ("1\u00a0000", "1000"),
        ("H\u2082O", "H3O"),
        ("a b", "ab"),
    ],
)
def test_what_differs_stays_apart(one: str, other: str) -> None:
    """No letter, digit, accent, hyphen or space between words is lost."""
    assert compared(one) != compared(other)


ODD = (
    "a e\u0301 \u00ad \u200b \ufb01 \uff21 \uff76\uff9e "
    "\u1112\u1161\u11ab \u0915\u093c \u095b u\u0308"
)
PIECES = st.sampled_from([*ODD.split(" "), "\u00a0"])
TEXTS = st.one_of(st.text(max_size=40), st.lists(PIECES).map("".join))


@given(TEXTS)
def test_places_lead_back_to_the_text(text: str) -> None:
    """Each plain character has a place, in order, and the plain form of the plain is itself."""
    short, at = plain(text), places(text)
    assert plain(short) == short
    assert len(at) == len(short) + 1
    assert list(at) == sorted(at)
    assert at[-1] == len(text)


def test_abbreviations_are_known_in_any_spelling() -> None:
    """An abbreviation with its accent apart, or a soft hyphen in it, ends no sentence."""
    text = "Le 3 f\u00e9vr. 2021 le Dr. Adler vint."
    for spelt in (text, unicodedata.normalize("NFD", text), text.replace("vr.", "v\u00adr.")):
        assert split(spelt, "fr") == [(0, len(spelt))]


def test_plain_text_is_handed_back() -> None:
    """Text without anything odd costs no copy."""
    for text in ("plain words", "Zürich, d'été — “so”"):
        assert plain(text) is text
        assert places(text) == range(len(text) + 1)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_line_of_several_articles_is_known_in_any_spelling(spelling: str) -> None:
    """What recurs across a set is compared as everything else is."""
    line = "Das Büro der Schifffahrt öffnet um 10 Uhr, Anfragen an den Empfang."

    def folded(text: str) -> str:
        block = Block(0, len(text), Kind.PARAGRAPH)
        return folded_line(Document(path="a.txt", text=text, sha256="", blocks=(block,)), block)

    assert folded(SPELLINGS[spelling](line)) == folded(line)
