"""Texts made to keep a reader busy: linear work, others stay on the page, what is cut is told."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from unittest.mock import Mock

import pytest
from hostile_texts import (
    CONTAINERS,
    FORMATS,
    HEADLINE,
    NOW,
    OPENING,
    ORDINARY,
    TEXTS,
    data_of,
    feed,
    page,
    page_beside,
    plain,
    reading_of,
)
from trafilatura import external
from work import steps

from brief import readers
from brief.cli import main
from brief.model import Block, Document, Kind, Skipped
from brief.pipeline import brief, condense, read, render, summarise
from brief.readers import feed as feeds
from brief.readers import html
from brief.readers.entries import Feed
from brief.readers.fragment import article
from brief.readers.message import furniture
from brief.readers.message.passage import Passage
from brief.readers.sanitising import LONGEST_STYLE, MOST_ATTRIBUTES, sanitised, without_long_tags
from brief.readers.text import MOST_BLOCKS
from brief.settings.page_options import Config
from brief.split.sentences import segment
from brief.split.size import LONGEST, MOST, left_out

#: Two doublings, each of them at most 2.4 times the work.
QUARTER, WHOLE, GROWTH = 3_000, 12_000, 2.4**2
#: Steps below which a text is not worth measuring: other rules may apply to more of it.
LEAST = 300_000


GROWING = [(kind, ".txt") for kind in TEXTS]
GROWING += [(kind, ".md") for kind, text in TEXTS.items() if text(200).count("\n") > 2]


@pytest.mark.parametrize(("kind", "suffix"), GROWING)
def test_work_grows_with_the_text(tmp_path: Path, kind: str, suffix: str) -> None:
    """Four times the text is read, compared and laid out in about four times the steps."""
    texts = [data_of(TEXTS[kind], suffix, size) for size in (QUARTER, WHOLE)]
    less, more = (steps(partial(page_beside, text, suffix, tmp_path)) for text in texts)
    assert more < GROWTH * max(less, LEAST)


@pytest.mark.parametrize("kind", TEXTS)
def test_no_text_keeps_others_from_the_page(tmp_path: Path, kind: str) -> None:
    """Whatever the format of a hostile article, the two beside it are told."""
    for suffix in FORMATS:
        folder = tmp_path / suffix
        folder.mkdir()
        made = page_beside(data_of(TEXTS[kind], suffix, 5_000), suffix, folder)
        missing = [text for text in ORDINARY.values() if text.partition("\n")[0] not in made]
        assert missing == [], suffix


@pytest.mark.parametrize("container", CONTAINERS, ids=" ".join)
def test_no_container_keeps_others_from_the_page(
    tmp_path: Path, container: tuple[str, str]
) -> None:
    """A feed, page or mail of 150 KB with its own trick ends, and the others are told."""
    size = 15_000 if container[1] == "short entries" else 150_000  # each entry is an article
    data = CONTAINERS[container](size).encode("utf-8", "replace")
    made = page_beside(data, container[0], tmp_path)
    assert [text for text in ORDINARY.values() if text.partition("\n")[0] not in made] == []


def document(text: str) -> Document:
    """Return a document of one paragraph."""
    return Document(
        path="a.txt", text=text, sha256="", blocks=(Block(0, len(text)),), language="en", id=1
    )


LONG = f"The council {'of Tarn and Larn ' * (LONGEST // 16)}met on Friday."


@pytest.mark.parametrize(
    ("text", "kept", "reason"),
    [
        ("The mine closed. The miners left.", 2, ""),
        (f"The mine closed. {LONG} The miners left.", 2, "of more than 2,000 characters"),
        (f"{LONG} The miners left.", 1, "of more than 2,000 characters"),
        (f"The mine closed. {LONG}", 1, "of more than 2,000 characters"),
        (LONG, 0, "of more than 2,000 characters"),
        (f"The mine closed {'x' * (LONGEST - 17)}.", 1, ""),
        ("The mine closed. " * MOST, MOST, ""),
        ("The mine closed. " * (MOST + 1), MOST, "what follows its first 2,000 sentences"),
        (
            f"{LONG} " + "The mine closed. " * (MOST + 1),
            MOST,
            "2,000 characters and without what follows its first 2,000 sentences",
        ),
        ("The mine closed. " * MOST + LONG, MOST, "what follows its first 2,000 sentences"),
    ],
)
def test_sentences_beyond_a_size_are_left_out_and_told(text: str, kept: int, reason: str) -> None:
    """What is left stands at its place in the text; the reason says what is missing."""
    article = document(text)
    sentences = segment(article)
    assert len(sentences) == kept
    assert all(text[one.start : one.end] == one.text for one in sentences)
    assert [one.position for one in sentences] == list(range(kept))
    cut = left_out([article], sentences)
    assert [skip.path for skip in cut] == ["a.txt"] * bool(reason)
    assert all(reason in skip.reason and skip.reason.endswith("; split it") for skip in cut)


def test_several_paragraphs_are_looked_through_for_what_is_left_out() -> None:
    """A long sentence between two paragraphs counts, blank lines do not."""
    parts = ["The mine closed.", LONG, "The miners left."]
    text = "\n\n".join(parts)
    places = [(text.index(part), text.index(part) + len(part)) for part in parts]
    article = Document(
        path="a.txt",
        text=text,
        sha256="",
        blocks=tuple(Block(start, end) for start, end in places),
        language="en",
        id=1,
    )
    sentences = segment(article)
    assert [one.text for one in sentences] == [parts[0], parts[2]]
    assert "2,000 characters" in left_out([article], sentences)[0].reason
    blocks = (article.blocks[0], article.blocks[2])
    whole = Document(path="a.txt", text=text, sha256="", blocks=blocks, language="en", id=1)
    assert left_out([whole], segment(whole)) == []


def test_a_page_an_extract_and_a_summary_tell_what_was_too_long(tmp_path: Path) -> None:
    """The page names the file beside its reason, and is made of the rest."""
    (tmp_path / "quarry.txt").write_text(plain(LONG), encoding="utf-8")
    reading = read([tmp_path])
    assert reading.skipped == ()
    made = brief(reading, now=NOW)
    assert [Path(skip.path).name for skip in made.skipped] == ["quarry.txt"]
    assert "quarry.txt (read without sentences of more than 2,000 characters" in render(made)
    assert "flooded the valley" in render(made)
    assert [Path(skip.path).name for skip in condense(reading).skipped] == ["quarry.txt"]
    assert [Path(skip.path).name for skip in summarise(reading).skipped] == ["quarry.txt"]
    assert render(made) == render(brief(read([tmp_path]), now=NOW))


@pytest.mark.parametrize("command", [(), ("summarise",)])
def test_what_is_read_in_part_is_skipped_under_strict(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named as skipped, so that nothing is written where nothing may be."""
    (tmp_path / "quarry.txt").write_text(plain(LONG), encoding="utf-8")
    words = [*command, str(tmp_path / "quarry.txt"), "-o", str(tmp_path / "page.md")]
    assert main([*words, "--strict"]) == 4
    assert "1 skipped under --strict" in capsys.readouterr().err
    assert not (tmp_path / "page.md").exists()
    assert main(words) == 0
    assert (tmp_path / "page.md").exists()


