"""Run the command line: `python -m brief`."""

from __future__ import annotations

import sys

from brief.cli import main

sys.exit(main())
