"""Passwords and keys in the addresses of sources: nothing that a run writes has them."""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from smtplib import SMTPAuthenticationError
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_obtaining import PROSE, TEXTS, entry, feed_of, markup, page_of, served
from test_running import home  # noqa: F401 - a fixture
from test_web import Page, Server, answer, fetcher, running
from work import steps

from brief.cli import main
from brief.deliver import smtp
from brief.errors import DeliveryError
from brief.run.sharing import read_announcement
from brief.settings.toml import FILE, template
from brief.web.fetched import Failed, Fetched, Request
from brief.web.same_page import page_key
from brief.web.secrecy import (
    Secrets,
    article_key,
    scrubbed,
    secrets_of,
    source_key,
    source_shown,
)

MORNING = "2026-11-{}T07:00"
#: Files of the user's own, which hold what was written there.
OWN = (FILE, "list.opml", "mail.password")


@dataclass(frozen=True)
class Sample:
    """What is secret in the addresses of a test."""

    password: str
    token: str
    name: str = "token"

    @property
    def user(self) -> str:
        return f"alice:{quote(self.password, safe='')}"

    @property
    def query(self) -> str:
        return f"{self.name}={quote(self.token, safe='')}"

    @property
    def forms(self) -> set[bytes]:
        """Return every form in which one of them might be written."""
        forms = {
            form
            for secret in (self.password, self.token)
            for form in (
                secret,
                quote(secret, safe=""),
                quote(quote(secret, safe=""), safe=""),
                json.dumps(secret)[1:-1],
                escape(secret),
            )
        }
        basic = base64.b64encode(f"alice:{self.password}".encode()).decode()
        return {form.encode() for form in (*forms, basic)}


SAMPLES = {
    "plain": Sample("hunter2", "s3cr3t-9f81"),
    "encoded": Sample("p@ss/w0rd:é", "a+b/c=7Qz %", "auth_token"),
    "without a digit": Sample("Sesamstrasse", "OpenSaysMe", "apikey"),
    "signed": Sample("zw31fach", "9b1c" * 10, "X-Amz-Signature"),
    "of no known name": Sample("geh3im99", "Zx81Qw07Lm55Tt20", "q7"),
    "a web token": Sample("w0rt", "eyJhbGciOi.eyJzdWIiOiIx.c2ln" + "Qz7" * 150, "x"),
}


@pytest.fixture
def server(loopback: None) -> Iterator[Server]:
    yield from running(Server())


def sent_on(sample: Sample, server: Server) -> Page:
    """Return a page that sends on to a feed with a session of its own, as some log-ins do."""
    place = server.at(f"/ok?{sample.query}&sessionid=own5ession77")
    return answer(301, location=place.replace("http://", f"http://{sample.user}@"))


def pages_of(sample: Sample, server: Server) -> dict[str, Page]:
    """Return a feed that repeats its key wherever a feed can, and what it leads to."""
    link = server.at("/bridge?id=12&")
    inside = quote(server.at(f"/ok?{sample.query}"), safe="")
    de, fr = markup(*TEXTS["de"]), markup(*TEXTS["fr"])
    items = [
        entry(markup(*PROSE), f"{link}{sample.query}", "Bridge of Harl closed"),
        entry(de, server.at(f"/b?ref={inside}"), "Die Brücke von Harl gesperrt"),
        entry(fr, server.at("/c").replace("http://", f"http://{sample.user}@"), "Le pont fermé"),
        entry("", server.at(f"/d/{quote(sample.token, safe='')}/e"), "Mill of Ostby burns"),
        entry("", server.at(f"/short?{sample.query}#{sample.query}"), "Mill of Larn sold"),
        entry(
            f"<p>See {escape(server.at(f'/ok?{sample.query}'))} for more.</p>{de}",
            server.at(f"/f?x=1;{sample.query}"),
            f"Letter {sample.name}",
        ),
        # No link: known by its identifier alone.
        f"<item><title>Note of Harl</title><guid isPermaLink='false'>{escape(sample.token)}</guid>"
        f"<description><![CDATA[{markup(*PROSE[2:])}]]></description></item>",
        # And one that is named as skipped.
        f"<item><guid isPermaLink='false'>id:{escape(sample.token)}</guid>"
        f"<description>Go to {escape(server.at(f'/?{sample.query}'))}</description></item>",
    ]
    feed = feed_of(*items).replace(
        "<channel>", f"<channel><link>{escape(server.at(f'/?{sample.query}'))}</link>", 1
    )
    kind = "application/rss+xml"
    canonical = f'<link rel="canonical" href="{escape(server.at(f"/page?{sample.query}"))}">'
    page = page_of(markup(*TEXTS["fr"]), "Le pont").replace("<head>", f"<head>{canonical}")
    return {
        "/ok": answer(**served(feed, kind), cache_control="max-age=60", etag='"1"'),
        "/bad": answer(401, **served("<p>Go away.</p>")),
        "/none": answer(**served("<p>No feed.</p>", kind)),
        "/sent": sent_on(sample, server),
        "/page": answer(**served(page)),
        "/broken": answer(302, location=f"http://{sample.user}@[::1/?{sample.query}"),
        "/bridge": answer(404),
        "/short": answer(302, location=server.at(f"/page?{sample.query}")),
    }


