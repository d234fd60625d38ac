"""The ledger: where every piece is, by state, nation and cargo class; nothing is lost."""

from collections.abc import Iterable
from enum import IntEnum

import numpy as np

from eastflank.model.scenario import Lot


class State(IntEnum):
    """Where a lot can be. The states add up to the force at every event."""

    NOT_READY = 0
    AT_ORIGIN = 1
    LOADING = 2
    UNDER_WAY = 3
    IN_TRANSFER = 4
    STRANDED = 5
    IN_RSOM = 6
    CLOSED = 7


class Ledger:
    """Counts pieces by state and (nation, cargo class)."""

    def __init__(self, lots: Iterable[Lot]) -> None:
        lots = list(lots)
        self.groups = sorted({(lot.nation, lot.cargo.value) for lot in lots})
        column = {group: i for i, group in enumerate(self.groups)}
        self._column: dict[str, int] = {lot.id: column[lot.nation, lot.cargo.value] for lot in lots}
        self._pieces: dict[str, float] = {lot.id: lot.pieces for lot in lots}
        self.state: dict[str, State] = {lot.id: State.NOT_READY for lot in lots}
        self.since: dict[str, float] = {lot.id: 0.0 for lot in lots}
        self.pieces = np.zeros((len(State), len(self.groups)))
        for lot in lots:
            self.pieces[State.NOT_READY, self._column[lot.id]] += lot.pieces

    def move(self, lot: str, to: State, now: float) -> None:
        """Book a lot (or what has parted from it) from the state it is in to another."""
        column, pieces = self._column[lot], self._pieces[lot]
        self.pieces[self.state[lot], column] -= pieces
        self.pieces[to, column] += pieces
        self.state[lot] = to
        self.since[lot] = now

    def add(self, lot: Lot, group: tuple[str, str], now: float) -> None:
        """A lot comes into the world where it lies, in a group that may be new."""
        if group not in self.groups:
            self.groups.append(group)
            self.pieces = np.hstack([self.pieces, np.zeros((len(State), 1))])
        self._column[lot.id] = self.groups.index(group)
        self._pieces[lot.id] = lot.pieces
        self.state[lot.id], self.since[lot.id] = State.AT_ORIGIN, now
        self.pieces[State.AT_ORIGIN, self._column[lot.id]] += lot.pieces

    def part(self, lot: str, parted: str, pieces: float) -> None:
        """Some pieces of a lot go their own way from now, in the state it is in."""
        self._pieces[lot] -= pieces
        self._pieces[parted] = pieces
        self._column[parted] = self._column[lot]
        self.state[parted], self.since[parted] = self.state[lot], self.since[lot]

    def recount(self) -> np.ndarray:
        """The table made anew from the state of every lot."""
        table = np.zeros_like(self.pieces)
        for lot, state in self.state.items():
            table[state, self._column[lot]] += self._pieces[lot]
        return table
