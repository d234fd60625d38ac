"""Published moves laid out over the shipped theatre: its network and evidence, a case's own force.

A case is a folder of tables. Terminals and types of unit are added to the shipped ones; the lists
``force-*.csv`` and ``fleet-*.csv`` and the experiments stand on their own. So a case reads every
link, terminal, loading rule and evidence row that ships, at its likely value.
"""

import csv
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.model.scenario import Scenario

ROOT: Final = Path(__file__).parents[2]
ADDED: Final[Mapping[str, str]] = {
    "terminal.csv": "networks/eastern-flank/terminal.csv",
    "unit_types.csv": "experiments/forces/unit_types.csv",
}
OWN: Final[Mapping[str, tuple[str, str]]] = {  # of which table a case's own has the columns
    "force": ("experiments/forces", "nato-300k.csv"),
    "fleet": ("experiments/fleets", "nato-2026.csv"),
}


def lay_out(root: Path, case: str) -> Path:
    """The shipped tables below ``root`` with those of a case; gives ``root`` back."""
    for folder in ("networks", "experiments"):
        shutil.copytree(ROOT / folder, root / folder)
    here = Path(__file__).parent / case
    for table in sorted(here.glob("*.csv")):
        if table.name in ADDED:
            shipped = ADDED[table.name]
            _write(root / shipped, _records(root / shipped), _rows(table))
        else:
            folder, like = OWN[table.stem.partition("-")[0]]
            _write(root / folder / table.name, _records(root / folder / like)[:1], _rows(table))
    for experiment in here.glob("*.toml"):
        shutil.copy(experiment, root / "experiments" / experiment.name)
    return root


def _records(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _write(file: Path, table: list[list[str]], rows: list[dict[str, str]]) -> None:
    """What stands there, then rows; the cells that they leave out are empty."""
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerows(table)
        writer.writerows([row.get(column, "") for column in table[0]] for row in rows)


def scenario_of(root: Path, experiment: str, sets: Sequence[str] = ()) -> Scenario:
    """The scenario of one of a case's experiments."""
    return compile_scenario(read_experiment(root / f"experiments/{experiment}.toml", sets), root)
