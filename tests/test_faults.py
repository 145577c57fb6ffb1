"""A scheduled run on a machine that fails: the disk full, the memory locked, no network."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from test_running import BANK, FERRY


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder whose page of the day before is made, and one more article."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (tmp_path / "brief.toml").write_text('[[source]]\nfolder = "news"\n', encoding="utf-8")
    assert morning(tmp_path, 19) == (0, "")
    (tmp_path / "news" / "bank.txt").write_text(BANK, encoding="utf-8")
    return tmp_path


def morning(home: Path, day: int, *, most: int | None = None) -> tuple[int, str]:
    """Run as cron does, with files of at most so many bytes; return the exit code and stderr."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("BRIEF_")
    }
    for name in ("STATE", "CACHE", "CONFIG"):
        environment[f"XDG_{name}_HOME"] = str(home / name.lower())
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most)) if most else None
    ended = subprocess.run(
        [sys.executable, "-m", "brief", "run", "--quiet", "--now", f"2026-11-{day}T07:00"],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
    return ended.returncode, ended.stderr


@pytest.mark.parametrize("most", [1, 500, 2000, 5000, 20_000])
def test_a_full_disk_costs_nothing_but_the_run(home: Path, most: int) -> None:
    """The last page stays, the message names a file and the disk, the next run has the article."""
    before = (home / "briefings" / "2026-11-19.md").read_bytes()
    code, told = morning(home, 20, most=most)
    assert code == 2
    assert "disk" in told and "Traceback" not in told
    assert (home / "briefings" / "latest.md").read_bytes() == before
    assert [path.name for path in (home / "briefings").glob(".*")] == [".claims"]
    assert morning(home, 20) == (0, "")
    assert "Bank of Bren" in (home / "briefings" / "latest.md").read_text(encoding="utf-8")


def test_a_locked_memory_ends_the_run_with_five(home: Path) -> None:
    """Somebody has the database open for writing: nothing is made, the next run makes it."""
    other = sqlite3.connect(home / "state" / "brief" / "state.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    code, told = morning(home, 20)
    other.execute("ROLLBACK")
    other.close()
    assert code == 5
    assert "another process is writing" in told
    assert not (home / "briefings" / "2026-11-20.md").exists()
    assert morning(home, 20) == (0, "")


def test_without_a_network_the_rest_is_briefed(home: Path) -> None:
    """What cannot be reached stands on the page; stderr says so when nothing could be read."""
    feed = '[fetch]\nlocal = true\n[[source]]\nfeed = "http://127.0.0.1:9/feed"\nname = "Gone"\n'
    settings = home / "brief.toml"
    settings.write_text(f'{feed}[[source]]\nfolder = "news"\n', encoding="utf-8")
    assert morning(home, 20) == (0, "")
    page = (home / "briefings" / "latest.md").read_text(encoding="utf-8")
    assert "Bank of Bren" in page and "Skipped: Gone (" in page
    settings.write_text(feed, encoding="utf-8")
    code, told = morning(home, 21)
    assert code == 2
    assert "no source could be read: Gone (" in told
