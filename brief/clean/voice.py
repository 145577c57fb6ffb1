"""What tells that a line is a site's own voice and no news: notices, offers, notes, comments.

A line gets features, each from 0 to 1: which kinds of the words in `data/site_voice` it has
outside quotations, its shape, its place, and how much of it the rest of the article says too.
`data/furniture_weights.txt` weighs them; `tests/benchmarks/learn_furniture.py` learns the weights
from an editor's marks.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain, pairwise, zip_longest

from brief.clean import pictures, shapes
from brief.clean.layout import LONG, Layout, has_mark
from brief.language.lists import stop_words
from brief.language.words import sections, weights
from brief.model import Block, Kind

#: Signs of Hebrew, Arabic and the scripts of India are parts of words, too.
_LETTER = r"[\w\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0dff]"
_WORD = re.compile(rf"{_LETTER}++(?:['’]{_LETTER}++)*+")
#: The same where there are no other characters, which is a third quicker.
_ASCII_WORD = re.compile(r"[a-z0-9_]++(?:'[a-z0-9_]++)*+")
_PART = re.compile(rf"(?:{_LETTER}|')+\*?")
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]{0,2000}[\"”“»]")
#: The kind of words that only count where a line begins with them.
_CALL = "call"
#: Log-odds that a change between news and furniture costs.
CHANGE = 0.7
#: Log-odds by which evidence weighs less in an article that speaks to its readers throughout.
_PERSONAL = 4.0
#: Log-odds below even at which a line that speaks to the reader still counts.
_LEANING = 1.0
#: The share of an article at each of its ends in which notices stand.
_EDGE = 0.2
#: Words of a paragraph, beyond which each of them says less of it.
_USUAL = 30
#: Words of a line without a stop, beyond which the stop may only be missing.
_HEADING = 12
#: Letters of a word in a star's place by which it is looked up: "sub" of "subscri*".
_STEM = 3
#: Letters of a word that is compared with the rest of the article.
_TELLING = 4
#: Words of an outlet's name, at most.
_OUTLET_WORDS = 4
#: "Watch: ", "Police in the north: " at the beginning of a line.
_KICKER = re.compile(r"[^\s:\"“„«]{2,30}(?: [^\s:\"“„«]{1,30}){0,3}: ")


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases of one language, each with its kind, in the tables where they are looked up."""

    words: dict[str, list[str]]  #: Kinds by a phrase of one word.
    pairs: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]]  #: The rest by two first words.
    #: Those with a star by the first letters of their first and second word, "" for any second.
    stems: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]]
    signs: set[str]  #: How the second word of each with a star begins, or its only one.
    calls: dict[str, list[tuple[str, ...]]]  #: What a line to the reader begins with.


def evidence(article: Layout, blocks: Sequence[Block]) -> list[float]:
    """Return for each block how likely it is furniture: log-odds, above 0 for more than even.

    Of the other kinds only what is furniture already counts, as it comes in runs.
    """
    learned = weights("furniture_weights")
    features = list(features_of(article, blocks))
    odds = [
        sum(learned.get(name, 0.0) * value for name, value in values.items()) for values in features
    ]
    addressed = ["voice reader" in values for values in features]
    if _is_personal(blocks, odds, addressed):
        odds = [odd - _PERSONAL for odd in odds]
    return odds


def _is_personal(blocks: Sequence[Block], odds: Sequence[float], addressed: Sequence[bool]) -> bool:
    """Return whether the article itself speaks to its readers, as advice and offers do.

    Notices stand above and below the news; here they would be a fifth of what lies between.
    """
    paragraphs = [
        (block.end - block.start, odd > -_LEANING and is_addressed)
        for block, odd, is_addressed in zip(blocks, odds, addressed, strict=True)
        if block.kind is Kind.PARAGRAPH
    ]
    total = sum(size for size, _ in paragraphs)
    behind = accumulate((size for size, _ in paragraphs), initial=0)
    inner = [
        (size, taken)
        for (size, taken), start in zip(paragraphs, behind, strict=False)
        if _EDGE * total <= start + size / 2 <= (1 - _EDGE) * total
    ]
    return 5 * sum(size for size, taken in inner if taken) > sum(size for size, _ in inner) > 0


def runs(odds: Sequence[float]) -> list[bool]:
    """Return for each block whether it is furniture: the likeliest sequence (Viterbi 1967).

    `odds` are log-odds.  Furniture comes in runs, at both ends of an article mostly, so that each
    change between news and furniture has its price.
    """
    news, furniture = 0.0, 0.0
    came_from: list[tuple[bool, bool]] = []
    for odd in odds:
        left, entered = furniture - CHANGE, news - CHANGE
        came_from.append((left > news, furniture > entered))
        news, furniture = max(news, left), max(furniture, entered) + odd
    states: list[bool] = []
    state = furniture > news
    for to_news, to_furniture in reversed(came_from):
        states.append(state)
        state = to_furniture if state else to_news
    return states[::-1]


def features_of(article: Layout, blocks: Sequence[Block]) -> Iterator[dict[str, float]]:
    """Yield the features of each block by name, each from 0 to 1."""
    lines = [article.line(block) for block in blocks]
    texts = [_words(line) for line in lines]
    telling = [_telling(text, article.language) for text in texts]
    carried = Counter(chain.from_iterable(telling))
    sizes = [len(line) for line in lines]
    total, before = sum(sizes) or 1, 0
    long = (
        len(text) >= LONG and shapes.ends_sentence(line, article.language)
        for line, text in zip(lines, texts, strict=True)
    )
    first = next((index for index, is_long in enumerate(long) if is_long), 0)
    for index, (block, line, text, words) in enumerate(
        zip(blocks, lines, texts, telling, strict=True)
    ):
        size = len(line)
        before += size
        if block.kind is not Kind.PARAGRAPH:
            yield {"furniture": 1.0} if block.kind is Kind.BOILERPLATE else {}
            continue
        features = {"bias": 1.0, **_of_line(line, text, article)}
        if has_mark(article.text, block):  # items of a list do without a stop
            features["open item"] = features["open"] if line[-1:] != ";" else 0.0
            features["open"] = features["marked"] = 0.0
        alone = [carried[word] for word in words].count(1)
        features["unrelated"] = alone / len(words) if words else 0.5
        features["late"] = ((before - size / 2) / total) ** 4
        features["late voices"] = features["late"] * features["voices"]
        features["early"] = float(index < first)
        yield features


