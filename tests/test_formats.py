"""What a reader sees of a briefing in each format, and what text of articles must not do there."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from made_briefings import article, briefing, cases, entry, line
from markdown_it import MarkdownIt
from markdown_it.token import Token
from work import steps

from brief import formats
from brief.formats import body, links, sources, text
from brief.formats.markdown import aside, escape, unescape
from brief.formats.skipped import grouped
from brief.language.phrases import languages
from brief.language.visible import count_words, visible
from brief.model import (
    NOT_AN_ARTICLE,
    Briefing,
    Citation,
    Comparison,
    Dated,
    Dispute,
    Document,
    Entry,
    Figure,
    Findings,
    Name,
    Quote,
    Side,
    Skipped,
    Story,
    Title,
)

GOLDEN = Path(__file__).parent / "golden" / "formats"
BRIEFINGS = cases("formats_briefings.json")
BY_NAME = pytest.mark.parametrize("name", BRIEFINGS)
# What means something somewhere, between words, so that runs of it come up often.
MARKUP = st.sampled_from(
    r"""\ ` * _ { } [ ] ( ) # + - . ! < > & ; : ~ | = @ " ' / ^ $ % 1. 2) a www. http:// mailto: b@c
    &amp; &#35; <b> </b> <!-- --> ](x) [page] [c1] [s1]: ``` ~~~ === --- *** ![""".split()
) | st.sampled_from(
    [" ", "  ", "\n", "\t", "\u00a0", "\u2028", "é", "漢字", "\u202e", "\x1b]8;;x\x07", "\ud800"]
)
HOSTILE = st.one_of(
    st.lists(MARKUP, min_size=1, max_size=12).map("".join), st.text(min_size=1, max_size=30)
).filter(visible)


def test_what_controls_a_terminal_or_hides_is_made_visible() -> None:
    """One line, controls as pictures, what turns a text and lone surrogates as U+FFFD."""
    given_text = " a\u00a0\n\tb\x1b[31m\x00\x7f\u202ec\u2066\ufeff\ud800 "
    assert visible(given_text) == "a b␛[31m␀��c��"


@given(st.text())
def test_visible_text_stays_as_it_is(given_text: str) -> None:
    """Making text visible twice is making it visible once."""
    assert visible(visible(given_text)) == visible(given_text)


def test_words_are_what_holds_a_letter_or_a_digit() -> None:
    """Bullets, dashes and brackets are not words; numbers and `path/to` are one each."""
    assert count_words("- **12 Jan:** It's 40,000 – path/to.txt ([1][c2]) · «été» 漢字") == 8


@pytest.mark.parametrize(
    "prose",
    [
        'It\'s a well-known fact: "U.S. forces" (some 3,500) left – at 5.30 p.m., he said.',
        "No. 5, e.g. St. Gallen's Ph.D. (Dr. A.B. Smith, i.e. him)…and/or 3.5 at 10.am-ish: so!",
        "AT&T's share rose 5% to $12; what's next? Nobody knows!",
        "snake_case and 2 > 1 at 10.30 on 12. May, no. 1",
        "2010 was the year. - He left + came = gone #1 | end",
    ],
)
def test_prose_is_not_escaped(prose: str) -> None:
    """The raw page reads like prose."""
    assert escape(prose) == prose


@pytest.mark.parametrize(
    ("written", "escaped"),
    [
        ("1. One", r"1\. One"),
        ("2010) One", r"2010\) One"),
        ("- One", r"\- One"),
        ("+ One", r"\+ One"),
        ("# One #", r"\# One \#"),
        ("> One", r"\> One"),
        ("===", "&#61;&#61;&#61;"),
        ("---", r"\---"),
        ("-- -", r"\-- -"),
        ("#One for C#", r"\#One for C\#"),
        ("*a* _b_ `c` ~~d~~", r"\*a\* \_b\_ \`c\` &#126;&#126;d&#126;&#126;"),
        ("<b>&lt; & &x", r"&lt;b>&amp;lt; & &x"),
        ("[sic] ![i](x) [^1] [a][c1]", r"\[sic\] !\[i\](x) \[&#94;1\] \[a\]\[c1\]"),
        ("{x} $1 == $2", "&#123;x} &#36;1 &#61;&#61; &#36;2"),
        ("!!! One", r"\!!! One"),
        (": one", "&#58; one"),
        (
            "www.a.example http://b.example c@d.example",
            "`www.a.example` `http://b.example` `c@d.example`",
        ),
        ("Prizes.com’s (see //a.example/b, @c).", "`Prizes.com`’s (see `//a.example/b`, `@c`)."),
        ("`http://a.example` `", r"&#96;`http://a.example`\` \`"),
        ("a\\b \\* end\\", r"a\\b \\\* end\\"),
    ],
)
def test_what_would_act_is_escaped(written: str, escaped: str) -> None:
    """Each construct of CommonMark and GitHub's dialect is stopped with as little as it takes."""
    assert escape(written) == escaped


@given(HOSTILE)
def test_escaping_is_undone_exactly(hostile: str) -> None:
    """Reading a page gives what was written on it."""
    assert unescape(escape(hostile)) == visible(hostile)


@given(HOSTILE)
def test_what_stands_beside_a_statement_is_told_from_it(hostile: str) -> None:
    """An outlet's name is shown as it is, and has no bracket or colon that could be ours."""
    beside = aside(hostile)
    assert unescape(beside) == visible(hostile)
    assert not re.search(r"[(:\[\]]", re.sub(r"\\.", "", beside))


def hostile_briefing(texts: list[str], language: str = "en") -> Briefing:
    """Return a briefing that shows `texts` in every place that text of an article can get to."""
    first = article(
        1,
        "\n\n".join(texts),
        texts[0],
        path=f"inputs/{visible(texts[1])}",
        publisher=visible(texts[2])[:40],
        url=f"https://example.org/{texts[1]}",
        date=date(2026, 11, 2),
    )
    second = article(2, texts[3], texts[3], derived=True, publisher=visible(texts[1])[:40])
    third = article(3, texts[2], path="-", date=date(2025, 1, 1))
    of_first, of_third = (
        Figure(1.0, "", text, line(of, text).citations[0])
        for of, text in ((first, texts[3]), (third, texts[2]))
    )
    return briefing(
        (first, second, third),
        in_brief=(
            line(first, texts[0], happened="2026-11-01", earlier=(of_first, of_third)),
            line(second, texts[3], Citation(1, 0, 1)),
            line(third, texts[2], happened="2026-12"),
        ),
        articles=(
            entry(first, line(first, texts[1]), line(first, texts[2])),
            entry(second, line(second, texts[3])),
            entry(third, shown="line", line=3),
        ),
        language=language,
        signature=f"brief|v:0.2.0|words:600|articles:3|page_language:{language}",
    )


def with_stories(made: Briefing) -> Briefing:
    """Return a briefing with its second article a story without lines, and the third a copy."""
    stories = (
        Story(made.title, 1, (1, 3), made.in_brief[:1]),
        Story(made.documents[1].title or made.title, 2, (2,), named=True),
        Story(made.title, 1, ()),
    )
    return replace(
        made,
        in_brief=made.in_brief[:1],
        articles=(*made.articles[:2], entry(made.documents[2])),
        stories=stories,
        copies=((1, 3),),
        unchanged=(2, 3),
    )


def with_sections(made: Briefing) -> Briefing:
    """Return a briefing with every section that compares its articles."""
    first, second, third = made.documents
    texts = [stated.text for stated in made.in_brief]
    places = [stated.citations[0] for stated in made.in_brief]
    quote = made.articles[0].sentences[0]
    figures = (Figure(1.0, "", texts[0], places[0]), Figure(2.0, "", texts[1], places[1]))
    return replace(
        made,
        differ=(
            Comparison(texts[2], figures, place=places[2]),
            Dispute((Side(texts[0], places[0]), Side(texts[2], places[2]))),
            Dispute((Side(texts[1], places[1]),)),
        ),
        timeline=(
            Dated("2026-11-01/2026-11-12", texts[0], (places[0], places[1])),
            Dated("2026-05", texts[1], (places[1],)),
        ),
        quotes=(Quote(quote.text, texts[1], quote.citations[0]),),
        names=(Name(visible(texts[2]), (), (first.id, second.id)), Name("A", (), (third.id,))),
        support=True,
        sections=("names", "articles", "differ", "support", "timeline", "quotes"),
    )


def shown_by_commonmark(markdown: str) -> tuple[list[str], list[Token]]:
    """Return the lines that a reader of rendered Markdown sees, and all inline tokens."""
    parser = MarkdownIt("gfm-like", {"linkify": False})
    lines: list[str] = []
    inline: list[Token] = []
    bullet = ""
    for token in parser.parse(markdown):
        item = f"{token.info}. " if token.info else "- "
        bullet = {"list_item_open": item, "list_item_close": ""}.get(token.type, bullet)
        if token.type == "inline":
            inline += token.children or []
            breaks = {"hardbreak": "\n", "softbreak": "\n"}
            shown = "".join(breaks.get(child.type, child.content) for child in token.children or [])
            lines += [bullet + row for row in shown.split("\n")]
    return lines, inline


OURS = frozenset("text link_open link_close strong_open strong_close hardbreak code_inline".split())


class Linked(text._Plain):
    """Markup of a page whose links say where its articles are."""

    def address(self, document: Document) -> str:
        return ""


def plain_lines(made: Briefing) -> list[str]:
    """Return the page's lines without markup or wrapping, blank ones left out."""
    words, _ = formats.measure(made)
    return [row for row in body.lines(made, Linked(), words) if row]


TEXTS = st.lists(HOSTILE, min_size=4, max_size=4)
LANGUAGES = st.sampled_from(languages())


@given(TEXTS, LANGUAGES, st.booleans())
def test_markup_in_articles_comes_out_as_text(
    texts: list[str], language: str, stories: bool
) -> None:
    """A Markdown reader sees the characters of the articles, and no link or HTML but ours."""
    made = hostile_briefing(texts, language)
    made = with_stories(made) if stories else made
    markdown = formats.FORMATS["markdown"].render(made)
    lines, inline = shown_by_commonmark(markdown)
    assert lines == plain_lines(made)
    assert {token.type for token in inline} <= OURS
    targets = {
        unquote(str(token.attrs["href"]).split("#")[0])
        for token in inline
        if token.type == "link_open"
    }
    ours = [links.encoded(document.path) for document in made.documents]
    ours.append(str(links.address(made.documents[0].url)).split("#")[0])
    assert targets <= set(map(unquote, ours))


def placed(words: str, cited: Sequence[Citation]) -> set[tuple[str, bool, Citation]]:
    """Return a statement with each of its places, and whether it is from there."""
    return {(visible(words), number == 0, place) for number, place in enumerate(cited)}


@given(TEXTS, LANGUAGES, st.booleans(), st.booleans())
def test_a_page_gives_back_what_was_written(
    texts: list[str], language: str, stories: bool, sections: bool
) -> None:
    """Markdown and JSON hold each statement, with its places, and each article's path."""
    made = hostile_briefing(texts, language)
    made = with_sections(made) if sections else made
    made = with_stories(made) if stories else made
    figures = [figure for stated in made.in_brief for figure in stated.earlier]
    compared = [value for finding in made.differ for value in finding.values]
    quoted = [
        *((stated.text, stated.citations) for stated in made.shown()),
        *((value.text, (value.citation,)) for value in (*figures, *compared, *made.quotes)),
        *((event.text, event.citations) for event in made.timeline),
    ]
    findings = Findings(
        disputes=tuple(finding for finding in made.differ if isinstance(finding, Dispute)),
        figures=tuple(finding for finding in made.differ if isinstance(finding, Comparison)),
        timeline=made.timeline,
        quotes=made.quotes,
    )
    made = replace(made, findings=findings)
    for name in ("markdown", "json"):
        read = formats.parse(formats.FORMATS[name].render(made), "page")
        assert (read.faults, read.intact) == ((), True)
        claimed = {place for claim in read.claims for place in placed(claim.text, claim.citations)}
        assert {place for words, cited in quoted for place in placed(words, cited)} <= claimed
        assert [source.path for source in read.sources] == [
            document.path for document in made.documents
        ]


@given(TEXTS, st.sampled_from(["en", "fr", "hi", "de"]), st.booleans())
def test_the_measure_is_that_of_the_text(texts: list[str], language: str, stories: bool) -> None:
    """Words and lines are those above the addresses, with the signature's; all lines fit."""
    made = hostile_briefing(texts, language)
    made = with_stories(made) if stories else made
    shown = formats.FORMATS["text"].render(made)
    rows = body.lines(made, text._Plain(), 0, whole=False)
    above = "".join(f"{piece}\n" for row in rows for piece in text.wrap(row))
    assert shown.startswith(f"{above}\n(1) ")
    assert formats.measure(made) == (count_words(above) + 1, above.count("\n") + 2)
    printed = [row for row in shown.splitlines() if not re.match(r"\u200f?\([0-9]+\) ", row)]
    assert max(map(text.columns, printed)) <= text.WIDTH


def test_minutes_are_those_of_the_page() -> None:
    """It takes a minute to read two hundred words of it, however long the articles are."""
    told = article(1, " ".join(f"word{number}" for number in range(700)) + ".")
    shown = text_of(briefing((told,), in_brief=(line(told, told.text),)))
    assert "· 700 words read, 4 minutes to read ·" in shown
    assert "· 700 words read, 1 minute to read ·" in text_of(briefing((told,)))


@pytest.mark.parametrize("language", ["ar", "he", "hi", "fr", "en", "xx"])
def test_a_page_says_which_way_it_is_written(language: str) -> None:
    """From right to left, each line of text and all of Markdown is marked so; JSON says both."""
    rtl = language in ("ar", "he")
    made = replace(BRIEFINGS["river"], language=language)
    shown = formats.FORMATS["text"].render(made).split("\nbrief|")[0].split("\n")
    assert {row.startswith("\u200f") for row in shown if row} == {rtl}
    assert max(map(text.columns, shown)) <= text.WIDTH
    markdown = formats.FORMATS["markdown"].render(made)
    html = [token.content for token in MarkdownIt().parse(markdown) if token.type == "html_block"]
    assert html == (['<div dir="rtl">\n', "</div>\n"] if rtl else [])
    content = json.loads(formats.FORMATS["json"].render(made))
    assert content["direction"] == ("rtl" if rtl else "ltr")
    assert text.title(made) == "Ferry sinks on the Larn"


def without_constants(page: str) -> str:
    """Return a page without what is the same on each page as HTML, and what follows from it."""
    page = re.sub(r"(?s)<(style|script)>.*?</\1>", r"<\1>…</\1>", page)
    page = re.sub(r"'sha256-[^']+'", "'sha256-…'", page)
    return re.sub(r"<!-- brief-page sha256=[0-9a-f]{64} -->", "<!-- brief-page sha256=… -->", page)


@BY_NAME
@pytest.mark.parametrize("name_of_format", formats.FORMATS)
def test_golden(name: str, name_of_format: str, update: bool) -> None:
    """The page is the one that was looked at and found good."""
    written_as = formats.FORMATS[name_of_format]
    golden = GOLDEN / f"{re.sub('[^a-z]+', '-', name)}{written_as.suffixes[0]}"
    rendered = without_constants(written_as.render(BRIEFINGS[name]))
    if update:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(rendered, encoding="utf-8")
    assert rendered == golden.read_text(encoding="utf-8")


@BY_NAME
def test_json_keeps_to_the_schema(name: str) -> None:
    """What is written is what the published schema says."""
    schema = json.loads(formats.schema())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(
        json.loads(formats.FORMATS["json"].render(BRIEFINGS[name]))
    )


@pytest.mark.parametrize(
    "name", ["title", "language", "direction", "documents", "signature", "digest"]
)
def test_the_schema_wants_every_name(name: str) -> None:
    """A page without one of the top-level names is not valid."""
    content = json.loads(formats.FORMATS["json"].render(BRIEFINGS["river"]))
    del content[name]
    assert not Draft202012Validator(json.loads(formats.schema())).is_valid(content)


@given(TEXTS)
def test_json_can_be_stored_and_shown(texts: list[str]) -> None:
    """It is valid, encodable, and holds nothing that a terminal would obey."""
    rendered = formats.FORMATS["json"].render(hostile_briefing(texts))
    assert rendered.encode("utf-8")
    assert rendered == "\n".join(visible(row) and row for row in rendered.split("\n"))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", rendered)
    first = json.loads(rendered)["in_brief"][0]["text"]
    assert first == re.sub("[\ud800-\udfff]", "\ufffd", texts[0])


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://a.example/b?c=1&d=2#e", "https://a.example/b?c=1&d=2#e"),
        ("HTTP://a.example", "HTTP://a.example"),
        (" https://a.example/b (c)<d>\"é' ", "https://a.example/b%20%28c%29%3Cd%3E%22%C3%A9%27"),
        ("https://a.example/50%25", "https://a.example/50%25"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https:/nowhere", None),
        ("//a.example", None),
        ("https://a.example/50%", "https://a.example/50%25"),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, linked: str | None) -> None:
    """Everything but http and https is as if there were no address."""
    assert links.address(url) == linked


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://a.example/?b=1&lt;c&d=2&copy=3", "https://a.example/?b=1&lt%3Bc&d=2&copy=3"),
        ("https://a.example/?b&#60;c", "https://a.example/?b%26#60;c"),
        ("https://a.example/&amp;&amp;&x", "https://a.example/&amp%3B&amp%3B&x"),
    ],
)
def test_no_entity_stands_in_an_address(url: str, written: str) -> None:
    """A renderer would take it for another character; read back, the address is as it was."""
    row = links.article_definition(article(1, "Text.", url=url))
    assert row.startswith(f"[s1]: {written} ")
    source = links.read_article(row)
    assert source is not None
    assert source.url == url


