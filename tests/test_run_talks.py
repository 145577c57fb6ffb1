"""What `brief run` says of itself: one line for people, none for cron."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from brief.cli import main
from brief.cli.unattended import result
from brief.run import Outcome

TODAY = date(2026, 11, 25)
ARTICLE = (
    "# Flood at Helm\n\nTwelve people drowned when the river Orlin broke its banks on Tuesday,"
    " the mayor of Helm said, and the bridge to the other bank has been closed since then.\n"
)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"what": "page", "articles": 5, "stories": 2}, "5 articles, 2 stories"),
        ({"what": "page", "articles": 1, "stories": 1, "seen": 3}, "1 article; 3 seen before"),
        ({"what": "page", "articles": 1200, "stories": 1}, "1,200 articles"),
        ({"what": "done"}, "today has its page; --force makes it again"),
        ({"what": "done", "period": "2026-W48"}, "2026-W48 has its page; --force makes it again"),
        ({"what": "quiet", "before": "2026-11-24"}, "nothing new since 24 Nov"),
        ({"what": "quiet", "before": "2025-12-31"}, "nothing new since 31 Dec 2025"),
        ({"what": "quiet", "before": "2026-W47"}, "nothing new since 2026-W47"),
        ({"what": "quiet"}, "nothing new"),
        ({"what": "elsewhere"}, "another machine makes the page of today"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_run_says_in_one_line_what_it_did(fields: dict[str, object], line: str) -> None:
    """Numbers have their nouns, and days are said as people say them."""
    outcome = Outcome(**{"period": "2026-11-25", **fields})  # type: ignore[arg-type]
    assert result(outcome, TODAY) == line


@pytest.fixture
def briefing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "flood.md").write_text(ARTICLE)
    (tmp_path / "brief.toml").write_text('formats = ["markdown"]\n[[source]]\nfolder = "in"\n')
    return tmp_path


def run(day: str, *flags: str) -> int:
    return main(["run", "--now", f"2026-11-{day}T07:00:00", *flags])


def test_mornings_in_a_row(briefing: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page, the same morning again, a quiet day, and a day with one more article."""
    said = []
    for day in ("25", "25", "26"):
        run(day)
        said.append(capsys.readouterr().err)
    (briefing / "in" / "rain.md").write_text(
        ARTICLE.replace("Flood", "Rain").replace("Twelve", "9")
    )
    run("27")
    said.append(capsys.readouterr().err)
    assert said == [
        "brief: briefings/2026-11-25.md: 1 article\n",
        "brief: briefings/2026-11-25.md: today has its page; --force makes it again\n",
        "brief: briefings/2026-11-26.md: nothing new since 25 Nov\n",
        "brief: briefings/2026-11-27.md: 1 article; 1 seen before\n",
    ]


@pytest.mark.parametrize("flag", ["--format", "--formats"])
def test_a_run_is_told_its_formats(flag: str, briefing: Path) -> None:
    """`brief run --format html` keeps the page as HTML, whatever the settings say."""
    assert run("25", flag, "html") == 0
    names = {path.name for path in (briefing / "briefings").iterdir()}
    assert {"2026-11-25.html", "index.html", "feed.xml"} <= names
    assert "2026-11-25.md" not in names


@pytest.mark.parametrize("flags", [["--quiet"], ["-q"], ["--log-format", "json"]])
def test_cron_hears_nothing(
    flags: list[str], briefing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is printed that cron would mail, nor between the lines of a log."""
    assert run("25", *flags) == 0
    assert "".join(capsys.readouterr()) == ""
