"""A run of a mail's words with what its mark-up says of it, as the rules for furniture need it."""

from __future__ import annotations

from dataclasses import dataclass

from brief.language.visible import count_words
from brief.model import Kind

#: Words from which on a line with a stop at its end is prose, and no heading or button.
PROSE = 10
_STOPS = frozenset(".!?…。！？।؟۔")
_CLOSING = "\"'”’»›)]*_“„ \u00a0"


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a mail: its words in one line, and how they are shown."""

    words: str
    kind: Kind = Kind.PARAGRAPH
    #: Whether all of its words are links.
    linked: bool = False
    #: Whether one of its links leaves the list, or shows the mail in a browser.
    leaving: bool = False
    #: Whether it is set much smaller than most of the mail.
    small: bool = False
    #: How it quotes another message.
    quoted: bool = False
    #: The innermost table that it stands in.
    table: int = 0
    #: Characters at its beginning that are no part of the block: the label before a subject.
    label: int = 0

    @property
    def count(self) -> int:
        """The number of its words."""
        return count_words(self.words)

    @property
    def is_ended(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.words.rstrip(_CLOSING)[-1:] in _STOPS

    @property
    def is_prose(self) -> bool:
        """Whether it is long enough, and ends, as a sentence does."""
        return self.kind is Kind.PARAGRAPH and self.is_ended and self.count >= PROSE
