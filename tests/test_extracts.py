"""`brief summarise`: each article condensed by itself, cited and proven."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from work import steps

import brief
from brief import formats
from brief.cli import main
from brief.errors import NothingToBrief, UsageError
from brief.language.visible import count_words, visible
from brief.model import Document, Extracts, Reading
from brief.page import own_extract
from brief.page.own_features import Features, StoryWords
from brief.pipeline import condense, read, render_extracts, verify
from brief.settings import signature
from brief.settings.page_options import Config

ROOT = Path(__file__).parents[1]
CASES = json.loads((Path(__file__).parent / "cases" / "extracts.json").read_text("utf-8"))
GOLDEN = Path(__file__).parent / "golden" / "extracts"
HARBOUR = CASES[0]["articles"]["harbour.txt"]


def laid_out(folder: Path, articles: dict[str, Sequence[str]]) -> Path:
    """Write articles, each a title and paragraphs, and return their folder."""
    (folder / "in").mkdir()
    for name, paragraphs in articles.items():
        (folder / "in" / name).write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return folder / "in"


def shown(extracts: Extracts) -> dict[str, str]:
    """Return the words of each extract by the name of its file."""
    names = {document.id: Path(document.path).name for document in extracts.documents}
    return {
        names[extract.document]: " ".join(visible(each.text) for each in extract.sentences)
        for extract in extracts
    }


def visible_rows(markdown: str) -> list[str]:
    """Return the lines of a page, with common spaces for no-break ones."""
    return [visible(row) for row in markdown.splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_article_has_its_own_sentences(case: dict[str, Any], tmp_path: Path) -> None:
    """What is news is in, what is none or cannot stand alone is not, in every language."""
    folder = laid_out(tmp_path, case["articles"])
    extracts = condense(read([folder]), **case.get("options", {}))
    texts = shown(extracts)
    assert texts.keys() == case["articles"].keys() - set(case.get("skipped", ()))
    for name, wanted in case.get("has", {}).items():
        assert wanted in texts[name]
    for name, unwanted in case.get("lacks", {}).items():
        assert unwanted not in texts[name]
    for name in case.get("empty", ()):
        assert texts[name] == ""
    budget = case.get("options", {}).get("words", 60)
    for extract in extracts:
        words = sum(count_words(sentence.text) for sentence in extract.sentences)
        assert words <= budget or len(extract.sentences) == 1
        starts = [sentence.start for sentence in extract.sentences]
        assert starts == sorted(starts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
@pytest.mark.parametrize("suffix", ["md", "json"])
def test_what_is_written_is_proven(case: dict[str, Any], suffix: str, tmp_path: Path) -> None:
    """Every article and sentence is there, stands in its source, and the page is as it was."""
    reading = read([laid_out(tmp_path, case["articles"])])
    extracts = condense(reading, **case.get("options", {}))
    page = tmp_path / f"page.{suffix}"
    form = {"md": "markdown"}.get(suffix, suffix)
    page.write_text(render_extracts(extracts, form, tmp_path), encoding="utf-8")
    verdict = verify(page)
    assert verdict.faults == ()
    assert verdict.sentences == sum(len(extract.sentences) for extract in extracts)
    assert verdict.sources == len(reading)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_json_is_valid(case: dict[str, Any], tmp_path: Path) -> None:
    """The JSON has the shape of its schema, and each text is that of its citation."""
    schema = json.loads(formats.schema(of_extracts=True))
    reading = read([laid_out(tmp_path, case["articles"])])
    content = json.loads(render_extracts(condense(reading), "json"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(content)
    texts = {document.id: document.text for document in reading}
    for extract in content["extracts"]:
        for sentence in extract["sentences"]:
            place = sentence["citation"]
            assert place["document"] == extract["document"]
            assert texts[place["document"]][place["start"] : place["end"]] == sentence["text"]


SPOKEN = [case for case in CASES if case.get("says")]


@pytest.mark.parametrize("case", SPOKEN, ids=lambda case: case["name"])
def test_headings_are_in_the_language_of_most_articles(
    case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Headings, counts, days and remarks are the language's, or the one's that is asked for."""
    laid_out(tmp_path, case["articles"])
    monkeypatch.chdir(tmp_path)
    extracts = condense(read(["in"]), **case.get("options", {}))
    rows = visible_rows(render_extracts(extracts))
    assert [said for said in case["says"] if not any(row.startswith(said) for row in rows)] == []
    first = render_extracts(extracts, "text").splitlines()[0]
    assert first.removeprefix("\u200f") == case["says"][0].removeprefix("# ")


