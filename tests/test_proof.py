"""Does the check of a page notice all that can be wrong with it, and nothing else?"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_briefings import CASES, article, briefing, cases, line

from brief import formats
from brief.errors import UsageError
from brief.formats.links import DIGEST, digest_definition
from brief.model import Briefing, Citation, Document, Entry, Line, Skipped, Title
from brief.model.written import Fault, FaultKind, SourceRef, signature_parts
from brief.page import proof

BRIEFINGS = cases("formats_briefings.json")
RIVER = BRIEFINGS["river"]
MARKDOWN = formats.FORMATS["markdown"].render(RIVER)
JSON = formats.FORMATS["json"].render(RIVER)
BY_NAME = pytest.mark.parametrize("name", BRIEFINGS)
Load = Callable[[SourceRef], Document | Skipped]


def loader(made: Briefing, **changed: Document | Skipped) -> Load:
    """Return what reads the articles of `made` again, some of them changed (`a1=…`)."""
    documents = {document.id: document for document in made.documents}
    return lambda source: changed.get(f"a{source.id}", documents[source.id])


def faults(page: str, load: Load | None = None) -> tuple[Fault, ...]:
    """Return what is wrong with a page."""
    return proof.check_page(formats.parse(page, "page"), load or loader(RIVER))


def kinds(found: tuple[Fault, ...]) -> list[str]:
    """Return the kinds of faults, in order."""
    return [fault.kind.value for fault in found]


def signed(page: str) -> str:
    """Return an edited page with the digest that belongs to it, as a forger would."""
    above = page.rpartition(DIGEST)[0]
    return above + digest_definition(above)


def signed_json(content: dict[str, object]) -> str:
    """Return edited JSON with the digest that belongs to it."""
    from brief.formats.as_json import digest_of

    return json.dumps(content | {"digest": digest_of(content)})


@BY_NAME
@pytest.mark.parametrize("form", ["markdown", "json"])
def test_a_page_as_it_was_made_has_no_faults(name: str, form: str) -> None:
    """Before it is written, and read again with its sources as they were."""
    made = BRIEFINGS[name]
    assert proof.check(made) == ()
    assert faults(formats.FORMATS[form].render(made), loader(made)) == ()


def test_every_statement_is_a_claim() -> None:
    """Titles and sentences, with the line of the page they stand in."""
    page = formats.parse(MARKDOWN, "page.md")
    assert page.claims[0].text == "Ferry sinks on the Larn"
    assert page.claims[0].where == "page.md, line 1"
    assert page.claims[2].citations == (Citation(1, 25, 152), Citation(2, 27, 67))
    assert page.claims[4].text == "nine bodies"
    assert page.claims[4].citations == (Citation(1, 140, 151),)
    assert len(page.claims) == 1 + 5 + 1 + 2
    assert page.signature == RIVER.signature
    assert [source.title for source in page.sources] == [
        one.title.text for one in RIVER.documents if one.title
    ]
    assert page.sources[1].url == RIVER.documents[1].url


def test_line_ends_are_not_an_edit() -> None:
    """A page that went through a system with other line ends is still the page."""
    assert faults(MARKDOWN.replace("\n", "\r\n")) == ()


@given(st.data())
def test_no_character_can_be_changed_in_markdown(data: st.DataObject) -> None:
    """One character more, less or another, anywhere: a fault."""
    at = data.draw(st.integers(0, len(MARKDOWN) - 1))
    other = data.draw(st.sampled_from(list("a \n.[]()\\*1\u00e9")) | st.characters())
    rest = data.draw(st.sampled_from([MARKDOWN[at:], MARKDOWN[at + 1 :]]))
    for mutant in (MARKDOWN[:at] + other + rest, MARKDOWN[:at] + MARKDOWN[at + 1 :]):
        if mutant.replace("\r\n", "\n") != MARKDOWN:
            assert faults(mutant) != ()


@given(st.data())
def test_no_character_can_be_changed_in_json(data: st.DataObject) -> None:
    """The same, but for white space and escapes between which JSON sees no difference."""
    at = data.draw(st.integers(0, len(JSON) - 1))
    other = data.draw(st.sampled_from(list('a ,"{}[]\\1\u00e9')) | st.characters())
    for mutant in (JSON[:at] + other + JSON[at + 1 :], JSON[:at] + JSON[at + 1 :]):
        try:
            same = json.loads(mutant) == json.loads(JSON)
        except ValueError:
            same = False
        try:
            assert same or faults(mutant) != ()
        except UsageError:
            assert '"schema": "brief/2"' not in mutant


@given(st.data())
def test_no_character_of_a_sentence_can_be_forged(data: st.DataObject) -> None:
    """A new digest does not help: the articles do not say it."""
    sentence = "A court fined Larn Lines 2.5 million crowns on Thursday for carrying 23"
    at = data.draw(st.integers(0, len(sentence) - 1))
    other = data.draw(st.characters())
    forged = sentence[:at] + other + sentence[at + 1 :]
    if forged.split() != sentence.split():
        assert faults(signed(MARKDOWN.replace(sentence, forged))) != ()


FORGED = [
    ("Divers found nine bodies.", "Divers found ten bodies.", "sentence not there", "line 8"),
    ("# [Ferry sinks", "# [Ferry floats", "sentence not there", "line 1"),
    ("(3) [Court fines", "(3) [Court lets off", "sentence not there", "inputs/3.txt"),
    ("earlier [nine bodies]", "earlier [ten bodies]", "sentence not there", "line 9"),
    ("char=154,196", "char=155,196", "sentence not there", "line 15"),
    ("char=154,196", "char=154,19600", "sentence not there", "line 15"),
    ("char=27,67", "char=27,6700", "sentence not there", "line 8"),
    ("char=140,151", "char=140,150", "sentence not there", "line 9"),
    (" ([4][c8])", "", "no citation", "line 11"),
    (" ([1][c9])", "", "no citation", "line 15"),
    (" ([4][c8])", " ([4][c88])", "no citation", "line 11"),
    (" ([4][c8])", " ([3][c8])", "no citation", "line 11"),
    (" ([4][c8])", " ([9][c8])", "no citation", "line 11"),
    ("[nine bodies][c6]", "[nine bodies][c66]", "no citation", "line 9"),
    ("# [Ferry sinks on the Larn][c1]", "# Ferry sinks on the Larn", "no citation", "line 1"),
    ("[c5]: https://news.example.org", "[c5]: https://evil.example.org", "no citation", "line 9"),
    ("[c8]: -#char", "[c8]: inputs/9.txt#char", "no citation", "line 11"),
    ("It costs 40 million.", "It *costs* 40 million.", "page edited", "line 11"),
    ("It costs 40 million.", "It costs  40 million.", "page edited", "line 11"),
    ("(18 Mar 2010: [3]", "(Never: [3]", "page edited", "line 7"),
    ("(18 Mar 2010: [3]", "(19 Mar 2010: [3]", "page edited", "line 7"),
    ("(18 Mar 2010: [3]", "(Larn Gazette, 18 Mar 2010: [3]", "page edited", "line 7"),
    ("(18 Mar 2010: [3]", "([3]", "page edited", "line 7"),
    ("(Larn Gazette, Jan 2010", "(Larn Bugle, Jan 2010", "page edited", "line 9"),
    ("Jan 2010, reported 15 Jan", "Jan 2010, reported 16 Jan", "page edited", "line 9"),
    ("Jan 2010, reported 15 Jan", "Jan 2010, rumoured 15 Jan", "page edited", "line 9"),
    (" · earlier [nine", " · later [nine", "page edited", "line 9"),
    (" · earlier [nine bodies][c6])", " · earlier nine bodies)", "page edited", "line 9"),
    ("\n1. A court", "\n2. A court", "page edited", "line 7"),
    ("4 articles, 1 outlet", "[x](y) 4 articles, 1 outlet", "page edited", "line 3"),
    ("1 minute to read", "1 minute to live", "page edited", "line 3"),
    ("## The articles", "## The sauces", "page edited", "line 13"),
    (", 36 words:", ", 36 birds:", "page edited", "line 15"),
    (", 30 words: line 3", ", 30 words: <b>line 3</b>", "page edited", "line 16"),
    (", 30 words: line 3", ", 30 words: line 6", "no citation", "line 16"),
    (
        "- (3) [Court fines Larn Lines][s3]",
        "- (1) [Court fines Larn Lines][s1]",
        "page edited",
        "17",
    ),
    ("Skipped: inputs/b.bin", "Read: inputs/b.bin", "page edited", "line 20"),
    ("\n[c2]:", "\nThe president resigned.\n[c2]:", "page edited", "line 24"),
    ("\n[c2]:", "\n[c99]: inputs/1.txt#char=0,1\n[c2]:", "page edited", "line 38"),
    ("[c2]: inputs/3.txt#char=24,129", "[c1]: inputs/3.txt#char=24,129", "page edited", "line 24"),
]


@pytest.mark.parametrize(("old", "new", "kind", "where"), FORGED)
def test_a_forged_page_is_found_out(old: str, new: str, kind: str, where: str) -> None:
    """With a digest that fits, what is wrong is still told, and where."""
    assert MARKDOWN.count(old) >= 1
    found = faults(signed(MARKDOWN.replace(old, new, 1)))
    assert (kind, True) in [(one.kind.value, one.where.endswith(where)) for one in found], found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("### [Mill sold", "### [Mill bold"),
        ("[Strike (third) in Varn; trains stop][c7]", "[Strike (third) in Varn][c7]"),
        ("[Strike (third) in Varn; trains stop][c7]", "Strike (third) in Varn"),
        (" · 2 more stories", " · 2 more towers"),
        (" · 2 more stories", " · "),
        ("[Election is held][s7]", "[Election is over][s7]"),
        ("the same text as [1][s1]", "the same text as [2][s2]"),
        ("the same text as [1][s1]", "the same text as [1][s3]"),
        ("the same text as [1][s1]", "the same text as [8][s8]"),
        ("2 more articles without", "[2 more articles](x) without"),
        ("(oldham-echo.example, 18 Nov: ", "(Oldham Echo, 18 Nov: "),
        ("\n3. Forty", "\n4. Forty"),
    ],
)
def test_a_forged_page_of_stories_is_found_out(old: str, new: str) -> None:
    """Headings, stories and articles without room, copies, and what goes on as it was."""
    made = BRIEFINGS["stories, some without room"]
    page = formats.FORMATS["markdown"].render(made)
    assert page.count(old) >= 1
    assert faults(signed(page.replace(old, new, 1)), loader(made)) != ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<div dir="rtl">', '<div dir="ltr">'),
        ('<div dir="rtl">\n\n', ""),
        ("</div>\n\n", ""),
        ("</div>", "</div><p>"),
        ("النقطة 2", "النقطة 3"),
        ("نُشر في 12", "نُشر في 13"),
        ("صحيفة لارن، 12", "صحيفة بارن، 12"),
        ("[9 جثث]", "[8 جثث]"),
        ("page_language:ar", "page_language:he"),
        ("page_language:ar", "page_language:fr"),
    ],
)
def test_a_forged_page_in_arabic_is_found_out(old: str, new: str) -> None:
    """Its direction, its labels, its language and its figures."""
    made = BRIEFINGS["right to left"]
    page = formats.FORMATS["markdown"].render(made)
    assert page.count(old) >= 1
    assert faults(signed(page.replace(old, new, 1)), loader(made)) != ()


def test_a_neutral_title_is_for_a_page_without_lines() -> None:
    """Where nothing is new the page is a briefing; another page has an article's headline."""
    quiet = replace(
        RIVER,
        title=Title("Briefing", 0, 8),
        title_document=0,
        in_brief=(),
        articles=tuple(Entry(document.id) for document in RIVER.documents),
        unchanged=(1, 2, 3, 4),
    )
    for form in ("markdown", "json"):
        assert faults(formats.FORMATS[form].render(quiet)) == ()
        forged = replace(RIVER, title=quiet.title, title_document=0)
        assert kinds(faults(formats.FORMATS[form].render(forged))) == ["no citation"]


