"""The signature: the line at the end of a page that says how the page is made again.

`brief|v:0.2.0|method:coverage|words:600|articles:3|set:80c0d5c7|now:2026-11-20|…`: the version, the
signed options, the number of articles and a digest of their bytes.  Values are percent-encoded
(RFC 3986), so that `|` and white space only separate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from urllib.parse import quote

from brief.errors import UsageError
from brief.model import USUAL
from brief.model.written import signature_parts
from brief.settings.extract_options import ExtractConfig
from brief.settings.options import options
from brief.settings.page_options import Config

#: What stands in the signature of extracts, so that it is told from that of a page.
COMMAND, SUMMARISE = "command", "summarise"


def signature(config: Config, version: str, shas: Sequence[str], now: date) -> str:
    """Return the signature of a page made with `config` on the day `now`.

    `shas` are the SHA-256 of the articles' bytes in hexadecimal; their order does not matter.
    """
    parts = {
        "v": version,
        "method": config.method,
        "words": config.words,
        "articles": len(shas),
        "set": _digest(shas),
        "now": now.isoformat(),
        "language": config.language,
        "focus": config.focus,
        "title": config.title,
        "stories": config.stories if config.stories != "auto" else None,
        "sections": ",".join(config.sections) if config.sections != USUAL else None,
        "since": config.since,
        "weights": config.weights,
        "page_language": config.page_language,
    }
    return _written(parts)


def signature_of_extracts(config: ExtractConfig, version: str, shas: Sequence[str]) -> str:
    """Return the signature of extracts: `brief|v:0.2.0|command:summarise|words:60|…`."""
    parts = {
        "v": version,
        COMMAND: SUMMARISE,
        "words": config.words,
        "articles": len(shas),
        "set": _digest(shas),
        "language": config.language,
        "focus": config.focus,
        "page_language": config.page_language,
    }
    return _written(parts)


def _digest(shas: Sequence[str]) -> str:
    return sha256("\n".join(sorted(shas)).encode("ascii")).hexdigest()[:8]


def _written(parts: Mapping[str, object]) -> str:
    stated = (
        f"{name}:{quote(str(value), safe='')}" for name, value in parts.items() if value is not None
    )
    return "|".join(("brief", *stated))


def from_signature(text: str) -> Config:
    """Return the `Config` that made the page with this signature, its day included.

    Raises:
        UsageError: `text` is no signature of a page, or a value in it is invalid.
    """
    line = text.strip()
    name, *parts = line.split("|")
    if name != "brief" or not all(":" in part for part in parts):
        raise UsageError(f"{text!r} is no signature of a page")
    if signature_parts(line).get(COMMAND) == SUMMARISE:
        problem = "these are extracts, made by brief summarise, and no page"
        raise UsageError(problem, advice="name a page that brief PATH… made")
    signed = {name for name, (option, _) in options(Config).items() if option.signed} | {"now"}
    given = {name: value for name, value in signature_parts(line).items() if name in signed}
    return Config(**given)  # type: ignore[arg-type]