def settings_of(sample: Sample, server: Server, *, failing: bool) -> str:
    def at(path: str) -> str:
        address = server.at(f"{path}?{sample.query}&lang=en")
        return json.dumps(address.replace("http://", f"http://{sample.user}@"))

    good = "" if failing else f"[[source]]\nfeed = {at('/ok')}\n[[source]]\nfeed = {at('/sent')}\n"
    good += (
        "" if failing else f'[[source]]\naddress = {at("/page")}\n[[source]]\nopml = "list.opml"\n'
    )
    bad = "".join(f"[[source]]\nfeed = {at(path)}\n" for path in ("/bad", "/none", "/broken"))
    hook = "echo $BRIEF_ERROR $BRIEF_PAGE >> hook.out; env >> hook.out"
    return (
        f"{good}{bad}[[source]]\naddress = {at('/bad')}\n[fetch]\nlocal = true\n"
        f'[mail]\nto = ["a@example.org"]\nsender = "b@example.org"\nuser = "b"\n'
        f'password_file = "mail.password"\n[notices]\n'
        f'webhook = "https://hooks.example/{quote(sample.token, safe="")}"\n'
        f'ping = "https://ping.example/{quote(sample.token, safe="")}"\n'
        f"after = ['/bin/sh', '-c', '{hook}']\nerror = ['/bin/sh', '-c', '{hook}']\n"
    )


def written_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield all that a run has written: names, files, and what stands packed in databases."""
    for path in sorted(folder.rglob("*")):
        yield f"the name {path.name}", path.name.encode()
        if path.is_file() and path.name not in OWN:
            yield str(path), path.read_bytes()
        if path.suffix == ".db":
            with closing(sqlite3.connect(path)) as database:
                tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                for (table,) in tables.fetchall():
                    for row in database.execute(f"SELECT * FROM {table}"):
                        yield f"{path}, {table}", repr(row).encode()
                        for value in row:
                            yield f"{path}, {table}", unpacked(value)


def unpacked(value: Any) -> bytes:
    try:
        return zlib.decompress(value) if isinstance(value, bytes) else str(value).encode()
    except zlib.error:
        return value


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return what is mailed and posted, to nobody."""
    from brief.deliver import notify, smtp

    sent: list[bytes] = []
    monkeypatch.setattr(smtp, "send", lambda mail, *_, **__: sent.append(mail.as_bytes()))
    monkeypatch.setattr(smtp, "greet", lambda *_: None)

    def exchanged(method: str, url: str, timeout: float, body: bytes | None = None) -> str:
        sent.append(body or b"")
        return "hooks.example: answered 500"

    monkeypatch.setattr(notify, "_exchanged", exchanged)
    return sent


