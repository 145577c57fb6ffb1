"""Label the blocks of an article: title, date line, heading, question, caption, boilerplate.

The text is never edited.  A block may become two that adjoin, where a dateline or a form stands in
one line with prose, so that no sentence begins with "MINSK, Belarus (AP) —".  What a line is
follows from its words (`furniture`), its shape (`shapes`), and its place (`layout`, `titles`); a
block stays `PARAGRAPH`, and may give sentences, unless there is a reason against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate, pairwise

from brief.clean import furniture, pictures, shapes, voice
from brief.clean.layout import LONG, Layout, gap, has_mark, indent, layout_of
from brief.clean.outlet import with_outlet
from brief.clean.parting import parted
from brief.clean.posts import without_comments, without_posts
from brief.clean.titles import derived_title, with_title
from brief.language.calendar import stated
from brief.model import Block, Document, Kind

#: Blocks at the top in which a title, a byline or a date line may stand.
_TOP = 8
#: Words of a list item that is prose without a stop at its end.
_ITEM_WORDS = 9
#: Words of the note on an article's author, at most.
_NOTE_WORDS = 60
#: Blocks at the top in which headline and date line may have been taken for one wrapped paragraph.
_JOINED = 3
#: Days between what a picture shows and the report, from which on it is an archive picture.
_ARCHIVE = 60
#: Words of a line set between paragraphs, and of an archive picture's caption, at most.
_INSERTED, _ARCHIVED = pictures.CAPTION_WORDS // 2, pictures.CAPTION_WORDS + 15


def label(document: Document) -> Document:
    """Return the article with every block labelled and, where it has any words, its title set.

    Kinds that the reader knew from the format stay, except that a list of links, a form or a
    notice becomes `BOILERPLATE` whatever its mark-up.  Running it twice changes nothing.
    """
    article = layout_of(document)
    lines = _with_lines(replace(document, language=article.language), article)
    blocks = _site_voice(article, list(lines.blocks))
    blocks = _without_author(document.author or "", article, blocks)
    title = lines.title or derived_title(article, blocks)
    return with_outlet(replace(document, blocks=tuple(blocks), title=title))


def labelled_lines(document: Document, language: str) -> Document:
    """Return the article with its blocks labelled by their words, shape and neighbours alone."""
    document = replace(document, language=language)
    return _with_lines(document, layout_of(document))


def _with_lines(document: Document, article: Layout) -> Document:
    blocks = [piece for block in _numbered(article, document) for piece in parted(article, block)]
    title, blocks = with_title(document, article, blocks)
    for rule in _RULES:
        blocks = rule(article, blocks)
    return replace(document, blocks=tuple(blocks), title=title)


def label_repeated(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return the articles of a set with the paragraphs that only sites repeat as `BOILERPLATE`.

    See `furniture.repeated` for what counts.  An article is left as it is where nothing else of it
    would remain.
    """
    lines = furniture.repeated(documents)
    return tuple(_without(document, lines) for document in documents) if lines else tuple(documents)


def _without(document: Document, lines: frozenset[str]) -> Document:
    """Return an article with the paragraphs that are one of `lines`, folded, as furniture."""
    blocks = tuple(
        replace(block, kind=Kind.BOILERPLATE)
        if block.kind is Kind.PARAGRAPH and furniture.folded_line(document, block) in lines
        else block
        for block in document.blocks
    )
    cleaned = replace(document, blocks=blocks)
    return cleaned if any(True for _ in cleaned.prose()) else document


def _numbered(article: Layout, document: Document) -> Iterator[Block]:
    """Yield the blocks; what only looks like a list item is a paragraph: "3. März 2025".

    Its number is a day of a month, or it stands alone: "6. Kongress der Bürgermeister".
    """
    kinds = ["", *(block.kind for block in document.blocks), ""]
    for index, block in enumerate(document.blocks, 1):
        if block.kind is Kind.LIST_ITEM:
            alone = Kind.LIST_ITEM not in (kinds[index - 1], kinds[index + 1])
            block = _with_number(article, block, alone=alone)
        if index <= _JOINED and block.kind is Kind.PARAGRAPH:
            yield from _unwrapped(article, block)
        else:
            yield block


def _with_number(article: Layout, block: Block, *, alone: bool) -> Block:
    """Return the paragraph that a list item is with its number, or the item if it is one."""
    before = article.text[max(0, block.start - 5) : block.start]
    number = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :].lstrip()
    if not number.rstrip(" .\t\u00a0").isdigit() or "." not in number:
        return block
    start = block.start - len(number)
    dated = next(iter(stated(article.text[start : start + 40], article.language)), None)
    return Block(start, block.end) if alone or (dated and not dated.start and dated.day) else block


