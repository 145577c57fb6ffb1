"""A page speaks the language of its articles, and what it says can be read back."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from brief.formats.markdown import escape
from brief.language.phrases import languages, phrases
from brief.language.visible import visible
from brief.pipeline import brief, read, render, verify
from brief.settings.page_options import Config

LANGUAGES = languages()
ENGLISH = phrases("en")
#: Numbers in all categories that a language may have, and of all lengths.
NUMBERS = (*range(201), 999, 1_000, 1_001, 12_345, 1_000_000, 1_234_567, 2_000_000)
#: Everything but line breaks, which no page has within a line.
VALUES = st.one_of(
    st.sampled_from(["{words}", "{0}", "}{", "[1][s1]", r"\d+\1", "a; b", "«x»", "%s", "$", "."]),
    st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=40),
)


def fields_of(template: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", template)


def test_twelve_languages_have_a_table() -> None:
    """The languages of MultiLing and five more."""
    assert tuple(sorted("en fr cs el he hi ar de es it pt nl".split())) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_hold_the_same_texts(language: str) -> None:
    """Each table has the keys, nouns and fields of the English one, and nothing empty."""
    table = phrases(language)
    assert table.language == language
    assert list(table.templates) == list(ENGLISH.templates)
    assert list(table.plurals) == list(ENGLISH.plurals)
    for key, template in table.templates.items():
        assert template, key
        assert sorted(fields_of(template)) == sorted(fields_of(ENGLISH.templates[key])), key
        assert len(set(fields_of(template))) == len(fields_of(template)), key
        # A pattern needs text between two fields to tell them apart.
        assert "}{" not in template, key
    assert all(
        form and fields_of(form) in ([], ["number"])
        for forms in table.plurals.values()
        for form in forms.values()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_act_on_no_format(language: str) -> None:
    """No text means anything in Markdown, nor holds what a page does not show."""
    table = phrases(language)
    forms = (form for forms in table.plurals.values() for form in forms.values())
    for text in (*table.templates.values(), *forms):
        shown = re.sub(r"[\u00a0\u202f]", " ", f"x{text}")  # Some begin with a space.
        shown = re.sub(r"[{}]", "", shown)
        assert escape(shown) == shown == visible(shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_whole_number_has_its_form(language: str) -> None:
    """Each noun has just the forms that the language's whole numbers take by CLDR."""
    rule = Locale.parse(language).plural_form
    categories = {rule(number) for number in NUMBERS}
    for noun, forms in phrases(language).plurals.items():
        assert set(forms) == categories, noun


@pytest.mark.parametrize(
    ("language", "noun", "counts"),
    [
        ("en", "article", {0: "0 articles", 1: "1 article", 2_000: "2,000 articles"}),
        ("en", "more story", {1: "1 more story", 3: "3 more stories"}),
        ("en", "unchanged", {1: "1 article continues unchanged"}),
        ("fr", "article", {0: "0 article", 1: "1 article", 2: "2 articles"}),
        ("fr", "word", {2_000: "2\u202f000 mots", 1_000_000: "1\u202f000\u202f000 de mots"}),
        ("cs", "article", {1: "1 článek", 4: "4 články", 5: "5 článků", 22: "22 článků"}),
        ("cs", "more story", {2: "2 další témata", 12: "12 dalších témat"}),
        ("el", "word", {1: "1 λέξη", 2_000: "2.000 λέξεις"}),
        ("he", "article", {1: "כתבה אחת", 2: "שתי כתבות", 3: "3 כתבות", 20: "20 כתבות"}),
        ("he", "minute", {1: "דקה אחת", 2: "שתי דקות", 10: "10 דקות"}),
        ("hi", "word", {1: "1 शब्द", 123_456: "1,23,456 शब्द"}),
        ("hi", "new article", {1: "1 नया लेख", 2: "2 नए लेख"}),
        ("ar", "article", {1: "مقال واحد", 2: "مقالان", 3: "3 مقالات", 11: "11 مقالًا"}),
        ("ar", "article", {0: "لا مقالات", 100: "100 مقال", 103: "103 مقالات", 112: "112 مقالًا"}),
        ("ar", "word", {2_000: "2,000 كلمة"}),
        ("de", "new article", {1: "1 neuer Artikel", 2_000: "2.000 neue Artikel"}),
        ("es", "more article", {1: "1 artículo más", 5: "5 artículos más"}),
        ("it", "more story", {1: "1 altra notizia", 5: "altre 5 notizie"}),
        ("pt", "more article", {1: "mais 1 artigo", 5: "mais 5 artigos"}),
        ("nl", "updated article", {1: "1 bijgewerkt artikel", 5: "5 bijgewerkte artikelen"}),
    ],
)
def test_counts_agree_with_their_nouns(language: str, noun: str, counts: dict[int, str]) -> None:
    """A number has its noun in the form that it demands, and the language's grouping."""
    table = phrases(language)
    assert {number: table.count(number, noun) for number in counts} == counts


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_have_western_digits(language: str) -> None:
    """Numbers of articles and lines look as in the articles' figures, in all languages."""
    digits = re.sub(r"[^\w]", "", phrases(language).number(1_234_567))
    assert digits == "1234567"


