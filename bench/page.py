"""The page: what was measured beside what is wanted, kept from one bench to the next.

``measured.json`` keeps the figures, each with the commit that it was measured at; ``results.md`` is
made of them. A bench writes its own rows and leaves the others as they are.
"""

import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bench.against import commit_of_tree
from bench.table import MUST_SHOW, ROWS, SMALL, Row

FOLDER: Final = Path(__file__).parent
KEPT: Final = FOLDER / "measured.json"
PAGE: Final = FOLDER / "results.md"
OWN: Final = ("bench/measured.json", "bench/results.md")  # what a bench changes itself
HEAD: Final = """\
# What the bench measured

`python -m bench` (two minutes) and `python -m bench theatre` (less than an hour) write this page.
Runs that are compared take turns on one core, so that what else the machine does weighs on both;
only their ratios count. [docs/performance.md](../docs/performance.md) tells what was tried.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure, and what a reader must know beside it."""

    value: float
    beside: str = ""
    commit: str = ""
    machine: str = ""


def write(figures: Mapping[str, Figure]) -> None:
    """Keep these figures beside those of before, and make the page anew."""
    unknown = figures.keys() - ROWS.keys()
    assert not unknown, unknown
    commit, machine = commit_of_tree(*OWN), machine_class()
    told = {
        name: {**asdict(figure), "commit": commit, "machine": machine}
        for name, figure in figures.items()
    }
    kept = {name: asdict(figure) for name, figure in read().items()} | told
    ordered = {name: kept[name] for name in ROWS if name in kept}
    KEPT.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page_of(read()), encoding="utf-8")


def of_this_commit() -> set[str]:
    """The rows that were measured at this commit on such a machine."""
    commit, machine = commit_of_tree(*OWN), machine_class()
    kept = read().items()
    return {row for row, each in kept if (each.commit, each.machine) == (commit, machine)}


def read() -> dict[str, Figure]:
    """The figures that were kept; none at first."""
    if not KEPT.is_file():
        return {}
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    return {name: Figure(**figure) for name, figure in kept.items() if name in ROWS}


def page_of(figures: Mapping[str, Figure]) -> str:
    """The page of these figures."""
    machines = dict.fromkeys(figure.machine for figure in figures.values())
    return "\n".join(
        [
            HEAD,
            f"Measured on {'; '.join(machines) or 'no machine yet'}.\n",
            "## What it must show\n",
            *_table(MUST_SHOW, figures),
            "\n## Small cases\n",
            *_table(SMALL, figures),
            "",
        ]
    )


def _table(rows: Iterable[Row], figures: Mapping[str, Figure]) -> Iterator[str]:
    yield "| what | wanted | measured | | beside it | commit |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for row in rows:
        figure = figures.get(row.key)
        if figure is None:
            yield f"| {row.what} | {row.wanted} | not measured yet: `{_command(row)}` | | | |"
            continue
        verdict = {True: "met", False: "missed", None: ""}[row.is_met(figure.value)]
        told = f"{figure.value:.3g}" if abs(figure.value) < 1000 else f"{figure.value:,.0f}"
        yield (
            f"| {row.what} | {row.wanted} | {told}{row.unit} | {verdict} | {figure.beside} "
            f"| {figure.commit} |"
        )


def _command(row: Row) -> str:
    return f"make fast; {row.by}" if row.key.endswith(".compiled") else row.by


def machine_class() -> str:
    """What kind of machine this is, without its name."""
    python, simpy = platform.python_version(), version("simpy")
    return f"{os.cpu_count()} cores, {platform.machine()}, CPython {python}, SimPy {simpy}"
