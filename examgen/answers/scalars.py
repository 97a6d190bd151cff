"""Answers that are one number: ``Integer`` and ``Real``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Comparison, Reading, Unreadable, near
from examgen.answers.characters import plain, quote
from examgen.answers.fitting import checked_decimals, fitted, number, squeezed
from examgen.answers.numerals import Convention, OtherConvention, Quantity, evaluated
from examgen.answers.parsing import Misfit, Node, check_reasons, parsed, tokens
from examgen.answers.spelling import (
    brief,
    exact,
    is_coarse,
    places,
    round_half_away,
    rounded,
    spell,
    tex_number,
    to_decimals,
)
from examgen.answers.symbols import check_names
from examgen.arrays import AGREEMENT, Array, cells, shape

SAME_UNITS = {
    "%": ("%", "per cent", "percent", "pct", "percentage points"),
    "MB": ("mb", "megabyte", "megabytes"),
    "KB": ("kb", "kilobyte", "kilobytes"),
    "GB": ("gb", "gigabyte", "gigabytes"),
    "MiB": ("mib",),
    "KiB": ("kib",),
    "GiB": ("gib",),
    "ms": ("ms", "millisecond", "milliseconds"),
    "s": ("s", "sec", "second", "seconds"),
    "million": ("m", "million", "mio", "mln"),
    "thousand": ("k", "thousand"),
    "billion": ("bn", "billion"),
}


_DASH = re.compile(r"^(?:[a-z]+ )*?([a-zß]{2,}) [-–] [.,]?\d")
"""Answer - 14: a dash or a sign."""
_INDEX = re.compile(r"([a-zß^_₀-₉]'?)(?:[_^]?(?:\{(?:[^{}]|\{[^{}]*\})*\}|\([^()]*\)|\[[^\[\]]*\])|_[a-z0-9]\+1)")
COPULAS = frozenset(
    (
        "is",
        "are",
        "be",
        "was",
        "equals",
        "equal",
        "to",
        "gives",
        "get",
        "gets",
        "got",
        "becomes",
        "returns",
        "outputs",
        "about",
        "approx",
        "around",
        "by",
    )
)


@dataclass(frozen=True)
class _Number(AnswerType):
    """One number, of which ``unit`` may be written behind it; units that count (pixels, parameters) may stand behind any."""

    @property
    def _asked_unit(self) -> str:
        return ""

    @property
    def _whole(self) -> bool:
        """Whether a whole number is asked for, so that ``1,000`` is a thousand."""
        return True

    def readings(self, text: str, *, expressions: bool = False) -> list[Reading]:
        try:
            return self._readings(text, "start", expressions=expressions)
        except Unreadable:
            if len(text) > _LONGEST_EXPLANATION:
                raise
            with suppress(Unreadable):
                return self._readings(text, "explained", expressions=expressions)
            raise

    def _readings(self, text: str, start: str, *, expressions: bool) -> list[Reading]:
        small = plain(text)
        try:
            tree = parsed("number", small, text, start=start)
        except Misfit as misfit:
            raise Unreadable(f"{misfit.within(text)}; write {self.hint}") from None
        check_reasons(tree, small, text)
        if (dash := _DASH.search(small)) and dash[1] not in COPULAS:
            raise Unreadable(f"the dash in {quote(text)} may or may not be a minus sign; write only the number")
        _check_units(tree, self._asked_unit, text)
        _check_equation(tree, text)
        meant = list(self._meant(tree, text, expressions=expressions))
        if not meant:
            raise Unreadable(f"the points and commas in {quote(text)} do not form a number; write it like 1234.5")
        if self._whole and meant[0].is_grouped:
            meant = meant[:1]
        if self._whole:
            _check_one(meant[0], text)
        _check_explanation(meant[0], tree, text)
        _check_floors(meant[0], tree, text)
        if any(token.type == "NOT_WHOLE" for token in tokens(tree)):
            meant = meant[:1]
        found: dict[Array, Reading] = {}
        for quantity in meant:
            for reading in self._read(quantity, text):
                found.setdefault(reading.value, reading)
        return list(found.values())

    def _check_names(self, text: str, reading: Reading, asked: Sequence[str]) -> None:
        check_names(text, reading, asked, of_lists=False)

    def _meant(self, tree: Node, text: str, *, expressions: bool) -> Iterator[Quantity]:
        """What the text means in each convention that its marks fit."""
        chains = _chains(tree)
        if len(chains) > _MOST_LINES:
            raise Unreadable(f"{quote(text)} may contain several answers; write only the number")
        lines = [_results(chain) for chain in chains]
        conventions: list[tuple[Convention, bool]] = [("point", False), ("comma", self._whole)]
        for convention, dotted in conventions:
            try:
                steps = [[evaluated(node, convention, dotted=dotted) for node in line] for line in lines]
                if len(steps) > 1:
                    _check_steps(tree, lines, steps, convention, text)
                quantities = _floored(steps[-1], chains[-1]) if self._whole else steps[-1]
            except OtherConvention:
                continue
            if not expressions:
                quantities = self._stated(quantities, text)
            if self._asked_unit == "%":  # 0.752 = 75.2 %
                quantities.sort(key=lambda quantity: not quantity.is_percentage)
                first, *others = quantities
                if first.is_percentage:  # 2/3 = 66.7 %
                    quantities = [first, *(q for q in others if not _is_percent_of(q, first))]
            yield from _agreed(quantities, text, is_whole=self._whole)

    def _stated(self, quantities: list[Quantity], text: str) -> list[Quantity]:
        """What stands beside an expression as its result, 6 × 26 = 156; everything where it is not its result."""
        stated = [quantity for quantity in quantities if not quantity.is_expression]
        if not stated:
            raise Unreadable(f"{quote(text)} is an expression; write the result as one number")
        results = {stated[-1].number, stated[-1].share.number}
        for quantity in quantities:
            worked_out = quantity.share.number
            agrees = worked_out in results or (not self._whole and any(is_rounded(worked_out, r) for r in results))
            if quantity.is_expression and not agrees:
                return quantities
        return stated

    def _read(self, quantity: Quantity, text: str) -> Iterator[Reading]:
        unit = self._asked_unit
        if quantity.scale:
            letter, place = quantity.scale
            if letter in SAME_UNITS.get(unit, ()):
                yield self._reading(Quantity(quantity.number / _scale_of(unit)))
                return
            if letter == "m" and text[place] != "M":
                raise Unreadable(f"the m in {quote(text)} can mean several things; write the number in full")
            if self._whole and not unit and _ABOUT.search(plain(text)):  # about 60k is no count
                raise Unreadable(f"{quote(text)} says that its number is rounded; write the number in full")
            if unit in _SCALES:  # 5k where millions are asked are 0.005
                yield self._reading(Quantity(quantity.number / _scale_of(unit)))
                return
            if not self._whole:  # of millions of operations, 569M are 569
                yield self._reading(quantity)
                yield self._reading(Quantity(quantity.number / _scale_of(letter)))
                return
        if quantity.is_percentage and unit != "%":
            share = Quantity(Fraction(quantity.share.number), is_ratio=True)
            said = f"{spell(Quantity(quantity.number).value)} % = {spell(Quantity(share.number).value)}"
            yield Reading(share.value, said)
            if self._whole:
                yield self._reading(Quantity(quantity.number))
            return
        yield self._reading(quantity)

    def _reading(self, quantity: Quantity) -> Reading:
        unit = f" {self._asked_unit}" if self._asked_unit and not quantity.is_ratio else ""
        return Reading(quantity.value, _said(quantity) + unit)


@dataclass(frozen=True)
class Integer(_Number):
    """A whole number, compared exactly; ``1,000`` is a thousand.

    ``28.5`` is read, because it tells which step was forgotten; it is never right.
    """

    name: ClassVar[str] = "integer"

    @property
    def hint(self) -> str:
        return "an integer, for example 42"

    def _reading(self, quantity: Quantity) -> Reading:
        value = quantity.value
        return Reading(value, _said(quantity) if isinstance(value, int) else f"{_said(quantity)}, not an integer")

    def fit(self, value: Array) -> Array:
        whole = fitted(value, rank=0)
        if not isinstance(whole, int):
            raise ValueError(f"expected an integer, got {whole}")
        return whole

    def write(self, value: Array) -> str:
        return _unmistakable(exact(number(value)))

    def tex(self, value: Array) -> str:
        return tex_number(brief(number(value)))


@dataclass(frozen=True)
class Real(_Number):
    """A number, right to one unit in the last asked decimal; the point is the decimal mark, ``1,000`` is refused.

    Of a large number fewer decimals are asked than ``decimals`` says: no more than six digits are significant.

    Attributes:
        decimals: how many decimals are asked for.
        tiny: next to 0 it is meant as it is, and is not what a computation in float64 left over of 0.
        unit: what may stand behind it: where ``"%"`` is asked for, ``75.2 %`` and ``75.2`` are the same.
    """

    decimals: int = 3
    tiny: bool = False
    unit: str = ""
    name: ClassVar[str] = "real"

    def __post_init__(self) -> None:
        checked_decimals(self.decimals)
        if self.unit and self.unit not in SAME_UNITS:
            raise ValueError(f"expected one of the units {', '.join(SAME_UNITS)}, got {self.unit!r}")

    @property
    def hint(self) -> str:
        if self.unit == "%":
            return f"a percentage {to_decimals(self.decimals)}, for example {rounded(12.5, self.decimals)}"
        unit = f" of {self.unit}" if self.unit else ""
        if not self.decimals:
            return f"a number{unit} rounded to an integer, for example 42"
        return f"a number{unit} {to_decimals(self.decimals)}, for example {rounded(0.125, self.decimals)}"

    @property
    def tolerance(self) -> float:
        return 10.0**-self.decimals

    @property
    def _asked_unit(self) -> str:
        return self.unit

    @property
    def _whole(self) -> bool:
        return not self.decimals

    def compare(self, value: Array, key: Array) -> Comparison:
        return compared_to_places(value, key, self.decimals)

    def fit(self, value: Array) -> Array:
        if self.tiny and 0 < abs(one := number(squeezed(value, rank=0))) < AGREEMENT:
            return one
        return fitted(value, rank=0)

    def write(self, value: Array) -> str:
        one = number(value)
        return rounded(one, places(one, self.decimals)) + (f" {self.unit}" if self.unit else "")

    def tex(self, value: Array) -> str:
        one = number(value)
        unit = rf"\,\text{{{self.unit}}}".replace("%", r"\%") if self.unit else ""
        return tex_number(rounded(one, places(one, self.decimals))) + unit


def _said(quantity: Quantity) -> str:
    """A number as it was written, as far as a student can check it."""
    return quantity.written if quantity.written and not isinstance(quantity.value, int) else spell(quantity.value)


def compared_to_places(value: Array, key: Array, decimals: int) -> Comparison:
    """Hold numbers against the key to the decimals that are significant, and see which are merely rounded too far."""
    if shape(value) != shape(key):
        return Comparison(cells=())
    right: list[bool] = []
    coarse: list[bool] = []
    for mine, wanted in zip(cells(value), cells(key), strict=True):
        asked = places(wanted, decimals)
        right.append(near(mine, wanted, 10.0**-asked))
        coarse.append(not right[-1] and is_coarse(mine, wanted, asked))
    return Comparison(tuple(right), coarse=tuple(coarse))


def _chains(tree: Node) -> list[Node]:
    """Each line of the working, 28-5 = 23, 23+1 = 24; the only one where there are no steps."""
    top = next(node for node in tree.iter_subtrees_topdown() if node.data in ("steps", "result"))
    found: list[Node] = []
    while top.data == "steps":
        top, _, last = top.children
        found.append(last)
    found.append(top)
    for power in tokens(found[0]):
        if power.type == "POWER" and found[0].data == "result" and _is_lone(found[0], "power"):
            raise Unreadable(f"the power {quote(str(power))} is not evaluated; write the result as one number")
    return found[::-1]


def _is_lone(chain: Node, operation: str) -> bool:
    """Whether nothing stands beside an operation that says what it comes to."""
    return len(chain.children) == 1 and any(node.data == operation for node in chain.iter_subtrees())


_SIGN_OF_NAME = re.compile(r"[=:≈]|\\approx")
_IN_ALL = re.compile(
    r"(?<![a-z])(?:total|sum|summe|insgesamt|zusammen|altogether|together)(?![a-z])"
    r"|^[\s,;]*(?:∴|=+>|→|-+>|(?:so|thus|hence|therefore)(?![a-z]))"
)
_SO = re.compile(
    r"(?<![a-z])(?:so|thus|hence|therefore|we (?:get|obtain|find)|gives?|yields?|leads to|results in)(?![a-z])"
)
_IS_ANSWER = re.compile(r"answer|result|ans|antwort|ergebnis|rßponse|respuesta")
_ROUNDED = re.compile(r"round|floor|truncated|gerundet")


def _check_steps(
    tree: Node, lines: list[list[Node]], steps: list[list[Quantity]], convention: Convention, text: str
) -> None:
    """Refuse lines of working of which one is no true equation or leads to nothing: they may be several answers.

    A line leads somewhere where a later one computes with its result or its name, or where all such results add up to the last:
    weights: 27, bias: 1, total: 28.

    Raises:
        Unreadable: one is or does.
    """
    heads = _heads(tree)
    unused: list[Fraction] = []
    for place, quantities in enumerate(steps[:-1]):
        result = quantities[-1].number
        agrees = all(each.number == result or is_rounded(each.share.number, result) for each in quantities)
        bare = len(quantities) == 1 and not quantities[0].is_expression
        following, head = steps[place + 1], heads[place + 1]
        rounded_next = _ROUNDED.search(head)
        if not agrees or (bare and not rounded_next and not re.search("[a-zß]", heads[place])):
            raise Unreadable(f"{quote(text)} may contain several answers; write only the number")
        repeated = len(following) == 1 and (
            following[0].number == result or is_rounded(result, following[0].share.number)
        )
        comes_to = len(quantities) == len(following) == 1 and not bare and not following[0].is_expression
        concluded = _SO.search(head) and _SIGN_OF_NAME.search(heads[place]) and _SIGN_OF_NAME.search(head)
        if (
            concluded
            or (repeated and _IS_ANSWER.search(head))
            or (comes_to and not re.search("[a-zß]", head) and following[0].number == result)
            or (rounded_next and len(following) == 1 and abs(following[0].number - result) < 1)
        ):
            continue
        name = _name(heads[place])
        for later in range(place + 1, len(steps)):
            line = lines[later]
            operands = line[:-1] if len(line) > 1 or not steps[later][0].is_expression else line
            numbers = [
                evaluated(number, convention).number
                for operand in operands
                for number in operand.iter_subtrees()
                if number.data == "number"
            ]
            formula = _formula(heads[later])
            numbers += [Fraction(n.replace(",", ".")) for n in re.findall(r"\d{1,30}(?:[.,]\d{1,30})?", formula)]
            if name in _names(formula) or any(n == result or is_rounded(result, n) for n in numbers if n):
                break
        else:
            unused.append(result)
    if unused and not (_IN_ALL.search(heads[-1]) and sum(unused) == steps[-1][-1].number):
        raise Unreadable(f"{quote(text)} may contain several answers; write only the number")


def _heads(tree: Node) -> list[str]:
    """What stands before each line of the working: z =, then a = sigmoid(z) =."""
    top = next(node for node in tree.iter_subtrees_topdown() if node.data in ("steps", "result"))
    heads: list[str] = []
    while top.data == "steps":
        top, step, _ = top.children
        heads.append(str(step))
    start = min(token.start_pos or 0 for token in tokens(top))
    before = sorted((token.start_pos or 0, str(token)) for token in tokens(tree) if (token.start_pos or 0) < start)
    return ["".join(token for _, token in before), *heads[::-1]]


def _name(head: str) -> str:
    """What a line of the working names its result: z, h1, weights."""
    found = _names(_SIGN_OF_NAME.split(head, maxsplit=1)[0])
    return found[-1] if found and _SIGN_OF_NAME.search(head) else "no name"


def _formula(head: str) -> str:
    """What the result of a line is worked out by, where words or letters say it: sigmoid(z)."""
    name, *formula = _SIGN_OF_NAME.split(head, maxsplit=1)
    if re.search(r"[a-zß\d] ?[-+*/·×] ?[a-zß\d]", name):  # w + b =
        return head
    inside = re.search(r"\((.*)\)", name)
    return (inside[1] if inside else "") + "".join(formula)


def _names(formula: str) -> list[str]:
    return [re.sub(r"[_{}]", "", name) for name in re.findall(r"[a-zß]+(?:_?\{?[a-zß0-9]{1,8}\}?)?", formula)]


def _check_one(quantity: Quantity, text: str) -> None:
    """Refuse what may be two whole numbers, 12/14 and 12,14.

    Raises:
        Unreadable: it may.
    """
    if quantity.number.denominator == 1:
        return
    if quantity.written and all(abs(int(number)) > 9 for number in quantity.written.split("/")):
        raise Unreadable(f"the slash of {quote(text)} may separate two numbers; write only one")
    found = re.search(r"(?<![\d.,])(\d{2,}),(\d{2,})(?![\d.,])", text)
    if found and (len(found[1]) == len(found[2]) or len(found[2]) > 3):
        raise Unreadable(f"the comma of {quote(text)} may separate two numbers; write only one")


def _check_explanation(quantity: Quantity, tree: Node, text: str) -> None:
    """Refuse sentences whose numbers do not come to the last one: each of 32 filters has 145 parameters, so 4640.

    Raises:
        Unreadable: they do not.
    """
    for token in tokens(tree):
        if token.type == "EXPLANATION":
            written = [number.rstrip(".,") for number in re.findall(r"\d[\d.,]*", token)]
            if not all(re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?|[1-9]\d{0,2}(?:,\d{3})+", number) for number in written):
                raise Unreadable(f"{quote(text)} may contain several answers; write only the number")
            found = [Fraction(number.replace(",", "")) for number in written]
            if len(found) > _MOST_EXPLAINING or not _come_to(found, quantity.number):
                raise Unreadable(f"{quote(text)} may contain several answers; write only the number")


def _check_floors(quantity: Quantity, tree: Node, text: str) -> None:
    """Refuse a quotient that is rounded down, floor((32-5)/2) + 1 = 14, and comes to something else.

    Raises:
        Unreadable: it does.
    """
    for token in tokens(tree):
        if token.type == "FORMULA":
            bare = re.sub(r"\\(?:left|right)|(?:(?:math|np)\.|\\[lr])?floor|int|[\s=]", "", token)
            bare = re.sub(r"[\[⌊]", "(", re.sub(r"[\]⌋]", ")", bare)).replace("–", "-")
            if not re.fullmatch(r"[-+*/·×\d.()]+", bare) or bare.count("(") != bare.count(")"):
                continue
            comes_to = calculated(bare)
            if comes_to is None or 0 <= comes_to - quantity.number < 1 or is_rounded(comes_to, quantity.number):
                continue
            raise Unreadable(f"{quote(text)} contains an equation that is not true; write only the number")


def calculated(text: str) -> Fraction | None:
    """What a calculation of numbers comes to; nothing where a text is none."""
    try:
        value = number(Real(decimals=6).read(text, expressions=True).value)
    except Unreadable:
        return None
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


_MOST_EXPLAINING = 10
_MOST_LINES = 12
_LONGEST_EXPLANATION = 400


def _come_to(numbers: list[Fraction], wanted: Fraction) -> bool:
    """Whether two or three of some numbers come to another one by adding, subtracting and multiplying."""
    for count in (2, 3):
        for chosen in permutations(numbers, count):
            reached = {chosen[0]}
            for other in chosen[1:]:
                reached = {result for each in reached for result in (each + other, each - other, each * other)}
            if wanted in reached:
                return True
    return False


def _check_equation(tree: Node, text: str) -> None:
    """Refuse what may be an equation that nobody has solved yet: x - 5 = 3.

    Raises:
        Unreadable: it may.
    """
    inside = sorted(tokens(tree), key=lambda token: token.start_pos or 0)
    for place, token in enumerate(inside):
        named = place and inside[place - 1].type == "LABEL" and inside[place - 1].rstrip().endswith("=")
        if token.type not in ("FORMULA", "LABEL") or (named and token.type == "FORMULA"):  # w' = w - 0.1*2 = 0.3
            continue
        said = _INDEX.sub(r"\1", token)
        said = re.sub(r"\\[a-z]+|[\s:=]", "", said)
        names = set(re.findall(r"[a-zß]+(?:_\{?[a-zß0-9]+\}?|[₀-₉]+)?", said)) - {"e", "pi"}
        numbers = re.findall(r"(?:^|[-+*/·×–(])\d|\d(?=[-+*/·×–])", said)
        if numbers and len(names) == 1 and len(next(iter(names)).split("_")[0]) == 1:
            raise Unreadable(f"{quote(text)} may be an unsolved equation; write only the number")


def _results(chain: Node) -> list[Node]:
    """What is said to be the result, once or several times: 1/3 = 0.333."""
    found: list[Node] = []
    while chain.data == "result":
        *before, last = chain.children
        found.append(last)
        if not before:
            break
        chain = before[0]
    return found[::-1]


def _floored(quantities: list[Quantity], chain: Node) -> list[Quantity]:
    """The whole number that a calculation is rounded to, 27/2 + 1 = 14, or that is said to be rounded; both for 14.5 = 14."""
    *before, last = quantities
    if not before or last.number.denominator > 1:
        return quantities
    rounded_ = all(each.number.denominator > 1 and abs(each.number - last.number) < 1 for each in before)
    said = _ROUNDED.search(str(chain.children[1])) or all(each.is_expression for each in before)
    return [last] if rounded_ and said else quantities


def _agreed(quantities: list[Quantity], text: str, *, is_whole: bool) -> Iterator[Quantity]:
    """The result; where several are given, the exact one if the others are only rounded, else each of them is possible."""
    if len(quantities) > 4:
        raise Unreadable(f"{quote(text)} contains more than the result; write only the number")
    first, *others = quantities
    if len(others) == 1 and others[0].is_ratio and not (is_whole or first.is_percentage):  # 0.33 = 1/3
        exact, written = others[0].number, first.share.number
        first, others = (others[0], [first]) if exact != written and is_rounded(exact, written) else (first, others)
    if others and first.is_of_decimals and not is_whole and is_rounded(first.number, others[-1].share.number):
        first, *others = others[-1], *others[:-1]  # 7.389/11.107 = 0.665
    yield first
    for other in others:
        both = first.is_percentage and other.is_percentage  # 75.2 % is not rounded to 80 %
        numbers = (first.number, other.number) if both else (first.share.number, other.share.number)
        if numbers[0] != numbers[1] and (is_whole or not is_rounded(*numbers)):
            yield other


def _is_percent_of(quantity: Quantity, percentage: Quantity) -> bool:
    """Whether a percentage is a share, rounded."""
    return not quantity.is_percentage and is_rounded(quantity.number, percentage.share.number)


def is_rounded(exact_number: Fraction, other: Fraction) -> bool:
    for digits in range(13):
        scaled = exact_number * 10**digits
        if other * 10**digits in (round_half_away(scaled), Fraction(int(scaled))):
            return True
    return False


def _check_units(tree: Node, asked: str, text: str) -> None:
    """Refuse a unit that changes the number and is not the one asked for."""
    if asked == "%" and any(token.type == "LEAD" and _TO.search(token) for token in tokens(tree)):
        raise Unreadable(f"{quote(text)} may be what remains; write only by what percentage it changes")
    has_unit = any(token.type in ("OTHER_UNIT", "TEX_UNIT") for token in tokens(tree))
    for token in tokens(tree):
        if token.type in ("CHANGE", "CHANGED") and asked != "%":
            raise Unreadable(f"{quote(str(token))} in {quote(text)} could not be interpreted; write only the number")
        unit = token.strip("([ ])") if token.type == "OTHER_UNIT" else ""
        if token.type == "TEX_UNIT":
            unit = re.sub(r"^\\[a-z]+ ?\{ *(?:\\[, ])? *|[ }]", "", str(token))
            unit = unit if any(unit in same for same in SAME_UNITS.values()) else ""
        if token.type in ("UNIT", "COUNTED") and asked in _BYTES and not has_unit:  # 5 bytes, 5 pixels
            unit = str(token).split()[-1]
        if unit and unit not in SAME_UNITS.get(asked, ()):
            written = re.search(re.escape(unit), text, re.IGNORECASE)
            said = quote(written[0] if written else unit)
            raise Unreadable(f"the unit {said} in {quote(text)} is not the required unit; {_in_unit(asked)}")


_TO = re.compile(r"(?<!rounded )(?<![a-z])to\W*$")
"""Reduced to 25 %: what remains, and not by what it changes."""
_BYTES = ("KB", "MB", "GB", "KiB", "MiB", "GiB")


def _in_unit(asked: str) -> str:
    return f"write the number of {asked}" if asked in _BYTES else "write only the number"


_ABOUT = re.compile(
    r"(?<![a-z])(?:about|around|roughly|approx|approximately|circa|ca|etwa|ungefßhr|rund|environ|cerca)(?![a-z])"
)
_SCALES = ("thousand", "million", "billion")


def _scale_of(name: str) -> int:
    return {"k": 10**3, "thousand": 10**3, "bn": 10**9, "billion": 10**9}.get(name, 10**6)


def _unmistakable(text: str) -> str:
    """3.375, a wrong answer to an integer ask, with a zero behind it: it could be three thousand."""
    return f"{text}0" if re.fullmatch(r"-?\d{1,3}\.\d{3}", text) else text
