"""Learn `brief/data/story_weights.txt` and count `brief/data/story_words` on marked stories.

    PYTHONPATH=tests python tests/benchmarks/learn_stories.py SHARED [--stories FOLDER]
        [--write] [--folds]

SHARED is the folder with `data/multiling2011/LANGUAGE.jsonl`, a story of MultiLing 2011 a line,
whose `docs` are its articles, and with `editor/`; or `lay_out_ecb.py` has written the editor's
stories into FOLDER.  Those in `kept-out.txt` of `tests/marks` are left out; those of 2025 are only
in SHARED, and without them weights and counts are a little different.  Mornings are drawn from the
editor's stories, as `editor/mixes.py` draws them and smaller ones; two articles are an example, and
the weights are a logistic regression with a ridge.  Pairs of one story that the first fit finds
next to impossible are mistakes of whoever collected them, and left out of the second.  The words
are those of two stories and more; a topic is one story (13a and 13b).

MultiLing's stories are the same in seven languages, so that how alike their articles are in each,
beside English, is learned from them, too.

`--strangers FUNDUS` prints how many pages of that checkout (see `scraped.py`) stand together in
each language: of 150 sites and four years, so that nearly each pair is wrong.

`--folds` prints how forty mornings of each kind, and MultiLing's stories, are told apart by weights
and words that did not see their topics: in mornings, words of no topic of the morning; of ten
stories of a language at once, for each article, words of the nine others.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import comb
from pathlib import Path
from unittest.mock import patch

import incoming
import learned_from
import numpy as np
import scraped
from numpy.typing import NDArray
from regression import logistic
from test_stories import rand_index

from brief.compare import about as subjects
from brief.compare import links as linking
from brief.compare import roundups, stories
from brief.model import Document, Sentence
from brief.pipeline import read
from brief.split.sentences import segment

DATA = Path(__file__).parents[2] / "brief/data"
WEIGHTS = DATA / "story_weights.txt"
WEIGHTS_HEAD = """\
# The weights of the features of `compare/links.py`, learned from mornings of marked stories by
# `tests/benchmarks/learn_stories.py`; above 0 speaks for one story.
"""
WORDS_HEAD = """\
# In how many of the stories each stem stands that stands in two and more, counted by
# `tests/benchmarks/learn_stories.py` in: {sources}.  Counts only, no text.
"""
WIKINEWS = "MultiLing 2011 (CC BY 3.0) on Wikinews (CC BY 2.5)"
EDITED, RECENT = "ECB+ (CC BY 3.0)", "news pages of 2025"
#: How mornings are drawn: stories, articles of each, and whether both like stories of a topic.
KINDS = {
    "6 stories of 1 to 4": (6, (1, 2, 3, 4), False),
    "12 single articles": (12, (1,), False),
    "10 of 1 to 3": (10, (1, 1, 2, 3), False),
    "4 of 5 to 8": (4, (5, 6, 7, 8), False),
    "3 topics, both like stories": (3, (2, 4, 6), True),
    "2 single articles": (2, (1,), False),
    "3 of 1 or 2": (3, (1, 1, 2), False),
    "1 of 2 or 3": (1, (2, 3), False),
    "2 of 2 to 4": (2, (2, 3, 4), False),
    "1 topic, both like stories": (1, (1, 2, 3), True),
}
#: The least cosine of a pair that is learned from: all that share anything.
EVERY = 1e-9
#: Mornings that are learned from, and those that are measured: the seeds of `mixes.py`.
TRAINING, MEASURED = range(1000, 1030), range(40)
FOLDS = 6
RIDGE = 1.0
#: Log-odds below which two articles of one story are taken for a mistake.
MISTAKEN = -3.0


@dataclass(frozen=True, slots=True)
class Article:
    """An article with the story and topic it is of."""

    story: str
    topic: str
    document: Document
    sentences: tuple[Sentence, ...]
    about: subjects.About


Morning = tuple[str, list[Article]]


def articles_of(paths: Sequence[Path], story: str, topic: str) -> list[Article]:
    """Return the articles of a story, read as a page reads them."""
    articles = []
    for document in read(paths).documents:
        sentences = segment(document)
        profile = subjects.about(document, sentences)
        articles.append(Article(story, topic, document, sentences, profile))
    return articles


def edited(folder: Path) -> dict[str, list[Article]]:
    """Return the editor's stories that are not kept out."""
    return {
        story.name: articles_of(
            incoming.files_of(story),
            story.name,
            story.name if incoming.is_recent(story.name) else story.name[:-1],
        )
        for story in incoming.stories(folder)
    }


