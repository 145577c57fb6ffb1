"""What a news editor wants of a page: small sets of articles, and what must hold of their page.

`cases/choosing.json` was written without a look at how the program chooses.  Of each case it has
the articles and any of these, every string being words of an article, in either case of letters:

- `first`: the first line of "In brief" has one of them; `title`: so has the title;
- `never`: no line of "In brief" has it, nor has the title;
- `told`: of each group, a line has one;
- `once`: of each group, which tells one fact in several articles' words, one line at most has any;
- `apart`: a line with the first does not cite the article named second;
- `differ_never`: no finding under "Where they differ" sets two of a group against each other;
- `rises`: none does so but as a figure and its update.

`fails` says what an earlier version made of the case; whoever mends it takes the mark away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

import brief
from brief.model import Briefing, Citation, Comparison, Dispute, Figure, Reading
from brief.split.sentences import segment

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases" / "choosing.json").read_text("utf-8")
)
KINDS = ("tolls", "states", "voice", "denials", "one event", "neighbours")
#: What a case may ask for.
ASKED = ("first", "title", "never", "told", "once", "apart", "differ_never", "rises")


def has(text: str, words: str) -> bool:
    return words.casefold() in text.casefold()


def has_any(text: str, alternatives: Sequence[str]) -> bool:
    return any(has(text, words) for words in alternatives)


def has_whole(text: str, words: str) -> bool:
    """Say whether a text has words that are no part of longer ones: "12" is not in "120"."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def strings(case: dict[str, Any]) -> Iterator[str]:
    """Yield the words of articles that a case asks for or forbids."""
    for name in ("first", "title", "never"):
        yield from case.get(name, [])
    for name in ("told", "once", "differ_never", "rises"):
        for group in case.get(name, []):
            yield from group
    for words, _ in case.get("apart", []):
        yield words


def write(article: dict[str, Any], folder: Path) -> Path:
    """Write an article as Markdown with front matter, or as text under its headline."""
    path = folder / article["name"]
    text = "\n\n".join(article["paragraphs"])
    if path.suffix == ".txt":
        source = f"{article['title']}\n\n{text}\n"
    else:
        title = json.dumps(article["title"], ensure_ascii=False)
        dated = f"date: {article['date']}\n" if "date" in article else ""
        source = f"---\ntitle: {title}\n{dated}---\n\n{text}\n"
    path.write_text(source, encoding="utf-8")
    return path


def read_of(case: dict[str, Any], folder: Path) -> Reading:
    """Return a case's articles as they are read, in the order of their names."""
    reading = brief.read(sorted(write(article, folder) for article in case["articles"]))
    assert not reading.skipped
    return reading


def page_of(case: dict[str, Any], folder: Path) -> Briefing:
    """Return the page of a case's articles, taken for one story."""
    reading = read_of(case, folder)
    return brief.brief(reading, brief.Config(stories="off"), now=date.fromisoformat(case["now"]))


def faults_of_lines(case: dict[str, Any], made: Briefing) -> Iterator[str]:
    """Yield what is wrong with the title and the lines of "In brief"."""
    texts = [line.text for line in made.in_brief]
    title = made.title.text
    if "title" in case and not has_any(title, case["title"]):
        yield f"title: {title}"
    if "first" in case and not has_any(texts[0] if texts else "", case["first"]):
        yield f"first: {texts[:1]}"
    for words in case.get("never", []):
        yield from (f"never {words!r}: {text}" for text in (title, *texts) if has(text, words))
    for group in case.get("told", []):
        if not any(has_any(text, group) for text in texts):
            yield f"not told: {group}"
    for group in case.get("once", []):
        again = [text for text in texts if has_any(text, group)]
        if len(again) > 1:
            yield f"more than once: {again}"


def faults_of_citations(case: dict[str, Any], made: Briefing) -> Iterator[str]:
    """Yield the lines that cite an article of another event."""
    names = {document.id: Path(document.path).name for document in made.documents}
    for words, name in case.get("apart", []):
        for line in made.in_brief:
            cited = {names[citation.document] for citation in line.citations}
            if has(line.text, words) and name in cited:
                yield f"{name} does not say: {line.text}"


