"""Passwords and keys in the addresses of sources: nothing that a run writes has them."""

from __future__ import annotations

import base64
import json
import sqlite3
import zlib
from collections.abc import Iterator
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
from brief.settings.toml import FILE

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
