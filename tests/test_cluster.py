"""Articles are read by a cluster of Dask's: the same page, whatever happens to its machines."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path

import pytest

import brief
from brief.cli import main
from brief.pipeline import cluster, reading, sending, workers

INPUTS = Path(__file__).parents[1] / "inputs"
NOW = date(2026, 11, 20)
#: The articles of `INPUTS`.
ARTICLES = 10
#: Seconds until a process that does not start is given up.
LONGEST = 60

pytest.importorskip("distributed", reason="pip install 'brief-page[cluster]'")


@pytest.fixture(autouse=True)
def batches_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten articles are five batches."""
    monkeypatch.setattr(workers, "BATCH", 2)


class Processes:
    """A scheduler and its workers on this machine."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._file = folder / "scheduler.json"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._process("scheduler", "--port", "0", "--idle-timeout", "600")
        until = time.monotonic() + LONGEST
        while not (self._file.exists() and self._file.read_text().endswith("}")):
            assert self.scheduler.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < until, (folder / "log").read_text()
            time.sleep(0.05)
        self.address = json.loads(self._file.read_text())["address"]

    def start(self, *words: str) -> None:
        """Start a worker."""
        place = ("--local-directory", str(self._folder), "--name", str(len(self.workers)))
        words += ("--death-timeout", "60")  # Nobody may be left to end it.
        self.workers.append(self._process("worker", *place, *words))

    def _process(self, *words: str) -> subprocess.Popen[bytes]:
        local = ["--host", "127.0.0.1", "--scheduler-file", str(self._file), "--no-dashboard"]
        command = [sys.executable, "-W", "ignore", "-m", "dask", *words, *local]
        with (self._folder / "log").open("ab") as log:
            made = subprocess.Popen(
                command, cwd=self._folder, stdout=log, stderr=log, start_new_session=True
            )
        self._stack.callback(made.wait)
        self._stack.callback(_killed, made)
        return made


def _killed(process: subprocess.Popen[bytes]) -> None:
    # Those that it has started, too.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def started(folder: Path, *of_workers: list[str]) -> Iterator[Processes]:
    """Start a scheduler, and a worker with each list of arguments; end them whatever happens."""
    with ExitStack() as stack:
        processes = Processes(folder, stack)
        for words in of_workers:
            processes.start("--no-nanny", "--nthreads", "1", *words)
        yield processes


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """Two workers, for the tests that do them no harm."""
    with started(tmp_path_factory.mktemp("two"), [], []) as processes:
        yield processes


@pytest.mark.parametrize("command", [[], ["summarise"]])
@pytest.mark.parametrize("more", [[], ["--shared-paths"]])
def test_what_is_written_is_the_same(
    command: list[str],
    more: list[str],
    two: Processes,
    loopback: None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who reads changes no byte; the workers need not run in the same folder."""
    monkeypatch.chdir(INPUTS.parent)
    words = [*command, "inputs", *([] if command else ["--now", "2026-11-20"])]
    assert main([*words, "-o", str(tmp_path / "here.json")]) == 0
    there = [*words, "-o", str(tmp_path / "there.json"), "--cluster", two.address, *more]
    assert main(there) == 0
    assert "instead" not in capsys.readouterr().err
    assert (tmp_path / "here.json").read_bytes() == (tmp_path / "there.json").read_bytes()


def test_what_cannot_be_read_is_skipped_for_the_same_reason(
    two: Processes, loopback: None, tmp_path: Path
) -> None:
    """A file that is empty, cut off or gone, whoever opens it."""
    article = sorted(INPUTS.glob("*.txt"))[0]
    texts = {"a.txt": b"", "b.pdf": b"%PDF-1.4", "c.txt": article.read_bytes()}
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text)
    (tmp_path / "d.txt").symlink_to(tmp_path / "gone.txt")
    here = reading.read([tmp_path])
    with cluster.cluster(two.address) as executor:
        for send in (sending.content, sending.shared):
            there = reading.read([tmp_path], executor=executor, send=send)
            assert there.skipped == here.skipped
        assert not executor.failures
    assert len(here) == 1
    assert len(here.skipped) == 3


