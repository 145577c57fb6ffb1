"""Every option once: its default, its bounds or choices, its help.

The command line's flags, the pages' signatures and the documentation are made from the fields of
`Config`; nothing about an option is said anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from brief.claims import settings
from brief.errors import UsageError

T = TypeVar("T")

#: Ways to choose the sentences, by the names that `--method` takes.
METHODS = (
    "coverage",
    "lexrank",
    "textrank",
    "leads",
    "headlines",
    "sumy-lexrank",
    "sumy-textrank",
    "sumy-lsa",
    "sumy-luhn",
    "sumy-edmundson",
    "sumy-sum-basic",
    "sumy-kl",
    "sumy-reduction",
)
#: A page's formats, and the suffixes of the files that hold them.
SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".json": "json", ".txt": "text"}
FORMATS = tuple(dict.fromkeys(SUFFIXES.values()))
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


def option(default: T, help: str, parse: Callable[[Any, Option], object], **known: Any) -> T:
    """Declare a field of `Config`; `known` are further fields of `Option`."""
    declared: T = field(default=default, metadata={"option": Option(help, parse, **known)})
    return declared


def options() -> dict[str, tuple[Option, object]]:
    """Return every option and its default by name, in the order of the help."""
    return {each.name: (each.metadata["option"], each.default) for each in fields(Config)}


def _number(value: Any, known: Option) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII):
        raise UsageError(f"{value!r} is not a whole number", advice=_valid(known))
    if known.bounds and not known.bounds[0] <= int(text) <= known.bounds[1]:
        raise UsageError(f"{text} is out of bounds", advice=_valid(known))
    return int(text)


def _choice(value: Any, known: Option) -> str:
    if value in known.choices:
        return str(value)
    from difflib import get_close_matches

    near = get_close_matches(str(value).lower(), known.choices, n=1, cutoff=0.5)
    listed = f"choose from {', '.join(known.choices)}"
    raise UsageError(
        f"no such choice: {value!r}", advice=f"did you mean {near[0]}?" if near else listed
    )


def _switch(value: Any, known: Option) -> bool:
    if isinstance(value, bool):
        return value
    raise UsageError(f"{value!r} is neither true nor false")


def _line(value: Any, known: Option) -> str:
    text = " ".join(str(value).split())
    if not text or _UNPRINTABLE.search(text):
        raise UsageError("is empty or holds control characters", advice="give a line of text")
    if len(text) > LONGEST_TEXT:
        raise UsageError(f"is {len(text)} characters long", advice=f"give at most {LONGEST_TEXT}")
    return text


def _day(value: Any, known: Option) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UsageError(f"{value!r} is not a date", advice="write it as 2026-11-20") from None


def _language(value: Any, known: Option) -> str:
    code = str(value).lower()
    if code in LANGUAGES:
        return code
    from brief.language import NAMES

    near = [short for short, name in NAMES.items() if code[:3] == name[:3]]
    advice = f"did you mean {near[0]}?" if near else "give two letters, such as en or de"
    raise UsageError(f"{value!r} is no ISO 639-1 code", advice=advice)


def _path(value: Any, known: Option) -> Path:
    if not str(value) or "\0" in str(value):
        raise UsageError("is no file name", advice="name the file to write")
    return Path(value)


def _valid(known: Option) -> str:
    return f"give {known.bounds[0]} to {known.bounds[1]}" if known.bounds else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a user may choose.

    Every value may also be given as text, as a command line has it.  A value that cannot be
    raises `UsageError`, which names the option and what may be given.
    """

    words: int = option(
        480,
        "The page's budget: at most this many visible words.",
        _number,
        metavar="N",
        bounds=(100, 10_000),
        signed=True,
    )
    method: str = option(
        "coverage",
        "How sentences are chosen.",
        _choice,
        metavar="NAME",
        choices=METHODS,
        signed=True,
    )
    focus: str | None = option(
        None, "Lean the choice towards a topic.", _line, metavar="TOPIC", signed=True
    )
    title: str | None = option(
        None, "The page's title, instead of the best headline.", _line, metavar="TEXT", signed=True
    )
    language: str | None = option(
        None,
        "Language of all articles (ISO 639-1), instead of each one's detected one.",
        _language,
        metavar="CODE",
        signed=True,
    )
    now: date | None = option(
        None, "The day that stands on the page, instead of today.", _day, metavar="DATE"
    )
    output: Path | None = option(
        None, "Write the page to a file, all or nothing.", _path, metavar="FILE", short="o"
    )
    format: str | None = option(
        None,
        "The page's format, instead of what the output file's suffix says, or else markdown.",
        _choice,
        metavar="NAME",
        choices=FORMATS,
    )
    strict: bool = option(False, "Write no page if an input had to be skipped.", _switch)
    quiet: bool = option(False, "Print errors only.", _switch, short="q")
    verbose: bool = option(
        False, "Print what was read; on a bug, its traceback.", _switch, short="v"
    )

    def __post_init__(self) -> None:
        for name, (known, default) in options().items():
            value = getattr(self, name)
            if value is None and default is None:
                continue
            try:
                object.__setattr__(self, name, known.parse(value, known))
            except UsageError as error:
                raise UsageError(error.problem, where=name, advice=error.advice) from None
        self.page_format()

    def page_format(self) -> str:
        """Return the format to write: as asked, else by the suffix of `output`, else markdown."""
        if self.format or self.output is None or not self.output.suffix:
            return self.format or "markdown"
        try:
            return SUFFIXES[self.output.suffix.lower()]
        except KeyError:
            raise UsageError(
                f"no format is known for {self.output.suffix}",
                where=f"output {self.output}",
                advice=f"use {', '.join(SUFFIXES)}, or --format",
            ) from None


def signature(config: Config, version: str, shas: Sequence[str], now: date) -> str:
    """Return the line that says how a page is made again.

    `shas` are the SHA-256 of the articles' bytes in hexadecimal; their order does not matter.
    Values are percent-encoded (RFC 3986), so that `|` and white space only separate.
    """
    import hashlib

    joined = "\n".join(sorted(shas)).encode("ascii")
    parts = {
        "v": version,
        "method": config.method,
        "words": config.words,
        "articles": len(shas),
        "set": hashlib.sha256(joined).hexdigest()[:8],
        "now": now.isoformat(),
        "language": config.language,
        "focus": config.focus,
        "title": config.title,
    }
    named = (f"{name}:{_encoded(value)}" for name, value in parts.items() if value is not None)
    return "|".join(("brief", *named))


def signature_parts(text: str) -> dict[str, str]:
    """Take a signature apart: `{"v": "0.1.0", "method": "coverage", …}`, values decoded.

    Raises `UsageError` where `text` is no signature.
    """
    name, *parts = text.strip().split("|")
    if name != "brief" or not all(":" in part for part in parts):
        raise UsageError(f"{text!r} is no signature of a page")
    return settings(text.strip())


def from_signature(text: str) -> Config:
    """Return the `Config` that made the page with this signature, its day included."""
    return Config(**_known(signature_parts(text)))


def _known(parts: Mapping[str, str]) -> dict[str, Any]:
    signed = {name for name, (known, _) in options().items() if known.signed} | {"now"}
    return {name: value for name, value in parts.items() if name in signed}


def _encoded(value: object) -> str:
    from urllib.parse import quote

    return quote(str(value), safe="")
