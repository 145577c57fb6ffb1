"""What a run needs, looked at beforehand: a name and folder of its own, settings, the machine.

Two briefings that share a name or a folder are refused before anything is noted of a run, so that
the refusal stands in no log: each would take the other's pages for its own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from brief.errors import UsageError
from brief.formats.skipped import grouped
from brief.language.phrases import FALLBACK, phrases
from brief.memory.state import State
from brief.model import Skipped
from brief.model.progress import Progress, silent
from brief.run.collecting import Fetch, Gathered, gather
from brief.run.privacy import is_private
from brief.settings.run_options import WEB, Settings
from brief.settings.toml import Configured

#: Bytes below which a disk is nearly full.
LEAST_SPACE = 100 * 2**20
#: What cron gives a command for a PATH, and nothing else.
CRON_PATH = "/usr/bin:/bin"


def refuse_without_sources(configured: Configured) -> None:
    """Raise `UsageError` where there is nothing to read."""
    if not configured.settings.sources:
        raise UsageError(
            "no source is configured",
            where=str(configured.path or "brief.toml"),
            advice="brief init writes a file; give it a [[source]]",
        )


def refuse_namesake(configured: Configured, state: State) -> None:
    """Raise `UsageError` where another file of settings, which is there still, has the name.

    Each briefing would take the other's articles for seen, and its page for the day's.
    """
    name, settings = configured.settings.name, _settings_file(configured)
    other = state.settings_of(name)
    if settings and other not in ("", settings) and Path(other).is_file():
        raise UsageError(
            f"the name {name} is that of another briefing, {other}",
            where=str(configured.path),
            advice='give this one a name = "…" of its own',
        )


def refuse_neighbour(configured: Configured, state: State, current: str) -> None:
    """Raise `UsageError` where another briefing keeps its pages in the same folder.

    Pages are named by their periods, and beside them is the latest: each would write over the
    other's.
    """
    folder, settings = str(configured.folder.resolve()), _settings_file(configured)
    for other in state.neighbours(configured.settings.name):
        elsewhere = other.settings != settings and Path(other.settings).is_file()
        if other.folder == folder and (elsewhere or Path(other.path).stem == current):
            raise UsageError(
                f"the briefing {other.name} keeps its pages there",
                where=folder,
                advice="give this one a folder of its own",
            )


def record_owner(configured: Configured, state: State) -> None:
    """Note from which settings a briefing is run, and in which folder it keeps its pages."""
    folder = str(configured.folder.resolve())
    state.record_briefing(configured.settings.name, _settings_file(configured), folder)


def _settings_file(configured: Configured) -> str:
    return str(configured.path.resolve()) if configured.path else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and what is wrong with it."""

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
    apart: bool = False,
    progress: Progress = silent,
) -> Iterator[Finding]:
    """Yield a finding for each thing that a run needs, in the order of a run.

    `greets` asks the mail server and returns what is wrong; `folders` are those of the memory;
    `zone` is that of the machine, `encoding` that of its file names; `variables` are those of the
    environment that change settings.  Sources that fail for one reason are one finding unless
    `apart`; `progress` is told how far it is.
    """
    settings = configured.settings
    yield from _sources(configured, fetch, progress, apart=apart)
    if settings.cluster:
        yield _cluster(settings, settings.cluster)
    for folder in (configured.folder, *folders):
        yield _folder(folder)
    yield _zone(configured, zone)
    yield _locale(encoding)
    for name in variables:
        advice = "write it into brief.toml, a password into a password_file"
        yield Finding(f"variable {name}", "is set here; cron and systemd have it not", advice)
    if settings.mail.to:
        problem = greets()
        where = f"mail server {settings.mail.host}:{settings.mail.port}"
        yield Finding(where, problem, "see host, port and security under [mail]" if problem else "")
    yield from _commands(settings)


