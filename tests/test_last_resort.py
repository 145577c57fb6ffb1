"""What breaks a stage is left out and named; the page of the other articles is made."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from test_running import DAY, Place

import brief
from brief.cli import main
from brief.errors import BrokenStage, ProvenanceError, UsageError
from brief.model import Document
from brief.pipeline import last_resort, verify
from brief.pipeline.evaluating import evaluate
from brief.settings.page_options import Config, Trial

NOW = date(2026, 11, 20)
FERRY = (
    "Ferry Heron sinks off Osk\n\nThe ferry Heron sank off Osk on Friday with {n} people on board,"
    " Governor Ines Holt said. Divers of the coastguard searched the hull of the Heron at night."
    " The owner, Larsen Lines, stopped all its ferries between Osk and Tarn until {n} December.\n"
)
MINE = (
    "Copper mine of Bren closes\n\nThe council of Bren closed the copper mine on Thursday, and"
    " {n}00 miners lost their work, Mayor Maria Berg said. The union of miners asked for talks with"
    " Norcopper about wages. Norcopper sold {n} tonnes of ore from Bren in 2025.\n"
)
#: More of the mine, in other words.
MINERS = (
    "Copper mine of Bren closes, miners march\n\nMiners of Bren marched to the council on Friday"
    " after it had closed the copper mine. Mayor Maria Berg told the 700 miners that Norcopper must"
    " pay.\n"
)
NORCOPPER = (
    "Norcopper to appeal closure of Bren mine\n\nNorcopper will appeal against the council of Bren,"
    " which closed its copper mine on Thursday, its lawyer Tom Hale said. Mayor Maria Berg called"
    " the copper mine of Bren a danger to the miners.\n"
)
#: Names that only the article has on which a stage breaks.
BROKEN = "Zyzzyva"
#: Acts on a terminal, where it is printed as it is.
ACTING = "\x1b[31m"

pytestmark = pytest.mark.last_resort


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles of two stories, and one that tests let break."""
    texts = {"a": FERRY.format(n=40), "b": FERRY.format(n=41), "c": MINE.format(n=7)}
    texts["z"] = MINE.format(n=8).replace("Maria Berg", f"{BROKEN} Berg")
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    return tmp_path


