"""The commands of a scheduled briefing as they are typed: names, arguments, flags, help.

They join the `application` of `page_commands` where this module is loaded.  Each returns its work,
as there; the module with the work is loaded when it is called.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from brief import deliver
from brief.cli.flags import PlainCommand, with_flags
from brief.cli.page_commands import Work, application, given
from brief.cli.screen import say
from brief.errors import UsageError
from brief.settings.run_options import Settings, table_options

F = TypeVar("F", bound=Callable[..., Any])
#: The settings of a run that have flags.  `quiet` has none: that flag silences every command.
FLAGGED = (
    *("name", "zone", "period", "folder", "formats", "keep", "limit"),
    *("jobs", "cluster", "shared_paths", "without_cluster"),
)


def _option(*flags: str, **declared: Any) -> Any:
    return typer.Option(*flags, show_default=False, **declared)


_CONFIG_HELP = "The settings, instead of brief.toml here or in the XDG folder."
ConfigFile = Annotated[str | None, _option("--config", metavar="FILE", help=_CONFIG_HELP)]
_NOW_HELP = "The moment of the run, instead of the clock's."
_INSTALL_HELP = "Put it there: cron, systemd, or launchd (macOS; untried on a Mac)."
Moment = Annotated[str | None, _option("--now", metavar="MOMENT", help=_NOW_HELP)]


@application.command(cls=PlainCommand)
def init(
    file: Annotated[str | None, typer.Argument(metavar="FILE", show_default=False)] = None,
) -> Work:
    """Write a commented brief.toml for a scheduled briefing."""
    return partial(write_template, file)


def write_template(config_file: str | None) -> int:
    """Write a commented `brief.toml` where there is none; return the exit code.

    Raises:
        UsageError: the file exists.
    """
    from brief.settings.toml import FILE, template

    path = Path(config_file or FILE)
    if path.exists():
        raise UsageError("is there already", where=str(path), advice="edit it, or name another")
    deliver.write(template(), path)
    say(f"{path}: written; change it, try it with brief check, make a page with brief run")
    return 0


def _with_settings(function: F) -> F:
    """Give a command flags for the settings of a page and for those in `FLAGGED`."""
    return with_flags(*table_options("page"))(with_flags(*FLAGGED, of=Settings)(function))


@application.command(cls=PlainCommand)
@_with_settings
def config(file: ConfigFile = None, **chosen: Any) -> Work:
    """Show the settings in force, and where each comes from."""
    from brief.cli import inspection

    return partial(inspection.show_settings, file, given(chosen))


@application.command(cls=PlainCommand)
@_with_settings
def run(
    file: ConfigFile = None,
    everything: Annotated[bool, _option("--all", help="Ignore what was seen.")] = False,
    force: Annotated[bool, _option("--force", help="Make the period's page again.")] = False,
    dry: Annotated[bool, _option("--dry-run", help="Say what would be; write nothing.")] = False,
    yes: Annotated[
        bool, _option("--yes", help="The clock is right: remove what is old by it.")
    ] = False,
    verbose: Annotated[bool, _option("-v", "--verbose", help="A line for each source.")] = False,
    quiet: Annotated[bool, _option("-q", "--quiet", help="Print what went wrong only.")] = False,
    log_format: Annotated[
        str, _option("--log-format", metavar="NAME", help="text or json.")
    ] = "text",
    now: Moment = None,
    **chosen: Any,
) -> Work:
    """Make the page of this period, once, and deliver it."""
    from brief.cli import unattended
    from brief.cli.screen import LOG_FORMATS, Log

    if log_format not in LOG_FORMATS:
        raise UsageError(f"no such choice: {log_format!r}", where="log-format", advice="text, json")
    log = Log(verbose=verbose, quiet=quiet, form=log_format, run=str(os.getpid()))
    return partial(
        unattended.run_briefing,
        file,
        log,
        given(chosen),
        moment=now,
        everything=everything,
        force=force,
        dry=dry,
        yes=yes,
    )


@application.command(cls=PlainCommand)
def check(
    file: ConfigFile = None,
    verbose: Annotated[
        bool, _option("-v", "--verbose", help="A line for each source that fails.")
    ] = False,
) -> Work:
    """Try the settings and the place of a scheduled briefing; say what to do about each finding."""
    from brief.cli import inspection

    return partial(inspection.check_all, file, apart=verbose)


@application.command(cls=PlainCommand)
def log(
    file: ConfigFile = None,
    most: Annotated[str, _option("-n", metavar="N", help="How many runs.")] = "10",
) -> Work:
    """Show the last runs, and how they ended."""
    from brief.cli import inspection

    if not most.isdecimal() or not int(most):
        raise UsageError(f"{most!r} is no number of runs", where="-n", advice="give 1 or more")
    return partial(inspection.show_log, file, int(most))


@application.command(cls=PlainCommand)
def show(
    day: Annotated[str | None, typer.Argument(metavar="DATE", show_default=False)] = None,
    file: ConfigFile = None,
    no_pager: Annotated[
        bool, _option("--no-pager", help="Print on a terminal at once, however long.")
    ] = False,
) -> Work:
    """Show a page of the archive: that of DATE, or the latest."""
    from brief.cli import inspection

    return partial(inspection.show_page, file, day, paged=not no_pager)


# The name of the function is one of Python's own.
@application.command("open", cls=PlainCommand)
def open_in_browser(
    day: Annotated[str | None, typer.Argument(metavar="DATE", show_default=False)] = None,
    file: ConfigFile = None,
) -> Work:
    """Open a page of the archive in the browser: that of DATE, or the latest."""
    from brief.cli import inspection

    return partial(inspection.open_page, file, day)


@application.command(cls=PlainCommand)
def schedule(
    file: ConfigFile = None,
    printed: Annotated[
        str | None, _option("--print", metavar="NAME", help="Print that for this one only.")
    ] = None,
    install: Annotated[str | None, _option("--install", metavar="NAME", help=_INSTALL_HELP)] = None,
    remove: Annotated[bool, _option("--remove", help="Take it out again.")] = False,
) -> Work:
    """Print the lines for cron, systemd or launchd, or put them there."""
    from brief.cli import schedule_commands

    return partial(
        schedule_commands.show_schedule, file, printed=printed, install=install, remove=remove
    )
