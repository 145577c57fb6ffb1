"""The commands that make, check and explain pages: as they are typed, and what they do.

A command returns its work, a function without arguments that `main` calls for the exit code.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from brief.cli.articles import (
    counted,
    read_articles,
    refuse_skipped,
    refuse_unprintable,
    report_skipped,
    standard_input,
    write,
)
from brief.cli.environment import article_cache
from brief.cli.flags import (
    HELP_FLAGS,
    PAGE,
    PageCommand,
    PathsOrCommand,
    PlainCommand,
    with_flags,
)
from brief.cli.progress import working
from brief.cli.screen import on_terminal, printable, put
from brief.cli.spreading import spread_of
from brief.errors import (
    SkippedInput,
    UsageError,
)
from brief.formats import PDF
from brief.model import STDIN
from brief.model.progress import CONDENSING, EVALUATING
from brief.settings.check_options import SOURCES, Check
from brief.settings.extract_options import ExtractConfig
from brief.settings.page_options import Config, Trial

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from brief.formats.typeset import Window
    from brief.model import Briefing, Line

T = TypeVar("T")
#: Returns the exit code.
Work = Callable[[], int]

application = typer.Typer(
    cls=PathsOrCommand,
    help="One page from many articles, in their own sentences. PATH is a file, a folder with all"
    " that is in it, the address of a page, or - for standard input; ./verify is a folder, verify"
    " is the command.",
    no_args_is_help=True,
    add_help_option=False,  # the page command's --help is that of the whole program
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": sorted(HELP_FLAGS, key=len)},
)

Pages = Annotated[list[str], typer.Argument(metavar="PAGE", show_default=False)]
Data = Annotated[list[str], typer.Argument(metavar="DATA", show_default=False)]
Paths = Annotated[list[str] | None, typer.Argument(metavar="PATH", show_default=False)]


@application.command(PAGE, cls=PageCommand, hidden=True)
@with_flags()
def page(paths: Paths = None, **chosen: Any) -> Work:
    """Make the page."""
    del chosen["version"]
    return partial(make_page, tuple(paths or ()), Config(**given(chosen)))


@application.command(cls=PlainCommand)
@with_flags(of=ExtractConfig)
def summarise(paths: Paths = None, **chosen: Any) -> Work:
    """Condense each article by itself, in its own best sentences."""
    return partial(make_extracts, tuple(paths or ()), ExtractConfig(**given(chosen)))


@application.command(cls=PlainCommand)
@with_flags(of=Check)
def verify(pages: Pages, **chosen: Any) -> Work:
    """Prove a page: make it again from its sources, and compare."""
    from brief.cli.verdicts import check_pages  # It loads what a page made needs none of.

    return partial(check_pages, tuple(pages), Check(**given(chosen)))


@application.command(cls=PlainCommand)
def explain(
    page: Annotated[str, typer.Argument(metavar="PAGE", show_default=False)],
    number: Annotated[str, typer.Argument(metavar="N", show_default=False)] = "",
    stories: Annotated[
        bool, typer.Option("--stories", help="Say what joins each article to its story instead.")
    ] = False,
    sources: Annotated[
        str | None, typer.Option(metavar="FOLDER", help=SOURCES, show_default=False)
    ] = None,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Print the factors of its worth, too.")
    ] = False,
) -> Work:
    """Say why the Nth sentence of a page is on it, or list them all."""
    if stories:
        return partial(explain_stories, page, sources)
    if not number:
        return partial(list_lines, page, sources)
    if not number.isdecimal() or int(number) == 0:
        raise UsageError(f"{number!r} is no number of a sentence", advice="count them from 1")
    return partial(explain_line, page, int(number), sources, verbose=verbose)


@application.command(cls=PlainCommand)
@with_flags(of=Trial)
def evaluate(data: Data, **chosen: Any) -> Work:
    """Score methods on articles, against reference summaries where there are any.

    DATA is JSON Lines, {"id": …, "docs": [text, …], "refs": [text, …]}, a folder with articles/ and
    references/, a folder of such folders, or a folder of articles.
    """
    return partial(evaluate_methods, tuple(data), Trial(**given(chosen)))


@application.command(cls=PlainCommand)
def schema(
    command: Annotated[str | None, typer.Argument(metavar="COMMAND", show_default=False)] = None,
) -> Work:
    """Print the JSON Schema of the pages in JSON, or with `summarise` that of its extracts."""
    if command not in (None, "summarise"):
        raise UsageError(f"schema: {command!r} writes no JSON", advice="name summarise, or nothing")
    return partial(print_schema, of_extracts=bool(command))


def given(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Return the flags that were typed."""
    return {name: value for name, value in chosen.items() if value is not None}


