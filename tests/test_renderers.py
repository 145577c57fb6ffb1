"""What renderers of Markdown make of pages whose articles are full of markup: text, and our links.

Every page goes through every renderer, and what comes out is read as a browser reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import cmarkgfm
import html5lib
import markdown as python_markdown
import mistune
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st
from made_briefings import article, briefing, entry, line
from markdown_it import MarkdownIt
from payloads import PAYLOADS, shared_payloads

from brief import formats
from brief.deliver import archive
from brief.formats import body, extracts, text
from brief.formats.labels import Markup
from brief.formats.links import digest_definition
from brief.formats.markdown import aside, escape
from brief.language.visible import visible
from brief.model import (
    Briefing,
    Citation,
    Comparison,
    Dated,
    Dispute,
    Document,
    Extract,
    Extracts,
    Figure,
    Findings,
    Name,
    Quote,
    Sentence,
    Side,
    Skipped,
    Title,
)

#: Articles of a page: few enough that each renderer reads it fast.
PAGE = 20


def markdown_it(preset: str, *, typographer: bool = False, early: bool = False) -> MarkdownIt:
    """Return a renderer that makes what it can of a text.

    An `early` one links addresses in text whose escapes are undone, as version 12 of the original
    does, which editors show pages with.
    """
    renderer = MarkdownIt(preset, {"html": True, "linkify": True, "typographer": typographer})
    renderer.enable(["linkify", "table", "strikethrough"])
    if typographer:
        renderer.enable(["replacements", "smartquotes"])
    if early:
        rules = renderer.core.ruler.__rules__
        joined = next(rule for rule in rules if rule.name == "text_join")
        rules.remove(joined)
        rules.insert([rule.name for rule in rules].index("linkify"), joined)
        renderer.core.ruler.__cache__ = None
    return renderer


def github(page: str) -> str:
    """Return what GitHub's library makes of a page, without its list of tags to be left out."""
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    extensions = ["table", "autolink", "strikethrough", "tasklist"]
    return cmarkgfm.markdown_to_html_with_extensions(page, options, extensions)


def marked(page: str) -> str:
    """Return what marked makes of a page: in links, it takes backslashes before brackets away."""
    links = re.compile(r"\\.|(\[)((?:[^\[\]\\]|\\.)+)(?=\]\[[cs][0-9]+\])")
    undone = partial(re.compile(r"\\([\[\]])").sub, r"\1")
    return github(links.sub(lambda link: f"[{undone(link[2])}" if link[1] else link[0], page))


EXTRA = [
    *("extra", "toc", "sane_lists", "admonition", "attr_list", "footnotes", "abbr", "def_list"),
    *("wikilinks", "smarty", "nl2br", "md_in_html"),
]
PLUGINS = [
    *("strikethrough", "table", "footnotes", "url", "task_lists", "def_list", "abbr", "math"),
    *("mark", "insert", "superscript", "subscript", "ruby", "spoiler"),
]
MISTUNE = mistune.create_markdown(escape=False, plugins=PLUGINS)

RENDERERS: dict[str, Callable[[str], str]] = {
    "CommonMark": partial(cmarkgfm.markdown_to_html, options=Options.CMARK_OPT_UNSAFE),
    "GitHub": github,
    "marked": marked,
    "markdown-it, commonmark": markdown_it("commonmark").render,
    "markdown-it, gfm-like": markdown_it("gfm-like").render,
    "markdown-it, default": markdown_it("default", typographer=True).render,
    "markdown-it, early": markdown_it("default", early=True).render,
    "Python-Markdown": python_markdown.markdown,
    "Python-Markdown, extra": partial(python_markdown.markdown, extensions=EXTRA),
    "mistune": lambda page: str(mistune.create_markdown(escape=False)(page)),
    "mistune, plugins": lambda page: str(MISTUNE(page)),
}
#: Those that show every character as it is, where others have their own dashes and quotation marks.
EXACT = [name for name in RENDERERS if not name.endswith(("default", "extra"))]
BY_RENDERER = pytest.mark.parametrize("renderer", RENDERERS)

