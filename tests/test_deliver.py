"""A page is on the disk whole, or not at all."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from brief import deliver
from brief.errors import UsageError

PAGE = "# Title – “é”\n\nText.\n"


def test_the_page_is_utf8_with_line_feeds(tmp_path: Path) -> None:
    """Bytes are the same on every system."""
    deliver.write(PAGE, tmp_path / "page.md")
    assert (tmp_path / "page.md").read_bytes() == PAGE.encode("utf-8")
    assert [one.name for one in tmp_path.iterdir()] == ["page.md"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_permissions_of_the_old_page_stay(tmp_path: Path, mode: int) -> None:
    """Who could read it before can afterwards, and nobody else."""
    page = tmp_path / "page.md"
    page.touch()
    page.chmod(mode)
    deliver.write(PAGE, page)
    assert stat.S_IMODE(page.stat().st_mode) == mode


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_new_page_obeys_the_umask(tmp_path: Path, umask: int, mode: int) -> None:
    """As any new file does."""
    before = os.umask(umask)
    try:
        deliver.write(PAGE, tmp_path / "page.md")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "page.md").stat().st_mode) == mode


def test_a_symbolic_link_is_followed(tmp_path: Path) -> None:
    """The link stays, the file that it names is the page."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "page.md").symlink_to("deep/real.md")
    deliver.write(PAGE, tmp_path / "page.md")
    deliver.write(PAGE, tmp_path / "page.md")
    assert (tmp_path / "page.md").is_symlink()
    assert (tmp_path / "deep" / "real.md").read_text(encoding="utf-8") == PAGE
    assert [one.name for one in (tmp_path / "deep").iterdir()] == ["real.md"]


@pytest.mark.parametrize("step", ["fsync", "replace", "fchmod"])
@pytest.mark.parametrize("failure", [KeyboardInterrupt(), OSError(errno.ENOSPC, "full")])
def test_a_failure_leaves_the_old_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, failure: BaseException
) -> None:
    """Whatever fails and whenever: the old page as it was, nothing beside it."""
    page = tmp_path / "page.md"
    page.write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(os, step, fail)
    with pytest.raises((KeyboardInterrupt, UsageError)):
        deliver.write(PAGE, page)
    assert page.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["page.md"]


def test_a_name_that_is_taken_is_passed_over(tmp_path: Path) -> None:
    """What an earlier run left behind, killed, is in nobody's way and is not touched."""
    left = tmp_path / f".brief-{os.getpid()}-0.tmp"
    left.write_text("left", encoding="utf-8")
    deliver.write(PAGE, tmp_path / "page.md")
    assert left.read_text(encoding="utf-8") == "left"


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (errno.ENOSPC, "no space left on the disk"),
        (errno.EDQUOT, "quota"),
        (errno.EACCES, "no permission"),
        (errno.EROFS, "cannot be written to"),
        (errno.EIO, "cannot be written: "),
    ],
)
def test_an_error_says_what_and_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: int, words: str
) -> None:
    """One line with the path, the problem and, where there is one, the way out."""

    def fail(*_: object) -> None:
        raise OSError(failure, os.strerror(failure))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UsageError) as caught:
        deliver.write(PAGE, tmp_path / "page.md")
    assert str(caught.value).startswith(f"{tmp_path / 'page.md'}: ")
    assert words in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("missing/page.md", "no such folder"),
        ("folder", "this is a folder"),
        ("file/page.md", "not a folder"),
        ("circle", "circle"),
        ("n" * 300, "too long"),
    ],
)
def test_a_path_that_cannot_be_written(tmp_path: Path, path: str, words: str) -> None:
    """Each is told by its own words, and nothing is made."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "circle").symlink_to("circle")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UsageError, match=words):
        deliver.write(PAGE, tmp_path / path)
    assert sorted(tmp_path.iterdir()) == before


def test_a_page_that_must_not_be_written_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That its folder could be written to does not make a protected page ours."""
    page = tmp_path / "page.md"
    page.touch(mode=0o444)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match="no permission"):
        deliver.write(PAGE, page)
    assert page.read_bytes() == b""


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    """`-o >(mail …)` and `/dev/null` are not replaced by files."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    deliver.write(PAGE, pipe)
    reader.join(timeout=10)
    assert got == [PAGE.encode("utf-8")]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("inputs", [["in"], ["in/sub/a.txt"], ["other", "in/../in/sub"]])
def test_an_article_is_never_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inputs: list[str]
) -> None:
    """`brief in -o in/sub/a.txt` is a slip, and the article would be lost."""
    monkeypatch.chdir(tmp_path)
    Path("in/sub").mkdir(parents=True)
    Path("in/sub/a.txt").write_text("A ferry sank off Lesbos.\n", encoding="utf-8")
    Path("link.md").symlink_to("in/sub/a.txt")
    for path in ("in/sub/a.txt", "link.md"):
        with pytest.raises(UsageError, match="one of the articles"):
            deliver.refuse_article(Path(path), inputs)


@pytest.mark.parametrize(
    "old",
    [
        "",
        f"# A\n\n[page]: #sha256={'0' * 64}\n",
        f'{{\n  "title": "A",\n  "digest": "{"0" * 64}"\n}}\n',
        f"A\n\nbrief|v:0.1.0|method:coverage|title:{'x' * 5000}\n",
    ],
)
def test_an_old_page_among_the_articles_may_be_replaced(tmp_path: Path, old: str) -> None:
    """A page of any format, and a file that somebody made room with."""
    page = tmp_path / "page"
    page.write_text(old, encoding="utf-8")
    deliver.refuse_article(page, [tmp_path])
    deliver.refuse_article(tmp_path / "new.md", [tmp_path])


def test_a_file_elsewhere_is_the_users_business(tmp_path: Path) -> None:
    """Only articles of this set are guarded."""
    (tmp_path / "in").mkdir()
    (tmp_path / "notes.md").write_text("Notes.\n", encoding="utf-8")
    deliver.refuse_article(tmp_path / "notes.md", [tmp_path / "in", "-"])
