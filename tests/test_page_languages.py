"""What a page says beside its articles' sentences has the marks and reasons of its language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from test_formats import hostile_briefing, with_sections

from brief import formats
from brief.formats import links
from brief.formats.skipped import grouped
from brief.language.phrases import languages, phrases
from brief.model import Briefing, Skipped

ROOT = Path(__file__).parents[1]
EVERY = pytest.mark.parametrize("language", languages())
TEXTS = ["Ferry sinks", "Divers found nine bodies.", "Larn Post", "Police held the owner."]


def page_in(language: str, form: str = "markdown") -> str:
    """Return a page with every section, two skipped files, and headings in a language."""
    return formats.FORMATS[form].render(
        spoken(with_sections(hostile_briefing(TEXTS, language)), language)
    )


def spoken(made: Briefing, language: str) -> Briefing:
    skipped = (Skipped("a.bin", "binary, not text; convert it"), Skipped("b.txt", "empty; remove"))
    signature = f"brief|v:0.2.0|words:600|articles:3|page_language:{language}"
    return replace(made, language=language, signature=signature, skipped=skipped)


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("en", ["2 Nov: [1]", "[1][c18], [2]", "**May 2026:**", "“Divers found nine bodies.”"]),
        (
            "fr",
            ["2 nov.\u202f: [1]", "**mai 2026\u202f:**", "«\u202fDivers found nine bodies.\u202f»"],
        ),
        ("ar", ["Larn Post، 2 نوفمبر: [1]", "[1][c18]، [2]", "«Divers found nine bodies.»"]),
        ("he", ["[1][c18], [2]", "״Divers found nine bodies.״"]),
        ("hi", ["1 नवंबर – 12 नवंबर", "दिसंबर 2026", "“Divers found nine bodies.”"]),
        ("de", ["Larn Post, 2. Nov.: [1]", "„Divers found nine bodies.“"]),
        ("cs", ["„Divers found nine bodies.“"]),
        ("el", ["«Divers found nine bodies.»"]),
        ("nl", ["‘Divers found nine bodies.’"]),
    ],
)
def test_the_marks_of_a_page_are_those_of_its_language(language: str, marks: list[str]) -> None:
    """Lists, labels and quotations; text of articles keeps its own marks."""
    page = page_in(language)
    assert [mark for mark in marks if mark not in page] == []


@EVERY
def test_a_page_with_every_section_is_read_back(language: str) -> None:
    """Every line of it is ours, and each outlet and day is that of the list."""
    read = formats.parse(page_in(language), "page.md")
    assert (read.faults, read.intact) == ((), True)
    assert len(read.claims) == 17


@EVERY
def test_a_page_of_before_is_read_back(language: str) -> None:
    """With the marks, short months and English reasons that pages had before they had these."""
    page = page_in(language)
    above = page[: page.index("[page]: ")]
    say = phrases(language)
    above = above.replace("\u202f:", ":")
    for ours in (
        "]، [",
        "Post، ",
        "bodies.، ",
        "مقالات، ",
        "نوفمبر، 12 ",
        "][s1]، ",
        "[s3]، ",
        "2025، ك",
    ):
        above = above.replace(ours, ours.replace("،", ","))
    quoted = say.say("quoted", text="Divers found nine bodies.")
    above = above.replace(quoted, "“Divers found nine bodies.”")
    for whole, short in (("नवंबर", "नव॰"), ("दिसंबर", "दिस॰"), ("जनवरी", "जन॰")):
        head, rest = above.split("\n\n## ", 1)
        above = f"{head}\n\n## {rest.replace(whole, short)}"
    read = formats.parse(above + links.digest_definition(above), "page.md")
    assert (read.faults, read.intact) == ((), True)


def test_another_outlet_is_no_outlet_with_a_space_behind_it() -> None:
    """The space before a French colon is not part of the outlet, and no other may stand there."""
    page = page_in("fr")
    for changed in ("2 nov. \u202f: [1]", "3 nov.\u202f: [1]", "2 nov.\u202f\u202f: [1]"):
        above = page[: page.index("[page]: ")].replace("2 nov.\u202f: [1]", changed)
        read = formats.parse(above + links.digest_definition(above), "page.md")
        assert read.faults, changed


@pytest.mark.parametrize("language", [code for code in languages() if code != "en"])
def test_why_a_file_was_skipped_is_said_in_the_language(language: str) -> None:
    """Its kind, with a number or a language in the words of the page; the file's name stays."""
    say = phrases(language)
    reasons = {
        "not an article (unknown type .png); name it on the command line if it is text": "",
        "empty; remove it": "",
        "over 20 MB; split it": "20",
        "more than 20,000 paragraphs and lines; save the article by itself": "",
        "read without sentences of more than 2,000 characters; split it": "",
        "read without what follows its first 2,000 sentences; split it": "",
        "too little prose (7 of its 9 words); an article has 20 words of it or more": "7",
        "too little prose (none of its 9 words); an article has 20 words of it or more": "",
        "a page that brief wrote; keep pages out of the articles' folder": "",
        "written in Thai, which brief does not read yet": say.language_name("th"),
        "a picture, not text; save it as text": "",
        "PDF is not read yet; save it as text": "",
        "unreadable; allow the file to be read": "",
        "no article was found on the page; save its text": "",
        "404 Not Found": "404",
        "https://a.example/: 503 Service Unavailable": "503",
        "there is no such host": "",
        "a bug in brief broke it (KeyError in brief.split); please report it": "",
    }
    for reason, detail in reasons.items():
        (group,) = grouped([Skipped("x.y", reason)], say)
        assert group.what == "x.y"
        assert detail in group.reason
        assert group.reason != reason
        english = re.sub(r"\bbrief\b", "", grouped([Skipped("x.y", reason)])[0].reason)
        shared = set(re.findall(r"[a-z]{4,}", english)) & set(re.findall(r"\w+", group.reason))
        assert shared <= {"article", "page", "text"}, reason  # Words of French and German, too.