def _unwrapped(article: Layout, block: Block) -> Iterator[Block]:
    """Yield the lines of a block by themselves where one of them is a date line."""
    lines = article.line(block).splitlines(keepends=True)
    if len(lines) < 2:
        yield block
        return
    starts = accumulate(map(len, lines[:-1]), initial=block.start)
    pieces = [
        Block(start, start + len(line.rstrip()), block.kind)
        for start, line in zip(starts, lines, strict=True)
    ]
    dated = any(
        shapes.date_line_end(article.line(piece), article.language) == piece.end - piece.start
        for piece in pieces[:_TOP]
    )
    yield from pieces if dated else (block,)


def _date_lines(article: Layout, blocks: list[Block]) -> list[Block]:
    """Label date lines and bylines near the top, and part those that run into a sentence."""
    top = next((i for i, block in enumerate(blocks) if block.kind is Kind.TITLE), -1) + _TOP
    labelled: list[Block] = []
    for index, block in enumerate(blocks):
        line = article.line(block)
        length = len(line)
        if block.kind not in (Kind.PARAGRAPH, Kind.HEADING, Kind.LIST_ITEM):
            labelled.append(block)
            continue
        near = index <= top or length < 80
        end = shapes.date_line_end(line, article.language) if near else 0
        signed = near and not end and shapes.is_signature(line, article.language)
        if signed or (near and shapes.is_byline(line)):
            end = length
        if end == length or (end > 0 and index <= top):
            labelled.append(_opening(block, line[:end]))
        if end < length:
            labelled.append(_rest(article, block, end) if end and index <= top else block)
    return labelled


def _opening(block: Block, words: str) -> Block:
    """Return the date line that the `words` at the beginning of a block are."""
    return Block(block.start, block.start + len(words.rstrip()), Kind.DATE_LINE)


def _rest(article: Layout, block: Block, offset: int) -> Block:
    """Return a block without its first `offset` characters and the white space behind them."""
    words = article.line(block)[offset:]
    return replace(block, start=block.end - len(words.lstrip()))


def _datelines(article: Layout, blocks: list[Block]) -> list[Block]:
    """Part "MINSK, Belarus (AP) — " from the paragraph that it opens."""
    parted: list[Block] = []
    first = True
    for block in blocks:
        if block.kind is not Kind.PARAGRAPH:
            parted.append(block)
            continue
        line = article.line(block)
        end = shapes.dateline_end(line, article.language, first=first)
        parted += [_opening(block, line[:end]), _rest(article, block, end)] if end else [block]
        long = shapes.words_in(line) >= LONG and shapes.ends_sentence(line, article.language)
        first = first and not long
    return parted


def _lines(article: Layout, blocks: list[Block]) -> list[Block]:
    """Label each block by its own words and shape."""
    labelled: list[Block] = []
    begun = False
    for block in blocks:
        if block.kind not in (Kind.METADATA, Kind.TITLE, Kind.DATE_LINE):
            kind = _kind(article, block, begun=begun)
            block = block if kind is block.kind else replace(block, kind=kind)
        begun = begun or (
            block.kind is Kind.PARAGRAPH
            and shapes.ends_sentence(article.line(block), article.language)
        )
        labelled.append(block)
    return labelled


def _kind(article: Layout, block: Block, *, begun: bool) -> Kind:
    """Return what a block is by its own words and shape; `begun` below the first paragraph."""
    line = article.line(block)
    if furniture.is_furniture(line) or not any(map(str.isalnum, line)):
        return Kind.BOILERPLATE
    if block.kind is Kind.LIST_ITEM and (
        shapes.is_sentence(line, article.language)
        or (shapes.spelt(line) >= _ITEM_WORDS and has_mark(article.text, block))
    ):
        return Kind.PARAGRAPH
    if block.kind is not Kind.PARAGRAPH:
        return block.kind
    if line.count(" | ") > 1 or line.count("\t") > 1:
        return Kind.TABLE_ROW
    if shapes.is_question(line, article.language):
        return Kind.QUESTION
    if shapes.is_listing(line, article.language):
        return Kind.BOILERPLATE
    if shapes.is_title_case(line, article.language):
        return Kind.HEADING
    if not article.is_indented and indent(article.text, block) > 1:
        return Kind.LIST_ITEM
    end = shapes.SENTENCE_END.search(line)
    is_shown = pictures.is_shown(line[: end.start() + 1] if end else line)
    if (is_shown or pictures.names_photographer(line)) and (
        shapes.words_in(line) <= pictures.DESCRIBED_WORDS
    ):
        return Kind.CAPTION
    if shapes.words_in(line) > pictures.PICTURE_WORDS:  # too long for all that follows
        return Kind.PARAGRAPH
    if pictures.is_picture(line):
        return Kind.CAPTION
    most = shapes.HEADING_WORDS if article.has_stops else 8
    # A line under the headline may be as long as a sentence; it only has no stop.
    most = shapes.LINE_WORDS if article.is_strict and not begun else most
    if shapes.words_in(line) <= most and not shapes.ends_sentence(line, article.language):
        return Kind.PARAGRAPH if has_mark(article.text, block) else Kind.HEADING
    return Kind.CAPTION if shapes.is_verbless(line, article.language) else Kind.PARAGRAPH


