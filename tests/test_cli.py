from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import brief
from brief.cli import main
from brief.cli.flags import EXIT_CODES
from brief.cli.screen import printable
from brief.errors import BriefError, NothingToBrief, UsageError
from brief.model import (
    Block,
    Briefing,
    Citation,
    Document,
    Entry,
    Line,
    Reading,
    Reason,
    Skipped,
    Title,
)
from brief.model.written import Fault, FaultKind
from brief.pipeline.workers import Spread
from brief.settings.options import options
from brief.settings.page_options import METHODS, Config, Trial

TEXT = "A ferry sank off Lesbos on 3 May 2024, and 14 people drowned."
DOCUMENT = Document("a.txt", TEXT, "0" * 64, (Block(0, len(TEXT)),), language="en", id=1)
LINE = Line(
    TEXT,
    (Citation(1, 0, len(TEXT)),),
    reason=Reason(
        score=(("weight", 2.0), ("position", 1.5)),
        worth=3.0,
        traits=("opens its article", "says how many"),
        runner_up="Rain fell.",
        runner_up_score=1.25,
    ),
)
BRIEFING = Briefing(
    Title("Ferry", 0, 0), 0, date(2026, 11, 20), (LINE,), (Entry(1, ()),), (DOCUMENT,), (), "", 480
)
PAGE = "# Ferry\n\nA ferry sank – “off Lesbos”.\n"


class Pipeline(SimpleNamespace):
    """Stands in for `brief.pipeline`: says what it was asked, answers what a test wants."""

    def __init__(self) -> None:
        super().__init__(reading=Reading((DOCUMENT,)), faults={}, asked={}, page=PAGE)
        self.Spread = Spread

    def pool(self, jobs: int) -> AbstractContextManager[None]:
        self.asked |= {"jobs": jobs}
        return nullcontext()

    def ArticleCache(self, path: Path, now: Any) -> AbstractContextManager[None]:
        return nullcontext()

    def read(self, paths: Any, config: Any, *, stdin: Any, fetched: Any, **how: Any) -> Reading:
        self.asked |= {"paths": list(paths), "config": config, "stdin": stdin, "fetched": fetched}
        if not isinstance(self.reading, Reading):
            raise self.reading
        return self.reading

    def brief(self, documents: Any, config: Any, *, now: date, **how: Any) -> Briefing:
        self.asked |= {"now": now}
        return BRIEFING

    def render(self, briefing: Any, form: str, folder: Path | None, **how: Any) -> str:
        self.asked |= {"form": form, "folder": folder}
        return self.page

    def verify(self, page: Path, **asked: Any) -> Any:
        self.asked |= asked
        faults = self.faults.get(page.name, ())
        if isinstance(faults, BriefError):
            raise faults
        is_open = [fault for fault in faults if isinstance(fault, str)]
        return SimpleNamespace(
            page=str(page),
            sentences=23,
            sources=1,
            faults=[fault for fault in faults if fault not in is_open],
            unchecked=is_open,
            beside=(),
        )

    def explain(self, page: Path, number: int, **asked: Any) -> Line:
        self.asked |= {"number": number, **asked}
        return LINE


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    stub = Pipeline()
    monkeypatch.setitem(sys.modules, "brief.pipeline", stub)  # type: ignore[arg-type]
    monkeypatch.setattr(brief, "pipeline", stub, raising=False)
    return stub


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str) -> tuple[int, str, str]:
        code = main(words)
        return code, *capfd.readouterr()

    return call


def environment(**changes: str) -> dict[str, str]:
    """Return an environment in which the package is found and the help is 80 columns wide."""
    root = str(Path(__file__).parents[1])
    return {**os.environ, "PYTHONPATH": root, "COLUMNS": "80", **changes}


# What is asked for


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        (["inputs/"], ["inputs/"]),
        (["--words", "100", "inputs/"], ["inputs/"]),
        (["a.txt", "--words=100", "b.txt"], ["a.txt", "b.txt"]),
        (["./verify"], ["./verify"]),
        (["inputs", "verify"], ["inputs", "verify"]),
        (["page"], ["page"]),
        (["--", "-odd-name.txt"], ["-odd-name.txt"]),
        (["-q", "a.txt", "--", "--words"], ["a.txt", "--words"]),
    ],
)
def test_words_that_are_no_command_are_paths(
    pipeline: Pipeline, run: Run, words: list[str], paths: list[str]
) -> None:
    """`brief PATH…` makes a page, wherever the options stand."""
    code, _, _ = run(*words)
    assert (code, pipeline.asked["paths"]) == (0, paths)


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("verfy", "verify"),
        ("summarize", "summarise"),
        ("explian", "explain"),
        ("runn", "run"),
        ("hlep", "help"),
        ("evalute", "evaluate"),
        ("lgo", "log"),
        ("version", "--version"),
    ],
)
def test_a_misspelt_command_is_told_from_a_file(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, word: str, command: str
) -> None:
    """What is nearly a command, and no file, is asked about; a file or folder is taken as one."""
    monkeypatch.chdir(tmp_path)
    code, _, err = run(word, "page.md")
    assert (code, err) == (
        2,
        f"brief: {word}: no command, file or folder is called so; did you mean brief {command}?\n",
    )
    (tmp_path / word).mkdir()
    assert "did you mean" not in run(word)[2]


