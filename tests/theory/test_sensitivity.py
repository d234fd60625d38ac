"""Sensitivity finds the indices of functions whose indices are known."""

import sys

import numpy as np
import pandas as pd
import pytest

from eastflank.measures.uncertainty.sensitivity import costs_of, sensitivity_table, weak_share
from eastflank.measures.uncertainty.surrogate import Surrogate, exact_indices, sobol_indices
from eastflank.model.errors import PlannerError
from eastflank.model.streams import knowledge_uniform
from tests.frames import number


def uniforms(count: int, names: str) -> pd.DataFrame:
    return pd.DataFrame(
        {name: [knowledge_uniform(3, r, name) for r in range(count)] for name in names}
    )


def factors(names: str, grades: str) -> pd.DataFrame:
    rows = {"key": list(names), "title": list(names), "grade": list(grades)}
    return pd.DataFrame(rows, index=pd.Index(list(names)))


def weighted(draws: pd.DataFrame, *weights: float) -> pd.Series:
    return pd.Series(draws.to_numpy() @ np.array(weights), index=draws.index)


def by_group(table: pd.DataFrame, column: str) -> dict[str, float]:
    return dict(zip(table["group"], table[column], strict=True))


def test_a_sum_has_the_indices_of_its_squared_weights() -> None:
    """4 a + 2 b + 1 c + 0 d: variances as 16 : 4 : 1 : 0, no interactions."""
    draws = uniforms(128, "abcd")
    answer = weighted(draws, 4.0, 2.0, 1.0, 0.0)

    table = sensitivity_table({"sum": answer}, draws, factors("abcd", "BDEE"))

    assert list(table["group"][:2]) == ["a", "b"]
    for column in ("sobol_first", "sobol_total"):
        found = by_group(table, column)
        assert found == pytest.approx({"a": 16 / 21, "b": 4 / 21, "c": 1 / 21, "d": 0}, abs=0.02)
    assert weak_share(table)["alone"].item() == pytest.approx(5 / 21, abs=0.02)


def test_a_cost_hangs_on_what_the_two_runs_do_not_share() -> None:
    """Both close 40 a; the cut closes 3 b less and is a day later: of a nothing is left."""
    draws = uniforms(128, "ab")
    base = {"troops_closed_30": 40 * draws["a"], "day_closed_95": 20 + draws["a"]}
    cut = {
        "troops_closed_30": 40 * draws["a"] - 3 * draws["b"],
        "day_closed_95": 21 + draws["a"],
    }

    costs = costs_of(base, cut)
    table = sensitivity_table(
        {"troops_short_30": costs["troops_short_30"]}, draws, factors("ab", "EE")
    )

    assert list(costs) == ["troops_short_30", "days_later_95"]
    assert costs["days_later_95"].to_numpy() == pytest.approx(1.0)
    assert by_group(table, "sobol_total") == pytest.approx({"a": 0, "b": 1}, abs=0.01)


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


def test_intervals_of_indices_hold_them_and_are_wider_from_fewer_draws() -> None:
    """4 a + 2 b + c with a fifth of luck: 16/21, 4/21, 1/21 of the variance of the metamodel."""
    wide, narrow = (noisy_sum(count) for count in (64, 512))

    for group, share in {"a": 16 / 21, "b": 4 / 21, "c": 1 / 21}.items():
        for table in (wide, narrow):
            low, high = (by_group(table, f"sobol_total_{end}")[group] for end in ("low", "high"))
            assert low <= share <= high
    widths = [
        by_group(t, "sobol_total_high")["a"] - by_group(t, "sobol_total_low")["a"]
        for t in (narrow, wide)
    ]
    assert widths[0] < 0.5 * widths[1]


def noisy_sum(count: int) -> pd.DataFrame:
    draws = uniforms(count, "abc")
    luck = np.random.default_rng(2).standard_normal(count)
    answer = weighted(draws, 4.0, 2.0, 1.0) + luck * np.sqrt(21 / 12 / 4)
    return sensitivity_table({"sum": answer}, draws, factors("abc", "BDE"))


def test_squared_weights_are_the_indices_that_samples_find() -> None:
    """Of x + y + 2 x y in orthonormal terms: 1/6 alone each and 4/6 together."""
    terms = [((0, 1),), ((1, 1),), ((0, 1), (1, 1))]
    weights = np.array([1.0, 1.0, 2.0])
    draws = uniforms(64, "xy").to_numpy()
    model = Surrogate(terms=terms, weights=weights, mean=0.0, penalty=1e-6)

    first, total = exact_indices(terms, weights, 2)
    sampled = sobol_indices(model, draws, model(draws))

    assert first == pytest.approx([1 / 6, 1 / 6])
    assert total == pytest.approx([5 / 6, 5 / 6])
    assert sampled.first == pytest.approx(first, abs=0.02)
    assert sampled.total == pytest.approx(total, abs=0.02)


def test_partial_rank_correlation_sees_what_a_stronger_row_hides() -> None:
    """10 a + b in ranks: b alone is told little of, given a nearly all."""
    draws = uniforms(64, "abc")

    table = sensitivity_table({"sum": 10 * draws["a"] + draws["b"]}, draws, factors("abc", "EEE"))

    plain, partial = by_group(table, "rank_correlation"), by_group(table, "partial")
    assert abs(plain["b"]) < 0.3
    assert partial["b"] > 0.8
    assert by_group(table, "partial_low")["b"] > 0.7
    assert by_group(table, "partial_low")["c"] < 0 < by_group(table, "partial_high")["c"]


def test_partial_rank_correlation_is_the_textbook_one_for_two_rows() -> None:
    """r(a, y | b) = (r_ay - r_ab r_by) / sqrt((1 - r_ab²) (1 - r_by²)), in ranks."""
    draws = uniforms(40, "ab")
    answer = draws["a"] + draws["b"] ** 2
    ranks = draws.assign(y=answer).rank().corr()

    table = sensitivity_table({"y": answer}, draws, factors("ab", "EE"))

    ay, ab, by = (number(ranks.loc[one, other]) for one, other in ("ay", "ab", "by"))
    expected = (ay - ab * by) / np.sqrt((1 - ab**2) * (1 - by**2))
    assert by_group(table, "partial")["a"] == pytest.approx(expected)


def test_without_enough_draws_there_is_no_partial_correlation() -> None:
    draws = uniforms(5, "abc")

    table = sensitivity_table({"sum": draws["a"]}, draws, factors("abc", "EEE"))

    assert table["partial"].isna().all()


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SALib", "SALib.analyze", "SALib.sample"):
        monkeypatch.setitem(sys.modules, name, None)
    draws = uniforms(64, "ab")

    with pytest.raises(PlannerError, match=r"SALib is not installed\. Install the extra.*design"):
        sensitivity_table({"sum": draws["a"] + draws["b"]}, draws, factors("ab", "EE"))
