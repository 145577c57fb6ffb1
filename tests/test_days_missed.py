"""Which days a scheduled page says that it covers, and the one line of a day without news."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import feedparser
import pytest
from pypdf import PdfReader
from test_proof import signed
from test_running import BANK, DAY, FERRY, Place, is_proven

from brief.errors import UsageError
from brief.formats import FORMATS, mail, parse, terminal
from brief.formats.typeset import Window
from brief.language.phrases import languages, phrases
from brief.memory.tables import PageMade
from brief.model import Skipped
from brief.pipeline import brief, quiet, read, record, render, typeset, verify
from brief.run.covered import Covered, covered
from brief.settings.page_options import Config
from brief.settings.run_options import Settings

ONE = timedelta(days=1)
NEWS = '[[source]]\nfolder = "news"\n'
EVERY = 'formats = ["markdown", "json", "text", "html", "pdf"]\n'
ROOT = Path(__file__).parents[1]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, NEWS)


def file(place: Place, name: str) -> str:
    return (place.folder / "briefings" / name).read_text(encoding="utf-8")


def days_on(place: Place, period: str) -> str:
    """Return the days that stand on a page."""
    return place.page(period).split("\n\n")[1].partition(" · ")[0]


def news(number: int, day: int) -> str:
    """Return an article of a day of November 2026 that is about nothing else."""
    name = f"Tarn{number}"
    return (
        f"Mine {number} of {name} closes\n\n{day} November 2026\n\nThe council of {name} closed "
        f"copper mine {number}, and {number}00 miners of Larn{number} lost their work, Mayor Maria"
        f" Berg{number} said. The owner of mine {number} wanted {number} million crowns.\n"
    )


def test_the_page_behind_missed_days_says_which_it_covers(place: Place) -> None:
    """A machine was asleep for two: every form of the page, its archive and its mail say so."""
    place.settings = f"{EVERY}{NEWS}"
    place.run()
    place.put("bank", BANK)
    place.run(DAY + 3 * ONE)
    assert days_on(place, "2026-11-20") == "20 November 2026"
    assert days_on(place, "2026-11-23") == "21–23 November 2026"
    line = "21–23 November 2026 · 1 article"
    for suffix in ("md", "html", "txt"):
        shown = re.sub("<[^>]+>", "", file(place, f"2026-11-23.{suffix}"))
        assert f"\n{line} · 34 words read" in shown
    page = json.loads(file(place, "2026-11-23.json"))
    assert (page["first_day"], page["generated"]) == ("2026-11-21", "2026-11-23")
    assert "first_day" not in json.loads(file(place, "2026-11-20.json"))
    sheet = PdfReader(place.folder / "briefings" / "2026-11-23.pdf").pages[0].extract_text()
    assert line in sheet.replace("\xa0", " ")
    assert place.contents[-1].text.split("\n\n")[1].startswith(line)
    assert f"{line} · " in re.sub("<[^>]+>", "", place.contents[-1].html).replace("&nbsp;", " ")
    start = re.sub("<[^>]+>", "", file(place, "index.html"))
    assert f"\n23 Bank of Bren fined {line}\n" in start
    assert "\n20 Ferry sinks off Osk 1 article\n" in start
    entry, _ = feedparser.parse(file(place, "feed.xml")).entries
    assert line in entry.content[0].value
    for suffix in ("md", "json", "html"):
        assert is_proven(place, f"2026-11-23.{suffix}")


def test_another_span_of_days_is_found_out(place: Place) -> None:
    """Whether the line below the title is changed, or the signature with it."""
    place.run()
    place.put("bank", BANK)
    place.run(DAY + 3 * ONE)
    page = place.folder / "briefings" / "2026-11-23.md"
    whole = page.read_text(encoding="utf-8")
    for old, new in (("21–23 November", "20–23 November"), ("21–23 November", "23 November")):
        page.write_text(signed(whole.replace(old, new)), encoding="utf-8")
        (fault,) = verify(page, sources=place.folder).faults
        assert "November" in fault.message
    page.write_text(signed(whole.replace("|first_day:2026-11-21", "")), encoding="utf-8")
    assert verify(page, sources=place.folder).faults


def test_a_holiday_is_one_page_of_all_its_days(place: Place) -> None:
    """The budget is that of one page, and each day's story has its line."""
    place.run()
    for day in (21, 22, 23, 24):
        place.put(f"mine-{day}", news(day, day))
    assert place.run(DAY + 4 * ONE).stories == 4
    page = place.page("2026-11-24")
    assert days_on(place, "2026-11-24") == "21–24 November 2026"
    told = re.findall(r"^[0-9]+\. The council of Tarn([0-9]+)", page, re.MULTILINE)
    assert sorted(told) == ["21", "22", "23", "24"]
    body, _, _ = page.rpartition("\n\n")
    assert len(body.split()) <= 600 and body.count("\n") <= 62
    place.put("bank", BANK)
    place.run(DAY + 5 * ONE)
    assert days_on(place, "2026-11-25") == "25 November 2026"


