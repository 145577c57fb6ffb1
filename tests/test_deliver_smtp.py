"""A page by mail: one message however often it is tried, and a server that is not trusted."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Serving
from aiosmtpd.smtp import AuthResult, LoginPassword
from hypothesis import given
from hypothesis import strategies as st

from brief.deliver import smtp
from brief.deliver.message import PageMail, message, message_id
from brief.deliver.smtp import Security, Server
from brief.errors import DeliveryError, UsageError

PAGE = PageMail(
    name="river",
    period="2026-11-20",
    title="Ferry sinks on the Larn – “é”",
    text="Ferry sinks\n\nThe ferry sank on Friday. [1]\nNobody died. [12]\n",
    sender="Brief <brief@example.org>",
    recipients=("Ada Lovelace <ada@example.org>", "bob@example.net"),
    date=datetime(2026, 11, 20, 7, 0, tzinfo=timezone(timedelta(hours=1))),
)


def read(made: EmailMessage) -> EmailMessage:
    """Return the message as whoever gets it reads it."""
    got = message_from_bytes(made.as_bytes(), policy=default)
    assert isinstance(got, EmailMessage)
    return got


def test_the_message_has_what_a_mail_program_looks_for() -> None:
    """Headers by their standards, and both alternatives, text first."""
    page = replace(PAGE, previous="2026-11-19", text="Ferry\n")
    got = read(message(page))
    assert got["Subject"] == PAGE.title
    assert [one.addr_spec for one in got["To"].addresses] == ["ada@example.org", "bob@example.net"]
    assert got["From"] == "Brief <brief@example.org>"
    assert got["Date"].datetime == PAGE.date
    assert got["Message-ID"] == message_id("river", "2026-11-20", "example.org")
    assert got["Message-ID"].startswith("<brief.river.2026-11-20.")
    assert got["Message-ID"].endswith("@example.org>")
    before = message_id("river", "2026-11-19", "example.org")
    assert (got["In-Reply-To"], got["References"]) == (before, before)
    assert got["List-Id"] == '"river" <river.brief.example.org>'
    assert got["Auto-Submitted"] == "auto-generated"
    assert got.get_content_type() == "multipart/alternative"
    text, marked_up = got.iter_parts()
    assert (text.get_content_type(), content(text)) == ("text/plain", page.text)
    assert marked_up.get_content_type() == "text/html"
    assert '<p dir="auto">Ferry</p>\n' in content(marked_up)
    assert not got.defects


def test_a_second_attempt_is_the_same_message() -> None:
    """To the byte; another period, briefing or domain is another message."""
    assert message(PAGE).as_bytes() == message(PAGE).as_bytes()
    names = [("river", "2026-11-20"), ("river", "2026-11-21"), ("River", "2026-11-20"), ("é", "x")]
    made = [message_id(*name, domain) for name in names for domain in ("a.org", "b.org")]
    assert len(set(made)) == len(made)


def test_a_first_message_answers_none() -> None:
    """Where there is no period before, or its page was not sent."""
    got = read(message(PAGE))
    assert got["In-Reply-To"] is None
    assert got["References"] is None


INJECTIONS = [
    "Ferry\r\nBcc: eve@example.com",
    "Ferry\nBcc: eve@example.com\n\nBody",
    "Ferry\x0bBcc: x\x0cBcc: y\x85Bcc: z\u2028Bcc: a",
    "=?utf-8?q?Ferry=0D=0ABcc:_eve@example.com?=",
    "=?utf-8?b?RmVycnkNCkJjYzogZXZl?= sinks",
    "\ud800\x00\x1b[31m",
    "x" * 3000,
    "é" * 3000,
]


def checked(made: EmailMessage) -> None:
    raw = made.as_bytes()
    raw.decode("ascii")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    got = read(made)
    assert set(map(str.lower, got.keys())) == {
        *"subject from to date message-id list-id auto-submitted mime-version".split(),
        "content-type",
    }
    for value in (got["Subject"], got["From"], got["List-Id"]):
        assert not {"\r", "\n", "\0", "\x1b"} & set(value)
    assert [one.addr_spec for one in got["From"].addresses] == ["brief@example.org"]
    assert [one.addr_spec for one in got["To"].addresses] == ["ada@example.org"]
    assert len(list(got.iter_parts())) == 2


@pytest.mark.parametrize("hostile", INJECTIONS)
def test_a_title_or_a_name_stays_in_its_header(hostile: str) -> None:
    """Whatever it says, no header is added, and nothing is decoded into one."""
    name = hostile.replace("<", "").replace(">", "").replace('"', "")
    page = replace(
        PAGE,
        title=hostile,
        name=hostile,
        period=hostile,
        sender=f"{name} <brief@example.org>",
        recipients=(f'"{name}" <ada@example.org>',),
    )
    checked(message(page))


@given(title=st.text(max_size=400), name=st.text(max_size=80), text=st.text(max_size=2000))
def test_any_text_is_a_message(title: str, name: str, text: str) -> None:
    """Seven bits, short lines, the headers it should have, the text it was given."""
    page = replace(PAGE, title=title, name=name, text=text, recipients=("ada@example.org",))
    made = message(page)
    checked(made)
    body = read(made).get_body(("plain",))
    assert body is not None
    ours = "".join(char for char in text if char.isalnum())
    theirs = "".join(char for char in body.get_content() if char.isalnum())
    assert theirs == ours


@pytest.mark.parametrize(
    "title", ["Ferry sinks " * 25, "F" * 300, "é" * 300, "渡船 " * 100, f"{'F' * 90} " * 4]
)
@pytest.mark.parametrize("more", ["", "\r\nBcc: eve@example.com", "\n\n=?utf-8?q?=0ABcc:_eve?="])
def test_a_long_title_is_a_whole_subject(title: str, more: str) -> None:
    """Of 300 characters, folded into lines of 78 at most (RFC 5322, RFC 2047), and nothing else."""
    made = message(replace(PAGE, title=title + more, recipients=("ada@example.org",)))
    checked(made)
    head = made.as_bytes().partition(b"\r\n\r\n")[0].decode("ascii")
    subject = head.partition("Subject: ")[2].partition("\r\nFrom:")[0]
    assert max(map(len, f"Subject: {subject}".split("\r\n"))) <= 78
    assert all(line.startswith(" ") for line in subject.split("\r\n")[1:])
    assert read(made)["Subject"] == " ".join(f"{title}{more}".split()).replace("=?", "= ?")


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=400))
def test_a_subject_is_read_as_it_was_written(title: str) -> None:
    """Folded and encoded or not, in any script."""
    title = " ".join(title.split())
    got = read(message(replace(PAGE, title=title)))
    assert got["Subject"] == (title.replace("=?", "= ?") or "Briefing")


@pytest.mark.parametrize("length", [3, 20, 60])
def test_identifiers_are_written_as_they_are(length: int) -> None:
    """However long: no mail program looks for one in encoded words."""
    domain = ".".join(["d" * length] * 3)
    page = replace(PAGE, name="n" * 90, sender=f"b@{domain}", previous="2026-11-19")
    lines = message(page).as_bytes().decode("ascii").split("\r\n")
    before = message_id(page.name, "2026-11-19", domain)
    assert f"Message-ID: {message_id(page.name, page.period, domain)}" in lines
    assert f"In-Reply-To: {before}" in lines
    assert f"References: {before}" in lines
    assert f'List-Id: "{"n" * 32}" <{"n" * 32}.brief.{domain}>' in lines


@pytest.mark.parametrize(
    "given_as",
    [
        *(
            "",
            "ada",
            "ada@",
            "@example.org",
            "a b@example.org",
            "a@b@c",
            "a@b,c@d",
            "é@example.org",
        ),
        *("a@exa mple.org", "<a@b.c", "a@b.c>", "A <a@b.c> B", "a..b@c.d", ".a@c.d", "a@c..d"),
        *("a\r\nBcc: x@y.z", "A <a@b.c\r\n>", "=?utf-8?q?x?=@b.c", "a@b.c\nX: y"),
    ],
)
def test_what_is_no_address_is_told(given_as: str) -> None:
    """Before anything is sent, wherever it stands."""
    for page in (replace(PAGE, sender=given_as), replace(PAGE, recipients=("a@b.c", given_as))):
        with pytest.raises(UsageError, match="no e-mail address"):
            message(page)


def test_a_message_needs_somebody_and_a_zone() -> None:
    """Without them it would be refused, or read at another hour."""
    with pytest.raises(UsageError, match="nobody"):
        message(replace(PAGE, recipients=()))
    with pytest.raises(UsageError, match="zone"):
        message(replace(PAGE, date=datetime(2026, 11, 20)))


class Seen(HTMLParser):
    """What a mail program makes of HTML: its tags, links and words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str | None] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


