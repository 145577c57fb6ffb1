"""Is the default method still as good?  `make quality`, or `make quality WITH=--table`.

Measures the default method on the data of `../shared`, and compares with `floors.json`: recall on
MultiLing 2011 in seven languages (250 words), facts of five articles on Belarus, answers to ten
questions under `--focus`, what breaks the rules of pages of ten stories (ceilings, not floors), the
events, quotations, speakers and names of twenty annotated articles, what comes in: articles that
break a stage, furniture that passes as prose, facts that are lost (ceilings, too), articles read,
dates and outlets found, and what an editor wants of 51 stories that is on their pages, which are
made with weights of choosing that saw neither the story nor its like; these are learned anew into
a temporary folder.
A floor that is exceeded is raised by `--raise`; one that is missed is lowered only by
`--allow-regression`, with the reason in the commit.  `--table` prints the README's table of all
methods, which takes some minutes; `--kept-out` only the pages of the stories of `kept-out.txt`, at
which nobody looks while something is changed: no floor is for them.

Ends with 1 where a floor is missed or the data are not those the floors were measured on.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import annotated
import editor
import incoming
import learn_choice
import learned_from
import scored
from marked import every_older, stories

import brief
from brief.evaluation.report import Report
from brief.evaluation.traits import BREACHES
from brief.page import worth
from brief.settings.page_options import METHODS, Trial

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
DATA = SHARED / "data" / "multiling2011"
ARTICLES = SHARED / "articles"
FLOORS = Path(__file__).with_name("floors.json")
LANGUAGES = "english french czech greek hebrew hindi arabic".split()
RECALLS = {"rouge-1 recall": "R-1", "rouge-2 recall": "R-2"}
WORDS = 250
#: What may differ between two machines, in the unit of the measure: a hundredth of a per cent.
TOLERANCE = 0.01
#: The largest difference of a shipped weight of choosing from that which is learned now: the pages
#: that are scored are made with what is learned now.
APART = "choice weights, apart from those learned now"
#: Counts of these on the pages of ten stories may not grow.  That a page lacks a line of the event
#: ("no_event") is none of them any more: which line that is was a rule of choosing, and lines are
#: chosen by what they are worth; whether what happened is told, the editor's marks say.
BREAKING = ("leaning", "factless", "disorder", *(trait.name for trait in BREACHES))
#: Nor may what ends with one of these; the other measures may not fall.
CEILINGS = (*BREAKING, "furniture that passes, %", "glued, %", "facts lost, %")
CEILINGS += ("wrong dates", "articles and sets that break", *scored.COUNTS, scored.FAILED, APART)
BESIDE = ("coverage", "headlines", "leads", "sumy-edmundson", "sumy-lexrank")


def main() -> int:
    """Measure, compare, and say what differs; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--table", action="store_true", help="print the README's tables")
    parser.add_argument("--raise", dest="raised", action="store_true", help="raise the floors")
    parser.add_argument("--allow-regression", action="store_true", help="lower them, too")
    parser.add_argument("--kept-out", action="store_true", help="score the stories kept out")
    options = parser.parse_args()
    if not SHARED.is_dir():
        print(f"Nothing measured: there are no data in {SHARED}.")
        return 0
    if options.table:
        print(table())
        return 0
    if options.kept_out:
        for name, value in chosen(out=True).items():
            print(f"{name:42} {value:8.2f}")
        return 0
    now, data = measured()
    known = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    faults = list(compared(now, data, known))
    for name, value in now.items():
        print(f"{name:42} {value:8.2f}   {known.get('measures', {}).get(name, '(new)')}")
    print(*faults, sep="\n")
    if options.raised or options.allow_regression:
        write(now, data, known, lower=options.allow_regression)
    elif faults:
        print("Find out why, or lower a floor on purpose: --allow-regression.")
        return 1
    return 0


