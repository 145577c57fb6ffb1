"""What an option is, and how the value that somebody gave for it is checked.

A leaf: `config` declares the options, the command line makes its flags of them.
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
#: A title or a topic is one line, and a page is short.
LONGEST_TEXT = 200
# Control characters, marks that change the direction of what follows, and lone surrogates.
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Option:
    """What is known of an option besides its name and its default."""

    help: str
    #: Turns a value, or the text of one, into the value; raises `UsageError`.
    parse: Callable[[Any, Option], object]
    #: Stands for the value in the help; empty for a switch.
    metavar: str = ""
    #: The one-letter flag, if there is one.
    short: str = ""
    bounds: tuple[int, int] | None = None
    choices: tuple[str, ...] = ()
    #: True where the option changes what is on the page, so that the signature names it.
    signed: bool = False
    #: True where the option may be given several times; its value is a tuple.
    many: bool = False


def option(default: T, help: str, parse: Callable[[Any, Option], object], **known: Any) -> T:
    """Declare a field of an options class; `known` are further fields of `Option`."""
    declared: T = field(default=default, metadata={"option": Option(help, parse, **known)})
    return declared


def options(config: type) -> dict[str, tuple[Option, object]]:
    """Return every option of a class and its default by name, in the order of the help."""
    return {
        each.name: (each.metadata["option"], each.default)
        for each in fields(config)
        if "option" in each.metadata
    }


def check(config: object) -> None:
    """Put the checked value of every option in the place of the one given.

    Raises `UsageError`, which names the option and what may be given.
    """
    for name, (known, default) in options(type(config)).items():
        value = getattr(config, name)
        if value is None and default is None:
            continue
        try:
            object.__setattr__(config, name, known.parse(value, known))
        except UsageError as error:
            raise UsageError(error.problem, where=name, advice=error.advice) from None


def number(value: Any, known: Option) -> int:
    """Return a whole number within the bounds."""
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII):
        raise UsageError(f"{value!r} is not a whole number", advice=_valid(known))
    if known.bounds and not known.bounds[0] <= int(text) <= known.bounds[1]:
        raise UsageError(f"{text} is out of bounds", advice=_valid(known))
    return int(text)


def choice(value: Any, known: Option) -> str:
    """Return one of the choices."""
    if value in known.choices:
        return str(value)
    from difflib import get_close_matches

    near = get_close_matches(str(value).lower(), known.choices, n=1, cutoff=0.5)
    listed = f"choose from {', '.join(known.choices)}"
    raise UsageError(
        f"no such choice: {value!r}", advice=f"did you mean {near[0]}?" if near else listed
    )


def several(value: Any, known: Option) -> tuple[str, ...]:
    """Return each of some choices once, in their order."""
    given = (value,) if isinstance(value, str) else value
    if not isinstance(given, list | tuple):
        raise UsageError(f"{value!r} is no list", advice=f"choose from {', '.join(known.choices)}")
    if not given:
        raise UsageError("none given", advice=f"choose from {', '.join(known.choices)}")
    return tuple(dict.fromkeys(choice(one, known) for one in given))


def listed(value: Any, known: Option) -> tuple[str, ...]:
    """Return some of the choices, each once, from a tuple or from text with commas."""
    given = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
    if not isinstance(given, list | tuple):
        raise UsageError(f"{value!r} is no list", advice=f"choose from {', '.join(known.choices)}")
    return several([part for part in given if part], known)


def switch(value: Any, known: Option) -> bool:
    """Return a truth value."""
    if isinstance(value, bool):
        return value
    raise UsageError(f"{value!r} is neither true nor false")


def line(value: Any, known: Option) -> str:
    """Return text as one line without control characters."""
    text = " ".join(str(value).split())
    if not text or _UNPRINTABLE.search(text):
        raise UsageError("is empty or holds control characters", advice="give a line of text")
    if len(text) > LONGEST_TEXT:
        raise UsageError(f"is {len(text)} characters long", advice=f"give at most {LONGEST_TEXT}")
    return text


def day(value: Any, known: Option) -> date:
    """Return a date, which may be given in ISO 8601."""
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UsageError(f"{value!r} is not a date", advice="write it as 2026-11-20") from None


def language(value: Any, known: Option) -> str:
    """Return an ISO 639-1 code."""
    code = str(value).lower()
    if code in LANGUAGES:
        return code
    from brief.language.lists import NAMES

    near = [short for short, name in NAMES.items() if code[:3] == name[:3]]
    advice = f"did you mean {near[0]}?" if near else "give two letters, such as en or de"
    raise UsageError(f"{value!r} is no ISO 639-1 code", advice=advice)


def path(value: Any, known: Option) -> Path:
    """Return the path of a file."""
    if not str(value) or "\0" in str(value):
        raise UsageError("is no file name", advice="name the file to write")
    return Path(value)


def _valid(known: Option) -> str:
    return f"give {known.bounds[0]} to {known.bounds[1]}" if known.bounds else ""
