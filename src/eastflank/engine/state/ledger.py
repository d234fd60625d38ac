"""The ledger: where every piece is, by state, nation and cargo class; nothing is lost."""

from enum import IntEnum

import numpy as np

from eastflank.model.scenario import Lot

Group = tuple[str, str]  # nation and cargo class


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
    """Counts pieces by state and group; its rows are the consignments, by number."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self._table: list[list[float]] = [[] for _ in State]
        self.state: list[State] = []
        self.since: list[float] = []
        self._group: list[int] = []
        self._pieces: list[float] = []

    @property
    def pieces(self) -> np.ndarray:
        """Pieces by state and group."""
        return np.array(self._table)

    def add(self, lot: Lot, state: State, now: float, group: Group | None = None) -> None:
        """A consignment comes into the world, by itself in a group unless it is told which."""
        which = group or (lot.nation, lot.cargo.value)
        if which not in self.groups:
            self.groups.append(which)
            for row in self._table:
                row.append(0.0)
        self._open(self.groups.index(which), lot.pieces, state, now)
        self._table[state][self._group[-1]] += lot.pieces

    def move(self, number: int, to: State, now: float) -> None:
        """Book a consignment from the state it is in to another."""
        group, pieces = self._group[number], self._pieces[number]
        self._table[self.state[number]][group] -= pieces
        self._table[to][group] += pieces
        self.state[number] = to
        self.since[number] = now

    def part(self, number: int, pieces: float) -> None:
        """Some pieces of a consignment are one of their own from now, in the state it is in."""
        self._pieces[number] -= pieces
        self._open(self._group[number], pieces, self.state[number], self.since[number])

    def _open(self, group: int, pieces: float, state: State, now: float) -> None:
        self._group.append(group)
        self._pieces.append(pieces)
        self.state.append(state)
        self.since.append(now)

    def recount(self) -> np.ndarray:
        """The table made anew from the state of every consignment."""
        table = np.zeros((len(State), len(self.groups)))
        for number, state in enumerate(self.state):
            table[state, self._group[number]] += self._pieces[number]
        return table