def _of_line(line: str, text: Sequence[str], article: Layout) -> dict[str, float]:
    """Return the features of a line, whose words in lower case are `text`, by themselves."""
    plain = _QUOTED.sub(" ", line)
    if plain != line or "’" in line:
        text = _words(plain.replace("’", "'"))
    voices = voices_of(text, article.language)
    count = shapes.words_in(line)
    # In a long paragraph a few such words, or a stop that is missing, say little.
    share = min(1.0, _USUAL / max(1, count))
    features = {f"voice {voice}": share for voice in voices}
    features["again"] = min(voices.total() - len(voices), 3) / 3 * share
    features["voices"] = min(len(voices), 4) / 4 * share
    features["length"] = min(1.0, math.log2(1 + count) / 7)
    torn = line.rstrip(" )]").endswith(("...", "…"))
    is_open = torn or not shapes.ends_sentence(line, article.language)
    features["open"] = min(1.0, _HEADING / max(1, count)) if is_open and article.has_stops else 0.0
    features["outlet"] = share * _names(text, article.owners)
    features["exclaims"] = float(plain.rstrip().endswith("!"))
    features["kicker"] = float(_KICKER.match(line) is not None)
    features["credited"] = float(pictures.is_credited(line))
    features["marked"] = float(not (line[:1].isalnum() or line[:1] in "\"'“‘„«¿¡$€£#–—-*•"))
    return features


def _names(text: Sequence[str], owners: frozenset[str]) -> bool:
    """Return whether words in small letters have one of the names, blanks apart."""
    squashed = "".join(text)
    if not any(owner in squashed for owner in owners):
        return False
    return any(
        "".join(text[start : start + size]) in owners
        for start in range(len(text))
        for size in range(1, _OUTLET_WORDS + 1)
    )


def _words(line: str) -> list[str]:
    """Return the words of a line in lower case."""
    return (_ASCII_WORD if line.isascii() else _WORD).findall(line.lower())


def voices_of(text: Sequence[str], language: str) -> Counter[str]:
    """Return the kinds of site's words that a text has, those of its language and English ones.

    The text comes as its words in lower case.
    """
    line = f" {' '.join(text)}"
    voices: Counter[str] = Counter()
    for phrases in map(_phrases, sorted({language, "en"})):
        for word in phrases.words.keys() & text:
            voices.update(phrases.words[word])
        # Hardly a line has any of the words that phrases begin with.
        if not phrases.pairs.keys().isdisjoint(pairwise(text)):
            for index, pair in enumerate(pairwise(text)):
                for rest, voice in phrases.pairs.get(pair, ()):
                    if _follows(text, index + 2, rest):
                        voices[voice] += 1
        if any(map(line.__contains__, phrases.signs)):
            voices.update(_starred(text, phrases))
        calls = phrases.calls.get(text[0], ()) if text else ()
        if any(_follows(text, 0, parts) for parts in calls):
            voices[_CALL] += 1
    return voices


def _starred(text: Sequence[str], phrases: _Phrases) -> Iterator[str]:
    """Yield the kinds of the phrases with a star that a text has."""
    stems = [word[:_STEM] for word in text]
    for index, (stem, second) in enumerate(zip_longest(stems, stems[1:], fillvalue="")):
        if by_second := phrases.stems.get(stem):
            for key in {"", second}:
                for parts, voice in by_second.get(key, ()):
                    if _follows(text, index, parts):
                        yield voice


def _follows(words: Sequence[str], index: int, parts: Sequence[str]) -> bool:
    """Return whether the words from `index` on are the parts of a phrase."""
    if index + len(parts) > len(words):
        return False
    for part in parts:
        word = words[index]
        # A star stands for any ending.
        if word != part and not (part[-1] == "*" and word.startswith(part[:-1])):
            return False
        index += 1
    return True


def _telling(text: Sequence[str], language: str) -> frozenset[str]:
    """Return those of a line's words that tell what it is about, cut as a crude stem."""
    common = stop_words(language)
    return frozenset([word[:6] for word in text if len(word) >= _TELLING and word not in common])


@cache
def _phrases(language: str) -> _Phrases:
    tables = _Phrases(words={}, pairs={}, stems={}, signs=set(), calls={})
    for voice, lines in sections(f"site_voice/{language}").items():
        for line in lines:
            parts = tuple(_PART.findall(line))
            starred = any(part[-1] == "*" for part in parts[:2])
            if voice == _CALL:
                tables.calls.setdefault(parts[0], []).append(parts)
            elif starred:
                second = parts[1] if len(parts) > 1 else ""
                key = "" if "*" in second[:_STEM] else second[:_STEM]
                by_second = tables.stems.setdefault(parts[0][:_STEM], {})
                by_second.setdefault(key, []).append((parts, voice))
                tables.signs.add(f" {(second or parts[0]).partition('*')[0]}")
            elif len(parts) == 1:
                tables.words.setdefault(parts[0], []).append(voice)
            else:
                tables.pairs.setdefault(parts[:2], []).append((parts[2:], voice))
    return tables