@pytest.mark.parametrize(
    ("language", "short", "first", "long"),
    [
        ("en", "25 Aug", "1 Mar 2024", "26 November 2026"),
        ("fr", "25 août", "1er mars 2024", "26 novembre 2026"),
        ("cs", "25. 8.", "1. 3. 2024", "26. listopadu 2026"),
        ("el", "25 Αυγ", "1η Μαρ 2024", "26 Νοεμβρίου 2026"),
        ("he", "25 באוג׳", "1 במרץ 2024", "26 בנובמבר 2026"),
        ("hi", "25 अगस्त", "1 मार्च 2024", "26 नवंबर 2026"),
        ("ar", "25 أغسطس", "1 مارس 2024", "26 نوفمبر 2026"),
        ("de", "25. Aug.", "1. März 2024", "26. November 2026"),
        ("es", "25 ago", "1 mar 2024", "26 de noviembre de 2026"),
        ("it", "25 ago", "1º mar 2024", "26 novembre 2026"),
        ("pt", "25 de ago.", "1º de mar. de 2024", "26 de novembro de 2026"),
        ("nl", "25 aug", "1 mrt 2024", "26 november 2026"),
    ],
)
def test_days_are_written_as_in_the_language(
    language: str, short: str, first: str, long: str
) -> None:
    """The year is left out where it is this one; the first of a month has its own name."""
    table = phrases(language)
    assert table.day(date(2026, 8, 25), 2026) == short
    assert table.day(date(2024, 3, 1), 2026) == first
    assert table.day(date(2024, 3, 1)) == first
    assert table.long_day(date(2026, 11, 26)) == long


@pytest.mark.parametrize(
    ("language", "month", "months", "years"),
    [
        ("en", "24–26 November", "30 November – 1 December", "31 December 2026 – 1 January 2027"),
        (
            "fr",
            "24–26 novembre",
            "30 novembre – 1er décembre",
            "31 décembre 2026 – 1er janvier 2027",
        ),
        (
            "cs",
            "24.–26. listopadu",
            "30. listopadu – 1. prosince",
            "31. prosince 2026 – 1. ledna 2027",
        ),
        (
            "el",
            "24–26 Νοεμβρίου",
            "30 Νοεμβρίου – 1η Δεκεμβρίου",
            "31 Δεκεμβρίου 2026 – 1η Ιανουαρίου 2027",
        ),
        ("he", "24–26 בנובמבר", "30 בנובמבר – 1 בדצמבר", "31 בדצמבר 2026 – 1 בינואר 2027"),
        ("hi", "24–26 नवंबर", "30 नवंबर – 1 दिसंबर", "31 दिसंबर 2026 – 1 जनवरी 2027"),
        ("ar", "24–26 نوفمبر", "30 نوفمبر – 1 ديسمبر", "31 ديسمبر 2026 – 1 يناير 2027"),
        (
            "de",
            "24.–26. November",
            "30. November – 1. Dezember",
            "31. Dezember 2026 – 1. Januar 2027",
        ),
        (
            "es",
            "24–26 de noviembre",
            "30 de noviembre – 1 de diciembre",
            "31 de diciembre de 2026 – 1 de enero de 2027",
        ),
        ("it", "24–26 novembre", "30 novembre – 1º dicembre", "31 dicembre 2026 – 1º gennaio 2027"),
        (
            "pt",
            "24–26 de novembro",
            "30 de novembro – 1º de dezembro",
            "31 de dezembro de 2026 – 1º de janeiro de 2027",
        ),
        ("nl", "24–26 november", "30 november – 1 december", "31 december 2026 – 1 januari 2027"),
    ],
)
def test_several_days_are_written_as_in_the_language(
    language: str, month: str, months: str, years: str
) -> None:
    """Month and year stand once where they are the same; the year is wanted or not."""
    table = phrases(language)
    first, last = date(2026, 11, 24), date(2026, 11, 26)
    assert table.days(first, last) == month
    year = table.long_day(last).removeprefix(table.days(last, last))
    assert year.strip("de ") == "2026"
    assert table.long_days(first, last) == f"{month}{year}"
    turn, new_year = date(2026, 11, 30), date(2026, 12, 31)
    assert table.days(turn, date(2026, 12, 1)) == months
    assert table.long_days(turn, date(2026, 12, 1)) == f"{months}{year}"
    for written in (table.days, table.long_days):
        assert written(new_year, date(2027, 1, 1)) == years
    assert table.long_days(last, last) == table.long_day(last)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ar", "لا جديد، 1 ديسمبر."),
        ("cs", "Nic nového, 1. prosince."),
        ("de", "Nichts Neues, 1. Dezember."),
        ("el", "Κανένα νεότερο, 1η Δεκεμβρίου."),
        ("en", "Nothing new, 1 December."),
        ("es", "Sin novedades, 1 de diciembre."),
        ("fr", "Rien de nouveau, 1er décembre."),
        ("he", "אין חדש, 1 בדצמבר."),
        ("hi", "कुछ नया नहीं, 1 दिसंबर।"),
        ("it", "Nessuna novità, 1º dicembre."),
        ("nl", "Niets nieuws, 1 december."),
        ("pt", "Sem novidades, 1º de dezembro."),
    ],
)
def test_a_quiet_day_is_one_line_of_the_language(language: str, line: str) -> None:
    """What is said of a day on which nothing is new."""
    table = phrases(language)
    assert table.say("quiet", days=table.days(date(2026, 12, 1), date(2026, 12, 1))) == line


