"""When a sweep stops, and what it says then."""

from dataclasses import replace

import numpy as np
import pytest

from eastflank.measures.uncertainty.stopping import Reason, StoppingRule, look, looks
from eastflank.model.sampling import Draws, Sampling

RULE = StoppingRule(share=0.95, day=30, width=0.1, confidence=0.9, most=1024)
PLAIN = Draws(sampling=Sampling.PLAIN)


def hits(count: int, of: int) -> np.ndarray:
    """So many hits, spread over the replications."""
    return np.arange(of) * count % of < count


def test_looks_double_up_to_the_most() -> None:
    assert looks(RULE) == (64, 128, 256, 512, 1024)
    assert looks(replace(RULE, most=600)) == (64, 128, 256, 512, 600)
    assert looks(replace(RULE, most=64)) == (64,)


def test_the_looks_share_the_error() -> None:
    assert RULE.error_of_a_look * len(looks(RULE)) == pytest.approx(RULE.error)


def test_a_sweep_goes_on_while_the_interval_is_wide_and_holds_the_confidence() -> None:
    seen = look(hits(56, 64), RULE, PLAIN)

    assert seen.reason is Reason.GO_ON
    assert not seen.stop
    assert seen.low < 0.9 < seen.high
    assert seen.saved == 0


def test_a_sweep_stops_clear_below_the_confidence_and_says_what_it_saved() -> None:
    seen = look(hits(32, 64), RULE, PLAIN)

    assert seen.reason is Reason.BELOW
    assert seen.estimate == 0.5
    assert seen.saved == 1024 - 64


def test_a_sweep_stops_clear_above_the_confidence() -> None:
    assert look(hits(128, 128), RULE, PLAIN).reason is Reason.ABOVE


def test_a_sweep_stops_when_the_interval_is_narrow() -> None:
    narrow = replace(RULE, confidence=None)

    assert look(hits(256, 512), narrow, PLAIN).reason is Reason.GO_ON
    assert look(hits(0, 64), replace(narrow, width=0.1), PLAIN).reason is Reason.NARROW


def test_a_sweep_stops_at_the_most() -> None:
    last = look(hits(512, 1024), replace(RULE, confidence=None, width=0.0), PLAIN)

    assert last.reason is Reason.MOST
    assert last.saved == 0


def test_more_looks_make_each_interval_wider() -> None:
    few, many = replace(RULE, most=64), replace(RULE, most=100_000)

    assert look(hits(32, 64), few, PLAIN).high < look(hits(32, 64), many, PLAIN).high


def test_latin_blocks_that_agree_say_more_than_as_many_plain_replications() -> None:
    """Half of each block of 64 hits: 8 blocks with one mean."""
    found = hits(256, 512)

    latin, plain = look(found, RULE, Draws()), look(found, RULE, PLAIN)

    assert latin.high - latin.low < 0.25 * (plain.high - plain.low)
