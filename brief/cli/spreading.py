"""Who does the work of a command: this process, several here, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from brief.cli.screen import say
from brief.errors import UsageError
from brief.settings.page_options import Config

if TYPE_CHECKING:
    from brief.pipeline import Spread
    from brief.pipeline.cluster import Cluster
    from brief.settings.run_options import Settings


@contextmanager
def spread_of(config: Config) -> Iterator[Spread]:
    """Yield who does the work, by the options; they end with the block.

    Raises:
        UsageError: a cluster is named that is not what this process is, or that is away where
            `jobs` says nothing.
    """
    if config.cluster is None:
        with of_jobs(config.jobs) as spread:
            yield spread
        return
    from brief.pipeline.cluster import ClusterAway

    instead = (ClusterAway,) if config.jobs else ()
    with _of_cluster(config.cluster, config, instead, say) as spread:
        yield spread


@contextmanager
def spread_of_run(settings: Settings, tell: Callable[[str], None]) -> Iterator[Spread]:
    """Yield who does the work of a scheduled run, by its settings; they end with the block.

    Nobody is there who could start what is away, and the page is the same whoever reads: a cluster
    that cannot be used is told of, and costs time, unless the settings say `stop`.

    Raises:
        UsageError: that, where they do.
    """
    if settings.cluster is None:
        with of_jobs(settings.jobs) as spread:
            yield spread
        return
    instead = (UsageError,) if settings.without_cluster == "jobs" else ()
    with _of_cluster(settings.cluster, settings, instead, tell) as spread:
        yield spread


@contextmanager
def of_jobs(jobs: int) -> Iterator[Spread]:
    """Yield so many processes, as `--jobs` counts them; they end with the block."""
    from brief import pipeline

    with pipeline.pool(jobs) as executor:
        yield pipeline.Spread(executor=executor)


@contextmanager
def _of_cluster(
    address: str,
    chosen: Config | Settings,
    instead: tuple[type[UsageError], ...],
    tell: Callable[[str], None],
) -> Iterator[Spread]:
    """Yield the workers of a cluster, or processes here where it cannot be had.

    Raises:
        UsageError: it cannot be had, and the reason is none of `instead`.
    """
    from brief import pipeline
    from brief.pipeline import sending
    from brief.pipeline.cluster import cluster

    with ExitStack() as stack:
        executor: Cluster | None = None
        try:
            executor = stack.enter_context(cluster(address))
        except instead as error:
            by = f" by {chosen.jobs} process{'es' * (chosen.jobs > 1)}" if chosen.jobs else ""
            tell(f"{error.where}: {error.problem}; read here{by}")
        if executor is None:
            yield stack.enter_context(of_jobs(chosen.jobs))
            return
        send = sending.shared if chosen.shared_paths else sending.content
        yield pipeline.Spread(executor=executor, send=send)
        if executor.failures:
            count = f"{len(executor.failures):,} batch{'es' * (len(executor.failures) > 1)}"
            tell(f"{address}: {count} done here instead ({executor.failures[0]})")