@pytest.mark.parametrize(
    ("language", "iso", "shown"),
    [
        ("en", "2005", "2005"),
        ("en", "2005-07", "Jul 2005"),
        ("en", "2026-07", "Jul 2026"),
        ("en", "2026-07-07", "7 Jul"),
        ("en", "2007-12-03/2007-12-15", "3 Dec 2007 – 15 Dec 2007"),
        ("en", "2025-12-30/2026-01-02", "30 Dec 2025 – 2 Jan"),
        ("fr", "2005-07", "juil. 2005"),
        ("cs", "2005-07", "červenec 2005"),
        ("he", "2005-07", "יולי 2005"),
        ("de", "2005-07/2006", "Juli 2005 – 2006"),
        ("ar", "2026-12-03/2026-12-15", "3 ديسمبر – 15 ديسمبر"),
    ],
)
def test_spans_of_time_are_written_in_the_language(language: str, iso: str, shown: str) -> None:
    """Months keep their year, so that "Jul 2026" is no day of July."""
    assert phrases(language).interval(iso, 2026) == shown
    assert re.fullmatch(phrases(language).interval_pattern, shown)


@pytest.mark.parametrize("language", ["", "xx", "ja", "fa", "../fr", "en-US", "EN"])
def test_a_language_without_a_table_is_english(language: str) -> None:
    """There is a page in any case."""
    assert phrases(language).say("articles") == "The articles"
    assert phrases(language).language == "en"


@pytest.mark.parametrize(("tag", "language"), [("pt-BR", "pt"), ("fr_CA", "fr"), ("DE", "de")])
def test_regions_have_the_table_of_their_language(tag: str, language: str) -> None:
    """A tag with a region is its language."""
    assert phrases(tag).language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_hebrew_and_arabic_run_from_right_to_left(language: str) -> None:
    """No other language of a table does."""
    assert phrases(language).right_to_left == (language in {"ar", "he"})


