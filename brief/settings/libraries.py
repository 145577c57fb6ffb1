"""The libraries that a page depends on beside `brief`, as one short digest.

Another version of one of them may read an article otherwise, or call a month otherwise: then the
same articles make another page, and nobody has forged the first.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution

#: Those whose version may change a word of a page.
LIBRARIES = (
    *("babel", "charset-normalizer", "htmldate", "lxml", "nltk", "numpy", "py3langid", "pypdf"),
    *("python-docx", "pyyaml", "sumy", "trafilatura"),
)

_VERSION = re.compile(r"^Version: (.+)$", re.MULTILINE)


@cache
def libraries() -> str:
    """Return what tells these versions, and that of Python, from others: eight digits."""
    rows = (f"{name} {version}" for name, version in versions().items())
    return sha256("\n".join(rows).encode()).hexdigest()[:8]


def versions() -> dict[str, str]:
    """Return the version of Python, its first two numbers, and those of the libraries, by name."""
    python = ".".join(map(str, sys.version_info[:2]))
    return {"python": python, **{name: _version(name) for name in LIBRARIES}}


def _version(name: str) -> str:
    try:
        # `metadata.version` reads the whole description as a message, ten times as slowly.
        metadata = distribution(name).read_text("METADATA") or ""
    except PackageNotFoundError:  # Bundled by whoever packs programs without their metadata.
        metadata = ""
    stated = _VERSION.search(metadata)
    return stated[1] if stated else "unknown"
