"""What can go wrong, each kind with the exit code that the command line ends with."""

from __future__ import annotations


class BriefError(Exception):
    """Something the user can act on: what is wrong, where, and what to do next."""

    exit_code = 1

    def __init__(self, problem: str, *, where: str = "", advice: str = "") -> None:
        self.problem = problem
        self.where = where
        self.advice = advice
        super().__init__(problem)

    def __str__(self) -> str:
        located = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{located}; {self.advice}" if self.advice else located


class UsageError(BriefError):
    """A path that does not exist, an option out of bounds, a page that is none."""

    exit_code = 2


class NothingToBrief(BriefError):
    """No article could be read, or none has a sentence to take."""

    exit_code = 3


class SkippedInput(BriefError):
    """Under `--strict`: something was skipped."""

    exit_code = 4


class ProvenanceError(BriefError):
    """A sentence on the page does not stand in its source."""

    exit_code = 6
