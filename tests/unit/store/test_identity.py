"""The same question has the same name; another question another."""

from eastflank.store.identity import model_digest, run_id, versions

RESOLVED: dict[str, object] = {
    "experiment": {"title": "A", "question": ""},
    "frame": {"warning_days": 10.0},
    "run": {"replications": 20, "seed": 1, "horizon_days": 120.0},
}
INPUTS = {"networks/x/node.csv": "1f"}


def test_more_replications_are_the_same_question() -> None:
    more = {**RESOLVED, "run": {"replications": 500, "seed": 1, "horizon_days": 120.0}}

    assert run_id(RESOLVED, INPUTS, 1) == run_id(more, INPUTS, 1)


def test_another_title_is_the_same_question() -> None:
    assert run_id(RESOLVED, INPUTS, 1) == run_id({**RESOLVED, "experiment": {}}, INPUTS, 1)


def test_what_changes_a_number_changes_the_name() -> None:
    names = {
        run_id(RESOLVED, INPUTS, 1),
        run_id(RESOLVED, INPUTS, 2),
        run_id(RESOLVED, {"networks/x/node.csv": "2f"}, 1),
        run_id({**RESOLVED, "frame": {"warning_days": 0.0}}, INPUTS, 1),
        run_id({**RESOLVED, "run": {"horizon_days": 60.0}}, INPUTS, 1),
    }

    assert len(names) == 5


def test_the_versions_name_the_model() -> None:
    assert versions()["model"] == model_digest()[:12]
    assert {"eastflank", "python", "numpy", "simpy"} <= set(versions())
