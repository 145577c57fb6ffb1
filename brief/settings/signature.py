"""The signature: the line at the end of a page that says how the page is made again.

`brief|v:0.2.0|with:5f0a81c2|method:coverage|words:600|articles:3|set:80c0d5c7|…`: the
version, a digest of the libraries' versions, the signed options, the number of articles and a
digest of their bytes.  Values are percent-encoded (RFC 3986), so that `|` and white space only
separate.

`since`, `weights` and `searched` hold paths, as they lead from the page; `since_sha` and
`weights_sha` tell what was in the files: their SHA-256, its first 16 digits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from brief.errors import UsageError
from brief.model import USUAL
from brief.model.written import BETWEEN_PATHS, SEARCHED, WITH, encoded_value, signature_parts
from brief.readers import fingerprint
from brief.settings.extract_options import ExtractConfig
from brief.settings.libraries import libraries
from brief.settings.options import BETWEEN, options
from brief.settings.page_options import Config

#: What stands in the signature of extracts, so that it is told from that of a page.
COMMAND, SUMMARISE = "command", "summarise"
#: Digits of a SHA-256 that stand in a signature.
_DIGITS = 16
#: More places where something was skipped would make a signature longer than its page.
MOST_SEARCHED = 20


def signature(
    config: Config,
    version: str,
    shas: Sequence[str],
    now: date,
    *,
    searched: Sequence[str] = (),
) -> str:
    """Return the signature of a page made with `config` on the day `now`.

    `shas` are the SHA-256 of the articles' bytes in hexadecimal; their order does not matter.
    `searched` is where something was skipped.
    """
    parts = {
        "v": version,
        WITH: libraries(),
        "method": config.method,
        "words": config.words,
        "articles": len(shas),
        "set": _digest(shas),
        "now": now.isoformat(),
        "first_day": config.first_day,
        "language": config.language,
        "focus": config.focus,
        "title": config.title,
        "mute": BETWEEN.join(config.mute) or None,
        "stories": config.stories if config.stories != "auto" else None,
        "sections": ",".join(config.sections) if config.sections != USUAL else None,
        "since": config.since,
        "since_sha": _of_file(config.since),
        "weights": config.weights,
        "weights_sha": _of_file(config.weights),
        "page_language": config.page_language,
        "sources": "true" if config.sources else None,
        SEARCHED: joined(searched),
    }
    return _written(parts)


def signature_of_extracts(
    config: ExtractConfig, version: str, shas: Sequence[str], *, searched: Sequence[str] = ()
) -> str:
    """Return the signature of extracts: `brief|v:0.2.0|command:summarise|words:60|…`."""
    parts = {
        "v": version,
        WITH: libraries(),
        COMMAND: SUMMARISE,
        "words": config.words,
        "articles": len(shas),
        "set": _digest(shas),
        "language": config.language,
        "focus": config.focus,
        "page_language": config.page_language,
        SEARCHED: joined(searched),
    }
    return _written(parts)


def _of_file(path: Path | None) -> str | None:
    return fingerprint(str(path))[:_DIGITS] or None if path else None


def joined(searched: Sequence[str]) -> str | None:
    """Return where something was skipped as one value; None where nothing was, or in many places.

    No path holds the character that stands between them.
    """
    return BETWEEN_PATHS.join(searched) if 0 < len(searched) <= MOST_SEARCHED else None


def _digest(shas: Sequence[str]) -> str:
    return sha256("\n".join(sorted(shas)).encode("ascii")).hexdigest()[:8]


def _written(parts: Mapping[str, object]) -> str:
    stated = (
        f"{name}:{encoded_value(value)}" for name, value in parts.items() if value is not None
    )
    return "|".join(("brief", *stated))


def in_language(config: Config, language: str) -> Config:
    """Return the config that a page in `language` is signed with: only English need not be said."""
    return config if language == "en" else replace(config, page_language=language)


def is_of_extracts(text: str) -> bool:
    """Return whether a signature is of extracts, which `extracts_from_signature` reads."""
    return signature_parts(text).get(COMMAND) == SUMMARISE


def extracts_from_signature(text: str) -> ExtractConfig:
    """Return the `ExtractConfig` that made the extracts with this signature.

    Raises:
        UsageError: a value in it is invalid.
    """
    signed = {name for name, (option, _) in options(ExtractConfig).items() if option.signed}
    given = {name: value for name, value in signature_parts(text).items() if name in signed}
    return ExtractConfig(**given)  # type: ignore[arg-type]


def from_signature(text: str) -> Config:
    """Return the `Config` that made the page with this signature, its day included.

    Raises:
        UsageError: `text` is no signature of a page, or a value in it is invalid.
    """
    line = text.strip()
    name, *parts = line.split("|")
    if name != "brief" or not all(":" in part for part in parts):
        raise UsageError(f"{text!r} is no signature of a page")
    if is_of_extracts(line):
        problem = "these are extracts, made by brief summarise, and no page"
        raise UsageError(problem, advice="name a page that brief PATH… made")
    signed = {name for name, (option, _) in options(Config).items() if option.signed} | {"now"}
    given = {name: value for name, value in signature_parts(line).items() if name in signed}
    return Config(**given)  # type: ignore[arg-type]