@pytest.mark.parametrize("suffix", [".txt", ".md", ".eml"])
def test_a_file_of_too_many_lines_is_skipped(tmp_path: Path, suffix: str) -> None:
    """It is data or a log; the reason says how many lines are read, and what to do."""
    text = FORMATS[suffix]("a, 1.\n\n" * (MOST_BLOCKS + 1))
    made = reading_of(text.encode(), suffix, tmp_path)
    assert [(Path(skip.path).name, skip.reason) for skip in made.skipped] == [
        (f"hostile{suffix}", "more than 20,000 paragraphs and lines; save the article by itself")
    ]
    assert len(made) == len(ORDINARY)


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (CONTAINERS[".eml", "a long subject"](4_000), ".eml"),
        (CONTAINERS[".html", "a long title"](4_000), ".html"),
        (CONTAINERS[".html", "bars in its title"](4_000), ".html"),
        (f"# {'Osk-' * 900}\n\n{OPENING}\n", ".md"),
        (f"{'Osk' * 900}\n\n{OPENING}\n", ".txt"),
        (feed("It was so.", "Osk" * 900), ".xml"),
        (f"---\ntitle: {'Osk' * 900}\n---\n\n{OPENING}\n", ".md"),
    ],
)
def test_an_endless_title_is_none(tmp_path: Path, data: str, suffix: str) -> None:
    """The article is named by its first sentence, and the page has room for all three."""
    made = reading_of(data.encode(), suffix, tmp_path)
    assert len(made) == len(ORDINARY) + 1
    titles = [article.title for article in made]
    assert all(title and len(title.text) <= 300 for title in titles)
    assert brief(made, Config(), now=NOW).in_brief


