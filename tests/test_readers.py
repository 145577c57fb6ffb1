"""Files and folders found, and single inputs read, whatever they hold."""

from __future__ import annotations

import hashlib
import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.errors import UsageError
from brief.model import Document, Skipped
from brief.readers import LARGEST, READERS, find, read

TEXT = b"The ferry struck the reef before dawn."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder `in` with articles and other things, the current folder being above it."""
    monkeypatch.chdir(tmp_path)
    for name in ["a.txt", "B.MD", "sub/c.html", ".hidden.txt", ".git/d.txt", "Makefile", "e.ods"]:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TEXT)
    return tmp_path / "in"


def test_folder(folder: Path) -> None:
    """A folder gives its articles in code point order, and names what it cannot use."""
    files, skipped = find(["./in//"])
    assert files == ("in/B.MD", "in/a.txt", "in/sub/c.html")
    assert [skip.path for skip in skipped] == ["in/Makefile", "in/e.ods"]
    assert all("; name it on the command line" in skip.reason for skip in skipped)


def test_order_and_repetition_do_not_matter(folder: Path) -> None:
    """The same files come out however often and in whatever order they are named."""
    typed: list[str | Path] = [
        "in/sub",
        "-",
        "in",
        folder / "a.txt",
        "./in/a.txt",
        "in/sub/../a.txt",
    ]
    expected = find(typed)
    for seed in range(5):
        random.Random(seed).shuffle(typed)
        assert find([*typed, *typed]) == expected
    assert expected[0][0] == "-"
    assert len(expected[0]) == 4


def test_one_path_need_not_be_in_a_list(folder: Path) -> None:
    """A string is not taken for its letters, nor for the whole disk where it begins with `/`."""
    assert find("in") == find(Path("in")) == find(["in"])


def test_nothing_is_downloaded(folder: Path) -> None:
    """An address of the web is told apart from a misspelt path; its password is not repeated."""
    with pytest.raises(UsageError, match="nothing is downloaded") as refused:
        find(["https://al:hunter2@example.org/a.html"])
    assert refused.value.where == "https://example.org/a.html"


def test_current_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of the current folder have no `./` before them."""
    monkeypatch.chdir(folder)
    assert find(["."])[0] == ("B.MD", "a.txt", "sub/c.html")


def test_links(folder: Path) -> None:
    """Circles of links end, a file reached twice counts once, a dead link is named."""
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "z.txt").symlink_to(folder / "a.txt")
    (folder / "dead.txt").symlink_to(folder / "nothing")
    files, skipped = find(["in"])
    assert files == ("in/B.MD", "in/a.txt", "in/sub/c.html")
    assert "in/dead.txt" in [skip.path for skip in skipped]


@pytest.mark.parametrize("path", ["nothing.txt", "in/a.txt/b", "", "a\0b", "x" * 5000])
def test_missing_path(folder: Path, path: str) -> None:
    """A path that does not exist is a usage error that names it."""
    with pytest.raises(UsageError) as error:
        find(["in", path])
    assert error.value.where == path
    assert error.value.advice


def test_named_file_of_unknown_type_is_taken(folder: Path) -> None:
    """A file of an unknown type that is named is read, and not also called skipped."""
    files, skipped = find(["in", "in/Makefile"])
    assert "in/Makefile" in files
    assert [skip.path for skip in skipped] == ["in/e.ods"]


def test_unreadable_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be read is named, the rest goes on."""
    listdir = os.listdir

    def refuse(path: str) -> list[str]:
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refuse)
    files, skipped = find(["in"])
    assert files == ("in/B.MD", "in/a.txt")
    assert Skipped("in/sub", "unreadable; allow the folder to be read") in skipped


def test_name_that_is_not_utf8(folder: Path) -> None:
    """A file whose name cannot be printed is skipped under a name that can."""
    try:
        (folder / os.fsdecode(b"caf\xe9.txt")).write_bytes(TEXT)
    except OSError:
        pytest.skip("this file system only has names in Unicode")
    files, skipped = find(["in"])
    assert "in/a.txt" in files
    assert Skipped("in/caf\ufffd.txt", "its name is not UTF-8; rename it") in skipped


def test_pipe_in_a_folder_does_not_block(folder: Path) -> None:
    """A named pipe in a folder is passed over instead of waited for."""
    os.mkfifo(folder / "pipe.txt")
    assert "in/pipe.txt" in [skip.path for skip in find(["in"])[1]]


def test_read_file(folder: Path) -> None:
    """A file is read under the path it was named by, with the hash of its bytes."""
    document = read("in/a.txt")
    assert isinstance(document, Document)
    assert (document.path, document.text, document.id) == ("in/a.txt", TEXT.decode(), 0)
    assert document.sha256 == hashlib.sha256(TEXT).hexdigest()


@pytest.mark.parametrize(
    ("path", "data", "reason"),
    [
        ("a.txt", b"", "empty; remove it"),
        ("a.txt", b" \r\n\t\n", "empty; remove it"),
        ("a.md", b"\xef\xbb\xbf\n", "empty; remove it"),
        ("a.html", b"\n", "empty; remove it"),
        ("a.txt", b"%PDF-1.4 x", "PDF is not read yet; save its text as .txt, .md or .html"),
        ("a.html", b"PK\x03\x04", None),
        ("a.txt", b"x" * (LARGEST + 1), "over 20 MB; split it"),
        ("-", b"\0\1\2\3" * 99, "binary, not text; save its text as .txt, .md or .html"),
        ("none.txt", None, "no longer there; run again"),
        (".", None, None),
        ("-", None, None),
    ],
)
def test_skipped(path: str, data: bytes | None, reason: str | None) -> None:
    """What cannot be read becomes a value with a reason and what to do about it."""
    skipped = read(path, data)
    assert isinstance(skipped, Skipped)
    assert skipped.path == path
    assert "; " in skipped.reason
    assert reason in (None, skipped.reason)


def test_unreadable_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without permission is skipped, and says so."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert read("in/a.txt") == Skipped("in/a.txt", "unreadable; allow the file to be read")


@pytest.mark.parametrize("path", ["-", "article", "article.bak"])
@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (b"<!DOCTYPE html><title>T</title><p>One two three four.</p>", ["title", "paragraph"]),
        (b"\n<!-- x --><HTML><body><p>One two three four.</p>", ["paragraph"]),
        (b"---\ntitle: T\n---\nOne two.", ["metadata", "paragraph"]),
        (b"One < two.\n**Three.**", ["paragraph", "paragraph"]),
    ],
)
def test_format_without_a_suffix(path: str, data: bytes, kinds: list[str]) -> None:
    """Standard input and files without a known suffix are read as what they look like."""
    document = read(path, data)
    assert isinstance(document, Document)
    assert [block.kind for block in document.blocks] == kinds


@pytest.mark.parametrize("suffix", sorted(READERS))
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_input_is_a_document_or_a_reason(suffix: str, data: bytes) -> None:
    """No bytes make a reader fail; blocks stand in the text, in order, without overlap."""
    result = read(f"a{suffix}", data)
    if isinstance(result, Document):
        ends = [0, *(end for block in result.blocks for end in (block.start, block.end))]
        assert ends == sorted(ends)
        assert ends[-1] <= len(result.text)
        result.text.encode("utf-8")
        if title := result.title:
            assert result.text[title.start : title.end] == title.text
    else:
        assert "; " in result.reason
