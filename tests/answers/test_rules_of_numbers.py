"""Each rule of numbers by a few answers: results beside their working, equations, scales and units."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from examgen.answers import AnswerType, Doubtful, Integer, Real, Unreadable

WHOLE, TWO, NONE = Integer(), Real(decimals=2), Real(decimals=0)
PERCENT, MEGABYTES = Real(decimals=1, unit="%"), Real(decimals=2, unit="MB")
MILLIONS, THOUSANDS = Real(decimals=0, unit="million"), Real(decimals=0, unit="thousand")

READ: tuple[tuple[AnswerType, str, Any], ...] = (
    (WHOLE, "0^0 = 1", 1),
    # a result beside its working
    (WHOLE, "28-5 = 23, 23+1 = 24", 24),
    (WHOLE, "28-5 = 23; 23+1 = 24", 24),
    (WHOLE, "28-5 = 23\n23+1 = 24\n24*2 = 48", 48),
    (WHOLE, "7/2 = 3.5\n3.5 + 0.5 = 4", 4),
    (WHOLE, "28/3 = 9.33\n9.33+1 = 10.33", 10.33),
    (WHOLE, "3 = 3 = 3 = 3", 3),
    (WHOLE, "1+2 = 3 = 3 = 3 = 3", 3),
    (TWO, "1.5*0.333 = 0.5", 0.5),
    # a fraction is exact, and a decimal number beside it is that one rounded or cut
    (TWO, "2/3 = 0.67", Fraction(2, 3)),
    (TWO, "0.67 = 2/3", Fraction(2, 3)),
    (TWO, "0.66 = 2/3", Fraction(2, 3)),
    (TWO, "0.5 = 1/2", 0.5),
    (TWO, "0.333333333333 = 1/3", Fraction(1, 3)),
    (TWO, "0.127 = 0.12", 0.127),
    (TWO, "0.3333 = 33.33%", 0.3333),
    # what is said back is read as it was meant
    (WHOLE, "28.125, not an integer", 28.125),
    # a formula before the number is no equation to be solved
    (WHOLE, "W - F + 1 = 24", 24),
    (WHOLE, "e - 5 = 3", 3),
    # scales and units
    (WHOLE, "5M", 5_000_000),
    (WHOLE, "5k", 5_000),
    (NONE, "1.5M", 1_500_000),
    (THOUSANDS, "5k", 5),
    (THOUSANDS, "5 thousand", 5),
    (MILLIONS, "5 mln", 5),
    (MILLIONS, "5m", 5),
    (MILLIONS, "569M", 569),
    (MEGABYTES, "2.5 mb", 2.5),
    (MEGABYTES, "5/2 MB", Fraction(5, 2)),
    (PERCENT, "75%", 75),
    (PERCENT, "0.752 = 75.2 %", 75.2),
    (PERCENT, "75.2 % = 0.752", 75.2),
    (PERCENT, "3/4 = 75%", 75),
    (PERCENT, "3/4", Fraction(3, 4)),
)

DOUBTFUL: tuple[tuple[AnswerType, str, tuple[Any, ...]], ...] = (
    (WHOLE, "27.5 = 27", (27.5, 27)),
    (WHOLE, "10/4 = 2.5 ≈ 3", (Fraction(5, 2), 3)),
    (WHOLE, "7/2 = 3.5 → 3", (Fraction(7, 2), 3)),
    (TWO, "0.12 = 0.123", (0.12, 0.123)),
    (TWO, "0.34 = 1/3", (0.34, Fraction(1, 3))),
    (TWO, "1/3 = 0.34", (Fraction(1, 3), 0.34)),
    (TWO, "0.3333333333333 = 1/3", (0.3333333333333, Fraction(1, 3))),
    (TWO, "1/2 = 2/3", (Fraction(1, 2), Fraction(2, 3))),
    (TWO, "33% = 1/3", (Fraction(33, 100), Fraction(1, 3))),
    (TWO, "2*3 = 6.5", (6, 6.5)),
    (TWO, "0.1 = 0.12 = 0.123", (0.1, 0.12, 0.123)),
    (MEGABYTES, "2.5M", (2_500_000, 2.5)),
    (NONE, "50%", (Fraction(1, 2), 50)),
    (PERCENT, "75 = 0.75", (75, 0.75)),
)

REFUSED: tuple[tuple[AnswerType, str, str], ...] = (
    (WHOLE, "28-5 = 22\n22+1 = 23", "may contain several answers"),
    (WHOLE, "28-5 = 23\n24+1 = 25", "may contain several answers"),
    (WHOLE, "28-5 = 23\n24*2 = 48\n23+1 = 24", "may contain several answers"),
    (WHOLE, "3 = 3 = 3 = 3 = 3", "contains more than the result"),
    (WHOLE, "x - 5 = 3", "may be an unsolved equation"),
    (WHOLE, "n_h - 5 = 3", "may be an unsolved equation"),
    (WHOLE, "n_{out} - 5 = 3", "may be an unsolved equation"),
    (WHOLE, "x_1 - 5 = 3", "may be an unsolved equation"),
    (WHOLE, "out - 5 = 3", "the dash in 'out - 5 = 3' may or may not be a minus sign"),
    (WHOLE, "2^10", "the power '^10' is not evaluated"),
    (WHOLE, "5m", "the m in '5m' can mean several things"),
    (MEGABYTES, "2.5m", "the m in '2.5m' can mean several things"),
)


def named(rows: tuple[tuple[AnswerType, str, Any], ...]) -> list[str]:
    return [f"{kind.name} {text!r:.40}" for kind, text, _ in rows]


@pytest.mark.parametrize(("kind", "text", "value"), READ, ids=named(READ))
def test_a_number_is_taken_for_what_it_says(kind: AnswerType, text: str, value: object) -> None:
    read = kind.read(text).value
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(("kind", "text", "values"), DOUBTFUL, ids=named(DOUBTFUL))
def test_two_numbers_that_are_not_the_same_are_doubtful(kind: AnswerType, text: str, values: tuple[Any, ...]) -> None:
    with pytest.raises(Doubtful) as doubt:
        kind.read(text)
    assert tuple(reading.value for reading in doubt.value.readings) == values


@pytest.mark.parametrize(("kind", "text", "why"), REFUSED, ids=named(REFUSED))
def test_a_number_that_is_not_certain_is_refused(kind: AnswerType, text: str, why: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        kind.read(text)
    assert why in str(refusal.value)
    assert not isinstance(refusal.value, Doubtful)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (PERCENT, "75", "75 %"),
        (PERCENT, "3/4", "3/4"),
        (MEGABYTES, "2.5", "2.5 MB"),
        (TWO, "2.5", "2.5"),
        (TWO, "33 %", "33 % = 0.33"),
        (WHOLE, "28", "28"),
        (WHOLE, "28.5", "28.5, not an integer"),
    ],
)
def test_a_number_is_said_back_with_the_unit_that_was_asked_for(kind: AnswerType, text: str, said: str) -> None:
    assert kind.read(text).said == said