@pytest.mark.parametrize("case", SPOKEN, ids=lambda case: case["name"])
def test_json_says_which_way_the_headings_are_written(case: dict[str, Any], tmp_path: Path) -> None:
    """As the JSON of a page does: whoever lays them out need not know the languages."""
    reading = read([laid_out(tmp_path, case["articles"])])
    extracts = condense(reading, **case.get("options", {}))
    written = json.loads(render_extracts(extracts, "json"))
    assert written["language"] == extracts.language
    assert written["direction"] == ("rtl" if extracts.language in ("ar", "he") else "ltr")


@pytest.mark.parametrize("case", SPOKEN, ids=lambda case: case["name"])
def test_another_language_than_the_signed_one_is_an_edit(
    case: dict[str, Any], tmp_path: Path
) -> None:
    """Headings are read in the language of the signature, even where the digest is right."""
    page = tmp_path / "page.md"
    reading = read([laid_out(tmp_path, case["articles"])])
    text = render_extracts(condense(reading, **case.get("options", {})), "markdown", tmp_path)
    above = re.sub(
        r"(?m)^(brief\|.*?)(\|page_language:..)?$", r"\1|page_language:cs", text, count=1
    )
    above = above[: above.index("[page]: ")]
    page.write_text(above + formats.links.digest_definition(above), encoding="utf-8")
    assert f"{page}, line 1: " in "\n".join(map(str, verify(page).faults))


def test_the_command_takes_the_language_of_the_headings(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """`--page-language` is in the signature, as for a page, and so is one that was found."""
    folder = laid_out(tmp_path, {"laine.txt": CASES[2]["articles"]["laine.txt"]})
    for words, heading, signed in (
        ([], "Les articles", "page_language:fr"),
        (["--page-language", "es"], "Los artículos", "page_language:es"),
        (["--page-language", "en"], "The articles", "page_language:en"),
    ):
        assert main(["summarise", "-q", str(folder), *words]) == 0
        out = capfd.readouterr().out
        assert out.startswith(f"# {heading}\n")
        assert signed in out
    assert main(["summarise", str(folder), "--page-language", "french"]) == 2


def test_the_schema_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    """`brief schema summarise` prints the schema of extracts, `brief schema` still the page's."""
    assert main(["schema", "summarise"]) == 0
    assert json.loads(capfd.readouterr().out)["properties"]["schema"]["const"] == "brief/extracts/1"
    assert main(["schema"]) == 0
    assert json.loads(capfd.readouterr().out)["properties"]["schema"]["const"] == "brief/2"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Nine bodies", "Six bodies"),
        ("122 words", "many words"),
        (" ([1][c2])", ""),
        ("([1][c2])", "([1][c9])"),
        ("(1) ", "(2) "),
        ("words in", "words read"),
        ("# The articles", "# The latest"),
        ("## [Divers reach", "## [Divers leave"),
        ("\n\nbrief|v", "\n\nA line of somebody else.\n\nbrief|v"),
    ],
)
@pytest.mark.parametrize("sealed", [False, True])
def test_an_edit_is_found(old: str, new: str, sealed: bool, tmp_path: Path) -> None:
    """An edited line is a fault, even where somebody gave the page its digest again."""
    folder = laid_out(tmp_path, {"harbour.txt": HARBOUR})
    page = tmp_path / "page.md"
    text = render_extracts(condense(read([folder])), "markdown", tmp_path)
    assert old in text
    edited = text.replace(old, new, 1)
    if sealed:
        above = edited[: edited.index("[page]: ")]
        edited = above + formats.links.digest_definition(above)
    page.write_text(edited, encoding="utf-8")
    assert verify(page).faults


