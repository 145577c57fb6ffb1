"""A Markdown page, read back, strictly: every line must have one of the forms that we write.

What a page says is compared with its articles elsewhere (`page.proof`); here it is only read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from brief.formats import first_form, second_form
from brief.formats.labels import neutral_titles
from brief.formats.page_draft import NOT_OURS, PageDraft, Rows, check_topic, closed, opened
from brief.language.visible import visible
from brief.model.written import FaultKind, Page, signature_parts

_Forms = Mapping[str, tuple[Callable[[PageDraft, str], bool], ...]]


def parse(text: str, name: str) -> Page:
    """Read a Markdown page back; what is wrong with it is in `Page.faults`, by line.

    Raises:
        UsageError: nothing in the text is of a page that `brief` writes.
    """
    page = PageDraft(name=name)
    rows = opened(page, text)
    end = page.line
    _read_body(page, rows)
    second_form.check_labels(page)
    _check_title(page)
    check_topic(page)
    page.line = end
    return closed(page)


def _read_body(page: PageDraft, rows: Rows) -> None:
    forms: _Forms = second_form.FORMS
    sections: Mapping[str, str] = {
        f"## {page.say.say(name)}": name for name in forms if name != "head"
    }
    last = "articles"
    if page.first:
        forms, sections, last = first_form.FORMS, first_form.SECTIONS, "sources"
    section = "head"
    seen: set[str] = set()
    for number, row in rows:
        page.line = number
        if not row:
            continue
        following = sections.get(row)
        # "In brief" is first, the list of sources last.
        in_order = section == "head" if following == "in brief" else section != last
        if following and following not in seen and in_order:
            section = following
            seen.add(section)
        elif not any(form(page, row) for form in forms[section]):
            page.fault(FaultKind.PAGE_EDITED, NOT_OURS)


def _check_title(page: PageDraft) -> None:
    """Take in as a fault a title that has no place and is not in the signature as the user's."""
    given = signature_parts(page.signature).get("title")
    allowed = () if page.lines else neutral_titles(page.say, page.signature)
    if page.title is not None and page.title not in (visible(given or ""), *allowed):
        page.line = 1 + page.above
        page.fault(FaultKind.NO_CITATION, "the title has no place it comes from")
