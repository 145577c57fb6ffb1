"""What an editor checks on a page, from the lists in `cases/facts_*.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from brief.model import Briefing
from brief.pipeline import render

CASES = Path(__file__).parent / "cases"


def facts_of(name: str) -> dict[str, Any]:
    """Return the lists for a set: `inputs` or `belarus`."""
    loaded: dict[str, Any] = json.loads((CASES / f"facts_{name}.json").read_text(encoding="utf-8"))
    return loaded


def statements(briefing: Briefing) -> list[str]:
    """Return the lines and sentences that the page has room for, white space folded."""
    return [" ".join(line.text.split()) for line in briefing.shown()]


def matches(patterns: list[str], texts: list[str]) -> bool:
    """Return whether any pattern is in any text."""
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns for text in texts)


def facts_on(facts: list[dict[str, Any]], briefing: Briefing) -> tuple[list[str], list[str]]:
    """Return the labels of the facts that are on the page, and of those that are not."""
    texts = statements(briefing)
    on_page = [fact["label"] for fact in facts if matches(fact["patterns"], texts)]
    return on_page, [fact["label"] for fact in facts if fact["label"] not in on_page]


def breaches(lists: dict[str, Any], briefing: Briefing) -> Iterator[str]:
    """Yield what must not be on the page and is, and what lacks its other half."""
    # An article that has nothing but mood is condensed to mood, below; above it stands nowhere.
    texts = [" ".join(line.text.split()) for line in briefing.in_brief]
    page = [" ".join(render(briefing, "text").split())]
    for rule in lists["never"]:
        where = page if rule["where"] == "page" else texts
        yield from (f"{rule['kind']}: {p}" for p in rule["patterns"] if matches([p], where))
    for rule in lists["only_with"]:
        scopes = [[text] for text in texts] if rule["scope"] == "line" else [texts]
        for scope in scopes:
            if matches([rule["if"]], scope) and not matches([rule["with"]], scope):
                yield rule["label"]
    for pattern in lists.get("once", ()):
        if sum(matches([pattern], [text]) for text in texts) > 1:
            yield f"twice: {pattern}"
