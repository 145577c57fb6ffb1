"""What comes in of news pages as a scraper leaves them: `python scraped.py FOLDER [--half kept]`.

`FOLDER` is a checkout of fundus (flairNLP), whose tests hold pages of some 150 news sites with the
paragraphs that its authors take for the article; nothing of it is part of this project.  Of each
page the smallest element that holds the article is written out line by line, as Markdown with title
and address or, one in three, as plain text: so its captions, notices, teasers and forms stand
between the sentences.  Printed are, in per cent:

- *lost*: of the words of the article, in lines of eight and more, those that are not read;
- *furniture that passes*: of the other lines of four words and more, those of which nine tenths
  are read.  Lines that the project leaves out on other grounds, lists of facts and live blogs above
  all, count as furniture here, so that some of what passes is news.

The pages are halved by the names of their sites: `--half looking` are those from A to M, which
rules and words were made with and weights learned from, `--half kept` (default) the others.
`--show` prints the lines of furniture that pass; it is refused for the half that is kept.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import brief  # noqa: E402

HALVES = ("looking", "kept")
#: Scripts without blanks between words, which are not read.
_UNREAD = frozenset("cn jp kr tw".split())
#: Letters of a paragraph's beginning by which it is looked for, and of one that is looked for.
_BEGINNING, _LEAST = 60, 40
#: Letters of an article, and of its page that must be found in the page, at least.
_LEAST_ARTICLE, _FOUND, _HELD = 400, 0.7, 0.85
#: Words of a run, and the share of a line's runs that the article has where it belongs to it.
_RUN, _BELONGS = 3, 0.6
#: Words of a line of the article, and of furniture, that counts; the share of it that passes.
_ARTICLE_WORDS, _FURNITURE_WORDS, _PASSES, _LOST = 8, 4, 0.9, 0.5
_LEFT_OUT = "script style noscript template svg head iframe".split()
_BLOCKS = frozenset(
    "p div li h1 h2 h3 h4 h5 h6 td th section article aside header footer nav ul ol table tr br "
    "blockquote figure figcaption form main dl dt dd pre body tbody button label address".split()
)
_MARK = re.compile(r"^(?:#+|-) ")


@dataclass(frozen=True, slots=True)
class Page:
    """A news page as a scraper leaves it."""

    name: str
    suffix: str  #: ".md" or ".txt".
    head: str  #: What stands above its lines, with title and address.
    title: str
    lines: tuple[tuple[bool, str], ...]  #: Whether each belongs to the article, and the line.

    @property
    def text(self) -> str:
        """The whole file."""
        return self.head + "\n".join(line for _, line in self.lines)

    def places(self, text: str) -> Iterator[tuple[int, int, bool]]:
        """Yield where each line stands in what was read of it, and whether it is the article's.

        Its headings are left out.
        """
        at = 0
        for belongs, line in self.lines:
            bare = _MARK.sub("", line)
            start = text.find(bare, at)
            if start >= 0:
                at = start + len(bare)
                if line[0] != "#":
                    yield start, at, belongs


def pages(folder: Path, half: str) -> Iterator[Page]:
    """Yield the pages of one half whose article is found in them."""
    number = 0
    for known in sorted((folder / "tests/resources/parser/test_data").glob("*/*.json")):
        if known.parent.name in _UNREAD:
            continue
        versions = json.loads(known.read_text(encoding="utf-8")).values()
        for packed in sorted(known.parent.glob(f"{known.stem}_*.html.gz")):
            page = _page(known.stem, packed, list(versions), number)
            number += page is not None
            if page and (known.stem[0].upper() <= "M") is (half == HALVES[0]):
                yield page


@contextmanager
def file_of(page: Page) -> Iterator[Path]:
    """Give a page as a file, for as long as it is looked at."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"page{page.suffix}"
        path.write_text(page.text, encoding="utf-8")
        yield path


