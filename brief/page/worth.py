"""What a sentence is worth on the page, learned from an editor's marks.

A conditional logit (McFadden 1974) over the sentences of a story: `data/choice_weights.txt` weighs
the features of `page.features`, so that the weight of the facts that an editor finds in a sentence
is in proportion to the exponential of the sum.  `tests/benchmarks/learn_choice.py` learns the
weights, with those of `compare.same_fact` and `compare.support`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from brief.errors import UsageError
from brief.language.words import parsed, sections, weights_in
from brief.model import HEADLINE
from brief.page.features import features_of
from brief.page.material import Material
from brief.page.standing import HOLLOW, mood_words
from brief.page.states import States, states_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: The sections of a file of weights.
SECTIONS = ("worth", "same fact", "states")
#: No learned weight comes near this; not a number is no weight either.
LARGEST = 1e3
#: The power of the likelihood that is a line's worth: what is likely once may be less so twice.
POWER = 0.5
#: What a line keeps that expects something in an article that is not the newest.
STALE = 0.7
#: With a topic: what a line without a word of it keeps.
OFF_TOPIC = 0.05


@dataclass(frozen=True, slots=True)
class Weights:
    """The learned weights of choosing, by the names of features."""

    worth: Mapping[str, float]
    same_fact: Mapping[str, float]
    states: Mapping[str, float] = field(default_factory=dict)  #: None: nothing supports a line.


def learned(path: Path | None = None) -> Weights:
    """Return the weights in a file, or without one the shipped ones.

    Raises `UsageError` where there is no such file, or it has no weights.
    """
    try:
        by_section = parsed(path.read_text("utf-8")) if path else sections("choice_weights")
        worth, same_fact, states = (weights_in(by_section[name]) for name in SECTIONS)
        every = (*worth.values(), *same_fact.values(), *states.values())
        if not all(abs(weight) <= LARGEST for weight in every):
            raise ValueError
        return Weights(worth=worth, same_fact=same_fact, states=states)
    except OSError as error:
        problem = (error.strerror or str(error)).lower()
        raise UsageError(problem, where=str(path), advice="name a file of weights") from None
    except (KeyError, ValueError):
        problem = "has no weights under “worth”, “same fact” and “states”"
        advice = "tests/benchmarks/learn_choice.py writes such a file"
        raise UsageError(problem, where=str(path), advice=advice) from None


@dataclass(frozen=True, slots=True)
class Worths:
    """What each row of a story is worth."""

    #: (n,) above 0; the best sentence that may stand has 1.  With a topic, times the share of it
    #: that a row holds.
    of: tuple[float, ...]
    #: Names of the features, and what each gives a row, (n, features): a factor, 1 for the mean.
    names: tuple[str, ...]
    factors: NDArray[np.float64]
    states: States
    weights: Weights


def worths_of(material: Material, weights: Weights) -> Worths:
    """Return what the rows of a story are worth; headlines, where no sentence may stand, too."""
    import numpy as np

    states = states_of(material)
    names, features = features_of(material, states, weights.same_fact)
    learned = np.asarray([weights.worth.get(name, 0.0) for name in names])
    stand = _standing(material, states.left_behind)
    middle = features[stand].mean(axis=0) if stand else np.zeros(len(names))
    odds = POWER * (features - middle) * learned
    total = odds.sum(axis=1)
    best = total[stand].max() if stand else 0.0
    worth = np.exp(np.minimum(total - best, 0.0)) * _stale(material, states) * _mood(material)
    if material.relevance:
        worth *= OFF_TOPIC + np.asarray(material.relevance)
    return Worths(
        # Rounded, so that no processor's last bit decides between two.
        of=tuple(np.round(worth, 9).tolist()),
        names=names,
        factors=np.exp(odds),
        states=states,
        weights=weights,
    )


def _mood(material: Material) -> NDArray[np.float64]:
    """Return what words of mood leave of each row's worth, (n,); one is borne."""
    import numpy as np

    language = material.matrix.language
    counts = [mood_words(words, language) for words in material.matrix.words]
    left: NDArray[np.float64] = np.power(HOLLOW, np.maximum(np.asarray(counts) - 1.0, 0.0))
    return left


def _stale(material: Material, states: States) -> NDArray[np.float64]:
    """Return what a row keeps of its worth that expects, in an article that is not the newest."""
    import numpy as np

    days = [day for day in states.day.values() if day]
    newest = max(days, default=None)

    def kept(row: int) -> float:
        day = states.day[material.matrix.sentences[row].document]
        old = day is not None and newest is not None and day < newest
        return STALE if old and states.deeds[row].ahead else 1.0

    return np.asarray([kept(row) for row in range(len(material.matrix.sentences))])


def _standing(material: Material, behind: frozenset[int]) -> list[int]:
    """Return the rows that may stand on a page by their form, or else all."""
    sentences, standings = material.matrix.sentences, material.standings
    rows = [
        row
        for row, sentence in enumerate(sentences)
        if sentence.position != HEADLINE and standings[row].admissible and row not in behind
    ]
    return rows or list(range(len(sentences)))