#: What pages are made of, and the attributes that it may have.
ELEMENTS: dict[str, set[str]] = {
    **{
        name: set() for name in "html head body p ul li strong br code table thead tbody tr".split()
    },
    **{name: {"id"} for name in ("h1", "h2", "h3")},  # that of a table of contents
    **{"a": {"href", "title"}, "div": {"dir"}, "ol": {"start"}, "th": {"style"}, "td": {"style"}},
}
_DEFINED = re.compile(r'\[(?:[cs]\d+|page)\]: (\S+)(?: "(.*)")?')


def read_twice(address: str) -> str:
    """Return an address without entities or encoded characters."""
    return unquote(unescape(address))


def foreign(renderer: str, page: str, also: Sequence[str] = ()) -> Iterator[str]:
    """Yield what a browser sees of a page, as a renderer shows it, that the page does not mean.

    Links lead to where the page defines, and to `also`.
    """
    html = RENDERERS[renderer](page)
    # mistune reads entities without a semicolon, `&copy=1`, where HTML has none.
    address = read_twice if renderer.startswith("mistune") else str
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    rows = map(_DEFINED.fullmatch, page.splitlines())
    defined = {(address(row[1]), row[2]) for row in rows if row}
    defined |= {(target, None) for target in also}
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag not in ELEMENTS:
            yield f"{element.tag}: {''.join(element.itertext())[:80]}"
        elif more := set(element.attrib) - ELEMENTS[element.tag]:
            yield f"{element.tag} with {more}"
        elif element.tag == "a":
            leads = address(element.get("href", "")), element.get("title")
            if leads not in defined:
                yield f"a to {leads}"
        elif element.tag == "code" and len(element):
            yield "code with elements in it"


