"""Sensitivity finds the indices of functions whose indices are known."""

import numpy as np
import pandas as pd
import pytest

from eastflank.measures.sensitivity import sensitivity_table, weak_share
from eastflank.streams import knowledge_uniform


def uniforms(count: int, names: str) -> pd.DataFrame:
    return pd.DataFrame(
        {name: [knowledge_uniform(3, r, name) for r in range(count)] for name in names}
    )


def factors(names: str, grades: str) -> pd.DataFrame:
    rows = {"key": list(names), "title": list(names), "grade": list(grades)}
    return pd.DataFrame(rows, index=pd.Index(list(names)))


def by_group(table: pd.DataFrame, column: str) -> dict[str, float]:
    return dict(zip(table["group"], table[column], strict=True))


def test_a_sum_has_the_indices_of_its_squared_weights() -> None:
    """4 a + 2 b + 1 c + 0 d: variances as 16 : 4 : 1 : 0, no interactions."""
    draws = uniforms(128, "abcd")
    answer = draws @ np.array([4.0, 2.0, 1.0, 0.0])

    table = sensitivity_table({"sum": answer}, draws, factors("abcd", "BDEE"))

    assert list(table["group"][:2]) == ["a", "b"]
    for column in ("sobol_first", "sobol_total"):
        found = by_group(table, column)
        assert found == pytest.approx({"a": 16 / 21, "b": 4 / 21, "c": 1 / 21, "d": 0}, abs=0.02)
    assert weak_share(table)["alone"].item() == pytest.approx(5 / 21, abs=0.02)


@pytest.mark.slow
def test_the_ishigami_function_has_its_published_indices() -> None:
    """It is sin x + 7 sin² y + 0.1 z⁴ sin x: 0.314, 0.442, 0 alone; 0.558, 0.442, 0.244 in all."""
    draws = uniforms(768, "xyz")
    x, y, z = (2 * np.pi * (draws[name] - 0.5) for name in "xyz")
    answer = np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)

    table = sensitivity_table({"ishigami": answer}, draws, factors("xyz", "EEE"))

    assert table["r2"].min() > 0.95
    first, total = by_group(table, "sobol_first"), by_group(table, "sobol_total")
    assert first == pytest.approx({"x": 0.314, "y": 0.442, "z": 0}, abs=0.04)
    assert total == pytest.approx({"x": 0.558, "y": 0.442, "z": 0.244}, abs=0.04)


def test_no_index_is_told_of_mere_noise() -> None:
    draws = uniforms(128, "ab")
    answer = pd.Series(np.random.default_rng(1).standard_normal(128))

    table = sensitivity_table({"noise": answer}, draws, factors("ab", "EE"))

    assert table["sobol_first"].isna().all()
    assert table["note"].str.contains("explains too little").all()
    assert (table["low"] < 0).all()
    assert (table["high"] > 0).all()


def test_no_index_is_told_from_few_draws() -> None:
    draws = uniforms(63, "ab")

    table = sensitivity_table({"sum": draws["a"]}, draws, factors("ab", "EE"))

    assert table["sobol_total"].isna().all()
    assert table["note"].str.contains("too few").all()
    assert by_group(table, "rank_correlation")["a"] == pytest.approx(1)


def test_replications_of_one_draw_count_as_one() -> None:
    once = uniforms(64, "ab")
    twice = pd.DataFrame(np.repeat(once.to_numpy(), 2, axis=0), columns=list("ab"))

    wide = sensitivity_table({"b": once["b"] ** 2 + once["a"]}, once, factors("ab", "EE"))
    same = sensitivity_table({"b": twice["b"] ** 2 + twice["a"]}, twice, factors("ab", "EE"))

    assert by_group(same, "low") == pytest.approx(by_group(wide, "low"))