def holds(value: Any) -> bool:
    """Return whether anything that a function is given holds the name that breaks it."""
    if isinstance(value, bytes):
        return BROKEN.encode() in value
    if isinstance(value, str):
        return BROKEN in value
    if isinstance(value, Document):
        return BROKEN in value.text
    if isinstance(value, list | tuple):
        return any(map(holds, value))
    return holds(getattr(value, "text", ()))


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that lets a function of the project break on what a test says."""

    def break_it(
        place: str,
        breaks: Callable[..., bool] = lambda *given: any(map(holds, given)),
        error: BaseException | None = None,
    ) -> None:
        module, _, name = place.rpartition(".")
        sound = getattr(import_module(module), name)

        def broken(*given: Any, **more: Any) -> Any:
            if breaks(*given):
                raise error or IndexError(f"no {ACTING}place")
            return sound(*given, **more)

        monkeypatch.setattr(place, broken)

    return break_it


Breaking = Callable[..., None]

#: A function of each stage that looks at one article after the other.
STAGES = (
    *("brief.readers.text.decode", "brief.clean.label.label", "brief.pipeline.comparing.segment"),
    *(
        "brief.page.material.standing",
        "brief.page.material.facts_in",
        "brief.page.material.days_of",
    ),
)
#: A function of each finding, and what the page calls that.
FINDINGS = (
    ("brief.pipeline.comparing.comparisons", "figures"),
    ("brief.pipeline.comparing.disputes", "disputes"),
    ("brief.pipeline.pages.copies_of", "copies"),
    ("brief.pipeline.drafting.supported", "support"),
    ("brief.compare.origins.origins", "copies"),
    ("brief.pipeline.completing.days_of", "timeline"),
    ("brief.compare.timeline.timeline", "timeline"),
    ("brief.compare.quotes.quotations.quotes", "quotations"),
    ("brief.compare.names.entities.names", "names"),
)


@pytest.mark.parametrize("stage", STAGES)
def test_an_article_that_breaks_a_stage_is_left_out(
    folder: Path, breaking: Breaking, stage: str
) -> None:
    """It is named with the reason, and the page tells of the three others."""
    breaking(stage)
    page = brief.brief(brief.read([folder]), now=NOW)
    assert [Path(document.path).stem for document in page.documents] == ["a", "b", "c"]
    assert [Path(skipped.path).stem for skipped in page.skipped] == ["z"]
    assert "a bug in brief broke it (IndexError); please report" in page.skipped[0].reason
    assert page.skipped[0].broke.startswith("IndexError in brief.")
    assert {citation.document for line in page.in_brief for citation in line.citations} >= {1, 3}


def test_an_article_that_breaks_a_worker_is_left_out(folder: Path, breaking: Breaking) -> None:
    """What breaks in another process is the same value, and the same page."""
    breaking("brief.clean.label.label")
    alone = brief.read([folder])
    with ProcessPoolExecutor(1) as pool:
        assert brief.read([folder], executor=pool) == alone
        with pytest.raises(BrokenStage, match=r"z\.txt: a bug in brief: IndexError in brief\."):
            brief.read([folder], Config(strict=True), executor=pool)
    assert [document.id for document in alone] == [1, 2, 3]
    assert alone.skipped[0].broke


@pytest.mark.parametrize(("function", "name"), FINDINGS)
def test_a_finding_that_breaks_is_left_out(
    folder: Path, breaking: Breaking, function: str, name: str
) -> None:
    """All articles are on the page, and it says what is not; so does the JSON."""
    breaking(function, lambda *given: True)
    page = brief.brief(brief.read([folder]), Config(format="json"), now=NOW)
    assert len(page.documents) == 4
    names = [skipped.path for skipped in page.skipped]
    assert name in names
    assert len(set(page.skipped)) == len(page.skipped)
    data = json.loads(brief.render(page, "json"))
    assert name in [skipped["path"] for skipped in data["skipped"]]
    with pytest.raises(BrokenStage, match="IndexError in "):
        brief.brief(brief.read([folder]), Config(format="json", strict=True), now=NOW)


def test_a_finding_of_the_json_that_breaks_is_named_in_it(folder: Path, breaking: Breaking) -> None:
    """A page that had no room for a finding has it in its JSON, or says why not."""
    page = brief.brief(brief.read([folder]), now=NOW)
    breaking("brief.compare.quotes.quotations.quotes", lambda *given: True)
    data = json.loads(brief.render(page, "json"))
    if page.findings.whole:  # found before
        return
    assert [skipped["path"] for skipped in data["skipped"]] == ["quotations"]
    with pytest.raises(BrokenStage, match="quotations"):
        brief.render(page, "json", strict=True)


def test_a_story_that_breaks_is_left_out(folder: Path, breaking: Breaking) -> None:
    """Its articles are named with its headline where none of them breaks alone, or is to blame."""

    def is_mine(material: Any, *_: Any) -> bool:
        return sum("Bren" in document.text for document in material.documents) > 1

    for name, text in (("d", MINERS), ("e", NORCOPPER)):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    breaking("brief.pipeline.drafting.draft_of", is_mine)
    page = brief.brief(brief.read([folder]), now=NOW)
    assert [Path(document.path).stem for document in page.documents] == ["a", "b"]
    assert [Path(skipped.path).stem for skipped in page.skipped] == ["c", "d", "e", "z"]
    assert all("story, “Copper mine of Bren closes” (I" in each.reason for each in page.skipped)
    text = " ".join(brief.render(page, "text").split())
    assert text.count("broke its story") == 1


def test_two_articles_that_break_only_together_lose_one(folder: Path, breaking: Breaking) -> None:
    """The page is made without one of them."""
    breaking(
        "brief.pipeline.pages.checked",
        lambda made: sum("Bren" in document.text for document in made.documents) > 1,
    )
    page = brief.brief(brief.read([folder]), now=NOW)
    assert [Path(document.path).stem for document in page.documents] == ["a", "b", "z"]
    assert [Path(skipped.path).stem for skipped in page.skipped] == ["c"]


def test_where_nothing_is_left_the_bug_is_told(folder: Path, breaking: Breaking) -> None:
    """A page of nothing is none."""
    breaking("brief.page.material.standing", lambda *given: True)
    with pytest.raises(BrokenStage, match=r"IndexError in brief\.page\.material, _judged, line \d"):
        brief.brief(brief.read([folder]), now=NOW)
    with pytest.raises(BrokenStage, match=r"a\.txt: a bug"):
        brief.brief(brief.read([folder / "a.txt"]), now=NOW)


def test_a_sentence_that_does_not_stand_costs_its_article(folder: Path, breaking: Breaking) -> None:
    """That is a bug as well; where nothing is left, it keeps its own error."""

    def misplaced(made: Any) -> bool:
        return any(map(holds, made.documents))

    error = ProvenanceError("a sentence does not stand in its source")
    breaking("brief.pipeline.pages.checked", misplaced, error)
    page = brief.brief(brief.read([folder]), now=NOW)
    assert [Path(skipped.path).stem for skipped in page.skipped] == ["z"]
    with pytest.raises(ProvenanceError):
        brief.brief(brief.read([folder / "z.txt"]), now=NOW)


@pytest.mark.parametrize("stage", [*STAGES[:1], STAGES[3]])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError(), UsageError("too few")])
def test_some_errors_are_hidden_nowhere(
    folder: Path, breaking: Breaking, stage: str, error: BaseException
) -> None:
    """An interruption, a full memory and an answer of ours are not the article's."""
    breaking(stage, error=error)
    with pytest.raises(type(error)):
        brief.brief(brief.read([folder]), now=NOW)


