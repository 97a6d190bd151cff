"""How numbers may be laid out: lists, tables, brackets and labels, by a few answers each."""

from __future__ import annotations

from typing import Any

import pytest

from examgen.answers import AnswerType, Doubtful, Matrix, Tensor, Unreadable, Vector

ROW, DECIMALS, GRID, BLOCK = Vector(), Vector(decimals=2), Matrix(), Tensor()
SQUARE, CUBE = ((1, 2), (3, 4)), (((1, 2), (3, 4)), ((5, 6), (7, 8)))

READ: tuple[tuple[AnswerType, str, Any], ...] = (
    # labels that count, and one of the whole
    (ROW, "h = 1, 2", (1, 2)),
    (ROW, "h1 = 1, h2 = 2", (1, 2)),
    (ROW, "h1 = 1, 2", (1, 2)),
    (ROW, "h_1=1; h_2=2; h_3=3", (1, 2, 3)),
    (ROW, "a = 1, b = 2", (1, 2)),
    (ROW, "b=1, c=2", (1, 2)),
    (ROW, "x: 1, 2", (1, 2)),
    (ROW, "① 1 ② 2", (1, 2)),
    (ROW, "y₁ = 1, y₂ = 2", (1, 2)),
    (ROW, "y₀ = 1, y₁ = 2", (1, 2)),
    (ROW, "z[0] = 1, z[1] = 2", (1, 2)),
    (ROW, "first: 1, second: 2", (1, 2)),
    (ROW, "1st: 5, 2nd: 6", (5, 6)),
    (GRID, "row 1: 1 2\nrow 2: 3 4", SQUARE),
    (GRID, "row 1: 1 2; row 2: 3 4", SQUARE),
    (GRID, "first row: 1 2\nsecond row: 3 4", SQUARE),
    (GRID, "1. Zeile: 1 2\n2. Zeile: 3 4", SQUARE),
    (GRID, "row 1: [1,2]\nrow 2: [3,4]", SQUARE),
    (GRID, "r1 = [1,2], r2 = [3,4]", SQUARE),
    (GRID, "row 1: 1 2", ((1, 2),)),
    (GRID, "A: row 1: 1 2; row 2: 3 4", SQUARE),
    (ROW, "result: h1 = 1, h2 = 2", (1, 2)),
    # entries by their indices, in any order
    (GRID, "y11 = 1, y12 = 2, y21 = 3, y22 = 4", SQUARE),
    (GRID, "y22 = 4, y21 = 3, y12 = 2, y11 = 1", SQUARE),
    (GRID, "y00 = 1, y01 = 2, y10 = 3, y11 = 4", SQUARE),
    (GRID, "y_{1,1} = 1, y_{1,2} = 2, y_{2,1} = 3, y_{2,2} = 4", SQUARE),
    (GRID, "y[0][0] = 1, y[0][1] = 2, y[1][0] = 3, y[1][1] = 4", SQUARE),
    (GRID, "y11=1, y12=2, y13=3, y21=4, y22=5, y23=6", ((1, 2, 3), (4, 5, 6))),
    (GRID, "y11 = 1, y12 = 2", ((1, 2),)),
    # bullets, numbers before lines, and what R and pandas print
    (ROW, "• 1\n• 2", (1, 2)),
    (ROW, "1) 5\n2) 6", (5, 6)),
    (ROW, "1. 5\n2. 6", (5, 6)),
    (ROW, "[1] 1 2 3\n[4] 4 5 6", (1, 2, 3, 4, 5, 6)),
    (ROW, "0  1\n1  2\ndtype: int64", (1, 2)),
    (ROW, "- 1\n2", (-1, 2)),
    (ROW, "0 1 2", (0, 1, 2)),
    (GRID, "0 1 2; 3 4 5", ((0, 1, 2), (3, 4, 5))),
    (DECIMALS, "0.5,1,0,2", (0.5, 1, 0, 2)),
    (DECIMALS, "-1,5,0,5", (-1, 5, 0, 5)),
    (ROW, "- -1\n- 2", (-1, 2)),
    (GRID, "1) 5 6\n2) 7 8", ((5, 6), (7, 8))),
    (GRID, "1. 5 6\n3. 7 8", ((1, 5, 6), (3, 7, 8))),
    (GRID, "1 5. 6\n2. 7 8", ((1, 5, 6), (2, 7, 8))),
    (GRID, "1. 5. 6\n2. 7 8", ((1, 5, 6), (2, 7, 8))),
    (GRID, "1. 5 6\n2. 7 8.", ((1, 5, 6), (2, 7, 8))),
    (GRID, "   0  1\n0  1  2\n1  3  4", SQUARE),
    # tables
    (GRID, "| 5 | 6 |\n|---|---|\n| 3 | 4 |", ((5, 6), (3, 4))),
    (GRID, "| 1 | 3 |\n|---|---|\n| 3 | 4 |", ((1, 3), (3, 4))),
    (GRID, "| -1 | 2 |\n|---|---|\n| 3 | 4 |", ((-1, 2), (3, 4))),
    (GRID, "| 1 | 2 |\n|---|---|", ((1, 2),)),
    # a size that is noted
    (GRID, "1 2; 3 4 (2x2)", SQUARE),
    (GRID, "1 2; 3 4  # (2, 2)", SQUARE),
    # brackets of every kind
    (ROW, "<1, 2>", (1, 2)),
    (ROW, r"\langle 1, 2 \rangle", (1, 2)),
    (ROW, r"\left( 1, 2 \right)", (1, 2)),
    (ROW, r"\{1, 2\}", (1, 2)),
    (ROW, "[1],[2]", (1, 2)),
    (ROW, "tf.Tensor([1 2], shape=(2,), dtype=int32)", (1, 2)),
    (ROW, "<tf.Tensor: shape=(2,), numpy=array([1, 2])>", (1, 2)),
    (GRID, r"\bmatrix{1 & 2 \\ 3 & 4}", SQUARE),
    (GRID, r"\begin{array}{cc}1 & 2 \\ 3 & 4\end{array}", SQUARE),
    (GRID, "tf.constant([[1, 2], [3, 4]])", SQUARE),
    (GRID, "[1 2] [3 4]", SQUARE),
    (GRID, "[1,2]; [3,4]", SQUARE),
    (GRID, "[1 2\n3 4]", SQUARE),
    # turned
    (ROW, "(1,2,3)^T", (1, 2, 3)),
    (GRID, "(1, 2)^T", ((1,), (2,))),
    (GRID, "[[1,2],[3,4]]^T", ((1, 3), (2, 4))),
    (GRID, "(1 2; 3 4)^T", ((1, 3), (2, 4))),
    # lines and semicolons
    (ROW, "1, 2,\n3, 4", (1, 2, 3, 4)),
    (ROW, "1\n2\n3", (1, 2, 3)),
    (ROW, "1;2\n3;4", (1, 2, 3, 4)),
    (ROW, "1 → 2 → 3", (1, 2, 3)),
    (ROW, "1 -2 3", (1, -2, 3)),
    (GRID, "1; 2\n3; 4", SQUARE),
    (GRID, "1 2;\n3 4", SQUARE),
    (GRID, "1, 2; 3, 4\n", SQUARE),
    (GRID, "[1, 2\n 3, 4]", SQUARE),
    # blocks, row by row
    (BLOCK, "[1,2] [3,4]\n[5,6] [7,8]", CUBE),
    (BLOCK, "(1,2), (3,4)\n(5,6), (7,8)", CUBE),
    (BLOCK, "[[1,2],[3,4]]\n[[5,6],[7,8]]", CUBE),
    (BLOCK, "[[1,2],[3,4]],\n[[5,6],[7,8]]", CUBE),
    (BLOCK, "row 1: [1,2], [3,4]\nrow 2: [5,6], [7,8]", CUBE),
    (BLOCK, "row 1: [[1,2], [3,4]]\nrow 2: [[5,6], [7,8]]", CUBE),
)