def measured() -> tuple[dict[str, float], dict[str, str]]:
    """Return the default method's measures by name, and the digest of the data of each part."""
    now: dict[str, float] = {}
    data: dict[str, str] = {}
    for language, report in zip(LANGUAGES, reports(("coverage",)), strict=True):
        data[language] = digest(report)
        for name, short in RECALLS.items():
            now[f"{language} {short}"] = 100 * report.measures[name][0].mean
    summary = brief.summarise(brief.read([ARTICLES / "belarus"]), words=WORDS)
    texts = [" ".join(sentence.text.split()) for sentence in summary]
    facts = editor.facts_of("belarus")["facts"]
    now["belarus facts"] = sum(editor.matches(fact["patterns"], texts) for fact in facts)
    now["belarus articles"] = len({sentence.document for sentence in summary})
    now["focus answers found, %"], now["focus questions answered, %"] = focused(True)
    pages = evaluated(DATA / "english.jsonl", Trial(method=("coverage",), pages=True))
    now |= {f"pages, {name}": pages.measures[name][0].mean for name in BREAKING}
    tallies, _ = annotated.measured(ARTICLES / "wikinews")
    for name, tally in tallies.items():
        now[f"{name}, precision, %"] = 100 * tally.precision
        now[f"{name}, recall, %"] = 100 * tally.recall
    now |= came_in() | chosen()
    return now, data


def came_in() -> dict[str, float]:
    """Return what is measured of articles as they come in; what breaks a stage is printed."""
    bugs = incoming.broken(SHARED)
    print(*bugs, sep="\n", end="\n" if bugs else "")
    measures = {"articles and sets that break": float(len(bugs))}
    if not incoming.stories(SHARED):
        print(f"Not measured: there are no stories of an editor in {SHARED}.")
        return measures
    return measures | incoming.prose(SHARED) | incoming.sources(SHARED)


def chosen(*, out: bool = False) -> dict[str, float]:
    """Return what an editor wants that is on pages of stories, or where `out` of those kept out.

    Their weights saw neither the story nor its like; those kept out get those of all older ones.
    Exits where texts are not those that were marked.
    """
    if not incoming.stories(SHARED, out=out) or not scored.script(SHARED).is_file():
        print(f"Not measured: {SHARED} has no stories of an editor, or no score.py to count by.")
        return {}
    learned_from.require_texts(SHARED)
    with tempfile.TemporaryDirectory() as folder:
        learned_from.write_folds(Path(folder), list(stories(SHARED)), learn_choice.learn)
        measures = scored.measures(SHARED, Path(folder), out=out)
        shipped = Path(folder) / "shipped.txt"
        shipped.write_text(learn_choice.learn(every_older(SHARED)), "utf-8", newline="\n")
        return measures | {APART: apart(shipped)}


def apart(path: Path) -> float:
    """Return the largest difference of a weight in a file of weights from the shipped one."""
    new, old = worth.learned(path), worth.learned()
    sections = (
        (new.worth, old.worth),
        (new.same_fact, old.same_fact),
        (new.states, old.states),
    )
    return max(
        abs(weights.get(name, 0.0) - shipped.get(name, 0.0))
        for weights, shipped in sections
        for name in {*weights, *shipped}
    )


def reports(methods: Sequence[str]) -> Iterator[Report]:
    """Yield the report on each language, measured side by side."""
    files = [DATA / f"{language}.jsonl" for language in LANGUAGES]
    with ProcessPoolExecutor() as pool:
        yield from pool.map(partial(evaluated, trial=Trial(method=methods, words=WORDS)), files)


def evaluated(path: Path, trial: Trial) -> Report:
    """Return the report on one file."""
    return brief.evaluate([path], trial, clock=time.process_time)


def digest(report: Report) -> str:
    """Return what a report's signature says of its data."""
    return next(part for part in report.signature.split("|") if part.startswith("data:"))


