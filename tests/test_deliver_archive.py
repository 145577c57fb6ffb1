"""An archive holds every page, the latest, and a list of them; and spares what is not its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from brief.deliver import archive
from brief.errors import UsageError

END = f"[page]: #sha256={'0' * 64}\n"
TODAY = date(2026, 11, 20)


def page(title: str = "Ferry sinks", text: str = "Text.") -> str:
    return f"# {title}\n\n{text}\n\n{END}"


def as_json(title: str = "Ferry sinks") -> str:
    return f'{{\n  "title": "{title}",\n  "digest": "{"0" * 64}"\n}}\n'


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def listed(folder: Path) -> list[str]:
    """Return the rows of the list."""
    text = (folder / "index.md").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith("- ")]


def test_a_page_is_kept_as_itself_as_the_latest_and_in_the_list(tmp_path: Path) -> None:
    """Every format twice, copies and no links, and one list."""
    texts = {"md": page(), "json": as_json()}
    written = archive.keep(texts, tmp_path, "2026-11-20")
    assert [one.name for one in written] == [
        "2026-11-20.md",
        "2026-11-20.json",
        "latest.md",
        "latest.json",
        "index.md",
    ]
    assert names(tmp_path) == sorted(one.name for one in written)
    for suffix, text in texts.items():
        for stem in ("2026-11-20", "latest"):
            kept = tmp_path / f"{stem}.{suffix}"
            assert kept.read_text(encoding="utf-8") == text
            assert not kept.is_symlink()
    assert listed(tmp_path) == [
        "- [2026-11-20](2026-11-20.md): Ferry sinks ([json](2026-11-20.json))"
    ]


def test_the_latest_is_what_was_kept_last(tmp_path: Path) -> None:
    """The earlier page stays what it was."""
    archive.keep({"md": page("One")}, tmp_path, "2026-11-19")
    archive.keep({"md": page("Two")}, tmp_path, "2026-11-20")
    assert (tmp_path / "latest.md").read_text(encoding="utf-8") == page("Two")
    assert (tmp_path / "2026-11-19.md").read_text(encoding="utf-8") == page("One")


def test_the_same_pages_give_the_same_list(tmp_path: Path) -> None:
    """The list is made from the folder, whatever the order in which the pages came."""
    keys = ["2026-11-20", "2026-W46", "special", "2026-11-18"]
    lists = []
    for number, order in enumerate((keys, keys[::-1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        for key in order:
            archive.keep({"md": page(f"About {key}")}, folder, key)
        lists.append(listed(folder))
    assert lists[0] == lists[1]
    assert [row[3 : row.index("]")] for row in lists[0]] == [
        "2026-11-20",
        "2026-11-18",
        "2026-W46",
        "special",
    ]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("[Ferry sinks][c1]", "Ferry sinks"),
        ("[Ferry sinks](a.txt#char=0,4) (untitled)", "Ferry sinks (untitled)"),
        (
            r"[\[Click\](javascript:alert(1)) \*\*now\*\*][c1]",
            "[Click](javascript:alert(1)) **now**",
        ),
        (r"\[x\]\(y\)", "[x](y)"),
        (r"Bridges: what \<b>next\</b>?", "Bridges: what <b>next</b>?"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("![x](http://a.example/b.png)", "!x"),
        (
            "`code` *and* _more_ &amp;amp; https://a.example www.a.example a@b.example",
            "code *and* _more_ &amp; https://a.example www.a.example a@b.example",
        ),
        ("*and* _more_ &copy; ~~x~~ {y} $1$ | https://a.example www.a.example a@b.example", None),
        ("a\x1b[31mb\x00\u202e", "a␛[31mb␀\ufffd"),
        ("x" * 500, f"{'x' * 199}…"),
    ],
)
def test_a_title_in_the_list_is_only_text(tmp_path: Path, line: str, shown: str | None) -> None:
    """Links of the page lead elsewhere from here, and nobody's title acts."""
    archive.keep({"md": page(line)}, tmp_path, "2026-11-20")
    tokens = MarkdownIt("commonmark").parse((tmp_path / "index.md").read_text(encoding="utf-8"))
    inline = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inline} == {"text", "link_open", "link_close"} | (
        {"text_special", "code_inline"} & {child.type for child in inline}
    )
    assert [child.attrs["href"] for child in inline if child.type == "link_open"] == [
        "2026-11-20.md"
    ]
    text = "".join(child.content for child in inline)
    assert text == f"Briefings2026-11-20: {line if shown is None else shown}"