def make_page(paths: Sequence[str], config: Config) -> int:
    """Make a page of articles and write it; return the exit code.

    Raises:
        UsageError: no articles are named, or the output is one of them.
        SkippedInput: something was skipped under `--strict`.
        NothingToBrief: nothing that was named is an article.
    """
    from brief import pipeline

    refuse_unprintable(config)
    with spread_of(config) as spread, article_cache(config) as cache:
        reading = read_articles(paths, config, spread, made="page", cache=cache)
        executor = spread.executor
        with working(quiet=config.quiet) as line:
            now = config.now or date.today()
            make = partial(pipeline.brief, config=config, now=now, executor=executor, progress=line)
            briefing = cache.proven(make, reading) if cache else make(reading)
        report_skipped([skip for skip in briefing.skipped if skip not in reading.skipped], config)
        refuse_skipped(briefing.skipped, config, made="page")
        made = rendered(briefing, config, executor)
    write_page(made, briefing, config)
    return 0


def make_extracts(paths: Sequence[str], config: ExtractConfig) -> int:
    """Condense each article and write the extracts; return the exit code.

    Raises what `make_page` does.
    """
    from brief import pipeline

    of_page = config.of_page()
    with spread_of(of_page) as spread:
        reading = read_articles(paths, of_page, spread, made="extract")
        with working(quiet=config.quiet) as line:
            line(CONDENSING, 0, 0)
            extracts = pipeline.condense(
                reading,
                config.words,
                config.focus,
                config.language,
                page_language=config.page_language,
                strict=config.strict,
                executor=spread.executor,
            )
    report_skipped([skip for skip in extracts.skipped if skip not in reading.skipped], of_page)
    refuse_skipped(extracts.skipped, of_page, made="extract")
    form, folder = of_page.page_format(), config.output.parent if config.output else None

    def summary() -> str:
        sentences = sum(len(extract.sentences) for extract in extracts)
        return f"{counted(len(extracts), 'article')}, {counted(sentences, 'sentence')}"

    text = pipeline.render_extracts(extracts, form, folder)

    def show(window: Window) -> str:
        from brief.formats import terminal  # What is written or piped waits for none of it.

        return terminal.render_extracts(extracts, window)

    write(text, of_page, summary, lambda: reading.documents, show)
    return 0


def rendered(briefing: Briefing, config: Config, executor: Executor | None) -> str | bytes:
    """Return the page in the format that it is to be written in."""
    from brief import pipeline

    form, folder = config.page_format(), config.output.parent if config.output else None
    if form == PDF.name:
        return pipeline.typeset(briefing, config.paper, folder)
    return pipeline.render(briefing, form, folder, executor=executor)


def write_page(made: str | bytes, briefing: Briefing, config: Config) -> None:
    """Write the page to `config.output` or stdout; it is typeset on a terminal."""
    form = config.page_format()

    def summary() -> str:
        articles = counted(len(briefing.documents), "article")
        # What has no room on the sheet has left the page since.
        if form == PDF.name:
            return f"{articles}, on one sheet"
        return f"{articles}, {len(briefing.on_page())} on the page"

    def show(window: Window) -> str:
        from brief.formats import terminal

        return terminal.render(briefing, window)

    write(made, config, summary, lambda: briefing.documents, show)


def explain_line(
    page: str, number: int, sources: str | None = None, *, verbose: bool = False
) -> int:
    """Print why a line is on the page; return the exit code."""
    rows = explained(line_of(page, number, sources), verbose=verbose)
    put("".join(f"{printable(row)}\n" for row in rows))
    return 0


