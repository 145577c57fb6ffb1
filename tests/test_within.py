"""The files that a page names are opened in one folder, and only where they are files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from brief.errors import UsageError
from brief.readers.within import Folder, text_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with articles, beside it a secret and links that lead to it and into the folder."""
    root = tmp_path / "news"
    (root / "old").mkdir(parents=True)
    (root / "a.txt").write_text("A", encoding="utf-8")
    (root / "old" / "b.txt").write_text("B", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("S", encoding="utf-8")
    (root / "out.txt").symlink_to("../secret.txt")
    (root / "in.txt").symlink_to("old/b.txt")
    (root / "loop.txt").symlink_to("loop.txt")
    (root / "above").symlink_to("..")
    os.mkfifo(root / "pipe.txt")
    return root


@pytest.mark.parametrize("name", ["a.txt", "./a.txt", "old/b.txt", "old/../a.txt", "in.txt"])
def test_what_lies_in_the_folder_is_found(root: Path, name: str) -> None:
    """Behind a link, too, that stays in the folder."""
    assert Folder(root=root, page=root).file(name) == root / name


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "out.txt",
        "above/secret.txt",
        "loop.txt",
        "pipe.txt",
        "old",
        "",
        ".",
        "gone.txt",
        "/etc/passwd",
        "/dev/zero",
        "a.txt\0",
        "\udcff.txt",
        "x" * 5000,
        "a/" * 2000 + "a.txt",
        "elsewhere/a.txt",
    ],
)
def test_nothing_else_is(root: Path, name: str) -> None:
    """No link out, no pipe, no folder, and no path that no file system has."""
    assert Folder(root=root, page=root).file(name) is None


@pytest.mark.parametrize(
    ("name", "moved", "path"),
    [
        ("elsewhere/a.txt", 1, "a.txt"),
        ("/home/x/a.txt", 2, "a.txt"),
        ("/home/x/a.txt", 1, None),
        ("../news/a.txt", 1, "a.txt"),
        ("x/old/b.txt", 1, "old/b.txt"),
        ("x/old/a.txt", 1, None),
        ("../../secret.txt", 3, None),
    ],
)
def test_of_what_was_moved_the_first_folders_may_be_missing(
    root: Path, name: str, moved: int, path: str | None
) -> None:
    """As many as all articles share."""
    folder = Folder(root=root, page=root.parent / "pages", moved=moved)
    found = folder.file(name)
    assert (found and found.resolve()) == (path and root / path)


def test_the_folder_itself_is_one(root: Path) -> None:
    """As pages name it that lie in it, or below it."""
    assert Folder(root=root, page=root).folder(".") == root
    assert Folder(root=root, page=root / "old").folder("..") == root / "old" / ".."
    assert Folder(root=root / "old", page=root / "old").folder("..") is None


@pytest.mark.parametrize("name", ["pipe.txt", "old", "gone.txt", "/dev/zero"])
def test_a_page_is_a_file(root: Path, name: str) -> None:
    """What would never end is not waited for."""
    with pytest.raises(UsageError):
        text_of(root / name, 10)


def test_a_page_has_an_end(root: Path) -> None:
    """One that is too large is said to be."""
    (root / "large.md").write_text("x" * 3_000_001, encoding="utf-8")
    with pytest.raises(UsageError, match="over 3 MB"):
        text_of(root / "large.md", 3_000_000)
    assert text_of(root / "a.txt", 1) == "A"
