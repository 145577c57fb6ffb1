"""A real cron daemon runs a real briefing; only where it is asked for, as it takes a minute."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from brief.cli.environment import machine_zone
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


def place(home: Path, name: str, due: datetime, zone: str) -> Path:
    """Write a briefing that is due at a moment, by the clock of a zone; return its settings."""
    (home / "news").mkdir(parents=True)
    (home / "news" / "ferry.txt").write_text(ARTICLE, encoding="utf-8")
    config = home / "brief.toml"
    config.write_text(
        f'name = "{name}"\nzone = "{zone}"\nat = "{due.astimezone(ZoneInfo(zone)):%H:%M}"\n'
        '[[source]]\nfolder = "news"\n',
        encoding="utf-8",
    )
    return config


def test_cron_runs_the_briefing(daemon: None, tmp_path: Path) -> None:
    """Due the next minute, here or by another zone, it makes the day's page; then it is removed."""
    due = datetime.now(UTC) + timedelta(seconds=75)
    here = machine_zone()
    zones = [here]
    # Others that keep their distance from it; there it may be another day.
    for zone in ("Asia/Tokyo", "Pacific/Kiritimati"):
        days = [due + timedelta(days) for days in range(0, 366, 30)]
        distances = {day.astimezone(ZoneInfo(here)).utcoffset() for day in days}
        zones += [zone] * (len(distances) == 1)
    configs = []
    for number, zone in enumerate(zones):
        name = f"cron-{os.getpid()}-{number}"
        configs.append(place(tmp_path / str(number), name, due, zone))
        brief("schedule", "--config", str(configs[-1]), "--install", "cron")
        brief("schedule", "--config", str(configs[-1]), "--install", "cron")
        assert read_crontab().output.count(f"# brief:{name}\n") == 1
    pages = [
        config.parent / "briefings" / f"{due.astimezone(ZoneInfo(zone)):%Y-%m-%d}.md"
        for config, zone in zip(configs, zones, strict=True)
    ]
    until = time.monotonic() + LONGEST
    while not all(page.exists() for page in pages) and time.monotonic() < until:
        time.sleep(1)
    for config in configs:
        brief("schedule", "--config", str(config), "--remove")
    assert f"cron-{os.getpid()}" not in read_crontab().output
    for page in pages:
        assert "nine people of Larn died" in page.read_text(encoding="utf-8")
        assert verify(page).faults == ()
