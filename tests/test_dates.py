"""When an article was written, and when what it tells happened."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief import readers
from brief.clean.label import label
from brief.clean.published import publication_date
from brief.language import calendar
from brief.language.calendar import number_order, stamped, stated
from brief.language.detection import detect
from brief.model import Block, Document, Kind
from brief.readers import markdown
from brief.split.days import date_of_event, dates_mentioned
from tests.work import steps

CASES = Path(__file__).parent / "cases"
STATED = json.loads((CASES / "dates_stated.json").read_text("utf-8"))
TOLD = json.loads((CASES / "dates_told.json").read_text("utf-8"))
PROSE = (
    "Three people were freed on Monday after months of talks between the two governments, said a "
    "spokesman, who gave no further details of what had been agreed on 12 June 1998."
)


def document(text: str, path: str = "a.txt", url: str | None = None) -> Document:
    blocks = []
    start = 0
    for line in text.splitlines(keepends=True):
        if words := line.strip():
            first = start + line.index(words)
            blocks.append(Block(first, first + len(words)))
        start += len(line)
    return Document(path=path, text=text, sha256="", blocks=tuple(blocks), url=url)


def day_of(text: str, path: str = "a.txt", url: str | None = None) -> str | None:
    found = publication_date(label(document(text, path, url)))
    return found.isoformat() if found else None


@pytest.mark.parametrize(("language", "text", "day"), STATED)
def test_dates_as_people_write_them(language: str, text: str, day: str | None) -> None:
    """Each language's way to write a day is read; what is none or may be two is left."""
    found = [one.date.isoformat() for one in stated(text, language) if one.date]
    assert found == ([day] if day else [])


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("lun, 09 mar 2026 06:30:00 +0100", "2026-03-09"),
        ("mar., 03 févr. 2026 17:05:00 +0100", "2026-02-03"),
        ("Do, 21 Mai 2026 08:00:00 +0200", "2026-05-21"),
        ("Do., 5 Mrz 2026 08:00", "2026-03-05"),
        ("Ср, 18 фев 2026 12:00:00 +0300", "2026-02-18"),
        ("чт, 17 лист. 2026", "2026-11-17"),
        ("sáb, 8 ago 2026 19:40:00 GMT", "2026-08-08"),
        ("qua., 3 de set. de 2026", "2026-09-03"),
        ("vr, 27 mrt 2026 09:00:00 +0100", "2026-03-27"),
        ("pt., 7 sie 2026 10:15", "2026-08-07"),
        ("so 14. listopadu 2026", "2026-11-14"),
        ("ons, 6 maj 2026 07:00:00 +0200", "2026-05-06"),
        ("ke, 11 marras 2026", "2026-11-11"),
        ("Πέμ, 9 Απρ 2026 11:00:00 +0300", "2026-04-09"),
        ("2026. ápr. 17., péntek", "2026-04-17"),
        ("12 Ağu 2026 Çar", "2026-08-12"),
        ("الثلاثاء 24 تشرين الثاني 2026", "2026-11-24"),
        ("21.05.2026 08:00", "2026-05-21"),
        ("04.05.2026", "2026-05-04"),
        ("04/05/2026", None),
        ("31 abr 2026", None),
        ("2 jui 2026", None),
        ("vor 3 Stunden", None),
    ],
)
def test_stamps_in_any_language(stamp: str, day: str | None) -> None:
    """A date with a month's name in any language is read where it has one reading."""
    read = stamped(stamp)
    assert (read.isoformat() if read else None) == day


@pytest.mark.parametrize(
    "stamp", ["Thu, 20 Aug 2026 08:05 GMT", "20 August 2026", "AUGUST 20, 2026 at 8:05 pm"]
)
def test_english_stamps_need_no_other_language(stamp: str) -> None:
    """A stamp that is English, or has no year, does not cost the names of all languages."""
    calendar._names_everywhere.cache_clear()
    assert stamped(stamp) == date(2026, 8, 20)
    assert stamped("Moored by the quay since 2026") is None
    assert calendar._names_everywhere.cache_info().currsize == 0


def test_english_names_of_months_are_read_alike_with_all_languages() -> None:
    """No other language takes a month's English name, or a word of English stamps, for another."""
    for number, name in enumerate(calendar.MONTHS, 1):
        for month in (name, name[:3], name.upper()):
            day = stamped(f"Mon, 8 {month} 2026 10:15 GMT")
            assert day == date(2026, number, 8)
            # A word of no English stamp makes it look up the names of all languages.
            assert stamped(f"Mon, 8 {month} 2026 10:15 GMT quelmo") == day


