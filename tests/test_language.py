"""Which language a text is in, and what the project ships for languages."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from brief.language import lists
from brief.language.detection import detect, language_of, unread
from brief.language.lists import stop_words
from brief.model import Document, Skipped
from brief.pipeline.reading import article_of, prepared, read
from brief.settings.page_options import Config

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


#: Articles of some forty words, of our own making.
ARTICLES = json.loads(
    (Path(__file__).parent / "cases" / "articles_by_language.json").read_text(encoding="utf-8")
)


def page(text: str, stated: str) -> bytes:
    """Return a web page that states a language."""
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n"))
    head = '<meta charset="utf-8"><title>Lundby</title>'
    body = f"<article><h1>Lundby</h1>{paragraphs}</article>"
    return f'<html lang="{stated}"><head>{head}</head><body>{body}</body></html>'.encode()


@pytest.mark.parametrize(
    ("code", "stated"),
    [
        ("de", "en"),
        ("en", "de"),
        ("fr", "en"),
        ("es", "pt"),
        ("pt", "es"),
        ("ru", "en"),
        ("ru", "uk"),
        ("uk", "ru"),
        ("el", "en"),
        ("en", "ar"),
        ("en", "ru"),
        ("de", "zh"),
        ("en", "tr"),
        ("da", "en"),
        ("da", "zh"),
        ("tr", "en"),
        ("tr", "de"),
        ("id", "en"),
    ],
)
def test_clear_evidence_of_the_text_beats_what_is_stated(code: str, stated: str) -> None:
    """A template's language is not that of the article, whichever way they differ."""
    assert language_of(ARTICLES[code], stated) == code


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (ARTICLES["en"][:90], "de"),
        (ARTICLES["el"][:40], "en"),
        (f"{ARTICLES['de']}\n{ARTICLES['en']}", "en"),
        (f"{ARTICLES['de']}\n{ARTICLES['en']}", "de"),
        (f"{ARTICLES['fr']}\n{ARTICLES['es']}", "fr"),
        (f"{ARTICLES['en'][:160]} Das Amt schrieb: „{ARTICLES['de']} {ARTICLES['de']}“", "en"),
        (ARTICLES["da"], "no"),
        ("Trajekt za Lundby ne plovi prije proljeća, rekla je u utorak luka. " * 4, "hr"),
        ("El transbordador de Lundby no sortirà fins a la primavera, va dir el port. " * 4, "ca"),
        ("Trajekt za Lundbi ne plovi pre proleća, rekla je u utorak luka. " * 4, "sr"),
        (ARTICLES["uk"], "uk"),
        ("Siman pasa e minister tabata invita pa ta presente na e school of den lama. " * 4, "en"),
        ("", "fr"),
    ],
)
def test_what_is_stated_stands_without_clear_evidence(text: str, stated: str) -> None:
    """A short text, one in two languages, a long quotation, a neighbour: no reason to differ."""
    assert language_of(text, stated) == stated


def test_a_page_in_another_language_than_its_template_is_read_in_its_own() -> None:
    """Pages, front matter and feeds state languages; the user's word alone is final."""
    web = article_of(page(ARTICLES["de"], "en-US"), "a.html")
    noted = article_of(f"---\nlang: en\n---\n\n{ARTICLES['fr']}\n", "a.md")
    given = article_of(page(ARTICLES["de"], "en-US"), "a.html", "en")
    assert [
        article.language for article in (web, noted, given) if isinstance(article, Document)
    ] == [
        "de",
        "fr",
        "en",
    ]
    assert isinstance(web, Document)
    fed = replace(web, language="en")
    assert [article.language for article in prepared([fed, fed], ["nl"])] == ["nl", "de"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("zh", "Chinese"),
        ("ja", "Japanese"),
        ("th", "Thai"),
        ("km", "Khmer"),
        ("my", "Burmese"),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_a_language_that_is_not_read_yet_is_named(code: str, name: str, suffix: str) -> None:
    """Such an article is not called too short, however it comes."""
    text = ARTICLES[code]
    content = page(f"{text}\n{text}", code) if suffix == ".html" else f"{text}\n\n{text}\n"
    skipped = article_of(content, f"a{suffix}")
    assert isinstance(skipped, Skipped)
    assert skipped.reason == f"written in {name}, which brief does not read yet"


@pytest.mark.parametrize(
    "text",
    [
        f"{ARTICLES['en']} 王伟 and 李娜 of 人民日报 wrote of it first.",
        f"{ARTICLES['en']}\n{ARTICLES['zh'][:60]}",
        f"{ARTICLES['de']} Er sagte: 「港に行きます」。",
        ARTICLES["ko"],
        ARTICLES["ru"],
        "",
    ],
)
def test_names_in_another_script_do_not_make_an_article_unread(text: str) -> None:
    """What is mostly in a language that is read is read; so is Korean, which has spaces."""
    assert unread(text) == ""
    assert not text or isinstance(article_of(text, "a.txt"), Document)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("The ferry did not sail today.\n", "too little prose (6 words)"),
        (
            "# The ferry\n\n- Lundby harbour\n- Norby harbour\n\nIt did not sail today.\n",
            "too little prose (5 of its 11 words)",
        ),
        ("# The ferry\n\n## Lundby harbour\n\n## Norby harbour\n", "too little prose (none of"),
    ],
)
def test_what_is_too_short_says_what_it_has(text: str, counts: str) -> None:
    """An article that has words is not said to have none."""
    skipped = article_of(text, "a.md")
    assert isinstance(skipped, Skipped)
    assert skipped.reason.startswith(counts)
    assert skipped.reason.endswith("; an article has 20 words of it or more")


def test_files_in_the_wrong_language_leave_the_others_alone(tmp_path: Path) -> None:
    """One article that cannot be read is named, and the user's language reads none of its kind."""
    (tmp_path / "a.html").write_bytes(page(ARTICLES["en"], "zh"))
    (tmp_path / "b.html").write_bytes(page(ARTICLES["zh"] * 2, "en"))
    for language in (None, "en"):
        reading = read([tmp_path], Config(language=language))
        assert [document.language for document in reading] == ["en"]
        assert [skipped.reason for skipped in reading.skipped] == [
            "written in Chinese, which brief does not read yet"
        ]
