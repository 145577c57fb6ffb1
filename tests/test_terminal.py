"""Pages on a terminal: typeset to its width, with links, in a pager; and opened in a browser."""

from __future__ import annotations

import os
import re
import select
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from unicodedata import combining

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_briefings import article, briefing, entry, line
from payloads import PAYLOADS
from rich.cells import cell_len
from test_formats import BRIEFINGS, BY_NAME, HOSTILE, Linked, hostile_briefing, with_sections
from test_formats import with_stories as told_in_stories
from work import steps

from brief import formats
from brief.cli import paging
from brief.formats import archived, body, extracts, labels, terminal
from brief.formats.links import digest_definition
from brief.formats.typeset import MEASURE, Window
from brief.language.phrases import languages, phrases
from brief.language.visible import visible
from brief.model import Briefing, Citation, Comparison, Extract, Extracts, Figure, Sentence

ROOT = Path(__file__).parents[1]
WIDTHS = pytest.mark.parametrize("columns", [20, 40, 80, 200])
#: A link of OSC 8 with all that it holds, and a style; nothing else may be sent.
LINK = re.compile(
    r"\x1b\]8;id=([0-9]+);([!-~]*)\x1b\\([^\x1b]*(?:\x1b\[[0-9;]*m[^\x1b]*)*)\x1b\]8;;\x1b\\"
)
STYLE = re.compile(r"\x1b\[[0-9;]*m")
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def shown(sent: str) -> str:
    """Return what a terminal shows of what it is sent; it shows nothing that is not ours."""
    text = STYLE.sub("", LINK.sub(r"\3", sent))
    assert not ACTING.search(text)
    return text


def squeezed(text: str) -> str:
    """Return text without what typesetting adds or takes: spaces, rules, bullets, marks."""
    return re.sub(r"[\s─•\u200f]", "", text)


def expected(made: Briefing) -> str:
    """Return all that a page says, without spaces and without our marks of items."""
    say, markup = phrases(made.language), Linked()
    words, _ = formats.measure(made)
    rows = []
    for row in body.rows(made, markup, words):
        if row.kind == "cells" or row.kind == "head":
            rows.append("".join(row.cells))
        elif row.kind != "rule":
            whole = labels.line_of(row, say, markup)
            rows.append(whole.removeprefix("- ") if row.kind in ("entry", "item") else whole)
    return squeezed("".join(rows))


def window(columns: int = 80, **fields: bool) -> Window:
    return Window(columns=columns, host="desk", **fields)


def all_of(texts: list[str], language: str = "en") -> Iterator[Briefing]:
    made = hostile_briefing(texts, language)
    yield from (made, told_in_stories(made), with_sections(made))


# What is shown


@WIDTHS
@BY_NAME
def test_the_terminal_shows_the_page(name: str, columns: int) -> None:
    """All its words, no line wider than the window or 88 columns, and no code but ours."""
    made = BRIEFINGS[name]
    sent = terminal.render(made, window(columns))
    assert squeezed(shown(sent)) == expected(made)
    assert max(map(cell_len, shown(sent).split("\n"))) <= min(columns, MEASURE)


@settings(max_examples=30)
@given(
    st.lists(HOSTILE, min_size=4, max_size=4),
    st.sampled_from(languages()),
    st.sampled_from([20, 40, 80]),
)
def test_no_article_reaches_the_terminal(texts: list[str], language: str, columns: int) -> None:
    """Whatever articles say, in whatever place: it is text, whole, and within the window."""
    for made in all_of(texts, language):
        sent = terminal.render(made, window(columns))
        assert squeezed(shown(sent)) == expected(made)
        assert max(map(cell_len, shown(sent).split("\n"))) <= columns


@pytest.mark.parametrize("start", range(0, len(PAYLOADS) - 3, 4))
def test_markup_is_text_on_a_terminal(start: int) -> None:
    """What some renderer makes more of is shown as it is."""
    for made in all_of(list(PAYLOADS[start : start + 4])):
        assert squeezed(shown(terminal.render(made, window()))) == expected(made)


RICH = "[red]Rome[/red] [link=https://a.example]x[/link] :smile: [bold]not[/]"


