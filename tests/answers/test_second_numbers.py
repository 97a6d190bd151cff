"""A text that speaks of more than its last number is read as a whole, or goes to a person."""

from __future__ import annotations

import pytest

from examgen.answers import AnswerType, Choice, Choices, Doubtful, Integer, Matrix, Real, Shape, Unreadable, Vector
from examgen.answers.fitting import number


@pytest.mark.parametrize("text", ["all three are 0.5", "each is 0.5", "jeweils 0,5"])
def test_one_number_for_several_is_no_list_of_one(text: str) -> None:
    with pytest.raises(Unreadable):
        Vector(decimals=2).read(text)


@pytest.mark.parametrize(
    "text",
    [
        "the shape stays at 19 x 19 and depth becomes 21",
        "stays at 19 x 19 and depth = 21",
        "the 19 x 19 map has depth 21",
    ],
)
def test_a_depth_behind_a_sentence_with_sizes_is_not_the_whole_shape(text: str) -> None:
    with pytest.raises(Unreadable, match="more than a shape"):
        Shape().read(text)


def test_a_letter_added_behind_a_reason_is_not_lost() -> None:
    with pytest.raises(Unreadable):
        Choices(("x0", "x1", "x2")).read("I tick b, because LSTMs have gates, and also a")


@pytest.mark.parametrize(
    ("text", "value"),
    [("7.389/11.107 = 0.665", 0.665), ("0.14/3 = 0.0467", 0.0467), ("2/3 = 0.667", 2 / 3), ("0.667 = 2/3", 2 / 3)],
)
def test_a_quotient_of_rounded_numbers_is_what_the_student_says_it_comes_to(text: str, value: float) -> None:
    read = number(Real(decimals=4).read(text).value)
    assert float(read) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("text", ["(1, 62, 62, 24)", "torch.Size([1, 20, 11, 11])"])
def test_a_batch_of_one_before_a_shape_goes_to_a_person(text: str) -> None:
    with pytest.raises(Doubtful, match="batch axis"):
        Shape().read(text, expected=(28, 28, 6))
    assert len(Shape().read(text, expected=(1, 1, 6, 16)).value) == 4  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["about 60k", "roughly 1.8 million"])
def test_a_count_that_is_said_to_be_rounded_goes_to_a_person(text: str) -> None:
    with pytest.raises(Unreadable, match="rounded"):
        Integer().read(text)
    assert Integer().read("60k").value == 60_000


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Integer(), "34 no wait 33. final answer: 33", 33),
        (Integer(), "one hundred and five", 105),
        (Integer(), "61.7k params, exactly 61,706", 61706),
        (Shape(), "stride 2 halves it, so 16x16 and 20 filters -> (16,16,20)", (16, 16, 20)),
        (Choice(("28", "26", "24", "30")), "32-7+1 = 26 so it must be b", 1),
        (Choice(("28", "26", "24", "30")), "not a, but b", 1),
        (Matrix(), "top left 3, top right 1, bottom left 0, bottom right 4", ((3, 1), (0, 4))),
    ],
)
def test_what_is_said_last_and_for_certain_is_the_answer(kind: AnswerType, text: str, value: object) -> None:
    assert kind.read(text).value == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Real(), "it is negative, exactly 0.35"),
        (Integer(), "maybe 5, exactly 6"),
        (Integer(), "it is not exactly 7"),
        (Choice(("28", "26", "24", "30")), "b, no c"),
        (Choice(("28", "26", "24", "30")), "not a, b"),
        (Real(decimals=1, unit="%"), "80 % are correct (3/10)"),
        (Choice(("28", "26", "24", "30")), "not a, but a"),
        (Shape(), "28x28x6 -> 14x14x6"),
    ],
)
def test_a_correction_that_is_not_certain_goes_to_a_person(kind: AnswerType, text: str) -> None:
    with pytest.raises(Unreadable):
        kind.read(text)
