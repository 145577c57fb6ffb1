"""Prose read from pages whose text is known: `python tests/benchmarks/extraction.py FOLDER`.

`FOLDER` holds checkouts of the repositories of other extractors, under their names: `readability`
(mozilla), `article-extraction-benchmark` (scrapinghub), `trafilatura` (adbar).  What is missing is
said and left out; nothing of them is part of this project.

Measured in runs of four words, each counted once a page:

- *recall*: of the runs in the known text's prose, the share that is in what was taken;
- *precision*: of the runs in the prose that was taken, the share that is in the known text.

Prose are the lines of six words and more that end as a sentence does; of ours, the paragraphs that
sentences may come from.  The pages of `trafilatura` have no whole text but pieces that belong to
the article and pieces that do not: the share of each that was taken.  `--half looking` takes the
pages for looking at, `--half kept` (default) the others, `--half both` all; the half is that of a
page's name.  `--worst N` names the pages with the least recall, and with the least precision.
Every page is also made a page of its own; an error that is none of ours is a fault, and the
program ends with 1.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import traceback
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from statistics import fmean
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

RUN = 4
LEAST_WORDS = 6
_ENDS = ".!?…。！？।؟:"
_CLOSING = "\"'”’»›)]*_ "
_BLOCKS = "p div li td th h1 h2 h3 h4 h5 h6 blockquote pre section article ul ol table tr dd dt dl"
#: Scripts without blanks between words, which are not read.
_UNREAD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0e7f]")
EXTRACTORS = ("brief", "trafilatura", "trafilatura, precision")


@dataclass(frozen=True, slots=True)
class Page:
    """A web page with what is known of its text."""

    name: str
    data: bytes
    text: tuple[str, ...] = ()  #: All lines of its article, where they are known.
    wanted: tuple[str, ...] = ()  #: Pieces of the article …
    unwanted: tuple[str, ...] = ()  #: … and of what surrounds it.


@dataclass(frozen=True, slots=True)
class Score:
    """What one extractor took of a page; None where that is not known."""

    page: str
    extractor: str
    recall: float | None = None
    precision: float | None = None
    fault: str = ""


def pages(folder: Path) -> Iterator[Page]:
    """Yield the pages of all checkouts in `folder`; those that are missing are said."""
    sources: dict[str, Callable[[Path], Iterator[Page]]] = {
        "readability": _of_readability,
        "article-extraction-benchmark": _of_benchmark,
        "trafilatura": _of_trafilatura,
    }
    for name, source in sources.items():
        if (folder / name).is_dir():
            yield from source(folder / name)
        else:
            print(f"absent: {folder / name}", file=sys.stderr)


def _of_readability(folder: Path) -> Iterator[Page]:
    for case in sorted((folder / "test" / "test-pages").iterdir()):
        expected = (case / "expected.html").read_text(encoding="utf-8")
        yield Page(
            name=f"readability/{case.name}",
            data=(case / "source.html").read_bytes(),
            text=tuple(_lines_of(expected)),
        )


def _lines_of(markup: str) -> Iterator[str]:
    """Yield the lines of an article in HTML, captions left out."""
    from lxml import html

    tree = html.fromstring(f"<div>{markup}</div>")
    for element in tree.xpath(".//figure | .//figcaption | .//pre | .//script | .//style"):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS.split()):
        element.text = f"\n{' '.join((element.text or '').split())}"
        element.tail = f"\n{element.tail or ''}"
    for element in tree.iter("br"):
        element.tail = f"\n{element.tail or ''}"
    for line in tree.text_content().split("\n"):
        if line.strip():
            yield " ".join(line.split())


def _of_benchmark(folder: Path) -> Iterator[Page]:
    known = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, entry in sorted(known.items()):
        packed = folder / "html" / f"{name}.html.gz"
        if packed.is_file():
            lines = tuple(filter(None, map(str.strip, entry["articleBody"].split("\n"))))
            yield Page(
                name=f"benchmark/{name}", data=gzip.decompress(packed.read_bytes()), text=lines
            )


def _of_trafilatura(folder: Path) -> Iterator[Page]:
    known = json.loads((folder / "tests" / "evaldata.json").read_text(encoding="utf-8"))
    entries = {entry["file"]: entry for entry in known.values() if entry.get("file")}
    for path in sorted((folder / "tests").glob("*/*.html")):
        entry = entries.get(path.name, {})
        yield Page(
            name=f"{path.parent.name}/{path.name}",
            data=path.read_bytes(),
            wanted=tuple(entry.get("with") or ()),
            unwanted=tuple(entry.get("without") or ()),
        )


def runs(line: str) -> list[tuple[str, ...]]:
    """Return the runs of four words of a line; a shorter line is one run."""
    words = re.findall(r"\w+", line.casefold())
    return [tuple(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1))]


def is_prose(line: str) -> bool:
    """Return whether a line has six words or more and ends as a sentence does."""
    return line.rstrip(_CLOSING)[-1:] in (*_ENDS,) and len(line.split()) >= LEAST_WORDS


def scored(page: Page, taken: dict[str, tuple[list[str], list[str]]]) -> Iterator[Score]:
    """Yield the score of each extractor by all lines that it took, and those that are prose."""
    prose = {run for line in page.text if is_prose(line) for run in runs(line)}
    unread = len(_UNREAD.findall(" ".join(page.text))) > len(prose)
    known = set(runs(" ".join(page.text)))
    for extractor, (lines, sentences) in taken.items():
        recall = precision = None
        text = " ".join(lines)
        if prose and not unread:
            ours = {run for line in sentences for run in runs(line)} - {()}
            recall = len(prose & set(runs(" ".join(sentences)))) / len(prose)
            precision = len(ours & known) / len(ours) if ours else None
        elif page.wanted:
            recall = fmean(piece in text for piece in page.wanted)
            if page.unwanted:
                precision = 1 - fmean(piece in text for piece in page.unwanted)
        yield Score(page=page.name, extractor=extractor, recall=recall, precision=precision)


def measured(page: Page) -> list[Score]:
    """Return the scores of a page, and the faults of reading it or making a page of it."""
    try:
        ours = _ours(page.data)
    except Exception:
        return [Score(page=page.name, extractor="brief", fault=traceback.format_exc(limit=-4))]
    taken = {"brief": ours}
    for extractor, precise in ((EXTRACTORS[1], False), (EXTRACTORS[2], True)):
        lines = _theirs(page.data, precise=precise)
        taken[extractor] = (lines, list(filter(is_prose, lines)))
    return list(scored(page, taken))


def _ours(data: bytes) -> tuple[list[str], list[str]]:
    """Return the lines of what is read, and its prose; a page is made of it."""
    import brief
    from brief.model import Document, Reading
    from brief.pipeline.reading import article_of, collate

    document = article_of(data, "a.html", least_prose=1)
    if not isinstance(document, Document):
        return [], []
    try:
        reading = Reading(collate([document]))
        for form in ("markdown", "json"):
            brief.render(brief.brief(reading, now=date(2026, 1, 1)), form)
    except brief.NothingToBrief:
        pass
    lines = [document.text[block.start : block.end] for block in document.blocks]
    return lines, [document.text[block.start : block.end] for block in document.prose()]


def _theirs(data: bytes, *, precise: bool) -> list[str]:
    from trafilatura import extract

    from brief.readers import html
    from brief.readers.encoding import decode

    try:
        source = decode(data, html.declared(data))
        text = extract(source, favor_precision=precise, include_comments=False)
    except Exception:
        return []
    return [line.lstrip("- ") for line in (text or "").split("\n") if line.strip()]


def in_half(page: Page, half: str) -> bool:
    """Return whether a page belongs to a half, which the hash of its name decides."""
    return half == "both" or (sha256(page.name.encode()).digest()[0] % 2 == 0) == (half == "kept")


def table(scores: Sequence[Score]) -> Iterator[str]:
    """Yield the lines of the table of all kinds of pages."""
    yield "| pages | extractor | pages | recall | precision | F1 | nothing taken |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    for source, name in (
        ("readability", "readability"),
        ("benchmark", "benchmark"),
        ("", "pieces"),
    ):
        for extractor in EXTRACTORS:
            rows = [
                score
                for score in scores
                if score.extractor == extractor
                and score.recall is not None
                and _source(score) == source
            ]
            if not rows:
                continue
            recall = 100 * fmean(row.recall or 0.0 for row in rows)
            exact = [row.precision for row in rows if row.precision is not None]
            precision = 100 * fmean(exact) if exact else 0.0
            f1 = 2 * recall * precision / (recall + precision or 1)
            lost = sum((row.recall or 0.0) < 0.1 for row in rows)
            numbers = f"{recall:.1f} | {precision:.1f} | {f1:.1f} | {lost}"
            yield f"| {name} | {extractor} | {len(rows)} | {numbers} |"


def _source(score: Score) -> str:
    source = score.page.partition("/")[0]
    return source if source in ("readability", "benchmark") else ""


def worst(scores: Sequence[Score], count: int) -> Iterator[str]:
    """Yield the pages on which we take least, and those with most of what is not wanted."""
    ours = [score for score in scores if score.extractor == "brief" and score.recall is not None]
    theirs = {score.page: score for score in scores if score.extractor == "trafilatura"}
    keys: dict[str, Callable[[Score], Any]] = {
        "recall": lambda score: score.recall,
        "precision": lambda score: 1.0 if score.precision is None else score.precision,
    }
    for name, key in keys.items():
        yield f"least {name} (ours, trafilatura's)"
        for score in sorted(ours, key=key)[:count]:
            yield f"  {key(score):.2f} {key(theirs[score.page]) or 0:.2f} {score.page}"


def main() -> int:
    """Measure the pages in the folder given, print the table and the faults."""
    parser = ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--half", choices=("looking", "kept", "both"), default="kept")
    parser.add_argument("--worst", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.folder is None or not arguments.folder.is_dir():
        print("no pages: give the folder with the checkouts of the extractors (see the docstring)")
        return 0
    chosen = [page for page in pages(arguments.folder) if in_half(page, arguments.half)]
    with ProcessPoolExecutor() as executor:
        scores = [score for some in executor.map(measured, chosen, chunksize=8) for score in some]
    print("\n".join(table(scores)))
    print("\n".join(worst(scores, arguments.worst)) if arguments.worst else "")
    faults = [score for score in scores if score.fault]
    for score in faults:
        print(f"fault in {score.page}\n{score.fault}")
    print(f"{len(chosen)} pages, {len(faults)} of them end a run")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
