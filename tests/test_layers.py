"""The rules of the house that a machine can hold, each in one loop over all modules."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import brief

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "brief"

#: The layers, in the order in which data flows.  Each imports itself and those before it.
LAYERS = (
    *("errors", "model", "language", "web", "readers", "clean", "split", "compare", "score"),
    *("page", "formats", "evaluation", "settings", "memory", "schedule", "deliver", "pipeline"),
    *("run", "cli"),
)
#: Where the only modules lie that are no layer.
TOP = {"__init__", "__main__", "errors", "for_sumy", "library"}
#: Loaded where they are used, so that what does not need them does not wait for them.
HEAVY = set(
    "babel charset_normalizer docx feedparser filelock htmldate httpcore httpx jinja2 lxml nltk"
    " numpy protego py3langid pydantic pypdf rich sumy trafilatura typst yaml".split()
)
#: A subclass of sumy's needs sumy when it is defined; only who uses sumy imports that module.
#: So do the classes of httpx and httpcore that `exchange` fills in.
NEEDS_AT_ONCE = {"for_sumy": {"sumy"}, "web.exchange": {"httpcore", "httpx"}}
OUTSIDE = {"socket", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpcore", "httpx"}
#: The ways of articles and pages over the network.
REACHING = {
    *("web.addresses", "web.exchange", "web.fetch"),
    *("deliver.smtp", "deliver.notify"),
}
#: What a page that is made on the command line does not wait for.
NO_PART_OF_A_PAGE = (
    *("cli.run_commands", "evaluation", "formats.difference", "formats.html", "formats.page_draft"),
    *("pipeline.proving", "pipeline.remaking", "run", "schedule", "settings.run_options"),
    *("settings.toml", "web"),
)
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "factory", "misc"}

MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def name_of(path: Path) -> str:
    """Return `formats.text` for `brief/formats/text.py`, `formats` for its `__init__.py`."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(nodes: Iterator[ast.AST] | list[ast.stmt]) -> Iterator[str]:
    """Yield what import statements name, with the names taken: `brief.split.sentences.segment`."""
    for node in nodes:
        match node:
            case ast.Import(names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module, names, 0):
                yield from (f"{module}.{alias.name}" for alias in names)
            case ast.ImportFrom():
                yield "a relative import"


@cache
def all_imports(path: Path) -> frozenset[str]:
    """Return all that a module imports, inside functions and for type checkers too."""
    return frozenset(imported(ast.walk(tree_of(path))))


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


def modules_imported(path: Path) -> set[str]:
    """Return the modules of the project that a module imports, or names to import: `page.proof`.

    What comes from the package itself (`from brief import __version__`) is of `__init__`.
    """
    names = {name_of(module) for module in MODULES}
    strings = {
        node.value.removeprefix("brief.")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.startswith("brief.")
    }
    ours = {name.removeprefix("brief.") for name in all_imports(path) if name.startswith("brief.")}
    found = {name if name in names else name.rpartition(".")[0] or "__init__" for name in ours}
    return found | (strings & names)


def test_layers_import_only_layers_before_them() -> None:
    """A module imports its own layer and those before it; the top imports any."""
    wrong = []
    for path in MODULES:
        layer = name_of(path).partition(".")[0]
        if layer in TOP and layer != "errors":
            continue
        allowed = LAYERS[: LAYERS.index(layer) + 1]
        for name in sorted(modules_imported(path)):
            if name.partition(".")[0] not in allowed:
                wrong.append(f"{name_of(path)} imports {name}")
    assert wrong == []


def test_no_two_modules_import_each_other() -> None:
    """No module leads back to itself through what it imports, inside functions included."""
    imports = {name_of(path): modules_imported(path) - {name_of(path)} for path in MODULES}
    while leaves := {name for name, others in imports.items() if not others & imports.keys()}:
        imports = {name: others for name, others in imports.items() if name not in leaves}
    assert imports == {}


def test_everything_lies_in_a_layer() -> None:
    """At the top lie only the modules that are no part of a layer, and the layers' folders."""
    lying = {path.stem for path in PACKAGE.glob("*.py")}
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert lying == TOP
    assert folders == {*LAYERS} - {"errors"}


def test_every_folder_says_what_it_holds() -> None:
    """Each folder's `__init__` begins with a line that says what lies in it."""
    for folder in {path.parent for path in MODULES}:
        assert ast.get_docstring(tree_of(folder / "__init__.py")), folder


def test_model_and_errors_know_nothing() -> None:
    """The data and the errors import nothing of the project."""
    paths = [path for path in MODULES if name_of(path).partition(".")[0] in ("model", "errors")]
    for path in paths:
        assert {name.partition(".")[0] for name in modules_imported(path)} <= {"model"}, path


def test_heavy_libraries_load_where_they_are_used() -> None:
    """No module loads a heavy library when it is imported."""
    for path in MODULES:
        loaded = {name.partition(".")[0] for name in imported(at_once(tree_of(path).body))}
        assert loaded & HEAVY <= NEEDS_AT_ONCE.get(name_of(path), set()), path


