"""How much of an article is looked at, by size alone: the same on every machine.

What comes after `split` compares sentences with each other, and looks at each of them in many
ways.  A text that was made to keep it busy, by one endless sentence or by a million short ones, is
cut here, once.  Of 2,700 sentences of real news two are longer than `LONGEST`, both of them lists
of countries, and an article of `MOST` sentences has some 40,000 words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from brief.model import Document, Sentence, Skipped

#: Characters; a longer sentence is left out.
LONGEST = 2_000
#: Sentences of an article that are looked at, from its beginning.
MOST = 2_000


def left_out(documents: Iterable[Document], sentences: Iterable[Sentence]) -> list[Skipped]:
    """Return for each article of which sentences are left out by their size, what they are.

    `sentences` are those of all the articles, without headlines, as `split.sentences` has them.
    """
    by_document: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        by_document.setdefault(sentence.document, []).append(sentence)
    cut = (
        (document, _reason(document, by_document.get(document.id, ()))) for document in documents
    )
    return [Skipped(document.path, reason) for document, reason in cut if reason]


def _reason(document: Document, sentences: Sequence[Sentence]) -> str:
    blocks = tuple(document.prose())
    if len(sentences) < MOST and all(block.end - block.start <= LONGEST for block in blocks):
        return ""
    # Sentences hold every character of the prose that is not white space: what is between them,
    # and is more than that, was a sentence.
    long, place = False, 0
    behind = sentences[-1].end if len(sentences) == MOST else len(document.text)
    for block in blocks:
        start = block.start
        while place < len(sentences) and sentences[place].start < block.end:
            long |= not _is_blank(document.text, start, sentences[place].start)
            start, place = sentences[place].end, place + 1
        long |= not _is_blank(document.text, start, min(block.end, behind))
    beyond = any(not _is_blank(document.text, max(b.start, behind), b.end) for b in blocks)
    parts = [f"without sentences of more than {LONGEST:,} characters"] if long else []
    parts += [f"without what follows its first {MOST:,} sentences"] if beyond else []
    return f"read {' and '.join(parts)}; split it" if parts else ""


def _is_blank(text: str, start: int, end: int) -> bool:
    return start >= end or text[start:end].isspace()
