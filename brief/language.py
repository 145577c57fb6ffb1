"""All that varies by language: stop words, stemmers, abbreviations, and telling languages apart.

Stop words come with sumy, stemmers with NLTK (Snowball) and sumy (Czech, Greek, …); both are read
from the installed packages, nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources

#: ISO 639-1 → the name that sumy and NLTK use.
NAMES = {
    "ar": "arabic",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "he": "hebrew",
    "hi": "hindi",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sk": "slovak",
    "sv": "swedish",
    "uk": "ukrainian",
}
#: Snowball stemmers that come with NLTK; importing them from there avoids what sumy.utils loads.
_SNOWBALL = frozenset(
    "ar da nl en fi fr de hu it no pt ro ru es sv".split()
)
#: Stemmers that sumy adds and that need nothing else; its Greek one wants a package of its own.
_SUMY = frozenset("cs sk pl uk".split())
#: Languages with many endings and no stemmer here: the first letters of a word stand for it
#: (McNamee & Mayfield, 2004, found them as good as a stemmer for retrieval).
_PREFIX = {"el": 6}


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the lower-case stop words of an ISO 639-1 language; empty where none are known."""
    name = NAMES.get(language, "")
    for package, place in (("brief", "data/stopwords"), ("sumy", "data/stopwords")):
        listed = resources.files(package).joinpath(f"{place}/{name}.txt")
        if name and listed.is_file():
            return frozenset(listed.read_text(encoding="utf-8").lower().split())
    return frozenset()


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """Return a function from a lower-case word to its stem; the word itself where none is known."""
    if language in _SNOWBALL:
        from nltk.stem.snowball import SnowballStemmer

        stem: Callable[[str], str] = SnowballStemmer(NAMES[language]).stem
        return stem
    if language in _SUMY:
        from sumy.nlp.stemmers import Stemmer

        inflected: Callable[[str], str] = Stemmer(NAMES[language])
        # The Czech stemmer warns of every word that has a digit.
        return lambda word: inflected(word) if word.isalpha() else word
    length = _PREFIX.get(language)
    return (lambda word: word[:length]) if length else str


@cache
def abbreviations(language: str) -> frozenset[str]:
    """Return lower-case abbreviations without their last full stop: `dr`, `u.s`."""
    listed = resources.files("brief").joinpath(f"data/abbreviations/{language}.txt")
    if not listed.is_file():
        return frozenset()
    lines = listed.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


#: Numbers as words, where they tell a count; "one" is left out, as it is seldom one.
_NUMBER_WORDS = {
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred hundreds thousand thousands million millions billion billions dozen dozens",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "vingt trente quarante cinquante soixante cent cents mille million millions milliard milliards",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig "
    "fünfzig hundert hunderte tausend tausende million millionen milliarde milliarden",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cuarenta "
    "cincuenta cien cientos mil miles millón millones",
}


@cache
def number_words(language: str) -> frozenset[str]:
    """Return the lower-case words that state a count; empty where none are known."""
    return frozenset(_NUMBER_WORDS.get(language, "").split())


