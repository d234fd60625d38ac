"""The door: load, check, run, verdict, compare, chart and explain, for notebooks and commands."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from eastflank.compile.feasibility import ReachRow, reach_report, unkept_plans
from eastflank.compile.relax import RELAXATIONS
from eastflank.config import experiment_schema
from eastflank.measures.use.supply import supply_by_country
from eastflank.model.errors import CollectedError, PlannerError
from eastflank.model.scenario import Scenario
from eastflank.report.answers import Comparison, RunReport
from eastflank.runs.timeline import unit_story
from eastflank.runs.wording.names import Names
from eastflank.store.atomic import write_text
from eastflank.store.folder import LIKELY, RunFolder, find_run
from eastflank.store.parquet import Level
from eastflank.store.situation import counts
from eastflank.study import comparison, foresight
from eastflank.study.ablation import Ablation, Variant, ablation_of, variants_of
from eastflank.study.case import Case, load_case
from eastflank.study.conduct import Progress
from eastflank.study.foresight import Foresight
from eastflank.study.moves import Moves, moves_between
from eastflank.study.plan import Shard, default_workers
from eastflank.study.pool import each
from eastflank.study.sensitivity import Sensitivity, sensitivity_of
from eastflank.study.settings import RESULTS, Settings
from eastflank.study.summary import (
    account_of,
    names_of,
    quantiles_of,
    summarise,
    sweep_differences,
    sweep_frame,
    use_of,
    verdict_of,
)
from eastflank.study.sweep import Swept, carry_out_sweep, load_sweep
from eastflank.study.who_uses import LinkUse
from eastflank.study.who_uses import who_uses as users_of

if TYPE_CHECKING:
    from eastflank.charts import Redrawn

__all__ = [
    "LIKELY", "RESULTS", "Ablation", "Case", "CheckReport", "Comparison", "Foresight", "Level",
    "LinkUse", "Moves", "RunReport", "Sensitivity", "Settings", "Shard", "Swept", "Usage",
    "ablate", "ablation_settings", "ablations", "chart", "check", "compare", "constraints",
    "default_workers", "explain", "foresee", "load", "load_all", "load_sweep", "met_same_luck",
    "movements", "moves_between", "penalty_between", "quantiles", "redraw", "report", "run",
    "run_case", "schema", "sensitivity", "supplies", "sweep", "sweep_differences", "sweep_frame",
    "undrawn", "usage", "verdict", "who_uses", "write_usage",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What a scenario holds, and by which modes each force line can reach its destination."""

    experiment: str
    counts: Mapping[str, int]
    reach: Sequence[ReachRow]
    warnings: Sequence[PlannerError]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How the finite things of one stored replication were used: tables by name."""

    folder: RunFolder
    tables: Mapping[str, pd.DataFrame]
    names: Names


def load(file: Path | str, sets: Sequence[str] = ()) -> Scenario:
    """The scenario of an experiment file, with ``key=value`` settings laid over it."""
    return load_case(Path(file), sets).scenario


def load_all(files: Sequence[Path], sets: Sequence[str] = ()) -> list[Case]:
    """The cases of several experiment files; the mistakes of all of them are told together."""
    cases: list[Case] = []
    mistakes: dict[str, PlannerError] = {}
    for file in files:
        try:
            cases.append(load_case(file, sets))
        except CollectedError as found:
            mistakes.update({str(error): error for error in found.errors})
        else:
            unkept = unkept_plans(cases[-1].scenario)
            mistakes.update({str(error): error for error in unkept})
    if mistakes:
        raise CollectedError(mistakes.values())
    return cases


def check(file: Path | str, sets: Sequence[str] = ()) -> CheckReport:
    """Read everything, run nothing: all mistakes at once, else what there is."""
    case = load_case(Path(file), sets)
    return CheckReport(
        experiment=case.name,
        counts=counts(case.scenario),
        reach=reach_report(case.scenario),
        warnings=case.warnings,
    )


def foresee(case: Case | Swept, settings: Settings | None = None) -> Foresight:
    """What :func:`run_case` or :func:`sweep` would do and take, without writing anything."""
    return foresight.foresee(_swept(case), settings or Settings())


def _swept(case: Case | Swept) -> Swept:
    """A run is a sweep of one point."""
    return case if isinstance(case, Swept) else Swept(case=case)


def run(
    file: Path | str,
    sets: Sequence[str] = (),
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
) -> RunReport:
    """Run what is missing of an experiment and read its verdict; to run again is to resume."""
    (case,) = load_all([Path(file)], sets)
    return run_case(case, settings, progress=progress)


def run_case(
    case: Case | Swept, settings: Settings | None = None, *, progress: Progress | None = None
) -> RunReport:
    """Run what is missing of a case, or of a sweep, that was loaded, and read its verdict."""
    swept, settings = _swept(case), settings or Settings()
    folder, ended = carry_out_sweep(swept, settings, progress=progress)
    return RunReport(
        folder=folder, manifest=ended, verdict=summarise(folder), warnings=swept.case.warnings
    )


def sweep(
    file: Path | str,
    sets: Sequence[str] = (),
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
) -> RunReport:
    """Run what is missing of a sweep and read the verdict of each point."""
    settings = settings or Settings(records=Level.SUMMARY)
    return run_case(load_sweep(Path(file), sets), settings, progress=progress)


def verdict(run: Path | str, results: Path = RESULTS) -> RunReport:
    """The verdict of a run that is stored: a run folder, or the latest finished of a name."""
    folder = find_run(run, results)
    return RunReport(folder=folder, manifest=folder.manifest, verdict=verdict_of(folder))


def quantiles(run: Path | str, results: Path = RESULTS) -> pd.DataFrame | None:
    """P10, P50, P90 of troops and days with their intervals; None under two replications."""
    return quantiles_of(find_run(run, results))


def compare(
    base: Path | str, cut: Path | str, results: Path = RESULTS, *, unpaired: bool = False
) -> Comparison:
    """What the second run costs against the first, replication by replication.

    ``unpaired``: the difference of their means instead, whatever luck they met.
    """
    first, second = find_run(base, results), find_run(cut, results)
    return penalty_between(first, second, unpaired=unpaired)


def penalty_between(base: RunFolder, cut: RunFolder, *, unpaired: bool = False) -> Comparison:
    """The penalty of one stored run against another; to be paired both must have met one luck."""
    found = comparison.unpaired(base, cut) if unpaired else comparison.paired(base, cut)
    return Comparison(
        base=base.manifest,
        cut=cut.manifest,
        table=found.table,
        gains=found.gains,
        replications=found.replications,
        folders=(base, cut),
        bands=found.bands,
    )


def met_same_luck(base: RunFolder, cut: RunFolder) -> bool:
    """Whether two stored runs can be compared replication by replication."""
    return comparison.met_same_luck(base, cut)


def constraints() -> dict[str, str]:
    """The constraints that can be taken out, by name, with what that means."""
    return {name: relaxation.title for name, relaxation in RELAXATIONS.items()}


def ablations(
    files: Sequence[Path], sets: Sequence[str] = (), names: Sequence[str] = ()
) -> list[list[tuple[Variant, Case]]]:
    """What is run to ablate each experiment: as it stands, then without each constraint.

    ``names`` are constraints of docs/relax.md, all of them where none is given.
    """
    chosen = list(names) or list(RELAXATIONS)
    bases = load_all(files, sets)
    return [
        [(variant, variant.beside(base)) for variant in variants_of(base, chosen)] for base in bases
    ]


def ablate(
    studies: Sequence[Sequence[tuple[Variant, Case]]],
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
) -> list[Ablation]:
    """Run what is missing of the studies and tell what each constraint costs.

    Runs lie in ``<out>/ablation`` and keep their closures alone; the workers take a run each.
    """
    settings = settings or Settings()
    variants = [variant for study in studies for variant, _ in study]
    alone = replace(ablation_settings(settings), workers=1)
    work = functools.partial(_run_variant, settings=alone)
    workers = settings.workers or default_workers()
    for done, _ in enumerate(each(work, variants, workers), start=1):
        if progress:
            progress(done, len(variants))
    return [ablation_of(study, alone.out) for study in studies]


def ablation_settings(settings: Settings) -> Settings:
    """How the runs of an ablation are kept: lean, beside all other results."""
    return replace(settings, out=settings.out / "ablation", lean=True)


def _run_variant(variant: Variant, settings: Settings) -> None:
    run_case(variant.load(), settings)


def chart(
    runs: Sequence[Path | str],
    results: Path = RESULTS,
    *,
    to: Path | None = None,
    which: Sequence[str] | None = None,
    workers: int = 1,
) -> list[Path]:
    """Draw charts from run folders alone; the paths of what was drawn."""
    from eastflank.charts import draw

    folders = [find_run(run, results).root for run in runs]
    return draw(folders, to or results / "charts", which, workers=workers)


def undrawn(
    runs: Sequence[Path | str], results: Path = RESULTS, *, which: Sequence[str] | None = None
) -> list[str]:
    """Which charts :func:`chart` leaves out of these folders, and why."""
    from eastflank.charts import undrawn as left_out

    return left_out([find_run(run, results).root for run in runs], which)


def redraw(file: Path, results: Path = RESULTS, *, to: Path | None = None) -> "Redrawn":
    """Draw the chart of an SVG, PNG or PDF again, from the runs that its stamp names."""
    from eastflank.charts import redraw as draw_again

    return draw_again(file, to or results / "charts", results)


def report(
    runs: Sequence[Path | str],
    results: Path = RESULTS,
    *,
    to: Path | None = None,
    csv: Path | None = None,
) -> list[Path]:
    """One self-contained HTML page of stored runs, and their tables into ``csv``; the paths.

    Without ``to`` the page of one run lies in its folder as report.html, that of several runs in
    ``results``. The first run is the one that the others are set against, unless names tell
    (NAME-cut... against NAME).
    """
    from eastflank.report import report as write_report

    folders = [find_run(run, results).root for run in runs]
    place = folders[0] if len(folders) == 1 else results
    return write_report(folders, to or place / "report.html", csv=csv)


def movements(runs: Sequence[Path | str], results: Path = RESULTS) -> dict[str, list[Any]]:
    """The movement tables of stored runs, as rows by run id; sweeps keep no records."""
    folders = [find_run(run, results) for run in runs]
    found = [verdict(folder.root) for folder in folders if not folder.manifest.is_sweep]
    return {each.manifest.run_id: each.movements().to_dict("records") for each in found}


def explain(
    unit: str, run: Path | str, results: Path = RESULTS, *, replication: int = LIKELY
) -> list[str]:
    """The story of one unit in plain sentences, at first of the deterministic run."""
    folder = find_run(run, results)
    return unit_story(account_of(folder, replication), unit).sentences


def supplies(
    run: Path | str, results: Path = RESULTS, *, replication: int = LIKELY
) -> pd.DataFrame:
    """What troops that were there asked for, got, and how late, by country; from stored records."""
    folder = find_run(run, results)
    ended = folder.note(replication).get("end_h")
    end_h = None if ended is None else float(str(ended))
    return supply_by_country(folder.records(replication), end_h=end_h)


def usage(run: Path | str, results: Path = RESULTS, *, replication: int = LIKELY) -> Usage:
    """Crossings, fleets, finite things and waits of a stored run, at first the deterministic one.

    A drawn replication that was kept without where assets were (``--records stages``) has no
    crossings and no use of terminals.
    """
    folder = find_run(run, results)
    return Usage(folder=folder, tables=use_of(folder, replication), names=names_of(folder))


def sensitivity(
    run: Path | str, results: Path = RESULTS, *, against: Path | str | None = None
) -> Sensitivity:
    """Which evidence rows troops closed and closure days of a stored run hang on.

    ``against`` another run: which rows the cost hangs on, troops short and days later.
    """
    base = None if against is None else find_run(against, results)
    return sensitivity_of(find_run(run, results), base=base)


def who_uses(
    name: str, run: Path | str, results: Path = RESULTS, *, replication: int = LIKELY
) -> LinkUse:
    """Which units use a link or corridor of a stored run, as it went and as was planned.

    Planned: each lot by its way that is fastest when all is open and free. Needs rows of links
    (``--records full``), which a run keeps of the deterministic run and of replication 0.
    """
    return users_of(find_run(run, results), name, replication)


def write_usage(found: Usage) -> list[Path]:
    """Write the tables of use below the run folder; their paths."""
    paths = {name: found.folder.root / "usage" / f"{name}.csv" for name in found.tables}
    for name, table in found.tables.items():
        text = table.to_csv(index=False, float_format="%.6g", lineterminator="\n")
        write_text(paths[name], text)
    return list(paths.values())


def schema() -> dict[str, object]:
    """The JSON Schema of experiment files; the names of constraints are those of the model."""
    schema: dict[str, Any] = experiment_schema()
    names = schema["$defs"]["Relax"]["properties"]["constraints"]
    names["items"] = {**names["items"], "enum": list(RELAXATIONS)}
    return schema
