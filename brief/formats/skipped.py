"""What was skipped, in few words: grouped by reason, as pages and messages name it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from brief.formats.sources import shown_path
from brief.language.detection import UNREAD
from brief.language.phrases import FALLBACK, Phrases, phrases
from brief.language.words import sections
from brief.model import NOT_AN_ARTICLE, Skipped

#: Paths of a group that are named, and kinds of file.
NAMED, KINDS = 3, 4
NOT_ARTICLES = "not articles; name one on the command line if it is text"
_CODES = {name: code for code, name in UNREAD.items()}
_IN_BRACKETS = re.compile(r" \([^()]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was skipped for one reason."""

    what: str  #: Some of their paths, or the kinds of file.
    reason: str
    number: int


def grouped(skipped: Iterable[Skipped], say: Phrases | None = None) -> list[Group]:
    """Return what was skipped for each reason, in the order of what was skipped.

    In the language of `say`, English where it is None: there a reason is given as it is, with what
    to do about it; elsewhere its kind, if it is of one in `data/skipped.txt`.

    Reasons that differ only in brackets, such as a count of words, or in the path that they begin
    with, are one.  Files that are no
    articles are counted by kind ("30 .png, 12 .js") and come last; of others, `NAMED` are named.
    """
    say = say or phrases(FALLBACK)
    groups: dict[str, list[Skipped]] = {}
    for skip in skipped:
        reason = _IN_BRACKETS.sub("", _without_path(skip))
        groups.setdefault(_said(reason, say), []).append(skip)
    rows = sorted(groups.items(), key=lambda group: _is_no_article(group[1][0]))
    return [_group(reason, members, say) for reason, members in rows]


def messages(skipped: Iterable[Skipped]) -> list[str]:
    """Return a message in English for each reason: "a.txt, b.txt, c.txt and 9 more: empty"."""
    return [f"{group.what}: {group.reason}" for group in grouped(skipped)]


def _without_path(skip: Skipped) -> str:
    """Return a reason without the path of what it is of, or the end of that, where it has it."""
    path, separator, reason = skip.reason.partition(": ")
    same = path and (path.endswith(skip.path) or skip.path.endswith(path))
    return reason if separator and same else skip.reason


def _said(reason: str, say: Phrases) -> str:
    """Return a reason in the language of `say`, by its kind: without what to do about it.

    As it is in English, and where it is of no kind in `data/skipped.txt`.
    """
    if say.language == FALLBACK:
        return reason
    for kind, pattern in _patterns().items():
        match = pattern.search(reason)
        if match is None:
            continue
        parts = match.groupdict()
        detail = parts.pop("detail", None) or ""
        if kind == "language":
            detail = say.language_name(_CODES.get(detail, detail))
        if kind == "short" and detail:
            detail = say.count(int(detail), "word")
        return say.colon.join(filter(None, (say.say(f"skip {kind}", **parts), detail)))
    return reason


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        kind: re.compile(rf"(?:\A|: )(?:{'|'.join(lines)})")
        for kind, lines in sections("skipped").items()
        if kind
    }


def is_said(row: str, say: Phrases) -> bool:
    """Return whether a row says what was skipped as pages do: files, then a reason of our kinds.

    What follows the beginning of a reason is not looked at.
    """
    match = re.fullmatch(say.pattern("skipped", {"files": ".+"}), row)
    more = say.pattern("more", {"number": say.number_pattern}, named=False)
    groups = match["files"].split(" · ") if match else [""]
    last = len(groups) > 1 and re.fullmatch(more, groups[-1]) is not None
    named = (re.fullmatch(r"(.+?) \((.+)\)", group) for group in groups[: -1 if last else None])
    return all(group is not None and is_reason(group[2], say) for group in named)


def is_reason(reason: str, say: Phrases) -> bool:
    """Return whether a reason for which something was skipped begins as one of ours does."""
    patterns = _patterns()
    if reason == NOT_ARTICLES or any(pattern.search(reason) for pattern in patterns.values()):
        return True
    if say.language == FALLBACK:
        return False
    return any(re.match(say.pattern(f"skip {kind}", named=False), reason) for kind in patterns)


def _is_no_article(skip: Skipped) -> bool:
    return skip.reason.startswith(NOT_AN_ARTICLE)


def _group(reason: str, members: Sequence[Skipped], say: Phrases) -> Group:
    if len(members) > 1 and _is_no_article(members[0]):
        reason = NOT_ARTICLES if say.language == FALLBACK else reason
        return Group(what=_kinds(members, say), reason=reason, number=len(members))
    what = say.listed(shown_path(skip.path) for skip in members[:NAMED])
    if (rest := len(members) - NAMED) > 0:
        what = say.say("and", first=what, second=say.say("more", number=say.number(rest)))
    reasons = {_said(skip.reason, say) for skip in members}
    whole = reasons.pop() if len(reasons) == 1 else reason
    return Group(what=what, reason=whole, number=len(members))


def _kinds(members: Sequence[Skipped], say: Phrases) -> str:
    """Return how many files there are of each kind, the most frequent first."""
    suffixes = Counter(PurePath(skip.path).suffix.lower() for skip in members)
    most = sorted(suffixes.items(), key=lambda kind: (-kind[1], kind[0]))
    none = say.say("no suffix")
    named = [f"{say.number(count)} {shown_path(kind) or none}" for kind, count in most[:KINDS]]
    rest = sum(count for _, count in most[KINDS:])
    return say.listed([*named, say.say("others", number=say.number(rest)) if rest else ""])