DOUBTFUL: tuple[tuple[AnswerType, str, tuple[Any, ...]], ...] = (
    (ROW, "- 1\n- 2", ((-1, -2), (1, 2))),
    (ROW, "- 1, 2", ((-1, 2), (1, 2))),
    (ROW, "[1,000 2,000]", ((1000, 2000), (1, 2))),
    (GRID, "- 1 2\n- 3 4", (((-1, 2), (-3, 4)), SQUARE)),
    (GRID, "1. 5 6\n2. 7 8", (((1, 5, 6), (2, 7, 8)), ((5, 6), (7, 8)))),
    (GRID, "| 1 | 2 |\n|---|---|\n| 3 | 4 |", (SQUARE, ((3, 4),))),
    (GRID, "| 0 | 1 |\n|---|---|\n| 3 | 4 |", (((0, 1), (3, 4)), ((3, 4),))),
)

REFUSED: tuple[tuple[AnswerType, str, str], ...] = (
    (ROW, "h1 = 1, h3 = 2", "the label 'h3 =' does not show which number is which"),
    (ROW, "a=1, c=2", "the label 'c=' does not show which number is which"),
    (ROW, "y₁ = 1, y₃ = 2", "the label 'y₃ =' does not show which number is which"),
    (ROW, "a1 = 1, b1 = 2", "the label 'b1 =' does not show which number is which"),
    (ROW, "a1 = 1, b2 = 2", "the label 'b2 =' does not show which number is which"),
    (GRID, "row 2: 1 2\nrow 1: 3 4", "the label 'row 1:' does not show which number is which"),
    (GRID, "row 1: 1 2\nrow 3: 3 4", "the label 'row 3:' does not show which number is which"),
    (GRID, "y11 = 1, y12 = 2, y21 = 3", "the label 'y12 =' does not show"),
    (GRID, "y11 = 1, y12 = 2, y21 = 3, y23 = 4", "the label 'y12 =' does not show"),
    (GRID, "y11 = 1, y12 = 2, y21 = 3, z22 = 4", "the label 'y12 =' does not show"),
    (GRID, "y11 = 1, y12 = 2, y11 = 3, y22 = 4", "the label 'y12 =' does not show"),
    (GRID, "y10=1, y11=2, y20=3, y21=4", "the label 'y11=' does not show"),
    (ROW, "• 1\n2", "the bullets or numbers before the lines are inconsistent"),
    (ROW, "[1] 1 2 3\n[5] 4 5 6", "the bullets or numbers before the lines are inconsistent"),
    (ROW, "1. 5\n3. 6", "an array of size 2 × 2 is not a list of numbers"),
    (ROW, "1, 2 (2x1)", "it states a size, but its numbers have the size 2"),
    (GRID, "1 2; 3 4 (2 x 3)", "it states a size, but its numbers have the size 2 × 2"),
    (GRID, "1 2; 3 4  # (2, 3)", "it states a size, but its numbers have the size 2 × 2"),
    (GRID, "   0  1\n1  1  2\n2  3  4", "row 2 has 3 numbers, row 1 has 2 numbers"),
    (ROW, "01, 2", "'01' could be the end of a longer number"),
    (ROW, "1 / 3, 2", "a slash may separate its rows or belong to a fraction"),
    (ROW, "1 / 3 2 / 3", "spaces separate its numbers and also occur within them"),
    (ROW, "1 - 2 3", "spaces separate its numbers and also occur within them"),
    (ROW, "1 → 2", "the arrow may mark a correction or separate two numbers"),
    (ROW, "[1, 2], 3", "some numbers are outside the brackets; write all numbers in brackets, or none"),
    (GRID, "[1 2] 3", "some numbers are outside the brackets"),
    (GRID, "1 2 [3 4]", "some numbers are outside the brackets"),
    (ROW, r"\left[ 1, 2 \right)", "the bracket ')' does not close '['"),
    (ROW, "[1, 2}", "the bracket '}' does not close '['"),
    (GRID, r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{bmatrix}", r"the bracket '\end{bmatrix}' does not close '\begin{pmatrix}'"),
    (GRID, "\\begin{bmatrix}1 & 2 \n 3 & 4\\end{bmatrix}", r"a row of the matrix does not end with \\"),
    (GRID, r"\begin{bmatrix}1 & 2 \\ 3\end{bmatrix}", "row 2 has 1 number, row 1 has 2 numbers"),
    (GRID, "1 2; 3 4\n5 6; 7 8", "its rows are separated by both line breaks and semicolons"),
    (GRID, "1 2; 3 4\n5 6", "its rows are separated by both line breaks and semicolons"),
    (GRID, "row 1: 1 2\n3 4", "only one row has the label 'row 1:'; write only the rows"),
    (ROW, "[a = 1, 2]", "only some numbers have the label 'a ='; write only the numbers"),
    (ROW, "h1 = 1, 2, h3 = 3", "the label 'h3 =' does not show which number is which"),
    (GRID, "1, 2\n3 4", "the numbers are separated differently in different rows"),
    (GRID, "1 2; 3 4; 5", "row 3 has 1 number, row 1 has 2 numbers"),
    (BLOCK, "filter 1: [[1 2] [3 4]]\nfilter 2: [[5 6] [7 8]]", "it may be written one filter after the other; write it row by row"),
)  # fmt: skip


def named(rows: tuple[tuple[AnswerType, str, Any], ...]) -> list[str]:
    return [f"{kind.name} {text!r:.50}" for kind, text, _ in rows]


@pytest.mark.parametrize(("kind", "text", "value"), READ, ids=named(READ))
def test_a_layout_that_is_clear_is_read(kind: AnswerType, text: str, value: object) -> None:
    assert kind.read(text).value == value


@pytest.mark.parametrize(("kind", "text", "values"), DOUBTFUL, ids=named(DOUBTFUL))
def test_a_layout_that_may_mean_two_things_is_doubtful(kind: AnswerType, text: str, values: tuple[Any, ...]) -> None:
    with pytest.raises(Doubtful) as doubt:
        kind.read(text)
    assert tuple(reading.value for reading in doubt.value.readings) == values


@pytest.mark.parametrize(("kind", "text", "why"), REFUSED, ids=named(REFUSED))
def test_a_layout_that_is_not_clear_is_refused_with_its_reason(kind: AnswerType, text: str, why: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        kind.read(text)
    assert why in str(refusal.value)
    assert not isinstance(refusal.value, Doubtful)


def test_another_size_than_the_arrays_is_said_as_it_was_written() -> None:
    assert ROW.read("(1,2,3)^T").said == "3 numbers: 1, 2, 3 (written as 3 × 1)"
    assert ROW.read("[1],[2]").said == "2 numbers: 1, 2 (written as 2 × 1)"
    assert ROW.read("h = (1, 2)").said == "2 numbers: 1, 2"
    assert GRID.read("tf.constant([[1, 2], [3, 4]])").said == "2 × 2 matrix: 1 2; 3 4"
    assert GRID.read("np.array(((1, 2), (3, 4)))").said == "2 × 2 matrix: 1 2; 3 4"
