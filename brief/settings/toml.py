"""`brief.toml` and the environment → `Settings`, with the place that each setting comes from.

An error names the file, the line and the key, and for an unknown key the nearest one that exists.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from brief.errors import UsageError
from brief.settings.options import Option
from brief.settings.run_options import KINDS, SOURCE, TABLES, Settings, Source, table_options
from brief.settings.run_values import DAYS
from brief.web.secrecy import host_shown, scrubbed

#: What the file is called, and how the environment's variables begin.
FILE, PREFIX = "brief.toml", "BRIEF_"
#: Variables that are no settings: a password must not stand in a file that others may read.
SECRETS = frozenset(("BRIEF_MAIL_PASSWORD",))
#: Addresses that are secrets as a whole.
_SECRET = frozenset(("ping", "webhook"))
#: Settings that the environment cannot set: a command is a list, and a variable is one text.
_COMMANDS = frozenset(("notices.before", "notices.after", "notices.error"))
_LINE = re.compile(r"at line (\d+)")
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Configured:
    """The settings in force, and where they come from."""

    settings: Settings
    path: Path | None  #: The file that they were read from; None without one.
    #: By "table.key", the place that set it: "brief.toml, line 3", "BRIEF_ZONE", "--zone"; a
    #: default has no entry.
    origins: Mapping[str, str]

    @property
    def base(self) -> Path:
        """The folder that relative paths of the settings count from."""
        return self.path.parent if self.path else Path()

    @property
    def folder(self) -> Path:
        """The folder of the pages."""
        return self.base / self.settings.folder


def load(
    path: Path | None, environment: Mapping[str, str], flags: Mapping[str, Any] | None = None
) -> Configured:
    """Read the settings: of the file, over them those of the environment, over these `flags`.

    `flags` are values by the names of their settings, of the first lines or of the page.

    Raises:
        UsageError: the file cannot be read or is no TOML, a name is unknown, a value is invalid.
    """
    text = ""
    if path is not None:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = (getattr(error, "strerror", None) or "is no text").lower()
            raise UsageError(reason, where=str(path), advice="brief init writes one") from None
    return parse(text, path, environment, flags)


def parse(
    text: str,
    path: Path | None,
    environment: Mapping[str, str],
    flags: Mapping[str, Any] | None = None,
) -> Configured:
    """Read the settings from the text of the file at `path`; otherwise as `load`."""
    name = str(path or FILE)
    content = _content(text, name)
    lines = _KeyLines(text, name)
    origins: dict[str, str] = {}
    given: dict[str, dict[str, Any]] = {"": {}, **{table: {} for table in TABLES}}
    sources: list[Source] = []
    for key, value in content.items():
        if key == SOURCE:
            sources = list(_sources(value, lines))
        elif key in TABLES:
            given[key] = _table(value, key, lines, origins)
        else:
            given[""][key] = _value(value, "", key, lines, origins)
    for variable, table, key, value in _environment(environment):
        given[table][key] = _checked(value, table_options(table)[key][0], variable)
        origins[f"{table}.{key}"] = variable
    for key, value in (flags or {}).items():
        table = "" if key in table_options("") else "page"
        flag = f"--{key.replace('_', '-')}"
        given[table][key] = _checked(value, table_options(table)[key][0], flag)
        origins[f"{table}.{key}"] = flag
    return Configured(_settings(given, sources, name), path, origins)


def _content(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        where = f"{name}, line {line[1]}" if line else name
        if single := re.search(rf"^[ \t]*\[{SOURCE}\]", text, re.MULTILINE):
            where = f"{name}, line {text.count(chr(10), 0, single.start()) + 1}"
            raise UsageError("needs two brackets", where=where, advice="write [[source]]") from None
        problem = str(error).partition(" (at ")[0].lower()
        raise UsageError(f"is no TOML: {problem}", where=where, advice="see brief init") from None


def _settings(given: Mapping[str, Mapping[str, Any]], sources: list[Source], name: str) -> Settings:
    made: dict[str, Any] = {}
    for table, kind in TABLES.items():
        try:
            made[table] = kind(**given[table])
        except UsageError as error:
            where = f"{name}, {table}.{error.where}" if error.where else f"{name}, [{table}]"
            raise UsageError(error.problem, where=where, advice=error.advice) from None
    if made["fetch"].local:
        sources = [replace(source, local=True) for source in sources]
    try:
        return Settings(**given[""], **made, sources=tuple(sources))
    except UsageError as error:
        where = f"{name}, {error.where}"
        raise UsageError(error.problem, where=where, advice=error.advice) from None


def _sources(value: Any, lines: _KeyLines) -> Iterator[Source]:
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        where = lines.at("", SOURCE)
        raise UsageError("needs two brackets", where=where, advice="write [[source]]")
    for number, table in enumerate(value):
        values = _table(table, SOURCE, lines, {}, number)
        try:
            yield Source(**values)
        except UsageError as error:
            where, problem = lines.at(SOURCE, "", number), f"a source {error.problem}"
            raise UsageError(problem, where=where, advice=error.advice) from None


def _table(
    value: Any, table: str, lines: _KeyLines, origins: dict[str, str], number: int = 0
) -> dict[str, Any]:
    if not isinstance(value, dict):
        where = lines.at("", table)
        raise UsageError(f"{table} is no table", where=where, advice=f"write [{table}] above")
    return {
        key: _value(content, table, key, lines, origins, number) for key, content in value.items()
    }


def _value(
    value: Any, table: str, key: str, lines: _KeyLines, origins: dict[str, str], number: int = 0
) -> Any:
    """Return the checked value of a key, and enter its place in `origins`."""
    where = lines.at(table, key, number)
    declared = table_options(table)
    if key not in declared:
        names = [*declared, *([*TABLES, SOURCE] if not table else [])]
        near = get_close_matches(key.lower(), names, n=1, cutoff=0.5)
        advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
        home = [name for name in TABLES if key in table_options(name)] if not table else []
        advice = f"it belongs under [{home[0]}]" if home else advice
        raise UsageError(f"no such setting: {_shown(key)}", where=where, advice=advice)
    origins[f"{table}.{key}"] = where
    return _checked(value, declared[key][0], f"{where}, {key}")


def _checked(value: Any, option: Option, where: str) -> Any:
    try:
        return option.parse(value, option)
    except UsageError as error:
        # A value that is refused may hold a password.
        raise UsageError(scrubbed(error.problem), where=where, advice=error.advice) from None


def _shown(key: str) -> str:
    return key if key.isprintable() else repr(key)


def _environment(environment: Mapping[str, str]) -> Iterator[tuple[str, str, str, Any]]:
    """Yield the settings of the environment: the variable, its table, its key, its value."""
    names = {
        f"{PREFIX}{f'{table}_' if table else ''}{key}".upper(): (table, key)
        for table in ("", *TABLES)
        for key in table_options(table)
        if f"{table}.{key}" not in _COMMANDS
    }
    for variable in sorted(environment):
        if not variable.startswith(PREFIX) or variable in SECRETS:
            continue
        if variable not in names:
            near = get_close_matches(variable, names, n=1, cutoff=0.6)
            advice = f"did you mean {near[0]}?" if near else "brief config names all of them"
            raise UsageError("no such setting", where=_shown(variable), advice=advice)
        table, key = names[variable]
        default = table_options(table)[key][1]
        yield variable, table, key, _read(environment[variable], default, variable)


def _read(text: str, default: object, variable: str) -> Any:
    """Return the text of a variable as its setting takes it: a truth value, a list, or the text."""
    if isinstance(default, bool):
        if text.lower() not in _TRUTH:
            raise UsageError(f"{text!r} is neither true nor false", where=variable)
        return _TRUTH[text.lower()]
    if isinstance(default, tuple) and text != "daily":
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


class _KeyLines:
    """The lines that the keys of a file stand in, which `tomllib` does not tell."""

    def __init__(self, text: str, name: str) -> None:
        self._name = name
        self._lines: dict[tuple[str, str, int], int] = {}
        table, number = "", 0
        last: dict[str, int] = {}
        for line, row in enumerate(text.splitlines(), 1):
            if head := re.match(r"\s*\[\[?\s*([\w-]+)\s*\]\]?", row):
                table = head[1]
                number = last[table] = last.get(table, -1) + 1
                self._lines.setdefault((table, "", number), line)
            elif key := re.match(r"\s*[\"']?([\w.-]+)[\"']?\s*=", row):
                self._lines.setdefault((table, key[1], number), line)

    def at(self, table: str, key: str, number: int = 0) -> str:
        """Return the place of a key, "brief.toml, line 3", or of its table, or else the file."""
        line = self._lines.get((table, key, number)) or self._lines.get((table or key, "", number))
        return f"{self._name}, line {line}" if line else self._name


def template() -> str:
    """Return a `brief.toml` with every setting, its meaning and its default."""
    rows = [
        "# A scheduled briefing: `brief run` makes it, `brief check` tries it.",
        "# What stands behind a # is the default.",
        "",
        *_documented(""),
        "",
        "# Where articles come from; as many of these as you like.",
        f"# Each has one of {', '.join(KINDS)}.",
        f"[[{SOURCE}]]",
        'folder = "news"',
        *(row for row in _documented(SOURCE) if not row.startswith("# folder = ")),
    ]
    for table in TABLES:
        rows += ["", f"[{table}]", *_documented(table)]
    return "\n".join(rows) + "\n"


def _documented(table: str) -> Iterator[str]:
    for key, (option, default) in table_options(table).items():
        facts = [f"one of {', '.join(option.choices)}"] if option.choices else []
        facts += [f"{option.bounds[0]} to {option.bounds[1]}"] if option.bounds else []
        yield f"# {option.help}{f' [{facts[0]}]' if facts else ''}"
        yield f"# {key} = {written(default)}"


def written(value: Any) -> str:
    """Return a value as TOML writes it, None as an empty text."""
    match value:
        case None:
            return '""'
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case tuple() if value == DAYS:
            return '"daily"'
        case tuple():
            return f"[{', '.join(map(written, value))}]"
        case _:
            plain = str(value).replace("\\", "\\\\").replace('"', '\\"')
            return f'"{plain}"'


def in_force(configured: Configured) -> Iterator[tuple[str, str, str]]:
    """Yield every setting as (name, value, where it comes from), the sources last.

    Of an address of a source its secrets are left out; of one of a monitor or a webhook, which is
    a secret as a whole, all but the host.
    """
    settings = configured.settings
    for table in ("", *TABLES):
        section = getattr(settings, table) if table else settings
        for key in table_options(table):
            origin = configured.origins.get(f"{table}.{key}", "default")
            value = getattr(section, key)
            shown = written(host_shown(value) if key in _SECRET and value else value)
            yield f"{table}.{key}".lstrip("."), scrubbed(shown), origin
    for number, source in enumerate(settings.sources, 1):
        changed = (
            scrubbed(f"{key} = {written(getattr(source, key))}")
            for key, (_, default) in table_options(SOURCE).items()
            if getattr(source, key) != default
        )
        yield f"source {number}", ", ".join(changed), str(configured.path or FILE)
