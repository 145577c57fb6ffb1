"""What every test can count on: no network, the same random examples, the shared articles."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from hypothesis import settings

# Derandomised: a failure is the change's, not the day's.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write the pages that tests compare with"
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a test reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real articles that stands beside a checkout on some machines."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared articles are not on this machine")
    return folder