def test_markup_of_rich_is_text() -> None:
    """rich would colour `[red]`, and make a picture of `:smile:`."""
    made = next(all_of([RICH, "b c", "d e", "f g"]))
    assert RICH in shown(terminal.render(made, window(200)))


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/\x1b\\x",
        "https://a.example/\x07x",
        "https://a.example/\x9cx",
        "https://a.example/\x1b]8;;https://b.example\x1b\\x",
        "https://a.example/;id=1;x",
        "https://a.example/ü 漢\u202e",
    ],
    ids=["st", "bel", "c1", "link", "semicolon", "letters"],
)
def test_no_address_ends_its_link(address: str) -> None:
    """What ends the sequence is encoded or gone, and the link leads to the rest."""
    first = article(1, "It rained in Rome.", "It rained in Rome.", url=address)
    sent = terminal.render(briefing((first,), articles=(entry(first),)), window())
    shown(sent)
    found = [where for _, where, _ in LINK.findall(sent)]
    assert found and all(where.startswith("https://a.example/") for where in found)
    assert sent.count("\x1b]8;") == 2 * len(found)


# Links


def test_links_lead_where_those_of_the_page_do() -> None:
    """To the cited words on the web, or to the file, by its whole path and the machine's name."""
    told = article(1, "It rained in Rome. It poured.", "It rained in Rome.", path="news/a b.txt")
    web = article(2, "The Tiber rose.", "The Tiber rose.", url="https://a.example/tiber")
    piped = article(3, "Nobody drowned.", "Nobody drowned.", path="-")
    made = briefing(
        (told, web, piped),
        in_brief=(
            line(told, "It poured."),
            line(web, "The Tiber rose."),
            line(piped, "Nobody drowned."),
        ),
        articles=(entry(told), entry(web), entry(piped)),
    )
    sent = terminal.render(made, window(200))
    file = f"file://desk{os.path.abspath('news')}/a%20b.txt"
    fragment = "https://a.example/tiber#:~:text=The%20Tiber%20rose."
    links = [(where, shown(words)) for _, where, words in LINK.findall(sent)]
    assert links == [
        (file, "It rained in Rome."),
        (file, "1"),
        (fragment, "2"),
        (file, "It rained in Rome."),
        ("https://a.example/tiber", "The Tiber rose."),
    ]


@WIDTHS
def test_a_link_on_two_lines_is_one(columns: int) -> None:
    """Its parts have one number, which no other link has, and each line ends its own."""
    made = BRIEFINGS["stories, some without room"]
    sent = terminal.render(made, window(columns))
    numbers: dict[str, set[str]] = {}
    for row in sent.split("\n"):
        assert row.count("\x1b]8;id=") == row.count("\x1b]8;;\x1b\\")
        for number, where, _ in LINK.findall(row):
            numbers.setdefault(number, set()).add(where)
    assert all(len(addresses) == 1 for addresses in numbers.values())
    assert list(map(int, numbers)) == list(range(1, len(numbers) + 1))


def test_an_address_that_is_too_long_is_cut_to_the_article() -> None:
    """Terminals take 2,083 characters: beyond, the words are left out, or there is no link."""
    sentence = "राम ने कहा कि " * 12 + "बस।"
    page = article(1, sentence, url=f"https://a.example/{'x' * 1950}")
    longer = article(2, "It rained.", url=f"https://a.example/{'x' * 3000}")
    lines = (line(page, sentence), line(longer, "It rained."))
    sent = terminal.render(briefing((page, longer), in_brief=lines), window())
    assert {where for _, where, _ in LINK.findall(sent)} == {page.url}


def test_without_links_the_addresses_are_named() -> None:
    """As in the page as text: below the articles, each with its number."""
    made = BRIEFINGS["river"]
    plain = terminal.render(made, window(linked=False, styled=False))
    assert "\x1b" not in plain
    named = [where for document in made.documents if (where := document.url or document.path)]
    for where in named:
        assert squeezed(visible(where)) in squeezed(plain)


# How it is set


def test_numbers_hang_and_lines_are_full() -> None:
    """Text stands to the right of its number, and no word that had room is on the next line."""
    sentence = "A ferry ran onto the reef at night, and all who were on board were saved."
    told = article(1, f"Ferry on a reef\n\n{sentence}", "Ferry on a reef")
    made = briefing((told,), in_brief=(line(told, sentence),) * 10, articles=(entry(told),))
    rows = shown(terminal.render(made, window(40))).split("\n")
    at = next(n for n, row in enumerate(rows) if row.startswith("10. "))
    assert rows[at - 1].startswith("    ") and rows[at + 1].startswith("    ")
    first = next(row for row in rows if row.startswith(" 1. "))
    rest = rows[rows.index(first) + 1].split()
    assert len(first) + 1 + len(rest[0]) > 40


