"""The rules of the house that a machine can hold; each test names the rule it holds."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import brief

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "brief"

#: What everybody may import: the data, the errors, and what is known of languages and words.
#: None of these knows a stage; each imports only those that stand before it.
SHARED = (
    "errors model visible claims language options detection almanac terms topic specifics concepts"
).split()
#: The stages in the order of the flow, each with the modules it consists of.  A stage imports
#: itself and what is shared.  A new module has to find its place here.
STAGES = {
    "read": "readers",
    "clean": "clean titles layout furniture shapes",
    "dates": "dates happened",
    "segment": "segment lexicon pieces",
    "rank": "rank",
    "select": "selection",
    "compare": "compare",
    "compose": "compose assembly sections fitting admission material worth candidates redundancy"
    " baselines strands landmarks lines outcomes reasons storyline",
    "verify": "provenance",
    "render": "formats",
    "deliver": "deliver",
}
STAGE_OF = {module: stage for stage, modules in STAGES.items() for module in modules.split()}
#: What puts the stages together, and what each may import besides what is shared.
ENDS = {
    "config": set(),
    "settings": {"config"},
    "configured": {"config", "settings"},
    "evaluation": {"evaluation", "material", "candidates", "landmarks"},
    "pipeline": {"config", "evaluation", "pipeline", *STAGE_OF} - {"deliver"},
    "for_sumy": {"rank", "selection"},
    "addresses": set(),
    "storage": set(),
    "database": {"storage"},
    "records": set(),
    "journal": {"database", "records"},
    "state": {"database", "journal", "records"},
    "stored": {"database", "records", "readers"},
    "schedule": set(),
    "cron": {"schedule"},
    "systemd": {"schedule"},
    "running": {
        *("addresses", "config", "configured", "deliver", "pipeline", "readers", "records"),
        *("running", "schedule", "settings", "state", "stored", "formats"),
    },
    "cli": {
        *("cli", "config", "configured", "cron", "deliver", "evaluation", "formats", "pipeline"),
        *("readers", "records", "running", "schedule", "settings", "state", "stored", "systemd"),
    },
    "__main__": {"cli"},
    "__init__": {"config", "evaluation", "pipeline"},
}
#: Loaded where they are used, so that what does not need them does not wait for them.
HEAVY = set(
    "babel charset_normalizer feedparser filelock htmldate httpcore httpx lxml nltk numpy py3langid"
    " pydantic rich sumy trafilatura yaml".split()
)
#: A subclass of sumy's needs sumy when it is defined; only who uses sumy imports that module.
#: So do the classes of httpx and httpcore that `exchange` fills in.
NEEDS_AT_ONCE = {"for_sumy": {"sumy"}, "readers.exchange": {"httpcore", "httpx"}}
OUTSIDE = {"socket", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpcore", "httpx"}
#: The ways of articles and pages over the network.
REACHING = {
    *("readers.addresses", "readers.exchange", "readers.fetch"),
    *("deliver.mail", "deliver.notify"),
}
LONGEST_MODULE = 300
LONGEST_FUNCTION = 50
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "factory", "misc"}

MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def name_of(path: Path) -> str:
    """Return `formats.text` for `brief/formats/text.py`, `formats` for its `__init__.py`."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(nodes: Iterator[ast.AST] | list[ast.stmt]) -> Iterator[str]:
    """Yield what import statements name, with the names taken: `brief.terms.words_of`."""
    for node in nodes:
        match node:
            case ast.Import(names):
                yield from (each.name for each in names)
            case ast.ImportFrom(module, names, 0):
                yield from (f"{module}.{each.name}" for each in names)
            case ast.ImportFrom():
                yield "a relative import"


