"""Integer and Real: one number, typed the way students type it."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from examgen.answers import AnswerType, Integer, Real, Unreadable, Vector
from examgen.arrays import Scalar

REAL = {
    "42": 42,
    "−4": -4,
    "– 4": -4,
    "+3": 3,
    ".5": 0.5,
    "5.": 5,
    "0,5": 0.5,
    ",5": 0.5,
    "0,125": 0.125,
    "1/3": Fraction(1, 3),
    "-2/3": Fraction(-2, 3),
    "½": Fraction(1, 2),
    "1e-3": 0.001,
    "1E5": 100_000,
    "1.5×10^-3": 0.0015,
    "1.5*10^-3": 0.0015,
    "1.5·10⁻³": 0.0015,
    "1,5 x 10**(-3)": 0.0015,
    "10⁻³": 0.001,
    "33 %": Fraction(33, 100),
    "33%": Fraction(33, 100),
    "h1 = 0.5": 0.5,
    "h₁ = 0,5": 0.5,
    "W_x^{(1)} = 3": 3,
    "y[0,:]: 0.5": 0.5,
    "= 0.5": 0.5,
    "≈ 0.5": 0.5,
    "12,345.6": 12345.6,
    "1.234,5": 1234.5,
    "1'234.5": 1234.5,
    "1 234,5": 1234.5,
    "1.000": 1,
    "1.234.567": 1_234_567,
    "1234,567": 1234.567,
    "１２．５": 12.5,
    "٣": 3,
    "\u200b0.5\ufeff": 0.5,
    "(0.5)": 0.5,
    "[[0.5]]": 0.5,
    "tf.Tensor(0.5, shape=(), dtype=float32)": 0.5,
    "<tf.Tensor: shape=(), dtype=float32, numpy=0.5>": 0.5,
    "np.float64(0.5)": 0.5,
    r"$h_1 = \frac{1}{3}$": Fraction(1, 3),
    r"-1.5 \cdot 10^{-3}": -0.0015,
    "-0": 0,
    "28 px": 28,
    "5,": 5,
}

INTEGER = {
    "42": 42,
    "24,883,200": 24_883_200,
    "24 883 200": 24_883_200,
    "24'883'200": 24_883_200,
    "24_883_200": 24_883_200,
    "24\u202f883\u202f200": 24_883_200,
    r"24{,}883{,}200": 24_883_200,
    "1,000": 1000,
    "1.234.567": 1_234_567,
    "28.0": 28,
    "28,0": 28,
    "2.4e7": 24_000_000,
    "6/2": 3,
    "N = 42": 42,
}

HOPELESS = {
    "": "nothing was written",
    " \n\t": "nothing was written",
    "h1 =": "is incomplete",
    "1 1/2": "could not be interpreted",
    "1½": "could not be interpreted",
    "½3": "could not be interpreted",
    r"1\frac{1}{2}": "could not be interpreted",
    r"\frac{1}{2}3": "could not be interpreted",
    "1 2": "could not be interpreted",
    "1, 2": "could not be interpreted",
    "nan": "could not be interpreted",
    "-inf": "could not be interpreted",
    "∞": "could not be interpreted",
    "no idea": "could not be interpreted",
    "—": "is incomplete",
    "3*4": "expression",
    "2+3": "expression",
    "5²": "is not evaluated",
    "1–4": "could not be interpreted",
    "sqrt(2)": "could not be interpreted",
    "__import__('os').getcwd()": "could not be interpreted",
    "foo(3, bar=3)": "could not be interpreted",
    "1/0": "division by zero",
    "1e999": "exponent",
    "1e-999999999": "exponent",
    "1e" + "9" * 9000: "could not be interpreted",
    "9e299" + "0": "exponent",
    "1000e299": "the\\ number\\ is\\ larger\\ than\\ 10\\^300;\\ write\\ it\\ li",
    "1" * 9000: "digits",
    "1/" + "3" * 9000: "digits",
    "1.2.3": "could not be interpreted",
    "1,000,00": "do not form a number",
    "1" * 10_001: "too many",
}


@pytest.mark.parametrize(("text", "value"), REAL.items())
def test_a_real_is_read_as_students_write_it(text: str, value: Scalar) -> None:
    assert Real().read(text).value == value


@pytest.mark.parametrize(("text", "value"), INTEGER.items())
def test_an_integer_is_read_as_students_write_it(text: str, value: int) -> None:
    reading = Integer().read(text)
    assert reading.value == value
    assert isinstance(reading.value, int)
    assert reading.said == str(value)


@pytest.mark.parametrize("kind", [Integer(), Real()])
@pytest.mark.parametrize(("text", "reason"), HOPELESS.items())
def test_what_is_no_number_is_refused_with_a_reason_and_a_way_to_write_it(
    kind: Integer | Real, text: str, reason: str
) -> None:
    with pytest.raises(Unreadable, match=reason) as refusal:
        kind.read(text)
    assert "write" in str(refusal.value)
    assert len(str(refusal.value)) < 160


def test_a_thousand_or_one_is_refused_by_a_real_and_by_an_integer_where_each_is_in_doubt() -> None:
    with pytest.raises(Unreadable, match=r"could be 1000 or 1; write"):
        Real().read("1,000")
    with pytest.raises(Unreadable, match=r"could be 1 or 1000; write"):
        Integer().read("1.000")
    with pytest.raises(Unreadable, match=r"could be 28\.125, not an integer or 28125"):
        Integer().read("28.125")


@pytest.mark.parametrize(("text", "value"), [("28.5", 28.5), ("28,5", 28.5), ("1/3", Fraction(1, 3)), ("0,125", 0.125)])
def test_a_broken_number_for_an_integer_is_wrong_but_not_unreadable(text: str, value: Scalar) -> None:
    reading = Integer().read(text)
    assert reading.value == value
    assert reading.said.endswith("not an integer")
    assert not Integer().compare(reading.value, 28).right


def test_a_percentage_is_said_back_as_the_number_that_it_is() -> None:
    assert Real().read("33 %").said == "33 % = 0.33"
    assert Real().read("12,5%").said == "12.5 % = 0.125"


def test_a_message_shows_no_control_characters_and_not_the_whole_text() -> None:
    with pytest.raises(Unreadable) as refusal:
        Real().read("\x1b[31m" + "never " * 100)
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 160


def test_a_real_is_right_within_one_unit_in_the_last_decimal() -> None:
    real = Real(decimals=3)
    assert real.tolerance == 0.001
    key = 0.4621171
    assert real.compare(0.462, key).right
    assert real.compare(0.463, key).right
    assert not real.compare(0.461, key).right
    assert real.compare(0.501, 0.5).right
    assert real.compare(1_000_000.001, 1_000_000).right
    assert not real.compare(0.5011, 0.5).right
    assert real.compare(Fraction(1, 3), 0.3333).right


def test_an_integer_must_be_the_very_number() -> None:
    assert Integer().tolerance == 0
    assert Integer().compare(24_883_200, 24_883_200).right
    assert not Integer().compare(24_883_201, 24_883_200).right
    assert not Integer().compare(10**18 + 1, 10**18).right


def test_what_a_witness_reports_is_fitted() -> None:
    assert Real().fit(((0.5,),)) == 0.5
    assert repr(Real().fit(2.0000000001)) == "2"
    assert repr(Integer().fit(((28.0,),))) == "28"
    with pytest.raises(ValueError, match=r"expected an integer, got 2\.5"):
        Integer().fit(2.5)
    with pytest.raises(ValueError, match=r"rank 0, got one of shape \(2,\)"):
        Real().fit((1, 2))
    with pytest.raises(ValueError, match="finite"):
        Real().fit(float("nan"))


def test_numbers_are_written_to_their_decimals_and_never_as_minus_zero() -> None:
    assert Real(decimals=3).write(0.5) == "0.500"
    assert Real(decimals=3).write(-0.0001) == "0.000"
    assert Real(decimals=3).write(Fraction(-1, 3)) == "-0.333"
    assert Real(decimals=0).write(12.0) == "12"
    assert Integer().write(24_883_200) == "24883200"


def test_long_integers_are_grouped_in_tex_and_nothing_else_is() -> None:
    assert Integer().tex(24_883_200) == "24{,}883{,}200"
    assert Integer().tex(-24_883) == "-24{,}883"
    assert Integer().tex(4704) == "4704"
    assert Integer().tex(-4) == "-4"
    assert Real(decimals=2).tex(24_883) == "24883.0"


def test_a_slip_that_yields_three_decimals_is_written_so_that_it_can_be_read() -> None:
    assert Integer().tex(3.375) == "3.375"
    assert Integer().read(Integer().write(3.375)).value == 3.375


def test_a_number_of_decimals_that_float64_does_not_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="decimals"):
        Real(decimals=-1)
    with pytest.raises(ValueError, match="decimals"):
        Real(decimals=17)


@pytest.mark.parametrize(("text", "quoted"), [("Q'5", '"Q\'5"'), ("Q'5\"", "“Q'5\"”"), ("Q5", "'Q5'")])
def test_a_message_never_puts_quotation_marks_within_the_same_ones(text: str, quoted: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(quoted)):
        Integer().read(text)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (Integer(), "93.024, not an integer", "93.024, not an integer"),
        (Real(decimals=4), "1/16", "1/16"),
        (Real(decimals=4), "119/187", "119/187"),
        (Real(decimals=4), "-119/187", "-119/187"),
        (Real(decimals=4), "12/3", "4"),
        (Integer(), "2/6", "2/6, not an integer"),
        (Real(decimals=4), "72.14 %", "72.14 % = 0.7214"),
        (Vector(decimals=4), "72.14%, 27.86%", "2 numbers: 72.14 %, 27.86 %"),
        (Vector(decimals=4), "50 % 1/4 0.25", "3 numbers: 50 %, 1/4, 0.25"),
    ],
)
def test_percentages_decimals_and_fractions_are_said_as_they_were_written(
    kind: AnswerType, text: str, said: str
) -> None:
    reading = kind.read(text, expressions=True)
    assert reading.said == said
    assert kind.read(reading.said).value == reading.value
