"""Settings of a scheduled briefing: what is read, from where, and what is wrong with it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.errors import UsageError
from brief.settings.run_options import Settings
from brief.settings.run_values import DAYS
from brief.settings.toml import in_force, load, parse, template

WHOLE = """
name = "evening"
zone = "Europe/London"
period = "day"
at = "18:30"
days = ["mon", "fri"]

[page]
words = 300

[[source]]
folder = "news"

[[source]]
feed = "https://example.org/feed.xml"
name = "Dale Radio"
weight = 2
include = ["glass"]

[mail]
to = ["desk@example.org"]
sender = "brief@example.org"
"""
#: What is wrong, and what the error says of it.
WRONG = {
    "an unknown key": ('nam = "x"\n', "line 1: no such setting: nam; did you mean name?"),
    "an unknown key in a table": ("[mail]\n\nhots = 1\n", "line 3: no such setting: hots"),
    "an unknown key of a source": (
        '[[source]]\nfolder = "a"\n[[source]]\nfoldr = "b"\n',
        "line 4: no such setting: foldr; did you mean folder?",
    ),
    "a wrong type": ("[page]\nwords = true\n", "line 2, words: True is not a whole number"),
    "out of bounds": ("[page]\nwords = 7\n", "line 2, words: 7 is out of bounds; give 100"),
    "a choice that is none": ('quiet = "pgae"\n', "line 1, quiet: no such choice: 'pgae'; did you"),
    "no time zone": ('zone = "Europe/Lodnon"\n', "line 1, zone: 'Europe/Lodnon' is no time zone"),
    "no duration": ('[fetch]\ndeadline = "soon"\n', "line 2, deadline: 'soon' is no duration"),
    "a bare number": ("[fetch]\ndeadline = 900\n", "deadline: 900 is no duration; write it as"),
    "too short": ('[fetch]\ndeadline = "9s"\n', '9s is out of bounds; give "10s" to "24h"'),
    "too long": ('[fetch]\ndeadline = "25h"\n', "25h is out of bounds"),
    "no time of day": ('at = "7"\n', "line 1, at: '7' is no time of day"),
    "one bracket": (
        '[source]\nfolder = "a"\n[[source]]\nfolder = "b"\n',
        "line 1: needs two brackets; write [[source]]",
    ),
    "no source": ("[[source]]\nlimit = 3\n", "line 1: a source has no place to read; give one of"),
    "two sources in one": (
        '[[source]]\nfolder = "a"\nmbox = "b"\n',
        "line 1: a source has folder and mbox",
    ),
    "no list": ("days = 300\n", "line 1, days: 300 is no list; choose from mon"),
    "no list of choices": ("formats = 3\n", "line 1, formats: 3 is no list; choose from"),
    "a list of other things": ("[page]\nsections = [1]\n", "line 2, sections: no such choice: 1"),
    "a shell string": ('[notices]\nafter = "rm x"\n', "line 2, after: is one text, and no shell"),
    "no mail address": ('[mail]\nto = ["x"]\n', "line 2, to: 'x' is no mail address"),
    "nobody sends": ('[mail]\nto = ["a@b.org"]\n', "mail.sender: nobody sends the mail"),
    "no way to leave": (
        '[mail]\nunsubscribe = "http://a.example/leave"\n',
        "line 2, unsubscribe: 'http://a.example/leave' is no address to leave by; write mailto:",
    ),
    "a way that breaks its header": (
        '[mail]\nunsubscribe = ["mailto:a@b.example>, <https://c.example"]\n',
        "is no address to leave by",
    ),
    "ways to leave that no line holds": (
        f"[mail]\nunsubscribe = {[f'https://{letter * 190}' for letter in 'abcde']}\n",
        "line 2, unsubscribe: are too many or too long; give one or two",
    ),
    "an archive elsewhere than on the web": (
        'archive_url = "file:///home/ann/briefings"\n',
        "line 1, archive_url: is no address of a folder on the web; write it as https://",
    ),
    "an archive behind a password": (
        'archive_url = "https://ann:hunter2@a.example/"\n',
        "archive_url: is no address of a folder on the web; write it as https://example.org/",
    ),
    "an archive that is no folder": (
        'archive_url = "https://a.example/?day="\n',
        "archive_url: is no address of a folder on the web",
    ),
    "an archive without HTML": (
        'archive_url = "https://a.example/"\nformats = ["markdown"]\n',
        "brief.toml, archive_url: there is no page to link to; name html among the formats",
    ),
    "no scheduler": (
        'cluster = "scheduler:8786"\n',
        "line 1, cluster: 'scheduler:8786' is no scheduler; write it as tcp://",
    ),
    "too many processes": ("jobs = 65\n", "line 1, jobs: 65 is out of bounds; give 0 to 64"),
    "nobody to share paths with": (
        "shared_paths = true\n",
        "brief.toml, shared_paths: only the workers of a cluster share paths; name the cluster",
    ),
    "another way without a cluster": (
        'without_cluster = "wait"\n',
        "line 1, without_cluster: no such choice: 'wait'; choose from jobs, stop",
    ),
    "no TOML": ("name = \n", "line 1: is no TOML: invalid value"),
    "no table": ("mail = 1\n", "line 1: mail is no table"),
    "an address that is none": (
        '[[source]]\nfeed = "file:///etc/passwd"\n',
        "line 2, feed: 'file:///etc/passwd' is no address",
    ),
}


def test_every_setting_is_read() -> None:
    """First lines, tables and sources, with the defaults for the rest."""
    settings = parse(WHOLE, Path("brief.toml"), {}).settings
    assert (settings.name, settings.zone, settings.at) == ("evening", "Europe/London", "18:30")
    assert settings.days == ("mon", "fri")
    assert settings.page.words == 300
    assert [source.kind for source in settings.sources] == ["folder", "feed"]
    assert settings.sources[1].label == "Dale Radio"
    assert settings.sources[1].weight == 2.0
    assert settings.mail.to == ("desk@example.org",)
    assert settings.keep == Settings().keep


def test_who_reads_is_a_setting() -> None:
    """The file, the environment and flags say it, and alone a run loses no page for a cluster."""
    assert (Settings().jobs, Settings().cluster, Settings().without_cluster) == (0, None, "jobs")
    text = 'jobs = 4\ncluster = "tcp://scheduler:8786"\nshared_paths = true\n'
    changed = {"BRIEF_JOBS": "3"}
    configured = parse(text, Path("brief.toml"), changed, {"without_cluster": "stop"})
    settings = configured.settings
    assert (settings.jobs, settings.cluster) == (3, "tcp://scheduler:8786")
    assert (settings.shared_paths, settings.without_cluster) == (True, "stop")
    assert configured.origins[".without_cluster"] == "--without-cluster"


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named_with_its_line(name: str) -> None:
    """File, line, key, and what would do."""
    text, expected = WRONG[name]
    with pytest.raises(UsageError) as caught:
        parse(text, Path("brief.toml"), {})
    assert str(caught.value).startswith("brief.toml")
    assert expected in str(caught.value)


def test_the_environment_comes_before_the_file() -> None:
    """And each setting says where it comes from."""
    changed = {"BRIEF_ZONE": "Asia/Tokyo", "BRIEF_PAGE_WORDS": "200", "BRIEF_FETCH_LOCAL": "yes"}
    given = {**changed, "PATH": "/bin", "BRIEF_DAYS": "mon,tue"}
    configured = parse(WHOLE, Path("brief.toml"), given)
    assert configured.settings.zone == "Asia/Tokyo"
    assert configured.settings.page.words == 200
    assert configured.settings.fetch.local is True
    assert configured.settings.days == ("mon", "tue")
    shown = {name: (value, origin) for name, value, origin in in_force(configured)}
    assert shown["zone"] == ('"Asia/Tokyo"', "BRIEF_ZONE")
    assert shown["name"] == ('"evening"', "brief.toml, line 2")
    assert shown["page.words"] == ("200", "BRIEF_PAGE_WORDS")
    assert shown["keep"] == ("365", "default")
    assert shown["source 2"][0].startswith('feed = "https://example.org/feed.xml"')


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("BRIEF_ZON", "UTC", "BRIEF_ZON: no such setting; did you mean BRIEF_ZONE?"),
        ("BRIEF_PAGE_WORDS", "many", "BRIEF_PAGE_WORDS: 'many' is not a whole number"),
        ("BRIEF_FETCH_LOCAL", "perhaps", "BRIEF_FETCH_LOCAL: 'perhaps' is neither true nor false"),
        ("BRIEF_NOTICES_AFTER", "rm x", "BRIEF_NOTICES_AFTER: no such setting"),
    ],
)
def test_a_variable_that_cannot_be_is_named(variable: str, value: str, expected: str) -> None:
    """A misspelt variable is no silent default; a command is never one text."""
    with pytest.raises(UsageError, match="BRIEF_") as caught:
        parse("", None, {variable: value})
    assert str(caught.value).startswith(expected)


def test_a_password_is_no_setting() -> None:
    """It comes by the environment, and no list of settings has it."""
    configured = parse("", None, {"BRIEF_MAIL_PASSWORD": "hunter2"})
    assert not any("hunter2" in value for _, value, _ in in_force(configured))
    with pytest.raises(UsageError, match="password"):
        parse('[mail]\npassword = "hunter2"\n', Path("brief.toml"), {})


def test_the_template_is_a_file_of_defaults() -> None:
    """It is TOML, it gives the defaults, and so does each of its lines behind a #."""
    settings = parse(template(), Path("brief.toml"), {}).settings
    assert [source.kind for source in settings.sources] == ["folder"]
    assert settings.days == DAYS
    rows = template().splitlines()
    filled = [row.removeprefix("# ") for row in rows if " = " in row and '""' not in row]
    kept = [row for row in filled if not row.startswith(("mail", "A "))]
    text = "\n".join(row for row in kept if tomllib.loads(row))
    assert text.count("\n") > 25


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    """`brief init` writes one."""
    with pytest.raises(UsageError, match="brief init"):
        load(tmp_path / "brief.toml", {})
    (tmp_path / "brief.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="is no text"):
        load(tmp_path / "brief.toml", {})


@given(st.text(max_size=200))
def test_no_text_brings_it_down(text: str) -> None:
    """Whatever stands in the file, it is read or refused with its name."""
    try:
        parse(text, Path("brief.toml"), {})
    except UsageError as error:
        assert "brief.toml" in str(error)


@pytest.mark.parametrize(
    ("named", "days"),
    [
        ("daily", DAYS),
        ("weekdays", ("mon", "tue", "wed", "thu", "fri")),
        ("weekends", ("sat", "sun")),
    ],
)
def test_days_have_names(named: str, days: tuple[str, ...]) -> None:
    """Who wants a page on weekdays says so in a word."""
    assert Settings(days=named).days == days  # type: ignore[arg-type]