def test_outlet_and_day_are_not_torn() -> None:
    """A line is broken between them, not within, unless one alone is wider than the window."""
    made = BRIEFINGS["river"]
    two = replace(
        made,
        documents=tuple(replace(d, publisher="South Sea Gazette") for d in made.documents),
    )
    for columns in range(30, 88):
        rows = shown(terminal.render(two, window(columns)))
        assert "South Sea Gazette" in rows
        assert not re.search(r"South\n|Sea\n", rows)


@pytest.mark.parametrize("columns", range(30, 60))
def test_the_places_of_a_statement_stand_behind_its_last_word(columns: int) -> None:
    """No line begins with them, and "line 2" is not torn either."""
    first, second = article(1, "It rained a lot in Rome."), article(2, "It rained a lot in Rome.")
    stated = line(first, "It rained a lot in Rome.", Citation(2, 0, 24))
    entries = (entry(first, shown="line", line=1), entry(second, stated))
    made = briefing((first, second), in_brief=(stated,), articles=entries)
    rows = [row.strip() for row in shown(terminal.render(made, window(columns))).split("\n")]
    assert sum(row.endswith("Rome. (1, 2)") for row in rows) == 1
    assert sum(row.endswith("line 1") for row in rows) == 1


@pytest.mark.parametrize("language", ["de", "en", "fr"])
@pytest.mark.parametrize("linked", [True, False])
def test_a_day_is_not_parted_from_its_places(language: str, linked: bool) -> None:
    """Where values differ, too; what is in the brackets is quiet, and so are they."""
    told = tuple(
        article(n, f"The fire hurt {n} people.", language=language, date=date(2010, 5, 5 + n))
        for n in (1, 2)
    )
    values = tuple(Figure(n, "people", f"{n} people", Citation(n, 14, 22)) for n in (1, 2))
    compared = (Comparison("hurt", values),)
    made = briefing(told, language=language, differ=compared, sections=("differ",))
    for columns in range(30, 60):
        sent = terminal.render(made, window(columns, linked=linked))
        brackets = re.findall(r"\([^()]* 2010[^()]*\)", shown(sent))
        assert len(brackets) == 2 and not any("\n" in each for each in brackets)
        quiet = LINK.sub(r"\3", sent).replace("\x1b[0m\x1b[2m", "")
        assert all(f"\x1b[2m{each}\x1b[0m" in quiet for each in brackets)


@pytest.mark.parametrize("columns", range(30, 60))
def test_how_many_articles_a_story_has_is_no_line_by_itself(columns: int) -> None:
    """It stands behind a word of the title."""
    made = told_in_stories(BRIEFINGS["river"])
    rows = shown(terminal.render(made, window(columns))).split("\n")
    counts = [row for row in rows if re.search(r", \d articles?$", row)]
    assert counts and all(re.match(r"\w+", row) for row in counts)
    assert not any(re.match(r"\d articles?$", row) for row in rows)


def test_the_title_of_an_article_is_set_off_from_what_it_says() -> None:
    """In the list of articles; what is between them, and the place behind, is quiet."""
    told = article(1, "Rain\n\nThe Tiber rose.", "Rain", publisher="Larn Post")
    made = briefing((told,), articles=(entry(told, line(told, "The Tiber rose.")),))
    sent = terminal.render(made, window(linked=False))
    beside = "\x1b[2m, Larn Post, 4 words\x1b[0m"
    assert f"\x1b[1mRain\x1b[0m{beside}: The Tiber rose. \x1b[2m(1)\x1b[0m" in sent