def _killed_worker(processes: Processes) -> None:
    processes.workers[0].kill()


def _killed_workers(processes: Processes) -> None:
    for worker in processes.workers:
        worker.kill()


def _killed_scheduler(processes: Processes) -> None:
    processes.scheduler.send_signal(signal.SIGKILL)


@pytest.mark.parametrize("kill", [_killed_worker, _killed_workers, _killed_scheduler])
def test_whatever_dies_the_page_is_the_same(
    kill: Callable[[Processes], None],
    loopback: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another worker does what one was at when it died, and where none is left, this process."""
    monkeypatch.setattr(workers, "BATCH", 1)
    monkeypatch.setattr(workers, "AHEAD", 1)
    here = brief.brief(reading.read([INPUTS]), now=NOW)
    with started(tmp_path, [], []) as processes:
        with cluster.cluster(processes.address) as executor:
            executor._client.wait_for_workers(2)
            monkeypatch.setattr(cluster, "PATIENCE", 1)

            def progress(done: int, articles: int) -> None:
                if done == 1:
                    kill(processes)

            there = reading.read(
                [INPUTS], executor=executor, send=sending.content, progress=progress
            )
        page = brief.render(brief.brief(there, now=NOW), "json")
        assert page == brief.render(here, "json")
        assert bool(executor.failures) == (kill is not _killed_worker)


@pytest.fixture
def nowhere() -> str:
    """Return an address at which nothing listens."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{listening.getsockname()[1]}"


def test_a_scheduler_that_is_away_is_said(
    nowhere: str,
    loopback: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """Nothing is made; with --jobs the page is, by processes here."""
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    page = tmp_path / "page.md"
    command = [str(INPUTS), "--cluster", nowhere, "-o", str(page)]
    assert main(command) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"brief: {nowhere}: no scheduler answers within 0.5 seconds; start it")
    assert not page.exists()
    assert main([*command, "--jobs", "1"]) == 0
    said = capsys.readouterr().err
    assert said.startswith(f"brief: {nowhere}: no scheduler answers within 0.5 seconds; read here")
    assert page.exists()


# Scheduled runs


def configure(home: Path, lines: str) -> None:
    text = f'{lines}[[source]]\nfolder = "news"\n'
    (home / "brief.toml").write_text(text, encoding="utf-8")


def archive(home: Path) -> dict[str, bytes]:
    """Return every file of the archive, by its path in it."""
    folder = home / "briefings"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


RUN = ("run", "--all", "--force", "--now", "2026-11-20T07:00")


@pytest.mark.parametrize("more", ["", "shared_paths = true\n"])
def test_a_run_writes_the_same(
    more: str, two: Processes, loopback: None, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In every format, and nothing is done here but what only this process can do."""
    configure(home, "")
    assert main(RUN) == 0
    here = archive(home)
    configure(home, f'cluster = "{two.address}"\n{more}')
    capsys.readouterr()
    assert main(RUN) == 0
    assert "here" not in capsys.readouterr().err
    assert archive(home) == here
    assert {Path(name).suffix for name in here} >= {".md", ".json", ".txt", ".html"}


def test_a_run_is_set_as_the_readme_has_it(
    two: Processes, loopback: None, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its lines of brief.toml, with an address that answers, make a page, and check says well."""
    readme = (INPUTS.parent / "README.md").read_text(encoding="utf-8")
    lines = re.search(r'(?s)```toml\n(cluster = "tcp://scheduler:8786"\n.*?)```', readme)
    assert lines
    configure(home, lines[1].replace("tcp://scheduler:8786", two.address))
    assert main(RUN) == 0
    assert "here" not in capsys.readouterr().err
    assert check(capsys)[1] == [f"cluster {two.address}: 2 workers: well"]


def test_a_run_gives_its_work_to_the_cluster(
    two: Processes, loopback: None, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That the page is the same does not tell who made it."""
    given: list[str] = []
    submit = cluster.Cluster.submit

    def noted(self: cluster.Cluster, work: partial[object], *args: object) -> object:
        given.append(getattr(work, "func", work).__name__)
        return submit(self, work, *args)

    monkeypatch.setattr(cluster.Cluster, "submit", noted)
    configure(home, "")
    assert main([*RUN, "--cluster", two.address]) == 0
    assert {"_parsed", "_prepared_each", "_looked_through"} <= set(given)


@pytest.mark.parametrize(
    ("more", "by"), [("", ""), ("jobs = 1\n", " by 1 process"), ("jobs = 2\n", " by 2 processes")]
)
def test_a_run_without_its_scheduler_reads_here(
    more: str,
    by: str,
    nowhere: str,
    loopback: None,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No morning is lost, whoever is away, and a line in the log says so."""
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    configure(home, f'cluster = "{nowhere}"\n{more}')
    assert main([*RUN, "-q"]) == 0
    said = capsys.readouterr().err
    assert f"{nowhere}: no scheduler answers within 0.5 seconds; read here{by}\n" in said
    assert (home / "briefings" / "2026-11-20.md").exists()


def test_a_run_stops_without_its_scheduler_where_it_is_told_to(
    nowhere: str,
    loopback: None,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With a clear error and 2; the next run makes the page, and nothing counts as seen."""
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    command = RUN[:1] + RUN[-2:]
    configure(home, f'cluster = "{nowhere}"\njobs = 2\nwithout_cluster = "stop"\n')
    assert main(command) == 2
    said = capsys.readouterr().err
    assert f"{nowhere}: no scheduler answers within 0.5 seconds; start it: dask sched" in said
    assert not (home / "briefings" / "2026-11-20.md").exists()
    assert main(["log"]) == 0
    assert "exit 2" in capsys.readouterr().out
    configure(home, "")
    assert main(command) == 0
    assert f"{ARTICLES} articles" in capsys.readouterr().err


def test_a_run_does_without_a_cluster_of_another_version(
    loopback: None, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An update of one machine at night loses no morning, unless a run is to stop."""
    (tmp_path / "other.py").write_text(OLDER)
    with started(tmp_path, ["--preload", str(tmp_path / "other.py")]) as processes:
        configure(home, f'cluster = "{processes.address}"\n')
        assert main([*RUN, "--without-cluster", "stop"]) == 2
        assert "; install the same on each machine" in capsys.readouterr().err
        assert main(RUN) == 0
    assert (
        f"brief is 0.1.0 there and {brief.__version__} here; read here" in capsys.readouterr().err
    )


def check(capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """Return how `brief check` ends, and what it says of a cluster."""
    capsys.readouterr()
    code = main(["check"])
    rows = capsys.readouterr().out.splitlines()
    return code, [row for row in rows if row.startswith("cluster ")]


def test_check_says_how_a_cluster_is(
    two: Processes,
    nowhere: str,
    loopback: None,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In one line: its workers, or what is wrong, what to do, and what a run does until then."""
    configure(home, 'zone = "UTC"\n')
    well = main(["check"])
    assert check(capsys) == (well, [])
    configure(home, f'zone = "UTC"\ncluster = "{two.address}"\n')
    assert check(capsys) == (well, [f"cluster {two.address}: 2 workers: well"])
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    configure(home, f'cluster = "{nowhere}"\n')
    code, rows = check(capsys)
    away = f"cluster {nowhere}: no scheduler answers within 0.5 seconds; start it: dask scheduler"
    assert (code, len(rows)) == (2, 1)
    assert rows[0].startswith(away)
    assert rows[0].endswith("(a run reads here until then)")
    configure(home, f'cluster = "{nowhere}"\nwithout_cluster = "stop"\n')
    assert check(capsys)[1][0].endswith("(no run makes a page until then)")
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    code, rows = check(capsys)
    missing = "what speaks with a cluster is not installed; install it: pip install"
    assert code == 2
    assert rows[0].startswith(f"cluster {nowhere}: {missing} 'brief-page[cluster]'")


def test_a_scheduler_without_workers_is_said(
    loopback: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """Nobody waits for workers that may never come."""
    with started(tmp_path) as processes:
        monkeypatch.setattr(cluster, "PATIENCE", 3)
        assert main([str(INPUTS), "--cluster", processes.address]) == 2
    problem = f"{processes.address}: the scheduler has no workers; start one: dask worker"
    assert problem in capsys.readouterr().err


def test_workers_start_as_the_readme_has_it(loopback: None, tmp_path: Path) -> None:
    """Its words make workers of one thread each, and its command a page."""
    readme = (INPUTS.parent / "README.md").read_text(encoding="utf-8")
    worker = re.search(r"(?m)^dask worker tcp://scheduler:8786 (--nworkers -1 .*?) +#", readme)
    command = re.search(
        r"(?m)^brief articles/ (--cluster) tcp://scheduler:8786 -o page.md$", readme
    )
    assert worker and command
    words = worker[1].replace("-1", "1").split()
    with started(tmp_path) as processes:
        processes.start(*words)
        there = [str(INPUTS), command[1], processes.address, "-o", str(tmp_path / "page.md")]
        assert main(there) == 0
    assert (tmp_path / "page.md").exists()


OLDER = "from brief.model import version; version.__version__ = '0.1.0'"
MISSING = "import sys; sys.modules['brief'] = None"


@pytest.mark.parametrize(
    ("preload", "said"),
    [
        (OLDER, f"brief is 0.1.0 there and {brief.__version__} here; install the same"),
        (MISSING, "brief does not run there (ModuleNotFoundError("),
    ],
)
def test_a_worker_of_another_version_is_refused(
    preload: str, said: str, loopback: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would read otherwise: nothing is made, and what differs is named."""
    (tmp_path / "other.py").write_text(preload)
    with started(tmp_path, ["--preload", str(tmp_path / "other.py")]) as processes:
        assert main([str(INPUTS), "--cluster", processes.address]) == 2
    assert said in capsys.readouterr().err


def test_a_worker_that_comes_later_is_not_trusted(two: Processes, loopback: None) -> None:
    """Work names the versions that it is for, and is done here where a worker has others."""
    alone = reading.read([INPUTS])
    with cluster.cluster(two.address) as executor:
        executor._versions = {**executor._versions, "brief": "0.1.0"}
        there = reading.read([INPUTS], executor=executor, send=sending.content)
        assert executor.failures
        assert {failure.partition(":")[0] for failure in executor.failures} == {"Differing"}
    assert [document.text for document in there] == [document.text for document in alone]


def test_what_speaks_with_a_cluster_may_be_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error says how to install it."""
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    assert main([str(INPUTS), "--cluster", "tcp://127.0.0.1:8786"]) == 2
    assert "pip install 'brief-page[cluster]'" in capsys.readouterr().err


def test_no_connection_is_secure_without_certificates(capsys: pytest.CaptureFixture[str]) -> None:
    """TLS needs what dask's configuration names."""
    assert main([str(INPUTS), "--cluster", "tls://127.0.0.1:8786"]) == 2
    assert "there are no certificates for TLS; name them under" in capsys.readouterr().err


def test_a_path_elsewhere_may_lead_to_another_file(tmp_path: Path) -> None:
    """What is not the file that was meant is read here."""
    other = tmp_path / "other.txt"
    other.write_text("Another article lies here.")

    def elsewhere(item: sending.Item) -> tuple[sending.Item, int]:
        (path, source), size = sending.shared(item)
        assert isinstance(source, sending.Shared)
        where = str(other) if path.endswith(".txt") else str(tmp_path / "gone")
        return (path, sending.Shared(path=where, size=source.size)), size

    with ThreadPoolExecutor(1) as executor:
        there = reading.read([INPUTS], executor=executor, send=elsewhere)
    assert [one.text for one in there] == [one.text for one in reading.read([INPUTS])]
