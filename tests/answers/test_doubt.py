"""Doubt goes to a person: two readings, another size with as many numbers, and what the expected size settles."""

from __future__ import annotations

from fractions import Fraction

import pytest

from examgen.answers import AnswerType, Doubtful, Integer, Matrix, Real, Shape, Tensor, Unreadable, Vector, is_blank
from examgen.arrays import Array

TWO_WAYS: tuple[tuple[AnswerType, str, tuple[Array, Array]], ...] = (
    (Real(), "1,000", (1000, 1)),
    (Real(), "2,125.", (2125, 2.125)),
    (Real(), "1.2k", (1200, 1.2)),
    (Integer(), "1.024", (1.024, 1024)),
    (Integer(), "1,024·10^3", (1_024_000, 1024)),
    (Integer(), "50 %", (Fraction(1, 2), 50)),
    (Integer(), "42 = 43", (42, 43)),
    (Integer(), "28.5 = 28", (28.5, 28)),
    (Vector(), "0,5", ((0, 5), (0.5,))),
    (Vector(), "1,\n7,3", ((1, 7, 3), (1, 7.3))),
    (Vector(), "0,1,0,2,0,7", ((0, 1, 0, 2, 0, 7), (0.1, 0.2, 0.7))),
    (Vector(decimals=1), "1,5,2,5", ((1, 5, 2, 5), (1.5, 2.5))),
    (Vector(decimals=1), "- 0.1\n- 0.2", ((-0.1, -0.2), (0.1, 0.2))),
    (Vector(decimals=1), "– 0.1\n– 0.2", ((-0.1, -0.2), (0.1, 0.2))),
    (Matrix(), "1,2; 3,4", (((1, 2), (3, 4)), ((1.2,), (3.4,)))),
    (Matrix(), "1,2|3,4", (((1.2, 3.4),), ((1, 2), (3, 4)))),
    (Matrix(), "1. 5\n2. 6", (((1, 5), (2, 6)), ((5,), (6,)))),
    (Matrix(), "| 0 | 1 |\n|---|---|\n| 5 | 6 |", (((0, 1), (5, 6)), ((5, 6),))),
    (Matrix(), "[[[1], [2]]]", (((1,), (2,)), ((1, 2),))),
    (Shape(), "12,288", ((12, 288), (12288,))),
    (Shape(), "5x5x16 = 400", ((5, 5, 16), (400,))),
)


@pytest.mark.parametrize(("kind", "text", "values"), TWO_WAYS, ids=[repr(text) for _, text, _ in TWO_WAYS])
def test_what_can_be_meant_in_two_ways_is_doubtful_and_both_are_told(
    kind: AnswerType, text: str, values: tuple[Array, Array]
) -> None:
    with pytest.raises(Doubtful, match=r"could be .* or .*; write") as doubt:
        kind.read(text)
    assert tuple(reading.value for reading in doubt.value.readings) == values


@pytest.mark.parametrize(
    ("kind", "text", "expected", "value"),
    [
        (Vector(), "0,5", (9,), (0.5,)),
        (Vector(), "0,5", (9, 9), (0, 5)),
        (Vector(decimals=1), "0,1,0,2,0,7", (0, 0, 0), (0.1, 0.2, 0.7)),
        (Matrix(), "1,2; 3,4", ((0, 0), (0, 0)), ((1, 2), (3, 4))),
        (Matrix(), "1,2|3,4", ((0, 0), (0, 0)), ((1, 2), (3, 4))),
        (Matrix(), "1,2\n3,4", ((0,), (0,)), ((1.2,), (3.4,))),
        (Shape(), "12,288", (1, 1), (12, 288)),
        (Shape(rank=3), "64,128,256", None, (64, 128, 256)),
    ],
)
def test_the_expected_size_settles_which_reading_is_meant(
    kind: AnswerType, text: str, expected: Array | None, value: Array
) -> None:
    assert kind.read(text, expected=expected).value == value