@pytest.mark.parametrize(
    ("tag", "day"),
    [
        ("en-US", "2026-03-04"),
        ("en_us", "2026-03-04"),
        ("en-GB", "2026-04-03"),
        ("en-AU", "2026-04-03"),
        ("en-IN", "2026-04-03"),
        ("en", None),
        ("en-CA", None),
        ("de-AT", "2026-04-03"),
        ("not a tag", None),
    ],
)
def test_which_number_is_the_month(tag: str, day: str | None) -> None:
    """The region of a language tag says whether 03/04/2026 is of March or of April."""
    read = [mention.date for mention in stated("03/04/2026", "en", number_order(tag))]
    assert [found and found.isoformat() for found in read] == ([day] if day else [])


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Tuesday, July 12, 2005", "2005-07-12"),
        ("Published: March 3, 2025 | 10:30 GMT · 3 min read", "2025-03-03"),
        ("Updated 5 March 2025, published 3 March 2025", "2025-03-03"),
        ("Saturday, March 26, 2005 Up to four times as many women died.", "2005-03-26"),
        ("Saturday, March 26, 2005Up to four times as many women died.", "2005-03-26"),
        ("On March 26, 2005 a vote was held in the capital.", None),
        ("March 26, 2005, was the day of the vote in the capital.", None),
        ("03/04/2025", None),
        ("31 April 2025", None),
        ("By Bob Jones, 11 March 2025", "2025-03-11"),
        ("Bob Jones | 11 March 2025", "2025-03-11"),
        ("Posted on March 11, 2025 by admin", "2025-03-11"),
        ("Tue, 11 Mar 2025 10:00:00 +0000", "2025-03-11"),
        ("Date: Tue, 11 Mar 2025 10:00:00 +0000", "2025-03-11"),
        ("DOVER, England, March 11, 2025 (AP)", "2025-03-11"),
        ("By Ann Lee — Updated March 11, 2025 at 9:30 a.m.", "2025-03-11"),
        ("First Posted 23:37:00 05/05/2025", "2025-05-05"),
        ("7:00pm UK, Tuesday 11 March 2025", "2025-03-11"),
        ("11:42 AM EDT, Tue March 11 2025", "2025-03-11"),
        ("11 March 2025 Last updated at 14:39 GMT", "2025-03-11"),
        ("Story Created: Mar 11, 2025 at 9:56 AM AKDT", "2025-03-11"),
        ("Published time: March 11, 2025 02:03", "2025-03-11"),
        ("Reuters Mar 11, 2025, 02.16PM IST", "2025-03-11"),
        ("Tuesday March 11, 2025 @8:13am PDT", "2025-03-11"),
        ("7:00pm crowds filled the square on 11 March 2025 as the vote came.", None),
        ("At 7:00pm on Tuesday 11 March 2025 a bank in Athens burned.", None),
        ("The deal of March 11, 2025 failed", None),
        ("In Dover on March 11, 2025", None),
    ],
)
def test_date_line_near_the_top(line: str, day: str | None) -> None:
    """A line that says when gives the day; a sentence that mentions one does not."""
    assert day_of(f"Three people freed in Minsk\n{line}\n{PROSE}") == day


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("es", "Actualizado a las 21:40 del 8 de septiembre de 2026"),
        ("it", "Pubblicato l'8 settembre 2026 alle ore 21.40"),
        ("it", "Ultimo aggiornamento: 8 settembre 2026, ore 21:40"),
        ("pt", "Publicado em 8 de setembro de 2026 às 21h40"),
        ("nl", "Geplaatst op dinsdag 8 september 2026 om 21.40 uur"),
        ("pl", "Data publikacji: 8 września 2026 r., godz. 21:40"),
        ("cs", "Vydáno 8. září 2026 v 21:40"),
        ("ru", "Обновлено: 8 сентября 2026 г. в 21:40"),
        ("uk", "Опубліковано 8 вересня 2026 року о 21:40"),
        ("sv", "Uppdaterad tisdag 8 september 2026 klockan 21:40"),
        ("da", "Offentliggjort den 8. september 2026 kl. 21.40"),
        ("no", "Publisert 8. september 2026 kl. 21:40"),
        ("fi", "Julkaistu 8.9.2026 klo 21.40"),
        ("ro", "Data publicării: 8 septembrie 2026, ora 21:40"),
        ("el", "Δημοσιεύτηκε: 8 Σεπτεμβρίου 2026 στις 21:40"),
        ("hu", "2026. szeptember 8. kedd, 21:40"),
        ("hu", "Megjelent: 2026. szeptember 8."),
        ("tr", "Yayınlanma: 8 Eylül 2026 Salı, saat 21:40"),
    ],
)
def test_date_lines_in_other_languages(language: str, line: str) -> None:
    """A line that says when the article was published is no headline, and gives its day."""
    written = replace(document(f"{line}\n\n{PROSE}"), language=language)
    labelled = label(written)
    assert publication_date(labelled) == date(2026, 9, 8)
    assert labelled.blocks[0].kind is Kind.DATE_LINE


