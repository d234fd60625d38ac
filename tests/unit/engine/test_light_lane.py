"""The clock does what SimPy does, event by event: the same programs on it and on plain SimPy."""

import functools
import operator
from collections.abc import Callable, Generator
from typing import Any, NamedTuple

import simpy
from hypothesis import given
from hypothesis import strategies as st

from eastflank.engine.clock import Clock, Phase, Waiter, Wake, Word, tell, wait

SIGNALS = 3
WORKERS = 4
WAITS = ("hours", "signal", "first", "any")
DEEDS = ("fire", "call", "tell", "start")

Log = list[tuple[float, int, str]]


class Step(NamedTuple):
    """What a worker does next: a kind, hours, and the numbers of signals or of a worker."""

    kind: str
    hours: float
    one: int
    other: int


class Plain(simpy.Environment):
    """The same door on SimPy as it ships."""

    @property
    def active(self) -> simpy.Process | None:
        return self.active_process

    def hours(self, hours: float) -> simpy.Event:
        return self._known(simpy.Timeout(self, hours))

    def signal(self) -> simpy.Event:
        event = self._known(simpy.Event(self))
        vars(event)["fire"] = event.succeed
        return event

    def first(self, *wakes: simpy.Event) -> simpy.Event:
        return self._known(functools.reduce(operator.or_, wakes))

    def call_in(self, hours: float, call: Callable[[], None]) -> None:
        simpy.Timeout(self, hours).callbacks.append(lambda _: call())

    def start(self, work: Generator[Any, Any, None]) -> None:
        simpy.Process(self, work)

    def _known(self, event: simpy.Event) -> simpy.Event:
        vars(event)["clock"] = self
        return event


class Run:
    """Workers that carry out their programs: what each did and when, and what it was told."""

    def __init__(self, clock: Any, programs: list[list[Step]]) -> None:
        self.clock = clock
        self.log: Log = []
        self.signals = [clock.signal() for _ in range(SIGNALS)]
        self.fired: set[int] = set()
        self.who = [Waiter() for _ in programs]
        for me, program in enumerate(programs):
            clock.start(self.work(me, program))
        clock.run(until=50.0)

    def work(self, me: int, program: list[Step]) -> Generator[Any, Any, None]:
        for step in program:
            if step.kind in DEEDS:
                self.do(me, step)
            else:
                word = yield from wait(self.who[me], self.until(step), None, Phase.QUEUING)
                self.log.append((self.clock.now, me, f"{step.kind} {word}"))
        self.log.append((self.clock.now, me, "ends"))

    def until(self, step: Step) -> Wake:
        """What a step waits for."""
        clock, one, other = self.clock, self.signals[step.one], self.signals[step.other]
        wakes: dict[str, Callable[[], Wake]] = {
            "hours": lambda: clock.hours(step.hours),
            "signal": lambda: one,
            "first": lambda: clock.first(one, clock.hours(step.hours)),
            "any": lambda: clock.first(one, other, clock.hours(step.hours)),
        }
        return wakes[step.kind]()

    def do(self, me: int, step: Step) -> None:
        """What a step does at once."""
        other = self.who[(me + 1 + step.other) % len(self.who)]
        deeds: dict[str, Callable[[], None]] = {
            "fire": lambda: self.fire(step.one),
            "call": lambda: self.clock.call_in(step.hours, lambda: self.fire(step.one)),
            "tell": lambda: tell(other, Word.CLOSURE),
            "start": lambda: self.clock.start(self.child(me, step.hours)),
        }
        deeds[step.kind]()

    def fire(self, number: int) -> None:
        if number not in self.fired:
            self.fired.add(number)
            self.signals[number].fire()

    def child(self, me: int, hours: float) -> Generator[Any, Any, None]:
        self.log.append((self.clock.now, me, "child begins"))
        yield self.clock.hours(hours)
        self.log.append((self.clock.now, me, "child ends"))


STEPS = st.builds(
    Step,
    st.sampled_from(WAITS + DEEDS),
    st.sampled_from((0.0, 0.5, 1.0, 2.0)),  # so that many things fall on one hour
    st.integers(0, SIGNALS - 1),
    st.integers(0, SIGNALS - 1),
)
PROGRAMS = st.lists(st.lists(STEPS, max_size=9), min_size=1, max_size=WORKERS)


@given(programs=PROGRAMS)
def test_the_clock_does_what_simpy_does(programs: list[list[Step]]) -> None:
    assert Run(Clock(), programs).log == Run(Plain(), programs).log


def test_processes_of_simpy_run_on_the_clock_beside_its_own() -> None:
    """At each hour who was put first goes first, whichever it is of."""
    clock, log = Clock(), list[tuple[float, str]]()

    def of_simpy() -> Generator[simpy.Event, Any, None]:
        for _ in range(3):
            yield clock.timeout(2.0)
            log.append((clock.now, "simpy"))

    def of_the_clock() -> Generator[Wake, Any, None]:
        for _ in range(6):
            yield clock.hours(1.0)
            log.append((clock.now, "clock"))

    clock.process(of_simpy())
    clock.start(of_the_clock())
    clock.run()

    assert log == [
        (1.0, "clock"),
        (2.0, "simpy"),
        (2.0, "clock"),
        (3.0, "clock"),
        (4.0, "simpy"),
        (4.0, "clock"),
        (5.0, "clock"),
        (6.0, "simpy"),
        (6.0, "clock"),
    ]
