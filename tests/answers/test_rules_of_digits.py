"""What the digits and marks of a number mean, and how large one may be."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from examgen.answers import AnswerType, Doubtful, Integer, Matrix, Real, Unreadable, Vector

WHOLE, TWO = Integer(), Real(decimals=2)

READ: tuple[tuple[AnswerType, str, Any], ...] = (
    # marks of thousands and of decimals
    (WHOLE, "1,000,000", 1_000_000),
    (WHOLE, "1.000.000", 1_000_000),
    (WHOLE, "1 000 000", 1_000_000),
    (WHOLE, "1'000", 1000),
    (WHOLE, "1_000", 1000),
    (WHOLE, "1.000,5", 1000.5),
    (WHOLE, "1.0000", 1),
    (WHOLE, "1.2345", 1.2345),
    (WHOLE, "1,2345", 1.2345),
    (WHOLE, "1,23456", 1.23456),
    (WHOLE, "1,00", 1),
    (TWO, "1,0000", 1),
    (TWO, "1.234,5", 1234.5),
    (TWO, "1,234.5", 1234.5),
    (TWO, "1 234,5", 1234.5),
    (TWO, "1'234.5", 1234.5),
    (TWO, ".5", 0.5),
    (TWO, "5.", 5),
    (TWO, "00.5", 0.5),
    # powers of ten
    (WHOLE, "1.024e3", 1024),
    (WHOLE, "1.024 x 10^3", 1024),
    (TWO, "5e+3", 5000),
    (TWO, "5e–3", 0.005),
    (TWO, "5·10^3", 5000),
    (TWO, "10³", 1000),
    (TWO, "10^(-3)", 0.001),
    (TWO, "-10^3", -1000),
    (TWO, "1e-300", 1e-300),
    # fractions
    (TWO, r"\frac{12}{3}", 4),
    (TWO, r"\frac12", Fraction(1, 2)),
    (TWO, r"\frac{1.5}{-3}", Fraction(-1, 2)),
    (TWO, "½", Fraction(1, 2)),
    (TWO, "-50 %", Fraction(-1, 2)),
    # powers beside what they come to
    (WHOLE, "2^10 = 1024", 1024),
    (WHOLE, "3^2 + 1 = 10", 10),
    (TWO, "2^64 = 18446744073709551616", 2**64),
    (TWO, "2^-1 = 0.5", 0.5),
    (TWO, "(1/2)^2 = 0.25", 0.25),
    (TWO, "0^1 = 0", 0),
    (TWO, "2^0 = 1", 1),
)

DOUBTFUL: tuple[tuple[AnswerType, str, tuple[Any, ...]], ...] = (
    (WHOLE, "1.000", (1, 1000)),
    (WHOLE, "1,024e3", (1_024_000, 1024)),
    (WHOLE, "1,000 %", (10, 1000, Fraction(1, 100), 1)),
    (TWO, "1,000 %", (10, Fraction(1, 100))),
    (TWO, "0.5k", (500, 0.5)),
    (WHOLE, "2^10 = 1000", (1024, 1000)),
)

REFUSED: tuple[tuple[AnswerType, str, str], ...] = (
    (WHOLE, "1,0000", "the points and commas in '1,0000' do not form a number"),
    (WHOLE, "0 123", "the points and commas in '0 123' do not form a number"),
    (WHOLE, "1 00", "'00' in '1 00' could not be interpreted"),
    (WHOLE, "1'00", '"\'00" in "1\'00" could not be interpreted'),
    (TWO, "1e-301", "the exponent '-301' is larger than 300"),
    (TWO, "10^300", "the number is larger than 10^300"),
    (TWO, "2k/4", "'2k/4' is an expression; write the result as one number"),
    (TWO, "2/4k", "'2/4k' is an expression; write the result as one number"),
    (TWO, "1/2 %", "'1/2 %' is an expression; write the result as one number"),
    (TWO, "2^65 = 36893488147419103232", "the power '65' is too large"),
    (TWO, "2^-65 = 5", "the power '-65' is too large"),
    (TWO, "2^100 = 5", "the power '100' is too large"),
    (TWO, "0^-1 = 1", "it contains a division by zero"),
)


def named(rows: tuple[tuple[AnswerType, str, Any], ...]) -> list[str]:
    return [f"{kind.name} {text!r:.40}" for kind, text, _ in rows]


@pytest.mark.parametrize(("kind", "text", "value"), READ, ids=named(READ))
def test_digits_and_marks_are_a_number(kind: AnswerType, text: str, value: object) -> None:
    read = kind.read(text).value
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(("kind", "text", "values"), DOUBTFUL, ids=named(DOUBTFUL))
def test_marks_that_may_mean_two_things_are_doubtful(kind: AnswerType, text: str, values: tuple[Any, ...]) -> None:
    with pytest.raises(Doubtful) as doubt:
        kind.read(text)
    assert tuple(reading.value for reading in doubt.value.readings) == values


@pytest.mark.parametrize(("kind", "text", "why"), REFUSED, ids=named(REFUSED))
def test_what_is_no_number_or_too_large_is_refused(kind: AnswerType, text: str, why: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        kind.read(text)
    assert why in str(refusal.value)
    assert not isinstance(refusal.value, Doubtful)


def test_a_number_has_four_hundred_digits_at_most() -> None:
    assert TWO.read("0." + "1" * 399).value == pytest.approx(1 / 9)
    with pytest.raises(Unreadable, match="a number of 401 digits is too long"):
        TWO.read("0." + "1" * 400)


def test_where_points_group_digits_no_comma_separates_numbers() -> None:
    assert Vector(decimals=2).read("1.234.567,12; 0,50").value == (1234567.12, 0.5)
    assert Matrix(decimals=2).read("1.234.567,12").value == ((1234567.12,),)
    with pytest.raises(Unreadable, match="write"):
        Vector().read("0,5,1.234.567")


@pytest.mark.parametrize("text", ["2.5, 1,5", "A: 2.5, 1,5", "A = 2.5 , 1,5"])
def test_commas_that_may_be_decimal_marks_or_separators_are_refused_with_and_without_a_name(text: str) -> None:
    with pytest.raises(Unreadable, match="may be decimal marks or separators"):
        Matrix(decimals=2).read(text)
