"""Candidates → the lines of "In brief", in their order.

The form follows what readers marked best: dated lines, one article's news a line, the state of
things first, the event itself second, then strict date order.  Each fact stands once; where two
articles tell the same strand, the newer one is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from brief.language.concepts import repeats
from brief.language.lists import stop_words
from brief.model import HEADLINE, Briefing, Citation, Line, Reason
from brief.page.candidates import (
    Candidate,
    Parts,
    candidate_of,
    is_of_old,
    line_of,
    outcomes_first,
    value_of,
)
from brief.page.landmarks import event_day, landmarks, tells
from brief.page.material import Material, folded, importance_of
from brief.page.outcomes import Outcomes, answered, taken_further
from brief.page.redundancy import Said, told_before
from brief.page.standing import takes_back

#: How many concepts `explain` names, and how many rivals are kept until the page is known.
NAMED, RIVALS = 6, 12

#: A candidate, and the parts that multiply to its value.
_Rated = tuple[Candidate, Parts]


def reason_of(material: Material, rated: Sequence[_Rated], said: Said) -> Reason:
    """Return why the first of `rated` was taken beside what was `said`; the others lost to it."""
    winner, parts = rated[0]
    rivals = tuple((one.text, value_of(of)) for one, of in rated[1 : RIVALS + 1])
    named = _named(material, winner, said.new_concepts(winner))
    return Reason(score=parts, worth=value_of(parts), concepts=named, rivals=rivals)


def _named(material: Material, line: Candidate, concepts: Sequence[int]) -> tuple[str, ...]:
    """Return concepts as the line words them, the weightiest first, without bare stop words."""
    stops = stop_words(material.matrix.language)
    spelt = _spelt(material, line)
    found = [spelt[concept] for concept in concepts if concept in spelt]
    telling = [words for words in found if stops.isdisjoint(words.lower().split())]
    return tuple(dict.fromkeys(telling))[:NAMED]


def _spelt(material: Material, line: Candidate) -> dict[int, str]:
    wanted = {material.concepts.names[concept]: concept for concept in sorted(line.concepts)}
    spelt: dict[int, str] = {}
    for row in line.rows:
        words, stems = material.matrix.words[row], material.matrix.stems[row]
        for size in (1, 2):
            for at in range(len(stems) - size + 1):
                concept = wanted.get(" ".join(stems[at : at + size]))
                if concept is not None:
                    spelt.setdefault(concept, " ".join(words[at : at + size]))
    return spelt


def with_runners_up(briefing: Briefing) -> Briefing:
    """Return the briefing with each line's best rival that has no place on the page."""
    shown = briefing.shown()
    page = "\n".join(line.text for line in shown)

    def stands(text: str) -> bool:
        return text in page or any(line.text in text for line in shown)

    def judged(lines: Sequence[Line]) -> Iterator[Line]:
        for line in lines:
            off = (rival for rival in line.reason.rivals if not stands(rival[0]))
            text, score = next(off, (None, 0.0))
            reason = replace(line.reason, runner_up=text, runner_up_score=score)
            yield replace(line, reason=reason)

    entries = (replace(e, sentences=tuple(judged(e.sentences))) for e in briefing.articles)
    return replace(briefing, in_brief=tuple(judged(briefing.in_brief)), articles=tuple(entries))


