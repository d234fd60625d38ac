"""The clock: who waits for what, until when, and who may break in. SimPy is known here alone.

A process is a generator that yields what it waits for: hours of work (``clock.hours``) or a signal.
Whoever waits for something that others give goes through ``wait``; ``tell`` is the one way to
break into that.

The clock is a SimPy environment whose queue holds light things of its own, which need no callbacks,
beside what SimPy schedules. All keep SimPy's order: by the hour, then the urgent, then as put.
"""

import copy
import functools
from collections.abc import Callable, Generator
from enum import Enum, auto
from heapq import heappop, heappush
from typing import Any, Final, Protocol, TypeVar

import simpy
from simpy.core import EmptySchedule, Infinity
from simpy.events import NORMAL, URGENT, EventPriority

from eastflank.model.causes import WaitCause

T = TypeVar("T")


class Due(Protocol):
    """What stands in the queue of the clock."""

    def due(self) -> None:
        """Its hour has come."""


class Sleeper(Protocol):
    """Who goes on when a wake is past: a process, or the first of two wakes."""

    def resume(self) -> None:
        """It is past."""


class Wake:
    """What a process yields: it goes on when that is past. One may wait for it."""

    __slots__ = ("clock", "is_past", "sleeper")

    def __init__(self, clock: "Clock") -> None:
        self.clock = clock
        self.is_past = False
        self.sleeper: Sleeper | None = None

    def join(self, sleeper: Sleeper) -> None:
        """Someone waits for it."""
        if self.sleeper is not None:
            raise RuntimeError("Two wait for the same hours: each needs its own.")
        self.sleeper = sleeper

    def leave(self, sleeper: Sleeper) -> None:
        """Someone waits for it no longer."""
        if self.sleeper is sleeper:
            self.sleeper = None

    def due(self) -> None:
        """Who waits goes on."""
        self.is_past = True
        if self.sleeper is not None:
            self.sleeper.resume()


Work = Generator[Wake, Any, T]


class Shared(Wake):
    """A wake that several may wait for; they go on in the order in which they came."""

    __slots__ = ("fired", "others")

    def __init__(self, clock: "Clock") -> None:
        super().__init__(clock)
        self.fired = False  # it has happened, though who waits for it may not have gone on yet
        self.others: list[Sleeper] = []

    def join(self, sleeper: Sleeper) -> None:
        """Someone waits for it."""
        if self.sleeper is None:
            self.sleeper = sleeper
        else:
            self.others.append(sleeper)

    def leave(self, sleeper: Sleeper) -> None:
        """Someone waits for it no longer."""
        if self.sleeper is sleeper:
            self.sleeper = self.others.pop(0) if self.others else None
        elif sleeper in self.others:
            self.others.remove(sleeper)

    def fire(self) -> None:
        """It happens now: who waits for it goes on after what is being done."""
        if self.fired:
            raise RuntimeError("This has happened already.")
        self.fired = True
        self.clock.put(self)

    def due(self) -> None:
        """All who wait go on."""
        super().due()
        for sleeper in self.others:
            sleeper.resume()


class Signal(Shared):
    """Something that happens once; processes may wait for it."""

    __slots__ = ()


class First(Shared):
    """The first of two wakes: it happens when the one that comes first is past."""

    __slots__ = ("wakes",)

    def __init__(self, clock: "Clock", *wakes: Wake) -> None:
        super().__init__(clock)
        self.wakes = wakes
        for wake in wakes:
            if wake.is_past:
                self.resume()
            else:
                wake.join(self)

    def resume(self) -> None:
        """One of them is past."""
        if not self.fired:
            self.fire()

    def due(self) -> None:
        """All who wait go on; the other wake is waited for no longer."""
        self.let_go()
        super().due()

    def let_go(self) -> None:
        """Wait for neither."""
        for wake in self.wakes:
            wake.leave(self)
            if isinstance(wake, First):
                wake.let_go()


