"""An optional mode is off unless a question names it: its rows are as if they were not there."""

from functools import cache
from pathlib import Path

import pytest

from eastflank.compile import compile_scenario
from eastflank.compile.relax import relaxed
from eastflank.config import read_experiment
from eastflank.model.errors import CollectedError
from eastflank.model.ids import EvidenceKey
from eastflank.model.modes import MODES, Mode, TerminalKind
from eastflank.model.scenario import Scenario

ROOT = Path(__file__).parents[3]


@cache
def shipped(name: str) -> Scenario:
    return compile_scenario(read_experiment(ROOT / "experiments" / f"{name}.toml"), ROOT)


def parts_of(scenario: Scenario, mode: Mode) -> dict[str, int]:
    """How many links, terminals, types, pools and rows of evidence of a mode there are."""
    types = {kind.id for kind in scenario.asset_types.values() if kind.mode is mode}
    terminals = scenario.terminals.values()
    return {
        "links": sum(link.mode is mode for link in scenario.links.values()),
        "terminals": sum(t.kind in MODES[mode].servers for t in terminals),
        "types": len(types),
        "pools": sum(fleet.asset_type in types for fleet in scenario.fleets.values()),
        "evidence": sum(key in MODES[mode].evidence for key in scenario.evidence),
    }


def test_barges_are_off_by_default() -> None:
    assert set(parts_of(shipped("ready-force"), Mode.BARGE).values()) == {0}


def test_a_question_switches_barges_on_and_nothing_else_changes() -> None:
    """27 waterways outside Serbia and 26 ports."""
    without, with_barges = shipped("ready-force"), shipped("barges")

    found = parts_of(with_barges, Mode.BARGE)
    assert (found["links"], found["terminals"], found["types"]) == (27, 26, 4)
    assert found["pools"] == 20
    assert found["evidence"] == len(MODES[Mode.BARGE].evidence)
    assert with_barges.lots == without.lots
    rest = [t for t in with_barges.terminals.values() if t.kind is not TerminalKind.INLAND_PORT]
    assert rest == list(without.terminals.values())
    assert without.fleets.items() <= with_barges.fleets.items()
    assert without.evidence.items() <= with_barges.evidence.items()


def test_a_constraint_of_all_modes_can_be_taken_out_while_one_is_off() -> None:
    relaxed_too = relaxed(shipped("ready-force"), ["hold-for-fill"])

    holds = {row.hold_key for row in MODES.values()} & set(relaxed_too.evidence)
    assert {relaxed_too.evidence[EvidenceKey(key)].likely for key in holds} == {0.0}
    assert "barge_hold_for_fill" not in relaxed_too.evidence


def test_a_mode_that_is_always_on_cannot_be_switched_on(tmp_path: Path) -> None:
    question = tmp_path / "question.toml"
    base = (ROOT / "experiments" / "ready-force.toml").as_posix()
    question.write_text(
        f'schema_version = 1\nextends = "{base}"\n[network]\noptional_modes = ["rail"]\n',
        encoding="utf-8",
    )

    with pytest.raises(CollectedError, match="rail is always on"):
        read_experiment(question)