def shown(html: str) -> str:
    """Return the characters that a browser shows, without white space."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return "".join("".join(tree.itertext()).split())


class Linked(text._Plain):
    """Markup of a page whose links say where its articles are."""

    def address(self, document: Document) -> str:
        return ""


def expected(lines: Callable[[Markup], Iterator[str]], bullet: str = "") -> str:
    """Return the characters of a page without markup, as `shown` does."""
    rows = (re.sub(rf"\A(?:{bullet})", "", row) for row in lines(Linked()))
    return "".join("".join(rows).split())


def articles(payloads: Sequence[str]) -> tuple[Document, ...]:
    """Return articles that have a payload for title, sentence, outlet, address and path."""
    return tuple(
        article(
            number,
            f"{payload}\n\n{inside(payload)}",
            payload,
            path=f"in/{number}/{payload}",
            publisher=payload if number % 5 else f"The {payload}",
            url=f"https://good.example/{payload}" if number % 3 else None,
            date=date(2026, 11, 1 + number % 19) if number % 4 else None,
        )
        for number, payload in enumerate(payloads, 1)
    )


def inside(payload: str) -> str:
    """Return a sentence with a payload in it."""
    return f"Mira, {payload}, said so"


def made_page(payloads: Sequence[str], language: str = "en", *, titled: bool = True) -> Briefing:
    """Return a page that has each payload in all places that a text can get to.

    It is `titled` by its first article, else by its user.
    """
    documents = articles(payloads)
    lines = [
        line(document, inside(payload) if document.id % 2 else payload, Citation(1, 0, 1))
        for document, payload in zip(documents, payloads, strict=True)
    ]
    stated = [(own.text, own.citations[0]) for own in lines]
    figures = tuple(Figure(1.0, "", *figure) for figure in stated)
    compared = tuple(Comparison(words, figures[:3], place=place) for words, place in stated)
    disputes = (Dispute(tuple(Side(*side) for side in stated)),)
    timeline = tuple(Dated("2026-05", words, (place,)) for words, place in stated)
    quotes = tuple(Quote(words, payloads[0], place) for words, place in stated)
    signed = {"focus": payloads[0], "title": payloads[0], "page_language": language}
    values = (f"{name}:{quote(value, safe='')}" for name, value in signed.items())
    made = briefing(
        documents,
        in_brief=tuple(replace(own, earlier=figures[:2]) for own in lines),
        articles=tuple(entry(*row) for row in zip(documents, lines, strict=True)),
        missed_topic=payloads[0],
        findings=Findings(figures=compared, disputes=disputes, timeline=timeline, quotes=quotes),
        differ=(*compared, *disputes),
        timeline=timeline,
        quotes=quotes,
        names=tuple(Name(visible(payload), (), (1,)) for payload in payloads),
        support=True,
        sections=("articles", "differ", "timeline", "quotes", "names", "support"),
        skipped=tuple(Skipped(payload, payload) for payload in payloads[:4]),
        language=language,
        signature="|".join(("brief", "v:0.2.0", f"articles:{len(documents)}", *values)),
    )
    return made if titled else replace(made, title=Title(payloads[0], 0, 0), title_document=0)


def made_extracts(payloads: Sequence[str], language: str = "en") -> Extracts:
    """Return extracts that have each payload in all places that a text can get to."""
    documents = articles(payloads)
    bare = documents[-1]
    return Extracts(
        extracts=tuple(
            Extract(
                document.id,
                tuple(
                    Sentence(document.id, start, start + len(words), words)
                    for words in (payload, inside(payload))
                    for start in (document.text.rindex(words),)
                ),
            )
            for document, payload in zip(documents, payloads, strict=True)
        ),
        documents=(*documents[:-1], replace(bare, title=None)),
        budget=60,
        signature=f"brief|v:0.2.0|command:summarise|focus:{quote(payloads[0], safe='')}"
        f"|page_language:{language}",
        language=language,
        missed_topic=payloads[0],
        skipped=tuple(Skipped(payload, payload) for payload in payloads[:4]),
    )


@cache
def pages(
    payloads: tuple[str, ...], language: str, *, support: bool = True
) -> tuple[tuple[str, str], ...]:
    """Return pages and extracts with all of `payloads`, and the characters that they show."""
    return tuple(_pages(payloads, language, support=support))


def _pages(payloads: Sequence[str], language: str, *, support: bool) -> Iterator[tuple[str, str]]:
    for start in range(0, len(payloads), PAGE):
        some = payloads[start : start + PAGE]
        if language == "en" or not start:  # what stands around a page from right to left is one
            made = made_page(some, language, titled=start % (2 * PAGE) > 0)
            made = replace(made, support=support)
            words, _ = formats.measure(made)
            lines = partial(body.lines, made, words_out=words)
            yield formats.FORMATS["markdown"].render(made), expected(lines, r"- |[0-9]+\. ")
        condensed = made_extracts(some, language)
        yield extracts.render(condensed, "markdown"), expected(partial(extracts.lines, condensed))


def seen(payloads: Sequence[str]) -> tuple[str, ...]:
    """Return payloads of which a reader sees something."""
    return tuple(payload if visible(payload) else f"x{payload}" for payload in payloads)


ALL = seen(PAYLOADS)


@BY_RENDERER
@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_of_an_article_is_live(renderer: str, language: str) -> None:
    """On pages and in extracts, no element, attribute or link is there but ours."""
    for page, _ in pages(ALL, language):
        assert list(foreign(renderer, page)) == []


@pytest.mark.parametrize("renderer", EXACT)
def test_every_character_is_shown_and_every_link_leads(renderer: str) -> None:
    """A reader sees the articles' characters, no escape, and as many links as the page has."""
    for page, characters in pages(ALL, "en", support=False):  # not all have tables
        html = RENDERERS[renderer](page)
        links = re.findall(r"\]\[[cs][0-9]+\]", re.sub(r"\\.", "", page))
        assert html.count("<a ") == len(links)
        # Python-Markdown ends no line at a backslash.
        assert shown(html).replace("\\brief|", "brief|") == characters


def test_pages_full_of_markup_are_read_back() -> None:
    """What is written so that nothing is live is read as it was meant."""
    for page, _ in pages(ALL, "en"):
        read = formats.parse(page, "page")
        assert (read.faults, read.intact) == ((), True)


def test_the_shared_payloads_are_not_live(shared: Path) -> None:
    """The texts that an attack on version 0.1 used do nothing in any renderer."""
    payloads = seen(shared_payloads(shared / "attack" / "payloads.py"))
    for page, _ in pages(payloads, "en"):
        assert [(name, each) for name in RENDERERS for each in foreign(name, page)] == []


