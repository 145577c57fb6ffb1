"""The two lines that a page is built around: where the story stands, and the event itself.

Line 1 of a page is the newest article's news, line 2 what happened, when, where and to how many.
Both can be missing: articles without dates have no newest one, and not every set has one event.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from brief.language.facts import tells_deaths
from brief.page.candidates import Candidate, continued
from brief.page.material import Material, likeness
from brief.page.redundancy import Said

#: What is no outcome: an anniversary, or that nothing happened.
_HARMLESS = re.compile(
    r"\b(?:anniversary|memorial|tributes?|commemorat\w+|remember\w*|no (?:\w+ )?damages?|"
    r"no (?:\w+ )?injuries|no casualties|unhurt)\b",
    re.IGNORECASE,
)
#: The newest article's news opens the page where it holds this share of the common story, measured
#: by the median of the other articles' news …
CENTRAL = 0.3
#: … and where people died, this much of it.
SIDE_STORY = 0.8
#: Share of the headline that makes the second sentence the news.
OF_HEADLINE = 0.3
#: Share of the lesser article's names that two articles of one story have in common.
AKIN = 0.4
#: Words that the line may have together with the sentence after it.
LATEST_WORDS = 48
#: How deep into its article the news that opens the page may stand.
FRESH = 3
#: Share of the articles that must look back to a day to make it the day of the event …
EVENT_SHARE = 0.3
#: … by more than this many days.
AFTERWARDS = 3
#: What a toll adds to the line of the event.
TOLL = 2.0
#: The line of the event tells this much of what the most telling line of the set does.
LEAST_EVENT = 0.25


def landmarks(
    material: Material, pool: Sequence[Candidate]
) -> tuple[Candidate | None, Candidate | None]:
    """Return (where the story stands, the event itself); each is None where there is none."""
    latest = latest_line(material, pool)
    event = event_line(material, pool, latest)
    if latest and (
        minor(material, pool, latest, event) or (event and Said(material, [event]).stands(latest))
    ):
        latest = None
    return latest and extended(material, latest, event), event


def extended(material: Material, latest: Candidate, event: Candidate | None) -> Candidate:
    """Return the line with the sentence after it, where that one has a fact or the news.

    A first sentence often only announces ("came to a conclusion"), and the second one tells.
    """
    longer = continued(material, latest, LATEST_WORDS)
    if longer is None:
        return latest
    said = Said(material, [latest, event] if event else [latest])
    title = material.rows[latest.document][0]
    tells_news = likeness(material, longer.rows[-1], title) >= OF_HEADLINE
    return longer if tells_news or said.new_facts(longer) >= 1.0 else latest


def event_day(material: Material) -> str | None:
    """Return the day that articles look back to; None where there is none.

    Each article counts that mentions it and was written more than `AFTERWARDS` days later, or has
    no date: a day that only its own reports tell of is one day of many.
    """
    days: Counter[str] = Counter()
    for document in material.documents:
        rows = material.rows[document.id]
        told = {day for row in rows for day in material.mentions[row] if len(day) == 10}
        days.update(day for day in told if _since(document.date, day) > AFTERWARDS)
    day, count = min(days.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return day if count >= max(2, EVENT_SHARE * len(material.documents)) else None


def _since(written: date | None, day: str) -> int:
    """Return the days from an ISO day to the report, many where it has no date."""
    return (written - date.fromisoformat(day)).days if written else AFTERWARDS + 1


def event_line(
    material: Material, pool: Sequence[Candidate], latest: Candidate | None
) -> Candidate | None:
    """Return the line that tells the event itself: what, when, where, how many.

    A toll counts, unless the latest line has a newer one.
    """
    day = event_day(material)
    newer = latest is not None and tells_deaths(latest.text)
    telling = [c for c in pool if not c.headline and day and tells(material, c, day)]
    best = max(telling, key=lambda c: (_telling(material, c, newer), -c.document), default=None)
    least = LEAST_EVENT * max((_telling(material, c, newer) for c in pool), default=0.0)
    if best and _telling(material, best, newer) >= least:
        return best
    # Of a toll that went on rising, the latest state tells how great the event was.
    tolls = [c for c in pool if not material.tolls.isdisjoint(c.rows)]
    return max(tolls, key=lambda c: (c.worth, -c.document), default=None)


def _telling(material: Material, candidate: Candidate, toll_known: bool) -> float:
    deaths = TOLL if tells_deaths(candidate.text) and not toll_known else 1.0
    # The report of the day itself knows best what was new in it.
    written = material.document(candidate.document).date
    day = candidate.happened or ""
    fresh = 1.5 if candidate.position <= 1 and (not day or not _old(written, day)) else 1.0
    return _core(material, candidate) * _firm(candidate) * deaths * fresh


def _old(written: date | None, day: str) -> bool:
    return written is None or len(day) < 10 or (written - date.fromisoformat(day)).days > 1


def _core(material: Material, candidate: Candidate) -> float:
    """Return how much of the common story a candidate holds, for the words it takes."""
    weight = material.concepts.weight
    return sum(weight[c] for c in sorted(candidate.concepts)) / float(candidate.words**0.5)


def _firm(candidate: Candidate) -> float:
    parts = dict(candidate.parts)
    kept = ("facts", "firmness", "length", "counts", "one sentence")
    return math.prod(parts[name] for name in kept)


def tells(material: Material, candidate: Candidate, day: str) -> bool:
    """Return whether the candidate's own news is of that day, not a mere mention."""
    if not day:
        return False
    if candidate.happened:
        return day.startswith(candidate.happened)  # "2009-06" tells of 1 June 2009, too.
    written = material.document(candidate.document).date
    if written is None or candidate.position > 0:
        return False
    late = (written - date.fromisoformat(day)).days
    return late == 0 or (late == 1 and any(day in material.mentions[r] for r in candidate.rows))


