"""Options of a page: what is taken, what is refused, and the signature that names them."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief import formats
from brief.errors import UsageError
from brief.score import RANKERS
from brief.settings.libraries import libraries
from brief.settings.options import options
from brief.settings.page_options import METHODS, SUFFIXES, Config
from brief.settings.signature import from_signature, signature

NOW = date(2026, 11, 20)

REFUSED = [
    ({"words": 99}, "words: 99 is out of bounds; give 100 to 10000"),
    ({"words": 10_001}, "words: 10001 is out of bounds; give 100 to 10000"),
    ({"words": "many"}, "words: 'many' is not a whole number; give 100 to 10000"),
    ({"words": "4e2"}, "words: '4e2' is not a whole number; give 100 to 10000"),
    ({"words": 99.5}, "words: 99.5 is not a whole number; give 100 to 10000"),
    ({"words": True}, "words: True is not a whole number; give 100 to 10000"),
    ({"method": "lexrnk"}, "method: no such choice: 'lexrnk'; did you mean lexrank?"),
    ({"method": "LSA"}, "method: no such choice: 'LSA'; did you mean sumy-lsa?"),
    ({"format": "docx"}, "format: no such choice: 'docx'; choose from markdown, json, text, html"),
    ({"language": "english"}, "language: 'english' is no ISO 639-1 code; did you mean en?"),
    ({"language": "xx"}, "language: 'xx' is no ISO 639-1 code; give two letters, such as en or de"),
    ({"now": "20.11.2026"}, "now: '20.11.2026' is not a date; write it as 2026-11-20"),
    ({"now": datetime(2026, 11, 20, 7)}, "is not a date"),
    ({"title": " \n "}, "title: is empty or holds control characters; give a line of text"),
    ({"focus": "\x1b[31m"}, "focus: is empty or holds control characters; give a line of text"),
    ({"title": "\udcff"}, "title: is empty or holds control characters; give a line of text"),
    ({"title": "x" * 201}, "title: is 201 characters long; give at most 200"),
    ({"strict": "yes"}, "strict: 'yes' is neither true nor false"),
    ({"output": ""}, "output: is no file name; name the file to write"),
    ({"output": "a.docx"}, "output a.docx: no format is known for .docx; use .md"),
]


@pytest.mark.parametrize(("values", "message"), REFUSED)
def test_wrong_value_is_refused(values: dict[str, object], message: str) -> None:
    """A value that cannot be is answered with the option, the value and what may be given."""
    with pytest.raises(UsageError, match=re.escape(message)) as refused:
        Config(**values)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("values", "name", "expected"),
    [
        ({"words": "100"}, "words", 100),
        ({"words": 120}, "words", 120),
        ({"words": 10_000}, "words", 10_000),
        ({"language": "DE"}, "language", "de"),
        ({"now": "2026-11-20"}, "now", NOW),
        ({"focus": " prisoners'\n health "}, "focus", "prisoners' health"),
        ({"title": "می‌خواهم"}, "title", "می‌خواهم"),
        ({"output": "page.md"}, "output", Path("page.md")),
    ],
)
def test_text_is_taken_as_a_command_line_gives_it(
    values: dict[str, object], name: str, expected: object
) -> None:
    """A value may come as text, and is the value afterwards."""
    assert getattr(Config(**values), name) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "markdown"),
        ({"output": "page"}, "markdown"),
        ({"output": "page.JSON"}, "json"),
        ({"output": "page.txt"}, "text"),
        ({"output": "page.docx", "format": "text"}, "text"),
        ({"output": "page.json", "format": "markdown"}, "markdown"),
    ],
)
def test_format_is_asked_for_or_told_by_the_suffix(
    values: dict[str, object], expected: str
) -> None:
    """`--format` decides, then the output's suffix, then it is Markdown."""
    assert Config(**values).page_format() == expected


def test_defaults_are_valid_and_explained() -> None:
    """Every option has help, and its default is one of its own values."""
    Config()
    for name, (option, _) in options(Config).items():
        assert option.help.endswith("."), name


def test_formats_are_those_that_can_be_written() -> None:
    """Whatever `--format` or a suffix asks for, there is a module that renders it."""
    assert options(Config)["format"][0].choices == tuple(formats.EVERY)
    assert set(SUFFIXES.values()) <= set(formats.EVERY)


def test_methods_are_those_that_can_rank() -> None:
    """Whatever `--method` offers can rank; `headlines` are ranked as `leads` are."""
    assert set(METHODS) - {"headlines"} <= set(RANKERS)


def test_signature_names_what_changes_the_page() -> None:
    """The signature is one line with version, method, budget, articles, day, and the rest."""
    made = signature(Config(words=100, focus="a|b: c"), "0.1.0", ["bb", "aa"], NOW)
    assert made == (
        f"brief|v:0.1.0|with:{libraries()}|method:coverage|words:100|articles:2|set:80c0d5c7|now:2026-11-20"
        "|focus:a%7Cb%3A%20c"
    )


def test_signature_does_not_depend_on_the_order_of_articles() -> None:
    """The same set of articles in another order has the same signature, another set has not."""
    shas = ["0" * 64, "1" * 64, "2" * 64]
    first = signature(Config(), "1", shas, NOW)
    assert first == signature(Config(), "1", shas[::-1], NOW)
    assert first != signature(Config(), "1", [*shas[:2], "3" * 64], NOW)


LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), max_size=200
).filter(str.strip)


@given(
    st.builds(
        Config,
        words=st.integers(100, 10_000),
        method=st.sampled_from(METHODS),
        focus=st.none() | LINES,
        title=st.none() | LINES,
        language=st.none() | st.sampled_from(["en", "de", "zh"]),
        sources=st.booleans(),
        now=st.dates(),
    )
)
def test_signature_gives_the_options_back(config: Config) -> None:
    """Whatever the options, the signature is one line of ASCII that leads back to them."""
    assert config.now is not None
    made = signature(config, "0.1.0", ["aa"], config.now)
    assert made.isascii() and made.isprintable() and " " not in made
    assert from_signature(made) == config


@pytest.mark.parametrize("text", ["", "brief", "sumy|v:1", "brief|v", "brief|words:5"])
def test_what_is_no_signature_is_refused(text: str) -> None:
    """A line that no version of brief wrote is refused, unless it is merely bare."""
    if text == "brief":
        assert from_signature(text) == Config()
    else:
        with pytest.raises(UsageError):
            from_signature(text)
