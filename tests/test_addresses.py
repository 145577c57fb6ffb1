"""Articles named by their addresses on the command line: fetched, kept, refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_web import Server, answer, running

from brief.cli import main
from brief.model import Document
from brief.readers import read
from brief.readers.html import saved_from

TEXT = (
    "Twelve people drowned when the river Orlin broke its banks on Tuesday night, the mayor of Helm"
    " said, and the bridge to the other bank has been closed since then."
)
PAGE = (
    "<html><head><meta charset=utf-8><title>Bridge closed</title></head><body><article>"
    f"<h1>Bridge at Helm closed</h1><p>{TEXT}</p></article></body></html>"
).encode()


@pytest.fixture
def server(loopback: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.chdir(tmp_path)
    for made in running(Server()):
        made.pages["/robots.txt"] = answer(404)
        made.pages["/bridge"] = answer(body=PAGE, content_type="text/html; charset=utf-8")
        yield made


def brief(*words: str) -> int:
    return main([*words, "--now", "2026-11-20"])


def test_a_page_is_made_of_an_address(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed leads to the address; nothing is written."""
    assert brief(server.at("/bridge")) == 0
    page = capsys.readouterr().out
    assert page.startswith("# [Bridge at Helm closed]")
    assert server.at("/bridge") in page
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_copies_are_kept_beside_the_page(
    form: str, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page can be proven without the network, and says where its articles are from."""
    assert brief(server.at("/bridge"), "-o", f"page.{form}") == 0
    (copy,) = Path("page.sources").iterdir()
    assert copy.name.startswith("127.0.0.1-")
    document = read(str(copy))
    assert isinstance(document, Document)
    assert document.url == server.at("/bridge")
    assert server.at("/bridge") in Path(f"page.{form}").read_text()
    server.pages.clear()
    assert main(["verify", f"page.{form}"]) == 0
    assert "proven" in capsys.readouterr().out


def test_addresses_and_files_make_one_page(server: Server) -> None:
    """An address stands beside a folder, and twice the same one is one article."""
    Path("in").mkdir()
    Path("in/rain.txt").write_text(
        f"Rain\n\nMore rain fell on Helm. {TEXT.replace('Twelve', '12')}"
    )
    at = server.at("/bridge")
    assert brief("in", at, at, "-o", "page.json") == 0
    assert server.paths().count("/bridge") == 1
    assert '"in/rain.txt"' in Path("page.json").read_text()


def test_the_same_address_again_replaces_its_copy(server: Server) -> None:
    """A morning's copy takes the place of the last one's."""
    for text in (b"Twelve", b"Thirteen"):
        server.pages["/bridge"] = answer(
            body=PAGE.replace(b"Twelve", text), content_type="text/html"
        )
        assert brief(server.at("/bridge"), "-o", "page.md") == 0
    (copy,) = Path("page.sources").iterdir()
    assert "Thirteen people" in copy.read_text()


def test_charsets_are_those_that_the_server_states(server: Server) -> None:
    """A copy is read as the page was, though its server alone knew its encoding."""
    body = PAGE.decode().replace("<meta charset=utf-8>", "").replace("Helm", "Hélm")
    server.pages["/bridge"] = answer(
        body=body.encode("latin-1"), content_type="text/html; charset=iso-8859-1"
    )
    assert brief(server.at("/bridge"), "-o", "page.md") == 0
    assert "Hélm" in Path("page.md").read_text()
    assert main(["verify", "page.md"]) == 0


def of(kind: str, body: bytes = b"<rss/>") -> Any:
    return answer(body=body, content_type=kind)


@pytest.mark.parametrize(
    ("path", "page", "reason"),
    [
        ("/gone", answer(404), "404 Not Found"),
        ("/feed", of("application/rss+xml"), "a feed, not an article"),
        ("/feed", of("text/xml"), "a feed, not an article"),
        ("/picture", of("image/png"), "not an article (image/png)"),
        ("/empty", of("text/html", b""), "no article was found"),
        ("/forbidden", of("text/html", PAGE), "its robots.txt does not allow it"),
        ("/away", answer(302, location="http://localhost:1/"), "leads into the local network"),
        ("/menu", of("text/html", b"<p>Home</p>"), ""),
    ],
    ids=["gone", "feed", "feed as XML", "picture", "empty", "robots", "inwards", "no article"],
)
def test_what_cannot_be_had_is_said_and_the_rest_goes_on(
    path: str, page: Any, reason: str, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page is made of the others, and names what it lacks with its reason."""
    server.pages["/robots.txt"] = answer(body=b"User-agent: *\nDisallow: /forbidden\n")
    server.pages[path] = page
    assert brief(server.at(path), server.at("/bridge"), "-o", "page.md") == 0
    assert f"skipped {server.at(path)}" in capsys.readouterr().err or path in ("/menu", "/empty")
    text = Path("page.md").read_text()
    assert reason in text
    assert "Skipped: " in text


def test_nothing_to_be_had_is_an_error(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no address gives an article there is no page, and the reason stands above."""
    assert brief(server.at("/gone"), "-o", "page.md") == 3
    error = capsys.readouterr().err
    assert "404 Not Found" in error
    assert not Path("page.md").exists()


def test_secrets_of_an_address_stay_with_it(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """A password is sent to its server, and stands neither on the page nor in a copy."""
    at = server.at("/bridge").replace("http://", "http://al:hunter2@")
    assert brief(at, "-o", "page.md", "-v") == 0
    assert any("authorization" in headers for _, headers in server.asked)
    said = "".join(capsys.readouterr())
    for file in (Path("page.md"), *Path("page.sources").iterdir()):
        assert "hunter2" not in file.read_text() + file.name + said


@pytest.mark.parametrize("suffix", [".pdf", ".txt"])
def test_other_formats_are_read_as_what_they_are(suffix: str, server: Server) -> None:
    """A PDF or a text behind an address is no web page."""
    if suffix == ".pdf":
        typst = pytest.importorskip("typst")
        body, kind = typst.compile(f"= Bridge closed\n{TEXT}".encode()), "application/pdf"
    else:
        body, kind = f"Bridge closed\n\n{TEXT}".encode(), "text/plain"
    server.pages["/report"] = answer(body=bytes(body), content_type=kind)
    assert brief(server.at("/report"), "-o", "page.md") == 0
    (copy,) = Path("page.sources").iterdir()
    assert copy.suffix == suffix
    assert main(["verify", "page.md"]) == 0


def test_a_link_in_the_way_of_copies_is_not_followed(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Copies go into a folder of ours, not where a link leads."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "page.sources").symlink_to(tmp_path / "elsewhere")
    assert brief(server.at("/bridge"), "-o", "page.md") == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert "link" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("comment", "address"),
    [
        (saved_from("https://helm.example/a--b"), "https://helm.example/a%2D%2Db"),
        ("<!-- saved from url=(0014)about:internet -->", None),
        ("<!-- saved from url=(0020)https://helm.example/ -->", "https://helm.example/"),
        ("<!-- saved from url=(0020)javascript:alert(1) -->", None),
        ("", None),
    ],
)
def test_a_page_that_a_browser_saved_says_where_it_is_from(
    comment: str, address: str | None
) -> None:
    """The comment is read where the page itself names no address."""
    document = read("saved.html", comment.encode() + PAGE)
    assert isinstance(document, Document)
    assert document.url == address
    named = PAGE.replace(b"<title>", b'<link rel=canonical href="https://own.example/a"><title>')
    stated = read("saved.html", comment.encode() + named)
    assert isinstance(stated, Document)
    assert stated.url == "https://own.example/a"