def test_date_before_the_headline() -> None:
    """`2005/01/08 Tsunami aid…` is dated, unless a line of its own says otherwise."""
    headline = "2005/01/08 Tsunami aid donations rise"
    assert day_of(f"{headline}\n{PROSE}") == "2005-01-08"
    assert day_of(f"{headline}\nSunday, January 9, 2005\n{PROSE}") == "2005-01-09"


def test_date_in_a_headline_is_not_the_day_of_writing() -> None:
    """`7 July 2005` in the headline of a memorial's report dates nothing."""
    assert day_of(f"Tributes paid to the victims of 7 July 2005\n{PROSE}") is None
    assert day_of(f"7 July 2005 bombings: tributes paid\n{PROSE}") is None


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("in/2025-03-04-ferry.txt", "2025-03-04"),
        ("20250304_x.txt", "2025-03-04"),
        ("a 2025.03.04.txt", "2025-03-04"),
        ("000_20241095886c4504.txt", None),
        ("x20250304.txt", None),
        ("2025-13-04.txt", None),
        ("2025-03-04/x.txt", None),
    ],
)
def test_date_in_the_file_name(path: str, day: str | None) -> None:
    """The file's name dates an article that does not say it, if it surely is a date."""
    assert day_of(PROSE, path) == day


def test_what_counts_before_what() -> None:
    """Metadata before the date line, that before the address, that before the file's name."""
    url, path = "https://example.org/2025/03/05/x", "2025-03-06.txt"
    assert day_of(f"Three freed\n4 March 2025\n{PROSE}", path, url) == "2025-03-04"
    assert day_of(PROSE, path, url) == "2025-03-05"
    stated_there = replace(label(document(PROSE, path)), date=date(2025, 3, 3))
    assert publication_date(stated_there) == date(2025, 3, 3)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2027/03/09/ferry-strike", "2027-03-09"),
        ("2027/3/9/ferry-strike/", "2027-03-09"),
        ("harbour/2027/mar/09/ferry-strike", "2027-03-09"),
        ("2027-03/09/content_8812.htm", "2027-03-09"),
        ("a/202703/09/AB6612ff.html", "2027-03-09"),
        ("n1/2027/0309/c7-20811.html", "2027-03-09"),
        ("article/29/03/2027/ferry-strike", "2027-03-29"),
        ("03/29/2027/ferry-strike", "2027-03-29"),
        ("news/ferry-strike-29-03-2027", "2027-03-29"),
        ("ferry_strike_29.3.2027.html", "2027-03-29"),
        ("content/2027-03-29-ferry-strike/", "2027-03-29"),
        ("world/ferry-strike-20270329-x81k", "2027-03-29"),
        ("20270329/ferry-strike-441.html", "2027-03-29"),
        ("en/live/20270329-ferry-strike", "2027-03-29"),
        ("read?date=2027-03-29&page=2", "2027-03-29"),
        ("2027/03/29/the-strike-of-2019-05-06", "2027-03-29"),
        ("%32027/03/29/ferry-strike", "2027-03-29"),
        # What is no day, or of several, or may be the number of an article:
        ("2027/03/ferry-strike", None),
        ("2027/02/30/ferry-strike", None),
        ("2027/15/09/ferry-strike", None),
        ("2027-03-29/2027-04-02/strikes", None),
        ("news/ferry-strike-20270329", None),
        ("news/20270329.html", None),
        ("id/20270329/ferry-strike", None),
        ("XYZ20270329001400321", None),
        ("web/20270329174457/ferry", None),
        ("ferry-strike-a48120270329b1", None),
        ("story/7/20/1998", "1998-07-20"),
        ("ferry?id=20270329", None),
        ("https://[bad/2027/03/29/", None),
    ],
)
def test_day_in_an_address(path: str, day: str | None) -> None:
    """The address shows the day in the forms that sites use; a number of an article is none."""
    assert day_of(PROSE, url=path if "[" in path else f"https://coast.example/{path}") == day


