r"""How version 0.1 escaped text in Markdown: a backslash before all that could act.

Pages of that version are still read; what is written today is in `markdown`.
"""

from __future__ import annotations

import re

_SYNTAX = re.compile(
    r"""
    [\\`*\[\]<~]
    | (?<![^\W_])_ | _(?![^\W_])
    | &(?=\#?\w+;)
    | (?: (?<=http) | (?<=https) | (?<=ftp) | (?<=mailto) | (?<=xmpp) ) :(?=\S)
    | (?<=www)\.
    | (?<=[\w.+-])@(?=\w)
    | \A>
    | \A\#(?=\#{0,5}(?:[ ]|\Z)) | (?<=[ ])\#(?=\#*\Z)
    | \A[-+](?=[ ]|\Z)
    | \A=(?==*\Z) | \A-(?=-*\Z)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERED = re.compile(r"\A([0-9]{1,9})([.)])(?= |\Z)")


def first_escape(shown: str) -> str:
    """Return text as a page of version 0.1 has it; it is shown as it is, unseen characters too."""
    return _NUMBERED.sub(r"\1\\\2", _SYNTAX.sub(r"\\\g<0>", shown))