@pytest.mark.parametrize("failing", [False, True], ids=["succeeding", "failing"])
@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.usefixtures("web_server")
def test_no_secret_is_written_anywhere(
    home: Path,  # noqa: F811
    server: Server,
    post: list[bytes],
    capfd: pytest.CaptureFixture[str],
    sample: Sample,
    failing: bool,
) -> None:
    """Not by any command: pages, messages, mail, webhook, commands, memory, claims, file names."""
    server.pages = pages_of(sample, server)
    outline = f'<opml><body><outline xmlUrl="{escape(server.at(f"/ok?{sample.query}&n=2"))}"/>'
    (home / "list.opml").write_text(f"{outline}</body></opml>", encoding="utf-8")
    (home / "mail.password").write_text(sample.password, encoding="utf-8")
    (home / "mail.password").chmod(0o600)
    (home / FILE).write_text(settings_of(sample, server, failing=failing), encoding="utf-8")
    runs = [["run", "-v", "--now", MORNING.format(day)] for day in (20, 21, 22, 23)]
    shown = [["check"], ["log"], ["config"], ["show"], ["schedule"], ["run", "--dry-run", "-v"]]
    page = "briefings/2026-11-20.md"
    proofs = [["verify", page], ["explain", page, "1"], ["explain", page, "--stories"]]
    forced = [["run", "-v", "--force", "--log-format", "json", "--now", MORNING.format(23)]]
    codes = [main(words) for words in (*runs, *forced, *shown, *proofs)]
    said = "".join(capfd.readouterr())
    assert codes[0] == (2 if failing else 7)
    assert (home / page).is_file() is not failing
    assert "401" in said and "/bad" in said  # what failed is still named
    secret = sample.forms
    leaks = [
        (where, form)
        for where, data in (
            ("a message", said.encode()),
            *(("a delivery", body) for body in post),
            *written_in(home),
        )
        for form in secret
        if form in data
    ]
    assert leaks == []
    if not failing:
        assert len([mail for mail in post if b"Bridge" in mail]) >= 2  # mail and webhook
        assert "/bridge?id=12" in (home / page).read_text("utf-8")


