"""Fifty bad files or sources of a kind are one message; each is named where that is asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from brief.cli import main
from brief.cli.screen import Log
from brief.cli.unattended import warn_of
from brief.formats.skipped import messages
from brief.model import Skipped
from brief.run import Outcome

ARTICLE = (
    "# Flood at Helm {0}\n\nTwelve people drowned when the river Orlin broke its banks on Tuesday,"
    " the mayor of Helm said, and bridge {0} to the other bank has been closed since then.\n"
)
MANY = 50
#: Bad files by the beginnings of their names: suffix and content.
BAD = {
    "empty": (".md", b""),
    "short": (".txt", b"Two words."),
    "torn": (".pdf", b"%PDF-1.4\nrubbish"),
    "zip": (".docx", b"PK\x03\x04 rubbish"),
    "binary": (".txt", bytes(range(256)) * 8),
    "menu": (".html", b"<html><body><nav><a href=x>x</a></nav></body></html>"),
    "picture": (".png", b"\x89PNG\r\n\x1a\n"),
    "chinese": (".txt", "这是一个测试文章，讲述了很多事情。".encode() * 30),
}
#: The same of sources: what stands in their `[[source]]`.
SOURCES = {
    "gone": 'folder = "gone{0}"',
    "none": 'opml = "none{0}.opml"',
    "mail": 'mbox = "mail{0}.mbox"',
    "inward": 'feed = "http://127.0.0.1:9/{0}.xml"',
}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [(f"{name}.txt", "empty; remove it") for name in "abcdefghijkl"],
            ["a.txt, b.txt, c.txt and 9 more: empty; remove it"],
        ),
        (
            [("a", "a: no such file"), ("b", "/home/b: no such file"), ("c", "c: a link")],
            ["a, b: no such file", "c: c: a link"],
        ),
        ([("a", "too little (1 word)"), ("b", "too little (9 words)")], ["a, b: too little"]),
        ([("a", "b: no such file"), ("b", "c: no such file")], None),
    ],
    ids=["reason", "own path", "counts", "other path"],
)
def test_one_reason_is_one_message(rows: list[tuple[str, str]], expected: list[str] | None) -> None:
    """What differs only in its own path or in counts is of one kind; the rest stays apart."""
    assert messages(Skipped(*row) for row in rows) == (
        expected or [f"{path}: {reason}" for path, reason in rows]
    )


@pytest.fixture
def home(tmp_path: Path, loopback: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder `in` with three articles among fifty bad files of each kind, and settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "in").mkdir()
    for number in range(MANY):
        for name, (suffix, content) in BAD.items():
            (tmp_path / "in" / f"{name}{number:02}{suffix}").write_bytes(content)
    for number in range(3):
        (tmp_path / "in" / f"good{number}.md").write_text(ARTICLE.format(number))
    configure(tmp_path, 'folder = "in"\nlimit = 1000')
    return tmp_path


def configure(home: Path, *sources: str) -> None:
    rows = "".join(f"[[source]]\n{source}\n" for source in sources)
    (home / "brief.toml").write_text(f'limit = 1000\nformats = ["json"]\n{rows}')


def many_sources() -> list[str]:
    return [line.format(number) for number in range(MANY) for line in SOURCES.values()]


@pytest.mark.parametrize(
    ("words", "made"),
    [(["in", "-o", "page.json"], 1), (["summarise", "in", "-o", "page.json"], 1), (["run"], 1)],
    ids=["page", "summarise", "run"],
)
def test_bad_files_are_a_message_a_kind(
    words: list[str], made: int, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Four hundred bad files are a line for each reason, with examples and how many more."""
    assert main(words) == 0
    rows = capsys.readouterr().err.splitlines()
    assert len(rows) == len(BAD) + made
    for name in set(BAD) - {"picture"}:
        row = next(row for row in rows if f"{name}00" in row)
        assert f"{name}01" in row and f"{name}02" in row and f" and {MANY - 3} more: " in row
        assert f"{name}03" not in row
    assert any(f"skipped {MANY} .png: not articles" in row for row in rows)


