"""One page from many articles, in the articles' own sentences, each traceable to the character.

    import brief

    reading = brief.read(["inputs/"])
    print(brief.summarise(reading, words=100))

The names load when they are first used (PEP 562), so that `import brief` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brief.errors import BriefError as BriefError
    from brief.errors import BrokenStage as BrokenStage
    from brief.errors import NothingToBrief as NothingToBrief
    from brief.errors import ProvenanceError as ProvenanceError
    from brief.errors import SkippedInput as SkippedInput
    from brief.errors import UsageError as UsageError
    from brief.evaluation.report import Report as Report
    from brief.library import brief as brief
    from brief.model import Briefing as Briefing
    from brief.model import Citation as Citation
    from brief.model import Document as Document
    from brief.model import Entry as Entry
    from brief.model import Extract as Extract
    from brief.model import Extracts as Extracts
    from brief.model import Line as Line
    from brief.model import Reading as Reading
    from brief.model import Sentence as Sentence
    from brief.model import Skipped as Skipped
    from brief.model import Summary as Summary
    from brief.model.version import __version__ as __version__
    from brief.model.written import Fault as Fault
    from brief.pipeline import Verdict as Verdict
    from brief.pipeline import condense as condense
    from brief.pipeline import explain as explain
    from brief.pipeline import read as read
    from brief.pipeline import render as render
    from brief.pipeline import render_extracts as render_extracts
    from brief.pipeline import summarise as summarise
    from brief.pipeline import typeset as typeset
    from brief.pipeline import verify as verify
    from brief.pipeline.evaluating import evaluate as evaluate
    from brief.settings.page_options import Config as Config
    from brief.settings.page_options import Trial as Trial

_PUBLIC = {
    "model.version": "__version__",
    "model.written": "Fault",
    "settings.page_options": "Config Trial",
    "errors": "BriefError BrokenStage NothingToBrief ProvenanceError SkippedInput UsageError",
    "evaluation.report": "Report",
    "model": (
        "Briefing Citation Document Entry Extract Extracts Line Reading Sentence Skipped Summary"
    ),
    "pipeline.evaluating": "evaluate",
    "library": "brief",
    "pipeline": ("Verdict condense explain read render render_extracts summarise typeset verify"),
}
_HOME = {name: module for module, names in _PUBLIC.items() for name in names.split()}

#: Modules that are public themselves.
_MODULES = ("for_sumy",)

__all__ = sorted(_HOME)


if not TYPE_CHECKING:  # so that a type checker still finds a misspelt name

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name in _MODULES:  # Which becomes an attribute of the package.
            return import_module(f"{__name__}.{name}")
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME, *_MODULES})
