"""Days of trouble over a source with a password: it is written nowhere, and nothing told twice."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from functools import partial
from html import escape
from pathlib import Path

import pytest
from test_hundred_days import EFFECTS, killed, titles
from test_obtaining import feed_of, page_of, served
from test_running import home  # noqa: F401 - a fixture
from test_secrets import SAMPLES, Sample, server, written_in  # noqa: F401 - one is a fixture
from test_web import Server, answer

from brief.cli import main
from brief.deliver import smtp
from brief.memory import sqlite
from brief.memory.state import State
from brief.memory.tables import MIGRATIONS, Novelty, stamp
from brief.pipeline import verify
from brief.run import sharing
from brief.settings.toml import FILE
from brief.web.same_page import page_key
from brief.web.secrecy import article_key, source_key

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
DAYS = 9
#: By day, what is lost in the night before: the memory, and the announcements besides.
LOST: dict[int, tuple[str, ...]] = {3: ("state",), 5: ("state", "cache"), 7: ("state", "claims")}
KILLED = (1, 2, 5, 6, 7)


class Town:
    """A feed behind a password that gets an article a day, and repeats its key wherever it can."""

    def __init__(self, home: Path, server: Server, sample: Sample, post: Path) -> None:  # noqa: F811
        self.home, self.server, self.sample, self.post = home, server, sample, post
        self.entries: list[str] = []
        place = f"{server.at('/feed')}?{sample.query}".replace("http://", f"http://{sample.user}@")
        gone = place.replace("/feed", "/gone")
        (home / FILE).write_text(
            f"[[source]]\nfeed = {json.dumps(place)}\n[[source]]\nfeed = {json.dumps(gone)}\n"
            '[mail]\nto = ["a@example.org"]\nsender = "b@example.org"\n',
            encoding="utf-8",
        )

    def arrive(self, day: int) -> str:
        """Let an article arrive: with a page, with its text in the feed, or without an address."""
        title = f"Mine {day} of Tarn{day} closes"
        body = "".join(
            f"<p>The council of Tarn{day} closed the copper mine {day} on Friday, and {number}00"
            f" miners of Larn{day} lost their work, Mayor Maria Berg{number} said in Osk. See"
            f" {escape(self.server.at(f'/ok?{self.sample.query}'))} for more.</p>"
            for number in range(day, day + 5)
        )
        link = f"{self.server.at(f'/mine{day}')}?id={day}&{self.sample.query}"
        if day % 3 == 1:
            link = link.replace("http://", f"http://{self.sample.user}@")
        own = f"<link rel='canonical' href='{escape(link)}'>" if day % 2 else ""
        page = page_of(body, title).replace("<head>", f"<head>{own}")
        self.server.pages[f"/mine{day}"] = answer(**served(page), etag=f'"{day}"')
        guid = f"<guid isPermaLink='false'>{escape(self.sample.token)}-{day}</guid>"
        where = guid if day % 3 == 2 else f"<link>{escape(link)}</link>{guid}"
        text = "" if day % 3 == 0 else f"<description><![CDATA[{body}]]></description>"
        self.entries.append(f"<item><title>{title}</title>{where}{text}</item>")
        feed = feed_of(*self.entries, home=escape(self.server.at(f"/?{self.sample.query}")))
        self.server.pages["/feed"] = answer(**served(feed, "application/rss+xml"), etag='"f"')
        return title

    def lose(self, kind: str) -> None:
        """Take away the memory, the cache or the announcements."""
        if kind == "claims":
            shutil.rmtree(self.home / "briefings" / sharing.FOLDER)
        for path in (self.home / "state" / "brief").glob(
            {"state": "state.db*", "cache": "read.db*"}.get(kind, "none")
        ):
            path.unlink()

    def leaks(self, copy: Path) -> list[tuple[str, bytes]]:
        """Return what is written of the secrets; a copy is looked into, and nothing is settled."""
        shutil.copytree(self.home, copy)
        written = [*written_in(copy), *(("mail", mail) for mail in self.mails())]
        shutil.rmtree(copy)
        return [
            (where, form) for where, data in written for form in self.sample.forms if form in data
        ]

    def opened(self) -> list[str]:
        """Return what others may read in the archive but for claims, which say who makes a page."""
        folder = self.home / "briefings"
        claims = folder / sharing.FOLDER
        paths = {folder, *folder.rglob("*")} - {claims, *claims.glob("*")}
        paths |= {*claims.glob(f"*{sharing.ANNOUNCED}")}
        return [str(path) for path in paths if path.stat().st_mode & 0o077]

    def pages(self) -> list[Path]:
        return sorted((self.home / "briefings").glob("2*.json"))

    def mails(self) -> Iterator[bytes]:
        yield from (bytes.fromhex(row) for row in self.post.read_text("ascii").splitlines())


@pytest.fixture
def town(
    home: Path,  # noqa: F811
    server: Server,  # noqa: F811
    sample: Sample,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Town]:
    post = tmp_path_factory.mktemp("post") / "mails"
    post.touch()

    def send(mail: object, *_: object, **__: object) -> None:
        with post.open("a", encoding="ascii") as file:
            file.write(f"{mail.as_bytes().hex()}\n")  # type: ignore[attr-defined]

    monkeypatch.setattr(smtp, "send", send)
    before = os.umask(0o022)
    yield Town(home, server, sample, post)
    os.umask(before)


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.usefixtures("web_server")
def test_days_of_trouble_write_no_secret_and_tell_nothing_twice(
    town: Town, tmp_path_factory: pytest.TempPathFactory, capfd: pytest.CaptureFixture[str]
) -> None:
    """Kills at any effect, a memory that is lost, with and without what it is learned from."""
    chance = random.Random(len(town.sample.token))
    copy = tmp_path_factory.mktemp("copy") / "copy"
    arrived = []
    for day in range(DAYS):
        for kind in LOST.get(day, ()):
            town.lose(kind)
        if day < DAYS - 1:
            arrived.append(town.arrive(day))
        work = partial(main, ["run", "-v", "--now", f"2026-11-{20 + day}T07:00"])
        if day in KILLED:
            killed(work, chance.randrange(1, EFFECTS))
            assert town.leaks(copy) == []
            assert town.opened() == []
        if day not in KILLED or chance.random() < 0.5:
            work()
        assert town.leaks(copy) == []
        assert town.opened() == []
    said = "".join(capfd.readouterr()).encode()
    assert [form for form in town.sample.forms if form in said] == []
    made = [json.loads(path.read_text(encoding="utf-8")) for path in town.pages()]
    shown = Counter(title for page in made for title in titles(page))
    assert shown == Counter(arrived)
    for path in town.pages():
        assert verify(path.with_suffix(".md")).faults == ()
    mails = [message_from_bytes(mail, policy=default) for mail in town.mails()]
    texts = {str(mail["Message-ID"]): str(mail.get_body(("plain",))) for mail in mails}
    days = [day for text in texts.values() for day in range(DAYS) if f"mine {day} on" in text]
    assert {0, 4} <= {*days} and max(Counter(days).values()) == 1


@pytest.mark.parametrize("sample", [SAMPLES["encoded"]], ids=["encoded"])
@pytest.mark.usefixtures("web_server")
def test_a_run_that_is_cut_off_leaves_no_secret(
    town: Town, tmp_path_factory: pytest.TempPathFactory, kills: int
) -> None:
    """Wherever that is, also in the files by which the page of before comes back."""
    copies = tmp_path_factory.mktemp("copies")
    town.arrive(0)
    assert main(["run", "--now", "2026-11-20T07:00"]) == 0
    title = town.arrive(1)
    shutil.copytree(town.home, copies / "before")
    left = set()
    for at in range(1, EFFECTS, max(1, EFFECTS // kills)):
        shutil.copytree(copies / "before", town.home, dirs_exist_ok=True)
        killed(partial(main, ["run", "--now", "2026-11-21T07:00"]), at)
        assert town.leaks(copies / "copy") == []
        assert town.opened() == []
        left |= {path.name for path in (town.home / "briefings").iterdir()}
        assert main(["run", "--now", "2026-11-22T07:00"]) in (0, 3, 7)
        assert town.opened() == []
        pages = [json.loads(path.read_text("utf-8")) for path in town.pages()]
        assert [name for page in pages for name in titles(page)].count(title) == 1
        for path in town.home.rglob("*"):
            if path.is_file() and not (copies / "before" / path.relative_to(town.home)).exists():
                path.unlink()
    assert {".before-latest.md", ".before-latest.json", ".before-2026-11-21.begun"} <= left


# The memory of each version


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_a_memory_of_each_version_opens(tmp_path: Path, version: int) -> None:
    """With what it knew of articles, pages, runs and its neighbours, and without its passwords."""
    sample = SAMPLES["plain"]
    feed = f"http://{sample.user}@h.example/feed?{sample.query}"
    link = f"http://h.example/a?id=1&{sample.query}"
    latest = version >= 5  # Since then, sources and articles are known by digests.
    key, source = page_key(link), feed
    shown = "" if latest else link
    if latest:
        key, source = article_key(key), source_key(source)
    moment, path = stamp(NOW), tmp_path / "state.db"
    with closing(sqlite.open_database(path, MIGRATIONS[:version], now=NOW)) as old:
        row = ("morning", key, shown, shown)
        if version == 1:
            columns = (*row, "digest", moment, moment, "2026-11-20", "")
            old.execute(f"INSERT INTO articles VALUES ({','.join('?' * 9)})", columns)
        else:
            columns = (*row, moment, moment, "2026-11-20")
            old.execute(f"INSERT INTO articles VALUES ({','.join('?' * 7)})", columns)
            columns = ("morning", key, source, "digest", "")
            old.execute("INSERT INTO versions VALUES (?, ?, ?, ?, ?)", columns)
        columns = ("morning", "2026-11-20", moment, "d", "p.md", "page")
        old.execute("INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, 1)", columns)
        error = "" if latest else f"{feed}: 401 Unauthorized"
        old.execute(
            "INSERT INTO sources VALUES ('morning', ?, 2, ?, NULL, ?)", (source, error, moment)
        )
        columns = ("morning", "2026-11-20", moment, error)
        statement = "INSERT INTO runs (briefing, period, started, summary) VALUES (?, ?, ?, ?)"
        old.execute(statement, columns)
        if version > 2:
            old.execute("INSERT INTO briefings VALUES ('evening', 'e.toml', 'pages')")
        if version > 3:
            old.execute(
                "INSERT INTO contents (briefing, period, title, text, json, addresses)"
                " VALUES ('morning', '2026-11-20', 'Title', ?, '{}', ?)",
                (f"See {shown}", shown),
            )
    with State.open(path, now=NOW) as state:
        asked = {(article_key(page_key(link)), source_key(feed)): "digest"}
        assert [*state.unseen("morning", asked).values()] == [Novelty.SEEN]
        health = state.source("morning", source_key(feed))
        assert health is not None and health.failures == 2
        assert state.moments("morning") == (NOW,)
        assert state.last_begun("morning", "2026-11-21", 2) == ("2026-11-20",)
        assert state.periods_remembered("morning") == {"2026-11-20"}
        neighbours = [neighbour.name for neighbour in state.neighbours("morning")]
        assert neighbours == (["evening"] if version > 2 else [])
        assert state.begin_run("morning", "2026-11-21", now=NOW) == 2
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert [form for form in sample.forms if form in written] == []
