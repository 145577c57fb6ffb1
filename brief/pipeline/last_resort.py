"""The last resort: what breaks on one article or story is left out, and the rest is made.

No stage may break, whatever an article holds; where one does, that is a bug of ours, and is mended
in the stage.  Until then the page of the other articles is made, and names what is not on it.

- `attempt` does one piece of work: a value, or what is known of the bug.
- `sparing` makes one thing of many parts, without the parts that break it.
- `LastResort` does what a page can do without, and keeps what broke.

Errors of ours pass, for they are answers, and so do `MemoryError` and `KeyboardInterrupt`.  Where
the caller is strict, a bug ends the work as `BrokenStage`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import TracebackType
from typing import TypeVar

from brief.errors import BriefError, BrokenStage, ProvenanceError
from brief.language.visible import visible
from brief.model import Document, Skipped

T = TypeVar("T")
Part = TypeVar("Part")

#: Parts up to which each is left out in turn, where none breaks the work alone.
FEW = 20
#: Characters of an exception's own words that are kept.
_QUOTED = 80
_OURS = "brief"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A piece of work that ended in an exception that no stage may raise."""

    #: What was worked on: the path of an article, or what was looked for.
    what: str
    #: The exception and its place: "KeyError in brief.compare.stories, stories, line 48: 'x'".
    broke: str
    #: The error, where it is one of ours.
    provenance: ProvenanceError | None = None

    @property
    def error(self) -> str:
        """The exception's class."""
        return self.broke.partition(" ")[0]


def attempt(
    work: Callable[[], T],
    what: str,
    *,
    strict: bool = False,
    expected: tuple[type[Exception], ...] = (),
) -> T | Broken:
    """Return what `work` returns, or `Broken` where it raises what no stage may raise.

    Exceptions that the caller has `expected` pass.

    Raises:
        BrokenStage: that, where the caller is `strict`.
        BriefError: an error of `work` that is an answer; a sentence that does not stand in its
            source is none, but a bug.
    """
    try:
        return work()
    except BrokenStage as error:  # of a stricter caller below
        if strict:
            raise
        return Broken(what=error.where or what, broke=error.broke)
    except ProvenanceError as error:
        if strict:
            raise
        return replace(_broken(error, what), provenance=error)
    except (BriefError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, expected):
            raise
        broken = _broken(error, what)
        if strict:
            raise fatal(broken) from error
        return broken


def fatal(broken: Broken) -> BriefError:
    """Return the error that a bug is where nothing may be left out, or nothing is left."""
    error = BrokenStage(broke=broken.broke, where=broken.what)
    return broken.provenance or error


def noted(
    broken: Broken, path: str | None = None, *, file: bool = True, story: str | None = None
) -> Skipped:
    """Return what the page says of a bug; every use of the last resort comes by here.

    `path` is named instead of what the work was on, and `file` says whether that is a file;
    `story` is the headline of the story that broke.
    """
    what = "it" if story is None else f"its story, “{visible(story)}”"
    advice = "please report it with what brief -v prints"
    reason = f"a bug in brief broke {what} ({broken.error}); {advice}"
    return Skipped(broken.what if path is None else path, reason, file=file, broke=broken.broke)


def settled(article: Document | Skipped | Broken, *, file: bool = True) -> Document | Skipped:
    """Return an article, and a bug that it led to as what the page says of it."""
    return noted(article, file=file) if isinstance(article, Broken) else article


def sparing(
    parts: Sequence[Part], make: Callable[[Sequence[Part]], T], what: str
) -> tuple[T | Broken, dict[int, Broken]]:
    """Return what `make` makes of as many `parts` as it can, and by their places those left out.

    Left out are the parts that break it alone; where none does and they are at most `FEW`, the
    first without which the others do not.  Where that does not help, `Broken` is returned.
    """
    made = attempt(partial(make, parts), what)
    if not isinstance(made, Broken):
        return made, {}
    alone = {
        place: bug
        for place, part in enumerate(parts)
        if isinstance(bug := _result(partial(make, [part]), what), Broken)
    }
    together = ({place: made} for place in range(len(parts)) if 1 < len(parts) <= FEW)
    for left_out in [alone] if alone else together:
        rest = [part for place, part in enumerate(parts) if place not in left_out]
        again = _result(partial(make, rest), what) if rest else None
        if again is not None and not isinstance(again, Broken):
            return again, left_out
    return made, {}


@dataclass(slots=True)
class LastResort:
    """Work that a page can do without, and what of it broke."""

    strict: bool = False
    fired: list[Skipped] = field(default_factory=list)

    def around(self, what: str, work: Callable[[], T], otherwise: T) -> T:
        """Return what `work` returns, `otherwise` where it breaks; then the bug is in `fired`."""
        result = attempt(work, what, strict=self.strict)
        if isinstance(result, Broken):
            skipped = noted(result, file=False)
            # Of several stories, say, for which the same was looked for in vain.
            self.fired += [skipped] if skipped not in self.fired else []
            return otherwise
        return result


def _result(work: Callable[[], T], what: str) -> T | Broken | None:
    """Return what `attempt` does; None for an error of ours."""
    try:
        return attempt(work, what)
    except BriefError:
        return None


def _broken(error: Exception, what: str) -> Broken:
    name = type(error).__name__
    words = visible(str(error))[:_QUOTED]
    broke = f"{name} in {_place(error.__traceback__)}{f': {words}' if words else ''}"
    return Broken(what=what, broke=broke)


def _place(trace: TracebackType | None) -> str:
    """Return the module, function and line where a stage of ours broke, or called what broke."""
    place = "an unknown place"
    while trace is not None:
        frame = trace.tb_frame
        module = str(frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] == _OURS and module != __name__:
            function = frame.f_code.co_qualname.partition(".<locals>")[0]
            place = f"{module}, {function}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
