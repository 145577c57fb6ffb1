"""Pictures of what people would rather look at than read, each as SVG with its text alternative.

Places along a picture are in per cent of its width, so that words keep their size on every screen.
A picture that would show one point is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from brief.formats.body import APART
from brief.formats.sources import publisher
from brief.language.phrases import Phrases, phrases
from brief.language.visible import visible
from brief.model import Briefing, Citation, Comparison, Dispute, Document, Figure, Line

#: The most articles that a picture has a column for.
MOST_COLUMNS = 30
#: Per cent of the width between each end of an axis and the edge of the picture.
_EDGE = 10.0
#: Per cent of the width that a number on an axis takes on a phone, and a figure with its day.
_NUMBER, _FIGURE = 8.0, 20.0
#: The most figures over time that each have their day below them; of more, the first and the last.
_MOST_DAYS = 5


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a picture."""

    x: float  #: Per cent of the width.
    y: float  #: Per cent of the height of the axis, from its top.
    shown: str = ""  #: What stands beside it.
    below: str = ""  #: What stands below the axis.
    lane: int = 0  #: Counted from the axis: where there is no room beside another, it moves out.
    size: float = 0.0  #: Articles that it stands for.


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, as the template draws it."""

    kind: str  #: `days`, `support`, `course` or `values`: which template draws it.
    label: str  #: All that it shows, in words.
    caption: str = ""
    points: tuple[Point, ...] = ()
    others: tuple[Point, ...] = ()  #: A second row of points.
    columns: tuple[str, ...] = ()
    #: Of each row its name, and of each column in it "said" (its words), "same" or "".
    table: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sides: tuple[str, str] = ("", "")  #: What rows and columns are.
    gaps: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())  #: Columns and rows with room before.

    @property
    def lanes(self) -> int:
        """How many lanes the points stand in."""
        return 1 + max((point.lane for point in self.points), default=0)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A page, and what its pictures are made with."""

    briefing: Briefing
    documents: dict[int, Document]
    say: Phrases

    def day(self, day: date) -> str:
        return self.say.day(day, self.briefing.generated.year)

    def x(self, share: float) -> float:
        """Return a place along the axis, `share` from 0 to 1, in the direction of the language."""
        share = 1 - share if self.say.right_to_left else share
        return round(_EDGE + share * (100 - 2 * _EDGE), 2)

    def source(self, citation: Citation) -> str:
        """Return whose article it is and of which day: "(3) BBC, 25 Aug"."""
        document = self.documents[citation.document]
        day = self.day(document.date) if document.date else ""
        about = self.say.listed((visible(publisher(document)), day))
        return f"({citation.document}) {about}".rstrip()


def overview(briefing: Briefing) -> Iterator[Picture]:
    """Yield the pictures of a whole page: its days, and which article says which line."""
    drawn = _drawn(briefing)
    for picture in (_days(drawn), _support(drawn)):
        if picture:
            yield picture


def of_row(briefing: Briefing, about: Line | Comparison | Dispute | None) -> Picture | None:
    """Return the picture of what a row states: a figure over time, or values that differ."""
    match about:
        case Line(earlier=(_, *_)):
            return _course(_drawn(briefing), about)
        case Comparison():
            return _values(_drawn(briefing), about)
        case _:
            return None


def _drawn(briefing: Briefing) -> _Drawn:
    documents = {document.id: document for document in briefing.documents}
    return _Drawn(briefing=briefing, documents=documents, say=phrases(briefing.language))


def _days(drawn: _Drawn) -> Picture | None:
    """Return when the articles appeared, and on which of these days what the lines tell was."""
    articles = Counter(document.date for document in drawn.briefing.documents if document.date)
    if len(articles) < 2:
        return None
    first, last = min(articles), max(articles)
    numbered: dict[date, list[str]] = {}
    for number, line in enumerate(drawn.briefing.in_brief, 1):
        day = _day_of(line)
        if day and first <= day <= last:
            numbered.setdefault(day, []).append(drawn.say.number(number))
    say = drawn.say

    def place(day: date) -> float:
        return drawn.x((day - first) / (last - first))

    dots = (
        Point(x=place(day), y=0, size=articles[day], shown=drawn.day(day))
        for day in sorted(articles)
    )
    marks = [
        Point(x=place(day), y=0, shown=number)
        for day in sorted(numbered)
        for number in numbered[day]
    ]
    days = (
        say.colon.join(
            (
                drawn.day(day),
                say.listed(
                    (
                        *(f"{say.say('line')} {number}" for number in numbered.get(day, ())),
                        say.count(articles[day], "article") if articles[day] else "",
                    )
                ),
            )
        )
        for day in sorted({*articles, *numbered})
    )
    return Picture(
        kind="days",
        caption=say.say("timeline"),
        label=APART.join(days),
        points=_in_lanes(marks, _NUMBER),
        others=tuple(dots),
        sides=(say.say("line"), say.say("articles")),
    )


def _day_of(line: Line) -> date | None:
    """Return the day of the event, or that of the report; None where it is no single day."""
    if line.happened:
        return (
            date.fromisoformat(line.happened) if len(line.happened) == len("2025-01-31") else None
        )
    return line.date


