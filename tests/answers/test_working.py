"""Working that a student writes before a result: it is true and comes to it, or a person decides; and it ends with what was asked for."""

from __future__ import annotations

import pytest

from examgen.answers import AnswerType, Doubtful, Integer, Matrix, Real, Shape, Unreadable, Vector, symbols_in
from examgen.judge import read_answer

VECTOR, REAL, SHAPE = Vector(decimals=2), Real(decimals=3), Shape(rank=3)


@pytest.mark.parametrize(
    ("kind", "true", "untrue", "value"),
    [
        (VECTOR, "1*1 = 1, 2*2 = 4, so [1, 4]", "1*1 = 1, 2*2 = 4, so [1, 5]", (1, 4)),
        (VECTOR, "1*1 = 1\n2*2 = 4\n(1, 4)", "1*1 = 1\n2*2 = 5\n(1, 4)", (1, 4)),
        (VECTOR, "1*2 = 2, 2+3 = 5, 2*2 = 4, so [5, 4]", "1*2 = 2, 2+3 = 5, 2*2 = 4, so [5, 6]", (5, 4)),
        (VECTOR, "h1 = 1*2+3 = 5, h2 = 2*2+1 = 5", "h1 = 1*2+3 = 5, h2 = 2*2+1 = 6", (5, 5)),
        (VECTOR, "h1 = 0,5*3 = 1,5; h2 = 0,25*2 = 0,5", "h1 = 0,5*3 = 1,5; h2 = 0,25*2 = 0,8", (1.5, 0.5)),
        (VECTOR, "h1 = 1, h2 = 2, h = [1, 2]", "h1 = 1, h2 = 2, h = [1, 3]", (1, 2)),
        (VECTOR, "[1, 2] + [3, 4] = [4, 6]", "[1, 2] + [3, 4] = [4, 7]", (4, 6)),
        (
            VECTOR,
            "[0.5, -0.3] - 0.1*[0.2, 0.1] = [0.48, -0.31]",
            "[0.5, -0.3] - 0.1*[0.2, 0.1] = [0.48, -0.41]",
            (0.48, -0.31),
        ),
        (VECTOR, "[1*2+3, 2*2+1] = [5, 5]", "[1*2+3, 2*2+1] = [5, 6]", (5, 5)),
        (VECTOR, "[0.1234, 0.5] ≈ [0.12, 0.5]", "[0.1234, 0.5] ≈ [0.13, 0.5]", (0.12, 0.5)),
        (Matrix(), "2*[[1, 2], [3, 4]] = [[2, 4], [6, 8]]", "2*[[1, 2], [3, 4]] = [[2, 4], [6, 9]]", ((2, 4), (6, 8))),
        (SHAPE, "28 - 5 + 1 = 24, so 24 x 24 x 6", "28 - 5 + 1 = 24, so 25 x 25 x 6", (24, 24, 6)),
        (SHAPE, "(28-5)/2+1 = 12, so 12 x 12 x 6", "(28-5)/2+1 = 14, so 14 x 14 x 6", (12, 12, 6)),
        (SHAPE, "(28-5+1, 28-5+1, 6) = (24, 24, 6)", "(28-5+1, 28-5+1, 6) = (25, 25, 6)", (24, 24, 6)),
        (SHAPE, "H = 28-5+1 = 24, W = 24, C = 6", "H = 28-5+1 = 23, W = 24, C = 6", (24, 24, 6)),
    ],
)
def test_working_that_is_untrue_leaves_its_result_to_a_person(
    kind: AnswerType, true: str, untrue: str, value: object
) -> None:
    assert kind.read(true).value == value
    with pytest.raises(Unreadable, match="working"):
        kind.read(untrue)


@pytest.mark.parametrize(
    "text",
    [
        "a(1) = 1.28 and a(2) = 1.15 and a(3) = -1.48",
        "s_{1} = 1.28 s_{2} = 1.15 s_{3} = -1.48",
        "x_1 = 1.28 x_2 = 1.15 x_3 = -1.48",
    ],
)
def test_a_value_is_not_taken_for_the_working_of_the_next(text: str) -> None:
    assert VECTOR.read(text).value == (1.28, 1.15, -1.48)


@pytest.mark.parametrize("text", ["h1 = h2 = 0.5", "h1 and h2 are 0.5", "h_i = 0.5", "0.5, 0.5, same"])
def test_one_number_for_several_is_not_read_as_one(text: str) -> None:
    with pytest.raises(Unreadable):
        VECTOR.read(text)


def test_columns_with_labels_are_not_read_as_rows() -> None:
    with pytest.raises(Unreadable, match="column"):
        Matrix().read("col 1: 1 3\ncol 2: 2 4")


@pytest.mark.parametrize("text", ["417.84 px", "417 parameters", "417 layers"])
def test_a_count_is_no_number_of_megabytes(text: str) -> None:
    with pytest.raises(Unreadable, match="unit"):
        Real(decimals=2, unit="MB").read(text)


def test_a_word_for_a_number_is_no_label() -> None:
    with pytest.raises(Unreadable, match="four"):
        Integer().read("four: 5")


@pytest.mark.parametrize(
    ("ask", "symbols"),
    [
        ("Compute the loss $L$.", ("l",)),
        (r"Compute $\frac{\partial L}{\partial w_h}$.", ("dl/dwh",)),
        (r"Compute $c_{ {{- steps -}} }$.", ("ct",)),
        ("Compute the output of max pooling for $x$.", ()),
        ("What is the accuracy?", ()),
    ],
)
def test_an_ask_names_its_symbol(ask: str, symbols: tuple[str, ...]) -> None:
    assert symbols_in(ask) == symbols


@pytest.mark.parametrize(
    ("kind", "text", "ask", "outcome"),
    [
        (REAL, "z = 0.5, a = sigmoid(0.5) = 0.62", "Compute $a$.", "read"),
        (REAL, "z = 0.5, a = sigmoid(0.5) = 0.62", "Compute $z$.", "doubtful"),
        (REAL, "z = 0.5, a = sigmoid(0.5) = 0.62", "Compute $h$.", "doubtful"),
        (REAL, "z = 0.5, a = sigmoid(0.5) = 0.62", "Compute the pre-activation.", "doubtful"),
        (REAL, "a = 0.62", "Compute $z$.", "read"),
        (REAL, "h1 = 1*2 = 2, h2 = 2*3 = 6", "Compute $h_2$.", "read"),
        (REAL, "h1 = 1*2 = 2, h2 = 2*3 = 6", "Compute $h_1$.", "doubtful"),
        (REAL, "W: 27, b: 1, total: 28", "How many?", "read"),
        (Integer(), "n = 28, f = 5, n_out = 28 - 5 + 1 = 24", "What is the output size?", "read"),
        (REAL, "dL/dw = 0.5, dL/db = 0.5*2 = 1", r"Compute $\frac{\partial L}{\partial w}$.", "doubtful"),
        (VECTOR, "z = [1, -2], a = relu(z) = [1, 0]", "Compute $a$.", "read"),
        (VECTOR, "z = [1, -2], a = relu(z) = [1, 0]", "Compute the pre-activations $z$.", "doubtful"),
        (VECTOR, "h1 = 1, h2 = 2", "Compute $h$.", "read"),
    ],
)
def test_of_several_named_values_the_last_is_read_only_if_it_was_asked_for(
    kind: AnswerType, text: str, ask: str, outcome: str
) -> None:
    assert read_answer(kind, text, ask=ask).outcome == outcome
    assert kind.read(text)
    if outcome == "doubtful":
        with pytest.raises(Doubtful, match="several values"):
            kind.read(text, asked=symbols_in(ask))
