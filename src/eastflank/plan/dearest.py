"""The dearest things: how many troops one more of each could add by a day, at most.

At any prices the bound of a world with one more asset, server or slot is no higher than that of the
world without it, plus the worth of what it adds. So the worth says what one more cannot exceed; it
promises nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from eastflank.model.ids import AssetTypeId, NodeId
from eastflank.model.modes import TerminalKind
from eastflank.model.scenario import Scenario
from eastflank.model.units import HOURS_PER_DAY
from eastflank.plan.bound import QUICK, Form, Search, program_of
from eastflank.plan.program import Capacity, Prices, Program
from eastflank.routing.book import Itineraries

LEAST: Final = 0.5  # of a trooper: what is worth less is worth nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Dear:
    """One more asset of a type from C-day on, or one more server of a kind at some places."""

    troops: float
    asset: AssetTypeId | None = None
    kind: TerminalKind | None = None
    places: tuple[NodeId, ...] = ()  # of one region, which count as one place


def dearest(
    scenario: Scenario,
    *,
    day: float,
    seed: int,
    replication: int | None = None,
    book: Itineraries | None = None,
    form: Form = QUICK,
) -> tuple[Dear, ...]:
    """All that is scarce for who closes by a day, the dearest first."""
    program = program_of(scenario, seed=seed, replication=replication, book=book, form=form)
    proof, _ = Search(program, form).best(HOURS_PER_DAY * day)
    return worth_of_one_more(program, proof.prices, HOURS_PER_DAY * day)


def worth_of_one_more(program: Program, prices: Prices, deadline_h: float) -> tuple[Dear, ...]:
    """What one more of each thing is worth at some prices."""
    capacity = program.capacity(deadline_h)
    found = [
        *_assets(program, prices, deadline_h),
        *_servers(program, prices, capacity),
        *_slots(program, prices, capacity),
    ]
    return tuple(sorted((x for x in found if x.troops >= LEAST), key=lambda x: -x.troops))


def _assets(program: Program, prices: Prices, deadline_h: float) -> Iterator[Dear]:
    """One more from C-day on, where its type is at home and dearest."""
    for number, pool in enumerate(program.uses.pools):
        worth = sum(
            prices.pool[stage, number] * program.asset_h(pool, deadline_h - before_h)
            for stage, before_h in enumerate(program.stages_h)
        )
        worth += float(prices.stand[number, pool.home].max(initial=0.0))
        yield Dear(troops=float(worth), asset=pool.kind.id)


def _servers(program: Program, prices: Prices, capacity: Capacity) -> Iterator[Dear]:
    count = np.array(program.uses.servers)
    worth = (prices.server * capacity.server).sum(axis=0) / np.maximum(count, 1e-9)
    for number, kind, places in program.uses.named_servers():
        yield Dear(troops=float(worth[number]), kind=kind, places=places)


def _slots(program: Program, prices: Prices, capacity: Capacity) -> Iterator[Dear]:
    """One more integration slot at each place."""
    slots = program.uses.slots()
    worth = dict.fromkeys(slots, 0.0)
    windows = zip(program.reception.places, prices.slot * capacity.slot, strict=True)
    turns = zip(program.turns.places, (prices.turn * capacity.turn).sum(axis=0), strict=True)
    for place, hours in (*windows, *turns):
        worth[place] += float(hours) / slots[place]
    for place, troops in worth.items():
        yield Dear(troops=troops, kind=TerminalKind.STAGING_AREA, places=(place,))
