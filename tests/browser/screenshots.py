"""Pictures of the page of `inputs/` with a source opened, as `make screenshots` takes them.

They are written to `tests/screenshots`, or to the folder that is named.
"""

from __future__ import annotations

import shutil
import struct
import sys
import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from browser.sets import ROOT, page_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = ROOT / "tests" / "screenshots"
#: The number of the line whose source is opened.
LINE = 3
_PIXELS = """async (picture) => {
  const file = await fetch(`data:image/png;base64,${picture}`);
  const bitmap = await createImageBitmap(await file.blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  canvas.drawImage(bitmap, 0, 0);
  const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
  let text = "";
  for (let at = 0; at < data.length; at += 32768) {
    text += String.fromCharCode(...data.subarray(at, at + 32768));
  }
  return [[bitmap.width, bitmap.height], btoa(text)];
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How the page is looked at."""

    name: str  #: Of the picture's file.
    width: int
    height: int
    scheme: str = "light"
    script: bool = True
    options: dict[str, Any] = field(default_factory=dict)


VIEWS = (
    View(name="page", width=1280, height=720),
    View(name="dark", width=1280, height=720, scheme="dark"),
    View(
        name="phone",
        width=390,
        height=844,
        options={"has_touch": True, "is_mobile": True, "device_scale_factor": 2},
    ),
    View(name="without-script", width=768, height=900, script=False),
)


def take(browser: Browser, page_file: Path, folder: Path) -> list[Path]:
    """Write a picture of each view of a page into a folder; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for view in VIEWS:
        context = browser.new_context(
            viewport={"width": view.width, "height": view.height},
            color_scheme=view.scheme,
            java_script_enabled=view.script,
            reduced_motion="reduce",
            **view.options,
        )
        page = context.new_page()
        page.goto(page_file.as_uri())
        said = page.locator(f"#line-{LINE} a.said")
        said.click()
        page.mouse.move(0, 0)
        picture = folder / f"{view.name}.png"
        picture.write_bytes(with_palette(browser, page.screenshot()))
        context.close()
        written.append(picture)
    return written


def with_palette(browser: Browser, picture: bytes) -> bytes:
    """Return a PNG with a palette of at most 256 colours, which is a third as large.

    Colours are told apart by their upper bits, by as many as leave at most 256 of them.
    """
    pixels = pixels_of(browser, picture)
    for dropped in range(8):
        parts = (pixels >> dropped).astype(np.uint32)
        keys = parts[..., 0] << 16 | parts[..., 1] << 8 | parts[..., 2]
        _, first, places = np.unique(keys.ravel(), return_index=True, return_inverse=True)
        if len(first) <= 256:
            break
    height, width = keys.shape
    rows = places.reshape(keys.shape).astype(np.uint8)
    lines = np.hstack([np.zeros((height, 1), np.uint8), rows])  # Each begins with its filter: none.
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", pixels.reshape(-1, 3)[first].tobytes()),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def pixels_of(browser: Browser, picture: bytes) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return the pixels of a picture, as a browser reads it: rows of red, green and blue."""
    page = browser.new_page()
    size, pixels = page.evaluate(_PIXELS, b64encode(picture).decode())
    page.close()
    width, height = size
    return np.frombuffer(b64decode(pixels), np.uint8).reshape(height, width, 4)[..., :3]


def main(folder: Path) -> None:
    """Take the pictures, and say where they are."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("screenshots need Chromium: apt install chromium")
    with sync_playwright() as playwright, TemporaryDirectory() as made:
        browser = playwright.chromium.launch(executable_path=chromium)
        for picture in take(browser, page_of("inputs", Path(made)), folder):
            print(f"{picture}: {picture.stat().st_size // 1000} KB")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
