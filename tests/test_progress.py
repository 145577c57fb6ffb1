"""How far the work is, on one line of a terminal that is gone when it is done."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from brief.cli import progress, screen
from brief.cli.progress import ProgressLine, told, working
from brief.model import progress as phases

pty = pytest.importorskip("pty", reason="terminals are simulated on POSIX only")

ARTICLE = (
    "# Flood at Helm {0}\n\nTwelve people drowned when the river Orlin broke its banks on Tuesday,"
    " the mayor of Helm said, and bridge {0} to the other bank has been closed since then.\n"
)


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Screen(io.StringIO):
    """A terminal of one line: what is drawn, and what stands there in the end."""

    def isatty(self) -> bool:
        return True

    def shown(self) -> str:
        """Return what stands on the last line."""
        last = self.getvalue().rpartition("\n")[2]
        return last.rpartition("\r")[2].removesuffix("\x1b[K")


class Bytes(io.BytesIO):
    """The buffer of a stdout that is a terminal, too."""

    def __init__(self, display: Screen) -> None:
        super().__init__()
        self.display = display

    def write(self, content: Any) -> int:
        return self.display.write(bytes(content).decode())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Screen]:
    """Return a function that puts a terminal behind stderr, where nobody has patience."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", 0.0)

    def put() -> Screen:
        monkeypatch.setattr(sys, "stderr", screen := Screen())
        return screen

    return put


@pytest.mark.parametrize(
    ("phase", "counts", "line"),
    [
        (phases.READING, (120, 199, 9.0), "reading 120 of 199 articles"),
        (phases.FETCHING_SOURCES, (3, 12, 0.1), "fetching 3 of 12 sources"),
        (phases.COMPARING, (0, 0, 9.0), "comparing articles"),
        (phases.READING, (0, 1, 9.0), "reading articles"),
        (phases.WRITING, (0, 0, 9.0), "writing the page"),
        (
            phases.READING,
            (1200, 10_000, 7.5),
            "reading 1,200 of 10,000 articles, 160 a second, 55 s left",
        ),
        (
            phases.READING,
            (30, 10_000, 10.0),
            "reading 30 of 10,000 articles, 3.0 a second, 56 min left",
        ),
        (phases.READING, (0, 10_000, 7.5), "reading 0 of 10,000 articles"),
        (phases.READING, (400, 400, 7.5), "reading 400 of 400 articles"),
        (phases.READING, (9, 400, 0.01), "reading 9 of 400 articles"),
    ],
)
def test_how_far_it_is_in_words(phase: str, counts: tuple[int, int, float], line: str) -> None:
    """Counts have their nouns; of many, the rate and what is left are told once they are known."""
    assert told(phase, *counts) == line


def test_short_work_draws_nothing(clock: Clock) -> None:
    """Nothing flickers: half a second goes by before anything shows."""
    terminal = Screen()
    line = ProgressLine(terminal, clock)
    for done in range(5):
        clock.now = done / 10
        line(phases.READING, done, 5)
        line.draw()
    line.end()
    assert terminal.getvalue() == ""


def test_one_line_is_written_anew(clock: Clock) -> None:
    """Counts and phases follow one another at one place, and in the end nothing stands there."""
    terminal = Screen()
    line = ProgressLine(terminal, clock)
    seen = []
    for second, phase, done, total in [
        (1.0, phases.READING, 2, 9),
        (1.01, phases.READING, 3, 9),  # Too soon to be seen.
        (1.2, phases.READING, 4, 9),
        (1.21, phases.COMPARING, 0, 0),
    ]:
        clock.now = second
        line(phase, done, total)
        seen.append(terminal.shown())
    line.end()
    assert seen == [
        *["reading 2 of 9 articles"] * 2,
        "reading 4 of 9 articles",
        "comparing articles",
    ]
    assert terminal.shown() == "" and "\n" not in terminal.getvalue()
    line.draw()
    assert terminal.shown() == ""


