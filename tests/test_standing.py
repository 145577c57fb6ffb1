"""May this sentence stand on the page?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brief.language.terms import words_of
from brief.page.standing import mood_words, standing

CASES: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "cases" / "admission.json").read_text(encoding="utf-8")
)

SUBJECTS: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "cases" / "subjects.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("text", CASES["stands"])
def test_stands_alone(text: str) -> None:
    """A line that names what it speaks of may stand on the page."""
    judged = standing(text, "en")
    assert judged.admissible
    assert not judged.leans
    assert not judged.vague


@pytest.mark.parametrize("text", CASES["leans"])
def test_leans_on_the_sentence_before(text: str) -> None:
    """A line whose subject is not in it needs its predecessor, or one that names what it means."""
    judged = standing(text, "en")
    assert judged.admissible
    assert judged.leans or judged.vague


@pytest.mark.parametrize("text", SUBJECTS["vague"])
def test_a_subject_that_is_never_named(text: str) -> None:
    """Days, places and names behind the verb do not say who "the 26-year-old" is."""
    judged = standing(text, "en")
    assert judged.admissible
    assert judged.vague
    assert not judged.leans


@pytest.mark.parametrize("text", SUBJECTS["leans"])
def test_a_pronoun_for_nobody_in_the_line(text: str) -> None:
    """The day or place before a pronoun is nobody whom it could stand for."""
    judged = standing(text, "en")
    assert judged.admissible
    assert judged.leans


@pytest.mark.parametrize("text", SUBJECTS["named"])
def test_a_subject_that_is_named(text: str) -> None:
    """What names its subject, before the verb or in a lead-in, stands alone."""
    judged = standing(text, "en")
    assert judged.admissible
    assert not judged.leans
    assert not judged.vague


@pytest.mark.parametrize(
    "text",
    [
        "On Saturday, the climate conference in Bali came to an end.",
        "The 26-year-old coach of Larn has left for Oslo.",
        "On Monday, the two ministers signed the treaty in Geneva.",
        "The company says it will close both plants in Larn.",
    ],
)
def test_an_opening_has_its_headline_before_it(text: str) -> None:
    """Whoever reads the first sentence has read the headline."""
    judged = standing(text, "en", first=True)
    assert not judged.leans
    assert not judged.vague


@pytest.mark.parametrize(
    "text",
    [
        "In Oslo, ",
        "If — , the",
        "When ,,, , he",
        "On Monday, ",
        "After “a, b, the",
        "The ,",
        "At a, Ⓐ he",
    ],
)
def test_torn_openings_are_judged(text: str) -> None:
    """Punctuation in odd places is no reason to stop."""
    torn = f"{text} ... {'on and ' * 6}said Anna Berg of Larn."
    assert isinstance(standing(torn, "en").leans, bool)
    assert not standing(text, "en").admissible


@pytest.mark.parametrize("text", CASES["never"])
def test_never_on_the_page(text: str) -> None:
    """Questions, fragments, torn quotations and lines that name nothing are kept out."""
    assert not standing(text, "en").admissible


def test_an_opening_may_begin_with_the() -> None:
    """The first sentence of an article introduces what "The" speaks of."""
    text = "The climate conference in Bali ended on Saturday."
    assert not standing(text, "en", first=True).vague


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("Maria said that she would sell the two boats.", False),
        ("Police said that she would sell the two boats.", True),
    ],
)
def test_a_known_name_may_open_a_sentence(text: str, leans: bool) -> None:
    """Where every word has a capital, the story's other sentences tell which one is a name."""
    assert standing(text, "en", names={"Maria"}).leans is leans


@pytest.mark.parametrize(
    ("text", "admissible"),
    [
        ("We're going to open the pier of Larn again, with 40 workers.", False),
        ("I’ll go to Larn on Monday with 40 workers of the Tarn mill.", False),
        ("You've got 40 days to see the Heron in the port of Larn.", False),
        ("“We're going to open it”, said Ines Holt, the mayor of Larn.", True),
        ("O'Brien's 40 workers open the pier of Larn on Monday.", True),
        ("Wells and Ivy, two whales, were seen off Larn on Monday.", True),
    ],
)
def test_nobody_speaks_without_quotation_marks(text: str, admissible: bool) -> None:
    """Whoever says "we" is not the page; short forms are words of the speaker, too."""
    assert standing(text, "en").admissible is admissible


@pytest.mark.parametrize(
    ("language", "text", "leans"),
    [
        ("en", "Trade with Larn is bigger than trade with Osk, he added.", True),
        ("en", "“All of Osk has its limits,” she wrote to the Dale Radio on Wednesday.", True),
        ("en", "Ines Holt gave up her post on Monday, they told reporters in Osk.", False),
        ("en", "Karl Brandt gave up his post after he told police what he had seen.", False),
        ("en", "The dam of Larn broke at noon, Ines Holt said.", False),
        ("en", "The railway of Larn will end its night train in May, it said on Monday.", False),
        ("de", "Der Damm von Larn sei am Mittag gebrochen, sagte er am Montag.", True),
        ("de", "Der Damm von Larn sei am Mittag gebrochen, sagte Ines Holt am Montag.", False),
        ("fr", "Le barrage de Larn a cédé lundi à midi, a-t-il ajouté.", True),
        ("es", "La presa de Larn se rompió el lunes, dijo ella.", True),
        ("cs", "Hráz v Larnu praskla v pondělí v poledne, řekl on.", True),
        ("xx", "Qqq Larn www eee rrr ttt, he added.", False),
    ],
)
def test_a_speaker_who_is_only_a_pronoun_is_unnamed(language: str, text: str, leans: bool) -> None:
    """ "He added" at the end says nothing of who did, whoever is named before."""
    assert standing(text, language).leans is leans


def test_words_of_mood_are_counted() -> None:
    """A sentence of commentary has several, one of fact has none."""
    mood = words_of("The release in Minsk sparked hope and underscores a pivotal struggle.")
    fact = words_of("The court in Minsk sentenced Dmitry Luksha to four years.")
    assert mood_words(mood, "en") > 1 > mood_words(fact, "en")


def test_a_script_without_capitals_is_not_held_against_a_sentence() -> None:
    """Where names cannot be seen, a sentence without visible names may still stand."""
    assert standing("זה עתה הודיעה הממשלה על שחרור האסירים מן הכלא.", "xx").admissible


def test_a_hebrew_abbreviation_is_no_broken_quotation() -> None:
    """The mark before the last letter of an abbreviation opens nothing."""
    assert standing('נשיא ארה"ב הודיע אתמול על שחרור האסירים מן הכלא.', "he").admissible
    assert not standing('"נשיא צרפת הודיע אתמול על שחרור האסירים מן הכלא.', "he").admissible
