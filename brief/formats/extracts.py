"""Extracts, as Markdown and as text: each article with its own best sentences below its title.

They are read back by `extracts_reread`, and as JSON written and read by `extracts_json`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from brief.formats import extracts_json, markdown, text
from brief.formats.body import APART
from brief.formats.labels import Markup, titled
from brief.formats.skipped import grouped
from brief.formats.sources import (
    ArticleSet,
    article_set,
    file_name,
    publisher,
    relocated,
    shown_path,
)
from brief.language.phrases import Phrases, phrases
from brief.language.visible import count_words
from brief.model import Citation, Document, Extract, Extracts


def render(extracts: Extracts, format: str, folder: Path | None = None) -> str:
    """Return extracts in one of `formats.OF_EXTRACTS`, ending in a line feed.

    `folder` is where they will lie; None is the current folder.
    """
    return _WRITERS[format](relocated(extracts, folder))


def lines(extracts: Extracts, markup: Markup, *, cited: bool = True) -> Iterator[str]:
    """Yield extracts line by line, from the heading to the signature.

    Where `cited`, each sentence has its article's number behind it, which leads to its place.
    """
    articles, say = article_set(extracts.documents), phrases(extracts.language)
    yield markup.heading(say.say("articles"), 1)
    yield ""
    yield _counts(extracts, articles, say)
    if extracts.missed_topic:
        yield from ("", say.say("missed topic", topic=markup.text(extracts.missed_topic)))
    for extract in extracts:
        document = articles.by_id[extract.document]
        about = _about(document, articles.words[document.id], markup, say)
        yield from ("", markup.heading(_titled(document, markup, say), 2))
        if extract.sentences:
            yield from ("", about, "", _said(extract, document, markup, cited))
        else:
            yield from ("", about + say.colon + _silent(extract, articles, markup, say))
    if extracts.skipped:
        groups = grouped(extracts.skipped, say)
        named = APART.join(f"{group.what} ({group.reason})" for group in groups)
        yield from ("", markup.text(say.say("skipped", files=named)))
    yield from ("", markup.text(extracts.signature))


def _counts(extracts: Extracts, articles: ArticleSet, say: Phrases) -> str:
    said = (sentence for extract in extracts for sentence in extract.sentences)
    return say.say(
        "condensed",
        articles=say.count(len(extracts), "article"),
        words=say.count(articles.total_words, "word"),
        out=say.number(sum(count_words(sentence.text) for sentence in said)),
    )


def _titled(document: Document, markup: Markup, say: Phrases) -> str:
    title = document.title
    if title is None:
        return markup.source(file_name(document.path), document)
    place = Citation(document.id, title.start, title.end)
    return markup.place(title.text, place, document) + titled(title, say)


def _about(document: Document, words: int, markup: Markup, say: Phrases) -> str:
    """Return the line below a title: number, outlet, day, words, and the path as a link."""
    parts = [markup.text(name)] if (name := publisher(document)) else []
    if document.date:
        parts.append(say.day(document.date))
    parts.append(say.count(words, "word"))
    parts.append(markup.source(shown_path(document.path), document))
    return f"({document.id}) {say.listed(parts)}"


def _silent(extract: Extract, articles: ArticleSet, markup: Markup, say: Phrases) -> str:
    """Return why an article has no sentences."""
    if not extract.copy_of:
        return say.say("no sentence")
    original = articles.by_id[extract.copy_of]
    return say.say("copy", number=markup.source(str(original.id), original))


def _said(extract: Extract, document: Document, markup: Markup, cited: bool) -> str:
    statements = []
    for sentence in extract.sentences:
        statements.append(markup.text(sentence.text))
        if cited:
            place = Citation(document.id, sentence.start, sentence.end)
            statements.append(f"({markup.place(str(document.id), place, document)})")
    return " ".join(statements)


def _as_markdown(extracts: Extracts) -> str:
    return markdown.laid_out(partial(lines, extracts), extracts.documents, extracts.language)


def _as_text(extracts: Extracts) -> str:
    # Without links the number of the article, which stands above, says nothing behind a sentence.
    return text.laid_out(partial(lines, extracts, cited=False), extracts.language)


_WRITERS: dict[str, Callable[[Extracts], str]] = {
    "markdown": _as_markdown,
    "json": extracts_json.render,
    "text": _as_text,
}
