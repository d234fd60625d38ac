"""Progress without a terminal: a line now and then, with the time left."""

import time

import pytest

from eastflank.cli import progress


def test_a_line_of_progress_tells_the_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now_s = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now_s[0])

    with progress.progress_of("baseline", quiet=False) as told:
        assert told is not None
        for now_s[0], done in ((10.0, 1), (100.0, 5), (190.0, 19)):
            told(done, 20)

    # 5 in 100 s: 20 s each, 15 to do in 300 s; 19 in 190 s: 10 s for the last
    assert capsys.readouterr().err.splitlines() == [
        "baseline: 5 of 20 replications, about 5 min left",
        "baseline: 19 of 20 replications, about 10 s left",
    ]