@pytest.mark.parametrize(
    ("host", "prose", "day"),
    [
        ("coast.example", "Six men were freed on Friday, the mayor said.", "2027-03-05"),
        ("coast.example", "Six men were freed late on Thursday, the mayor said.", "2027-03-05"),
        ("coast.example", "Six men were freed on Monday, the mayor said.", "2027-05-03"),
        ("coast.example", "Six men were freed last week, the mayor said.", None),
        ("coast.example", "Six men were freed on Wednesday, the mayor said.", None),
        ("coast.co.uk", "Six men were freed last week, the mayor said.", "2027-03-05"),
        ("coast.in", "Six men were freed last week, the mayor said.", "2027-03-05"),
        ("coast.us", "Six men were freed last week, the mayor said.", "2027-05-03"),
        ("coast.io", "Six men were freed last week, the mayor said.", None),
        ("coast.example", "Die Männer wurden nach Wochen der Verhandlung frei.", "2027-03-05"),
    ],
)
def test_address_that_may_be_read_in_two_ways(host: str, prose: str, day: str | None) -> None:
    """Language, country or the weekday in the text tell day from month; else there is no day."""
    text = f"{prose} {prose} {prose}"
    assert day_of(text, url=f"https://{host}/article/05/03/2027/freed") == day


def test_metadata_of_another_zone() -> None:
    """Metadata a day beside the address are in UTC; farther away, they are right."""
    plain = label(document(PROSE, url="https://coast.example/2027/03/09/strike"))
    for stated_day, day in ((10, 9), (8, 9), (9, 9), (20, 20)):
        stated_there = replace(plain, date=date(2027, 3, stated_day))
        assert publication_date(stated_there) == date(2027, 3, day)


def test_a_line_on_what_comes_is_not_the_day_of_writing() -> None:
    """A day well behind the one in the address is of something else; an update is not."""
    url = "https://coast.example/2026/10/02/law"
    assert day_of(f"A law for the coast\n1 January 2027\n{PROSE}", url=url) == "2026-10-02"
    assert day_of(f"A law for the coast\n3 October 2026\n{PROSE}", url=url) == "2026-10-03"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("date: 20. März 2027", "2027-03-20"),
        ("published_at: Sat, 20 Mar 2027 10:00:00 +0100", "2027-03-20"),
        ("fecha: 20 de marzo de 2027", "2027-03-20"),
        ("pub_date: 2027/03/20", "2027-03-20"),
        ("date: 03/04/2027", None),
        ("date: soon", None),
    ],
)
def test_front_matter_states_the_day(line: str, day: str | None) -> None:
    """The day in front matter may be written in any language, and under several keys."""
    article = markdown.parse(f"---\ntitle: x\n{line}\n---\n{PROSE}\n".encode())
    assert (article.date.isoformat() if article.date else None) == day


def test_front_matter_in_words() -> None:
    """A day in words in front matter is read, too."""
    text = f"---\ntitle: x\ndate: 20 March 2025\n---\n{PROSE}"
    plain = document(text)
    matter = Block(0, text.index(PROSE) - 1, Kind.METADATA)
    article = replace(plain, blocks=(matter, Block(text.index(PROSE), len(text))))
    assert publication_date(label(article)) == date(2025, 3, 20)


@pytest.mark.parametrize(("text", "day", "mentions", "event"), TOLD)
def test_what_a_sentence_tells(
    text: str, day: str | None, mentions: list[str], event: str | None
) -> None:
    """The dates a sentence mentions, and the older one it is about, or none in doubt."""
    report = date.fromisoformat(day) if day else None
    assert [one.iso for one in dates_mentioned(text, report, "en")] == mentions
    assert date_of_event(text, report, "en") == event


