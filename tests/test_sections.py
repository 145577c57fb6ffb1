"""What a page says besides "In brief": where articles differ, when, who said what, who."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from brief import formats
from brief.model import SECTIONS, Briefing, Statement
from brief.page import proof
from brief.page.sections import FEW
from brief.pipeline import brief, read, render, verify
from brief.settings.page_options import Config

INPUTS = Path(__file__).parents[1] / "inputs"
HEADINGS = ("Where they differ", "Timeline", "In their words", "Who", "The articles")


def page_of(*paths: Path, **options: object) -> Briefing:
    """Return the page of files and folders."""
    config = Config(**options)  # type: ignore[arg-type]
    return brief(read(paths, config), config, now=date(2026, 11, 20))


def set_of(folder: Path, *texts: str) -> Path:
    """Write articles into a folder."""
    for number, text in enumerate(texts, 1):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def order(made: Briefing) -> list[str]:
    """Return the headings of a page in their order."""
    rows = render(made, "text").splitlines()
    return [row for row in rows if row in HEADINGS]


def test_counts_of_different_releases_stand_side_by_side(shared: Path) -> None:
    """In the JSON: 78, three and 123 were released; who is held or sentenced is another count."""
    made = page_of(shared / "articles" / "belarus")
    found = next(
        one for one in made.findings.figures if {78, 3, 123} & {v.value for v in one.values}
    )
    assert {value.value for value in found.values} == {78, 3, 123}
    assert not found.updated
    # Of no known day, they may be three releases: the page does not set them against each other.
    assert not made.differ
    counted = {value.value for one in made.findings.figures for value in one.values}
    assert not counted & {1229, 5800}


def test_a_toll_that_rose_is_shown_as_updated(shared: Path) -> None:
    """Behind the line that has the figure that holds, and not as a difference."""
    made = page_of(*sorted((shared / "articles" / "wikinews").glob("M000*")))
    updated = [one for one in made.findings.figures if one.updated]
    assert any({80_000, 120_000} <= {value.value for value in one.values} for one in updated)
    earlier = [figure.value for line in made.in_brief for figure in line.earlier]
    assert 120_000 in earlier
    assert not any(one in made.differ for one in updated)


def test_a_number_of_the_past_stands_nowhere_else(tmp_path: Path) -> None:
    """Lines, entries, title and timeline tell the toll that holds, and no guess that it passed."""
    folder = set_of(
        tmp_path,
        "Ferry sinks off Osk, killing 14\n\n1 March 2025\n\nA ferry sank off Osk on Saturday, "
        "killing 14 people, Governor Ines Holt said. The toll may reach 20 dead, she warned. "
        "The ferry left Tarn at 3 a.m. with 90 passengers on board.",
        "Toll off Osk reaches 23\n\n3 March 2025\n\nThe death toll of the ferry that sank off "
        "Osk has reached 23 people, Governor Ines Holt said. Divers from Tarn found the ferry at "
        "a depth of 40 metres.",
        "Holt closes the port of Osk\n\n6 March 2025\n\nGovernor Ines Holt closed the port of "
        "Osk on Thursday after the sinking of the ferry, which killed 31 people. The owner, Tarn "
        "Lines, was fined 200,000 crowns.",
    )
    made = page_of(folder)
    assert [figure.value for line in made.in_brief for figure in line.earlier] == [14, 23]
    assert not made.differ
    shown = " ".join([made.title.text, *(line.text for line in made.lines())])
    assert "31 people" in shown
    assert not re.search(r"\b(?:14|23|20)\b", shown), shown


def test_a_date_that_the_text_contradicts_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three dates in a name, a date line and the text: both days stand beside the line."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2023-01-01-ferry.txt").write_text(
        "Ferry sinks off Osk\n\n5 June 2024\n\nA ferry sank off Osk on Saturday, 1 March 2025, "
        "killing 14 people, Governor Ines Holt said. Divers from Tarn searched the hull.",
        encoding="utf-8",
    )
    (tmp_path / "court.md").write_text(
        "---\ntitle: Court charges owner\ndate: 2025-03-12\n---\n\nUpdated 31 February 2025\n\n"
        "A court in Osk charged Karl Brandt, who owns Tarn Lines, with 14 counts of manslaughter. "
        "Police took 40 boxes of papers from his offices in Tarn.",
        encoding="utf-8",
    )
    made = page_of(tmp_path)
    text = " ".join(render(made, "text").split())
    assert "(12 Mar 2025: 2)" in text
    assert "(1 Mar 2025, but dated 5 Jun 2024: 1)" in text
    page = tmp_path / "page.md"
    page.write_text(render(made, "markdown", tmp_path), encoding="utf-8")
    assert verify(page).faults == ()


def test_only_clear_events_are_printed(shared: Path) -> None:
    """What a clause beside the main one tells is in the JSON, and not on the page."""
    paths = sorted((shared / "articles" / "wikinews").glob("M008*"))
    made = page_of(*paths, sections="timeline", words=2000)
    found = json.loads(render(made, "json"))["timeline"]
    assert made.timeline
    assert all(one.clear for one in made.timeline)
    assert len(found) > len([one for one in made.findings.timeline if one.clear])


def test_a_toll_that_rose_is_told_as_it_is_now(shared: Path) -> None:
    """The latest has its line, those before it stand behind it where articles differ."""
    made = page_of(*sorted((shared / "articles" / "wikinews").glob("M000*")))
    assert any("175,000" in line.text for line in made.in_brief)
    assert not any("80,000" in line.text or "120,000" in line.text for line in made.in_brief)
    assert "120,000" not in made.title.text


def test_sections_stand_in_the_order_that_was_asked_for() -> None:
    """Each only where it has something to say; what was not asked for is not there."""
    made = page_of(INPUTS, sections="names,quotes", words=2000)
    assert order(made) == ["Who", "In their words", "The articles"]
    assert made.signature.endswith("|sections:names%2Cquotes")
    usual = page_of(INPUTS, sections="differ,articles")
    assert usual.signature == page_of(INPUTS).signature
    every = page_of(INPUTS, sections=",".join(SECTIONS), words=2000)
    assert order(every) == sorted(order(every), key=HEADINGS.index)
    assert {"Who", "Timeline"} <= {*order(every)}


def test_every_section_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with all of them stands, and an edited quotation, figure or event does not."""
    monkeypatch.chdir(tmp_path)
    for section, heading in (
        ("quotes", "In their words"),
        ("timeline", "Timeline"),
    ):
        made = page_of(INPUTS, sections=f"{section},names")
        for name, form in (("page.md", "markdown"), ("page.json", "json")):
            Path(name).write_text(render(made, form), encoding="utf-8")
            assert verify(name, sources=INPUTS).faults == ()
        text = Path("page.md").read_text(encoding="utf-8")
        first = getattr(made, section)[0]
        words = (first.values[0] if section == "differ" else first).text.split()[-1]
        at = text.index(words, text.index(f"## {heading}"))
        Path("edited.md").write_text(f"{text[:at]}x{text[at:]}", encoding="utf-8")
        assert len(verify("edited.md", sources=INPUTS).faults) > 1, (
            heading
        )  # besides the page's digest


