"""Where a text could be meant in two ways it is not read, and where it cannot it is: cases at the edge."""

from __future__ import annotations

import pytest

from examgen.answers import AnswerType, Choice, Matching, Matrix, Ordering, Shape, Tensor, Unreadable, Vector

FOUR = ("first", "then", "after", "last")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Matrix(), "[[[1, 2]], [[3, 4]], [[5, 6]]]", ((1, 2), (3, 4), (5, 6))),
        (Matrix(), "[[[1, 2], [3, 4], [5, 6]]]", ((1, 2), (3, 4), (5, 6))),
        (Matrix(), "[[[1], [2]], [[3], [4]], [[5], [6]]]", ((1, 2), (3, 4), (5, 6))),
        (Vector(), "[[[1], [2], [3]]]", (1, 2, 3)),
        (Tensor(), "[[[[1, 2], [3, 4]]]]", (((1, 2), (3, 4)),)),
        (Shape(), "T=5, D=5, C=6", (5, 5, 6)),
        (Shape(rank=1), "4,704", (4704,)),
        (Shape(rank=2), "4,704", (4, 704)),
    ],
)
def test_one_meaning_is_read(kind: AnswerType, text: str, value: object) -> None:
    assert kind.read(text).value == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Matrix(), "[1 2] [3 4]\n[5 6]"),
        (Matrix(), "[1 2] [3 4]\n[5 6] [7]"),
        (Ordering(FOUR), "c < a -> b < d"),
        (Ordering(FOUR), "c > a < b > d"),
        (Shape(), "H=28, H=28, C=6"),
        (Shape(), "W=28, H=28"),
        (Shape(), "4,704"),
        (Choice(("5", "7")), "15"),
    ],
)
def test_two_meanings_are_not(kind: AnswerType, text: str) -> None:
    with pytest.raises(Unreadable):
        kind.read(text)


@pytest.mark.parametrize(
    ("items", "options", "message"),
    [
        (("u",), ("p", "q"), "expected 2 to 12 items, got 1"),
        (("u", "v"), ("p",), "expected 2 to 12 options, got 1"),
        (("u", " "), ("p", "q"), "expected a text for each item"),
        (("u", "v"), ("p", "p"), "expected different options, got 'p' twice"),
    ],
)
def test_a_list_that_cannot_be_told_apart_is_refused(items, options, message) -> None:
    with pytest.raises(ValueError, match=message):
        Matching(items, options)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Vector(), "2*3, 4+1, 7", (6, 5, 7)),
        (Vector(), "[2*3, (5*5*3+1)*10]", (6, 760)),
        (Vector(), "(2*3, 4*5)", (6, 20)),
        (Vector(), "2*3 4*5 6", (6, 20, 6)),
        (Vector(), "2*3; 4; 5", (6, 4, 5)),
        (Vector(), "[(1+2)*3, -2*3]", (9, -6)),
        (Vector(), "1,-2,3", (1, -2, 3)),
        (Matrix(), "[[2*3, 4], [5, 6*7]]", ((6, 4), (5, 42))),
        (Matrix(), "1*2 3*4\n5 6", ((2, 12), (5, 6))),
        (Matrix(), "2*3 4; 5 (1+1)*7", ((6, 4), (5, 14))),
    ],
)
def test_small_arithmetic_in_a_cell_is_worked_out_where_it_is_allowed(
    kind: AnswerType, text: str, value: object
) -> None:
    assert kind.read(text, expressions=True).value == value
    if "*" in text:
        with pytest.raises(Unreadable):
            kind.read(text)


@pytest.mark.parametrize(
    "text",
    [
        "0,5*2; 3",
        "2*0,5; 3",
        "2*3,4",
        "1*2*x, 3",
        "2**3, 4",
        "2*(3, 4)",
        "2*, 3",
        "1/0, 2",
        "2 * 3, 4",
        "2^3, 4",
        "1.2*3.4.5, 2",
    ],
)
def test_arithmetic_that_is_not_certain_is_not_worked_out(text: str) -> None:
    with pytest.raises(Unreadable):
        Vector().read(text, expressions=True)