@pytest.mark.parametrize("passage", ["A." * 30_000, "(c)" * 20_000 + ".", "aus-" * 15_000 + "."])
def test_a_word_without_end_is_not_searched_for_a_footer(
    passage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few words are not always few letters, and phrases are sought again at each of them."""
    searched: list[int] = []
    lowered = furniture._lowered

    def noted(words: str) -> str:
        searched.append(len(words))
        return lowered(words)

    story = Passage(f"{OPENING} {OPENING}")
    own = Passage("All rights reserved by the Valley of Bren.")
    with monkeypatch.context() as only_now:
        only_now.setattr(furniture, "_lowered", noted)
        made = furniture.labelled([story, Passage(passage), own], furniture.Envelope())
    assert [each.kind for each in made][::2] == [Kind.PARAGRAPH, Kind.BOILERPLATE]
    assert searched
    assert max(searched) < 2_000


@pytest.mark.parametrize(
    ("markup", "searched"),
    [
        ("<p>The quarry floods.</p>", False),
        ("The quarry floods.", False),
        (f"<p>{OPENING}</p>\n<p>So it was.</p>", False),
        ("<p>The quarry floods &amp; the dam breaks.</p><p></p>", False),
        ("It was so.<p>The quarry floods.</p>", True),
        ("<p class='note'>The quarry floods.</p><p>So it was.</p>", True),
        ("<p>The <a href='https://valley.example/'>quarry</a> floods.</p>", True),
        ("<ul><li>The quarry floods.</ul>", True),
        (f"<p>{OPENING}</p>" * 10, False),
    ],
)
def test_a_short_entry_costs_no_search_for_boilerplate(
    markup: str, searched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That builds a list of all languages' words each time, and finds no more in plain text."""
    rescue = Mock(wraps=external.try_justext)
    monkeypatch.setattr(external, "try_justext", rescue)
    made = article(markup, HEADLINE)
    assert rescue.called == searched
    monkeypatch.setattr(html, "_is_fragment", lambda _: False)
    assert article(markup, HEADLINE) == made


@pytest.mark.parametrize("count", [1, 10, 40, 500])
def test_comments_before_a_page_or_a_feed_are_passed_once(count: int) -> None:
    """Forty of them were tried in more ways than could be tried in a year."""
    comments = "<!-- a -->\n" * count
    made = readers.read("a", f"{comments}{page(OPENING)}".encode())
    assert isinstance(made, Document)
    assert ("<html" not in made.text) == (count < 1000)
    parsed = feeds.parse((comments + feed(OPENING)).encode(), "https://valley.example/feed")
    assert isinstance(parsed, Feed)
    assert [item.title for item in parsed.entries] == [HEADLINE]
    web = feeds.parse((comments + "<!doctype html><p>a").encode(), "https://valley.example/feed")
    assert isinstance(web, Skipped)
    assert "web page" in web.reason or "not a feed" in web.reason


def test_a_feed_is_read_whatever_stands_before_its_declaration() -> None:
    """Blanks and a byte order mark before `<?xml` are no part of the feed."""
    for before in ("", "\n", " " * 50_000, "\ufeff", "\n\n\ufeff"):
        parsed = feeds.parse((before + feed(OPENING)).encode(), "https://valley.example/feed")
        assert isinstance(parsed, Feed)
        assert [item.title for item in parsed.entries] == [HEADLINE]


def test_entries_are_sanitised() -> None:
    """Scripts and handlers go, words and short styles stay; a style without end goes."""
    markup = "<p onclick='a()' style='display: none'>So</p><script>b()</script><a href='c'>it</a>"
    made = sanitised(markup, "text/html")
    assert "script" not in made
    assert "onclick" not in made
    assert "display: none" in made
    assert re.sub("<[^>]*>", "", made) == "Soit"
    endless = f"<p style='{'color: red;' * LONGEST_STYLE}'>So</p>"
    assert sanitised(endless, "text/html") == "<p>So</p>"
    assert sanitised("a < b", "text/plain") == "a < b"
    assert sanitised("", "text/html") == ""


@pytest.mark.parametrize(
    "broken", ["<![if", "<!", "<a b='", "<![CDATA[", "</", "&#", "<!doctype [" * 9]
)
def test_markup_that_cannot_be_sanitised_is_an_entry_all_the_same(broken: str) -> None:
    """The other entries of its feed come, too."""
    text = feed(broken).replace(
        "</channel>",
        f"<item><title>B</title><guid>2</guid><description>{OPENING}</description></item></channel>",
    )
    parsed = feeds.parse(text.encode(), "https://valley.example/feed")
    assert isinstance(parsed, Feed)
    assert [item.title for item in parsed.entries] == [HEADLINE, "B"]


def test_a_tag_of_a_feed_has_as_many_attributes_as_any_needs() -> None:
    """More are dropped with the rest of them; words, short tags and long values stay."""
    few = " ".join(f"a{number}='{'b' * 20}'" for number in range(MOST_ATTRIBUTES))
    for kept in (f"<item {few}>", f"<item a='{'=' * 20}'>", f"<p>{'a = b ' * 500}</p>"):
        assert without_long_tags(f"{kept}{'word ' * 300}<b/>") == f"{kept}{'word ' * 300}<b/>"
    many = " ".join(f"a{number}='{'b' * 20}>'" for number in range(MOST_ATTRIBUTES + 1))
    assert without_long_tags(f"<r><item {many}>so</item></r>") == "<r><item>so</item></r>"
    assert without_long_tags(f"<r><item {many}/></r>") == "<r><item/></r>"