@pytest.mark.parametrize(
    ("words", "usage"),
    [
        (["help"], "Usage: brief [OPTIONS] PATH..."),
        (["help", "verify"], "Usage: brief verify [OPTIONS] PAGE..."),
        (["help", "nothing"], "Usage: brief [OPTIONS] PATH..."),
        (["explain", "--help"], "Usage: brief explain [OPTIONS] PAGE [N]"),
        (["show", "--help"], "Usage: brief show [OPTIONS] [DATE]"),
        (["init", "--help"], "Usage: brief init [OPTIONS] [FILE]"),
        (["schema", "--help"], "Usage: brief schema [OPTIONS] [COMMAND]"),
    ],
    ids=" ".join,
)
def test_help_is_a_command_and_shows_what_may_lack(run: Run, words: list[str], usage: str) -> None:
    """`brief help verify` is `brief verify --help`; what need not be given stands in brackets."""
    code, out, _ = run(*words)
    assert (code, out.splitlines()[0]) == (0, usage)


@pytest.mark.parametrize("command", [[], ["summarise"]])
def test_a_dash_is_standard_output(tmp_path: Path, command: list[str]) -> None:
    """`-o -` prints, and writes no file of that name."""
    (tmp_path / "a.txt").write_text(f"{TEXT} Nine were saved by boats of Lesbos, its mayor said.")
    printed = brief_in(tmp_path, *command, "a.txt", "-o", "-")
    assert (printed.returncode, printed.stdout) == (0, brief_in(tmp_path, *command, "a.txt").stdout)
    assert not (tmp_path / "-").exists()


def flag_of(name: str) -> str:
    """Return the flag of an option: `--page-language` for `page_language`."""
    return "--" + name.replace("_", "-")


def test_every_option_has_its_flag(pipeline: Pipeline, run: Run, tmp_path: Path) -> None:
    """What `config` declares can be given on the command line, and arrives."""
    given = {
        "words": "100",
        "method": "leads",
        "focus": "prisoners' health",
        "title": "Today",
        "language": "de",
        "page_language": "nl",
        "stories": "off",
        "sections": "names",
        "since": "old.md",
        "weights": "weights.txt",
        "now": "2026-11-20",
        "first_day": "2026-11-18",
        "output": str(tmp_path / "page.txt"),
        "format": "markdown",
        "paper": "letter",
        "jobs": "3",
    }
    flags = [word for name, value in given.items() for word in (flag_of(name), value)]
    muted = ("--mute", "chess", "--mute", "darts")
    switches = {"sources", "strict", "quiet", "verbose", "no_pager", "no_cache"}
    run("a.txt", *flags, *map(flag_of, sorted(switches)), *muted)
    config = pipeline.asked["config"]
    assert config.sections == (given.pop("sections"),)
    assert config.mute == ("chess", "darts")
    assert {name: str(getattr(config, name)) for name in given} == given
    assert all(getattr(config, name) for name in switches)
    # A cluster has to be there: test_cluster.py.
    of_cluster = {"cluster", "shared_paths"}
    assert set(given) | {"sections", "mute"} | of_cluster | switches == set(options(Config))