def test_nothing_is_said_twice_and_the_page_keeps_to_its_budget() -> None:
    """Sections take what room is left, and repeat no sentence of the page."""
    for words in (200, 480, 600, 2000):
        made = page_of(INPUTS, words=words, sections=",".join(SECTIONS))
        assert formats.measure(made)[0] <= words
        assert words > 600 or formats.measure(made)[1] <= 62
        shown = [*made.in_brief, *(x for e in made.articles for x in e.sentence)]
        said = {" ".join(line.text.split()) for line in shown}
        assert not said & {" ".join(event.text.split()) for event in made.timeline}
        assert not any(quote.text in line for quote in made.quotes for line in said)


def test_the_json_has_every_finding() -> None:
    """Names as published; citations are exact places."""
    made = page_of(INPUTS)
    found = json.loads(render(made, "json"))
    assert {"origins", "claims", "figures", "timeline", "quotes", "names"} <= set(found)
    assert sorted(number for group in found["origins"] for number in group) == list(range(1, 11))
    texts = {one.id: one.text for one in made.documents}
    for quote in found["quotes"]:
        place = quote["citation"]
        assert texts[place["document"]][place["start"] : place["end"]] == quote["text"]
    assert any(name["name"] == "Santa Brígida" for name in found["names"])


def test_a_line_cites_every_origin_that_says_the_same(tmp_path: Path) -> None:
    """Two papers that report the same are cited together; two copies of one are one origin."""
    facts = (
        "The ferry Blue Heron sank on the river Larn on Tuesday, killing nine people, the harbour "
        "master Ines Holt said.",
        "Nine people were killed when the ferry Blue Heron sank on the river Larn on Tuesday, said "
        "the harbour master Ines Holt.",
    )
    rest = (
        "Divers from Osk searched the hull until dark. The mayor Maria Berg promised an inquiry "
        "into the lights of the quay, which had failed twice in March.",
        "A crane was brought from Strandmouth to lift the bow. Karl Brandt, who owns the vessel, "
        "did not answer questions, and his office in Elm was closed.",
    )
    for number, (fact, more) in enumerate(zip(facts, rest, strict=True)):
        head = f"---\ntitle: Ferry sinks {number}\ndate: 2010-01-1{number}\n---\n"
        (tmp_path / f"{number}.md").write_text(f"{head}\n{fact} {more}\n", encoding="utf-8")
    made = page_of(tmp_path, sections="articles,support")
    told = next(line for line in made.in_brief if "Blue Heron" in line.text)
    assert {one.document for one in told.citations} == {1, 2}
    text = render(made, "text")
    number = made.in_brief.index(told) + 1
    assert "Which article says what" in text
    assert "| Line | 1 | 2 |" in text
    assert f"| {number} | ● | ● |" in text


