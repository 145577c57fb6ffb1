"""The errors a user can act on, each kind with the exit code that the command line ends with."""

from __future__ import annotations

from functools import partial

#: What shells report of a program that was interrupted: 128 + SIGINT.
INTERRUPTED = 130


class BriefError(Exception):
    """An error that the user can act on: what is wrong, where, and what to do next.

    As text: "where: problem; advice".
    """

    exit_code = 1

    def __init__(self, problem: str, *, where: str = "", advice: str = "") -> None:
        self.problem = problem
        self.where = where
        self.advice = advice
        super().__init__(problem)

    def __str__(self) -> str:
        located = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{located}; {self.advice}" if self.advice else located


class BrokenStage(BriefError):
    """A stage broke on an article, which is a bug, and nothing may be left out, or nothing is left.

    `broke` names the exception and its place in the code.
    """

    def __init__(self, *, broke: str, where: str = "") -> None:
        self.broke = broke
        advice = "please report it with what brief -v prints"
        super().__init__(f"a bug in brief: {broke}", where=where, advice=advice)

    def __reduce__(self) -> tuple[object, ...]:
        # A worker process hands it on.
        return partial(BrokenStage, broke=self.broke, where=self.where), ()


class UsageError(BriefError):
    """A path that does not exist, an option out of bounds, a file that is no page of ours."""

    exit_code = 2


class NothingToBrief(BriefError):
    """No article could be read, or none has a sentence to take."""

    exit_code = 3


class SkippedInput(BriefError):
    """An input was skipped, and `--strict` was given."""

    exit_code = 4


class LockedError(BriefError):
    """Another run holds a file that this one needs; try again when it has ended."""

    exit_code = 5


class ProvenanceError(BriefError):
    """A sentence on the page does not stand in its source."""

    exit_code = 6


class DeliveryError(BriefError):
    """A delivery failed; the page is kept."""

    exit_code = 7


class NotProven(BriefError):
    """Something on a page could not be checked, as what it was made of is not at hand."""

    exit_code = 8