@pytest.mark.parametrize("part", ["x", "a ", "漢", "[", " (", "\\", "`", "] [", "|", "a\u0301"])
def test_long_text_costs_no_more_than_its_length(part: str) -> None:
    """Twice the text is about twice the work, new and from the archive."""

    def pages(times: int) -> int:
        told = article(1, part * times)
        made = briefing((told,), in_brief=(line(told, part * times),))
        page = formats.FORMATS["markdown"].render(made)
        new = steps(lambda: terminal.render(made, window()))
        return new + steps(lambda: archived.render(page, Path(), window()))

    assert pages(4000) < 2.5 * pages(2000)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        (
            "大統領は金曜日、首都で「平和のための新しい合意」に署名したと発表した。市民は歓迎した。"
            * 2,
            21,
        ),
        ("Zażółć gęślą jaźń — e\u0301te\u0301 n\u0303" + "a\u0301" * 60, 20),
        ("👩\u200d🚀" * 30 + " flew", 21),
        ("x" * 10_000, 40),
        ("नमस्ते दुनिया " * 20, 24),
    ],
    ids=["japanese", "combining", "joined", "one word", "devanagari"],
)
def test_characters_stay_whole(text: str, columns: int) -> None:
    """Marks stay with their letters, closing marks do not begin a line, nothing is lost."""
    told = article(1, text)
    made = briefing((told,), in_brief=(line(told, text),))
    out = shown(terminal.render(made, window(columns)))
    assert squeezed(text) in squeezed(out)
    rows = [row.strip() for row in out.split("\n") if row.strip()]
    assert max(map(cell_len, rows)) <= columns
    assert not any(combining(row[0]) or row[0] in "。、」\u200d" for row in rows)


def test_japanese_fills_its_lines() -> None:
    """A script without spaces is broken between characters, behind a word in Latin letters too."""
    text = "NHK 大統領は金曜日、首都で平和のための新しい合意に署名したと発表した。"
    told = article(1, text)
    out = shown(terminal.render(briefing((told,), in_brief=(line(told, text),)), window(30)))
    first = next(row for row in out.split("\n") if "NHK" in row)
    assert cell_len(first) >= 28


def test_right_to_left_begins_each_row_with_a_mark() -> None:
    """But the signature; the terminal does the rest."""
    made = replace(BRIEFINGS["river"], language="he")
    *rows, signature, end = terminal.render(made, window(60)).split("\n")
    assert all(row.startswith("\u200f") for row in rows if row)
    assert not signature.startswith("\u200f") and end == ""


def test_a_wide_table_is_set_in_parts() -> None:
    """Each part has the numbers of the lines, and all articles have a column."""
    documents = tuple(article(number, f"It rained {number} times.") for number in range(1, 41))
    made = briefing(
        documents,
        in_brief=(
            line(documents[0], "It rained 1 times.", Citation(40, 0, 3)),
            line(documents[20], "It rained 21 times."),
        ),
        support=True,
        sections=("support", "articles"),
    )
    out = shown(terminal.render(made, window(40)))
    heads = [row.split()[1:] for row in out.split("\n") if row.lstrip().startswith("Line ")]
    assert [head for row in heads for head in row] == [str(number) for number in range(1, 41)]
    assert len(heads) > 2
    assert out.count("●") == 3


