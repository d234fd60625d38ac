"""What replications share: a book of routes that does not grow without end."""

import pytest
from tests.unit.study.test_conduct import lucky_world

from eastflank.model.records import Records, StageRecord
from eastflank.study import replication
from eastflank.study.replication import Resident


def rows_of(engine: Resident, count: int) -> list[StageRecord]:
    kept = Records()
    for each in range(count):
        engine(seed=7, replication=each, records=kept)
    return kept.rows()


def test_replications_share_one_book_of_routes() -> None:
    engine = Resident(lucky_world())
    book = engine.book

    rows_of(engine, 3)

    assert engine.book is book
    assert book.answers > 0


def test_a_book_that_has_grown_thick_is_put_away_and_no_number_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = Resident(lucky_world())
    kept, first = rows_of(engine, 3), engine.book
    most = first.answers

    monkeypatch.setattr(replication, "MOST_ANSWERS", most - 1)
    renewed = rows_of(engine, 3)

    assert engine.book is not first
    assert engine.book.answers <= most
    assert renewed == kept
