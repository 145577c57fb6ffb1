"""Each article is condensed: its own news is in the JSON, whatever else the page has."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from marked import every_older, older, stories
from work import steps

from brief.language.words import entries
from brief.model import Briefing, Reading, Shown
from brief.page import proof
from brief.page.material import folded
from brief.page.own_features import HORIZON, features_of, story_words
from brief.page.own_news import own_news
from brief.pipeline import brief, read, render
from brief.pipeline.condensing import condensed
from brief.pipeline.proving import verify
from brief.settings.page_options import Config
from brief.split.sentences import segment

CASES = json.loads((Path(__file__).parent / "cases" / "own_news.json").read_text("utf-8"))
BENCHMARKS = Path(__file__).parent / "benchmarks"
INPUTS = Path(__file__).parents[1] / "inputs"
NOW = date(2026, 11, 20)


def written(folder: Path, articles: list[dict[str, Any]]) -> Reading:
    """Return articles of paragraphs as they are read."""
    documents = []
    for article in articles:
        path = folder / article["name"]
        path.write_text("\n\n".join(article["paragraphs"]), encoding="utf-8")
        (document,) = read([path], Config(language=article["language"])).documents
        documents.append(document)
    numbered = (replace(document, id=number) for number, document in enumerate(documents, 1))
    return Reading(tuple(numbered))


def in_json(made: Briefing) -> dict[str, dict[str, Any]]:
    """Return the entries of a page in JSON by the names of their files."""
    content = json.loads(render(made, "json"))
    names = {document["id"]: Path(document["path"]).name for document in content["documents"]}
    return {names[entry["document"]]: entry for entry in content["articles"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
@pytest.mark.parametrize("options", [{}, {"format": "json"}, {"words": 120}], ids=str)
def test_every_article_has_its_news(
    case: dict[str, Any], options: dict[str, Any], tmp_path: Path
) -> None:
    """Behind an orphan, background or a scene, too; whatever format and length were asked for."""
    reading = written(tmp_path, case["articles"])
    entries = in_json(brief(reading, Config(**options), now=NOW))
    news = {name: entry["sentences"][0]["text"] for name, entry in entries.items()}
    for article in case["articles"]:
        assert news[article["name"]].startswith(article["news"])


@pytest.mark.parametrize("grouped", ["auto", "off"])
def test_of_ten_articles_each_has_one_or_two_of_its_own(grouped: str) -> None:
    """They are from the article itself, and no other article of the set has the same."""
    config = Config(stories=grouped)
    made = condensed(brief(read([INPUTS], config), config, now=NOW))
    assert len(made.articles) == 10
    for entry in made.articles:
        assert 1 <= len(entry.sentences) <= 2
        assert {line.citations[0].document for line in entry.sentences} == {entry.document}
    texts = [line.text for entry in made.articles for line in entry.sentences]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("words", [250, 400, 600, 900, 1600])
@pytest.mark.parametrize("grouped", ["auto", "off"])
def test_the_page_says_of_each_article_what_it_has_room_for(words: int, grouped: str) -> None:
    """Each is there once, with its sentence, the line that says it, or nothing, as in the JSON."""
    made = brief(read([INPUTS]), Config(words=words, stories=grouped), now=NOW)
    section = render(made, "text").partition("\nThe articles\n\n")[2].partition("\n\n")[0]
    rows = section.replace("\n  ", " ").split("\n")
    for name, entry in in_json(made).items():
        own = " ".join(entry["sentences"][0]["text"].split())
        head = f"- ({entry['document']}) {entry['title']}, "
        listed = [row for row in rows if row.startswith(head)]
        assert len(listed) == (entry["shown"] != "nothing"), name
        row, stated = "".join(listed), f": {own} ({entry['document']})"
        assert row.endswith(stated) == (entry["shown"] == "sentence"), name
        assert row.endswith(f": line {entry['line']}") == (entry["shown"] == "line"), name
        assert entry["line"] is None or 1 <= entry["line"] <= len(made.in_brief)


@pytest.mark.parametrize("grouped", ["auto", "off"])
def test_with_room_each_article_has_its_sentence_on_the_page(grouped: str) -> None:
    """Every one of ten; the more room there is, the more of them."""
    told = []
    for words in (400, 600, 900, 1600):
        made = brief(read([INPUTS]), Config(words=words, stories=grouped), now=NOW)
        told.append(sum(entry.shown >= Shown.LINE for entry in made.articles))
    assert told == sorted(told)
    lines = {folded(line.text) for line in made.in_brief}
    assert told[-1] == 10
    assert all(
        entry.sentence or folded(entry.sentences[0].text) in lines for entry in made.articles
    )


def test_the_news_is_proven_in_its_place(tmp_path: Path) -> None:
    """A sentence that is not in the article is a fault of the page, and of its JSON."""
    made = condensed(brief(read([INPUTS]), Config(format="json"), now=NOW))
    entry = made.articles[-1]
    wrong = replace(entry, sentences=(replace(entry.sentences[0], text="Nobody wrote this."),))
    altered = replace(made, articles=(*made.articles[:-1], wrong))
    assert [fault.kind.value for fault in proof.check(altered)] == ["sentence not there"]
    page, content = tmp_path / "page.json", render(made, "json")
    page.write_text(content, encoding="utf-8")
    assert verify(page, sources=INPUTS).unchecked == ()
    assert not verify(page, sources=INPUTS).faults
    edited = json.loads(content)
    edited["articles"][-1]["sentences"][0]["text"] = "Nobody wrote this."
    page.write_text(json.dumps(edited), encoding="utf-8")
    assert {fault.kind.value for fault in verify(page, sources=INPUTS).faults} == {
        "page edited",
        "sentence not there",
    }


def test_a_second_sentence_says_something_new(tmp_path: Path) -> None:
    """One that only says the first again in other words is left out."""
    headline = "Brothers held over Harnow paintings, nine canvases found at Lisk"
    told = "Police in Harnow arrested two brothers on Sunday over the theft of 31 paintings."
    again = "Two brothers were arrested in Harnow by police on Sunday over the theft of paintings."
    more = "Customs officers found nine of the canvases in a van at Lisk, 200 kilometres away."
    ending = "The museum thanked everybody who had helped, and said it was relieved."
    news = {}
    for name, second in (("again", again), ("more", more)):
        article = {
            "name": f"{name}.txt",
            "language": "en",
            "paragraphs": [headline, f"{told} {second}", ending],
        }
        (document,) = written(tmp_path, [article])
        chosen = own_news([document], {1: segment(document)})[1]
        news[name] = [sentence.text for sentence in chosen]
    assert news == {"again": [told], "more": [told, more]}


@pytest.mark.parametrize(
    "torn",
    [
        'Ines Holt, head of Larn Lines, said that the ferry was raised "because we want to know. ',
        "Ines Holt, head of Larn Lines, called the raising of the ferry “a duty to the families. ",
    ],
)
def test_a_torn_quotation_is_no_news(tmp_path: Path, torn: str) -> None:
    """Where another sentence tells something, it stands for the article."""
    rest = "Larn Lines lifted the ferry Blue Heron onto the quay of Osk on Friday, after nine days."
    (tmp_path / "raised.md").write_text(
        f"---\ntitle: Larn Lines raises ferry\n---\n\n{torn}\n\n{rest}\n", encoding="utf-8"
    )
    made = brief(read([tmp_path]), now=date(2026, 5, 3))
    said = [line.text for line in made.articles[0].sentences]
    assert said and not any(line in torn for line in said)


def test_a_copy_is_not_condensed_twice(tmp_path: Path) -> None:
    """It is named as the text that it is; the JSON says where its sentence stands in its file."""
    first, *rest = CASES[0]["articles"]
    copy = {**first, "name": "z-copy.txt"}
    made = brief(written(tmp_path, [first, *rest, copy]), Config(), now=NOW)
    page = " ".join(render(made, "text").split())
    assert made.copies == ((1, 6),)
    assert f"- (6) {first['paragraphs'][0]}, 52 words: the same text as 1 " in page
    assert page.count(first["news"]) == 1
    entries = in_json(made)
    assert len(entries) == len(made.documents)
    original, copied = entries[first["name"]]["sentences"], entries["z-copy.txt"]["sentences"]
    assert [line["text"] for line in copied] == [line["text"] for line in original]
    assert {place["document"] for line in copied for place in line["citations"]} == {6}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_language_without_lists_of_words_is_condensed(
    case: dict[str, Any], tmp_path: Path
) -> None:
    """Place, headline and what others tell are enough to have something of every article."""
    unknown = [article | {"language": "eo"} for article in case["articles"]]
    reading = written(tmp_path, unknown)
    news = own_news(reading.documents, {one.id: segment(one) for one in reading})
    assert all(news[document.id] for document in reading)


def test_an_article_without_sentences_has_no_news() -> None:
    """As one of which nothing is prose."""
    (document, *_) = read([INPUTS]).documents
    assert own_news([document], {document.id: []}) == {document.id: ()}


def test_every_feature_has_a_weight() -> None:
    """A feature that is added is learned before it counts, and none is kept that is not there."""
    documents = read([INPUTS]).documents
    story = story_words(documents, {one.id: segment(one) for one in documents})
    rows = chain.from_iterable(features_of(document, story) for document in documents)
    weighed = {line.rpartition(": ")[0] for line in entries("own_news_weights")}
    assert {name for row in rows for name in row} == weighed


def test_the_work_grows_with_the_articles(tmp_path: Path) -> None:
    """Four times the articles are four times the work, and long ones are looked at in part."""
    article = CASES[0]["articles"][0]
    one = written(tmp_path, [article]).documents[0]

    def work(number: int) -> int:
        documents = [replace(one, id=place) for place in range(1, number + 1)]
        sentences = {document.id: segment(document) for document in documents}
        return steps(lambda: own_news(documents, sentences))

    work(5)  # what is remembered of words and lists
    assert work(80) < 4.4 * work(20)
    long = [replace(row, position=place) for place, row in enumerate(segment(one) * 40)]
    story = story_words([one], {1: long})
    assert len(features_of(one, story)) == HORIZON


@pytest.fixture
def learning(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script that learns the weights."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module("learn_own_news")


def test_the_weights_are_learned_again_and_reach_what_is_asked(
    learning: ModuleType, shared: Path
) -> None:
    """The same from the same marks, and on stories that they did not see good enough to print."""
    told = list(stories(shared))
    if not told:
        pytest.skip("the editor's marks are not on this machine")
    shipped = dict(line.rsplit(": ", 1) for line in entries("own_news_weights"))
    again = learning.named(list(learning.examples(every_older(shared))))
    assert again == pytest.approx({name: float(w) for name, w in shipped.items()}, abs=0.002)
    reached = learning.by_folds(told, list(learning.examples(older(told))))
    assert reached["older, chosen"] >= 0.80
    assert reached["2025, chosen"] >= 0.70
    assert reached["older, its first alone"] > reached["older, leads, one"]