def test_a_page_is_the_same_whatever_the_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a terminal gets depends on its width alone; there is no colour in it."""
    made = BRIEFINGS["river"]
    sent = terminal.render(made, window())
    for name, value in (
        ("NO_COLOR", "1"),
        ("COLUMNS", "33"),
        ("TERM", "dumb"),
        ("FORCE_COLOR", "1"),
    ):
        monkeypatch.setenv(name, value)
    assert terminal.render(made, window()) == sent
    assert not re.search(r"\x1b\[(?:\d+;)*[349]\d[;m]", sent)


def test_extracts_are_typeset_too() -> None:
    """`brief summarise` has headings and links as a page has."""
    text = "It rained in Rome. The Tiber rose by two metres and a bridge was closed."
    told = article(1, text, "It rained in Rome.")
    start = text.index("The Tiber")
    sentence = Sentence(document=1, start=start, end=len(text), text=text[start:])
    made = Extracts(
        extracts=(Extract(1, (sentence,)),),
        documents=(told,),
        skipped=(),
        signature="brief|v:0.2.0|command:summarise",
        budget=60,
    )
    sent = terminal.render_extracts(made, window(40))
    plain = "".join(extracts.lines(made, Linked()))
    assert squeezed(shown(sent)) == squeezed(plain)
    assert "\x1b[1m" in sent and LINK.search(sent)


# Pages of the archive


@settings(max_examples=30)
@given(
    st.lists(HOSTILE, min_size=4, max_size=4),
    st.sampled_from(languages()),
    st.sampled_from([40, 80]),
)
def test_an_archived_page_is_set_as_a_new_one(
    texts: list[str], language: str, columns: int
) -> None:
    """Its Markdown has all that a terminal shows, and leads to the same places."""
    for made in all_of(texts, language):
        page = formats.FORMATS["markdown"].render(made)
        sent = archived.render(page, Path(), window(columns))
        assert sent is not None
        assert squeezed(shown(sent)) == expected(made)
        new = LINK.findall(terminal.render(made, window(columns)))
        assert {where for _, where, _ in LINK.findall(sent)} == {where for _, where, _ in new}


@BY_NAME
def test_an_archived_page_looks_as_a_new_one(name: str) -> None:
    """To the last code."""
    made = BRIEFINGS[name]
    page = formats.FORMATS["markdown"].render(made)
    assert archived.render(page, Path(), window()) == terminal.render(made, window())


@pytest.mark.parametrize(
    "changed",
    [
        lambda page: page.replace("sank", "swam", 1) if "sank" in page else f"x{page}",
        lambda page: f"{page}\nA note of mine.\n",
        lambda page: page.replace("\n", "\r\n"),
        lambda page: "",
        lambda page: "# A title\n\nSome text.\n",
    ],
    ids=["edited", "added", "line ends", "empty", "another's"],
)
def test_what_was_changed_is_not_set(changed: Callable[[str], str]) -> None:
    """A page that somebody has edited may have any form."""
    page = formats.FORMATS["markdown"].render(BRIEFINGS["river"])
    assert archived.render(changed(page), Path(), window()) is None


def test_a_page_made_to_harm_does_not() -> None:
    """A digest is no signature: whoever writes one may write control characters, too."""
    page = (
        "# \x1b]0;x\x07[a\x9b31m][c1] [b][c2] [c][c3]\n\n\x01l1\x02x\x03\n\n| a | b | c |\n| d |\n"
        "\n1. \x1b[2J (x)\n\n"
        '[c1]: https://a.example/\x1b\\#:~:text=x "a.txt#char=0,1"\n'
        '[c2]: javascript:alert#:~:text=x "a.txt#char=0,1"\n'
        "[c3]: a\x07.txt#char=0,1\n"
    )
    sent = archived.render(page + digest_definition(page), Path(), window())
    assert sent is not None and "alert" not in sent
    assert "[2J (x)" in shown(sent)


# On a real terminal


Run = Callable[..., tuple[int, str]]
TEXTS = {
    "ferry.txt": "Ferry sinks off Lesbos\n\nA ferry sank off Lesbos on 3 May 2024, and 14 people"
    " drowned. The coast guard saved 51 others from the water. The captain was arrested on Sunday.",
    "rain.txt": "Rain floods Rome\n\nIt rained for nine days in Rome, and the Tiber rose by two"
    " metres. Three bridges were closed to traffic. The mayor asked people to stay at home.",
    "vote.txt": "Oslo votes for a tram\n\nOslo's council voted by 31 to 28 for a tram to the"
    " airport. It is to cost 900 million crowns. Building begins in March, the mayor said.",
}
PAGE = ("news", "--now", "2026-11-20", "-q")
#: What could change what is shown.
SETTING = ("PAGER", "LESS", "LV", "NO_COLOR", "COLUMNS", "LINES", "BROWSER")


def environment(folder: Path, **changes: str) -> dict[str, str]:
    given = {name: value for name, value in os.environ.items() if name not in SETTING}
    ours = {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(folder / "state")}
    return {**given, "TERM": "xterm-256color", **ours, **changes}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with three articles, and an archive with the page of a day."""
    (tmp_path / "news").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "news" / name).write_text(text, encoding="utf-8")
    (tmp_path / "brief.toml").write_text('[[source]]\nfolder = "news"\n', encoding="utf-8")
    (tmp_path / "briefings").mkdir()
    for name in ("markdown", "html"):
        page = formats.FORMATS[name].render(BRIEFINGS["river"])
        for stem in ("latest", "2026-11-20"):
            path = tmp_path / "briefings" / f"{stem}.{formats.FORMATS[name].suffix}"
            path.write_text(page, encoding="utf-8")
    return tmp_path


@pytest.fixture
def on_terminal(place: Path) -> Run:
    """Run `brief` on a terminal in that folder; return its exit code and what it printed."""

    def call(*words: str, columns: int = 80, rows: int = 500, **changes: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "brief", *words]
        return on_pty(command, place, environment(place, **changes), (rows, columns))

    return call


def on_pty(
    command: list[str], folder: Path, given: dict[str, str], size: tuple[int, int]
) -> tuple[int, str]:
    """Run a command whose output goes to a terminal; return its exit code and what it printed."""
    pty = pytest.importorskip("pty", reason="terminals are simulated on POSIX only")
    import fcntl
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=given,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        out = b"".join(read_all(ours))
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
        os.close(ours)
    assert b"Traceback" not in err, err.decode()
    return process.returncode, out.decode().replace("\r\n", "\n")