def _support(drawn: _Drawn) -> Picture | None:
    """Return which article says which line; the first place of a line is that of its words."""
    briefing, say = drawn.briefing, drawn.say
    columns = [entry.document for entry in briefing.articles]
    lines = briefing.in_brief
    says = [{place.document for place in line.places()} for line in lines]
    if len(columns) > MOST_COLUMNS or len(lines) < 2 or not any(len(who) > 1 for who in says):
        return None
    rows = [
        (
            say.number(number),
            tuple(
                "said" if column == line.citations[0].document else "same" if column in who else ""
                for column in columns
            ),
        )
        for number, (line, who) in enumerate(zip(lines, says, strict=True), 1)
    ]
    told = (
        f"{say.say('line')} {say.number(number)}{say.colon}"
        + say.listed(str(place.document) for place in line.places())
        for number, line in enumerate(lines, 1)
    )
    stories = {number: n for n, story in enumerate(briefing.stories) for number in story.documents}
    of_columns = [stories.get(column, 0) for column in columns]
    of_rows = [stories.get(line.citations[0].document, 0) for line in lines]
    return Picture(
        kind="support",
        caption=say.say("support"),
        label=APART.join(told),
        columns=tuple(map(str, columns)),
        table=tuple(rows),
        sides=(say.say("line"), say.say("articles")),
        gaps=(_changes(of_columns), _changes(of_rows)),
    )


def _changes(values: Sequence[int]) -> tuple[int, ...]:
    """Return the places from 0 at which another value begins."""
    return tuple(n for n, (left, right) in enumerate(pairwise(values), 1) if left != right)


def _course(drawn: _Drawn, line: Line) -> Picture | None:
    """Return how the figure of a line has changed, up to that which the line states."""
    place = line.citations[0]
    values = [*line.earlier]
    values += [
        figure
        for comparison in drawn.briefing.findings.figures
        if set(line.earlier) & set(comparison.values)
        for figure in comparison.values
        if _is_within(figure.citation, place) and figure not in line.earlier
    ][:1]
    if len({figure.value for figure in values}) < 2:
        return None
    days = [drawn.documents[figure.citation.document].date for figure in values]
    least, most = min(f.value for f in values), max(f.value for f in values)
    ends = 0, len(values) - 1
    named = range(len(values)) if len(values) <= _MOST_DAYS else ends
    # The year is that of the page, or else of the line, which says it.
    this_year = line.date.year if line.date else drawn.briefing.generated.year
    points = (
        Point(
            x=drawn.x(share),
            y=round(100 * (most - figure.value) / (most - least), 1),
            shown=_number(drawn, figure),
            below=drawn.say.day(day, this_year) if day and place in named else "",
        )
        for place, (figure, day, share) in enumerate(zip(values, days, _along(days), strict=True))
    )
    return Picture(kind="course", label=_stated(drawn, values), points=tuple(points))


def _is_within(place: Citation, outer: Citation) -> bool:
    within = outer.start <= place.start and place.end <= outer.end
    return within and place.document == outer.document


def _along(days: Sequence[date | None]) -> list[float]:
    """Return where days stand along an axis, from 0 to 1: evenly where they would be too close."""
    even = [n / (len(days) - 1) for n in range(len(days))]
    dated = [day for day in days if day]
    if len(dated) < len(days) or dated[0] >= dated[-1]:
        return even
    shares = [(day - dated[0]) / (dated[-1] - dated[0]) for day in dated]
    return shares if all(b - a >= _FIGURE / 100 for a, b in pairwise(shares)) else even


def _values(drawn: _Drawn, comparison: Comparison) -> Picture | None:
    """Return values that differ on one line."""
    values = sorted(comparison.values, key=lambda figure: figure.value)
    least, most = values[0].value, values[-1].value
    if least == most:
        return None
    points = [
        Point(
            x=drawn.x((figure.value - least) / (most - least)),
            y=0,
            shown=_number(drawn, figure),
            below=f"({figure.citation.document})",
        )
        for figure in values
    ]
    points.sort(key=lambda point: point.x)
    return Picture(
        kind="values", label=_stated(drawn, values), points=_in_lanes(points, _FIGURE / 2)
    )


def _stated(drawn: _Drawn, figures: Iterable[Figure]) -> str:
    """Return figures in the articles' words, and whose they are."""
    return APART.join(
        f"{visible(figure.text)} {drawn.source(figure.citation)}" for figure in figures
    )


def _number(drawn: _Drawn, figure: Figure) -> str:
    whole = figure.value.is_integer()
    return drawn.say.number(int(figure.value)) if whole else f"{figure.value:.15g}"


def _in_lanes(points: Sequence[Point], width: float) -> tuple[Point, ...]:
    """Return points, each in the nearest lane with room; `width` is what one takes, in per cent."""
    ends: list[float] = []
    placed = []
    for point in sorted(points, key=lambda point: point.x):
        free = next((n for n, end in enumerate(ends) if point.x - end >= width), len(ends))
        ends[free : free + 1] = [point.x]
        placed.append(Point(x=point.x, y=point.y, shown=point.shown, below=point.below, lane=free))
    return tuple(placed)