def test_english_needs_no_babel() -> None:
    """An English page does not wait for CLDR."""
    script = (
        "import sys; from datetime import date; from brief.language.phrases import phrases\n"
        "page = phrases('en'); page.right_to_left, page.say('and', first='1', second='2')\n"
        "page.count(2000, 'word'), page.day(date(2026, 1, 2), 2026), page.long_day(date.max)\n"
        "page.interval('2005-07/2005-08-09'), page.pattern('and'), page.count_pattern('word')\n"
        "page.day_pattern, page.long_days_pattern, page.interval_pattern, page.number_pattern\n"
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_values_stand_as_they_are() -> None:
    """What looks like a field in an article's text is text."""
    said = ENGLISH.say("and", first="{second}", second="{first} {no}")
    assert said == "{second} and {first} {no}"


def test_a_phrase_needs_all_its_values() -> None:
    """A value that is forgotten is an error, not a brace on the page."""
    with pytest.raises(KeyError):
        ENGLISH.say("and", first="1 new article")


@pytest.mark.parametrize(("language", "start"), [("de", "1. November 2026 · "), ("cs", "1. list")])
def test_a_page_that_begins_with_a_day_has_no_list_there(
    language: str, start: str, tmp_path: Path
) -> None:
    """A day with a full stop is text in Markdown, and is read back."""
    article = tmp_path / "a.txt"
    article.write_text(
        "Stadt sperrt Brücke\n\nDie Stadt Hohenau hat am Montag die Gerberbrücke gesperrt, nachdem"
        " Prüfer in zwei Pfeilern 14 Risse gefunden hatten, teilte der Bürgermeister mit.\n",
        encoding="utf-8",
    )
    page = tmp_path / "page.md"
    made = brief(read([article]), Config(page_language=language), now=date(2026, 11, 1))
    page.write_text(render(made, "markdown", tmp_path), encoding="utf-8")
    tokens = MarkdownIt("commonmark").parse(page.read_text("utf-8"))
    kinds = "heading_open inline heading_close paragraph_open inline paragraph_close".split()
    assert [token.type for token in tokens[:6]] == kinds
    assert "".join(child.content for child in tokens[4].children or []).startswith(start)
    assert verify(page).faults == ()


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_phrases_are_read_back(language: str, data: st.DataObject) -> None:
    """The pattern of a key matches what is said, whatever the values, and gives them back."""
    table = phrases(language)
    for key, template in table.templates.items():
        values = {name: data.draw(VALUES, label=name) for name in fields_of(template)}
        match = re.fullmatch(table.pattern(key), table.say(key, **values))
        assert match, key
        # The last field ends with the line; another that holds what follows it cannot be told.
        between = re.findall(r"\}([^{]+)\{", template)
        pairs = zip(values.values(), between, strict=False)
        if all((value + end).find(end) == len(value) for value, end in pairs):
            assert match.groupdict() == values, key
        assert re.fullmatch(table.pattern(key, named=False), match[0]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_have_the_patterns_of_the_caller(language: str) -> None:
    """With patterns for its fields, a phrase matches nothing else."""
    table = phrases(language)
    pattern = table.pattern("reported", {"event": table.interval_pattern, "day": table.day_pattern})
    day, event = table.day(date(2026, 5, 1), 2026), table.interval("2025-12-03/2026-01", 2026)
    match = re.fullmatch(pattern, table.say("reported", event=event, day=day))
    assert match and match.groupdict() == {"event": event, "day": day}
    assert not re.fullmatch(pattern, table.say("reported", event=event, day="Tuesday"))
    assert not re.fullmatch(pattern, table.say("contradicted", event=event, day=day))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("noun", ENGLISH.plurals)
def test_counts_are_read_back(language: str, noun: str) -> None:
    """The pattern of a noun matches all its counts, and neither other nouns nor bare numbers."""
    table = phrases(language)
    pattern = table.count_pattern(noun)
    for number in NUMBERS:
        assert re.fullmatch(pattern, table.count(number, noun)), number
    assert not re.fullmatch(pattern, table.number(7))
    others = set(table.plurals) - {noun}
    assert not any(re.fullmatch(pattern, table.count(7, other)) for other in others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_are_read_back(language: str) -> None:
    """The patterns of days match all days of a year, and no month alone."""
    table = phrases(language)
    for passed in range(366):
        day = date(2024, 1, 1) + timedelta(days=passed)
        for shown in (table.day(day, 2024), table.day(day, 2026)):
            assert re.fullmatch(table.day_pattern, shown), shown
            assert re.fullmatch(table.interval_pattern, shown), shown
        assert re.fullmatch(table.long_days_pattern, table.long_day(day)), day
        for count in (1, 9, 40, 400):
            shown = table.long_days(day, day + timedelta(days=count))
            assert re.fullmatch(table.long_days_pattern, shown), shown
    assert not re.fullmatch(table.day_pattern, table.when("2024-05"))
    assert not re.fullmatch(table.day_pattern, "2024")


@pytest.mark.parametrize("key", ["missed topic", "since and", "skipped"])
@pytest.mark.parametrize("language", ["fr", "cs"])
def test_no_break_spaces_may_have_become_common_ones(language: str, key: str) -> None:
    """A page whose lines went through `visible` is still read."""
    table = phrases(language)
    words = table.count(2_000, "word")
    values = dict.fromkeys(fields_of(table.templates[key]), words)
    assert re.fullmatch(table.pattern(key), visible(table.say(key, **values)))
    assert re.fullmatch(table.count_pattern("word"), visible(words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_lines_are_read_once(language: str) -> None:
    """A line that repeats what stands between fields a hundred thousand times is soon refused."""
    table = phrases(language)
    for key, template in table.templates.items():
        start, *between = re.split(r"\{\w+\}", template)
        if between:
            hostile = start + f"x{between[0] or ' '}" * (200_000 // (len(between[0]) + 1))
            assert not re.fullmatch(table.pattern(key), f"{hostile}\n"), key