class Process:
    """A generator at work: it goes on whenever what it has yielded is past."""

    __slots__ = ("_clock", "_send", "_wake", "_work")

    def __init__(self, clock: "Clock", work: Work[None]) -> None:
        self._clock = clock
        self._work = work
        self._send: Callable[[None], Wake] = work.send
        self._wake: Wake | None = None  # what it waits for; nothing once it has ended

    def resume(self) -> None:
        """Go on until it yields what is not past."""
        self._clock.active = self
        try:
            wake = self._send(None)
            while wake.is_past:
                wake = self._send(None)
        except StopIteration:
            self._wake = None
            return
        self._wake = wake
        if wake.sleeper is None:
            wake.sleeper = self
        else:
            wake.join(self)

    def due(self) -> None:
        """It begins."""
        self.resume()

    def interrupt(self, word: "Word") -> None:
        """Break into what it waits for, before anything else of this hour."""
        self._clock.put(Call(functools.partial(self._hear, word)), URGENT)

    def _hear(self, word: "Word") -> None:
        """Go on with a word, whatever it waits for; who has ended hears nothing."""
        if self._wake is None:
            return
        self._wake.leave(self)
        self._clock.active = self
        try:
            self._wake = self._work.throw(simpy.Interrupt(word))
            while self._wake.is_past:
                self._wake = self._send(None)
        except StopIteration:
            self._wake = None
        else:
            self._wake.join(self)


class Call:
    """Something is done."""

    __slots__ = ("due",)

    def __init__(self, due: Callable[[], None]) -> None:
        self.due = due


class Clock(simpy.Environment):
    """Simulated hours since 00:00 UTC of C-day, and what is to happen when."""

    now: float = 0.0  # no property: it is asked for more often than anything else

    def __init__(self, starts_h: float = 0.0) -> None:
        super().__init__(starts_h)
        self.now = starts_h
        self.active: Process | None = None  # that works now, or did last
        self._ahead: list[tuple[float, int, int, Due]] = []

    @property
    def scheduled(self) -> int:
        """Events scheduled so far: each has taken a number from the environment's counter."""
        ahead = copy.copy(self._eid)
        return next(ahead)

    def hours(self, hours: float) -> Wake:
        """So many hours from now."""
        if hours < 0:
            raise ValueError(f"{hours} hours from now have passed.")
        wake = Wake(self)
        heappush(self._ahead, (self.now + hours, NORMAL, next(self._eid), wake))
        return wake

    def until(self, hour: float) -> Wake:
        """Until an hour; now, if it has passed."""
        return self.hours(max(0.0, hour - self.now))

    def signal(self) -> Signal:
        """A signal that has not fired."""
        return Signal(self)

    def first(self, *wakes: Wake) -> Wake:
        """The first of several."""
        return functools.reduce(functools.partial(First, self), wakes)

    def call_in(self, hours: float, call: Callable[[], None]) -> None:
        """Something is done in so many hours."""
        self.put(Call(call), NORMAL, hours)

    def start(self, work: Work[None]) -> None:
        """A process begins, now, after what is being done."""
        self.put(Process(self, work), URGENT)

    def put(self, thing: Due, priority: int = NORMAL, hours: float = 0.0) -> None:
        """Something is due in so many hours."""
        heappush(self._ahead, (self.now + hours, priority, next(self._eid), thing))

    def run_until(self, end: Wake, observe: Callable[[], None] | None = None) -> None:
        """Let time pass until the end; ``observe`` is called after every event."""
        ahead = self._ahead
        while not end.is_past:
            self.now, _, _, thing = heappop(ahead)
            thing.due()
            if observe is not None:
                observe()

    # -- as SimPy's own processes see it ----------------------------------------------------------

    def schedule(
        self, event: simpy.Event, priority: EventPriority = NORMAL, delay: float = 0
    ) -> None:
        """An event of SimPy keeps its place in SimPy's queue, and takes one among all others."""
        self._now = self.now
        super().schedule(event, priority, delay)
        self.put(Call(super().step), priority, delay)

    def step(self) -> None:
        """Let the next thing happen."""
        if not self._ahead:
            raise EmptySchedule
        self.now, _, _, thing = heappop(self._ahead)
        thing.due()

    def peek(self) -> float:
        """The hour of the next thing."""
        return self._ahead[0][0] if self._ahead else Infinity


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
        self.process: Process | None = None


def wait(
    who: Waiter, until: Wake, cause: WaitCause | None = None, phase: Phase = Phase.HELD
) -> Work[Word | None]:
    """Wait for something that others give; the word that broke in before, if one did."""
    who.phase, who.cause, who.process = phase, cause, until.clock.active
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
