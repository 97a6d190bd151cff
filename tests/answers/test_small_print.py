"""What is told around an answer, and the limits of what is taken: hints, lists, what was read said back, sizes of texts and numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from examgen.answers import (
    AnswerType,
    Choice,
    Choices,
    Doubtful,
    Explanation,
    Integer,
    Matching,
    Matrix,
    Ordering,
    Real,
    Shape,
    Tensor,
    Unreadable,
    Vector,
    is_blank,
)
from examgen.answers.answer_type import near
from examgen.answers.fitting import MOST_DECIMALS, checked_decimals, integral, squeezed
from examgen.answers.letters import checked_texts
from examgen.answers.spelling import brief, exact, is_coarse, places, round_half_away, rounded, tex_number, to_decimals
from examgen.arrays import Array, spelled

THREE = ("valid", "same", "full")


# options, items and their letters -------------------------------------------------------------------------------------


def test_what_is_chosen_from_is_listed_by_letter_and_what_is_matched_by_number_as_well() -> None:
    lettered = (("a", "valid"), ("b", "same"), ("c", "full"))
    for kind in (Choice(THREE), Choices(THREE), Ordering(THREE)):
        assert kind.listed == lettered
    assert Matching(("x", "y"), THREE).listed == (("1", "x"), ("2", "y"), *lettered)
    assert Integer().listed == ()


def test_a_hint_shows_how_letters_are_written() -> None:
    assert Choice(THREE).hint == "one letter from a to c, for example b"
    assert Choice(THREE[:2]).hint == "one letter, a or b"
    assert Choices(THREE).hint == "the letters of all that apply, for example a, b; or none"
    assert Ordering(THREE).hint == "all letters from first to last, for example c b a"
    assert Matching(("x", "y", "z", "w"), THREE).hint == "a letter for each number, for example 1b 2c 3a 4b"


@pytest.mark.parametrize(("kind", "most"), [(Choice, 26), (Choices, 12), (Ordering, 12)])
def test_as_many_options_are_taken_as_can_be_told_apart(kind: type[AnswerType], most: int) -> None:
    texts = tuple(f"text {n}" for n in range(most + 1))
    assert kind(texts[:2])  # type: ignore[call-arg]
    assert kind(texts[:most])  # type: ignore[call-arg]
    for wrong in (texts, texts[:1]):
        with pytest.raises(ValueError, match=f"expected 2 to {most} .*s, got {len(wrong)}"):
            kind(wrong)  # type: ignore[call-arg]


def test_a_text_that_is_empty_or_stands_twice_is_refused_by_its_name() -> None:
    with pytest.raises(ValueError, match="expected a text for each item"):
        Ordering(("one", " ", "three"))
    with pytest.raises(ValueError, match="expected different items, got 'one' twice"):
        Ordering(("one", "two", "one"))
    with pytest.raises(ValueError, match="expected a text for each option"):
        Matching(("x", "y"), ("one", ""))
    with pytest.raises(ValueError, match="expected different items, got 'x' twice"):
        Matching(("x", "x"), ("one", "two"))
    with pytest.raises(ValueError, match="expected different options, got 'one' twice"):
        Choices(("one", "one"))
    with pytest.raises(ValueError, match="expected 2 to 12 items, got 13"):
        Matching(tuple(map(str, range(13))), ("one", "two"))
    checked_texts(("one", "two"), "option")


def test_letters_are_looked_for_in_texts_of_two_thousand_characters_at_most() -> None:
    assert Choice(THREE).read("b".ljust(1999)).value == 1
    assert Choice(THREE).read("b".ljust(2000)).value == 1
    for kind in (Choice(THREE), Choices(THREE), Ordering(THREE), Matching(THREE, THREE)):
        with pytest.raises(Unreadable, match="2001 characters are too many for letters; write"):
            kind.read("b".ljust(2001))
        with pytest.raises(Unreadable, match="nothing was written"):
            kind.read(" " * 2001)


def test_a_place_of_an_option_is_one_of_them() -> None:
    assert (Choice(THREE).fit(0), Choice(THREE).fit(2)) == (0, 2)
    with pytest.raises(ValueError, match="expected the place of an option, 0 to 2, got 3"):
        Choice(THREE).fit(3)
    assert Ordering(THREE).fit(((1.0, 0.0, 2.0),)) == (1, 0, 2)
    assert Choices(THREE).fit(((1.0, 0.0, 1.0),)) == (1, 0, 1)
    assert Matching(THREE, ("one", "two")).fit(((1.0, 0.0, 1.0),)) == (1, 0, 1)


def test_what_earns_only_as_a_whole_is_the_same_tick_or_letter_for_all() -> None:
    assert Choices(THREE).compare((1, 1, 1), (1, 0, 1)).as_a_whole
    assert not Choices(THREE).compare((1, 0, 1), (1, 0, 1)).as_a_whole
    assert Matching(THREE, THREE).compare((2, 2, 2), (0, 1, 2)).as_a_whole
    assert not Matching(THREE, THREE).compare((2, 2, 1), (0, 1, 2)).as_a_whole


# shapes ---------------------------------------------------------------------------------------------------------------


def test_a_shape_of_a_hundred_sizes_is_read_and_a_longer_one_is_not() -> None:
    assert Shape().read("x".join(["1"] * 100)).value == (1,) * 100
    with pytest.raises(Unreadable, match="101 numbers are too many for a shape"):
        Shape().read("x".join(["1"] * 101))


def test_a_size_of_eighteen_digits_is_read_and_a_longer_one_is_not() -> None:
    assert Shape().read("9" * 18).value == (10**18 - 1,)
    with pytest.raises(Unreadable, match="'9999999999999999999' is not a size"):
        Shape().read("9" * 19)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("28", "28"),
        ("28 x 28 x 6", "28 × 28 × 6"),
        ("(-1, 28, 28, 6)", "28 × 28 × 6 (without the batch axis)"),
        ("(None, 28, 28, 6)", "28 × 28 × 6 (without the batch axis)"),
        ("28 pixel", "28"),
        ("28 pixels", "28"),
        ("(12,288 x 3)", "12288 × 3"),
        ("28 times 28 times 6", "28 × 28 × 6"),
        ("'height': 28, 'width': 14", "28 × 14"),
        ("28 (height) x 14 (width)", "28 × 14"),
    ],
)
def test_a_shape_is_said_back_and_a_batch_axis_is_told_only_where_one_was_written(text: str, said: str) -> None:
    assert Shape().read(text).said == said


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2 times 28 x 28", "contains more than a shape"),
        ("28 (width) x 14 (height)", "give the axes in a different order"),
        ("28 px x 14 wide x 28 high", "give the axes in a different order"),
        ("'width': 28, 'height': 14", "give the axes in a different order"),
        ("28 x 28 x 3 = 2353", "'= 2353' is not the number of values in 28 × 28 × 3"),
        ("28 x 28 x 6 (5 filters)", "two different numbers of channels"),
        ("12,345.6", "'.6' in '12,345.6' could not be interpreted"),
        ("12,288 x 3 foo", "'foo' in '12,288 x 3 foo' could not be interpreted"),
    ],
)
def test_a_shape_that_may_be_another_one_is_refused_by_what_stands_in_the_way(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        Shape().read(text)


def test_a_shape_of_one_axis_has_one_size_and_anything_but_sizes_is_none() -> None:
    assert Shape(rank=1).hint == "a shape of 1 size, for example 6"
    for wrong in (5, (2, (3, 4))):
        with pytest.raises(ValueError, match="expected"):
            Shape().fit(wrong)
    with pytest.raises(ValueError, match="expected a tuple of sizes, got 5"):
        Shape().write(5)
    assert Shape().fit((28.0, 1.0)) == (28, 1)
    with pytest.raises(ValueError, match="expected a shape of 3 sizes"):
        Shape(rank=3).fit((28, 28, 1, 1))


# numbers and how they are spelled ---------------------------------------------------------------------------------------


def test_a_number_agrees_up_to_its_tolerance_and_no_further() -> None:
    assert near(0.501, 0.5, 0.001)
    assert near(0.499, 0.5, 0.001)
    assert not near(0.50100001, 0.5, 0.001)
    assert not near(0.49899999, 0.5, 0.001)
    assert near(5, 5, 0)
    assert not near(5, 6, 0)
    assert near(2, 1, 1)
    assert near(1e15 + 0.25, 1e15, 0.125 + 1e-3)  # what a float of this size can hold
    assert not near(1e15 + 2, 1e15, 0.125)


def test_hints_tell_decimals_and_units() -> None:
    assert Real(decimals=1, unit="%").hint == "a percentage to 1 decimal, for example 12.5"
    assert Real(decimals=2, unit="MB").hint == "a number of MB to 2 decimals, for example 0.13"
    assert Real(decimals=0, unit="million").hint == "a number of million rounded to an integer, for example 42"
    assert Real(decimals=0).hint == "a number rounded to an integer, for example 42"
    assert Real().hint == "a number to 3 decimals, for example 0.125"
    assert (to_decimals(1), to_decimals(2)) == ("to 1 decimal", "to 2 decimals")
    assert Tensor(decimals=1).hint.startswith("an array of rank 3 to 1 decimal, for example [[[0.1 0.3] [0.4 0.5]]")
    assert Vector(decimals=1).hint == "a list of numbers to 1 decimal, for example 0.1, 0.3, 0.4"
    with pytest.raises(ValueError, match=r"expected one of the units %, MB, .*, got 'furlong'"):
        Real(unit="furlong")


def test_a_number_is_written_with_its_unit() -> None:
    assert Real(decimals=1, unit="MB").write(2.5) == "2.5 MB"
    assert Real(decimals=1, unit="MB").tex(2.5) == r"2.5\,\text{MB}"
    assert Real(decimals=1).tex(2.5) == "2.5"
    assert Real(decimals=1, unit="MB").read("2.5 MB").said == "2.5 MB"
    assert Real(decimals=1, unit="MB").read("5/2").said == "5/2"
    assert Real(decimals=1, unit="%").read("75.2 %").said == "75.2 %"


def test_what_is_next_to_nothing_is_kept_only_where_it_is_meant() -> None:
    assert Real(decimals=9, tiny=True).fit(1e-10) == 1e-10
    assert Real(decimals=9, tiny=True).fit(-1e-10) == -1e-10
    assert Real(decimals=9, tiny=True).fit(((1e-10,),)) == 1e-10
    assert repr(Real(decimals=9, tiny=True).fit(1 + 1e-10)) == "1"
    assert repr(Real(decimals=9, tiny=True).fit(0.0)) == "0"
    assert repr(Real(decimals=9).fit(1e-10)) == "0"


def test_a_float_is_an_integer_to_within_a_billionth() -> None:
    assert repr(integral(2 + 9e-10)) == "2"
    assert integral(2 + 1.1e-9) == 2 + 1.1e-9
    assert repr(integral(1e12 + 0.001)) == repr(1e12 + 0.001)
    assert repr(integral(7)) == "7"
    for wrong in (float("inf"), float("nan")):
        with pytest.raises(ValueError, match="expected a finite number"):
            integral(wrong)


def test_decimals_are_taken_from_none_to_nine() -> None:
    checked_decimals(0)
    checked_decimals(MOST_DECIMALS)
    for kind in (Real, Vector, Matrix, Tensor):
        for wrong in (-1, 10):
            with pytest.raises(ValueError, match=f"expected 0 to 9 decimals, got {wrong}"):
                kind(decimals=wrong)


@pytest.mark.parametrize(
    ("value", "rank", "made"),
    [
        (((1, 2, 3),), 1, (1, 2, 3)),
        ((((1,), (2,)),), 2, ((1, 2),)),  # the last axis of length 1 goes first
        ((((1,),),), 1, (1,)),
        (((5,),), 0, 5),
        (((1, 2), (3, 4)), 2, ((1, 2), (3, 4))),
        ((1, 2), 1, (1, 2)),
    ],
)
def test_axes_of_one_are_dropped_from_the_last_on(value: Array, rank: int, made: Array) -> None:
    assert squeezed(value, rank) == made


def test_an_array_of_another_rank_is_no_answer() -> None:
    for value, rank in (((1, 2), 0), ((1, 2), 2), (((1, 2), (3, 4)), 1), (5, 1)):
        with pytest.raises(ValueError, match=f"expected an array of rank {rank}, got one of shape"):
            squeezed(value, rank)


def test_numbers_are_spelled_in_full_in_brief_and_rounded() -> None:
    assert exact(2.0) == "2"
    assert exact(0.1 + 0.2) == "0.3"
    assert exact(-1e-12) == "0"
    assert exact(1.23456789012) == "1.2345678901"
    assert exact(Fraction(1, 3)) == "1/3"
    assert exact(-0.5) == "-0.5"
    assert exact(100.0) == "100"
    assert brief(5 / 3) == "1.6667"
    assert brief(Fraction(5, 3)) == "5/3"
    assert rounded(0.5, 0) == "1"
    assert rounded(-0.04, 1) == "0.0"
    assert rounded(Fraction(2, 3), 3) == "0.667"
    assert rounded(2.5000000000001, 0) == "3"
    assert rounded(2.4999999999999, 0) == "3"  # the noise of a float is not looked at
    assert rounded(2.49999, 0) == "2"
    assert rounded(10**30, 1) == f"{10**30}.0"
    assert (round_half_away(Fraction(5, 2)), round_half_away(Fraction(-5, 2))) == (3, -3)
    assert (round_half_away(Fraction(12, 5)), round_half_away(Fraction(-12, 5))) == (2, -2)
    assert round_half_away(Fraction(0)) == 0


@pytest.mark.parametrize(
    ("value", "decimals", "asked"),
    [
        (0.5, 9, 9),
        (0.0, 9, 9),
        (1, 9, 5),
        (9.9, 9, 5),
        (1156.8314, 4, 2),
        (1156.8314, 1, 1),
        (123456, 3, 0),
        (1234567, 3, 0),
        (-1156.8314, 4, 2),
    ],
)
def test_no_more_than_six_digits_are_asked_for(value: float, decimals: int, asked: int) -> None:
    assert places(value, decimals) == asked


@pytest.mark.parametrize(
    ("mine", "right", "decimals", "coarse"),
    [
        (0.33, 1 / 3, 3, True),
        (0.3, 1 / 3, 3, True),
        (0.333, 1 / 3, 3, False),  # that is what was asked for
        (0.34, 1 / 3, 3, False),
        (0, 0.0004, 3, False),
        (1, 0.96, 2, True),
        (1, 0.95, 2, False),
        (20, 19.6, 2, True),
        (-20, -19.6, 2, True),
        (0.33, 1 / 3, 2, False),
        (3, 3.2, 1, False),
        (0.332, 1 / 3, 2, False),
    ],
)
def test_a_number_rounded_too_far_is_coarse_unless_it_says_nothing(
    mine: float, right: float, decimals: int, coarse: bool
) -> None:
    assert is_coarse(mine, right, decimals) is coarse


def test_tex_groups_integers_from_five_digits_on_and_nothing_else() -> None:
    assert tex_number("9999") == "9999"
    assert tex_number("10000") == "10{,}000"
    assert tex_number("-10000") == "-10{,}000"
    assert tex_number("10000.5") == "10000.5"
    assert tex_number("-12/5") == r"-\frac{12}{5}"
    assert tex_number("1/3") == r"\frac{1}{3}"


def test_what_is_no_integer_is_said_and_written_so_that_it_is_read_again() -> None:
    assert Integer().read("28.5").said == "28.5, not an integer"
    assert Integer().read("1/3").said == "1/3, not an integer"
    assert Integer().write(-3.375) == "-3.3750"
    assert Integer().write(0.25) == "0.25"
    assert Integer().write(1234.375) == "1234.375"
    assert Integer().fit(((28.0,),)) == 28


def test_arrays_with_decimals_are_compared_to_the_places_that_are_significant() -> None:
    assert Real(decimals=3).compare((0.5,), 0.5).cells == ()
    assert Vector(decimals=4).compare((1156.84, 0.5), (1156.8314, 0.5)).cells == (True, True)
    assert Vector(decimals=4).compare((1156.85, 0.5001), (1156.8314, 0.5)).cells == (False, True)
    assert Vector(decimals=2).compare((1,), (1, 2)).cells == ()
    assert Vector().compare((0.5, 0.25), (0.5, 0.75)).cells == (True, False)
    assert Integer().compare((1, 2), 1).cells == ()
    assert Vector().tolerance == 1e-9
    assert Vector().compare((1 + 5e-10,), (1,)).right
    assert not Vector().compare((1 + 5e-9,), (1,)).right


# what says nothing --------------------------------------------------------------------------------------------------------


def test_a_long_text_is_blank_only_if_nothing_stands_in_it() -> None:
    assert is_blank("-" * 200)
    assert not is_blank("-" * 201)
    assert is_blank(" " * 201)
    assert is_blank("I don't know!!!")
    assert is_blank("i don\u2019t\u200b know")
    assert is_blank("no se\u0301")
    assert is_blank("n/a")
    assert not is_blank("don't know, 5")


def test_an_explanation_is_taken_up_to_ten_thousand_characters() -> None:
    why = Explanation((("names the padding", 1),), "Padding keeps the size.")
    assert why.read("x" * 10_000).said == "x" * 10_000
    with pytest.raises(Unreadable, match="10001 characters are too many for an explanation"):
        why.read("x" * 10_001)
    assert why.read("two\nlines\x07 here").said == "two lines here"
    assert why.hint == "one or two sentences"  # an example would answer some of these questions
    assert why.tex(spelled("a^b ~ \\c")) == r"\text{a\textasciicircum{}b \textasciitilde{} \textbackslash{}c}"
    assert why.fit(spelled("A text.")) == spelled("A text.")
    with pytest.raises(ValueError, match="expected criteria with a text and points each"):
        Explanation((("one", 1), ("two", -1)), "Yes, as it keeps the size.")


def test_two_readings_are_told_one_beside_the_other_and_cut_where_they_are_long() -> None:
    with pytest.raises(Doubtful, match=r"it could be 2 numbers: 0, 5 or 1 number: 0\.5; write a list of numbers"):
        Vector().read("0,5")
    with pytest.raises(Doubtful) as doubt:
        Vector(decimals=1).read(",".join(["0,1"] * 12))
    for said in str(doubt.value).partition("; write")[0].removeprefix("it could be ").split(" or "):
        assert len(said) == 40
        assert said.endswith("...")


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [("million", "5k", 0.005), ("million", "5 bn", 5000), ("thousand", "5M", 5000), ("billion", "2.5M", 0.0025)],
)
def test_a_count_in_another_scale_than_the_one_asked_for_is_converted(unit, text, value) -> None:
    assert Real(decimals=1, unit=unit).read(text).value == pytest.approx(value)