def test_lines_that_recur_are_left_where_they_cannot_be_found(
    folder: Path, breaking: Breaking
) -> None:
    """All articles are read."""
    breaking("brief.clean.label.label_repeated", lambda *_: True)
    reading = brief.read([folder])
    assert len(reading) == 4
    assert [skipped.path for skipped in reading.skipped] == ["repeated lines"]


@pytest.mark.parametrize("stage", STAGES[:4])
def test_the_command_line_names_what_broke(
    folder: Path, breaking: Breaking, stage: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Even with `-q`; with `-v` the place, without what would act; with `--strict` it is fatal."""
    breaking(stage)
    words = [str(folder), "--now", "2026-11-20"]
    assert main(words) == 0
    out, err = capfd.readouterr()
    assert "a bug in brief broke it (IndexError)" in " ".join(out.split())
    assert err.startswith(f"brief: skipped {folder}/z.txt: a bug in brief broke it (IndexError)")
    assert main([*words, "-q"]) == 0
    assert capfd.readouterr().err == err
    assert main([*words, "-v"]) == 0
    err = capfd.readouterr().err
    assert "z.txt: IndexError in brief." in err
    assert ", line " in err
    assert "\x1b" not in err
    assert main([*words, "--strict"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert f"brief: {folder}/z.txt: a bug in brief: IndexError in brief." in err
    assert "\x1b" not in err


def test_the_command_line_ends_with_1_where_nothing_is_left(
    folder: Path, breaking: Breaking, capfd: pytest.CaptureFixture[str]
) -> None:
    """That there is nothing to brief would not be true."""
    breaking("brief.clean.label.label", lambda *_: True)
    assert main([str(folder)]) == 1
    assert "a.txt: a bug in brief: IndexError" in capfd.readouterr().err.splitlines()[-1]


def test_a_traceback_does_not_act_on_the_terminal(
    folder: Path, breaking: Breaking, capfd: pytest.CaptureFixture[str]
) -> None:
    """What an exception says may be text of an article."""
    breaking("brief.pipeline.pages.brief", lambda *_: True)
    breaking("brief.pipeline.render", lambda *_: True)
    assert main([str(folder), "-v"]) == 1
    err = capfd.readouterr().err
    assert "Traceback" in err
    assert "\x1b" not in err


@pytest.mark.parametrize("stage", STAGES[2:4])
def test_a_text_is_made_without_what_breaks(folder: Path, breaking: Breaking, stage: str) -> None:
    """The summary says which article it leaves out, or ends, as the caller wants it."""
    reading = brief.read([folder])
    breaking(stage.replace("page.material.standing", "pipeline.summaries.standing"))
    summary = brief.summarise(reading)
    assert {sentence.document for sentence in summary} <= {1, 2, 3}
    assert [Path(skipped.path).stem for skipped in summary.skipped] == ["z"]
    with pytest.raises(BrokenStage, match=r"z\.txt"):
        brief.summarise(reading, strict=True)


def test_bare_texts_that_break_are_named(breaking: Breaking) -> None:
    """By their places."""
    breaking("brief.clean.label.label")
    summary = brief.summarise([MINE.format(n=1), f"{MINE.format(n=2)} {BROKEN} told."])
    assert len(summary) > 0
    assert [skipped.path for skipped in summary.skipped] == ["text 2.txt"]


def test_a_case_that_breaks_is_not_measured(tmp_path: Path, breaking: Breaking) -> None:
    """Not in part either: the measures of fewer articles are others."""
    texts = [[FERRY.format(n=4), FERRY.format(n=5)], [MINE.format(n=4), MINE.format(n=BROKEN)]]
    rows = [{"id": f"case {n}", "docs": docs, "refs": ["A mine."]} for n, docs in enumerate(texts)]
    file = tmp_path / "data.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    breaking("brief.pipeline.summaries.standing")
    report = evaluate([file], Trial(method=("coverage",)), clock=lambda: 0.0)
    assert [(skipped.path, bool(skipped.broke)) for skipped in report.skipped] == [
        ("data case 1", True)
    ]
    with pytest.raises(BrokenStage, match="case 1"):
        evaluate([file], Trial(method=("coverage",), strict=True), clock=lambda: 0.0)


def test_a_source_that_breaks_is_a_fault_of_the_page(folder: Path, breaking: Breaking) -> None:
    """`verify` goes on to the other sources."""
    page = folder / "page.md"
    page.write_text(
        brief.render(brief.brief(brief.read([folder]), now=NOW), folder=folder), "utf-8"
    )
    breaking("brief.readers.text.decode")
    faults = brief.verify(page).faults
    assert {Path(fault.where).name for fault in faults} == {"z.txt"}


def item(name: str, text: str) -> str:
    """Return an entry of a feed with its whole text."""
    return (
        f"<item><title>{text[:20]}</title><link>https://example.org/{name}</link>"
        f"<pubDate>Fri, 20 Nov 2026 05:00:00 GMT</pubDate>"
        f"<content:encoded><![CDATA[<p>{text} {text[27:]}</p>]]></content:encoded></item>"
    )


FEED = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    "<channel><title>Radio</title>{}</channel></rss>"
)
#: What breaks in a run, and what the page calls it.
IN_A_RUN = (
    ("brief.readers.feed.document_of", f"{BROKEN} mine"),
    ("brief.run.composing.kept_as_file", "https://example.org/z"),
    ("brief.clean.label.label", "zyzzyva-mine"),
    ("brief.run.collecting._of_feed", "Second"),
    ("brief.pipeline.comparing.segment", "zyzzyva-mine"),
)


@pytest.mark.parametrize(("stage", "name"), IN_A_RUN)
def test_a_run_goes_on_without_what_breaks(
    tmp_path: Path, breaking: Breaking, stage: str, name: str
) -> None:
    """Its page has the other articles, and says what is not on it; so does the outcome."""
    place = Place(tmp_path)  # with an article in a folder
    broken = f"{BROKEN} mine closes now. {MINE.format(n=8)}"
    for number, text in ((1, MINE.format(n=9)), (2, broken)):
        place.web[f"https://example.org/feed{number}"] = FEED.format(item("az"[number - 1], text))
    place.settings += '[[source]]\nfeed = "https://example.org/feed1"\nname = "First"\n'
    place.settings += '[[source]]\nfeed = "https://example.org/feed2"\nname = "Second"\n'
    breaks = [(lambda _, answer: BROKEN.encode() in answer.body)] if name == "Second" else []
    breaking(stage, *breaks)
    outcome = place.run()
    assert (outcome.what, outcome.articles) == ("page", 2)
    assert [name in skipped.path for skipped in outcome.broken] == [True]
    page = " ".join(place.page("2026-11-20").split())
    assert "a bug in brief broke it (IndexError); please report" in page
    assert verify(tmp_path / "briefings" / "2026-11-20.md").faults == ()
    assert [str(skipped) for skipped in outcome.broken if not skipped.broke] == []


#: A feed of two entries, the second of which breaks the reader of entries, as RSS and as JSON.
ENTRIES = (MINE.format(n=9), f"{BROKEN} mine closes now. {MINE.format(n=8)}")
JSON_FEED = {
    "title": "Radio",
    "items": [
        {
            "url": f"https://example.org/{name}",
            "title": text[:20],
            "content_text": f"{text} {text[27:]}",
            "date_published": "2026-11-20T05:00:00Z",
        }
        for name, text in zip("az", ENTRIES, strict=True)
    ],
}


@pytest.mark.parametrize(
    ("reader", "body"),
    [
        ("feed", FEED.format("".join(map(item, "az", ENTRIES)))),
        ("jsonfeed", json.dumps(JSON_FEED)),
    ],
)
def test_an_entry_that_breaks_leaves_its_feed(
    tmp_path: Path,
    breaking: Breaking,
    monkeypatch: pytest.MonkeyPatch,
    reader: str,
    body: str,
) -> None:
    """The other entries are told, the page names the lost one, and it is told once mended."""
    place = Place(tmp_path)  # with an article in a folder
    place.web["https://example.org/feed"] = body
    place.settings += '[[source]]\nfeed = "https://example.org/feed"\nname = "First"\n'
    with monkeypatch.context() as only_now:
        sound = import_module(f"brief.readers.{reader}")._item

        def broken(entry: Any, *given: Any, **more: Any) -> Any:
            return [][0] if BROKEN in str(entry) else sound(entry, *given, **more)

        only_now.setattr(f"brief.readers.{reader}._item", broken)
        outcome = place.run()
    assert (outcome.what, outcome.articles) == ("page", 2)
    assert [skipped.path for skipped in outcome.broken] == [ENTRIES[1][:20].strip()]
    page = " ".join(place.page("2026-11-20").split())
    assert f"{BROKEN} mine" in page
    assert "a bug in brief broke it (IndexError); please report" in page
    assert place.run(DAY + timedelta(days=1)).articles == 1


def test_a_run_of_nothing_but_what_breaks_is_tried_again(
    tmp_path: Path, breaking: Breaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends with the bug, and once that is mended the articles are told."""
    place = Place(tmp_path)
    with monkeypatch.context() as only_now:
        only_now.setattr("brief.page.material.standing", lambda *_, **__: [][0])
        with pytest.raises(BrokenStage):
            place.run()
    assert place.run().articles == 1


def test_a_scheduled_run_warns_of_what_breaks(
    tmp_path: Path,
    breaking: Breaking,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It ends with 0, since the page is made; with `-v` the log has the place."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "news").mkdir()
    for name, text in (("a", MINE.format(n=4)), ("z", FERRY.format(n=BROKEN))):
        (tmp_path / "news" / f"{name}.txt").write_text(text, "utf-8")
    (tmp_path / "brief.toml").write_text('[[source]]\nfolder = "news"\n', "utf-8")
    breaking("brief.clean.label.label")
    assert main(["run", "--now", "2026-11-20T07:00"]) == 0
    err = capsys.readouterr().err
    assert "warning" in err
    assert "z.txt: a bug in brief broke it (IndexError)" in err
    assert main(["run", "-v", "--all", "--force", "--now", "2026-11-20T08:00"]) == 0
    assert "z.txt: IndexError in brief.pipeline.reading" in capsys.readouterr().err


def test_an_expected_error_is_the_caller_s() -> None:
    """Such as a message that has just been moved."""

    def gone() -> None:
        raise FileNotFoundError("no longer there")

    with pytest.raises(FileNotFoundError):
        last_resort.attempt(gone, "it", expected=(OSError,))
    assert isinstance(last_resort.attempt(gone, "it"), last_resort.Broken)


def test_the_error_can_be_handed_on_by_a_process() -> None:
    """With its place."""
    error = BrokenStage(broke="KeyError in brief.x, f, line 1: 'a'", where="a.txt")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.broke, again.exit_code) == (str(error), error.broke, 1)


def test_work_that_does_not_break_is_done_once() -> None:
    """The last resort costs nothing where it is not used."""
    done: list[object] = []
    made, left_out = last_resort.sparing((1, 2, 3), lambda parts: done.append(parts) or 7, "it")
    assert (made, left_out, len(done)) == (7, {}, 1)
