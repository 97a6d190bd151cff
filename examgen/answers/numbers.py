"""Reading one number the way students write it.

A point or a comma can be a decimal mark or a thousands mark. Both readings are tried; where both fit, as in ``1,000``,
the kind's ``Marks`` says which one is meant, or the text is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from examgen.answers.answer_type import Reading, Unreadable
from examgen.answers.spelling import spell
from examgen.answers.tidy import quote
from examgen.arrays import Scalar, whole


@dataclass(frozen=True)
class Marks:
    """What a single mark before exactly three digits means; a mark in neither string is ambiguous there."""

    decimal: str
    thousands: str
    advice: str


REAL = Marks(decimal=".", thousands="", advice="write {whole} or {decimal}")
COMMA = Marks(decimal=".,", thousands="", advice="write {whole} or {decimal}")
"""As `REAL`, of someone who has written a decimal comma beside it."""
INTEGER = Marks(decimal="", thousands=",", advice="write {whole} without a mark")

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s?(?P<body>[.,]?\d(?:[\d.,'_]| (?=\d))*)"
    r"(?:[eE](?P<e>[+-]?\d+)|\s?[×xX*·]\s?10\^(?P<power>[+-]?\d+))?\s?(?P<percent>%?)"
)
_POWER_OF_TEN = re.compile(r"(?P<sign>[+-]?)\s?10\^(?P<power>[+-]?\d+)")
_FRACTION = re.compile(r"(?P<sign>[+-]?)\s?(?P<above>\d+)\s?/\s?(?P<below>\d+)")
_WHOLE = re.compile(r"\d+|[1-9]\d{0,2}(?:(?P<mark>[.,'_ ])\d{3})(?:(?P=mark)\d{3})*")

# Far beyond any answer, and far within what floats hold and what int() converts quickly.
_MOST_DIGITS = 400
_MOST_EXPONENT = 300

_HOW = "write it like 42, 0.5, 1/3 or 1.5e-3"
_REASONS = (
    (re.compile(r"\d \d+\s?/\s?\d+$"), "could be a mixed number; write it as one fraction or decimal, 3/2 or 1.5"),
    (re.compile(r"^[+-]?\s?(?:nan|inf|infinity|∞)$", re.IGNORECASE), f"is not a finite number; {_HOW}"),
    (re.compile(r"^[+-]?\s?[\d.,]+\s?[^\W\d_]+$"), f"has a unit or a letter after the number; leave it out and {_HOW}"),
    (re.compile(r"=|≈"), "holds more than the result; write only the number"),
    (re.compile(r"(?<=[\w)\s])[-+*/^×·(]"), "is an expression; write its result as one number"),
    (re.compile(r"\d[\s,;|&]+[-+.]?\d"), "is more than one number; write one number"),
    (re.compile(""), f"is not a number; {_HOW}"),
)


def read_number(text: str, marks: Marks) -> Reading:
    """Read one number of tidy text.

    Raises:
        Unreadable: it is no number, more than one, too large, or can be read in two ways.
    """
    for pattern, reader in ((_NUMBER, _decimal), (_FRACTION, _fraction), (_POWER_OF_TEN, _power_of_ten)):
        if match := pattern.fullmatch(text):
            return reader(match, marks)
    reason = next(reason for pattern, reason in _REASONS if pattern.search(text))
    raise Unreadable(f"{quote(text)} {reason}")


def _decimal(match: re.Match[str], marks: Marks) -> Reading:
    digits, decimals = _digits(match["body"], marks)
    number = _signed(match["sign"], _integer(digits + decimals)) * _ten_to(match["e"] or match["power"] or "0")
    number /= 10 ** len(decimals)
    if match["percent"]:
        share = _bounded(number / 100)
        return Reading(whole(share), f"{spell(_plain(number))} % = {spell(_plain(share))}")
    value = _plain(_bounded(number))
    return Reading(value, spell(value))


def _fraction(match: re.Match[str], marks: Marks) -> Reading:
    below = _integer(match["below"])
    if not below:
        raise Unreadable(f"{quote(match[0])} divides by zero; {_HOW}")
    value = whole(_bounded(_signed(match["sign"], _integer(match["above"])) / below))
    return Reading(value, spell(value))


def _power_of_ten(match: re.Match[str], marks: Marks) -> Reading:
    value = _plain(_bounded(_signed(match["sign"], 1) * _ten_to(match["power"])))
    return Reading(value, spell(value))


def _digits(body: str, marks: Marks) -> tuple[str, str]:
    """The digits before and after the decimal mark, in the one reading that is meant."""
    as_whole = _WHOLE.fullmatch(body)
    as_decimal = next((split for mark in ".," if (split := _split_at(mark, body))), None)
    if as_whole and as_decimal:
        mark = as_whole["mark"]
        if mark not in marks.decimal + marks.thousands:
            readings = {"whole": _bare(body), "decimal": f"{as_decimal[0]}.{as_decimal[1].rstrip('0') or '0'}"}
            advice = marks.advice.format(**readings)
            raise Unreadable(f"{quote(body)} could be {readings['whole']} or {readings['decimal']}; {advice}")
        return (_bare(body), "") if mark in marks.thousands else as_decimal
    if as_whole:
        return _bare(body), ""
    if as_decimal:
        return as_decimal
    if " " in body:
        raise Unreadable(f"{quote(body)} is more than one number; write one number")
    raise Unreadable(f"the points and commas of {quote(body)} fit no number; write it like 1234.5")


def _split_at(mark: str, body: str) -> tuple[str, str] | None:
    """The digits on both sides of a decimal mark, if it can be one; another mark may group those before it."""
    before, found, after = body.rpartition(mark)
    if not found or not (after.isdigit() or (mark == "." and not after)):
        return None
    grouped = _WHOLE.fullmatch(before)
    if before and (not grouped or grouped["mark"] == mark):
        return None
    return _bare(before), after


def _bare(digits: str) -> str:
    return re.sub(r"\D", "", digits)


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise Unreadable(f"a number of {len(digits)} digits is too long; {_HOW}")
    return int(digits)


def _signed(sign: str, number: int) -> Fraction:
    return Fraction(-number if sign == "-" else number)


def _ten_to(exponent: str) -> Fraction:
    # the length first: converting thousands of digits is itself slow
    if len(exponent) > 6 or abs(int(exponent)) > _MOST_EXPONENT:
        raise Unreadable(f"the exponent {quote(exponent)} is beyond {_MOST_EXPONENT}; {_HOW}")
    return Fraction(10) ** int(exponent)


def _bounded(number: Fraction) -> Fraction:
    if abs(number) >= 10**_MOST_EXPONENT:
        raise Unreadable(f"the number is 10^{_MOST_EXPONENT} or more; {_HOW}")
    return number


def _plain(number: Fraction) -> Scalar:
    """An integer where it is one, else the nearest float: 0.1 as typed, not the fraction 1/10."""
    value = whole(number)
    return float(value) if isinstance(value, Fraction) else value