@pytest.mark.parametrize(
    ("kind", "text", "expected", "laid_out"),
    [
        (Matrix(), "1 2 3 4", ((0, 0), (0, 0)), ((1, 2), (3, 4))),
        (Matrix(), "[1; 2; 3]", ((0, 0, 0),), ((1, 2, 3),)),
        (Vector(), "1 2; 3 4", (0, 0, 0, 0), (1, 2, 3, 4)),
        (Tensor(), "1 2 3 4", (((0, 0), (0, 0)),), (((1, 2), (3, 4)),)),
    ],
)
def test_another_size_with_as_many_numbers_is_doubtful(
    kind: AnswerType, text: str, expected: Array, laid_out: Array
) -> None:
    with pytest.raises(Doubtful, match="size") as doubt:
        kind.read(text, expected=expected)
    assert doubt.value.readings[-1].value == laid_out


@pytest.mark.parametrize(
    ("kind", "text", "values"),
    [
        (Integer(), "50 %", (Fraction(1, 2), 50)),
        (Integer(), "24.883", (24.883, 24883)),
        (Real(decimals=0), "1.234", (1.234, 1234)),
    ],
)
def test_of_two_readings_of_the_right_size_none_is_chosen_because_it_is_the_key(
    kind: AnswerType, text: str, values: tuple[int | float | Fraction, ...]
) -> None:
    for key in values:
        with pytest.raises(Doubtful) as doubt:
            kind.read(text, expected=key)
        assert tuple(reading.value for reading in doubt.value.readings) == values


def test_another_size_with_other_numbers_is_read_and_wrong() -> None:
    assert Matrix().read("1 2 3", expected=((0, 0), (0, 0))).value == ((1, 2, 3),)
    assert Vector().read("1, 2", expected=(0, 0, 0)).value == (1, 2)
    assert Shape().read("4704", expected=(28, 28, 6)).value == (4704,)


def test_numbers_that_commas_may_part_otherwise_are_doubtful_where_their_count_would_fit() -> None:
    with pytest.raises(Doubtful):
        Vector().read("1,2 3,4", expected=(0, 0, 0, 0))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(5*5*3+1)*10", 760),
        ("16*16*6", 1536),
        ("16 x 16 x 6", 1536),
        ("3·3·64·128 + 128", 73_856),
        ("(28 - 5)/1 + 1", 24),
        ("-(2 + 3)", -5),
        ("2 - -3", 5),
        ("1/0.7", Fraction(10, 7)),
        ("12/4/3", 1),
        ("1,5*2", 3),
        ("(5*5*3+1)*10 = 760", 760),
        ("n = 2·28 = 56", 56),
        (r"5 \times 5 \cdot 3", 75),
        ("[2 + 3]", 5),
        ("2 * (3 + 4) px", 14),
        ("28 − 5", 23),
    ],
)
def test_small_arithmetic_is_worked_out_exactly_where_it_is_allowed(text: str, value: int | Fraction) -> None:
    assert Integer().read(text, expressions=True).value == value
    if text not in ("[2 + 3]", "1/0.7") and "=" not in text:
        with pytest.raises(Unreadable):
            Integer().read(text)


@pytest.mark.parametrize(
    "text",
    [
        "2^10", "2**3", "5!", "sqrt(4)", "2(3+4)", "1/0", "1/(2-2)", "1.5x10-3", "1.5 × 10 -3", "2 +", "(2", "5 % 3", "5 mod 3",
        "1" + "+1" * 200, "9" * 300 + "*" + "9" * 300, "(" * 40 + "1" + ")" * 40, "1e300*1e300", "1–4", "2 + x", "3 * 4 = 13",
    ],
)  # fmt: skip
def test_what_is_more_than_small_arithmetic_is_not_worked_out(text: str) -> None:
    with pytest.raises(Unreadable):
        Integer().read(text, expressions=True)


