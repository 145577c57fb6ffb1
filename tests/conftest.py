"""What every test can count on: no network, the same random examples, the shared articles.

No test may use the last resort unless it is marked `last_resort`, as those that break a stage on
purpose are: a stage that breaks is a bug, whether or not the page is made without the article.
"""

from __future__ import annotations

import shutil
import socket
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from brief.model import Skipped
from brief.pipeline import last_resort
from brief.web import addresses

# Derandomised: a failure is the change's, not the day's.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

# As they are before any test takes them away.
_CONNECT = socket.socket.connect
_GETADDRINFO = socket.getaddrinfo
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}

ROOT = Path(__file__).parents[1]

#: Where the last resort was used since the last test ended, and what broke.
FIRED: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "last_resort: the test breaks a stage on purpose")
    noted = last_resort.noted

    def counted(broken: last_resort.Broken, *rest: Any, **more: Any) -> Skipped:
        FIRED.append(f"{broken.what}: {broken.broke}")
        return noted(broken, *rest, **more)

    last_resort.noted = counted


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Fail a test in which a stage broke, its fixtures included, unless that was its purpose."""
    fired = [*FIRED]
    FIRED.clear()
    if item.get_closest_marker("last_resort") is None:
        assert fired == [], "the last resort was used"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write the pages that tests compare with"
    )
    parser.addoption(
        "--thorough", action="store_true", help="kill 100 times where 12 are tried otherwise"
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """Return how often a process is killed where a test does so again and again."""
    return 100 if request.config.getoption("--thorough") else 12


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a test reached for the network")

    def connect(self: socket.socket, address: Any) -> None:
        # Processes of this machine speak with each other so, from Python 3.14 on.
        _CONNECT(self, address) if self.family == socket.AF_UNIX else refuse()

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True)
def cache_home(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Path:
    """Return a cache folder of the test's own, which is not made yet."""
    name = sha256(request.node.nodeid.encode()).hexdigest()[:16]
    folder = tmp_path_factory.getbasetemp() / "caches" / name
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def loopback(no_network: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test talk to servers of its own on this machine, and to nobody else."""

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in _LOOPBACK:
            raise AssertionError("a test reached for the network")
        _CONNECT(self, address)

    def getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
        if host not in _LOOPBACK:
            raise AssertionError("a test reached for the network")
        return _GETADDRINFO(host, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.fixture
def web_server(loopback: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the servers of a test on this machine stand for those of the web, whoever links there."""
    public = addresses.is_public
    monkeypatch.setattr(addresses, "is_public", lambda text: text in _LOOPBACK or public(text))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real articles that stands beside a checkout on some machines."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared articles are not on this machine")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home with articles, `news`, and a memory of its own, where a run is made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copytree(Path(__file__).parents[1] / "inputs", tmp_path / "news")
    return tmp_path
