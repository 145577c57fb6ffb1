"""Who does the work of a command: this process, several here, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from brief.cli.screen import say
from brief.settings.page_options import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Who does the work."""

    executor: Executor | None
    send: Any = None  #: What a cluster gets of an article: a function of `pipeline.sending`.


@contextmanager
def spread_of(config: Config) -> Iterator[Spread]:
    """Yield who does the work, by the options; they end with the block.

    Raises:
        UsageError: a cluster is named that is not what this process is, or that is away where
            `jobs` says nothing.
    """
    from brief import pipeline

    with ExitStack() as stack:
        if config.cluster is None:
            yield Spread(executor=stack.enter_context(pipeline.pool(config.jobs)))
            return
        from brief.pipeline import sending
        from brief.pipeline.cluster import Cluster, ClusterAway, cluster

        executor: Cluster | None = None
        try:
            executor = stack.enter_context(cluster(config.cluster))
        except ClusterAway as error:
            if not config.jobs:
                raise
            say(f"{error.where}: {error.problem}; read here by {config.jobs} processes")
        if executor is None:
            yield Spread(executor=stack.enter_context(pipeline.pool(config.jobs)))
            return
        send = sending.shared if config.shared_paths else sending.content
        yield Spread(executor=executor, send=send)
        if executor.failures:
            count = f"{len(executor.failures):,} batch{'es' * (len(executor.failures) > 1)}"
            say(f"{config.cluster}: {count} done here instead ({executor.failures[0]})")
