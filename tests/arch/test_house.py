"""The house: imports go down, functions are short, and only the commands talk to the screen."""

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from eastflank import api

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "eastflank"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST_FUNCTION = 40
LONGEST_MODULE = 400
TEXTS = ("*.py", "*.md", "*.toml", "*.csv", "*.json", "*.txt", "*.cff", "Makefile", ".ci/run")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|work|tmp|Users|opt|mnt)/\w|[A-Z]:\\\\Users")
MODEL = {"engine", "routing", "model"}
OUTSIDE = {".venv", ".git", "results", "build", "dist"}


def name(module: Path) -> str:
    return module.relative_to(SOURCE).as_posix()


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its signature and docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_imports_go_down_the_stairs() -> None:
    program = Path(sys.executable).with_name("lint-imports")

    checked = subprocess.run(
        [program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout


def test_at_the_root_stands_the_door_alone() -> None:
    loose = {module.name for module in SOURCE.glob("*.py")}

    assert loose == {"__init__.py", "__main__.py", "api.py"}


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_no_function_is_long(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))

    long = {f.name: body_lines(f) for f in functions(tree) if body_lines(f) > LONGEST_FUNCTION}

    assert long == {}


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_no_module_is_long(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_every_module_says_what_lives_in_it(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_only_the_commands_print(module: Path) -> None:
    called = {
        node.func.id
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert "print" not in called


def imports(module: Path) -> set[str]:
    """The top-level packages that a module imports, anywhere in it."""
    nodes = list(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))
    whole = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    parts = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {imported.split(".")[0] for imported in (*whole, *parts)}


@pytest.mark.parametrize("room", ["engine", "model", "routing"])
def test_the_model_knows_no_wall_clock_and_no_chance_of_its_own(room: str) -> None:
    modules = list((SOURCE / room).rglob("*.py"))

    knowing = {name(m) for m in modules if imports(m) & {"time", "datetime", "random", "secrets"}}

    assert len(modules) > 3
    assert knowing == set()


def asks(test: ast.AST) -> bool:
    """Whether a test asserts, or calls what asserts by its name or expects an error."""
    calls = (ast.unparse(node.func) for node in ast.walk(test) if isinstance(node, ast.Call))
    asserts = (isinstance(node, ast.Assert) for node in ast.walk(test))
    return any(asserts) or any("assert_" in call or call == "pytest.raises" for call in calls)


def test_every_test_asks_something() -> None:
    pages = sorted((ROOT / "tests").rglob("test_*.py"))
    tests = [
        (page.name, function)
        for page in pages
        for function in functions(ast.parse(page.read_text(encoding="utf-8")))
        if function.name.startswith("test_")
    ]

    assert len(tests) > 500
    assert [f"{page}::{test.name}" for page, test in tests if not asks(test)] == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    files = {path for pattern in TEXTS for path in ROOT.rglob(pattern)}
    ours = [path for path in sorted(files) if not OUTSIDE & set(path.relative_to(ROOT).parts)]

    named = {
        str(path.relative_to(ROOT)): found.group()
        for path in ours
        if path != Path(__file__)
        and (found := MACHINE_PATH.search(path.read_text(encoding="utf-8", errors="replace")))
    }

    assert named == {}


def imported_by(code: str) -> set[str]:
    """The top-level packages that a fresh interpreter has imported after running the code."""
    listing = f"{code}\nimport sys; print(' '.join({{name.split('.')[0] for name in sys.modules}}))"
    answer = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    return set(answer.stdout.splitlines()[-1].split())


def test_asking_for_help_imports_nothing_heavy() -> None:
    code = "import eastflank.cli.app"

    assert not imported_by(code) & {"pandas", "numpy", "matplotlib", "pyarrow", "simpy", "scipy"}


@pytest.mark.parametrize("question", ["checking", "listing"])
def test_asking_of_the_inputs_loads_no_frames_and_no_charts(question: str) -> None:
    code = f"import eastflank.cli.app, eastflank.study.{question}"

    assert not imported_by(code) & {"pandas", "matplotlib", "pyarrow", "highspy", "jinja2"}


def test_the_engine_imports_no_table_and_no_screen() -> None:
    code = "import eastflank.engine.run"

    assert not imported_by(code) & {"pandas", "matplotlib", "pyarrow", "pydantic", "typer", "rich"}


def kind_and_name(name: str) -> tuple[bool, bool, str]:
    """Constants, then classes, then functions, each by its name."""
    return (not name.isupper(), not name[0].isupper(), name)


def test_the_door_lists_what_it_has_in_order_and_once() -> None:
    from eastflank import api

    assert api.__all__ == sorted(set(api.__all__), key=kind_and_name)
    assert [name for name in api.__all__ if not hasattr(api, name)] == []


def test_every_function_and_class_of_the_door_is_listed_and_explained() -> None:
    """Read from the syntax tree, so that one that is forgotten in the list is seen."""
    from eastflank import api

    tree = ast.parse((SOURCE / "api.py").read_text(encoding="utf-8"))
    made = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    }

    assert made <= set(api.__all__)
    named = {name: getattr(api, name) for name in api.__all__ if not name.isupper()}
    assert [name for name, thing in named.items() if not (thing.__doc__ or "").strip()] == []


def test_the_door_takes_the_name_of_a_run_wherever_it_takes_a_run() -> None:
    from eastflank import api

    takes = {"run", "runs", "base", "cut"}
    hints = {
        f"{name}({parameter.name})": str(parameter.annotation)
        for name in api.__all__
        if inspect.isfunction(thing := getattr(api, name)) and thing.__module__ == api.__name__
        for parameter in inspect.signature(thing).parameters.values()
        if parameter.name in takes
    }

    assert {
        name for name, hint in hints.items() if "StoredRun | pathlib.Path | str" not in hint
    } == set()
    assert len(hints) > 15


def test_the_door_lists_all_that_is_asked_of_it() -> None:
    """By commands, tools, pages and notebooks; and what is listed is there."""
    askers = [
        *(SOURCE / "cli").rglob("*.py"),
        *(ROOT / "tools").glob("*.py"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "docs").rglob("*.ipynb"),
        ROOT / "README.md",
    ]
    texts = [path.read_text(encoding="utf-8") for path in askers]
    asked = {member for text in texts for member in re.findall(r"\bapi\.(\w+)\b", text)} - {"py"}

    assert len(asked) > 20
    assert asked - set(api.__all__) == set()
    assert set(api.__all__) - set(dir(api)) == set()