SINKING = (
    "The ferry Blue Heron sank on the river Larn on Tuesday, killing nine people, the harbour "
    "master Ines Holt said.",
    "Nine people were killed when the ferry Blue Heron sank on the river Larn on Tuesday, said the "
    "harbour master Ines Holt.",
    "The harbour master Ines Holt said that nine people were killed on Tuesday when the ferry Blue "
    "Heron sank on the river Larn.",
)
AFTER = (
    "Divers from Osk searched the hull until dark. Mayor Maria Berg promised an inquiry into the "
    "lights of the quay, which had failed twice in March.",
    "A crane was brought from Strandmouth to lift the bow. Karl Brandt, who owns the vessel, did "
    "not answer questions, and his office in Elm was closed.",
    "Schools in Dorn stayed shut on Wednesday. Bishop Anton Weil read the names of the dead in the "
    "cathedral of Tarn before four hundred mourners.",
)


def sinkings(folder: Path, count: int) -> Path:
    """Write articles that say the same in three ways, and go on in their own words."""
    for number in range(count):
        more = AFTER[number % 3].replace("March", f"week {number + 20}")
        text = (
            f"Ferry sinks {number}\n\n{SINKING[number % 3]} {more} Line {number} of the bus stops."
        )
        (folder / f"{number:02}.txt").write_text(text + "\n", encoding="utf-8")
    return folder


def stated_by(line: dict[str, Any]) -> list[int]:
    return [place["document"] for place in line["citations"]]


@pytest.mark.parametrize("words", [130, 240, 480])
def test_the_json_names_all_that_say_the_same(tmp_path: Path, words: int) -> None:
    """Whatever a printed page has room for; a place in each article, its own place first."""
    made = page_of(sinkings(tmp_path, 12), words=words)
    told = json.loads(render(made, "json"))["in_brief"]
    line = next(line for line in told if "Blue Heron" in line["text"])
    assert sorted(stated_by(line)) == list(range(1, 13))
    texts = {document.id: document.text for document in made.documents}
    for place in line["citations"]:
        assert "Blue Heron" in texts[place["document"]][place["start"] : place["end"]]
    few = (line for line in made.in_brief if len(line.citations) < len(line.places()))
    assert all(len(line.citations) <= 1 + FEW for line in few)
    assert formats.measure(made)[0] <= words