@pytest.mark.parametrize(
    ("language", "text", "days"),
    # The report is of Wednesday, 7 October 2026.
    [
        ("en", "The mill burned down on Monday, the mayor said.", ["05"]),
        ("en", "The council will vote on Friday.", ["09"]),
        ("en", "On Friday the council will vote on the mill.", ["09"]),
        ("en", "On Friday, the owner said, he will sell.", ["02"]),
        ("en", "The vote is expected Friday.", ["09"]),
        ("en", "The mill, which is to be sold next Tuesday, burned.", ["13"]),
        ("en", "Last Wednesday the mill was sold.", ["30"]),
        ("en", "The mill was sold on Wednesday.", ["07"]),
        ("en", "It burned yesterday and will be rebuilt from tomorrow.", ["06", "08"]),
        ("en", "The mill opens every Monday.", []),
        ("de", "Die Mühle brannte am Montag ab, wie die Polizei mitteilte.", ["05"]),
        ("de", "Am Montag wurden drei Menschen verletzt.", ["05"]),
        ("de", "Der Rat wird am Freitag entscheiden.", ["09"]),
        ("de", "Am kommenden Montag tagt der Rat.", ["12"]),
        ("de", "Das Feuer war gestern gelöscht.", ["06"]),
        ("fr", "Le moulin a brûlé lundi, selon le maire.", ["05"]),
        ("fr", "Le conseil votera vendredi.", ["09"]),
        ("fr", "Le conseil se réunit à Ness vendredi.", []),
        ("fr", "Le feu a été éteint hier, et le maire parlera demain.", ["06", "08"]),
        ("es", "Tres personas murieron el lunes en Ness.", ["05"]),
        ("es", "El consejo votará el próximo viernes.", ["09"]),
        ("it", "Il mulino è stato venduto lunedì.", ["05"]),
        ("it", "Il consiglio dovrebbe votare venerdì.", ["09"]),
        ("pt", "O moinho foi vendido na segunda-feira.", ["05"]),
        ("pt", "O conselho vai votar na sexta-feira.", ["09"]),
        ("nl", "De molen werd maandag verkocht.", ["05"]),
        ("nl", "De raad zal vrijdag stemmen.", ["09"]),
        ("pl", "W poniedziałek spłonął młyn.", ["05"]),
        ("pl", "W środę sprzedano młyn.", ["07"]),
        ("pl", "Rada będzie głosować w piątek.", ["09"]),
        ("cs", "V sobotu vyhořel mlýn.", ["03"]),
        ("cs", "Rada bude hlasovat v pátek.", ["09"]),
        ("ru", "В пятницу сгорела мельница.", ["02"]),
        ("ru", "Совет будет голосовать в пятницу.", ["09"]),
        ("uk", "У суботу згоріла стара будівля млина, а вчора була нарада.", ["03", "06"]),
        ("uk", "Рада буде голосувати у п’ятницю.", ["09"]),
        ("sv", "Kvarnen brann i måndags.", ["05"]),
        ("sv", "Rådet ska rösta på fredag.", ["09"]),
        ("da", "Møllen blev solgt mandag.", ["05"]),
        ("no", "Rådet skal stemme fredag.", ["09"]),
        ("fi", "Mylly oli suljettu maanantaina.", ["05"]),
        ("ro", "Moara a fost vândută luni.", ["05"]),
        ("el", "Ο μύλος κάηκε χθες.", ["06"]),
        ("tr", "Değirmen dün yandı.", ["06"]),
        ("fr", "Un jeu de hasard, mer et vent, a été ouvert.", []),
        ("de", "Jeden Montag wurden dort Brote verkauft.", []),
    ],
)
def test_days_seen_from_the_report(language: str, text: str, days: list[str]) -> None:
    """A weekday is the one that the report looks back on, or forward to where it expects."""
    mentions = dates_mentioned(text, date(2026, 10, 7), language)
    assert [mention.iso[8:] for mention in mentions] == days
    assert dates_mentioned(text, None, language) == ()


@pytest.mark.parametrize(
    ("language", "text", "event"),
    [
        ("en", "On 1 January 2027 the new law begins.", None),
        ("en", "Parliament called an election on 14 March 2027.", None),
        ("en", "The minister signed a law taking effect on 1 January 2027.", None),
        ("en", "The yard promised delivery on 1 March 2027.", None),
        ("en", "Those killed will be remembered on 1 March 2027.", None),
        ("en", "The ferry collided with a yacht on 1 March 2027.", "2027-03-01"),
        ("de", "Am 1. Januar 2027 tritt das Gesetz in Kraft.", None),
        ("fr", "Le 1er janvier 2027, la loi entrera en vigueur.", None),
        ("es", "El 1 de enero de 2027 entra en vigor la ley.", None),
        ("pl", "1 stycznia 2027 wejdzie w życie ustawa.", None),
        ("ru", "1 января 2027 года закон вступит в силу.", None),
        ("de", "Am Montag wurde das Gesetz beschlossen.", "2026-10-05"),
        ("de", "„Am Montag wurde es beschlossen“, sagte er.", None),
    ],
)
def test_a_day_to_come_contradicts_no_report(language: str, text: str, event: str | None) -> None:
    """What is planned for a day after the report is no event; only a mishap contradicts it."""
    assert date_of_event(text, date(2026, 10, 7), language) == event


