"""Each rule of arrays by a few answers: what commas and brackets mean, which axes are dropped, and what another size leads to."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from examgen.answers import AnswerType, Doubtful, Matrix, Tensor, Unreadable, Vector
from examgen.arrays import Array

ROW, DECIMALS, GRID, GRID_OF_DECIMALS, BLOCK = Vector(), Vector(decimals=2), Matrix(), Matrix(decimals=2), Tensor()

READ: tuple[tuple[AnswerType, str, Any], ...] = (
    # commas
    (ROW, "1,2,3", (1, 2, 3)),
    (ROW, "1,-2,3", (1, -2, 3)),
    (ROW, "0,5,-3", (0, 5, -3)),
    (ROW, "0,1,0", (0, 1, 0)),
    (ROW, "1,1,0,2", (1, 1, 0, 2)),
    (ROW, "1,5; 2,5", (1.5, 2.5)),
    (ROW, "1,5 2,5", (1.5, 2.5)),
    (ROW, "0{,}1; 0{,}2", (0.1, 0.2)),
    (DECIMALS, "0,5, 0,25", (0.5, 0.25)),
    (DECIMALS, "1,5,-2", (1, 5, -2)),
    (DECIMALS, "[0,1,0,2]", (0, 1, 0, 2)),
    (GRID, "[1,2|3,4]", ((1.2, 3.4),)),
    (GRID_OF_DECIMALS, "1,2|3,4", ((1.2, 3.4),)),
    (GRID_OF_DECIMALS, "1,2 3,4", ((1.2, 3.4),)),
    # bars and tabs
    (GRID, "1|2|3", ((1, 2, 3),)),
    (ROW, "1\t2", (1, 2)),
    (ROW, "\t1, 2", (1, 2)),
    (ROW, "1\u202f2345", (1, 2345)),
    # axes that nobody asked for: the batch first, then the channel
    (ROW, "[[[1 2]]]", (1, 2)),
    (ROW, "[[[1] [2]]]", (1, 2)),
    (ROW, "[[[[1]]]]", (1,)),
    (GRID, "[[[1 2]]]", ((1, 2),)),
    (GRID, "[[[[1] [2]]]]", ((1, 2),)),
    (GRID, "[[[1] [2]] [[3] [4]]]", ((1, 2), (3, 4))),
    (BLOCK, "[[[[1 2]]]]", (((1, 2),),)),
    (BLOCK, "[[[[[1 2]]]]]", (((1, 2),),)),
)

DOUBTFUL: tuple[tuple[AnswerType, str, tuple[Any, ...]], ...] = (
    (ROW, "1,5, 2", ((1, 5, 2), (1.5, 2))),
    (ROW, "1, 2,3", ((1, 2, 3), (1, 2.3))),
    (ROW, "1,5,-2,5", ((1, 5, -2, 5), (1.5, -2.5))),
    (ROW, "0,1,0,2", ((0, 1, 0, 2), (0.1, 0.2))),
    (ROW, "-10{,}000", ((-10_000,), (-10,))),
    (DECIMALS, "1,1,0,2", ((1, 1, 0, 2), (1.1, 0.2))),
    (DECIMALS, "1,234; 5", ((1234, 5), (1.234, 5))),
    (GRID, "1,2|3,4", (((1.2, 3.4),), ((1, 2), (3, 4)))),
    (GRID, "1,2 3,4", (((1.2, 3.4),), ((1, 2), (3, 4)))),
    (GRID, "1 2 | 3 4", (((1, 2), (3, 4)), ((1, 2, 3, 4),))),
    (GRID, "[[[1] [2]]]", (((1,), (2,)), ((1, 2),))),
    (BLOCK, "[[[[1] [2]]]]", ((((1,), (2,)),), (((1, 2),),))),
)

REFUSED: tuple[tuple[AnswerType, str, str], ...] = (
    (ROW, "1\u202f234", "the narrow space in '1 234' could group digits or separate numbers"),
    (ROW, "\t1\t2", "the first cell of '1 2' is empty; write every number, for example 1, 2, 3"),
    (ROW, "0.5 0,5", "the points and commas in '0‚5' do not form a number"),
    (ROW, "---|", "a number is missing; write every number"),
    (ROW, "|", "'|' is incomplete; write a list of numbers"),
    (ROW, "1,000 2 z", "'z' in '1,000 2 z' could not be interpreted"),
    (GRID, "1 2\n3 | 4", "the numbers are separated differently in different rows"),
    (GRID, "1;2|3;4", "row 2 has 2 numbers, row 1 has 1 number"),
    (BLOCK, "[[1 2]]", "an array of size 1 × 2 is not an array of rank 3; write for example"),
)


def named(rows: tuple[tuple[AnswerType, str, Any], ...]) -> list[str]:
    return [f"{kind.name} {text!r:.40}" for kind, text, _ in rows]


@pytest.mark.parametrize(("kind", "text", "value"), READ, ids=named(READ))
def test_an_array_is_taken_for_what_it_says(kind: AnswerType, text: str, value: object) -> None:
    assert kind.read(text).value == value


@pytest.mark.parametrize(("kind", "text", "values"), DOUBTFUL, ids=named(DOUBTFUL))
def test_an_array_that_may_be_another_one_is_doubtful(kind: AnswerType, text: str, values: tuple[Any, ...]) -> None:
    with pytest.raises(Doubtful) as doubt:
        kind.read(text)
    assert tuple(reading.value for reading in doubt.value.readings) == values


@pytest.mark.parametrize(("kind", "text", "why"), REFUSED, ids=named(REFUSED))
def test_an_array_that_is_not_certain_is_refused(kind: AnswerType, text: str, why: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        kind.read(text)
    assert why in str(refusal.value)
    assert not isinstance(refusal.value, Doubtful)


def test_an_array_of_a_thousand_numbers_is_read_and_a_longer_one_is_not() -> None:
    assert ROW.read(",".join("1" * 1000)).value == (1,) * 1000
    with pytest.raises(Unreadable, match="1,001 numbers are too many for an answer"):
        ROW.read(",".join("1" * 1001))


SQUARE, FLAT = ((1, 2), (3, 4)), (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("kind", "text", "expected", "laid_out"),
    [
        (ROW, "[[1, 2], [3, 4]]", FLAT, (FLAT,)),
        (GRID, "1 2 3 4", SQUARE, (((1, 2, 3, 4),), SQUARE)),
        (BLOCK, "1 2 3 4", (SQUARE,), ((SQUARE,),)),
        (ROW, "1,5 2,5", FLAT, ((1.5, 2.5),)),
        (DECIMALS, "1,5; 2,5; 3", (*FLAT, 5), ((1.5, 2.5, 3),)),
    ],
)
def test_as_many_numbers_in_another_size_are_doubtful_with_what_they_would_be(
    kind: AnswerType, text: str, expected: Array, laid_out: tuple[Array, ...]
) -> None:
    with pytest.raises(Doubtful, match="size") as doubt:
        kind.read(text, expected=expected)
    assert tuple(reading.value for reading in doubt.value.readings) == laid_out


@pytest.mark.parametrize(
    ("kind", "text", "expected", "value"),
    [
        (GRID, "1 2 3", SQUARE, ((1, 2, 3),)),
        (ROW, "1.5 2.5", FLAT, (1.5, 2.5)),  # points part nothing
        (DECIMALS, "1,5; 2,5; 3", FLAT, (1.5, 2.5, 3)),
        (ROW, "1,2,3,4", FLAT, FLAT),
        (ROW, "0,1,0,2", FLAT, (0, 1, 0, 2)),
        (ROW, "0,1,0,2", (1, 2), (0.1, 0.2)),
    ],
)
def test_another_count_of_numbers_is_wrong_and_certain(
    kind: AnswerType, text: str, expected: Array, value: Array
) -> None:
    assert kind.read(text, expected=expected).value == value


@pytest.mark.parametrize(
    ("kind", "text", "expected"), [(ROW, "[[1, 2], [3, 4]]", (1, 2, 3)), (BLOCK, "3", (SQUARE,)), (BLOCK, "1 2", None)]
)
def test_another_rank_with_another_count_is_refused(kind: AnswerType, text: str, expected: Array | None) -> None:
    with pytest.raises(Unreadable, match="an array of size") as refusal:
        kind.read(text, expected=expected)
    assert not isinstance(refusal.value, Doubtful)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2*3, 4", (6, 4)),
        ("(1+2), 3", (3, 3)),
        ("2*3 4*5", (6, 20)),
        ("1/2, 2*3", (0.5, 6)),
        ("1, 2", (1, 2)),
        ("[2*3, (1+2)*2]", (6, 6)),
        ("1.5*2, 3", (3, 3)),
    ],
)
def test_small_arithmetic_within_an_array_is_worked_out_where_it_may_stand(text: str, value: Array) -> None:
    assert ROW.read(text, expressions=True).value == value


@pytest.mark.parametrize("text", ["2*3, 4", "x*2, 3", "1-2-3"])
def test_what_is_no_arithmetic_or_may_not_stand_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="could not be interpreted"):
        ROW.read(text, expressions="x" in text or "-" in text)


def test_cells_are_written_rounded_where_decimals_are_asked_for_and_in_full_where_not() -> None:
    assert GRID_OF_DECIMALS.write(((0.125, 1), (2, 3))) == "0.13 1.00; 2.00 3.00"
    assert GRID.write(((0.125, 1), (Fraction(1, 3), 3))) == "0.125 1; 1/3 3"
    assert GRID.tex(((5 / 3, 1),)) == r"\begin{bmatrix} 1.6667 & 1 \end{bmatrix}"
    assert DECIMALS.tex((5 / 3, 12_345.0)) == r"\begin{bmatrix} 1.67 & 12345.0 \end{bmatrix}"
    assert DECIMALS.tolerance == pytest.approx(0.01)
    assert BLOCK.read("[[[1 2] [3 4]]]").said == "1 × 2 × 2 array: [[[1 2] [3 4]]]"
    assert DECIMALS.hint == "a list of numbers to 2 decimals, for example 0.13, 0.25, 0.38"
    assert GRID_OF_DECIMALS.hint == "a matrix to 2 decimals, for example 0.13 0.25; 0.38 0.50"
    with pytest.raises(ValueError, match="expected an array, got the number 5"):
        ROW.write(5)
