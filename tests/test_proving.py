"""A page that lies somewhere is checked against its sources, and can be made again."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from brief.cli import main
from brief.errors import ProvenanceError, UsageError
from brief.pipeline import brief, explain, read, render, verify
from brief.settings.page_options import Config

INPUTS = Path(__file__).parents[1] / "inputs"
NOW = date(2026, 11, 20)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample articles and a page of them in each checkable format."""
    shutil.copytree(INPUTS, tmp_path / "inputs")
    monkeypatch.chdir(tmp_path)
    made = brief(read(["inputs"]), now=NOW)
    (tmp_path / "page.md").write_text(render(made, "markdown"), encoding="utf-8")
    (tmp_path / "page.json").write_text(render(made, "json"), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["page.md", "page.json"])
def test_a_page_stands(place: Path, name: str) -> None:
    """Every sentence and title is where the page says."""
    verdict = verify(name)
    assert verdict.faults == ()
    assert verdict.sources == 10
    assert verdict.sentences >= 8


def test_it_stands_from_any_folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources are looked for beside the page first, so both may be moved together."""
    moved = place.with_name(f"{place.name}-moved")
    place.rename(moved)
    monkeypatch.chdir("/")
    assert verify(moved / "page.md").faults == ()


@pytest.mark.parametrize("name", ["page.md", "page.json"])
@pytest.mark.parametrize("source", ["2025-03-04-ferry-grounding.txt", "harbour-inquiry.html"])
def test_one_character_of_a_source_is_noticed(place: Path, name: str, source: str) -> None:
    """Wherever in the source it is; that is told apart from a sentence that is not there."""
    path = place / "inputs" / source
    data = bytearray(path.read_bytes())
    data[-2] = ord("x") if data[-2] != ord("x") else ord("y")
    path.write_bytes(data)
    kinds = {str(fault.kind) for fault in verify(name).faults}
    assert "source changed" in kinds


def test_a_changed_sentence_is_named(place: Path) -> None:
    """The offending sentence is quoted with the place where it should stand."""
    path = place / "inputs" / "glassworks-buyout.md"
    text = path.read_text(encoding="utf-8").replace("glassworks for £38", "glassworks for £39")
    path.write_text(text, encoding="utf-8")
    faults = verify("page.md").faults
    assert any("£38" in fault.message and "£39" in fault.message for fault in faults)


def test_one_character_of_the_page_is_noticed(place: Path) -> None:
    """In a sentence, a date, a title, the figures at the top or the signature."""
    text = (place / "page.md").read_text(encoding="utf-8")
    for old, new in [
        ("412 of the 640", "413 of the 640"),
        ("20 Mar", "21 Mar"),
        ("to read", "to reed"),
        ("line 1", "line 2"),
        ("words:600", "words:601"),
        ("# [", "# ["),
    ]:
        assert old in text
        (place / "edited.md").write_text(text.replace(old, new, 1), encoding="utf-8")
        assert bool(verify("edited.md").faults) == (old != new), old


FIRST = Path(__file__).parent / "cases" / "first_version"


@pytest.mark.parametrize(("name", "sentences"), [("page.md", 11), ("page.json", 17)])
def test_a_page_of_the_first_version_stands(tmp_path: Path, name: str, sentences: int) -> None:
    """It was made by version 0.1; a character changed on it or in an article is noticed."""
    shutil.copytree(FIRST, tmp_path / "first")
    page = tmp_path / "first" / name
    verdict = verify(page)
    assert (verdict.faults, verdict.sentences, verdict.sources) == ((), sentences, 3)
    text = page.read_text(encoding="utf-8")
    for old, new in [
        ("212 homes", "213 homes"),
        ("Sluice gate at Morvale", "Sluice gates at Morvale"),
        ("2025-06-07", "2025-06-08"),
        ("v:0.1.0", "v:0.1.1"),
    ]:
        assert old in text
        page.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert verify(page).faults, old
    page.write_text(text, encoding="utf-8")
    source = tmp_path / "first" / "news" / "gate.txt"
    source.write_text(source.read_text("utf-8").replace("Two people", "Six people"), "utf-8")
    assert {str(fault.kind) for fault in verify(page).faults} == {
        "source changed",
        "sentence not there",
    }


def test_standard_input_is_asked_for_again(tmp_path: Path) -> None:
    """An article that came over standard input stands if it is given once more."""
    data = (INPUTS / "2025-03-04-ferry-grounding.txt").read_bytes()
    page = tmp_path / "page.md"
    page.write_text(render(brief(read(["-"], stdin=data), now=NOW)), encoding="utf-8")
    verdict = verify(page, stdin=data)
    assert (verdict.faults, verdict.unchecked) == ((), ())
    assert "--sources -" in verify(page).unchecked[0]


def test_every_line_can_be_explained(place: Path) -> None:
    """Each has its parts; their product orders the choice; the page is made again for it."""
    content = json.loads((place / "page.json").read_text(encoding="utf-8"))
    for number, line in enumerate(content["in_brief"], 1):
        found = explain("page.md", number)
        assert found.text == line["text"]
        assert found.reason.score
    rivals = [explain("page.md", number).reason.runner_up for number in (1, 2)]
    assert any(rivals)


def test_a_page_with_options_is_explained_with_them(place: Path) -> None:
    """The signature carries what changes the result."""
    config = Config(words=300, focus="the strike", method="lexrank", title="Works")
    made = brief(read(["inputs"], config), config, now=NOW)
    (place / "other.md").write_text(render(made), encoding="utf-8")
    assert explain("other.md", 1).text == made.in_brief[0].text


@pytest.mark.parametrize("number", [0, 99])
def test_there_is_no_line_nought(place: Path, number: int) -> None:
    """The error says how many there are."""
    with pytest.raises(UsageError, match="give 1 to"):
        explain("page.md", number)


@pytest.mark.parametrize("name", ["page.md", "page.json"])
def test_the_lines_that_can_be_explained_are_listed(
    place: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`explain PAGE` prints each line by its number, and `explain PAGE N` explains that line."""
    assert main(["explain", name]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [int(row.split()[0]) for row in rows] == list(range(1, len(rows) + 1))
    for number in (1, len(rows)):
        assert main(["explain", name, str(number)]) == 0
        told = capsys.readouterr().out.splitlines()[0]
        assert rows[number - 1].split(maxsplit=1)[1] == told
    assert main(["explain", name, str(len(rows) + 1)]) == 2
    assert f"give 1 to {len(rows)}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "code"), [("nothing.md", 2), ("inputs/harbour-inquiry.html", 2), ("page.md", 6)]
)
def test_lines_of_what_cannot_be_explained_are_not_listed(
    place: Path, name: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """No page, or one of articles that have changed: one line says so."""
    (place / "inputs" / "2025-03-04-ferry-grounding.txt").write_text("Gone.\n", encoding="utf-8")
    assert main(["explain", name]) == code
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)