def test_a_limit_counts_for_each_day_that_was_missed(place: Place) -> None:
    """What it left over would stand on the page of another day."""
    place.settings = f"{NEWS}limit = 2\n"
    place.run()
    for day in range(21, 28):
        place.put(f"mine-{day}", news(day, day))
    assert place.run(DAY + 3 * ONE).articles == 6
    assert place.run(DAY + 4 * ONE).articles == 1
    place.settings = f"limit = 1\n{NEWS}"
    for day in range(11, 14):
        place.put(f"mine-{day}", news(day, day))
    assert place.run(DAY + 6 * ONE).articles == 2


def test_a_run_without_news_is_no_missed_day(place: Place) -> None:
    """With a page of its own or without: nothing was new then, and the next says no more."""
    place.run()
    assert place.run(DAY + ONE).what == "quiet"
    place.settings = f'quiet = "skip"\n{NEWS}'
    assert place.run(DAY + 2 * ONE).path is None
    place.put("bank", BANK)
    place.run(DAY + 3 * ONE)
    assert days_on(place, "2026-11-23") == "23 November 2026"


def test_days_that_no_run_could_read_are_missed(place: Place) -> None:
    """A morning on which no source can be read has no page: the next covers it."""
    place.run()
    (place.folder / "news").rename(place.folder / "away")
    with pytest.raises(UsageError):
        place.run(DAY + ONE)
    (place.folder / "away").rename(place.folder / "news")
    place.put("bank", BANK)
    place.run(DAY + 2 * ONE)
    assert days_on(place, "2026-11-22") == "21–22 November 2026"


def test_a_page_made_again_covers_the_same_days(place: Place) -> None:
    """By force, with another article; with all that was seen it covers its day alone."""
    place.run()
    place.put("bank", BANK)
    place.run(DAY + 3 * ONE)
    place.run(DAY + 3 * ONE + timedelta(hours=2), force=True)
    assert days_on(place, "2026-11-23") == "21–23 November 2026"
    place.run(DAY + 3 * ONE, force=True, everything=True)
    assert days_on(place, "2026-11-23") == "23 November 2026"


def test_days_are_those_of_the_zone(place: Place) -> None:
    """Seven in the evening here is the next morning in Tokyo."""
    place.settings = f'zone = "Asia/Tokyo"\n{NEWS}'
    place.run(DAY + timedelta(hours=12))
    place.put("bank", BANK)
    place.run(DAY + 2 * ONE + timedelta(hours=12))
    assert days_on(place, "2026-11-23") == "22–23 November 2026"


def test_a_page_of_a_week_says_its_days(place: Place) -> None:
    """Those since the last, whatever the day of the week; before the first, seven."""
    place.settings = f'period = "week"\n{EVERY}{NEWS}[page]\npage_language = "de"\n'
    place.run()
    assert days_on(place, "2026-W47") == "14.–20. November 2026"
    place.put("bank", BANK)
    place.run(DAY + 7 * ONE)
    assert days_on(place, "2026-W48") == "21.–27. November 2026"
    place.put("mine", news(1, 7))
    place.run(DAY + 17 * ONE)
    assert days_on(place, "2026-W50") == "28. November – 7. Dezember 2026"
    place.run(DAY + 28 * ONE)
    assert place.page("2026-W51").startswith("Nichts Neues, 8.–18. Dezember.\n")
    start = re.sub("<[^>]+>", "", file(place, "index.html"))
    assert "\n2026-W48 Bank of Bren fined 21.–27. November 2026 · 1 Artikel\n" in start
    for period in ("2026-W47", "2026-W48", "2026-W50", "2026-W51"):
        for suffix in ("md", "json", "html"):
            assert is_proven(place, f"{period}.{suffix}")


