"""What tells how much a sentence is worth on the page: features, each from 0 to about 1.

They are of its place and shape, of its article's place among the others, of how central its words
are, and of how many other articles are likely to state its fact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from brief.compare.same_fact import compared, likely_of
from brief.language.calendar import fold, weekday_pattern
from brief.language.words import words as listed
from brief.model import HEADLINE
from brief.page.material import Material, importance_of
from brief.page.standing import mood_words
from brief.page.states import States
from brief.score import RANKERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Articles that are asked whether they state a sentence's fact, evenly spread over the set: this
#: makes the cost linear.
ASKED = 24
#: Sentences of each that are asked, from its beginning; few articles have more.
ASKED_ROWS = 250
#: Words from which on a sentence is long.
LONG = 36
_QUOTES = frozenset('"“”„«»')


def features_of(
    material: Material, states: States, weights: Mapping[str, float]
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Return the names of the features and their values for each row, (n, features).

    `weights` say how likely two sentences state one fact; see `compare.same_fact`.
    """
    return features_with(own_features(material, states), material, weights)


def own_features(material: Material, states: States) -> dict[str, NDArray[np.float64]]:
    """Return the features of each row, (n,), by name, that no weights change."""
    return {
        **_of_place(material, states),
        **_of_shape(material, states),
        **_of_centrality(material),
    }


