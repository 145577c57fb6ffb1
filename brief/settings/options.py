"""What an option is, and the checks of the values that are given for options.

`page_options` and `run_options` declare the options; the command line makes its flags of them.
A check takes a value, or the text of one, and the option, and returns the value; it raises
`UsageError` with what may be given instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from brief.errors import UsageError

T = TypeVar("T")

#: The languages of the world that have a code of two letters (ISO 639-1).
LANGUAGES = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy
    hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg
    li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or
    os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
    te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()
)
#: Stands between words in a signature.
BETWEEN = ";"
#: A title or a topic is one line, and a page is short.
LONGEST_TEXT = 200
# Control characters, marks that change the direction of what follows, and lone surrogates.
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)

_SCHEDULER = re.compile(r"(?:tcp|tls)://(?:[\w.-]+|\[[\da-fA-F:.]+\]):\d{1,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Option:
    """What is declared of an option besides its name and its default."""

    help: str
    #: The check: takes a value, or the text of one, and returns the value; raises `UsageError`.
    parse: Callable[[Any, Option], object]
    metavar: str = ""  #: Stands for the value in the help; empty for a switch.
    short: str = ""  #: The one-letter flag, if there is one.
    also: str = ""  #: Another name of its flag.
    bounds: tuple[int, int] | None = None
    choices: tuple[str, ...] = ()
    #: True where the option changes what is on the page, so that the signature names it.
    signed: bool = False
    many: bool = False  #: True where the option may be given several times; its value is a tuple.


def option(
    default: T, help: str, parse: Callable[[Any, Option], object], metavar: str = "", **details: Any
) -> T:
    """Declare a field of an options class; `details` are further fields of `Option`."""
    metadata = {"option": Option(help=help, parse=parse, metavar=metavar, **details)}
    declared: T = field(default=default, metadata=metadata)
    return declared


def options(config: type) -> dict[str, tuple[Option, object]]:
    """Return every option of a class and its default by name, in the order of the help."""
    return {
        field.name: (field.metadata["option"], field.default)
        for field in fields(config)
        if "option" in field.metadata
    }


def check(config: object) -> None:
    """Replace every value in `config`, an instance of an options class, by the checked value.

    Raises:
        UsageError: a value is invalid; the error names the option and what may be given.
    """
    for name, (option, default) in options(type(config)).items():
        value = getattr(config, name)
        if value is None and default is None:
            continue
        try:
            object.__setattr__(config, name, option.parse(value, option))
        except UsageError as error:
            raise UsageError(error.problem, where=name, advice=error.advice) from None


def number(value: Any, option: Option) -> int:
    """Return a whole number within the bounds."""
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII):
        raise UsageError(f"{value!r} is not a whole number", advice=_allowed(option))
    if option.bounds and not option.bounds[0] <= int(text) <= option.bounds[1]:
        raise UsageError(f"{text} is out of bounds", advice=_allowed(option))
    return int(text)


def choice(value: Any, option: Option) -> str:
    """Return one of the choices."""
    if value in option.choices:
        return str(value)
    from difflib import get_close_matches

    near = get_close_matches(str(value).lower(), option.choices, n=1, cutoff=0.5)
    advice = f"did you mean {near[0]}?" if near else _allowed(option)
    raise UsageError(f"no such choice: {value!r}", advice=advice)


def several(value: Any, option: Option) -> tuple[str, ...]:
    """Return the choices that are given, each once, in the order given."""
    given = (value,) if isinstance(value, str) else value
    if not isinstance(given, list | tuple):
        raise UsageError(f"{value!r} is no list", advice=_allowed(option))
    if not given:
        raise UsageError("none given", advice=_allowed(option))
    return tuple(dict.fromkeys(choice(name, option) for name in given))


def listed(value: Any, option: Option) -> tuple[str, ...]:
    """Return the choices that are given, each once; text has commas between them."""
    given = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
    named = [part for part in given if part] if isinstance(given, list | tuple) else given
    return several(named, option)


def switch(value: Any, option: Option) -> bool:
    """Return a truth value, which a signature gives as text."""
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise UsageError(f"{value!r} is neither true nor false")


def line(value: Any, option: Option) -> str:
    """Return text as one line without control characters."""
    text = " ".join(str(value).split())
    if not text or _UNPRINTABLE.search(text):
        raise UsageError("is empty or holds control characters", advice="give a line of text")
    if len(text) > LONGEST_TEXT:
        raise UsageError(f"is {len(text)} characters long", advice=f"give at most {LONGEST_TEXT}")
    return text


def day(value: Any, option: Option) -> date:
    """Return a date, which may be given in ISO 8601."""
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UsageError(f"{value!r} is not a date", advice="write it as 2026-11-20") from None


def language(value: Any, option: Option) -> str:
    """Return an ISO 639-1 code."""
    code = str(value).lower()
    if code in LANGUAGES:
        return code
    from brief.language.lists import NAMES

    near = [short for short, name in NAMES.items() if code[:3] == name[:3]]
    advice = f"did you mean {near[0]}?" if near else "give two letters, such as en or de"
    raise UsageError(f"{value!r} is no ISO 639-1 code", advice=advice)


def texts(value: Any, option: Option) -> tuple[str, ...]:
    """Return one text or several, each on one line."""
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list | tuple) or not all(isinstance(text, str) for text in given):
        raise UsageError(f"{value!r} is no list of texts", advice='write it as ["a", "b"]')
    return tuple(line(text, option) for text in given)


def words(value: Any, option: Option) -> tuple[str, ...]:
    """Return words or names, each once: a list, or a text with semicolons between them."""
    given = value.split(BETWEEN) if isinstance(value, str) else value
    named = tuple(dict.fromkeys(texts(given, option)))
    if any(BETWEEN in name for name in named):
        raise UsageError(f"{BETWEEN!r} is no part of a word", advice="name each by itself")
    return named


def path(value: Any, option: Option) -> Path:
    """Return the path of a file."""
    if not str(value) or "\0" in str(value):
        raise UsageError("is no file name", advice="name the file to write")
    return Path(value)


def output(value: Any, option: Option) -> Path | None:
    """Return the path of a file to write, None for `-`, which is standard output."""
    return None if str(value) == "-" else path(value, option)


def scheduler(value: Any, option: Option) -> str:
    """Return the address of a cluster's scheduler."""
    if _SCHEDULER.fullmatch(str(value)):
        return str(value)
    raise UsageError(f"{value!r} is no scheduler", advice="write it as tcp://192.0.2.7:8786")


def _allowed(option: Option) -> str:
    if option.choices:
        return f"choose from {', '.join(option.choices)}"
    return f"give {option.bounds[0]} to {option.bounds[1]}" if option.bounds else ""
