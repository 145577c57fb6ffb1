"""The parsing of the command line: words → a command and its values.

`brief PATH…` is a command without a name, and flags are made from the fields of option classes such
as `Config`.  typer's own checks are left out: they load pydantic, which takes longer than a page.
"""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import takewhile
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from brief.errors import UsageError
from brief.model.version import __version__
from brief.settings.options import Option, options
from brief.settings.page_options import Config

F = TypeVar("F", bound=Callable[..., Any])

#: The hidden command that runs where none is named; `brief page` still means a file or folder.
PAGE = "page"
#: Shows the help of the program, or of the command that follows; ./help is a folder.
HELP = "help"
HELP_FLAGS = frozenset(["-h", "--help"])
#: How alike a word is to a command that it is taken for misspelt (`difflib`), 0 … 1.
_ALIKE = 0.75
#: Each exit code with its meaning, for the help.
EXIT_CODES = (
    ("0", "the page is written, or proven"),
    ("1", "a bug in brief"),
    ("2", "wrong usage or configuration, or no source of a run can be read"),
    ("3", "nothing to brief"),
    ("4", "something was skipped under --strict"),
    ("5", "another run is at it"),
    ("6", "the page is not what its sources make it"),
    ("7", "a delivery failed; the page is kept"),
    ("8", "something on the page could not be checked"),
    ("130", "interrupted; what was there before is kept"),
)

#: Switches that may stand before some commands, and those commands.
SWITCHES = frozenset(["-q", "--quiet"])
COMMANDS_WITH_SWITCHES = frozenset(["summarise", "verify", "evaluate"])


class PathsOrCommand(TyperGroup):
    """A group that makes a page unless the first word is a command; both have one help."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Send `brief inputs/` and `brief --words 100 inputs/` to the page command.

        Switches before a command are the command's: `brief -q verify page.md`.
        """
        switches = list(takewhile(SWITCHES.__contains__, args))
        rest = args[len(switches) :]
        if switches and rest and rest[0] in COMMANDS_WITH_SWITCHES:
            args = [rest[0], *switches, *rest[1:]]
        commands = set(self.commands) - {PAGE}
        if args[:1] == [HELP]:
            named = [word for word in args[1:2] if word in commands]
            args = [*named, "--help"]
        if args and args[0] not in commands:
            _refuse_misspelt(args[0], commands)
            args = [PAGE, *args]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page command's usage and options, the other commands and the exit codes."""
        page = self.commands[PAGE]
        formatter.write_usage(ctx.command_path, "[OPTIONS] PATH...")
        formatter.write_usage(ctx.command_path, "COMMAND ...", prefix="       ")
        self.format_help_text(ctx, formatter)
        with formatter.section("Options"):
            formatter.write_dl(option_records(page.get_params(ctx), ctx))
        self.format_commands(ctx, formatter)
        with formatter.section("Exit codes"):
            formatter.write_dl(EXIT_CODES)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Offer the commands and the page command's flags."""
        page = self.commands[PAGE]
        return [*super().shell_complete(ctx, incomplete), *page.shell_complete(ctx, incomplete)]


#: Short flags in one word, with that of the help among them, such as `-qh`.
_HELP_AMONG = re.compile("-[A-Za-z]*h[A-Za-z]*")


def asks_for_a_page(words: Sequence[str]) -> bool:
    """Return whether it is plain from the first word that a page is to be made, not its help."""
    if not words or any(word in HELP_FLAGS or _HELP_AMONG.fullmatch(word) for word in words):
        return False
    return words[0] == "--version" or _is_path(words[0])


def _is_path(word: str) -> bool:
    """Return whether a word can be no command, but a file, a folder or an address."""
    return not word.startswith("-") and not {"/", "."}.isdisjoint(word)


def _refuse_misspelt(word: str, commands: Collection[str]) -> None:
    """Refuse a first word that is nearly a command, and neither a file nor a folder.

    Raises:
        UsageError: it is.
    """
    if word.startswith("-") or _is_path(word) or os.path.lexists(word):
        return
    from difflib import get_close_matches  # which nobody waits for who makes no mistake

    problem = "no command, file or folder is called so"
    known = (*commands, HELP, "--version")
    swapped = [name for name in known if sorted(name) == sorted(word)]
    if near := swapped or get_close_matches(word, known, n=1, cutoff=_ALIKE):
        raise UsageError(problem, where=word, advice=f"did you mean brief {near[0]}?")


