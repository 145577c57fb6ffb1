"""The persons, organisations and places that articles name, each once with all forms of its name.

Rules, no gazetteer: newspapers give a name in full and go on with the surname.  A surname alone
joins the full name that its own article has; two people of one surname stay two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from brief.compare.names.forms import (
    THE,
    Form,
    Forms,
    Key,
    Leaders,
    Near,
    abbreviates,
    acronyms,
    key_of,
    leaders,
)
from brief.compare.names.mentions import (
    UNCASED,
    Evidence,
    Mention,
    evidence_of,
    is_headline,
    mentions,
    opens,
)
from brief.language.lists import stop_words
from brief.language.speech import countries, is_nation
from brief.language.terms import words_of
from brief.language.words import words
from brief.model import Document, Name, Sentence

#: Share of a name's full mentions that a form needs to stand for it.
USUAL = 0.05
#: The same for one with something in front of another form: "British Ministry of Defence".
LED = 0.34


def names(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    evidence: Callable[[], Evidence] | None = None,
) -> tuple[Name, ...]:
    """Return the persons, organisations and places that articles name, the most widespread first.

    Ordered by the number of articles, then of mentions, then by name.  Articles in a script
    without capitals (Hebrew, Arabic, Hindi, …) give none; in German a word alone counts only as a
    country, behind a title or as the surname of a full name, since every noun has a capital.
    "Masha" and "Maria Kolesnikova" are one because one is a known short form of the other; with
    any other two first names a surname stands for two.  An acronym joins the name that explains
    it in brackets, or the only one with its initials in an article of its own.  The time is linear
    in the words; no sentences, no names.  `evidence` returns that of all these sentences, for a
    caller who needs it, too.
    """
    languages = {document.id: document.language or "en" for document in documents}
    pairs = [(sentence, languages.get(sentence.document, "en")) for sentence in sentences]
    cased = [(sentence, language) for sentence, language in pairs if language not in UNCASED]
    whole = evidence if len(cased) == len(pairs) else None
    forms, explained = _forms(cased, whole() if whole else evidence_of(cased))
    leader = leaders(forms)
    leader |= acronyms(forms, leader, explained)
    groups = _groups(forms, leader, {language for _, language in cased}).values()
    ranked = [(group.documents, _name(forms, group)) for group in groups]
    ranked.sort(key=lambda rank: (-len(rank[0]), -rank[0].total(), rank[1].name))
    return tuple(name for _, name in ranked)


def _forms(
    sentences: Sequence[tuple[Sentence, str]], evidence: Evidence
) -> tuple[dict[Key, Form], dict[Key, Key]]:
    """Return every form by its key, and the acronyms that stand in brackets behind a name."""
    forms: dict[Key, Form] = defaultdict(Form)
    explained: dict[Key, Key] = {}
    for sentence, language in sentences:
        if is_headline(words_of(sentence.text)):
            continue
        for mention in mentions(sentence.text, language, evidence):
            if len(mention.words) > 1 and mention.words[-1] in words("names/behind"):
                mention = replace(mention, words=mention.words[:-1])
            key = key_of(mention.words, language)
            _count(forms[key], mention, sentence, language)
            short = _BRACKETS.match(sentence.text, mention.end)
            if short and len(key) > 1 and abbreviates(short[1], key):
                explained.setdefault(key_of((short[1],), language), key)
    for (word, *more), form in forms.items():
        form.small = 0 if more else evidence.small[word]
    return forms, explained


def _count(form: Form, mention: Mention, sentence: Sentence, language: str) -> None:
    form.spellings[" ".join(mention.words)] += 1
    form.documents[sentence.document] += 1
    form.titled += mention.titled
    owns = sentence.text[mention.end : mention.end + 1] in ("'", "’")  # "in Lukashenko's words"
    # "in", "à" make what stands behind them a place.
    placing = words("names/places", "both", "places")
    form.placed += mention.before in placing and not owns
    if mention.before == "the":  # not "the Bush administration": that is no use of "the Bush"
        noun = _NOUN.match(sentence.text, mention.end)
        form.the += not noun or noun[1] in stop_words(language)
    form.inside += not opens(sentence.text, mention.whole)
    form.sure |= mention.sure


@dataclass(slots=True)
class _Group:
    """All forms of one name."""

    forms: Counter[Key] = field(default_factory=Counter)
    documents: Counter[int] = field(default_factory=Counter)

    def add(self, key: Key, documents: Mapping[int, int]) -> None:
        self.documents.update(documents)
        self.forms[key] += sum(documents.values())


def _groups(forms: Forms, leader: Leaders, languages: Iterable[str]) -> dict[Key, _Group]:
    """Return each name with its forms; a word alone joins article by article."""
    near = Near(forms, leader)
    lands = {land.casefold() for code in sorted(languages) for land in countries(code)}
    groups: dict[Key, _Group] = defaultdict(_Group)
    for key, form in sorted(forms.items()):
        if key in leader:
            groups[leader[key]].add(key, form.documents)
            continue
        for document, mentioned in sorted(form.documents.items()):
            chosen = None if key[0] in lands else _full(near, key, form, document)
            if chosen or form.sure:
                groups[chosen or key].add(key, {document: mentioned})
    return groups


def _full(near: Near, key: Key, form: Form, document: int) -> Key | None:
    """Return the full name that a word alone stands for in an article."""
    if form.may_be_surname:
        return near.by_surname(key[0], document) or near.by_first(key[0], document)
    if form.the > THE * form.mentions and not form.capitals:
        return near.by_article(key[0])
    return None


def _name(forms: Forms, group: _Group) -> Name:
    full = [key for key in group.forms if len(key) > 1] or list(group.forms)
    total = sum(group.forms[key] for key in full)
    least = {key: (LED if _is_led(key, full) else USUAL) * total for key in full}
    usual = [key for key in full if group.forms[key] >= least[key]]
    # "Yesterday Ann Lee" opened a sentence: prefer what stands inside one.
    inside = [key for key in usual if forms[key].inside] or usual or full
    fullest = min(inside, key=lambda key: (-len(key), -group.forms[key], key))
    name = _spelling(forms[fullest])
    spelt: Counter[str] = Counter()
    for key, count in group.forms.items():
        main = _spelling(forms[key])
        spelt.update({spelling: 1 for spelling in forms[key].spellings if spelling != main})
        spelt[main] += count
    variants = {name.casefold(): name}
    for spelling in sorted(spelt, key=lambda spelling: (-spelt[spelling], spelling)):
        variants.setdefault(spelling.casefold(), spelling)
    return Name(name, tuple(variants.values())[1:], tuple(sorted(group.documents)))


def _is_led(key: Key, forms: Iterable[Key]) -> bool:
    """Return whether a form is another one with something in front that may not belong to it."""
    return is_nation(key[0]) or any(key != form == key[-len(form) :] for form in forms)


def _spelling(form: Form) -> str:
    """Return the commonest spelling; one in capitals only where there is no other."""
    counts = form.spellings
    return min(counts, key=lambda spelling: (spelling.isupper(), -counts[spelling], spelling))


_BRACKETS = re.compile(r"\s\((?:the\s)?([A-Z][A-Za-z.]{1,9})\)")
_NOUN = re.compile(r"[ \u00a0\n]+([a-z]\w+)")
