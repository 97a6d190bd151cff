"""Matching: an option for each item."""

from __future__ import annotations

import pytest

from examgen.answers import Comparison, Matching, Unreadable
from examgen.answers.matching import NOTHING
from examgen.judge import Rules

GATES = Matching(items=("forget", "input", "output"), options=("lets in", "keeps", "shows", "sums"))


@pytest.mark.parametrize(
    "text",
    [
        *("1b 2a 3c", "1b, 2a, 3c", "1b2a3c", "1-b, 2-a, 3-c", "1: b; 2: a; 3: c", "1) b 2) a 3) c", "1=b 2=a 3=c"),
        *(
            "(1) b (2) a (3) c",
            "1 -> b, 2 -> a, 3 -> c",
            "3c 1b 2a",
            "1. b\n2. a\n3. c",
            "1b and 2a and 3c",
            "1B 2A 3C",
            "b1 a2 c3",
        ),
        *("b a c", "bac", "b, a, c", "B, A, C", "b; a; c", "[b, a, c]", "b\na\nc", "answer: b a c", "b, a and c"),
    ],
)
def test_items_are_given_letters_in_pairs_or_in_order(text: str) -> None:
    reading = GATES.read(text)
    assert reading.value == (1, 0, 2)
    assert reading.said == "1: b, 2: a, 3: c"


@pytest.mark.parametrize("text", ["1b 3c", "3-c, 1-b", "b ? c", "b - c"])
def test_an_item_may_be_left_out(text: str) -> None:
    reading = GATES.read(text)
    assert reading.value == (1, NOTHING, 2)
    assert reading.said == "1: b, 2: nothing, 3: c"
    assert GATES.compare(reading.value, (1, 0, 2)) == Comparison((True, False, True))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing was written"),
        ("b a", "not give a letter for each of the 3 items"),
        ("b a c d", "not give a letter for each of the 3 items"),
        ("b a e", "'e' is not one of the letters a to d"),
        ("4a", "refers to item 4"),
        ("1e", "is not one of the letters"),
        ("1b 1c", "gives two options for 1"),
        ("1b, maybe 2a", "could not be interpreted"),
        ("1b 2", "does not name an option"),
        ("1 2 3", "could not be interpreted"),
        ("- - -", "does not name an option"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as refusal:
        GATES.read(text)
    assert "write" in str(refusal.value)


def test_each_item_is_a_cell_but_one_option_for_all_earns_nothing() -> None:
    key = (1, 0, 2)
    assert GATES.compare(key, key).right
    assert GATES.compare((1, 2, 0), key) == Comparison((True, False, False))
    assert Rules().worth(GATES.compare((1, 1, 1), (1, 1, 0))) == ("wrong", 0)
    assert Rules().worth(GATES.compare((1, 1, 1), (1, 1, 1))) == ("right", 1)
    assert GATES.cell == "item"


def test_the_value_is_the_place_of_an_option_for_each_item() -> None:
    assert GATES.fit((1.0, 0.0, 2.0)) == (1, 0, 2)
    assert GATES.write((1, 0, 2)) == "1b 2a 3c"
    assert GATES.tex((1, NOTHING, 2)) == r"\text{1b 3c}"
    for wrong in ((1, 0), (1, 0, 4), (1, 0, NOTHING), 1):
        with pytest.raises(ValueError, match="expected"):
            GATES.fit(wrong)


def test_texts_that_cannot_be_told_apart_are_refused() -> None:
    for items, options in ((("one",), ("a", "b")), (("a", "b"), ("c", "c")), (("a", " "), ("b", "c"))):
        with pytest.raises(ValueError, match="expected"):
            Matching(items=items, options=options)
