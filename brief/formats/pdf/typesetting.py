"""Typst, behind one door: data in, the bytes of a PDF out."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from importlib.util import find_spec
from io import BytesIO
from typing import Final

from brief.errors import UsageError
from brief.formats.pdf import fonts

#: Stands near the end of a page, before its last line but one; readers take it for a comment.
MARK = "%brief-page\n"
#: PDF/UA-1 (ISO 14289-1): what a page needs so that a screen reader can read it.
STANDARD: Final = "ua-1"
#: What has to be installed, by module, as pyproject.toml requires it.
NEEDED: Final = {"typst": "typst>=0.15,<0.16", "pypdf": "pypdf>=6,<8"}
_BEFORE = b"startxref\n"
# The message of typst names a character as Rust does: "ह", "\"", "\u{94d}".
_MISSING = re.compile(r'the text (?:contains the disallowed codepoint )?`"((?:[^"\\]|\\.)+)"`')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]{1,6})\}|\\(.)")
#: Sets each of some texts in some fonts.
_PROBE = b"""
#let page = json(bytes(sys.inputs.page))
#set document(title: "x")
#let signs = page.signs.map(name => (name: name, covers: regex("[^\\p{L}\\p{M}]")))
#set text(font: page.families + signs, fallback: false)
#for text in page.texts { par(text) }
"""


class Missing(Exception):
    """Characters that no font has."""

    def __init__(self, characters: Iterable[str]) -> None:
        super().__init__()
        self.characters = frozenset(characters)


def refuse_without_typst() -> None:
    """Raise `UsageError` where what typesets a page is not installed.

    The advice holds for the environment that brief runs in, whichever way that was made.
    """
    missing = [NEEDED[module] for module in NEEDED if find_spec(module) is None]
    if missing:
        install = shlex.join([sys.executable or "python3", "-m", "pip", "install", *missing])
        advice = f"install it: {install}, or write the page as HTML and print it"
        raise UsageError("what makes PDF is not installed", where="pdf", advice=advice)


def typeset(page: str, *, strict: bool = True) -> bytes:
    """Return a page, which is JSON, as PDF of as many sheets as it needs.

    Not `strict`, what no font can show is left to the reader to guess.

    Raises:
        Missing: no font has some of its characters.
    """
    before, _, after = _compiled(_template(), page, strict=strict).rpartition(_BEFORE)
    return before + MARK.encode("ascii") + _BEFORE + after


def missing(characters: Sequence[str], families: Sequence[str]) -> frozenset[str]:
    """Return those of some characters that no font of some families has."""
    try:
        _compiled(
            _PROBE, json.dumps({"families": families, "signs": fonts.SIGNS, "texts": characters})
        )
    except Missing as lacking:
        return lacking.characters
    return frozenset()


def sheets(made: bytes) -> int:
    """Return how many sheets a PDF has."""
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(made)).pages)


def _compiled(source: bytes, page: str, *, strict: bool = True) -> bytes:
    from typst import Compiler, TypstError

    try:
        compiler = Compiler(source, sys_inputs={"page": page}, font_paths=fonts.found())
        made = compiler.compile(format="pdf", pdf_standards=[STANDARD] if strict else [])
    except TypstError as error:
        texts = [_unescaped(match[1]) for match in _MISSING.finditer(str(error.diagnostic))]
        if not texts:
            raise
        raise Missing(each for text in texts for each in text if not each.isascii()) from None
    if not isinstance(made, bytes):
        raise AssertionError("a PDF is one run of bytes")
    return made


def _unescaped(escaped: str) -> str:
    return _ESCAPE.sub(lambda mark: chr(int(mark[1], 16)) if mark[1] else mark[2], escaped)


@cache
def _template() -> bytes:
    return resources.files("brief").joinpath("data/page/page.typ").read_bytes()
