"""The words in which two texts differ."""

from __future__ import annotations

#: Words on either side that are given with those that differ.
_AROUND = 3
#: Characters of a word without spaces that a reader takes in at once.
_FAR = 60


def apart(first: str, second: str) -> tuple[str, str]:
    """Return the words in which two texts differ, of each, with a few on either side.

    Words stand between single spaces; `…` stands for those that are left out.
    """
    ours, theirs = first.split(" "), second.split(" ")
    least = min(len(ours), len(theirs))
    start = next((n for n in range(least) if ours[n] != theirs[n]), least)
    left = least - start
    end = next((n for n in range(left) if ours[-1 - n] != theirs[-1 - n]), left)
    before, after = max(0, start - _AROUND), max(0, end - _AROUND)
    return _near(_part(ours, before, after), _part(theirs, before, after))


def _near(first: str, second: str) -> tuple[str, str]:
    """Return two texts from a little before their first difference, where that is far behind."""
    pairs = enumerate(zip(first, second, strict=False))
    start = next((n for n, (ours, theirs) in pairs if ours != theirs), 0)
    if start <= _FAR:
        return first, second
    return f"…{first[start - _FAR // 2 :]}", f"…{second[start - _FAR // 2 :]}"


def _part(words: list[str], before: int, after: int) -> str:
    shown = " ".join(words[before : len(words) - after])
    return f"{'… ' if before else ''}{shown}{' …' if after else ''}"