def test_an_address_of_the_first_version_is_read() -> None:
    """It had a backslash before what could be an entity."""
    row = rf'[s1]: https://a.example/?b\&lt;c&d "a.txt sha256:{"0" * 64}"'.replace("\\\\", "\\")
    source = links.read_article(row)
    assert source is not None
    assert source.url == "https://a.example/?b&lt;c&d"


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        (
            "A well-known, old & tried way.",
            "#:~:text=A%20well%2Dknown%2C%20old%20%26%20tried%20way.",
        ),
        (
            "One two three four five six seven eight nine.",
            "#:~:text=One%20two%20three%20four,six%20seven%20eight%20nine.",
        ),
    ],
)
def test_text_fragments(sentence: str, target: str) -> None:
    """Short sentences whole, long ones by their ends; `-`, `,` and `&` are syntax and encoded."""
    assert links.web("https://a.example/", sentence) == f"https://a.example/{target}"
    assert links.web("https://a.example/#b", sentence) == f"https://a.example/#b{target[1:]}"


@given(st.text(min_size=1))
def test_paths_come_back(path: str) -> None:
    """A path in a link is the path, whatever is in its name, and ends no link."""
    path = re.sub("[\ud800-\udc7f\udd00-\udfff]", "", path)
    assert not re.search(r"[\s()<>\"#?\\]", links.encoded(path))
    there = links.decoded(links.encoded(path))
    assert there == path.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("path", "folder", "seen"),
    [
        ("inputs/a.txt", ".", "inputs/a.txt"),
        ("inputs/a.txt", "out", "../inputs/a.txt"),
        ("out/a.txt", "out", "a.txt"),
        ("/abs/a.txt", "out", "/abs/a.txt"),
        ("-", "out", "-"),
        ("out/-", "out", "./-"),
    ],
)
def test_paths_are_seen_from_the_page(path: str, folder: str, seen: str) -> None:
    """A page in another folder still leads to its articles."""
    made = briefing((article(1, "It rained.", path=path),))
    moved = sources.relocated(made, Path(folder))
    assert moved.documents[0].path == seen


