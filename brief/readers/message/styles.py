"""CSS as mails have it → what is hidden, how large words are and in which colours.

Mails carry their styles in `style` attributes, and in rules for single classes.  Of the values that
an element inherits only size and colours matter here: words are hidden by being too small to see or
of the colour of what they stand on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

#: Pixels of text that states no size, and of text that is too small to be read.
NORMAL, UNSEEN = 16.0, 2.0
#: Characters of a style; nobody writes a longer one.
_LONGEST = 4_000
_EDGES = re.compile(r"[^{}]*[{}]")
_CLASS = re.compile(r"[a-z]{0,20}\.([\w-]{1,80})", re.IGNORECASE)
_NUMBER = re.compile(r"(-?\d{0,6}\.?\d{0,6})\s{0,3}(px|pt|em|rem|%)?(?![\w.])")
_RGB = re.compile(r"rgba?\((\d{1,3}),?(\d{1,3}),?(\d{1,3})(?:[,/]([\d.]{1,6}%?))?\)")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "rem": NORMAL}
_SIZES = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": NORMAL, "large": 18.0}
_NAMED = {"white": "#ffffff", "black": "#000000"}


@dataclass(frozen=True, slots=True)
class Style:
    """What the style of an element says; empty where it says nothing."""

    #: Whether nothing in the element can be seen.
    hidden: bool = False
    display: str = ""
    size: str = ""
    colour: str = ""
    background: str = ""
    #: Whether line ends are shown as they are.
    preformatted: bool = False


def rules_of(sheet: str) -> dict[str, str]:
    """Return the declarations for each class of a style sheet, not those for some screens only."""
    rules: dict[str, str] = {}
    depth, outer, selectors = 0, False, ""
    for match in _EDGES.finditer(sheet):
        words, edge = match[0][:-1], match[0][-1]
        if edge == "{":
            outer = outer if depth else words.strip().startswith("@")
            selectors, depth = words.rpartition("*/")[2], depth + 1
            continue
        if depth == 1 and not outer:
            for selector in selectors.split(","):
                if named := _CLASS.fullmatch(selector.strip()):
                    rules[named[1]] = f"{rules.get(named[1], '')};{words}"[:_LONGEST]
        depth = max(0, depth - 1)
    return rules


@lru_cache(maxsize=2_000)
def style_of(declarations: str) -> Style:
    """Return what `declarations`, as in a `style` attribute, say; the last of a name counts."""
    stated: dict[str, str] = {}
    for declaration in declarations[:_LONGEST].lower().split(";"):
        name, _, value = declaration.partition(":")
        stated[name.strip()] = " ".join(value.replace("!important", " ").split())
    return Style(
        hidden=_is_hidden(stated),
        display=stated.get("display", ""),
        size=stated.get("font-size", ""),
        colour=colour_of(stated.get("color", "")),
        background=_background(stated),
        preformatted=stated.get("white-space", "").startswith(("pre", "break-spaces")),
    )


def _is_hidden(stated: dict[str, str]) -> bool:
    clipped = stated.get("overflow", "") in ("hidden", "clip")
    away = stated.get("position", "") in ("absolute", "fixed")
    narrow = ("height", "width", "max-width", "line-height")
    return (
        stated.get("display") == "none"
        or stated.get("visibility") in ("hidden", "collapse")
        or stated.get("mso-hide") == "all"
        or _is_zero(stated, "opacity")
        or _is_zero(stated, "max-height")
        or (clipped and any(_is_zero(stated, name) for name in narrow))
        or (away and any(_is_far(stated, name) for name in ("left", "top", "right")))
        or any(_is_far(stated, name) for name in ("text-indent", "margin-left", "margin-top"))
        or (away and stated.get("clip", "").replace(" ", "").startswith(("rect(0", "rect(1px")))
        or stated.get("color") == "transparent"
    )


def _is_zero(stated: dict[str, str], name: str) -> bool:
    number = _NUMBER.match(stated.get(name, ""))
    return bool(number and number[1].strip("-.") and not number[1].strip("-.0"))


def _is_far(stated: dict[str, str], name: str) -> bool:
    number = _NUMBER.match(stated.get(name, ""))
    return bool(number and number[1].startswith("-") and len(number[1].partition(".")[0]) > 3)


def pixels(size: str, outer: float) -> float:
    """Return a font size in pixels; `outer` is the one around it."""
    if size in _SIZES:
        return _SIZES[size]
    number = _NUMBER.match(size)
    if not number or not number[1].strip("-."):
        return outer
    unit = number[2] or ""
    return float(number[1]) * _PIXELS.get(unit, outer / 100 if unit == "%" else outer)


def _background(stated: dict[str, str]) -> str:
    """Return the colour of the background, "?" where it is a picture."""
    value = f"{stated.get('background', '')} {stated.get('background-color', '')}".strip()
    if "url(" in value or "gradient" in value or "background-image" in stated:
        return "?"
    return colour_of(value.replace(", ", ",").rpartition(" ")[2]) or colour_of(value.split(" ")[0])


def colour_of(value: str) -> str:
    """Return a colour as `#rrggbb`, empty where it is none that is known or can be seen through."""
    bare = value.strip().lower().replace(" ", "")
    if rgb := _RGB.fullmatch(bare):
        solid = rgb[4] is None or rgb[4].strip("0.%") != ""
        digits = "".join(f"{min(int(rgb[part]), 255):02x}" for part in (1, 2, 3))
        return f"#{digits}" if solid else ""
    if re.fullmatch(r"#[0-9a-f]{3}", bare):
        return "#" + "".join(digit * 2 for digit in bare[1:])
    return bare if re.fullmatch(r"#[0-9a-f]{6}", bare) else _NAMED.get(bare, "")
