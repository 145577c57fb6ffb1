"""The language of a text, by its script and stop words, or by a model where these do not decide.

What a page or feed states of its language is often its template's, so clear evidence of the text
itself is believed before it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from brief.language.lists import stop_words
from brief.language.plain import plain
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
    (0x0E80, 0x0EFF, "lo"),
    (0x0F00, 0x0FFF, "bo"),
    (0x1000, 0x109F, "my"),
    (0x1780, 0x17FF, "km"),
    (0x3040, 0x30FF, "han"),
    (0x3400, 0x4DBF, "han"),
    (0x4E00, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "ko"),
    (0xF900, 0xFAFF, "han"),
    (0xFF66, 0xFF9F, "han"),
    (0x20000, 0x3FFFF, "han"),
)
#: Languages whose words and sentences are not told apart yet: nothing stands between their words.
UNREAD = {
    "bo": "Tibetan",
    "ja": "Japanese",
    "km": "Khmer",
    "lo": "Lao",
    "my": "Burmese",
    "th": "Thai",
    "zh": "Chinese",
}
#: The main language of a group, and letters of the others in it, which its own texts hardly have.
_LETTERS = {
    "arabic": ("ar", "پچژگکیےٹڈڑں"),
    "cyrillic": ("ru", "іїєґўђћјљњџќѓә"),
    "devanagari": ("hi", "ळ"),
}
#: Languages that share a script with others; those that have two scripts are in neither.
_SHARED = {
    "arabic": frozenset("ar fa ps sd ug ur".split()),
    "cyrillic": frozenset("be bg ky mk ru tg tt uk".split()),
    "devanagari": frozenset("hi mr ne sa".split()),
    "han": frozenset("ja zh".split()),
    "other": frozenset("am bn dv gu hy ka kn ml or pa si ta te ti".split()),
}
_TWO_SCRIPTS = frozenset("az bs kk ks ku mn ms sh sr tk uz yi za".split())
#: Letters that Ukrainian has, and those that it has not and each of its neighbours has.
_UKRAINIAN, _NOT_UKRAINIAN = "ґєїі", "ёўъыэ"
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
#: Words, and letters of other scripts, below which what is stated stands.
_ENOUGH_WORDS, _ENOUGH_LETTERS = 30, 60
#: Stop words of the stated language alone, as a share of those of the text's alone, from which on
#: a text is in both.
_MIXED = 0.3
_QUOTATION = re.compile(r"[\"“„«][^\"“”„«»]{20,1500}[\"“”»]")
#: The share of stop words below which a text is not in their language.
_HARDLY = 0.04
#: What is neither Latin nor punctuation of the blocks before Greek.
_FOREIGN = re.compile(r"[^\W\x00-\u036f]")
_KANA = re.compile("[\u3040-\u30ff\uff66-\uff9f]")
_LATIN = "en de fr es it pt nl da no sv fi pl cs sk hu ro".split()


def language_of(text: str, stated: str = "") -> str:
    """Return the ISO 639-1 code of the language of `text`, which a page states to be `stated`.

    That is `stated` unless the text is clearly in another one: in another script, or most of its
    stop words are another language's.  A short text, one in two languages, and two languages that
    are near each other (Danish called Norwegian) leave it as stated.  Without it, see `detect`.
    """
    return (_contradicting(plain(text[:_SAMPLE]), stated) or stated) if stated else detect(text)


def unread(text: str) -> str:
    """Return the English name of the language of `text` where it is one of `UNREAD`, else ""."""
    script = _script(text[:_SAMPLE])
    if script not in UNREAD and script != "han":
        return ""
    return UNREAD.get(detect(text), "")


def detect(text: str) -> str:
    """Return the ISO 639-1 code of the language that `text` is mostly in.

    Script and stop words decide the clear cases; only for the rest is py3langid loaded (a naive
    Bayes model over byte n-grams; Lui and Baldwin 2012), which takes most of a second.  "en" where
    there is nothing to go by.  Looks at the first 20,000 characters; deterministic.
    """
    sample = plain(text[:_SAMPLE])
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
        return "ja" if len(_KANA.findall(sample)) * 20 > len(sample) else "zh"
    if script:
        return _model(sample) if script == "other" else script
    lowered = sample.lower()
    tokens = lowered.split()
    count = sum(map(stop_words("en").__contains__, tokens))
    if count >= _FEWEST and count >= _CERTAIN * len(tokens):
        return "en"
    words = _words(lowered)
    return _by_stop_words(words) or (_model(sample) if len(words) > 2 else "en")


def _contradicting(sample: str, stated: str) -> str:
    """Return the language that a text is clearly in, "" where that may be the one stated."""
    script = _script(sample)
    if stated in _TWO_SCRIPTS:
        return ""
    if script:
        if len(_FOREIGN.findall(sample)) < _ENOUGH_LETTERS:
            return ""
        if not _has_script(stated, script):
            return detect(sample)
        return _neighbour(sample, script) if script in _SHARED else ""
    # What somebody says in another language is no evidence.
    words = _words(_QUOTATION.sub(" ", sample.lower()))
    language = _by_stop_words(words) if len(words) >= _ENOUGH_WORDS else ""
    if not language:
        return _by_model(sample, words, stated)
    if language == stated:
        return ""
    if stated not in _LATIN:  # No words tell whether it is this one: ask the model, too.
        return language if _model(sample) == language else ""
    own, other = stop_words(stated), stop_words(language)
    mixed = sum(word in own and word not in other for word in words)
    return (
        ""
        if mixed > _MIXED * sum(word in other and word not in own for word in words)
        else language
    )


def _by_model(sample: str, words: list[str], stated: str) -> str:
    """Return what the model takes a text for that is clearly not in the language stated, else "".

    So Danish, which Norwegian is too near to be told from by stop words, is not taken for English,
    nor Turkish, for which there are none: without any word of the stated language it is another.
    """
    share = _share(words, stated)
    if len(words) < _ENOUGH_WORDS or share >= _CLEAR:
        return ""
    language = _model(sample)
    if not stop_words(language):
        return language if stop_words(stated) and share < _HARDLY else ""
    own = _share(words, language)
    return language if own >= _CLEAR / 2 and share * 2 <= own else ""


def _has_script(language: str, script: str) -> bool:
    return language in _SHARED.get(script, (script,))


def _neighbour(sample: str, script: str) -> str:
    """Return the language of a script that its letters and stop words tell, "" where none do."""
    lowered = sample.lower()
    if script == "han":
        return detect(sample)
    if script not in _LETTERS:
        return ""
    language, foreign = _LETTERS[script]
    telling = sum(map(lowered.count, _UKRAINIAN))
    if script == "cyrillic" and telling * 50 > len(sample):
        return "uk" if sum(map(lowered.count, _NOT_UKRAINIAN)) * 20 < telling else ""
    others = sum(map(lowered.count, foreign))
    own = script != "cyrillic" or {"ы", "э"} & set(lowered)
    clear = own and others * 500 < len(sample) and _share(_words(lowered), language) >= _CLEAR
    return language if clear else ""


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
    foreign = Counter(filter(str.isalpha, _FOREIGN.findall(sample)))
    if not foreign or foreign.total() * 2 < sum(map(str.isalpha, sample)):
        return ""
    counts: Counter[str] = Counter()
    for letter, count in foreign.items():
        scripts = (name for first, last, name in _SCRIPTS if first <= ord(letter) <= last)
        counts[next(scripts, "other")] += count
    return max(sorted(counts), key=counts.__getitem__)


def _model(sample: str) -> str:
    """Return what py3langid takes the text for; both standards of Norwegian are "no"."""
    from py3langid.langid import classify

    code = str(classify(sample)[0])
    return {"nb": "no", "nn": "no"}.get(code, code)