def test_a_page_of_the_first_version_is_checked() -> None:
    """What this briefing was in version 0.1 stands, and what is forged in it is found out."""
    page = (CASES / "first_version" / "river.md").read_text(encoding="utf-8")
    assert faults(page) == ()
    for old, new in [
        ("**Latest, 18 Mar 2010:**", "**Never:**"),
        ("Nothing to add.", "Nothing to say."),
        ("4 articles, 4 on", "4 articles, 4 off"),
        ("(3) [Court fines", "(3) [Court lets off"),
        ("## Sources", "## The articles"),
        ("|v:0.1.0|", "|v:0.2.0|"),
    ]:
        assert page.count(old) >= 1
        assert faults(signed(page.replace(old, new, 1))) != (), old
    assert faults(signed(MARKDOWN.replace("|v:0.2.0|", "|v:0.1.0|"))) != ()


def test_a_page_of_the_first_version_names_a_topic_that_it_lacks() -> None:
    """That of its signature, in the words of that version, and no other."""
    page = (CASES / "first_version" / "river.md").read_text(encoding="utf-8")
    counts = page.split("\n")[2]
    said = "No article is about “plague & rats”; the page is the same without it."
    asked = page.replace("|articles:4", "|articles:4|focus:plague%20%26%20rats")
    lacking = asked.replace(counts, f"{counts}\n\n{said}")
    assert faults(signed(lacking)) == ()
    for old, new in [("plague & rats”", "plague & cats”"), ("is the same", "is another")]:
        assert faults(signed(lacking.replace(old, new))) != (), new


