"""Addresses of one page have one key, whatever way they were come by."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.web.same_page import former_key, is_place, page_key
from brief.web.tracking import tracks

STORY = "https://harl.example/news/bridge-2026?id=4"


@pytest.mark.parametrize(
    "address",
    [
        "http://harl.example/news/bridge-2026?id=4",
        "https://www.harl.example/news/bridge-2026/?id=4#comments",
        "HTTPS://WWW.Harl.example:443/news/bridge-2026?id=4&utm_source=rss",
        "http://harl.example:80/news/bridge-2026?at_medium=RSS&id=4&at_campaign=K",
        "https://amp.harl.example/news/bridge-2026?id=4",
        "https://harl.example/news/bridge-2026/amp/?id=4",
        "https://harl.example/amp/news/bridge-2026?id=4&outputType=amp",
        "https://harl.example/news/bridge-2026.amp?amp&id=4&amp_js_v=0.1",
        "https://www.google.com/amp/s/www.harl.example/news/bridge-2026?id=4",
        "https://www.google.co.uk/amp/harl.example/news/bridge-2026?id=4",
        "https://harl-example.cdn.ampproject.org/c/s/harl.example/news/bridge-2026?id=4",
        "https://harl.example/news/bridge-2026?id=4&ref=news.reader.example&from=home-top",
    ],
)
def test_one_page(address: str) -> None:
    """Scheme, `www.`, AMP and parameters that track make no other page."""
    assert page_key(address) == STORY


@pytest.mark.parametrize(
    "address",
    [
        "https://harl.example/news/bridge-2026?id=5",
        "https://harl.example/news/bridge-2026",
        "https://harl.example/news/Bridge-2026?id=4",
        "https://news.harl.example/news/bridge-2026?id=4",
        "https://m.harl.example/news/bridge-2026?id=4",
        "https://harl.example:8443/news/bridge-2026?id=4",
        "http://harl.example:8080/news/bridge-2026?id=4",
        "https://harl.example/news/bridge-2026?id=4&source=report.pdf",
        "https://harl.example/news/bridge-2026?id=4&ref=harbour",
        "https://harl.example/news/bridge-2026?id=4&lang=da",
        "https://reader@harl.example/news/bridge-2026?id=4",
        "https://google.example/amp/s/harl.example/news/bridge-2026?id=4",
    ],
)
def test_other_pages(address: str) -> None:
    """What may be another page stays one."""
    assert page_key(address) != STORY


@pytest.mark.parametrize(
    "address",
    [
        "https://amp.example",
        "https://harl.example/amp",
        "https://harl.example/wiki/amp",
        "https://harl.example/search?q=utm_source",
        "mailto:desk@harl.example",
        "ftp://www.harl.example/a",
        "articles/one.txt",
        "http://[::1",
        "",
    ],
)
def test_what_is_left_alone(address: str) -> None:
    """A page about AMP, and what is no address of the web."""
    assert page_key(address) == address


@pytest.mark.parametrize("name", "id p article page story q s v t n aid nid cat lang date".split())
@pytest.mark.parametrize("value", ["1", "rss", "home", "harl.example"])
def test_what_names_a_page_never_tracks(name: str, value: str) -> None:
    """Whatever its value."""
    assert not tracks(f"{name}={value}")


@pytest.mark.parametrize(
    ("fragment", "place"),
    [
        ("harl", True),
        ("v2.1", True),
        ("xtor=RSS-1", False),
        ("utm_source=a&b=c", True),
        ("", False),
    ],
)
def test_fragments(fragment: str, place: bool) -> None:
    """One that only tracks is no place of a page."""
    assert is_place(fragment) is place


def test_letters_beyond_ascii_are_the_same_encoded() -> None:
    """One feed encodes them, another does not."""
    assert page_key("https://harl.example/brücke") == page_key("https://harl.example/br%C3%BCcke")


def test_the_key_of_version_0_1() -> None:
    """It is what that version made, so that its memory is understood."""
    address = "http://www.harl.example/a/?b=2&utm_source=x&at_medium=y&a=1#top"
    assert former_key(address) == "http://www.harl.example/a?a=1&at_medium=y&b=2"


WEIRD = st.text("s:/@?#[]&=.%-a1 ampwgoles_\\\t\nü", max_size=40)


@given(
    st.text() | st.builds("http{}".format, WEIRD) | st.builds("https://www.a.b/{}".format, WEIRD)
)
def test_a_key_is_its_own(address: str) -> None:
    """Whatever is given, there is one answer, and it is its own; an address keeps its site."""
    key = page_key(address)
    assert page_key(key) == key
    if key.startswith("https://a.b/"):
        assert urlsplit(key).hostname == "a.b"
