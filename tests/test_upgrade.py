"""What version 0.1 has left on a machine is taken over: its settings, its memory and its archive.

`cases/first_version/dawn` is a briefing that version 0.1.0 ran on two mornings, in /srv/dawn, while
nobody took its mails and its webhook: settings, articles, what was on the web, the archive, and its
two databases, written out as SQL.  `settings` has what its `brief init` wrote, and a file that sets
everything it knew.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tomllib
from collections.abc import Sequence
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from brief.cli import main, unattended
from brief.deliver import notify, smtp
from brief.settings.run_options import KINDS
from brief.settings.toml import parse
from brief.web.fetched import Failed, Fetched, Request

LEFT = Path(__file__).parent / "cases" / "first_version" / "dawn"
PLACE = "/srv/dawn"
SECRET = "s3cretK3yOfTheReader"
FEED = f"https://radio.example/feed.xml?key={SECRET}"
PAGE = f"http://www.radio.example/mine.html?utm_source=rss&key={SECRET}"
#: The web of the feed, as it was.
WEB = {
    FEED: ("application/rss+xml", (LEFT / "web/feed.xml").read_bytes()),
    PAGE: ("text/html", (LEFT / "web/mine.html").read_bytes()),
}
OPENED = (
    "The Harrow lock opened\n\n20 November 2026\n\nThe lock at Harrow opened to boats on Friday "
    "after two years of work, the river board said. It cost 9 million crowns.\n"
)


class Dawn:
    """The folder of the briefing, what its runs send, and what they fetch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.archive = folder / "briefings"
        self.mails: list[EmailMessage] = []
        self.posted: list[dict[str, Any]] = []

    def fetch(self, requests: Sequence[Request]) -> list[Fetched | Failed]:
        return [self._one(request.address) for request in requests]

    def _one(self, address: str) -> Fetched | Failed:
        if address not in WEB:
            return Failed(address, "404 Not Found")
        kind, body = WEB[address]
        return Fetched(address, address, kind, "utf-8", body, 0.0)

    def post(self, address: str, body: bytes, seconds: float) -> None:
        self.posted.append(json.loads(body))

    def send(self, mail: EmailMessage, *_: object, **__: object) -> None:
        self.mails.append(mail)

    def page(self, day: str) -> str:
        return (self.archive / f"{day}.md").read_text(encoding="utf-8")

    def lose_memory(self) -> None:
        shutil.rmtree(self.folder / "state")


def database(path: Path, sql: Path, here: Path) -> None:
    """Write a database as version 0.1 left it, with `here` in the place of its folder."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql.read_text(encoding="utf-8").replace(PLACE, str(here)))


@pytest.fixture
def dawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dawn:
    folder = tmp_path / "dawn"
    shutil.copytree(LEFT, folder, ignore=shutil.ignore_patterns("*.sql", "web", "settings"))
    for told in (folder / "briefings/.claims").glob("*.told"):
        text = told.read_text(encoding="utf-8").replace(PLACE, str(folder))
        told.write_text(text, encoding="utf-8")
    for name in ("state", "read"):
        database(folder / f"state/brief/{name}.db", LEFT / f"{name}.sql", folder)
    shutil.move(folder / "machine", folder / "state/brief/machine")
    dawn = Dawn(folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setattr(unattended, "fetcher", lambda *_: dawn.fetch)
    monkeypatch.setattr(smtp, "send", dawn.send)
    monkeypatch.setattr(notify, "webhook", dawn.post)
    return dawn


def run_on(day: int, *flags: str) -> int:
    return main(["run", "--now", f"2026-11-{day}T07:00:00", *flags])


def uncommented(template: str) -> str:
    """Return the settings of a template with every default that it names."""
    rows = (row.removeprefix("# ") if " = " in row else row for row in template.splitlines())
    return "\n".join(row for row in rows if not row.endswith('= ""'))


EVERY = (LEFT / "settings/every.toml").read_text(encoding="utf-8")
INIT = uncommented((LEFT / "settings/init.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", [EVERY, INIT], ids=["every", "init"])
def test_every_setting_of_the_first_version_is_taken(text: str) -> None:
    """As it was set, name by name; a setting that was renamed would have to be told of."""

    def same(ours: object, theirs: object) -> bool:
        return (list(ours) if isinstance(ours, tuple) else ours) == theirs

    settings = parse(text, Path("brief.toml"), {}).settings
    given = tomllib.loads(text)
    tables = {name: value for name, value in given.items() if isinstance(value, dict)}
    first = {name: value for name, value in given.items() if name not in (*tables, "source")}
    if first["days"] == "daily":
        first["days"] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    pairs = [(settings, first), *((getattr(settings, name), tables[name]) for name in tables)]
    pairs += zip(settings.sources, given["source"], strict=True)
    differ = [
        (name, getattr(ours, name), value)
        for ours, theirs in pairs
        for name, value in theirs.items()
        # What [fetch] lets, it lets each source.
        if name != "local" and not same(getattr(ours, name), value)
    ]
    assert differ == []
    assert all(source.local is tables["fetch"]["local"] for source in settings.sources)


def test_every_setting_of_the_first_version_is_asked() -> None:
    """The file has each that its `brief init` names, a source of each kind included."""
    every, init = tomllib.loads(EVERY), tomllib.loads(INIT)
    assert every.keys() == init.keys()
    assert [next(iter(source)) for source in every["source"]] == list(KINDS)
    for table in ("page", "fetch"):
        named = init[table].keys()
        assert named <= every[table].keys()
    assert len(every["mail"]) == 7
    assert len(every["notices"]) == 5


def test_a_run_goes_on_where_the_first_version_stopped(
    dawn: Dawn, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was told is no news, what is owed is delivered, and the log has the runs there were."""
    assert run_on(20) == 3
    assert "|articles:0|" in dawn.page("2026-11-20")
    subjects = [mail["Subject"] for mail in dawn.mails]
    assert subjects[:2] == ["Mine of Tarn closes", "Tollmire ferry had faulty steering"]
    assert "mine.html" in dawn.mails[0].as_string()
    assert [page["schema"] for page in dawn.posted] == ["brief/1", "brief/1", "brief/2"]
    capsys.readouterr()
    assert main(["log"]) == 0
    log = capsys.readouterr().out
    assert [row[17:] for row in log.splitlines()] == [
        "2026-11-20 exit 3 quiet, 0 articles",
        "2026-11-19 exit 7 page, 1 articles",
        "2026-11-18 exit 7 page, 4 articles",
    ]
    assert run_on(20) == 3
    assert len(dawn.mails) == len(dawn.posted) == 3