def content(part: Any) -> str:
    """Return the text of a part; line ends are CRLF on the wire (RFC 5322)."""
    return str(part.get_content()).replace("\r\n", "\n")


def as_html(page: PageMail) -> str:
    return content(read(message(page)).get_body(("html",)))


def test_text_becomes_paragraphs_with_the_links_that_were_given() -> None:
    """The longest words first, and only addresses on the web."""
    links = {
        "[1]": "https://a.example/?x=1&y=\"'<b>",
        "[12]": "http://b.example/",
        "Nobody": "javascript:alert(1)",
        "ferry": "data:text/html,x",
        "sank": "https://a.example/\nb",
        "": "https://c.example/",
        "Ferry": "https://short.example/",
        "Ferry sinks": "https://long.example/",
    }
    got = as_html(replace(PAGE, links=links))
    assert got.count("<p ") == 2
    assert "The ferry sank on Friday. <a " in got
    seen = Seen(got)
    assert seen.links == [
        "https://long.example/",
        "https://a.example/?x=1&y=\"'<b>",
        "http://b.example/",
    ]
    assert seen.tags == {"html", "head", "meta", "title", "body", "p", "br", "a"}
    assert "[1]\nNobody died. [12]" in seen.words


@given(text=st.text(max_size=300), words=st.text(max_size=5), url=st.text(max_size=40))
def test_text_never_becomes_markup(text: str, words: str, url: str) -> None:
    """Whatever an article says."""
    hostile = f"{text}<script>alert(1)</script>{words}\"'>{text}"
    links = {words: url, "alert": f"https://a.example/{url}"}
    seen = Seen(as_html(replace(PAGE, title=hostile, text=hostile, links=links)))
    assert seen.tags <= {"html", "head", "meta", "title", "body", "p", "br", "a"}
    assert all(link and link.startswith("http") for link in seen.links)