class Repeating:
    """A mail server that answers with what it was sent."""

    def login(self, user: str, password: str) -> None:
        both = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
        raise SMTPAuthenticationError(535, f"no {password} {both}".encode())

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize("password", ["hunter2", "pässwörd 9"])
def test_a_mail_server_that_repeats_the_password_is_not_quoted(
    monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    """Its answer is told all the same."""
    monkeypatch.setattr(smtp, "_connected", lambda *_: Repeating())
    with pytest.raises(DeliveryError) as raised:
        smtp.greet(smtp.Server("mail.example", user="bob"), password)
    said = str(raised.value)
    assert "535 no ... ..." in said and password not in said


def test_what_a_command_says_is_told_without_what_is_secret(
    home: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Programs name the address that they could not reach."""
    (home / FILE).write_text(
        '[[source]]\nfolder = "news"\n[notices]\nafter = ["/bin/sh", "-c",'
        ' "echo \\"(6) http://al:hunter2@h.example/a?token=s3cr3t: no host\\"; exit 6"]\n',
        encoding="utf-8",
    )
    assert main(["run", "--now", MORNING.format(20)]) == 0
    said = capsys.readouterr().err
    assert "exit 6: (6) http://h.example/a?…: no host" in said


@pytest.mark.parametrize("words", [["config"], ["run", "-v"]])
def test_a_bug_is_reported_without_what_is_secret(
    home: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
) -> None:
    """What exceptions of libraries say is not ours."""

    def broken(*_: object) -> None:
        raise ValueError(f"cannot parse '{OWN_ADDRESS}'")

    monkeypatch.setattr("brief.settings.toml.load", broken)
    assert main(words) == 1
    said = "".join(capsys.readouterr())
    assert "cannot parse 'https://h.example/feed?…'" in said
    assert "hunt3rs" not in said and "s3cr3t9" not in said


# Files for their owner


def modes(folder: Path) -> dict[str, int]:
    """Return what each file and folder that a run has written allows, by its name."""
    paths = (folder, *folder.rglob("*"))
    return {str(path.relative_to(folder.parent)): path.stat().st_mode & 0o777 for path in paths}


def mbox(folder: Path) -> None:
    body = "\n\n".join(PROSE)
    head = "From a@example.org Fri Nov 20 05:00:00 2026\nFrom: Ann <a@example.org>\n"
    head += "Subject: Bridge of Harl closed\nMessage-ID: <1@example.org>\n"
    head += "Date: Fri, 20 Nov 2026 05:00:00 +0000\nContent-Type: text/plain\n\n"
    (folder / "box").write_text(f"{head}{body}\n", encoding="utf-8")


def maildir(folder: Path) -> None:
    mbox(folder)
    for part in ("cur", "new", "tmp"):
        (folder / "dir" / part).mkdir(parents=True)
    message = (folder / "box").read_text("utf-8").partition("\n")[2]
    (folder / "dir" / "new" / "1").write_text(message, encoding="utf-8")


def closed_file(folder: Path) -> None:
    (folder / "news" / "ferry.txt").chmod(0o640)


def closed_folder(folder: Path) -> None:
    (folder / "news").chmod(0o700)


PRIVATE: dict[str, tuple[str, Callable[[Path], None]]] = {
    "an mbox": ('mbox = "box"', mbox),
    "a maildir": ('maildir = "dir"', maildir),
    "a file of the user's": ('folder = "news"', closed_file),
    "a file of a pattern": ('files = "news/*.txt"', closed_file),
    "a folder of the user's": ('folder = "news"', closed_folder),
    "a pattern in such a folder": ('files = "**/*.txt"', closed_folder),
    "an address with a password": ('feed = "AT"', lambda _: None),
    "an address with a key": ('feed = "AT?token=zz12"', lambda _: None),
}


@pytest.fixture
def umask() -> Iterator[Callable[[int], int]]:
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


def run_with(home: Path, server: Server, source: str, rest: str = "") -> None:  # noqa: F811
    server.pages["/feed"] = answer(
        **served(feed_of(entry(markup(*PROSE), server.at("/a"))), "application/rss+xml")
    )
    user = server.at("/feed", "alice:pw@127.0.0.1")
    place = server.at("/feed") if "AT?" in source else user
    table = source.replace("AT", place)
    text = f"{rest}[[source]]\n{table}\n[fetch]\nlocal = true\n"
    (home / FILE).write_text(text, encoding="utf-8")
    assert main(["run", "--now", MORNING.format(20)]) == 0


@pytest.mark.parametrize(("source", "prepare"), PRIVATE.values(), ids=PRIVATE)
def test_what_is_private_stays_so(
    home: Path,  # noqa: F811
    server: Server,
    umask: Callable[[int], int],
    source: str,
    prepare: Callable[[Path], None],
) -> None:
    """Under the usual umask, too: pages, articles, claims and the folders that they are in."""
    prepare(home)
    run_with(home, server, source)
    written = modes(home / "briefings")
    assert {"briefings/2026-11-20.md", "briefings/latest.json", "briefings/index.md"} <= {*written}
    assert any(name.endswith(".told") for name in written)
    for name, mode in written.items():
        assert mode == (0o700 if (home / name).is_dir() else 0o600), name


@pytest.mark.parametrize(("source", "prepare"), PRIVATE.values(), ids=PRIVATE)
@pytest.mark.parametrize(
    ("mask", "file", "folder"),
    [(0o022, 0o644, 0o755), (0o027, 0o640, 0o750)],
    ids=["for all", "for a group"],
)
def test_a_setting_leaves_it_to_the_umask(
    home: Path,  # noqa: F811
    server: Server,
    umask: Callable[[int], int],
    source: str,
    prepare: Callable[[Path], None],
    mask: int,
    file: int,
    folder: int,
) -> None:
    """`readable = "umask"` opens what is made of private sources as far as that does."""
    prepare(home)
    umask(mask)
    run_with(home, server, source, 'readable = "umask"\n')
    for name, mode in modes(home / "briefings").items():
        assert mode == (folder if (home / name).is_dir() else file), name


def test_pages_of_what_all_may_read_are_for_all(
    home: Path,  # noqa: F811
    server: Server,
    umask: Callable[[int], int],
) -> None:
    """As far as the umask lets them, as before."""
    run_with(home, server, 'folder = "news"')
    for name, mode in modes(home / "briefings").items():
        assert mode == (0o755 if (home / name).is_dir() else 0o644), name


def test_pages_of_before_are_closed_where_they_are_written_again(
    home: Path,  # noqa: F811
    server: Server,
    umask: Callable[[int], int],
) -> None:
    """A folder with something else in it is its user's, and stays as it is."""
    run_with(home, server, 'folder = "news"')
    (home / "briefings" / "site.css").touch()
    mbox(home)
    (home / FILE).write_text('[[source]]\nmbox = "box"\n', encoding="utf-8")
    assert main(["run", "--now", MORNING.format(21)]) == 0
    written = modes(home / "briefings")
    assert written["briefings"] == 0o755 and written["briefings/site.css"] == 0o644
    for name in ("latest.md", "index.md", "2026-11-21.md"):
        assert written[f"briefings/{name}"] == 0o600
    assert written["briefings/sources"] == written["briefings/.claims"] == 0o700


@pytest.mark.parametrize("command", [[], ["summarise"]])
def test_a_page_of_a_private_file_is_private(
    home: Path,  # noqa: F811
    umask: Callable[[int], int],
    command: list[str],
) -> None:
    """One that its user has opened stays open, and one of other files is for all."""
    assert main([*command, "news", "-o", "one.md"]) == 0
    (home / "news" / "ferry.txt").chmod(0o600)
    for name in ("one.md", "two.md"):
        assert main([*command, "news", "-o", name]) == 0
    assert (home / "one.md").stat().st_mode & 0o777 == 0o644
    assert (home / "two.md").stat().st_mode & 0o777 == 0o600


def test_the_settings_say_who_reads_what_is_private() -> None:
    """In the file that `brief init` writes."""
    rows = template().splitlines()
    row = next(place for place, row in enumerate(rows) if row == '# readable = "owner"')
    assert "mail" in rows[row - 1] and "umask" in rows[row - 1]
    assert any("local network" in row and "links" in row for row in rows)


# What an earlier version remembers


def as_before(path: Path, version: int, keys: dict[str, str]) -> None:
    """Put addresses in the place of digests in a memory, as it was before there were digests."""
    with closing(sqlite3.connect(path)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        if ("contents",) in tables:
            database.execute("ALTER TABLE contents DROP COLUMN html")
        for (table,) in tables:
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            for column in {"key", "source"}.intersection(columns):
                for digest, text in keys.items():
                    statement = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"
                    for prefix in ("", "article ", "moved "):
                        database.execute(statement, (f"{prefix}{text}", f"{prefix}{digest}"))
        # What was deleted then was not overwritten.
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("CREATE TABLE gone (text TEXT)")
        text = " ".join(keys.values()) * 99
        database.executemany("INSERT INTO gone VALUES (?)", [(text,)] * 9)
        database.execute("DROP TABLE gone")
        database.execute(f"PRAGMA user_version = {version}")
        database.commit()


@pytest.mark.usefixtures("web_server")
def test_an_update_tells_nothing_twice_and_forgets_addresses(
    home: Path,  # noqa: F811
    server: Server,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The memory of an earlier version knows sources and articles by whole addresses."""
    sample = SAMPLES["plain"]
    links = [server.at(f"/a?{sample.query}&id=1"), server.at("/b"), server.at("/gone?id=3")]
    items = [
        entry(markup(*PROSE), links[0]),
        entry(markup(*TEXTS["de"]), links[1], "Die Brücke"),
        "<item><title>Note</title><guid isPermaLink='false'>n1</guid><description><![CDATA["
        f"{markup(*TEXTS['fr'])}]]></description></item>",
        entry("", links[2], "Mill of Ostby burns"),
    ]
    feed = answer(**served(feed_of(*items), "application/rss+xml"))
    server.pages = {
        "/feed": feed,
        "/moved": answer(301, location=server.at(f"/feed?{sample.query}")),
        "/page": answer(**served(page_of(markup(*TEXTS["fr"][:5]), "Le pont")), etag='"1"'),
    }
    user = server.at("/feed", f"{sample.user}@127.0.0.1")
    places = [f"{user}?{sample.query}", server.at("/moved"), server.at(f"/page?{sample.query}")]
    (home / FILE).write_text(
        f'[[source]]\nfeed = "{places[0]}"\n[[source]]\nfeed = "{places[1]}"\n'
        f'[[source]]\naddress = "{places[2]}"\n[fetch]\nlocal = true\n',
        encoding="utf-8",
    )
    assert main(["run", "--now", MORNING.format(20)]) == 0
    known = [*map(page_key, (*links, places[2])), *(f"{place}#n1" for place in places[:2])]
    keys = {article_key(key): key for key in known} | {source_key(x): x for x in places}
    state, cache = home / "state" / "brief" / "state.db", home / "state" / "brief" / "read.db"
    as_before(state, 4, keys)
    as_before(cache, 1, keys)
    with closing(sqlite3.connect(state)) as database:
        database.execute(
            "INSERT INTO runs (briefing, period, started, summary) VALUES"
            " ('morning', '2026-11-19', '2026-11-19T07:00:00.000000+00:00',"
            f" 'no source: {places[0]} (x)')"
        )
        database.commit()
    assert sample.token.encode() in state.read_bytes() and b"hunter2" in state.read_bytes()
    capsys.readouterr()
    assert main(["run", "-v", "--now", MORNING.format(21)]) == 3
    said = capsys.readouterr().err
    assert "0 new, 3 seen, 1 skipped" in said  # what is gone is tried again
    assert "0 new, 1 seen" in said
    assert "moved for good" not in said
    assert main(["log"]) == 0
    assert f"no source: {server.at('/feed')}?… (x)" in capsys.readouterr().out
    for path in (state, cache):
        data = path.read_bytes()
        assert not any(form in data for form in sample.forms), path


def test_what_a_machine_before_the_update_announced_is_no_news(tmp_path: Path) -> None:
    """Its addresses are known by their digests; nothing of them is remembered."""
    path = tmp_path / "morning-2026-11-20.told"
    row = ["http://h.example/a?token=s3", "d", "http://al:pw@h.example/feed", "http://al:pw@h/", ""]
    rows = {"machine": "m", "page": "p.md", "articles": [row, ["text:1", "", "page", "", ""]]}
    path.write_text(json.dumps(rows), encoding="utf-8")
    announced = read_announcement(path)
    assert announced is not None
    first, second = announced.articles
    assert (first.key, first.source) == (article_key(row[0]), source_key(row[2]))
    assert (first.address, second.key, second.source) == ("http://h/", "text:1", "page")


# The local network


@pytest.mark.parametrize(
    ("request_", "where", "reached"),
    [
        (Request("/a", local=True), "", True),
        (Request("/a"), "", False),
        (Request("/a", local=True), "/b", True),
        (Request("/a", local=True), "other port", False),
        (Request("/a", local=True), "http://localhost:PORT/b", False),
        (Request("/a", local=True), "http://10.0.0.1/b", False),
        (Request("/a", local=True), "http://rebound.example:PORT/b", False),
        (Request("/a", local=True), "http://alice:pw@127.0.0.1:PORT/b", True),
    ],
    ids=str,
)
def test_local_is_granted_to_an_address_alone(
    server: Server, request_: Request, where: str, reached: bool
) -> None:
    """By host and port; what counts is the address that a name leads to when it is connected to."""
    for other in running(Server()):
        port = str(server.server_address[1])
        to = other.at("/b") if where == "other port" else where.replace("PORT", port)
        server.pages = {"/a": answer(302, location=to) if where else answer(), "/b": answer()}
        other.pages = {"/b": answer()}
        asked = replace(request_, address=server.at("/a"), robots=False)
        client = fetcher(allow_local=False, look=lambda *_: ("127.0.0.1",))
        result = client.fetch(asked)
        assert isinstance(result, Fetched) is reached, result
        assert other.asked == []
        if not reached:
            assert isinstance(result, Failed) and result.reason == "leads into the local network"


@pytest.mark.parametrize("setting", ["[fetch]\nlocal = true\n", "local = true\n"])
def test_a_feed_that_is_allowed_does_not_allow_its_links(
    home: Path,  # noqa: F811
    server: Server,
    capsys: pytest.CaptureFixture[str],
    setting: str,
) -> None:
    """A feed of this machine, and one that is sent on to, may not have pages of it read."""
    links = [server.at("/secret"), "http://localhost:1/admin", "http://127.0.0.1:1/latest"]
    items = [entry("", link, f"Mill {place} burns") for place, link in enumerate(links)]
    text = feed_of(entry(markup(*PROSE), server.at("/own")), *items)
    server.pages = {
        "/feed": answer(**served(text, "application/rss+xml")),
        "/secret": answer(**served(page_of(markup(*TEXTS["de"])))),
    }
    (home / FILE).write_text(f'[[source]]\nfeed = "{server.at("/feed")}"\n{setting}', "utf-8")
    assert main(["run", "-v", "--now", MORNING.format(20)]) == 0
    assert server.paths() == ["/feed"]
    page = json.loads((home / "briefings" / "latest.json").read_text("utf-8"))
    assert [document["title"] for document in page["documents"]] == ["Bridge of Harl closed"]
    assert {skip["reason"] for skip in page["skipped"]} == {"leads into the local network"}
    assert "3 skipped" in capsys.readouterr().err


def test_each_source_is_granted_its_own(home: Path, server: Server) -> None:  # noqa: F811
    """One that is not allowed is not read for another's sake, on the same host and port."""
    feed = answer(**served(feed_of(entry(markup(*PROSE), server.at("/x"))), "application/rss+xml"))
    server.pages = {"/one": feed, "/two": feed}
    (home / FILE).write_text(
        f'[[source]]\nfeed = "{server.at("/one")}"\nlocal = true\n'
        f'[[source]]\nfeed = "{server.at("/two")}"\n',
        encoding="utf-8",
    )
    assert main(["run", "--now", MORNING.format(20)]) == 0
    assert server.paths() == ["/one"]


# Addresses


OWN_ADDRESS = (
    "https://al:hunt3rs@h.example/feed?token=s3cr3t9&cat=12&lang=en&format=atom&reader=annie"
)


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://h.example/a?id=12&token=s3cr3t9", "https://h.example/a?id=12"),
        ("https://h.example/a?token=s3cr3t9&id=12#p2", "https://h.example/a?id=12#p2"),
        ("https://h.example/a?t=s3cr3t9", "https://h.example/a"),
        ("https://h.example/a?t=x-s3cr3t9-y&id=1", "https://h.example/a?id=1"),
        ("https://h.example/a?t=%73%33cr3t9", "https://h.example/a"),
        ("https://h.example/a?t=%2573%2533cr3t9", "https://h.example/a"),
        ("https://h.example/a?s3cr3t9", "https://h.example/a"),
        ("https://h.example/a?TOKEN=another", "https://h.example/a"),
        ("https://h.example/a?id=1&amp;token=another", "https://h.example/a?id=1"),
        ("https://h.example/a?id=1;token=another", "https://h.example/a?id=1"),
        ("https://h.example/a;jsessionid=7A?id=1", "https://h.example/a?id=1"),
        ("https://h.example/s3cr3t9/a/b", "https://h.example/"),
        ("https://h.example/a#access_token=another", "https://h.example/a"),
        ("https://al:hunt3rs@h.example/a", "https://h.example/a"),
        ("https://other:word@h.example/a?id=1", "https://h.example/a?id=1"),
        ("https://al%3Ahunt3rs%40h.example/a", "https://h.example/a"),
        (
            "https://go.example/?to=https%3A%2F%2Fh.example%2Fa%3Fid%3D1%26token%3Dx",
            "https://go.example/?to=https%3A%2F%2Fh.example%2Fa%3Fid%3D1",
        ),
        ("https://x.example/a?X-Amz-Signature=00ff&v=1", "https://x.example/a?v=1"),
        ("https://x.example/a?reader=annie&id=3", "https://x.example/a?id=3"),
        ("https://x.example/a?id=3&for=annie", "https://x.example/a?id=3"),
        ("https://x.example/a?key=0a1b2c3d", "https://x.example/a"),
    ],
)
def test_an_article_is_shown_without_what_is_secret(link: str, shown: str) -> None:
    """Its own keys, and those of its source, wherever and however they stand in it."""
    assert secrets_of(OWN_ADDRESS).address(link) == shown


@pytest.mark.parametrize(
    "link",
    [
        "https://h.example/a?id=12",
        "https://h.example/a?id=12&page=2#comments",
        "https://h.example/atom/en/12/a.html",
        "https://h.example/a?cat=12&lang=en&format=atom&id=4",
        "https://h.example/annie/12",
        "https://h.example/a?key=4711",
        "https://h.example/a?key=mine-of-tarn-closes",
        "https://h.example/a?session=2&tokens=9",
        "https://h.example/a?v=dQw4w9WgXcQ",
        "https://h.example/a?&&x=;;",
        "https://h.example/a?",
        "https://h.example/a#",
        "https://h.example/?q=%E6%9D%B1%20+x",
        "https://h.example/@alice/12",
        "mid:1@example.org",
        "news/ferry.txt",
        "",
    ],
)
def test_what_opens_an_article_stays(link: str) -> None:
    """To the character."""
    assert secrets_of(OWN_ADDRESS).address(link) == link
    assert Secrets().address(link) == link


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<link href='https://h.example/a?token=x1'>", "<link href='https://h.example/a'>"),
        ("<a href='https://h.example/a?id=1&token=x1'/>", "<a href='https://h.example/a?id=1'/>"),
        ("<a href='https://h.example/?token=x1'class=b>", "<a href='https://h.example/'class=b>"),
        ("<b c='0;url=https://h.example/?token=x1'>", "<b c='0;url=https://h.example/'>"),
        ('<a href="https://h.example/o\'neill?token=x1">', '<a href="https://h.example/o\'neill">'),
        ("url('https://h.example/a.png?token=x1')", "url('https://h.example/a.png')"),
        ("He said: 'https://h.example/a?token=x1', he", "He said: 'https://h.example/a', he"),
    ],
)
def test_a_page_stays_whole_where_a_secret_is_taken_out(page: str, shown: str) -> None:
    """The mark that ends an attribute stands behind the secret, and is no part of it."""
    assert secrets_of(OWN_ADDRESS).without_bytes(page.encode()) == shown.encode()
    assert secrets_of(OWN_ADDRESS).without(page) == shown


