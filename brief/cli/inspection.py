"""What `brief config`, `log`, `show`, `open` and `check` do with a scheduled briefing."""

from __future__ import annotations

import stat
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief.cli.environment import (
    clock,
    environment,
    fetcher,
    load_settings,
    machine_zone,
    memory,
    read_cache,
    state_folder,
)
from brief.cli.progress import working
from brief.cli.screen import Log, on_terminal, printable, put, say
from brief.errors import UsageError

if TYPE_CHECKING:
    from brief.run.readiness import Finding
    from brief.settings.toml import Configured


def show_settings(config_file: str | None, flags: Mapping[str, Any]) -> int:
    """Print every setting in force, and where it comes from; return the exit code."""
    from brief.settings.toml import in_force

    rows = list(in_force(load_settings(config_file, flags)))
    width = max(len(f"{name} = {value}") for name, value, _ in rows if len(value) < 40)
    for name, value, origin in rows:
        put(f"{printable(f'{name} = {value}'):<{width}}  # {printable(origin)}\n")
    return 0


def show_log(config_file: str | None, most: int) -> int:
    """Print the last runs, `most` of them at most, the newest first; return the exit code."""
    from brief.run.readiness import refuse_namesake
    from brief.schedule.plan import time_zone

    configured = load_settings(config_file)
    settings = configured.settings
    zone = time_zone(settings.zone)
    with memory(clock(None), Log(quiet=True)) as state:
        refuse_namesake(configured, state)
        runs = state.runs(settings.name, most)
    for run in runs:
        end = "unfinished" if run.code is None else f"exit {run.code}"
        start = f"{run.started.astimezone(zone):%Y-%m-%d %H:%M}"
        put(f"{start} {run.period} {end} {printable(run.summary)}\n")
    if not runs:
        say(f"{settings.name}: no run yet")
    return 0


def show_page(config_file: str | None, day: str | None, *, paged: bool = True) -> int:
    """Print a page of the archive, that of a day or period or the latest; return the exit code.

    On a terminal it is typeset where it is as it was written, and in a pager unless not `paged`.

    Raises:
        UsageError: there is no such page, or `day` is no day or period.
    """
    configured = load_settings(config_file)
    path = _path(configured, day, "markdown")
    try:
        page = path.read_text(encoding="utf-8")
    except OSError:
        raise UsageError("there is no such page", where=str(path), advice="see brief log") from None
    if on_terminal(sys.stdout):
        _show_on_terminal(page, path.parent, paged=paged)
    else:
        put(page)
    return 0


def _show_on_terminal(page: str, folder: Path, *, paged: bool) -> None:
    from brief.cli import paging
    from brief.formats import archived
    from brief.formats.typeset import harmless

    # What somebody has changed is shown as it stands: it may have any form.
    rows = page.expandtabs().split("\n")
    as_it_stands = "\n".join(map(harmless, rows))
    paging.show(lambda window: archived.render(page, folder, window) or as_it_stands, paged=paged)


def open_page(config_file: str | None, day: str | None) -> int:
    """Open a page of the archive in the browser, as HTML; return the exit code.

    Where no browser can be opened, the address of the page is printed, and the code is 2.

    Raises:
        UsageError: there is no such page, it is not one of ours, or `day` is no day or period.
    """
    import webbrowser

    configured = load_settings(config_file)
    path = _path(configured, day, "html")
    _refuse_no_page(path)
    address = (path.parent.resolve() / path.name).as_uri()
    try:
        opened = webbrowser.open(address)
    except (webbrowser.Error, OSError):
        opened = False
    if opened:
        return 0
    put(f"{address}\n")
    say("no browser could be opened; name one in BROWSER, or open the address yourself")
    return UsageError.exit_code


def _refuse_no_page(path: Path) -> None:
    """Refuse to open what is no page of ours in HTML, in a file of its own.

    Raises:
        UsageError: it is none, or there is none.
    """
    from brief.deliver.heads import beginning
    from brief.formats import FORMATS, TAIL, is_html, is_page
    from brief.readers.paths import tail_of

    try:
        is_file = stat.S_ISREG(path.lstat().st_mode)
        tail = tail_of(path, TAIL) if is_file else ""
        head = beginning(path, 1000) if is_file else ""
    except OSError:
        others = [path.with_suffix(format.suffixes[0]) for format in FORMATS.values()]
        advice = "see brief log"
        problem = "there is no such page"
        if any(other.is_file() for other in others):
            problem = "the page is not in the archive as HTML"
            advice = 'add "html" to formats in brief.toml, then brief run --force'
        raise UsageError(problem, where=str(path), advice=advice) from None
    if not is_html(head) or not is_page(tail, unchanged=True):
        advice = "move it away, then brief run --force"
        raise UsageError("this is no page of the archive", where=str(path), advice=advice)


def _path(configured: Configured, day: str | None, form: str) -> Path:
    """Return where a page lies in the archive: that of a day or period, or the latest.

    Raises:
        UsageError: `day` is no day or period.
    """
    from brief.formats import FORMATS

    if day and not day.replace("-", "").isalnum():
        raise UsageError(f"{day!r} is no period", advice="write it as 2026-11-20")
    name = _period(day, configured) if day else "latest"
    return configured.folder / f"{name}.{FORMATS[form].suffix}"


def _period(day: str, configured: Configured) -> str:
    """Return the period of a day; what is no day, such as `2026-W47`, is returned as it is."""
    try:
        return f"{date.fromisoformat(day):%G-W%V}" if configured.settings.period == "week" else day
    except ValueError:
        return day


def check_all(config_file: str | None, *, apart: bool = False) -> int:
    """Print a line for each thing that a run needs; return the exit code, 2 where one fails.

    Sources that fail for one reason share a line unless `apart`.
    """
    from brief.cli.schedule_commands import schedule_findings
    from brief.run import channels
    from brief.run.composing import period_of
    from brief.run.readiness import checked, refuse_namesake, refuse_neighbour
    from brief.settings.toml import PREFIX

    configured = load_settings(config_file)
    secret = channels.password(configured, environment())
    wrong = False
    now = clock(None)
    with memory(now, Log()) as state:
        refuse_namesake(configured, state)
        refuse_neighbour(configured, state, period_of(configured.settings, now))
    with read_cache(now) as cache, working() as line:
        for finding in checked(
            configured,
            fetcher(configured.settings.fetch, cache, line.count),
            lambda: channels.greeting(configured, secret),
            (state_folder(),),
            zone=machine_zone(),
            encoding=sys.getfilesystemencoding(),
            variables=[name for name in sorted(environment()) if name.startswith(PREFIX)],
            apart=apart,
            progress=line,
        ):
            wrong = _show_finding(finding) or wrong
    for finding in schedule_findings(configured, now):
        wrong = _show_finding(finding) or wrong
    return UsageError.exit_code if wrong else 0


def _show_finding(finding: Finding) -> bool:
    """Print what was looked at and how it is; return whether something is wrong."""
    answer = f"{finding.problem}; {finding.advice}" if finding.problem else "well"
    put(f"{printable(f'{finding.what}: {answer}')}\n")
    return bool(finding.problem)
