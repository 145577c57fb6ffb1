"""What is common to the commands that make something of articles: reading, messages, writing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from brief import deliver
from brief.cli.progress import working
from brief.cli.screen import on_terminal, put, say
from brief.errors import BrokenStage, NothingToBrief, SkippedInput, UsageError
from brief.formats import PDF
from brief.model import NOT_AN_ARTICLE, STDIN
from brief.model.progress import READING
from brief.settings.page_options import Config, Trial

if TYPE_CHECKING:
    from brief.formats.typeset import Window
    from brief.model import Document, Reading, Skipped
    from brief.pipeline import ArticleCache, Spread

#: Bytes of standard input that are read: more than an article may have.
MOST_STDIN = 32 * 2**20


def read_articles(
    paths: Sequence[str],
    config: Config,
    spread: Spread,
    *,
    made: str,
    cache: ArticleCache | None = None,
) -> Reading:
    """Read what is named on the command line and say what was skipped.

    `made` is what is made of the articles, as messages call it.

    Raises:
        UsageError: no articles are named, the output is one of them, or a cluster is not as it
            must be.
        SkippedInput: something was skipped under `--strict`.
        NothingToBrief: nothing that was named is an article.
    """
    from brief import pipeline

    if not paths:
        raise UsageError("no articles given", advice="name files or folders, or - for stdin")
    addresses = [path for path in paths if path.lower().startswith(("http://", "https://"))]
    files = [path for path in paths if path not in addresses]
    if config.output:
        deliver.refuse_article(config.output, files)
    stdin = standard_input() if STDIN in files else None
    fetched, failed = _fetched(addresses, config) if addresses else ({}, ())
    with working(quiet=config.quiet) as line:
        line(READING, 0, 0)
        reading = pipeline.read(
            files,
            config,
            stdin=stdin,
            fetched=fetched,
            executor=spread.executor,
            send=spread.send,
            progress=line.count,
            cache=cache,
        )
    if failed:
        skipped = sorted((*reading.skipped, *failed), key=lambda skip: skip.path)
        reading = replace(reading, skipped=tuple(skipped))
    report(reading, config)
    refuse_skipped(reading.skipped, config, made=made)
    if not reading.documents:
        refuse_all_broken(reading)
        problem = f"no article in {', '.join(paths)}"
        raise NothingToBrief(problem, advice=_next_step(reading.skipped, quiet=config.quiet))
    return reading


def _fetched(
    addresses: Sequence[str], config: Config
) -> tuple[dict[str, bytes], tuple[Skipped, ...]]:
    """Return what addresses hold, by the address or the copy that was kept, and what failed."""
    from brief.cli.fetching import fetch_articles  # It loads what the network needs.

    return fetch_articles(addresses, config)


def _next_step(skipped: Sequence[Skipped], *, quiet: bool) -> str:
    """Return what to do where nothing that was named is an article."""
    if all(skip.reason.startswith(NOT_AN_ARTICLE) for skip in skipped):
        suffixes = ".txt, .md, .html, .pdf, .docx, .eml"
        return f"looked for text, Markdown, HTML, PDF, Word, mail: {suffixes}"
    if quiet:
        return "run it again without -q to see why each file was skipped"
    return "why each file was skipped stands above"


def report(reading: Reading, config: Config) -> None:
    """Say on stderr what was skipped, and with `--verbose` what was read."""
    for document in reading if config.verbose else ():
        title = " ".join(document.title.text.split()) if document.title else "untitled"
        day = document.date.isoformat() if document.date else "undated"
        say(f"read {document.path}: {document.language}, {day}, {title}")
    report_skipped(reading.skipped, config)


def report_skipped(skipped: Sequence[Skipped], config: Config | Trial) -> None:
    """Say on stderr what was skipped, by reason; with `--verbose` one by one.

    With `--quiet` only what broke a stage, which is an error, or all where that is fatal.
    """
    from brief.formats.skipped import messages

    told = [skip for skip in skipped if skip.broke or config.strict or not config.quiet]
    if isinstance(config, Config) and config.verbose:
        for skip in told:
            say(f"skipped {skip.path}: {skip.reason}")
            if skip.broke:
                say(f"{skip.path}: {skip.broke}")
        return
    for message in messages(told):
        say(f"skipped {message}")


def refuse_skipped(skipped: Sequence[Skipped], config: Config, *, made: str) -> None:
    """Raise `SkippedInput` where anything was skipped, in part or whole, under `--strict`."""
    if config.strict and skipped:
        raise SkippedInput(f"{len(skipped)} skipped under --strict", advice=f"no {made} is written")


def refuse_all_broken(reading: Reading) -> None:
    """Raise `BrokenStage` where articles broke a stage and no other is left."""
    for skipped in reading.skipped:
        if skipped.broke:
            raise BrokenStage(broke=skipped.broke, where=skipped.path)


def refuse_unprintable(config: Config) -> None:
    """Refuse a PDF that would go to a terminal, or that nothing here can make, before any work.

    Raises:
        UsageError: it is one of these.
    """
    if config.page_format() != PDF.name:
        return
    from brief.formats.pdf.typesetting import refuse_without_typst

    refuse_without_typst()
    if config.output is None and on_terminal(sys.stdout):
        raise UsageError("a PDF is nothing for a terminal", advice="write a file: -o page.pdf")


def write(
    made: str | bytes,
    config: Config,
    summary: Callable[[], str],
    documents: Callable[[], Iterable[Document]],
    typeset: Callable[[Window], str],
) -> None:
    """Write what was made of `documents()` to `config.output`, and say so, or to stdout.

    On a terminal it is `typeset` unless a format was asked for; `summary` returns how much was
    made.  A new file is for its owner alone where one of the articles is.
    """
    if config.output:
        closed = any(deliver.is_closed(Path(document.path)) for document in documents())
        deliver.write(made, config.output, private=closed and not config.output.exists())
        if not config.quiet:
            say(f"{config.output}: {summary()}")
    elif config.format is None and on_terminal(sys.stdout):
        from brief.cli import paging

        paging.show(typeset, paged=not config.no_pager)
    else:
        put(made)


def standard_input() -> bytes:
    """Return standard input, `MOST_STDIN` bytes at most; nothing where it is closed."""
    return sys.stdin.buffer.read(MOST_STDIN) if sys.stdin else b""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 source`, `2 sources`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
