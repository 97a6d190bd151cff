"""What a number means: its digits and marks under a convention, its exponent, a fraction, a percentage, a small expression.

Everything is exact (fractions of integers) and bounded: the digits of a number, its exponent, the operations of an expression.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from examgen.answers.answer_type import Unreadable
from examgen.answers.characters import THIN, quote
from examgen.answers.parsing import Node
from examgen.answers.spelling import Percentage
from examgen.arrays import Scalar, whole

Convention = Literal["point", "comma"]
"""The decimal mark: 1,234.5 or 1.234,5."""

TIGHT = "‚"
"""Stands for a comma that belongs to a number."""

# Far beyond any answer, and far within what floats hold and what int() converts quickly.
_MOST_DIGITS = 400
_MOST_EXPONENT = 300
_MOST_OPERATIONS = 60
_MOST_POWER = 64

HOW = "write it like 42, 0.5, 1/3 or 1.5e-3"

_POINT = re.compile(r"(?P<whole>[1-9]\d{0,2}(?P<mark>[,'_ ])\d{3}(?:(?P=mark)\d{3})*|\d*)(?:\.(?P<part>[\d ]*)\.?)?")
_COMMA = re.compile(r"(?P<whole>[1-9]\d{0,2}(?P<mark>[.' ])\d{3}(?:(?P=mark)\d{3})*|\d*)(?:,(?P<part>\d[\d ]*))?\.?")
_SCALES = {
    **dict.fromkeys(("k", "thousand"), 3),
    **dict.fromkeys(("m", "million", "millions", "millionen", "millones", "milhßes", "mio", "mln"), 6),
    **dict.fromkeys(("billion", "bn"), 9),
}
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS = {
    **dict.fromkeys(("one", "eins", "uno", "un"), 1),
    **dict.fromkeys(("two", "zwei", "dos", "dois", "duas", "deux", "due"), 2),
    **dict.fromkeys(("three", "drei", "tres", "trßs", "trois", "tre"), 3),
    **dict.fromkeys(("four", "vier", "cuatro", "quatro", "quatre", "quattro"), 4),
    **dict.fromkeys(("five", "fßnf", "cinco", "cinq", "cinque"), 5),
    **dict.fromkeys(("six", "sechs", "seis", "sei"), 6),
    **dict.fromkeys(("seven", "sieben", "siete", "sete", "sept", "sette"), 7),
    **dict.fromkeys(("eight", "acht", "ocho", "oito", "huit", "otto"), 8),
    **dict.fromkeys(("nine", "neun", "nueve", "nove", "neuf"), 9),
    **dict.fromkeys(("ten", "zehn", "diez", "dez", "dix", "dieci"), 10),
    **dict.fromkeys(("eleven", "elf", "onze"), 11),
    **dict.fromkeys(("twelve", "zwßlf", "doce", "doze", "douze"), 12),
    **dict.fromkeys(("thirteen",), 13),
    **dict.fromkeys(("fourteen",), 14),
    **dict.fromkeys(("fifteen",), 15),
    **dict.fromkeys(("sixteen",), 16),
    **dict.fromkeys(("seventeen",), 17),
    **dict.fromkeys(("eighteen",), 18),
    **dict.fromkeys(("nineteen",), 19),
    **dict.fromkeys(("twenty",), 20),
    **{ten: 10 * place for place, ten in enumerate(_TENS, start=2)},
    **{
        f"{ten}{mark}{one}": 10 * place + unit
        for place, ten in enumerate(_TENS, start=2)
        for unit, one in enumerate(_UNITS, start=1)
        for mark in "- "
    },
    "one hundred": 100,
    **{f"one hundred and {word}": 100 + n for n, word in enumerate((*_UNITS, "ten"), start=1)},
    "one hundred and twenty": 120,
}
"""Whole numbers in the languages of students; ß stands for a letter that is not ASCII."""
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")


class OtherConvention(ValueError):
    """A number is not written in this convention."""


@dataclass(frozen=True)
class Quantity:
    """A number as it was written.

    Attributes:
        number: its exact value; of a percentage the number before the sign.
        is_ratio: whether it is written as a fraction, so that no decimal number may stand for it.
        is_percentage: whether a per-cent sign stands behind it.
        is_grouped: whether it is nothing but digits grouped by commas, as in 302,457.
        is_expression: whether there is more to work out than one fraction.
        scale: the word or letter that multiplies it, such as M for a million; its place in the text.
        written: a fraction of two whole numbers as it was written, 119/187, which is 7/11.
        is_of_decimals: whether it is a fraction of decimal numbers, 7.389/11.107, which are rounded as a rule.
    """

    number: Fraction
    is_ratio: bool = False
    is_percentage: bool = False
    is_grouped: bool = False
    is_expression: bool = False
    scale: tuple[str, int] | None = None
    written: str = ""
    is_of_decimals: bool = False

    @property
    def share(self) -> Quantity:
        """A percentage as the number that it is: 33 % as 33/100."""
        if not self.is_percentage:
            return self
        return replace(self, number=Percentage(self.number / 100), is_ratio=True, is_percentage=False)

    @property
    def value(self) -> Scalar:
        """An integer where it is one; a fraction where it was written as one; else the nearest float: 0.1 as typed."""
        value = whole(self.number)
        return float(value) if isinstance(value, Fraction) and not self.is_ratio else value


def evaluated(node: Node, convention: Convention, *, dotted: bool = False) -> Quantity:
    """What a number, a fraction or an expression of a grammar means.

    Args:
        node: its tree.
        convention: what points and commas mean.
        dotted: whether one point before three digits may group them, as in 24.883.

    Raises:
        OtherConvention: its marks do not form a number of this convention.
        Unreadable: it divides by zero, or is too large.
    """
    operations = node.iter_subtrees() if node.data != "number" else ()
    if sum(1 for tree in operations if tree.data in _OPERATIONS) > _MOST_OPERATIONS:
        raise Unreadable(f"more than {_MOST_OPERATIONS} operations are not accepted; {HOW}")
    return _bounded(_Evaluation(convention, dotted=dotted).of(node))


@dataclass(frozen=True)
class _Evaluation:
    convention: Convention
    dotted: bool

    def of(self, node: Node) -> Quantity:
        if isinstance(node, str):
            raise TypeError(f"{node!r} is no number")
        name = str(node.data)
        if name in _OPERATIONS:
            left, right = (self.of(child) for child in (node.children[0], node.children[-1]))
            quotient = _operated(name, left, right)
            if name == "over" and str(node.children[1]).strip() == "//":  # as Python divides
                return Quantity(Fraction(math.floor(quotient.number)), is_expression=True)
            return quotient
        match name, node.children:
            case "number", [power] | [power, _] if power.type == "TEN_ALONE":
                return Quantity(_ten_to(str(node.children[-1])))
            case "number", [mantissa]:
                return self._mantissa(str(mantissa))
            case "number", [mantissa, *_, power]:
                plain = replace(self, dotted=False)._mantissa(str(mantissa))
                return Quantity(plain.number * _ten_to(str(power).removeprefix("e")))
            case "signed", [sign, inner]:
                quantity = self.of(inner)
                return quantity if sign == "+" else replace(quantity, number=-quantity.number, written="")
            case "percentage", [inner, _]:
                return replace(self.of(inner), is_percentage=True, is_grouped=False)
            case "thousands", [inner, scale]:
                tens = _SCALES[str(scale).rstrip(".")]
                quantity = self.of(inner)
                return replace(
                    quantity, number=quantity.number * 10**tens, is_grouped=False, scale=(str(scale), scale.start_pos)
                )
            case ("group", [inner]) | ("near", [_, inner]) | ("called", [_, inner, _]):
                return self.of(inner)
            case "power", [inner, power]:
                return _raised(self.of(inner), str(power))
            case "worded", [word]:
                return Quantity(Fraction(NUMBER_WORDS[str(word)]))
            case "zero", _:
                return Quantity(Fraction(0))
            case "fraction", [sign]:
                return Quantity(_vulgar(str(sign)), is_ratio=True)
            case "fraction", [_, above, below]:
                return _operated("over", self.of(above), self.of(below))
        raise TypeError(f"a grammar has a rule {name!r} that is no number")

    def _mantissa(self, token: str) -> Quantity:
        text = token.strip()
        for mark, same in (("{,}", ","), (TIGHT, ","), (THIN, " ")):
            text = text.replace(mark, same)
        text = re.sub(r"\\[, ] ?", " ", text)
        match = (_POINT if self.convention == "point" else _COMMA).fullmatch(text)
        if not match or not (match["whole"] or match["part"]):
            raise OtherConvention(f"the points and commas in {quote(token)} do not form a number")
        mark, part = match["mark"], match["part"]
        if (
            self.convention == "comma"
            and mark == "."
            and not part
            and text.rstrip(".").count(".") == 1
            and not self.dotted
        ):
            raise OtherConvention(f"the point of {quote(token)} is a decimal mark")
        if self.convention == "comma" and self.dotted and part and len(part) > 3 and not part.strip("0"):
            raise OtherConvention(f"the zeros of {quote(token)} may be a group of digits too long")
        digits, decimals = re.sub(r"\D", "", match["whole"]), (part or "").replace(" ", "")
        if len(digits) + len(decimals) > _MOST_DIGITS:
            raise Unreadable(f"a number of {len(digits) + len(decimals)} digits is too long; {HOW}")
        return Quantity(Fraction(int(digits + decimals), 10 ** len(decimals)), is_grouped=mark == "," and not part)


def _operated(operation: str, left: Quantity, right: Quantity) -> Quantity:
    if operation == "over" and not right.share.number:
        raise Unreadable(f"it contains a division by zero; {HOW}")
    number = _OPERATIONS[operation](left.share.number, right.share.number)
    simple = operation == "over" and not (left.is_ratio or right.is_ratio or left.is_percentage or right.is_percentage)
    expression = not simple or left.is_expression or right.is_expression or bool(left.scale or right.scale)
    ratio = operation == "over" or left.is_ratio or right.is_ratio
    whole_ = not expression and right.number > 0 and left.number.denominator == right.number.denominator == 1
    written = f"{left.number}/{right.number}" if whole_ else ""
    of_decimals = simple and not left.number.denominator == right.number.denominator == 1
    return _bounded(
        Quantity(number, is_ratio=ratio, is_expression=expression, written=written, is_of_decimals=of_decimals)
    )


def _raised(base: Quantity, power: str) -> Quantity:
    """A number raised to a small whole power: 2^10."""
    digits = _exponent(power)
    number = base.share.number
    if len(digits) > 3 or abs(int(digits)) > _MOST_POWER or len(str(number)) * abs(int(digits)) > _MOST_DIGITS:
        raise Unreadable(f"the power {quote(digits)} is too large; {HOW}")
    if not number and int(digits) < 0:
        raise Unreadable(f"it contains a division by zero; {HOW}")
    return _bounded(Quantity(number ** int(digits), is_ratio=base.is_ratio or int(digits) < 0, is_expression=True))


_OPERATIONS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "plus": lambda a, b: a + b,
    "minus": lambda a, b: a - b,
    "times": lambda a, b: a * b,
    "over": lambda a, b: a / b,
}


def _vulgar(token: str) -> Fraction:
    r"""``½``, or ``\frac12``, as the fraction that it is."""
    if token.startswith("\\"):
        parts = re.findall(r"[+-]?\d+(?:\.\d+)?", token) if "{" in token else re.findall(r"\d", token)
    else:
        parts = unicodedata.normalize("NFKC", token).split("\u2044")
    if any(len(part) > _MOST_DIGITS for part in parts):
        raise Unreadable(f"a fraction of {len(token)} characters is too long; {HOW}")
    above, below = map(Fraction, parts)
    if not below:
        raise Unreadable(f"it contains a division by zero; {HOW}")
    return above / below


def _exponent(power: str) -> str:
    return re.sub(r"[\s^*{}()]", "", power.translate(_SUPERSCRIPTS)).replace("–", "-")


def _ten_to(power: str) -> Fraction:
    digits = _exponent(power)
    # the length first: converting thousands of digits is itself slow
    if len(digits) > 6 or abs(int(digits)) > _MOST_EXPONENT:
        raise Unreadable(f"the exponent {quote(digits)} is larger than {_MOST_EXPONENT}; {HOW}")
    return Fraction(10) ** int(digits)


def _bounded(quantity: Quantity) -> Quantity:
    number = quantity.number
    if abs(number) >= 10**_MOST_EXPONENT or number.denominator.bit_length() > 4 * _MOST_DIGITS:
        raise Unreadable(f"the number is larger than 10^{_MOST_EXPONENT}; {HOW}")
    return quantity
