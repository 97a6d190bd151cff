"""Observables that are worked out from others: no Keras is needed for that."""

from __future__ import annotations

from fractions import Fraction

import pytest

from examgen.arrays import Array
from examgen.model.observable import (
    Observable,
    agrees,
    cell,
    combined,
    difference,
    largest,
    multiplications,
    parameters,
    parts,
    pixel_use,
    ratio,
    scaled,
    shape,
    total,
    value,
)

A, B = parameters("a"), parameters("b")
Z, Y = value("z"), value("y")
SEEN: dict[Observable, Array] = {
    A: 224, B: 10, Z: ((1, 7), (3, 7)), Y: (0.5, 2), shape("z"): (2, 2), multiplications(): 6, pixel_use("z", "x"): ((4,),),
}  # fmt: skip


@pytest.mark.parametrize(
    ("observable", "expected"),
    [
        (A, 224),
        (total(A, B), 234),
        (total(A, A, B), 458),
        (difference(A, B), 214),
        (ratio(A, B), Fraction(112, 5)),
        (ratio(A, A), 1),
        (scaled(multiplications(), 2), 12),
        (scaled(Y, 0.5), (0.25, 1)),
        (total(Y, Y), (1, 4)),
        (ratio(Y, scaled(Y, 2)), (0.5, 0.5)),
        (difference(total(A, B), scaled(B, 3)), 204),
        (cell(Z, 1, 0), 3),
        (cell(Z, 0), (1, 7)),
        (cell(shape("z"), 1), 2),
        (cell(pixel_use("z", "x"), 0, 0), 4),
        (largest(Z), 1),
        (largest(Y), 1),
        (agrees("z", "z"), 1),
        (agrees("z", "y"), 0),
        (agrees(Y, scaled(Y, 1 + 1e-12)), 1),
        (agrees(Y, scaled(Y, 1 + 1e-6)), 0),
    ],
    ids=repr,
)
def test_a_composition_is_worked_out_exactly(observable: Observable, expected: Array) -> None:
    result = combined(observable, SEEN)
    assert result == expected
    assert not (isinstance(result, Fraction) and result.denominator == 1)


def test_the_oracle_is_asked_for_the_parts_each_once() -> None:
    assert parts(A) == (A,)
    assert parts(difference(total(A, B), scaled(A, 2))) == (A, B)
    assert parts(agrees("z", "y")) == (Z, Y)
    assert hash(total(A, B)) == hash(total(A, B))


def test_what_is_given_for_a_part_is_carried_into_the_whole() -> None:
    both = total(A, B)
    assert combined(both, {**SEEN, A: 1}) == 11
    assert combined(ratio(both, B), {**SEEN, both: 100}) == 10


@pytest.mark.parametrize(
    ("observable", "error"),
    [
        (ratio(A, difference(B, B)), ZeroDivisionError),
        (cell(Z, 2, 0), LookupError),
        (cell(Z, 0, 0, 0), LookupError),
        (total(A, Z), (TypeError, ValueError)),
        (total(Z, Y), (TypeError, ValueError)),
        (total(A, parameters("c")), KeyError),
    ],
    ids=repr,
)
def test_what_cannot_be_combined_is_an_error(observable: Observable, error: type[Exception]) -> None:
    with pytest.raises(error):
        combined(observable, SEEN)
