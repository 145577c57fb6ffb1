"""What work costs, without a clock: how many lines of the project's code it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import brief

PACKAGE = str(Path(brief.__file__).parent)


def steps(work: Callable[[], object], *, again: bool = True) -> int:
    """Return how many lines of `brief` a call runs, each turn of a loop counted.

    The same on every machine, however busy.  What libraries do within one line is one step.
    The work runs once before it is counted, so that tables are read and words are stemmed
    whichever test ran before; with `again` false it is counted as it comes.
    """
    if again:
        work()
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