def test_copies_are_named_and_counted_once(tmp_path: Path) -> None:
    """Copies of the line's article and of another state it; they are two origins."""
    for number, copied in enumerate((0, 0, 0, 1, 1)):
        text = f"Ferry sinks\n\n{SINKING[copied]} {AFTER[copied]}\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    made = page_of(tmp_path)
    told = json.loads(render(made, "json"))["in_brief"]
    place, line = next((n, line) for n, line in enumerate(told) if "Blue Heron" in line["text"])
    assert sorted(stated_by(line)) == [1, 2, 3, 4, 5]
    printed = [citation.document for citation in made.in_brief[place].citations]
    assert sorted(printed) == [1, 2, 3, 4, 5]
    claim = json.loads(render(made, "json"))["claims"][place]
    assert (claim["line"], claim["origins"]) == (place + 1, 2)


def test_named_support_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place that an article does not have is a fault, before the page is written and after."""
    monkeypatch.chdir(tmp_path)
    made = page_of(sinkings(tmp_path, 6))
    page = tmp_path / "page.json"
    page.write_text(render(made, "json", tmp_path), encoding="utf-8")
    assert verify(page).faults == ()
    written = json.loads(page.read_text(encoding="utf-8"))
    written["in_brief"][0]["citations"][-1]["end"] = 9_999
    page.write_text(json.dumps(written), encoding="utf-8")
    assert any("which the source does not have" in str(fault) for fault in verify(page).faults)
    line = made.in_brief[0]
    wrong = replace(line, support=(replace(line.citations[0], document=7),))
    assert proof.check(replace(made, in_brief=(wrong, *made.in_brief[1:])))


def test_a_table_of_support_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it was written it passes; a mark under another article, or on another line, does not."""
    monkeypatch.chdir(tmp_path)
    text = (
        "Nine dead off Osk\n\n{} March 2025\n\n{} Nine people of Larn died when the ferry Heron "
        "sank off Osk on Saturday, Governor Ines Holt said. {}"
    )
    set_of(
        tmp_path,
        text.format(1, "The harbour is closed to boats of Bren.", "A crane came from Tarn."),
        text.format(2, "Mayor Maria Berg went to Larn.", "Divers of Dorn searched the hull."),
    )
    page = tmp_path / "page.md"
    page.write_text(
        render(page_of(tmp_path, sections="support"), "markdown", tmp_path), encoding="utf-8"
    )
    written = page.read_text(encoding="utf-8")
    assert "| Line | [1][s1] | [2][s2] |" in written
    assert verify(page).faults == ()
    row = next(row for row in written.splitlines() if row.startswith("| 1 |"))
    first, second = row.removeprefix("| 1 | ").removesuffix(" |").split(" | ")
    page.write_text(written.replace(row, f"| 1 | {second} | {first} |"), encoding="utf-8")
    assert len(verify(page).faults) > 1


def test_copies_are_one_origin(tmp_path: Path) -> None:
    """The page cites one and lists the others behind it; copies raise no count and no budget."""
    text = (INPUTS / "ellerdyke-glassworks-2025-02-11.txt").read_text(encoding="utf-8")
    for number in range(12):
        (tmp_path / f"{number:02}.txt").write_text(text, encoding="utf-8")
    other = (INPUTS / "glassworks-strike-vote.html").read_bytes()
    (tmp_path / "strike.html").write_bytes(other)
    made = page_of(tmp_path)
    (group,) = made.copies
    assert len(group) == 12
    cited = {line.citations[0].document for line in made.in_brief}
    assert cited & set(group) <= {group[0]}
    assert made.on_page() == tuple(range(1, 14))
    text = " ".join(render(made, "text").split())
    assert text.count(f"the same text as {group[0]}") == 11
    page = tmp_path.parent / "copies.md"
    page.write_text(render(made, "markdown", page.parent), encoding="utf-8")
    assert verify(page).faults == ()


