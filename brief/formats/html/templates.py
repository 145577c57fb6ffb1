"""The templates in `data/page`, filled in with everything escaped, and what a policy lets stand."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template


def data(name: str) -> str:
    """Return a file of `data/page` as text."""
    return resources.files("brief").joinpath(f"data/page/{name}").read_text(encoding="utf-8")


@cache
def template(name: str) -> Template:
    """Return a template, in which a name without a value is an error."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(data(name))


def source_hash(text: str) -> str:
    """Return the source expression (CSP level 3) of an inline style or script."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
