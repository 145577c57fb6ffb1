"""Sets that nobody would put together on purpose: a sensible page each time, within its budget."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from brief import formats
from brief.model import Briefing
from brief.page.sheet import SHEET_LINES
from brief.pipeline import brief, read, render
from brief.settings.page_options import Config

SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo ka le mo nu pi ra".split()
LANGUAGES = {
    "en": "The council of {0} closed the {1} mine on Monday, and 40 people of {2} lost their work, "
    "the mayor said. The {1} company had asked for 3 million crowns from the state.",
    "fr": "Le conseil de {0} a fermé la mine de {1} lundi, et 40 habitants de {2} ont perdu leur "
    "travail, a dit le maire. La société {1} avait demandé 3 millions de couronnes à l'État.",
    "de": "Der Rat von {0} hat am Montag das Bergwerk {1} geschlossen, und 40 Menschen aus {2} "
    "haben ihre Arbeit verloren, sagte der Bürgermeister. Die Firma {1} hatte 3 Millionen Kronen "
    "vom Staat verlangt.",
    "es": "El consejo de {0} cerró el lunes la mina de {1}, y 40 personas de {2} perdieron su "
    "trabajo, dijo el alcalde. La empresa {1} había pedido 3 millones de coronas al Estado.",
}


def words_for(seed: int) -> list[str]:
    """Return made-up words, the same for one seed."""
    rng = random.Random(seed)
    return ["".join(rng.choices(SYLLABLES, k=4)) for _ in range(40)]


def article(seed: int) -> str:
    """Return an article of a story of its own."""
    own = words_for(seed)
    names = [word.capitalize() for word in own]
    return (
        f"{names[0]} {own[4]} {own[5]} in {names[1]}\n\n"
        f"{names[0]} {names[2]} {own[4]}ed {seed % 80 + 3} {own[5]} in {names[1]} and {names[3]}. "
        f"The {own[6]} of {names[1]} {own[7]}ed a {own[8]} by the {own[9]} {names[4]}. "
        f"{names[5]} {names[6]} sold {seed % 70 + 11} {own[10]} to {names[7]}.\n"
    )


def one(folder: Path) -> None:
    (folder / "one.txt").write_text(article(1), encoding="utf-8")


def copies(folder: Path) -> None:
    for number in range(300):
        (folder / f"{number}.txt").write_text(f"{article(1)}\nCopy {number}.\n", encoding="utf-8")


def strangers(folder: Path) -> None:
    for number in range(200):
        (folder / f"{number}.txt").write_text(article(number), encoding="utf-8")


def tongues(folder: Path) -> None:
    for language, text in LANGUAGES.items():
        for number in range(5):
            filled = text.format("Osk", "Tarn", "Larn")
            path = folder / f"{language}{number}.txt"
            path.write_text(f"Tarn {number}\n\n{filled}\n\n{filled}\n", encoding="utf-8")


def long(folder: Path) -> None:
    parts = [article(number).partition("\n\n")[2] for number in range(1700)]
    (folder / "long.txt").write_text("A long report\n\n" + "\n\n".join(parts), encoding="utf-8")


def contradictory(folder: Path) -> None:
    for number, day in enumerate(("1 March 2025", "5 June 2031", "31 February 2025", "")):
        head, _, body = article(1).partition("\n\n")
        path = folder / f"20{30 - number}-01-0{number + 1}-x.txt"
        path.write_text(f"{head} {number}\n\n{day}\n\nOn 9 May 2024, {body}", encoding="utf-8")


def numbers(folder: Path) -> None:
    styles = ("4.687,50", "4,687.50", "1.2.3", "12.345.678,9", "4.687,5.0", "1’229.5", "٣٬٢٢٩٫٥")
    for number, (style, text) in enumerate(product(styles, LANGUAGES.values())):
        filled = (
            text.format("Osk", "Tarn", "Larn").replace(" 3 ", f" {style} ").replace("40", style)
        )
        path = folder / f"{number}.txt"
        path.write_text(f"Tarn mine {number}\n\n{filled}\n\n{filled}\n", encoding="utf-8")


TABLES = (
    "<tr><td><ul><li>Piles</li><li>Deck</li></ul></td></tr><tr><td>Sum</td><td>20</td></tr>",
    "<tr></tr><tr><td></td><td> </td></tr><tr><td>Sum</td></tr>",
    "<tr><td><p></p><p>Piles</p></td><td><br></td></tr>",
    "<tr><td> | | </td><td>|</td></tr><tr><td>Deck | Piles | Sum</td></tr>",
    "<tr><td><table><tr><td></td></tr><tr><td>Piles</td><td>3</td></tr></table></td></tr>",
    "<caption></caption><thead><tr><th></th></tr></thead><tbody><tr><td></td></tr></tbody>",
)


def tables(folder: Path) -> None:
    for number, rows in enumerate(TABLES):
        title, _, body = article(number).partition("\n\n")
        text = f"<h1>{title}</h1><p>{body}</p><table>{rows}</table><p>{article(number + 50)}</p>"
        html = f"<html><head><title>{title}</title></head><body><article>{text}</article></body>"
        (folder / f"{number}.html").write_text(f"{html}</html>", encoding="utf-8")


def impossible_days(folder: Path) -> None:
    days = ("0001-01-01", "9999-12-31", "0001-01-01T00:00:00Z", "9999/12/31", "0000-00-00")
    for number, day in enumerate(days):
        title, _, body = article(number).partition("\n\n")
        told = f"It was said last month, on Monday and tomorrow, ten days ago. {body}"
        text = f"---\ntitle: {title}\ndate: {day}\n---\n\n{told}\n"
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
        meta = f'<meta property="article:published_time" content="{day}">'
        html = f"<html><head><title>{title}</title>{meta}</head><body><article><h1>{title}</h1>"
        (folder / f"{number}.html").write_text(f"{html}<p>{told}</p></article>", encoding="utf-8")


def test_no_article_is_of_an_impossible_day(tmp_path: Path) -> None:
    """Templates fill an empty field with a day at the beginning or the end of the calendar."""
    impossible_days(tmp_path)
    assert {document.date for document in read([tmp_path], Config())} == {None}


SETS: dict[str, tuple[Callable[[Path], None], int]] = {
    "one article": (one, 1),
    "300 copies of one article": (copies, 300),
    "200 articles on 200 stories": (strangers, 200),
    "articles in four languages": (tongues, 20),
    "an article of 60,000 words": (long, 1),
    "articles with contradictory dates": (contradictory, 4),
    "numbers with every separator": (numbers, 28),
    "tables with empty rows": (tables, 6),
    "days of the year 1 and 9999": (impossible_days, 10),
}


@pytest.mark.parametrize("name", SETS)
def test_a_sensible_page_within_its_budget(tmp_path: Path, name: str) -> None:
    """Every article is counted, some line is told, and the page is one sheet of 600 words."""
    fill, articles = SETS[name]
    fill(tmp_path)
    made = brief(read([tmp_path], Config()), Config(), now=date(2026, 11, 20))
    assert len(made.documents) == articles, made.skipped
    assert made.in_brief
    words, lines = formats.measure(made)
    assert words <= 600
    assert lines <= SHEET_LINES
    assert len({line.text for line in made.in_brief}) == len(made.in_brief)


def page(folder: Path) -> Briefing:
    return brief(read([folder], Config()), Config(), now=date(2026, 11, 20))


def test_the_copies_of_an_article_are_one_origin(tmp_path: Path) -> None:
    """Three hundred of them are one origin; a line names four."""
    copies(tmp_path)
    made = page(tmp_path)
    assert [len(group) for group in made.copies] == [300]
    assert all(len(line.citations) <= 4 for line in made.in_brief)
    claims = json.loads(render(made, "json"))["claims"]
    assert {claim["origins"] for claim in claims if claim["line"]} == {1}


def test_strangers_are_stories_of_their_own(tmp_path: Path) -> None:
    """Two hundred of them do not fit; those that do have a line, the others are counted."""
    strangers(tmp_path)
    made = page(tmp_path)
    assert len(made.stories) >= 190
    shown = [story for story in made.stories if story.in_brief]
    assert 3 <= len(shown) < 40


def test_each_language_is_a_story_of_its_own(tmp_path: Path) -> None:
    """The same news in four languages is told four times, and nothing is confirmed across them."""
    tongues(tmp_path)
    made = page(tmp_path)
    spoken = {number: document.language for number, document in enumerate(made.documents, 1)}
    assert set(spoken.values()) == set(LANGUAGES)
    for story in made.stories:
        assert len({spoken[number] for number in story.documents}) == 1
    for line in made.in_brief:
        assert len({spoken[one.document] for one in line.citations}) == 1
