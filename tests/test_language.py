"""Which language a text is in, and what the project ships for languages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from brief.language import lists
from brief.language.detection import detect
from brief.language.lists import stop_words

TEXTS = {
    "en": "The government said on Monday that it would not change the law before the election.",
    "de": "Die Regierung hat am Montag mitgeteilt, dass sie das Gesetz vor der Wahl nicht ändert.",
    "fr": "Le gouvernement a annoncé lundi qu'il ne changerait pas la loi avant les élections.",
    "es": "El gobierno anunció el lunes que no cambiará la ley antes de las elecciones de mayo.",
    "nl": "De regering heeft maandag gezegd dat zij de wet niet voor de verkiezingen zal wijzigen.",
    "no": "Regjeringen sier at den ikke vil endre loven før etter valget, og at det er uaktuelt.",
    "da": "Regeringen siger, at den ikke vil ændre loven før efter valget, og at det er udelukket.",
    "ru": "Правительство сообщило в понедельник, что не будет менять закон до выборов в мае.",
    "uk": "Уряд повідомив у понеділок, що не змінюватиме закон до виборів, які будуть у травні.",
    "el": "Η κυβέρνηση ανακοίνωσε τη Δευτέρα ότι δεν θα αλλάξει τον νόμο πριν από τις εκλογές.",
    "he": "הממשלה הודיעה ביום שני כי לא תשנה את החוק לפני הבחירות.",
    "ar": "أعلنت الحكومة يوم الاثنين أنها لن تغير القانون قبل الانتخابات في شهر مايو.",
    "hi": "सरकार ने सोमवार को कहा कि वह चुनाव से पहले कानून में बदलाव नहीं करेगी।",
    "ja": "政府は月曜日、選挙前に法律を変更しないと発表した。",
    "zh": "政府周一表示，不会在选举前修改法律。",
    "ko": "정부는 월요일 선거 전에 법을 바꾸지 않겠다고 밝혔다.",
    "fa": "دولت روز دوشنبه اعلام کرد که پیش از انتخابات قانون را تغییر نخواهد داد.",
}


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_one_sentence_tells_its_language(code: str) -> None:
    """A single sentence is enough for each of these."""
    assert detect(TEXTS[code]) == code


@pytest.mark.parametrize("text", ["", "  \n", "12 34 !!", "Hello", "\x00\x01"])
def test_nothing_to_go_by_is_english(text: str) -> None:
    """Where no word tells, the answer is English."""
    assert detect(text) == "en"


def test_a_name_in_another_script_changes_nothing() -> None:
    """The language is that of most of the text."""
    assert detect(TEXTS["en"] + " Александр Лукашенко") == "en"


@pytest.mark.parametrize("code", ["en", "de", "ru", "el", "hi", "ar"])
def test_clear_cases_load_no_model(code: str) -> None:
    """Script and stop words decide what is clear, so that nobody waits for the model."""
    text = (TEXTS[code] + " ") * 3
    script = (
        "import sys; from brief.language.detection import detect; "
        "print(detect(sys.argv[1]), 'py3langid' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script, text],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=Path(lists.__file__).parents[2],
    )
    assert done.stdout.split() == [code, "False", "False"]


@pytest.mark.parametrize(
    "code", ["en", "de", "fr", "es", "hi", "ru", "nl", "da", "no", "fi", "hu", "ro"]
)
def test_stop_words_are_there(code: str) -> None:
    """Lists that come with sumy and our own give lower-case words without duplicates."""
    words = stop_words(code)
    assert len(words) > 70
    assert all(word == word.lower() and not word.isspace() for word in words)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("english", "en"),
        ("french", "fr"),
        ("czech", "cs"),
        ("greek", "el"),
        ("hebrew", "he"),
        ("hindi", "hi"),
        ("arabic", "ar"),
    ],
)
def test_every_real_article_is_told(shared: Path, name: str, code: str) -> None:
    """All hundred articles in each of seven languages are told."""
    listed = (shared / "data" / "multiling2011" / f"{name}.jsonl").read_text("utf-8")
    for line in listed.strip().split("\n"):
        for text in json.loads(line)["docs"]:
            assert detect(text) == code, text[:80]
