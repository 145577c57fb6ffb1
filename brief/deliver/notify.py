"""Run a command, tell a health check of a run, post a page to an address on the web.

No failure here is worth losing a page for: each is returned as a value.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from selectors import EVENT_READ, DefaultSelector
from urllib.parse import urlsplit, urlunsplit

from brief.errors import UsageError
from brief.language.visible import visible
from brief.model.version import __version__
from brief.web.addresses import is_loopback

#: Characters of a command's output that are kept, and the bytes they may take.
_TAIL = 2_000
_TAIL_BYTES = 8 * _TAIL
_CHUNK = 1 << 16
#: Seconds that output may still come after the end of a command, from what it left running.
_GRACE = 0.5
#: Seconds between two looks at whether output is still waited for.
_LOOK = 0.1
_COLOURS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
#: What a shell says of a command that is not there, or that is none.
_NOT_FOUND, _NOT_RUN = 127, 126


class Health(StrEnum):
    """What a health check is told; the value is what its address ends with then."""

    WELL = ""
    STARTED = "/start"
    FAILED = "/fail"


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended: its exit code, and the end of what it wrote."""

    #: Its exit code; -9 where signal 9 ended it; 126 or 127 where it could not be run; None where
    #: its time ran out.
    code: int | None
    #: The end of what it wrote, at most 2,000 characters, nothing in it that acts or hides.
    tail: str


def run_hook(command: Sequence[str], env: Mapping[str, str], timeout: float) -> Ran:
    """Run `command`, a program and its arguments, for `timeout` seconds at most.

    No shell reads it.  It sees `env` and nothing else of ours: no input, no variable, no open
    file.  It runs in a process group of its own, which is killed when the time is up; what it
    leaves running when it ends by itself is left alone, and no longer listened to.

    Raises:
        UsageError: no command, or one that no system could run.
    """
    if isinstance(command, str) or not command or not command[0]:
        raise UsageError("no command", advice="give a list: the program, then its arguments")
    try:
        process = subprocess.Popen(
            list(command),
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            start_new_session=True,
        )
    except ValueError as error:
        problem = f"no command: {error}"
        raise UsageError(problem, where=visible(command[0]), advice="correct it") from error
    except OSError as error:
        code = _NOT_FOUND if isinstance(error, FileNotFoundError) else _NOT_RUN
        return Ran(code, f"{visible(command[0])}: {(error.strerror or str(error)).lower()}")
    return _watched(process, timeout)


def ping(url: str, timeout: float, state: Health = Health.WELL) -> str | None:
    """Tell the health check at `url` the `state`; return None, or the reason it was not told.

    `timeout` is in seconds, for each step of the exchange.  Unencrypted addresses are refused
    but on this machine.  No redirect is followed.
    """
    with suppress(ValueError):  # `_exchanged` gives the reason
        parts = urlsplit(url)
        url = urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}{state}", fragment=""))
    return _exchanged("GET", url, timeout)


def webhook(url: str, body: bytes, timeout: float) -> str | None:
    """Post `body`, JSON in UTF-8, to `url`; return None, or the reason it was not taken.

    Time, encryption and redirects as for `ping`.  A reason names the host and never the rest of
    the address, which often is a secret.
    """
    return _exchanged("POST", url, timeout, body)


def _exchanged(method: str, url: str, timeout: float, body: bytes | None = None) -> str | None:
    """Send a request, its `body` in JSON; return None, or the reason it was not taken."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port  # raises where it is none
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https"):
        return "not an address on the web"
    near, shown = is_loopback(host), visible(host)
    if parts.scheme == "http" and not near:
        return f"{shown}: unencrypted; use https"
    import httpx

    kind = {} if body is None else {"content-type": "application/json"}
    headers = {"user-agent": f"brief/{__version__}", **kind}
    try:
        # A proxy, which the environment may name, knows another machine as localhost.
        with (
            httpx.Client(timeout=timeout, follow_redirects=False, trust_env=not near) as client,
            client.stream(method, url, content=body, headers=headers) as response,
        ):
            status = response.status_code  # the rest of the answer is not read
    except httpx.TimeoutException:
        return f"{shown}: no answer in time"
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return f"{shown}: {_reason(error, url)}"
    if 300 <= status < 400:
        return f"{shown}: leads elsewhere ({status}); give the address it leads to"
    return None if 200 <= status < 300 else f"{shown}: answered {status}"


def _reason(error: Exception, url: str) -> str:
    import httpx

    # What a header must not hold may be a secret, and the library tells it.
    secret = isinstance(error, httpx.LocalProtocolError)
    if secret or not isinstance(error, httpx.HTTPError | OSError):
        return "cannot be asked: its address or a header holds what cannot be sent"
    return visible(str(error).replace(url, "…"))[:200] or type(error).__name__


def _watched(process: subprocess.Popen[bytes], timeout: float) -> Ran:
    """Wait for the process or its time to end, listening to what it writes."""
    assert process.stdout is not None
    tail, enough = bytearray(), threading.Event()
    listener = threading.Thread(
        target=_listen, args=(process.stdout.fileno(), tail, enough), daemon=True
    )
    code: int | None
    with process.stdout:
        listener.start()
        try:
            code = process.wait(timeout)
        except BaseException as error:
            # Its group with it; not reaped, its id is still its own.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            code = None
        finally:
            listener.join(_GRACE)
            enough.set()
            listener.join()
    return Ran(code, _shown(bytes(tail)))


def _listen(descriptor: int, tail: bytearray, enough: threading.Event) -> None:
    """Keep the end of what comes, until nothing more can come or it is enough."""
    with DefaultSelector() as selector:
        selector.register(descriptor, EVENT_READ)
        while not enough.is_set():
            if selector.select(_LOOK):
                if not (chunk := os.read(descriptor, _CHUNK)):
                    return
                tail += chunk
                del tail[:-_TAIL_BYTES]


def _shown(output: bytes) -> str:
    plain = _COLOURS.sub("", output.decode("utf-8", "replace"))
    lines = "\n".join(visible(line) for line in plain.splitlines())
    return lines[-_TAIL:].strip()
