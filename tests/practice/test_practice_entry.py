"""When an answer that is being typed is finished."""

from __future__ import annotations

import pytest

from examgen.answers import AnswerType, Integer, Matrix, Tensor, Vector
from examgen.practice.entry import wants_more


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Integer(), "28"),
        (Integer(), ""),
        (Vector(), "1 2 3"),
        (Vector(), "[1, 2]"),
        (Matrix(), "1 2; 3 4"),
        (Matrix(), "[[1, 2], [3, 4]]"),
        (Matrix(), "[[1 2]\n [3 4]]"),
        (Matrix(), r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"),
        (Matrix(), "1 2\n3 4\n"),
        (Matrix(), ""),
        (Tensor(), "[[[1 2]]]"),
    ],
)
def test_a_whole_answer_wants_no_more(kind: AnswerType, text: str) -> None:
    assert not wants_more(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Vector(), "[0.1 0.2"),
        (Matrix(), "1 2"),
        (Matrix(), "1 2\n3 4"),
        (Matrix(), "1 2;"),
        (Matrix(), "1 2; 3 4;"),
        (Matrix(), "[[1 2]"),
        (Matrix(), "[[1, 2],\n"[:-1]),
        (Matrix(), r"\begin{bmatrix} 1 & 2 \\"),
    ],
)
def test_an_answer_that_may_go_on_wants_another_line(kind: AnswerType, text: str) -> None:
    assert wants_more(kind, text)