def test_standard_input_is_read_for_a_dash(
    pipeline: Pipeline, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-` stands for what comes through the pipe, and only then is the pipe read."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"An article.")))
    run("a.txt")
    assert pipeline.asked["stdin"] is None
    run("-")
    assert pipeline.asked["stdin"] == b"An article."


def test_day_is_today_unless_given(pipeline: Pipeline, run: Run) -> None:
    """The clock is read only where `--now` is absent."""
    run("a.txt", "--now", "2001-02-03")
    assert pipeline.asked["now"] == date(2001, 2, 3)
    run("a.txt")
    assert abs((pipeline.asked["now"] - date.today()).days) <= 1


# What comes out


def test_only_the_page_goes_to_stdout(pipeline: Pipeline, run: Run) -> None:
    """Piped, the page comes as it is, and nothing else with it."""
    pipeline.reading = Reading((DOCUMENT,), (Skipped("b.bin", "binary, not text"),))
    code, out, err = run("a.txt")
    assert (code, out, err) == (0, PAGE, "brief: skipped b.bin: binary, not text\n")


def test_what_is_left_unread_takes_one_line(run: Run, tmp_path: Path) -> None:
    """A saved page's folder has many files; with `-v` each is named, hidden ones are not."""
    (tmp_path / "a.txt").write_text(f"Ferry sinks\n\n{TEXT} {TEXT.replace('14', '15')}\n", "utf-8")
    for name in ("1.png", "2.png", "3.png", "x.js", ".hidden"):
        (tmp_path / name).write_bytes(b"")
    code, out, err = run(str(tmp_path))
    line = "3 .png, 1 .js: not articles; name one on the command line if it is text"
    assert (code, err) == (0, f"brief: skipped {line}\n")
    assert line.replace(": ", " (") in " ".join(out.split())
    err = run("-v", str(tmp_path))[2]
    assert [row.split(": ")[1] for row in err.splitlines()[1:]] == [
        f"skipped {tmp_path}/{name}" for name in ("1.png", "2.png", "3.png", "x.js")
    ]


def test_quiet_prints_nothing_but_the_page(pipeline: Pipeline, run: Run, tmp_path: Path) -> None:
    """With `-q` neither what was skipped nor what was written is told."""
    pipeline.reading = Reading((DOCUMENT,), (Skipped("b.bin", "binary, not text"),))
    assert run("-q", "a.txt") == (0, PAGE, "")
    assert run("-q", "a.txt", "-o", str(tmp_path / "page.md")) == (0, "", "")


def test_verbose_tells_what_was_read(pipeline: Pipeline, run: Run) -> None:
    """With `-v` each article is named with its language, date and title."""
    assert run("-v", "a.txt")[2] == "brief: read a.txt: en, undated, untitled\n"


@pytest.mark.parametrize(("name", "form"), [("p.md", "markdown"), ("p.json", "json")])
def test_output_is_written_and_named(
    pipeline: Pipeline, run: Run, tmp_path: Path, name: str, form: str
) -> None:
    """`-o` writes the page in the format of its suffix, and one line says so."""
    target = tmp_path / name
    code, out, err = run("a.txt", "-o", str(target))
    assert (code, out, target.read_text(encoding="utf-8")) == (0, "", PAGE)
    assert err == f"brief: {target}: 1 article, 1 on the page\n"
    assert (pipeline.asked["form"], pipeline.asked["folder"]) == (form, tmp_path)


def test_page_is_utf8_in_any_locale() -> None:
    """A locale that has no dashes changes nothing."""
    done = subprocess.run(
        [sys.executable, "-c", "from brief.cli.screen import put; put('–\\r\\n')"],
        env=environment(PYTHONIOENCODING="ascii", LC_ALL="C"),
        capture_output=True,
        check=True,
    )
    assert done.stdout == "–\r\n".encode()


def test_terminal_gets_the_page_as_it_looks(tmp_path: Path) -> None:
    """On a terminal the headings and links are typeset, and NO_COLOR takes the colours away."""
    (tmp_path / "a.txt").write_text(f"Ferry\n\n{TEXT} {TEXT}\n", encoding="utf-8")
    pty = pytest.importorskip("pty", reason="terminals are simulated on POSIX only")
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "brief", "a.txt", "--no-pager", "-q"],
        cwd=tmp_path,
        env=environment(NO_COLOR="1", TERM="xterm-256color"),
        stdout=theirs,
        check=True,
    )
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    os.close(theirs)
    assert "Ferry" in shown and "# Ferry" not in shown
    assert "\x1b[3" not in shown


# Exit codes


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--words", "5", "a.txt"], "brief: words: 5 is out of bounds; give 100 to 10000\n"),
        (["--method", "sumy-lex", "a"], "did you mean sumy-lexrank?\n"),
        (["--wrods", "5", "a.txt"], "brief: No such option: --wrods (Possible options: "),
        (["a.txt", "--words"], "'--words' requires an argument; see brief --help\n"),
        (["--words", "100"], "brief: no articles given; name files or folders, or - for stdin\n"),
        (["a.txt", "-o", "a.doc"], "no format is known for .doc"),
        (["verify"], "brief: verify: no PAGE given\n"),
        (["evaluate"], "brief: evaluate: no DATA given\n"),
        (["evaluate", "a", "--method", "lead"], "did you mean leads?\n"),
        (["evaluate", "a", "--words", "9"], "words: 9 is out of bounds; give 10 to 10000\n"),
        (["explain", "page.md", "0"], "brief: '0' is no number of a sentence; count them from 1\n"),
        (
            ["explain", "page.md", "1", "2"],
            "brief: explain: one argument too many: 2; see brief explain --help\n",
        ),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(
    pipeline: Pipeline, run: Run, words: list[str], message: str
) -> None:
    """What is wrong on the command line is told in one line that says what to do."""
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert message in err and err.count("\n") == 1


def test_no_words_at_all_show_the_help(run: Run) -> None:
    """`brief` alone is wrong usage, answered with the help on stderr."""
    code, out, err = run()
    assert (code, out) == (2, "")
    assert err.startswith("Usage: brief [OPTIONS] PATH...")


@pytest.mark.parametrize("error", [NothingToBrief("no article"), UsageError("no such file: x")])
def test_errors_of_the_work_end_with_their_code(
    pipeline: Pipeline, run: Run, error: BriefError
) -> None:
    """An error that a user can act on is one line, and its kind decides the exit code."""
    pipeline.reading = error
    assert run("a.txt") == (error.exit_code, "", f"brief: {error}\n")


def test_strict_writes_no_page_where_something_was_skipped(
    pipeline: Pipeline, run: Run, tmp_path: Path
) -> None:
    """Under `--strict` a skipped input is named, the page stays as it was, and the code is 4."""
    pipeline.reading = Reading((DOCUMENT,), (Skipped("b.bin", "binary, not text"),))
    target = tmp_path / "page.md"
    target.write_text("old", encoding="utf-8")
    code, out, err = run("--strict", "-q", "a.txt", "-o", str(target))
    assert (code, out, target.read_text(encoding="utf-8")) == (4, "", "old")
    assert err.startswith("brief: skipped b.bin: binary, not text\nbrief: ")


def test_bug_asks_for_a_report(pipeline: Pipeline, run: Run) -> None:
    """An error that is none of ours is one line without a traceback, and code 1."""
    pipeline.reading = ZeroDivisionError("by\nzero")
    code, _, err = run("a.txt")
    assert code == 1
    assert err == (
        "brief: a bug: ZeroDivisionError: by\\nzero; please report it with what `brief -v` prints\n"
    )


def test_bug_shows_its_traceback_when_asked(pipeline: Pipeline, run: Run) -> None:
    """With `-v` the traceback comes before that line."""
    pipeline.reading = ZeroDivisionError("by zero")
    code, _, err = run("-v", "a.txt")
    assert code == 1
    assert "Traceback" in err and err.endswith("please report it\n")


@pytest.mark.parametrize(("given", "threads"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")])
def test_start_sets_the_process_up(given: dict[str, str], threads: str) -> None:
    """NumPy has one thread unless the user says more; circles of objects are seldom looked for."""
    program = (
        "import gc, os, sys; from brief.__main__ import start; code = start();"
        "print(code, os.environ['OPENBLAS_NUM_THREADS'], gc.get_threshold()[0] > 10_000,"
        " gc.get_freeze_count() > 0)"
    )
    usual = {name: at for name, at in environment().items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", program, "--version"],
        env=usual | given,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[1] == f"0 {threads} True True"


@pytest.mark.parametrize(
    ("words", "alone"),
    [
        (["--version"], True),
        (["no/such.txt"], True),
        (["-h"], False),
        (["no/such.txt", "--help"], False),
        (["no/such.txt", "-qh"], False),
        (["no-such"], False),
        (["log", "-n", "0"], False),
    ],
)
def test_commands_of_a_run_load_where_they_may_be_meant(words: list[str], alone: bool) -> None:
    """A path or `--version` is no command; a word may be one, and the help names them all."""
    program = (
        "import sys; from brief.cli import main; main(sys.argv[1:]);"
        "print('brief.cli.run_commands' not in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.splitlines()[-1] == str(alone)
    assert ("schedule" in done.stdout) == (words[-1] in ("--help", "-h", "-qh"))


@pytest.mark.parametrize("module", ["brief.cli", "typer", "brief.cli.flags", "brief.settings"])
def test_interruption_while_it_loads_is_clean(module: str) -> None:
    """Ctrl-C in the first tenth of a second ends as one later does, without a traceback."""
    program = (
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}: raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "from brief.__main__ import start\n"
        "sys.exit(start())\n"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_interruption_keeps_the_old_page(
    pipeline: Pipeline, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends with 130 and leaves the page that was there."""
    target = tmp_path / "page.md"
    target.write_text("old", encoding="utf-8")
    pipeline.reading = KeyboardInterrupt()
    code, out, err = run("a.txt", "-o", str(target))
    assert (code, out, err) == (130, "", "brief: interrupted; nothing was written\n")
    assert target.read_text(encoding="utf-8") == "old"


def test_reader_that_goes_away_is_no_error() -> None:
    """`brief … | head -1` ends quietly."""
    program = (
        "import sys; from brief.cli import main, page_commands, screen\n"
        "page_commands.make_page = lambda *_: [screen.put('x' * 60 + '\\n') for _ in range(9999)]\n"
        "sys.exit(main(['a.txt']))"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", program],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert writer.stdout and writer.stderr
    writer.stdout.readline()
    writer.stdout.close()
    assert (writer.stderr.read(), writer.wait()) == (b"", 0)
    writer.stderr.close()


def test_every_exit_code_is_in_the_help(run: Run) -> None:
    """No error ends with a code that the help does not explain."""
    kinds = [BriefError, *BriefError.__subclasses__()]
    assert {str(kind.exit_code) for kind in kinds} <= {code for code, _ in EXIT_CODES}
    _, out, _ = run("--help")
    for code, meaning in EXIT_CODES:
        assert f"  {code:<5}{meaning}" in out


# Help, version, completion


def test_help_names_every_option_and_command(run: Run) -> None:
    """`brief --help` has the options of the main command, and the other commands."""
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    for name, (known, _) in options(Config).items():
        assert flag_of(name) in out
        assert known.short == "" or f"-{known.short}, {flag_of(name)}" in out
    commands = ("summarise", "verify", "explain", "evaluate", "schema")
    assert all(f"\n  {command}" in out for command in commands)
    assert run("a.txt", "-h")[1] == out


@pytest.mark.parametrize("command", [(), ("run",), ("config",), ("summarise",), ("evaluate",)])
def test_help_says_what_stands_behind_a_flag(run: Run, command: tuple[str, ...]) -> None:
    """A word in capitals; and no default where there is none."""
    _, out, _ = run(*command, "--help")
    named = re.findall(r"^  (?:-\w, )?--[a-z-]+(?:, --[a-z-]+)* (\S+)", out, re.MULTILINE)
    assert len(named) > 3
    assert [word for word in named if not re.fullmatch("[A-Z]+", word)] == []
    assert "default: ]" not in out


def test_help_of_an_evaluation_names_its_options(run: Run) -> None:
    """`brief evaluate --help` says what data look like, and has every option of a trial."""
    code, out, err = run("evaluate", "--help")
    assert (code, err) == (0, "")
    assert '{"id": …, "docs": [text, …], "refs": [text, …]}' in out
    for name in options(Trial):
        assert flag_of(name) in out


CASE = {"id": "ferry", "docs": [f"{TEXT} The harbour master Ines Holt said so."], "refs": [TEXT]}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two cases and a bad line."""
    monkeypatch.chdir(tmp_path)
    rows = [json.dumps(CASE), "\x1b[31m{", json.dumps(CASE | {"id": "again"})]
    Path("data.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return "data.jsonl"


def test_an_evaluation_is_printed_as_markdown_to_a_pipe(run: Run, data: str) -> None:
    """The bad line is named on stderr, the others are evaluated, the last row is the signature."""
    code, out, err = run("evaluate", data, "--method", "coverage", "--method", "leads")
    assert code == 0
    assert err == "brief: skipped data.jsonl:2: is no JSON, character 1\n"
    assert "| coverage, recall | 100.0 (100.0–100.0) |" in out
    assert "| leads | +0.0 (1.000) |" in out
    assert out.splitlines()[-1].startswith("`rouge|stem|words:100|refs:avg|cases:2|")


def test_an_evaluation_in_json(run: Run, data: str) -> None:
    """`--quiet` keeps what was skipped to the JSON, which has it all."""
    code, out, err = run("-q", "evaluate", data, "--format", "json", "--method", "leads")
    found = json.loads(out)
    assert (code, err, found["cases"]) == (0, "", 2)
    assert found["skipped"] == [{"path": "data.jsonl:2", "reason": "is no JSON, character 1"}]


def test_a_strict_evaluation_prints_no_table(run: Run, data: str) -> None:
    """What was skipped is named, and the exit code is 4."""
    code, out, err = run("evaluate", data, "--strict", "--quiet")
    assert (code, out) == (4, "")
    assert err.splitlines()[0].startswith("brief: skipped data.jsonl:2")


def test_pages_are_evaluated_by_their_rules(run: Run, data: str) -> None:
    """`--pages` makes pages of 600 words, and counts what breaks their rules."""
    code, out, _ = run("evaluate", data, "--pages", "--method", "coverage", "--language", "en")
    assert code == 0
    assert "| newest article missing ↓ | 0.00 |" in out
    assert "|words:600|refs:avg|pages|language:en|cases:2|" in out


def test_an_evaluation_on_a_terminal_is_a_table(data: str) -> None:
    """Rich draws it; nothing that is not ASCII art or a number gets there from the data."""
    from rich.console import Console

    from brief.evaluation.report import show
    from brief.pipeline.evaluating import evaluate

    report = evaluate([data], Trial(), clock=lambda: 0.0)
    console = Console(width=96, record=True, file=io.StringIO())
    show(report, console)
    shown = console.export_text()
    assert "Without references, a case" in shown
    assert "coverage, recall" in shown


def test_version_is_printed(run: Run) -> None:
    """`brief --version` prints one line."""
    assert run("--version") == (0, f"brief {brief.__version__}\n", "")


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["--words", "5", "a.txt"]])
def test_start_loads_nothing_heavy(words: list[str]) -> None:
    """What answers at once does so without the libraries that the work needs."""
    program = (
        "import sys; from brief.cli import main; code = main(sys.argv[1:]);"
        "print(sorted({'rich', 'numpy', 'nltk', 'sumy', 'pydantic', 'trafilatura', 'yaml',"
        " 'babel', 'charset_normalizer', 'asyncio'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (
            "brief ",
            [
                *("summarise", "verify", "explain", "evaluate", "schema", "init", "config", "run"),
                *("check", "log", "show", "open", "schedule"),
            ],
        ),
        ("brief evaluate a --pa", ["--pages"]),
        ("brief --wor", ["--words"]),
        ("brief a.txt --fo", ["--focus", "--format"]),
        ("brief a.txt --method sumy-l", [one for one in METHODS if one.startswith("sumy-l")]),
        ("brief verify --q", ["--quiet"]),
    ],
)
def test_shell_completes(typed: str, offered: list[str]) -> None:
    """A shell is offered the commands, the flags and the choices."""
    at = str(len(typed.split()) - (not typed.endswith(" ")))
    done = subprocess.run(
        [sys.executable, "-m", "brief"],
        env=environment(_BRIEF_COMPLETE="complete_bash", COMP_WORDS=typed, COMP_CWORD=at),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == offered


# The other commands


def test_verify_says_what_stands(pipeline: Pipeline, run: Run) -> None:
    """A page that holds is one line, or none with `-q`."""
    said = "p/a.md: proven: 23 sentences, 1 source\n"
    assert run("verify", "p/a.md") == (0, said, "")
    assert run("verify", "-q", "p/a.md") == (0, "", "")


def test_verify_checks_every_page(pipeline: Pipeline, run: Run) -> None:
    """A page with a fault, or one that is none, does not hide what is wrong with the next."""
    fault = Fault(FaultKind.NOT_THERE, "b.md, line 7", "“x\x1b[2J” is not in a.txt")
    changed = Fault(FaultKind.SOURCE_CHANGED, "a.txt", "the source has changed")
    pipeline.faults = {"a.md": UsageError("no page of brief", where="a.md"), "b.md": [fault]}
    pipeline.faults["c.md"] = [changed]
    code, out, err = run("verify", "a.md", "b.md", "c.md", "d.md")
    assert (code, err) == (6, "brief: a.md: no page of brief\n")
    assert out.splitlines() == [
        "b.md, line 7: “x\\x1b[2J” is not in a.txt",
        "c.md: a.txt: the source has changed",
        "d.md: proven: 23 sentences, 1 source",
    ]


@pytest.mark.parametrize(
    ("pages", "flags", "code"),
    [
        ("open.md", "", 8),
        ("open.md", "--partial", 0),
        ("open.md wrong.md", "", 6),
        ("open.md wrong.md", "--partial", 6),
        ("whole.md open.md whole.md", "", 8),
        ("open.md none.md", "", 2),
    ],
)
def test_what_cannot_be_checked_is_no_success(
    pipeline: Pipeline, run: Run, pages: str, flags: str, code: int
) -> None:
    """It has a code of its own, below that of a page that is wrong; `--partial` lets it pass."""
    pipeline.faults = {
        "open.md": ["its articles are elsewhere"],
        "wrong.md": [Fault(FaultKind.PAGE_EDITED, "wrong.md", "edited")],
        "none.md": UsageError("no page of brief", where="none.md"),
    }
    ended, out, _ = run("verify", *pages.split(), *flags.split())
    assert ended == code
    assert "open.md: not checked: its articles are elsewhere\n" in out


def test_verify_hands_on_what_its_user_knows(pipeline: Pipeline, run: Run) -> None:
    """Where the articles lie, the title and the topic that were given, and how many may read."""
    known = ("--sources", "news", "--title", "Our morning", "--focus", "ferries")
    run("verify", "a.md", *known, "--jobs", "3")
    given = {"title": "Our morning", "topic": "ferries"}
    asked = {"sources": Path("news"), "stdin": None, "given": given}
    assert pipeline.asked == {**asked, "executor": None, "jobs": 3}


def test_verify_reads_standard_input_only_where_it_is_asked_to(
    pipeline: Pipeline, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that names it may be anybody's, and its pipe may never end; once for all pages."""
    pipe = io.BytesIO(b"An article.")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(pipe))
    assert run("verify", "a.md")[0] == 0
    assert pipe.tell() == 0
    assert run("verify", "a.md", "b.md", "--sources", "-")[0] == 0
    assert pipeline.asked["stdin"] == b"An article."


def test_explain_says_why_in_words(pipeline: Pipeline, run: Run) -> None:
    """What speaks for a line and what it stands for; with -v its factors, too."""
    code, out, err = run("explain", "page.md", "3")
    assert (code, err, pipeline.asked["number"]) == (0, "", 3)
    reason = [TEXT, "", "It opens its article, says how many.", "", "Instead of: Rain fell."]
    assert out.splitlines() == reason
    assert run("explain", "page.md", "3", "-v")[1].splitlines() == [
        *reason,
        "",
        "  weight          2.000",
        "  position        1.500",
        "  together        3.000",
        "  the other       1.250",
    ]


def test_explain_of_a_bare_line_is_that_line(pipeline: Pipeline) -> None:
    """Where no reason is known only the sentence is printed."""
    from brief.cli.page_commands import explained

    assert explained(replace(LINE, reason=Reason())) == [TEXT]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Straße – “x”", "Straße – “x”"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("a\r\nb\x9b", "a\\r\\nb\\x9b"),
        ("\u202eevil\ufeff", "\\u202eevil\\ufeff"),
        ("caf\udce9", "caf\\udce9"),
    ],
)
def test_messages_cannot_steer_the_terminal(text: str, shown: str) -> None:
    """Control characters in what a message quotes are shown, not sent."""
    assert printable(text) == shown


