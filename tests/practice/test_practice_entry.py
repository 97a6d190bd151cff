"""When an answer that is being typed is finished."""

from __future__ import annotations

import pytest

from examgen.answers import AnswerType, Integer, Matrix, Tensor, Vector
from examgen.practice.entry import TypedEntry, entry
from examgen.practice.reader import Typed, taken


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
    assert entry(kind, text) == TypedEntry()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Vector(), "[0.1 0.2"),
        (Matrix(), "1 2"),
        (Matrix(), "1 2\n3 4"),
        (Matrix(), "0,5 1\n-2 1/3"),
        (Matrix(), "1 2;"),
        (Matrix(), "1 2; 3 4;"),
        (Matrix(), "[[1 2]"),
        (Matrix(), "[[1, 2],\n"[:-1]),
        (Matrix(), r"\begin{bmatrix} 1 & 2 \\"),
    ],
)
def test_an_answer_that_may_go_on_wants_another_line(kind: AnswerType, text: str) -> None:
    assert entry(kind, text) == TypedEntry(more=True)


@pytest.mark.parametrize(
    ("text", "kept", "said"),
    [
        ("abc", "", "'abc'"),
        ("1 2\nx y", "1 2", "'x"),
        ("1 2\n3 4\n5 6 7", "1 2\n3 4", "this row has 3 values, but the first one has 2"),
        ("1 2\n3", "1 2", "this row has 1 value, but the first one has 2"),
    ],
)
def test_a_line_that_is_no_row_is_complained_of_at_once_and_the_rows_before_it_stay(
    text: str, kept: str, said: str
) -> None:
    found = entry(Matrix(), text)
    assert said in found.complaint
    assert found.kept == (kept and f"{kept}\n"), "the next row stands in a line of its own"


def test_a_hint_in_the_middle_of_an_answer_keeps_what_was_typed() -> None:
    def judge(text: str) -> TypedEntry:
        return entry(Matrix(), text)

    assert taken(judge, "1 2\n?") == Typed("?", kept="1 2\n")
    assert taken(judge, "1 2\n3 ?") == Typed("?", kept="1 2\n3")
    assert taken(judge, "1 2\nskip") == Typed("skip")
    assert taken(judge, "??") == Typed("??")
    assert taken(judge, "1 2\n3 4") is None


def test_who_does_not_know_is_not_asked_for_more_rows() -> None:
    assert entry(Matrix(), "I do not know") == TypedEntry()
