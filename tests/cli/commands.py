"""A small project on disk and the command line on it."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

from tests.tables import EVIDENCE, replace_text, row_of, set_cell, write_project
from typer.testing import CliRunner

from eastflank.cli.app import app
from eastflank.engine.run import RunEnd
from eastflank.model.scenario import Scenario

Words = ParamSpec("Words")
Runner = Callable[Concatenate[Scenario, Words], RunEnd]


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def object(self) -> dict[str, Any]:
        """The JSON object on stdout."""
        content: dict[str, Any] = json.loads(self.out)
        return content


def small_project(root: Path) -> Path:
    """The small theatre, with luck: 3 replications, and its open and its cut question."""
    write_project(root)
    row = row_of(root, EVIDENCE, "march_day_end")
    for column in ("low", "likely", "high"):
        set_cell(root, EVIDENCE, row, column, "22")
    replace_text(root, "experiments/cut.toml", '"A small move, cut"', '"The same, cut"')
    (root / "experiments" / "baseline-cut.toml").write_text(
        (root / "experiments" / "cut.toml").read_text()
    )
    return root


def eastflank(project: Path, *words: str) -> Answer:
    """Run ``eastflank`` in the folder of a project, in this process."""
    with contextlib.chdir(project):
        done = CliRunner().invoke(app, list(words))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Answer(done.exit_code, done.stdout, done.stderr)


def broken_where(
    here: Callable[[Scenario, object], bool], run: Runner[Words], told: str
) -> Runner[Words]:
    """The same run, but it fails in scenarios and replications of which ``here`` is true."""

    def broken(scenario: Scenario, /, *args: Words.args, **words: Words.kwargs) -> RunEnd:
        if here(scenario, words["replication"]):
            raise ZeroDivisionError(told)
        return run(scenario, *args, **words)

    return broken


def start(project: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start ``eastflank`` in a process that an interrupt reaches, as on a terminal."""
    return subprocess.Popen(
        [sys.executable, "-c", ON_A_TERMINAL, *words],
        cwd=project,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


ON_A_TERMINAL = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from eastflank.cli import main
main()
"""