def translated(shared: Path) -> dict[str, list[list[Article]]]:
    """Return MultiLing's ten stories of each language; exit where they are not there."""
    languages: dict[str, list[list[Article]]] = {}
    folder = shared / "data" / "multiling2011"
    if not (folder / "english.jsonl").is_file():
        raise SystemExit(f"{folder}: the stories of MultiLing 2011 are not there")
    for file in sorted(folder.glob("*.jsonl")):
        languages[file.stem] = []
        for number, line in enumerate(filter(None, file.read_text(encoding="utf-8").split("\n"))):
            with tempfile.TemporaryDirectory() as folder:
                paths = [Path(folder) / f"{place:02}.txt" for place in range(99)]
                for path, text in zip(paths, json.loads(line)["docs"], strict=False):
                    path.write_text(text, encoding="utf-8")
                written = [path for path in paths if path.exists()]
                articles = articles_of(written, f"M{number}", f"M{number}")
            languages[file.stem].append(articles)
    return languages


def mornings(edition: dict[str, list[Article]], seeds: range) -> Iterator[Morning]:
    """Yield the mornings of all kinds; those of two articles and more."""
    topics: dict[str, list[str]] = defaultdict(list)
    for story in sorted(edition):
        topics[edition[story][0].topic].append(story)
    for kind, (count, sizes, like) in KINDS.items():
        for seed in seeds:
            draw = random.Random(seed)
            usable = sorted(name for name, of in topics.items() if not like or len(of) == 2)
            chosen = draw.sample(usable, min(count, len(usable)))
            names = [s for t in chosen for s in (topics[t] if like else [draw.choice(topics[t])])]
            drawn: list[Article] = []
            for name in names:
                most = len(edition[name])
                drawn += draw.sample(edition[name], min(most, draw.choice(sizes)))
            drawn = [article for article in drawn if article.document.language == "en"]
            if len(drawn) > 1:
                yield kind, drawn


@dataclass(frozen=True, slots=True)
class Words:
    """The topics that hold each stem of a language."""

    topics: dict[str, set[str]]
    all: set[str]
    likeness: float = 1.0  #: How alike the articles of a story are, of what they are in English.

    def without(self, seen: set[str]) -> dict[str, float]:
        """Return what `about.background` returns, of other topics than `seen`."""
        total = len(self.all - seen)
        counts = {stem: len(topics - seen) for stem, topics in self.topics.items()}
        return {
            stem: subjects.HOLDING * (count - 0.5) / (total + 2)
            for stem, count in counts.items()
            if count > 1
        }


def words_of(articles: Sequence[Article]) -> Words:
    """Return the topics in which each stem of some articles stands; no figures, no days."""
    topics: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        for term in article.about.terms:
            if term[0] not in (subjects.FIGURE, subjects.DAY) and not term.isdecimal():
                topics[term].add(article.topic)
    return Words(dict(topics), {article.topic for article in articles})


def vectors(articles: Sequence[Article], words: Words) -> list[subjects.Weighed]:
    """Return what articles are about by words that did not see their topics."""
    return _weighed(articles, words, {article.topic for article in articles})


def vectors_by_topic(articles: Sequence[Article], words: Words) -> list[subjects.Weighed]:
    """Return what articles are about, each by words that did not see its own topic."""
    topics = sorted({article.topic for article in articles})
    by_topic = {topic: _weighed(articles, words, {topic}) for topic in topics}
    return [by_topic[article.topic][place] for place, article in enumerate(articles)]


def _weighed(articles: Sequence[Article], words: Words, unseen: set[str]) -> list[subjects.Weighed]:
    background = words.without(unseen)
    with (
        patch.object(subjects, "background", lambda _: background),
        patch.object(subjects, "likeness", lambda _: words.likeness),
    ):
        return subjects.weighed([article.about for article in articles], "")


