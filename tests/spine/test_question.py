"""What every question has without a word of its own."""

from __future__ import annotations

from typing import ClassVar

import pytest
from pydantic import ValidationError

from examgen.question.fields import Grid, Row
from examgen.question.question import Question
from examgen.rendering.stem import in_words, sequence


class Layer(Question):
    axes: ClassVar = {"x": "features", "b": "units", "W": "features units", "c": "units", "names": "units"}
    x: Row
    b: Row
    W: Grid
    c: Row | None = None
    names: tuple[str, ...] = ("one", "two")

    @classmethod
    def draw(cls, d): ...

    def network(self): ...


FITTING = {"x": (1, 2, 3), "b": (0, 1), "W": ((1, 2), (3, 4), (5, 6))}


def test_axes_of_one_name_are_equally_long() -> None:
    assert Layer(**FITTING).c is None


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"W": ((1, 2), (3, 4))}, r"W must be 3 × 2 \(features × units\), got 2 × 2"),
        ({"c": (1, 2, 3)}, r"c must have 2 numbers \(units\), got 3"),
        ({"names": ("one",)}, r"names must have 2 entries \(units\), got 1"),
    ],
)
def test_an_axis_of_another_length_is_refused_with_its_name(changed, says) -> None:
    with pytest.raises(ValidationError, match=says):
        Layer(**FITTING | changed)


def test_a_sequence_is_named_step_by_step() -> None:
    assert sequence((1, -2)) == "$x_1 = 1$, $x_2 = -2$"
    assert sequence(((1, 2),)) == r"$x_1 = \begin{bmatrix} 1 & 2 \end{bmatrix}$"
    assert sequence((0,) * 10).endswith("$x_{10} = 0$")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  A set {x} in $\\frac{1}{2}$, 5 % and #7.\n", "A set {x} in $\\frac{1}{2}$, 5 % and #7."),
        ("{{ x | array }}", r"\begin{bmatrix} 1 & 2 & 3 \end{bmatrix}"),
        ("{% for b in names %}{{ b }} {% endfor %}{{ b | vector }}", r"one two \begin{bmatrix} 0 & 1 \end{bmatrix}"),
        ("{# nobody reads this #}x", "x"),
    ],
)
def test_a_sentence_has_the_numbers_of_a_variant_in_its_places_and_is_else_as_it_was_written(text, words) -> None:
    assert in_words(Layer(**FITTING), text) == words


class Checked(Layer):
    def check(self) -> None:
        if any(self.b):
            raise ValueError("b must be zeros")


class CheckedTwice(Checked):
    def check(self) -> None:
        if len(self.x) > 2:
            raise ValueError("x is too long")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"c": (1, 2, 3)}, "c must have 2 numbers"),
        ({}, "b must be zeros"),
        ({"b": (0, 0)}, "x is too long"),
    ],
)
def test_a_question_checks_its_axes_then_what_its_base_classes_check_then_its_own(given, says) -> None:
    with pytest.raises(ValidationError, match=says):
        CheckedTwice(**FITTING | given)
