"""Will the next run do?  What is configured, and the place that it will run in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from brief.run.collecting import Fetch, gather
from brief.settings.run_options import Settings
from brief.settings.toml import Configured

#: Bytes below which a disk is nearly full.
LEAST_SPACE = 100 * 2**20
#: What cron gives a command for a PATH, and nothing else.
CRON_PATH = "/usr/bin:/bin"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    #: What is wrong with it; empty where it is well.
    problem: str = ""
    #: What to do about it.
    advice: str = ""


def checked(
    configured: Configured,
    fetch: Fetch,
    greets: Callable[[], str],
    folders: tuple[Path, ...],
    *,
    zone: str,
    encoding: str,
    variables: Sequence[str] = (),
) -> Iterator[Finding]:
    """Yield what was looked at, in the order of a run.

    `greets` asks the mail server and returns what is wrong; `folders` are those of the memory;
    `zone` is that of the machine, `encoding` that of its file names; `variables` are those of ours
    that are set here.
    """
    settings = configured.settings
    yield from _sources(configured, fetch)
    for folder in (configured.folder, *folders):
        yield _folder(folder)
    yield _zone(configured, zone)
    yield _locale(encoding)
    for one in variables:
        advice = "write it into brief.toml, a password into a password_file"
        yield Finding(f"variable {one}", "is set here; cron and systemd have it not", advice)
    if settings.mail.to:
        problem = greets()
        where = f"mail server {settings.mail.host}:{settings.mail.port}"
        yield Finding(where, problem, "see host, port and security under [mail]" if problem else "")
    yield from _formats(settings)
    yield from _commands(settings)


def _sources(configured: Configured, fetch: Fetch) -> Iterator[Finding]:
    settings = configured.settings
    if not settings.sources:
        yield Finding("sources", "none is configured", "add a [[source]] to brief.toml")
    for part in gather(settings.sources, configured.base, fetch):
        label = f"source {part.source.label}"
        if part.failure:
            local = "local network" in part.failure
            advice = "correct its place, or take it out"
            advice = "local = true under [fetch] allows it" if local else advice
            yield Finding(label, part.failure, advice)
        elif not part.found:
            yield Finding(label, "nothing to read in it", "see whether that is so")
        else:
            yield Finding(f"{label}: {len(part.found)} articles")


def _formats(settings: Settings) -> Iterator[Finding]:
    """Look whether the pages have the formats that those need who get them."""
    for form, wanted, who in (
        ("text", settings.mail.to, "mail"),
        ("json", settings.notices.webhook, "the webhook"),
    ):
        if wanted and form not in settings.formats:
            yield Finding("formats", f"{who} needs {form}", f'add "{form}" to formats')


def _commands(settings: Settings) -> Iterator[Finding]:
    for name in ("before", "after", "error"):
        command = getattr(settings.notices, name)
        if command and shutil.which(command[0], path=CRON_PATH) is None:
            problem = f"cron does not find it in {CRON_PATH}"
            yield Finding(f"command {command[0]}", problem, "give its whole path")
        elif command:
            yield Finding(f"command {command[0]}")


def _zone(configured: Configured, here: str) -> Finding:
    """Look whether the days begin where the machine is; by intent they may begin elsewhere."""
    zone = configured.settings.zone
    what = f"time zone {zone}, that of this machine {here}"
    if ".zone" in configured.origins or here in ("", zone, f"Etc/{zone}"):
        return Finding(what)
    return Finding(what, "none is set in brief.toml", f'add zone = "{here}", or zone = "{zone}"')


def _locale(encoding: str) -> Finding:
    what = f"locale: file names in {encoding}"
    if encoding.lower().replace("-", "") == "utf8":
        return Finding(what)
    return Finding(what, "articles with other letters in their names are lost", "set LANG=C.UTF-8")


def _folder(folder: Path) -> Finding:
    """Look whether a folder, or the nearest one above it that is there, can be written to."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return Finding(f"folder {folder}", "cannot be written to", "name another, or allow it")
    free = shutil.disk_usage(there).free
    if free < LEAST_SPACE:
        left = f"{free // 2**20} MB are left on its disk"
        return Finding(f"folder {folder}", left, "free some space")
    return Finding(f"folder {folder}")