#: Methods that take one line of each article.
OWN = ("headlines", "leads")
#: How many lines the part has at the most.
MOST_LINES = 8
#: The news of an article not heard yet is credited with this share, whatever it repeats.
OPENING = 0.6
#: A line must be worth this share of the best one.
WORTH = 0.15
#: … or this share where it is all about one article; the first few lines need none.
WORTH_ALONE, FEWEST_LINES = 0.04, 3
#: What a further line of the same article is worth; where articles are dated, each has one event.
AGAIN, AGAIN_DATED = 0.6, 0.15
#: How much nearer to the newest article counts, at most.
RECENCY = 0.3
#: Share of its content that a later denial has from the line that it denies.
SAME_MATTER = 0.35
#: What such a line gains: without it, the page would go on saying what is no longer so.
TAKES_BACK = 1.4
#: The share of its content that such a line is credited with.
CORRECTION = 0.7
#: What a further line on the day of the event is worth.
SAME_DAY = 0.3
#: What a line is worth that only names again somebody who did, or met with, what has been told.
RETOLD = 0.4
#: What the news of an article is worth that a later one takes further.
SUPERSEDED = 0.65


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen candidate and what it won against."""

    candidate: Candidate
    reason: Reason


@dataclass(frozen=True, slots=True)
class Storyline:
    """The lines in the order of the page."""

    lines: tuple[Line, ...]
    #: In the order of the page.
    candidates: tuple[Candidate, ...]
    #: The document that tells where the story stands, or else the event; none where there is none.
    leading: tuple[int, ...]
    #: The candidates in the order of choice: the last is the first to go.
    chosen: tuple[Candidate, ...]
    #: Which of the candidates must not stand without which others: what was expected without what
    #: came of it.
    needs: Mapping[Citation, frozenset[Citation]]


def storyline(
    material: Material, pool: Sequence[Candidate], words: int, method: str = "coverage"
) -> Storyline:
    """Choose at most `MOST_LINES` lines of at most `words` words together, and order them.

    `pool` are the candidates of all documents.  The default method looks for the event and for
    where it stands now; `headlines` and `leads` take each article's own, and any other method its
    best scores, all in date order.
    """
    latest: Candidate | None = None
    event: Candidate | None = None
    if method == "coverage":
        latest, event = landmarks(material, pool)
        choices = _chosen(material, pool, event, latest, words)
    else:
        ranked = _ranked_lines(material, method, words)
        choices = [Choice(c, Reason(score=c.parts[:1], worth=c.parts[0][1])) for c in ranked]
    ordered = _ordered(material, choices, event, latest)
    chosen = {one.candidate.citation: one.candidate for one in choices}
    ends = {c.citation: answered(material, c, list(chosen.values())) for c in chosen.values()}
    needs = {place: frozenset(c.citation for c in own) for place, own in ends.items() if own}
    return Storyline(
        lines=tuple(
            line_of(material, one.candidate, one.reason, one.candidate is latest) for one in ordered
        ),
        candidates=tuple(one.candidate for one in ordered),
        leading=_leading(material, latest, event),
        chosen=tuple(chosen[place] for place in outcomes_first(list(chosen), needs)),
        needs=needs,
    )


@dataclass(frozen=True, slots=True)
class _Chooser:
    """What a line is worth on this page, besides what it is worth by itself."""

    material: Material
    event: Candidate | None
    #: The day of the event; empty where there is none.
    day: str
    importance: dict[int, float]
    recency: dict[int, float]
    #: Documents whose strand a later one takes further.
    taken_further: frozenset[int]

    def parts(self, candidate: Candidate, said: Said, chosen: Sequence[Candidate]) -> Parts:
        """Return the parts that multiply to a line's value beside `chosen`."""
        share = said.novelty(candidate)
        if _corrects(candidate):
            share = max(share, CORRECTION)
        elif said.opens(candidate):
            share = max(share, OPENING)
        again = sum(1 for other in chosen if other.document == candidate.document)
        alone = len(self.material.documents) == 1
        further = AGAIN_DATED if any(d.date for d in self.material.documents) else AGAIN
        of_event = self.event not in (None, candidate) and tells(self.material, candidate, self.day)
        return (
            *candidate.parts,
            ("new content", share),
            ("deed told already", RETOLD if said.retells(candidate) else 1.0),
            ("near the common story", (1.0 + self.importance[candidate.document]) / 2.0),
            ("recent", self.recency[candidate.document]),
            ("lines of its article", 1.0 if alone else further**again),
            ("told of the event", SAME_DAY if of_event else 1.0),
            ("takes something back", TAKES_BACK if _corrects(candidate) else 1.0),
            ("taken further", SUPERSEDED if candidate.document in self.taken_further else 1.0),
        )


def _leading(
    material: Material, latest: Candidate | None, event: Candidate | None
) -> tuple[int, ...]:
    if latest is not None:
        return (latest.document,)
    # A later article that looks back tells the event, but its headline is of its own day.
    own = event is not None and event.position == 0 and material.tolls.isdisjoint(event.rows)
    return (event.document,) if event is not None and own else ()


def _chosen(
    material: Material,
    pool: Sequence[Candidate],
    event: Candidate | None,
    latest: Candidate | None,
    words: int,
) -> list[Choice]:
    chooser = _Chooser(
        material=material,
        event=event,
        day=event_day(material) or "",
        importance=importance_of(material),
        recency=_recency(material),
        taken_further=taken_further(material),
    )
    fixed = [c for c in (event, latest) if c is not None]
    waiting = list(fixed)
    best = max((c.worth for c in pool), default=0.0)
    said = Said(material, told_before(material))
    choices: list[Choice] = []
    overtaken: list[Candidate] = []
    outcomes = Outcomes(material)
    while len(choices) < MOST_LINES:
        chosen = [choice.candidate for choice in choices]
        room = words - sum(c.words for c in chosen)
        overtaken = [c for c in overtaken if not answered(material, c, chosen)]
        free = [c for c in pool if c.words <= room and not said.stands(c) and c not in overtaken]
        rated = [(c, chooser.parts(c, said, chosen)) for c in _foremost(free, said)]
        rated.sort(key=lambda pair: (-value_of(pair[1]), pair[0].document, pair[0].position))
        waiting = [c for c in waiting if c in fixed or (c in free and c not in chosen)]
        if waiting:
            winner = waiting.pop(0)
            rated = [pair for pair in rated if pair[0] is not winner]
            rated.insert(0, (winner, chooser.parts(winner, said, chosen)))
        elif not (rated := _worthy(material, rated, _least(material, choices) * best)):
            break
        met = rated[0][0] not in fixed and outcomes.rows(rated[0][0])
        if met and not answered(material, rated[0][0], chosen):
            # What came of it is chosen first, and so goes last; without it, nothing was expected.
            brought = outcomes.best(rated[0][0], free)
            waiting[:0] = brought
            overtaken += [] if brought else [rated[0][0]]
            continue
        choices.append(Choice(rated[0][0], reason_of(material, rated, said)))
        said.add(rated[0][0])
        waiting += [c for c in _denials(material, free, rated[0][0]) if c not in waiting]
    return choices


