"""Who and what the articles name, each once, whatever form its name takes.

Rules, no gazetteer: newspapers give a name in full and go on with the surname.  A surname alone
joins the full name that its own article has; two people of one surname stay two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
from brief.compare.names.mentions import UNCASED, Mention, evidence_of, is_headline, mentions, opens
from brief.language.lists import stop_words
from brief.language.speech import countries, is_nation
from brief.language.terms import words_of
from brief.model import Document, Name, Sentence

#: Share of a name's full mentions that a form needs to stand for it.
USUAL = 0.05
#: The same for one with something in front of another form: "British Ministry of Defence".
LED = 0.34


def names(documents: Sequence[Document], sentences: Sequence[Sentence]) -> tuple[Name, ...]:
    """Return the persons, organisations and places that articles name, the most widespread first.

    Ordered by the number of articles, then of mentions, then by name.  Articles in a script
    without capitals (Hebrew, Arabic, Hindi, …) give none; in German a word alone counts only as a
    country, behind a title or as the surname of a full name, since every noun has a capital.
    "Masha" and "Maria Kolesnikova" are one because one is a known short form of the other; with
    any other two first names a surname stands for two.  An acronym joins the name that explains
    it in brackets, or the only one with its initials in an article of its own.  The time is linear
    in the words; no sentences, no names.
    """
    language = {document.id: document.language or "en" for document in documents}
    read = [(one, language.get(one.document, "en")) for one in sentences]
    read = [(one, spoken) for one, spoken in read if spoken not in UNCASED]
    forms, explained = _forms(read)
    leader = leaders(forms)
    leader |= acronyms(forms, leader, explained)
    return _told(forms, _groups(forms, leader, {spoken for _, spoken in read}))


def _forms(read: Sequence[tuple[Sentence, str]]) -> tuple[dict[Key, Form], dict[Key, Key]]:
    """Return every form by its key, and the acronyms that stand in brackets behind a name."""
    known = evidence_of(read)
    forms: dict[Key, Form] = defaultdict(Form)
    explained: dict[Key, Key] = {}
    for sentence, language in read:
        if is_headline(words_of(sentence.text)):
            continue
        for mention in mentions(sentence.text, language, known):
            if len(mention.words) > 1 and mention.words[-1] in _BEHIND:
                mention = replace(mention, words=mention.words[:-1])
            key = key_of(mention.words, language)
            _count(forms[key], mention, sentence, language)
            short = _BRACKETS.match(sentence.text, mention.end)
            if short and len(key) > 1 and abbreviates(short[1], key):
                explained.setdefault(key_of((short[1],), language), key)
    for (word, *more), form in forms.items():
        form.small = 0 if more else known.small[word]
    return forms, explained


def _count(form: Form, mention: Mention, sentence: Sentence, language: str) -> None:
    form.spellings[" ".join(mention.words)] += 1
    form.documents[sentence.document] += 1
    form.titled += mention.titled
    owns = sentence.text[mention.end : mention.end + 1] in ("'", "’")  # "in Lukashenko's words"
    form.placed += mention.before in _PLACING and not owns
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
        found = near.by_surname(key[0], document)
        return found or near.by_first(key[0], document)
    if form.the > THE * form.mentions and not form.capitals:
        return near.by_article(key[0])
    return None


def _told(forms: Forms, groups: Mapping[Key, _Group]) -> tuple[Name, ...]:
    ordered: list[tuple[int, int, Name]] = []
    for group in groups.values():
        found = _name(forms, group)
        ordered.append((-len(group.documents), -group.documents.total(), found))
    ordered.sort(key=lambda one: (one[0], one[1], one[2].name))
    return tuple(name for _, _, name in ordered)


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
        spelt.update({one: 1 for one in forms[key].spellings if one != main})
        spelt[main] += count
    seen = {name.casefold()}
    variants: list[str] = []
    for one in sorted(spelt, key=lambda one: (-spelt[one], one)):
        if one.casefold() not in seen:
            seen.add(one.casefold())
            variants.append(one)
    return Name(name, tuple(variants), tuple(sorted(group.documents)))


def _is_led(key: Key, forms: Iterable[Key]) -> bool:
    """Return whether a form is another one with something in front that may not belong to it."""
    return is_nation(key[0]) or any(key != one == key[-len(one) :] for one in forms)


def _spelling(form: Form) -> str:
    """Return the commonest spelling; one in capitals only where there is no other."""
    return min(form.spellings, key=lambda one: (one.isupper(), -form.spellings[one], one))


#: What follows a name and is no part of it.
_BEHIND = frozenset("QC KC MP MEP Jr Sr".split())
_BRACKETS = re.compile(r"\s\((?:the\s)?([A-Z][A-Za-z.]{1,9})\)")
_NOUN = re.compile(r"[ \u00a0\n]+([a-z]\w+)")
_PLACING = frozenset(
    "in at near across throughout off inside outside around toward towards into à en dans nach bei "
    "aus ve v na στο στη στην".split()
)