PLAIN = st.text("abcXYZ019 /?&=#;:@%+.-_é", max_size=30)


@given(PLAIN, PLAIN, st.sampled_from(["s3cr3t9", "s3cr3t9".upper().lower(), "hunt3rs"]))
def test_no_address_shows_a_key_of_its_source(before: str, after: str, key: str) -> None:
    """Wherever it stands; and what is shown is shown as it is."""
    secrets = secrets_of(OWN_ADDRESS)
    for encoded in (key, quote(key), "".join(f"%{ord(letter):02x}" for letter in key)):
        shown = secrets.address(f"https://h.example/{before}{encoded}{after}")
        assert key not in unquote(unquote(shown))
        assert secrets.address(shown) == shown


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (OWN_ADDRESS, "https://h.example/feed?…"),
        ("https://h.example/feed", "https://h.example/feed"),
        ("https://h.example/u/Zx81Qw07Lm55Tt20/rss", "https://h.example/u/…/rss"),
        ("https://h.example/2026-11-20-mine-of-tarn", "https://h.example/2026-11-20-mine-of-tarn"),
        ("https://al:p/w@h.example/", "https:…"),
    ],
)
def test_a_source_is_shown_by_host_and_path(place: str, shown: str) -> None:
    """In messages of others, too."""
    assert source_shown(place) == shown
    if "p/w" not in place:
        assert scrubbed(f"cannot open ({place}): gone.") == f"cannot open ({shown}): gone."