def features_with(
    own: Mapping[str, NDArray[np.float64]], material: Material, weights: Mapping[str, float]
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Return what `features_of` does, of rows whose `own_features` are known."""
    import numpy as np

    values = {**own, **_of_others(material, weights)}
    values["newest, counts"] = values.pop("newness") * values.pop("counts")
    values["told elsewhere, central"] = values["told elsewhere"] * values.pop("centre")
    values["root of told elsewhere"] = np.sqrt(values.pop("told elsewhere"))
    return tuple(values), np.column_stack(list(values.values()))


def _of_place(material: Material, states: States) -> dict[str, NDArray[np.float64]]:
    import numpy as np

    sentences = material.matrix.sentences
    place = np.asarray([max(sentence.position, 0) for sentence in sentences], dtype=np.float64)
    size = dict.fromkeys(material.rows, 1.0)
    for sentence in sentences:
        size[sentence.document] = max(size[sentence.document], sentence.position + 1.0)
    of = np.asarray([size[sentence.document] for sentence in sentences])
    newness = _newness(material, states)
    days = [day for day in states.day.values() if day]
    newest = max(days) if len(set(days)) > 1 else None
    importance = importance_of(material)
    return {
        "first": (place == 0).astype(np.float64),
        "second": (place == 1).astype(np.float64),
        "early": 1.0 / (1.0 + place),
        "depth": place / of,
        "last": (place == of - 1).astype(np.float64),
        "first paragraph": _each(material, lambda row: sentences[row].paragraph == 0),
        "newest day": _each(
            material,
            lambda row: newest is not None and states.day[sentences[row].document] == newest,
        ),
        "newest, first": newness * (place == 0),
        "newness": newness,
        "near the common story": _each(
            material, lambda row: importance.get(sentences[row].document, 0.0)
        ),
    }


def _newness(material: Material, states: States) -> NDArray[np.float64]:
    """Return the share of dated articles that are not newer than each row's; 0.5 without a day."""
    days = sorted(day for day in states.day.values() if day)
    share = {day: (place + 1) / len(days) for place, day in enumerate(days)}

    def newness(row: int) -> float:
        day = states.day[material.matrix.sentences[row].document]
        return share[day] if day else 0.5

    return _each(material, newness)


def _of_shape(material: Material, states: States) -> dict[str, NDArray[np.float64]]:
    import numpy as np

    language = material.matrix.language
    texts = [sentence.text for sentence in material.matrix.sentences]
    length = np.asarray([len(text.split()) for text in texts], dtype=np.float64)
    weekday, speakers = weekday_pattern(language), listed("speech/speakers")
    return {
        "length": np.log1p(length),
        "long": (length >= LONG).astype(np.float64),
        "leans": _each(material, lambda row: material.standings[row].leans),
        "vague": _each(material, lambda row: material.standings[row].vague),
        "quotes": _each(material, lambda row: not _QUOTES.isdisjoint(texts[row])),
        "brackets": _each(material, lambda row: "(" in texts[row]),
        "weekday": _each(
            material, lambda row: weekday.search(fold(texts[row], language)) is not None
        ),
        "speaks": _each(material, lambda row: not speakers.isdisjoint(material.matrix.words[row])),
        "mood": _each(material, lambda row: mood_words(material.matrix.words[row], language)),
        "counts": _each(material, lambda row: min(len(material.counts[row]), 3) / 3),
        "any count": _each(material, lambda row: bool(material.counts[row])),
        "done": _each(material, lambda row: bool(states.deeds[row].done)),
    }


def _of_centrality(material: Material) -> dict[str, NDArray[np.float64]]:
    import numpy as np

    rank = np.asarray(RANKERS["lexrank"](material.matrix))
    cover = np.asarray(RANKERS["coverage"](material.matrix))
    return {"lexrank": rank, "coverage": cover}


#: What `_of_others` returns, in its order.
_OF_OTHERS = (
    "told elsewhere",
    "tellers",
    "told in openings",
    "words told elsewhere",
    "like openings",
    "like a headline",
    "like headlines",
    "words of headlines",
    "centre",
)


def _of_others(material: Material, weights: Mapping[str, float]) -> dict[str, NDArray[np.float64]]:
    """Return what each row shares with the articles that are asked, but its own."""
    import numpy as np

    sentences = material.matrix.sentences
    asked = _asked(material)
    rows = [row for number in asked for row in material.rows[number][:ASKED_ROWS]]
    place = np.asarray([sentences[row].position for row in rows], dtype=np.int64)
    prose, opening, head = place != HEADLINE, place <= 1, place == HEADLINE
    owner = np.asarray([sentences[row].document for row in rows], dtype=np.int64)
    most = partial(_most, owner, asked)
    others = max(len(asked) - 1, 1)
    made = np.zeros((len(sentences), len(_OF_OTHERS)))
    for block, shared in compared(material.comparable, range(len(sentences)), rows):
        own = np.asarray([sentences[row].document for row in block], dtype=np.int64)
        likely = likely_of(shared, weights)
        tellers = most(own, likely, prose)
        made[list(block)] = np.column_stack(
            [
                tellers / others,
                np.log1p(tellers),
                most(own, likely, prose & opening) / others,
                most(own, shared.within, prose) / others,
                most(own, shared.cosine, opening) / others,
                *_of_headlines(shared.cosine[:, head], shared.around[:, head]),
                _centre(shared.cosine[:, prose]),
            ]
        )
    return dict(zip(_OF_OTHERS, np.round(made, 9).T, strict=True))


def _most(
    owner: NDArray[np.int64],
    asked: Sequence[int],
    own: NDArray[np.int64],
    values: NDArray[np.float64],
    among: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Return the sum over the articles `asked` of each one's greatest value, (rows,).

    `values` are (rows, others), the others being of the articles `owner`; those `among` count.
    `own` are the articles of the rows, whose values are left out.
    """
    import numpy as np

    total = np.zeros(len(own))
    for number in asked:
        theirs = (owner == number) & among
        if theirs.any():
            total += np.where(own == number, 0.0, values[:, theirs].max(axis=1))
    return total


def _of_headlines(
    cosine: NDArray[np.float64], around: NDArray[np.float64]
) -> Sequence[NDArray[np.float64]]:
    """Return (the likest headline's, the mean cosine, the mean share of a headline's words)."""
    import numpy as np

    if not cosine.shape[1]:
        return [np.zeros(len(cosine))] * 3
    return cosine.max(axis=1), cosine.mean(axis=1), around.mean(axis=1)


def _centre(cosine: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(cosine.mean(axis=1)) if cosine.shape[1] else np.zeros(len(cosine))


def _asked(material: Material) -> list[int]:
    """Return the ids of the articles that are asked, in their order."""
    telling = [document.id for document in material.documents if material.rows[document.id]]
    step = max(1.0, len(telling) / ASKED)
    return [telling[int(place * step)] for place in range(min(len(telling), ASKED))]


def _each(material: Material, value: Callable[[int], float]) -> NDArray[np.float64]:
    """Return a value for each row, (n,)."""
    import numpy as np

    rows = range(len(material.matrix.sentences))
    return np.asarray([value(row) for row in rows], dtype=np.float64)