def list_lines(page: str, sources: str | None = None) -> int:
    """Print the lines of a page that can be explained, each with its number; return 0."""
    from brief.language.visible import visible
    from brief.pipeline.proving import lines_of

    lines = _answered(sources, partial(lines_of, Path(page)))
    width = len(str(len(lines)))
    for number, line in enumerate(lines, 1):
        if line is not None:
            put(f"{printable(f'{number:>{width}}  {visible(line.text)}')}\n")
    return 0


def explain_stories(page: str, sources: str | None = None) -> int:
    """Print what joins each article of a page to its story; return the exit code."""
    from math import exp

    from brief.pipeline.proving import explain_stories as joined

    reading, reasons = _answered(sources, partial(joined, Path(page)))
    path = {document.id: document.path for document in reading}
    last: tuple[int, ...] = ()
    for reason in reasons:
        if reason.story != last:
            if last:
                put("\n")
            put(f"Story of {counted(len(reason.story), 'article')}\n")
            last = reason.story
        if reason.several:
            why = "tells of several stories, joins none"
        elif reason.nearest:
            likely = f"{100 / (1 + exp(-reason.odds)):.0f} %"
            why = f"[{reason.nearest}] {likely}: {', '.join(reason.terms)}"
        else:
            why = "no other article is likely enough"
        put(f"{printable(f'  [{reason.document}] {path[reason.document]}: {why}')}\n")
    return 0


def line_of(page: str, number: int, sources: str | None = None) -> Line:
    """Return line `number` of a page, counted from 1."""
    from brief import pipeline

    return _answered(sources, partial(pipeline.explain, Path(page), number))


def _answered(sources: str | None, ask: Callable[..., T]) -> T:
    """Return what `ask` says of a page whose articles are in the folder `sources`, or piped in."""
    if sources == STDIN:
        return ask(stdin=standard_input())
    return ask(sources=sources)


def explained(line: Line, *, verbose: bool = False) -> list[str]:
    """Return the rows that `brief explain` prints: a line, why it is there, and instead of what.

    With `verbose`, what each feature gives it beside the mean of the story, as factors.
    """
    from brief.language.visible import visible

    reason = line.reason
    rows = [visible(line.text)]
    tellers = len({place.document for place in line.places()})
    traits = (*((f"is told by {tellers} articles",) if tellers > 1 else ()), *reason.traits)
    if traits:
        rows += ["", f"It {', '.join(traits)}."]
    if reason.runner_up:
        rows += ["", f"Instead of: {visible(reason.runner_up)}"]
    if verbose and reason.score:
        parts = (*reason.score, ("together", reason.worth), ("the other", reason.runner_up_score))
        width = max(len(name) for name, _ in parts)
        rows += ["", *(f"  {name:<{width}}  {value:10.3f}" for name, value in parts)]
    return rows


def evaluate_methods(data: Sequence[str], trial: Trial) -> int:
    """Score methods on `data`, say what was skipped, print the tables; return the exit code.

    Raises:
        UsageError: no data is named.
        SkippedInput: something was skipped under `--strict`.
    """
    from brief.evaluation.report import as_json, as_markdown, show
    from brief.pipeline.evaluating import evaluate

    if not data:
        raise UsageError("no data given", advice="name JSON Lines, or folders of articles")
    with working(quiet=trial.quiet) as line:
        line(EVALUATING, 0, 0)
        report = evaluate(data, trial, clock=time.perf_counter, progress=line.count)
    report_skipped(report.skipped, trial)
    if trial.strict and report.skipped:
        raise SkippedInput(
            f"{len(report.skipped)} skipped under --strict", advice="no table is printed"
        )
    if trial.format == "json":
        put(as_json(report))
    elif trial.format is None and on_terminal(sys.stdout):
        from rich.console import Console

        show(report, Console())
    else:
        put(as_markdown(report))
    return 0


def print_schema(*, of_extracts: bool = False) -> int:
    """Print the published JSON Schema of pages or of extracts; return the exit code."""
    from brief import formats

    put(formats.schema(of_extracts=of_extracts))
    return 0