def _sources(
    configured: Configured, fetch: Fetch, progress: Progress, *, apart: bool
) -> Iterator[Finding]:
    settings = configured.settings
    if not settings.sources:
        yield Finding("sources", "none is configured", "add a [[source]] to brief.toml")
    gathered = gather(settings.sources, configured.base, fetch, progress=progress)
    findings = [(part.source.label, _of_source(part)) for part in gathered]
    yield from (finding for _, finding in findings) if apart else _grouped(findings)
    if any(part.source.kind in WEB for part in gathered):
        yield Finding(f"fetching ends after {settings.fetch.deadline} (deadline)")
    if is_private(configured, gathered):
        yield Finding("pages are for you alone, as a source is (readable)")


def _of_source(part: Gathered) -> Finding:
    label = f"source {part.source.label}"
    if part.failure:
        local = "local network" in part.failure
        advice = "correct its place, or take it out"
        missing = "no such file or folder" in part.failure
        advice = f"make the folder, {advice}" if missing else advice
        advice = "local = true in its [[source]] allows it" if local else advice
        advice = "see deadline under [fetch] where that lasts" if part.late else advice
        return Finding(label, part.failure, advice)
    if not part.articles:
        return Finding(label, "nothing to read in it", "see whether that is so")
    moved = f"; moved for good to {part.moved}" if part.moved else ""
    count = phrases(FALLBACK).count(len(part.articles), "article")
    return Finding(f"{label}: {count}{moved}")


def _grouped(findings: Iterable[tuple[str, Finding]]) -> Iterator[Finding]:
    """Yield what is well, then those with one problem as one; `findings` are by their sources."""
    failing: dict[str, list[Skipped]] = {}
    for label, finding in findings:
        if finding.problem:
            source = Skipped(label, finding.problem, file=False)
            failing.setdefault(finding.advice, []).append(source)
        else:
            yield finding
    for advice, sources in failing.items():
        for group in grouped(sources):
            kind = "source" if group.number == 1 else f"{group.number:,} sources:"
            yield Finding(f"{kind} {group.what}", group.reason, advice)


def _cluster(settings: Settings, address: str) -> Finding:
    """Look whether a run could use a cluster: what speaks with it, its scheduler, its workers."""
    from brief.pipeline.cluster import cluster

    try:
        with cluster(address) as executor:
            there = f"{executor.workers} worker{'s' * (executor.workers != 1)}"
            return Finding(f"cluster {address}: {there}")
    except UsageError as error:
        place = "" if error.where == address else f"{error.where}: "
        reads = settings.without_cluster == "jobs"
        instead = "a run reads here until then" if reads else "no run makes a page until then"
        advice = f"{error.advice} ({instead})"
        return Finding(f"cluster {address}", f"{place}{error.problem}", advice)


def _commands(settings: Settings) -> Iterator[Finding]:
    for name in ("before", "after", "error"):
        command = getattr(settings.notices, name)
        if command and shutil.which(command[0], path=CRON_PATH) is None:
            problem = f"cron does not find it in {CRON_PATH}"
            yield Finding(f"command {command[0]}", problem, "give its whole path")
        elif command:
            yield Finding(f"command {command[0]}")


def _zone(configured: Configured, machine: str) -> Finding:
    """Look whether the days begin as on the machine, unless another zone is configured."""
    zone = configured.settings.zone
    what = f"time zone {zone}, that of this machine {machine}"
    if ".zone" in configured.origins or machine in ("", zone, f"Etc/{zone}"):
        return Finding(what)
    return Finding(what, "none is set in brief.toml", f'add zone = "{machine}", or zone = "{zone}"')


def _locale(encoding: str) -> Finding:
    what = f"locale: file names in {encoding}"
    if encoding.lower().replace("-", "") == "utf8":
        return Finding(what)
    return Finding(what, "articles with other letters in their names are lost", "set LANG=C.UTF-8")


def _folder(folder: Path) -> Finding:
    """Look whether a folder, or the nearest one above it that is there, can be written to."""
    nearest = folder
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        return Finding(f"folder {folder}", "cannot be written to", "name another, or allow it")
    free = shutil.disk_usage(nearest).free
    if free < LEAST_SPACE:
        left = f"{free // 2**20} MB are left on its disk"
        return Finding(f"folder {folder}", left, "free some space")
    return Finding(f"folder {folder}")
