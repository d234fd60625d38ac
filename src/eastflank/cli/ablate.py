"""``eastflank ablate``: what each constraint costs, by runs without it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from eastflank.cli import options
from eastflank.cli.exits import Exit, ends_well
from eastflank.cli.layout import columns
from eastflank.cli.screen import result, result_json, talk
from eastflank.runs.wording.numbers import c_day, count, interval, on_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eastflank.api import Ablation, Case, Settings
    from eastflank.study.ablation import Variant

    Study = Sequence[tuple[Variant, Case]]


@ends_well()
def ablate(
    experiments: options.ExperimentFiles,
    *,
    only: Annotated[
        str | None, typer.Option(help="Only these constraints, e.g. ramps,het.")
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(
            min=1, help="Paired runs with their own luck; the deterministic run alone by default."
        ),
    ] = None,
    seed: options.Seed = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; at most two by default.")
    ] = None,
    sets: options.Sets = None,
    out: options.Out = options.RESULTS,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check, say what would be run, write nothing.")
    ] = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Take out each constraint in turn and print what that is worth.

    The constraints and what taking them out means stand in docs/relax.md. The same question again
    resumes: runs that are stored are not run again.
    """
    from eastflank import api
    from eastflank.cli.progress import progress_of

    settings = api.Settings(out=out, workers=workers)
    laid = options.all_sets([*(sets or ()), f"run.replications={replications or 0}"], seed)
    studies = api.ablations(experiments, laid, _names(only))
    if dry_run:
        _foresee(studies, settings, as_json=as_json)
        return
    with progress_of("ablate", quiet=quiet, of="runs") as progress:
        found = api.ablate(studies, settings, progress=progress)
    _tell(found, as_json=as_json, quiet=quiet)
    raise typer.Exit(Exit.REPLICATIONS if any(each.faults for each in found) else Exit.DONE)


def _names(only: str | None) -> list[str]:
    from eastflank import api
    from eastflank.model.spelling import nearest

    known = api.constraints()
    names = [name.strip() for name in (only or "").split(",") if name.strip()]
    if only is not None and not names:
        raise typer.BadParameter(f"--only names no constraint. There are: {', '.join(known)}")
    for name in names:
        if name not in known:
            near = nearest(name, known)
            hint = f" Did you mean {near}?" if near else ""
            raise typer.BadParameter(
                f"--only: there is no constraint {name!r}.{hint} There are: {', '.join(known)}"
            )
    return names


def _foresee(studies: "Sequence[Study]", settings: "Settings", *, as_json: bool) -> None:
    from eastflank import api

    kept = api.ablation_settings(settings)
    seen = [
        {
            "experiment": case.name,
            "constraint": variant.constraint,
            "folder": str(foresight.folder.root),
            "missing": foresight.missing,
        }
        for study in studies
        for variant, case in study
        for foresight in [api.foresee(case, kept)]
    ]
    if as_json:
        result_json({"runs": seen})
        return
    for each in seen:
        without = f"without {each['constraint']}" if each["constraint"] else "with every constraint"
        result(f"{each['experiment']} {without}: {each['missing']} to do, in {each['folder']}")


def _tell(found: "Sequence[Ablation]", *, as_json: bool, quiet: bool) -> None:
    if as_json:
        result_json({"ablations": [_as_object(each) for each in found]})
    else:
        result("\n\n".join(_text(each) for each in found))
    for each in found:
        talk(f"{each.base.label}: {each.path}", quiet=quiet)
        for fault in each.faults:
            talk(fault)


def _as_object(ablation: "Ablation") -> dict[str, object]:
    return {
        "experiment": ablation.base.label,
        "target_day": ablation.base.target_day,
        "table": str(ablation.path),
        "constraints": ablation.table.to_dict("records"),
        "faults": list(ablation.faults),
    }


def _text(ablation: "Ablation") -> str:
    rows = [{str(k): v for k, v in row.items()} for row in ablation.table.to_dict("records")]
    if not rows:
        return f"{ablation.base.label}: nothing to compare"
    day = on_day(ablation.base.target_day)
    first, many = rows[0], int(rows[0]["replications"])
    basis = "one deterministic run each, not a forecast"
    if ablation.base.replications:
        basis = f"{many} paired replications, seed {ablation.base.seed}: means (95 % interval)"
    wide = max(len(row["title"]) for row in rows)
    head = ["without", f"by {day}", "more", "80 % on", "sooner", "what is taken out".ljust(wide)]
    return (
        f"{ablation.base.label}: with every constraint {count(first['troops_with'])} troops closed "
        f"by {day}, 80 % on {c_day(first['day_80_with'])} ({basis})\n"
        + columns(head, [[*_cells(row), row["title"].ljust(wide)] for row in rows])
    )


def _cells(row: "Mapping[str, Any]") -> list[str]:
    return [
        row["constraint"],
        count(row["troops_without"]),
        interval(row["more_troops"], row["low"], row["high"], "+,.0f"),
        c_day(row["day_80_without"]),
        interval(row["days_sooner"], row["days_low"], row["days_high"], "+.1f"),
    ]