def test_a_digest_tells_sources_apart_but_not_their_passwords() -> None:
    """A digest of a password could be guessed; one of a long key cannot."""
    one, two = "http://al:one@h.example/f?k=1", "http://al:two@h.example/f?k=1"
    assert source_key(one) == source_key(two) == source_key(source_key(one))
    assert len({source_key(x) for x in (one, one.replace("k=1", "k=2"), one + "/", "news")}) == 4
    assert article_key("news/ferry.txt") == "news/ferry.txt"


@pytest.mark.parametrize(
    "text",
    [
        '[[source]]\nfeed = "htp://alice:hunter2@h.example/f"\n',
        '[[source]]\nfeed = "http:/alice:hunter2@h.example/f"\n',
        '[[source]]\naddress = "http://alice:hunter2@h.example/a b"\n',
        '[[source]]\nfeed = "//h.example/f?token=hunter2"\n',
        '[[source]]\nfeed = "http://h.example/"\nlanguage = "http://h.example/?token=hunter2"\n',
        '[[source]]\nfolder = "http://alice:hunter2@h.example/f"\n',
        '[[source]]\nopml = "https://h.example/list?token=hunter2"\n',
        '[[source]]\nmbox = "imap://alice:hunter2@h.example/"\n',
        '[notices]\nwebhook = "hooks.example/hunter2"\n',
        '[notices]\nping = "htps://ping.example/hunter2"\n',
        '[mail]\nto = "a http://alice:hunter2@h.example/"\n',
    ],
)
def test_a_setting_that_is_refused_is_not_repeated(
    home: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
    text: str,
) -> None:
    """Where it may hold a password; its line is named."""
    (home / FILE).write_text(text, encoding="utf-8")
    for command in ("config", "run", "check", "log", "schedule"):
        assert main([command]) == 2
        said = "".join(capsys.readouterr())
        assert "hunter2" not in said and "line" in said