def test_a_line_that_is_not_on_the_page_is_not_explained(place: Path) -> None:
    """Where the same articles make another page now, a line that it lacks is not explained."""
    page = place / "page.md"
    made = page.read_text(encoding="utf-8").replace("|method:coverage|", "|method:lexrank|")
    page.write_text(made, encoding="utf-8")
    with pytest.raises(ProvenanceError, match="another page"):
        explain("page.md", 3)


def test_what_changed_cannot_be_explained(place: Path) -> None:
    """A page of other articles is made again first."""
    (place / "inputs" / "tollmire-boat.txt").write_text("Another article. " * 30)
    with pytest.raises(ProvenanceError, match="changed"):
        explain("page.md", 1)


@pytest.mark.parametrize("data", [b"", b"# Hello\n", b"\xff\xfe\x00", b"{}"])
def test_what_is_no_page_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    """That is a mistake in use."""
    (tmp_path / "page.md").write_bytes(data)
    with pytest.raises(UsageError):
        verify(tmp_path / "page.md")


def test_plain_text_cites_no_places(place: Path) -> None:
    """A page in plain text cannot be checked, and one line says what can."""
    (place / "page.txt").write_text(render(brief(read(["inputs"]), now=NOW), "text"))
    with pytest.raises(UsageError, match="Markdown, JSON or HTML"):
        verify("page.txt")


@pytest.mark.parametrize(
    ("name", "form", "reason"),
    [
        ("old.md", "markdown", "a page that brief wrote"),
        ("old.txt", "text", "a page that brief wrote"),
        ("old.json", "json", "unknown type .json"),
    ],
)
def test_a_page_is_no_article(place: Path, name: str, form: str, reason: str) -> None:
    """A page left among the articles is skipped with a word, the one being written silently."""
    made = brief(read(["inputs"]), Config(title="A title " * 24), now=NOW)
    (place / "inputs" / name).write_text(render(made, form))
    reading = read(["inputs"])
    assert [skipped.path for skipped in reading.skipped] == [f"inputs/{name}"]
    assert reason in reading.skipped[0].reason
    assert read(["inputs"], Config(output=Path("inputs", name))).skipped == ()