# Sending.


class Handler:
    """Takes mail, or does what the test wants instead."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.hello: list[str] = []
        self.answers: dict[str, str] = {}
        self.after_data: Callable[[Serving], str] = lambda _: "250 OK"

    async def handle_EHLO(
        self, server: Serving, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.hello.append(hostname)
        return responses

    async def handle_MAIL(
        self, server: Serving, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(
        self, server: Serving, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address, self.answers.get("RCPT", "250 OK"))
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Serving, session: Any, envelope: Any) -> str:
        answer = self.after_data(server)
        if answer.startswith("250"):
            self.got.append((envelope, session))
        return answer


class Serve(Controller):
    """A server on whichever port is free."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def factory(self) -> Serving:
        made = super().factory()
        self.connections = [*getattr(self, "connections", ()), made]
        return made

    def finish(self) -> None:
        """Hang up on everybody, then stop: the library leaves its connections open."""
        for one in getattr(self, "connections", ()):
            if one.transport is not None:
                self.loop.call_soon_threadsafe(one.transport.abort)
        self.stop(no_assert=True)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a key and a certificate for localhost, of our own making."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("no openssl command to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "cert.pem"
    command = (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        " -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    subprocess.run(
        [program, *command.split(), "-keyout", key, "-out", made], check=True, capture_output=True
    )
    return key, made


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine trust the certificate (a variable of OpenSSL's)."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))


@pytest.fixture
def tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    key, made = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return context


@pytest.fixture
def serve(loopback: None) -> Iterator[Callable[..., tuple[Handler, Server]]]:
    """Start a server; return its handler and how to reach it."""
    started: list[Serve] = []

    def start(**options: Any) -> tuple[Handler, Server]:
        handler = Handler()
        controller = Serve(
            handler, hostname="127.0.0.1", port=0, server_hostname="mail.example", **options
        )
        started.append(controller)
        controller.start()
        return handler, Server("127.0.0.1", controller.port, Security.PLAIN)

    yield start
    for controller in started:
        controller.finish()


def admit(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"ada", b"s3cret")
    return AuthResult(success=known, handled=False)


def failed(server: Server, password: str | None = None, timeout: float = 5) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        smtp.send(message(PAGE), server, password, timeout=timeout)
    assert caught.value.exit_code == 7
    assert "s3cret" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    return caught.value


def test_a_page_is_delivered_over_starttls_with_a_password(
    serve: Any, tls: ssl.SSLContext, trusted: None
) -> None:
    """Encrypted before the password is said; all recipients in one go; the bytes as they are."""
    handler, server = serve(
        tls_context=tls, require_starttls=True, auth_required=True, authenticator=admit
    )
    server = replace(server, host="localhost", security=Security.STARTTLS, user="ada")
    made = message(replace(PAGE, text=".\n..\nFrom here\n"))
    smtp.send(made, server, "s3cret", timeout=5)
    [(envelope, session)] = handler.got
    assert session.ssl is not None
    assert envelope.mail_from == "brief@example.org"
    assert envelope.rcpt_tos == ["ada@example.org", "bob@example.net"]
    assert envelope.content == made.as_bytes()
    assert set(handler.hello) == {"example.org"}


def test_a_page_is_delivered_over_tls(serve: Any, tls: ssl.SSLContext, trusted: None) -> None:
    """Encrypted from the start."""
    handler, server = serve(ssl_context=tls)
    server = replace(server, host="localhost", security=Security.TLS)
    smtp.send(message(PAGE), server, None, timeout=5)
    assert len(handler.got) == 1


def test_a_page_is_delivered_in_plain_to_this_machine(serve: Any) -> None:
    """A relay of one's own needs no certificate."""
    handler, server = serve()
    smtp.send(message(PAGE), server, None, timeout=5)
    assert handler.got[0][0].content == message(PAGE).as_bytes()


def test_nothing_falls_back_to_less(serve: Any, tls: ssl.SSLContext, trusted: None) -> None:
    """No STARTTLS offered, no TLS spoken: no mail, and no password said."""
    handler, server = serve(authenticator=admit, auth_require_tls=False)
    for security in (Security.STARTTLS, Security.TLS):
        careful = replace(server, security=security, user="ada")
        assert "try again later" not in failed(careful, "s3cret").advice
    assert handler.got == []


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_certificate_is_checked(
    serve: Any,
    tls: ssl.SSLContext,
    trusted: None,
    monkeypatch: pytest.MonkeyPatch,
    security: Security,
    host: str,
) -> None:
    """Who signed it, whom this machine may not trust, and for which name (not for the address)."""
    options = {"ssl_context": tls} if security is Security.TLS else {"tls_context": tls}
    handler, server = serve(**options)
    if host == "localhost":
        monkeypatch.delenv("SSL_CERT_FILE")
    error = failed(replace(server, host=host, security=security))
    assert "certificate is not trusted" in error.problem
    assert "try again later" not in error.advice
    assert handler.got == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("password", ["wrong", "pässword", "s3cret\n"])
def test_a_wrong_password_is_told_and_not_said_again(serve: Any, password: str) -> None:
    """Trying it again would only lock the account; nothing of it is in the error."""
    _, server = serve(authenticator=admit, auth_required=True, auth_require_tls=False)
    error = failed(replace(server, user="ada"), password)
    assert "try again later" not in error.advice
    assert password not in str(error)
    assert error.__cause__ is None or password not in repr(error.__cause__)


@pytest.mark.parametrize("server", [Server("mail.example", 25, Security.PLAIN)])
def test_nothing_goes_unencrypted_to_another_machine(server: Server) -> None:
    """Refused before a connection is made."""
    with pytest.raises(UsageError, match="unencrypted"):
        smtp.send(message(PAGE), server, None)


def test_what_is_missing_is_told_before_connecting() -> None:
    """A password, time, and somebody among the recipients."""
    made, server = message(PAGE), Server("mail.example", user="ada")
    with pytest.raises(UsageError, match="no password"):
        smtp.send(made, server, None)
    with pytest.raises(UsageError, match="no time"):
        smtp.send(made, server, "x", timeout=0)
    with pytest.raises(UsageError, match="nobody of these"):
        smtp.send(made, server, "x", only=["eve@example.com"])


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "lasting"),
    [
        ("451 4.7.1 Greylisted, come back", False),
        ("421 4.3.2 Going down", False),
        ("550 5.1.1 Unknown \x1b[31m", True),
        ("554 5.7.1 Spam", True),
    ],
)
def test_a_refusal_says_whether_to_try_again(
    serve: Any, step: str, answer: str, lasting: bool
) -> None:
    """4xx for now, 5xx for good, at every step; what the server said is told."""
    handler, server = serve()
    if step == "DATA":
        handler.after_data = lambda _: answer
    else:
        handler.answers[step] = answer
    error = failed(server)
    assert answer[:9] in error.problem
    assert ("try again later" in error.advice) is not lasting
    assert "refused for some" not in error.problem


