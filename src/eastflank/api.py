"""The door: load, check, run, read, compare, draw and explain, for notebooks and commands.

Whatever asks for a run takes a :class:`StoredRun`, the path of a run folder, an experiment file or
the name of an experiment, which means its latest finished run. What is told of one run refuses the
name of a sweep; ``StoredRun.at`` is one of its points.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from eastflank.intake.begin import begin
from eastflank.intake.files import Intake
from eastflank.intake.gmns import import_gmns
from eastflank.intake.tpfdd import import_tpfdd
from eastflank.plan.bound import Curve
from eastflank.runs import comparison
from eastflank.runs.account import account_of
from eastflank.runs.bands import bands_of
from eastflank.runs.brackets import Bracket, brackets_of
from eastflank.runs.brigade import story_of
from eastflank.runs.comparison import Comparison
from eastflank.runs.families import cuts_of, labelled
from eastflank.runs.finding import find_run, single
from eastflank.runs.ledger import Ledger, ledger_of
from eastflank.runs.ledger_tables import write_ledger
from eastflank.runs.movement_plan import write_plan
from eastflank.runs.moves import Moves, moves_between
from eastflank.runs.plan_changes import Change
from eastflank.runs.plan_changes import plan_changes as changes_between
from eastflank.runs.schedules import movements_of, schedules_of
from eastflank.runs.sensitivity import Sensitivity, sensitivity_of
from eastflank.runs.shelves import Rule, Shelved, clean, latest_of_each, shelved
from eastflank.runs.stored import StoredRun
from eastflank.runs.usage import Usage, supplies_of, usage_of, write_usage
from eastflank.runs.who_uses import LinkUse
from eastflank.runs.who_uses import who_uses as users_of
from eastflank.store.folder import LIKELY
from eastflank.store.parquet import Level
from eastflank.study.ablation import (
    Ablation,
    ablate,
    ablation_settings,
    ablations,
    constraints,
)
from eastflank.study.asking import (
    bound,
    dearest,
    foresee,
    load,
    run,
    run_case,
    sweep,
)
from eastflank.study.case import Case, load_all
from eastflank.study.checking import CheckReport, check
from eastflank.study.foresight import Foresight
from eastflank.study.listing import listed
from eastflank.study.plan import Shard, default_workers
from eastflank.study.schema import schema, write_schema
from eastflank.study.settings import RESULTS, Settings
from eastflank.study.sweep import Swept, load_sweep
from eastflank.tables.plan import read_plan_file

if TYPE_CHECKING:
    from eastflank.charts.drawn import Figure
    from eastflank.gallery import Redrawn

__all__ = [
    "LIKELY",
    "RESULTS",
    "Ablation",
    "Bracket",
    "Case",
    "Change",
    "CheckReport",
    "Comparison",
    "Curve",
    "Foresight",
    "Intake",
    "Ledger",
    "Level",
    "LinkUse",
    "Moves",
    "Rule",
    "Sensitivity",
    "Settings",
    "Shard",
    "Shelved",
    "StoredRun",
    "Swept",
    "Usage",
    "ablate",
    "ablation_settings",
    "ablations",
    "all_stored",
    "bands",
    "begin",
    "bound",
    "brackets",
    "brief",
    "chart",
    "check",
    "clean",
    "compare",
    "constraints",
    "cuts",
    "dearest",
    "default_workers",
    "explain",
    "figure",
    "foresee",
    "import_gmns",
    "import_tpfdd",
    "ledger",
    "listed",
    "load",
    "load_all",
    "load_sweep",
    "movements",
    "moves",
    "overview",
    "plan_changes",
    "redraw",
    "report",
    "run",
    "run_case",
    "schedules",
    "schema",
    "sensitivity",
    "shelved",
    "stored",
    "supplies",
    "sweep",
    "undrawn",
    "usage",
    "who_uses",
    "workbook",
    "write_ledger",
    "write_movement_plan",
    "write_schema",
    "write_usage",
]

Asked = StoredRun | Path | str  # a run, its folder, an experiment file, the name of an experiment


# a run


def write_movement_plan(
    run: Asked,
    to: Path,
    results: Path = RESULTS,
    *,
    root: Path | None = None,
    over: bool = False,
) -> Path:
    """Write how the lots of a run went as a movement plan, which ``force.plan`` reads.

    ``root`` is the project whose tables the run was made from, by default where you are. A plan
    that is there already and says other things is written over only where ``over`` is asked for.
    """
    return write_plan(stored(run, results), root or Path.cwd(), to, over=over)


def plan_changes(one: Path, other: Path) -> tuple[Change, ...]:
    """What two movement plans fix or expect differently, unit by unit."""
    return changes_between(read_plan_file(one), read_plan_file(other))


def stored(run: Asked, results: Path = RESULTS) -> StoredRun:
    """A run that is stored: its verdict, closures, records, tables, each read when asked for."""
    return run if isinstance(run, StoredRun) else find_run(run, results)


def _alone(run: Asked, results: Path) -> StoredRun:
    """A run that is asked for alone: a sweep that is named has no one answer."""
    return run if isinstance(run, StoredRun) else single(find_run(run, results))


def all_stored(runs: Sequence[Asked], results: Path = RESULTS) -> list[StoredRun]:
    """Several stored runs, each by a name that tells it from the others."""
    return labelled([stored(run, results) for run in runs])


# one stored run


def bands(run: Asked, results: Path = RESULTS) -> pd.DataFrame:
    """What is not known of the answers of a run, and what varies.

    No row where each replication has a draw of its own.
    """
    return bands_of(stored(run, results))


def movements(run: Asked, results: Path = RESULTS) -> pd.DataFrame:
    """The movement table: units by POE, POD and mode, with their dates."""
    return movements_of(stored(run, results))


def schedules(run: Asked, results: Path = RESULTS) -> pd.DataFrame:
    """What leaves and arrives at each terminal by mode and day."""
    return schedules_of(stored(run, results))


def explain(
    unit: str, run: Asked, results: Path = RESULTS, *, replication: int = LIKELY
) -> list[str]:
    """The story of one unit, or of a brigade, in plain sentences; at first the deterministic run.

    A unit goes by its uln or its name, a brigade by its name; accents and case do not count.
    """
    return story_of(account_of(_alone(run, results), replication), unit)


def supplies(run: Asked, results: Path = RESULTS, *, replication: int = LIKELY) -> pd.DataFrame:
    """What troops that were there asked for, got, and how late, by country; from stored records."""
    return supplies_of(_alone(run, results), replication)


def ledger(
    run: Asked, results: Path = RESULTS, *, replication: int = LIKELY, unit: str = ""
) -> Ledger:
    """What the hours of each unit went to, from the order to its closure, or those of one unit."""
    return ledger_of(_alone(run, results), replication, unit)


def usage(run: Asked, results: Path = RESULTS, *, replication: int = LIKELY) -> Usage:
    """Crossings, fleets, finite things and waits of a stored run, at first the deterministic one.

    A drawn replication that was kept without where assets were (``--records stages``) has no
    crossings and no use of terminals.
    """
    return usage_of(_alone(run, results), replication)


def who_uses(
    name: str, run: Asked, results: Path = RESULTS, *, replication: int = LIKELY
) -> LinkUse:
    """Which units use a link or corridor of a stored run, as it went and as was planned.

    Planned: each lot by its way that is fastest when all is open and free. Needs rows of links
    (``--records full``), which a run keeps of the deterministic run and of replication 0.
    """
    return users_of(_alone(run, results), name, replication)


def sensitivity(
    run: Asked, results: Path = RESULTS, *, against: Asked | None = None
) -> Sensitivity:
    """Which evidence rows troops closed and closure days of a stored run hang on.

    ``against`` another run: which rows the cost hangs on, troops short and days later.
    """
    base = None if against is None else _alone(against, results)
    return sensitivity_of(_alone(run, results), base=base)


# stored runs side by side


def cuts(runs: Sequence[Asked], results: Path = RESULTS) -> list[tuple[StoredRun, StoredRun]]:
    """Each cut beside the open run of its question, as their manifests tell; ready to compare."""
    return cuts_of([stored(run, results) for run in runs])


def brackets(runs: Sequence[Asked], results: Path = RESULTS) -> list[Bracket]:
    """The bracket of each question: nobody coordinates, a staff plan, no plan can beat.

    Stored runs that ask the same under another rule of dispatch are found in the same results.
    """
    return brackets_of([stored(run, results) for run in runs])


def compare(
    base: Asked, cut: Asked, results: Path = RESULTS, *, unpaired: bool = False
) -> Comparison:
    """What the second run costs against the first, replication by replication.

    To be paired both must have met one luck. ``unpaired``: the difference of their means instead,
    whatever luck they met.
    """
    pair = _alone(base, results), _alone(cut, results)
    return comparison.unpaired(*pair) if unpaired else comparison.paired(*pair)


def moves(
    base: Asked,
    cut: Asked,
    results: Path = RESULTS,
    *,
    corridor: str = "",
    replication: int | None = None,
) -> Moves:
    """Where lots went in both runs, and what bound next; needs rows of links.

    Without ``corridor`` it is the one that the second run cuts; without ``replication`` all that
    both keep with links, or the deterministic runs where there are not several.
    """
    pair = _alone(base, results), _alone(cut, results)
    return moves_between(*pair, corridor=corridor, replication=replication)


# charts and pages


def figure(runs: Asked | Sequence[Asked], name: str, results: Path = RESULTS) -> "Figure":
    """A chart of one run, or of several side by side, by its name (``eastflank chart --which``).

    Of several the first is the open run: open-cut, destinations or nations.
    """
    from eastflank import gallery

    asked = [runs] if isinstance(runs, StoredRun | Path | str) else runs
    return gallery.figure([stored(each, results) for each in asked], name)


def chart(
    runs: Sequence[Asked],
    results: Path = RESULTS,
    *,
    to: Path | None = None,
    which: Sequence[str] | None = None,
    workers: int = 1,
) -> list[Path]:
    """Draw charts of stored runs into files; the paths of what was drawn."""
    from eastflank import gallery

    found = [stored(run, results) for run in runs]
    return gallery.draw(found, to or results / "charts", which, workers=workers)


def undrawn(
    runs: Sequence[Asked], results: Path = RESULTS, *, which: Sequence[str] | None = None
) -> list[str]:
    """Which charts :func:`chart` leaves out of these runs, and why."""
    from eastflank import gallery

    return gallery.undrawn([stored(run, results) for run in runs], which)


def redraw(file: Path, results: Path = RESULTS, *, to: Path | None = None) -> "Redrawn":
    """Draw the chart of an SVG, PNG or PDF again, from the runs that its stamp names."""
    from eastflank import gallery

    return gallery.redraw(file, to or results / "charts", results)


def brief(runs: Sequence[Asked], results: Path = RESULTS, *, to: Path | None = None) -> list[Path]:
    """One page of an open run and its cuts as PDF and PNG, upright A4 and 16:9; the paths."""
    from eastflank import gallery

    found = [stored(run, results) for run in runs]
    return gallery.write_brief(found, to or found[0].root / "brief")


def overview(runs: Sequence[Asked], results: Path = RESULTS, *, to: Path | None = None) -> Path:
    """One page over these runs, or over the latest finished run of each question in ``results``."""
    from eastflank.report.door import refuse_other_page
    from eastflank.report.overview import write_overview

    refuse_other_page(to)
    found = [stored(run, results) for run in runs] or latest_of_each(results)
    return write_overview(found, to or results / "overview.html")


def workbook(run: Asked, results: Path = RESULTS, *, to: Path | None = None) -> Path:
    """One workbook of a stored run, by default run.xlsx in its folder; needs the extra xlsx."""
    from eastflank.report.workbook import write_workbook

    found = stored(run, results)
    return write_workbook(found, to or found.root / "run.xlsx")


def report(
    runs: Sequence[Asked],
    results: Path = RESULTS,
    *,
    to: Path | None = None,
    csv: Path | None = None,
    workers: int = 1,
) -> list[Path]:
    """One self-contained HTML page of stored runs, and their tables into ``csv``; the paths.

    Without ``to`` the page of one run lies in its folder as report.html, that of several runs in
    ``results``. Cuts are set against the open run of their question, else all against the first.
    Several ``workers`` draw several charts at once.
    """
    from eastflank.report import report as write_report
    from eastflank.report.door import refuse_other_page

    refuse_other_page(to)
    found = [stored(run, results) for run in runs]
    place = found[0].root if len(found) == 1 else results
    return write_report(found, to or place / "report.html", csv=csv, workers=workers)