@pytest.mark.parametrize(
    ("period", "last", "made", "now", "first", "pages"),
    [
        ("day", "", "", "2026-11-26", "2026-11-26", 1),
        ("day", "2026-11-25", "2026-11-25", "2026-11-26", "2026-11-26", 1),
        ("day", "2026-11-23", "2026-11-23", "2026-11-26", "2026-11-24", 3),
        # Learned from another machine today, or made again later: it is of its day all the same.
        ("day", "2026-11-23", "2026-11-26", "2026-11-26", "2026-11-24", 3),
        ("day", "2026-12-30", "2026-12-30", "2027-01-02", "2026-12-31", 3),
        # The clock was wrong.
        ("day", "2026-11-25", "2026-12-25", "2026-11-26", "2026-11-26", 1),
        ("week", "", "", "2026-11-26", "2026-11-20", 1),
        ("week", "2026-W47", "2026-11-16", "2026-11-23", "2026-11-17", 1),
        ("week", "2026-W47", "2026-11-20", "2026-11-23", "2026-11-21", 1),
        ("week", "2026-W46", "2026-11-09", "2026-11-23", "2026-11-10", 2),
        ("week", "2026-W46", "2026-11-23", "2026-11-23", "2026-11-16", 2),
        # From pages of days to pages of weeks.
        ("week", "2026-11-21", "2026-11-21", "2026-11-26", "2026-11-22", 1),
    ],
)
def test_days_are_counted_from_the_last_page(
    period: str, last: str, made: str, now: str, first: str, pages: int
) -> None:
    """From the day behind that of the last page, and how many pages were to cover them."""
    before = PageMade(
        briefing="morning",
        period=last,
        made_at=datetime.fromisoformat(f"{made or now}T07:00:00+00:00"),
        digest="",
        path="",
        outcome="page",
        articles=1,
    )
    moment = datetime.fromisoformat(f"{now}T07:00:00+00:00")
    days = covered(Settings(period=period), before if last else None, moment)
    assert days == Covered(
        first=date.fromisoformat(first), last=date.fromisoformat(now), pages=pages
    )


def test_a_page_by_hand_may_cover_several_days(tmp_path: Path) -> None:
    """`first_day` is signed, and is no later than the day of the page."""
    article = tmp_path / "a.txt"
    article.write_text(FERRY, encoding="utf-8")
    config = Config(now=date(2026, 11, 26), first_day=date(2026, 11, 24))
    made = brief(read([article]), config)
    for name in ("markdown", "json", "html"):
        page = tmp_path / f"page.{FORMATS[name].suffix}"
        page.write_text(render(made, name, tmp_path), encoding="utf-8")
        verdict = verify(page)
        assert (verdict.faults, verdict.unchecked) == ((), ())
    since = Config(now=date(2026, 11, 27), since=tmp_path / "page.md")
    assert brief(read([article]), since).unchanged == (1,)
    with pytest.raises(UsageError, match="2026-11-27 is after 2026-11-26"):
        brief(read([article]), replace(config, first_day=date(2026, 11, 27)))


# A day without news.


@pytest.mark.parametrize("language", languages())
def test_a_quiet_day_is_one_line_in_every_form(language: str) -> None:
    """Then what was skipped and the signature; it is read back, and so is its title."""
    config = Config(
        now=date(2026, 12, 1), page_language=language if language != "en" else None, words=300
    )
    made = quiet(config, (Skipped("https://example.org/feed", "404 Not Found", file=False),))
    say = phrases(language)
    line = say.say("quiet", days=say.days(date(2026, 12, 1), date(2026, 12, 1)))
    marks = "\u200f"
    for name in ("markdown", "html", "json"):
        page = FORMATS[name].render(made)
        assert page.count(line) == (2 if name == "html" else 1)
        assert "https://example.org/feed" in page
        read_back = parse(page, "page")
        assert (read_back.faults, read_back.intact, read_back.claims) == ((), True, ())
    for page in (FORMATS["text"].render(made), mail.plain(made)):
        title, blank, skipped, *_ = page.replace(marks, "").split("\n")
        assert (title, blank) == (line, "")
        assert "https://example.org/feed" in skipped
    window = Window(columns=60, styled=False, linked=False)
    assert terminal.render(made, window).replace(marks, "").startswith(f"{line}\n\n")
    assert len(PdfReader(BytesIO(typeset(made, strict=False))).pages) == 1


