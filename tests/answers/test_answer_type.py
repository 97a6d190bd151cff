"""What holds for every answer kind, whatever is typed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examgen.answers import (
    AnswerType,
    Choice,
    Choices,
    Comparison,
    Integer,
    LayerDesign,
    Matching,
    Matrix,
    Ordering,
    Reading,
    Real,
    Shape,
    Tensor,
    Unreadable,
    Vector,
)
from examgen.arrays import Array, spelled

KINDS: tuple[AnswerType, ...] = (
    Integer(),
    Real(),
    Real(decimals=0),
    Shape(),
    Vector(),
    Vector(decimals=3),
    Matrix(),
    Matrix(decimals=2),
    Tensor(),
    Choice(options=("28", "$x^2$", "ReLU")),
    Choices(options=("28", "$x^2$", "ReLU")),
    Matching(items=("28", "$x^2$", "ReLU"), options=("one", "two", "three", "four")),
    Ordering(items=("28", "$x^2$", "ReLU")),
    LayerDesign(input_shape=(28, 28, 3), output_shape=(10,), max_layers=3),
)
ARRAYS: tuple[Callable[[int], AnswerType], ...] = (Vector, Matrix, Tensor)

HOSTILE = (
    *("[", "]", "(", "()", "[1],", "[[", "1", "1,", ",1", "1 ", "1;", "1\n", "1\t", "1/", "1e", "1.", ". ", " ,", ", "),
    *(
        "-",
        "+-",
        "½",
        "½ ",
        "⁻³",
        "10^(",
        "10^",
        "×",
        "x",
        "1x",
        "%",
        "=",
        ":",
        "a=",
        "h1 = ",
        "a ",
        "a,",
        "b) ",
        "is ",
        "same ",
        ", same",
    ),
    *(
        "answer ",
        "as before ",
        "the answer is ",
        "\\",
        "\\\\",
        "\\frac{1}{2}",
        "\\frac{",
        "\\begin{bmatrix}",
        "\\left",
        "{,}",
        "$",
    ),
    *("&", "|", "1&", "1|", "np.float64(", "array(", "<tf.Tensor", "numpy=", ", dtype=", ",shape=(", "shape=("),
    *(
        "None,",
        "\u200b",
        "\x00",
        "1'000",
        "1.000,",
        "0,5 ",
        "1b",
        "1b ",
        "1-",
        "b>",
        "a and ",
        "a -> ",
        "none ",
        "Dense(3),",
    ),
)

numbers = st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6) | st.fractions(-1000, 1000, max_denominator=99)
by_hand = st.integers(-(10**9), 10**9) | st.integers(-9999, 9999).map(lambda n: n / 8) | st.fractions(-9, 9)


@st.composite
def grids(draw: st.DrawFn, rank: int, cells: st.SearchStrategy[int | float | Fraction]) -> Array:
    value: st.SearchStrategy[Array] = cells
    for _ in range(rank):
        length = draw(st.integers(1, 4))
        value = st.lists(value, min_size=length, max_size=length).map(tuple)
    return draw(value)


answers: st.SearchStrategy[tuple[AnswerType, Array]] = st.one_of(
    st.tuples(st.just(Integer()), st.integers() | st.integers(-9999, 9999).map(lambda n: n / 8)),
    st.tuples(st.integers(0, 6).map(Real), numbers),
    st.tuples(st.just(Shape()), st.lists(st.integers(1, 10**9), min_size=1, max_size=5).map(tuple)),
    st.tuples(st.just(Choice(options=tuple("vwxyz"))), st.integers(0, 4)),
    st.tuples(st.just(Choices(options=tuple("vwxyz"))), st.tuples(*[st.integers(0, 1)] * 5)),
    st.tuples(st.just(Matching(items=tuple("uvw"), options=tuple("xyz"))), st.tuples(*[st.integers(0, 2)] * 3)),
    st.tuples(st.just(Ordering(items=tuple("vwxyz"))), st.permutations(range(5)).map(tuple)),
    st.tuples(
        st.just(LayerDesign(input_shape=(28, 28, 3), max_parameters=500)),
        st.sampled_from(("Dense(3)", "Flatten(), Dense(10)", 'Bidirectional(LSTM(8), merge_mode="sum")')).map(spelled),
    ),
    *(
        st.tuples(st.just(kind(decimals)), grids(rank, numbers if decimals else by_hand))
        for rank, kind in enumerate(ARRAYS, start=1)
        for decimals in (0, 1, 3, 6)
    ),
)

typed = st.text(alphabet="0123456789 .,;:'_/%+-−×*^eExX()[]{}=\n\t|&hNone\\½²⁻\u202f", max_size=30)
pieces = st.lists(st.sampled_from(HOSTILE), max_size=12).map("".join)


def attempt(kind: AnswerType, text: str) -> Reading | str:
    try:
        return kind.read(text)
    except Unreadable as refusal:
        return str(refusal)


@given(answers)
def test_what_a_kind_writes_it_reads_back_as_right(answer: tuple[AnswerType, Array]) -> None:
    kind, value = answer
    reading = kind.read(kind.write(value))
    assert kind.compare(reading.value, value).right
    assert kind.tex(value)


@given(st.sampled_from(KINDS), typed | pieces | st.text(max_size=20))
def test_whatever_is_typed_is_read_and_said_or_refused_with_a_reason(kind: AnswerType, text: str) -> None:
    reading = attempt(kind, text)
    if isinstance(reading, str):
        assert "write" in reading
        assert reading.isprintable()
    else:
        assert reading.said.isprintable()
        assert kind.compare(reading.value, reading.value).right
        assert kind.compare(kind.read(kind.write(reading.value)).value, reading.value).right or isinstance(
            kind, Integer
        )
        assert isinstance(hash(reading), int)


@given(st.sampled_from(KINDS), typed | pieces)
def test_what_is_said_is_read_as_the_same_value(kind: AnswerType, text: str) -> None:
    reading = attempt(kind, text)
    if not isinstance(reading, str):
        assert kind.read(reading.said).value == reading.value


NUMERIC: tuple[AnswerType, ...] = (
    Integer(),
    Real(),
    Vector(),
    Vector(decimals=2),
    Matrix(),
    Matrix(decimals=2),
    Tensor(),
)
arranged = st.lists(
    st.sampled_from((*"123456789", ", ", ",", ".", "; ", ";", " ", "\n", "\t", "|", "-", "- ", "[", "]", "(", ")", "[[", "]]", "&", "'")),
    max_size=14,
).map("".join)  # fmt: skip


@given(st.sampled_from(NUMERIC), arranged)
def test_no_digit_and_no_sign_of_a_text_is_lost(kind: AnswerType, text: str) -> None:
    reading = attempt(kind, text)
    if isinstance(reading, str) or re.match(
        r"\s*[\[(]?\d+[.)\]]", text
    ):  # a text that begins with the number of a line
        return
    said = reading.said.partition(" (written")[0].rpartition(":")[2]
    assert re.sub(r"[^1-9]", "", said) == re.sub(r"[^1-9]", "", text)
    assert said.count("-") == text.count("-")


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_hostile_text_takes_no_time(kind: AnswerType) -> None:
    for piece in HOSTILE:
        text = (piece * 10_000)[:10_000]
        for hostile in (text, "1 " + text[:-4] + "a]", "[" + text[:-2] + "]"):
            start = time.thread_time()
            attempt(kind, hostile)
            assert time.thread_time() - start < 2, f"{kind} took long over {piece!r} repeated"


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_kind_is_a_plain_value_that_tells_how_to_answer(kind: AnswerType) -> None:
    assert {kind, replace(kind)} == {kind}
    assert kind.blank in {"line", "grid", "options"}
    assert kind.name == type(kind).__name__.lower()
    for example in re.split("[;,] or ", kind.hint.rpartition("for example ")[2]):  # one tick, or none; one axis
        assert kind.read(example.partition(" if ")[0]).said


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_nothing_and_far_too_much_are_refused_by_every_kind(kind: AnswerType) -> None:
    for text in ("", " \n", "1" * 10_001):
        with pytest.raises(Unreadable, match="write"):
            kind.read(text)


def test_a_comparison_is_right_only_if_every_cell_is() -> None:
    assert Comparison(cells=(True, True)).right
    assert not Comparison(cells=(True, False)).right
    assert not Comparison(cells=()).right
