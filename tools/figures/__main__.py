"""Write docs/figures.csv from stored runs, and from it the figures and pictures of the pages.

python -m tools.figures --run    run what is missing (it resumes), then write all
python -m tools.figures          write all from the runs that are stored
python -m tools.figures --fill   fill the pages from docs/figures.csv alone
python -m tools.figures --check  say which figures are of another model or of other tables;
                                 where only the build is another, compare runs of both
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from eastflank import api
from eastflank.api import Case, Level, Settings, StoredRun
from eastflank.cli.carry import carry_out, quote_text
from eastflank.model.errors import PlannerError
from eastflank.plan.bound import Curve
from eastflank.store.folder import RunFolder
from eastflank.store.manifest import Status
from eastflank.study.bounds import bound_of
from tools.figures import readings
from tools.figures.builds import difference
from tools.figures.facts import figures_of_use
from tools.figures.judgements import figures_of_judgements
from tools.figures.pages import draw_pictures, fill_pages
from tools.figures.register import (
    REGISTER,
    ROOT,
    Figure,
    FigureError,
    Figures,
    read_register,
    register_text,
)
from tools.figures.tables import HEADLINE, NOBODY, asked, questions

DRAWN: Final = 64  # replications of the headline pair


def cases_of(drawn: int, nobody: int) -> list[Case]:
    """The questions that figures are told of, the pairs of the headline with replications."""
    many = {**dict.fromkeys(HEADLINE, drawn), **dict.fromkeys(NOBODY, nobody)}
    return [_case(name, many.get(name, 0)) for name in asked()]


def _case(name: str, drawn: int) -> Case:
    (case,) = api.load_all([ROOT / f"experiments/{name}.toml"], [f"run.replications={drawn}"])
    return case


def run_missing(cases: Sequence[Case], settings: Settings) -> None:
    """Say how long it takes and run what is missing; what was finished before is kept.

    Single runs come first: from their time the many replications are reckoned.
    """
    for case in sorted(cases, key=lambda case: case.replications):
        ahead = api.foresee(case, settings)
        if ahead.missing or not _is_finished(ahead.folder):
            print(quote_text(ahead), file=sys.stderr, flush=True)
            carry_out(case, settings, quiet=False)


def stored_runs(cases: Sequence[Case], settings: Settings) -> dict[str, StoredRun]:
    """The finished run of each question, of this model and these tables."""
    folders = {case.name: api.foresee(case, settings).folder for case in cases}
    finished = {
        name: StoredRun(folder.root) for name, folder in folders.items() if _is_finished(folder)
    }
    if missing := sorted(set(folders) - set(finished)):
        raise FigureError(
            f"{settings.out} holds no finished run of this model and these tables of "
            f"{', '.join(missing)}. Run what is missing: python -m tools.figures --run."
        )
    return finished


def _is_finished(folder: RunFolder) -> bool:
    """Whether it was run to its end; a run of one replication alone was not."""
    if not folder.manifest_path.is_file():
        return False
    return StoredRun(folder.root).manifest.status is Status.FINISHED


def figures_of(runs: dict[str, StoredRun], bounds: dict[str, Curve]) -> Iterator[Figure]:
    """Every figure, in the order of the register."""
    for run in runs.values():
        yield from readings.of_run(run)
    for frame, cut in questions():
        if cut:
            yield from readings.of_cut(runs[frame], runs[f"{frame}{cut}"])
    base, cut_run = (runs[name] for name in HEADLINE)
    yield from readings.of_cut(*(runs[name] for name in NOBODY))
    for nobody, plan in zip(NOBODY, HEADLINE, strict=True):
        yield from readings.of_plan(runs[nobody], runs[plan])
    for name, curve in bounds.items():
        yield from readings.of_bound(runs[name], curve)
    yield from readings.of_waits(base, cut_run)
    yield readings.of_evidence(base)
    yield from figures_of_use(base)
    yield from figures_of_judgements(runs)


def stale(figures: Figures, cases: Sequence[Case], settings: Settings) -> dict[str, str]:
    """Experiments whose figures come from a run of another name, and in what it differs.

    A run of another build of the model whose rows are equal differs in nothing.
    """
    now = {case.name: (case, api.foresee(case, settings).folder.root) for case in cases}
    runs = {(each.experiment, each.run) for each in figures.values()}
    others = [(name, run) for name, run in sorted(runs) if run != now[name][1].name]
    return {name: _difference(now[name][0], now[name][1].with_name(run)) for name, run in others}


def _difference(case: Case, folder: Path) -> str:
    if not RunFolder(folder).manifest_path.is_file():
        return "of another model or of other tables; its run is not stored to be compared"
    try:
        return difference(case, StoredRun(folder))
    except PlannerError as error:
        return f"not to be compared: {error.found}"


def _check(figures: Figures, cases: Sequence[Case], settings: Settings) -> None:
    """Tell which figures are out of date, and which are only of another build."""
    found = stale(figures, cases, settings)
    if same := [name for name, apart in found.items() if not apart]:
        print(f"measured by another build, and rows that were run again are equal: {_list(same)}")
    if others := [f"{name} ({apart})" for name, apart in found.items() if apart]:
        raise FigureError(f"out of date: {_list(others)}")


def _list(names: Sequence[str]) -> str:
    return ", ".join(names)


def main() -> None:
    """Do what is asked; mistakes that the reader can mend are told without a traceback."""
    try:
        _do(_wanted())
    except (FigureError, PlannerError) as error:
        sys.exit(str(error))


def _do(wanted: argparse.Namespace) -> None:
    settings = Settings(out=wanted.results, records=Level.SUMMARY, workers=wanted.workers)
    if wanted.fill:
        _tell(fill_pages(read_register()))
        return
    cases = cases_of(wanted.replications, wanted.nobody or wanted.replications)
    if wanted.check:
        _check(read_register(), cases, settings)
        return
    if wanted.run:
        run_missing(cases, settings)
    runs = stored_runs(cases, settings)
    bounds = {case.name: bound_of(case, settings.out) for case in cases if case.name in HEADLINE}
    figures = {figure.key: figure for figure in figures_of(runs, bounds)}
    REGISTER.write_text(register_text(figures.values()), encoding="utf-8")
    _tell([REGISTER, *fill_pages(figures), *draw_pictures(runs)])


def _tell(written: Sequence[Path]) -> None:
    for path in written:
        print(path.relative_to(ROOT))


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--run", action="store_true", help="run what is missing first")
    what.add_argument("--fill", action="store_true", help="fill the pages, read no run")
    what.add_argument("--check", action="store_true", help="say which figures are out of date")
    parser.add_argument(
        "--replications", type=int, default=DRAWN, help="of the headline pair (%(default)s)"
    )
    parser.add_argument(
        "--nobody", type=int, help="of the pair that nobody coordinates (as many by default)"
    )
    parser.add_argument("--workers", type=int, help="processes (as many as there are cores)")
    parser.add_argument(
        "--results", type=Path, default=ROOT / "results", help="the folder of all results"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
