"""A run that is killed at any of its steps: the next one completes it, and nothing comes twice."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_running import BANK, DAY, FERRY

from brief.cli import main
from brief.memory.state import State
from brief.pipeline import verify

ROOT = Path(__file__).parents[1]
#: Runs `brief` and counts what it enters and leaves of the modules that a run's effects are in;
#: kills itself at the step given, or writes down what the steps were.
WATCHED = """
import json, os, signal, sys
from pathlib import Path

parts = ("run/", "deliver/", "cli/unattended", "memory/", "schedule/")
root = str(Path(sys.argv[1]) / "brief")
starts = tuple(f"{root}/{part}" for part in parts)
at, record, steps = int(sys.argv[2]), sys.argv[3], []

def step(frame, event, _):
    code = frame.f_code
    if event not in ("call", "return") or code.co_name.startswith("<"):
        return
    if code.co_filename.startswith(starts):
        steps.append(f"{code.co_filename[len(root) + 1:]} {code.co_name} {event}")
        if len(steps) == at:
            os.kill(os.getpid(), signal.SIGKILL)

from brief.cli import main
sys.setprofile(step)
code = main(sys.argv[4:])
sys.setprofile(None)
Path(record).write_text(json.dumps(steps))
raise SystemExit(code)
"""
RUN = ["run", "--now", "2026-11-20T07:00"]


class Desk:
    """A mail server's desk: what came in, by the name of the message."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append(envelope.content)
        return "250 OK"


@pytest.fixture
def desk(loopback: None) -> Iterator[tuple[Desk, int]]:
    """A real mail server on this machine, and its port."""
    from aiosmtpd.controller import Controller

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = Desk()
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield found, port
    finally:
        controller.stop()


def killed(home: Path, step: int) -> int:
    """Run in a process of its own that ends at a step; return how it ended."""
    command = [sys.executable, "-c", WATCHED, str(ROOT), str(step), str(home / "steps.json"), *RUN]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, cwd=home, env=environment, capture_output=True, check=False)
    return ended.returncode


def test_killed_at_every_step_the_next_run_completes(
    tmp_path: Path, desk: tuple[Desk, int], kills: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed as a function is entered or left, from the first to the last: one page, one mail."""
    for name in [name for name in os.environ if name.startswith("BRIEF_")]:
        monkeypatch.delenv(name)
    server, port = desk
    home = tmp_path / "home"
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    (home / "news").mkdir(parents=True)
    monkeypatch.chdir(home)
    (home / "brief.toml").write_text(
        '[[source]]\nfolder = "news"\n[mail]\nto = ["desk@example.org"]\nport = '
        f'{port}\nsender = "brief@example.org"\nhost = "127.0.0.1"\nsecurity = "none"\n',
        encoding="utf-8",
    )
    (home / "news" / "bank.txt").write_text(BANK, encoding="utf-8")
    assert main(["run", "--now", "2026-11-19T07:00"]) == 0
    before = (home / "briefings" / "2026-11-19.md").read_bytes()
    (home / "news" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    backup = shutil.copytree(home, tmp_path / "backup")
    assert killed(home, 0) == 0
    steps = json.loads((home / "steps.json").read_text(encoding="utf-8"))
    made = home / "briefings" / "2026-11-20.md"
    page = made.read_bytes()
    # Between the server's word and ours the mail is sent again, under the same name.
    sent = steps.index("deliver/smtp.py send call")
    marked = steps.index("memory/state.py mark_delivery return", sent)
    first = sorted(1 + steps.index(one) for one in set(steps))
    assert len(first) > 100

    for number in range(kills):
        step = first[number * (len(first) - 1) // (kills - 1)]
        os.chdir(tmp_path)
        shutil.rmtree(home)
        shutil.copytree(backup, home)
        os.chdir(home)
        server.messages.clear()
        assert killed(home, step) == -signal.SIGKILL, steps[step - 1]
        assert not made.exists() or verify(made).faults == ()
        assert (home / "briefings" / "2026-11-19.md").read_bytes() == before
        assert main(RUN) == 0
        assert made.read_bytes() == page, steps[step - 1]
        assert verify(home / "briefings" / "latest.md").faults == ()
        names = {line for one in server.messages for line in one.splitlines() if b"ssage-I" in line}
        assert len(names) == 1
        assert len(server.messages) == 1 or sent < step <= marked + 1, steps[step - 1]
        with State.open(home / "state" / "brief" / "state.db", now=DAY) as state:
            noted = state.page_of("morning", "2026-11-20")
            assert noted is not None and noted.articles == 1
            assert state.set_aside is None
        assert main(RUN) == 0
        assert len(server.messages) <= 2
