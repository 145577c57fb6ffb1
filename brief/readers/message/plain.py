"""The plain text of a mail → its blocks: quotations, signatures and digests told apart.

The text is the mail's own, but for what only leads elsewhere: lines that are buttons with the
addresses below them, and addresses in brackets behind the words that link to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from brief.language.visible import count_words
from brief.model import Block, Document, Kind
from brief.readers import text
from brief.readers.message import furniture
from brief.readers.message.passage import Passage

_MARKS = re.compile(r">*")
_QUOTE = re.compile(r"^>[ \t]?")
#: The addresses of links, as plain text has them behind a link's words.
_ADDRESS = re.compile(r"[<(\[]?\s?(?:https?://|www\.)[^\s<>()\[\]]{4,2000}\s?[>)\]]?")
_BRACKETED = re.compile(r"(?<=\S)\s?[<\[(]\s?https?://[^\s<>()\[\]]{4,2000}\s?[>\])]")
#: What a mail program leaves between a heading and its text where the link ended.
_STUCK = re.compile(rf"{_BRACKETED.pattern}(?=[^\W\d_])")
#: What parts messages in a digest (RFC 1153), and what parts a signature or a list's footer.
_RULE = re.compile(r"-{20,}\s*")
_UNDERSCORES = re.compile(r"_{20,}\s*")
_SIGNATURE = re.compile(r"--\s?|_{20,}\s*")
#: Lines of a signature, and depth of quotations that is looked at, at most.
_SIGNED, _DEEP = 12, 5


def parse(content: str, envelope: furniture.Envelope) -> Document:
    """Return the text of a mail in blocks.

    Raises `Unreadable` where `content` is no text.
    """
    shown = _unquoted(_unlinked(content))
    document = text.parse(shown.encode("utf-8"))
    blocks = [part for block in document.blocks for part in _apart(document.text, block)]
    passages = [_passage(document.text, block) for block in blocks]
    passages = _signatures(document.text, blocks, _preamble(document.text, blocks, passages))
    kinds = furniture.labelled(passages, envelope)
    labelled = (
        Block(block.start + passage.label, block.end, passage.kind)
        for block, passage in zip(blocks, kinds, strict=True)
    )
    return replace(document, blocks=tuple(labelled))


def unflowed(content: str, *, spaced: bool) -> str:
    """Return text in `format=flowed` (RFC 3676) with one line a paragraph.

    A line that ends with a blank goes on in the next, if that is quoted as deeply; "-- " above a
    signature does not.  `spaced` is False where the blank is no part of the text (DelSp).
    """
    paragraphs: list[tuple[str, list[str]]] = []
    open_ended = False
    for line in content.split("\n"):
        marks = _MARKS.match(line)
        quoted = marks[0] if marks else ""
        words = line[len(quoted) :].removeprefix(" ")
        goes_on = words.endswith(" ") and words != "-- "
        shown = words[:-1] if goes_on and not spaced else words
        if open_ended and words != "-- " and paragraphs[-1][0] == quoted:
            paragraphs[-1][1].append(shown)
        else:
            paragraphs.append((quoted, [shown]))
        open_ended = goes_on
    joined = ((quoted, "".join(parts)) for quoted, parts in paragraphs)
    return "\n".join(f"{quoted} {words}" if quoted else words for quoted, words in joined)


def _unlinked(content: str) -> str:
    """Return text without buttons, rubrics above stories, and bracketed addresses in its lines."""
    kept: list[str] = []
    led = False
    for line in content.split("\n"):
        words = _ADDRESS.sub(" ", line).strip() if "://" in line or "www." in line else line.strip()
        if not any(map(str.isalnum, words)):
            # An address below a button is the button's.
            if led and words != line.strip():
                continue
            led = led and not line.strip()
        else:
            led = furniture.is_call(words) or furniture.is_rubric(words)
            if led:
                continue
        long = count_words(words) > 5
        kept.append(_BRACKETED.sub("", _STUCK.sub("\n", line)) if long else line)
    return "\n".join(kept)


def _unquoted(content: str) -> str:
    """Return text without the marks of a quotation that is all that it has to say."""
    for _ in range(_DEEP):
        lines = content.split("\n")
        own = [line for line in lines if not line.startswith(">") and not _is_heading(line)]
        if len(own) == len(lines) or _own_words(own) >= furniture.OWN:
            break
        content = "\n".join(_QUOTE.sub("", line, count=1) for line in lines)
    return content


def _is_heading(line: str) -> bool:
    return furniture.is_attribution(line) or next(furniture.header_lines(line), None) is not None


def _own_words(lines: Sequence[str]) -> int:
    """Return how many words stand above the signature."""
    end = next((index for index, line in enumerate(lines) if _SIGNATURE.fullmatch(line)), None)
    return sum(map(count_words, lines[:end]))


def _apart(content: str, block: Block) -> Iterator[Block]:
    """Yield the lines of a block by themselves where they are the headers of a message."""
    words = content[block.start : block.end]
    places = list(furniture.header_lines(words)) if "\n" in words else []
    if block.kind is not Kind.PARAGRAPH or places[:1] != [0]:
        yield block
        return
    for start, end in pairwise([*places, len(words)]):
        yield Block(block.start + start, block.start + len(words[:end].rstrip()), block.kind)


def _passage(content: str, block: Block) -> Passage:
    words = content[block.start : block.end]
    alone = count_words(_ADDRESS.sub(" ", words)) == 0 if "://" in words else False
    return Passage(
        words=" ".join(words.split()), kind=block.kind, linked=alone, quoted=words.startswith(">")
    )


def _preamble(content: str, blocks: Sequence[Block], passages: Sequence[Passage]) -> list[Passage]:
    """Label what a digest has above its messages: what is in it, and how to leave it."""
    rules = [
        index
        for index, (above, block) in enumerate(pairwise([Block(0, 0), *blocks]))
        if _has(_RULE, content[above.end : block.start])
        and furniture.opens_headers(passages[index : index + 9])
    ]
    return [
        replace(passage, kind=Kind.BOILERPLATE) if rules[1:] and index < rules[0] else passage
        for index, passage in enumerate(passages)
    ]


def _signatures(
    content: str, blocks: Sequence[Block], passages: Sequence[Passage]
) -> list[Passage]:
    """Label what stands below "-- ", as far as the next rule, where it is as short as that."""
    kept = list(passages)
    start, dashed = None, False
    between = [content[a.end : b.start] for a, b in pairwise([Block(0, 0), *blocks])]
    for index, space in enumerate([*between, "-" * 20]):
        ruled = _has(_RULE, space)
        handed = index < len(kept) and furniture.is_handed_on(kept[index])
        if start is not None and (ruled or handed):
            short = content[blocks[start].start : blocks[index - 1].end].count("\n") < _SIGNED
            # Newsletters part their stories by a rule, too.
            bare = short and (dashed or not any(each.is_prose for each in kept[start:index]))
            for place in range(start, index) if bare else ():
                kept[place] = replace(kept[place], kind=Kind.BOILERPLATE)
            start = None
        if index < len(kept) and _has(_SIGNATURE, space):
            start, dashed = index, not _has(_UNDERSCORES, space)
    return kept


def _has(rule: re.Pattern[str], space: str) -> bool:
    return len(space) > 2 and any(map(rule.fullmatch, space.split("\n")))
