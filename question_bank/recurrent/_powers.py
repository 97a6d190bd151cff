"""Factors that are multiplied at every step: when their product crosses a bound."""

from fractions import Fraction

from examgen.authoring import Scalar


def first_beyond(factor: Scalar, bound: Scalar | Fraction) -> int:
    """After how many steps the size of the product is below a bound under 1, or above one over 1; multiplied step by step."""
    size, limit = abs(_exact(factor)), _exact(bound)
    product, steps = Fraction(1), 0
    while product >= limit if size < 1 else product <= limit:
        product, steps = product * size, steps + 1
    return steps


def _exact(value: Scalar | Fraction) -> Fraction:
    """A number as it is written: 0.1 is a tenth."""
    return Fraction(str(value))
