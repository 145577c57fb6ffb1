"""Run the command line: `brief`, or `python -m brief`."""

from __future__ import annotations

import sys

from brief.errors import INTERRUPTED


def start() -> int:
    """Run the command line and return its exit code, also where it is interrupted while it loads.

    It takes a tenth of a second to load, in which nobody else catches the interrupt.
    """
    try:
        from brief.cli import main
    except KeyboardInterrupt:
        return INTERRUPTED
    return main()


if __name__ == "__main__":
    sys.exit(start())
