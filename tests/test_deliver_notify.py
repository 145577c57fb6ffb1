"""Commands and addresses that are told of a run: bounded, and never the run's undoing."""

from __future__ import annotations

import http.server
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.deliver import notify
from brief.deliver.notify import Health, Ran, ping, run_hook, webhook
from brief.errors import UsageError
from brief.web.addresses import is_loopback


def python(program: str) -> list[str]:
    return [sys.executable, "-I", "-c", program]


@pytest.mark.parametrize(
    ("program", "ran"),
    [
        ("print('well')", Ran(0, "well")),
        ("import sys; print('bad', file=sys.stderr); sys.exit(3)", Ran(3, "bad")),
        ("import os; os.kill(os.getpid(), 9)", Ran(-9, "")),
        ("import sys; print(repr(sys.stdin.read()))", Ran(0, "''")),
        (r"print('\x1b[31mred\x1b[0m \x07 \x00 a\rb')", Ran(0, "red ␇ ␀ a\nb")),
        ("import sys; sys.stdout.buffer.write(b'\\xff\\xfe')", Ran(0, "\ufffd\ufffd")),
    ],
)
def test_a_command_says_how_it_went(program: str, ran: Ran) -> None:
    """Its code and the end of what it wrote, with nothing in it that a terminal obeys."""
    assert run_hook(python(program), {}, 30) == ran


