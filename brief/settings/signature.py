"""The signature: the line at the end of a page that says how the page is made again.

`brief|v:0.1.0|method:coverage|words:480|articles:3|set:80c0d5c7|now:2026-11-20|…`: the version, the
signed options, the number of articles and a digest of their bytes.  Values are percent-encoded
(RFC 3986), so that `|` and white space only separate.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from urllib.parse import quote

from brief.errors import UsageError
from brief.model import SECTIONS
from brief.model.written import signature_parts
from brief.settings.options import options
from brief.settings.page_options import Config


def signature(config: Config, version: str, shas: Sequence[str], now: date) -> str:
    """Return the signature of a page made with `config` on the day `now`.

    `shas` are the SHA-256 of the articles' bytes in hexadecimal; their order does not matter.
    """
    joined = "\n".join(sorted(shas)).encode("ascii")
    parts = {
        "v": version,
        "method": config.method,
        "words": config.words,
        "articles": len(shas),
        "set": sha256(joined).hexdigest()[:8],
        "now": now.isoformat(),
        "language": config.language,
        "focus": config.focus,
        "title": config.title,
        "stories": config.stories if config.stories != "auto" else None,
        "sections": ",".join(config.sections) if config.sections != SECTIONS else None,
        "since": config.since,
        "weights": config.weights,
    }
    stated = (
        f"{name}:{quote(str(value), safe='')}" for name, value in parts.items() if value is not None
    )
    return "|".join(("brief", *stated))


def from_signature(text: str) -> Config:
    """Return the `Config` that made the page with this signature, its day included.

    Raises:
        UsageError: `text` is no signature, or a value in it is invalid.
    """
    line = text.strip()
    name, *parts = line.split("|")
    if name != "brief" or not all(":" in part for part in parts):
        raise UsageError(f"{text!r} is no signature of a page")
    signed = {name for name, (option, _) in options(Config).items() if option.signed} | {"now"}
    given = {name: value for name, value in signature_parts(line).items() if name in signed}
    return Config(**given)  # type: ignore[arg-type]
