"""What a reader does not want to hear of: left out, counted, and left out again when proven."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_briefings import article

from brief.cli import main
from brief.errors import NothingToBrief, UsageError
from brief.language.phrases import languages
from brief.model import Kind, Reading
from brief.pipeline import brief, read, render
from brief.pipeline.muting import muted
from brief.settings.page_options import Config
from brief.settings.run_options import Settings
from brief.settings.signature import from_signature

FLOOD = (
    "Twelve people drowned when the river Orlin broke its banks on Tuesday night, the mayor of Helm"
    " said, and the bridge to the other bank has been closed since then."
)
MATCH = (
    "Helm United beat Larn 3-1 on Saturday, and its captain John Reed scored twice before the break"
    " in front of 4,000 people, the club said."
)
NOW = date(2026, 11, 20)
NAMES = ("rn", "sk", "lm", "nd", "st", "rk", "lt", "mp", "rd")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "flood.md").write_text(f"# Flood at Helm\n\n{FLOOD}\n")
    (tmp_path / "in" / "match.md").write_text(
        f"---\npublisher: Larn Sport\nurl: https://www.larnsport.example/a\n---\n"
        f"# Football: Helm United win\n\n{MATCH}\n"
    )
    return tmp_path


@pytest.mark.parametrize(
    "word",
    [
        *("football", "FOOTBALL", "Helm United", "helm  united", "larn sport", "Larn Sport"),
        *("www.larnsport.example", "larnsport.example"),
    ],
)
def test_a_word_an_outlet_or_a_host_is_muted(word: str, folder: Path) -> None:
    """The article is not on the page, which counts it in one line."""
    page = brief(read(["in"]), Config(mute=(word,)), now=NOW)
    assert [document.path for document in page.documents] == ["in/flood.md"]
    text = render(page, "markdown")
    assert "beat Larn" not in text
    assert len(re.findall("match.md", text)) == 1


@pytest.mark.parametrize("word", ["foot", "Larn", "ball", "sport", "example", "Orlin", "captain"])
def test_parts_of_words_and_words_of_the_text_are_not_muted(word: str, folder: Path) -> None:
    """Only whole words of the title, and whole names of outlets, mute an article."""
    assert len(brief(read(["in"]), Config(mute=(word,)), now=NOW).documents) == 2


@pytest.mark.parametrize("form", ["md", "json", "html"])
def test_a_page_with_muted_articles_is_proven(
    form: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The signature names what was muted, so that `verify` leaves the same out."""
    out = f"page.{form}"
    assert main(["in", "--mute", "football", "--mute", "chess", "-o", out]) == 0
    assert "muted: football" in capsys.readouterr().err
    assert main(["verify", out]) == 0


def test_a_muted_page_that_says_otherwise_is_forged(folder: Path) -> None:
    """Who writes that another article was muted is found out."""
    assert main(["in", "--mute", "football", "-o", "page.md"]) == 0
    text = Path("page.md").read_text()
    Path("page.md").write_text(text.replace("match.md", "other.md"))
    assert main(["verify", "page.md"]) != 0


def test_nothing_left_is_an_error_that_says_so(folder: Path) -> None:
    """A page on which everything is muted is none."""
    with pytest.raises(NothingToBrief, match="every article is muted; mute less"):
        brief(read(["in"]), Config(mute=("football", "flood")), now=NOW)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("a", "b"), ("a", "b")),
        (["a", "a"], ("a",)),
        ("a; b c", ("a", "b c")),
        ((), ()),
    ],
)
def test_words_are_given_as_a_list(given: object, expected: tuple[str, ...]) -> None:
    """Each counts once; the signature gives them back."""
    config = Config(mute=given)  # type: ignore[arg-type]
    assert config.mute == expected
    signed = "brief|v:0.2.0|method:coverage|words:600|now:2026-11-20"
    again = from_signature(f"{signed}|mute:{'%3B'.join(expected)}" if expected else signed)
    assert again.mute == expected


@pytest.mark.parametrize("given", [5, [5], ("",), ("a;b",), ("a" * 300,), ("a\x1b",)])
def test_what_is_no_word_is_refused(given: object) -> None:
    """A value that can mute nothing is named with what may be given."""
    with pytest.raises(UsageError) as refused:
        Config(mute=given)  # type: ignore[arg-type]
    assert refused.value.where == "mute"
    assert refused.value.advice


@pytest.mark.parametrize("language", languages())
def test_every_language_says_what_is_muted(language: str, folder: Path) -> None:
    """The line of skipped articles says the word in each language."""
    page = brief(read(["in"]), Config(mute=("football",), page_language=language), now=NOW)
    row = next(row for row in render(page, "markdown").splitlines() if "match.md" in row)
    assert "football" in row
    assert ("muted" in row) == (language == "en")


def test_a_briefing_mutes_in_its_settings() -> None:
    """`mute` in brief.toml is that of its pages."""
    assert Settings(page=Config(mute=("football",))).page.mute == ("football",)


@given(st.lists(st.text(min_size=1, max_size=20), max_size=4), st.text(max_size=60))
def test_any_word_may_be_muted(words: list[str], title: str) -> None:
    """No word acts as a pattern, and a title that is a word is muted by it."""
    document = article(1, f"x{title} {FLOOD}", f"x{title}" if title.strip() else None)
    skipped = muted(document, words)
    assert skipped is None or skipped.reason.startswith("muted: ")
    if document.title and (name := document.title.text.strip()).isalnum():
        assert muted(document, (name,))


def test_a_set_without_muted_articles_stays_as_it_is(folder: Path) -> None:
    """Nothing is numbered anew where nothing is muted."""
    reading = read(["in"])
    page = brief(reading, Config(mute=("chess",)), now=NOW)
    assert page.documents == brief(Reading(reading.documents), Config(), now=NOW).documents


def test_what_is_muted_is_not_counted_among_a_large_set() -> None:
    """Whether a repeated line is furniture is the same of the page's own articles, read again."""
    towns = [
        f"{first}{second}{third}" for first in "BDFGKLM" for second in "aeiou" for third in NAMES
    ]
    hurt = "No one was hurt in any of these, the officials of the county said."
    contents: dict[str, bytes] = {}
    for place, town in enumerate(towns[:310]):
        title = "Football" if place >= 290 else "Fire"
        text = f"A barn burned down near {town} on Monday with all its hay, 40 bales, and the owner"
        text += f" said that it had stood there for a hundred years.\n\n{hurt if place < 3 else ''}"
        contents[f"{place:03}.md"] = f"# {title} in {town}\n\n{text}\n".encode()
    left = {path: content for path, content in contents.items() if path < "290.md"}
    whole = read([], Config(mute=("football",)), fetched=contents)
    assert whole.documents == read([], fetched=left).documents
    assert len(whole) == 290
    kinds = [block.kind for document in whole for block in document.blocks]
    assert kinds.count(Kind.BOILERPLATE) == 3