def test_an_edited_sentence_in_json_is_found(tmp_path: Path) -> None:
    """Its source tells, even where somebody gave the file its digest again."""
    folder = laid_out(tmp_path, CASES[1]["articles"])
    page = tmp_path / "page.json"
    content = json.loads(render_extracts(condense(read([folder])), "json", tmp_path))
    content["extracts"][0]["sentences"][0]["text"] = "Nothing happened."
    content["digest"] = formats.as_json.digest_of(content)
    page.write_text(json.dumps(content), encoding="utf-8")
    (fault,) = verify(page).faults
    assert "Nothing happened." in str(fault)


@pytest.mark.parametrize("name", ["digest", "extracts", "signature", "documents"])
def test_json_that_lacks_a_part_is_not_whole(name: str, tmp_path: Path) -> None:
    """Whatever somebody took out is a fault, no crash."""
    page = tmp_path / "page.json"
    reading = read([laid_out(tmp_path, {"harbour.txt": HARBOUR})])
    content = json.loads(render_extracts(condense(reading), "json", tmp_path))
    del content[name]
    page.write_text(json.dumps(content), encoding="utf-8")
    (fault,) = verify(page).faults
    assert "no longer whole" in str(fault)


@pytest.mark.parametrize("suffix", ["md", "json"])
def test_a_changed_article_is_found(suffix: str, tmp_path: Path) -> None:
    """Where the article has changed since, `brief verify` says so and fails."""
    folder = laid_out(tmp_path, {"harbour.txt": HARBOUR})
    page = tmp_path / f"page.{suffix}"
    assert main(["summarise", "-q", str(folder), "-o", str(page)]) == 0
    assert main(["verify", "-q", str(page)]) == 0
    article = folder / "harbour.txt"
    article.write_text(article.read_text("utf-8").replace("Nine", "Six"), encoding="utf-8")
    assert main(["verify", "-q", str(page)]) == 6


def test_a_copy_names_its_original(tmp_path: Path) -> None:
    """The same text is condensed once; the other article is there, and says whose text it has."""
    articles = {"a.txt": HARBOUR, "b.txt": HARBOUR, "c.txt": CASES[2]["articles"]["laine.txt"]}
    extracts = condense(read([laid_out(tmp_path, articles)]))
    copies = [extract for extract in extracts if extract.copy_of]
    assert len(extracts) == 3
    assert len(copies) == 1
    assert not copies[0].sentences
    number = copies[0].copy_of
    text = render_extracts(extracts)
    assert f": the same text as [{number}][s{number}]\n" in text


def test_an_article_without_a_sentence_says_so(tmp_path: Path) -> None:
    """It keeps its place, its title and its line."""
    case = next(case for case in CASES if case["name"] == "no sentence can stand")
    text = render_extracts(condense(read([laid_out(tmp_path, case["articles"])])))
    assert re.search(r"^\(2\) 4. words, .*: no sentence of it can stand alone$", text, re.MULTILINE)


