"""A real cron daemon runs a real briefing; only where it is asked for, as it takes a minute."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from brief.pipeline import verify
from brief.schedule.cron import read_crontab, write_crontab

ARTICLE = (
    "Ferry sinks off Osk\n\n19 November 2026\n\nThe ferry Heron sank off Osk on Thursday, and nine "
    "people of Larn died, Governor Ines Holt said. Divers from Tarn searched the hull at night.\n"
)
#: Seconds until the daemon has come to the minute, and the briefing through its run.
LONGEST = 150


@pytest.fixture
def daemon() -> Iterator[None]:
    """Run cron while a test lasts, and give the user's crontab back as it was."""
    program = shutil.which("cron", path="/usr/sbin:/usr/bin")
    if os.environ.get("CRON_TESTS") != "1" or program is None or not shutil.which("crontab"):
        pytest.skip("a real cron daemon is tried where CRON_TESTS=1 and cron is installed")
    before = read_crontab().output
    running = subprocess.Popen([program, "-f"])
    try:
        yield
    finally:
        running.terminate()
        running.wait()
        write_crontab(before)


def brief(*words: str) -> None:
    """Run a command as a user would."""
    program = Path(sys.executable).with_name("brief")
    subprocess.run([program, *words], check=True)


def test_cron_runs_the_briefing(daemon: None, tmp_path: Path) -> None:
    """Installed for the next minute, it makes the page; removed, nothing of it is left."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "ferry.txt").write_text(ARTICLE, encoding="utf-8")
    due = datetime.now().astimezone() + timedelta(seconds=75)
    zone = Path("/etc/localtime").resolve().as_posix().partition("/zoneinfo/")[2] or "UTC"
    config = tmp_path / "brief.toml"
    config.write_text(
        f'name = "cron-{os.getpid()}"\nzone = "{zone}"\nat = "{due:%H:%M}"\n'
        '[[source]]\nfolder = "news"\n',
        encoding="utf-8",
    )
    brief("schedule", "--config", str(config), "--install", "cron")
    brief("schedule", "--config", str(config), "--install", "cron")
    assert read_crontab().output.count(f"# brief:cron-{os.getpid()}\n") == 1
    page = tmp_path / "briefings" / "latest.md"
    until = time.monotonic() + LONGEST
    while not page.exists() and time.monotonic() < until:
        time.sleep(1)
    brief("schedule", "--config", str(config), "--remove")
    assert f"cron-{os.getpid()}" not in read_crontab().output
    assert "nine people of Larn died" in page.read_text(encoding="utf-8")
    assert verify(page).faults == ()
