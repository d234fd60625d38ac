"""The clock: who waits for what, until when, and who may break in. SimPy is known here alone.

A process is a generator that yields what it waits for: hours of work (``clock.hours``) or a signal.
Whoever waits for something that others give goes through ``wait``; ``tell`` is the one way to
break into that.
"""

import copy
import functools
import operator
from collections.abc import Callable, Generator
from enum import Enum, auto
from typing import Any, Final, TypeVar

import simpy

from eastflank.model.causes import WaitCause

Wake = simpy.Event  # what a process yields
T = TypeVar("T")
Work = Generator[Wake, Any, T]


class Signal(simpy.Event):
    """Something that happens once; processes may wait for it."""

    def fire(self) -> None:
        """It happens now: who waits for it goes on."""
        self.succeed()

    @property
    def fired(self) -> bool:
        """Whether it has happened, though who waits for it may not have gone on yet."""
        return self.triggered


class Clock(simpy.Environment):
    """Simulated hours since 00:00 UTC of C-day, and what is to happen when."""

    @property
    def scheduled(self) -> int:
        """Events scheduled so far: each has taken a number from the environment's counter."""
        ahead = copy.copy(self._eid)
        return next(ahead)

    def hours(self, hours: float) -> Wake:
        """So many hours from now."""
        return simpy.Timeout(self, hours)

    def signal(self) -> Signal:
        """A signal that has not fired."""
        return Signal(self)

    def first(self, *wakes: Wake) -> Wake:
        """The first of several."""
        return functools.reduce(operator.or_, wakes)

    def call_in(self, hours: float, call: Callable[[], None]) -> None:
        """Something is done in so many hours."""
        timer = simpy.Timeout(self, hours)
        timer.callbacks.append(lambda _: call())

    def start(self, work: Work[None]) -> None:
        """A process begins, now, after what is being done."""
        simpy.Process(self, work)

    def run_until(self, end: Wake, observe: Callable[[], None] | None = None) -> None:
        """Let time pass until the end; ``observe`` is called after every event."""
        if observe is None:
            self.run(until=end)
            return
        while not end.processed:
            self.step()
            observe()


# -- waiting ----------------------------------------------------------------------------------


class Word(Enum):
    """What a process may be told while it waits."""

    NOT_WANTED = auto()  # a lift in the making is called off
    NEWS = auto()  # movement control has heard of a closure or a reopening
    CLOSURE = auto()  # the link that it is on, or its tail, has closed


class Phase(Enum):
    """What a lift does; it says which words reach it."""

    AT_WORK = auto()  # it is loaded, unloaded or repaired, it flies or sails
    GATHERING = auto()  # in the making: it waits for places, for an asset
    HELD = auto()  # it waits for a server, or inside a terminal: news does not change that
    STANDING_BY = auto()  # it stands loaded, for wagons beyond the break of gauge, for field hours
    QUEUING = auto()  # before a section, or for a locomotive
    RUNNING = auto()  # on a link
    RELIEF = auto()  # its crew changes
    TOLD = auto()  # a word is on its way to it: no other is needed


HEARS: Final[dict[Phase, frozenset[Word]]] = {
    Phase.AT_WORK: frozenset(),
    Phase.GATHERING: frozenset({Word.NOT_WANTED}),
    Phase.HELD: frozenset(),
    Phase.STANDING_BY: frozenset({Word.NEWS}),
    Phase.QUEUING: frozenset({Word.NEWS, Word.CLOSURE}),
    Phase.RUNNING: frozenset({Word.CLOSURE}),
    Phase.RELIEF: frozenset({Word.CLOSURE}),
    Phase.TOLD: frozenset(),
}


class Waiter:
    """Whoever waits: its phase, and what it waits for."""

    __slots__ = ("cause", "phase", "process")

    def __init__(self, phase: Phase = Phase.AT_WORK) -> None:
        self.phase = phase
        self.cause: WaitCause | None = None
        self.process: simpy.Process | None = None


def wait(
    who: Waiter, until: Wake, cause: WaitCause | None = None, phase: Phase = Phase.HELD
) -> Work[Word | None]:
    """Wait for something that others give; the word that broke in before, if one did."""
    who.phase, who.cause, who.process = phase, cause, until.env.active_process
    word: Word | None = None
    try:
        yield until
    except simpy.Interrupt as told:
        word = told.cause
    who.phase, who.cause = Phase.AT_WORK, None
    return word


def tell(who: Waiter, word: Word) -> None:
    """Break into a wait, if its phase lets the word through."""
    if word in HEARS[who.phase] and who.process is not None:
        who.phase = Phase.TOLD
        who.process.interrupt(word)
