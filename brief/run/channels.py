"""The channels of a scheduled run, as they are configured: mail, webhook, commands and monitor.

`channels` gives what delivers the page.  `started`, `ended` and `failed` tell of the run itself.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping
from datetime import UTC
from functools import partial
from pathlib import Path

from brief.deliver import notify, smtp
from brief.deliver.archive import last_day
from brief.deliver.message import PageMail, message
from brief.errors import BriefError, DeliveryError, UsageError
from brief.memory.tables import PageContent, PageMade
from brief.run import Outcome
from brief.run.delivering import Channels, label_of
from brief.settings.toml import Configured
from brief.web.secrecy import scrubbed

#: Called with a line for each thing that somebody should look at.
Warn = Callable[[str], None]
#: Seconds that a command may take, and an address.
HOOK, ADDRESS = 300.0, 20.0
#: Variables of the environment that a command sees, besides those about the run.
SHARED = ("PATH", "HOME", "LANG", "TZ")


def channels(configured: Configured, environment: Mapping[str, str]) -> Channels:
    """Return the channels that are configured; `UsageError` for a password that cannot be read."""
    recipients = configured.settings.mail.to
    secret = password(configured, environment) if recipients else None
    # A delivery for each recipient, so that who has the page gets it no second time.
    mails = {f"mail {to}": partial(mail_page, secret=secret, to=to) for to in recipients}
    return {**mails, **({"webhook": post_page} if configured.settings.notices.webhook else {})}


def password(configured: Configured, environment: Mapping[str, str]) -> str | None:
    """Return the password of the mail server, None where none is configured.

    It stands in BRIEF_MAIL_PASSWORD or in a file, which `UsageError` refuses where others may
    read it.
    """
    if secret := environment.get("BRIEF_MAIL_PASSWORD"):
        return secret
    named = configured.settings.mail.password_file
    if named is None:
        return None
    path = configured.base / Path(named).expanduser()
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise UsageError("others may read it", where=str(path), advice="chmod 600 it")
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = (getattr(error, "strerror", None) or "is no text").lower()
        raise UsageError(reason, where=str(path), advice="write the password into it") from error


def mail_page(
    configured: Configured,
    page: PageMade,
    content: PageContent,
    before: str | None,
    *,
    secret: str | None,
    to: str,
) -> str:
    """Mail a page to one of its recipients; return the identifier of the message."""
    if not content.text:
        raise DeliveryError("there is no page in text", where=page.path, advice=_again(page))
    settings = configured.settings.mail
    page_mail = PageMail(
        name=page.briefing,
        period=label_of(page),
        title=content.title,
        text=content.text,
        html=content.html,
        sender=settings.sender or "",
        recipients=settings.to,
        date=page.made_at.astimezone(UTC),
        links={address: address for address in content.addresses},
        unsubscribe=settings.unsubscribe,
        previous=before,
    )
    mail = message(page_mail)
    smtp.send(mail, _server(configured), secret, only=[to])
    return str(mail["Message-ID"])


def greeting(configured: Configured, secret: str | None) -> str:
    """Return what is wrong with the mail server; empty where it greets and the log-in holds."""
    try:
        smtp.greet(_server(configured), secret)
    except BriefError as error:
        return str(error)
    return ""


def _server(configured: Configured) -> smtp.Server:
    settings = configured.settings.mail
    security = smtp.Security("plain" if settings.security == "none" else settings.security)
    return smtp.Server(settings.host, settings.port, security, settings.user or "")


def _again(page: PageMade) -> str:
    """Return what to do where the memory kept nothing of a page, and its file is not there."""
    day = last_day(page.period)
    return f"make it again with brief run --force{f' --now {day}' if day else ''}"


def post_page(
    configured: Configured, page: PageMade, content: PageContent, before: str | None
) -> str:
    """Post a page as JSON to the webhook; return "", as no message has an identifier there."""
    if not content.json:
        raise DeliveryError("there is no page in JSON", where=page.path, advice=_again(page))
    body = content.json.encode("utf-8")
    reason = notify.webhook(configured.settings.notices.webhook or "", body, ADDRESS)
    if reason is not None:
        raise DeliveryError(reason, where="webhook", advice="it is tried again with the next run")
    return ""


def started(configured: Configured, environment: Mapping[str, str], warn: Warn) -> None:
    """Tell the monitor that a run begins, and run the command before it."""
    _ping(configured, notify.Health.STARTED, warn)
    _hook(configured.settings.notices.before, {}, environment, warn)


def ended(
    configured: Configured, outcome: Outcome, environment: Mapping[str, str], warn: Warn
) -> None:
    """Tell the monitor how a run ended, and run the command after it."""
    if outcome.failures:
        failed(configured, "; ".join(outcome.failures), environment, warn)
        return
    if outcome.what == "page":
        variables = {"BRIEF_PAGE": str(outcome.path or ""), "BRIEF_PERIOD": outcome.period}
        _hook(configured.settings.notices.after, variables, environment, warn)
    _ping(configured, notify.Health.WELL, warn)


def failed(configured: Configured, error: str, environment: Mapping[str, str], warn: Warn) -> None:
    """Tell the monitor that a run failed, and run the command for that."""
    variables = {"BRIEF_ERROR": scrubbed(error)}
    _hook(configured.settings.notices.error, variables, environment, warn)
    _ping(configured, notify.Health.FAILED, warn)


def _hook(
    command: tuple[str, ...],
    variables: Mapping[str, str],
    environment: Mapping[str, str],
    warn: Warn,
) -> None:
    if not command:
        return
    shared = {name: environment[name] for name in SHARED if name in environment}
    result = notify.run_hook(command, {**shared, **variables}, HOOK)
    if result.code != 0:
        code = "its time ran out" if result.code is None else f"exit {result.code}"
        warn(f"{command[0]}: {code}: {scrubbed(result.tail)}")  # what curl says, for one


def _ping(configured: Configured, state: notify.Health, warn: Warn) -> None:
    address = configured.settings.notices.ping
    if address and (reason := notify.ping(address, ADDRESS, state)) is not None:
        warn(f"ping: {reason}")