def test_a_page_elsewhere_leads_to_its_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links of a page in a linked folder are relative to where the folder really is."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "real" / "deep").mkdir(parents=True)
    (tmp_path / "out").symlink_to("real/deep")
    (tmp_path / "a.txt").touch()
    made = sources.relocated(briefing((article(1, "It rained.", path="a.txt"),)), Path("out"))
    assert (tmp_path / "out" / made.documents[0].path).exists()


def test_numbers_on_the_page_are_those_of_the_articles() -> None:
    """Markdown renumbers lists, so that sources with gaps between them are not one."""
    documents = tuple(
        article(number, f"Storm {number} hit Rome in 2010.") for number in range(1, 8)
    )
    stated = [line(documents[n], documents[n].text) for n in (6, 1)]
    made = briefing(documents, in_brief=tuple(stated))
    lines, _ = shown_by_commonmark(formats.FORMATS["markdown"].render(made))
    assert [row[:5] for row in lines if row.startswith("- (")] == ["- (2)", "- (7)"]
    assert "5 more articles without room here." in lines


def test_lines_are_numbered_through_the_stories() -> None:
    """In Markdown too, where each story's lines are a list of their own."""
    made = BRIEFINGS["stories, some without room"]
    lines, _ = shown_by_commonmark(formats.FORMATS["markdown"].render(made))
    assert [row[:3] for row in lines if row[:1].isdigit() and row[1] == "."] == [
        "1. ",
        "2. ",
        "3. ",
    ]