@given(st.text(max_size=60))
def test_no_title_breaks_the_list(title: str) -> None:
    """Whatever the title: a list of one row, one link, and our mark at the end."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "2026-11-20.md").write_text(
            f"# {title}\n\n{END}", encoding="utf-8", errors="replace", newline=""
        )
        archive.keep({"md": page()}, folder, "2026-11-19")
        tokens = MarkdownIt("commonmark").parse((folder / "index.md").read_text(encoding="utf-8"))
    assert sum(token.type == "list_item_open" for token in tokens) == 2
    links = [
        child.attrs["href"]
        for token in tokens
        for child in token.children or ()
        if child.type == "link_open"
    ]
    assert links == ["2026-11-20.md", "2026-11-19.md"]
    assert not any("html" in child.type for token in tokens for child in token.children or ())


@pytest.mark.parametrize(
    "key", ["", "../x", "a/b", "a.b", "latest", "INDEX", "a\n", "é", ".", "a b", "２０２６"]
)
def test_a_key_is_no_path(tmp_path: Path, key: str) -> None:
    """Only letters, digits and hyphens, and no name that is taken; nothing is written."""
    with pytest.raises(UsageError, match="no name for a page"):
        archive.keep({"md": page()}, tmp_path, key)
    assert names(tmp_path) == []


@pytest.mark.parametrize("suffix", ["", ".md", "m/d", "../md", "MD"])
def test_a_suffix_is_no_path(tmp_path: Path, suffix: str) -> None:
    """A format is named by small letters and digits; nothing is written."""
    with pytest.raises(UsageError, match="no suffix"):
        archive.keep({suffix: page()}, tmp_path, "2026-11-20")
    assert names(tmp_path) == []


@pytest.mark.parametrize("name", ["2026-11-20.md", "latest.md", "latest.json", "index.md"])
def test_a_file_of_somebody_elses_is_not_replaced(tmp_path: Path, name: str) -> None:
    """A diary is named by days too; nothing is written beside it either."""
    (tmp_path / name).write_text("# My day\n", encoding="utf-8")
    with pytest.raises(UsageError, match="of an archive"):
        archive.keep({"md": page(), "json": as_json()}, tmp_path, "2026-11-20")
    assert names(tmp_path) == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "# My day\n"


def test_a_link_of_old_is_replaced_by_a_copy(tmp_path: Path) -> None:
    """A `latest` that is a link to a page must not have that page overwritten."""
    archive.keep({"md": page("One")}, tmp_path, "2026-11-19")
    (tmp_path / "latest.md").unlink()
    (tmp_path / "latest.md").symlink_to("2026-11-19.md")
    archive.keep({"md": page("Two")}, tmp_path, "2026-11-20")
    assert (tmp_path / "2026-11-19.md").read_text(encoding="utf-8") == page("One")
    assert not (tmp_path / "latest.md").is_symlink()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """None is made: a disk that is not mounted is no empty archive."""
    with pytest.raises(UsageError, match="no such folder"):
        archive.keep({"md": page()}, tmp_path / "gone", "2026-11-20")
    with pytest.raises(UsageError, match="archive cannot be read"):
        archive.prune(tmp_path / "gone", 7, TODAY)


def test_a_pipe_among_the_pages_keeps_nobody_waiting(tmp_path: Path) -> None:
    """It is no page, and is not read."""
    os.mkfifo(tmp_path / "2026-11-18.md")
    archive.keep({"md": page()}, tmp_path, "2026-11-20")
    assert len(listed(tmp_path)) == 1


@pytest.mark.parametrize("name", ["2026-11-20.md", "latest.md", "index.md"])
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_in_the_way(
    tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    """A pipe or a folder by the name of a page; nothing is written or waited for."""
    make(tmp_path / name)
    with pytest.raises(UsageError, match="no file"):
        archive.keep({"md": page()}, tmp_path, "2026-11-20")
    assert names(tmp_path) == [name]


def test_old_pages_go_and_the_list_with_them(tmp_path: Path) -> None:
    """Day and week, by the last day they are about; `latest` and the list stay."""
    keys = ["2026-11-20", "2026-11-13", "2026-11-12", "2026-W46", "2026-W45"]
    for key in keys:
        archive.keep({"md": page(), "json": as_json(), "txt": "Text.\nbrief|v:1\n"}, tmp_path, key)
    gone = archive.prune(tmp_path, 7, TODAY)
    assert sorted({one.stem for one in gone}) == ["2026-11-12", "2026-W45"]
    assert len(gone) == 6
    assert not any(one.exists() for one in gone)
    assert sorted(row[3 : row.index("]")] for row in listed(tmp_path)) == [
        "2026-11-13",
        "2026-11-20",
        "2026-W46",
    ]
    assert (tmp_path / "latest.md").exists()
    assert archive.prune(tmp_path, 7, TODAY) == ()


FOREIGN = {
    "2020-01-01.md": "# My day\n",
    "2020-01-02.html": "<p>Mine.\n",
    "2020-01-03.md.bak": page(),
    "2020-02-31.md": page(),
    "2020-W54.md": page(),
    "2020-01-04-notes.md": page(),
    "2020-01-05T25.md": page(),
    "special.md": page(),
    "latest.md": page(),
    "index.md": "# Mine\n",
    "notes.txt": "Mine.\n",
    ".2020-01-06.md": page(),
}


def test_nothing_else_is_removed(tmp_path: Path) -> None:
    """Not a diary, not a copy, not a day that never was, not a folder."""
    for name, text in FOREIGN.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "2020-01-07.md").mkdir()
    (tmp_path / "2020-01-08.md").write_text(page(), encoding="utf-8")
    before = names(tmp_path)
    assert archive.prune(tmp_path, 0, TODAY) == (tmp_path / "2020-01-08.md",)
    assert names(tmp_path) == [name for name in before if name != "2020-01-08.md"]
    assert (tmp_path / "index.md").read_text(encoding="utf-8") == "# Mine\n"


@given(age=st.integers(-400, 4000), keep=st.integers(0, 3000))
def test_a_page_goes_when_it_is_older_than_that(age: int, keep: int) -> None:
    """More than `keep` days, and never one from tomorrow."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        kept = Path(name) / f"{TODAY - timedelta(days=age)}.md"
        kept.write_text(page(), encoding="utf-8")
        archive.prune(Path(name), keep, TODAY)
        assert kept.exists() is (age <= keep)


def test_days_to_keep_are_not_negative(tmp_path: Path) -> None:
    """Fewer than none would remove the page of today."""
    with pytest.raises(UsageError, match="from 0"):
        archive.prune(tmp_path, -1, TODAY)


def test_a_page_that_cannot_be_removed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its name, and what to do."""
    (tmp_path / "2026-01-01.md").write_text(page(), encoding="utf-8")

    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", fail)
    with pytest.raises(UsageError, match=r"2026-01-01\.md: cannot be removed: permission denied"):
        archive.prune(tmp_path, 7, TODAY)