# From end to end


def brief_in(folder: Path, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run the real command line in `folder`."""
    return subprocess.run(
        [sys.executable, "-m", "brief", *words],
        cwd=folder,
        env=environment(**changes),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    copied = tmp_path / "inputs"
    shutil.copytree(Path(__file__).parents[1] / "inputs", copied)
    return copied


@pytest.mark.parametrize("name", ["page.md", "page.json"])
def test_page_holds_until_a_character_changes(articles: Path, name: str) -> None:
    """`brief verify` passes on a new page, and fails when the page or a source is edited."""
    folder = articles.parent
    assert brief_in(folder, "inputs", "-q", "-o", name).returncode == 0
    assert brief_in(folder, "verify", name).returncode == 0
    page = folder / name
    written = page.read_text(encoding="utf-8")
    page.write_text(written.replace("ferry", "fcrry", 1), encoding="utf-8")
    assert brief_in(folder, "verify", name).returncode == 6
    page.write_text(written, encoding="utf-8")
    source = articles / "tollmire-boat.txt"
    source.write_text(source.read_text(encoding="utf-8") + ".", encoding="utf-8")
    edited = brief_in(folder, "verify", name)
    assert edited.returncode == 6
    assert "tollmire-boat.txt: the source has changed" in edited.stdout


def test_same_bytes_whatever_the_machine(articles: Path) -> None:
    """Hash seed, locale, time zone and the order of the paths change nothing."""
    files = sorted(f"inputs/{path.name}" for path in articles.iterdir())
    day = ("--now", "2026-11-20")
    first = brief_in(articles.parent, *files, *day, PYTHONHASHSEED="0", LC_ALL="C")
    again = brief_in(
        articles.parent,
        *day,
        *files[::-1],
        PYTHONHASHSEED="1",
        LC_ALL="tr_TR.UTF-8",
        TZ="Asia/Tokyo",
    )
    assert first.stdout == again.stdout != ""


def test_written_page_is_no_article_of_the_next(articles: Path) -> None:
    """A page that lies among its articles, as cron leaves it, is not read as one of them."""
    for _ in range(2):
        told = brief_in(articles.parent, "inputs", "-o", "inputs/page.md", "--now", "2026-11-20")
        assert "page.md: 10 articles" in told.stderr


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["nowhere"], 2, "brief: nowhere: no such"),
        (["example.org/a.html"], 2, "check the spelling, or write https:// before an address"),
        (["empty"], 3, "brief: no article"),
        (["inputs", "odd.bin", "--strict"], 4, "brief: skipped odd.bin: "),
        (["verify", "inputs/tollmire-boat.txt"], 2, "tollmire-boat.txt"),
        (["explain", "nowhere.md", "1"], 2, "nowhere.md"),
    ],
)
def test_bad_input_ends_with_its_code(
    articles: Path, words: list[str], code: int, message: str
) -> None:
    """What cannot be done is told with the name of the file, never with a traceback."""
    (articles.parent / "empty").mkdir()
    (articles.parent / "odd.bin").write_bytes(bytes(range(256)) * 8)
    done = brief_in(articles.parent, *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr and "Traceback" not in done.stderr


def test_schema_is_json() -> None:
    """`brief schema` prints a JSON Schema."""
    assert json.loads(brief_in(Path(__file__).parent, "schema").stdout)["$schema"]


@pytest.mark.skipif(os.name == "nt", reason="streams are shut by a POSIX shell")
@pytest.mark.parametrize(
    ("words", "code", "shown", "message"),
    [
        ("inputs >&-", 2, "", "standard output is closed; write the page to a file with -o"),
        ("inputs -q -o page.md >&-", 0, "", ""),
        ("--version >&-", 0, "", ""),
        ("nowhere 2>&-", 2, "", ""),
        ("inputs -v 2>&- | head -c 3", 0, "# [", ""),
        ("- <&-", 3, "", "no article in -"),
    ],
)
def test_streams_may_be_shut(
    articles: Path, words: str, code: int, shown: str, message: str
) -> None:
    """As daemons leave them: no traceback, no message on the page, the code as ever."""
    done = subprocess.run(
        f"{sys.executable} -m brief {words}",
        shell=True,
        cwd=articles.parent,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (code, shown)
    assert message in done.stderr and "bug" not in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device here")
@pytest.mark.parametrize("words", [["inputs"], ["schema"], ["--version"], ["--help"]])
def test_a_full_disk_is_no_bug(articles: Path, words: list[str]) -> None:
    """What cannot be printed is told in one line, with code 2."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "brief", *words],
            cwd=articles.parent,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("brief: standard output: no space left on device")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["inputs/tollmire-boat.txt", "inputs/the-last-bottle.md"])