def test_an_edit_is_told_as_one() -> None:
    """Where only the digest is wrong, the page was edited, and its sentences still stand."""
    found = faults(MARKDOWN.replace("12 Jan 2010", "13 Jan 2010"))
    assert kinds(found) == ["page edited"]
    assert "digest" in found[0].message


@pytest.mark.parametrize("page", [MARKDOWN, JSON])
def test_a_changed_source_is_not_a_missing_sentence(page: str) -> None:
    """The source has changed; which of its sentences still stand is told beside it."""
    before = RIVER.documents[0]
    after = replace(before, text=before.text.replace("offices", "doors"), sha256="0" * 64)
    found = faults(page, loader(RIVER, a1=after))
    assert kinds(found) == ["source changed", "sentence not there"]
    assert ("3 of its 4" if page is MARKDOWN else "2 of its 3") in found[0].message
    assert "closed its doors" in found[1].message


def test_a_source_changed_elsewhere_still_has_its_sentences() -> None:
    """Only the change is told, and that every sentence stands."""
    before = RIVER.documents[3]
    after = replace(before, text=before.text + " New.", sha256="0" * 64)
    found = faults(MARKDOWN, loader(RIVER, a4=after))
    assert kinds(found) == ["source changed"]
    assert "1 of its 1" in found[0].message


