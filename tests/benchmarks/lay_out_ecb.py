"""Lay the public ECB+ release out as the stories that an editor has marked.

    PYTHONPATH=tests python tests/benchmarks/lay_out_ecb.py ECBPLUS STORIES

ECBPLUS is the folder `ECB+` of the release of 2014 (Cybulska and Vossen 2014, annotation CC BY 3.0;
a copy is `ECB+_LREC2014/ECB+` of the repository tommasoc80/EventStoryLine on GitHub), which holds
`TOPIC/TOPIC_Nkind.xml`.  A story is a topic and a kind: `1a` are the articles `ecb` of topic 1,
`1b` those `ecbplus`, on a like event.  Written are the stories that have marks in `tests/marks`:

- `STORIES/1a/01.txt`, …: an article, a paragraph for each sentence.  The release has tokens, so the
  spaces between them are restored; its address, where the first line is one, is left out;
- `STORIES/1a/sentences.tsv`: article, number and text of each sentence, as marks name them (01:0).

The articles are their publishers': they are to learn from, and not to be passed on.  Said are, with
exit code 1, the stories whose texts are missing or others than were marked.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from itertools import cycle
from pathlib import Path
from xml.etree import ElementTree

import incoming

#: What the release calls the articles of a topic's two stories.
KINDS = {"a": "ecb", "b": "ecbplus"}
_LETTERS = "s|t|re|ve|ll|d|m"
#: Blanks between tokens that no writer would put, in the order in which they are mended.
SPACING = tuple(
    (re.compile(pattern), spaced)
    for pattern, spaced in (
        (r"``\s*|\s*''", '"'),
        (r"\s+([,.;:!?%)\]’”])", r"\1"),
        (r"([(\[$£€‘“#])\s+", r"\1"),
        (r"\b([A-Za-z]) ?\. ?(?=[A-Za-z]\b ?\.)", r"\1."),  # U. N. → U.N.
        (r"(\d) ?, ?(?=\d{3}\b)", r"\1,"),  # 20, 000 → 20,000, and May 2, 2013 stays
        (r"(\d) ?([.:]) ?(?=\d)", r"\1\2"),
        (rf"(\w[’']) ({_LETTERS})\b", r"\1\2"),
        (r"(\w) - (?=\w)", r"\1-"),
        (rf"(\w) (n't|'(?:{_LETTERS}))\b", r"\1\2"),
        (r" / ", "/"),
        (r"@ ", "@"),
    )
)
_QUOTE = re.compile(r'\s*"\s*')
_BLANKS, _BEFORE_STOP = re.compile(r"\s+"), re.compile(r"\s+([,.;:!?])")
_ADDRESS = re.compile(r"https?\s?:")


def spaced(tokens: Iterable[str]) -> str:
    """Return tokens as a sentence."""
    text = " ".join(tokens)
    for pattern, replacement in SPACING:
        text = pattern.sub(replacement, text)
    marks = cycle((' "', '" '))  # The first opens, the second closes.
    text = _QUOTE.sub(lambda _: next(marks), text)
    return _BEFORE_STOP.sub(r"\1", _BLANKS.sub(" ", text)).strip()


def sentences(path: Path) -> list[str]:
    """Return the sentences of an article of the release, without the address before them.

    Raises `xml.etree.ElementTree.ParseError` where it is no XML.
    """
    tokens: dict[int, list[str]] = defaultdict(list)
    for token in ElementTree.parse(path).iter("token"):
        tokens[int(token.attrib["sentence"])].append(token.text or "")
    lines = [spaced(tokens[number]) for number in sorted(tokens)]
    return lines[1:] if lines and _ADDRESS.match(lines[0]) else lines


def articles(release: Path, story: str) -> dict[str, list[str]]:
    """Return the sentences of a story's articles by their numbers, "01" the first."""
    topic, kind = story[:-1], KINDS[story[-1]]
    named = re.compile(rf"{topic}_(\d+){kind}\.xml")
    paths = {
        f"{int(match[1]):02}": path
        for path in (release / topic).glob("*.xml")
        if (match := named.fullmatch(path.name))
    }
    return {number: sentences(paths[number]) for number in sorted(paths)}


def write(texts: dict[str, list[str]], story: Path) -> None:
    """Write the articles of a story, and the numbers of their sentences."""
    story.mkdir(parents=True, exist_ok=True)
    rows: list[str] = []
    for number, lines in texts.items():
        (story / f"{number}.txt").write_text("\n\n".join(lines) + "\n", "utf-8", newline="\n")
        rows += [f"{number}\t{place}\t{line}\n" for place, line in enumerate(lines)]
    (story / incoming.NUMBERED).write_text("".join(rows), "utf-8", newline="\n")


def lay_out(release: Path, folder: Path) -> list[str]:
    """Write the marked stories that the release has; return those whose texts are not as marked."""
    names = [name for name in incoming.marked_stories() if not incoming.is_recent(name)]
    for name in names:
        if texts := articles(release, name):
            write(texts, folder / name)
    return incoming.altered((folder / name for name in names), names)


def main() -> int:
    """Lay out the stories; return 1 where some are not those that were marked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("release", type=Path, metavar="ECBPLUS")
    parser.add_argument("folder", type=Path, metavar="STORIES")
    arguments = parser.parse_args()
    if altered := lay_out(arguments.release, arguments.folder):
        print(f"not the texts that were marked: {', '.join(altered)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