def test_what_reports_nothing_is_told_of_too(clock: Clock) -> None:
    """A phase that takes long shows though nobody says how far it is."""
    terminal = Screen()
    line = ProgressLine(terminal, clock)
    line(phases.COMPARING, 0, 0)
    clock.now = 0.6
    line.draw()
    assert terminal.shown() == "comparing articles"


@pytest.mark.parametrize("columns", [1, 10, 24])
def test_a_narrow_terminal_has_one_line_of_it(columns: int, clock: Clock) -> None:
    """What is wider would be on two lines, of which one could not be taken away."""
    terminal = Screen()
    line = ProgressLine(terminal, clock, lambda: columns)
    clock.now = 1.0
    line(phases.READING, 120, 150)
    assert terminal.shown() == "reading 120 of 150 articles"[: max(1, columns - 1)]


@pytest.mark.parametrize(
    "write",
    [
        lambda: screen.say("a message"),
        lambda: screen.Log(run="1").warn("a message"),
        lambda: screen.put("a message\n"),
    ],
    ids=["message", "log", "page"],
)
def test_messages_stand_on_lines_of_their_own(
    write: Callable[[], None],
    terminal: Callable[[], Screen],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is drawn is gone before anything is written, and comes back below."""
    display = terminal()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=Bytes(display), flush=lambda: None))
    monkeypatch.setattr(progress, "PAUSE", 60.0)
    with working() as line:
        line(phases.READING, 1, 9)
        assert display.shown() == "reading 1 of 9 articles"
        write()
        assert re.search(r"articles\x1b\[K\r\x1b\[K[^\r]*a message\n\Z", display.getvalue())
        line(phases.COMPARING, 0, 0)
        assert display.shown() == "comparing articles"
    assert display.shown() == ""


@pytest.mark.parametrize(
    ("variables", "quiet", "tty", "drawn"),
    [
        ({"TERM": "xterm"}, False, True, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False, True, True),
        ({"TERM": "dumb"}, False, True, False),
        ({"TERM": "xterm"}, True, True, False),
        ({"TERM": "xterm"}, False, False, False),
    ],
    ids=["terminal", "no colour", "dumb", "quiet", "a file"],
)
def test_progress_is_for_terminals(
    variables: Mapping[str, str],
    quiet: bool,
    tty: bool,
    drawn: bool,
    terminal: Callable[[], Screen],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """None in cron, in pipes and files, under --quiet, and where lines cannot be rewritten."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    display = terminal()
    monkeypatch.setattr(display, "isatty", lambda: tty)
    with working(quiet=quiet) as line:
        line(phases.READING, 1, 9)
    assert bool(display.getvalue()) is drawn


def test_a_terminal_that_is_gone_stops_no_work(clock: Clock) -> None:
    """A closed window is no reason to lose the page."""
    terminal = Screen()
    line = ProgressLine(terminal, clock)
    terminal.close()
    clock.now = 1.0
    line(phases.READING, 1, 9)
    line.end()


def on_a_terminal(
    folder: Path, *words: str, setup: str = "", variables: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Return the exit code of `brief`, and all it wrote to its terminal, without any patience."""
    ours, theirs = pty.openpty()
    program = (
        "import sys; from brief.cli import main, progress\n"
        f"progress.PATIENCE = progress.PAUSE = 0\n{setup}\nsys.exit(main(sys.argv[1:]))"
    )
    env = {**os.environ, "TERM": "xterm", "XDG_STATE_HOME": str(folder / "state")}
    child = subprocess.Popen(
        [sys.executable, "-c", program, *words],
        cwd=folder,
        env={**env, **(variables or {})},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65_536):
            shown += part
    except OSError:  # Linux says so where the other side is closed.
        pass
    os.close(ours)
    return child.wait(), shown.decode()


def drawn_in(shown: str) -> list[str]:
    """Return each line that was drawn, in order."""
    return [line for line in re.split(r"\r|\x1b\[K|\n", shown) if line]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with twelve articles, and settings that name it."""
    (tmp_path / "in").mkdir()
    for number in range(12):
        (tmp_path / "in" / f"{number}.md").write_text(ARTICLE.format(number))
    settings = 'formats = ["markdown"]\n[[source]]\nfolder = "in"\n'
    (tmp_path / "brief.toml").write_text(settings)
    return tmp_path


def test_a_page_tells_how_far_it_is(articles: Path) -> None:
    """`brief FOLDER` counts what it reads, then says what it does, and leaves nothing behind."""
    code, shown = on_a_terminal(articles, "in", "-o", "page.md")
    lines = drawn_in(shown)
    assert code == 0
    assert "reading 7 of 12 articles" in lines and "comparing articles" in lines
    assert lines[-1].startswith("brief: page.md: 12 articles")
    assert "\r\x1b[Kbrief: page.md" in shown


@pytest.mark.parametrize("flags", [(), ("-v",)])
def test_a_run_tells_how_far_it_is(flags: tuple[str, ...], articles: Path) -> None:
    """`brief run` counts its articles, and its messages stand on lines of their own."""
    code, shown = on_a_terminal(articles, "run", "--now", "2026-11-25T07:00", *flags)
    lines = drawn_in(shown)
    assert code == 0
    assert {"reading 7 of 12 articles", "writing the page"} <= set(lines)
    rows = [row.rpartition("\r\x1b[K")[2] for row in shown.split("\r\n")]
    message = r"\d{4}-\d\d-.* info .*" if flags else "brief: .*12 articles"
    assert rows[-1] == "" and all(re.fullmatch(message, row) for row in rows[:-1])


@pytest.mark.parametrize("words", [("in", "-q"), ("run", "-q"), ("run", "--log-format", "json")])
def test_who_wants_quiet_has_it(words: tuple[str, ...], articles: Path) -> None:
    """Nothing is drawn under --quiet, nor between the lines of a log for machines."""
    assert on_a_terminal(articles, *words) == (0, "")


INTERRUPTED = """
import os, signal
from brief import readers
read, count = readers.read, []
def interrupted(*values, **more):
    count.append(1)
    if len(count) == 7: os.kill(os.getpid(), signal.SIGINT)
    return read(*values, **more)
readers.read = interrupted
"""


@pytest.mark.parametrize("words", [("in", "-o", "page.md"), ("run",)])
def test_an_interrupt_leaves_the_line_clean(words: tuple[str, ...], articles: Path) -> None:
    """Ctrl-C in the midst of reading: 130, one message, the line wiped, no file left."""
    code, shown = on_a_terminal(articles, *words, setup=INTERRUPTED)
    assert code == 130
    assert "reading" in shown
    assert shown.endswith("\r\x1b[Kbrief: interrupted; nothing was written\r\n")
    assert "Traceback" not in shown
    left = {path.name for path in articles.rglob("*") if path.is_file()}
    # The memory, and the claim of the page, which is this machine's to complete.
    kept = r"\d+\.md|brief\.toml|(state|read)\.db(-wal|-shm)?|machine|morning(\.lock|-[\d-]+)"
    assert [name for name in left if not re.fullmatch(kept, name)] == []


FETCHING = """
import _thread, threading
from brief.web import fetch
never, count, fetched = threading.Event(), [], fetch.Fetcher.fetch
def hung(self, request):
    count.append(1)
    if len(count) == 2: _thread.interrupt_main()
    never.wait()
fetch.Fetcher.fetch = hung
"""


@pytest.mark.parametrize("words", [("https://example.org/a", "https://example.com/b"), ("run",)])
def test_an_interrupt_waits_for_no_server(words: tuple[str, ...], tmp_path: Path) -> None:
    """Ctrl-C while servers say nothing ends at once, as cleanly as elsewhere."""
    feeds = "".join(f'[[source]]\nfeed = "https://example.{end}/"\n' for end in ("org", "com"))
    (tmp_path / "brief.toml").write_text(feeds)
    code, shown = on_a_terminal(tmp_path, *words, setup=FETCHING)
    assert code == 130
    assert re.search(r"fetching 0 of 2 (articles|sources)", shown)
    assert shown.endswith("\r\x1b[Kbrief: interrupted; nothing was written\r\n")
    assert "Traceback" not in shown
