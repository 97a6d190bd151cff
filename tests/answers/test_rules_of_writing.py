"""Each rule of reading by a few writings: what is read and as what, what is refused and why, what is doubtful and between what."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from examgen.answers import (
    AnswerType,
    Choice,
    Choices,
    Doubtful,
    Integer,
    LayerDesign,
    Matrix,
    Ordering,
    Real,
    Shape,
    Tensor,
    Unreadable,
    Vector,
)
from examgen.arrays import text_of

OPTIONS = ("valid", "same", "full")
INTEGER, REAL, PERCENT, SIZE = Integer(), Real(decimals=2), Real(decimals=1, unit="%"), Shape()
ROW, DECIMALS, GRID, BLOCK = Vector(), Vector(decimals=2), Matrix(), Tensor()
ONE, SEVERAL, ORDER = Choice(OPTIONS), Choices(OPTIONS), Ordering(OPTIONS)
DESIGN = LayerDesign((28, 28, 3), (10,), max_layers=8)

READ: Sequence[tuple[AnswerType, str, Any]] = (
    # numbers
    (REAL, "1e299", 10**299),
    (REAL, "1e-3", 0.001),
    (REAL, "10^-3", 0.001),
    (REAL, "10^–3", 0.001),
    (REAL, "10^3", 1000),
    (REAL, "½", Fraction(1, 2)),
    (REAL, r"\frac12", Fraction(1, 2)),
    (REAL, r"\frac{3}{4}", Fraction(3, 4)),
    (REAL, "33 %", Fraction(33, 100)),
    (PERCENT, "33 %", 33),
    (PERCENT, "33 per cent", 33),
    (PERCENT, "33", 33),
    # scales
    (INTEGER, "3k", 3000),
    (INTEGER, "2 thousand", 2000),
    (INTEGER, "1.5M", 1_500_000),
    (INTEGER, "3 million", 3_000_000),
    (INTEGER, "2 mio", 2_000_000),
    (INTEGER, "2 bn", 2_000_000_000),
    (INTEGER, "2 billion", 2_000_000_000),
    # signs, brackets and what is said beside the number
    (INTEGER, "−3", -3),
    (INTEGER, "answer -14", -14),
    (INTEGER, "is - 14", -14),
    (INTEGER, "1,024", 1024),
    (INTEGER, "((((((((5))))))))", 5),
    (INTEGER, "150, because 25 * 6 = 150", 150),
    (INTEGER, "2 + 3 = 5", 5),
    # rows
    (ROW, "1, 2, 3", (1, 2, 3)),
    (ROW, "1 2 3", (1, 2, 3)),
    (ROW, "1; 2; 3", (1, 2, 3)),
    (ROW, "[1, 2, 3]", (1, 2, 3)),
    (ROW, "(1, 2, 3)^T", (1, 2, 3)),
    (DECIMALS, "0,5; 0,25", (0.5, 0.25)),
    (DECIMALS, "0.5, 0.25", (0.5, 0.25)),
    (DECIMALS, "1/2, 1/4", (Fraction(1, 2), Fraction(1, 4))),
    # grids
    (GRID, "1 2; 3 4", ((1, 2), (3, 4))),
    (GRID, "1 2\n3 4", ((1, 2), (3, 4))),
    (GRID, "[[1, 2], [3, 4]]", ((1, 2), (3, 4))),
    (GRID, "{{1, 2}, {3, 4}}", ((1, 2), (3, 4))),
    (GRID, "|1|2|\n|3|4|", ((1, 2), (3, 4))),
    (GRID, r"1 & 2 \\ 3 & 4", ((1, 2), (3, 4))),
    (GRID, r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", ((1, 2), (3, 4))),
    (BLOCK, "[[[1, 2], [3, 4]]]", (((1, 2), (3, 4)),)),
    (BLOCK, "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]", (((1, 2), (3, 4)), ((5, 6), (7, 8)))),
    # sizes
    (SIZE, "28x28x3", (28, 28, 3)),
    (SIZE, "28 × 28 × 3", (28, 28, 3)),
    (SIZE, "(28, 28, 3)", (28, 28, 3)),
    (SIZE, "28 28 3", (28, 28, 3)),
    (SIZE, "(None, 28, 28, 3)", (28, 28, 3)),
    # letters
    (ONE, "a", 0),
    (ONE, "B", 1),
    (ONE, "b)", 1),
    (ONE, "(c)", 2),
    (ONE, "same", 1),
    (SEVERAL, "a, c", (1, 0, 1)),
    (SEVERAL, "ac", (1, 0, 1)),
    (SEVERAL, "a and c", (1, 0, 1)),
    (SEVERAL, "none", (0, 0, 0)),
    (SEVERAL, "all", (1, 1, 1)),
    (ORDER, "b, a, c", (1, 0, 2)),
    (ORDER, "bac", (1, 0, 2)),
    (ORDER, "b > a > c", (1, 0, 2)),
    # options by a part of their texts
    (Choice(("class 1", "class 2", "class 3")), "2", 1),
    (Choice(("class 1", "class 2", "class 3")), "class_3", 2),
    (Choice(("ReLU", "Leaky ReLU", "tanh")), "leakyrelu", 1),
    (Choice(("ReLU", "Leaky ReLU", "tanh")), "relu", 0),
    (Choice(("true", "false")), "t", 0),
    (Choice(("true", "false")), "F", 1),
)

REFUSED: Sequence[tuple[AnswerType, str, str]] = (
    (INTEGER, "", "nothing was written; write your answer"),
    # numbers
    (REAL, "1e300", "the number is larger than 10^300"),
    (REAL, "-1e300", "the number is larger than 10^300"),
    (REAL, "1e301", "the exponent '301' is larger than 300"),
    (REAL, "1/0", "it contains a division by zero"),
    (REAL, r"\frac{1}{0}", "it contains a division by zero"),
    (REAL, r"\frac10", "it contains a division by zero"),
    (REAL, "1.2.3", "'3' in '1.2.3' could not be interpreted"),
    (INTEGER, "12 +", "'12 +' is incomplete"),
    (INTEGER, "12 banana", "'banana' in '12 banana' could not be interpreted"),
    (INTEGER, "banana", "'banana' could not be interpreted"),
    (INTEGER, "(((((((((5)))))))))", "could not be interpreted"),
    (INTEGER, "156, because 25 * 6 = 150", "gives '150' as its result; write only the answer"),
    (INTEGER, "answer - 14", "the dash in 'answer - 14' may or may not be a minus sign"),
    (INTEGER, "2+3", "'2+3' is an expression; write the result as one number"),
    (INTEGER, "+".join("1" * 62), "more than 60 operations are not accepted"),
    (REAL, "5 MB", "the unit 'MB' in '5 MB' is not the required unit"),
    # arrays
    (ROW, "[1, 2, 3", "'[1, 2, 3' is incomplete"),
    (ROW, "1, x, 3", "'x,' in '1, x, 3' could not be interpreted"),
    (GRID, "[[1, 2], [3]]", "row 2 has 1 number, row 1 has 2 numbers; write rows of equal length"),
    (GRID, "1 2\n3", "row 2 has 1 number, row 1 has 2 numbers; write rows of equal length"),
    (GRID, "4.25 4; 5.5 4.25 6", "row 2 has 3 numbers, row 1 has 2 numbers; write rows of equal length"),
    (SIZE, "28x28x", "'28x28x' is incomplete"),
    # letters
    (ONE, "d", "'d' is not one of the letters a to c; write one letter from a to c"),
    (ONE, "a or b", "'or' in 'a or b' could not be interpreted"),
    (ONE, "not a", "'not' in 'not a' could not be interpreted"),
    (SEVERAL, "a, d", "'d' is not one of the letters a to c"),
    (SEVERAL, "a a", "'a a' names a twice"),
    (ORDER, "b a", "'b a' leaves out c"),
    (ORDER, "b, b, c", "'b, b, c' names b twice"),
    (ORDER, "b a c d", "'d' is not one of the letters a to c"),
    (ONE, "x" * 5000, "5000 characters are too many for letters"),
    # designs
    (DESIGN, "Dens(10)", "there is no layer 'Dens'; is Dense meant?"),
    (DESIGN, "Dropout, Dense(10)", "expected a layer such as Dense(10), got 'Dropout'"),
    (DESIGN, "nn.Flatten(), Dense(10)", "expected a layer such as Dense(10), got 'nn.Flatten()'"),
    (
        DESIGN,
        "Conv2d(3, 16, 3), Flatten(), Dense(10)",
        "'Conv2d' may be a layer of PyTorch; write Conv2D as in Keras",
    ),
    (DESIGN, "Dense(10, activation='relux')", "there is no activation 'relux'"),
    (DESIGN, "Dense(10, foo=3)", "Dense has no option 'foo'; it knows units, activation, use_bias, trainable"),
    (DESIGN, "Dense()", "Dense needs units"),
    (DESIGN, "Conv2D(8, 3, padding='sme')", "the padding of Conv2D is valid or same, got 'sme'"),
    (DESIGN, "Dense(10", "it is incomplete: a bracket or a quotation mark may be missing"),
)

DOUBTFUL: Sequence[tuple[AnswerType, str, tuple[Any, ...]]] = (
    (INTEGER, "1.024", (1.024, 1024)),
    (INTEGER, "2+3=6", (5, 6)),
    (REAL, "1,000", (1000, 1)),
    (ROW, "0,5", ((0, 5), (0.5,))),
    (SIZE, "12,288", ((12, 288), (12288,))),
)

WORKED_OUT: Sequence[tuple[str, Any]] = (
    ("2+3", 5),
    ("2*3+4", 10),
    ("2+3*4", 14),
    ("(2+3)*4", 20),
    ("7-2-1", 4),
    ("8/4/2", 1),
    ("28 × 28", 784),
    ("1/2+1/4", Fraction(3, 4)),
    ("1/3 + 0.5", Fraction(5, 6)),
    ("0.5*0.5", 0.25),
    ("7 / 2", Fraction(7, 2)),
    ("50% * 4", 2),
    ("2k*3", 6000),
    ("10^150*10^149", 10**299),
    ("+".join("1" * 61), 61),
)

LAYERS: Sequence[tuple[str, str]] = (
    ("Flatten(); Dense(10)", "Flatten(), Dense(10)"),
    ("Flatten()\nDense(10)", "Flatten(), Dense(10)"),
    ("Conv2D(8, 3, padding='same')", 'Conv2D(8, 3, padding="same")'),
    ("Conv2D(8, (3, 3), strides=2)", "Conv2D(8, (3, 3), strides=2)"),
    ("Conv2D(8, 3, activation='relu')", 'Conv2D(8, 3, activation="relu")'),
    ("MaxPooling2D(2)", "MaxPooling2D(2)"),
)


def named(rows: Sequence[tuple[Any, ...]]) -> list[str]:
    return [f"{type(row[0]).__name__} {row[1]!r:.40}" for row in rows]


@pytest.mark.parametrize(("kind", "text", "value"), READ, ids=named(READ))
def test_what_is_clear_is_read(kind: AnswerType, text: str, value: object) -> None:
    read = kind.read(text).value
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(("kind", "text", "why"), REFUSED, ids=named(REFUSED))
def test_what_cannot_be_read_is_refused_with_its_reason(kind: AnswerType, text: str, why: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        kind.read(text)
    assert not isinstance(refusal.value, Doubtful)
    assert why in str(refusal.value)


@pytest.mark.parametrize(("kind", "text", "values"), DOUBTFUL, ids=named(DOUBTFUL))
def test_what_can_be_meant_in_two_ways_is_doubtful(kind: AnswerType, text: str, values: tuple[Any, ...]) -> None:
    with pytest.raises(Doubtful) as doubt:
        kind.read(text)
    assert tuple(reading.value for reading in doubt.value.readings) == values


@pytest.mark.parametrize(("text", "value"), WORKED_OUT, ids=[text[:20] for text, _ in WORKED_OUT])
def test_small_arithmetic_is_worked_out_where_it_may_stand(text: str, value: object) -> None:
    assert REAL.read(text, expressions=True).value == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1/(2-2)", "it contains a division by zero"),
        ("+".join("1" * 62), "more than 60 operations are not accepted"),
        ("10^150*10^150", "the number is larger than 10^300"),
        ("sqrt(4)", "'sqrt(4)' could not be interpreted"),
    ],
)
def test_arithmetic_without_a_result_is_refused(text: str, why: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        REAL.read(text, expressions=True)
    assert why in str(refusal.value)


@pytest.mark.parametrize(("text", "code"), LAYERS)
def test_layers_are_read_as_keras_code(text: str, code: str) -> None:
    value: Any = DESIGN.read(text).value
    assert text_of(value) == code
