"""What of an article's characters a reader sees: nothing that hides, all that shapes letters."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_briefings import article, briefing, entry, line
from work import steps

from brief import formats
from brief.deliver.message import PageMail, message
from brief.language.visible import count_words, visible
from brief.model import Skipped
from brief.pipeline import brief, read, render, verify

#: What Unicode tells programs to ignore, and what else leaves no mark on a page.
IGNORED = (
    *("\u00ad", "\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u180b", "\u180e", "\u200b"),
    *("\u200c", "\u200d", "\u200e", "\u200f", "\u061c", "\u2060", "\u2061", "\u2064", "\u206a"),
    *("\u206f", "\u3164", "\ufe00", "\ufe0e", "\ufe0f", "\ufeff", "\uffa0", "\ufff0", "\ufff9"),
    *("\ufffb", "\U0001bca0", "\U0001d173", "\U000e0001", "\U000e0041", "\U000e007f"),
    *("\U000e0100", "\U000e01ef", "\U000e0fff"),
)


@pytest.mark.parametrize("sign", IGNORED, ids=lambda sign: f"U+{ord(sign):04X}")
@pytest.mark.parametrize("around", ["har{}bour", "{} harbour{}", "har{} {}bour", "гав{}ань{}{}"])
def test_what_nobody_sees_is_left_out(sign: str, around: str) -> None:
    """In a word, at its ends, alone between spaces, and in a run: no trace is left."""
    assert visible(around.replace("{}", sign)) == " ".join(around.replace("{}", "").split())


@pytest.mark.parametrize(
    "text",
    [
        "نمی\u200cخواهم",  # Persian: "I do not want", in two parts
        "خانه\u200cها",
        "سال ۱۳۹۵ ه\u200d.ش",  # a letter in the form of a beginning
        "ܐܒ\u200cܓ",
        "क्\u200dष क्\u200cष",  # half a letter, a letter with its sign
        "ന്\u200d പറഞ്ഞു",
        "ශ්\u200dරී ලංකා",
        "👩\u200d🚀 🏳️\u200d🌈 👨\u200d👩\u200d👧 ❤️\u200d🔥 🧑🏽\u200d⚕️",
        "☀️ ☀︎ ©️ 1️⃣ #️⃣",
        "葛\U000e0100城 㐂\ufe00",
        "ᠠ\u180bᠡ",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f wins",
        "אמר: C++\u200e!",
        "(\u200fقال\u200f) 5\u061c%",
    ],
)
def test_what_shapes_letters_stays(text: str) -> None:
    """Words of Iran and India, signs of several parts, and marks beside Hebrew and Arabic."""
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ab\u200cc \u200dd", "abc d"),
        ("نم\u200c\u200c\u200cی", "نمی"),  # only one can shape
        ("می\u200c و", "می و"),
        ("☀\ufe0f\ufe0f\U000e0148\U000e0149", "☀\ufe0f"),  # text hidden behind a sign
        ("a\ufe0f 5\ufe0f", "a 5"),
        ("🚀\u200d go", "🚀 go"),
        ("\U0001f3f4\U000e0075\U000e0073\U000e007f", "🏴"),
        ("left\u200e\u200fright", "leftright"),
        ("שלום\u200f\u200e\u200b\u200f!", "שלום\u200f!"),
        ("\u200b\u3164 \u2060\ufeff", ""),
        ("a \u00ad \u200b b", "a b"),
        ("\ufffanote\ufffb", "note"),
    ],
)
def test_what_only_hides_goes_where_others_stay(text: str, shown: str) -> None:
    """A mark is kept where it does something, once, and in a script that knows it."""
    assert visible(text) == shown


PARTS = st.sampled_from(
    [
        *(*IGNORED, *"ab 1#*", "ا", "ש", "\u0915", "\u094d", "\u1820", "☺", "👩", "中", "\u20e3"),
        *("\U0001f3f4", "\U000e0067", "\U000e0062", "\x01", "\n", "\u2028", "\u202e", "\ud800"),
    ]
)


@given(st.lists(PARTS, max_size=12).map("".join))
def test_what_is_visible_stays_visible(text: str) -> None:
    """What has been left out once leaves nothing behind that a second look would leave out."""
    assert visible(visible(text)) == visible(text)


def test_every_format_character_is_dealt_with() -> None:
    """Of all characters that Unicode calls format, those that stay in a word can be seen."""
    codes = (chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf")
    kept = {sign for sign in codes if sign in visible(f"a{sign}b")}
    # Signs above or below numbers, of abbreviation, and of how hieroglyphs are put together.
    seen = {*map(chr, range(0x600, 0x606)), *map(chr, range(0x13430, 0x13440))}
    assert kept - seen == set("\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")


def test_what_is_not_seen_is_no_word() -> None:
    """Some of the unseen are letters to Unicode."""
    assert count_words("one \u3164 \uffa0\u115f two\u3164 \u200b") == 2


def test_hidden_characters_reach_no_page_and_are_escaped_as_data() -> None:
    """Text has none of them, JSON has each as an escape, in the article's own characters."""
    hidden = "".join(IGNORED)
    told = article(1, f"Har{hidden}bour", f"Har{hidden}bour", date=date(2026, 11, 2))
    named = article(2, "Quay", path=f"in/q{hidden}.txt", publisher=f"Quay{hidden} News")
    made = briefing(
        (told, named),
        in_brief=(line(told, told.text), line(named, named.text)),
        articles=(entry(told, line(told, told.text)), entry(named)),
        skipped=(Skipped(f"in/s{hidden}.txt", f"no{hidden}text"),),
    )
    for name in ("text", "markdown", "json"):
        page = formats.FORMATS[name].render(made)
        assert [f"U+{ord(sign):04X}" for sign in IGNORED if sign in page] == []
    assert json.loads(page)["in_brief"][0]["text"] == told.text
    assert formats.parse(page, "page").faults == ()