def focused(on: bool) -> tuple[float, float]:
    """Return the share of answers in 100 words, and of questions with any, in per cent.

    `on` says whether the question is given.  A sentence that stands in two articles counts once.
    """
    questions = json.loads((editor.CASES / "focus.json").read_text(encoding="utf-8"))["questions"]
    shares: list[float] = []
    for one in questions:
        reading = brief.read(sorted((ARTICLES / "wikinews").glob(f"{one['story']}*.txt")))
        texts = {Path(document.path).name: document.text for document in reading}
        wanted = {texts[a["file"]][a["start"] : a["end"]] for a in one["answers"]}
        focus = one["focus"] if on else None
        chosen = {sentence.text for sentence in brief.summarise(reading, focus=focus)}
        shares.append(len(wanted & chosen) / len(wanted))
    return 100 * sum(shares) / len(shares), 100 * sum(map(bool, shares)) / len(shares)


def compared(
    now: dict[str, float], data: dict[str, str], known: dict[str, dict[str, object]]
) -> Iterator[str]:
    """Yield a line for each floor that is missed, and for data that are not those of the floors."""
    for name, floor in known.get("measures", {}).items():
        value = now.get(name)
        if value is None:
            yield f"not measured any more: {name}"
        elif falls(name, value, float(str(floor))):
            yield f"worse: {name} is {value:.2f}, was {floor}"
    for name, expected in known.get("data", {}).items():
        if data.get(name) != expected:
            yield f"other data: {name} is {data.get(name)}, the floors are for {expected}"


def falls(name: str, value: float, floor: float) -> bool:
    """Return whether a measure is worse than its floor, or than its ceiling."""
    gap = value - floor if name.endswith(CEILINGS) else floor - value
    return gap > TOLERANCE


def write(
    now: dict[str, float], data: dict[str, str], known: dict[str, dict[str, object]], *, lower: bool
) -> None:
    """Write the floors: what is better than them, and with `lower` what is worse, too."""
    before = known.get("measures", {})
    kept = {
        name: before[name]
        if name in before and not lower and falls(name, value, float(str(before[name])))
        else round(value, 2)
        for name, value in now.items()
    }
    text = json.dumps({"data": data, "measures": kept}, indent=2)
    FLOORS.write_text(f"{text}\n", encoding="utf-8")


def table() -> str:
    """Return the tables of all methods in Markdown."""
    methods = [method for method in METHODS if method != "headlines"]
    found = list(reports(methods))
    heads = ["method", *(f"{language.capitalize()}" for language in LANGUAGES), "mean"]
    rows = [
        [method, *(cell(report, at) for report in found), mean(found, at)]
        for at, method in enumerate(methods)
    ]
    pages = evaluated(DATA / "english.jsonl", Trial(method=BESIDE, pages=True))
    counted = [(trait.heading, pages.measures[trait.name]) for trait in BREACHES] + [
        (heading, pages.measures[n])
        for n, heading in (("leaning", "cannot stand alone"), ("factless", "without a fact"))
    ]
    breaches = [[heading, *(f"{each.mean:.1f}" for each in row)] for heading, row in counted]
    without, with_focus = focused(False), focused(True)
    focus = [
        ["with `--focus`", *(f"{value:.0f}" for value in with_focus)],
        ["without", *(f"{value:.0f}" for value in without)],
    ]
    return "\n\n".join(
        (
            markdown(heads, rows),
            markdown(["a page", *BESIDE], breaches),
            markdown(["100 words", "answers found, %", "questions answered, %"], focus),
        )
    )


def cell(report: Report, at: int) -> str:
    """Return both recalls of a method in per cent: `50.3 / 20.8`."""
    return " / ".join(f"{100 * report.measures[name][at].mean:.1f}" for name in RECALLS)


def mean(found: Sequence[Report], at: int) -> str:
    """Return the mean of both recalls over the languages."""
    sums = [sum(report.measures[name][at].mean for report in found) for name in RECALLS]
    return " / ".join(f"{100 * value / len(found):.1f}" for value in sums)


def markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    rule = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rule, *rows))


if __name__ == "__main__":
    sys.exit(main())