def test_the_mail_of_a_quiet_day_shows_no_signature_behind_its_subject() -> None:
    """What a list of mails shows there is what was skipped, or the line itself."""
    made = quiet(Config(now=date(2026, 12, 1)), ())
    shown = re.search(r"line-height:1px;\">(.*?)</div>", mail.render(made))
    assert shown and shown[1] == "Nothing new, 1 December."
    skipped = replace(made, skipped=(Skipped("a.txt", "empty"),))
    shown = re.search(r"line-height:1px;\">(.*?)</div>", mail.render(skipped))
    assert shown and shown[1] == "Skipped: a.txt (empty)."


def test_a_quiet_day_of_a_holiday_is_one_line_with_its_days(place: Place) -> None:
    """In the archive and its feed, too; what was skipped stands below."""
    place.settings = f'{EVERY}{NEWS}[[source]]\nfeed = "https://example.org/feed"\n'
    place.run()
    place.run(DAY + 3 * ONE)
    line = "Nothing new, 21–23 November."
    text = place.page("2026-11-23")
    skipped = "Skipped: https://example.org/feed (404 Not Found)."
    assert text.startswith(f"{line}\n\n{skipped}\nbrief|")
    assert place.contents[-1].title == line
    assert f": {line} (" in file(place, "index.md")
    assert f"\n23 {line}\n" in re.sub("<[^>]+>", "", file(place, "index.html"))
    entry, _ = feedparser.parse(file(place, "feed.xml")).entries
    assert (entry.title, entry.content[0].value) == (line, "")
    for suffix in ("md", "json", "html"):
        assert is_proven(place, f"2026-11-23.{suffix}")


def test_a_title_of_the_user_gives_way_on_a_quiet_day(place: Place) -> None:
    """The page is one line, and who verifies it need not know the title."""
    place.settings = f'{NEWS}[page]\ntitle = "Our morning"\n'
    place.run()
    place.run(DAY + ONE)
    assert place.page("2026-11-20").startswith("Our morning\n")
    assert place.page("2026-11-21").startswith("Nothing new, 21 November.\n")
    assert is_proven(place, "2026-11-21.md")


@pytest.mark.parametrize("name", ["markdown", "json", "html"])
def test_the_line_of_another_day_is_found_out(place: Place, name: str) -> None:
    """Even where the page cannot be made again, its line is that of its signature's days."""
    place.run()
    place.run(DAY + ONE)
    page = place.folder / "briefings" / f"2026-11-21.{FORMATS[name].suffix}"
    text = page.read_text(encoding="utf-8")
    assert parse(text, "page").faults == ()
    faults = parse(text.replace("Nothing new, 21 Nov", "Nothing new, 22 Nov"), "page").faults
    assert any("title" in fault.message for fault in faults)


def test_quiet_pages_of_before_are_proven(place: Place) -> None:
    """Title, day, and that nothing is new; a page may look back on one."""
    place.run()
    folder = place.folder / "briefings"
    made = quiet(Config(title="morning", now=date(2026, 11, 21)), ())
    text = record.written(record.Record(articles=(), title="morning"))
    digest = sha256(text.encode()).hexdigest()
    name = f"sources/2026-11-21/{record.name_of(digest)}"
    (folder / name).parent.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    made = replace(made, signature=record.signed(made.signature, name, digest))
    for form in ("markdown", "json", "html"):
        page = folder / f"2026-11-21.{FORMATS[form].suffix}"
        page.write_text(FORMATS[form].render(made), encoding="utf-8")
        assert is_proven(place, page.name)
    shown = "# morning\n\n21 November 2026\n\nSince the earlier page: nothing is new.\n\nbrief|"
    assert file(place, "2026-11-21.md").startswith(shown)
    config = Config(now=date(2026, 11, 22), since=folder / "2026-11-21.md")
    assert brief(read([str(place.folder / "news")]), config).unchanged == ()
    place.put("bank", BANK)
    assert place.run(DAY + 2 * ONE).articles == 1  # It was learned as a page of its day.
    assert days_on(place, "2026-11-22") == "22 November 2026"


def test_the_command_line_takes_the_first_day(capsys: pytest.CaptureFixture[str]) -> None:
    """`--first-day` stands below the title; one behind the day of the page is refused."""
    from brief.cli import main

    page = ("inputs/ferry-toll-reaches-23.html", "--now", "2026-11-26", "--first-day")
    path = str(ROOT / page[0])
    assert main([path, *page[1:], "2026-11-24"]) == 0
    assert "\n24–26 November 2026 · 1 article · " in capsys.readouterr().out
    assert main([path, *page[1:], "2026-11-27"]) == 2
    assert "first_day: 2026-11-27 is after 2026-11-26" in capsys.readouterr().err