class PlainCommand(TyperCommand):
    """A command whose values stay as they were typed: option classes check them later."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Fill `ctx.params`; flags that end the program, such as `--help`, are acted upon.

        Raises:
            UsageError: an argument is missing, or one too many.
        """
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        given, left, _ = self.make_parser(ctx).parse_args(args=list(args))
        for param in sorted(self.get_params(ctx), key=lambda param: not param.is_eager):
            if param.is_eager or not param.expose_value:
                if param.name in given:
                    param.handle_parse_result(ctx, given, [])
            elif param.name:
                ctx.params[param.name] = given.get(param.name, param.default)
                if param.required and not ctx.params[param.name]:
                    raise UsageError(f"no {param.metavar} given", where=str(self.name))
        if left:
            problem, advice = f"one argument too many: {left[0]}", f"see brief {self.name} --help"
            raise UsageError(problem, where=str(self.name), advice=advice)
        return []

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return the words of the usage line: `[OPTIONS] PAGE...`."""
        arguments = (param for param in self.params if param.param_type_name == "argument")
        return ["[OPTIONS]", *map(_shown, arguments)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options; the usage line and the text describe the arguments."""
        with formatter.section("Options"):
            formatter.write_dl(option_records(self.get_params(ctx), ctx))


def _shown(argument: Any) -> str:
    """Return an argument as the usage line has it: `PAGE`, `PAGE...`, `[FILE]` where it may lack.

    Where there may be several, there must be one: what is wanted is said when there is none.
    """
    if argument.nargs < 0:
        return f"{argument.metavar}..."
    return str(argument.metavar) if argument.required else f"[{argument.metavar}]"


class PageCommand(PlainCommand):
    """The command without a name; its help is that of the whole program."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help of the whole program."""
        ctx.parent.command.format_help(ctx.parent, formatter)


def program(application: typer.Typer) -> PathsOrCommand:
    """Return the command line, ready to parse.

    The flags for shell completion move from the group to the page command, as typer checks those
    of a group even where they are not given.

    Raises:
        TypeError: the class of the application is not `PathsOrCommand`.
    """
    group = typer.main.get_command(application)
    if not isinstance(group, PathsOrCommand):
        raise TypeError("the application's class must be PathsOrCommand")
    group.commands[PAGE].params += group.params
    group.params = []
    return group


def option_records(params: Iterable[Any], ctx: Any) -> list[tuple[str, str]]:
    """Return the flags and the help of every option among `params`."""
    named = (param for param in params if param.param_type_name == "option")
    return [record for param in named if (record := param.get_help_record(ctx))]


def with_flags(*names: str, of: type = Config) -> Callable[[F], F]:
    """Return a decorator that replaces a function's `**chosen` by flags for options.

    The options are those `names` of the class `of`, or all of them; all of `Config` come with
    `--version`.
    """

    def decorate(function: F) -> F:
        signature = inspect.signature(function, eval_str=True)
        declared = signature.parameters.values()
        parameters = [param for param in declared if param.kind is not param.VAR_KEYWORD]
        flags = [
            _flag(name, option, default)
            for name, (option, default) in options(of).items()
            if not names or name in names
        ]
        if of is Config and not names:
            flags.append(_version_flag())
        function.__signature__ = signature.replace(parameters=parameters + flags)  # type: ignore[attr-defined]
        return function

    return decorate


def _flag(name: str, option: Option, default: object) -> inspect.Parameter:
    flags = [f"-{option.short}"] * bool(option.short) + [f"--{name.replace('_', '-')}"]
    flags += [f"--{option.also}"] * bool(option.also)
    value = typer.Option(
        *flags,
        help=_help(option, default),
        show_default=False,
        metavar=option.metavar or None,
        autocompletion=_completer(option.choices) if option.choices else None,
    )
    # What was not typed is None, so that it leaves alone what the file says.
    kind = bool if not option.metavar else list[str] if option.many else str
    return _keyword(name, Annotated[kind | None, value], None)


def _keyword(name: str, annotation: Any, default: object) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=default, annotation=annotation)


def _help(option: Option, default: object) -> str:
    facts = []
    if option.choices:
        facts.append(f"one of {', '.join(option.choices)}")
    if option.bounds:
        facts.append(f"{option.bounds[0]} to {option.bounds[1]}")
    if default not in (None, False, ()):
        value = ", ".join(default) if isinstance(default, tuple) else default
        facts.append(f"default: {value}")
    return f"{option.help}  [{'; '.join(facts)}]" if facts else option.help


def _completer(choices: tuple[str, ...]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return [choice for choice in choices if choice.startswith(incomplete)]

    return complete


def _version_flag() -> inspect.Parameter:
    def show(wanted: bool) -> None:
        if wanted:
            typer.echo(f"brief {__version__}")
            raise typer.Exit

    flag = typer.Option("--version", is_eager=True, callback=show, help="Print the version.")
    return _keyword("version", Annotated[bool, flag], False)