def test_many_skipped_files_are_counted() -> None:
    """A thousand unusable files take one line of the page, and all of them are in the JSON."""
    made = replace(BRIEFINGS["river"], skipped=BRIEFINGS["river"].skipped * 500)
    assert text_of(made).count(" and 497 more (") == 2
    assert len(json.loads(formats.FORMATS["json"].render(made))["skipped"]) == 1000
    kinds = tuple(Skipped(f"{n}.txt", f"a fault of kind {n}; mend it") for n in range(1000))
    assert "fault of kind 4; mend it) · 995 more." in text_of(replace(made, skipped=kinds))


def text_of(briefing: Briefing) -> str:
    """Return a page as text, on one line."""
    return " ".join(formats.FORMATS["text"].render(briefing).split())


UNREAD = "{} (unknown type {}); name it on the command line if it is text"


@pytest.mark.parametrize(
    ("skipped", "named"),
    [
        (
            {"in/a.js": ".js", "in/b.png": ".png", "in/c.PNG": ".PNG"},
            ["2 .png, 1 .js: not articles; name one on the command line if it is text"],
        ),
        (
            {"Makefile": "", "a.css": ".css"},
            [
                "1 without a suffix, 1 .css: not articles;"
                " name one on the command line if it is text"
            ],
        ),
        ({"a.js": ".js"}, [f"a.js: {UNREAD.format(NOT_AN_ARTICLE, '.js')}"]),
        (
            {f"{n}.{kind}": f".{kind}" for n, kind in enumerate(("a", "b", "c", "d", "e", "f"))},
            [
                "1 .a, 1 .b, 1 .c, 1 .d, 2 others: not articles;"
                " name one on the command line if it is text"
            ],
        ),
    ],
)
def test_files_of_other_kinds_are_counted(skipped: dict[str, str], named: list[str]) -> None:
    """By their suffixes; a single one is named."""
    given = (Skipped(path, UNREAD.format(NOT_AN_ARTICLE, kind)) for path, kind in skipped.items())
    assert [f"{group.what}: {group.reason}" for group in grouped(given)] == named


