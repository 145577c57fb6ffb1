"""What work costs, without a clock: how many lines of the project's code it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import brief

PACKAGE = str(Path(brief.__file__).parent)


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of `brief` a call runs, each turn of a loop counted.

    The same on every machine, however busy.  What libraries do within one line is one step.
    """
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