def test_a_command_sees_only_what_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of ours, secrets among them."""
    monkeypatch.setenv("SECRET", "x")
    ran = run_hook(["env"], {"PATH": "/usr/bin:/bin", "PAGE": "a b;$HOME"}, 30)
    assert ran == Ran(0, "PATH=/usr/bin:/bin\nPAGE=a b;$HOME")


def test_no_shell_reads_the_arguments() -> None:
    """What a shell would expand, run or split stays one argument."""
    hostile = "$(echo x); `echo y` | * && 'z\n"
    ran = run_hook([*python("import sys; print(ascii(sys.argv[1:]))"), hostile, ""], {}, 30)
    assert ran == Ran(0, ascii([hostile, ""]))


def test_only_the_end_of_much_output_is_kept() -> None:
    """A command that talks without end fills no memory."""
    ran = run_hook(python("print('x' * 5_000_000); print('é' * 1_990 + 'the end')"), {}, 60)
    assert ran.code == 0
    assert len(ran.tail) == 2_000
    assert ran.tail.endswith("éthe end")


def test_what_was_said_before_the_end_is_let_go() -> None:
    """While the command runs, not only once it has ended."""
    reading, writing = os.pipe()
    os.write(writing, b"x" * 50_000)
    os.close(writing)
    tail = bytearray()
    notify._listen(reading, tail, threading.Event())
    os.close(reading)
    assert 0 < len(tail) < 50_000


def test_a_command_out_of_time_is_killed_with_its_children(tmp_path: Path) -> None:
    """The whole process group, and what was said until then is told."""
    pids = tmp_path / "pids"
    program = 'sleep 600 & echo $! >"$1"; echo waiting; sleep 600'
    command = ["/bin/sh", "-c", program, "hook", str(pids)]
    assert run_hook(command, {"PATH": "/usr/bin:/bin"}, 1) == Ran(None, "waiting")
    assert is_gone(int(pids.read_text(encoding="ascii")))


def test_an_interrupted_command_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who presses Ctrl-C means the command too."""
    started: list[int] = []
    wait = subprocess.Popen.wait

    def interrupted(self: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        started.append(self.pid)
        if timeout is not None:
            raise KeyboardInterrupt
        return wait(self)

    monkeypatch.setattr(subprocess.Popen, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_hook(["/bin/sleep", "600"], {}, 30)
    assert is_gone(started[0])


def is_gone(pid: int) -> bool:
    """Return whether a process has ended; one that nobody has collected yet has."""
    stat = Path(f"/proc/{pid}/stat")
    for _ in range(100):
        try:
            os.kill(pid, 0)
            if (
                stat.exists()
                and stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
            ):
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        threading.Event().wait(0.02)
    return False


def test_what_a_command_leaves_running_is_not_waited_for(tmp_path: Path) -> None:
    """It may hold the pipe for as long as it likes."""
    left = tmp_path / "left"
    command = ["/bin/sh", "-c", 'sleep 60 & echo $! >"$1"; echo started', "hook", str(left)]
    before = threading.active_count()
    assert run_hook(command, {"PATH": "/usr/bin:/bin"}, 30) == Ran(0, "started")
    assert threading.active_count() == before
    child = int(left.read_text(encoding="ascii"))
    os.kill(child, 0)  # it runs on
    os.kill(child, signal.SIGKILL)


def test_a_command_that_is_not_there_is_a_value(tmp_path: Path) -> None:
    """As a shell tells it: 127 where there is none, 126 where it is no program."""
    (tmp_path / "text").write_text("Text.", encoding="utf-8")
    assert run_hook(["no-such-\x1bcommand"], {}, 5) == Ran(
        127, "no-such-␛command: no such file or directory"
    )
    assert run_hook([str(tmp_path / "text")], {}, 5).code == 126


@pytest.mark.parametrize("command", [[], [""], "rm -rf x", ["a\0b"]])
def test_what_is_no_command_is_told(command: list[str] | str) -> None:
    """A string above all, which would be taken for a list of letters."""
    with pytest.raises(UsageError, match="no command"):
        run_hook(command, {}, 5)


@given(st.binary(max_size=9000))
def test_nothing_in_the_output_acts(output: bytes) -> None:
    """Whatever the bytes: lines of visible text, and not too much of it."""
    shown = notify._shown(output)
    assert len(shown) <= 2_000
    assert all(char == "\n" or (char >= " " and not "\x7f" <= char <= "\x9f") for char in shown)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as the path says, and remembers what it was asked."""

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.asked.append((self.command, self.path, dict(self.headers), body))
        if "silent" in self.path:
            self.server.done.wait(5)
            return
        if "rude" in self.path:
            self.wfile.write(b"\x1b[31mno HTTP\r\n\r\n")
            return
        code = next((int(part) for part in self.path.split("/") if part.isdigit()), 200)
        self.send_response(code)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = answer

    def log_message(self, *_: object) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.done = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def server(loopback: None) -> Iterator[Server]:
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        yield made
        made.done.set()
        made.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "state", "asked"),
    [
        ("/check", Health.WELL, "/check"),
        ("/check", Health.STARTED, "/check/start"),
        ("/check/", Health.FAILED, "/check/fail"),
        ("/check?rid=7", Health.FAILED, "/check/fail?rid=7"),
        ("", Health.STARTED, "/start"),
    ],
)
def test_a_health_check_is_told_the_state(
    server: Server, path: str, state: Health, asked: str
) -> None:
    """By the end of its path."""
    assert ping(f"{server.url}{path}", 5, state) is None
    assert [one[:2] for one in server.asked] == [("GET", asked)]


def test_a_webhook_is_sent_the_page(server: Server) -> None:
    """The bytes as they are, as JSON."""
    body = '{"title": "Fähre"}'.encode()
    assert webhook(f"{server.url}/hook", body, 5) is None
    [(method, path, headers, sent)] = server.asked
    assert (method, path, sent) == ("POST", "/hook", body)
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"].startswith("brief/")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/500/secret", "127.0.0.1: answered 500"),
        ("/404/secret", "127.0.0.1: answered 404"),
        ("/302/secret", "127.0.0.1: leads elsewhere (302); give the address it leads to"),
        ("/307/secret", "127.0.0.1: leads elsewhere (307); give the address it leads to"),
        ("/silent/secret", "127.0.0.1: no answer in time"),
        ("/rude/secret", "127.0.0.1: "),
    ],
)
def test_a_failure_is_a_reason(server: Server, path: str, reason: str) -> None:
    """Never an exception, a second request, or the secret that the address may be."""
    said = webhook(f"{server.url}{path}", b"{}", 0.5)
    assert said is not None
    assert said.startswith(reason)
    assert "secret" not in said
    assert "\x1b" not in said
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_a_reason(server: Server) -> None:
    """A port that nobody listens on."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        said = ping(f"http://127.0.0.1:{taken.getsockname()[1]}/secret", 2)
    assert said is not None
    assert "refused" in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://hooks.example/secret", "hooks.example: unencrypted; use https"),
        (
            "http://127.0.0.1.hooks.example/secret",
            "127.0.0.1.hooks.example: unencrypted; use https",
        ),
        ("http://127.0.0.1@hooks.example/secret", "hooks.example: unencrypted; use https"),
        ("ftp://hooks.example/secret", "not an address on the web"),
        ("file:///etc/secret", "not an address on the web"),
        ("hooks.example/secret", "not an address on the web"),
        ("https://[::1/secret", "not an address on the web"),
        ("https://hooks.example:99999/secret", "not an address on the web"),
        ("https:///secret", "not an address on the web"),
        ("", "not an address on the web"),
    ],
)
def test_what_must_not_be_asked_is_not(url: str, reason: str) -> None:
    """Nothing unencrypted leaves this machine; the test fails where anything is asked at all."""
    assert ping(url, 5) == reason
    assert webhook(url, b"{}", 5) == reason


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/\x00secret", "http://127.0.0.1:1/se\ncret"])
def test_an_address_that_cannot_be_asked_is_a_reason(loopback: None, url: str) -> None:
    """Even one that no library takes."""
    said = webhook(url, b"{}", 2)
    assert said
    assert "secret" not in said


def test_a_reason_never_holds_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the library tells of it."""
    url = "https://hooks.example/secret"

    def fail(*_: object, **__: object) -> None:
        raise httpx.ConnectError(f"no way to {url}")

    monkeypatch.setattr(httpx.Client, "stream", fail)
    assert webhook(url, b"{}", 1) == "hooks.example: no way to …"


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("128.0.0.1", False),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
        ("2130706433", False),
        ("", False),
    ],
)
def test_only_this_machine_is_near(host: str, near: bool) -> None:
    """By its address or its one sure name."""
    assert is_loopback(host) is near
