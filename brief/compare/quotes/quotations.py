"""Direct quotations with their exact places, each with the speaker that the text names."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from brief.compare.names.mentions import Evidence, Mention, evidence_in, mentions
from brief.compare.quotes.marks import Pair, pairs
from brief.compare.quotes.speakers import AFTER, BEFORE, ahead, behind, described
from brief.compare.quotes.subjects import Clause
from brief.language.plain import places, plain
from brief.language.speech import PRONOUN, countries, heads, is_nation
from brief.language.terms import words_of
from brief.language.visible import count_words, visible
from brief.language.words import words
from brief.model import Citation, Document, Quote, Sentence

#: Words below which marks are more often irony or a nickname than speech.
FEWEST_WORDS = 4
#: Words with capitals, all longer ones, from which a quotation is a work's title.
TITLE_WORDS = 3
#: Names before a pronoun among which none is looked for.
MOST_NAMES = 60


def quotes(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    evidence: Callable[[], Evidence] | None = None,
) -> tuple[Quote, ...]:
    """Return the direct quotations of four words or more, in the order of articles and text.

    `text` and the citation leave out the marks, the spaces inside them and a comma before the
    closing one, which belongs to "he said".  A quotation may run over several sentences of one
    paragraph.  The speaker is a name as it stands at the verb, without titles, or in English a
    description ("officials in Tehran"); "he said" is somebody only where one person is named
    before it in the paragraph, or spoke last, or is the one named in the paragraph before.  Where
    names have no capitals (Hebrew, Arabic, Hindi), two or three words that can be nothing but the
    subject are the speaker.  Linear in the characters; no sentences, no quotations.  `evidence`
    returns that of all these sentences, for a caller who needs it, too.
    """
    by_id = {document.id: document for document in documents}
    read = evidence() if evidence else evidence_in(documents, sentences)
    quotations: list[Quote] = []
    before: list[Sentence] = []
    paragraphs = groupby(sentences, key=lambda sentence: (sentence.document, sentence.paragraph))
    for (number, _), group in paragraphs:
        document, part = by_id[number], list(group)
        near = before if before and before[0].document == number else []
        if _quotes(document, part):
            paragraph = _paragraph(document, part, read)
            quotations.extend(_quoted(document, paragraph, near, read))
        before = part
    return tuple(quotations)


def _quotes(document: Document, part: Sequence[Sentence]) -> bool:
    """Return whether the paragraph of some sentences has a quotation, as most have not."""
    text = plain(document.text[part[0].start : part[-1].end])
    return bool(pairs(text, document.language or "en"))


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph with what is needed to read it; places count from its beginning."""

    text: str  #: In the form of `plain`.
    start: int  #: Of the paragraph in the article.
    places: Sequence[int]  #: Of each character of `text` in the paragraph.
    language: str
    sentences: tuple[tuple[int, int], ...]
    names: tuple[Mention, ...]
    pairs: tuple[Pair, ...]


def _paragraph(
    document: Document, part: Sequence[Sentence], evidence: Evidence, *, always: bool = False
) -> _Paragraph:
    """Read the sentences of a paragraph; its names only if it has quotations, or `always`."""
    start, language = part[0].start, document.language or "en"
    original = document.text[start : part[-1].end]
    text, at = plain(original), places(original)
    quotations = pairs(text, language)
    return _Paragraph(
        text=text,
        start=start,
        places=at,
        language=language,
        sentences=tuple(
            (bisect_left(at, sentence.start - start), bisect_left(at, sentence.end - start))
            for sentence in part
        ),
        names=mentions(text, language, evidence) if quotations or always else (),
        pairs=quotations,
    )


def _quoted(
    document: Document, paragraph: _Paragraph, before: Sequence[Sentence], evidence: Evidence
) -> Iterator[Quote]:
    """Yield the quotations of a paragraph; `before` is the paragraph before it."""
    last: str | None = None  # who spoke in the quotation before, where the text goes on from there
    for index, pair in enumerate(paragraph.pairs):
        text = paragraph.text[pair.start : pair.end]
        behind_it, ahead_of_it = _after(paragraph, index), _before(paragraph, index)
        said = behind(behind_it)  # "" where the text names nobody, None where it says nothing
        said = said or ahead(ahead_of_it) or said
        if said == PRONOUN:
            said = _meant(paragraph, pair.outer_start)
            if not said and last and _same_person(paragraph, index):
                said = last
            if not said and before and not _people(paragraph, pair.outer_start):
                earlier = _paragraph(document, before, evidence, always=True)
                said = _meant(earlier, len(earlier.text))
        if said is None and last and _continues(paragraph, index):
            said = last
        by = None if said else described(behind_it, ahead_of_it)
        last = said or by
        if count_words(visible(text)) >= FEWEST_WORDS and not _is_title(text):
            start, end = (
                paragraph.start + paragraph.places[place] for place in (pair.start, pair.end)
            )
            citation = Citation(document.id, start, end)
            yield Quote(document.text[start:end], last, citation, named=bool(said))


