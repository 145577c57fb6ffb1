"""The language of a text, by its script and stop words, or by a model where these do not decide."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from brief.language.lists import stop_words
from brief.language.words import grouped

#: First and last code point of a script, and the language or the group of languages it stands for.
_SCRIPTS = (
    (0x0370, 0x03FF, "el"),
    (0x1F00, 0x1FFF, "el"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x0E00, 0x0E7F, "th"),
    (0x3040, 0x30FF, "ja"),
    (0x4E00, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "ko"),
)
#: The main language of a group, and letters of the others in it, which its own texts hardly have.
_LETTERS = {
    "arabic": ("ar", "پچژگکیےٹڈڑں"),
    "cyrillic": ("ru", "іїєґўђћјљњџќѓә"),
    "devanagari": ("hi", "ळ"),
}
#: Characters that are looked at: enough to be sure, few enough for a page of any length.
_SAMPLE = 20_000
#: Stop words decide where they make up this share of the words …
_CLEAR = 0.22
#: … and the next language has at most this share of the best one's.
_RIVAL = 0.6
#: English alone needs no comparison from here on: no other language comes near.
_CERTAIN = 0.36
#: Words below which nothing is decided by them.
_FEWEST = 12
#: What is neither Latin nor punctuation of the blocks before Greek.
_FOREIGN = re.compile(r"[^\W\x00-\u036f]")
_LATIN = "en de fr es it pt nl da no sv fi pl cs sk hu ro".split()


def detect(text: str) -> str:
    """Return the ISO 639-1 code of the language that `text` is mostly in.

    Script and stop words decide the clear cases; only for the rest is py3langid loaded (a naive
    Bayes model over byte n-grams; Lui and Baldwin 2012), which takes most of a second.  "en" where
    there is nothing to go by.  Looks at the first 20,000 characters; deterministic.
    """
    sample = text[:_SAMPLE]
    script = _script(sample)
    if script in _LETTERS:
        language, foreign = _LETTERS[script]
        lowered = sample.lower()
        others = sum(lowered.count(letter) for letter in foreign)
        if script == "cyrillic" and not {"ы", "э"} & set(lowered):
            return _model(sample)
        if others * 500 < len(sample) and _share(_words(lowered), language) >= _CLEAR / 2:
            return language
        return _model(sample)
    if script == "han":
        kana = sum("\u3040" <= letter <= "\u30ff" for letter in sample)
        return "ja" if kana * 20 > len(sample) else "zh"
    if script:
        return _model(sample) if script == "other" else script
    lowered = sample.lower()
    tokens = lowered.split()
    count = sum(map(stop_words("en").__contains__, tokens))
    if count >= _FEWEST and count >= _CERTAIN * len(tokens):
        return "en"
    words = _words(lowered)
    return _by_stop_words(words) or (_model(sample) if len(words) > 2 else "en")


def _words(lowered: str) -> list[str]:
    """Return the words between white space, without the punctuation around them."""
    words = (word.strip(".,;:!?()[]\"'“”„«»‘’…–—-*#|") for word in lowered.split())
    return [word for word in words if word and not word.isdigit()]


def _share(words: list[str], language: str) -> float:
    """Return the share of `words` that are stop words of a language, 0 … 1."""
    stops = stop_words(language)
    return sum(word in stops for word in words) / max(len(words), 1)


def _by_stop_words(words: list[str]) -> str:
    """Return the language in Latin letters that has most of the stop words, "" in doubt."""
    if len(words) < _FEWEST:
        return ""
    if _share(words, "en") >= _CERTAIN:
        return "en"
    # "de" and "la" speak for five languages, so each gets a fifth of them.
    scores = dict.fromkeys(_LATIN, 0.0)
    for owners in filter(None, map(_owners().get, words)):
        for language in owners:
            scores[language] += 1 / len(owners)
    rival, best = sorted(scores, key=scores.__getitem__)[-2:]
    clear = _share(words, best) >= _CLEAR and scores[rival] <= _RIVAL * scores[best]
    return best if clear else ""


@cache
def _owners() -> dict[str, tuple[str, ...]]:
    """Return the languages in Latin letters that a stop word belongs to."""
    return grouped((word, language) for language in _LATIN for word in stop_words(language))


def _script(sample: str) -> str:
    """Return the language or group that most letters point to, "other", or "" for Latin ones."""
    if sample.isascii():
        return ""
    foreign = [ord(letter) for letter in _FOREIGN.findall(sample) if letter.isalpha()]
    if not foreign or len(foreign) * 2 < sum(map(str.isalpha, sample)):
        return ""
    counts = Counter(
        next((name for first, last, name in _SCRIPTS if first <= code <= last), "other")
        for code in foreign
    )
    return max(sorted(counts), key=counts.__getitem__)


def _model(sample: str) -> str:
    """Return what py3langid takes the text for; both standards of Norwegian are "no"."""
    from py3langid.langid import classify

    code = str(classify(sample)[0])
    return {"nb": "no", "nn": "no"}.get(code, code)
