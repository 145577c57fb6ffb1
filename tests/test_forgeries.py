"""Nothing on a page passes unproven: forged pages are found out, true ones stand anywhere."""

from __future__ import annotations

import io
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import FrameType
from urllib.parse import unquote

import pytest
from forgeries import (
    ALL,
    ARTICLES,
    FORGED,
    FORGED_JSON,
    GIVEN,
    MADE,
    ROOT,
    TRUE,
    UNSIGNED,
    UNSIGNED_JSON,
    grown,
    json_kinds,
    on_crlf,
    signed,
    swap,
)

from brief import pipeline
from brief.cli import main
from brief.model import Skipped
from brief.pipeline import record
from brief.pipeline.reading import prepared
from brief.settings.page_options import METHODS, Config

#: Exit codes of `verify`.
PROVEN, NO_PAGE, WRONG, UNPROVEN = 0, 2, 6, 8
#: Forgeries that leave nothing to compare with: what they name is not at hand.
NOT_AT_HAND = {
    ("whole", "the version"),
    ("whole", "other libraries, and a speaker"),
    ("whole", "another version, and a speaker"),
    ("whole", "a file in capitals"),
    ("whole", "a file in a folder more"),
    ("whole", "a file in a folder more above"),
    ("whole", "files in a folder more"),
    ("extracts", "a path with words"),
    ("since", "the earlier page"),
    ("since", "the sum of the earlier page"),
    ("since", "an earlier page that is not there"),
    ("since", "an earlier page outside"),
}
#: Forgeries of what was skipped that may be true of another day: then its folder has changed.
OF_ANOTHER_DAY = {
    "an article that was skipped",
    "words before a reason",
    "words behind a reason",
    "words for a file",
    "files that were skipped exchanged",
    "a file of a folder above",
    "a file that was not skipped",
    "a file that is not there",
    "a count in a reason",
    "a reason for another",
    "a file that was skipped left out",
    "nothing skipped",
    "another folder that was searched",
    "the page's folder searched",
    "no folder that was searched",
}
#: Of so many kinds of forgeries in JSON one is tried, but all of them with `--thorough`.
EVERY = 24
#: What a command may take: far more than it needs, far less than one that reads on and on.
SECONDS, MEMORY = 30, 2 << 30

Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the articles, and beside them every page that is forged."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(ROOT / "inputs", folder / "inputs")
    for name in ("larn", "nahr"):
        shutil.copytree(ARTICLES / name, folder / name)
    here = Path.cwd()
    os.chdir(folder)
    try:
        for page in MADE.values():
            assert main(page.command()) == 0
    finally:
        os.chdir(here)
    return folder


