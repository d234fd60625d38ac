"""The rungs: by which rule movement control dispatches, from nobody's plan to the bound."""

from dataclasses import dataclass
from typing import Final

from eastflank.model.scenario import Dispatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung: its name in the register, and what it is in words.

    Without a dispatch policy it is no rule of dispatch, but what no plan can beat.
    """

    name: str
    told: str
    dispatch: Dispatch | None = None


LOWEST: Final = Rung(
    name=Dispatch.USER_OPTIMAL.value,
    told="nobody coordinates: each lot takes what is soonest for itself",
    dispatch=Dispatch.USER_OPTIMAL,
)
HIGHEST: Final = Rung(name="bound", told="no plan can beat")
RUNGS: Final = (
    LOWEST,
    Rung(
        name=Dispatch.SYSTEM_OPTIMAL.value,
        told="each lot also weighs the delay that it causes",
        dispatch=Dispatch.SYSTEM_OPTIMAL,
    ),
    Rung(
        name=Dispatch.PLANNED.value,
        told="a staff also sends unit after unit, and saves empty hours",
        dispatch=Dispatch.PLANNED,
    ),
    HIGHEST,
)