def test_a_missing_source_is_told_once() -> None:
    """With the reason, and how many sentences hang on it."""
    found = faults(MARKDOWN, loader(RIVER, a3=Skipped("inputs/3.txt", "no such file")))
    assert kinds(found) == ["source missing"]
    assert (found[0].where, "no such file" in found[0].message) == ("inputs/3.txt", True)
    assert "2 on the page" in found[0].message


def test_each_source_is_read_once() -> None:
    """However many sentences are from it."""
    read: list[int] = []

    def load(source: SourceRef) -> Document | Skipped:
        read.append(source.id)
        return RIVER.documents[source.id - 1]

    assert faults(MARKDOWN, load) == ()
    assert read == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "page", ["", "# A page\n\nOf somebody else.\n", "{}", '{"schema": "other/1"}', "[1]", "{"]
)
def test_what_is_no_page_of_ours_is_said_to_be_none(page: str) -> None:
    """That is a mistake in use, not a fault of a page."""
    with pytest.raises(UsageError):
        formats.parse(page, "page")


@pytest.mark.parametrize(
    ("path", "value", "kind"),
    [
        (("in_brief", 0, "text"), "A court fined nobody.", "sentence not there"),
        (("in_brief", 0, "citations"), [], "no citation"),
        (("in_brief", 0, "citations", 0, "document"), 9, "no citation"),
        (("in_brief", 0, "citations", 0, "start"), 25, "sentence not there"),
        (("in_brief", 0, "citations", 0, "start"), True, "page edited"),
        (("in_brief", 0, "text"), 7, "page edited"),
        (("in_brief", 2, "earlier", 0, "text"), "ten bodies", "sentence not there"),
        (("claims", 0, "text"), "A court fined nobody.", "sentence not there"),
        (("claims", 1, "sentences", 2, "end"), 99999, "sentence not there"),
        (("claims", 0, "sentences"), [], "no citation"),
        (("articles", 0, "sentences", 0, "text"), "It opened.", "sentence not there"),
        (("title",), "Ferry floats", "no citation"),
        (("articles", 0, "title"), "Ferry floats", "no citation"),
        (("documents", 2, "title"), "Ferry floats", "sentence not there"),
        (("documents", 0, "sha256"), "0" * 64, "source changed"),
        (("documents",), 7, "page edited"),
    ],
)
def test_forged_json_is_found_out(path: tuple[str | int, ...], value: object, kind: str) -> None:
    """With a digest that fits, what is wrong is still told."""
    content = json.loads(JSON)
    inner = content
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert kind in kinds(faults(signed_json(content)))