def _least(material: Material, choices: Sequence[Choice]) -> float:
    """Return the share of the best line's worth that the next line must have."""
    if len(choices) < FEWEST_LINES and not material.told:
        return 0.0
    return WORTH_ALONE if len(material.documents) == 1 else WORTH


def _worthy(material: Material, rated: Sequence[_Rated], least: float) -> list[_Rated]:
    """Return candidates, the first of which is worth a line, with that one before the others.

    Of an article that was updated only what changed is among them: that is news at any worth.
    """
    for one in rated:
        if value_of(one[1]) > least or one[0].document in material.updated:
            return [one, *(other for other in rated if other is not one)]
    return []


def _denials(material: Material, pool: Sequence[Candidate], winner: Candidate) -> list[Candidate]:
    """Return what later articles open with to take `winner` back: one is printed with the other."""
    day = material.document(winner.document).date
    said = Said(material, [winner])
    return [
        c
        for c in pool
        if day is not None and _corrects(c) and not c.headline
        if (material.document(c.document).date or day) > day
        if 1.0 - said.novelty(c) >= SAME_MATTER
    ]


def _foremost(pool: Sequence[Candidate], said: Said) -> list[Candidate]:
    """Return each document's worthiest candidate that says something new.

    Novelty decides whether an article has a line, not which: its news is its news.
    """
    best: dict[int, Candidate] = {}
    for candidate in sorted(pool, key=lambda c: (-c.worth, c.position, len(c.rows))):
        if candidate.document not in best and _is_new(candidate, said):
            best[candidate.document] = candidate
    return list(best.values())


def _is_new(candidate: Candidate, said: Said) -> bool:
    return said.adds(candidate) or _corrects(candidate)


def _corrects(candidate: Candidate) -> bool:
    return candidate.position == 0 and takes_back(candidate.text)


def _recency(material: Material) -> dict[int, float]:
    dated = [document.id for document in material.documents if document.date]
    place = {number: index / max(len(dated) - 1, 1) for index, number in enumerate(dated)}
    return {d.id: 1.0 + RECENCY * place.get(d.id, 0.0) for d in material.documents}


def _ordered(
    material: Material, choices: Sequence[Choice], event: Candidate | None, latest: Candidate | None
) -> list[Choice]:
    def place(one: Choice) -> tuple[int, str, int, int]:
        candidate = one.candidate
        rank = 0 if candidate is latest else 1 if candidate is event else 2
        written = material.document(candidate.document).date
        day = candidate.happened or (written.isoformat() if written else "9999")
        return rank, day, candidate.document, candidate.citation.start

    if len(material.documents) > 1 and not any(d.date for d in material.documents):
        # Nothing is dated: the weightiest first, what lies years back last; no order is implied.
        return sorted(choices, key=lambda one: is_of_old(material, one.candidate.rows))
    return sorted(choices, key=place)


def _ranked_lines(material: Material, method: str, words: int) -> list[Candidate]:
    """Return at most `MOST_LINES` lines of at most `words` words together, the method's best first.

    They are for the methods that the default is compared with: none of the page's rules holds.
    `headlines` and `leads` take one line of each article, the articles nearest to the common
    story first; any other method takes its best sentences.
    """
    chosen: list[int] = []
    used = 0
    for row in _best_first(material, method):
        length = len(material.matrix.sentences[row].text.split())
        if (
            len(chosen) < MOST_LINES
            and used + length <= words
            and not _repeats(material, method, row, chosen)
        ):
            chosen.append(row)
            used += length
    return [candidate_of(material, (row,), None) for row in chosen]


def _best_first(material: Material, method: str) -> list[int]:
    sentences = material.matrix.sentences
    if method in OWN:
        wanted = HEADLINE if method == "headlines" else 0
        rows = [row for row, sentence in enumerate(sentences) if sentence.position == wanted]
        importance = importance_of(material)
        return sorted(rows, key=lambda row: (-importance[sentences[row].document], row))
    rows = [row for row, sentence in enumerate(sentences) if sentence.position != HEADLINE]
    return sorted(rows, key=lambda row: (-material.scores[row], row))


def _repeats(material: Material, method: str, row: int, chosen: Sequence[int]) -> bool:
    """Return whether a chosen row says the same: to the word for an article's own, else mostly."""
    if method in OWN:
        text = folded(material.matrix.sentences[row].text)
        return any(text == folded(material.matrix.sentences[other].text) for other in chosen)
    own = set(material.concepts.by_sentence[row])
    return any(repeats(own, set(material.concepts.by_sentence[other])) for other in chosen)