def at_once(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run when a module is imported, not those for type checkers."""
    for node in body:
        yield node
        match node:
            case ast.If(ast.Name("TYPE_CHECKING")):
                yield from at_once(node.orelse)
            case ast.If() | ast.Try() | ast.With() | ast.ClassDef():
                for inner in ("body", "orelse", "handlers", "finalbody"):
                    yield from at_once(getattr(node, inner, []))


def ours(path: Path) -> set[str]:
    """Return the modules of the project that a module imports, wherever it does: `terms`."""
    whole = imported(ast.walk(tree_of(path)))
    found = {name.split(".")[1] for name in whole if name.startswith("brief.")}
    return found - {"__version__"}


each_module = pytest.mark.parametrize("path", MODULES, ids=name_of)


@each_module
def test_imports_keep_to_the_flow(path: Path) -> None:
    """A module imports what is shared and its own stage; only the ends put stages together."""
    own = name_of(path).partition(".")[0]
    if own in SHARED:
        allowed = {*SHARED[: SHARED.index(own)], own}
    elif own in ENDS:
        allowed = {*SHARED, *ENDS[own]}
    else:
        assert own in STAGE_OF, f"{own} has no place in STAGES"
        allowed = {*SHARED, *STAGES[STAGE_OF[own]].split()}
    assert ours(path) <= allowed


@pytest.mark.parametrize("name", ["model", "errors"])
def test_model_and_errors_know_nothing(name: str) -> None:
    """The data and the errors import nothing of the project."""
    paths = [*(PACKAGE / name).rglob("*.py"), *PACKAGE.glob(f"{name}.py")]
    assert paths
    assert set().union(*map(ours, paths)) <= {name}


@each_module
def test_heavy_libraries_load_where_they_are_used(path: Path) -> None:
    """No module loads a heavy library when it is imported."""
    loaded = {name.partition(".")[0] for name in imported(at_once(tree_of(path).body))}
    assert loaded & HEAVY <= NEEDS_AT_ONCE.get(name_of(path), set())


@each_module
def test_only_two_modules_know_the_summarisers_of_sumy(path: Path) -> None:
    """sumy's summarisers are imported by the ranker that wraps them, and by our own for sumy."""
    known = any(name.startswith("sumy.summarizers") for name in imported(ast.walk(tree_of(path))))
    assert not known or name_of(path) in {"rank.from_sumy", "for_sumy"}


@each_module
def test_only_one_module_knows_sqlite(path: Path) -> None:
    """What is remembered goes through one module, which wraps every error of SQLite's."""
    names = {name.partition(".")[0] for name in imported(ast.walk(tree_of(path)))}
    assert "sqlite3" not in names or name_of(path) == "database"


@each_module
def test_no_module_reaches_outside(path: Path) -> None:
    """Nothing opens a connection but what fetches articles and delivers pages."""
    if name_of(path) in REACHING:
        return
    for name in imported(ast.walk(tree_of(path))):
        assert not any(f"{name}.".startswith(f"{one}.") for one in OUTSIDE), name


@each_module
def test_only_the_command_line_prints(path: Path) -> None:
    """Screen and clock are the command line's; chance and locale are nobody's."""
    said = {
        ast.unparse(node.func) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)
    }
    read = {
        ast.unparse(node) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)
    }
    names = {name.partition(".")[0] for name in imported(ast.walk(tree_of(path)))}
    assert not names & {"random", "locale", "secrets"}
    if name_of(path).partition(".")[0] != "cli":
        assert "print" not in said
        assert not read & {"sys.stdout", "sys.stderr", "sys.stdin", "sys.argv", "os.environ"}
        assert not {one.rpartition(".")[2] for one in said} & {"today", "now", "utcnow"}
        assert not said & {"time.time", "time.monotonic", "time.perf_counter"}


@each_module
def test_modules_and_functions_stay_short(path: Path) -> None:
    """A module stays under 300 lines, a function under 50."""
    tree = tree_of(path)
    functions = (
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    for node in functions:
        assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines < LONGEST_MODULE


@each_module
def test_names_say_what_is_inside(path: Path) -> None:
    """No module is called after what it is not."""
    assert not set(path.relative_to(PACKAGE).with_suffix("").parts) & NO_NAMES


def test_public_names_are_lazy() -> None:
    """`import brief` loads no module of the project but itself."""
    program = "import sys, brief; print([n for n in sys.modules if n.startswith('brief.')])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_public_names_are_those_that_type_checkers_see() -> None:
    """What `brief.__all__` promises is there, typed, and is no module's name."""
    tree = tree_of(PACKAGE / "__init__.py")
    typed = next(node for node in tree.body if isinstance(node, ast.If)).body
    assert {name.rpartition(".")[2] for name in imported(typed)} == {*brief.__all__} - {
        "__version__"
    }
    for name in brief.__all__:
        assert getattr(brief, name)
        assert not (PACKAGE / f"{name}.py").exists()
    with pytest.raises(AttributeError, match="no attribute 'sumarise'"):
        brief.sumarise  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_every_test_says_what_it_holds(path: Path) -> None:
    """Every test has a docstring of one line."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            text = ast.get_docstring(node, clean=False)
            assert text and "\n" not in text, node.name
