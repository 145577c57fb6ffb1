"""A page is made again from what it names: scheduled pages, what was skipped, files elsewhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from test_running import BANK, DAY, FEED, FERRY, LINKED, PAGE, Place
from work import steps

from brief.formats import links
from brief.pipeline import Verdict, brief, condense, read, render, render_extracts, verify
from brief.settings.page_options import Config

NOW = date(2026, 11, 20)


def is_proven(verdict: Verdict) -> bool:
    return not verdict.faults and not verdict.unchecked


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A folder of articles, to be run in."""
    monkeypatch.chdir(tmp_path)
    return Place(tmp_path)


# Scheduled pages

FEEDS = '[[source]]\nfeed = "https://example.org/feed"\nname = "The Dale Post"\nlanguage = "en"\n'
GONE = '[[source]]\nfeed = "https://example.org/gone"\n'
UPDATED = PAGE.replace(
    "<p>The owner",
    "<p>The court of Dale stopped the closing on Saturday, Judge Ines Holt said in Larn.</p><p>The"
    " owner",
)


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param('[[source]]\nfolder = "news"\n', id="a folder"),
        pytest.param(FEEDS, id="a feed with a name of its own"),
        pytest.param(FEEDS + '[[source]]\nfolder = "news"\n', id="both"),
        pytest.param(FEEDS + GONE, id="a feed that is gone"),
        pytest.param(f'period = "week"\n{FEEDS}', id="weeks"),
        pytest.param(f'{FEEDS}[page]\ntitle = "Our morning"\nwords = 300\n', id="a title"),
        pytest.param(f'{FEEDS}[page]\nfocus = "whales"\n', id="a topic that nobody tells of"),
        pytest.param(f'{FEEDS}[page]\npage_language = "de"\n', id="in German"),
    ],
)
def test_every_page_of_a_schedule_is_proven(place: Place, settings: str) -> None:
    """New, quiet, or of updated articles; with what a feed said and its texts do not."""
    place.settings = settings
    place.web = {"https://example.org/feed": FEED, LINKED: PAGE}
    (place.folder / "news" / "x.png").write_bytes(b"\x89PNG")
    place.run()
    place.run(DAY + timedelta(days=7))
    place.put("bank", BANK)
    place.web |= {
        "https://example.org/feed": FEED.replace("closes.", "closes early."),
        LINKED: UPDATED,
    }
    place.run(DAY + timedelta(days=14))
    pages = [*(place.folder / "briefings").glob("20*.*"), place.folder / "briefings" / "latest.md"]
    pages = [path for path in pages if path.suffix in (".md", ".json", ".html")]
    assert len(pages) >= 5
    for path in pages:
        for folder in (place.folder, place.folder / "news"):
            verdict = verify(path, sources=folder, given={"topic": "whales"})
            assert is_proven(verdict), (path.name, verdict)


def test_a_record_that_was_changed_proves_nothing(place: Place) -> None:
    """What it says of an article is no more than what the page says then."""
    place.settings = FEEDS
    place.web = {"https://example.org/feed": FEED, LINKED: PAGE}
    place.run()
    page = place.folder / "briefings" / "2026-11-20.md"
    (record,) = (place.folder / "briefings" / "sources" / "2026-11-20").glob("*.json")
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("The Dale Post", "The Bren Post"), encoding="utf-8")
    (open_one,) = verify(page).unchecked
    assert "its record" in open_one and "has changed" in open_one
    record.unlink()
    (open_one,) = verify(page).unchecked
    assert "its record" in open_one and "not at hand" in open_one


def test_a_title_that_no_record_has_is_open(place: Place) -> None:
    """Whoever writes one into the signature of a scheduled page is found out."""
    place.settings = FEEDS
    place.web = {"https://example.org/feed": FEED, LINKED: PAGE}
    place.run()
    page = place.folder / "briefings" / "2026-11-20.md"
    text = page.read_text(encoding="utf-8")
    (title, label) = re.findall(r"^# \[(.*)\]\[(c1)\]$", text, re.MULTILINE)[0]
    text = text.replace(f"# [{title}][{label}]", "# Minister arrested")
    text = re.sub(r"^\[c1\]: .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[c([0-9]+)\]", lambda place: f"[c{int(place[1]) - 1}]", text)
    text = text.replace("|now:2026-11-20|", "|now:2026-11-20|title:Minister%20arrested|")
    page.write_text(signed(text), encoding="utf-8")
    verdict = verify(page)
    assert not verdict.faults and "Minister arrested" in verdict.unchecked[0]


