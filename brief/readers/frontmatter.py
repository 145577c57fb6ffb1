"""YAML front matter of a Markdown file → its values and their places.

The YAML is composed but not constructed: nodes have their places, nothing is executed, and aliases
are not expanded, however deeply they nest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brief.model import Title
from brief.readers.text import lines_of

if TYPE_CHECKING:
    from yaml import Node

#: Characters; longer front matter is none, but an article between two rules.
_LONGEST = 1 << 14
_ENTRY = re.compile(r"^([A-Za-z][\w-]{0,40})[ \t]*:[ \t]+([^\s\[{].*)$", re.MULTILINE)

TITLE = ("title", "headline")
DATE = (
    *("date", "published", "publishdate", "pubdate", "date_published", "datepublished"),
    *("publish_date", "published_at", "pub_date", "publication_date", "published_time"),
    *("datum", "fecha", "data", "created", "created_at"),
)
AUTHOR = ("author", "authors", "byline", "creator")
ADDRESS = ("url", "link", "canonical", "canonical_url", "source_url", "source", "permalink")
PUBLISHER = ("publisher", "publication", "sitename", "site_name", "site")
LANGUAGE = ("language", "lang", "locale")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The lines between two `---` at the head of a file."""

    #: Where the closing `---` ends; the opening one stands at 0.
    end: int
    #: Lower-case key → the YAML node of its value; empty where the YAML is broken.
    nodes: Mapping[str, Node] = field(default_factory=dict)

    def values(self, keys: Iterable[str]) -> list[str]:
        """Return the values that `keys` have, in the order of `keys`; lists joined by commas."""
        words = (_words(self.nodes[key]) for key in keys if key in self.nodes)
        return [value for value in words if value]

    def title(self, text: str) -> Title | None:
        """Return the title with its place in `text`; None where YAML's escapes stand in it."""
        for key in TITLE:
            if key in self.nodes and (place := _place(self.nodes[key], text)):
                return Title(text[slice(*place)], *place)
        return None


def find(text: str) -> FrontMatter | None:
    """Return the front matter that `text` begins with, None where there is none.

    Of broken YAML the lines of the form `key: value` are taken: a headline such as "Ferry: toll
    rises" breaks it, and so does a tab.  Prose between two rules is no front matter.
    """
    if not text.startswith("---"):
        return None
    opening, *following = lines_of(text[:_LONGEST])
    close = next((line for line in following if line.text in ("---", "...")), None)
    if opening.text != "---" or close is None:
        return None
    nodes = _nodes(text[: close.start])
    return None if nodes is None else FrontMatter(close.end, nodes)


def _nodes(source: str) -> dict[str, Node] | None:
    """Return the values by key, `{}` where there are none, None for what is prose."""
    import yaml

    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return _by_line(source)
    if isinstance(root, yaml.ScalarNode) and root.value:
        return None
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    # Later keys lose, as a reader of the file would take the first.
    return {
        key.value.lower(): value
        for key, value in reversed(pairs)
        if isinstance(key, yaml.ScalarNode)
    }


def _by_line(source: str) -> dict[str, Node]:
    """Return the values that stand behind their keys in one line; the first of a key counts."""
    import yaml

    nodes: dict[str, Node] = {}
    for entry in _ENTRY.finditer(source):
        key, value = entry[1], entry[2].rstrip(" \t\r")
        whole = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
        place = entry.start(2)
        start, end = (yaml.Mark("", at, 0, 0, None, 0) for at in (place, place + len(value)))
        shown, style = (value[1:-1], value[0]) if whole else (value, None)
        node = yaml.ScalarNode("tag:yaml.org,2002:str", shown, start, end, style)
        nodes.setdefault(key.lower(), node)
    return nodes


def _words(node: Node) -> str:
    """Return a value in one line: a scalar, a list of them, or the `name` in a mapping."""
    import yaml

    match node:
        case yaml.ScalarNode():
            # `date: ~` and `author: null` say nothing.
            nothing = node.tag.endswith(":null")
            return "" if nothing else " ".join(node.value.split())
        case yaml.SequenceNode():
            values = [value for value in node.value if not isinstance(value, yaml.SequenceNode)]
            return ", ".join(filter(None, map(_words, values)))
        case yaml.MappingNode():
            named = [value for key, value in node.value if key.value == "name"]
            return _words(named[0]) if named and isinstance(named[0], yaml.ScalarNode) else ""
    return ""


def _place(node: Node, text: str) -> tuple[int, int] | None:
    """Return the place of a scalar's value in `text`, white space aside; None if there is none."""
    start, end = node.start_mark.index, node.end_mark.index
    words = _words(node)
    match getattr(node, "style", None):
        case "'" | '"':
            start, end = start + 1, end - 1
        case ">" | "|":  # a block: the text begins in the next line
            start = text.find("\n", start, end) + 1 or end
    raw = text[start:end]
    start += len(raw) - len(raw.lstrip())
    end -= len(raw) - len(raw.rstrip())
    return (start, end) if words and " ".join(raw.split()) == words else None