def _same_person(paragraph: _Paragraph, index: int) -> bool:
    """Return whether "he" may be who spoke in the quotation before: nobody is named between."""
    start = _sentence_of(paragraph, paragraph.pairs[index - 1].outer_end - 1)[1]
    end = paragraph.pairs[index].outer_start
    return not any(start <= name.start < end for name in paragraph.names)


def _after(paragraph: _Paragraph, index: int) -> Clause:
    pair = paragraph.pairs[index]
    end = _sentence_of(paragraph, pair.outer_end - 1)[1]
    if end <= pair.outer_end and paragraph.text[end : end + 2].strip()[:1].islower():
        end = _sentence_of(paragraph, end + 1)[1]  # "Why?" asked Holt.
    if index + 1 < len(paragraph.pairs):
        end = min(end, paragraph.pairs[index + 1].outer_start)
    return _clause(paragraph, pair.outer_end, min(max(end, pair.outer_end), pair.outer_end + 300))


def _before(paragraph: _Paragraph, index: int) -> Clause:
    pair = paragraph.pairs[index]
    start = max(_sentence_of(paragraph, pair.outer_start)[0], pair.outer_start - BEFORE)
    if index:
        start = max(start, paragraph.pairs[index - 1].outer_end)
    return _clause(paragraph, min(start, pair.outer_start), pair.outer_start)


def _clause(paragraph: _Paragraph, start: int, end: int) -> Clause:
    text, names = paragraph.text, paragraph.names
    start += len(text[start:end]) - len(text[start:end].lstrip())
    first = bisect_left(names, start, key=lambda name: name.whole)
    last = bisect_left(names, end, key=lambda name: name.whole)
    end, language = max(start, end), paragraph.language
    return Clause(text=text, start=start, end=end, language=language, names=names[first:last])


def _sentence_of(paragraph: _Paragraph, place: int) -> tuple[int, int]:
    """Return the sentence that a place is in, or the one before where it is between two."""
    index = bisect_right(paragraph.sentences, place, key=lambda span: span[0])
    return paragraph.sentences[max(index - 1, 0)]


def _continues(paragraph: _Paragraph, index: int) -> bool:
    """Return whether a quotation opens the sentence behind the one that names its speaker.

    `"We are safe," said Holt. "We want to go home."`
    """
    before, pair = paragraph.pairs[index - 1 : index + 1]
    ended = _sentence_of(paragraph, before.outer_end - 1)[1]
    between = paragraph.text[before.outer_end : pair.outer_start]
    if not between.strip(" ,\n"):  # `said "We are safe," "We want to go home."`
        return True
    alone = paragraph.text[max(ended, before.outer_end) : pair.outer_start].strip()
    return len(between) <= AFTER + BEFORE and not alone and ended <= pair.outer_start


def _meant(paragraph: _Paragraph, place: int) -> str:
    """Return whom "he" means: the only person named before a place in the paragraph, else ""."""
    people = _people(paragraph, place)
    certain = len(people) == 1 and (people[0].titled or len(people[0].words) > 1)
    return " ".join(people[0].words) if certain else ""


def _people(paragraph: _Paragraph, place: int) -> list[Mention]:
    """Return who is named before a place, outside quotations, each in the fullest form."""
    count = bisect_left(paragraph.names, place, key=lambda name: name.whole)
    if count > MOST_NAMES:
        return []
    people: dict[str, Mention] = {}
    for name in paragraph.names[:count]:
        if not _is_quoted(paragraph, name) and _may_be_person(name, paragraph.language):
            first = people.setdefault(name.words[-1], name)
            people[name.words[-1]] = max(first, name, key=lambda name: len(name.words))
    return list(people.values())


def _is_quoted(paragraph: _Paragraph, name: Mention) -> bool:
    index = bisect_left(paragraph.pairs, name.start, key=lambda pair: pair.outer_start)
    return index > 0 and name.start < paragraph.pairs[index - 1].outer_end


def _may_be_person(name: Mention, language: str) -> bool:
    """Return whether nothing says that a name is a place's, a nation's or an organisation's."""
    bound = name.before in words("names/places", "both", "things")
    thing = bound and not name.titled and language != "el"
    lands = countries(language) | countries("en")
    if thing or " ".join(name.words) in lands or name.words[-1] in lands:
        return False
    low = {word.lower() for word in name.words}
    capitals = all(word.replace(".", "").isupper() for word in name.words)
    return not capitals and heads().isdisjoint(low) and not is_nation(name.words[0])


def _is_title(text: str) -> bool:
    """Return whether a quotation is a work's title: capitals throughout, nothing that ends it."""
    longer = [word for word in words_of(text) if len(word) > 3]
    titled = len(longer) >= TITLE_WORDS and all(not word[0].islower() for word in longer)
    return titled and text[-1] not in ".!?…" and any(word[0].isupper() for word in longer)