def test_who_was_refused_is_told_and_can_be_tried_alone(serve: Any) -> None:
    """The others have the page and do not get it twice."""
    handler, server = serve()
    handler.answers["bob@example.net"] = "451 4.7.1 Greylisted"
    made = message(PAGE)
    with pytest.raises(DeliveryError, match="refused for some") as caught:
        smtp.send(made, server, None, timeout=5)
    assert "bob@example.net (451 4.7.1 Greylisted)" in str(caught.value)
    assert handler.got[0][0].rcpt_tos == ["ada@example.org"]
    handler.answers.clear()
    smtp.send(made, server, None, timeout=5, only=["bob@example.net"])
    assert [one[0].rcpt_tos for one in handler.got] == [["ada@example.org"], ["bob@example.net"]]
    handler.answers["bob@example.net"] = "550 5.1.1 Unknown"
    with pytest.raises(DeliveryError, match="bob@example"):
        smtp.send(made, server, None, timeout=5)


def test_a_connection_lost_after_the_page_may_be_tried_again(serve: Any) -> None:
    """Nobody knows whether it was taken; as the same message, a second one does no harm."""
    handler, server = serve()

    def drop(serving: Serving) -> str:
        serving.transport.abort()
        return "250 OK"

    handler.after_data = drop
    error = failed(server)
    assert "closed the connection" in error.problem
    assert "try again later" in error.advice


