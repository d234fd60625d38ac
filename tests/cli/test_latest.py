"""``eastflank latest``: by when the order must be given."""

import csv
import io
from pathlib import Path

import pytest
from tests.cli.commands import eastflank, small_project
from tests.tables import EVIDENCE, row_of, set_cell

BASELINE = "experiments/baseline.toml"
CUT = "experiments/baseline-cut.toml"
BY_RUNS = ("--c-day-fixed", "--warning-days", "0,20", "--replications", "2", "--workers", "1", "-q")


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project whose cut was run with no warning and with twenty days of it."""
    project = small_project(tmp_path_factory.mktemp("latest"))
    done = eastflank(project, "latest", CUT, *BY_RUNS)
    assert done.code == 0, done.err
    return project


def test_where_c_day_moves_a_later_date_means_as_much_later_an_order(run_project: Path) -> None:
    first, second = (
        eastflank(run_project, "latest", "baseline", "--by", day, "--csv").out
        for day in ("30", "40")
    )
    early, late = (list(csv.DictReader(io.StringIO(text))) for text in (first, second))

    assert [row["days_before"] for row in early] == [row["days_before"] for row in late]
    assert {row["by_day"] for row in late} == {"40.0"}


def test_the_answer_is_a_sentence_and_a_table(run_project: Path) -> None:
    answer = eastflank(run_project, "latest", "baseline", "--country", "lt")

    assert answer.code == 0, answer.err
    assert "in Lithuania" in answer.out
    assert "the order must be given" in " ".join(answer.out.split())
    assert "3 replications; fewer than 64" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 100


def test_a_cut_does_not_move_with_the_order(run_project: Path) -> None:
    answer = eastflank(run_project, "latest", "baseline-cut")

    assert answer.code == 3
    assert "--c-day-fixed" in answer.err


@pytest.mark.parametrize(
    "asked",
    [
        ("--by", "nan"),
        ("--by", "inf"),
        ("--country", ","),
        ("--set", "frame.warning_days=5"),
        ("--warning-days", "0,20"),
        ("--replications", "16"),
        ("--workers", "2"),
    ],
)
def test_what_a_stored_run_cannot_answer_is_refused(
    run_project: Path, asked: tuple[str, str]
) -> None:
    answer = eastflank(run_project, "latest", "baseline", *asked)

    assert answer.code == 2
    assert asked[0] in answer.err


def test_where_c_day_stands_runs_with_less_warning_tell(tried: Path) -> None:
    told = eastflank(tried, "latest", CUT, *BY_RUNS, "--json").object

    assert not told["moves"]
    assert [each["warning_days"] for each in told["chances"]] == [0.0, 20.0]
    assert told["replications"] == 2
    assert {each["days_before"] for each in told["days"]} <= {0.0, 20.0, None}


def test_what_is_stored_is_not_run_again(tried: Path) -> None:
    stored = sorted((tried / "results" / "decisions").rglob("replication=*.parquet"))
    times = [path.stat().st_mtime_ns for path in stored]

    again = eastflank(tried, "latest", CUT, *BY_RUNS)

    assert again.code == 0
    assert len(stored) == 4
    assert [path.stat().st_mtime_ns for path in stored] == times


def test_more_replications_keep_those_that_are_there(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    few = ("latest", CUT, "--c-day-fixed", "--warning-days", "0", "--workers", "1", "-q")
    eastflank(project, *few, "--replications", "1")
    (first,) = (project / "results" / "decisions").rglob("replication=*.parquet")
    before = first.stat().st_mtime_ns

    eastflank(project, *few, "--replications", "2")
    then = eastflank(project, *few, "--replications", "1", "--json").object

    assert first.stat().st_mtime_ns == before
    assert then["replications"] == 2


def test_words_that_are_no_numbers_are_refused(run_project: Path) -> None:
    answer = eastflank(run_project, "latest", CUT, "--c-day-fixed", "--warning-days", "many")

    assert answer.code == 2
    assert "--warning-days" in answer.err


@pytest.mark.slow
def test_notice_needs_the_order_earlier(tmp_path: Path) -> None:
    """A national slip of 5 days, in all draws: the order is needed as much earlier, nearly."""
    needed = []
    for slip in ("0", "5"):
        project = small_project(tmp_path / slip)
        row = row_of(project, EVIDENCE, "notice_slip_national")
        for column in ("low", "likely", "high"):
            set_cell(project, EVIDENCE, row, column, slip)
        assert eastflank(project, "run", BASELINE, "-q", "--replications", "2").code == 0
        told = eastflank(project, "latest", "baseline", "--json").object
        needed.append(told["days"][0]["days_before"])

    assert needed[1] > needed[0] + 3
