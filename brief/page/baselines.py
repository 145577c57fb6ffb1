"""The methods that the default is compared with: none of the page's rules holds for them."""

from __future__ import annotations

from collections.abc import Sequence

from brief.language.concepts import repeats
from brief.model import HEADLINE, Reason
from brief.page.candidates import candidate_of
from brief.page.choice import MOST_LINES, Choice
from brief.page.material import Material, folded, importance_of
from brief.page.worth import Worths

#: Methods that take one line of each article.
OWN = ("headlines", "leads")


def ranked_lines(
    material: Material, worths: Worths, method: str, words: int, most: int = MOST_LINES
) -> list[Choice]:
    """Return at most `most` lines of at most `words` words together, the method's best first.

    `headlines` and `leads` take one line of each article, the articles nearest to the common
    story first; any other method takes its best sentences.
    """
    chosen: list[int] = []
    used = 0
    for row in _best_first(material, method):
        length = len(material.matrix.sentences[row].text.split())
        if (
            len(chosen) < most
            and used + length <= words
            and not _repeats(material, method, row, chosen)
        ):
            chosen.append(row)
            used += length
    return [
        Choice(
            candidate_of(material, row, worths),
            Reason(score=((method, material.scores[row]),), worth=material.scores[row]),
        )
        for row in chosen
    ]


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
