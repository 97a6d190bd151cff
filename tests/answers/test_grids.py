"""Vector, Matrix and Tensor: arrays of numbers, typed or pasted."""

from __future__ import annotations

from fractions import Fraction

import pytest

from examgen.answers import AnswerType, Matrix, Tensor, Unreadable, Vector
from examgen.arrays import Array

THIRDS = (Fraction(1, 3), Fraction(2, 3))
SQUARE = ((1, 2), (3, 4))
CUBE = (((1, 2), (3, 4)), ((5, 6), (7, 8)))

VECTOR: dict[str, Array] = {
    "0.1, 0.2, 0.3": (0.1, 0.2, 0.3),
    "0.1,0.2": (0.1, 0.2),
    "0.1, 0.2,": (0.1, 0.2),
    "[0.1 0.2 0.3]": (0.1, 0.2, 0.3),
    "(1; 2; 3)": (1, 2, 3),
    "{1, 2}": (1, 2),
    "[1,2]": (1, 2),
    "1,2,3": (1, 2, 3),
    "[100,200,300]": (100, 200, 300),
    "100 200 300": (100, 200, 300),
    "-1,-2": (-1, -2),
    "0,1; 0,2": (0.1, 0.2),
    "0,1\n0,2": (0.1, 0.2),
    "0,1\t0,2": (0.1, 0.2),
    "0,1 | 0,2": (0.1, 0.2),
    "0,5 0,25": (0.5, 0.25),
    "0,5, 0,25": (0.5, 0.25),
    "1\n2\n\n3\n": (1, 2, 3),
    "| 1 | 2 |": (1, 2),
    "1 & 2": (1, 2),
    "1/3, 2/3": THIRDS,
    "1 / 3, 2 / 3": THIRDS,
    "1/3 2/3": THIRDS,
    "33 %, 50 %": (Fraction(33, 100), Fraction(1, 2)),
    "1.5×10^-3, 2×10^{-2}": (0.0015, 0.02),
    "h_1 = [1, 2]": (1, 2),
    "0.5": (0.5,),
    "np.array([1., 2.])": (1, 2),
    "array([1, 2], dtype=float32)": (1, 2),
    "tf.Tensor([0.1 0.2], shape=(2,), dtype=float64)": (0.1, 0.2),
    "<tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 2.], dtype=float32)>": (1, 2),
    "tensor([1., 2.], device='cuda:0')": (1, 2),
    "[np.float64(0.1), np.float64(0.2)]": (0.1, 0.2),
    "[0.1 0.2\n 0.3]": (0.1, 0.2, 0.3),
    r"\begin{bmatrix}1\\2\end{bmatrix}": (1, 2),
    r"$\left( \begin{array}{c} 1 \\ 2 \end{array} \right)$": (1, 2),
    r"\begin{pmatrix} \frac{1}{3} & \frac{2}{3} \end{pmatrix}": THIRDS,
}

MATRIX: dict[str, Array] = {
    "[[1, 2], [3, 4]]": SQUARE,
    "[[1,2],[3,4]]": SQUARE,
    "1 2; 3 4": SQUARE,
    "[1 2; 3 4]": SQUARE,
    "[1,2; 3,4]": SQUARE,
    "1, 2; 3, 4": SQUARE,
    "1 2\n3 4": SQUARE,
    "1 2;\n3 4;": SQUARE,
    "1, 2\n3, 4": SQUARE,
    "1\t2\n3\t4": SQUARE,
    "1 | 2\n3 | 4": SQUARE,
    "| 1 2 |\n| 3 4 |": SQUARE,
    "[1 2\n 3 4]": SQUARE,
    "[1 2]\n[3 4]": SQUARE,
    "(1,2),(3,4)": SQUARE,
    "{{1, 2}, {3, 4}}": SQUARE,
    "[[1 2]\n [3 4]]": SQUARE,
    "Z = [[1. 2.]\n     [3. 4.]]": SQUARE,
    "[[0.5  0.25]\n [1.    2.  ]]": ((0.5, 0.25), (1, 2)),
    "[[1 2\n  3]\n [4 5\n  6]]": ((1, 2, 3), (4, 5, 6)),
    "0,5\t2\n3\t4": ((0.5, 2), (3, 4)),
    "0,5 1\n2 3": ((0.5, 1), (2, 3)),
    "array([[1, 2],\n       [3, 4]])": SQUARE,
    "np.array(((1, 2), (3, 4)))": SQUARE,
    "tf.Tensor(\n[[1. 2.]\n [3. 4.]], shape=(2, 2), dtype=float64)": SQUARE,
    r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}": SQUARE,
    "[[1 2]]": ((1, 2),),
    "((1, 2))": ((1, 2),),
    "((1, 2),)": ((1, 2),),
    "1 2 3 4": ((1, 2, 3, 4),),
    "1; 2": ((1,), (2,)),
    "5": ((5,),),
}

