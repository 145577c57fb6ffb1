"""The command line: `brief PATH…` and its commands, their messages and exit codes.

`page_commands` has PATH…, summarise, verify, explain, evaluate and schema.  `run_commands` has
those of a scheduled briefing as they are typed; their work is in `inspection` (config, log, show,
open, check), `unattended` (run) and `schedule_commands` (schedule).  Shared: `articles` (what is
read and written), `flags` (parsing), `environment` (what a run takes from outside), `screen`
(output), `progress` (how far the work is) and `paging` (pages on a terminal).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress

import typer

from brief.cli.flags import asks_for_a_page, program
from brief.cli.page_commands import application
from brief.cli.screen import printable, say, silence_stdout
from brief.errors import INTERRUPTED, BriefError, UsageError

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line on `argv`, by default the process's, and return the exit code.

    Nothing is raised: errors are printed on one line, and give the code in `flags.EXIT_CODES`.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = run(words)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except BriefError as error:
        say(str(error))
        return error.exit_code
    except BrokenPipeError:
        silence_stdout()
        return 0
    except (KeyboardInterrupt, typer.Abort):
        say("interrupted; nothing was written")
        return INTERRUPTED
    except Exception as error:
        # An error of a file names the file; one of stdout names none.
        if isinstance(error, OSError) and error.strerror and error.filename is None:
            silence_stdout()
            say(f"standard output: {error.strerror.lower()}; write the page to a file with -o")
            return UsageError.exit_code
        return report_bug(error, verbose=bool({"-v", "--verbose"} & set(words)))


def run(words: Sequence[str]) -> int:
    """Parse `words`, do the work of the command they name, and return its exit code."""
    if not asks_for_a_page(words):
        # They join the application; a page that is made at once does not wait for them.
        from brief.cli import run_commands  # noqa: F401
    try:
        work = program(application).main(list(words), prog_name="brief", standalone_mode=False)
    except typer.TyperException as error:
        return report_usage(error, words)
    return work() if callable(work) else int(work or 0)


def report_usage(error: typer.TyperException, words: Sequence[str]) -> int:
    """Say what is wrong with the command line, or print the help where it has no words."""
    if words:
        say(f"{error.format_message().rstrip('.')}; see brief --help")
    else:
        print(error.format_message(), file=sys.stderr)
    return error.exit_code


def report_bug(error: Exception, verbose: bool) -> int:
    """Ask for a report on one line, after the traceback where that is wanted."""
    from brief.web.secrecy import scrubbed  # it loads slowly, and bugs are rare

    if verbose and sys.stderr is not None:
        from traceback import format_exception

        # What an exception says may be text of an article, which is not to act on a terminal.
        rows = scrubbed("".join(format_exception(error))).splitlines()
        with suppress(OSError):
            print(*map(printable, rows), sep="\n", file=sys.stderr)
    advice = "please report it" if verbose else "please report it with what `brief -v` prints"
    say(scrubbed(f"a bug: {type(error).__name__}: {error}; {advice}"))
    return BriefError.exit_code
