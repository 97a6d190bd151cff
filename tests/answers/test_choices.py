"""Choices: several of several options."""

from __future__ import annotations

import pytest

from examgen.answers import Choices, Comparison, Unreadable
from examgen.judge import Rules

CHOICES = Choices(options=("It has weights.", "It has a stride.", "$x^2$", "It is linear."))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a, c",
            "a,c",
            "ac",
            "a c",
            "a and c",
            "A, C",
            "c, a",
            "(a) (c)",
            "(a), (c)",
            "a) c)",
            "a. c.",
            "a; c",
            "a & c",
        ),
        *("a/c", "a\nc", "[a, c]", "{a, c}", "a, c.", "answers: a, c", "the answers are a and c", "Options a and c"),
    ],
)
def test_options_are_named_by_their_letters_in_any_order(text: str) -> None:
    reading = CHOICES.read(text)
    assert reading.value == (1, 0, 1, 0)
    assert reading.said == "ticked: a, c; left: b, d"


@pytest.mark.parametrize("text", ["none", "None", "none of them", "none of the above", "None are true", "answer: none"])
def test_none_is_an_answer(text: str) -> None:
    assert CHOICES.read(text).value == (0, 0, 0, 0)
    assert CHOICES.read("all").value == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing was written"),
        ("()", "could not be interpreted"),
        ("e", "'e' is not one of the letters a to d"),
        ("a, e", "'e' is not one of the letters"),
        ("a or c", "could not be interpreted"),
        ("a-c", "could not be interpreted"),
        ("ab c", "could not be interpreted"),
        ("1, 3", "could not be interpreted"),
        ("a, a", "names a twice"),
        ("а, c", "could not be interpreted"),  # a Cyrillic letter
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as refusal:
        CHOICES.read(text)
    assert "write" in str(refusal.value)


def test_each_option_rightly_ticked_or_rightly_left_is_a_cell() -> None:
    key = (1, 0, 1, 0)
    assert CHOICES.compare(key, key).right
    assert CHOICES.compare((1, 1, 1, 0), key) == Comparison((True, False, True, True))
    assert CHOICES.compare((0, 1, 0, 1), key) == Comparison((False,) * 4)
    assert CHOICES.cell == "option"


def test_ticking_all_or_none_earns_nothing_but_where_it_is_right() -> None:
    worth = Rules().worth
    assert worth(CHOICES.compare((1, 1, 1, 1), (1, 0, 1, 1))) == ("wrong", 0)
    assert worth(CHOICES.compare((0, 0, 0, 0), (1, 0, 0, 0))) == ("wrong", 0)
    assert worth(CHOICES.compare((1, 1, 1, 1), (1, 1, 1, 1))) == ("right", 1)
    assert worth(CHOICES.compare((0, 0, 0, 0), (0, 0, 0, 0))) == ("right", 1)


def test_the_value_is_a_tick_for_each_option() -> None:
    assert CHOICES.fit((1.0, 0.0, 1.0, 0.0)) == (1, 0, 1, 0)
    assert CHOICES.write((1, 0, 1, 0)) == "a, c"
    assert CHOICES.write((0, 0, 0, 0)) == "none"
    assert CHOICES.tex((0, 1, 1, 0)) == r"\text{b, c}"
    for wrong in ((1, 0, 1), (1, 0, 2, 0), 1, (0.5, 0, 0, 0)):
        with pytest.raises(ValueError, match="expected"):
            CHOICES.fit(wrong)


@pytest.mark.parametrize("options", [(), ("one",), ("same", "same"), ("a text", " "), tuple(map(str, range(13)))])
def test_options_that_make_no_choice_are_refused(options: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="expected"):
        Choices(options=options)