TENSOR: dict[str, Array] = {
    "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]": CUBE,
    "[[[1. 2.]\n  [3. 4.]]\n\n [[5. 6.]\n  [7. 8.]]]": CUBE,
    "array([[[1, 2],\n        [3, 4]],\n\n       [[5, 6],\n        [7, 8]]])": CUBE,
    "[[[[1 2]\n   [3 4]]\n\n  [[5 6]\n   [7 8]]]]": CUBE,
}

AMBIGUOUS: dict[str, AnswerType] = {
    "0,5": Vector(),
    "1.234,5": Vector(),
    "1,000; 2": Vector(),
    "1,234.5": Vector(),
    "100,200,300": Vector(),
    "1 000": Vector(),
    "[1,000,000]": Vector(),
    "[1, 2,3]": Vector(),
    "[0,5]": Vector(decimals=3),
    "0,5; 1,5": Matrix(),
    "[0,5; 1,5]": Matrix(decimals=1),
}

HOPELESS: dict[str, tuple[AnswerType, str]] = {
    "": (Vector(), "nothing was written"),
    "[]": (
        Vector(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "1,,2": (
        Vector(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "1;;2": (
        Matrix(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "||": (
        Matrix(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "[1 2": (
        Vector(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "[1 2; 3 4": (
        Matrix(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "1 2]": (
        Vector(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "[1, 2)": (
        Vector(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "3*[1, 2]": (
        Vector(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "[[1 2], 3]": (
        Matrix(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "1 1/2, 2": (
        Vector(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "1½ 2": (
        Vector(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "1 2; 3 4": (
        Vector(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "[[1, 2], [3, 4]]": (Vector(), "size 2 × 2 is not a list of numbers; write for example 1, 2, 3"),
    "[1 ... 3]": (
        Vector(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "[1, x]": (
        Vector(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "[exit(), 2]": (
        Vector(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "1 2; 3": (Matrix(), "row 2 has 1 number, row 1 has 2 numbers"),
    "[[1, 2], [3, 4], [5]]": (Matrix(), "row 3 has 1 number"),
    "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]": (Matrix(), "size 2 × 2 × 2 is not a matrix"),
    "1 2": (Tensor(), "not an array of rank 3"),
    "[" * 10_000: (
        Tensor(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
    "[" * 5000 + "]" * 5000: (
        Matrix(),
        "could not be interpreted|is incomplete|does not close|outside the brackets|is not a list|longer number",
    ),
}


@pytest.mark.parametrize(("text", "value"), VECTOR.items())
def test_a_vector_is_read_as_students_write_it(text: str, value: Array) -> None:
    assert Vector().read(text).value == value


@pytest.mark.parametrize(("text", "value"), MATRIX.items())
def test_a_matrix_is_read_as_students_write_it(text: str, value: Array) -> None:
    assert Matrix().read(text).value == value


@pytest.mark.parametrize(("text", "value"), TENSOR.items())
def test_a_tensor_is_read_from_nested_brackets(text: str, value: Array) -> None:
    assert Tensor().read(text).value == value


@pytest.mark.parametrize(("text", "kind"), AMBIGUOUS.items())
def test_a_comma_that_may_be_a_decimal_mark_or_a_separator_is_refused(text: str, kind: AnswerType) -> None:
    with pytest.raises(Unreadable, match=r"could be .*; write|longer number; write|beside brackets; write"):
        kind.read(text)


@pytest.mark.parametrize(("text", "case"), HOPELESS.items())
def test_what_is_no_array_is_refused_with_a_reason(text: str, case: tuple[AnswerType, str]) -> None:
    kind, reason = case
    with pytest.raises(Unreadable, match=reason) as refusal:
        kind.read(text)
    assert "write" in str(refusal.value)


def test_what_was_read_is_said_with_its_size() -> None:
    assert Vector().read("[0.5, 1/3]").said == "2 numbers: 0.5, 1/3"
    assert Vector().read("[[1 2 3]]").said == "3 numbers: 1, 2, 3 (written as 1 × 3)"
    assert Vector().read("[[1]\n [2]]").said == "2 numbers: 1, 2 (written as 2 × 1)"
    assert Matrix().read("1 2\n3 4").said == "2 × 2 matrix: 1 2; 3 4"
    assert Matrix().read("1 2 3 4").said == "1 × 4 matrix: 1 2 3 4"
    assert Matrix().read("[[[[1.]\n   [2.]]]]").said == "1 × 2 matrix: 1 2 (written as 1 × 1 × 2 × 1)"
    assert Tensor().read("[[[1 2]]]").said == "1 × 1 × 2 array: [[[1 2]]]"


def test_with_decimals_one_unit_in_the_last_place_is_forgiven() -> None:
    assert Vector(decimals=2).tolerance == 0.01
    comparison = Vector(decimals=2).compare((0.33, 0.67, 0.5), (Fraction(1, 3), 0.68, 0.52))
    assert comparison.cells == (True, True, False)


def test_without_decimals_numbers_worked_out_by_hand_must_be_exact() -> None:
    assert Matrix().compare(((1, Fraction(5, 2)),), ((1, 2.5),)).right
    assert not Matrix().compare(((1, 2),), ((1, 2.5),)).right
    assert Vector().compare((Fraction(1, 3),), (1 / 3,)).right
    assert not Vector().compare((0.333,), (1 / 3,)).right
    assert not Vector().compare((10**9 + 1,), (10**9,)).right


def test_another_size_is_wrong_and_has_no_cells() -> None:
    assert Vector().compare((1, 2), (1, 2, 3)).cells == ()
    assert not Matrix().compare(((1, 2, 3, 4),), SQUARE).right


@pytest.mark.parametrize(
    ("kind", "reported", "fitted"),
    [
        (Vector(), ((1.0, 2.0),), (1, 2)),
        (Vector(), (((7.0,),),), (7,)),
        (Matrix(), (((1.0,), (2.0,)), ((3.0,), (4.0,))), SQUARE),
        (Matrix(), ((((1.0,), (2.0,)), ((3.0,), (4.0,))),), SQUARE),
        (Matrix(), (((5.0,),),), ((5,),)),
        (Matrix(), (((1.0,), (2.0,), (3.0,)),), ((1, 2, 3),)),
        (Matrix(), (((1.0, 2.0),),), ((1, 2),)),
        (Tensor(), (CUBE,), CUBE),
        (Vector(decimals=3), (0.5, 1 - 1e-12), (0.5, 1)),
    ],
)
def test_axes_of_length_one_are_dropped_from_what_a_witness_reports(
    kind: AnswerType, reported: Array, fitted: Array
) -> None:
    assert kind.fit(reported) == fitted
    assert repr(kind.fit(reported)) == repr(fitted)


@pytest.mark.parametrize(
    ("kind", "reported"), [(Vector(), 1.0), (Vector(), SQUARE), (Matrix(), (1, 2)), (Matrix(), CUBE)]
)
def test_a_witness_that_reports_another_rank_makes_the_question_wrong(kind: AnswerType, reported: Array) -> None:
    with pytest.raises(ValueError, match="rank"):
        kind.fit(reported)


def test_the_batch_axis_goes_where_another_axis_in_the_middle_has_length_1_too() -> None:
    assert Tensor().read("[[[[1 2 3]] [[4 5 6]]]]").value == (((1, 2, 3),), ((4, 5, 6),))
    assert Tensor().read("[[[[1 2 3]]] [[[4 5 6]]]]").value == (((1, 2, 3),), ((4, 5, 6),))


def test_lines_that_are_counted_in_brackets_are_rows_and_not_the_output_of_r() -> None:
    assert Matrix().read("[1] 5\n[2] 6").value == ((5,), (6,))


def test_arrays_are_written_as_a_student_would_type_them() -> None:
    assert Vector(decimals=3).write((0.1, Fraction(1, 3))) == "0.100, 0.333"
    assert Vector().write((2.5, Fraction(1, 3), -0.0)) == "2.5, 1/3, 0"
    assert Matrix().write(SQUARE) == "1 2; 3 4"
    assert Tensor().write(CUBE) == "[[[1 2] [3 4]] [[5 6] [7 8]]]"


def test_arrays_are_matrices_in_tex_and_a_tensor_is_one_matrix_per_channel() -> None:
    assert Vector(decimals=1).tex((0.12, -0.01)) == r"\begin{bmatrix} 0.1 & 0.0 \end{bmatrix}"
    assert Vector().tex((Fraction(-1, 3), 24_883)) == r"\begin{bmatrix} -\frac{1}{3} & 24{,}883 \end{bmatrix}"
    assert Matrix().tex(SQUARE) == r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"
    assert Tensor().tex(CUBE) == (
        r"\begin{bmatrix} 1 & 3 \\ 5 & 7 \end{bmatrix}_{:,:,0},\quad \begin{bmatrix} 2 & 4 \\ 6 & 8 \end{bmatrix}_{:,:,1}"
    )


def test_the_hint_shows_the_decimals() -> None:
    assert Vector(decimals=2).hint == "a list of numbers to 2 decimals, for example 0.13, 0.25, 0.38"
    assert Matrix().hint == "a matrix, for example 1 2; 3 4"


def test_a_decimal_comma_beside_it_settles_what_a_comma_means() -> None:
    assert Vector(decimals=3).read("0,079; 1,346; -2,5").value == (0.079, 1.346, -2.5)
    with pytest.raises(Unreadable):
        Vector(decimals=3).read("1,079; 1,346")
