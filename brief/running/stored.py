"""Answers kept between runs, a file each: the memory of the fetcher (`readers.caching.Store`)."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from brief import deliver
from brief.readers.caching import Kept


@dataclass(frozen=True, slots=True)
class Files:
    """A folder of answers; what cannot be read is as if it had never been kept."""

    folder: Path

    def _path(self, url: str) -> Path:
        return self.folder / f"{sha256(url.encode()).hexdigest()}.json"

    def get(self, url: str) -> Kept | None:
        """Return what was last put under `url`."""
        try:
            found = json.loads(self._path(url).read_text(encoding="utf-8"))
            return Kept(
                b64decode(found["body"]),
                str(found["content_type"]),
                str(found["etag"]),
                str(found["last_modified"]),
                float(found["fresh_until"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, url: str, kept: Kept) -> None:
        """Keep `kept` under `url` in place of what was there.

        Raises `UsageError` where the folder cannot be written to; that costs only the keeping.
        """
        deliver.make(self.folder, 0o700)
        text = json.dumps(
            {
                "body": b64encode(kept.body).decode("ascii"),
                "content_type": kept.content_type,
                "etag": kept.etag,
                "last_modified": kept.last_modified,
                "fresh_until": kept.fresh_until,
            }
        )
        deliver.write(text, self._path(url))

    def prune(self, before: float) -> None:
        """Forget what was last written before a moment, in seconds since 1970."""
        for path in self.folder.glob("*.json"):
            try:
                if path.stat().st_mtime < before:
                    path.unlink()
            except OSError:
                continue  # The next run will find it.