def read_all(terminal: int) -> Iterator[bytes]:
    """Yield what is written to a terminal, until nobody can write any more."""
    while select.select([terminal], [], [], 60)[0]:
        try:
            part = os.read(terminal, 65_536)
        except OSError:  # what Linux says then
            return
        if not part:
            return
        yield part
    pytest.fail("nothing is written any more, and nothing ends")


def piped(
    folder: Path, *words: str, check: bool = True, **changes: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "brief", *words],
        cwd=folder,
        env=environment(folder, **changes),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=check,
    )


@pytest.mark.parametrize("columns", [40, 200])
def test_a_page_fits_the_terminal(on_terminal: Run, columns: int, place: Path) -> None:
    """The command takes the width of the window, and all that the page says is there."""
    code, sent = on_terminal(*PAGE, columns=columns)
    rows = shown(sent).split("\n")
    assert code == 0
    assert min(columns, MEASURE) - 20 < max(map(cell_len, rows)) <= min(columns, MEASURE)
    text = piped(place, *PAGE, "--format", "text").stdout
    said = (row.removeprefix("- ") for row in text.split("\n") if ") news/" not in row)
    assert squeezed(shown(sent)) == squeezed("".join(said))
    assert f"file://{os.uname().nodename}{place.resolve()}/news/ferry.txt" in sent


def test_a_pipe_gets_markdown(on_terminal: Run, place: Path) -> None:
    """As it is; and so does a terminal for which a format was asked, by name or by a file."""
    page = piped(place, *PAGE).stdout
    assert page.startswith("# ") and "\x1b" not in page
    assert on_terminal(*PAGE, "--format", "markdown") == (0, page)
    assert on_terminal(*PAGE, "-o", "page.md") == (0, "")
    assert (place / "page.md").read_text(encoding="utf-8") == page


def test_extracts_fit_the_terminal(on_terminal: Run) -> None:
    """`brief summarise` too has no line that is wider, and a pager where it is long."""
    code, sent = on_terminal("summarise", "news", "-q", columns=40)
    assert code == 0 and "drowned." in shown(sent)
    assert max(map(cell_len, shown(sent).split("\n"))) <= 40
    assert on_terminal("summarise", "news", "-q", rows=5, PAGER="true") == (0, "")
    assert on_terminal("summarise", "news", "-q", "--no-pager", columns=40, rows=5) == (0, sent)


def test_a_pipe_does_without_rich(place: Path) -> None:
    """It takes a tenth of a second to load."""
    program = (
        "import sys; from brief.cli import main; code = main(['news', '-q']);"
        "print(code, 'rich' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=place,
        env=environment(place),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == "0 False\n"


@pytest.mark.parametrize("kind", ["dumb", "unknown", ""])
def test_a_dumb_terminal_gets_text(on_terminal: Run, kind: str) -> None:
    """Wrapped as elsewhere, without any code, and no pager, which would complain."""
    code, sent = on_terminal("show", columns=60, rows=5, TERM=kind, PAGER="true")
    assert code == 0 and "\x1b" not in sent
    assert squeezed(sent) == expected(BRIEFINGS["river"])


def test_no_color_takes_away_colours_only(on_terminal: Run) -> None:
    """As https://no-color.org has it: bold text is none."""
    _, sent = on_terminal("show", NO_COLOR="1")
    assert "\x1b[1m" in sent
    assert not re.search(r"\x1b\[(?:\d+;)*[349]\d[;m]", sent)


# The pager


@pytest.fixture
def pager(place: Path) -> str:
    """A pager that keeps what it is given, and says what it was told."""
    script = place / "my pager"
    script.write_text(
        f'#!/bin/sh\ncat > "{place}/paged"\necho "$1 LESS=$LESS LV=$LV" > "{place}/told"\n'
    )
    script.chmod(0o755)
    return f"'{script}'"


def test_a_long_page_goes_to_the_pager(on_terminal: Run, pager: str, place: Path) -> None:
    """That of PAGER, a line for the shell; it gets what the terminal would, but no links."""
    _, whole = on_terminal("show")
    assert on_terminal("show", rows=10, PAGER=f"{pager} -x") == (0, "")
    paged = (place / "paged").read_text(encoding="utf-8")
    assert shown(paged) == shown(whole)
    assert "\x1b[1m" in paged and "\x1b]" not in paged
    assert (place / "told").read_text() == "-x LESS=FRX LV=-c\n"
    on_terminal("show", rows=10, PAGER=pager, LESS="-i", LV="-a")
    assert (place / "told").read_text() == " LESS=-R -i LV=-a\n"


def test_a_new_page_goes_to_the_pager(on_terminal: Run, pager: str, place: Path) -> None:
    """As one of the archive does."""
    assert on_terminal(*PAGE, rows=10, PAGER=pager) == (0, "")
    assert "drowned." in (place / "paged").read_text(encoding="utf-8")


def test_a_page_that_fits_needs_no_pager(on_terminal: Run, pager: str, place: Path) -> None:
    """The last line of the screen is the shell's."""
    _, whole = on_terminal("show")
    lines = whole.count("\n")
    assert on_terminal("show", rows=lines + 1, PAGER=pager) == (0, whole)
    assert not (place / "paged").exists()
    assert on_terminal("show", rows=lines, PAGER=pager) == (0, "")
    assert (place / "paged").exists()


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (["--no-pager"], {}),
        ([], {"PAGER": "cat"}),
        ([], {"PAGER": ""}),
        ([], {"PATH": "/nonexistent"}),
        ([], {"PAGER": "/nonexistent/pager --x 2> /dev/null"}),
        ([], {"PAGER": "exec /etc/passwd 2> /dev/null"}),
    ],
    ids=["asked", "cat", "empty", "none", "gone", "not to be run"],
)
def test_without_a_pager_all_is_printed(
    on_terminal: Run, words: list[str], changes: dict[str, str]
) -> None:
    """Where none is wanted or there is none, and where it cannot be run, which is no error."""
    whole = on_terminal("show")
    assert on_terminal("show", *words, rows=10, **changes) == whole