def faults_of_findings(case: dict[str, Any], made: Briefing) -> Iterator[str]:
    """Yield the findings that set against each other what no reader would compare."""
    for finding in made.differ:
        updated = isinstance(finding, Comparison) and finding.updated
        groups = case.get("differ_never", []) + ([] if updated else case.get("rises", []))
        for group in groups:
            for pair in combinations(group, 2):
                if sets_against(finding, *pair):
                    yield f"differ: {[value.text for value in finding.values]}"


def sets_against(finding: Comparison | Dispute, words: str, others: str) -> bool:
    """Say whether a finding has one value with the words and another with the others."""
    holding, against = (
        {place for place, value in enumerate(finding.values) if has_whole(value.text, wanted)}
        for wanted in (words, others)
    )
    return bool(holding and against) and len(holding | against) > 1


def nothing_twice(case: dict[str, Any], texts: set[str]) -> bool:
    """Say whether no two texts tell what only one line may tell."""
    return all(sum(has_any(text, group) for text in texts) <= 1 for group in case.get("once", []))


def faults(case: dict[str, Any], made: Briefing) -> list[str]:
    """Return all that an editor would object to in a page."""
    return [
        *faults_of_lines(case, made),
        *faults_of_citations(case, made),
        *faults_of_findings(case, made),
    ]


def marked(case: dict[str, Any]) -> Any:
    marks = pytest.mark.xfail(reason=case["fails"], strict=True) if "fails" in case else ()
    return pytest.param(case, marks=marks, id=f"{case['kind']}: {case['name']}")


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_the_page_is_what_an_editor_wants(case: dict[str, Any], tmp_path: Path) -> None:
    """The newest state first, each event once, and nothing that is old, denied or an opinion."""
    assert faults(case, page_of(case, tmp_path)) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_cases_are_sound(case: dict[str, Any]) -> None:
    """Each word asked for stands in an article, and nothing is asked for that is forbidden."""
    assert case["kind"] in KINDS
    assert 3 <= len(case["articles"]) <= 7 and any(name in case for name in ASKED)
    titles = [article["title"] for article in case["articles"]]
    paragraphs = [text for article in case["articles"] for text in article["paragraphs"]]
    for words in strings(case):
        assert any(has(text, words) for text in (*titles, *paragraphs)), words
    for words in case.get("title", []):
        assert any(has(title, words) for title in titles), words
    asked = [*case.get("title", []), *case.get("first", [])]
    asked += [words for group in case.get("told", []) for words in group]
    for words in asked:
        assert not has_any(words, case.get("never", [])), words
    names = [article["name"] for article in case["articles"]]
    assert len(set(names)) == len(names)
    assert {name for _, name in case.get("apart", [])} <= {*names}
    assert max(article.get("date", "") for article in case["articles"]) <= case["now"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_editor_could_make_the_page(case: dict[str, Any], tmp_path: Path) -> None:
    """Sentences that a page may have tell all that is asked for, and nothing twice."""
    reading = read_of(case, tmp_path)
    statements = [document.title.text for document in reading.documents if document.title]
    statements += [
        sentence.text for document in reading.documents for sentence in segment(document)
    ]
    allowed = [text for text in statements if not has_any(text, case.get("never", []))]
    asked = [group for group in (case.get("first"), *case.get("told", [])) if group]
    choices = [[text for text in allowed if has_any(text, group)] for group in asked]
    assert all(choices), [group for group, texts in zip(asked, choices, strict=True) if not texts]
    assert any(nothing_twice(case, {*lines}) for lines in product(*choices))


def figure(text: str, start: int) -> Figure:
    return Figure(value=0.0, unit="", text=text, citation=Citation(1, start, start + len(text)))


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["31 houses", "nine people"], True),
        (["Nine", "some 31"], True),
        (["31 houses", "19 people"], False),
        (["131 houses", "nine people"], False),
        (["31 of nine", "4 people"], False),
    ],
)
def test_figures_set_against_each_other(texts: list[str], wanted: bool) -> None:
    """A finding sets two against each other if each is a word of a value of its own."""
    values = tuple(figure(text, start) for start, text in enumerate(texts))
    assert sets_against(Comparison(subject="", values=values), "31", "nine") is wanted


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_six_cases(kind: str) -> None:
    """A kind is more than its sample: six cases at least, in different words."""
    names = [case["name"] for case in CASES if case["kind"] == kind]
    assert len({*names}) == len(names) >= 6
