"""Forged pages: what somebody may change on a page, each time with a digest made anew.

`MADE` says which pages are made, of which folder in `cases/forged` and how; `FORGED` has, for each
of them, changes by name, from the text of the page to that of the forged one.  `TRUE` are changes
that give the very page that `brief` makes with the settings in its signature, each with the reason.
Pages in JSON are walked: `json_forgeries` changes every value of one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from brief.formats import as_json, links
from brief.formats.markdown import escape

ARTICLES = Path(__file__).parent / "cases" / "forged"
ROOT = Path(__file__).parents[1]
ALL = "differ,articles,timeline,quotes,names,support"
Edit = Callable[[str], str]
#: Names and positions that lead to a value in JSON.
Way = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A page that is forged: the folder of its articles, its file, and how it is asked for."""

    folder: str
    file: str
    words: tuple[str, ...]

    def command(self) -> list[str]:
        """Return what to type to make the page in a folder that holds its articles."""
        return [*self.words, self.folder, "-q", "-o", self.file]


_NOW = ("--now", "2010-04-02")
#: Pages by name.  Each stands beside its articles; `since` names a page that is made before it.
MADE = {
    "inputs": Made("inputs", "inputs.md", ("--now", "2026-11-20")),
    "whole": Made("larn", "whole.md", (*_NOW, "--sections", ALL, "--words", "1000")),
    "small": Made("larn", "small.md", (*_NOW, "--words", "150")),
    "topic": Made("larn", "topic.md", (*_NOW, "--words", "150", "--focus", "whale hunting")),
    "titled": Made("larn", "titled.md", (*_NOW, "--words", "150", "--title", "Friday’s page")),
    "first": Made("larn/ferry-tuesday.md", "first.md", _NOW),
    "since": Made("larn", "since.md", (*_NOW, "--words", "300", "--since", "first.md")),
    "arabic": Made("nahr", "arabic.md", _NOW),
    "extracts": Made("larn", "extracts.md", ("summarise", "--words", "40")),
    "arabic extracts": Made("nahr", "arabic-extracts.md", ("summarise", "--words", "30")),
    "json": Made("larn", "whole.json", (*_NOW, "--sections", ALL, "--words", "1000")),
    "small json": Made("larn", "small.json", (*_NOW, "--words", "150", "--focus", "whale hunting")),
    "arabic json": Made("nahr", "arabic.json", _NOW),
    "json extracts": Made("larn", "extracts.json", ("summarise", "--words", "40")),
}
#: What stands in no article, as who asked for the page knows, so that it can be proven.
GIVEN = {
    "topic": ("--focus", "whale hunting"),
    "small json": ("--focus", "whale hunting"),
    "titled": ("--title", "Friday’s page"),
}


# Changes to a text


def signed(text: str) -> str:
    """Return a page in Markdown or JSON with the digest that fits it."""
    if text.lstrip("\ufeff").startswith("{"):
        content = json.loads(text)
        content["digest"] = as_json.digest_of(content)
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    above = text.rpartition(links.DIGEST)[0]
    return above + links.digest_definition(above)


def swap(old: str, new: str, count: int = 1) -> Edit:
    """Change a piece of text."""
    return lambda text: text.replace(old, new, count)


def rub(pattern: str, new: str | Callable[[re.Match[str]], str], count: int = 1) -> Edit:
    """Change what has a pattern; `^` and `$` are the ends of lines."""
    return lambda text: re.sub(pattern, new, text, count=count, flags=re.MULTILINE)


def both(*edits: Edit) -> Edit:
    """Change one thing after the other."""

    def change(text: str) -> str:
        for edit in edits:
            text = edit(text)
        return text

    return change


def without(pattern: str) -> Edit:
    """Leave out the first line that begins with a pattern."""
    return rub(rf"^{pattern}.*\n", "")


def after(pattern: str, row: str) -> Edit:
    """Add a line below the first that begins with a pattern."""
    return rub(rf"^({pattern}.*\n)", lambda match: f"{match[1]}{row}\n")


def exchanged(pattern: str, other: str) -> Edit:
    """Exchange what two patterns match; the first stands above the second."""

    def change(text: str) -> str:
        first = re.search(pattern, text, re.MULTILINE)
        second = re.compile(other, re.MULTILINE).search(text, first.end() if first else 0)
        if first is None or second is None:
            return text
        between = text[first.end() : second.start()]
        return text[: first.start()] + second[0] + between + first[0] + text[second.end() :]

    return change


def counted_up(pattern: str) -> Edit:
    """Add one to the number behind a pattern."""
    return rub(rf"({pattern})([0-9]+)", lambda match: f"{match[1]}{int(match[2]) + 1}")


def relabelled(text: str) -> str:
    """Return a page whose places are numbered as they stand on it, and defined in that order."""
    body, mark, rest = text.partition("\n[c1]: ")
    if not mark:
        return text
    places = dict(re.findall(r"^\[c([0-9]+)\]: (.*)\n", f"{mark}{rest}", re.MULTILINE))
    order: list[str] = []

    def label(match: re.Match[str]) -> str:
        order.append(places.get(match[1], ""))
        return f"][c{len(order)}]"

    body = re.sub(r"\]\[c([0-9]+)\]", label, body)
    defined = "".join(f"\n[c{number}]: {place}" for number, place in enumerate(order, 1))
    return body + defined + rest[rest.index("\n[s1]: ") :]


def careful(*edits: Edit) -> Edit:
    """Change one thing after the other, and number places and lines as the page would."""

    def renumbered(text: str) -> str:
        number = iter(range(1, 1000))
        return re.sub(r"^[0-9]+\. ", lambda _: f"{next(number)}. ", text, flags=re.MULTILINE)

    return both(*edits, renumbered, relabelled)


def retold(number: int, words: str, file: str, label: str | None = None) -> Edit:
    """Put other words of an article, with their true place, into a numbered line.

    Every place that the line had is theirs now, so that nothing else tells of the old words.
    `label` is whose they are, instead of what stands there.
    """
    start = (ARTICLES / file).read_text(encoding="utf-8").index(words)
    place = f"{links.encoded(file)}#char={start},{start + len(words)}"

    def change(text: str) -> str:
        row = re.search(rf"^{number}\. (.*) \(([^\[\n]*)\[[0-9]+\]\[c([0-9]+)\].*$", text, re.M)
        if row is None:
            return text
        old = re.search(rf"^\[c{row[3]}\]: (.*)$", text, re.M)
        article = re.search(rf"^\[s([0-9]+)\]: .*{re.escape(links.encoded(file))}", text, re.M)
        assert old and article
        stated = row[2] if label is None else label
        new = f"{number}. {escape(words)} ({stated}[{article[1]}][c{row[3]}])"
        text = text.replace(row[0], new, 1)
        return text.replace(f"]: {old[1]}\n", f"]: {place}\n")

    return change


def cut(number: int, mark: str = ",") -> Edit:
    """Cut the sentence of a numbered line before the last mark, and its place with it."""

    def change(text: str) -> str:
        row = re.search(rf"^{number}\. (.*) \([^\[\n]*\[[0-9]+\]\[c([0-9]+)\]", text, re.M)
        if row is None or mark not in row[1]:
            return text
        words = row[1][: row[1].rindex(mark)]
        less = len(row[1]) - len(words)
        text = text.replace(row[1], words)
        place = re.search(rf"^\[c{row[2]}\]: (.*#char=[0-9]+,)([0-9]+)", text, re.M)
        assert place
        return text.replace(f"]: {place[1]}{place[2]}", f"]: {place[1]}{int(place[2]) - less}")

    return change


def also(edit: Edit, *rest: Edit) -> Edit:
    """Change one thing, and others that go with it."""
    return both(edit, *rest)


# Markdown


_LINE = r"^(1\. )"  # The first line of "In brief", and its sentence.
_SENTENCE = rf"{_LINE}([^(\n]+)"
#: The day of the page and the words of its reading, and what else stands below the title.
_HEAD = r"(?<=\n\n)([0-9]+ \w+ [0-9]{4} · .*)$"


def _in_line(old: str, new: str) -> Edit:
    """Change the sentence of the first line."""
    return rub(_SENTENCE, lambda line: line[1] + re.sub(old, new, line[2], count=1))


def _up(match: re.Match[str]) -> str:
    return f"{match[1]}{(int(match[2]) + 1) % 10}"


