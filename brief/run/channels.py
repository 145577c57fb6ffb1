"""How a page leaves a scheduled run: mail, webhook, and who is told by hooks and pings."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Mapping
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from brief.errors import BriefError, DeliveryError, UsageError

if TYPE_CHECKING:
    from brief.deliver.smtp import Server
    from brief.memory.tables import PageMade
    from brief.run import Outcome
    from brief.run.delivering import Channels
    from brief.settings.toml import Configured

#: Called with a line for each thing that somebody should look at.
Warn = Callable[[str], None]
#: Seconds that a command may take, and an address.
HOOK, ADDRESS = 300.0, 20.0
#: Variables that a command sees of ours, besides those about the run.
SHARED = ("PATH", "HOME", "LANG", "TZ")


def channels(found: Configured, environment: Mapping[str, str]) -> Channels:
    """Return the ways out that are configured."""
    from brief.run.delivering import Channels

    ways: list[tuple[str, Callable[[Configured, PageMade, str | None], str]]] = []
    if found.settings.mail.to:
        secret = password(found, environment)
        # Each has a delivery of its own: who has the page gets it no second time.
        for recipient in dict.fromkeys(found.settings.mail.to):
            ways.append((f"mail {recipient}", partial(mailed, secret=secret, to=recipient)))
    if found.settings.notices.webhook:
        ways.append(("webhook", posted))
    return Channels(tuple(ways))


def password(found: Configured, environment: Mapping[str, str]) -> str | None:
    """Return the password of the mail server, from the environment or from a file of mode 600."""
    if given := environment.get("BRIEF_MAIL_PASSWORD"):
        return given
    named = found.settings.mail.password_file
    if named is None:
        return None
    path = found.base / Path(named).expanduser()
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise UsageError("others may read it", where=str(path), advice="chmod 600 it")
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = (getattr(error, "strerror", None) or "is no text").lower()
        raise UsageError(reason, where=str(path), advice="write the password into it") from error


def mailed(
    found: Configured, page: PageMade, before: str | None, *, secret: str | None, to: str
) -> str:
    """Mail a page to one of its recipients; return the identifier of the message."""
    from brief.deliver import smtp
    from brief.run.delivering import label_of

    settings, path = found.settings.mail, Path(page.path).with_suffix(".txt")
    try:
        shown = path.read_text(encoding="utf-8")
    except OSError as error:
        advice = 'add "text" to formats'
        raise DeliveryError("there is no page in text", where=str(path), advice=advice) from error
    title = shown.partition("\n")[0]
    message = smtp.message(
        smtp.PageMail(
            page.briefing,
            label_of(page),
            title,
            shown,
            settings.sender or "",
            settings.to,
            page.made_at.astimezone(UTC),
            links=_addresses(path.with_suffix(".json")),
            previous=before,
        )
    )
    smtp.send(message, server_of(found), secret, only=[to])
    return str(message["Message-ID"])


def _addresses(page: Path) -> dict[str, str]:
    """Return the addresses of a page's articles, each leading to itself; none without the JSON."""
    try:
        documents = json.loads(page.read_text(encoding="utf-8"))["documents"]
        return {str(one["url"]): str(one["url"]) for one in documents if one["url"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def greeting(found: Configured, secret: str | None) -> str:
    """Return what is wrong with the mail server; nothing where it greets and lets us in."""
    from brief.deliver import smtp

    try:
        smtp.greet(server_of(found), secret)
    except BriefError as error:
        return str(error)
    return ""


def server_of(found: Configured) -> Server:
    """Return where mail is handed in."""
    from brief.deliver import smtp

    settings = found.settings.mail
    security = smtp.Security("plain" if settings.security == "none" else settings.security)
    return smtp.Server(settings.host, settings.port, security, settings.user or "")


def posted(found: Configured, page: PageMade, before: str | None) -> str:
    """Post the page as JSON; return nothing, as nobody answers with an identifier."""
    from brief.deliver import notify

    path = Path(page.path).with_suffix(".json")
    try:
        body = path.read_bytes()
    except OSError as error:
        advice = 'add "json" to formats'
        raise DeliveryError("there is no page in JSON", where=str(path), advice=advice) from error
    reason = notify.webhook(found.settings.notices.webhook or "", body, ADDRESS)
    if reason is not None:
        raise DeliveryError(reason, where="webhook", advice="it is tried again with the next run")
    return ""


def started(found: Configured, environment: Mapping[str, str], warn: Warn) -> None:
    """Tell the monitor that a run begins, and run the command before it."""
    _ping(found, "/start", warn)
    _hook(found.settings.notices.before, {}, environment, warn)


def ended(found: Configured, outcome: Outcome, environment: Mapping[str, str], warn: Warn) -> None:
    """Tell the monitor how a run ended, and run the command after it."""
    if outcome.failures:
        failed(found, "; ".join(outcome.failures), environment, warn)
        return
    if outcome.what == "page":
        told = {"BRIEF_PAGE": str(outcome.path or ""), "BRIEF_PERIOD": outcome.period}
        _hook(found.settings.notices.after, told, environment, warn)
    _ping(found, "", warn)


def failed(found: Configured, error: str, environment: Mapping[str, str], warn: Warn) -> None:
    """Tell the monitor that a run failed, and run the command for that."""
    _hook(found.settings.notices.error, {"BRIEF_ERROR": error}, environment, warn)
    _ping(found, "/fail", warn)


def _hook(
    command: tuple[str, ...],
    told: Mapping[str, str],
    environment: Mapping[str, str],
    warn: Warn,
) -> None:
    if not command:
        return
    from brief.deliver import notify

    shared = {name: environment[name] for name in SHARED if name in environment}
    ran = notify.run_hook(command, {**shared, **told}, HOOK)
    if ran.code != 0:
        code = "its time ran out" if ran.code is None else f"exit {ran.code}"
        warn(f"{command[0]}: {code}: {ran.tail}")


def _ping(found: Configured, state: str, warn: Warn) -> None:
    if not found.settings.notices.ping:
        return
    from brief.deliver import notify

    reason = notify.ping(found.settings.notices.ping, ADDRESS, notify.Health(state))
    if reason is not None:
        warn(f"ping: {reason}")
