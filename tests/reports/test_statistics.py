"""The statistics agree with published values, and to six digits with scipy and statsmodels, on the LSAT-6 data."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from examgen.reports import statistics

sys.path.insert(0, str(Path(__file__).parent))
from lsat import LSAT

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import statsmodels.api as sm
    from statsmodels.multivariate.factor import Factor
    from statsmodels.stats.proportion import proportion_confint


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-6, abs=1e-9)


def test_the_data_are_those_that_were_printed() -> None:
    assert LSAT.shape == (1000, 5)
    assert LSAT.mean(axis=0) == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870])


@pytest.mark.parametrize("rows", [1000, 12])
def test_facility_has_wilsons_interval(rows: int) -> None:
    for column in LSAT[:: 1000 // rows].T:
        found = statistics.proportion(column)
        low, high = proportion_confint(column.sum(), len(column), method="wilson")
        assert (found.low, found.high) == (close(low), close(high))
        assert found.value == close(column.mean())


def test_the_interval_of_a_class_that_answers_alike_has_a_width() -> None:
    found = statistics.proportion(np.ones(5))
    assert found.high == 1
    assert found.low == close(stats.binomtest(5, 5).proportion_ci(method="wilson").low)


def test_partial_credit_makes_no_interval_too_narrow() -> None:
    random = np.random.default_rng(1)
    misses = 0
    for _ in range(500):
        found = statistics.proportion(random.choice([0, 0.5, 1], 30, p=[0.3, 0.2, 0.5]))
        misses += not found.low <= 0.6 <= found.high
    assert misses <= 0.05 * 500 + 3 * np.sqrt(500 * 0.05 * 0.95)


def test_discrimination_is_that_of_scipy() -> None:
    found = statistics.discriminations(LSAT)
    for column, each in zip(LSAT.T, found, strict=True):
        theirs = stats.pearsonr(column, LSAT.sum(axis=1) - column)
        interval = theirs.confidence_interval()
        assert (each.value, each.low, each.high) == (
            close(theirs.statistic),
            close(interval.low),
            close(interval.high),
        )


def test_alpha_is_as_published() -> None:
    found = statistics.alpha(LSAT)
    assert found.value == pytest.approx(0.2950, abs=5e-5)
    assert found.low < found.value < found.high


def test_alpha_is_one_minus_the_ratio_of_mean_squares_of_statsmodels() -> None:
    """Hoyt: alpha is 1 - MS(residual) / MS(people) of a two-way analysis of variance without replication."""
    part = LSAT[::10]
    people, items = (np.indices(part.shape)[axis].ravel() for axis in (0, 1))
    design = np.column_stack([np.eye(len(part))[people], np.eye(5)[items][:, 1:]])
    residual = sm.OLS(part.ravel(), design).fit().mse_resid
    between = 5 * part.mean(axis=1).var(ddof=1)
    assert statistics.alpha(part).value == close(1 - residual / between)


def test_the_interval_of_alpha_holds_it_as_often_as_it_says() -> None:
    """One-factor data with equal loadings, for which alpha is the reliability: k r / (1 + (k - 1) r)."""
    random, truth, held = np.random.default_rng(2), 8 * 0.3 / (1 + 7 * 0.3), 0
    for _ in range(400):
        table = np.sqrt(0.3) * random.normal(size=(25, 1)) + np.sqrt(0.7) * random.normal(size=(25, 8))
        found = statistics.alpha(table)
        held += found.low <= truth <= found.high
    assert held / 400 == pytest.approx(0.95, abs=0.033)


def test_omega_is_that_of_statsmodels_factor() -> None:
    theirs = Factor(LSAT, n_factor=1, method="ml").fit(opt={"gtol": 1e-8}, rng=0)
    spread = LSAT.std(axis=0, ddof=1)
    common = float((theirs.loadings[:, 0] * spread).sum()) ** 2
    expected = common / (common + float((theirs.uniqueness * spread**2).sum()))
    assert statistics.omega(LSAT) == pytest.approx(expected, rel=1e-6)


def test_the_mean_and_the_slope_are_those_of_statsmodels() -> None:
    total = LSAT.sum(axis=1)
    found = statistics.mean(total)
    low, high = sm.stats.DescrStatsW(total).tconfint_mean()
    assert (found.value, found.low, found.high) == (close(total.mean()), close(low), close(high))

    found = statistics.slope(LSAT[:, 0], LSAT[:, 1], LSAT[:, 2:].sum(axis=1))
    fitted = sm.OLS(LSAT[:, 0], sm.add_constant(np.column_stack([LSAT[:, 1], LSAT[:, 2:].sum(axis=1)]))).fit()
    low, high = fitted.conf_int()[1]
    assert (found.value, found.low, found.high) == (close(fitted.params[1]), close(low), close(high))


def test_the_standard_error_of_measurement() -> None:
    reliability = statistics.alpha(LSAT).value
    assert statistics.standard_error(LSAT, reliability) == close(
        LSAT.sum(axis=1).std(ddof=1) * (1 - reliability) ** 0.5
    )


def test_what_a_small_class_cannot_tell_is_not_told() -> None:
    assert statistics.proportion(np.array([np.nan])) is None
    assert statistics.mean(np.array([3.0])) is None
    assert statistics.correlation(np.arange(3.0), np.arange(3.0)) is None
    assert statistics.correlation(np.ones(9), np.arange(9.0)) is None
    assert statistics.alpha(LSAT[:2]) is None
    assert statistics.alpha(np.ones((9, 4))) is None
    assert statistics.omega(LSAT[:20]) is None
    assert statistics.slope(np.ones(3), np.arange(3.0), np.arange(3.0)) is None


def test_an_answer_that_is_not_decided_counts_for_nothing() -> None:
    column = np.array([1.0, 0, np.nan, 1])
    assert statistics.proportion(column).value == close(2 / 3)