def test_a_page_in_text_leads_to_no_files_of_ours(place: Place) -> None:
    """It is sent to people who have none; the page that stays names the record."""
    place.settings = FEEDS
    place.web = {"https://example.org/feed": FEED, LINKED: PAGE}
    place.run()
    assert "record" not in place.sent[0][1]
    page = place.folder / "briefings" / "2026-11-20.md"
    assert "|record:sources%2F2026-11-20%2F" in page.read_text(encoding="utf-8")


# Pages made by hand


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two articles, and files that are none."""
    monkeypatch.chdir(tmp_path)
    inner = tmp_path / "news" / "old"
    inner.mkdir(parents=True)
    (tmp_path / "news" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (inner / "bank.txt").write_text(BANK, encoding="utf-8")
    (inner / "short.txt").write_text("Too short.\n", encoding="utf-8")
    (tmp_path / "news" / "a.png").write_bytes(b"\x89PNG")
    (tmp_path / "news" / "b.css").write_text("a {}", encoding="utf-8")
    return tmp_path


def page_in(place: Path, *paths: str, config: Config | None = None) -> Path:
    """Write the page of some paths to a file there, as the command line does."""
    place.parent.mkdir(exist_ok=True)
    made = brief(read(paths, config), config, now=NOW)
    form = "json" if place.suffix == ".json" else "markdown"
    place.write_text(render(made, form, place.parent), encoding="utf-8")
    return place


@pytest.mark.parametrize("name", ["page.md", "page.json", "out/page.md"])
@pytest.mark.parametrize("paths", [("news",), ("news/old", "news/ferry.txt", "news/a.png"), (".",)])
def test_what_was_skipped_is_looked_for_again(
    folder: Path, name: str, paths: tuple[str, ...]
) -> None:
    """The signature says where; another file of another kind is said, and is no fault."""
    page = page_in(Path(name), *paths)
    assert is_proven(verify(page, sources=folder)), verify(page, sources=folder)
    (folder / "news" / "old" / "c.gif").write_bytes(b"GIF89a")
    verdict = verify(page, sources=folder)
    assert not verdict.faults
    assert "what was skipped" in verdict.unchecked[0]


@pytest.mark.parametrize("form", ["markdown", "json"])
def test_extracts_are_made_again(folder: Path, form: str) -> None:
    """With what was skipped, and a topic that nobody tells of."""
    text = render_extracts(condense(read(["news"]), focus="whales"), form)
    page = folder / ("extracts.json" if form == "json" else "extracts.md")
    page.write_text(text, encoding="utf-8")
    assert is_proven(verify(page, given={"topic": "whales"}))
    assert "its topic, “whales”" in verify(page).unchecked[0]


def moved_together(folder: Path) -> tuple[Path, Path | None]:
    shutil.move(folder / "news", folder / "elsewhere" / "news")
    shutil.move(folder / "page.md", folder / "elsewhere" / "page.md")
    return folder / "elsewhere" / "page.md", None


def moved_apart(folder: Path) -> tuple[Path, Path | None]:
    shutil.move(folder / "news", folder / "elsewhere" / "archive")
    return folder / "page.md", folder / "elsewhere" / "archive"


def moved_up(folder: Path) -> tuple[Path, Path | None]:
    shutil.move(folder / "page.md", folder / "elsewhere" / "page.md")
    return folder / "elsewhere" / "page.md", folder


@pytest.mark.parametrize("move", [moved_together, moved_apart, moved_up])
def test_what_was_moved_is_found(
    folder: Path, move: Callable[[Path], tuple[Path, Path | None]]
) -> None:
    """Below the page's folder or below the one that is named; else a line says how to name it."""
    page_in(Path("page.md"), "news/ferry.txt", "news/old/bank.txt")
    (folder / "elsewhere").mkdir()
    page, sources = move(folder)
    assert is_proven(verify(page, sources=sources))
    if sources:
        (said,) = verify(page).unchecked
        assert "2 of its 2 articles" in said and "--sources FOLDER" in said


