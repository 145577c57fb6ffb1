"""The first difference between a page and the page that its articles make, in words."""

from __future__ import annotations

import json

import pytest

from brief.formats.difference import difference, is_of_skipped
from brief.language.apart import apart


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("in 23 days", "in 24 days", ("in 23 days", "in 24 days")),
        (
            "a b c d e 23 days f g h i",
            "a b c d e 24 days f g h i",
            ("… c d e 23 days f g …", "… c d e 24 days f g …"),
        ),
        ("the end is near", "the end", ("the end is near", "the end")),
        ("", "words", ("", "words")),
        ("same", "same", ("same", "same")),
    ],
)
def test_only_the_words_that_differ_are_shown(
    first: str, second: str, shown: tuple[str, str]
) -> None:
    """With three words on either side, so that a reader finds the place."""
    assert apart(first, second) == shown


PAGE = "# Title\n\nIn 23 days. ([1][c1])\n2. A second line.\n3. A third.\n"


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        (
            "23",
            "24",
            "line 3",
            "the page says “In 24 days. ([1][c1])”, its articles give “In 23 days. ([1][c1])”",
        ),
        (
            "2. A second line.\n",
            "",
            "line 4",
            "the page leaves out “2. A second line.”, which its articles give",
        ),
        (
            "3. A third.\n",
            "x\n3. A third.\n",
            "line 5",
            "the page says “x”, which its articles do not give",
        ),
        (
            "3. A third.\n",
            "3. A third.\nmore",
            "line 6",
            "the page says “more”, its articles give “”",
        ),
        (
            "[1][c1]",
            "[1][c2]",
            "line 3",
            "the page says “In 23 days. ([1][c2])”, its articles give “In 23 days. ([1][c1])”",
        ),
        (
            "A second",
            "A\u200b second",
            "line 4",
            "the page says “2. A\\u200b second line.”, its articles give “2. A second line.”",
        ),
    ],
)
def test_the_first_line_that_differs_is_named(old: str, new: str, where: str, said: str) -> None:
    """A line too many, or too few, is said to be that."""
    first = difference(PAGE.replace(old, new), PAGE)
    assert first is not None
    assert first.where == where
    assert str(first) == said


LINES: list[dict[str, object]] = [
    {"text": "a b", "n": 1, "of": None},
    {"text": "c", "n": 2, "of": 3},
]
MADE: dict[str, object] = {
    "title": "T",
    "lines": LINES,
    "skipped": [],
    "digest": "d",
}


@pytest.mark.parametrize(
    ("page", "where"),
    [
        ({**MADE, "title": "U"}, "title"),
        ({**MADE, "extra": 1}, "extra"),
        ({name: value for name, value in MADE.items() if name != "lines"}, "lines"),
        ({**MADE, "lines": LINES[:1]}, "lines[1]"),
        ({**MADE, "lines": [*LINES, 1]}, "lines[2]"),
        (
            {**MADE, "lines": [{"text": "a b", "n": 1.0, "of": None}, MADE["lines"][1]]},
            "lines[0].n",
        ),
        (
            {**MADE, "lines": [{"text": "a b", "n": True, "of": None}, MADE["lines"][1]]},
            "lines[0].n",
        ),
        ({**MADE, "lines": [{"text": "a b", "n": 1, "of": 0}, MADE["lines"][1]]}, "lines[0].of"),
    ],
)
def test_the_first_value_that_differs_is_named(page: object, where: str) -> None:
    """By its place in the object; numbers that are equal to Python are not the same in JSON."""
    first = difference(json.dumps(page), json.dumps(MADE))
    assert first is not None and first.where == where


def test_the_layout_of_json_is_none() -> None:
    """Another order or other white space says the same; a name that stands twice does not."""
    other = json.dumps(dict(reversed(MADE.items())), indent=4)
    assert difference(other, json.dumps(MADE)) is None
    twice = json.dumps(MADE).replace('"title"', '"title": "T", "title"', 1)
    assert difference(twice, json.dumps(MADE)) is not None


def test_only_what_was_skipped_may_differ() -> None:
    """The line above the signature goes where it says that, in the page's language."""
    end = "brief|v:1|page_language:de\n\n[page]: #sha256=00\n"
    with_line = f"# T\n\nAusgelassen: x.png (leer).\\\n{end}"
    assert is_of_skipped(with_line, f"# T\n\n{end}")
    for old, new in [
        ("Ausgelassen", "Gelogen"),
        ("leer", "gelogen"),
        ("x.png", "[x.png](http://evil.example)"),
        (".\\\n", ".\\\n\n"),
        ("(leer)", "leer"),
    ]:
        assert old in with_line
        assert not is_of_skipped(with_line.replace(old, new), f"# T\n\n{end}"), new