@pytest.mark.parametrize(
    ("skipped", "named"),
    [
        ([], []),
        ([("b.txt", "empty; remove it")], ["b.txt: empty; remove it"]),
        (
            [
                ("b.txt", "empty; remove it"),
                ("c.txt", "binary; convert it"),
                ("d.txt", "empty; remove it"),
            ],
            ["b.txt, d.txt: empty; remove it", "c.txt: binary; convert it"],
        ),
        (
            [(f"{n}.txt", f"too little prose ({n} words); write more") for n in range(5)],
            ["0.txt, 1.txt, 2.txt and 2 more: too little prose; write more"],
        ),
        (
            [("a.html", "not an article (unknown type .x); name it"), ("b", "gone (404); wait")],
            ["b: gone (404); wait", "a.html: not an article (unknown type .x); name it"],
        ),
        (
            [("-", "empty; remove it"), ("b\x1b", "empty; remove it")],
            ["standard input, b␛: empty; remove it"],
        ),
    ],
)
def test_what_was_skipped_is_grouped_by_reason(
    skipped: list[tuple[str, str]], named: list[str]
) -> None:
    """What stands in brackets sets no two reasons apart; files of other kinds come last."""
    groups = list(grouped(Skipped(path, reason) for path, reason in skipped))
    assert [f"{group.what}: {group.reason}" for group in groups] == named
    assert sum(group.number for group in groups) == len(skipped)


