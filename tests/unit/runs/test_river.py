"""A run with barges: what charts, the moving map and the story of a unit say of them."""

from typing import Any

import pytest
from tests import made

from eastflank.charts import style
from eastflank.model.modes import MODES, Mode
from eastflank.report.replay import Tape
from eastflank.runs.account import account_of
from eastflank.runs.stored import StoredRun
from eastflank.runs.timeline import unit_story


@pytest.fixture(scope="module")
def river() -> StoredRun:
    return StoredRun(made.run("river"))


def test_a_barge_waits_for_a_lock(river: StoredRun) -> None:
    story = unit_story(account_of(river, river.told.number), "u")

    assert "for a lock on A–B" in " ".join(story.sentences)


def test_the_moving_map_shows_barges_only_where_some_sailed(river: StoredRun) -> None:
    there, elsewhere = Tape(river), Tape(StoredRun(made.run("ramp")))

    assert Mode.BARGE in there.modes
    assert Mode.BARGE not in elsewhere.modes
    modes: Any = there.header()["modes"]
    (told,) = [mode for mode in modes if mode["name"] == "barge"]
    assert (told["seen"], told["colour"]) == ("barges", MODES[Mode.BARGE].dark)
    assert set(there.legs["mode"]) == {"barge"}


def test_a_chart_names_barges_only_where_some_sailed() -> None:
    assert list(style.told({"rail"})) == ["rail", "road", "sea", "air"]
    assert style.told({"barge"})["barge"].colour == MODES[Mode.BARGE].colour
