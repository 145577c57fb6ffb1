"""Bytes leave here: to files, to the archive of pages, by mail, to commands and web addresses.

Only `files` is loaded with the package; `archive`, `message`, `smtp` and `notify` are imported
where they are used.
"""

from __future__ import annotations

from brief.deliver.files import (
    close_to_others,
    is_closed,
    is_own,
    make,
    make_inside,
    put,
    refuse_article,
    write,
)

__all__ = [
    "close_to_others",
    "is_closed",
    "is_own",
    "make",
    "make_inside",
    "put",
    "refuse_article",
    "write",
]