def test_what_is_new_since_the_first_version_is_told(
    dawn: Dawn, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new article, and of an updated one what has changed; the page is proven."""
    (dawn.folder / "news/lock.txt").write_text(OPENED, encoding="utf-8")
    ferry = dawn.folder / "news/ferry.txt"
    more = "Coastlines will let ferries sail again from Saturday, its director Ada Lorne said."
    ferry.write_text(f"{ferry.read_text(encoding='utf-8').rstrip()} {more}\n", encoding="utf-8")
    assert run_on(20) == 0
    page = dawn.page("2026-11-20")
    assert "Since the earlier page: 1 new article and 1 updated article." in page
    assert "The lock at Harrow opened to boats on Friday" in page
    assert more in page
    assert "Divers found a tear" not in page
    capsys.readouterr()
    at_hand = ("--sources", "news", "--focus", "closes")
    assert main(["verify", "briefings/2026-11-20.md", *at_hand]) == 0
    assert "proven" in capsys.readouterr().out
    assert "(2026-11-19.md)" in (dawn.archive / "index.md").read_text(encoding="utf-8")


def test_secrets_that_the_first_version_kept_are_gone(dawn: Dawn) -> None:
    """Nothing of the key in the feed's address is left in the memory, nor where machines share."""
    kept = [dawn.folder / "state", dawn.archive / ".claims"]

    def holding() -> list[Path]:
        files = (path for folder in kept for path in folder.rglob("*") if path.is_file())
        return [path for path in files if SECRET.encode() in path.read_bytes()]

    assert {path.name for path in holding()} >= {"state.db", "read.db", "dawn-2026-11-18.told"}
    run_on(20)
    assert holding() == []


def test_a_lost_memory_learns_from_what_the_first_version_told(dawn: Dawn) -> None:
    """The archive, and what machines share there, say what was told."""
    dawn.lose_memory()
    (dawn.folder / "news/lock.txt").write_text(OPENED, encoding="utf-8")
    assert run_on(20) == 0
    page = dawn.page("2026-11-20")
    assert "The lock at Harrow opened" in page
    assert "Mine of Tarn" not in page


def test_the_archive_of_the_first_version_is_read(
    dawn: Dawn, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its pages are shown, and what stands on them is checked, where their articles are named."""
    assert main(["show", "2026-11-18"]) == 0
    assert capsys.readouterr().out == dawn.page("2026-11-18")
    for form in ("md", "json"):
        for day in ("18", "19"):
            path = f"briefings/2026-11-{day}.{form}"
            assert main(["verify", path]) == 8
            assert "--sources news" in capsys.readouterr().out
            assert main(["verify", path, "--sources", "news"]) == 8
            said = capsys.readouterr().out
            assert "it was made by version 0.1.0" in said
            assert main(["verify", path, "--sources", "news", "--partial"]) == 0
    (dawn.folder / "news/ferry2.txt").write_text(OPENED, encoding="utf-8")
    assert main(["verify", "briefings/2026-11-19.md", "--sources", "news", "--partial"]) == 6


def test_a_page_of_the_first_version_is_made_again(dawn: Dawn) -> None:
    """`--force` makes the page of its period anew, of the same articles."""
    assert run_on(19, "--force") == 0
    page = dawn.page("2026-11-19")
    assert "brief|v:0.2.0|" in page
    assert "had a faulty steering pump" in page
    assert "Mine of Tarn" not in page