def test_libraries_of_one_purpose_have_one_door() -> None:
    """sumy's summarisers and SQLite are imported by the modules that wrap them, and no others."""
    doors = {"sumy.summarizers": {"score.from_sumy", "for_sumy"}, "sqlite3": {"memory.sqlite"}}
    for library, modules in doors.items():
        users = {
            name_of(path)
            for path in MODULES
            if any(f"{name}.".startswith(f"{library}.") for name in all_imports(path))
        }
        assert users <= modules, library


def test_no_module_reaches_outside() -> None:
    """Nothing opens a connection but what fetches articles and delivers pages."""
    for path in MODULES:
        for name in () if name_of(path) in REACHING else all_imports(path):
            assert not any(f"{name}.".startswith(f"{outside}.") for outside in OUTSIDE), path


def test_only_the_command_line_prints() -> None:
    """Screen and clock are the command line's; chance and locale are nobody's."""
    for path in MODULES:
        nodes = list(ast.walk(tree_of(path)))
        calls = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
        attributes = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
        libraries = {name.partition(".")[0] for name in all_imports(path)}
        assert not libraries & {"random", "locale", "secrets"}, path
        if name_of(path).partition(".")[0] == "cli":
            continue
        streams = {"sys.stdout", "sys.stderr", "sys.stdin", "sys.argv", "os.environ"}
        clocks = {"time.time", "time.monotonic", "time.perf_counter"}
        assert "print" not in calls, path
        assert not attributes & streams, path
        # Who calls the library without a day means today's, as who types a command does.
        moments = {"now", "utcnow"} if name_of(path) == "library" else {"today", "now", "utcnow"}
        assert not {name.rpartition(".")[2] for name in calls} & moments, path
        assert not calls & clocks, path


def test_modules_and_functions_stay_short() -> None:
    """A module stays under 400 lines, a function under 50."""
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno
                assert length < LONGEST_FUNCTION, f"{name_of(path)}.{node.name}"
        assert path.read_text(encoding="utf-8").count("\n") <= LONGEST_MODULE, path


def test_names_say_what_is_inside() -> None:
    """No module is called after what it is not."""
    for path in MODULES:
        assert not set(path.relative_to(PACKAGE).with_suffix("").parts) & NO_NAMES, path


def test_public_names_are_lazy() -> None:
    """`import brief` loads no module of the project but itself."""
    program = "import sys, brief; print([n for n in sys.modules if n.startswith('brief.')])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_the_command_line_starts_without_the_stages() -> None:
    """`brief --version` waits for no reader, no network and no stage between them and the page."""
    program = (
        "import sys; from brief.cli import main; main(['--version']);"
        "print(sorted({n.split('.')[1] for n in sys.modules if n.startswith('brief.')}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(ast.literal_eval(done.stdout.splitlines()[-1]))
    stages = ("web", "readers", "clean", "split", "compare", "score", "page", "pipeline", "run")
    assert loaded.isdisjoint(stages)


def test_a_page_of_texts_loads_only_what_makes_it() -> None:
    """Five articles of text wait for no other reader, no network, no database and no other page."""
    names = ("ferry-toll-corrected.md", "glassworks-buyout.md", "the-last-bottle.md")
    articles = [*(ROOT / "inputs" / name for name in names), *(ROOT / "inputs").glob("[2t]*.txt")]
    assert len(articles) == 5
    program = (
        "import sys; from brief.cli import main; code = main(sys.argv[1:]);"
        "print(code, [*sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, articles), "-q"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    code, _, modules = done.stderr.splitlines()[-1].partition(" ")
    assert (code, done.stdout[:2]) == ("0", "# ")
    loaded = set(ast.literal_eval(modules))
    needed = {"nltk", "numpy", "sumy", "yaml"}  # The last for front matter.
    assert loaded.isdisjoint(HEAVY - needed | {"asyncio", "multiprocessing", "sqlite3"})
    assert loaded.isdisjoint(f"brief.{name}" for name in NO_PART_OF_A_PAGE)


def test_public_names_are_those_that_type_checkers_see() -> None:
    """What `brief.__all__` promises is there, typed, and is no module's name."""
    tree = tree_of(PACKAGE / "__init__.py")
    typed = next(node for node in tree.body if isinstance(node, ast.If)).body
    assert {name.rpartition(".")[2] for name in imported(typed)} == {*brief.__all__}
    for name in brief.__all__:
        assert getattr(brief, name)
        assert not (PACKAGE / f"{name}.py").exists()
        assert not (PACKAGE / name).exists()
    with pytest.raises(AttributeError, match="no attribute 'sumarise'"):
        brief.sumarise  # type: ignore[attr-defined]  # noqa: B018


def test_every_test_says_what_it_holds() -> None:
    """Every test has a docstring of one line."""
    for path in TESTS:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                text = ast.get_docstring(node, clean=False)
                assert text and "\n" not in text, f"{path.name}: {node.name}"