#: Openings that point to an earlier sentence, lower case, up to four words.
_LEAN = {
    "en": "he|she|it|they|his|her|hers|its|their|theirs|this|these|those|that|such|him|them|"
    "both|another|others|neither|either|one of them|some of them|most of them|many of them|all of them|"
    "however|but|and|or|so|yet|then|thus|hence|therefore|also|moreover|furthermore|additionally|"
    "nevertheless|nonetheless|instead|besides|likewise|similarly|otherwise|consequently|"
    "accordingly|meanwhile|still|finally|lastly|firstly|secondly|thirdly|afterwards|later|"
    "earlier|elsewhere|here|there|in addition|as a result|for example|for instance|in contrast|"
    "by contrast|on the other hand|in other words|in fact|in turn|in response|in particular|"
    "in this|in these|in that|in those|in the meantime|at the time|at this|at that|after this|"
    "after that|after these|because of this|due to this|despite this|despite these|despite the|"
    "to this|to that|by doing so|in doing so|with this|with these|of these|of those|of this|"
    "for these|for this|from this|from there|on this|on that|under this|through this|"
    "following this|following that|the latter|the former|the same|the two|the pair|the three|"
    "the others|the other|the first|the second|the third|the last|similar|what|nor|even so|"
    "first and foremost|as such|as well as this|above all|not only|rather|though|"
    "by presenting himself|while he|while she|while it|while this|when he|when she|when it|"
    "when this|as he|as she|as it|if he|if she|if it|although he|although she|although it|"
    "after he|after she|after it|before he|before she|before it|but he",
    "fr": "il|elle|ils|elles|ce|cette|ces|cela|ceci|celui-ci|celle-ci|son|sa|ses|leur|leurs|"
    "mais|et|or|donc|ainsi|cependant|toutefois|pourtant|néanmoins|en effet|de plus|en outre|"
    "par ailleurs|ensuite|puis|enfin|aussi|par exemple|en revanche|c'est|c’est|selon lui|selon elle",
    "de": "er|sie|es|dies|diese|dieser|dieses|diesem|diesen|sein|seine|ihr|ihre|deren|dessen|"
    "aber|und|doch|jedoch|dennoch|trotzdem|außerdem|zudem|ferner|deshalb|daher|darum|somit|"
    "damit|dabei|dazu|danach|dann|dort|so|auch|zum beispiel|dagegen|hingegen|allerdings",
    "es": "él|ella|ellos|ellas|esto|este|esta|estos|estas|eso|ese|esa|esos|esas|su|sus|pero|y|"
    "sin embargo|no obstante|además|también|así|por eso|por ello|por lo tanto|luego|entonces|"
    "después|finalmente|por ejemplo|en cambio",
    "it": "egli|ella|esso|essa|essi|esse|lui|lei|loro|questo|questa|questi|queste|quello|quella|"
    "suo|sua|suoi|sue|ma|e|però|tuttavia|inoltre|anche|così|quindi|perciò|poi|infine|per esempio",
    "cs": "on|ona|ono|oni|ony|to|tento|tato|toto|tito|tyto|ten|ta|jeho|její|jejich|ale|a|však|"
    "avšak|přesto|proto|navíc|také|potom|pak|nakonec|například|naopak",
    "nl": "hij|zij|ze|het|dit|deze|dat|die|zijn|haar|hun|maar|en|echter|toch|bovendien|daarom|"
    "dus|ook|daarna|dan|ten slotte|bijvoorbeeld",
    "pt": "ele|ela|eles|elas|isto|este|esta|estes|estas|isso|esse|essa|seu|sua|seus|suas|mas|e|"
    "porém|contudo|entretanto|além disso|também|assim|portanto|depois|finalmente|por exemplo",
    "el": "αυτός|αυτή|αυτό|αυτοί|αυτές|αυτά|όμως|αλλά|και|ωστόσο|επίσης|έτσι|επιπλέον|τότε|"
    "στη συνέχεια|τέλος|για παράδειγμα",
    "ar": "هو|هي|هم|هذا|هذه|ذلك|تلك|هؤلاء|لكن|ولكن|وقد|كما|لذلك|وهو|وهي",
    "he": "הוא|היא|הם|הן|זה|זו|זאת|אלה|אלו|אבל|אך|אולם|כמו כן|בנוסף|לכן",
    "hi": "वह|वे|यह|ये|उन्होंने|उसने|इस|इन|उनके|उसके|लेकिन|परंतु|और|हालांकि|इसलिए|इसके",
}


@cache
def lean_words(language: str) -> frozenset[str]:
    """Return the openings that make a sentence lean on the one before; empty where none are known."""
    listed = _LEAN.get(language, "")
    return frozenset(listed.replace("’", "'").split("|")) if listed else frozenset()


@cache
def hollow_words(language: str) -> tuple[str, ...]:
    """Return the beginnings of words of mood and commentary; empty where none are known."""
    listed = resources.files("brief").joinpath(f"data/hollow/{language}.txt")
    if not listed.is_file():
        return ()
    lines = listed.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def finite_verbs(language: str) -> frozenset[str]:
    """Return lower-case words that are finite verbs; regular past forms are not among them."""
    listed = resources.files("brief").joinpath(f"data/verbs/{language}.txt")
    return frozenset(listed.read_text(encoding="utf-8").split() if listed.is_file() else ())


#: Code points from … to → what a text in that script is taken for; "" where words have to tell.
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
#: Letters of the main languages of a script: all must be known, and none of the last group occur.
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
    words = _words(sample.lower())
    return _by_stop_words(words) or (_model(sample) if len(words) > 2 else "en")


def _words(lowered: str) -> list[str]:
    words = (word.strip(".,;:!?()[]\"'“”„«»‘’…–—-*#|") for word in lowered.split())
    return [word for word in words if word and not word.isdigit()]


def _share(words: list[str], language: str) -> float:
    stops = stop_words(language)
    return sum(word in stops for word in words) / max(len(words), 1)


def _by_stop_words(words: list[str]) -> str:
    if len(words) < 12:
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
    owners: dict[str, tuple[str, ...]] = {}
    for language in _LATIN:
        for word in stop_words(language):
            owners[word] = (*owners.get(word, ()), language)
    return owners


def _script(sample: str) -> str:
    letters = [ord(letter) for letter in sample if letter.isalpha()]
    foreign = [code for code in letters if code >= 0x0370]
    if len(foreign) * 2 < len(letters) or not letters:
        return ""
    counts: dict[str, int] = {}
    for code in foreign:
        script = next((name for first, last, name in _SCRIPTS if first <= code <= last), "other")
        counts[script] = counts.get(script, 0) + 1
    return max(sorted(counts), key=counts.__getitem__)


def _model(sample: str) -> str:
    from py3langid.langid import classify

    code = str(classify(sample)[0])
    return {"nb": "no", "nn": "no"}.get(code, code)
