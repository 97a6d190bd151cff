"""Choice: one of several options."""

from __future__ import annotations

import pytest

from examgen.answers import Choice, Unreadable

CHOICE = Choice(options=("28", "28.5", "$x^2$", "Leaky ReLU"))


@pytest.mark.parametrize(
    "text", ["b", "B", " b ", "(b)", "b)", "b.", "(b).", "ｂ", "option b", "Option B", "answer: b", "the answer is b"]
)
def test_an_option_is_named_by_its_letter(text: str) -> None:
    reading = CHOICE.read(text)
    assert reading.value == 1
    assert reading.said == "b: 28.5"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("28", 0),
        ("28.5", 1),
        ("answer: 28", 0),
        ("$x^2$", 2),
        ("x^2", 2),
        ("x²", 2),
        ("leaky  relu", 3),
        ("b) 28.5", 1),
    ],
)
def test_an_option_is_named_by_its_own_text(text: str, place: int) -> None:
    assert CHOICE.read(text).value == place


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing was written"),
        ("e", "is not one of the letters"),
        ("1", "could not be interpreted"),
        ("28.0", "could not be interpreted"),
        ("b) 29", "could not be interpreted"),
        ("bc", "could not be interpreted"),
        ("а", "could not be interpreted"),  # a Cyrillic letter
        ("a, b", "could not be interpreted"),
        ("a or b", "could not be interpreted"),
        ("b) 28", "could be"),
    ],
)
def test_what_names_no_option_or_several_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        CHOICE.read(text)


def test_a_full_stop_at_the_end_of_the_options_is_no_part_of_what_tells_them_apart() -> None:
    assert Choice(("class 2.", "class 3.")).read("3").value == 1


def test_options_that_differ_in_case_only_need_the_exact_text() -> None:
    choice = Choice(options=("ReLU", "relu"))
    assert choice.read("relu").value == 1
    with pytest.raises(Unreadable, match="it could be"):
        choice.read("RELU")


def test_an_option_whose_text_is_another_options_letter_is_not_guessed() -> None:
    choice = Choice(options=("b", "a"))
    with pytest.raises(Unreadable, match="it could be"):
        choice.read("a")
    assert choice.read("a) b").value == 0


def test_the_value_is_the_place_of_the_option() -> None:
    assert CHOICE.fit(((2.0,),)) == 2
    assert CHOICE.write(2) == "c"
    assert CHOICE.tex(2) == r"\text{c}"
    assert CHOICE.compare(2, 2).right
    assert not CHOICE.compare(1, 2).right
    for wrong in (4, -1, 0.5, (0, 1)):
        with pytest.raises(ValueError, match="expected"):
            CHOICE.fit(wrong)


@pytest.mark.parametrize("options", [(), ("one",), ("same", "same"), ("a text", " "), tuple(map(str, range(27)))])
def test_options_that_make_no_choice_are_refused(options: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="expected"):
        Choice(options=options)


def test_a_sentence_with_the_words_of_another_option_is_not_taken_for_a_reason() -> None:
    kind = Choice(("It doubles in size.", "It halves at once."))
    assert kind.read("a – the image is padded").value == 0
    with pytest.raises(Unreadable, match="another option"):
        kind.read("a – the width halves slowly")


@pytest.mark.parametrize(("text", "place"), [("T", 0), ("f.", 1), ("True. The bias counts.", 0)])
def test_true_and_false_go_by_their_first_letter(text: str, place: int) -> None:
    assert Choice(("true", "false")).read(text).value == place