def _inserts(article: Layout, blocks: list[Block]) -> list[Block]:
    """Label lines set between the lines of prose: pictures' words, mostly.

    Where blank lines part the paragraphs, a short line directly below another one is no paragraph;
    and an archive picture's caption speaks in the present of a day long before the report.
    """
    published = _report_day(article, blocks)
    labelled = list(blocks)
    for index, (above, block) in enumerate(pairwise(blocks), 1):
        if block.kind is not Kind.PARAGRAPH:
            continue
        line = article.line(block)
        count = shapes.words_in(line)
        stuck = article.is_spaced and gap(article.text, above, block) == 1
        inserted = stuck and above.kind is Kind.PARAGRAPH and count <= _INSERTED
        if inserted or (count <= _ARCHIVED and _is_archive(article, line, published)):
            labelled[index] = replace(block, kind=Kind.CAPTION)
    return labelled


def _repeats(article: Layout, blocks: list[Block]) -> list[Block]:
    """Label what the article has had before to the letter: captions, notices, the teaser again."""
    had: set[str] = set()
    labelled: list[Block] = []
    for block in blocks:
        line = article.line(block)
        if block.kind is Kind.PARAGRAPH and line in had:
            block = replace(block, kind=Kind.BOILERPLATE)
        had.add(line)
        labelled.append(block)
    return labelled


def _report_day(article: Layout, blocks: list[Block]) -> date | None:
    """Return the first day that a date line gives."""
    lines = (article.line(block) for block in blocks if block.kind is Kind.DATE_LINE)
    days = (day.date for line in lines for day in stated(line, article.language))
    return next(filter(None, days), None)


def _is_archive(article: Layout, line: str, published: date | None) -> bool:
    """Return whether a line tells in the present of a day long before the report."""
    if article.language != "en" or not published or not pictures.is_in_present(line):
        return False
    day = next(filter(None, (mention.date for mention in stated(line[:200]))), None)
    return day is not None and (published - day).days > _ARCHIVE


def _before_credits(article: Layout, blocks: list[Block]) -> list[Block]:
    """Label the short line that stands before a picture's credit.

    A credit that ends the article is that of its picture: the sentence before it is the article's.
    """
    labelled = list(blocks)
    for index, (above, block) in enumerate(pairwise(blocks)):
        ends = block is blocks[-1] and shapes.ends_sentence(article.line(above), article.language)
        if (
            block.kind is Kind.CAPTION
            and not ends
            and above.kind in (Kind.PARAGRAPH, Kind.HEADING)
            and pictures.is_credit(article.line(block))
            and shapes.words_in(article.line(above)) <= pictures.CAPTION_WORDS
        ):
            labelled[index] = replace(above, kind=Kind.CAPTION)
    return labelled


def _sections(article: Layout, blocks: list[Block]) -> list[Block]:
    """Label the links below "Related articles" and the form below "Leave a Reply"."""
    labelled: list[Block] = []
    inside = False
    for block in blocks:
        line = article.line(block)
        if block.kind in (Kind.BOILERPLATE, Kind.HEADING) and furniture.opens_section(line):
            inside = True
        elif inside and block.kind is Kind.PARAGRAPH and shapes.words_in(line) >= LONG:
            inside = False
        labelled.append(replace(block, kind=Kind.BOILERPLATE) if inside else block)
    return labelled


#: In the order in which they are applied.
_RULES = (
    _date_lines,
    _datelines,
    _lines,
    _repeats,
    _inserts,
    _before_credits,
    _sections,
    without_posts,
    without_comments,
)


def _site_voice(article: Layout, blocks: list[Block]) -> list[Block]:
    """Label the paragraphs in which a site speaks to its reader, and what stands among them."""
    furnished = voice.runs(voice.evidence(article, blocks))
    return [
        replace(block, kind=Kind.BOILERPLATE)
        if is_furniture and block.kind is Kind.PARAGRAPH
        else block
        for block, is_furniture in zip(blocks, furnished, strict=True)
    ]


def _without_author(author: str, article: Layout, blocks: list[Block]) -> list[Block]:
    """Label the note on its author that closes an article."""
    prose = [index for index, block in enumerate(blocks) if block.kind is Kind.PARAGRAPH]
    labelled = list(blocks)
    for index in prose[1:][-2:] if author else []:
        line = article.line(blocks[index])
        if line.lstrip("*_ ").startswith(author) and shapes.words_in(line) <= _NOTE_WORDS:
            labelled[index] = replace(blocks[index], kind=Kind.BOILERPLATE)
    return labelled
