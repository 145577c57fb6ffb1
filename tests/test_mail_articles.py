"""Mails as articles: on the command line, piped in, and in every kind of source that has them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from test_mailboxes import HEADERS, SENTENCES, maildir, mbox, raw
from test_running import Place, is_proven

from brief.cli import main
from brief.formats.skipped import grouped
from brief.language.phrases import phrases
from brief.model import Document, Skipped
from brief.pipeline import verify
from brief.readers import find, read

OTHER = HEADERS.replace("1.a/b%c@", "2@").replace("Sailors freed", "Bridge of Osk opened")
BRIDGE = (
    "The bridge of Osk was opened on Friday, after nine years and 40 million crowns.\r\n\r\n"
    "Governor Ines Holt of Larn cut the ribbon before 3,000 people, and promised a second one.\r\n"
)
#: As a program of today writes a mail, its text encoded.
ENCODED = raw(
    "Fifteen sailors landed on Thursday, 13 days after they were seized off Basra, =\r\nthe"
    " minister Ann Lee said in London on Friday=2E\r\n",
    f"{HEADERS}Content-Transfer-Encoding: quoted-printable\r\n",
    "text/plain; charset=utf-8",
)


def stored(folder: Path, kind: str) -> tuple[Path, ...]:
    """Return what is named on the command line for two mails that lie in a folder."""
    both = (raw(), raw(BRIDGE, OTHER))
    if kind == "Maildir":
        return (maildir(folder, *both),)
    suffix = {"files": ".eml", "capitals": ".EML", "no suffix": ""}[kind]
    files = tuple(folder / f"mail-{number}{suffix}" for number in range(2))
    for file, data in zip(files, both, strict=True):
        file.write_bytes(data)
    return files if kind == "no suffix" else (folder,)


@pytest.mark.parametrize("kind", ["files", "capitals", "no suffix", "Maildir"])
def test_mails_are_articles_of_the_command_line(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With subject, sender and day; the page of them is proven."""
    (tmp_path / "mails").mkdir()
    named = map(str, stored(tmp_path / "mails", kind))
    page = tmp_path / "page.md"
    assert main([*named, "--now", "2026-11-26", "-o", str(page)]) == 0
    capsys.readouterr()
    text = page.read_text(encoding="utf-8")
    for title in ("Sailors freed", "Bridge of Osk opened"):
        assert f"[{title}][s" in text
    assert text.count(", Lee, Ann, 5 Apr 2007, ") == 2
    assert "Message-ID" not in text and "From:" not in text
    verdict = verify(page)
    assert (verdict.faults, verdict.unchecked) == ((), ())


@pytest.mark.parametrize(
    "data", [ENCODED, b"From a@example.org Thu Apr  5 23:31:02 2007\n" + ENCODED]
)
def test_a_mail_may_be_piped_in(
    data: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a program hands it on, with the line of an mbox above it or without."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["-", "--now", "2026-11-26"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("# [Sailors freed][c1]\n")
    assert "seized off Basra, the minister Ann Lee said in London on Friday. (" in page


@pytest.mark.parametrize("name", ["mbox", "letters.mbox"])
def test_a_mailbox_of_several_mails_is_no_article(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message says what to do, and so does a page in another language, in few words."""
    path = mbox(tmp_path, raw(), raw(BRIDGE, OTHER)).rename(tmp_path / name)
    assert main([str(path)]) == 3
    problem = "a mailbox of several mails; name it as mbox in brief.toml, or save its mails as .eml"
    assert f"{path}: {problem}" in capsys.readouterr().err
    (group,) = grouped([Skipped(str(path), problem)], phrases("de"))
    assert group.reason == "kein Artikel"


@pytest.mark.parametrize(
    "text",
    [
        f"From: our own correspondent\nDate: Thursday\n\n{SENTENCES[0]}",
        f"From the harbour of Larn at 10:15\n\n{SENTENCES[0]}",
        f"Received: nothing\n\n{SENTENCES[0]}",
        f"Message-ID: 7\nFrom: Larn\n{SENTENCES[0]}",
    ],
)
def test_a_text_that_begins_like_a_mail_is_a_text(tmp_path: Path, text: str) -> None:
    """Only what has a sender and what programs alone write is a mail."""
    path = tmp_path / "article"
    path.write_text(text, encoding="utf-8")
    document = read(str(path))
    assert isinstance(document, Document) and document.text == text


def test_only_the_mails_of_a_maildir_are_files_of_any_name(tmp_path: Path) -> None:
    """What else lies there is named; a folder `new` elsewhere is none of a Maildir."""
    box = tmp_path / "box"
    box.mkdir()
    maildir(box, raw())
    (box / "dovecot-uidlist").write_text("1 V1\n", encoding="utf-8")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "picture.png").write_bytes(b"\x89PNG")
    files, skipped = find(tmp_path)
    assert [Path(file).parent.name for file in files] == ["cur"]
    assert [Path(skip.path).name for skip in skipped] == ["dovecot-uidlist", "picture.png"]


def in_folder(folder: Path) -> str:
    (folder / "post").mkdir()
    stored(folder / "post", "files")
    return 'folder = "post"'


def in_files(folder: Path) -> str:
    return in_folder(folder) and 'files = "post/**/*.eml"'


def in_maildir(folder: Path) -> str:
    (folder / "post").mkdir()
    maildir(folder / "post", raw(), raw(BRIDGE, OTHER))
    return 'maildir = "post"'


def in_mbox(folder: Path) -> str:
    mbox(folder, raw(), raw(BRIDGE, OTHER))
    return 'mbox = "mbox"'


@pytest.mark.parametrize("place_of", [in_folder, in_files, in_maildir, in_mbox])
def test_mails_are_articles_of_every_source(
    tmp_path: Path, place_of: Callable[[Path], str]
) -> None:
    """The same two in each, told once; the page is proven."""
    place = Place(tmp_path)
    place.settings = f"[[source]]\n{place_of(tmp_path)}\n"
    assert place.run().articles == 2
    page = place.page("2026-11-20")
    for title in ("Sailors freed", "Bridge of Osk opened"):
        assert f"{title}, Lee, Ann, 5 Apr 2007, " in page
    for suffix in ("md", "json", "html"):
        assert is_proven(place, f"2026-11-20.{suffix}")
    assert place.run(force=True).articles == 2
    place.sent.clear()
    assert place.run().what == "done" and not place.sent
