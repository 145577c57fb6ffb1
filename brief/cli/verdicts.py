"""What `brief verify` prints of pages: what is wrong, what is open, or that they are proven."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from brief.cli.articles import counted, standard_input
from brief.cli.progress import working
from brief.cli.screen import printable, put, say
from brief.cli.spreading import of_jobs
from brief.errors import BriefError, NotProven, ProvenanceError
from brief.formats.skipped import messages
from brief.model import STDIN, Skipped
from brief.model.progress import PROVING, stepping
from brief.model.written import Fault, FaultKind
from brief.settings.check_options import Check

if TYPE_CHECKING:
    from concurrent.futures import Executor

#: Faults of a page that are printed, and characters of each: a page may be anything.
MOST_FAULTS, LONGEST_FAULT = 50, 1000
#: Where the fault is that of an article.
OF_ARTICLES = (FaultKind.SOURCE_MISSING, FaultKind.SOURCE_CHANGED)


def check_pages(pages: Iterable[str], chosen: Check) -> int:
    """Prove each page and print what is wrong with it or open; return the exit code.

    That is the highest but for `NotProven`: what is wrong with one page counts for more than what
    is open on another.
    """
    stdin = standard_input() if chosen.sources == Path(STDIN) else None
    names = list(pages)
    with of_jobs(chosen.jobs) as spread, working(quiet=chosen.quiet) as line:
        check = partial(check_page, chosen=chosen, stdin=stdin, executor=spread.executor)
        codes = [check(page) for page in stepping(names, PROVING, len(names), line)]
    wrong = [code for code in codes if code != NotProven.exit_code]
    return max(wrong, default=0) or max(codes)


def check_page(
    name: str, chosen: Check, stdin: bytes | None, executor: Executor | None = None
) -> int:
    """Prove the page in the file `name` and print its faults; return the exit code.

    Its articles are read by `executor`, or here.
    A page that cannot be read is an exit code, so that the next is checked all the same.
    """
    from brief import pipeline

    words = {"title": chosen.title, "topic": chosen.focus}
    given = {what: text for what, text in words.items() if text}
    folder = None if stdin is not None else chosen.sources
    try:
        verdict = pipeline.verify(
            Path(name), sources=folder, stdin=stdin, given=given, executor=executor
        )
    except BriefError as error:
        say(str(error))
        return error.exit_code
    rows = _rows_of(verdict.faults, apart=chosen.verbose)
    rows = [row if row.startswith(name) else f"{name}: {row}" for row in rows]
    rows += [f"{name}: not checked: {reason}" for reason in verdict.unchecked]
    most = len(rows) if chosen.verbose else MOST_FAULTS
    for row in rows[:most]:
        put(f"{printable(row[:LONGEST_FAULT])}{'…' * (len(row) > LONGEST_FAULT)}\n")
    if (more := len(rows) - most) > 0:
        put(f"{printable(name)}: and {more:,} more; verify -v prints them\n")
    if verdict.faults:
        return ProvenanceError.exit_code
    if not chosen.quiet and not verdict.unchecked:
        sentences = counted(verdict.sentences, "sentence")
        sources = counted(verdict.sources, "source")
        whole = ", ".join((sentences, sources, *verdict.beside))
        put(f"{printable(f'{name}: proven: {whole}')}\n")
    return NotProven.exit_code if verdict.unchecked and not chosen.partial else 0


def _rows_of(faults: Sequence[Fault], *, apart: bool) -> list[str]:
    """Return each fault in words; those of articles with one message as one, unless `apart`."""
    if apart:
        return list(map(str, faults))
    others = [str(fault) for fault in faults if fault.kind not in OF_ARTICLES]
    articles = (fault for fault in faults if fault.kind in OF_ARTICLES)
    return [*others, *messages(Skipped(fault.where, fault.message) for fault in articles)]