@pytest.mark.parametrize(
    "said", [b"", b"220 hello\r\n", b"554 5.3.2 Not here\r\n", b"\x1b[31m\r\n"]
)
def test_a_server_that_goes_away_or_says_nothing(loopback: None, said: bytes) -> None:
    """A word or none, and then silence; the greeting 554 is for good."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        done = threading.Event()

        def answer() -> None:
            taken, _ = listening.accept()
            with taken:
                taken.sendall(said)
                done.wait(5)

        thread = threading.Thread(target=answer)
        thread.start()
        error = failed(Server("127.0.0.1", listening.getsockname()[1], Security.PLAIN), timeout=0.3)
        done.set()
        thread.join()
    assert ("try again later" not in error.advice) is said.startswith(b"554")


def test_a_failure_to_say_goodbye_is_none(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server has taken the page; what it does then is its own affair."""
    handler, server = serve()

    async def quit_badly(self: Serving, arg: str) -> None:
        await self.push("451 Not now")

    monkeypatch.setattr(Serving, "smtp_QUIT", quit_badly)
    smtp.send(message(PAGE), server, None, timeout=5)
    assert len(handler.got) == 1


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (ConnectionRefusedError(111, "Connection refused"), "connection refused"),
        (TimeoutError("timed out"), "no answer in time"),
        (socket.gaierror(-2, "Name or service not known"), "no such host"),
        (ssl.SSLEOFError(8, "EOF occurred"), "closed the connection"),
    ],
)
def test_a_network_that_is_down_may_come_back(
    monkeypatch: pytest.MonkeyPatch, failure: OSError, words: str
) -> None:
    """Nothing of this lasts."""

    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(socket, "create_connection", fail)
    error = failed(Server("mail.example"))
    assert words in error.problem
    assert error.where == "mail.example:587"
    assert "try again later" in error.advice


@pytest.mark.parametrize("port", [0, -1, 65536, 99999])
def test_a_port_that_is_none_is_told(port: int) -> None:
    """The system would take what is left of it for another port."""
    with pytest.raises(UsageError, match="no port"):
        smtp.send(message(PAGE), Server("127.0.0.1", port, Security.PLAIN), None)


@pytest.mark.parametrize("host", ["", "a\0b", "a b", "a\n", "localhost\x1b"])
def test_a_host_that_is_none_is_told(host: str) -> None:
    """No name is looked up for it, and this machine is not taken instead."""
    with pytest.raises(UsageError, match="no host"):
        smtp.send(message(PAGE), Server(host), None)


@pytest.mark.parametrize("host", [f"{'a' * 70}.example", "a..b"])
def test_a_host_that_cannot_be_looked_up_is_told(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """Its name breaks the rules of names (RFC 1035), which no second attempt mends."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_: host.encode("idna"))
    assert "try again later" not in failed(Server(host)).advice