def latest_line(material: Material, pool: Sequence[Candidate]) -> Candidate | None:
    """Return the newest article's own news, if it says where the whole story stands.

    It does where it holds enough of the common story beside the other articles' news.
    """
    told = [document for document in material.documents if material.rows[document.id]]
    dated = [document.id for document in told if document.date]
    newest = _news(pool, dated[-1]) if len(dated) > 1 else None
    if newest is None or _centrality(material, pool, newest) < CENTRAL:
        return None
    return newest


def _centrality(material: Material, pool: Sequence[Candidate], line: Candidate) -> float:
    """Return how much of the common story a line holds, the other articles' median being 1."""
    by_document: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in pool:
        by_document[candidate.document].append(candidate)
    news = [
        _news(by_document[document.id], document.id)
        for document in material.documents
        if document.date and document.id != line.document
    ]
    cores = sorted(_core(material, one) for one in news if one is not None)
    median = cores[len(cores) // 2] if cores else 0.0
    return _core(material, line) / median if median else 0.0


def _news(pool: Sequence[Candidate], number: int) -> Candidate | None:
    fresh = [
        c
        for c in pool
        if c.document == number and (c.position == 0 or (not c.happened and c.position <= FRESH))
    ]
    return max(fresh, key=lambda c: (c.worth, -c.position), default=None)


def minor(
    material: Material, pool: Sequence[Candidate], latest: Candidate, event: Candidate | None
) -> bool:
    """Return whether the story is so vast that the newest report must wait its turn.

    It is where the newest only remembers the event or tells that nothing came of something, and
    where the event or the news of two articles tells of deaths and the newest is a side story of
    theirs.
    """
    title = material.document(latest.document).title
    if _HARMLESS.search(f"{latest.text} {title.text if title else ''}"):
        return True
    if tells_deaths(latest.text):
        return False
    deadly = {c.document for c in pool if c.position == 0 and tells_deaths(c.text)}
    vast = len(deadly) > 1 or (event is not None and tells_deaths(event.text))
    if _of_another_story(material, latest.document, deadly):
        return False
    return vast and _centrality(material, pool, latest) < SIDE_STORY


def _of_another_story(material: Material, number: int, deadly: set[int]) -> bool:
    """Return whether a document shares its names with others, but not with the `deadly` ones."""
    own = _names(material, number)
    shares = {
        document.id: len(own & names) / max(min(len(own), len(names)), 1)
        for document in material.documents
        if document.id != number
        for names in [_names(material, document.id)]
    }
    akin = {other for other, share in shares.items() if share >= AKIN}
    return bool(akin) and not akin & deadly


def _names(material: Material, number: int) -> frozenset[str]:
    facts = (fact for row in material.rows[number] for fact in material.facts[row])
    return frozenset(fact for fact in facts if fact[0].isupper())
