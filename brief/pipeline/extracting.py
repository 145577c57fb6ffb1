"""Documents → Extracts → text: each article condensed by itself, checked before it is returned.

A page says what the articles say together; extracts say what each of them says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TypeAlias

from brief import formats
from brief.compare import stories
from brief.errors import NothingToBrief, ProvenanceError, UsageError
from brief.language.phrases import FALLBACK, language_of_page
from brief.language.terms import content_stems, term_matrix, words_of
from brief.model import Document, Extract, Extracts, Reading, Sentence
from brief.page import proof
from brief.page.material import language_of
from brief.page.own_extract import own_extracts
from brief.pipeline import last_resort, workers
from brief.pipeline.comparing import sentences_of
from brief.pipeline.copies import copies_in
from brief.pipeline.given import Given, reading_of
from brief.pipeline.reading import collate
from brief.score import topic
from brief.settings.extract_options import ExtractConfig
from brief.settings.signature import signature_of_extracts
from brief.split import size

#: The articles of a story, and the sentences of each by its id.
_Story: TypeAlias = tuple[Sequence[Document], Mapping[int, Sequence[Sentence]]]


def condense(
    documents: Reading | Given | Iterable[Given],
    words: int = 60,
    focus: str | None = None,
    language: str | None = None,
    *,
    page_language: str | None = None,
    strict: bool = False,
    executor: Executor | None = None,
) -> Extracts:
    """Return the best sentences of each article, at most `words` words or one longer sentence.

    `documents` are what `summarise` takes.  Every article has its entry, in the order of the set:
    one that has the text of another names that one instead, and one of which no sentence can stand
    alone has none.  `focus` is a topic to lean towards; `language` is that of all articles, instead
    of each one's own; `page_language` is that of the headings, instead of that of most articles.
    Every sentence is checked against its source.  `executor` takes the stories, as in `read`.

    Raises `UsageError` for invalid values and for what is no article, and `NothingToBrief` where
    there is no article.  An article that breaks a stage, which is a bug, is left out and in
    `Extracts.skipped`; where `strict`, or nothing would be left, `BrokenStage` is raised.
    """
    config = ExtractConfig(
        words=words, focus=focus, language=language, page_language=page_language, strict=strict
    )
    reading = reading_of(documents, language=language, strict=strict)
    articles = reading.documents
    if not articles:
        raise NothingToBrief("no article could be read", advice="name files or folders with text")
    if [document.id for document in articles] != list(range(1, len(articles) + 1)):
        articles = collate(articles)
    if config.language:
        articles = tuple(replace(document, language=config.language) for document in articles)
    make = partial(_made, config, reading.searched, executor)
    made, broken = last_resort.sparing(articles, make, "the extracts")
    if isinstance(made, last_resort.Broken):
        raise last_resort.fatal(made)
    for place, bug in broken.items() if strict else ():
        raise last_resort.fatal(replace(bug, what=articles[place].path))
    lost = [last_resort.noted(bug, articles[place].path) for place, bug in broken.items()]
    skipped = sorted((*reading.skipped, *made.skipped, *lost), key=attrgetter("path"))
    return replace(made, skipped=tuple(skipped))


def _made(
    config: ExtractConfig,
    searched: Sequence[str],
    executor: Executor | None,
    articles: Sequence[Document],
) -> Extracts:
    """Return the extracts of articles, which are numbered anew where some were left out."""
    from brief.model.version import __version__

    documents = tuple(replace(article, id=number) for number, article in enumerate(articles, 1))
    sentences = sentences_of(documents)
    originals = {copy: group[0] for group in copies_in(documents, sentences) for copy in group[1:]}
    own = _own_sentences(documents, sentences, originals.keys(), config, executor)
    spoken = language_of_page((document.language for document in documents), config.page_language)
    if spoken != FALLBACK:
        config = replace(config, page_language=spoken)
    shas = [document.sha256 for document in documents]
    made = Extracts(
        extracts=tuple(
            Extract(
                document=document.id,
                sentences=own.get(document.id, ()),
                copy_of=originals.get(document.id, 0),
            )
            for document in documents
        ),
        documents=documents,
        budget=config.words,
        signature=signature_of_extracts(config, __version__, shas, searched=searched),
        language=spoken,
        missed_topic=_missed(documents, sentences, config.focus),
        skipped=tuple(size.left_out(documents, sentences)),
    )
    faults = proof.check_extracts(made)
    if faults:
        raise ProvenanceError(str(faults[0]), advice="please report this; nothing was written")
    return made


def _own_sentences(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    copies: Iterable[int],
    config: ExtractConfig,
    executor: Executor | None,
) -> dict[int, tuple[Sentence, ...]]:
    """Return the sentences of each article but the copies, beside the others of its story."""
    by_document: dict[int, list[Sentence]] = {document.id: [] for document in documents}
    for sentence in sentences:
        by_document[sentence.document].append(sentence)
    left_out = frozenset(copies)
    items: list[_Story] = []
    for ids in stories.stories(documents, sentences):
        story = [documents[number - 1] for number in ids if number not in left_out]
        items.append((story, {document.id: by_document[document.id] for document in story}))
    work = partial(_extracts_of, words=config.words, focus=config.focus)
    own: dict[int, tuple[Sentence, ...]] = {}
    for of_story in workers.mapped(
        work, items, executor, articles=len(documents), batch=workers.STORIES
    ):
        own |= of_story
    return own


def _extracts_of(
    items: Iterable[_Story], *, words: int, focus: str | None
) -> list[dict[int, tuple[Sentence, ...]]]:
    return [own_extracts(story, sentences, words, focus) for story, sentences in items]


def _missed(documents: Sequence[Document], sentences: Sequence[Sentence], focus: str | None) -> str:
    """Return the topic where no article has a content word of it, or one like it."""
    if not focus:
        return ""
    matrix = term_matrix(sentences, language_of(documents))
    stems = content_stems(matrix.language)
    # A word of every sentence is worth nothing as a topic, but it is there.
    there = not {stems[word] for word in words_of(focus)}.isdisjoint(matrix.vocabulary)
    return "" if there or topic.relevance(matrix, focus).any() else focus


def render_extracts(
    extracts: Extracts, format: str = "markdown", folder: Path | None = None
) -> str:
    """Return extracts as `markdown`, `json` or `text`; paths in them are relative to `folder`.

    `folder` is where they will lie, None the current folder.  Raises `UsageError` for an unknown
    format.
    """
    if format not in formats.OF_EXTRACTS:
        names = ", ".join(formats.OF_EXTRACTS)
        raise UsageError(f"no such format: {format!r}", advice=f"use {names}")
    from brief.formats.extracts import render

    return render(extracts, format, folder)