def test_what_is_of_no_kind_is_said_as_it_is() -> None:
    """A reason that nobody has foreseen is not lost."""
    assert grouped([Skipped("x", "the moon is full; wait")], phrases("fr"))[0].reason == (
        "the moon is full; wait"
    )


def test_many_skipped_files_are_counted_in_the_language() -> None:
    """What is not named, files of other kinds, and those without a suffix."""
    texts = [Skipped(f"{number}.txt", "empty; remove it") for number in range(5)]
    others = [
        Skipped(f"x{kind}", f"not an article (unknown type {kind}); name it")
        for kind in (".a", ".b", ".c", ".d", ".e", "")
    ]
    groups = grouped([*others, *texts], phrases("fr"))
    assert [(group.what, group.reason, group.number) for group in groups] == [
        ("0.txt, 1.txt, 2.txt et 2 de plus", "vide", 5),
        ("1 sans extension, 1 .a, 1 .b, 1 .c, 2 autres", "pas un article", 6),
    ]


def refusals() -> Iterator[tuple[str, str]]:
    """Yield the reasons that the readers and the web state in words, each with its module."""
    for folder in ("readers", "web"):
        for module in sorted((ROOT / "brief" / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                called = node.func if isinstance(node, ast.Call) else None
                if isinstance(called, ast.Name) and called.id in ("Unreadable", "Unfetchable"):
                    assert isinstance(node, ast.Call)
                    text = _stated(node.args[0])
                    if text:
                        yield text, module.name


def _stated(reason: ast.expr) -> str:
    """Return a reason as it is written, with 5 for what is filled in; empty for a variable."""
    if isinstance(reason, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "5" for part in reason.values
        )
    return str(reason.value) if isinstance(reason, ast.Constant) else ""


def test_every_reason_of_a_reader_has_a_kind() -> None:
    """Whoever states a new reason finds here that pages cannot say it in other languages yet."""
    every = dict(refusals())
    assert len(every) > 40
    say = phrases("de")
    unsaid = [
        (where, reason)
        for reason, where in every.items()
        if grouped([Skipped("x", reason)], say)[0].reason == re.sub(r" \([^()]*\)", "", reason)
    ]
    assert unsaid == []