def test_copies_do_not_outvote_another_report(tmp_path: Path) -> None:
    """What ten copies of one article say weighs no more than what another article says."""
    agency = (INPUTS / "ellerdyke-glassworks-2025-02-11.txt").read_text(encoding="utf-8")
    later = (INPUTS / "glassworks-buyout.md").read_text(encoding="utf-8")
    for number in range(10):
        (tmp_path / f"{number}.txt").write_text(agency, encoding="utf-8")
    (tmp_path / "later.md").write_text(later, encoding="utf-8")
    made = page_of(tmp_path)
    cited = [line.citations[0].document for line in made.in_brief]
    paths = {one.id: Path(one.path).name for one in made.documents}
    assert {paths[number] for number in cited} == {"0.txt", "later.md"}


def test_a_corrected_report_is_cited_not_its_older_copy(tmp_path: Path) -> None:
    """Of copies the newest is cited: it has what was added or put right."""
    rest = (
        " Divers from Osk searched the hull of the Blue Heron until dark. The mayor Maria Berg "
        "promised an inquiry into the lights of the quay, which had failed twice in March. A crane "
        "was brought from Strandmouth to lift the bow, and the road to the harbour was closed. "
        "Karl Brandt, who owns the vessel, did not answer questions from reporters in Elm."
    )
    for day, dead in ((6, 12), (9, 31)):
        text = f"The ferry Blue Heron sank on the river Larn, killing {dead} people, police said."
        head = f"---\ntitle: Ferry sinks on the Larn\ndate: 2010-01-0{day}\n---\n"
        (tmp_path / f"{day}.md").write_text(f"{head}\n{text}{rest}\n", encoding="utf-8")
    made = page_of(tmp_path)
    assert made.copies == ((2, 1),)
    assert any("killing 31 people" in line.text for line in made.in_brief)
    assert not any("killing 12 people" in line.text for line in made.in_brief)


@pytest.mark.parametrize("words", [130, 300, 480])
def test_copies_and_an_earlier_page_keep_to_the_budget(tmp_path: Path, words: int) -> None:
    """What says how many are new, and where an article stands besides, is counted."""
    news = tmp_path / "news"
    news.mkdir()
    for name in ("ellerdyke-glassworks-2025-02-11.txt", "harbour-inquiry.html"):
        for number in range(8):
            (news / f"{number}-{name}").write_bytes((INPUTS / name).read_bytes())
    page = tmp_path / "old.md"
    page.write_text(render(page_of(news), "markdown", tmp_path), encoding="utf-8")
    later = (INPUTS / "glassworks-buyout.md").read_bytes()
    (news / "later.md").write_bytes(later)
    for made in (page_of(news, words=words), page_of(news, words=words, since=page)):
        assert formats.measure(made)[0] <= words
        assert formats.measure(made)[1] <= 62


def test_no_finding_is_printed_that_does_not_stand(tmp_path: Path) -> None:
    """The check before a page is written knows figures, events, quotations and claims, too."""
    text = json.loads(render(page_of(INPUTS), "json"))
    assert text["quotes"] and text["timeline"] and text["figures"]
    made = brief(read([INPUTS]), Config(sections=("quotes", "timeline")), now=date(2026, 11, 20))
    found = made.findings
    wrong = {
        "quotes": (replace(found.quotes[0], text="Nobody said so."),),
        "timeline": (replace(found.timeline[0], text="Nothing happened."),),
        "claims": (Statement("Nobody says so.", (found.quotes[0].citation,)),),
    }
    assert proof.check(made) == ()
    for name, value in wrong.items():
        findings = replace(found, **{name: value})  # type: ignore[arg-type]
        assert proof.check(replace(made, findings=findings)), name
