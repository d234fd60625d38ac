"""Two thousand mutated inputs: what must be refused is, with its place; what is the same stays so.

1,900 are compiled on the small theatre, 100 go through the command on the shipped one; 300 of the
first are in every run of the tests, all of them in those marked slow.
"""

import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

import pytest

from eastflank.compile import compile_scenario
from eastflank.compile.question import shelf_of
from eastflank.config import read_experiment
from eastflank.model.errors import CollectedError
from eastflank.tables import read_library
from tests.abuse.mutations import REFUSED, UNCHANGED, Maker, Mutation, Tables, mutations
from tests.cli.commands import eastflank
from tests.tables import write_project

BASELINE: Final = Path("experiments/baseline.toml")
OWN: Final = Path("experiments/own.toml")
QUICK: Final = (240, 60)  # to be refused, to stay
WHOLE: Final = (1500, 400)
SHIPPED: Final = Path(__file__).parents[2]
LONGEST_S: Final = 20.0  # for one input; a hang is a fault


class Theatre:
    """A project whose inputs are mutated, one at a time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / OWN).write_text('schema_version = 1\nextends = "baseline.toml"\n')
        experiment = read_experiment(root / OWN)
        self.tables: Tables = read_library(root, shelf_of(experiment)).tables
        self.scenario = compile_scenario(experiment, root)

    @contextmanager
    def mutated(self, mutation: Mutation) -> Iterator[None]:
        """The project with another file, for as long as it is tried."""
        path = self.root / mutation.file
        before = path.read_bytes()
        try:
            if mutation.content is None:
                path.unlink()
            else:
                path.write_bytes(mutation.content)
            yield
        finally:
            path.write_bytes(before)

    def drawn(self, makers: tuple[Maker, ...], many: int) -> Iterator[Mutation]:
        """So many mutations."""
        return islice(mutations(self.root, self.tables, makers), many)

    def fault(self, mutation: Mutation) -> str:
        """What went wrong: another end than that of the label, or a message without the place."""
        began = time.monotonic()
        with self.mutated(mutation):
            try:
                scenario = compile_scenario(read_experiment(self.root / OWN), self.root)
            except CollectedError as errors:
                told = [error.where for error in errors.errors]
            else:
                told = []
                if mutation.must_be_refused:
                    return f"{mutation.file}: {mutation.name}: accepted"
                if scenario != self.scenario:
                    return f"{mutation.file}: {mutation.name}: another answer"
        if time.monotonic() - began > LONGEST_S:
            return f"{mutation.file}: {mutation.name}: too long"
        return _misplaced(mutation, told)


def _misplaced(mutation: Mutation, told: list[str]) -> str:
    if told and not mutation.must_be_refused:
        return f"{mutation.file}: {mutation.name}: refused at {told[0]}"
    if mutation.must_be_refused and not any(mutation.where in where for where in told):
        return f"{mutation.file}: {mutation.name}: not at {mutation.where} but at {told[:3]}"
    return ""


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Theatre:
    """The small theatre."""
    return Theatre(write_project(tmp_path_factory.mktemp("mutated")))


def faults(theatre: Theatre, refused: int, unchanged: int) -> list[str]:
    """All that went wrong over so many mutations of each label."""
    drawn = [*theatre.drawn(REFUSED, refused), *theatre.drawn(UNCHANGED, unchanged)]
    assert Counter(each.must_be_refused for each in drawn) == {True: refused, False: unchanged}
    return [fault for mutation in drawn if (fault := theatre.fault(mutation))]


def test_no_nonsense_is_accepted_and_no_other_writing_changes_the_answer(theatre: Theatre) -> None:
    assert faults(theatre, *QUICK) == []


@pytest.mark.slow
def test_the_same_over_nineteen_hundred_inputs(theatre: Theatre) -> None:
    assert faults(theatre, *WHOLE) == []


@pytest.mark.slow
def test_a_hundred_mutations_of_the_shipped_theatre_end_with_exit_3(tmp_path: Path) -> None:
    for name in ("networks", "experiments"):
        shutil.copytree(SHIPPED / name, tmp_path / name)
    theatre = Theatre(tmp_path)

    wrong = []
    for mutation in theatre.drawn(REFUSED, 100):
        with theatre.mutated(mutation):
            answer = eastflank(tmp_path, "check", OWN.as_posix())
        if answer.code != 3 or mutation.where not in answer.err:
            wrong.append(f"{mutation.file}: {mutation.name}: {answer.code} {answer.err[:200]}")

    assert wrong == []
