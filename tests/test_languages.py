"""What is known of other languages than English: numbers, names, openings, stems, deaths."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from brief.language.facts import counts_in, fact_units, names_in, numbers_in, tells_deaths, units
from brief.language.lists import (
    NAMES,
    deed_words,
    hollow_words,
    lean_words,
    number_words,
    opens_leaning,
    stemmer,
    stop_words,
)
from brief.language.terms import words_of
from brief.split.sentences import split

#: The sets of real articles by the language's code.
SETS = {
    "fr": "french",
    "cs": "czech",
    "el": "greek",
    "he": "hebrew",
    "hi": "hindi",
    "ar": "arabic",
}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("fr", "de à un une a ont ne aux était d'un qu'il"),
        ("de", "hat haben um nur noch wurde"),
        ("es", "de que y a del se no más"),
        ("pt", "não é à há já também até"),
        ("it", "di che non è della"),
        ("pl", "ale i w się"),
        ("uk", "і в на що його після"),
        ("cs", "a v že kteří řekl"),
        ("el", "και το της από"),
        ("he", "של את אמר לאחר היו יותר"),
        ("ar", "في من أنها كانوا وفقا"),
        ("hi", "के में है और"),
    ],
)
def test_the_commonest_words_say_nothing(code: str, words: str) -> None:
    """What fills every sentence of a language is a stop word."""
    assert set(words.split()) <= stop_words(code)


@pytest.mark.parametrize("code", sorted(SETS))
def test_stop_words_make_up_a_good_share_of_prose(shared: Path, code: str) -> None:
    """Of real articles, stop words are between a fifth and two thirds."""
    listed = (shared / "data" / "multiling2011" / f"{SETS[code]}.jsonl").read_text("utf-8")
    counts: Counter[str] = Counter()
    for line in listed.strip().split("\n"):
        for text in json.loads(line)["docs"]:
            counts.update(words_of(text.lower()))
    share = sum(counts[word] for word in stop_words(code)) / counts.total()
    assert 0.2 < share < 0.67


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("he", "לצונאמי", "והצונאמי"),
        ("he", "ילדים", "ילד"),
        ("ar", "والحكومة", "حكومة"),
        ("ar", "الأمم", "للامم"),
        ("hi", "लोगों", "लोग"),
        ("hi", "ज़मीन", "जमीन"),
        ("el", "σεισμός", "σεισμού"),
        ("el", "άνθρωποι", "ανθρώπων"),
        ("cs", "vlády", "vládou"),
        ("fr", "prisonniers", "prisonnier"),
    ],
)
def test_inflected_forms_share_a_stem(code: str, one: str, other: str) -> None:
    """Prefixes, endings, accents and spellings do not part the forms of a word."""
    assert stemmer(code)(one) == stemmer(code)(other)


@pytest.mark.parametrize("code", ["he", "ar", "hi"])
def test_a_short_word_is_left_alone(code: str) -> None:
    """No affix is taken from a word that would lose its meaning with it."""
    for word in ("הים", "ולد", "वन"):
        assert len(stemmer(code)(word)) >= 2


@pytest.mark.parametrize(
    ("code", "text", "counts"),
    [
        ("fr", "Le 12 janvier 2010 à 15h30, 222 570 personnes et trois villes.", "222 570|trois"),
        ("cs", "Dne 27. února zahynulo 120 000 lidí a dvě děti.", "120 000|dvě"),
        ("de", "Am 3. März um 20.15 Uhr sanken zwölf Schiffe.", "zwölf"),
        ("es", "El 5 de mayo de 2010 murieron doce personas.", "doce"),
        ("it", "Il 5 maggio tre navi e 1.300 persone.", "1.300|tre"),
        ("pt", "Em 5 de maio morreram vinte pessoas.", "vinte"),
        ("nl", "Op 5 mei zonken drie schepen.", "drie"),
        ("pl", "5 maja zginęło pięć osób.", "pięć"),
        ("ru", "5 мая погибли двадцать человек.", "двадцать"),
        ("el", "Στις 26 Δεκεμβρίου 2004 πέθαναν τρεις και 80.000 άνθρωποι.", "80.000|τρεις"),
        ("he", "ב-7 ביולי 2005 נהרגו 52 אנשים ושלושה ילדים, חמישה נעצרו.", "52|חמישה"),
        ("ar", "في 12 يناير 2010 قتل ثلاثة وبلغت قوته 7،0 درجات.", "7،0|ثلاثة"),
        ("hi", "१२ जनवरी २०१० को पाँच गाँव और २२२५७० लोग।", "२२२५७०|पाँच"),
    ],
)
def test_counts_are_told_from_dates(code: str, text: str, counts: str) -> None:
    """Digits and number words count; days, years and times of day do not, in any script."""
    assert counts_in(text, code) == tuple(counts.split("|"))


def test_thousands_may_stand_apart() -> None:
    """Where a language groups digits by spaces, 120 000 is one number; elsewhere it is two."""
    assert numbers_in("Plus de 120 000 morts", "fr") == ("120 000",)
    assert numbers_in("In 120 000 zip codes", "en") == ("120", "000")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Les soldats détenus par l'Iran", ("Iran",)),
        ("L’Iran a libéré les marins", ("Iran",)),
        ("Le chef de l'équipe de dell'Utri", ("Utri",)),
    ],
)
def test_an_elided_article_hides_no_name(text: str, names: tuple[str, ...]) -> None:
    """A name is one also where an article is run together with it."""
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("code", "telling", "hollow"),
    [
        (
            "he",
            "בית משפט צבאי מצא את צ'ארלס גרנר אשם בהתעללות באסירים בכלא אבו גרייב.",
            "הוא אמר את זה שוב.",
        ),
        (
            "ar",
            "وصل حسين عثمان إلى لندن وتم القبض عليه بعد تسليمه من إيطاليا.",
            "وقال ذلك مرة أخرى.",
        ),
        (
            "hi",
            "हैती की पुलिस ने अमरीकी नागरिकों को बच्चों के अपहरण के लिये गिरफ़्तार किया।",
            "उन्होंने फिर यह कहा।",
        ),
    ],
)
def test_without_capitals_content_stands_in_for_names(code: str, telling: str, hollow: str) -> None:
    """A sentence full of names is not empty only because its script has no capitals."""
    assert units(telling, code) >= 1.5
    assert units(hollow, code) < 0.9


def test_a_word_that_may_be_a_name_counts_less_than_one_that_is() -> None:
    """A number outweighs a name, a name outweighs a word of a script without capitals."""
    assert fact_units("שלושה") > fact_units("Minsk") > fact_units("איראן") > 0


@pytest.mark.parametrize(
    ("code", "opening"),
    [
        ("fr", "ce dernier a été arrêté"),
        ("fr", "celui ci a nié"),
        ("de", "dieser sagte er sei"),
        ("es", "sin embargo la policía negó"),
        ("it", "secondo lui la nave"),
        ("pt", "nessa ocasião o ministro"),
        ("cs", "oněch 395 tisíc eur"),
        ("el", "ωστόσο η κυβέρνηση αρνήθηκε"),
        ("he", "לדבריו הממשלה תשנה את"),
        ("he", "הסכם זה צפוי לכלול"),
        ("hi", "इसका केन्द्र राजधानी से"),
        ("hi", "जिसे सबसे पहले पांच"),
        ("ar", "وقال انه سعيد بعودة"),
        ("ar", "وهو الضابط الوحيد"),
        ("ru", "по его словам никто не"),
        ("pl", "według niego nikt nie"),
    ],
)
def test_openings_that_point_back_are_known(code: str, opening: str) -> None:
    """Pronouns and connectives, clitics among them, lean on the sentence before."""
    assert opens_leaning(opening.split(), code)


@pytest.mark.parametrize(
    ("code", "opening"),
    [
        ("fr", "ce samedi un séisme"),
        ("de", "diese woche begann der"),
        ("es", "este lunes la policía"),
        ("pt", "nesta segunda feira o"),
        ("ar", "هذا الأسبوع ضرب زلزال"),
        ("ar", "وقد أعلنت الحكومة أمس"),
        ("hi", "इस सप्ताह भूकंप आया"),
        ("he", "ממשלת ישראל הודיעה היום"),
        ("en", ""),
    ],
)
def test_days_and_names_do_not_lean(code: str, opening: str) -> None:
    """A demonstrative with a word of time means the day of the report."""
    assert not opens_leaning(opening.split(), code)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Le séisme a fait 214 morts.", True),
        ("Neun Menschen wurden getötet.", True),
        ("Zahynulo nejméně 214 lidí.", True),
        ("52 άνθρωποι σκοτώθηκαν στο Λονδίνο.", True),
        ("הקורבנות נקברו אתמול.", True),
        ("وقتل اثنان وخمسون شخصا.", True),
        ("भूकंप में २१४ लोगों की मौत हुई।", True),
        ("They offer a total of 40 mortgages.", False),
        ("La police a fouillé six domiciles.", False),
        ("זו אמת לאמיתה מתחת לגשר.", False),
        ("هذا الاتفاق يشمل جميع الدول.", False),
    ],
)
def test_deaths_are_told_in_many_languages(text: str, told: bool) -> None:
    """A toll is recognised wherever words for it are listed, and words like them are not."""
    assert tells_deaths(text) is told


@pytest.mark.parametrize("kind", ["leans", "numbers", "hollow", "deeds"])
@pytest.mark.parametrize("code", ["fr", "de", "es", "it", "cs", "el", "he", "hi", "ar"])
def test_lists_are_lower_case_and_without_accidents(code: str, kind: str) -> None:
    """Every list is there, in lower case; beginnings are too short for no word to be caught."""
    found = {
        "leans": lean_words(code),
        "numbers": number_words(code),
        "hollow": frozenset(hollow_words(code)),
        "deeds": frozenset(word for deeds in deed_words(code) for word in deeds),
    }[kind]
    assert len(found) > 30
    assert all(word == word.lower().strip() for word in found)
    if kind in ("hollow", "deeds"):
        assert min(map(len, found)) >= 2


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("he", "אולימפיאדה ירדן זכויות מתחת הודו ברחוב חודשים"),
        ("ar", "فرنسا امريكا اسرائيل دورة حكومة جمعية"),
        ("fr", "dont niveau croix votre profondeur"),
        ("es", "abril negocio bajo materia donde"),
        ("it", "negli provincia tratto grazie ordinario"),
        ("hi", "आगे बंदूक घटना गहराई"),
        ("cs", "opravdu měla víno"),
    ],
)
def test_beginnings_catch_no_strangers(code: str, words: str) -> None:
    """Countries, months and common words begin like no deed and no mood."""
    beginnings = (*(word for deeds in deed_words(code) for word in deeds), *hollow_words(code))
    assert not [word for word in words.split() if word.startswith(beginnings)]


def test_hindi_measures_do_not_end_a_sentence() -> None:
    """Kilometres are written with full stops inside a sentence."""
    text = "इसका उत्केंद्र उससे ५.९ कि.मी. की दूरी पर था। यह बड़ा था।"
    assert [text[start:end] for start, end in split(text, "hi")] == [
        "इसका उत्केंद्र उससे ५.९ कि.मी. की दूरी पर था।",
        "यह बड़ा था।",
    ]


@pytest.mark.parametrize("language", sorted(NAMES))
def test_every_language_has_what_a_summary_needs(language: str) -> None:
    """Stop words, and a stem for any word, from what is installed."""
    assert stop_words(language)
    assert stemmer(language)("1945") == "1945"
    assert stemmer(language)("kapitalizm")
