"""Writes docs/reference/ and the schema of experiments: ``python -m tools.reference``.

Keys of experiments come from their schema, columns of inputs from the types of their rows, columns
of stored tables from a small run, commands from the command line itself, measures from docstrings.
Tests hold all of it current.
"""

import importlib
import inspect
import json
import math
import pkgutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import Any, Final

import pandas as pd
import typer

from eastflank import api, measures
from eastflank.cli.app import app
from eastflank.cli.exits import EXIT_CODES
from eastflank.cli.requirements import measures as requirable
from eastflank.model.records import StageRecord
from eastflank.tables import evidence, fleets, force, levers, permission, plan, supply, theatre
from eastflank.tables.columns import Column, Row, columns_of

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "docs" / "reference"
MADE: Final = "<!-- made by python -m tools.reference: change the code, not this page -->"
INPUTS: Final[Mapping[str, type[Row]]] = {  # file -> its rows
    "networks/NAME/config.csv": theatre.ConfigRow,
    "networks/NAME/node.csv": theatre.NodeRow,
    "networks/NAME/link.csv": theatre.LinkRow,
    "networks/NAME/rail.csv": theatre.RailRow,
    "networks/NAME/road.csv": theatre.RoadRow,
    "networks/NAME/sea.csv": theatre.SeaRow,
    "networks/NAME/waterway.csv": theatre.WaterwayRow,
    "networks/NAME/terminal.csv": theatre.TerminalRow,
    "networks/NAME/terminal_year.csv": theatre.TerminalYearRow,
    "networks/NAME/airfield.csv": theatre.AirfieldRow,
    "networks/NAME/corridor.csv": theatre.CorridorRow,
    "networks/NAME/country.csv": theatre.CountryRow,
    "networks/NAME/traction.csv": theatre.TractionRow,
    "networks/NAME/no_fly.csv": theatre.NoFlyRow,
    "networks/NAME/works.csv": theatre.WorksRow,
    "networks/NAME/sources.csv and experiments/sources.csv": theatre.SourceRow,
    "experiments/forces/LIST.csv": force.ForceRow,
    "experiments/forces/unit_types.csv": force.UnitTypeRow,
    "experiments/forces/brigade_types.csv": force.BrigadeRow,
    "experiments/forces/cargo_classes.csv": force.CargoClassRow,
    "experiments/forces/loading.csv": force.LoadingRow,
    "experiments/forces/DESTINATIONS.csv": force.DestinationRow,
    "experiments/forces/inventory.csv": force.InventoryRow,
    "experiments/fleets/asset_types.csv": fleets.AssetTypeRow,
    "experiments/fleets/LIST.csv": fleets.FleetRow,
    "experiments/assumptions.csv": evidence.AssumptionRow,
    "experiments/supply.csv": supply.SupplyRow,
    "experiments/permission.csv": permission.PermissionRow,
    "experiments/levers.csv": levers.LeverRow,
    "experiments/plans/PLAN.csv": plan.PlanRow,
}
OPTIONAL: Final = frozenset(  # files that may be absent
    {
        "DESTINATIONS",
        "PLAN",
        "airfield",
        "brigade_types",
        "corridor",
        "inventory",
        "levers",
        "no_fly",
        "permission",
        "rail",
        "road",
        "sea",
        "supply",
        "terminal_year",
        "traction",
        "waterway",
        "works",
    }
)
UNITS: Final = {  # the end of a name -> its unit
    "_h": "h",
    "_d": "days",
    "_day": "days after C-day",
    "_days": "days",
    "_km": "km",
    "_m": "m",
    "_mm": "mm",
    "_t": "t",
    "_kmh": "km/h",
    "_share": "0 to 1",
    "_mlc": "load class",
    "_h_per_day": "h a day",
    "per_day_each_way": "a day each way",
    "_s": "s",
    "tonnes": "t",
    "x_coord": "degrees east",
    "y_coord": "degrees north",
    "lon": "degrees",
    "lat": "degrees",
}  # by the longest that fits


def unit_of(name: str) -> str:
    """The unit that the end of a name tells."""
    fits = [end for end in UNITS if name.endswith(end)]
    return UNITS[max(fits, key=len)] if fits else ""


def table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines)


