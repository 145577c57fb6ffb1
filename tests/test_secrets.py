"""Passwords and keys in the addresses of sources: nothing that a run writes has them."""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from test_obtaining import PROSE, TEXTS, entry, feed_of, markup, page_of, served
from test_running import home  # noqa: F401 - a fixture
from test_web import Page, Server, answer, running

from brief.cli import main
from brief.settings.toml import FILE, template

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
    assert leaks == [], said
    if not failing:
        assert len([mail for mail in post if b"Bridge" in mail]) >= 2  # mail and webhook
        assert "/bridge?id=12" in (home / page).read_text("utf-8")


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


def test_the_settings_say_who_reads_what_is_private() -> None:
    """In the file that `brief init` writes."""
    rows = template().splitlines()
    row = next(place for place, row in enumerate(rows) if row == '# readable = "owner"')
    assert "mail" in rows[row - 1] and "umask" in rows[row - 1]
    assert any("local network" in row and "links" in row for row in rows)
