"""What was skipped, in few words: grouped by reason, as pages and messages name it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from brief.formats.sources import shown_path
from brief.model import NOT_AN_ARTICLE, Skipped

#: Paths of a group that are named, and kinds of file.
NAMED, KINDS = 3, 4
NOT_ARTICLES = "not articles; name one on the command line if it is text"
_IN_BRACKETS = re.compile(r" \([^()]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was skipped for one reason."""

    what: str  #: Some of their paths, or the kinds of file.
    reason: str
    number: int


def grouped(skipped: Iterable[Skipped]) -> list[Group]:
    """Return what was skipped for each reason, in the order of what was skipped.

    Reasons that differ only in brackets, such as a count of words, are one.  Files that are no
    articles are counted by kind ("30 .png, 12 .js") and come last; of others, `NAMED` are named.
    """
    groups: dict[str, list[Skipped]] = {}
    for skip in skipped:
        groups.setdefault(_IN_BRACKETS.sub("", skip.reason), []).append(skip)
    rows = sorted(groups.items(), key=lambda group: group[0].startswith(NOT_AN_ARTICLE))
    return [_group(reason, members) for reason, members in rows]


def _group(reason: str, members: Sequence[Skipped]) -> Group:
    if len(members) > 1 and reason.startswith(NOT_AN_ARTICLE):
        return Group(what=_kinds(members), reason=NOT_ARTICLES, number=len(members))
    named = ", ".join(shown_path(skip.path) for skip in members[:NAMED])
    rest = len(members) - NAMED
    reasons = {skip.reason for skip in members}
    return Group(
        what=f"{named} and {rest:,} more" if rest > 0 else named,
        reason=reason if len(reasons) > 1 else reasons.pop(),
        number=len(members),
    )


def _kinds(members: Sequence[Skipped]) -> str:
    """Return how many files there are of each kind, the most frequent first."""
    suffixes = Counter(PurePath(skip.path).suffix.lower() for skip in members)
    most = sorted(suffixes.items(), key=lambda kind: (-kind[1], kind[0]))
    named = [f"{count:,} {shown_path(kind) or 'without a suffix'}" for kind, count in most[:KINDS]]
    rest = sum(count for _, count in most[KINDS:])
    return ", ".join([*named, f"{rest:,} others"] if rest else named)
