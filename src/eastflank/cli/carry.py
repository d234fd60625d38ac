"""What ``run`` and ``sweep`` share: carrying out, a quote, how it went, the exit code."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import typer

from eastflank.cli.exits import Exit
from eastflank.cli.screen import result, result_json, talk
from eastflank.model.errors import PlannerError

if TYPE_CHECKING:
    from eastflank.api import Case, Foresight, Level, Settings, Shard, StoredRun, Swept

NUMBER: Final = re.compile(r"[0-9]{1,9}")
TIME: Final = re.compile(r"[0-9]{1,9}(\.[0-9]+)?")
UNITS_S: Final = {"s": 1.0, "m": 60.0, "h": 3600.0}


def carry_out(case: "Case | Swept", settings: "Settings", *, quiet: bool) -> "StoredRun":
    """Run what is missing with progress, and say how it went."""
    from eastflank import api
    from eastflank.cli.progress import progress_of

    _refuse_without_troops(case.case if isinstance(case, api.Swept) else case)
    name = api.foresee(case, settings).experiment if isinstance(case, api.Swept) else case.name
    with progress_of(name, quiet=quiet) as progress:
        run = api.run_case(case, settings, progress=progress)
    warnings = case.case.warnings if isinstance(case, api.Swept) else case.warnings
    for warning in warnings:
        talk(f"note: {warning}", quiet=quiet)
    _tell_counts(run, quiet=quiet)
    _tell_stopping(run, quiet=quiet)
    return run


def _refuse_without_troops(case: "Case") -> None:
    """A command answers in troops; published moves of vehicles alone are judged by hours."""
    if not case.counts["troops_moving"]:
        raise PlannerError(
            where=f"experiments/forces/{case.experiment.force.list}.csv",
            found="the lines that move have no troops: the personnel of each is 0.",
            right="Give one of them personnel: what is closed is counted in troops.",
        )


def _tell_counts(run: "StoredRun", *, quiet: bool) -> None:
    label, counts = run.name, run.manifest.counts
    wall_s = run.manifest.timings_s.get("wall", 0.0)
    done = f"{counts['run_now']} run in {wall_s:.0f} s, {counts['stored']} stored"
    talk(f"{label}: {done}, in {run.root}", quiet=quiet)
    if counts["failed"]:
        talk(f"{counts['failed']} replications failed: see {run.folder.failures_path}")
    if counts["waiting_unexplained"]:
        talk(
            f"{label}: {counts['waiting_unexplained']} lots wait for what can "
            "never come; eastflank explain UNIT tells why"
        )
    if run.manifest.stopped_by:
        talk(f"{label}: {run.manifest.stopped_by}. The same command goes on where it stopped.")


def _tell_stopping(run: "StoredRun", *, quiet: bool) -> None:
    stopping = run.manifest.stopping
    if stopping:
        saved = sum(int(each["saved"]) for each in stopping.values())
        points = f"{len(stopping)} of {run.manifest.points} points"
        talk(f"{points} stopped early: {saved:,} replications saved", quiet=quiet)


def foresee_all(cases: Sequence["Case | Swept"], settings: "Settings", *, as_json: bool) -> None:
    """Say what would be run and what it takes; nothing is written."""
    from eastflank import api

    seen = [api.foresee(case, settings) for case in cases]
    if as_json:
        result_json({"runs": [_foresight_object(each) for each in seen]})
        return
    for each in seen:
        result(_foresight_text(each))
        result(quote_text(each))


def _foresight_text(each: "Foresight") -> str:
    if each.points > 1:
        return (
            f"{each.experiment}: {each.missing} of at most {each.points * each.replications} "
            f"replications to do ({each.points} points), in {each.folder.root}"
        )
    return (
        f"{each.experiment}: {each.missing} of {each.replications + 1} runs to do (the "
        f"deterministic one and {each.replications} replications), in {each.folder.root}"
    )


def quote_text(each: "Foresight") -> str:
    """The quote in words."""
    if each.quote is None:
        return f"{each.experiment}: no earlier run tells how long that takes"
    found = each.quote
    return (
        f"{each.experiment}: at most {found.replications} replications, about "
        f"{found.minutes:,.1f} minutes and {found.megabytes:,.1f} MB ({found.basis})"
    )


def _foresight_object(foresight: "Foresight") -> dict[str, object]:
    from dataclasses import asdict

    return {
        "experiment": foresight.experiment,
        "run_id": foresight.folder.root.name,
        "folder": str(foresight.folder.root),
        "points": foresight.points,
        "replications": foresight.replications,
        "missing": foresight.missing,
        "counts": foresight.counts,
        "quote": asdict(foresight.quote) if foresight.quote else None,
    }


def exit_code(runs: Sequence["StoredRun"], missed: Sequence[str] = ()) -> Exit:
    """Failures first, then what was not finished in time, then thresholds."""
    manifests = [run.manifest for run in runs]
    if any(m.counts["failed"] or m.counts["waiting_unexplained"] for m in manifests):
        return Exit.REPLICATIONS
    if any(manifest.stopped_by for manifest in manifests):
        return Exit.INTERRUPTED
    return Exit.REQUIREMENT if missed else Exit.DONE


def level_of(text: str) -> "Level":
    """``--records``."""
    from eastflank.api import Level

    if text not in list(Level):
        raise typer.BadParameter(f"--records is full, stages or summary, not {text!r}")
    return Level(text)


def numbers_of(only: list[str] | None) -> tuple[int, ...]:
    """``--only``."""
    from eastflank.api import LIKELY

    chosen = []
    for text in only or ():
        if text != "likely" and not NUMBER.fullmatch(text):
            raise typer.BadParameter(f"--only is a number or 'likely', not {text!r}")
        chosen.append(LIKELY if text == "likely" else int(text))
    return tuple(chosen)


def seconds_of(budget: str | None) -> float | None:
    """``--budget``: 90s, 5m or 2h."""
    if budget is None:
        return None
    number, unit = budget[:-1], budget[-1:]
    if unit not in UNITS_S or not TIME.fullmatch(number):
        raise typer.BadParameter(f"--budget is a time such as 90s, 5m or 2h, not {budget!r}")
    return float(number) * UNITS_S[unit]


def shard_of(text: str | None) -> "Shard | None":
    """``--shard``: 2/5 is the second of five."""
    from eastflank.api import Shard

    if text is None:
        return None
    number, _, of = text.partition("/")
    if not (NUMBER.fullmatch(number) and NUMBER.fullmatch(of) and 1 <= int(number) <= int(of)):
        raise typer.BadParameter(f"--shard is i/n with i from 1 to n, not {text!r}")
    return Shard(number=int(number), of=int(of))