def test_no_mail_has_what_is_not_seen() -> None:
    """An old page may have it, the mail of it has not: subject, text and HTML."""
    mail = message(
        PageMail(
            name="river",
            period="2026-11-20",
            title="Har\u200bbour",
            text="The har\u00adbour\u2060.\n\u3164\n  In\ufeffdented.\n",
            sender="brief@quay.example",
            recipients=("mia@quay.example",),
            date=datetime(2026, 11, 20, tzinfo=UTC),
        )
    )
    plain, html = (part.get_content() for part in mail.iter_parts())
    assert (mail["Subject"], plain) == ("Harbour", "The harbour.\n\n  Indented.\n")
    assert "The harbour.</p>" in html
    assert "Indented.</p>" in html


PROSE = (
    "The council of Harl closed its mine on Friday after water rose in the lower galleries.\n\n"
    "Some 103 miners lost their work, and the mayor asked the state for help with their wages.\n"
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", f"\u3164\n\n{PROSE}"),
        ("a.txt", f"\u200b \u2060\n\n{PROSE}"),
        ("a.md", f"# \u00ad\u3164\n\n{PROSE}"),
        ("a.md", f"---\ntitle: '\u3164\u200b'\n---\n\n{PROSE}"),
        ("a.html", f"<title>\u2063\uffa0</title><h1>\u3164</h1><p>{PROSE}</p><p>{PROSE}</p>"),
        ("a.html", f"<title>\u3164 | Harl Post</title><article><p>{PROSE}</p></article>"),
    ],
)
def test_a_title_of_which_nothing_is_seen_is_none(name: str, content: str, tmp_path: Path) -> None:
    """The page leads to the article with words that a reader can see, and is proven."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    page = brief(read([tmp_path]), now=date(2026, 11, 20))
    assert visible(page.title.text) in {
        "The council of Harl closed its mine on Friday",
        "Harl Post",
    }
    markdown = formats.FORMATS["markdown"].render(page)
    assert formats.parse(markdown, "page").faults == ()


def test_a_title_stands_in_an_article_that_is_written_the_other_way(tmp_path: Path) -> None:
    """A mark that is left out of the title alone is seen in the article: that is no fault."""
    title = "Harl Summit 2026\u200e: C++"
    prose = (
        "מועצת העיר הארל סגרה ביום שישי את המכרה, ו-103 כורים איבדו את עבודתם.\n\n"
        "ראש העיר ביקשה מהממשלה 12 מיליון כתרים כדי לשלם את שכרם של הכורים עד סוף השנה.\n"
    )
    (tmp_path / "a.md").write_text(f"# {title}\n\n{prose}", encoding="utf-8")
    page = tmp_path / "page.md"
    made = brief(read([tmp_path / "a.md"]), now=date(2026, 11, 20))
    page.write_text(render(made, "markdown", tmp_path), encoding="utf-8")
    assert f"[{visible(title)}]" in page.read_text(encoding="utf-8")
    assert visible(title) not in visible(made.documents[0].text)
    assert verify(page).faults == ()


def test_seeing_takes_as_long_as_the_text_is() -> None:
    """Ten times the text, however full of what is not seen, is ten times the work at most."""
    few, many = ("".join(IGNORED) * length + "שa" for length in (100, 1000))
    assert steps(lambda: visible(many)) < 12 * steps(lambda: visible(few))
