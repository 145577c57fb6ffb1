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


class LockedError(BriefError):
    """Another run holds what this one needs: try again when it has ended."""

    exit_code = 5


class ProvenanceError(BriefError):
    """A sentence on the page does not stand in its source."""

    exit_code = 6


class DeliveryError(BriefError):
    """A delivery failed; the page is kept."""

    exit_code = 7

    def __init__(
        self, problem: str, *, where: str = "", advice: str = "", lasting: bool = False
    ) -> None:
        super().__init__(problem, where=where, advice=advice)
        #: True where a second attempt would fail in the same way.
        self.lasting = lasting


class PartlyDelivered(DeliveryError):
    """The page went to some; `refused` are the addresses it did not go to."""

    def __init__(
        self,
        problem: str,
        *,
        refused: tuple[str, ...],
        where: str = "",
        advice: str = "",
        lasting: bool = False,
    ) -> None:
        super().__init__(problem, where=where, advice=advice, lasting=lasting)
        self.refused = refused
