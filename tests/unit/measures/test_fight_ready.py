"""Fight-ready: a tank counts with its unit, whole, where the unit goes."""

import pandas as pd
from tests.unit.measures.closings import closings

from eastflank.measures.closure.fight_ready import fight_ready, strength_of

UNITS = pd.DataFrame(
    {
        "uln": ["U1", "U2", "U3"],
        "unit_type": ["tank_bn", "guns", "tank_bn"],
        "destination_country": ["LT", "PL", "PL"],
        "in_place": [0, 0, 1],
    }
)
TYPES = pd.DataFrame(
    {
        "unit_type": ["tank_bn", "guns"],
        "tanks": [40, 0],
        "howitzers_tracked": [0, 18],
        "howitzers_wheeled": [0, None],
        "infantry_battalions": [0, 0],
    }
)
LATE = closings({0: {"U1": 240.0, "U2": 720.0}, 1: {"U1": 960.0, "U2": 721.0}})

AMOUNTS = ["required", "p10", "p50", "p90"]


def row(table: pd.DataFrame, where: str, kind: str) -> dict[str, float]:
    chosen = table.loc[(table["where"] == where) & (table["kind"] == kind), AMOUNTS]
    (found,) = chosen.to_dict("records")
    return {str(name): float(value) for name, value in found.items()}


def test_what_a_unit_fights_with_follows_from_its_type_and_what_is_in_place_stays_out() -> None:
    strength = strength_of(UNITS, TYPES).set_index("unit")

    assert list(strength.index) == ["U1", "U2"]
    assert strength.loc["U1", "tanks"] == 40
    assert strength.loc["U2", "howitzers"] == 18
    assert strength["air_defence_batteries"].sum() == 0


def test_tanks_count_with_their_unit_on_the_day_it_closes() -> None:
    """By C+30 the tanks are there in one of two replications, the guns in one: at hour 720."""
    table = fight_ready(LATE, strength_of(UNITS, TYPES), days=(30.0,))

    tanks, guns = row(table, "all", "tanks"), row(table, "PL", "howitzers")
    assert [tanks[name] for name in ("required", "p10", "p50", "p90")] == [40, 0, 0, 40]
    assert [guns[name] for name in ("required", "p10", "p90")] == [18, 0, 18]
    assert row(table, "EE+LV+LT", "tanks")["p90"] == 40


def test_a_place_with_nothing_of_a_kind_has_no_row() -> None:
    table = fight_ready(LATE, strength_of(UNITS, TYPES), days=(10.0, 50.0))

    assert set(table.loc[table["where"] == "LT", "kind"]) == {"tanks"}
    assert "infantry_battalions" not in set(table["kind"])
    late = table.loc[table["day"] == 50.0]
    assert late["p10"].eq(late["required"]).all()