@pytest.mark.parametrize(
    ("language", "part"),
    [
        ("fr", "lundi "),
        ("fr", "lundi, il a "),
        ("fr", "prochain lundi "),
        ("fr", "hier "),
        ("en", "Monday "),
        ("en", "on Monday, he "),
    ],
)
def test_a_sentence_of_any_length_is_read_in_one_pass(language: str, part: str) -> None:
    """Twice the weekdays take about twice the steps."""
    few, many = (
        steps(lambda n=n: dates_mentioned(part * n, date(2026, 10, 7), language))
        for n in (300, 600)
    )
    assert many < 3 * few


def test_other_languages_tell_full_dates() -> None:
    """A day with its month's name at the beginning counts in any language."""
    text = "Am 7. Juli 2005 starben 52 Menschen in London."
    assert date_of_event(text, date(2005, 12, 18), "de") == "2005-07-07"
    assert date_of_event("52 Menschen starben am 7. Juli 2005.", date(2005, 12, 18), "de") is None


@given(
    st.lists(
        st.sampled_from(
            "On July 7 2005 , Tuesday May 12 31 2004 in last year yesterday was killed "
            'who " 3 days ago '
            "March 2010 . the February 29 since".split(" ")
        )
    ).map(" ".join),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
)
def test_mentions_are_dates_in_order(text: str, day: date) -> None:
    """Whatever the words: mentions are in order, apart, and each is a date that exists."""
    mentions = dates_mentioned(text, day, "en")
    for one, other in pairwise(mentions):
        assert one.end <= other.start
    for one in mentions:
        assert 0 <= one.start < one.end <= len(text)
        datetime.strptime((one.iso + "-01-01")[:10], "%Y-%m-%d")
    event = date_of_event(text, day, "en")
    assert event is None or event in {one.iso for one in mentions}
    assert event is None or event < day.isoformat()


def test_every_real_article_gets_its_day(shared: Path) -> None:
    """Each of the hundred articles has the day of its first line that is a date."""
    for path in sorted((shared / "articles" / "wikinews").glob("*.txt")):
        text = path.read_text("utf-8")
        lines = [line.strip() for line in text.splitlines() if line.strip()][1:4]
        days = [one.date for line in lines for one in stated(line[:30]) if one.date]
        assert publication_date(label(document(text))) == days[0], path.name


@pytest.mark.parametrize(
    ("language", "most"),
    # What is missing or wrong is so in the translations themselves.
    [("french", 0), ("czech", 2), ("greek", 1), ("hebrew", 1), ("arabic", 3), ("hindi", 9)],
)
def test_translations_get_the_same_days(shared: Path, language: str, most: int) -> None:
    """The same articles in six languages have the same days."""

    def days(name: str) -> list[date | None]:
        listed = (shared / "data" / "multiling2011" / f"{name}.jsonl").read_text("utf-8")
        texts = [text for line in listed.strip().split("\n") for text in json.loads(line)["docs"]]
        return [publication_date(label(document(text))) for text in texts]

    pairs = zip(days(language), days("english"), strict=True)
    assert sum(one != other for one, other in pairs) <= most


def test_days_in_the_addresses_of_the_web(shared: Path) -> None:
    """Of articles as a scraper left them, every day that their addresses show is found."""
    folder = shared / "editor"
    kept_out = (folder / "kept-out.txt").read_text("utf-8").split()
    lines = (folder / "sources.tsv").read_text("utf-8").splitlines()[1:]
    rows = [row for line in lines if (row := line.split("\t"))[0] not in kept_out]
    dated = {(story, number): day for story, number, day, *_ in rows}
    wrong, shown = [], 0
    for story in sorted({story for story, _ in dated}):
        for path in sorted((folder / "stories" / story).glob("[0-9][0-9].*")):
            article = readers.read(str(path))
            assert isinstance(article, Document)
            day = publication_date(label(replace(article, language=detect(article.text))))
            stated_day = dated[story, path.stem]
            shown += stated_day != "-"
            # Any day is of the week of the story: the scraper took them all from one.
            near = day is None or date(2025, 8, 18) <= day <= date(2025, 8, 27)
            if not near or (stated_day != "-" and str(day) != stated_day):
                wrong.append((story, path.name, stated_day, day))
    assert wrong == []
    assert shown >= 9