def test_an_article_is_not_overwritten(articles: Path, name: str) -> None:
    """`-o` with the name of an article of the set writes nothing."""
    before = (articles.parent / name).read_bytes()
    done = brief_in(articles.parent, "inputs", "-o", name)
    assert done.returncode == 2 and "one of the articles" in done.stderr
    assert (articles.parent / name).read_bytes() == before


def test_a_page_of_standard_input_is_explained(articles: Path) -> None:
    """With the same article piped in again; without it the page's articles are not the same."""
    article = (articles / "the-last-bottle.md").read_text(encoding="utf-8")

    def piped(words: str, text: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "brief", *words.split()],
            cwd=articles.parent,
            env=environment(),
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    assert piped("- inputs/tollmire-boat.txt -q -o page.md", article).returncode == 0
    explained = piped("explain page.md 1 --sources -", article)
    assert (explained.returncode, explained.stderr) == (0, "")
    assert "\nIt " in explained.stdout
    assert piped("explain page.md 1", article).returncode == 6
    assert piped("explain page.md 1 --sources -", "").returncode == 6
    assert piped("verify page.md --sources -", article).returncode == 0
    assert piped("verify page.md", article).returncode == 8


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        ((), "stands above"),
        (("-q",), "without -q"),
    ],
)
@pytest.mark.parametrize("command", ["", "summarise"])
def test_nothing_to_brief_says_where_the_reasons_are(
    run: Run, tmp_path: Path, command: str, flags: tuple[str, ...], told: str
) -> None:
    """An article that is empty or a picture has a suffix that was looked for."""
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n....")
    code, out, err = run(*filter(None, [command]), str(tmp_path), *flags)
    assert (code, out) == (NothingToBrief.exit_code, "")
    assert told in err.splitlines()[-1]
    assert len(err.splitlines()) == (1 if flags else 3)


def test_nothing_to_brief_says_what_was_looked_for(tmp_path: Path) -> None:
    """One line, with the folder and the types of file."""
    (tmp_path / "news").mkdir()
    done = brief_in(tmp_path, "news")
    looked = "looked for text, Markdown, HTML, PDF, Word, mail: .txt, .md, .html, .pdf, .docx, .eml"
    assert (done.returncode, done.stderr) == (3, f"brief: no article in news; {looked}\n")
