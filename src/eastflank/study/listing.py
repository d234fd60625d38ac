"""Listing: what the tables of an experiment hold, by a piece of its name or near a place."""

from pathlib import Path
from typing import Final

from eastflank.compile.directory import found_by, nearest_first, things_of
from eastflank.compile.question import shelf_of
from eastflank.config import experiment_file, experiments_of, project_root, read_experiment
from eastflank.config.project import EXPERIMENTS
from eastflank.tables import Library, read_library

USUAL: Final = "baseline"


def listed(
    kind: str, text: str = "", *, near: str = "", experiment: Path | str | None = None
) -> list[dict[str, str | int | float]]:
    """Things of the tables of an experiment, a row each: what holds a text, the nearest first.

    ``kind`` is nodes, terminals, links, corridors, units, brigades, nations, evidence or assets.
    """
    library = _library(_default() if experiment is None else Path(experiment))
    found = found_by(things_of(library, kind), text, kind)
    if not near:
        return [dict(thing.cells) for thing in found]
    away = nearest_first(found, library, near)
    return [{**thing.cells, "km away": round(km, 1)} for km, thing in away]


def _default() -> Path:
    """The baseline of the project that the command is given in, else the first of its questions."""
    known = experiments_of(project_root(Path.cwd() / EXPERIMENTS))
    return Path(USUAL if USUAL in known else next(iter(known), USUAL))


def _library(asked: Path) -> Library:
    """The tables that an experiment reads, without its additions and choices."""
    file = experiment_file(asked)
    return read_library(project_root(file), shelf_of(read_experiment(file)))