def test_json_may_be_laid_out_anew() -> None:
    """What another tool makes of the same content is still the page."""
    assert faults(json.dumps(json.loads(JSON), indent=None, sort_keys=True)) == ()


def test_deep_json_is_no_page() -> None:
    """A tower of brackets ends in a message."""
    with pytest.raises(UsageError):
        formats.parse('{"a":' * 100_000, "page")


def test_a_long_line_is_read_in_one_go() -> None:
    """A million characters without a citation are told as such, and soon."""
    for old in ("It costs 40 million. ([4][c8])", "line 3"):
        for long in ("said ( ", "said: ", "said (a, b, ", "a) / "):
            assert old in MARKDOWN
            page = MARKDOWN.replace(old, (long * 150_000).strip())
            assert {"no citation", "page edited"} & set(kinds(faults(page)[1:]))


RAIN = article(1, "Rain fell on Rome in 2010. It stopped.", "Rain fell on Rome in 2010.")


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"in_brief": (Line("Rain fell", (Citation(1, 1, 10),)),)}, "sentence not there"),
        ({"in_brief": (Line("Rain  fell", (Citation(1, 0, 9),)),)}, "sentence not there"),
        ({"in_brief": (Line("Rain fell", ()),)}, "no citation"),
        ({"in_brief": (Line("Rain fell", (Citation(2, 0, 9),)),)}, "no citation"),
        ({"in_brief": (line(RAIN, "It stopped.", Citation(1, 0, 99)),)}, "no citation"),
        ({"in_brief": (line(RAIN, "It stopped.", Citation(1, 5, 5)),)}, "no citation"),
        (
            {"articles": (Entry(1, (Line("Snow", (Citation(1, 0, 4),)),)),)},
            "sentence not there",
        ),
        ({"articles": (Entry(2, ()),)}, "no citation"),
        ({"title": Title("Snow", 0, 4)}, "sentence not there"),
        ({"documents": (replace(RAIN, title=Title("Snow", 0, 4)),)}, "sentence not there"),
    ],
)
def test_a_briefing_is_checked_before_it_is_written(changes: dict[str, object], kind: str) -> None:
    """Every line and title, shown or not, is its article's to the character."""
    made = replace(briefing((RAIN,)), **changes)
    assert kinds(proof.check(made)) == [kind]


def test_a_title_of_the_users_needs_no_place() -> None:
    """It is in the signature, and only then on the page without a link."""
    made = BRIEFINGS["one undated article, title of the user's"]
    page = formats.FORMATS["markdown"].render(made)
    assert faults(page, loader(made)) == ()
    found = faults(signed(page.replace("# Bridges", "# Britches")), loader(made))
    assert kinds(found) == ["no citation"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(2) [dam, second_part.md][s2]", "(2) [dam, third.md][s2]"),
        ("(2) [dam, second_part.md][s2]", "(2) [dam, second_part.md][s1]"),
        ("(1) [untitled][s1]", "(1) [the dam][s1]"),
        ("(1) [untitled][s1]", "(1) [untitled][s2]"),
    ],
)
def test_an_article_without_a_title_goes_by_its_name(old: str, new: str) -> None:
    """Another name in its place is a fault."""
    made = BRIEFINGS["articles without titles"]
    page = formats.FORMATS["markdown"].render(made)
    assert page.count(old) == 1
    assert faults(signed(page.replace(old, new)), loader(made)) != ()


def test_parts_of_a_signature() -> None:
    """By name, also what is no option, with what was percent-encoded as it was given."""
    parts = signature_parts("brief|v:0.1.0|articles:3|words:480|title:A%7C%20b%3A%20c")
    assert parts == {"v": "0.1.0", "articles": "3", "words": "480", "title": "A| b: c"}


def test_a_fault_is_told_in_one_line() -> None:
    """Where, then what."""
    assert str(Fault(FaultKind.NO_CITATION, "page.md, line 7", "no source")) == (
        "page.md, line 7: no source"
    )