@pytest.mark.parametrize(
    "words", [["in"], ["summarise", "in"], ["run"]], ids=lambda words: words[0]
)
def test_each_bad_file_is_named_where_asked_for(
    words: list[str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under -v nothing is lost: a line for each file, with its reason."""
    assert main([*words, "-v"]) == 0
    err = capsys.readouterr().err
    for name, (suffix, _) in BAD.items():
        assert all(f"skipped in/{name}{number:02}{suffix}: " in err for number in range(MANY))


def test_the_page_in_json_names_each(home: Path) -> None:
    """Who reads the page by machine has every file and every reason."""
    assert main(["in", "-q", "-o", "page.json"]) == 0
    skipped = json.loads((home / "page.json").read_text())["skipped"]
    assert len(skipped) == MANY * len(BAD)


def test_quiet_runs_say_nothing_of_bad_files(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cron would mail each morning stands on the page."""
    assert main(["run", "-q"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "words", [["run", "--dry-run"], ["run"], ["check"]], ids=["dry run", "run", "check"]
)
def test_failing_sources_are_a_message_a_kind(
    words: list[str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two hundred sources that fail for four reasons are four messages."""
    configure(home, 'folder = "in"', *many_sources())
    main(words)
    told = "".join(capsys.readouterr())
    for first in ("gone0", "none0.opml", "mail0.mbox", "127.0.0.1:9/0.xml"):
        assert len([row for row in told.splitlines() if first in row]) == 1
    assert told.count(f" and {MANY - 3} more: ") >= len(SOURCES)
    assert len(told.splitlines()) < 25


def test_sources_that_fail_for_days_are_a_message_a_kind(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are warned of after three runs, and not told twice."""
    configure(home, 'folder = "in"', *many_sources())
    for day in (1, 2, 3):
        main(["run", "--now", f"2026-11-0{day}T07:00"])
        rows = capsys.readouterr().err.splitlines()
    assert len([row for row in rows if "failed three runs in a row: " in row]) == len(SOURCES)
    assert len([row for row in rows if "gone0" in row]) == 1


@pytest.mark.parametrize("flag", ["-v", "--log-format=json"])
def test_the_log_names_each_source(
    flag: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log that is kept, or read by machine, has a line for each."""
    configure(home, 'folder = "in"', *many_sources())
    assert main(["run", "--dry-run", flag]) == 0
    err = capsys.readouterr().err
    assert all(f"cannot be read: gone{number}: " in err for number in range(MANY))


def test_no_source_at_all_is_one_message(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where everything fails, the error still fits a screen."""
    configure(home, *many_sources())
    assert main(["run"]) == 2
    err = capsys.readouterr().err
    assert "no source could be read: gone0, gone1, gone2 and 47 more (" in err
    assert len(err) < 800


def test_check_names_each_source_where_asked_for(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`brief check -v` has a line for each source that fails, with what to do."""
    configure(home, *many_sources())
    assert main(["check", "-v"]) == 2
    rows = capsys.readouterr().out.splitlines()
    assert len([row for row in rows if row.startswith("source gone")]) == MANY
    assert all("; " in row for row in rows if row.startswith("source "))


def test_deliveries_that_fail_alike_are_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    """Fifty recipients that one server refuses are one line; a message without a place stays."""
    failures = [f"mail {number}@example.org: refused; try again later" for number in range(MANY)]
    notes = ("nothing old is removed", "a: is damaged", "b: is damaged")
    outcome = Outcome(what="page", period="2026-11-25", failures=tuple(failures), notes=notes)
    warn_of(outcome, Log())
    rows = [row.partition(" : ")[2] for row in capsys.readouterr().err.splitlines()]
    assert rows == [
        "nothing old is removed",
        "a, b: is damaged",
        "mail 0@example.org, mail 1@example.org, mail 2@example.org and 47 more: refused; try again"
        " later",
    ]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda path: path.write_text(f"{path.read_text()}more\n"), "the source has changed"),
        (os.remove, "articles are not in ."),
    ],
    ids=["changed", "gone"],
)
def test_verify_groups_what_is_wrong_with_articles(
    spoil: Callable[[Path], None],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Sixty articles that have changed, or are gone, are few lines; `-v` has each that changed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    paths = [tmp_path / "in" / f"{number:02}.md" for number in range(60)]
    for number, path in enumerate(paths):
        path.write_text(ARTICLE.format(number).replace("Orlin", f"Orlin{number}"))
    assert main(["in", "-q", "-o", "page.md"]) == 0
    for path in paths:
        spoil(path)
    main(["verify", "page.md"])
    rows = capsys.readouterr().out.splitlines()
    assert any(message in row for row in rows) and len(rows) < 8
    main(["verify", "-v", "page.md"])
    rows = capsys.readouterr().out.splitlines()
    if spoil is not os.remove:
        assert len([row for row in rows if message in row]) == 60
