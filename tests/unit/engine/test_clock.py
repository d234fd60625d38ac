"""Who waits says for what, and is told only what its phase lets through."""

import pytest

from eastflank.engine.clock import HEARS, Clock, Phase, Signal, Waiter, Word, Work, tell, wait
from eastflank.model.causes import FILL


class Told:
    """A process that waits for a signal again and again, and what it was told, when."""

    def __init__(self, clock: Clock, phase: Phase) -> None:
        self.clock = clock
        self.who = Waiter()
        self.signal: Signal = clock.signal()
        self.words: list[tuple[float, Word | None]] = []
        self.phase = phase
        clock.start(self.run())

    def run(self) -> Work[None]:
        while not self.words or self.words[-1][1] is not None:
            word = yield from wait(self.who, self.signal, FILL, self.phase)
            self.words.append((self.clock.now, word))


def test_who_waits_says_for_what_until_it_has_it() -> None:
    clock = Clock()
    told = Told(clock, Phase.HELD)
    clock.run(until=1.0)

    during = (told.who.phase, told.who.cause)
    told.signal.fire()
    clock.run()

    assert during == (Phase.HELD, FILL)
    assert (told.who.phase, told.who.cause) == (Phase.AT_WORK, None)
    assert told.words == [(1.0, None)]


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("word", list(Word))
def test_a_word_reaches_who_waits_in_a_phase_that_hears_it(phase: Phase, word: Word) -> None:
    clock = Clock()
    told = Told(clock, phase)
    clock.call_in(2.0, lambda: tell(told.who, word))
    clock.call_in(3.0, told.signal.fire)
    clock.run()

    heard = [(2.0, word)] if word in HEARS[phase] else []
    assert told.words == [*heard, (3.0, None)]


def test_of_two_words_at_once_one_is_enough() -> None:
    clock = Clock()
    told = Told(clock, Phase.QUEUING)

    def both() -> None:
        tell(told.who, Word.CLOSURE)
        tell(told.who, Word.NEWS)

    clock.call_in(2.0, both)
    clock.call_in(3.0, told.signal.fire)
    clock.run()

    assert told.words == [(2.0, Word.CLOSURE), (3.0, None)]


def test_a_word_to_who_has_not_begun_to_wait_is_lost() -> None:
    waiter = Waiter(Phase.GATHERING)

    tell(waiter, Word.NOT_WANTED)

    assert waiter.phase is Phase.GATHERING


def test_the_first_of_several_things_is_enough() -> None:
    clock = Clock()
    hours: list[float] = []

    def work() -> Work[None]:
        yield clock.first(clock.signal(), clock.hours(5.0), clock.hours(3.0))
        hours.append(clock.now)

    clock.start(work())
    clock.run()

    assert hours == [3.0]
