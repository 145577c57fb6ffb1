"""The pictures of `make screenshots` show what they are called."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from browser import screenshots

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Pages = Callable[..., Path]


def test_each_view_is_a_picture_that_a_reader_can_load(
    browser: Browser, page_file: Pages, tmp_path: Path
) -> None:
    """Of its size, light or dark, and small."""
    pictures = screenshots.take(browser, page_file("inputs"), tmp_path)
    assert [picture.stem for picture in pictures] == ["page", "dark", "phone", "without-script"]
    for view, picture in zip(screenshots.VIEWS, pictures, strict=True):
        data = picture.read_bytes()
        scale = view.options.get("device_scale_factor", 1)
        assert struct.unpack(">II", data[16:24]) == (view.width * scale, view.height * scale)
        assert len(data) < 150_000
        pixels = screenshots.pixels_of(browser, data)
        assert (pixels.mean() > 128) == (view.scheme == "light")


def test_the_picture_of_the_readme_is_there() -> None:
    """With words for those who do not see it."""
    readme = (screenshots.ROOT / "README.md").read_text(encoding="utf-8")
    above = readme.partition("<!-- page -->")[0]
    assert "](tests/screenshots/page.png)" in above
    alternative = above.partition("](tests/screenshots/page.png)")[0].rpartition("![")[2]
    assert len(alternative) > 40
    assert (screenshots.FOLDER / "page.png").stat().st_size < 150_000