@pytest.mark.parametrize("name", ["title", "topic"])
def test_words_of_no_article_are_said(folder: Path, name: str) -> None:
    """Whoever makes a page may call it anything: only who knows what it is called proves it."""
    words = "Minister arrested over ferry"
    config = Config(title=words) if name == "title" else Config(focus=words.replace("ferry", "x"))
    page = page_in(Path("page.md"), "news/ferry.txt", "news/old/bank.txt", config=config)
    if name == "topic":
        words = words.replace("ferry", "x")
        if words not in page.read_text(encoding="utf-8"):
            pytest.skip("some article tells of it")
    verdict = verify(page)
    assert not verdict.faults and words in verdict.unchecked[0]
    assert is_proven(verify(page, given={name: words}))
    assert not is_proven(verify(page, given={name: "Other words"}))


def signed(text: str) -> str:
    """Return a page with the digest that is its own."""
    above = text[: text.rindex(links.DIGEST)]
    return above + links.digest_definition(above)


@pytest.mark.parametrize(("name", "file"), [("since", "old.md"), ("weights", "w.txt")])
def test_a_page_leans_on_what_its_files_said(folder: Path, name: str, file: str) -> None:
    """The earlier page and the weights are those that it was made with, or that is said."""
    shutil.copy(Path(__file__).parents[1] / "brief" / "data" / "choice_weights.txt", "w.txt")
    page_in(Path("old.md"), "news/ferry.txt")
    config = Config(**{name: file})  # type: ignore[arg-type]
    page = page_in(Path("page.md"), "news/ferry.txt", "news/old/bank.txt", config=config)
    assert is_proven(verify(page))
    with Path(file).open("a", encoding="utf-8") as there:
        there.write("\n")
    assert "has changed" in verify(page).unchecked[0]
    Path(file).unlink()
    assert "is not at hand" in verify(page).unchecked[0]


def test_another_version_makes_no_page_again(folder: Path) -> None:
    """Its sentences are looked up, and that is said to be less; what is wrong is wrong still."""
    page = page_in(Path("page.md"), "news/ferry.txt", "news/old/bank.txt")
    text = page.read_text(encoding="utf-8").replace("|v:0.", "|v:9.")
    page.write_text(signed(text), encoding="utf-8")
    verdict = verify(page)
    assert not verdict.faults and "made by version 9." in verdict.unchecked[0]
    page.write_text(signed(text.replace("nine people", "ninety people")), encoding="utf-8")
    assert any("ninety" in fault.message for fault in verify(page).faults)


@pytest.mark.parametrize(
    ("old", "new", "faults", "unchecked"),
    [
        ("", "", 0, 0),
        ("67 words", "66 words", 0, 1),
        ("nine people", "ninety people", 1, 0),
    ],
)
def test_other_libraries_may_make_another_page(
    folder: Path, old: str, new: str, faults: int, unchecked: int
) -> None:
    """Then nobody forged it, and it is not proven; with the same ones it was forged."""
    page = page_in(Path("page.md"), "news/ferry.txt", "news/old/bank.txt")
    text = page.read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new)
    page.write_text(signed(text), encoding="utf-8")
    assert bool(verify(page).faults) == bool(old)
    other = re.sub(r"(?<=\|with:)[0-9a-f]{8}", "0123abcd", text)
    page.write_text(signed(other), encoding="utf-8")
    verdict = verify(page)
    assert (len(verdict.faults) > 0, len(verdict.unchecked)) == (faults > 0, unchecked)
    page.write_text(signed(other.replace("|with:0123abcd", "|with:an evil word")), "utf-8")
    assert verify(page).faults


@pytest.mark.parametrize("form", ["markdown", "json"])
def test_a_page_is_proven_with_the_work_of_its_making(folder: Path, form: str) -> None:
    """Reading the page back and comparing come to little."""
    inputs = Path(__file__).parents[1] / "inputs"
    config = Config(format=form)

    def make() -> str:
        return render(brief(read([inputs], config), config, now=NOW), form, folder)

    Path("page").write_text(make(), encoding="utf-8")
    assert is_proven(verify("page", sources=inputs))
    assert steps(lambda: verify("page", sources=inputs)) < 1.15 * steps(make)
