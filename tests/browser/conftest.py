"""A browser for the tests of this folder: one a process, which shows files and reaches nothing.

The tests are skipped where playwright or Chromium is not installed.  The browser is closed behind
the folder's last test: what drives it runs an event loop, which other tests could not start then.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock

from browser.sets import page_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: Opens a file in a window of its own, and returns it.
Open = Callable[..., "Page"]
# Reports what the page's policy forbids, which is an error on the console anyway in most browsers.
_REPORT = "addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium, driven by playwright."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed: apt install chromium")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return a function that returns the page of a set of articles, made once for all processes."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent

    def page(name: str, **options: Any) -> Path:
        key = sha256(repr((name, options)).encode()).hexdigest()[:12]
        folder = root / f"page-{key}"
        with FileLock(f"{folder}.lock"):
            if not folder.exists():
                unfinished = tmp_path_factory.mktemp("page")
                page_of(name, unfinished, **options)
                unfinished.rename(folder)
        return folder / f"{name}.html"

    return page


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Return a function that opens a file; whatever the page then complains of fails the test.

    That is: a script's error or message, a dialog, what its policy forbids, a request for anything
    but the file itself.
    """
    contexts, problems = [], []

    def open_file(
        path: Path, width: int = 1600, height: int = 900, fragment: str = "", **options: Any
    ) -> Page:
        settings = {"reduced_motion": "reduce", "viewport": {"width": width, "height": height}}
        context = browser.new_context(**(settings | options))
        contexts.append(context)
        page = context.new_page()
        own = path.as_uri()
        page.on("console", lambda message: problems.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: problems.append(f"error: {error}"))
        page.on("popup", lambda popup: problems.append(f"window: {popup.url}"))

        def dismiss(dialog: Any) -> None:
            problems.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        def answer(route: Any) -> None:
            if route.request.url.partition("#")[0] == own:
                route.continue_()
            else:
                problems.append(f"request: {route.request.url}")
                route.abort()

        page.on("dialog", dismiss)
        context.route("**/*", answer)
        page.add_init_script(_REPORT)
        page.goto(own + fragment)
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert problems == []
