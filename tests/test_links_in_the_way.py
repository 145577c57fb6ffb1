"""A link in the place of a file that a run writes: nothing behind it is touched, whatever it is."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from test_running import BANK, DAY, FEED, FERRY, LINKED, PAGE, Place

from brief import deliver
from brief.cli import main
from brief.deliver import archive, undo
from brief.errors import UsageError
from brief.formats import is_page
from brief.memory.state import State
from brief.run import sharing
from brief.schedule.plan import locked
from brief.schedule.systemd import install_units

PERIOD = "2026-11-20"
#: Names in the place of which a link is replaced by a file, in the folder of the pages.
PAGES = (f"{PERIOD}.md", "latest.md", "index.md", f"{PERIOD}.json", "latest.json")
REPLACED = (
    *(f".before-{PERIOD}.md", ".before-latest.md", f".before-{PERIOD}.begun"),
    *(".before-latest.md.again", f".claims/morning-{PERIOD}", f".claims/morning-{PERIOD}.told"),
    *(f".claims/morning-{PERIOD}.here", f".claims/morning-{PERIOD}.here.old"),
)
FOLDERS = (".claims", "sources", f"sources/{PERIOD}")
SETTINGS = (
    'formats = ["markdown", "json"]\nkeep = 3\n[[source]]\nfolder = "news"\n'
    '[[source]]\nfeed = "https://example.org/feed"\n'
)
DIARY = "# My day\n\nMine.\n"


def made(folder: Path) -> Place:
    """Return a briefing of a file and of a feed, whose articles are written beside the pages."""
    folder.mkdir(parents=True)
    place = Place(folder, SETTINGS)
    place.web = {"https://example.org/feed": FEED, LINKED: PAGE}
    return place


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the pages of a run of that day."""
    place = made(tmp_path_factory.mktemp("earlier") / "place")
    assert place.run(machine="here").what == "page"
    return place.folder / "briefings"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a folder in which nothing is ours."""
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


def article(folder: Path) -> str:
    """Return the path of the only article in the folder of the pages, from there."""
    (path,) = (folder / "sources" / PERIOD).glob("*.txt")
    return str(path.relative_to(folder))


def seen(folder: Path) -> dict[str, object]:
    """Return all that can be seen of what lies in a folder, but how many names a file has."""
    return {
        str(path.relative_to(folder)): (
            (status := path.lstat()).st_mode,
            status.st_ino,
            status.st_size,
            0 if stat.S_ISLNK(status.st_mode) else status.st_mtime_ns,
            path.read_bytes() if stat.S_ISREG(status.st_mode) else b"",
        )
        for path in [folder, *folder.rglob("*")]
    }


def to_file(path: Path, behind: Path) -> None:
    path.symlink_to(behind)


def hard(path: Path, behind: Path) -> None:
    path.hardlink_to(behind)


def to_folder(path: Path, behind: Path) -> None:
    behind.unlink()
    shutil.copytree(Path(__file__).parent.parent / "inputs", behind)
    (behind / "2020-01-01").mkdir()
    (behind / "2020-01-01" / "notes.txt").write_text("mine\n", encoding="utf-8")
    path.symlink_to(behind)


def dangling(path: Path, behind: Path) -> None:
    behind.unlink()
    path.symlink_to(behind)


def to_pipe(path: Path, behind: Path) -> None:
    behind.unlink()
    os.mkfifo(behind)
    path.symlink_to(behind)


def full(path: Path, behind: Path) -> None:
    path.symlink_to("/dev/full")


def loop(path: Path, behind: Path) -> None:
    path.symlink_to(path.name)


LINKS = (to_file, hard, to_folder, dangling, to_pipe, full, loop)
Link = Callable[[Path, Path], None]


def run_all(place: Place, links: list[Path]) -> Iterator[str]:
    """Run on that day, by force, and a week later; remove the links that are complained of."""
    for when, force in ((DAY, False), (DAY, True), (DAY + timedelta(days=7), False)):
        for _ in links:
            try:
                place.run(when, machine="here", force=force)
                break
            except UsageError as error:
                path = Path(error.where or "")
                assert path in links, error
                assert path.is_symlink() or path.stat().st_nlink > 1
                yield str(path.relative_to(place.folder / "briefings"))
                path.unlink()
        else:
            pytest.fail("no run goes through")


@pytest.mark.parametrize(
    ("link", "content", "refused"),
    [
        (to_file, "ours", ()),
        (hard, "ours", ()),
        (to_file, DIARY, PAGES),
        (hard, DIARY, PAGES),
        (to_folder, "", PAGES),
        (to_pipe, "", PAGES),
        (full, "", PAGES),
        (dangling, "", ()),
        (loop, "", ()),
    ],
)
def test_nothing_behind_a_link_is_touched(
    tmp_path: Path,
    earlier: Path,
    outside: Path,
    link: Link,
    content: str,
    refused: tuple[str, ...],
) -> None:
    """A page or a list, or nothing, gives way to the page; what is somebody's wish is told of."""
    place = made(tmp_path / "place")
    place.folder.joinpath("news", "ferry.txt").chmod(0o600)  # what is written is made private
    links = []
    for number, name in enumerate((*PAGES, *REPLACED, article(earlier))):
        behind = outside / f"{number}.md"
        like = earlier / name
        # An announcement of ours would say that the page is made.
        like = like if like.exists() and like.suffix != ".told" else earlier / "latest.md"
        ours = like.read_text(encoding="utf-8")
        behind.write_text(ours if content == "ours" else content, encoding="utf-8")
        links.append(place.folder / "briefings" / name)
        links[-1].parent.mkdir(parents=True, exist_ok=True)
        link(links[-1], behind)
    before = seen(outside)
    assert sorted(run_all(place, links)) == sorted(refused)
    assert seen(outside) == before
    # Where a page of the day is there, nothing is claimed.
    assert [path for path in links if path.is_symlink() and ".here" not in path.name] == []
    for name in ("latest.md", "latest.json", "index.md"):
        status = (place.folder / "briefings" / name).lstat()
        assert (stat.S_ISREG(status.st_mode), status.st_nlink) == (True, 1)


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_of_ours_is_no_link(
    tmp_path: Path, outside: Path, name: str, private: bool, inside: bool
) -> None:
    """What is behind it is somebody's, also where that lies beside the pages; the run says so."""
    place = made(tmp_path / "place")
    place.folder.joinpath("news", "ferry.txt").chmod(0o600 if private else 0o644)
    folder = place.folder / "briefings"
    path = folder / name
    path.parent.mkdir(parents=True)
    behind = folder / "other" if inside else outside
    to_folder(path, made_file(behind / "deep"))
    path.unlink()
    path.symlink_to(behind / "deep")
    before = seen(behind)
    with pytest.raises(UsageError, match="this is a link, and no folder") as caught:
        place.run(machine="here")
    assert caught.value.where == str(path)
    assert seen(behind) == before
    path.unlink()
    assert place.run(machine="here").what == "page"


