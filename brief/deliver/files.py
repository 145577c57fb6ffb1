"""Write files, each whole or not at all; nothing else writes a page.

write(made, path)    to the path that the user names; a link is followed, as by a shell's `>`
put(made, path)      to a name of ours in a folder; a link is replaced, as it is nobody's order
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path

from brief.errors import UsageError
from brief.formats import TAIL, is_page

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL
#: What a new file allows that is private, and at most any file or folder that is.
_OWN_FILE, _OWNER = 0o600, 0o700
#: By the system's error number: what is wrong, and what to do about it.
_PROBLEMS = {
    errno.ENOENT: ("there is no such folder", "make it first, or name another file"),
    errno.ENOTDIR: ("part of the path is not a folder", "name another file"),
    errno.EISDIR: ("this is a folder", "name a file in it"),
    errno.EACCES: ("no permission to write here", "name another file"),
    errno.EPERM: ("no permission to write here", "name another file"),
    errno.EROFS: ("this file system cannot be written to", "name another file"),
    errno.ENOSPC: ("no space left on the disk", "free some; the old page is as it was"),
    errno.EDQUOT: ("the disk quota is used up", "free some; the old page is as it was"),
    errno.ENAMETOOLONG: ("the name is too long", "name another file"),
    errno.ELOOP: ("the symbolic links lead in a circle", "name another file"),
}


def write(made: str | bytes, path: Path, *, private: bool = False) -> None:
    """Write what was made to `path`, text as UTF-8, all of it or nothing.

    What is `private` only the owner may read, whatever the umask or the old page allows.

    The page is written beside the old one and takes its place once it is on the disk; whatever
    happens before that, an interrupt included, leaves the old page as it was and nothing beside
    it.  A symbolic link is followed, the permissions of a file that is there are kept.  A device
    or a pipe is written to as it is.

    Raises:
        UsageError: the path cannot be written to, and why.
    """
    content = _encoded(made)
    try:
        mode = _mode(path)
        if mode is not None and not stat.S_ISREG(mode):
            path.write_bytes(content)
        else:
            _replace(content, Path(os.path.realpath(path)), mode, private=private)
    except OSError as error:
        raise _explained(error, path) from error


def put(made: str | bytes, path: Path, *, private: bool = False) -> None:
    """Put what was made in the place of what `path` names, as `write` does.

    What is no file goes as well.  Nothing behind a link, symbolic or hard, is changed: the name is
    given to a new file.

    Raises:
        UsageError: the path cannot be written to, and why.
    """
    try:
        _replace(_encoded(made), path, _mode_of_file(path), private=private)
    except OSError as error:
        raise _explained(error, path) from error


def make(folder: Path, *, private: bool = False) -> None:
    """Make a folder, and those above it, where it is not there; a `private` one for its owner.

    Raises:
        UsageError: it cannot be made, and why.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=_OWNER if private else 0o777, exist_ok=True)
    except OSError as error:
        raise _explained(error, folder) from error


def make_inside(folder: Path, *, private: bool = False) -> None:
    """Make a folder of ours in one that is there; a `private` one, new or not, is for its owner.

    Raises:
        UsageError: it cannot be made, or a link is in its place: what is behind that is not ours.
    """
    if folder.is_symlink():
        advice = "put a folder in its place, or remove it"
        raise UsageError("this is a link, and no folder", where=str(folder), advice=advice)
    make(folder, private=private)
    if private:
        close_to_others(folder)


def close_to_others(path: Path) -> None:
    """Leave a file or folder to its owner alone.

    That of another user stays as it is, and so does what is behind a link, symbolic or hard.
    """
    with suppress(OSError):
        status = path.lstat()
        mode = stat.S_IMODE(status.st_mode)
        ours = stat.S_ISDIR(status.st_mode) or (
            stat.S_ISREG(status.st_mode) and status.st_nlink == 1
        )
        if ours and mode & ~_OWNER:
            path.chmod(mode & _OWNER)


def is_closed(path: Path) -> bool:
    """Return whether others may not read a file, or not enter a folder; False where it is gone."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not mode & (stat.S_IXOTH if stat.S_ISDIR(mode) else stat.S_IROTH)


def is_own(path: Path) -> bool:
    """Return whether only the owner of a file or folder may do anything with it; False without."""
    try:
        return not stat.S_IMODE(path.stat().st_mode) & ~_OWNER
    except OSError:
        return False


def refuse_article(path: Path, inputs: Iterable[str | Path]) -> None:
    """Refuse to write to `path` where that would destroy one of the articles in `inputs`.

    `inputs` are files and folders.  A page of an earlier run may lie among the articles and be
    replaced, as may an empty file.

    Raises:
        UsageError: `path` is one of `inputs` or lies in one of them, and is no page.
    """
    from brief.readers.paths import tail_of  # the readers load slowly, and other commands write too

    try:
        tail = tail_of(path, TAIL) if stat.S_ISREG(path.stat().st_mode) else ""
    except OSError:
        return  # `write` tells what is wrong
    if not tail.strip() or is_page(tail):
        return
    page = Path(os.path.realpath(path))
    sources = [Path(os.path.realpath(source)) for source in inputs]
    if any(source == page or source in page.parents for source in sources):
        raise UsageError("this is one of the articles", where=str(path), advice="name another file")


def _encoded(made: str | bytes) -> bytes:
    return made if isinstance(made, bytes) else made.encode("utf-8")


def _mode(path: Path) -> int | None:
    """Return the mode of what is at `path`, behind its links; None where there is nothing yet."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    _refuse_protected(path, mode)
    return mode


def _mode_of_file(path: Path) -> int | None:
    """Return the mode of the file that `path` is itself; None where it is none."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(mode):
        return None
    _refuse_protected(path, mode)
    return mode if stat.S_ISREG(mode) else None


def _refuse_protected(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _replace(content: bytes, target: Path, mode: int | None, *, private: bool) -> None:
    temporary, descriptor = _new_file_beside(target, _OWN_FILE if private else 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if mode is not None:
                os.fchmod(descriptor, stat.S_IMODE(mode) & (_OWNER if private else 0o7777))
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync(target.parent)


def _new_file_beside(target: Path, mode: int) -> tuple[Path, int]:
    """Open a new file in the folder of `target`, with what the umask allows of `mode`."""
    for number in count():
        temporary = target.parent / f".brief-{os.getpid()}-{number}.tmp"
        with suppress(FileExistsError):
            return temporary, os.open(temporary, _NEW_FILE, mode)
    raise AssertionError("count() does not end")


def _sync(folder: Path) -> None:
    """Have the folder's new entry on the disk; not every file system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _explained(error: OSError, path: Path) -> UsageError:
    other = (f"cannot be written: {error.strerror or error}", "")
    problem, advice = _PROBLEMS.get(error.errno or 0, other)
    return UsageError(problem, where=str(path), advice=advice)
