"""The page: the score of the judged checks, and readings that no longer hold."""

from dataclasses import replace
from pathlib import Path

from eastflank.validation import Check, Result, page_of, read_checks, table_of
from eastflank.validation.judgement import judge
from eastflank.validation.score import score_of
from eastflank.validation.tables import ReadingRow

ROOT = Path(__file__).parents[3]
DRAWS = tuple(float(value) for value in range(1, 21))  # P5 is 1, P50 is 10, P95 is 19


def result(name: str, published: float, reading: str = "") -> Result:
    """A shipped check with another figure, and a reading for the verdict that is given."""
    (check,) = [each for each in read_checks(ROOT).measured if each.id == name]
    row = replace(check.row, published=published, published_low=published, published_high=published)
    told = ReadingRow(file="", row=2, check=name, verdict=reading, reading="It is a guess.")
    changed = Check(row=row, measure=check.measure, reading=told if reading else None)
    return Result(check=changed, draws=DRAWS, judgement=judge(DRAWS, published))


def test_the_score_counts_judged_checks_alone() -> None:
    """Two rail checks, one inside; a road check inside; a calibration move counts nowhere."""
    results = [
        result("V14-train", 5.0),
        result("V11-trains", 30.0),
        result("V8-convoys", 12.0),
        result("H1-port", 40.0),
    ]

    score = score_of(results)

    assert score is not None
    assert (score.inside, score.judged) == (2, 3)
    assert (score.below, score.above) == (1, 2)
    assert score.by_mode == {"rail": (1, 2), "road": (1, 1)}
    assert score.width == 19.0


def test_a_miss_stands_out_and_calibration_is_told_apart() -> None:
    page = page_of([result("V14-train", 30.0), result("H1-port", 5.0)], told=())

    assert "| 30 d | 1.0 – 10.0 – 19.0 | 19.0 | 1.00 | **too quick** |" in page
    assert page.index("## Judged") < page.index("## Calibration: not counted")
    assert "| judged figures inside P5 to P95 | 0 of 1 (rail 0 of 1) |" in page


def test_a_reading_of_another_verdict_is_marked() -> None:
    now, then = result("V14-train", 30.0, "too quick"), result("V11-trains", 5.0, "too quick")

    page = page_of([now, then], told=())

    assert "- **V14-train**, too quick: It is a guess.\n" in page
    assert "**This was written when the verdict was too quick: read it anew.**" in page
    assert then.is_stale
    assert not now.is_stale


def test_old_rows_stand_beside_the_new_ones() -> None:
    old = table_of([result("V14-train", 30.0)])

    page = page_of([result("V14-train", 5.0)], told=(), beside=old)

    assert "Of 1 judged figures 0 were inside with the old rows, 1 are now" in page


def test_a_programme_is_told_apart_and_counted_beside() -> None:
    """One judged figure inside, one programme too quick: 1 of 1, and 1 of 2 with the programme."""
    page = page_of([result("V14-train", 12.0), result("V7-whole", 30.0)], told=())

    assert "| judged figures inside P5 to P95 | 1 of 1 (rail 1 of 1) |" in page
    assert "| inside if programmes counted too, as they did before | 1 of 2 |" in page
    assert page.index("## Judged") < page.index("## Programmes: not counted")


def test_figures_that_judged_before_are_counted_beside() -> None:
    """Inside now, outside by the former figure; a programme that judged before counts there."""
    read_anew = result("V14-train", 12.0)
    row = replace(read_anew.check.row, judged_before=25.0)
    read_anew = replace(read_anew, check=replace(read_anew.check, row=row))
    moved = result("V7-whole", 30.0)
    row = replace(moved.check.row, judged_before=9.0)
    moved = replace(moved, check=replace(moved.check, row=row))

    page = page_of([read_anew, moved, result("V11-trains", 5.0)], told=())

    assert "| judged figures inside P5 to P95 | 2 of 2 (rail 2 of 2) |" in page
    assert "by the figures that judged before some sources were read anew | 2 of 3 |" in page