def made_file(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_what_is_old_behind_a_link_is_not_removed(tmp_path: Path, outside: Path) -> None:
    """A year later, articles and claims that were moved away and linked to are still there."""
    place = made(tmp_path / "place")
    place.run(machine="here")
    folder = place.folder / "briefings"
    for name in ("sources", ".claims", f"{PERIOD}.md", f"{PERIOD}.json"):
        (folder / name).rename(outside / name)
        (folder / name).symlink_to(outside / name)
    before = seen(outside)
    place.web = {}
    place.put("bank", BANK)
    with pytest.raises(UsageError, match="a link, and no folder"):  # What is new has no place.
        place.run(DAY + timedelta(days=365), yes=True, force=True)
    assert seen(outside) == before
    (folder / "sources").unlink()
    for _ in range(3):
        place.run(DAY + timedelta(days=365), yes=True, force=True)
    assert not (folder / f"{PERIOD}.md").is_symlink()
    assert seen(outside) == before


def test_the_folder_of_the_pages_may_be_a_link(tmp_path: Path, outside: Path) -> None:
    """That is its user's to say: pages, claims and articles lie where it leads, as open as it."""
    place = made(tmp_path / "place")
    place.folder.joinpath("news", "ferry.txt").chmod(0o600)
    outside.chmod(0o755)
    (place.folder / "briefings").symlink_to(outside)
    assert place.run(machine="here").what == "page"
    assert (outside / "latest.md").is_file()
    assert (place.folder / "briefings").is_symlink()
    assert stat.S_IMODE(outside.stat().st_mode) == 0o755


def test_the_latest_may_be_a_link_to_the_page_of_yesterday(place_of_two_days: Place) -> None:
    """As version 0.1 made it; that page, its JSON and what it was before stay as they are."""
    folder = place_of_two_days.folder / "briefings"
    kept = (folder / f"{PERIOD}.md").read_bytes()
    link_latest(folder)
    place_of_two_days.run(DAY + timedelta(days=1), machine="here")
    assert (folder / f"{PERIOD}.md").read_bytes() == kept
    assert not (folder / "latest.md").is_symlink()
    assert (folder / "latest.md").read_bytes() == (folder / "2026-11-21.md").read_bytes()


@pytest.fixture
def place_of_two_days(tmp_path: Path) -> Place:
    """Return a briefing with a page, and with news for the next day."""
    place = made(tmp_path / "place")
    place.run(machine="here")
    place.put("bank", BANK)
    return place


def link_latest(folder: Path) -> None:
    (folder / "latest.md").unlink()
    (folder / "latest.md").symlink_to(f"{PERIOD}.md")


def unlinkable(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "no links here")


def pages_in(folder: Path) -> dict[str, Any]:
    """Return the pages, without the records of what they were made of."""
    names = (name for name in seen(folder) if not name.startswith("sources"))
    return {name: seen(folder)[name] for name in names if name.endswith((".md", ".json"))}


@pytest.mark.parametrize("links", ["links", "no links"])
@pytest.mark.parametrize("step", ["keep", "record_page", "kill"])
def test_a_link_comes_back_with_what_was_before(
    place_of_two_days: Place, monkeypatch: pytest.MonkeyPatch, step: str, links: str
) -> None:
    """Where the page could not be remembered, at once or by the next run; no page is changed."""
    folder = place_of_two_days.folder / "briefings"
    link_latest(folder)
    before = pages_in(folder)
    tomorrow = DAY + timedelta(days=1)

    def fail(*_: object, **__: object) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if links == "no links":
            patched.setattr(os, "link", unlinkable)
        if step == "keep":
            patched.setattr(archive, "keep", fail)
        else:
            patched.setattr(State, "record_page", fail)
        if step == "kill":
            patched.setattr(undo, "restore", fail)
        with pytest.raises(KeyboardInterrupt):
            place_of_two_days.run(tomorrow)
    if step == "kill":
        assert not (folder / "latest.md").is_symlink()
        undo.restore(folder, "2026-11-21")
        undo.discard(folder)
    kept = pages_in(folder)
    assert os.readlink(folder / "latest.md") == f"{PERIOD}.md"
    assert set(kept) == set(before)
    assert kept[f"{PERIOD}.md"] == before[f"{PERIOD}.md"]
    assert place_of_two_days.run(tomorrow).what == "page"


def test_a_page_that_is_taken_back_is_not_followed(tmp_path: Path, outside: Path) -> None:
    """What somebody linked to in the place of a page that is to go stays."""
    notes = outside / "notes.md"
    notes.write_text(DIARY, encoding="utf-8")
    undo.save(tmp_path, PERIOD, "here")
    (tmp_path / f"{PERIOD}.md").symlink_to(notes)
    undo.restore(tmp_path, PERIOD)
    assert not (tmp_path / f"{PERIOD}.md").is_symlink()
    assert notes.read_text(encoding="utf-8") == DIARY


@pytest.mark.parametrize("link", [to_file, to_folder, dangling, to_pipe, full, loop])
def test_a_link_is_no_claim(tmp_path: Path, outside: Path, link: Link) -> None:
    """It is put aside, even where a claim of ours is behind it, and another machine finds ours."""
    sharing.claimed(outside, "morning", PERIOD, "here", now=DAY)
    behind = sharing.place(outside, "morning", PERIOD)
    path = sharing.place(tmp_path, "morning", PERIOD)
    path.parent.mkdir()
    link(path, behind)
    before = seen(outside)
    holder = sharing.claimed(tmp_path, "morning", PERIOD, "here", now=DAY)
    assert holder.note == f"{path}: is no claim of a machine; it is put aside"
    sharing.ended(tmp_path, "morning", PERIOD, "here", DAY)
    assert seen(outside) == before
    assert sharing.claimed(tmp_path, "morning", PERIOD, "there", now=DAY).machine == "here"
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("link", LINKS)
def test_an_announcement_takes_the_place_of_a_link(
    tmp_path: Path, outside: Path, link: Link
) -> None:
    """What was announced before is another file's business, also where a run has read it there."""
    place = made(tmp_path / "place")
    place.run(machine="here")
    path = sharing.announcement_place(place.folder / "briefings", "morning", PERIOD)
    path.rename(outside / "told")
    link(path, outside / "told")
    before = seen(outside)
    place.put("bank", BANK)
    assert place.run(machine="here", force=True).what == "page"
    assert seen(outside) == before
    announced = sharing.read_announcement(path)
    assert announced is not None
    assert len(announced.articles) > 1
    assert not path.is_symlink()


@pytest.mark.parametrize("link", LINKS)
def test_what_is_put_takes_the_place_of_a_link(tmp_path: Path, outside: Path, link: Link) -> None:
    """With the permissions of a new file, not with those of what is behind it."""
    behind = made_file(outside / "file")
    behind.chmod(0o640)
    link(tmp_path / "page.md", behind)
    before = seen(outside)
    deliver.put("Ours.\n", tmp_path / "page.md", private=True)
    assert seen(outside) == before
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == "Ours.\n"
    assert stat.S_IMODE((tmp_path / "page.md").lstat().st_mode) == 0o600


@pytest.mark.parametrize("link", [to_file, hard, to_folder, full])
def test_what_is_behind_a_link_is_not_closed(tmp_path: Path, outside: Path, link: Link) -> None:
    """Others may read it as before."""
    link(tmp_path / "page.md", made_file(outside / "file"))
    (outside / "file").chmod(0o755)
    before = seen(outside)
    deliver.close_to_others(tmp_path / "page.md")
    assert seen(outside) == before


#: What the command writes in the folder of its memory, and whether a link there stops it.
STATE = {
    "state.db": True,
    "state.db-wal": True,
    "state.db-journal": True,
    "state.db-damaged": False,
    "read.db": False,
    "read.db-wal": False,
    "morning.lock": True,
    "morning.lock.holder": False,
    "machine": False,
}


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("name", STATE)
def test_nothing_behind_a_link_in_the_folder_of_the_memory_is_touched(
    tmp_path: Path,
    outside: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    link: Link,
) -> None:
    """The command says what is in its way, or goes on; a lock with two names is only locked."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (tmp_path / "brief.toml").write_text('[[source]]\nfolder = "news"\n', encoding="utf-8")
    behind = outside / "file"
    behind.write_text("mine\n" * 30, encoding="utf-8")
    path = tmp_path / "state" / "brief" / name
    path.parent.mkdir(parents=True)
    link(path, behind)
    before = seen(outside)
    code = main(["run", "--now", DAY.isoformat()])
    said = capsys.readouterr().err
    assert seen(outside) == before
    if STATE[name] and not (name == "morning.lock" and link is hard):
        assert (code, str(path) in said) == (2, True), said
    else:
        assert code == 0, said


def test_the_holder_of_a_lock_is_noted_in_a_new_file(tmp_path: Path, outside: Path) -> None:
    """And removed afterwards, the new file and nothing else."""
    notes = made_file(outside / "notes")
    (tmp_path / "news.lock.holder").symlink_to(notes)
    with locked(tmp_path / "news.lock", "since seven"):
        assert "since seven" in (tmp_path / "news.lock.holder").read_text(encoding="utf-8")
    assert notes.read_bytes() == b""
    assert not (tmp_path / "news.lock.holder").exists()


@pytest.mark.parametrize("name", ["brief-news.timer", ".brief-news.timer.tmp"])
@pytest.mark.parametrize("link", LINKS)
def test_a_unit_takes_the_place_of_a_link(
    tmp_path: Path, outside: Path, name: str, link: Link
) -> None:
    """As the link of systemd's to /dev/null is one that says that there is no such unit."""
    link(tmp_path / name, made_file(outside / "file"))
    before = seen(outside)
    install_units([("brief-news.timer", "[Timer]\n")], tmp_path, systemctl="true")
    assert seen(outside) == before
    assert (tmp_path / "brief-news.timer").read_text(encoding="utf-8") == "[Timer]\n"
    assert not (tmp_path / "brief-news.timer").is_symlink()


@pytest.mark.parametrize("link", [to_file, dangling])
def test_a_page_that_the_user_names_is_written_behind_the_link(
    tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch, link: Link
) -> None:
    """`-o` names this file and no other, as a shell's `>` does; the link stays."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    link(tmp_path / "page.md", made_file(outside / "file.md"))
    assert main(["ferry.txt", "-o", "page.md"]) == 0
    assert (tmp_path / "page.md").is_symlink()
    assert is_page((outside / "file.md").read_text(encoding="utf-8"))


def test_a_name_beside_the_page_keeps_the_old_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a file with two names, `-o` gives the one that it was given to a new file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (tmp_path / "old.md").write_text(DIARY, encoding="utf-8")
    (tmp_path / "page.md").hardlink_to(tmp_path / "old.md")
    assert main(["ferry.txt", "-o", "page.md"]) == 0
    assert (tmp_path / "old.md").read_text(encoding="utf-8") == DIARY
