"""The statistics of a test: intervals, facility, discrimination, reliability. Plain tables of numbers in, estimates out.

A table has a row for each student and a column for each answer or question, and its cells are points. A cell without a decided
mark is ``nan``. What a small class cannot tell is ``None``, and everything else comes with an interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

LEVEL = 0.95
"""How often an interval holds the value of the population."""


@dataclass(frozen=True)
class Estimate:
    """A value estimated from a class, and its 95 % confidence interval."""

    value: float
    low: float
    high: float


def proportion(shares: Numbers) -> Estimate | None:
    """The mean of shares from 0 to 1, with Wilson's interval.

    For right and wrong alone it is the usual one. Shares in between vary less than 0 and 1 do, so with partial credit the interval
    is rather too wide than too narrow; it never has width 0, however alike a small class answers.
    """
    from scipy.stats import norm

    known = shares[~np.isnan(shares)]
    n = len(known)
    if not n:
        return None
    p, z = float(known.mean()), float(norm.ppf((1 + LEVEL) / 2))
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return Estimate(p, max(0.0, float(middle - half)), min(1.0, float(middle + half)))


def mean(values: Numbers) -> Estimate | None:
    """The mean, with Student's interval; none for a single value."""
    from scipy.stats import t

    known = values[~np.isnan(values)]
    n = len(known)
    if n < 2:
        return None
    half = float(t.ppf((1 + LEVEL) / 2, n - 1) * known.std(ddof=1) / np.sqrt(n))
    return Estimate(float(known.mean()), float(known.mean()) - half, float(known.mean()) + half)


def correlation(first: Numbers, second: Numbers) -> Estimate | None:
    """Pearson's correlation, with Fisher's interval; none where fewer than four pairs are known, or one side is the same for all."""
    from scipy.stats import norm

    known = ~(np.isnan(first) | np.isnan(second))
    x, y = first[known], second[known]
    n = len(x)
    if n < 4 or np.ptp(x) < 1e-12 or np.ptp(y) < 1e-12:
        return None
    r = float(np.clip(np.corrcoef(x, y)[0, 1], -1, 1))
    if abs(r) > 1 - 1e-12:
        return Estimate(r, r, r)
    half = float(norm.ppf((1 + LEVEL) / 2)) / np.sqrt(n - 3)
    return Estimate(r, float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half)))


def discriminations(table: Numbers) -> list[Estimate | None]:
    """How each column goes with the rest of the points: its correlation with the sum of the other columns."""
    total = np.nansum(table, axis=1)
    return [correlation(column, total - np.nan_to_num(column)) for column in table.T]


def alpha(table: Numbers) -> Estimate | None:
    """Cronbach's alpha of a complete table, with Feldt's interval; none for fewer than two columns or three rows."""
    from scipy.stats import f

    n, k = table.shape
    if n < 3 or k < 2 or (spread := float(table.sum(axis=1).var(ddof=1))) < 1e-12:
        return None
    value = k / (k - 1) * (1 - float(table.var(axis=0, ddof=1).sum()) / spread)
    tail = (1 - LEVEL) / 2
    low, high = (1 - (1 - value) * float(f.ppf(q, n - 1, (n - 1) * (k - 1))) for q in (1 - tail, tail))
    return Estimate(value, low, high)


def omega(table: Numbers) -> float | None:
    """McDonald's omega: the share of the variance of the sum that one common factor explains, fitted by maximum likelihood.

    None where a class is too small for it (fewer than five rows for each column, or than 50), where a column is the same for all,
    or where one factor does not fit so that no loading is defined.
    """
    from scipy.optimize import minimize

    n, k = table.shape
    if k < 3 or n < max(50, 5 * k):
        return None
    spread = table.std(axis=0, ddof=1)
    if (spread < 1e-12).any():
        return None
    observed = np.corrcoef(table, rowvar=False)

    def misfit(log_unique: Numbers) -> tuple[float, Numbers]:
        """The discrepancy of maximum likelihood, and its gradient."""
        scale = np.exp(log_unique / 2)
        values, vectors = np.linalg.eigh(observed / np.outer(scale, scale))
        values, vectors = np.maximum(values[:-1], 1e-12), vectors[:, :-1]  # the largest belongs to the factor
        return float((values - np.log(values) - 1).sum()), np.asarray((vectors**2) @ (1 - values))

    start = np.log(0.7 * np.ones(k))
    fitted = minimize(
        misfit,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(np.log(0.005), 0.0)] * k,
        options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 2000},
    )
    unique = np.exp(fitted.x)
    values, vectors = np.linalg.eigh(observed / np.sqrt(np.outer(unique, unique)))
    loadings = np.sqrt(max(values[-1] - 1, 0.0)) * vectors[:, -1] * np.sqrt(unique) * spread
    common = float(loadings.sum()) ** 2
    return common / (common + float((unique * spread**2).sum())) if common > 0 else None


def standard_error(table: Numbers, reliability: float) -> float:
    """The standard error of measurement of the sum: how far it lies from what the student would earn on average over such exams."""
    return float(table.sum(axis=1).std(ddof=1) * np.sqrt(max(0.0, 1 - reliability)))


def slope(outcome: Numbers, cause: Numbers, ability: Numbers) -> Estimate | None:
    """How much the outcome changes with one unit of a cause between students of equal ability: a linear regression on both."""
    from scipy.stats import t

    columns = [np.ones_like(cause), cause]
    if np.ptp(ability) > 1e-12:
        columns.append(ability)
    design = np.column_stack(columns)
    n, k = design.shape
    if n <= k or np.linalg.matrix_rank(design) < k:
        return None
    inverse = np.linalg.inv(design.T @ design)
    fitted = inverse @ design.T @ outcome
    rest = outcome - design @ fitted
    error = float(np.sqrt(rest @ rest / (n - k) * inverse[1, 1]))
    half = float(t.ppf((1 + LEVEL) / 2, n - k)) * error
    return Estimate(float(fitted[1]), float(fitted[1]) - half, float(fitted[1]) + half)
