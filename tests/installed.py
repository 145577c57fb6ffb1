"""Try a wheel of brief as somebody who installs it: python installed.py WHEEL FOLDER [CONSTRAINTS].

An empty environment of the Python that runs this, an empty folder, and what the README has people
do first.  Needs the standard library only, so that any Python can run it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

FERRY = (
    "Ferry runs aground off Tollmire\n\n4 March 2026\n\nThe ferry Santa Brisa ran aground off "
    "Tollmire on Tuesday with 212 people on board. Nobody was hurt, the harbour office said.\n"
)
BRIDGE = (
    "<html><head><title>Bridge closes</title></head><body><article><h1>Bridge closes</h1>"
    "<p>5 March 2026</p><p>The bridge at Ellerdyke closed on Thursday because two of its piers had "
    "moved by nine centimetres, the council said after a night of rain.</p><p>Engineers had warned "
    "the council of the piers in 2024, according to letters that were read at a meeting.</p>"
    "</article></body></html>\n"
)
LIBRARY = """
import brief
page = brief.brief(brief.read(["news"]))
assert "Santa Brisa" in str(page), str(page)
"""
SUMY = """
from brief.for_sumy import CoverageSummarizer, Tokenizer
from sumy.parsers.plaintext import PlaintextParser
parser = PlaintextParser.from_string(brief, Tokenizer("english"))
assert len(CoverageSummarizer()(parser.document, 1)) == 1
"""


class Trial:
    """An environment and a folder, and what is run in it."""

    def __init__(self, folder: Path) -> None:
        self.env = folder / "env"
        self.folder = folder / "empty"
        self.folder.mkdir(parents=True)
        home = folder / "home"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "VIRTUAL_ENV"):
            kept.pop(name, None)
        # What the caches of pip hold need not be fetched again.
        kept.setdefault("PIP_CACHE_DIR", str(Path.home() / ".cache" / "pip"))
        self.variables = {**kept, "HOME": str(home), "LC_ALL": "C.UTF-8"}

    def run(self, program: str, *words: str, code: int = 0) -> str:
        """Run a program; return what it said.  A SystemExit names what ended otherwise."""
        done = subprocess.run(
            [program, *words],
            cwd=self.folder,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        said = done.stdout + done.stderr
        if done.returncode != code or "Traceback" in said:
            raise SystemExit(f"{' '.join(words)}: ended with {done.returncode}, not {code}\n{said}")
        return said

    def pip(self, *words: str) -> None:
        self.run(str(self.env / "bin/python"), "-m", "pip", "--disable-pip-version-check", *words)

    def brief(self, *words: str, code: int = 0) -> str:
        return self.run(str(self.env / "bin/brief"), *words, code=code)

    def python(self, program: str) -> None:
        self.run(str(self.env / "bin/python"), "-c", program)


def holds(what: str, said: str) -> None:
    if what not in said:
        raise SystemExit(f"{what!r} is not in:\n{said}")


def tried(wheel: Path, folder: Path, *constraints: Path) -> None:
    """Install the wheel and do what a reader of the README does; SystemExit names what fails."""
    trial = Trial(folder)
    limits = [word for path in constraints for word in ("--constraint", str(path))]
    trial.run(sys.executable, "-m", "venv", str(trial.env))
    trial.pip("install", "--quiet", *limits, str(wheel))
    trial.pip("check")
    holds(wheel.name.split("-")[1], trial.brief("--version"))
    news = trial.folder / "news"
    news.mkdir()
    (news / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (news / "bridge.html").write_text(BRIDGE, encoding="utf-8")
    now = ("--now", "2026-03-06")
    for form in ("md", "json", "html", "txt"):
        trial.brief("news", "-o", f"page.{form}", *now)
        holds("Santa Brisa", (trial.folder / f"page.{form}").read_text(encoding="utf-8"))
    holds("proven", trial.brief("verify", "page.md", "page.json", "page.html"))
    trial.brief("explain", "page.md", "1")
    trial.brief("summarise", "news")
    json.loads(trial.brief("schema"))
    holds("-m pip install 'typst", trial.brief("news", "-o", "page.pdf", code=2))
    there = ("--cluster", "tcp://127.0.0.1:9")
    holds("brief-page[cluster]", trial.brief("news", *there, code=2))
    trial.brief("init")
    trial.brief("check")
    holds("2 articles", trial.brief("run", *now))
    holds("Santa Brisa", trial.brief("show", "2026-03-06"))
    trial.python(LIBRARY)
    trial.python(f"brief = {FERRY!r}\n{SUMY}")
    trial.pip("install", "--quiet", *limits, f"{wheel}[pdf]")
    trial.brief("news", "-o", "page.pdf", *now)
    holds("%PDF-", (trial.folder / "page.pdf").read_bytes()[:5].decode("ascii"))


if __name__ == "__main__":
    tried(*(Path(path).absolute() for path in sys.argv[1:]))
    print(f"Python {sys.version.split()[0]}: well")
