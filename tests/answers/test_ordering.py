"""Ordering: items in an order."""

from __future__ import annotations

import pytest

from examgen.answers import Comparison, Ordering, Unreadable

STEPS = Ordering(items=("pool", "flatten", "convolve"))


@pytest.mark.parametrize(
    "text",
    [
        *("c a b", "cab", "c, a, b", "C A B", "c > a > b", "c>a>b", "c < a < b", "c -> a -> b", "c → a → b", "c; a; b"),
        *("(c) (a) (b)", "c) a) b)", "c\na\nb", "[c, a, b]", "order: c, a, b", "c - a - b", "c, a and b"),
    ],
)
def test_the_letters_stand_in_the_order_that_is_meant(text: str) -> None:
    reading = STEPS.read(text)
    assert reading.value == (2, 0, 1)
    assert reading.said == "c, then a, then b"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing was written"),
        ("c a", "leaves out b"),
        ("c a a b", "names a twice"),
        ("c a d", "'d' is not one of the letters a to c"),
        ("c > a < b", "contains signs in both directions"),
        ("3 1 2", "could not be interpreted"),
    ],
)
def test_what_is_no_order_of_all_items_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as refusal:
        STEPS.read(text)
    assert "write" in str(refusal.value)


def test_each_place_in_the_order_is_a_cell() -> None:
    assert STEPS.compare((2, 0, 1), (2, 0, 1)).right
    assert STEPS.compare((2, 1, 0), (2, 0, 1)) == Comparison((True, False, False))
    assert STEPS.cell == "place"


def test_the_value_is_the_items_from_first_to_last() -> None:
    assert STEPS.fit((2.0, 0.0, 1.0)) == (2, 0, 1)
    assert STEPS.write((2, 0, 1)) == "c a b"
    assert STEPS.tex((2, 0, 1)) == r"\text{c, a, b}"
    for wrong in ((2, 0), (2, 0, 0), (0, 1, 3), 1):
        with pytest.raises(ValueError, match="expected"):
            STEPS.fit(wrong)