#: What acts, so that runs of it come up often.
SIGNS = st.sampled_from(
    r"""\ ` * _ { } [ ] ( ) # + - . ! < > & ; : ~ | = @ " ' / ^ $ % 1. a b c1 s1 www. .com http:
    // /* mailto: &amp; &#35; &lt; <b> </a> <!-- --> ](x) [page] [c1] ][s1] ]: ``` ~~~ --- *** ![ {:
    $x$ @x.de [^1] == ^^ !!! ::: é 漢""".split()
) | st.sampled_from([" ", "\n", "\n\n", "\t", "\u200b", "\u202e", "\x1b"])
TEXTS = st.lists(st.lists(SIGNS, min_size=2, max_size=10).map("".join), min_size=3, max_size=4).map(
    seen
)


@settings(max_examples=25)
@given(TEXTS, st.sampled_from(["en", "he"]))
def test_nothing_that_can_be_made_of_signs_is_live(texts: tuple[str, ...], language: str) -> None:
    """Whatever stands beside whatever, in every place of a page and of extracts."""
    for page, _ in _pages(texts, language, support=False):
        assert [(name, each) for name in RENDERERS for each in foreign(name, page)] == []
        assert formats.parse(page, "page").faults == ()


@settings(max_examples=60)
@given(TEXTS)
def test_signs_are_shown_as_they_are(texts: tuple[str, ...]) -> None:
    """A reader sees each character of an article, whatever stands beside it."""
    lines = [*map(escape, texts), *(f"Quay ({aside(text)})" for text in texts)]
    page = "\n\n".join(lines)
    said = [*map(visible, texts), *(f"Quay ({visible(text)})" for text in texts)]
    expected = "".join("".join(said).split())
    assert {shown(RENDERERS[name](page)) for name in EXACT} == {expected}


def test_the_list_of_an_archive_is_not_live(tmp_path: Path) -> None:
    """It has the titles of pages, and links to nothing but the pages."""
    end = digest_definition("")
    for number, payload in enumerate(ALL, 1):
        title = f"[{escape(payload, linked=True)}][c1]" if number % 2 else escape(payload)
        (tmp_path / f"{number:04}.md").write_text(f"# {title}\n\n{end}", "utf-8")
    archive.keep({"md": f"# Quay\n\n{end}"}, tmp_path, "2026-11-20")
    listed = (tmp_path / "index.md").read_text("utf-8")
    names = [path.name for path in tmp_path.glob("*.md")]
    assert listed.count("\n- [") == len(ALL) + 1
    for renderer in RENDERERS:
        assert list(foreign(renderer, listed, names)) == []
    words = {visible(payload).replace(" ", "") for payload in ALL}
    assert [word for word in words if word not in shown(RENDERERS["GitHub"](listed))] == []


def written(version: str, *lines: str) -> str:
    """Return a page of a version with lines in brief, as they stand on it, of one article."""
    page = "# [Lock shut][c1]\n\n## In brief\n\n" + "".join(
        f"{row}\n" for row in (*lines, "", f"brief|v:{version}|words:600|articles:1", "")
    )
    page += f'[c1]: a.txt#char=0,9\n[s1]: a.txt "sha256:{"0" * 64}"\n'
    return page + digest_definition(page)


OLD = r"""\<b>\&lt; \~no\~ http\://a.example, see www\.a.example or a\@b.example"""


def test_pages_of_the_first_version_are_read_with_their_escapes() -> None:
    """Its backslashes are read on its pages, what it left unseen is not seen; later ones differ."""
    old = formats.parse(
        written("0.1.0", f"- {OLD}. ([1][c1])", "- A lo\u00adck. ([1][c1])"), "page"
    )
    shown_then = "<b>&lt; ~no~ http://a.example, see www.a.example or a@b.example."
    assert old.faults == ()
    assert [claim.text for claim in old.claims[1:]] == [shown_then, "A lock."]
    new = formats.parse(written("0.2.0", f"1. {OLD}. ([1][c1])"), "page")
    assert [fault.where for fault in new.faults][:1] == ["page, line 5"]
