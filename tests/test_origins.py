"""Which articles are copies of one text."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import brief
from brief.compare.origins import origins
from brief.model import Block, Document, Kind

ROOT = Path(__file__).parents[1]
#: Letters of words in scripts without capitals.
HEBREW, ARABIC, HINDI = "אבגדהוזחטילמנסעפצקרשת", "ابتثجحدرزسصطعفقكلمنهوي", "अआइकखगचजटडतदनपबमयरलवसह"
LATIN, CHINESE = "abcdefghiklmnoprstuv", "的一是在不了有和人这中大为上个国我以要他时来用们生"


def made(seed: object, sentences: int, letters: str = LATIN) -> list[str]:
    """Return sentences of 12 to 26 words, common ones among them, that are nowhere else."""
    draw = random.Random(f"{seed}")
    common = [word(random.Random(number), letters) for number in range(60)]
    text = []
    for _ in range(sentences):
        words = [
            draw.choice(common) if draw.random() < 0.4 else word(draw, letters)
            for _ in range(draw.randrange(12, 27))
        ]
        text.append(" ".join([words[0].capitalize(), *words[1:]]) + ".")
    return text


def word(draw: random.Random, letters: str) -> str:
    return "".join(draw.choice(letters) for _ in range(draw.randrange(2, 9)))


def article(id: int, *paragraphs: str, kind: Kind = Kind.PARAGRAPH) -> Document:
    """Return an article of some paragraphs."""
    blocks, text = [], ""
    for paragraph in paragraphs:
        blocks.append(Block(len(text), len(text) + len(paragraph), kind))
        text += paragraph + "\n\n"
    return Document(path=f"{id}.txt", text=text, sha256="", blocks=tuple(blocks), id=id)


def groups(*articles: Sequence[str]) -> list[tuple[int, ...]]:
    """Return the groups of more than one article, numbered from 1."""
    families = origins([article(id, *paragraphs) for id, paragraphs in enumerate(articles, 1)])
    assert sorted(id for group in families for id in group) == list(range(1, len(articles) + 1))
    return [group for group in families if len(group) > 1]


TEXT, OTHER = made("text", 14), made("other", 14)
#: What another paper makes of `TEXT`.
COPIES = {
    "the same": TEXT,
    "in one paragraph": [" ".join(TEXT)],
    "wrapped at other places": [" ".join(TEXT).replace(" ", "\n")],
    "its own first line": ["Report of our own for our own readers in town", *TEXT],
    "capitals and curly apostrophes": [sentence.upper().replace("'", "’") for sentence in TEXT],
    "a quarter cut": TEXT[:10],
    "cut to its opening": TEXT[:4],
    "two sentences added": [OTHER[0], *TEXT[:7], OTHER[1], *TEXT[7:]],
    "a quarter cut and two sentences added": [*TEXT[3:], *OTHER[:2]],
    "another order": TEXT[::-1],
    "a word changed in each sentence": [
        sentence.replace(sentence.split()[5], "tomorrow") for sentence in TEXT
    ],
    "half as long again": [*TEXT, *OTHER[:7]],
}


@pytest.mark.parametrize("changed", COPIES.values(), ids=COPIES)
def test_a_copy_is_found(changed: list[str]) -> None:
    """What a paper does to agency copy does not make another origin of it."""
    assert groups(OTHER[7:], TEXT, made(1, 14), changed) == [(2, 4)]


#: What has something of `TEXT` and is an article of its own.
OWN = {
    "a quoted paragraph": [*made(2, 4), " ".join(TEXT[:3])],
    "two background sentences": [*made(3, 10), *TEXT[-2:]],
    "half its sentences, as many of its own": [*TEXT[:6], *made(4, 7)],
    "one long quotation": [*made(5, 4), " ".join(TEXT[:7]).replace(".", ",").lower() + "."],
    "a brief with one sentence of it": [*made(6, 1), TEXT[0]],
    "the same words in another order": [" ".join(sorted(" ".join(TEXT).split()))],
}


@pytest.mark.parametrize("own", OWN.values(), ids=OWN)
def test_who_quotes_does_not_copy(own: list[str]) -> None:
    """Shared quotations and background leave articles apart."""
    assert groups(TEXT, OTHER, own) == []


def test_a_chain_does_not_glue_articles() -> None:
    """Of six texts, each with most of the one before, the first and the last share no group."""
    pool = made("chain", 40)
    chain = [pool[start : start + 14] for start in range(0, 24, 4)]
    families = origins([article(id, *paragraphs) for id, paragraphs in enumerate(chain, 1)])
    assert not any({1, 6} <= set(group) for group in families)
    assert not any(
        set(chain[a - 1]).isdisjoint(chain[b - 1]) for g in families for a in g for b in g
    )


def test_a_collection_does_not_glue_its_articles() -> None:
    """A round-up of four articles is none of them; their copies are found all the same."""
    parts = [made(f"part {number}", 10) for number in range(4)]
    copies = [part[:8] for part in parts]
    everything = [sentence for part in parts for sentence in part]
    assert groups(everything, *parts, *copies) == [(2, 6), (3, 7), (4, 8), (5, 9)]


def test_one_expanded_by_two_papers_stays_two_articles() -> None:
    """Two reports that have a short one in them and more of their own are not one."""
    expanded = [[*TEXT[:5], *made(f"paper {number}", 14)] for number in range(2)]
    assert groups(*expanded, TEXT[:5]) in ([(1, 3)], [(2, 3)])


def test_two_edited_copies_meet_in_the_original() -> None:
    """Edited copies that have half in common are one origin where the original is there."""
    first, second = [*TEXT[4:], *made("one", 4)], [*TEXT[:10], *made("two", 4)]
    assert groups(first, second, TEXT) == [(1, 2, 3)]


QUAKE = (
    "A shallow earthquake of magnitude {}.{} was reported in the morning near the coast, at a "
    "depth of {} kilometres.  According to the survey, the epicentre was {} miles from the nearest "
    "town and {} miles from the next one.  In the last ten days there have been {} earthquakes of "
    "magnitude three or greater nearby.  This information comes from the notification service, and "
    "this post was made by a programme at {} o'clock after {} people had told that they felt it."
)


def test_a_pattern_is_not_copied() -> None:
    """Machine-written reports with other numbers throughout are of other events."""
    first, second = QUAKE.format(4, 1, 7, 12, 31, 2, 6, 45), QUAKE.format(3, 8, 10, 5, 19, 1, 9, 60)
    assert groups([first], [second]) == []
    updated = QUAKE.format(4, 2, 7, 12, 31, 2, 6, 145)
    assert groups([first], [second], [updated]) == [(1, 3)]


@pytest.mark.parametrize("letters", [LATIN, HEBREW, ARABIC, HINDI], ids="latin he ar hi".split())
def test_any_script_will_do(letters: str) -> None:
    """Neither capitals nor Latin letters are needed."""
    text, other = made("script", 12, letters), made("else", 12, letters)
    assert groups(text, other, [*text[2:], other[0]], [*other[:5], *made(7, 7, letters)]) == [
        (1, 3)
    ]


def test_a_script_without_spaces_will_do() -> None:
    """Chinese has no spaces between words."""
    draw = random.Random("chinese")
    texts = [
        ["".join(draw.choices(CHINESE, k=30)) + "。" for _ in range(10)] for number in range(3)
    ]
    assert groups(*texts, [*texts[0][2:], texts[1][0]]) == [(1, 4)]


def test_accents_points_and_soft_hyphens_do_not_matter() -> None:
    """Two encodings of one letter, vowel points and soft hyphens make no other word."""
    text = [sentence.replace("e", "é").replace("a", "שׁ") for sentence in TEXT]
    folded = [
        sentence.replace("é", "e\u0301").replace("שׁ", "ש").replace("m", "m\xad")
        for sentence in text
    ]
    assert groups(text, folded) == [(1, 2)]


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        ([[], [], []], []),
        ([["… — !"], ["… — !"]], []),
        ([["More to follow."], ["More to follow."], ["No more to follow."]], [(1, 2)]),
        ([["More to follow."], ["more, to FOLLOW"], ["More to follow.", *TEXT]], [(1, 2)]),
        ([TEXT[:1], TEXT[:1], TEXT[1:2]], [(1, 2)]),
        ([["Again and again it said so. "] * 20, ["Again and again it said so. "] * 30], [(1, 2)]),
        ([["\ud800 " * 30], ["\ud800 x" * 30]], []),
    ],
)
def test_short_and_empty_articles(articles: list[list[str]], expected: list[object]) -> None:
    """What is too short to compare is a copy where all is the same; nothing is no copy."""
    assert groups(*articles) == expected


def test_nothing_has_no_origin() -> None:
    """Without documents there are no groups."""
    assert origins([]) == ()


def test_only_prose_counts() -> None:
    """Articles that share menus and notices are no copies, and a copy may have others."""
    notice, prose = article(1, *TEXT, kind=Kind.BOILERPLATE), article(2, *TEXT)
    assert origins([notice, prose]) == ((1,), (2,))


def planted(count: int, copies: int) -> tuple[list[list[str]], list[int]]:
    """Return made-up articles that share sentences, copies among them, and the text of each."""
    draw = random.Random("planted")
    pool = made("pool", count * 4)
    texts = [draw.sample(pool, draw.randrange(10, 18)) for _ in range(count - copies)]
    owner = list(range(len(texts)))
    for number in draw.sample(owner, copies):
        cut = draw.sample(texts[number], len(texts[number]) * draw.randrange(7, 11) // 10)
        edited = [
            sentence.replace(sentence.split()[3], "12") if draw.random() < 0.4 else sentence
            for sentence in cut
        ]
        texts.append([*edited, *draw.sample(pool, draw.randrange(1, 3))])
        owner.append(number)
    order = draw.sample(range(count), count)
    return [texts[place] for place in order], [owner[place] for place in order]


def test_planted_copies_are_found_and_nothing_else() -> None:
    """Of 300 articles that share sentences, the 30 that are edited copies are found."""
    texts, owner = planted(300, 30)
    assert len(set(owner)) == 270
    families: dict[int, list[int]] = {}
    for id, family in enumerate(owner, 1):
        families.setdefault(family, []).append(id)
    assert groups(*texts) == sorted(tuple(ids) for ids in families.values() if len(ids) > 1)


def test_hundreds_of_copies_are_one_origin() -> None:
    """Three hundred edits of one text are found among other articles."""
    draw = random.Random("hundreds")
    copies = [
        [*draw.sample(TEXT, draw.randrange(11, 15)), *made(f"copy {number}", 1)]
        for number in range(300)
    ]
    others = [made(f"other {number}", 12) for number in range(20)]
    assert groups(TEXT, *copies, *others) == [tuple(range(1, 302))]


def test_the_order_of_the_articles_does_not_matter() -> None:
    """Only ids decide, in whatever order the articles are given."""
    texts, _ = planted(60, 12)
    articles = [article(id, *text) for id, text in enumerate(texts, 1)]
    assert origins(articles[::-1]) == origins(articles)


def test_the_hash_seed_does_not_matter() -> None:
    """Another run of Python finds the same."""
    process = subprocess.run(
        [sys.executable, "-c", "import test_origins as t; print(t.groups(*t.planted(60, 12)[0]))"],
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout == f"{groups(*planted(60, 12)[0])}\n"


@pytest.mark.parametrize("name", ["wikinews", "belarus"])
def test_no_real_article_is_a_copy(shared: Path, name: str) -> None:
    """Reports of one story share quotations and background, and are articles of their own."""
    documents = brief.read([shared / "articles" / name]).documents
    assert origins(documents) == tuple((document.id,) for document in documents)


def test_a_real_article_that_was_read_twice_is_one(tmp_path: Path, shared: Path) -> None:
    """The same file under two names, once with another headline and line ends, is one origin."""
    for path in sorted((shared / "articles" / "wikinews").glob("M001*.txt")):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    first = (tmp_path / "M0010.txt").read_text("utf-8")
    (tmp_path / "twice.txt").write_text(f"Our own headline of the day\n\n{first}", "utf-8")
    documents = brief.read([tmp_path]).documents
    same = [each.id for each in documents if Path(each.path).name in ("M0010.txt", "twice.txt")]
    assert [list(group) for group in origins(documents) if len(group) > 1] == [same]
