"""The compile step: an experiment and its tables become one scenario, or all their errors."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eastflank.compile.choice import ForceAccount, choose_force
from eastflank.compile.counts import counts
from eastflank.compile.disruptions import disruption_errors, disruption_warnings, disruptions_of
from eastflank.compile.evidence import evidence_errors, evidence_of, unread_evidence
from eastflank.compile.fleets import asset_types_of, fleet_errors, fleets_of
from eastflank.compile.force import force_errors, units_of
from eastflank.compile.inventory import inventory_errors
from eastflank.compile.levers import lever_choice_errors, pulled
from eastflank.compile.lots import lots_of
from eastflank.compile.modes_on import library_of, modes_of
from eastflank.compile.network import (
    corridors_of,
    districts_of,
    forbidden,
    links_of,
    network_errors,
    no_fly_of,
    nodes_of,
    terminals_of,
)
from eastflank.compile.permission import permission_factors_of
from eastflank.compile.plan import movement_plan_of, plan_errors, plan_warnings
from eastflank.compile.question import Question, shelf_of
from eastflank.compile.relax import relax_errors, relaxed
from eastflank.compile.supply import supply_errors, sustainment_of
from eastflank.compile.works import works_errors, works_of
from eastflank.config import Experiment
from eastflank.config.layers import label
from eastflank.model.errors import CollectedError, PlannerError
from eastflank.model.sampling import Draws
from eastflank.model.scenario import Frame, Scenario
from eastflank.model.units import HOURS_PER_DAY
from eastflank.tables import Library, read_library


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A scenario, what was made of the force list, and what is odd and harmless in the inputs.

    ``inputs`` has the SHA-256 of every file that was read, by its path below the root.
    """

    scenario: Scenario
    force: ForceAccount
    warnings: tuple[PlannerError, ...]
    inputs: Mapping[str, str]

    @property
    def counts(self) -> dict[str, int]:
        """How large the scenario is, and the force beside its list."""
        return {**counts(self.scenario), **self.force.counts()}


def compile_scenario(experiment: Experiment, root: Path) -> Scenario:
    """The scenario of an experiment; ``root`` holds networks/ and experiments/."""
    return compile_experiment(experiment, root).scenario


def compile_experiment(experiment: Experiment, root: Path) -> Compiled:
    """The scenario with warnings; raises all errors of the tables, then all between them."""
    read = read_library(root, shelf_of(experiment))
    library = library_of(read, modes_of(experiment))
    chosen = choose_force(Question(experiment=experiment, library=library, root=root))
    question = chosen.question
    if errors := (*chosen.errors, *_errors(question)):
        raise CollectedError(errors)
    warnings = (*library.warnings, *_warnings(question))
    levers = library.levers.rows if library.levers is not None else ()
    whole = pulled(_scenario(question), levers, experiment.levers.steps)
    scenario = relaxed(whole, experiment.relax.constraints)
    return Compiled(
        scenario=scenario,
        force=chosen.account,
        warnings=warnings,
        inputs=_digests(experiment, read, root),
    )


def _digests(experiment: Experiment, library: Library, root: Path) -> dict[str, str]:
    tables = (table.path for table in library.tables.values() if table.is_there)
    files = [*experiment.files, *tables]
    named = {label(file, root.resolve()): file for file in files}
    return {
        name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in sorted(named.items())
    }


def _errors(question: Question) -> Iterator[PlannerError]:
    yield from network_errors(question)
    yield from evidence_errors(question)
    yield from force_errors(question)
    yield from inventory_errors(question)
    yield from fleet_errors(question)
    yield from disruption_errors(question)
    yield from works_errors(question)
    yield from supply_errors(question)
    yield from relax_errors(question)
    yield from lever_choice_errors(question)
    yield from plan_errors(question)


def _warnings(question: Question) -> Iterator[PlannerError]:
    yield from unread_evidence(question)
    yield from plan_warnings(question)
    yield from disruption_warnings(question)
    experiment = question.experiment
    dispatch = experiment.policy.dispatch
    if experiment.policy.lay_on_hours and not dispatch.is_by_staff:
        yield PlannerError(
            where=question.key("policy.lay_on_hours"),
            found=f"nothing is laid on: no staff plans under {dispatch} dispatch.",
        )
    if experiment.target.day > experiment.run.horizon_days:
        yield PlannerError(
            where=question.key("run.horizon_days"),
            found=f"the run ends at C+{experiment.run.horizon_days:g}, before the target of "
            f"C+{experiment.target.day:g}.",
        )


def _scenario(question: Question) -> Scenario:
    experiment, library = question.experiment, question.library
    return Scenario(
        name=experiment.name,
        title=experiment.experiment.title,
        nodes=nodes_of(library.theatre),
        links=links_of(question),
        terminals=terminals_of(library.theatre, experiment.network.year),
        asset_types=asset_types_of(library),
        fleets=fleets_of(question),
        units=units_of(library),
        lots=lots_of(library),
        evidence=evidence_of(question),
        disruptions=(*disruptions_of(question), *works_of(question)),
        frame=_frame(experiment),
        policy=experiment.policy.cut,
        heavy_road=experiment.policy.heavy_road,
        caught=experiment.policy.caught,
        dispatch=experiment.policy.dispatch,
        precedence=experiment.policy.precedence,
        fighting_share=experiment.policy.fighting_share,
        empty_weight=experiment.policy.empty_weight,
        lay_on_h=experiment.policy.lay_on_hours,
        horizon_h=experiment.run.horizon_days * HOURS_PER_DAY,
        theta=experiment.run.theta,
        draws=Draws(sampling=experiment.run.sampling, luck_per_draw=experiment.run.luck_per_draw),
        transit_forbidden=forbidden(library.theatre),
        no_fly=no_fly_of(library.theatre),
        corridors=corridors_of(library.theatre),
        districts=districts_of(library.theatre),
        sustainment=sustainment_of(library),
        movement_plan=movement_plan_of(library),
        permission_factor=permission_factors_of(library),
    )


def _frame(experiment: Experiment) -> Frame:
    return Frame(
        readiness=experiment.frame.readiness,
        warning_h=experiment.frame.warning_days * HOURS_PER_DAY,
    )
