r"""Arithmetic that remembers how it was written.

A derivation computes with terms: ``(q.n + 2 * q.p - q.f) // q.s + 1`` gives 13 and still knows that it was
$\lfloor (n + 2p - f)/s \rfloor + 1 = \lfloor (28 + 2 \cdot 1 - 5)/2 \rfloor + 1$, so that what is printed is what was computed.
Integers and fractions stay exact; a term's **effort** weighs the operations that a person has to do.

Every term is worked out twice: as exactly as the machine can, which gives the answer, and from the digits that are printed, as a
reader does it. What is printed as its result is what the reader gets.

A `Term` behaves as the number that it is, and the functions here take and give numbers as well, so a derivation is typed and
read as plain arithmetic.
"""

from __future__ import annotations

import builtins
import functools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any, cast

from examgen.arrays import FLOAT_DIGITS, Array, whole
from examgen.arrays import Scalar as Scalar  # derivations import it from here, and this:
from examgen.derivation import effort
from examgen.lettering import letter as letter


@dataclass(frozen=True)
class _Operation:
    """How an operation is computed, weighed and written.

    ``binding`` tells which operands need parentheses: an operand that binds weaker than the place it stands in gets them.
    ``effort`` weighs the operation for these operands, see `examgen.derivation.effort`.
    """

    compute: Callable[..., Scalar]
    tex: str
    binding: int
    places: tuple[int, ...]
    effort: Callable[..., float]


_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4


def _divide(a: Scalar, b: Scalar) -> Scalar:
    if isinstance(a, float) or isinstance(b, float):
        return a / b
    if type(a) is int and type(b) is int and b and not a % b:
        return a // b
    return whole(Fraction(a) / Fraction(b))


def _sigmoid(x: Scalar) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _function(name: str, compute: Callable[..., Scalar]) -> _Operation:
    return _Operation(compute, rf"{name}\left({{0}}\right)", _ATOM, (0,), effort.function)


