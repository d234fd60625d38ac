"""The schema of experiment files, with the names that only the model knows."""

from pathlib import Path
from typing import Any

from eastflank.compile.relax import RELAXATIONS
from eastflank.config import experiment_schema
from eastflank.store.atomic import write_json
from eastflank.store.places import refuse_foreign


def schema() -> dict[str, object]:
    """The JSON Schema of experiment files; the names of constraints are those of the model."""
    schema: dict[str, Any] = experiment_schema()
    names = schema["$defs"]["Relax"]["properties"]["constraints"]
    names["items"] = {**names["items"], "enum": list(RELAXATIONS)}
    return schema


def write_schema(path: Path) -> Path:
    """Write the schema to a file, so that an editor completes the experiments that name it."""
    refuse_foreign(path, '"$defs"', "schema")
    write_json(path, schema())
    return path
