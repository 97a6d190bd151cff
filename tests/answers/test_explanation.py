"""Explanation: sentences that a person marks."""

from __future__ import annotations

import pytest

from examgen.answers import Explanation, Unreadable
from examgen.arrays import spelled, text_of

WHY = Explanation(
    criteria=(("names the padding", 1), ("says that the size stays", 2)), model_answer="Padding keeps the size."
)


@pytest.mark.parametrize(
    "text", ["It pads.", "42", "a", "<b>bold</b>", "Größe bleibt ∂", "line\nline", "\x1b[31mred", "$x$ \\input{x}"]
)
def test_any_text_is_read_as_it_stands(text: str) -> None:
    reading = WHY.read(text)
    assert text_of(reading.value) == text
    assert reading.said.isprintable()


def test_nothing_is_right_or_wrong_by_machine() -> None:
    key = spelled(WHY.model_answer)
    assert not WHY.is_judged
    assert WHY.compare(key, key).cells == ()
    assert WHY.points == 3


def test_what_cannot_be_marked_is_refused() -> None:
    for text in ("", " \n", "x" * 10_001):
        with pytest.raises(Unreadable, match="write one or two sentences"):
            WHY.read(text)
    for criteria, model in (((), "Yes."), ((("", 1),), "Yes."), ((("a", 0),), "Yes."), ((("a", 1),), " ")):
        with pytest.raises(ValueError, match="expected"):
            Explanation(criteria=criteria, model_answer=model)


def test_a_text_is_escaped_in_tex() -> None:
    assert WHY.tex(spelled("50 % of $x_1$ & {y}")) == r"\text{50 \% of \$x\_1\$ \& \{y\}}"
    assert WHY.write(spelled("It pads.")) == "It pads."
    assert WHY.fit(spelled("It pads.")) == spelled("It pads.")
    with pytest.raises(ValueError, match="expected a text"):
        WHY.fit((-1,))