def test_the_settings_in_force_show_no_secret(
    home: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Addresses of sources without their query, those of hooks without their path."""
    (home / FILE).write_text(
        '[[source]]\nfeed = "https://al:hunter2@h.example/f?token=s3"\nname = "Harl"\n'
        '[notices]\nwebhook = "https://hooks.example/T0/hunter2"\n'
        'after = ["curl", "https://al:hunter2@h.example/?x=s3"]\n',
        encoding="utf-8",
    )
    assert main(["config"]) == 0
    said = capsys.readouterr().out
    assert "hunter2" not in said and "s3" not in said
    assert 'feed = "https://h.example/f?…", name = "Harl"' in said
    assert '"https://hooks.example/…"' in said


@pytest.mark.parametrize(
    "unit", ["http://h/?a=1&", "http://" + ":" * 200, "http://h/%2525", "&amp;a=http://", "://@/;"]
)
def test_taking_out_what_is_secret_is_linear(unit: str) -> None:
    """However a page is written that repeats what looks like addresses."""
    secrets = secrets_of(OWN_ADDRESS)

    def work(times: int) -> int:
        data = unit * times

        def both() -> None:
            secrets.without_bytes(data.encode())
            secrets.stands_in(data.encode())

        return steps(both)

    assert work(400) < 3 * work(200) + 1000