@pytest.fixture
def place(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That folder, as the current one; a test leaves it as it was but for `forged.*`."""
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def own(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, as the current one, for a test that changes it."""
    folder = tmp_path / "own"
    shutil.copytree(made, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Type a command; returns the exit code and all that it prints.  None may hang.

    Each has `SECONDS`, and `MEMORY` beside what is in use.
    """

    def late(_: int, __: FrameType | None) -> None:
        pytest.fail("it does not end")  # No error, which might be caught.

    def call(*words: str | Path, stdin: bytes = b"") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfd.readouterr()
        signal.alarm(SECONDS)
        code = main([str(word) for word in words])
        signal.alarm(0)
        out, err = capfd.readouterr()
        assert "Traceback" not in err and "a bug" not in err
        return code, out + err

    before = signal.signal(signal.SIGALRM, late)
    memory = resource.getrlimit(resource.RLIMIT_AS)
    in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (in_use + MEMORY, memory[1]))
    yield call
    resource.setrlimit(resource.RLIMIT_AS, memory)
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def text_of(page: Path) -> str:
    """Return the text of a page, its line ends as they are."""
    return page.read_bytes().decode("utf-8")


def forged(text: str, name: str = "forged.md") -> str:
    """Write a forged page into the current folder; returns its name."""
    Path(name).write_bytes(text.encode("utf-8", "surrogatepass"))
    return name


# Forged pages


@pytest.mark.parametrize(
    ("page", "name"), [(page, name) for page in FORGED for name in FORGED[page]]
)
def test_a_forged_page_is_found_out(place: Path, run: Run, page: str, name: str) -> None:
    """Whatever is changed on it, and whatever its digest says."""
    text = text_of(place / MADE[page].file)
    changed = FORGED[page][name](text)
    assert changed != text, "the page has nothing to forge so"
    code, told = run("verify", forged(signed(changed)), *GIVEN.get(page, ()))
    codes = {UNPROVEN} if (page, name) in NOT_AT_HAND else {WRONG}
    assert code in codes | ({UNPROVEN} if name in OF_ANOTHER_DAY else set()), told
    assert "forged.md" in told


@pytest.mark.parametrize("name", UNSIGNED_JSON)
def test_json_with_another_end_is_found_out(place: Path, run: Run, name: str) -> None:
    """As a page in Markdown is."""
    text = text_of(place / MADE["json"].file)
    changed = UNSIGNED_JSON[name](text)
    assert changed != text
    code, told = run("verify", forged(changed, "forged.json"))
    assert code in (WRONG, NO_PAGE), told


@pytest.mark.parametrize("name", UNSIGNED)
def test_a_page_with_another_end_is_found_out(place: Path, run: Run, name: str) -> None:
    """Changed without a new digest, or with more below it, or cut off."""
    text = text_of(place / MADE["whole"].file)
    changed = UNSIGNED[name](text)
    assert changed != text
    code, told = run("verify", forged(changed))
    assert code in (WRONG, NO_PAGE), told


@pytest.mark.parametrize("name", FORGED_JSON)
def test_forged_json_is_found_out(place: Path, run: Run, name: str) -> None:
    """As a page in Markdown is."""
    text = text_of(place / MADE["json"].file)
    changed = FORGED_JSON[name](text)
    assert changed != text
    if name != "a name twice":  # Which a digest cannot be made of.
        changed = signed(changed)
    code, told = run("verify", forged(changed, "forged.json"))
    codes = {WRONG} | ({NO_PAGE} if "schema" in name else set())
    open_ = name in ("nothing skipped", "a file in a folder more")
    assert code in codes | ({UNPROVEN} if open_ else set()), told


@pytest.mark.parametrize("page", [name for name in MADE if MADE[name].file.endswith(".json")])
def test_no_value_in_json_can_be_forged(
    place: Path, run: Run, page: str, pytestconfig: pytest.Config
) -> None:
    """Each name, each value, each kind of change to it; with `--thorough` all of them."""
    every = 1 if pytestconfig.getoption("--thorough") else EVERY
    kinds = json_kinds(text_of(place / MADE[page].file))
    passed = []
    for kind in [*kinds][list(MADE).index(page) % every :: every]:
        code, told = run("verify", forged(kinds[kind](), "forged.json"), *GIVEN.get(page, ()))
        allowed = {WRONG}
        if kind.startswith("schema"):
            allowed |= {NO_PAGE}
        if kind.startswith(("signature", "documents.N.path", "skipped")):
            allowed |= {UNPROVEN}
        if code not in allowed:
            passed.append((kind, code, told))
    assert passed == []


# What is no forgery


@pytest.mark.parametrize("name", MADE)
def test_a_true_page_stands(place: Path, run: Run, name: str) -> None:
    """In each format, with each section, in each direction, with a title given."""
    given = GIVEN.get(name, ())
    code, told = run("verify", MADE[name].file, *given)
    assert code == PROVEN, told


@pytest.mark.parametrize(("page", "name"), TRUE)
def test_what_brief_makes_with_the_settings_is_no_forgery(
    place: Path, run: Run, page: str, name: str
) -> None:
    """Settings in the signature changed with all that hangs on them make a true page."""
    text = text_of(place / MADE[page].file)
    changed = TRUE[page, name](text)
    assert changed != text
    given = ("--focus", "snow leopard") if page == "topic" else ()
    file = forged(signed(changed), f"forged{Path(MADE[page].file).suffix}")
    code, told = run("verify", file, *given)
    assert code == PROVEN, told


@pytest.mark.parametrize("name", [name for name in MADE if MADE[name].file.endswith(".md")])
def test_a_page_may_have_other_line_ends(place: Path, run: Run, name: str) -> None:
    """All of them, as git changes them; a part of them is a forgery."""
    text = text_of(place / MADE[name].file)
    given = GIVEN.get(name, ())
    code, told = run("verify", forged(on_crlf(text)), *given)
    assert code == PROVEN, told
    half = text.rindex("\n", 0, len(text) // 2)
    code, told = run("verify", forged(text[:half] + on_crlf(text[half:])), *given)
    assert code == WRONG, told


def test_a_forgers_record_is_no_witness(own: Path, run: Run) -> None:
    """What no article says, and a file beside the page does, is not proven by it."""
    config = Config(title="Minister arrested", now=date(2010, 4, 2), words=300)
    articles = [
        replace(article, publisher="The BBC", date=date(2010, 3, 30), url="https://evil.example/x")
        for article in pipeline.read(["larn"])
    ]
    skipped = (Skipped("the minister", "resigned"),)
    text = record.written(
        record.Record(
            articles=tuple((article, None) for article in articles),
            skipped=skipped,
            title="Minister arrested",
        )
    )
    digest = sha256(text.encode()).hexdigest()
    file = Path("sources", "2010-04-02", record.name_of(digest))
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    reading = replace(prepared(articles, [None] * len(articles)), skipped=skipped)
    made = pipeline.brief(reading, config, now=date(2010, 4, 2))
    made = replace(made, signature=record.signed(made.signature, file.as_posix(), digest))
    page = pipeline.render(made, "markdown")
    assert "# Minister arrested" in page and "The BBC" in page
    code, told = run("verify", forged(page))
    assert code in (WRONG, UNPROVEN), told


def test_a_title_of_the_readers_stands_in_no_article(place: Path, run: Run) -> None:
    """So nothing proves it but the reader who knows what was asked for."""
    page = MADE["titled"].file
    assert run("verify", page)[0] == UNPROVEN
    assert run("verify", "--partial", page)[0] == PROVEN
    assert run("verify", page, "--title", "Friday’s page")[0] == PROVEN
    assert run("verify", page, "--title", "Saturday’s page")[0] == WRONG
    text = text_of(place / MADE["small"].file)
    # As who would have the reader believe it writes it.
    made = swap("|now:2010-04-02", "|now:2010-04-02|title:Minister%20arrested")(text)
    made = re.sub(r"^# .*", "# Minister arrested", made)
    made = re.sub(r"^\[c1\]: .*\n", "", made, flags=re.MULTILINE)
    made = re.sub(r"\[c([0-9]+)\]", lambda label: f"[c{int(label[1]) - 1}]", made)
    assert run("verify", forged(signed(made)))[0] in (WRONG, UNPROVEN)
    assert run("verify", forged(signed(made)), "--title", "Ferry")[0] == WRONG


# Sources

Change = Callable[[Path], None]
_SOURCE = "larn/ferry-verdict.txt"


def written(old: str, new: str) -> Change:
    """Change a piece of the article that the first line is from."""

    def change(folder: Path) -> None:
        text = (folder / _SOURCE).read_text(encoding="utf-8")
        assert old in text
        (folder / _SOURCE).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def instead(of: Change) -> Change:
    """Take the article away and put something else in its place."""

    def change(folder: Path) -> None:
        (folder / _SOURCE).unlink()
        of(folder / _SOURCE)

    return change


def _moved_within(path: Path) -> None:
    shutil.copy(ARTICLES / _SOURCE, path.with_name("elsewhere.bin"))
    path.symlink_to("elsewhere.bin")


def _moved_out(path: Path) -> None:
    shutil.copy(ARTICLES / _SOURCE, path.parents[2] / "elsewhere.txt")
    path.symlink_to(path.parents[2] / "elsewhere.txt")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _beside(name: str, text: str) -> Change:
    def change(folder: Path) -> None:
        (folder / "larn" / name).write_text(text, encoding="utf-8")

    return change


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 34)  # Holds nothing, and takes no room.


def _unreadable(path: Path) -> None:
    shutil.copy(ARTICLES / _SOURCE, path)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("nothing is unreadable for this user")


#: What happens to an article, and the exit codes that tell it.
SOURCES: Mapping[str, tuple[Change, set[int]]] = {
    "a cited sentence, of the same length": (written("2.5 million", "9.9 million"), {WRONG}),
    "a cited sentence, shorter": (written(" 2.5 million crowns", ""), {WRONG}),
    "uncited text, of the same length": (written("since October", "since Nowhere"), {WRONG}),
    "uncited text at its end": (written("the end of May.", "the end of May?"), {WRONG}),
    "a line end at its end": (written("end of May.\n", "end of May.\n\n"), {WRONG}),
    "no line end at its end": (written("end of May.\n", "end of May."), {WRONG}),
    "other line ends": (written("\n\n", "\r\n\r\n"), {WRONG}),
    "a byte order mark": (written("Thursday,", "\ufeffThursday,"), {WRONG}),
    "its day": (written("18 March", "19 March"), {WRONG}),
    "gone": (instead(lambda path: None), {UNPROVEN}),
    "its folder gone": (lambda folder: shutil.rmtree(folder / "larn"), {UNPROVEN}),
    "empty": (instead(_empty), {WRONG, UNPROVEN}),
    "a link to its bytes": (instead(_moved_within), {PROVEN}),
    "a link to its bytes outside": (instead(_moved_out), {PROVEN, UNPROVEN}),
    "a link to another article": (
        instead(lambda path: path.symlink_to("comet.txt")),
        {WRONG, UNPROVEN},
    ),
    "a link to itself": (instead(lambda path: path.symlink_to(path.name)), {WRONG, UNPROVEN}),
    "a link to nothing": (instead(lambda path: path.symlink_to("nothing")), {UNPROVEN}),
    "a link without end": (instead(lambda path: path.symlink_to("/dev/zero")), {WRONG, UNPROVEN}),
    "a device without end": (
        instead(lambda path: path.symlink_to("/dev/urandom")),
        {WRONG, UNPROVEN},
    ),
    "a link to a secret": (instead(lambda path: path.symlink_to("/etc/passwd")), {WRONG, UNPROVEN}),
    "a pipe": (instead(lambda path: os.mkfifo(path)), {WRONG, UNPROVEN}),
    "a folder": (instead(lambda path: path.mkdir()), {WRONG, UNPROVEN}),
    "huge": (instead(_huge), {WRONG, UNPROVEN}),
    "unreadable": (instead(_unreadable), {WRONG, UNPROVEN}),
    "a pipe beside it": (lambda folder: os.mkfifo(folder / "larn" / "a.txt"), {PROVEN, UNPROVEN}),
    "a link without end beside it": (
        lambda folder: (folder / "larn" / "a.txt").symlink_to("/dev/zero"),
        {PROVEN, UNPROVEN},
    ),
    "a folder that holds itself beside it": (
        lambda folder: (folder / "larn" / "a").symlink_to("."),
        {PROVEN, UNPROVEN},
    ),
    "its time": (lambda folder: os.utime(folder / _SOURCE, (0, 0)), {PROVEN}),
    "another article beside it": (
        _beside("new.txt", "It rained. " * 30),
        {PROVEN},
    ),
    "a secret beside it": (
        _beside(".env", "TOKEN=hunter2"),
        {PROVEN},
    ),
}


@pytest.mark.parametrize("page", ["whole", "json", "extracts", "json extracts"])
@pytest.mark.parametrize("name", SOURCES)
def test_a_change_of_an_article_is_told(own: Path, run: Run, page: str, name: str) -> None:
    """What is no longer what the page was made of, in its words or not; nothing hangs."""
    change, codes = SOURCES[name]
    change(own)
    code, told = run("verify", MADE[page].file)
    assert code in codes, told
    assert "root:" not in told
    if code:
        assert "ferry-verdict.txt" in told or "larn" in told


def test_a_page_of_articles_that_changed_with_it_is_true(own: Path, run: Run) -> None:
    """Article, sum and set changed alike make a page of other articles, which is what it says."""
    page = MADE["whole"].file
    before = sha256((own / _SOURCE).read_bytes()).hexdigest()
    text = (own / _SOURCE).read_text(encoding="utf-8")
    (own / _SOURCE).write_text(text.replace("Reed will appeal.", "Reed must appeal."))
    sums = re.findall(r"sha256:(\w{64})", text_of(own / page))
    after = sha256((own / _SOURCE).read_bytes()).hexdigest()
    sums = [after if each == before else each for each in sums]
    set_of = sha256("\n".join(sorted(sums)).encode()).hexdigest()[:8]
    changed = text_of(own / page).replace(before, after)
    changed = re.sub(r"\|set:\w+", f"|set:{set_of}", changed)
    assert run("verify", forged(signed(changed)))[0] == PROVEN
    changed = changed.replace("**Karl Brandt:**", "**Tom Reed:**", 1)
    assert run("verify", forged(signed(changed)))[0] == WRONG


#: Paths that a forged page may give for that of an article.
PATHS = [
    "/etc/passwd",
    "../../../../../../../../etc/passwd",
    "larn/../../../../../../../../etc/passwd",
    "%2Fetc%2Fpasswd",
    "%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "larn/%2e%2e/%2e%2e/secret.txt",
    "/proc/self/environ",
    "/dev/stdin",
    "/dev/zero",
    "-",
    "./-",
    ".",
    "..",
    "/",
    "~/.ssh/id_rsa",
    "larn/comet.txt/",
    "larn//comet.txt",
    "larn/comet.txt%00.md",
    "%00",
    "larn%5Ccomet.txt",
    "C:%5Ccomet.txt",
    "larn/%63omet.txt",
    "larn/%2563omet.txt",
    "larn/%comet.txt",
    "larn/%ED%A0%80.txt",
    "larn/%FF.txt",
    "larn/comet.txt?x",
    "file:///etc/passwd",
    "https://evil.example/comet.txt",
    "%20",
    "a" * 5000,
    "a/" * 5000,
    "larn/.env",
    "larn/id_rsa",
    "larn/secrets.txt",
]
_SECRET = "hunter2-Zq9vTx"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40])
def test_a_path_is_no_way_to_a_secret(own: Path, run: Run, path: str) -> None:
    """A page that lists another file for an article is refused, and the file is not quoted."""
    for name in ("larn/.env", "larn/id_rsa", "larn/secrets.txt", "../secret.txt"):
        (own / name).write_text(f"TOKEN={_SECRET}\n")
    text = text_of(own / MADE["whole"].file)
    for changed in (
        text.replace("larn/comet.txt", path),
        re.sub("larn/comet.txt(?= )", path, text),
    ):
        code, told = run("verify", forged(signed(changed)), stdin=f"TOKEN={_SECRET}".encode())
        assert code in (WRONG, UNPROVEN), told
        assert _SECRET not in told and "root:" not in told
    content = json.loads(text_of(own / MADE["json"].file))
    content["documents"][7]["path"] = plain = unquote(path, errors="replace")
    if plain == "larn/comet.txt":
        return
    code, told = run("verify", forged(signed(json.dumps(content)), "forged.json"))
    assert code in (WRONG, UNPROVEN), told
    assert _SECRET not in told and "root:" not in told


@pytest.mark.parametrize("name", ["larn/.env", "larn/id_rsa", "larn/secrets.txt", "/etc/passwd"])
def test_a_secret_is_not_quoted_even_with_its_sum(own: Path, run: Run, name: str) -> None:
    """A page may name the sum of a file and guess at its places; no character of it is told."""
    if not name.startswith("/"):
        (own / name).write_text(f"TOKEN={_SECRET}\n")
    data = (own / name).read_bytes()
    text = text_of(own / MADE["whole"].file)
    text = text.replace("larn/comet.txt", name).replace(
        sha256((own / "larn/comet.txt").read_bytes()).hexdigest(), sha256(data).hexdigest()
    )
    code, told = run("verify", forged(signed(text)))
    assert code in (WRONG, UNPROVEN), told
    assert _SECRET not in told and "root:" not in told


def test_a_secret_is_not_quoted_where_a_page_comes_near_it(own: Path, run: Run) -> None:
    """Most words of a file may be guessed: the others are not told, as it is no article."""
    words = "the password of the safe in the office is "
    (own / "larn" / "safe.txt").write_text(f"{words}{_SECRET}\n")
    page = text_of(own / MADE["whole"].file).replace("larn/comet.txt", "larn/safe.txt")
    row = re.search(r"^[0-9]+\. (.*) \(\[8\]\[c([0-9]+)\]\)$", page, re.MULTILINE)
    assert row
    page = page.replace(row[1], f"{words}nothing")
    end = len(words) + len(_SECRET)
    page = re.sub(rf"^(\[c{row[2]}\]: .*char=).*", rf"\g<1>0,{end}", page, flags=re.MULTILINE)
    code, told = run("verify", forged(signed(page)))
    assert code in (WRONG, UNPROVEN), told
    assert _SECRET not in told


# The page itself


@pytest.mark.parametrize(
    "put",
    [
        lambda path: os.mkfifo(path),
        lambda path: path.mkdir(),
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.symlink_to(path.name),
        lambda path: path.symlink_to("nothing"),
        lambda path: path.write_bytes(bytes(range(256)) * 100),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"\xff\xfe" + "# A page".encode("utf-16-le")),
        lambda path: path.write_bytes(b"[" * 200_000),
        lambda path: path.write_bytes(b'{"schema": "brief/2", "in_brief": ' + b"[" * 200_000),
        _huge,
    ],
    ids="pipe folder zero loop nothing binary empty utf-16 deep deep-page huge".split(),
)
def test_what_is_no_page_is_said_to_be_none(
    own: Path, run: Run, put: Callable[[Path], None]
) -> None:
    """One line says so, whatever it is, and soon."""
    for name in ("odd.md", "odd.json"):
        put(own / name)
        code, told = run("verify", name)
        assert code in (NO_PAGE, WRONG), told
        assert told.count("\n") == 1 and len(told) < 1000


def test_a_page_of_too_much_is_refused_soon(place: Path, run: Run) -> None:
    """However often it says what it says: in a second or two, and with a short message."""
    for what, changed in grown(text_of(place / MADE["whole"].file)):
        code, told = run("verify", forged(signed(changed)))
        assert code in (WRONG, UNPROVEN), (what, told[:1000])
        assert len(told) < 20_000, what
    content = json.loads(text_of(place / MADE["json"].file))
    content["documents"] = [{**content["documents"][0], "id": n} for n in range(1, 20_000)]
    code, told = run("verify", forged(signed(json.dumps(content)), "forged.json"))
    assert code in (WRONG, UNPROVEN), told[:1000]


def test_a_link_to_a_page_is_a_page(own: Path, run: Run) -> None:
    """Beside it, and its articles are where it lies."""
    (own / "link.md").symlink_to("whole.md")
    assert run("verify", "link.md")[0] == PROVEN


def test_several_pages_are_checked_one_by_one(own: Path, run: Run) -> None:
    """The worst of them is the exit code, and each is told."""
    forged(signed(text_of(own / "small.md").replace("1 minute", "2 minutes")))
    code, told = run("verify", "whole.md", "forged.md", "extracts.md")
    assert code == WRONG
    assert all(name in told for name in ("whole.md", "forged.md", "extracts.md"))


def test_plain_text_cannot_be_proven(own: Path, run: Run) -> None:
    """It cites no places; the message names the formats that do."""
    for command in ([], ["summarise"]):
        assert main([*command, "larn", "-q", "-o", "page.txt"]) == 0
        code, told = run("verify", "page.txt")
        assert code == NO_PAGE
        assert "Markdown, JSON or HTML" in told


# True pages, made in every way and verified elsewhere


def made_and_verified(run: Run, *words: str | Path, file: str = "page.md", **more: bytes) -> None:
    """Make a page and verify it."""
    code, told = run(*words, "-q", "-o", file, **more)
    assert code == 0, told
    known = [*words[words.index("--focus") :][:2]] if "--focus" in words else []
    if more:
        known += ["--sources", "-"]
    code, told = run("verify", file, *known, **more)
    assert code == PROVEN, told


@pytest.mark.parametrize("method", METHODS)
def test_a_page_of_every_method_stands(own: Path, run: Run, method: str) -> None:
    """Those that learn nothing, too."""
    made_and_verified(run, "larn", "--method", method, "--now", "2010-04-02")


@pytest.mark.parametrize("file", ["page.md", "page.json"])
@pytest.mark.parametrize(
    "options",
    [
        ("--words", "130"),
        ("--words", "10000"),
        ("--sections", "articles"),
        ("--sections", "support,names,quotes"),
        ("--stories", "off"),
        ("--focus", "paper mill"),
        ("--focus", "whale | hunting: 5 %"),
        ("--language", "en"),
        ("--language", "de"),
        ("--page-language", "de"),
        ("--page-language", "ar"),
        ("--page-language", "fi"),
        ("--since", "first.md"),
        ("--since", "whole.md"),
        ("--since", "whole.json"),
        ("--now", "2010-01-14"),
        ("--now", "1999-12-31"),
    ],
    ids=" ".join,
)
def test_a_page_of_every_setting_stands(
    own: Path, run: Run, file: str, options: tuple[str, ...]
) -> None:
    """In Markdown and in JSON."""
    made_and_verified(run, "larn", "nahr", *options, file=file)


@pytest.mark.parametrize("file", ["page.md", "page.json"])
@pytest.mark.parametrize(
    "options",
    [
        ("--words", "1"),
        ("--words", "10000"),
        ("--focus", "paper mill"),
        ("--focus", "whale hunting"),
        ("--language", "de"),
        ("--page-language", "ar"),
    ],
    ids=" ".join,
)
def test_extracts_of_every_setting_stand(
    own: Path, run: Run, file: str, options: tuple[str, ...]
) -> None:
    """In Markdown and in JSON."""
    made_and_verified(run, "summarise", "larn", "nahr", *options, file=file)


@pytest.mark.parametrize(
    "paths",
    [
        ("larn/comet.txt",),
        ("nahr", "larn"),
        ("larn/mill-sold.md", "larn/comet.txt", "larn/ferry toll.html"),
        ("larn", "larn/photo.png"),
        ("larn", "larn/comet.txt"),
        ("./larn/../larn",),
        ("larn/noise.txt", "larn/comet.txt"),
        ("larn", "nowhere.txt"),
    ],
    ids=" ".join,
)
def test_a_page_stands_however_its_articles_were_named(
    own: Path, run: Run, paths: tuple[str, ...]
) -> None:
    """A file, several, in any order, twice, with some that are skipped."""
    if "nowhere.txt" in paths and run(*paths, "-q")[0]:
        pytest.skip("no page is made of what is not there")
    for words in ((), ("summarise",)):
        for file in ("page.md", "page.json"):
            made_and_verified(run, *words, *paths, file=file)


def test_a_page_of_the_same_article_twice_stands(own: Path, run: Run) -> None:
    """Two files of the same bytes, one of another name."""
    shutil.copy(own / "larn" / "comet.txt", own / "larn" / "comet-again.txt")
    made_and_verified(run, "larn")
    made_and_verified(run, "larn", file="page.json")
    made_and_verified(run, "summarise", "larn")


def test_a_page_with_absolute_paths_stands(own: Path, run: Run, tmp_path: Path) -> None:
    """From any folder."""
    made_and_verified(run, own / "larn", file="page.md")
    made_and_verified(run, own / "larn", file=str(tmp_path / "page.json"))


def test_a_page_with_learned_weights_stands(own: Path, run: Run) -> None:
    """They are read again where the signature says; without them nothing is proven."""
    shutil.copy(ROOT / "brief" / "data" / "choice_weights.txt", own / "weights.txt")
    made_and_verified(run, "larn", "--weights", "weights.txt")
    (own / "weights.txt").unlink()
    assert run("verify", "page.md")[0] == UNPROVEN


def test_a_page_of_standard_input_stands(own: Path, run: Run) -> None:
    """With the same bytes on standard input again, and with others not."""
    data = (own / _SOURCE).read_bytes()
    for file in ("page.md", "page.json"):
        made_and_verified(run, "-", file=file, stdin=data)
        assert run("verify", file, stdin=data)[0] == UNPROVEN
        assert run("verify", file, "--sources", "-", stdin=b"")[0] in (WRONG, UNPROVEN)
        other = data.replace(b"2.5", b"2.6")
        assert run("verify", file, "--sources", "-", stdin=other)[0] == WRONG


@pytest.mark.parametrize(
    "name", ["with space.txt", "é.txt", "a#b.txt", "a?b=1.txt", "50%.txt", "[x](y).txt", '"q".txt']
)
def test_a_page_of_an_oddly_named_article_stands(own: Path, run: Run, name: str) -> None:
    """Spaces, accents, and what means something in an address or in Markdown."""
    folder = own / "odd"
    folder.mkdir()
    shutil.copy(own / _SOURCE, folder / name)
    made_and_verified(run, "odd")
    made_and_verified(run, "odd", file="page.json")
    made_and_verified(run, "summarise", "odd")


def test_a_page_in_another_folder_stands(own: Path, run: Run) -> None:
    """Below the articles, beside them, or far away: then their folder has to be named."""
    (own / "out" / "deep").mkdir(parents=True)
    for file in ("out/page.md", "out/deep/page.json", "larn/page.md"):
        assert run("larn", "-q", "-o", file)[0] == 0
        assert run("verify", file)[0] == (UNPROVEN if "out" in file else PROVEN)
        for folder in (".", own, "larn"):
            code, told = run("verify", file, "--sources", folder)
            assert code == PROVEN, told


@pytest.mark.parametrize("page", MADE)
def test_a_page_stands_from_any_folder(
    own: Path, run: Run, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Moved with its articles, and from another current folder."""
    moved = own.with_name("moved")
    own.rename(moved)
    monkeypatch.chdir("/")
    code, told = run("verify", moved / MADE[page].file, *GIVEN.get(page, ()))
    assert code == PROVEN, told


@pytest.mark.parametrize("page", ["whole", "json", "arabic", "extracts", "json extracts"])
def test_articles_may_lie_elsewhere(own: Path, run: Run, page: str) -> None:
    """Where they are not beside the page, `--sources` says where; there they are proven."""
    file = MADE[page].file
    store = own.with_name("store")
    store.mkdir()
    for folder in ("larn", "nahr"):
        (own / folder).rename(store / folder)
    assert run("verify", file)[0] == UNPROVEN
    assert run("verify", file, "--partial")[0] == PROVEN
    code, told = run("verify", file, "--sources", store)
    assert code == PROVEN, told
    target = store / "larn" / "comet.txt" if page != "arabic" else store / "nahr" / "jisr.md"
    target.write_text(target.read_text("utf-8").replace("ا", "أ").replace("31", "32"), "utf-8")
    code, told = run("verify", file, "--sources", store)
    assert code == WRONG, told
    assert run("verify", file, "--sources", store / "nowhere")[0] in (NO_PAGE, UNPROVEN)


#: What may differ between where a page is made and where it is verified.
ENVIRONMENTS: tuple[dict[str, str], ...] = (
    {"LC_ALL": "C", "PYTHONHASHSEED": "0", "TZ": "UTC"},
    {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"},
    {
        "LC_ALL": "tr_TR.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "12345",
        "TZ": "Asia/Kolkata",
    },
    {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "PYTHONUTF8": "0", "TZ": "America/St_Johns"},
    {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "1", "COLUMNS": "20"},
)


@pytest.mark.parametrize("number", range(len(ENVIRONMENTS)))
def test_a_page_of_one_environment_stands_in_another(own: Path, number: int) -> None:
    """Locale, time zone, hash seed and width of the screen change nothing."""
    base = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))
    }
    base["PYTHONPATH"] = str(ROOT)
    here = base | ENVIRONMENTS[number]
    there = base | ENVIRONMENTS[(number + 1) % len(ENVIRONMENTS)]
    now = ("--now", "2010-04-02", "-q", "-o")
    program = [sys.executable, "-m", "brief"]
    for command, file in (
        (("larn", "nahr", "--sections", ALL), "page.md"),
        (("summarise", "larn", "nahr"), "extracts.json"),
    ):
        words = now if command[0] != "summarise" else now[2:]
        subprocess.run([*program, *command, *words, file], env=here, check=True, timeout=120)
    done = subprocess.run(
        [*program, "verify", str(own / "page.md"), str(own / "extracts.json")],
        env=there,
        cwd="/",
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == PROVEN, done


def test_pages_of_every_language_stand(own: Path, run: Run) -> None:
    """Articles of each language by themselves and all in one set, headings in each."""
    texts = json.loads((ARTICLES.parent / "articles_by_language.json").read_text("utf-8"))
    (own / "tongues").mkdir()
    for code, text in texts.items():
        (own / "tongues" / f"{code}.txt").write_text(text, encoding="utf-8")
        if run(f"tongues/{code}.txt", "-q", "-o", "page.md")[0] == 0:
            made_and_verified(run, f"tongues/{code}.txt")
    made_and_verified(run, "tongues")
    made_and_verified(run, "tongues", "--page-language", "el", file="page.json")
    made_and_verified(run, "summarise", "tongues")


@pytest.mark.parametrize(
    "name",
    [
        "articles/belarus",
        "articles/wikinews",
        "editor/stories/1a",
        "editor/stories/10b",
        "editor/stories/24a",
        "editor/stories/w01",
        "editor/stories/w08",
        "editor/stories/w18",
    ],
)
def test_pages_of_real_articles_stand(own: Path, run: Run, shared: Path, name: str) -> None:
    """In both formats, moved with their articles; without one, something is missing."""
    paths = sorted(path for path in (shared / name).iterdir() if path.suffix in (".txt", ".md"))
    (own / "real").mkdir()
    for path in paths[:40]:
        shutil.copy(path, own / "real")
    made_and_verified(run, "real", "--sections", ALL, "--words", "2000")
    made_and_verified(run, "real", file="page.json")
    made_and_verified(run, "summarise", "real", file="extracts.md")
    (own / "real" / paths[0].name).unlink()
    assert run("verify", "page.md")[0] == UNPROVEN
