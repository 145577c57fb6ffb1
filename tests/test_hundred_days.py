"""A hundred days of a scheduled briefing in which all goes wrong: nothing is lost or told twice."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from test_running import DAY, Place

from brief.deliver import files, undo
from brief.errors import BriefError, UsageError
from brief.memory.sqlite import Database
from brief.pipeline import verify

FEED = "https://example.org/feed"
DAYS = 100
#: What can go wrong on a day, and how often of a hundred days.
TROUBLE = {"kill": 30, "full": 20, "damage": 10, "clock": 15, "": 25}
#: Days by which the clock may be wrong.
WRONG = (365, 370, -30, -31, 40, -400, 1, -1)
#: Effects of a run, of which one more is the last; there are about as many of them.
EFFECTS = 70


class Days(Place):
    """A place whose deliveries are noted in a file, so that a kill does not lose the note."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, f'[[source]]\nfolder = "news"\n[[source]]\nfeed = "{FEED}"\n')
        self.entries: list[str] = []

    def deliver(self, name: str, _: Any, page: Any, content: Any, before: str | None) -> str:
        row = [page.period, page.outcome, titles(json.loads(content.json))]
        with (self.folder / "delivered").open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(row)}\n")
        return "<id>"

    def delivered(self) -> list[list[Any]]:
        lines = (self.folder / "delivered").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def arrive(self, number: int, chance: random.Random) -> None:
        """Let an article arrive, as a file or in the feed, which holds the last ten."""
        title = f"Mine {number} of Tarn{number} closes"
        body = (
            f"The council of Tarn{number} closed the copper mine {number} on Friday, and {number}00"
            f" miners of Larn{number} lost their work, Mayor Maria Berg{number} said in Osk."
        )
        if chance.random() < 0.4:
            self.put(f"mine-{number}", f"{title}\n\n20 November 2026\n\n{body}\n")
            return
        self.entries.append(
            f"<item><title>{title}</title><guid>{number}</guid><description>{body}</description>"
            "</item>"
        )
        head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Dale Radio</title>'
        self.web[FEED] = f"{head}{''.join(self.entries[-10:])}</channel></rss>"

    def pages(self) -> dict[str, Path]:
        return {path.stem: path for path in (self.folder / "briefings").glob("2*.json")}


def titles(page: Any) -> list[str]:
    """Return the titles of the articles that a page in JSON was made of."""
    return [document["title"] for document in page["documents"]]


@contextmanager
def counted(act: Callable[[int, bool], None]) -> Iterator[None]:
    """Call `act` before each effect on files and memory, with its number and whether it writes."""
    count = 0
    patch = pytest.MonkeyPatch()

    def before(holder: Any, name: str, writes: Callable[..., bool]) -> None:
        whole = getattr(holder, name)

        def part(*given: Any, **more: Any) -> Any:
            nonlocal count
            count += 1
            act(count, writes(*given))
            return whole(*given, **more)

        patch.setattr(holder, name, part)

    def changes(_: Any, statement: str, *__: Any) -> bool:
        return statement.startswith(("INSERT", "UPDATE", "DELETE", "COMMIT", "BEGIN", "RELEASE"))

    before(files, "_replace", lambda *_: True)
    before(files, "_sync", lambda *_: False)
    before(undo, "_linked", lambda *_: False)
    before(undo, "discard", lambda *_: False)
    before(Database, "execute", changes)
    before(Database, "execute_many", changes)
    try:
        yield
    finally:
        patch.undo()


def killed(work: Callable[[], object], at: int) -> None:
    """Do work in a process of its own that is killed before an effect."""

    def kill(number: int, _: bool) -> None:
        if number == at:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if not child:
        with suppress(BaseException), counted(kill):
            work()
        os._exit(0)
    os.waitpid(child, 0)


def on_a_full_disk(work: Callable[[], object], at: int) -> None:
    """Do work while the disk is full from an effect on."""

    def refuse(number: int, writes: bool) -> None:
        if number >= at and writes:
            if number % 2:
                raise UsageError("no space left on the disk", where="state.db")
            raise OSError(errno.ENOSPC, "No space left on device")

    with suppress(BriefError, OSError), counted(refuse):
        work()


def damage(folder: Path, chance: random.Random) -> None:
    """Damage the memory: a part is overwritten, it is cut off, emptied, or deleted."""
    path = folder / "state.db"
    data = path.read_bytes() if path.exists() else b""
    pages = len(data) // 4096
    at = 4096 * chance.randrange(pages) if pages else 0
    match chance.randrange(5):
        case 0:
            path.write_bytes(b"\x00" * 100 + data[100:])
        case 1:
            path.write_bytes(data[:at] + b"\xff" * 4096 + data[at + 4096 :])
        case 2:
            path.write_bytes(data[: len(data) // 2])
        case 3:
            path.write_bytes(b"")
        case _:
            for file in folder.glob("state.db*"):
                file.unlink()


def test_a_hundred_days_lose_and_repeat_nothing(tmp_path: Path, kills: int) -> None:
    """Kills, a full disk, a damaged memory, a wandering clock: each article is told once."""
    for seed in range(1, 1 + kills // 12):
        (folder := tmp_path / str(seed)).mkdir()
        hundred_days(folder, seed)


def hundred_days(tmp_path: Path, seed: int) -> None:
    """Run for a hundred days of trouble and a few without; look at all pages that were made."""
    chance = random.Random(seed)
    place = Days(tmp_path)
    arrived = ["Ferry sinks off Osk"]
    wrong = 0
    ended: dict[str, bytes] = {}
    cut_off: set[str] = set()  # days whose page may be sent again, under the same name
    for day in range(DAYS + 5):
        trouble = chance.choices([*TROUBLE], [*TROUBLE.values()])[0] if day < DAYS else ""
        if day < DAYS and chance.random() < 0.8:
            place.arrive(day, chance)
            arrived.append(f"Mine {day} of Tarn{day} closes")
        wrong = (
            chance.choice(WRONG) if trouble == "clock" else wrong if chance.random() < 0.3 else 0
        )
        when = DAY + timedelta(days=day + (wrong if day < DAYS else 0))
        work = partial(place.run, when, machine="here")
        at = chance.randrange(1, EFFECTS)
        if trouble in ("kill", "full"):  # perhaps between the server's word and ours
            cut_off.add(f"{when:%Y-%m-%d}")
        if trouble == "kill":
            killed(work, at)
        elif trouble == "full":
            on_a_full_disk(work, at)
        elif trouble == "damage":
            damage(tmp_path, chance)
        if not trouble or trouble == "clock" or chance.random() < 0.5:
            with suppress(BriefError):  # the run that comes upon the damage
                work()
                period = f"{when:%Y-%m-%d}"
                ended[period] = place.pages()[period].read_bytes()
    shown = Counter(
        title
        for path in place.pages().values()
        for title in titles(json.loads(path.read_text(encoding="utf-8")))
    )
    assert shown == Counter(arrived)
    for period, content in ended.items():
        assert place.pages()[period].read_bytes() == content
    for path in place.pages().values():
        assert verify(path.with_suffix(".md")).faults == ()
    rows = place.delivered()
    told = Counter((period, outcome) for period, outcome, _ in rows)
    assert {period for (period, _), count in told.items() if count > 1} <= cut_off
    once = {(title, period) for period, _, names in rows for title in names}
    assert max(Counter(title for title, _ in once).values()) == 1