def test_fractions_are_always_read() -> None:
    assert Real().read("1.5/2.5").value == Fraction(3, 5)
    assert Real().read("1/-2").value == Fraction(-1, 2)
    assert Real().read("1e3/2").value == 500


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "?",
            "???",
            "-",
            "—",
            "...",
            "…",
            "/",
            "___",
            "don't know",
            "Don't know.",
            "I don't know",
            "dont know",
            "idk",
            "IDK!",
        ),
        *(
            "no idea",
            "n/a",
            "N/A",
            "skip",
            "not sure",
            "I don’t know",
            "\u200b",
            "\u00a0",
            "no answer",
            "unknown",
            "(blank)",
        ),
        *(
            "keine Ahnung",
            "\n\t",
            "vet inte",
            "en tiedä",
            "nie wiem",
            "nevím",
            "nem tudom",
            "bilmiyorum",
            "не знаю",
            "не знам",
        ),
        *("δεν ξέρω", "不知道", "わかりません", "모르겠습니다", "לא יודע", "keine Angabe"),
    ],
)
def test_an_answer_that_says_nothing_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "a",
        "none",
        "no",
        "x",
        "[]",
        "{}",
        "42?",
        "I know",
        "nothing",
        "Dense(3)",
        "-1",
        "don't use padding",
        "0" * 500,
    ],
)
def test_an_answer_is_not_blank(text: str) -> None:
    assert not is_blank(text)


def test_where_a_percentage_is_asked_for_the_sign_may_stand_or_not() -> None:
    percentage = Real(decimals=1, unit="%")
    for text in ("75.2 %", "75.2", "75.2 per cent", "75,2%", "75.2 percent"):
        assert percentage.read(text).value == 75.2
    assert percentage.read("0.752").value == 0.752
    assert percentage.write(75.2) == "75.2 %"
    assert percentage.tex(75.2) == r"75.2\,\text{\%}"
    assert "percentage" in percentage.hint
    assert Real().read("75.2 %").value == Fraction(752, 1000)


def test_a_unit_that_was_not_asked_for_is_refused_and_the_one_that_was_is_read() -> None:
    assert Real(decimals=2, unit="MB").read("2.5 MB").value == 2.5
    for text in ("2.5 MB", "2.5 GB", "2.5 ms", "2.5 bits"):
        with pytest.raises(Unreadable, match="is not the required unit"):
            Real().read(text)
    for text, unit in (("200704000 bytes", "bytes"), ("200704 kB", "kB"), ("0.2 GB", "GB")):
        with pytest.raises(Unreadable, match=f"the unit '{unit}' in .* write the number of MB"):
            Real(decimals=1, unit="MB").read(text)
    assert Real(decimals=0, unit="million").read("569M").value == 569


def test_a_rounding_to_fewer_places_is_told_from_a_wrong_number() -> None:
    real = Real(decimals=4)
    assert real.compare(0.08, 0.0781).coarse == (True,)
    assert real.compare(0.078, 0.07814).coarse == (True,)
    assert real.compare(0.07, 0.0781).coarse == (False,)
    assert real.compare(0.079, 0.0781).coarse == (False,)
    assert real.compare(0.0781, 0.0781).coarse == (False,)
    assert real.compare(0, 0.3).coarse == (False,)
    assert real.compare(1, 0.9).coarse == (False,)
    assert real.compare(12, 12.3456).coarse == (True,)
    assert Real(decimals=2).compare(0.3, 0.25).coarse == (True,)  # halves away from zero
    assert Real(decimals=2).compare(-0.3, -0.25).coarse == (True,)
    comparison = Vector(decimals=3).compare((0.1, 0.12, 0.5), (0.1, 0.1234, 0.7))
    assert comparison.cells == (True, False, False)
    assert comparison.coarse == (False, True, False)


def test_halves_are_rounded_away_from_zero_and_no_more_digits_are_asked_than_are_significant() -> None:
    assert Real(decimals=2).write(0.125) == "0.13"
    assert Real(decimals=2).write(-0.125) == "-0.13"
    assert Real(decimals=2).write(0.285) == "0.29"
    assert Real(decimals=1).write(0.25) == "0.3"
    assert Real(decimals=0).write(2.5) == "3"
    assert Real(decimals=2).write(0.1 + 0.025) == "0.13"
    assert Real(decimals=4).write(1156.8314) == "1156.83"
    assert Real(decimals=4).compare(1156.83, 1156.8314).right
    assert Real(decimals=4).compare(1156.8314, 1156.8314).right
    assert not Real(decimals=4).compare(1156.8, 1156.8314).right
    assert Real(decimals=4).compare(1156.8, 1156.8314).coarse == (True,)
    assert Vector(decimals=4).write((1156.8314, 0.5)) == "1156.83, 0.5000"