def test_a_title_that_was_derived_says_so() -> None:
    """A cut first sentence gets an ellipsis, a whole one does not."""
    rain = article(1, "It rained in Rome. It poured.", "It rained in Rome", derived=True)
    whole = replace(rain, title=Title("It rained in Rome.", 0, 18, True))
    assert (
        formats.FORMATS["text"]
        .render(briefing((rain,)))
        .startswith("It rained in Rome… (untitled)\n")
    )
    assert (
        formats.FORMATS["text"]
        .render(briefing((whole,)))
        .startswith("It rained in Rome. (untitled)\n")
    )


def test_fitting_hundreds_of_articles_does_not_walk_them_all() -> None:
    """Measuring a page of a large set costs about what one of a small set costs."""
    documents = tuple(article(n, f"Storm {n} hit Rome. " * 200) for n in range(1, 401))
    stated = line(documents[0], "Storm 1 hit Rome.")
    made = briefing(
        documents,
        in_brief=(stated,),
        articles=(entry(documents[0], stated), *(Entry(number) for number in range(2, 401))),
    )
    small = replace(made, documents=documents[:4], articles=made.articles[:4])
    first = steps(lambda: formats.measure(made), again=False)
    again = steps(lambda: formats.measure(replace(made)))
    assert 10 * again < first
    # Articles that are not shown are counted, and no more.
    assert again < steps(lambda: formats.measure(replace(small))) + 8 * 396