_LINES: dict[str, Edit] = {
    "a word of a line": _in_line(r"\b[a-z]{4,}", "nobody"),
    "a figure in a line": rub(rf"{_LINE}([^(\n0-9]*)([0-9])", lambda m: f"{m[1]}{m[2]}9{m[3]}"),
    "a figure narrowed by a digit": _in_line(r"([0-9])[0-9.]+", r"\1"),
    "a line denied": _in_line(r" (\w+ed) ", r" never \1 "),
    "a line in capitals": rub(_SENTENCE, lambda line: line[1] + line[2].upper()),
    "the full stop of a line": _in_line(r"\. $", "! "),
    "a sentence cut to a clause": cut(1),
    "a sentence cut in a word": cut(1, "e"),
    "two sentences glued": retold(
        1,
        "The manager, Tom Reed, was sentenced to four years in prison. Judge Maria Berg said that"
        " he had known since October that the bow door of the Heron did not close.",
        "larn/ferry-verdict.txt",
    ),
    "another sentence of the article": retold(1, "Reed will appeal.", "larn/ferry-verdict.txt"),
    "a sentence of another article, for the day and outlet of the line": retold(
        1, "He asked the ministry of labour for a meeting.", "larn/mill-closing.txt"
    ),
    "a sentence of another article, with its own day": retold(
        1, "He asked the ministry of labour for a meeting.", "larn/mill-closing.txt", "8 Feb: "
    ),
    "a line that tells of no event": retold(1, "Thursday, 18 March 2010", "larn/ferry-verdict.txt"),
    "a place widened at its start": rub(
        r"^(\[c3\]: .*char=)([0-9]+)", lambda m: f"{m[1]}{int(m[2]) - 1}"
    ),
    "a place narrowed at its start": rub(
        r"^(\[c3\]: .*char=)([0-9]+)", lambda m: f"{m[1]}{int(m[2]) + 1}"
    ),
    "a place widened at its end": rub(
        r"^(\[c3\]: .*char=[0-9]+,)([0-9]+)", lambda m: f"{m[1]}{int(m[2]) + 1}"
    ),
    "a place narrowed at its end": rub(
        r"^(\[c3\]: .*char=[0-9]+,)([0-9]+)", lambda m: f"{m[1]}{int(m[2]) - 1}"
    ),
    "a place with a nought before its number": rub(r"^(\[c3\]: .*char=)", r"\g<1>0"),
    "a line left out": without(r"2\. "),
    "a line left out, the others numbered anew": careful(without(r"2\. ")),
    "the last line left out, with its row in the table": careful(
        rub(r"^[0-9]+\. .*\n(?=\n## )", ""), rub(r"^\| [0-9]+ .*\n(?=\n)", "")
    ),
    "a line twice": careful(rub(r"^(1\. .*\n)", r"\1\1")),
    "two lines exchanged": careful(exchanged(r"^1\. .*$", r"^2\. .*$")),
    "a line moved to another story": careful(
        rub(r"^1\. .*\n", ""), after(r"9\. ", "9. Nobody. ([5][c3])")
    ),
    "a line's number": rub(r"^3\. ", "4. "),
    "a line's number with a nought": rub(r"^3\. ", "03. "),
    "a line's number in other digits": rub(r"^3\. ", "٣. "),
    "a line's number in brackets": rub(r"^3\. ", "3) "),
    "a line for a bullet": rub(r"^3\. ", "- "),
    "a line without its place": rub(rf"{_SENTENCE}\([^\n]*", r"\1\2"),
    "a line added without a place": after(r"1\. ", "2. The president resigned on Friday."),
    "a line added with a place": careful(after(r"1\. ", "2. The president resigned. ([5][c3])")),
    "the places of two lines exchanged": both(
        swap("[c3])", "[cX])"), swap("[c7])", "[c3])"), swap("[cX])", "[c7])")
    ),
    "an article's number beside a line": rub(r"\[5\]\[c3\]", "[4][c3]"),
}
_LABELS: dict[str, Edit] = {
    "a day beside a line": rub(rf"{_LINE}(.*\()(\d+)", lambda m: f"{m[1]}{m[2]}{int(m[3]) + 1}"),
    "a month beside a line": rub(r" Mar: ", " May: "),
    "a year beside a line": rub(r"(\(18 Mar): ", r"\1 2009: "),
    "a day left out": rub(r"\(18 Mar: ", "("),
    "the day of the event": rub(r"\(12 Jan, reported", "(11 Jan, reported"),
    "the day of the event left out": rub(r"\(12 Jan, reported 13 Jan", "(13 Jan"),
    "the day of the event added": rub(r"\(18 Mar: ", "(17 Mar, reported 18 Mar: "),
    "the day of the report": rub(r", reported 13 Jan", ", reported 14 Jan"),
    "a report said to contradict": rub(r", reported 13 Jan", ", but dated 13 Jan"),
    "an outlet beside a line": rub(r"^(4\. .*)\(Osk Radio,", r"\1(Norland Times,"),
    "an outlet of nobody": rub(r"^(4\. .*)\(Osk Radio,", r"\1(Reuters,"),
    "an outlet left out": rub(r"^(4\. .*)\(Osk Radio, ", r"\1("),
    "an outlet added": rub(r"^(1\. .*)\(18 Mar", r"\1(Osk Radio, 18 Mar"),
    "an outlet's brackets": swap(r"Elm Valley News \(weekly)", "Elm Valley News"),
    "'Latest' before a day": rub(r"\(18 Mar: ", "(Latest, 18 Mar: "),
    "'only' beside a line": rub(r"\(18 Mar: ", "(only 18 Mar: "),
    "an article that says the same invented": careful(rub(r"(\[5\]\[c3\])", r"\1, [3][c9]")),
    "an article that says the same left out": careful(rub(r"^(3\. .*), \[1\]\[c[0-9]+\]", r"\1")),
    "articles that say the same exchanged": careful(
        rub(r"^(3\. .*)(\[2\]\[c[0-9]+\]), (\[1\]\[c[0-9]+\])", r"\1\3, \2")
    ),
    "an article that says the same twice": careful(
        rub(r"^(3\. .*)(\[1\]\[c[0-9]+\])", r"\1\2, \2")
    ),
    "a line moved to another article with the same words": both(
        rub(r"^(3\. .*reported )13 Jan: \[2\](.*)\[1\]", r"\g<1>12 Jan: [1]\2[2]"),
        exchanged(r"^(?<=\[c6\]: ).*$|(?<=^\[c6\]: ).*$", r"(?<=^\[c7\]: ).*$"),
    ),
    "an earlier figure": rub(r"earlier \[14\]", "earlier [15]"),
    "an earlier figure narrowed by a digit": both(
        rub(r"earlier \[14\]", "earlier [4]"),
        rub(r'("larn/ferry%20toll.html#char=)138,140', r"\g<1>139,140"),
    ),
    "an earlier figure left out": careful(rub(r" · earlier \[14\]\[c[0-9]+\]", "")),
    "an earlier figure invented": careful(rub(r"(\[5\]\[c3\])\)", r"\1 · earlier [14][c14])")),
    "'earlier' said otherwise": swap(" · earlier [", " · formerly ["),
}
_TITLES: dict[str, Edit] = {
    "the title for that of another article": rub(
        r"^# \[.*\]\[c1\]$", "# [Comet with a green tail seen from Hask][c1]"
    ),
    "the title for that of another article, with its place": both(
        rub(r"^# \[.*\]\[c1\]$", "# [Comet with a green tail seen from Hask][c1]"),
        rub(r"^\[c1\]: .*", "[c1]: larn/comet.txt#char=0,38"),
    ),
    "the title cut, and its place": both(
        rub(r"^# \[Larn Lines says only 48 people were on its ferry\]", "# [only 48 people]"),
        rub(r"^\[c1\]: .*", "[c1]: larn/ferry-owner.md#char=27,41"),
    ),
    "a title of one's own": rub(r"^# \[.*\]\[c1\]$", "# The president resigned"),
    "a title of one's own, with a place": rub(r"^# \[.*\]\[c1\]$", "# [Reed confesses][c1]"),
    "the title without its place": rub(r"^# \[(.*)\]\[c1\]$", r"# \1"),
    "the title said to be no title": rub(r"^(# .*)$", r"\1… (untitled)"),
    "no title": rub(r"^# .*\n\n", ""),
    "two titles": rub(r"^(# .*\n\n)", r"\1\1"),
    "a story's title": rub(r"^### \[.*?\]", "### [Owner confesses]"),
    "a story's title for that of another of its articles": both(
        rub(r"^### \[.*?\]", "### [Ferry sinks on the Larn, nine dead]"),
        rub(r"^\[c2\]: .*", "[c2]: larn/ferry-copied.txt#char=0,34"),
    ),
    "articles of a story": counted_up(r"^### .*\], "),
    "a story's articles left out": rub(r"^(### .*\]), [0-9]+ articles", r"\1"),
    "a story's heading left out": careful(without("### .*Comet")),
    "two stories' headings exchanged": careful(exchanged(r"^### .*$", r"^### .*$")),
    "two stories exchanged": careful(
        exchanged(r"^### [^#]*?(?=\n\n###)", r"^### [^#]*?(?=\n\n##)")
    ),
    "a story's heading as large as a section's": rub("^### ", "## "),
    "a heading's words": swap("## In brief", "## What matters"),
    "a section's name for another": swap("## In their words", "## Where they differ"),
    "two sections exchanged": careful(
        exchanged(r"^## Timeline[^#]*?(?=\n\n##)", r"^## In their words[^#]*?(?=\n\n##)")
    ),
    "a section twice": careful(rub(r"^(## Timeline[^#]*?\n\n)(?=##)", r"\1\1")),
    "a section left out": careful(rub(r"^## Timeline[^#]*?\n\n(?=##)", "")),
}
_HEADLINE: dict[str, Edit] = {
    "the day of the page": rub(rf"{_HEAD}", lambda m: m[1].replace("2 April", "3 April", 1)),
    "articles": counted_up(r"^2 April 2010 · "),
    "stories": counted_up(r"articles in "),
    "outlets": counted_up(r"stories, "),
    "words read": rub(r"([0-9])([0-9]{2}) words read", r"9\1\2 words read"),
    "minutes to read": counted_up(r"words read, "),
    "what an undated page says": rub(_HEAD, r"\1 · no article is dated"),
    "free text below the title": rub(_HEAD, r"\1 · The president resigned"),
    "no line below the title": rub(rf"{_HEAD}\n\n", ""),
}
_SECTIONS: dict[str, Edit] = {
    "two sides exchanged": careful(
        rub(r"^- (The harbour office denies.*) / (Larn Lines maintains.*)$", r"- \2 / \1")
    ),
    "a side's words": swap("office denies that a safety", "office admits that a safety"),
    "a side's outlet": rub(r"^(- The harbour office denies.*?)\(Osk Radio", r"\1(Norland Times"),
    "a side's day": rub(r"^(- The harbour office denies.*?), 15 Jan", r"\1, 16 Jan"),
    "a side left out": careful(rub(r"^(- The harbour office denies.*) / Larn.*$", r"\1")),
    "a side twice": careful(rub(r"^- (The harbour office denies.*) / Larn.*$", r"- \1 / \1")),
    "a third side": careful(rub(r"^(- The harbour office denies.*)$", r"\1 / No. ([1][c6])")),
    "sides that became figures": swap(" / Larn Lines maintains", " → Larn Lines maintains"),
    "a difference invented": careful(
        after("## Where they differ", "\n- Nine died. ([1][c6]) / Ten died. ([2][c7])")
    ),
    "a subject of a difference invented": careful(
        rub("^- The harbour office denies", "- **[Heron][c6]:** The harbour office denies")
    ),
    "the day of an event": rub(r"^- \*\*15 Jan:", "- **16 Jan:"),
    "an event in a whole month": rub(r"^- \*\*15 Jan:", "- **Jan:"),
    "an event's words": swap("The ministry of transport withdrew", "The ministry withdrew"),
    "an event's article": rub(r"(withdrew the licence of .*\()\[3\]", r"\1[4]"),
    "an event added": careful(
        rub(r"^(- \*\*15 Jan:.*)$", r"- **13 Jan:** Reed will appeal. ([5][c3])\n\1")
    ),
    "an event left out": careful(without(r"- \*\*15 Jan:")),
    "a speaker": rub(r"^- \*\*Karl Brandt:", "- **Ines Holt:"),
    "a speaker of nobody": rub(r"^- \*\*Karl Brandt:", "- **Prime Minister Keir Starmer:"),
    "a speaker in the words of a line": rub(r"^- \*\*Karl Brandt:", "- **Brandt:"),
    "a quotation's words": swap("“We heard a crack", "“We heard a song"),
    "a quotation cut": rub(
        r"“We heard a crack, and then the deck was under water”", "“We heard a crack”"
    ),
    "a quotation without its marks": rub(r"“(I held on to.*)”", r"\1"),
    "quotations exchanged": careful(
        exchanged(r"^- \*\*Karl Brandt:.*$", r"^- \*\*Karl Brandt:.*$")
    ),
    "a quotation left out": careful(without(r"- \*\*Karl Brandt:")),
    "a quotation added": careful(
        after(
            r"- \*\*Karl Brandt:.*", "- **Maria Berg:** “He saved the price of a hinge,” ([5][c3])"
        )
    ),
    "a name": swap("Ines Holt ([1][s1]", "Ines Hold ([1][s1]"),
    "a name that is a sentence": swap("Ines Holt ([1][s1]", "Ines Holt resigned ([1][s1]"),
    "a name with a link": swap(" · Ines Holt (", " · <https://evil.example> ("),
    "a name added": rub(r"( · Ines Holt \()", r" · Anna Keller ([7][s7])\1"),
    "a name left out": rub(r" · Ines Holt \([^()]*\)", ""),
    "an article of a name left out": rub(r"(Ines Holt \(\[1\]\[s1\]), \[2\]\[s2\]", r"\1"),
    "an article of a name added": rub(r"(Tom Reed \()", r"\1[1][s1], "),
    "names exchanged": rub(r"(Heron \([^()]*\)) · (Larn \([^()]*\))", r"\2 · \1"),
    "names twice": rub(r"^(- Larn Lines .*)$", r"\1\n\1"),
    "a mark in the table moved": rub(r"^(\| 1 .*?)(\[●\]\[c[0-9]+\]) \|  \|", r"\1 | \2 |"),
    "a mark in the table added": careful(rub(r"^\| 1 \|  \|", "| 1 | [●][c3] |")),
    "a mark in the table left out": careful(rub(r"^(\| 3 \| )\[●\]\[c[0-9]+\]", r"\1")),
    "a mark in the table without a place": rub(r"^(\| 3 \| )\[●\]\[c[0-9]+\]", r"\1●"),
    "a row of the table left out": careful(without(r"\| 2 \|")),
    "rows of the table exchanged": careful(exchanged(r"^\| 2 \|.*$", r"^\| 3 \|.*$")),
    "the head of the table": rub(r"^\| Line \| \[1\]\[s1\] \|", "| Line | [2][s2] |"),
    "a column of the table left out": rub(r"^(\|.*\|) [^|]*\|$", r"\1", count=99),
}
_ENTRIES: dict[str, Edit] = {
    "an article's title": rub(r"^- \(3\) \[[^\]]*\]", "- (3) [Captain was drunk]"),
    "an article's title cut": rub(r"^(- \(3\) \[Death toll of Larn ferry)[^\]]*\]", r"\1]"),
    "an article's title for that of another": rub(
        r"^- \(3\) \[[^\]]*\]", "- (3) [Ferry sinks on the Larn, nine dead]"
    ),
    "an article's title for the name of its file": rub(
        r"^- \(3\) \[[^\]]*\]", "- (3) [ferry toll.html]"
    ),
    "an article's number": rub(r"^- \(3\) (.*)\[s3\]", r"- (4) \1[s4]"),
    "an article's number alone": rub(r"^- \(3\)", "- (4)"),
    "an article's link alone": rub(r"^(- \(3\) \[.*?\])\[s3\]", r"\1[s4]"),
    "an article's outlet": rub(r"^(- \(3\) .*?\]), Osk Radio", r"\1, Norland Times"),
    "an article's outlet of nobody": rub(r"^(- \(3\) .*?\]), Osk Radio", r"\1, The BBC"),
    "an article's outlet left out": rub(r"^(- \(3\) .*?\]), Osk Radio", r"\1"),
    "an article's outlet added": rub(r"^(- \(8\) .*?\])", r"\1, Osk Radio"),
    "a sentence for an outlet": rub(
        r"^(- \(3\) .*?\]), Osk Radio", r"\1, The minister resigned on Friday, prosecutors said"
    ),
    "an outlet in all its places": swap("Osk Radio", "Reuters", 99),
    "an outlet all over the page and in an address": both(
        swap("Osk Radio", "Reuters", 99), swap("osk-radio.example", "reuters.example", 99)
    ),
    "an article's day": rub(r"^(- \(3\) .*), 15 Jan,", r"\1, 16 Jan,"),
    "an article's day left out": rub(r"^(- \(3\) .*), 15 Jan,", r"\1,"),
    "an article's day added": rub(r"^(- \(8\) .*), ([0-9]+ words)", r"\1, 1 Mar, \2"),
    "an article's words": rub(r"^(- \(3\) .*, )([0-9]+) words", r"\g<1>9\2 words"),
    "an article's words left out": rub(r"^(- \(3\) .*), [0-9]+ words", r"\1"),
    "another line for an article": rub(r"^(- \(2\) .*: line )3", r"\g<1>2"),
    "a line that is not there": rub(r"^(- \(2\) .*: line )3", r"\g<1>99"),
    "no line for an article": rub(r"^(- \(2\) .*): line 3", r"\1"),
    "a line for an article without one": rub(r"^(- \(3\) .* words): .*", r"\1: line 4"),
    "an article's own sentence for another": rub(
        r"Larn Lines had sold 48 tickets for the crossing", "Larn Lines had sold no ticket"
    ),
    "an article's own sentence cut": careful(
        rub(r"(sold 48 tickets for the crossing), she said, but there .*? board\.", r"\1"),
        rub(r"(toll.html#char=282,)375", r"\g<1>331"),
    ),
    "an article's own sentence left out": careful(
        rub(r"^(- \(3\) .* words): .*", r"\1"),
    ),
    "a copy of another article": rub(r"the same text as \[2\]\[s2\]", "the same text as [3][s3]"),
    "a copy of itself": rub(r"the same text as \[2\]\[s2\]", "the same text as [1][s1]"),
    "a copy that is none": rub(r": the same text as \[2\]\[s2\]", ""),
    "an article said to be a copy": rub(
        r"^(- \(4\) .* words): .*", r"\1: the same text as [3][s3]"
    ),
    "an untitled article with a title": swap("[s5]… (untitled),", "[s5],"),
    "an untitled article without its dots": swap("[s5]… (untitled),", "[s5] (untitled),"),
    "a title said to be none": rub(r"^(- \(3\) \[.*?\]\[s3\])", r"\1… (untitled)"),
    "articles exchanged": exchanged(r"^- \(3\) .*$", r"^- \(4\) .*$"),
    "an article twice": rub(r"^(- \(3\) .*\n)", r"\1\1"),
    "an article left out of the list": careful(without(r"- \(8\) ")),
    "an article left out of list, table, count and definitions": careful(
        without(r"- \(8\) "),
        rub(r"\n### \[Comet(?:.*\n)+?(?=\n## )", ""),
        rub(r" \| \[8\]\[s8\] \|", " |"),
        rub(r"^\| --- \|", "|"),
        rub(r"^\| 1[56] .*\n", "", count=9),
        rub(r"^(\| [0-9]+ .*) [^|]*\|$", r"\1", count=99),
        rub(r"^\[s8\].*\n", ""),
        swap("· 8 articles in 3 stories", "· 7 articles in 2 stories"),
        swap("|articles:8|", "|articles:7|"),
    ),
    "an article added that is not in the set": both(
        after(r"- \(8\) ", "- (9) [Elm paper mill sold for 40 million][s9], 5 words"),
        after(r"\[s8\]", f'[s9]: larn/stub.txt "sha256:{"0" * 64}"'),
    ),
    "an article's line with HTML": rub(
        r"^(- \(3\) .*?\]), Osk Radio", r"\1, <img src=https://evil.example/x.png>"
    ),
    "an article's line with an address": rub(
        r"^(- \(3\) .*?\]), Osk Radio", r"\1, https://evil.example/x"
    ),
    "an article's line with a section": rub(
        r"^(- \(3\) .*?\]), Osk Radio", "\\1, x\r\r## Corrections\r\rThe minister resigned.\r\r"
    ),
}
_SKIPPED: dict[str, Edit] = {
    "an article that was skipped": swap("larn/stub.txt (too", "larn/comet.txt (too"),
    "a file that is not there": swap("larn/stub.txt (too", "larn/minister.txt (too"),
    "a reason": swap("(binary, not text; save", "(not published; save"),
    "words before a reason": swap("(binary, not", "(the minister resigned: binary, not"),
    "words behind a reason": swap("or .html) ·", "or .html, as the minister resigned) ·"),
    "words for a file": swap("larn/noise.txt (bin", "The minister resigned on Friday (bin"),
    "a reason for another": rub(r"larn/noise.txt \(.*?\) ·", "larn/noise.txt (no such file) ·"),
    "a count in a reason": swap("none of its 3 words", "none of its 7 words"),
    "free text among what was skipped": swap(
        "Skipped: larn/", "Skipped: the truth about the minister, who resigned (see larn) · larn/"
    ),
    "HTML among what was skipped": swap("Skipped: larn/noise.txt", "Skipped: <b>noise.txt</b>"),
    "a file that was skipped left out": rub(r"Skipped: larn/noise.txt \(.*?\) · ", "Skipped: "),
    "nothing skipped": rub(r"^Skipped: .*\n", ""),
    "files that were skipped exchanged": rub(
        r"Skipped: (larn/noise.*?\)) · (larn/stub.*?\)\)?) · ", r"Skipped: \2 · \1 · "
    ),
    "'Skipped' said otherwise": swap("Skipped: larn", "Censored: larn"),
    "a file of a folder above": swap("larn/stub.txt (too", "../stub.txt (too"),
    "a link among what was skipped": swap(
        "Skipped: larn/noise.txt", "Skipped: [larn/noise.txt](https://evil.example)"
    ),
    "another folder that was searched": swap("|searched:larn", "|searched:nahr"),
    "a folder more that was searched": swap("|searched:larn", "|searched:larn%00nahr"),
    "no folder that was searched": swap("|searched:larn", ""),
    "the page's folder searched": swap("|searched:larn", "|searched:."),
    "the whole disk searched": swap("|searched:larn", "|searched:%2F"),
}
_DEFINITIONS: dict[str, Edit] = {
    "definitions exchanged": exchanged(r"^\[c1\]: .*$", r"^\[c2\]: .*$|^\[c3\]: .*$"),
    "definitions in another order": exchanged(r"^\[c3\]: .*$", r"^\[c4\]: .*$"),
    "articles' definitions in another order": exchanged(r"^\[s3\]: .*$", r"^\[s4\]: .*$"),
    "places numbered otherwise": both(
        swap("[c3]", "[cX]", 9), swap("[c4]", "[c3]", 9), swap("[cX]", "[c4]", 9)
    ),
    "a place's number with a nought": swap("[c3]", "[c03]", 9),
    "a definition twice": rub(r"^(\[c3\]: .*\n)", r"\1\1"),
    "a definition again, to elsewhere": rub(r"^(\[c3\]: .*\n)", r"[c3]: https://evil.example\n\1"),
    "a definition again, in capitals": rub(r"^(\[c1\]: .*\n)", r"[C1]: https://evil.example\n\1"),
    "a definition in an article's name": rub(r"^(\[c1\]: .*\n)", r"[S1]: https://evil.example\n\1"),
    "a definition that nothing leads to": rub(
        r"^(\[s1\]: )", r"[c999]: larn/comet.txt#char=0,38\n\1"
    ),
    "a definition of another name": rub(r"^(\[s1\]: )", r"[more]: https://evil.example\n\1"),
    "a definition left out": without(r"\[c3\]: "),
    "an article's definition left out": without(r"\[s8\]: "),
    "an address to elsewhere": swap("https://osk-radio.example", "https://evil.example"),
    "an address to elsewhere, all over": swap(
        "https://osk-radio.example", "https://evil.example", 99
    ),
    "an address to elsewhere on the host": swap("/news/larn-ferry-toll", "/news/evil", 99),
    "an address in another scheme": swap("https://osk-radio", "http://osk-radio", 99),
    "an address that runs": swap("https://osk-radio.example", "javascript:alert(1)//", 99),
    "an address that holds data": swap("https://osk-radio.example", "data:text/html,", 99),
    "an address with a name and a password": swap(
        "https://osk-radio.example", "https://osk-radio.example@evil.example", 99
    ),
    "an address added": rub(r"^\[s8\]: (larn/comet\.txt) \"", r'[s8]: https://evil.example "\1 '),
    "an address left out": rub(r'^\[s3\]: \S+ "(\S+) ', r'[s3]: \1 "'),
    "an address left out all over": both(
        rub(r'^\[s3\]: \S+ "(\S+) ', r'[s3]: \1 "'),
        rub(r'^(\[c[0-9]+\]: )https://osk\S+ "(.*)"$', r"\1\2", count=99),
    ),
    "a text fragment": rub(r":~:text=Police", ":~:text=Minister"),
    "a text fragment cut": rub(r"(:~:text=Police)\S*", r"\1"),
    "a text fragment before the text": rub(r":~:text=Police", ":~:text=evil-,Police"),
    "no text fragment": rub(r"#:~:text=Police\S*", ""),
    "a title of a definition": rub(
        r'^(\[c[0-9]+\]: https://osk\S+ )"[^"]*"', r'\1"The minister resigned"'
    ),
    "a title of a local definition": rub(r"^(\[c3\]: .*)$", r'\1 "The minister resigned"'),
    "another file": rub(r"^(\[s8\]: )larn/comet.txt", r"\1larn/stub.txt"),
    "a file by another way": rub(r"^(\[s8\]: )larn/comet.txt", r"\1larn/../larn/comet.txt"),
    "a file in a folder more": swap("larn/comet.txt", "reuters.com/larn/comet.txt", 99),
    "a file in a folder more above": swap("larn/comet.txt", "/etc/larn/comet.txt", 99),
    "files in a folder more": swap(": larn/", ": reuters.com/larn/", 99),
    "a file percent-encoded": swap("larn/comet.txt", "larn/%63omet.txt", 99),
    "a file in capitals": swap("larn/comet.txt", "larn/COMET.txt", 99),
    "a sum of a file": rub(r"^(\[s8\]: .*sha256:)\w{8}", r"\g<1>00000000"),
    "a sum of a file in capitals": rub(
        r"^(\[s8\]: .*sha256:)(\w+)", lambda match: match[1] + match[2].upper()
    ),
    "sums of two files exchanged": exchanged(r"(?<=sha256:)\w{64}", r"(?<=sha256:)\w{64}"),
}
_SIGNATURE: dict[str, Edit] = {
    "the version": swap("brief|v:0.2.0|", "brief|v:0.3.0|"),
    "the version of the first form": swap("brief|v:0.2.0|", "brief|v:0.1.0|"),
    "no version": swap("brief|v:0.2.0|", "brief|"),
    "other libraries that are none": rub(r"\|with:\w+", "|with:python"),
    "no libraries": rub(r"\|with:\w+", ""),
    "other libraries, and a speaker": both(
        rub(r"\|with:\w+", "|with:deadbeef"), swap("**Karl Brandt:**", "**Ines Holt:**")
    ),
    "another version, and a speaker": both(
        swap("brief|v:0.2.0|", "brief|v:0.3.0|"), swap("**Karl Brandt:**", "**Ines Holt:**")
    ),
    "the method": swap("|method:coverage|", "|method:leads|"),
    "a method that is none": swap("|method:coverage|", "|method:honest|"),
    "the words": rub(r"\|words:[0-9]+", "|words:100"),
    "words that are no number": rub(r"\|words:[0-9]+", "|words:many"),
    "words written otherwise": rub(r"\|words:([0-9]+)", r"|words:0\1"),
    "words with a sign": rub(r"\|words:([0-9]+)", r"|words:+\1"),
    "articles in the signature": swap("|articles:8|", "|articles:9|"),
    "the sum of the set": rub(r"\|set:\w+", "|set:deadbeef"),
    "no sum of the set": rub(r"\|set:\w+", ""),
    "the day in the signature": rub(r"\|now:2010-04-02", "|now:2010-04-03"),
    "the year in the signature": rub(r"\|now:2010-04-02", "|now:2011-04-02"),
    "no day in the signature": rub(r"\|now:2010-04-02", ""),
    "a focus": rub(r"^(brief\|.*)$", r"\1|focus:mill"),
    "a language": rub(r"^(brief\|.*)$", r"\1|language:de"),
    "a language that is none": rub(r"^(brief\|.*)$", r"\1|language:xx"),
    "a language of the page": rub(r"^(brief\|.*)$", r"\1|page_language:de"),
    "no stories": rub(r"^(brief\|.*)$", r"\1|stories:off"),
    "the default said": rub(r"^(brief\|.*)$", r"\1|stories:auto"),
    "an earlier page": rub(r"^(brief\|.*)$", r"\1|since:first%2Emd"),
    "an unknown name": rub(r"^(brief\|.*)$", r"\1|minister:resigned"),
    "free text in the signature": rub(r"^(brief\|.*)$", r"\1 The minister resigned."),
    "an option twice": rub(r"^(brief\|.*)$", r"\1|method:coverage"),
    "an option twice, otherwise": rub(r"^(brief\|.*)$", r"\1|words:600"),
    "options in another order": rub(r"\|(method:\w+)\|(words:[0-9]+)", r"|\2|\1"),
    "an option percent-encoded": swap("|method:coverage|", "|method:%63overage|"),
    "an output": rub(r"^(brief\|.*)$", r"\1|output:evil.md"),
    "the signature twice": rub(r"^(brief\|.*\n)", r"\1\1"),
    "no signature": without(r"brief\|"),
    "the signature above": rub(r"^(# .*\n)((?:.*\n)*)(brief\|.*\n)", r"\1\3\2"),
    "a space before the signature": rub(r"^brief\|", " brief|"),
}
_HIDDEN: dict[str, Edit] = {
    "a zero-width space": _in_line(r"\b[a-z]{4,}", "\\g<0>\u200b"),
    "a zero-width joiner": _in_line(r"\b[a-z]{4}", "\\g<0>\u200d"),
    "a word joiner": _in_line(" ", " \u2060"),
    "a soft hyphen": _in_line(r"\b[a-z]{4}", "\\g<0>\u00ad"),
    "a letter of another script": _in_line("a", "\u0430"),
    "a letter in full width": _in_line("a", "\uff41"),
    "a letter in two characters": _in_line("e", "e\u0301"),
    "a variation selector": _in_line("[a-z] ", "\\g<0>\ufe0f"),
    "a mark of direction": _in_line(" ", " \u200e"),
    "text turned round": _in_line(r"\b[a-z]{4,}", "\u202e\\g<0>\u202c"),
    "a space that does not break": _in_line(" ", "\u00a0"),
    "a thin space": _in_line(" ", "\u2009"),
    "two spaces": _in_line(" ", "  "),
    "a tab": _in_line(" ", "\t"),
    "a line break": _in_line(" ", "\n"),
    "a line separator": _in_line(" ", "\u2028"),
    "a form feed": _in_line(" ", "\f"),
    "a vertical tab": _in_line(" ", "\v"),
    "a control character": _in_line(" ", " \x07"),
    "a space at the end of a line": rub(r"^(1\. .*)$", r"\1 "),
    "two spaces at the end of a line": rub(r"^(1\. .*)$", r"\1  "),
    "a backslash at the end of a line": rub(r"^(1\. .*)$", r"\1\\"),
    "a space at the start of a line": rub(r"^(1\. )", r" \1"),
    "a space behind a heading": rub(r"^(## .*)$", r"\1 "),
    "the end of one line": rub(r"^(1\. .*)\n", "\\1\r\n"),
    "a carriage return alone": rub(r"^(1\. .*)\n", "\\1\r"),
    "an empty line": rub(r"^(1\. .*\n)", r"\1\n"),
    "an empty line at the start": lambda text: f"\n{text}",
    "an empty line at the end of the body": rub(r"^(\[c1\]: )", r"\n\1"),
    "an empty line among the definitions": rub(r"^(\[c3\]: )", r"\n\1"),
    "an empty line before the digest": rub(r"^(\[page\]: )", r"\n\1"),
    "no empty line below a heading": rub(r"^(## .*\n)\n", r"\1"),
    "a byte order mark": lambda text: f"\ufeff{text}",
    "a null character": _in_line(" ", " \x00"),
    "a dash for another": rub(r"^(- \(3\))", r"* (3)"),
    "a quotation mark for another": swap("“We heard", '"We heard'),
}
_MARKUP: dict[str, Edit] = {
    "a comment": rub(r"^(1\. .*\n)", r"\1<!-- the minister resigned -->\n"),
    "a comment at the top": lambda text: f"<!-- The minister resigned. -->\n\n{text}",
    "a comment within a line": _in_line(" ", " <!-- no --> "),
    "HTML within a line": _in_line(r"\b[a-z]{4,}", r"<b>\g<0></b>"),
    "a script": rub(r"^(1\. .*\n)", r"\1\n<script>alert(1)</script>\n"),
    "a picture": rub(r"^(1\. .*\n)", r"\1\n![x](https://evil.example/x.png)\n"),
    "an entity": _in_line("a", "&#97;"),
    "a letter with a backslash": _in_line(r"\b([a-z])", r"\\\1"),
    "a full stop with a backslash": _in_line(r"\.", r"\\."),
    "bold in a line": _in_line(r"\b[a-z]{4,}", r"**\g<0>**"),
    "a line struck through": rub(_SENTENCE, r"\1~~\2~~ "),
    "a link in a line": _in_line(r"\b[a-z]{4,}", r"[\g<0>](https://evil.example)"),
    "a link to elsewhere for a place": swap("[5][c3]", "[5](https://evil.example)"),
    "a place by its short name": swap("[5][c3]", "[c3]"),
    "a footnote": both(
        _in_line(r"\b[a-z]{4,}", r"\g<0>[^1]"), rub(r"^(\[c1\]: )", r"[^1]: No.\n\1")
    ),
    "a rule": rub(r"^(1\. .*\n)", r"\1\n---\n"),
    "a quotation": rub(r"^(1\. .*\n)", r"\1> The minister resigned.\n"),
    "a paragraph": rub(r"^(1\. .*\n)", r"\1\nThe minister resigned.\n"),
    "a section of one's own": rub(r"^(## The articles)", r"## Corrections\n\nNone.\n\n\1"),
    "front matter": lambda text: f"---\ntitle: Minister resigns\n---\n\n{text}",
    "a page marked as written from right to left": rub(
        r"\A((?:.*\n)*?)(?=\n\[c1\])", r'<div dir="rtl">\n\n\1\n</div>\n'
    ),
    "a page hidden": rub(r"\A((?:.*\n)*?)(?=\n\[c1\])", r"<div hidden>\n\n\1\n</div>\n"),
    "a page for code": lambda text: f"```\n{text}",
    "text among the definitions": rub(r"^(\[c3\]: )", r"The minister resigned.\n\1"),
}
#: On a page of so few words that stories and articles have no line.
_SMALL: dict[str, Edit] = {
    "a story without a line left out": careful(rub(r"^(\*\*Also\*\*: .*?) · .*", r"\1")),
    "stories without a line exchanged": careful(
        rub(r"^(\*\*Also\*\*: )(.*?) · (.*)$", r"\1\3 · \2")
    ),
    "a story without a line": rub(r"^(\*\*Also\*\*: )\[.*?\]", r"\1[Minister resigns]"),
    "all stories without a line left out": careful(rub(r"^\*\*Also\*\*: .*\n\n", "")),
    "more stories without a line": rub(r"^(\*\*Also\*\*: .*)$", r"\1 · 2 more stories"),
    "'Also' said otherwise": swap("**Also**", "**Unimportant**"),
    "articles without room": counted_up(r"\n\n(?=[0-9]+ more articles)"),
    "no articles without room": rub(r"^[0-9]+ more articles .*\n\n", ""),
    "articles without room, otherwise": swap("without room here", "without news here"),
    "an article without room added": both(
        rub(r"^(- \(1\) .*\n)", r"\1- (3) [Death toll of Larn ferry rises to 14][s3], 1 word\n"),
        rub(r"^6 more", "5 more"),
    ),
    "an article that is listed left out": both(without(r"- \(1\) "), rub(r"^6 more", "7 more")),
    "one minute for none": swap("1 minute to read", "0 minutes to read"),
    "a topic that nobody asked for": rub(
        rf"{_HEAD}",
        r"\1\n\nNo article is about “the minister”; the topic changes nothing here.",
    ),
}
_TOPIC: dict[str, Edit] = {
    "the topic": swap("“whale hunting”", "“the minister”"),
    "the topic in the signature": swap("focus:whale%20hunting", "focus:the%20minister"),
    "the topic left out": rub(r"^No article is about.*\n\n", ""),
    "no topic in the signature": swap("|focus:whale%20hunting", ""),
    "a topic of the articles": both(
        swap("“whale hunting”", "“paper mill”"), swap("whale%20hunting", "paper%20mill")
    ),
    "what the topic changes": swap("the topic changes nothing here", "the topic changes much"),
}
_TITLED: dict[str, Edit] = {
    "a title that was given": swap("# Friday’s page", "# Saturday’s page"),
    "a title that was given, in the signature": swap("title:Friday", "title:Monday"),
    "no title in the signature": rub(r"\|title:[^|\n]*", ""),
    "the place of a title that was given": rub("^# (.*)$", r"# [\1][c1]"),
}
_SINCE: dict[str, Edit] = {
    "new articles": counted_up(r"^Since the earlier page: "),
    "updated articles": swap("7 new articles", "6 new articles and 1 updated article"),
    "unchanged articles": swap("1 article continues", "2 articles continue"),
    "an unchanged article's title": rub(r"^(Since .*\[)[^\]]*(\]\[s)", r"\1Nothing\2"),
    "an unchanged article's title left out": rub(r"^(Since .*unchanged): .*\.$", r"\1."),
    "another unchanged article": rub(
        r"^(Since .*: )\[.*\]\[s1\]", r"\1[Death toll of Larn ferry rises to 14][s3]"
    ),
    "what is new left out": rub(r"^Since .*\n\n", ""),
    "an article of the earlier page, listed": both(
        after(r"## The articles", "\n- (1) [Ferry sinks on the Larn, nine dead][s1], 139 words"),
    ),
    "the earlier page": swap("|since:first%2Emd", "|since:small%2Emd"),
    "an earlier page that is not there": swap("|since:first%2Emd", "|since:second%2Emd"),
    "an earlier page outside": swap("|since:first%2Emd", "|since:%2Fetc%2Fpasswd"),
    "no earlier page": rub(r"\|since:first%2Emd(?:\|since_sha:\w+)?", ""),
    "the sum of the earlier page left out": rub(r"\|since_sha:\w+", ""),
    "the sum of the earlier page": rub(r"\|since_sha:\w+", "|since_sha:0123456789abcdef"),
}
_ARABIC: dict[str, Edit] = {
    "the direction": swap('<div dir="rtl">', '<div dir="ltr">'),
    "no direction": both(swap('<div dir="rtl">\n\n', ""), swap("\n</div>\n", "")),
    "the end of the direction": swap("</div>", "</div><p>"),
    "a mark of direction more": swap('<div dir="rtl">', '<div dir="rtl" class="x">'),
    "another language": swap("page_language:ar", "page_language:he"),
    "a language that is not Arabic": swap("page_language:ar", "page_language:fr"),
    "no language": swap("|page_language:ar", ""),
    "a line for an article": swap("النقطة 2", "النقطة 3"),
    "a day": swap("، 12 يناير: ", "، 13 يناير: "),
    "an outlet": swap("(صحيفة لارن، 12", "(صحيفة بارن، 12"),
    "a comma": swap("(صحيفة لارن، 12", "(صحيفة لارن, 12"),
    "digits": swap("2 أبريل 2010", "٢ أبريل ٢٠١٠"),
    "a figure": rub("^(1\\. .*)14", r"\g<1>41"),
    "a letter": swap("أوسك", "اوسك"),
    "a mark of a vowel": rub("^(1\\. ار)", "\\g<1>\u064e"),
    "a stretched letter": rub("^(1\\. ار)", "\\g<1>\u0640"),
    "a mark of direction in a line": rub("^(1\\. )", "\\g<1>\u200f"),
    "a heading": swap("## بإيجاز", "## المقالات"),
    "a skipped file on a page without": rub(r"^(brief\|)", r"تم تخطي: nahr/x.txt (لا يوجد)\\\n\1"),
}
_EXTRACTS: dict[str, Edit] = {
    "a word of a sentence": rub(r"^([A-Z]\w+ )\w+( [^\n]*\(\[)", r"\1nobody\2"),
    "a sentence left out": careful(rub(r" \(\[2\]\[c[0-9]+\]\) [^\n]*", "")),
    "sentences exchanged": careful(
        rub(r"^([A-Z].*?\(\[2\]\[c[0-9]+\]\)) (.*?\(\[2\]\[c[0-9]+\]\))$", r"\2 \1")
    ),
    "a path with words": both(
        swap("[larn/comet.txt]", "[The minister resigned/larn/comet.txt]"),
        rub(r"\]: larn/comet.txt", "]: The%20minister%20resigned/larn/comet.txt", 9),
    ),
    "another sentence of the article": careful(
        rub(r"^A court in Osk .*$", "Reed will appeal. ([5][c3])")
    ),
    "a sentence without its place": rub(r" \(\[2\]\[c3\]\)", ""),
    "a title": rub(r"^## \[[^\]]*\]", "## [Minister resigns]"),
    "a title said to be none": rub(r"^(## .*)$", r"\1… (untitled)"),
    "a title that is none": swap("… (untitled)", ""),
    "an outlet": swap("Osk Radio", "Reuters", 9),
    "an outlet left out": rub(r"^(\([0-9]+\)) Osk Radio,", r"\1"),
    "a day": rub(r"15 Jan", "16 Jan"),
    "a day without its year": rub(r"15 Jan 2010", "15 Jan"),
    "words of an article": rub(r"([0-9]+) words, \[", r"9\1 words, ["),
    "a path": swap("[larn/comet.txt]", "[larn/stub.txt]"),
    "an article's number": rub(r"^\(1\) ", "(2) "),
    "articles": counted_up(r"^(?=[0-9]+ articles)"),
    "words in": rub(r"([0-9]+) words in", r"9\1 words in"),
    "words out": rub(r"([0-9]+) out", r"9\1 out"),
    "a copy of another": rub(r"the same text as \[([0-9])\]\[s\1\]", "the same text as [8][s8]"),
    "a copy that is none": rub(r": the same text as .*$", ": no sentence"),
    "articles exchanged": careful(exchanged(r"^## [^#]*?(?=\n\n##)", r"^## [^#]*?(?=\n\n##)")),
    "an article left out": careful(rub(r"^## [^#]*?\n\n(?=##)", "")),
    "an article twice": careful(rub(r"^(## [^#]*?\n\n)(?=##)", r"\1\1")),
    "a file that was not skipped": swap("larn/stub.txt (too", "larn/comet.txt (too"),
    "a reason": swap("(binary, not text", "(not published"),
    "nothing skipped": rub(r"^Skipped: .*\n\n", ""),
    "the words in the signature": rub(r"\|words:40", "|words:90"),
    "the command": swap("|command:summarise|", "|"),
    "another command": swap("|command:summarise|", "|command:brief|"),
    "a day in the signature": rub(r"^(brief\|.*)$", r"\1|now:2010-04-02"),
    "an unknown name": rub(r"^(brief\|.*)$", r"\1|minister:resigned"),
    "the sum of the set": rub(r"\|set:\w+", "|set:deadbeef"),
    "a topic": rub(
        r"^(.* out)$", r"\1\n\nNo article is about “him”; the topic changes nothing here."
    ),
    "the heading": swap("# The articles", "# The truth"),
    "a zero-width space": rub(r"^([A-Z]\w+)( [^\n]*\(\[)", "\\1\u200b\\2"),
    "an address to elsewhere": swap("https://osk-radio.example", "https://evil.example", 99),
    "a text fragment": rub(r":~:text=\w+", ":~:text=Minister"),
    "a place": rub(r"(char=[0-9]+,)([0-9]+)", lambda m: f"{m[1]}{int(m[2]) + 1}"),
    "a comment": rub(r"^(## .*\n)", r"\1\n<!-- no -->\n"),
    "a paragraph": rub(r"^(## .*\n)", r"The minister resigned.\n\n\1"),
}
_INPUTS: dict[str, Edit] = {
    "earlier figures exchanged": rub(
        r"earlier (\[at least 14 people\]\[c[0-9]+\]), (\[23\]\[c[0-9]+\])", r"earlier \2, \1"
    ),
    "one of earlier figures left out": careful(rub(r", \[23\]\[c[0-9]+\]", "")),
    "the bound of an earlier figure": both(
        swap("[at least 14 people]", "[14 people]"),
        rub(r"^(\[c7\]: .*char=)295", r"\g<1>304"),
    ),
    "something skipped on a page without": rub(
        r"^(brief\|)", r"Skipped: the truth about the minister, who resigned.\\\n\1"
    ),
    "a name in italics": swap(r"\*Santa Brígida\*", "*Santa Brígida*"),
    "a name in two characters": swap("Brígida", "Bri\u0301gida", 99),
    "a pound for a dollar": swap("£38 million", "$38 million", 1),
    "a place beyond the end": rub(r"char=0,73", "char=0,7300000"),
    "a place of a thousand digits": rub(r"char=0,73", f"char=0,{'7' * 1000}"),
}
#: By page, the changes by name.
FORGED: Mapping[str, Mapping[str, Edit]] = {
    "whole": {
        **_LINES,
        **_LABELS,
        **_TITLES,
        **_HEADLINE,
        **_SECTIONS,
        **_ENTRIES,
        **_SKIPPED,
        **_DEFINITIONS,
        **_SIGNATURE,
        **_HIDDEN,
        **_MARKUP,
    },
    "small": _SMALL,
    "topic": _TOPIC,
    "titled": _TITLED,
    "since": _SINCE,
    "arabic": _ARABIC,
    "extracts": _EXTRACTS,
    "inputs": _INPUTS,
}
#: Changes that are not signed again, of the page `whole`.
UNSIGNED: Mapping[str, Edit] = {
    "a word, and the digest of before": _in_line(r"\b[a-z]{4,}", "nobody"),
    "text below the digest": lambda text: f"{text}\nThe minister resigned.\n",
    "a definition below the digest": lambda text: f"{text}[x]: https://evil.example\n",
    "an empty line below the digest": lambda text: f"{text}\n",
    "a space behind the digest": lambda text: f"{text[:-1]} \n",
    "a word behind the digest": lambda text: f"{text[:-1]} resigned\n",
    "no end of the last line": lambda text: text[:-1],
    "no digest": rub(r"^\[page\].*\n", ""),
    "a digest cut": rub(r"^(\[page\]: #sha256=\w{60}).*\n", "\\1\n"),
    "a digest in capitals": rub(r"(?<=^\[page\]: #sha256=)\w+", lambda match: match[0].upper()),
    "a digest of noughts": rub(r"(?<=^\[page\]: #sha256=)\w+", "0" * 64),
    "two digests": lambda text: f"{text}{links.digest_definition(text)}",
    "two pages": lambda text: f"{text}{text}",
    "half a page": lambda text: text[len(text) // 2 :],
    "the first half of a page": lambda text: text[: len(text) // 2],
    "nothing": lambda text: "",
}


#: Changes that are not signed again, of the page `json`.
UNSIGNED_JSON: Mapping[str, Edit] = {
    "a word, and the digest of before": lambda text: text.replace("A court", "No court", 1),
    "text below": lambda text: f"{text}The minister resigned.\n",
    "a comment": lambda text: f"// The minister resigned.\n{text}",
    "a page below": lambda text: f"{text}{text}",
    "a byte order mark": lambda text: f"\ufeff{text}",
    "half a page": lambda text: text[: len(text) // 2],
    "a list around it": lambda text: f"[{text}]",
    "no digest": lambda text: text.replace('"digest"', '"sum"'),
}


# JSON

_POSITION = re.compile(r"\.[0-9]+(?=[.:])")


def places_in(value: Any, path: Way = ()) -> Iterator[Way]:
    """Yield the way to every value of an object: names and positions, lists and objects too."""
    if path:
        yield path
    names = (
        value if isinstance(value, dict) else range(len(value) if isinstance(value, list) else 0)
    )
    for name in names:
        yield from places_in(value[name], (*path, name))


def value_at(content: Any, path: Way) -> Any:
    """Return the value at a place."""
    for step in path:
        content = content[step]
    return content


def others(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what may stand instead of a value, by what was done to it."""
    match value:
        case bool():
            yield "turned", not value
            yield "a number", int(value)
        case int() | float():
            yield "one more", value + 1
            yield "as text", str(value)
            yield "nothing", None
            yield "nearly", value + 1e-9
        case str():
            yield "another", "The minister resigned."
            yield "a letter more", f"{value}x"
            yield "a hidden character more", f"{value}\u200b"
            yield "no text", "" if value else " "
            yield "nothing", None
        case None:
            yield "something", "The minister resigned."
            yield "false", False
            yield "no text", ""
        case list():
            yield "something more", [*value, value[0] if value else "The minister resigned."]
            if value:
                yield "the first left out", value[1:]
                yield "the last left out", value[:-1]
                yield "nothing", None
            if len(value) > 1 and value[0] != value[1]:
                yield "two exchanged", [value[1], value[0], *value[2:]]
        case dict():
            yield "a name more", {**value, "note": "The minister resigned."}
            yield "nothing", None
            for name in value:
                yield f"{name} left out", {other: value[other] for other in value if other != name}


def json_forgeries(text: str) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield every forgery of a page in JSON: its name, and what makes the page, signed anew."""
    content = json.loads(text)
    for path in places_in(content):
        if path == ("digest",):
            continue
        for name, value in others(value_at(content, path)):
            yield f"{'.'.join(map(str, path))}: {name}", partial(_forged, content, path, value)


def _forged(content: Any, path: Way, value: Any) -> str:
    forged = deepcopy(content)
    value_at(forged, path[:-1])[path[-1]] = value
    return signed(json.dumps(forged))


def json_kinds(text: str) -> dict[str, Callable[[], str]]:
    """Return the first forgery of each kind: those that differ only in positions are of one."""
    kinds: dict[str, Callable[[], str]] = {}
    for name, forged in json_forgeries(text):
        kinds.setdefault(_POSITION.sub(".N", name), forged)
    return kinds


def in_json(*path: str | int, to: Any) -> Edit:
    """Set a value of a page in JSON; a function is given what stands there."""

    def change(text: str) -> str:
        content = json.loads(text)
        before = value_at(content, path)
        value_at(content, path[:-1])[path[-1]] = to(before) if callable(to) else to
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    return change


def _more(**names: Any) -> Callable[[Any], Any]:
    return lambda before: {**before, **names}


_LARN = "Comet with a green tail seen from Hask"
#: Changes of the page `json` that take more than one value, or one that is fitting.
FORGED_JSON: Mapping[str, Edit] = {
    "a clause for a sentence, with its place": both(
        in_json("in_brief", 0, "text", to=lambda text: text[:40]),
        in_json("in_brief", 0, "citations", 0, to=lambda at: {**at, "end": at["start"] + 40}),
    ),
    "an outlet of another article": in_json("in_brief", 0, "outlet", to="Osk Radio"),
    "a day of another article": in_json("in_brief", 0, "date", to="2010-01-15"),
    "a day of an event": in_json("in_brief", 0, "happened", to="2010-03-17"),
    "a headline": in_json("in_brief", 0, "headline", to=True),
    "support by another article": in_json("in_brief", 0, "support", to=[3]),
    "support with a place": both(
        in_json("in_brief", 0, "support", to=[3]),
        in_json(
            "in_brief",
            0,
            "citations",
            to=lambda places: [*places, {"document": 3, "start": 0, "end": 36}],
        ),
    ),
    "the title of another article": in_json("title", to=_LARN),
    "a title and the signature": both(
        in_json("title", to="Minister arrested"),
        in_json("signature", to=lambda text: f"{text}|title:Minister%20arrested"),
    ),
    "a story's title and the signature": both(
        in_json("stories", 0, "title", to="Minister arrested"),
        in_json("signature", to=lambda text: f"{text}|title:Minister%20arrested"),
    ),
    "a story's title for another's": in_json("stories", 0, "title", to=_LARN),
    "an article's title, twice": both(
        in_json("documents", 2, "title", to="Death toll"),
        in_json("articles", 2, "title", to="Death toll"),
    ),
    "an article's outlet, author and address": in_json(
        "documents",
        2,
        to=_more(publisher="BBC", author="X", url="https://evil.example"),
    ),
    "an article's address that runs": in_json("documents", 2, "url", to="javascript:alert(1)"),
    "a line twice": in_json("in_brief", to=lambda lines: [lines[0], *lines]),
    "a line left out": in_json("in_brief", to=lambda lines: lines[1:]),
    "an article left out": both(
        in_json("documents", to=lambda documents: documents[:-1]),
        in_json("articles", to=lambda articles: articles[:-1]),
        in_json("signature", to=lambda text: text.replace("articles:8", "articles:7")),
    ),
    "an article more": both(
        in_json(
            "documents",
            to=lambda documents: [*documents, {**documents[7], "id": 9, "path": "larn/stub.txt"}],
        ),
        in_json("articles", to=lambda articles: [*articles, {**articles[7], "document": 9}]),
    ),
    "copies": in_json("origins", to=[[1, 2, 3], [4], [5], [6], [7], [8]]),
    "a name": in_json(
        "names",
        to=lambda names: [{"name": "The minister", "variants": [], "documents": [1]}, *names],
    ),
    "a figure and its text": in_json("figures", 0, "values", 0, to=_more(value=4.0, text="4")),
    "a figure that is true for a whole": in_json("figures", 0, "values", 0, "value", to=14),
    "a figure that is no number": in_json("figures", 0, "values", 0, "value", to=float("nan")),
    "an updated figure": in_json("figures", 0, "updated", to=False),
    "sides exchanged": in_json("disputes", 0, "sides", to=lambda sides: sides[::-1]),
    "a speaker": in_json("quotes", 0, "speaker", to="The minister"),
    "an event's day": in_json("timeline", 0, "date", to="1900-01-01"),
    "a file in a folder more": lambda text: text.replace(
        "larn/comet.txt", "The minister resigned/larn/comet.txt"
    ),
    "a skipped file": in_json(
        "skipped", to=lambda skipped: [*skipped, {"path": "x", "reason": "minister resigned"}]
    ),
    "nothing skipped": in_json("skipped", to=[]),
    "what is new": in_json("since", to={"new": 8, "updated": 0, "unchanged": 0}),
    "a topic": in_json("missed_topic", to="the minister"),
    "a topic and the signature": both(
        in_json("missed_topic", to="paper mill"),
        in_json("signature", to=lambda text: f"{text}|focus:paper%20mill"),
    ),
    "another day": in_json("generated", to="1999-01-01"),
    "another language": in_json("language", to="de"),
    "another direction": in_json("direction", to="rtl"),
    "a note": lambda text: text.replace('"title"', '"note": "The minister resigned.", "title"', 1),
    "a name twice": lambda text: text.replace('"title"', '"title": "No", "title"', 1),
    "the first schema": in_json("schema", to="brief/1"),
    "the schema of extracts": in_json("schema", to="brief/extracts/1"),
}


# What is no forgery


def on_crlf(text: str) -> str:
    """Return a text as git hands it out where `core.autocrlf` is set."""
    return text.replace("\n", "\r\n")


#: By page, changes that give the page that `brief` makes with these settings, with the reason.
TRUE: Mapping[tuple[str, str], Edit] = {
    ("whole", "an article that was named by another way on the command line"): swap(
        "larn/comet.txt", "larn/../larn/comet.txt", 99
    ),
    ("whole", "an article that was named otherwise on the command line"): swap(
        "larn/comet.txt", "./larn/comet.txt", 99
    ),
    ("whole", "room for a word more, which changes no line"): swap("|words:1000|", "|words:1001|"),
    ("whole", "a day later, wherever it stands"): both(
        swap("2 April 2010 ·", "3 April 2010 ·"), swap("|now:2010-04-02", "|now:2010-04-03")
    ),
    ("whole", "made with other libraries, which make the same page"): rub(
        r"\|with:\w+", "|with:deadbeef"
    ),
    ("topic", "another topic that no article is about, wherever it stands"): both(
        swap("“whale hunting”", "“snow leopard”"), swap("whale%20hunting", "snow%20leopard")
    ),
    ("json", "a day later, wherever it stands"): both(
        in_json("generated", to="2010-04-03"),
        in_json("signature", to=lambda text: text.replace("|now:2010-04-02", "|now:2010-04-03")),
    ),
    ("json", "laid out on one line, names in another order"): lambda text: json.dumps(
        json.loads(text), sort_keys=True
    ),
}


def grown(text: str, times: int = 20_000) -> Iterator[tuple[str, str]]:
    """Yield pages in Markdown that hold far too much of something, each with what it is."""
    row = re.search(r"^\[s8\]: (.*)\n", text, re.MULTILINE)
    assert row
    articles = "".join(f"[s{number}]: {row[1]}\n" for number in range(9, times))
    yield "articles", text.replace("[page]: ", f"{articles}[page]: ")
    places = "".join(f"[c{number}]: larn/comet.txt#char=0,38\n" for number in range(99, times))
    yield "places", text.replace("[s1]: ", f"{places}[s1]: ")
    yield "lines", re.sub(r"^1\. .*\n", lambda line: line[0] * times, text, flags=re.MULTILINE)
    for piece in ("A court ( [", "said: (a, ", "a b ", "[a][c3] · ", "\\[", "(((", "**"):
        yield f"“{piece}”", text.replace("\n1. ", f"\n1. {piece * times}")
    yield "skipped files", text.replace("Skipped: ", f"Skipped: {'x.txt (no) · ' * times}")
    for name in ("since", "weights", "searched", "title", "focus"):
        yield f"folders in {name}", text.replace("|now:", f"|{name}:{'a%2F' * times}|now:")
    yield "folders searched", text.replace("|searched:", f"|searched:{'x%00' * times}")
    yield "names in the signature", text.replace("|now:", f"{'|a:b' * times}|now:")
    yield "empty lines", text.replace("\n\n", "\n" * times)
