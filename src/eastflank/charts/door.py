"""The one door: run folders in, charts on disk out."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import pandas as pd
from matplotlib.figure import Figure

from eastflank.charts.binds import binds_chart
from eastflank.charts.closure import closure_chart, open_cut_chart
from eastflank.charts.crossings import crossings_chart
from eastflank.charts.destinations import destinations_chart
from eastflank.charts.maps import map_chart
from eastflank.charts.save import save
from eastflank.charts.scene import closures_of, corridor_links, crossings_of, scene_of, waits_of
from eastflank.charts.sources import Source, called
from eastflank.charts.style import RUNS
from eastflank.errors import PlannerError, nearest
from eastflank.measures.curves import country_closed, troops_curves
from eastflank.measures.pairing import difference_curve
from eastflank.store.folder import paired_closures

Drawn = tuple[Figure, pd.DataFrame]


def draw(
    folders: Sequence[Path | str], out: Path | str, which: Sequence[str] | None = None
) -> list[Path]:
    """Draw charts of run folders as SVG, PNG and CSV into ``out``; the paths written.

    One folder: closure, destinations, map, binds and, where there is a corridor, crossings.
    Several: each of these for each run, and for every family (NAME with its NAME-cut...) or, where
    names tell no family, for all together: open-cut and destinations, the first as the open run.
    ``which`` picks charts by these names.
    """
    if not folders:
        raise PlannerError(where="charts", found="no run folder was given.")
    wanted = _names(which)
    sources = [Source(Path(folder)) for folder in folders]
    tasks = [*_alone(sources, wanted, asked=which is not None), *_together(sources, wanted)]
    if not tasks:
        raise PlannerError(
            where="charts",
            found="open-cut compares runs, and one was given.",
            right="Give the open run first, then its cuts.",
        )
    written: list[Path] = []
    for name, chart in tasks:
        figure, data = chart()
        written += save(figure, data, Path(out), name)
    return written


def _names(which: Sequence[str] | None) -> list[str]:
    known = [*ALONE, *TOGETHER]
    for name in which or ():
        if name not in known:
            raise PlannerError(
                where="charts",
                found=f"there is no chart {name!r}.",
                right=f"Charts are {', '.join(sorted(set(known)))}.",
                near=nearest(name, known),
            )
    return list(which) if which is not None else known


Task = tuple[str, Callable[[], Drawn]]  # the file name and how to draw it


def _alone(sources: Sequence[Source], wanted: Sequence[str], *, asked: bool) -> Iterator[Task]:
    """Charts of one run; those of several runs carry the run in their name."""
    several = len(sources) > 1
    for source in sources:
        for name, chart in ALONE.items():
            is_told = name in wanted and (asked or _has(source, name))
            if is_told and not (several and name in TOGETHER):
                label = f"{name}-{_slug(source.manifest.label)}" if several else name
                yield label, partial(chart, source)


def _together(sources: Sequence[Source], wanted: Sequence[str]) -> Iterator[Task]:
    """Charts of several runs, one a family."""
    if len(sources) == 1:
        return
    families = _families(sources)
    for base, family in families.items():
        for name, chart in TOGETHER.items():
            if name in wanted:
                label = name if len(families) == 1 else f"{name}-{_slug(base)}"
                yield label, partial(chart, family)


def _has(source: Source, chart: str) -> bool:
    return chart != "crossings" or bool(corridor_links(source))


def _slug(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def _families(sources: Sequence[Source]) -> dict[str, list[Source]]:
    """Runs with their cuts by name (NAME, NAME-cut...), else all runs as one family.

    A family too large for one chart goes on in another, beside the same open run.
    """
    families: dict[str, list[Source]] = {}
    for source in sources:
        families.setdefault(source.manifest.label.partition("-cut")[0], []).append(source)
    named = {base: sorted(family, key=_is_cut) for base, family in families.items()
             if len(family) > 1}  # fmt: skip
    whole = named or {sources[0].manifest.label: list(sources)}
    parts: dict[str, list[Source]] = {}
    for base, (first, *others) in whole.items():
        for start in range(0, len(others), len(RUNS) - 1):
            name = f"{base} {start // (len(RUNS) - 1) + 1}" if start else base
            parts[name] = [first, *others[start : start + len(RUNS) - 1]]
    return parts


def _is_cut(source: Source) -> bool:
    return "-cut" in source.manifest.label


def _closure(source: Source) -> Drawn:
    curves = troops_curves(source.closures)
    return closure_chart(curves, target=source.target, caption=source.caption()), curves


def _map(source: Source) -> Drawn:
    scene = scene_of(source)
    drawn = map_chart(scene, caption=source.caption(of_records=True))
    return drawn, scene.flows


def _binds(source: Source) -> Drawn:
    waits = waits_of(source)
    return binds_chart(waits, caption=source.caption(of_records=True)), waits


def _crossings(source: Source) -> Drawn:
    if not corridor_links(source):
        raise PlannerError(
            where=str(source.folder.root),
            found="the network of this run has no corridor 'suwalki', so there are no crossings.",
        )
    daily, crossings = crossings_of(source)
    drawn = crossings_chart(
        daily, crossings, closures=closures_of(source), caption=source.caption(of_records=True)
    )
    return drawn, daily


def _destinations(sources: Sequence[Source]) -> Drawn:
    runs = called(sources)
    target = sources[0].target
    tables = {name: country_closed(run.closures, by_day=target.day) for name, run in runs.items()}
    drawn = destinations_chart(
        tables, target=target, captions=[run.caption() for run in runs.values()]
    )
    return drawn, _stacked(tables)


def _open_cut(sources: Sequence[Source]) -> Drawn:
    _same_luck(sources)
    runs = called(sources)
    curves = {
        name: troops_curves(run.closures, readings=["closed_095"]) for name, run in runs.items()
    }
    first = sources[0]
    differences = {
        name: difference_curve(*paired_closures(first.folder, run.folder))
        for name, run in runs.items()
        if run is not first
    }
    drawn = open_cut_chart(
        curves, differences, target=first.target, captions=[run.caption() for run in sources],
        remark=_remark(sources),
    )  # fmt: skip
    short = {f"{name}: troops short": table for name, table in differences.items()}
    return drawn, _stacked({**curves, **short})


def _same_luck(sources: Sequence[Source]) -> None:
    """Differences are paired by replication, so all runs must have met the same luck."""
    seeds = {run.manifest.seed for run in sources}
    if len(seeds) > 1:
        raise PlannerError(
            where=" and ".join(run.manifest.label for run in sources),
            found=f"they ran with seeds {', '.join(map(str, sorted(seeds)))}.",
            right="Runs that are compared need the same --seed.",
        )


def _remark(sources: Sequence[Source]) -> str:
    builds = {run.manifest.versions.get("model") for run in sources}
    return (
        "\nThe runs come from different builds of the model: run them again to compare"
        if len(builds) > 1
        else ""
    )


def _stacked(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    parts = [table.assign(run=name) for name, table in tables.items()]
    joined = pd.concat(parts, ignore_index=True)
    return joined[["run", *(column for column in joined.columns if column != "run")]]


def _one_destination(source: Source) -> Drawn:
    return _destinations([source])


ALONE: Final[dict[str, Callable[[Source], Drawn]]] = {
    "closure": _closure,
    "destinations": _one_destination,
    "map": _map,
    "binds": _binds,
    "crossings": _crossings,
}
TOGETHER: Final[dict[str, Callable[[Sequence[Source]], Drawn]]] = {
    "open-cut": _open_cut,
    "destinations": _destinations,
}
