"""The house: imports go down, functions are short, and only the commands talk to the screen."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    "module", [m for m in MODULES if MODEL & set(m.relative_to(SOURCE).parts)], ids=name
)
def test_the_model_knows_no_wall_clock_and_no_chance_of_its_own(module: Path) -> None:
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
    }

    assert not imported & {"time", "datetime", "random"}


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


def test_the_engine_imports_no_table_and_no_screen() -> None:
    code = "import eastflank.engine.run"

    assert not imported_by(code) & {"pandas", "matplotlib", "pyarrow", "pydantic", "typer", "rich"}


def test_the_door_is_complete_and_sorted() -> None:
    from eastflank import api

    assert sorted(api.__all__) == sorted(set(api.__all__))
    assert [member for member in api.__all__ if not hasattr(api, member)] == []