_OPERATIONS = {
    "+": _Operation(lambda a, b: a + b, "{0} + {1}", _SUM, (_SUM, _PRODUCT), effort.addition),
    "-": _Operation(lambda a, b: a - b, "{0} - {1}", _SUM, (_SUM, _PRODUCT), effort.addition),
    "*": _Operation(lambda a, b: a * b, r"{0} \cdot {1}", _PRODUCT, (_PRODUCT, _POWER), effort.multiplication),
    "/": _Operation(_divide, r"\frac{{{0}}}{{{1}}}", _POWER, (0, 0), effort.division),
    "//": _Operation(
        lambda a, b: a // b, r"\left\lfloor \frac{{{0}}}{{{1}}} \right\rfloor", _ATOM, (0, 0), effort.division
    ),
    "ceil": _Operation(
        lambda a, b: -(-a // b), r"\left\lceil \frac{{{0}}}{{{1}}} \right\rceil", _ATOM, (0, 0), effort.division
    ),
    "**": _Operation(lambda a, b: a**b, "{0}^{{{1}}}", _POWER, (_ATOM, 0), effort.power),
    "neg": _Operation(lambda a: -a, "-{0}", _SUM, (_PRODUCT,), effort.copying),
    "exp": _Operation(math.exp, "e^{{{0}}}", _POWER, (0,), effort.function),
    "ln": _function(r"\ln", lambda x: math.log(x)),
    "sqrt": _Operation(lambda x: math.sqrt(x), r"\sqrt{{{0}}}", _ATOM, (0,), effort.function),
    "tanh": _function(r"\tanh", math.tanh),
    "cos": _function(r"\cos", math.cos),
    "sigmoid": _function(r"\sigma", _sigmoid),
    "normal": _function(r"\Phi", lambda x: (1 + math.erf(x / math.sqrt(2))) / 2),
    "max": _Operation(lambda *v: builtins.max(v), r"\max\left({all}\right)", _ATOM, (), effort.comparison),
    "min": _Operation(lambda *v: builtins.min(v), r"\min\left({all}\right)", _ATOM, (), effort.comparison),
    "abs": _Operation(lambda x: builtins.abs(x), r"\left|{0}\right|", _ATOM, (0,), effort.copying),
}


class Term:
    """A number that remembers how it was computed.

    Attributes:
        value: the number; exact where the work was.
        symbol: TeX of its name, for a parameter that has one.
        constant: whether it is a number of the formula itself, such as the 1 in $n + 1$.
        source: the term of an earlier line whose result it is.
    """

    __slots__ = ("_digits", "_reading", "_spelling", "constant", "operation", "parts", "source", "symbol", "value")

    def __init__(
        self,
        value: Scalar,
        *,
        symbol: str = "",
        constant: bool = False,
        operation: str = "",
        parts: tuple[Term, ...] = (),
        source: Term | None = None,
    ) -> None:
        self.value = value
        self.symbol = symbol
        self.constant = constant
        self.operation = operation
        self.parts = parts
        self.source = source
        self._digits: Decimal | None = None
        self._reading: Scalar | None = None
        self._spelling = ""

    # what it is -----------------------------------------------------------------------------------------------------

    @property
    def effort(self) -> float:
        """The work of a person who works it out, see `examgen.derivation.effort`."""
        return _work(self) if self.operation else 0.0

    @property
    def formula(self) -> str | None:
        """The TeX of the term in symbols, where all that goes into it has a name; else ``None``."""
        if not self.operation:
            return None
        named = False
        for leaf in self._leaves():
            if leaf.symbol:
                named = True
            elif not leaf.constant:
                return None
        return self._written(symbols=True) if named else None

    @property
    def numbers(self) -> str:
        """The TeX of the term with its numbers put in."""
        return self._written(symbols=False)

    @property
    def reading(self) -> Scalar:
        """What a reader gets who works it out with the digits that are printed; not rounded yet, and exact where they are."""
        if not isinstance(self.value, float):
            return self.value
        if self._reading is None:
            self._reading = self._read()
        return self._reading

    def _read(self) -> Scalar:
        if self.source is not None:
            return _exact(self.source.digits)
        if not self.operation:
            return _exact(_rounded(self.value))
        try:
            read = _OPERATIONS[self.operation].compute(*(part.reading for part in self.parts))
        except (ArithmeticError, ValueError):  # a divisor of which the printed digits leave nothing
            read = self.value
        return _exact(read)

    @property
    def digits(self) -> Decimal:
        """The digits that are printed for it."""
        if self._digits is None:
            self._digits = _rounded(self.reading)
        return self._digits

    @property
    def shown(self) -> Scalar:
        """The number that is printed for it."""
        return float(self.digits) if isinstance(self.value, float) else self.value

    @property
    def is_exact(self) -> bool:
        """Whether what is printed for it is all of it."""
        if not isinstance(self.value, float):
            return True
        return _exact(self.digits) == self.reading and math.isclose(
            self.shown, self.value, rel_tol=1e-12, abs_tol=1e-12
        )

    @property
    def _spelled(self) -> str:
        """The TeX of the number that is printed for it."""
        if not self._spelling:
            self._spelling = number(self.shown)
        return self._spelling

    def _leaves(self) -> Iterable[Term]:
        for part in self.parts:
            if part.parts:
                yield from part._leaves()
            else:
                yield part
        if not self.parts:
            yield self

    def _written(self, *, symbols: bool, leading: bool = True) -> str:
        """The TeX; a negative number is bare only where it leads: 2 - -3, 2 · -3 and -3² would be misread."""
        if not self.operation:
            text = self.symbol if symbols and self.symbol else self._spelled
            return rf"\left({text}\right)" if text.startswith("-") and not leading else text
        rule = _OPERATIONS[self.operation]
        if "{all}" in rule.tex:
            return rule.tex.format(all=", ".join(part._written(symbols=symbols) for part in self.parts))
        written = [
            part._placed(
                place,
                symbols=symbols,
                leading=place == 0 or (index == 0 and leading and place < _ATOM and self.operation != "neg"),
            )
            for index, (part, place) in enumerate(zip(self.parts, rule.places, strict=True))
        ]
        if self.operation == "*" and symbols and self.parts[0].constant and len(self.parts[1].symbol) == 1:
            return "".join(written)  # 2p
        if self.operation == "/" and written[0].startswith("-") and not leading:
            return rf"\left({rule.tex.format(*written)}\right)"  # on one line, 5/4 + -6/4 would be misread
        return rule.tex.format(*written)

    def _placed(self, place: int, *, symbols: bool, leading: bool) -> str:
        """The TeX in a place that wants operands binding at least so strongly."""
        if self.operation:
            binding = _OPERATIONS[self.operation].binding
        else:
            binding = _ATOM if symbols and self.symbol else _binding(self._spelled)
        if binding < place:
            return rf"\left({self._written(symbols=symbols)}\right)"
        return self._written(symbols=symbols, leading=leading)

    # how it is computed with ----------------------------------------------------------------------------------------

    def __add__(self, other: Scalar | Term) -> Term:
        if type(other) is not Term:
            return _apply("+", self, other)
        return _worked("+", self.value + other.value, (self, other))

    def __radd__(self, other: Scalar) -> Term:
        return _apply("+", other, self)

    def __sub__(self, other: Scalar | Term) -> Term:
        if type(other) is not Term:
            return _apply("-", self, other)
        return _worked("-", self.value - other.value, (self, other))

    def __rsub__(self, other: Scalar) -> Term:
        return _apply("-", other, self)

    def __mul__(self, other: Scalar | Term) -> Term:
        if type(other) is not Term:
            return _apply("*", self, other)
        return _worked("*", self.value * other.value, (self, other))

    def __rmul__(self, other: Scalar) -> Term:
        return _apply("*", other, self)

    def __truediv__(self, other: Scalar | Term) -> Term:
        return _apply("/", self, other)

    def __rtruediv__(self, other: Scalar) -> Term:
        return _apply("/", other, self)

    def __floordiv__(self, other: Scalar | Term) -> Term:
        return _apply("//", self, other)

    def __rfloordiv__(self, other: Scalar) -> Term:
        return _apply("//", other, self)

    def __pow__(self, other: Scalar | Term) -> Term:
        return _apply("**", self, other)

    def __rpow__(self, other: Scalar) -> Term:
        return _apply("**", other, self)

    def __neg__(self) -> Term:
        return _apply("neg", self)

    def __abs__(self) -> Term:
        return _apply("abs", self)

    def __mod__(self, other: Scalar | Term) -> Scalar:
        return self.value % _value(other)

    def __eq__(self, other: object) -> bool:
        return bool(self.value == (other.value if isinstance(other, Term) else other))

    def __lt__(self, other: Scalar | Term) -> bool:
        return self.value < _value(other)

    def __le__(self, other: Scalar | Term) -> bool:
        return self.value <= _value(other)

    def __gt__(self, other: Scalar | Term) -> bool:
        return self.value > _value(other)

    def __ge__(self, other: Scalar | Term) -> bool:
        return self.value >= _value(other)

    def __hash__(self) -> int:
        return hash(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __index__(self) -> int:
        if not isinstance(self.value, int):
            raise TypeError(f"{self.value} is not an integer")
        return self.value

    __int__ = __index__

    def __float__(self) -> float:
        return float(self.value)

    def __str__(self) -> str:
        return self._spelled

    __repr__ = __str__


def _value(other: Scalar | Term) -> Scalar:
    return other.value if isinstance(other, Term) else other


def _apply(operation: str, *operands: Scalar | Term) -> Term:
    parts = tuple([o if isinstance(o, Term) else Term(o, constant=True) for o in operands])
    return _worked(operation, _OPERATIONS[operation].compute(*[part.value for part in parts]), parts)


def _worked(operation: str, value: Scalar, parts: tuple[Term, ...]) -> Term:
    """What comes out of an operation."""
    kind: type = type(value)  # rather than isinstance, which asks the abstract base of fractions about every integer
    if kind is Fraction:
        value = whole(value)  # type: ignore[arg-type]
    return Term(value, operation=operation, parts=parts)


def _work(term: Term) -> float:
    """The effort of an operation and of those that it goes on from."""
    parts, weigh = term.parts, _OPERATIONS[term.operation].effort
    if len(parts) == 2:  # by far the most
        one, other = parts
        work = weigh(one.value, other.value)
        if one.operation:
            work += _work(one)
        return work + _work(other) if other.operation else work
    work = weigh(*[part.value for part in parts])
    for part in parts:
        if part.operation:
            work += _work(part)
    return work


def reworked(term: Term, *parts: Term, operation: str = "") -> Term:
    """The term worked out from other parts, or by another operation: ``reworked(a + b, a, b, operation="-")`` is a − b."""
    return _apply(operation or term.operation, *parts)


def operands(term: Term, operation: str) -> Iterator[Term]:
    """What a chain of one operation is worked out from, in order: of ``a + b * c + d`` and ``+`` that is a, b * c and d."""
    if term.operation != operation:
        yield term
        return
    for part in term.parts:
        yield from operands(part, operation)


def chained(term: Term, parts: Sequence[Term]) -> Term:
    """The operation of a term applied to parts, from left to right."""
    return functools.reduce(lambda total, part: reworked(term, total, part), parts)


def plain(value: Any) -> Any:
    """The bare numbers of a term or of nested tuples of terms."""
    if isinstance(value, Term):
        return value.value
    return tuple(plain(item) for item in value) if isinstance(value, tuple | list) else value


def handed_on(value: Any) -> Any:
    """What was worked out, in nested tuples as well, as numbers to go on with: a reader goes on with the digits printed."""
    if isinstance(value, tuple | list):
        return tuple(handed_on(item) for item in value)
    if isinstance(value, Term):
        return Term(value.value, source=value)
    return value if value is None or isinstance(value, str | bool) else Term(value)


def unnamed(value: Any) -> Any:
    """Numbers as terms without a symbol, in nested tuples as well: where a formula reads better with numbers alone."""
    return handed_on(value)


def number(value: Scalar) -> str:
    """A number as TeX: integers and fractions exactly (4.5, but 1/3), others to six digits; small or large ones with a power of ten.

    Halves are rounded away from zero. A fraction with a finite decimal form and a factor 5 below, such as 384/625, is written as
    its decimals, 0.6144.
    """
    if type(value) is int:  # by far the most
        return str(value) if -10_000 < value < 10_000 else _point(Decimal(value))
    if isinstance(value, Fraction):
        if 1000 % value.denominator == 0 or (value.denominator % 5 == 0 and 10**6 % value.denominator == 0):
            return _point(_quotient(value))  # 4.5 rather than 9/2
        sign = "-" if value < 0 else ""
        return rf"{sign}\frac{{{builtins.abs(value.numerator)}}}{{{value.denominator}}}"
    if isinstance(value, int):
        return _point(Decimal(value))
    rounded = _rounded(value)
    if rounded and not -4 <= rounded.adjusted() < 15:
        mantissa = rounded.scaleb(-rounded.adjusted(), _EXACT)
        return rf"{_point(mantissa)} \cdot 10^{{{rounded.adjusted()}}}"
    return _point(rounded)


DIGITS = 6
"""So many digits of a number without end are printed, and the whole of what stands before the point."""
_EXACT = Context(prec=2000)


def _rounded(value: Scalar) -> Decimal:
    """A number to the digits that are printed of it, halves away from zero."""
    decimal = _quotient(value) if isinstance(value, int | Fraction) else Decimal(f"{value:.{FLOAT_DIGITS}g}")
    places = DIGITS - 1 - decimal.adjusted()
    if decimal.adjusted() < 15:
        places = builtins.max(places, 0)
    return decimal.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT) if decimal else Decimal(0)


def _exact(value: Scalar | Decimal) -> Scalar:
    """The same number as a fraction."""
    return cast(Scalar, Fraction(value))


def _quotient(value: Scalar) -> Decimal:
    """An exact number as a decimal one, with more digits than anyone prints."""
    above, below = Fraction(value).as_integer_ratio()
    return Context(prec=60).divide(Decimal(above), Decimal(below))


def _point(value: Decimal) -> str:
    """A decimal number with no more digits than it has: 4.5 and 24{,}883."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if "." not in text and builtins.abs(value) >= 10_000:
        return f"{int(text):,}".replace(",", "{,}")
    return text if text.strip("-0.") else "0"


def _binding(text: str) -> int:
    """How strongly a number binds as it is written: 1/3 and a power of ten want parentheses before an exponent."""
    return _PRODUCT if r"\cdot" in text else _POWER if r"\frac" in text else _ATOM


# The functions below are typed as plain arithmetic on numbers; at work they get terms and give terms. --------------------


class Prose(str):
    """An answer in sentences; any other text that a derivation answers is code."""


def exp(x: Scalar) -> Scalar:
    """$e^x$."""
    return cast(Scalar, _apply("exp", x))


def ln(x: Scalar) -> Scalar:
    """The natural logarithm.

    Raises:
        ValueError: ``x`` is not positive.
    """
    return cast(Scalar, _apply("ln", x))


def sqrt(x: Scalar) -> Scalar:
    """The square root."""
    return cast(Scalar, _apply("sqrt", x))


def tanh(x: Scalar) -> Scalar:
    """The hyperbolic tangent."""
    return cast(Scalar, _apply("tanh", x))


def cos(x: Scalar) -> Scalar:
    """The cosine of an angle in radians."""
    return cast(Scalar, _apply("cos", x))


def sigmoid(x: Scalar) -> Scalar:
    r"""$\sigma(x) = 1 / (1 + e^{-x})$."""
    return cast(Scalar, _apply("sigmoid", x))


def normal(x: Scalar) -> Scalar:
    r"""$\Phi(x)$, the distribution function of the standard normal distribution."""
    return cast(Scalar, _apply("normal", x))


def relu(x: Scalar) -> Scalar:
    r"""$\max(0, x)$."""
    return cast(Scalar, _apply("max", 0, x))


def ceil_div(a: Scalar, b: Scalar) -> Scalar:
    r"""$\lceil a / b \rceil$."""
    return cast(Scalar, _apply("ceil", a, b))


def largest(values: Iterable[Scalar]) -> Scalar:
    """The greatest of several numbers."""
    return cast(Scalar, _apply("max", *values))


def smallest(values: Iterable[Scalar]) -> Scalar:
    """The least of several numbers."""
    return cast(Scalar, _apply("min", *values))


def total(values: Iterable[Scalar]) -> Scalar:
    """The sum, written out term by term; 0 for none."""
    result: Scalar | None = None
    for value in values:
        result = value if result is None else result + value
    return 0 if result is None else result


def product(values: Iterable[Scalar]) -> Scalar:
    """The product, written out factor by factor; 1 for none."""
    result: Scalar | None = None
    for value in values:
        result = value if result is None else result * value
    return 1 if result is None else result


def mean(values: Sequence[Scalar]) -> Scalar:
    """The sum over how many there are."""
    return total(values) / len(values)


def dot(a: Sequence[Scalar], b: Sequence[Scalar]) -> Scalar:
    """$a_1 b_1 + a_2 b_2 + …$ of two rows of equal length."""
    return total(x * y for x, y in zip(a, b, strict=True))


def times(row: Sequence[Scalar], matrix: Sequence[Sequence[Scalar]]) -> tuple[Scalar, ...]:
    """A row ``(n,)`` times a matrix ``(n, m)``."""
    return tuple(dot(row, column) for column in zip(*matrix, strict=True))


def each(function: Callable[..., Scalar], *values: Array) -> Any:
    """A function of numbers applied cell by cell to arrays of equal shape."""
    if isinstance(values[0], tuple):
        return tuple(each(function, *items) for items in zip(*values, strict=True))
    return function(*values)