def _page(name: str, packed: Path, versions: list[Any], number: int) -> Page | None:
    from lxml import html

    tree = html.fromstring(gzip.decompress(packed.read_bytes()))
    address = "".join(tree.xpath("//link[@rel='canonical']/@href")[:1])
    for element in tree.xpath("|".join(f".//{tag}" for tag in _LEFT_OUT)):
        element.drop_tree()
    whole = _bare(tree.text_content())
    shares = [(_share(paragraphs := _paragraphs(v), whole), paragraphs, v) for v in versions]
    share, paragraphs, version = max(shares, key=lambda each: each[0])
    if share <= _FOUND or sum(map(len, paragraphs)) < _LEAST_ARTICLE:
        return None
    is_plain = number % 3 == 2
    lines = tuple(
        (belongs, _MARK.sub("", line) if is_plain else line)
        for belongs, line in _lines(_holding(tree, paragraphs), _runs(" ".join(paragraphs)))
    )
    if sum(len(line) for belongs, line in lines if belongs) < _LEAST_ARTICLE:
        return None
    title = version["title"] or ""
    front = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\nurl: {address}\n---\n\n"
    return Page(
        name=f"{name} {packed.name[len(name) + 1 :][:10]}",
        suffix=".txt" if is_plain else ".md",
        head="" if is_plain else front,
        title=title,
        lines=lines,
    )


def _paragraphs(version: Any) -> list[str]:
    body = version["body"]
    sections = [
        part
        for section in body["sections"]
        for part in (*section["headline"], *section["paragraphs"])
    ]
    return [part for part in (*body.get("summary", ()), *sections) if part.strip()]


def _share(paragraphs: list[str], whole: str) -> float:
    """Return the share of an article that its page has."""
    held = sum(len(part) for part in paragraphs if _bare(part)[:_BEGINNING] in whole)
    return held / max(1, sum(map(len, paragraphs)))


def _holding(tree: Any, paragraphs: list[str]) -> Any:
    """Return the smallest element with most paragraphs, or the one around it."""
    keys = [_bare(part)[:_BEGINNING] for part in paragraphs if len(part) > _LEAST]
    element = tree
    while True:
        for child in element:
            if isinstance(child.tag, str):
                content = _bare(child.text_content())
                if sum(key in content for key in keys) >= _HELD * len(keys):
                    element = child
                    break
        else:
            break
    is_whole = element.tag in ("article", "main") or element.getparent() is None
    return element if is_whole else element.getparent()


def _lines(element: Any, runs: frozenset[tuple[str, ...]]) -> Iterator[tuple[bool, str]]:
    from lxml import etree

    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end", "comment")):
        if event == "comment" or not isinstance(node.tag, str):
            parts.append((node.tail or "").replace("\n", " "))
            continue
        parts.append("\n" if node.tag in _BLOCKS else "")
        if event == "start":
            heading = re.fullmatch("h([1-4])", node.tag)
            parts.append("#" * int(heading[1]) + " " if heading else "")
            parts.append("- " if node.tag == "li" else "")
        within = node.text if event == "start" else node.tail if node is not element else ""
        parts.append((within or "").replace("\n", " "))
    for line in "".join(parts).split("\n"):
        if re.search(r"\w", line):
            own = _runs(line)
            yield len(own & runs) >= _BELONGS * len(own), " ".join(line.split())


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of three words of a text; a shorter one is one run."""
    words = _bare(text).split()
    size = min(_RUN, len(words))
    return frozenset(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).lower().strip()


def main() -> None:
    """Print what is lost of the articles and what passes of the rest."""
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=HALVES, default=HALVES[1])
    parser.add_argument("--show", action="store_true", help="print the furniture that passes")
    arguments = parser.parse_args()
    if arguments.show and arguments.half == HALVES[1]:
        parser.error("the lines of the half that is kept are not to be looked at")
    words = lost = furniture = passed = unread = 0
    for page in pages(arguments.folder, arguments.half):
        with file_of(page) as path:
            article = next(iter(brief.read([path]).documents), None)
        if article is None:
            unread += 1
            continue
        prose = [(block.start, block.end) for block in article.prose()]
        for start, end, belongs in page.places(article.text):
            line = article.text[start:end]
            if _bare(line) == _bare(page.title):
                continue
            covered = sum(max(0, min(end, b) - max(start, a)) for a, b in prose)
            share, count = covered / max(1, end - start), len(line.split())
            if belongs and count >= _ARTICLE_WORDS:
                words += count
                lost += count * (share < _LOST)
            elif not belongs and count >= _FURNITURE_WORDS:
                furniture += 1
                passed += share >= _PASSES
                if arguments.show and share >= _PASSES:
                    print(f"{page.name}: {line}")
    print(f"articles not read {unread}; words lost {100 * lost / (words or 1):.1f} % of {words};")
    print(f"furniture that passes {100 * passed / (furniture or 1):.1f} % of {furniture} lines")


if __name__ == "__main__":
    main()
