"""Whether a line belongs to a picture: its caption, or the credit of who took it.

The words that tell are data (`pictures`, `captions`).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from brief.clean.shapes import words_in
from brief.language.calendar import weekday_pattern
from brief.language.lists import finite_verbs
from brief.language.words import alternatives, words

#: Words of a caption, and of anything said of a picture, at most.
CAPTION_WORDS, PICTURE_WORDS = 30, 40
#: Words of a caption that begins with who is to be seen, and goes on with why, at most.
DESCRIBED_WORDS = 70
# No flag for all of it and every branch with a letter of its own: this is searched for everywhere.
_PHOTO = r"(?i:(?:file |archive )?(?:photo|image|picture)\b)"
_PEOPLE = re.compile(
    r"[,(] ?(?:from |front |back |second |third |far |bottom |top |upper |lower )?"
    r"(?:left|right|cent(?:er|re)|links|rechts|à gauche|à droite|izquierda|derecha)[,)]",
)
#: "Ada Holm (l.) mit Pia Strand (r.)": news does not say who stands where.
_MARKED = re.compile(r"\((?:l|r|li|re|izq|izda|dcha|der|à g|à dr|t\.v|t\.h)\.\)")
#: "… arrive at the court, Monday, Aug. 25, 2025."; news says the day without its year.
_TAKEN = re.compile(r",? (?:on )?(\w{3,9}), \w{3,9}\.? \d{1,2}, (?:19|20)\d\d\b")
_NAME = r"[^\W\d_a-z][\w.'’-]{0,20}"
#: A name of two words to four.
_NAMES = rf"{_NAME}(?: {_NAME}){{1,3}}"
#: "(US Embassy in Jakarta)": nothing but a name in brackets.
_IN_BRACKETS = re.compile(r"\([^()]{3,80}\)")
#: Characters at the end of a caption in which its credit is looked for.
_LONGEST_CREDIT = 90
_FILE_PHOTO = re.compile(rf"\({_PHOTO}|\[{_PHOTO}|f(?i:ile photo\b)|F(?i:ile photo\b)")


def is_credit(line: str) -> bool:
    """Return whether `line` says who took a picture."""
    if words_in(line) > 14:
        return False
    bracketed = _IN_BRACKETS.fullmatch(line) is not None and line[-2].isalnum()
    return bracketed or bool(_credit().match(line) or _name_and_agency().fullmatch(line))


@cache
def _name_and_agency() -> re.Pattern[str]:
    """Return what a photographer and an agency look like: "Jane Doe - AP", "Jane Doe/Reuters"."""
    agencies = alternatives("pictures", "agency")
    return re.compile(rf"\(?{_NAMES} ?[-–—/|,] ?(?i:{agencies})(?: (?:Photos?|Images))?\)?")


@cache
def _credit() -> re.Pattern[str]:
    """Return what a credit begins with: "Photo by: ", "AP Photo/", "(c) Jane Doe/Getty Images"."""
    credits, agencies = (alternatives("pictures", name) for name in ("credit", "agency"))
    return re.compile(
        rf"\(?(?:{credits})s?(?: (?:credit|by|courtesy(?: of)?|par|von|de))?\s?[:/]|"
        rf"\W*(?:{agencies})[ /](?:Photo|Images|Foto|File)|.{{0,60}}/Getty Images\W*$|"
        r"(?:photo|image|picture) (?:by|courtesy)\b",
        re.IGNORECASE,
    )


def names_photographer(line: str) -> bool:
    """Return whether `line` ends with who took its picture, in a form that news hardly has.

    "… to the hospital. (Photo: Ada Holm / Quay)", "… at the dam. Ada Holm (Reuters)".
    """
    return _taken_by().search(line[-_LONGEST_CREDIT:]) is not None


@cache
def _taken_by() -> re.Pattern[str]:
    credits, agencies = alternatives("pictures", "credit"), _agencies()
    return re.compile(
        rf"(?:\((?i:{credits})(?i:s)?[:/] ?[^()]{{2,80}}\)|\({_NAMES} ?/ ?[^()]{{2,60}}\)"
        rf"|[\d.!?…\"”»)] {{0,2}}{_NAMES} ?\((?i:{agencies})[^()]{{0,40}}\)"
        rf"|\((?i:{agencies}) Photo[^()]{{0,60}}\)(?: (?i:{agencies}) Photo)?"
        rf"|[.!?…\"”] (?i:{agencies})(?: ?/ ?[^\W\d_a-z][^./!?]{{1,40}}){{1,3}})\.?$"
    )


def is_credited(line: str) -> bool:
    """Return whether `line` ends with an agency or with who took its picture, after whatever."""
    return _credited().search(line[-_LONGEST_CREDIT:]) is not None


@cache
def _credited() -> re.Pattern[str]:
    credits, agencies = alternatives("pictures", "credit"), _agencies()
    return re.compile(
        rf"(?:\b(?:{credits})s?(?: (?:credit|by|von|par|de))?\s?[:/]|\b(?:{credits}) by |©)"
        rf"[^.!?]{{2,60}}[)\]]?\.?$"
        rf"|[/(–—|.!?…\"”-] ?(?:{agencies})(?: (?:Photos?|Images|Wire))?[)\]]?\.?$",
        re.IGNORECASE,
    )


def _agencies() -> str:
    return f"{alternatives('pictures', 'agency')}|{alternatives('pictures', 'source')}"


@cache
def _ends_signed() -> re.Pattern[str]:
    """Return what a caption ends with: "… over the dam. Photo: Jane Doe/AFP", "… © Jane Doe"."""
    credits = alternatives("pictures", "credit")
    by = rf"(?:{credits})s?(?: (?:credit|by|von|par|de))?\s?:|©|\(c\)"
    return re.compile(
        rf"[.!?…|–—\"”»)\]]\s{{1,3}}[(\[]?(?:{by})"
        r"\s?[^\W_][^.!?]{1,60}\.?[)\]]?$",
        re.IGNORECASE,
    )


def is_picture(line: str) -> bool:
    """Return whether `line`, no longer than `PICTURE_WORDS`, says that it belongs to a picture."""
    opens = bool(_credit().match(line) or _picture().match(line))
    return (
        is_shown(line)
        or is_credit(line)
        or bool(_FILE_PHOTO.search(line))
        or bool(_ends_signed().search(line[-_LONGEST_CREDIT:]))
        or (opens and words_in(line) <= CAPTION_WORDS)
    )


def is_shown(line: str) -> bool:
    """Return whether a sentence says who is to be seen where, or what happens on a day of a year.

    "Ada Holm, left, and Pia Strand, center, at the court", "… arrives, Monday, Aug. 25, 2025."
    """
    if ("," not in line and "(" not in line) or words_in(line) > PICTURE_WORDS:
        return False
    if ".)" in line and _MARKED.search(line):
        return True
    people = len(_PEOPLE.findall(line))
    if people > 1:
        return True
    days = _TAKEN.findall(line) if ", 20" in line or ", 19" in line else []
    if not people and not days:
        return False
    dated = any(map(weekday_pattern("en").fullmatch, days))
    present = is_in_present(line)
    return bool(people and (dated or present or line[-1:] == ")")) or (dated and present)


@cache
def _picture() -> re.Pattern[str]:
    """Return what a caption begins with: "A map showing", "Pictured:", "Above (from left)"."""
    manners, kinds, shows, places = (
        alternatives("pictures", name) for name in ("manner", "kind", "shows", "place")
    )
    return re.compile(
        rf"(?:An? |The )?(?:(?:{manners}) )?(?:{kinds}) (?:{shows})\b|(?:{places})\s?[:(,]",
        re.IGNORECASE,
    )


def is_in_present(line: str) -> bool:
    """Return whether `line` opens as captions do: "Air France A330 lands at Paris on 28 March"."""
    pairs = pairwise([*line[:200].split(), ""][1:11])
    word, follows = next((pair for pair in pairs if pair[0].islower()), ("", ""))
    return (
        word.isalpha()
        and word.endswith("s")
        and word not in finite_verbs("en") | words("captions/en", "reporting")
        and follows.lower() in words("captions/en", "preposition", "determiner")
    )