@pytest.mark.parametrize("left", ["true", "head -c 3 > /dev/null", "kill -TERM $$"])
def test_a_pager_that_is_left_early_is_no_error(on_terminal: Run, left: str) -> None:
    """Whoever leaves it has read enough."""
    assert on_terminal("show", rows=10, PAGER=left) == (0, "")


def test_a_pager_that_does_not_read_all_is_no_error() -> None:
    """More than a pipe holds is lost without a word."""
    assert paging._shown_by("exit 0", "x\n" * 1_000_000)


@pytest.mark.parametrize(
    ("said", "links"),
    [
        ("less 608 (POSIX regular expressions)", True),
        ("less 551 (GNU regular expressions)", False),
        ("BusyBox v1.36", False),
    ],
)
def test_links_go_through_less_that_knows_them(
    on_terminal: Run, place: Path, said: str, links: bool
) -> None:
    """Older ones, and other pagers, show their codes as text."""
    less = place / "bin" / "less"
    less.parent.mkdir()
    version = f'[ "$1" = --version ] && echo "{said}" && exit'
    less.write_text(f'#!/bin/sh\n{version}\ncat > "{place}/paged"\n')
    less.chmod(0o755)
    path = f"{less.parent}{os.pathsep}{os.environ['PATH']}"
    assert on_terminal("show", rows=10, PATH=path) == (0, "")
    assert bool(LINK.search((place / "paged").read_text(encoding="utf-8"))) is links


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not on this machine")
def test_less_shows_the_page_as_it_is(place: Path) -> None:
    """The real one hands styles and links on, and waits for no key where all fits the screen."""
    sent = terminal.render(BRIEFINGS["river"], window())
    (place / "sent").write_text(sent, encoding="utf-8")
    program = (
        "import pathlib, sys; from brief.cli import paging;"
        "sys.exit(not paging._shown_by('less', pathlib.Path('sent').read_text('utf-8')))"
    )
    code, out = on_pty([sys.executable, "-c", program], place, environment(place), (500, 80))
    assert code == 0 and "ESC" not in out
    assert [link[1] for link in LINK.findall(out)] == [link[1] for link in LINK.findall(sent)]


# The archive


def test_show_typesets_what_the_archive_has(on_terminal: Run, place: Path) -> None:
    """As a new page, its links leading from where it lies; a pipe gets it as it is."""
    page = (place / "briefings" / "latest.md").read_text(encoding="utf-8")
    for words in (["show"], ["show", "2026-11-20"]):
        assert piped(place, *words).stdout == page
        code, sent = on_terminal(*words, columns=60)
        assert code == 0
        assert squeezed(shown(sent)) == expected(BRIEFINGS["river"])
        assert max(map(cell_len, shown(sent).split("\n"))) <= 60
        assert f"file://{os.uname().nodename}{place.resolve()}/briefings/inputs/" in sent


