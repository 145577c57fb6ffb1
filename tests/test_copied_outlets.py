"""An article without an outlet has that of its copies, where these agree."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from brief.pipeline import brief, condense, read, render, render_extracts, verify
from brief.settings.page_options import Config

NOW = date(2026, 11, 20)
TEXT = (
    "The drawbridge at Hollin jammed half open on Tuesday with 31 barges waiting below it. Harbour"
    " master Petra Vaal said a bearing of 1961 had split, and that divers would cut it out on"
    " Friday. The town of Hollin pays 2 million crowns for a new one, council leader Ian Moss said."
)
#: The same report, cut and changed a little by whoever published it again.
AGAIN = TEXT.replace("The drawbridge at Hollin jammed", "Hollin's drawbridge jammed").partition(
    " The town"
)[0]
OTHER = (
    "Two skippers who wait below the drawbridge at Hollin want 900 crowns a day from the town."
    " Their lawyer, Ada Finch, filed the claim on Wednesday and said that others would follow."
)


def write(folder: Path, name: str, text: str, day: int, outlet: str) -> None:
    stated = f"publisher: {outlet}\n" if outlet and "." not in outlet else ""
    stated += f"url: https://{outlet}/news/bridge\n" if "." in outlet else ""
    front = f"---\ntitle: Drawbridge at Hollin jams\ndate: 2026-11-{day}\n{stated}---\n\n"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"{front}{text}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("newest", "others", "outlet"),
    [
        (TEXT, [(TEXT, "Hollin Gazette")], "Hollin Gazette"),
        (TEXT, [(AGAIN, "Hollin Gazette")], "Hollin Gazette"),
        (AGAIN, [(TEXT, "Hollin Gazette")], "Hollin Gazette"),
        (TEXT, [(TEXT, "quay.example")], "quay.example"),
        (TEXT, [(TEXT, "Hollin Gazette"), (AGAIN, "Hollin Gazette")], "Hollin Gazette"),
        (TEXT, [(TEXT, "Hollin Gazette"), (TEXT, "")], "Hollin Gazette"),
        (TEXT, [(TEXT, "Hollin Gazette"), (AGAIN, "The Barge")], ""),
        (TEXT, [(OTHER, "Hollin Gazette")], ""),
        (TEXT, [(TEXT, "")], ""),
    ],
)
def test_the_outlet_of_a_copy_stands_beside_a_line(
    newest: str,
    others: list[tuple[str, str]],
    outlet: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of two outlets, and of an article that is no copy, none is taken; the page stands."""
    monkeypatch.chdir(tmp_path)
    write(Path("news"), "newest.md", newest, 18, "")
    for number, (text, of) in enumerate(others):
        write(Path("news"), f"{number}.md", text, 10 + number, of)
    page = brief(read(["news"]), Config(stories="off"), now=NOW)
    label = f"({outlet}, 18 Nov: " if outlet else "(18 Nov: "
    assert any(label in row for row in render(page, "text").replace("\n   ", " ").split("\n"))
    written = json.loads(render(page, "json"))
    assert {line["outlet"] for line in written["in_brief"] if line["date"] == "2026-11-18"} == {
        outlet or None
    }
    Path("page.md").write_text(render(page, "markdown", Path()), encoding="utf-8")
    assert verify("page.md").faults == ()


def test_an_outlet_of_its_own_is_kept(tmp_path: Path) -> None:
    """Whoever republished an article does not take its place."""
    write(tmp_path, "first.md", TEXT, 18, "The Barge")
    write(tmp_path, "again.md", TEXT, 17, "Hollin Gazette")
    page = brief(read([tmp_path]), now=NOW)
    assert [document.publisher for document in page.documents] == ["Hollin Gazette", "The Barge"]


def test_extracts_name_the_outlet_of_a_copy(tmp_path: Path) -> None:
    """`brief summarise` names it below the title, too."""
    write(tmp_path, "first.md", TEXT, 18, "")
    write(tmp_path, "again.md", AGAIN, 17, "Hollin Gazette")
    shown = render_extracts(condense(read([tmp_path])), "text")
    assert len(re.findall(r"^\([12]\) Hollin Gazette, 1[78] Nov", shown, re.MULTILINE)) == 2