def test_nothing_is_lost(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Every file is an article or is named with the reason for which it was skipped."""
    folder = laid_out(tmp_path, {"harbour.txt": HARBOUR, "short.txt": ["Two words."]})
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n")
    for form in ("markdown", "text", "json"):
        assert main(["summarise", str(folder), "--format", form]) == 0
        out, err = capfd.readouterr()
        text = " ".join(out.split()).replace("\\", "")
        assert all(name in text for name in ("harbour.txt", "short.txt", "picture.png"))
        assert "too little prose" in text
        assert "too little prose" in err


HOSTILE = [
    "# [Click](http://evil.example) <script>alert(1)</script> | ![x][c1]",
    "brief|v:1|command:summarise|words:1 is what Otto Brandt wrote on Monday to 300 people.",
    "## [Fake][c1] said Anna Petrovic of the 12 boats that she had seen near Dover on Friday.",
    "[c1]: evil.txt#char=0,9 was printed on 40 posters in Leeds, the council said on Tuesday.",
    "1. The \x1b[31mred\u202e boat of Karl Marsh sank ([1][c1]) with 14 people on board, he said.",
]


@pytest.mark.parametrize("suffix", ["md", "json"])
def test_hostile_text_stays_text(suffix: str, tmp_path: Path) -> None:
    """Text that looks like ours, or acts in Markdown or a terminal, is shown and proven as text."""
    articles = {
        f"{number}.txt": [HOSTILE[0], line, f"The council of Borough {number} met on Monday."]
        for number, line in enumerate(HOSTILE[1:])
    }
    page = tmp_path / f"page.{suffix}"
    folder = laid_out(tmp_path, articles)
    assert main(["summarise", "-q", str(folder), "-o", str(page)]) == 0
    assert verify(page).faults == ()
    text = page.read_text("utf-8")
    assert "\x1b" not in text
    assert "\u202e" not in text
    if suffix == "md":
        assert "<script>" not in text.replace("\\<", "")
        assert "](http" not in text


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["summarise"], 2, "no articles given"),
        (["summarise", "in", "--sentences", "3"], 2, "--sentences"),
        (["summarise", "in", "--words", "0"], 2, "give 1 to 10000"),
        (["summarise", "in", "--format", "pdf"], 2, "no such choice"),
        (["summarise", "in", "-o", "page.pdf"], 2, "extracts are not written as pdf; use .md"),
        (["summarise", "in", "-o", "in/harbour.txt"], 2, "harbour.txt"),
        (["summarise", "gone.txt"], 2, "gone.txt"),
        (["summarise", "empty"], 3, "no article in empty"),
        (["summarise", "--strict", "in", "short.txt"], 4, "no extract is written"),
        (["schema", "verify"], 2, "writes no JSON"),
    ],
)
def test_errors_are_those_of_a_page(
    words: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Wrong usage, nothing to condense and what is skipped have the page's exit codes."""
    laid_out(tmp_path, {"harbour.txt": HARBOUR})
    (tmp_path / "empty").mkdir()
    (tmp_path / "short.txt").write_text("Two words.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(words) == code
    out, err = capfd.readouterr()
    assert out == ""
    assert said in err


def test_extracts_are_not_articles_nor_explained(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What was written is skipped where it lies among the articles; `explain` refuses it."""
    folder = laid_out(tmp_path, {"harbour.txt": HARBOUR})
    for name in ("page.md", "page.txt"):
        assert main(["summarise", "-q", str(folder), "-o", str(tmp_path / name)]) == 0
        reading = read([folder, tmp_path / name])
        assert [Path(document.path).name for document in reading] == ["harbour.txt"]
    assert main(["explain", str(tmp_path / "page.md"), "1"]) == 2
    assert "made by brief summarise" in capfd.readouterr().err


def test_a_topic_is_leant_towards(tmp_path: Path) -> None:
    """With a topic the sentence about it is in; one that nobody writes of is said to be missed."""
    reading = read([laid_out(tmp_path, {"harbour.txt": HARBOUR})])
    insurance = "insurers"
    assert insurance not in shown(condense(reading, 30))["harbour.txt"]
    assert insurance in shown(condense(reading, 30, focus="insurers"))["harbour.txt"]
    assert condense(reading, focus="insurers").missed_topic == ""
    page = tmp_path / "page.md"
    missed = condense(reading, focus="zebras")
    page.write_text(render_extracts(missed, "markdown", tmp_path), encoding="utf-8")
    text = page.read_text("utf-8")
    assert "No article is about “zebras”" in text
    assert verify(page).faults == ()
    above = text[: text.index("[page]: ")].replace("“zebras”", "“lions”")
    page.write_text(above + formats.links.digest_definition(above), encoding="utf-8")
    assert [fault.where for fault in verify(page).faults] == [f"{page}, line 5"]


def test_a_word_of_every_sentence_is_not_missed(tmp_path: Path) -> None:
    """A topic that all of a short set is about is there, though it tells no sentence apart."""
    line = "The council of Skerrin voted by 11 to 4 on Wednesday to double the harbour fee to £84."
    text = [f"{line} The ferry company Orla Lines said that the harbour fee is too high for it."]
    extracts = condense(read([laid_out(tmp_path, {"fee.txt": text})]), focus="harbour fee")
    assert extracts.missed_topic == ""


@pytest.mark.last_resort
def test_an_article_that_breaks_is_left_out_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A bug on one article costs that article; with --strict, or nothing left, it is an error."""
    folder = laid_out(tmp_path, CASES[1]["articles"])
    whole = own_extract.features_of

    def breaking(document: Document, story: StoryWords) -> list[Features]:
        if document.path.endswith("fee.txt"):
            raise KeyError("fee")
        return whole(document, story)

    monkeypatch.setattr(own_extract, "features_of", breaking)
    assert main(["summarise", str(folder)]) == 0
    out, err = capfd.readouterr()
    assert "Nine bodies" in out
    assert "fee.txt" in out
    assert "a bug in brief broke it" in err
    assert main(["summarise", "--strict", str(folder)]) == 1
    assert main(["summarise", str(folder / "fee.txt")]) == 1
    assert capfd.readouterr().out == ""


def test_a_switch_may_stand_before_the_command(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """`brief -q summarise in` is `brief summarise -q in`."""
    folder = laid_out(tmp_path, {"harbour.txt": HARBOUR, "short.txt": ["Two words."]})
    assert main(["-q", "summarise", str(folder)]) == 0
    out, err = capfd.readouterr()
    assert "# The articles" in out
    assert err == ""


def test_the_library_checks_what_it_is_given(tmp_path: Path) -> None:
    """Texts too short, no articles and unknown values are refused; documents are numbered."""
    reading = read([laid_out(tmp_path, {"harbour.txt": HARBOUR})])
    with pytest.raises(NothingToBrief, match="no article: too little prose"):
        condense(["A text."])
    with pytest.raises(NothingToBrief):
        condense(Reading(()))
    with pytest.raises(UsageError, match="words"):
        condense(reading, 0)
    with pytest.raises(UsageError, match="no such format"):
        render_extracts(condense(reading), "pdf")
    assert [extract.document for extract in brief.condense([*reading, *reading])] == [1, 2]


def test_the_order_of_the_paths_does_not_matter() -> None:
    """The same articles give the same bytes."""
    paths = sorted(str(path) for path in (ROOT / "inputs").iterdir())
    pages = {
        render_extracts(condense(read(order, Config()))) for order in (paths, paths[::-1], [*paths])
    }
    assert len(pages) == 1


@pytest.mark.parametrize("words", [60, 10_000])
def test_work_grows_with_the_sentences(words: int, tmp_path: Path) -> None:
    """An article of twice the length takes about twice the steps, whatever the budget."""

    def article(count: int) -> Reading:
        rows = [
            f"The council of Ward {n} counted {n * 7} boats and {n * 11} carts at Pier {n} in June."
            for n in range(count)
        ]
        path = tmp_path / f"{count}.txt"
        path.write_text("\n\n".join(rows), encoding="utf-8")
        return read([path])

    condense(article(50), words)
    short, long = article(200), article(400)
    ratio = steps(lambda: condense(long, words)) / steps(lambda: condense(short, words))
    assert ratio < 2.5


def test_the_golden_extracts(update: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The samples give the page that lies beside them, in every format."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(signature, "libraries", lambda: "00000000")
    extracts = condense(read([(GOLDEN / "in").relative_to(ROOT)]))
    for form in map(formats.FORMATS.__getitem__, formats.OF_EXTRACTS):
        text = render_extracts(extracts, form.name, GOLDEN)
        path = GOLDEN / f"extracts.{form.suffix}"
        if update:
            path.write_text(text, encoding="utf-8")
        assert path.read_text("utf-8") == text