def test_show_prints_a_changed_page_as_it_stands(on_terminal: Run, place: Path) -> None:
    """But nothing that a terminal would obey."""
    path = place / "briefings" / "2026-11-20.md"
    page = path.read_text(encoding="utf-8")
    path.write_text(f"{page}A\tnote \x1b[31mof mine.\n", encoding="utf-8")
    assert on_terminal("show", "2026-11-20") == (0, f"{page}A       note \ufffd[31mof mine.\n")


@pytest.fixture
def browser(place: Path) -> dict[str, str]:
    """A browser that keeps the addresses it is given."""
    script = place / "browser"
    script.write_text(f'#!/bin/sh\necho "$@" >> "{place}/opened"\n')
    script.chmod(0o755)
    return {"BROWSER": str(script)}


def opening(folder: Path, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return piped(folder, "open", *words, check=False, **changes)


@pytest.mark.parametrize(
    ("words", "name"), [([], "latest.html"), (["2026-11-20"], "2026-11-20.html")]
)
def test_open_opens_the_page_in_the_browser(
    place: Path, browser: dict[str, str], words: list[str], name: str
) -> None:
    """The latest, or that of a day, by its whole path."""
    done = opening(place, *words, **browser)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    address = (place.resolve() / "briefings" / name).as_uri()
    assert (place / "opened").read_text(encoding="utf-8") == f"{address}\n"


def test_open_takes_a_day_for_its_week(place: Path, browser: dict[str, str]) -> None:
    """As `brief show` does."""
    (place / "brief.toml").write_text('period = "week"\n[[source]]\nfolder = "news"\n', "utf-8")
    page = place / "briefings" / "latest.html"
    page.rename(page.with_name("2026-W47.html"))
    assert opening(place, "2026-11-20", **browser).returncode == 0
    assert (place / "opened").read_text(encoding="utf-8").endswith("/2026-W47.html\n")


def _another_page(page: Path) -> None:
    page.write_text("<!doctype html><title>x</title><script>alert(1)</script>", encoding="utf-8")


def _markdown(page: Path) -> None:
    shutil.copy(page.with_suffix(".md"), page)


def _added(page: Path) -> None:
    page.write_text(page.read_text(encoding="utf-8") + "<script>alert(1)</script>\n", "utf-8")


def _elsewhere(page: Path) -> None:
    page.rename(page.parents[1] / "page.html")
    page.symlink_to(page.parents[1] / "page.html")


def _folder(page: Path) -> None:
    page.unlink()
    page.mkdir()


def _pipe(page: Path) -> None:
    page.unlink()
    os.mkfifo(page)


@pytest.mark.parametrize("spoil", [_another_page, _markdown, _added, _elsewhere, _folder, _pipe])
def test_open_opens_only_pages_of_ours(
    place: Path, browser: dict[str, str], spoil: Callable[[Path], None]
) -> None:
    """Nothing that somebody has put in the place of one, and no file outside the archive."""
    spoil(place / "briefings" / "latest.html")
    done = opening(place, **browser)
    assert done.returncode == 2
    assert "latest.html: this is no page of the archive; move it away" in done.stderr
    assert not (place / "opened").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2026-01-01"], "there is no such page; see brief log"),
        (["2026-11-20"], 'not in the archive as HTML; add "html" to formats in brief.toml'),
        (["../x"], "'../x' is no period; write it as 2026-11-20"),
    ],
)
def test_open_says_what_to_do_where_there_is_no_page(
    place: Path, browser: dict[str, str], words: list[str], said: str
) -> None:
    """Which is to see the log, or to have pages written as HTML."""
    (place / "briefings" / "2026-11-20.html").unlink()
    done = opening(place, *words, **browser)
    assert done.returncode == 2 and said in done.stderr
    assert not (place / "opened").exists()


def test_open_names_the_page_where_there_is_no_browser(place: Path) -> None:
    """On a server; the code tells that nothing was opened."""
    done = opening(place, BROWSER="/nonexistent/browser", PATH="/nonexistent", DISPLAY="")
    assert done.returncode == 2
    assert done.stdout == f"{(place.resolve() / 'briefings' / 'latest.html').as_uri()}\n"
    assert "no browser could be opened" in done.stderr