def learned(x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray:
    """Return the weights of a logistic regression, the bias last; mistaken pairs are left out."""
    ridge = np.array([RIDGE] * (x.shape[1] - 1) + [1e-6])
    beta = logistic(x, y, weight, ridge)
    return logistic(x, y, np.where((y == 1) & (x @ beta < MISTAKEN), 0.0, weight), ridge)


class Examples:
    """Pairs of articles of mornings, with the folds of their topics."""

    def __init__(self, drawn: Sequence[Morning], words: Words, fold: dict[str, int]) -> None:
        rows, same, folds, kinds = [], [], [], []
        for kind, articles in drawn:
            weighed = vectors(articles, words)
            values = of_each_two(weighed)
            first, second = np.triu_indices(len(articles), 1)
            rows.append(np.vstack([values[:, first, second], np.ones(len(first))]).T)
            for one, other in zip(first, second, strict=True):
                same.append(float(articles[one].story == articles[other].story))
                folds.append({fold[articles[one].topic], fold[articles[other].topic]})
                kinds.append(kind)
        count = Counter(kinds)
        self.x, self.y, self.folds = np.vstack(rows), np.array(same), folds
        self.weight = np.array([len(kinds) / len(count) / count[kind] for kind in kinds])

    def weights(self, unseen: set[int] = frozenset()) -> NDArray:  # type: ignore[assignment]
        """Return the weights learned from the pairs of other folds."""
        kept = np.array([not folds & unseen for folds in self.folds])
        return learned(self.x[kept], self.y[kept], self.weight[kept])


def of_each_two(articles: Sequence[subjects.Weighed]) -> NDArray:  # type: ignore[type-arg]
    """Return the features of each two of n articles, (features, n, n)."""
    pairs, values = linking.features(articles, EVERY)
    return np.stack([spread(pairs, of_pairs) for of_pairs in values])


def spread(pairs: linking.Pairs, values: NDArray) -> NDArray:  # type: ignore[type-arg]
    """Return values of pairs as a symmetric matrix, 0 where there is none."""
    matrix = np.zeros((pairs.total, pairs.total))
    matrix[pairs.first, pairs.second] = matrix[pairs.second, pairs.first] = values
    return matrix


def grouped(
    articles: Sequence[Article],
    words: Words,
    by_fold: dict,
    fold: dict,
    *,
    all_topics: bool = False,
) -> list[int]:
    """Return the number of each article's story, by weights and words without their topics.

    Where the articles are of `all_topics` of a language, each one's words are those of the others.
    """
    weighed = (vectors_by_topic if all_topics else vectors)(articles, words)
    pairs, values = linking.features(weighed)
    folds = [fold[article.topic] for article in articles]
    weights = np.array(
        [
            by_fold[frozenset((folds[first], folds[second]))]
            for first, second in zip(pairs.first, pairs.second, strict=True)
        ]
    ).reshape(-1, len(values) + 1)
    odds = (np.stack([*values, np.ones(len(pairs.first))]).T * weights).sum(axis=1)
    strange = float(np.mean([of_folds[-1] for of_folds in by_fold.values()]))
    texts = [article.sentences for article in articles]
    language = articles[0].document.language
    apart = roundups.roundups(weighed, texts, pairs, language)
    linked = linking.Links(pairs=pairs, odds=odds, strange=strange)
    clusters = stories._clusters(linked, apart)
    number = {place: index for index, group in enumerate(clusters) for place in group}
    return [number[place] for place in range(len(articles))]


def mean_likeness(of: Sequence[Sequence[Article]], words: Words) -> float:
    """Return the mean cosine of two articles of one story, over stories, in a language."""
    articles = [article for story in of for article in story]
    pairs, _ = linking.features(vectors_by_topic(articles, words), EVERY)
    cosines = spread(pairs, pairs.cosines)
    means, start = [], 0
    for story in of:
        place = slice(start, start + len(story))
        means.append(cosines[place, place][~np.eye(len(story), dtype=bool)].mean())
        start += len(story)
    return float(np.mean(means))


def show_mornings(drawn: Sequence[Morning], words: Words, by_fold: dict, fold: dict) -> None:
    """Print the precision and recall of pairs for each kind of morning."""
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, articles in drawn:
        numbers = grouped(articles, words, by_fold, fold)
        for one, other in zip(*np.triu_indices(len(articles), 1), strict=True):
            same = articles[one].story == articles[other].story
            joined = numbers[one] == numbers[other]
            tallies[kind]["both" if same and joined else "wrong" if joined else "missed"] += (
                same or joined
            )
    for kind, tally in tallies.items():
        both, wrong, missed = tally["both"], tally["wrong"], tally["missed"]
        print(
            f"{kind:30} precision {both / max(1, both + wrong):.3f}"
            f"  recall {both / max(1, both + missed):.3f}  wrong {wrong}  missed {missed}"
        )


def show_strangers(fundus: Path) -> None:
    """Print which pages of all sites are grouped."""
    documents: list[Document] = []
    for page in (page for half in scraped.HALVES for page in scraped.pages(fundus, half)):
        with scraped.file_of(page) as path:
            article = next(iter(read([path]).documents), None)
        if article:
            documents.append(replace(article, id=len(documents) + 1, path=page.name))
    sentences = [sentence for document in documents for sentence in segment(document)]
    by_id = {document.id: document for document in documents}
    pairs: Counter[str] = Counter()
    for group in stories.stories(documents, sentences):
        if len(group) > 1:
            pairs[by_id[group[0]].language] += comb(len(group), 2)
            print(", ".join(by_id[number].path for number in group))
    for language, pages in Counter(document.language for document in documents).most_common():
        print(f"{language}: {pages} pages, {pairs[language]} pairs together")


def main() -> None:
    """Print figures of mornings whose topics were not seen, and write weights and words."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--stories", type=Path, metavar="FOLDER", help="laid out by lay_out_ecb.py")
    parser.add_argument("--write", action="store_true", help="write what all stories give")
    parser.add_argument("--folds", action="store_true", help="measure by unseen topics")
    parser.add_argument("--strangers", type=Path, metavar="FUNDUS", help="group unrelated pages")
    arguments = parser.parse_args()
    if arguments.strangers:
        show_strangers(arguments.strangers)
        return
    place = arguments.stories or arguments.shared
    learned_from.require_texts(place)
    edition, languages = edited(place), translated(arguments.shared)
    english = [article for of in edition.values() for article in of]
    english = [article for article in english if article.document.language == "en"]
    counted = {
        language: words_of([article for story in of for article in story])
        for language, of in languages.items()
    }
    counted["english"] = words_of(english + [a for story in languages["english"] for a in story])
    means = {language: mean_likeness(of, counted[language]) for language, of in languages.items()}
    counted = {
        language: replace(words, likeness=means[language] / means["english"])
        for language, words in counted.items()
    }
    topics = sorted({article.topic for article in english})
    shuffled = random.Random(1).sample(topics, len(topics))
    fold = {topic: place % FOLDS for place, topic in enumerate(shuffled)}
    fold |= {f"M{number}": FOLDS for number in range(10)}
    drawn = list(mornings(edition, TRAINING))
    examples = Examples(drawn, counted["english"], fold)
    if arguments.folds:
        by_fold = {
            frozenset((a, b)): examples.weights({a, b})
            for a in range(FOLDS + 1)
            for b in range(a, FOLDS + 1)
        }
        show_mornings(list(mornings(edition, MEASURED)), counted["english"], by_fold, fold)
        for language, of in languages.items():
            together = [article for story in of for article in story]
            numbers = grouped(together, counted[language], by_fold, fold, all_topics=True)
            index = rand_index(numbers, [article.story for article in together])
            whole = sum(
                len(set(grouped(story, counted[language], by_fold, fold))) == 1 for story in of
            )
            print(f"{language:30} adjusted Rand index {index:.3f}  whole by themselves {whole}")
    names = (*linking.FEATURES, "bias")
    weights = dict(zip(names, examples.weights().tolist(), strict=True))
    for name, weight in weights.items():
        print(f"{name}: {weight:.3f}")
    if arguments.write:
        lines = [f"{name}: {weight:.3f}\n" for name, weight in weights.items()]
        WEIGHTS.write_text("".join([WEIGHTS_HEAD, *lines]), encoding="utf-8")
        learned_from.record(WEIGHTS, edition, *held())
        recent = [RECENT] if any(map(incoming.is_recent, edition)) else []
        for language, of in languages.items():
            english = [EDITED, *recent] if language == "english" else []
            sources = ", ".join([*english, WIKINEWS])
            write_words(counted[language], of[0][0].document.language, sources)


def held() -> tuple[Mapping[str, object], object]:
    """Return the stories that there are, and the features of each two made-up articles.

    Of the marks nothing is read but which articles are of one story.
    """
    with learned_from.made_up() as paths:
        articles = articles_of(paths, "", "")
    weighed = subjects.weighed([article.about for article in articles], "")
    return dict.fromkeys(learned_from.marks()), of_each_two(weighed)


def write_words(words: Words, language: str, sources: str) -> None:
    """Write the stems of two topics and more of a language, by the number of topics."""
    stems: dict[int, list[str]] = defaultdict(list)
    for stem, topics in sorted(words.topics.items()):
        if len(topics) > 1:
            stems[len(topics)].append(stem)
    lines = [f"{count}: {' '.join(stems[count])}\n" for count in sorted(stems, reverse=True)]
    head = WORDS_HEAD.format(sources=sources) + f"stories: {len(words.all)}\n"
    head += f"likeness: {words.likeness:.2f}\n"
    path = DATA / "story_words" / f"{language}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join([head, *lines]), encoding="utf-8")


if __name__ == "__main__":
    main()
