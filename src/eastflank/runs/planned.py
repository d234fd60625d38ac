"""Planned ways: what lots would use were nothing to happen, each by its fastest way when free."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd

from eastflank.compile import compile_experiment
from eastflank.config import Experiment
from eastflank.model.errors import EastflankError, PlannerError
from eastflank.model.scenario import Lot, Scenario
from eastflank.routing.book import Itineraries
from eastflank.routing.legs import Itinerary, Leg, chain_of, leg_hours
from eastflank.runs.fastest_ways import PlannedWays
from eastflank.runs.stored import StoredRun

WAYS: Final = [
    "lot",
    "unit",
    "mode",
    "troops",
    "tonnes",
    "loads",
    "lead_h",
    "through_h",
]


def scenario_of(run: StoredRun, root: Path) -> Scenario:
    """The scenario of a stored run, compiled anew from the tables below ``root``.

    Refused where a table is not what the run was made from.
    """
    manifest = run.manifest
    if run.is_sweep:
        raise PlannerError(where=str(run.root), found="a sweep plans at each point anew.")
    content: Any = run.resolved["experiment"]
    experiment = Experiment.model_validate({**content, "name": manifest.experiment})
    try:
        compiled = compile_experiment(experiment, root)
    except (OSError, EastflankError) as error:
        raise PlannerError(where=str(root), found=f"the tables of the run: {error}") from error
    changed = [
        name for name, found in compiled.inputs.items() if manifest.inputs.get(name) != found
    ]
    if changed:
        raise PlannerError(
            where=", ".join(changed), found="changed since the run.", right="Run it again."
        )
    return compiled.scenario


def planned_ways(scenario: Scenario, links: Collection[str]) -> pd.DataFrame:
    """The lots whose planned way leads over the links, a row a lot and mode.

    ``loads`` are lifts of the roomiest type of the way, filled with this lot alone (a march packet
    is one).
    """
    planned = PlannedWays(scenario)
    rows = [row for lot, plan in planned.ways for row in _uses(planned.book, lot, plan, links)]
    return pd.DataFrame(rows, columns=WAYS)


def _uses(
    book: Itineraries, lot: Lot, plan: Itinerary | None, links: Collection[str]
) -> Iterator[dict[str, object]]:
    """A row a mode by which the way leads over any of the links."""
    found: dict[str, dict[str, object]] = {}
    hours = 0.0
    for leg in chain_of(plan.legs if plan else ()):
        span = _hours_on(book, leg, links)
        if span is not None:
            loaded_h = hours + leg.start_h
            entry = found.setdefault(
                leg.mode.value,
                {
                    "lot": lot.id,
                    "unit": lot.unit,
                    "mode": leg.mode.value,
                    "troops": lot.troops,
                    "tonnes": lot.tonnes,
                    "loads": _loads(book, leg, lot),
                    "lead_h": loaded_h + span[0],
                },
            )
            entry["through_h"] = loaded_h + span[1]
        hours += leg_hours(leg) - (leg_hours(leg.onward) if leg.onward else 0.0)
    yield from found.values()


def _hours_on(book: Itineraries, leg: Leg, links: Collection[str]) -> tuple[float, float] | None:
    """Running hours of a leg until it enters and leaves the links, spread over its kilometres."""
    km = [book.scenario.links[hop.link].length_km for hop in leg.way]
    at = [place for place, hop in enumerate(leg.way) if hop.link in links]
    if not at:
        return None
    before, through = sum(km[: at[0]]), sum(km[: at[-1] + 1])
    return leg.run_h * before / sum(km), leg.run_h * through / sum(km)


def _loads(book: Itineraries, leg: Leg, lot: Lot) -> float:
    if any(book.catalogue.is_self_moving(kind) for kind in leg.types):
        return 1.0
    kinds = book.scenario.asset_types
    return lot.pieces / max(kinds[kind].capacity[lot.cargo] * leg.room(kind) for kind in leg.types)
