"""Plans at the command line: written as a table that can be changed, and runs again."""

import csv
from pathlib import Path

from tests.cli.commands import eastflank

BASELINE = "experiments/baseline.toml"
OWN, THEIRS, AGAIN = (f"experiments/plans/{name}.csv" for name in ("own", "theirs", "again"))


def table(project: Path, name: str) -> list[dict[str, str]]:
    """The rows of a movement plan of the project."""
    with (project / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_plan_says_where_its_table_lies(project: Path) -> None:
    answer = eastflank(project, "plan", BASELINE)

    assert answer.out.strip() == "results/plans/baseline.csv"


def test_a_table_that_was_changed_runs_as_it_was_changed(project: Path) -> None:
    """The staff takes the table, keeps one lot of vehicles back until C+20, and runs it."""
    assert eastflank(project, "plan", BASELINE, "--to", OWN).code == 0
    rows = table(project, OWN)
    changed = next(row for row in rows if row["cargo"] == "wheeled")
    assert float(changed["start_day"]) < 20.0
    changed["not_before_day"] = "20"
    with (project / THEIRS).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(changed))
        writer.writeheader()
        writer.writerows(rows)

    assert eastflank(project, "run", BASELINE, "--set", "force.plan=theirs").code == 0

    again = eastflank(project, "plan", BASELINE, "--set", "force.plan=theirs", "--to", AGAIN)
    assert again.code == 0
    gone = {(row["uln"], row["cargo"], row["lot"]): row for row in table(project, AGAIN)}
    late = gone[changed["uln"], "wheeled", changed["lot"]]
    assert float(late["start_day"]) >= 20.0
    assert (late["modes"], late["via"]) == (changed["modes"], changed["via"])

    told = eastflank(project, "plan", "--diff", OWN, THEIRS)
    assert told.out.startswith(f"{changed['uln']} wheeled\n  own: ")
    assert told.out.rstrip().endswith("1 units and classes of cargo differ")


def test_a_plan_of_nothing_is_refused(project: Path) -> None:
    answer = eastflank(project, "plan")

    assert answer.code == 3
    assert "there is no experiment" in answer.err


def test_a_plan_answers_programs(project: Path) -> None:
    answer = eastflank(project, "plan", BASELINE, "--json").object

    assert set(answer) == {"file"}
    assert table(project, str(answer["file"]))


def test_two_tables_are_compared_without_an_experiment(project: Path) -> None:
    answer = eastflank(project, "plan", BASELINE, "--diff", OWN, THEIRS)

    assert answer.code == 2
    assert "--diff compares two tables" in " ".join(answer.err.split())


def test_a_plan_is_not_written_over_what_is_no_plan_or_was_changed(project: Path) -> None:
    own = project / OWN
    own.parent.mkdir(parents=True)
    own.write_text("my notes\n")

    notes = eastflank(project, "plan", BASELINE, "--to", OWN)

    assert notes.code == 3
    assert f"{OWN}: the file is there already, and it is no movement plan" in notes.err
    assert own.read_text() == "my notes\n"

    own.write_text("")
    assert eastflank(project, "plan", BASELINE, "--to", OWN).code == 0
    assert eastflank(project, "plan", BASELINE, "--to", OWN).code == 0  # says the same
    changed = f"{own.read_text()}\n"
    own.write_text(changed)
    again = eastflank(project, "plan", BASELINE, "--to", OWN)
    assert again.code == 3
    assert "another plan, or was changed by hand. Move or remove it" in again.err
    assert own.read_text() == changed
