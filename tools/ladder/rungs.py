"""The rungs: by which rule movement control dispatches, from nobody's plan to the bound."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from eastflank.model.scenario import Dispatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung: its name in the register, and what it is in words.

    - dispatch: None where it is no rule of dispatch, but what no plan can beat.
    - policy: keys of the policy that make up the rung, where a question has others.
    - relaxed: constraints that are taken out (docs/relax.md).
    - sets: other keys that differ, as ``--set`` has them.
    - files: questions that ship under a name of their own where they stand on this rung.
    - is_of: the only experiments that have it; all where none is named.
    """

    name: str
    told: str
    dispatch: Dispatch | None = None
    policy: tuple[tuple[str, str | float], ...] = ()
    relaxed: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    is_of: tuple[str, ...] = ()

    def file_of(self, experiment: str) -> str:
        """The file that asks a question on this rung."""
        return dict(self.files).get(experiment, experiment)

    def is_asked_of(self, experiment: str) -> bool:
        """Whether an experiment has this rung."""
        return not self.is_of or experiment in self.is_of


LOWEST: Final = Rung(
    name=Dispatch.USER_OPTIMAL.value,
    told="nobody coordinates: each lot takes what is soonest for itself",
    dispatch=Dispatch.USER_OPTIMAL,
    files=(("ready-force", "user-optimal"), ("ready-force-cut", "user-optimal-cut")),
)
HIGHEST: Final = Rung(name="bound", told="no plan can beat")
INSURED: Final = Rung(
    name="insured",
    told="the same staff sends who goes to the Baltic states first, whether a cut comes or not",
    dispatch=Dispatch.PLANNED,
    files=(("ready-force", "baltic-first"), ("ready-force-cut", "baltic-first-cut")),
    is_of=("ready-force", "ready-force-cut"),
)
LAID_ON: Final = Rung(
    name="laid-on",
    told="the same staff sends for assets a day before lots are ready, and for the nearest",
    dispatch=Dispatch.PLANNED,
    files=(("ready-force", "laid-on"), ("ready-force-cut", "laid-on-cut")),
    is_of=("ready-force", "ready-force-cut"),
)
FOREWARNED: Final = Rung(
    name="forewarned",
    told="the same staff knows from C-day on which day the corridor closes",
    dispatch=Dispatch.PLANNED,
    files=(("ready-force-cut", "corridor/known"),),
    is_of=("ready-force-cut",),
)
RUNGS: Final = (
    LOWEST,
    Rung(
        name=Dispatch.SYSTEM_OPTIMAL.value,
        told="a congestion charge: each lot also weighs the delay that it causes",
        dispatch=Dispatch.SYSTEM_OPTIMAL,
    ),
    Rung(
        name="troops",
        told="a staff: the same charge, brigade after brigade by troops, and fewer empty hours",
        dispatch=Dispatch.PLANNED,
        policy=(("precedence", "brigades"), ("fighting_share", 0.0)),
    ),
    Rung(
        name=Dispatch.PLANNED.value,
        told="a staff: the same charge, brigade after brigade by troops and by what they fight "
        "with alike, and fewer empty hours (the rule of the questions that ship)",
        dispatch=Dispatch.PLANNED,
    ),
    LAID_ON,
    INSURED,
    FOREWARNED,
    HIGHEST,
)


def _relaxed(*steps: tuple[str, str, tuple[str, ...]]) -> Iterator[Rung]:
    """The staff plan with ever more constraints taken out: name, words, and what comes on top."""
    out: tuple[str, ...] = ()
    for name, told, more in steps:
        out = (*out, *more)
        yield Rung(
            name=name, told=told, dispatch=Dispatch.PLANNED, relaxed=out, is_of=("ready-force",)
        )


RELAXED: Final = tuple(
    _relaxed(
        ("relaxed-fill", "no lift waits for more lots", ("hold-for-fill",)),
        ("relaxed-empties", "and assets stand where they are called", ("empties",)),
        (
            "relaxed-road",
            "and heavy transporters, buses and container trucks are plentiful",
            ("het", "buses", "trucks"),
        ),
        (
            "relaxed-lift",
            "and wagons, coaches, ships and aircraft too",
            ("wagons", "coaches", "ships", "aircraft"),
        ),
        (
            "relaxed-terminals",
            "and ramps, berths, parking spots and port land",
            ("ramps", "berths", "mog", "port-staging"),
        ),
        (
            "relaxed-ways",
            "and paths on lines, room on roads",
            ("separations", "single-track", "path-order", "road-flow"),
        ),
        (
            "relaxed-hours",
            "and yards, crews, field hours, borders and breaks of gauge take no time",
            ("yards", "ground-crews", "airfield-hours", "border-stop", "transfer", "crew-change"),
        ),
    )
)


def _more(name: str, told: str, *sets: str) -> Rung:
    """The staff plan with more of a thing."""
    return Rung(name=name, told=told, dispatch=Dispatch.PLANNED, sets=sets, is_of=("ready-force",))


def _half_more(*types: str) -> tuple[str, ...]:
    return tuple(f"fleets.factors.{name}=1.5" for name in types)


MORE: Final = (
    _more(
        "more-wagons",
        "half as many wagon sets more, of the common gauge",
        *_half_more("flat6_1435", "flat4_1435", "container_1435", "coach_1435"),
    ),
    _more(
        "more-road",
        "half as many heavy transporters, buses and container trucks more",
        *_half_more("het", "bus", "truck"),
    ),
    _more(
        "more-ships",
        "half as many ships more",
        *_half_more("roro_civil", "ropax", "roro_military"),
    ),
    _more("more-aircraft", "half as many aircraft more", *_half_more("c17", "a400m", "airliner")),
    _more(
        "more-paths",
        "ten in a hundred more of the paths of each line",
        "levers.steps.path-share=2",
    ),
    _more("more-warning", "the order five days earlier", "levers.steps.warning-days=5"),
)
ALL: Final = (*RUNGS, *RELAXED, *MORE)
