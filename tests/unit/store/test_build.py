"""The build is told, what changed since it was compiled is noticed, nobody compiles unasked."""

import hashlib
import json
import runpy
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import eastflank
from eastflank.cli.app import app
from eastflank.store.build import build, changed_since
from eastflank.store.identity import versions

ROOT = Path(__file__).parents[3]


def test_the_build_is_told_by_the_version_and_by_each_run() -> None:
    said = CliRunner().invoke(app, ["--version"]).output

    assert said == f"eastflank {eastflank.__version__} ({build()})\n"
    assert versions()["build"] == build()
    assert build() in {"pure", "compiled"}


def test_a_source_that_was_changed_since_it_was_compiled_is_noticed(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("hour = 1\n")
    digest = hashlib.sha256(b"hour = 1\n").hexdigest()
    note = tmp_path / "compiled.json"
    note.write_text(json.dumps({"a.py": digest, "b.py": digest, "gone.py": digest}))

    (tmp_path / "b.py").write_text("hour = 2\n")

    assert list(changed_since(tmp_path, note)) == ["b.py", "gone.py"]


def test_the_plain_build_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.delenv("EASTFLANK_COMPILE", raising=False)
    monkeypatch.setattr("setuptools.setup", lambda **words: asked.append(words))

    runpy.run_path(str(ROOT / "setup.py"))

    assert [set(words) for words in asked] == [{"cmdclass"}]
    assert [set(words["cmdclass"]) for words in asked] == [{"build_py"}]


def test_who_asks_for_the_compiled_build_is_asked_for_the_compiler(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setenv("EASTFLANK_COMPILE", "1")
    monkeypatch.setattr("setuptools.setup", lambda **words: asked.append(words))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(SystemExit, match="needs mypyc"):
        runpy.run_path(str(ROOT / "setup.py"))

    assert str(asked[0]["setup_requires"]).startswith("['mypy")
