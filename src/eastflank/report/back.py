"""The back of every page: method, assumptions, limits, STRESS-DES, how to reproduce."""

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import getdoc
from typing import Any

from eastflank.model.units import HOURS_PER_DAY
from eastflank.report.evidence import Body, evidence_of
from eastflank.report.limits import limits_table
from eastflank.report.stress import Item, disruption_sentence, stress_items
from eastflank.report.table import Table
from eastflank.runs.basis import basis_of_chances
from eastflank.runs.commands import command_of
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import numbers

Measures = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A measure and its definition, as the code has it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What it takes to run one experiment again."""

    run: StoredRun
    command: str
    disruptions: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]
    experiment_file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Sections 4 to 8."""

    definitions: tuple[Definition, ...]
    evidence: Body
    evidence_of: str
    limits: Table
    stress: tuple[Item, ...]
    folders: tuple[Folder, ...]
    page_command: str
    inputs: tuple[tuple[str, str], ...]
    tables: tuple[str, ...]


def back_of(runs: Sequence[StoredRun], measures: Measures, tables: Sequence[str]) -> Back:
    """What stands behind these runs; the definitions are those of the measures that are told."""
    first = runs[0]
    return Back(
        definitions=tuple(_definitions(measures)),
        evidence=evidence_of(first),
        evidence_of=first.label,
        limits=limits_table(),
        stress=tuple(stress_items(runs)),
        folders=tuple(_folder(run) for run in runs),
        page_command=" ".join(["eastflank", "report", *(shlex.quote(_asked(run)) for run in runs)]),
        inputs=tuple(_inputs(runs)),
        tables=tuple(tables),
    )


def _asked(run: StoredRun) -> str:
    """The folder of a run as the command of the page names it, wherever the results lie."""
    return "/".join(("results", *run.root.parts[-2:]))


def _inputs(runs: Sequence[StoredRun]) -> list[tuple[str, str]]:
    """Input files with their digests, each once unless runs read it in different states."""
    return sorted({pair for run in runs for pair in run.manifest.inputs.items()})


def _definitions(measures: Measures) -> Iterator[Definition]:
    for name, measure in measures.items():
        told = (getdoc(measure) or "").replace("``", "")
        yield Definition(name=name, text=told)


def _folder(run: StoredRun) -> Folder:
    return Folder(
        run=run,
        command=command_of(run),
        disruptions=tuple(map(disruption_sentence, run.disruptions)),
        settings=tuple(_settings(run)),
        experiment_file=run.kept("experiment.toml") or "",
    )


def _settings(run: StoredRun) -> Iterator[tuple[str, str]]:
    """What was asked, section by section, in a line each."""
    manifest = run.manifest
    experiment: dict[str, Any] = run.resolved.get("experiment", {})
    frame, force = experiment.get("frame", {}), experiment.get("force", {})
    fleets = experiment.get("fleets", {})
    yield "experiment", run.label
    yield "run id", manifest.run_id
    if manifest.cut_of:
        yield "cut of", manifest.cut_of
    yield "numbers rest on", basis_of_chances(run)
    yield "policy at a cut", manifest.policy
    yield (
        "target",
        f"{100 * manifest.target_share:g} % closed by {numbers.on_day(manifest.target_day)}",
    )
    yield "a unit closes at", f"{100 * manifest.theta:g} % of each cargo class present"
    yield "horizon", numbers.on_day(manifest.horizon_h / HOURS_PER_DAY)
    if frame:
        yield "readiness", f"{frame['readiness']}, warning {frame['warning_days']:g} days"
        yield "rules and priorities", str(frame["regime"])
    if force:
        yield "force", f"{force['list']} {force['destinations']}".strip()
    if fleets:
        factors = ", ".join(f"{kind} × {factor:g}" for kind, factor in fleets["factors"].items())
        yield "fleets", f"{fleets['list']}{f', {factors}' if factors else ''}"
    yield (
        "model",
        (
            f"eastflank {manifest.versions.get('eastflank', 'unknown')} "
            f"({manifest.versions.get('build', 'pure')}), model "
            f"{manifest.versions.get('model', 'unknown')}, commit {manifest.commit or 'unknown'}"
        ),
    )
