"""Run the command line: `brief`, or `python -m brief`."""

from __future__ import annotations

import gc
import sys

from brief.errors import INTERRUPTED

#: Objects that come into being between two searches for circles of them, instead of Python's 700:
#: hardly any of ours are in one, and the searches took a twentieth of the time of a small page.
BETWEEN_SEARCHES = 20_000


def start() -> int:
    """Run the command line and return its exit code, also where it is interrupted while it loads.

    It takes a tenth of a second to load, in which nobody else catches the interrupt.
    """
    gc.set_threshold(BETWEEN_SEARCHES)
    try:
        from brief.cli import main
        from brief.cli.environment import compute_in_one_thread
    except KeyboardInterrupt:
        return INTERRUPTED
    compute_in_one_thread()
    code = main()
    gc.freeze()  # The end of the process frees all; Python would search through it thrice first.
    return code


if __name__ == "__main__":
    sys.exit(start())
