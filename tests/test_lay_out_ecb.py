"""The public ECB+ release is laid out as the stories that have marks."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from types import ModuleType
from xml.sax.saxutils import escape

import incoming
import pytest

BENCHMARKS = Path(__file__).parent / "benchmarks"


@pytest.fixture
def layout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The program, with marks of two like stories, one of them kept out, and of one of 2025."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    monkeypatch.setattr(incoming, "MARKS", tmp_path / "marks")
    incoming.MARKS.mkdir()
    for name in ("7a", "7b", "w01"):
        (incoming.MARKS / f"{name}.json").write_text(json.dumps({"story": name}), "utf-8")
    (incoming.MARKS / "kept-out.txt").write_text("7b\n", "utf-8")
    (incoming.MARKS / "texts.sha256").write_text("0  7a\n0  7b\n", "utf-8")
    return importlib.import_module("lay_out_ecb")


def article(release: Path, name: str, *sentences: str) -> None:
    """Write an article as the release has it: its tokens, then annotations of them."""
    folder = release / name.partition("_")[0]
    folder.mkdir(parents=True, exist_ok=True)
    words = [(number, word) for number, line in enumerate(sentences) for word in line.split()]
    tokens = "".join(
        f'<token t_id="{place}" sentence="{number}" number="0">{escape(word)}</token>\n'
        for place, (number, word) in enumerate(words, 1)
    )
    marked = '<Markables><ACTION m_id="1"><token_anchor t_id="1"/></ACTION></Markables>'
    content = f'<?xml version="1.0" encoding="UTF-8"?><Document>{tokens}{marked}</Document>'
    (folder / f"{name}.xml").write_text(content, "utf-8")


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("A boat sank off Lund , police said .", "A boat sank off Lund, police said."),
        ("Was it 4 : 30 p . m . ? Yes !", "Was it 4:30 p.m.? Yes!"),
        ("The U . S . fleet", "The U.S. fleet"),
        ("2 , 500 people on May 2 , 2011", "2,500 people on May 2, 2011"),
        ("It cost $ 3 . 5 million ( 60 % ) .", "It cost $3.5 million (60%)."),
        ("`` We are safe , '' he said .", '"We are safe," he said.'),
        ('He said : " Go " and " Stay " .', 'He said: "Go" and "Stay".'),
        ("He did n't see the crew 's boat .", "He didn't see the crew's boat."),
        ("They ’ re the owner ’ s .", "They’re the owner’s."),
        ("a flood - hit town", "a flood-hit town"),
        ("and / or , @ harbour", "and/or, @harbour"),
        ("Where “ home ” is", "Where “home” is"),
        ("", ""),
    ],
)
def test_spaces_are_restored(layout: ModuleType, tokens: str, text: str) -> None:
    """As writers put them: none before a stop, inside quotes and brackets, or in a number."""
    assert layout.spaced(tokens.split()) == text


def test_marked_stories_are_laid_out(layout: ModuleType, tmp_path: Path) -> None:
    """Their articles by number, a paragraph for a sentence; no address, and no other story."""
    release, folder = tmp_path / "ECB+", tmp_path / "stories"
    article(release, "7_10ecb", "Boat sinks off Lund", "Nine people drowned .")
    article(release, "7_2ecb", "http : / / example . org / boat", "A boat & its crew", "It sank .")
    article(release, "7_1ecbplus", "https : / / example . org", "Ferry lost", "It is 30 m long .")
    article(release, "8_1ecb", "Nobody has marked this .")
    (release / "7" / "notes.xml").write_text("<none/>", "utf-8")
    layout.lay_out(release, folder)
    written = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.*")}
    assert {name: path.read_text("utf-8") for name, path in written.items()} == {
        "7a/02.txt": "A boat & its crew\n\nIt sank.\n",
        "7a/10.txt": "Boat sinks off Lund\n\nNine people drowned.\n",
        "7a/sentences.tsv": "02\t0\tA boat & its crew\n02\t1\tIt sank.\n"
        "10\t0\tBoat sinks off Lund\n10\t1\tNine people drowned.\n",
        "7b/01.txt": "Ferry lost\n\nIt is 30 m long.\n",
        "7b/sentences.tsv": "01\t0\tFerry lost\n01\t1\tIt is 30 m long.\n",
    }
    assert [path.name for path in incoming.stories(folder)] == ["7a"]
    assert incoming.marked(folder / "7a" / "02.txt") == [(0, 17, "02:0"), (19, 27, "02:1")]


def test_texts_that_are_not_those_of_the_marks_are_said(
    layout: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Another version of the release, or half of it, is not learned from unnoticed."""
    release, folder = tmp_path / "ECB+", tmp_path / "stories"
    article(release, "7_1ecb", "A boat sank .")
    monkeypatch.setattr("sys.argv", ["lay_out_ecb.py", str(release), str(folder)])
    assert layout.main() == 1
    assert capsys.readouterr().err == "not the texts that were marked: 7a, 7b\n"
    article(release, "7_1ecbplus", "A ferry sank .")
    layout.main()
    hashes = {name: incoming.text_hash(folder / name) for name in ("7a", "7b")}
    rows = "".join(f"{text}  {name}\n" for name, text in hashes.items())
    (incoming.MARKS / "texts.sha256").write_text(rows, "utf-8")
    capsys.readouterr()
    assert layout.main() == 0
    assert capsys.readouterr().err == ""
