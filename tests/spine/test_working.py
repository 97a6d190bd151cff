"""Arithmetic remembers how it was written, stays exact, and counts what a person would have to do."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examgen.derivation import effort
from examgen.derivation.lines import Show, lifted, symbol_of
from examgen.derivation.terms import Term, ceil_div, dot, each, exp, mean, number, plain, relu, total


def test_a_formula_is_printed_in_symbols_and_with_its_numbers() -> None:
    n, p, f, s = (Term(v, symbol=k) for k, v in {"n": 28, "p": 1, "f": 5, "s": 2}.items())
    side = (n + 2 * p - f) // s + 1
    assert side.value == 13
    assert side.formula == r"\left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1"
    assert side.numbers == r"\left\lfloor \frac{28 + 2 \cdot 1 - 5}{2} \right\rfloor + 1"


def test_a_negative_number_is_never_misread() -> None:
    a, b = lifted((2, -3))
    assert (a - b).numbers == r"2 - \left(-3\right)"
    assert (b * b).numbers == r"-3 \cdot \left(-3\right)"
    assert (b**2).numbers == r"\left(-3\right)^{2}"
    assert (a * (a - b)).numbers == r"2 \cdot \left(2 - \left(-3\right)\right)"


def test_whole_numbers_and_fractions_stay_exact() -> None:
    assert mean(lifted((1, 2, 2))) == Fraction(5, 3)
    assert plain(lifted(6) / 3) == 2
    assert isinstance(plain(lifted(6) / 3), int)
    assert plain(ceil_div(lifted(7), 2)) == 4


def test_effort_weighs_what_a_person_does() -> None:
    """One-digit steps cost 1, a look at a zero little, long numbers more, and nothing more than a calculator."""
    row = lifted((3, 0, 1, -2))
    products, sums = 1 + 0.2 + 0.2 + 1, 0.2 + 1 + 1.5  # 6, 0, 7, -8; 6 + 0, 6 + 7, 13 - 8
    assert dot(row, lifted((2, 5, 7, 4))).effort == pytest.approx(products + sums)
    assert total(lifted((0, 0))).effort == 0.2
    assert exp(lifted(1)).effort == 4
    assert relu(lifted(-1)).effort == 0.4
    assert (lifted(12) * 34).effort == 4
    assert (lifted(12345) * 34567).effort == 4
    assert (lifted(1200) + 300).effort == 1.5


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(9, 2), "4.5"),
        (Fraction(1, 3), r"\frac{1}{3}"),
        (Fraction(-1, 3), r"-\frac{1}{3}"),
        (Fraction(384, 625), "0.6144"),
        (Fraction(-46464, 3125), "-14.86848"),
        (Fraction(1, 16), r"\frac{1}{16}"),
        (24883200, "24{,}883{,}200"),
        (0.1 + 0.2, "0.3"),
        (8.9e-16, r"8.9 \cdot 10^{-16}"),
        (2.0, "2"),
        (2 / 3, "0.666667"),
        (0.1234565, "0.123457"),  # halves away from zero, on both sides
        (-0.1234565, "-0.123457"),
        (0.00123456789, "0.00123457"),
        (1234567.4, "1{,}234{,}567"),
    ],
)
def test_a_number_is_written_as_on_a_board(value, text) -> None:
    assert number(value) == text


def test_a_parameter_has_a_symbol() -> None:
    assert (symbol_of("n"), symbol_of("h0"), symbol_of("kernel_size")) == ("n", "h_0", r"\text{kernel size}")


numbers = st.one_of(st.integers(-50, 50), st.fractions(-5, 5, max_denominator=8))


@given(numbers, numbers, numbers)
def test_a_term_is_the_number_that_plain_arithmetic_gives(a, b, c) -> None:
    x, y, z = lifted((a, b, c))
    assert plain(x * y - z) == a * b - c
    assert plain(-(x - y) * z + 1) == -(a - b) * c + 1
    if c:
        assert plain((x + y) / z) == Fraction(a + b) / Fraction(c)
        assert plain((x + y) // z) == (a + b) // c


def test_what_is_printed_is_what_a_reader_gets() -> None:
    """e to four decimals would be 0.0025 / 0.0029 here, and the reader's quotient not the one printed."""
    show = Show()
    one, other = show("Exponentials.", each(exp, lifted((-6, -5.8))))
    show("Quotient.", one / other)
    assert show.lines[1].formulas == (r"\frac{0.00247875}{0.00302755} \approx 0.818731",)


def test_a_number_that_binds_weakly_stands_in_parentheses() -> None:
    third, small = lifted((Fraction(1, 3), 2.5e-7))
    assert (third**2).numbers == r"\left(\frac{1}{3}\right)^{2}"
    assert (small**2).numbers == r"\left(2.5 \cdot 10^{-7}\right)^{2}"


@pytest.mark.parametrize("order", [(12345, 12345.0), (12345.0, 12345)])
def test_the_digits_of_a_number_hang_on_no_equal_one_that_was_weighed_before(order) -> None:
    """12345 and 12345.0 are equal, but are written with five digits and with four."""
    effort._digits.cache_clear()
    assert {type(n): effort._digits(n) for n in order} == {int: 5, float: 4}
