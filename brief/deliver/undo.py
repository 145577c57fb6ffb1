"""Put the files of a page back as they were, where the memory of the page could not be written.

    save(folder, key, owner)    before the page is written
    restore(folder, key)        where it is not to stay, also in a later run after a kill
    discard(folder)             when that is settled

What was there is kept beside the files under a second name (`link(2)`), so that putting it back
takes no space on a full disk; where it was a symbolic link, that comes back.  Putting back may be
begun again as often as it is cut off.  A file beside them says which page is being written, and who
writes it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from brief.deliver import archive
from brief.deliver.files import put
from brief.deliver.site import Site
from brief.formats import EVERY

#: How the second names begin.
BEFORE = ".before-"
#: How the name of the file ends that says what is being written.
_BEGUN = ".begun"


def save(folder: Path, key: str, owner: str, *, private: bool = False) -> None:
    """Keep what is there of the page `key` and of the latest page; `owner` writes them.

    What is kept allows what it allowed before; the file that says so may be `private`.

    Raises:
        OSError: it cannot be kept.
        UsageError: the folder cannot be written to.
    """
    discard(folder)
    for path in _files(folder, key):
        if path.is_file() or path.is_symlink():
            _linked(path, path.with_name(f"{BEFORE}{path.name}"))
    put(f"{owner}\n", folder / f"{BEFORE}{key}{_BEGUN}", private=private)


def begun(folder: Path, owner: str) -> tuple[str, ...]:
    """Return the pages that `owner` has begun to write, and not settled."""
    return tuple(
        path.name.removeprefix(BEFORE).removesuffix(_BEGUN)
        for path in sorted(folder.glob(f"{BEFORE}*{_BEGUN}"))
        if (_content(path) or b"").strip() == owner.encode()
    )


def restore(folder: Path, key: str, site: Site | None = None) -> None:
    """Put back what `save` kept; a file that was not there is removed.

    The lists of the pages are written anew; `site` as for `archive.keep`.
    The latest page is put back where it is the page `key` now, and not another that came after.

    Raises:
        OSError: it cannot be put back.
        UsageError: the list of the pages cannot be written.
    """
    current = {path.suffix: _content(path) for path in _files(folder, key) if path.stem == key}
    for path in reversed(list(_files(folder, key))):
        if path.stem != key and _content(path) != current[path.suffix]:
            continue
        kept = path.with_name(f"{BEFORE}{path.name}")
        if not os.path.lexists(kept):
            if path.is_file():
                path.unlink()
            continue
        again = path.with_name(f"{kept.name}.again")
        again.unlink(missing_ok=True)
        _linked(kept, again)
        os.replace(again, path)
        again.unlink(missing_ok=True)  # where both are one file, it is not replaced
    archive.list_again(folder, site)


def discard(folder: Path) -> None:
    """Remove what `save` kept; errors are ignored, as the next page removes it."""
    for path in folder.glob(f"{BEFORE}*"):
        with suppress(OSError):
            path.unlink()


def _files(folder: Path, key: str) -> Iterator[Path]:
    for stem in (key, archive.LATEST):
        for form in EVERY.values():
            yield folder / f"{stem}.{form.suffix}"


def _content(path: Path) -> bytes | None:
    with suppress(OSError):
        return path.read_bytes() if path.is_file() else None  # a pipe would never end
    return None


def _linked(path: Path, name: Path) -> None:
    """Give a file a second name; of a symbolic link, it is the link that gets it."""
    try:
        os.link(path, name, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a file system without links
        if path.is_symlink():
            name.symlink_to(os.readlink(path))
            return
        # Nobody else may read the copy before it has the permissions of the file.
        os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        shutil.copy2(path, name)
