"""How words on the command line become a command and a `Config`.

`brief PATH…` is a command without a name, and its flags are made from the fields of `Config`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from brief import __version__
from brief.errors import UsageError
from brief.settings.options import Option, options
from brief.settings.page_options import Config

F = TypeVar("F", bound=Callable[..., Any])

#: The command that runs where no other is named; a folder of this name is reached all the same.
PAGE = "page"
#: Exit codes and what they say.
EXIT_CODES = (
    ("0", "the page is written, or the check passed"),
    ("1", "a bug in brief"),
    ("2", "wrong usage or configuration, or no source of a run can be read"),
    ("3", "nothing to brief"),
    ("4", "something was skipped under --strict"),
    ("5", "another run is at it"),
    ("6", "a sentence on the page does not stand in its source"),
    ("7", "a delivery failed; the page is kept"),
    ("130", "interrupted; what was there before is kept"),
)


#: Switches that a command has, too, and those commands.
SWITCHES = frozenset(["-q", "--quiet"])
COMMANDS_WITH_SWITCHES = frozenset(["verify", "evaluate"])


class PathsOrCommand(TyperGroup):
    """Makes a page unless the first word is a command, and has one help for both."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Send `brief inputs/` and `brief --words 100 inputs/` to the page command.

        Switches before a command are the command's: `brief -q verify page.md`.
        """
        switches = list(takewhile(SWITCHES.__contains__, args))
        rest = args[len(switches) :]
        if switches and rest and rest[0] in COMMANDS_WITH_SWITCHES:
            args = [rest[0], *switches, *rest[1:]]
        if args and args[0] not in set(self.commands) - {PAGE}:
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


class PlainCommand(TyperCommand):
    """Hands values over as they were typed: `Config` checks them, with its own messages.

    Typer would check them with pydantic, which takes longer to load than a page takes to make.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Fill `ctx.params`; only what ends the program (`--help`, …) is acted upon here."""
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        given, left, _ = self.make_parser(ctx).parse_args(args=list(args))
        for param in sorted(self.get_params(ctx), key=lambda each: not each.is_eager):
            if param.is_eager or not param.expose_value:
                if param.name in given:
                    param.handle_parse_result(ctx, given, [])
            elif param.name:
                ctx.params[param.name] = given.get(param.name, param.default)
                if param.required and not ctx.params[param.name]:
                    raise UsageError(f"no {param.metavar} given", where=str(self.name))
        if left:
            raise UsageError(f"one argument too many: {left[0]}", where=str(self.name))
        return []

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return `[OPTIONS] PAGE...`."""
        named = (each for each in self.params if each.param_type_name == "argument")
        return ["[OPTIONS]", *(f"{each.metavar}{'...' * (each.nargs < 0)}" for each in named)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options; the usage line and the text say all about the arguments."""
        with formatter.section("Options"):
            formatter.write_dl(option_records(self.get_params(ctx), ctx))


class PageCommand(PlainCommand):
    """The command without a name: its help is that of the whole program."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help of the whole program."""
        ctx.parent.command.format_help(ctx.parent, formatter)


def program(application: typer.Typer) -> PathsOrCommand:
    """Return the command line, ready to parse.

    The flags for shell completion move from the group to the page command: typer would check
    even those that are not given, again with pydantic.
    """
    group = typer.main.get_command(application)
    if not isinstance(group, PathsOrCommand):
        raise TypeError("the application's class must be PathsOrCommand")
    group.commands[PAGE].params += group.params
    group.params = []
    return group


def option_records(params: Iterable[Any], ctx: Any) -> list[tuple[str, str]]:
    """Return flag and help of every option among `params`."""
    shown = [each.get_help_record(ctx) for each in params if each.param_type_name == "option"]
    return [record for record in shown if record]


def with_flags(*names: str, of: type = Config) -> Callable[[F], F]:
    """Give a function the options of a class as keyword arguments: those named, or all.

    They replace its `**chosen`; with all of `Config` comes `--version`.
    """

    def decorate(function: F) -> F:
        declared = inspect.signature(function, eval_str=True)
        own = [each for each in declared.parameters.values() if each.kind is not each.VAR_KEYWORD]
        known = {name: kind for name, kind in options(of).items() if not names or name in names}
        flags = [_flag(name, *kind) for name, kind in known.items()]
        if of is Config and not names:
            flags.append(_version_flag())
        function.__signature__ = declared.replace(parameters=own + flags)  # type: ignore[attr-defined]
        return function

    return decorate


def _flag(name: str, known: Option, default: object) -> inspect.Parameter:
    declared: dict[str, Any] = {"help": _help(known, default), "show_default": False}
    if known.choices:
        declared["autocompletion"] = _completer(known.choices)
    flags = [f"-{known.short}"] * bool(known.short) + [f"--{name}"]
    if not known.metavar:
        return _keyword(name, Annotated[bool, typer.Option(*flags, **declared)], default)
    value = typer.Option(*flags, metavar=known.metavar, **declared)
    if known.many:
        return _keyword(name, Annotated[list[str] | None, value], None)
    return _keyword(name, Annotated[str | None, value], None)


def _keyword(name: str, annotation: Any, default: object) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=default, annotation=annotation)


def _help(known: Option, default: object) -> str:
    facts = []
    if known.choices:
        facts.append(f"one of {', '.join(known.choices)}")
    if known.bounds:
        facts.append(f"{known.bounds[0]} to {known.bounds[1]}")
    if default is not None and default is not False:
        shown = ", ".join(default) if isinstance(default, tuple) else default
        facts.append(f"default: {shown}")
    return f"{known.help}  [{'; '.join(facts)}]" if facts else known.help


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