def page(title: str, words: str, *parts: str) -> str:
    """A page, with the note that it is made."""
    return "\n\n".join([MADE, f"# {title}", words, *parts]) + "\n"


# -- experiments ----------------------------------------------------------------------------------


def experiment_page() -> str:
    """All keys of an experiment file."""
    schema: Any = api.schema()
    parts = [f"## [{name}]\n\n{_section(found, schema)}" for name, found in _sections(schema)]
    words = (
        "One file, one question. All keys but those without a default may be left out. `extends` "
        "names a file that this one builds on; tables merge, lists of tables merge by `id`."
    )
    return page("Keys of an experiment", words, *parts)


def _sections(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, found in schema["properties"].items():
        if reference := _reference(found):
            yield name, schema["$defs"][reference]
    for name, kind in (("[force.add]", "Addition"), ("assumptions.set.KEY", "Override")):
        if kind in schema["$defs"]:
            yield name, schema["$defs"][kind]


def _reference(found: Mapping[str, Any]) -> str:
    """The definition that a property is of: itself, one of several, or the items of a list."""
    nested = [found, *found.get("anyOf", ()), *found.get("allOf", ()), found.get("items", {})]
    return next((str(each["$ref"]).rpartition("/")[2] for each in nested if "$ref" in each), "")


def _section(found: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    required = found.get("required", ())
    rows = (
        (
            f"`{name}`",
            _takes(key, schema),
            "required" if name in required else f"`{json.dumps(key.get('default'))}`",
            " ".join(str(key.get("description", "")).split()),
        )
        for name, key in found.get("properties", {}).items()
    )
    return table(("key", "takes", "default", "meaning"), rows)


def _takes(key: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """What a key takes: kind, bounds, words."""
    if reference := _reference(key) if "$ref" in key or "anyOf" in key or "allOf" in key else "":
        inner = schema["$defs"][reference]
        return ", ".join(f"`{word}`" for word in inner.get("enum", ())) or f"a table of {reference}"
    kinds = [each for each in key.get("anyOf", [key]) if each.get("type") != "null"]
    return " or ".join(dict.fromkeys(_kind(each) for each in kinds))


def _kind(key: Mapping[str, Any]) -> str:
    if words := key.get("enum") or ([key["const"]] if "const" in key else []):
        return ", ".join(f"`{word}`" for word in words)
    bounds = {
        "minimum": "at least",
        "exclusiveMinimum": "above",
        "maximum": "at most",
        "exclusiveMaximum": "below",
    }
    names = {"number": "number", "integer": "whole number", "boolean": "true or false"}
    names |= {"string": "text", "array": "list", "object": "table"}
    told = [f"{word} {key[name]:g}" for name, word in bounds.items() if name in key]
    return ", ".join([names.get(str(key.get("type")), "value"), *told])


# -- inputs ---------------------------------------------------------------------------------------


def inputs_page() -> str:
    """Every column of every input table."""
    parts = [
        f"## {file}\n\n{_about(file, kind)}\n\n{_columns(kind)}" for file, kind in INPUTS.items()
    ]
    words = (
        "CSV in UTF-8, a point before decimals, no thousands separators, the columns in any order. "
        "An empty cell is allowed where the column says optional; a column that may be absent need "
        "not be there. Grades go from A (measured) to E (estimated by a written rule)."
    )
    return page("Columns of the inputs", words, *parts)


def _about(file: str, kind: type[Row]) -> str:
    about = " ".join((inspect.getdoc(kind) or "").split())
    absent = Path(file.split(maxsplit=1)[0]).stem in OPTIONAL
    return f"{about} The file may be absent." if absent else about


def _columns(kind: type[Row]) -> str:
    rows = ((f"`{c.name}`", _holds(c), unit_of(c.name), _must(c)) for c in columns_of(kind))
    return table(("column", "holds", "unit", "must be given"), rows)


def _must(column: Column) -> str:
    if column.may_be_absent:
        return "optional, may be absent"
    return "required" if column.required else "optional"


def _holds(column: Column) -> str:
    if column.choices:
        words = ", ".join(f"`{word}`" for word in column.choices)
        return f"several of {words}" if column.separator else words
    told = [str(column.kind.value)]
    if column.above >= column.minimum and math.isfinite(column.above):
        told.append(f"above {column.above:g}")
    elif math.isfinite(column.minimum):
        told.append(f"at least {column.minimum:g}")
    if math.isfinite(column.maximum):
        told.append(f"at most {column.maximum:g}")
    if column.references:
        told.append(f"of {column.references}.csv")
    if column.separator:
        told.append(f"several with {'a space' if column.separator == ' ' else column.separator}")
    return ", ".join(told)


# -- stored tables --------------------------------------------------------------------------------


def stored_page() -> str:
    """Every column of every table that a run stores, from a run of the example."""
    with _example_run() as run:
        parts = [f"## {name}\n\n{_stored(frame)}" for name, frame in _frames(run.root)]
    records = " ".join((inspect.getdoc(StageRecord) or "").split())
    words = (
        "A run folder is `results/EXPERIMENT/RUN-ID/`. Hours are counted from 00:00 UTC of C-day; "
        f"what never happened is infinite. Records, one row a stage: {records}"
    )
    return page("Columns of stored tables", words, *parts)


@contextmanager
def _example_run() -> Iterator[api.StoredRun]:
    """A run of the worked example, with its cut."""
    with tempfile.TemporaryDirectory() as room:
        mine = Path(room) / "mine"
        api.begin(mine)
        with chdir(mine):
            yield api.run("experiments/first-cut.toml", settings=api.Settings(workers=1))


def _frames(root: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    for path in sorted([*root.rglob("*.csv"), *root.rglob("*.parquet")]):
        name = path.relative_to(root).as_posix()
        yield name, pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)


def _stored(frame: pd.DataFrame) -> str:
    kinds = {"i": "whole number", "f": "number", "b": "true or false"}
    rows = (
        (f"`{name}`", kinds.get(frame[name].dtype.kind, "text"), unit_of(str(name)))
        for name in frame.columns
    )
    return table(("column", "holds", "unit"), rows)


# -- commands and measures ------------------------------------------------------------------------


def commands_page() -> str:
    """Every command with its arguments and options, and the exit codes."""
    whole: Any = typer.main.get_command(app)
    parts = [
        f"## eastflank {name}\n\n{_command(command)}" for name, command in _commands(whole, "")
    ]
    codes = "\n".join(
        line.strip() for line in EXIT_CODES.splitlines() if line.strip() not in {"", "\b"}
    )
    fenced = f"## Exit codes\n\n```text\n{codes}\n```"
    return page("Commands", "Every command has `--help`.", *parts, fenced)


def _commands(group: Any, above: str) -> Iterator[tuple[str, Any]]:
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from _commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


def _command(command: Any) -> str:
    about = inspect.cleandoc(command.help or "")
    named = [parameter for parameter in command.params if parameter.name != "help"]
    rows = ((f"`{_spelt(each)}`", str(each.help or "")) for each in named)
    return f"{about}\n\n{table(('argument or option', 'meaning'), rows)}"


def _spelt(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    return ", ".join(parameter.opts)


def measures_page() -> str:
    """What ``--require`` can ask for, and every measure with its definition."""
    with _example_run() as run:
        told = {} if run.verdict is None else requirable(run.verdict)
        asked = ", ".join(f"`{name}`" for name in told)
    parts = [f"## {module}\n\n{told}" for module, told in _modules() if told]
    words = f"`--require MEASURE>=NUMBER` takes, of a run with the target C+10: {asked}."
    return page("Measures", words, *parts)


def _modules() -> Iterator[tuple[str, str]]:
    for found in sorted(pkgutil.walk_packages(measures.__path__, "eastflank.measures."), key=str):
        module = importlib.import_module(found.name)
        own = [
            (name, function)
            for name, function in inspect.getmembers(module, inspect.isfunction)
            if function.__module__ == found.name and not name.startswith("_")
        ]
        told = (f"**{name}.** {' '.join((inspect.getdoc(f) or '').split())}" for name, f in own)
        yield found.name.removeprefix("eastflank.measures."), "\n\n".join(told)


PAGES: Final = {
    "experiment.md": experiment_page,
    "inputs.md": inputs_page,
    "stored.md": stored_page,
    "commands.md": commands_page,
    "measures.md": measures_page,
}


def main() -> None:
    """Write all pages, and the schema that experiments name."""
    api.write_schema(ROOT / "experiments" / "experiment.schema.json")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
