"""Derivations compute: a reader who computes with the digits shown gets the result shown, and an answer that is accepted."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import islice
from typing import Any

import pytest

from examgen.bank.bank import Bank
from examgen.derivation.lines import Line, Show, derive
from examgen.derivation.terms import Term
from examgen.model import observable
from examgen.model.observable import parts
from examgen.question.entry import Looked
from examgen.question.question import Question
from examgen.question.selection import candidates, seeded

BANK = Bank()
DRAWS = 3
MANY = 60
DIGITS = 6
TOKEN = re.compile(
    r"\\left\\lfloor|\\right\\rfloor|\\left\\lceil|\\right\\rceil|\\left\(|\\right\)|\\left\||\\right\||\\frac|\\sqrt|\\cdot"
    r"|\\ln|\\tanh|\\sigma|\\Phi|\\max|\\min|e\^\{|\d+(?:\{,\}\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[-+^{},]"
)
FUNCTIONS: dict[str, Callable[[Fraction], float]] = {
    r"\ln": math.log,
    r"\tanh": math.tanh,
    r"\sigma": lambda x: 1 / (1 + math.exp(-x)),
    r"\Phi": lambda x: math.erfc(-x / math.sqrt(2)) / 2,
}


class Calculator:
    """A printed formula worked out as a reader would: from its digits and nothing else."""

    def __init__(self, tex: str) -> None:
        self.tokens: list[str] = TOKEN.findall(tex)
        assert "".join(self.tokens).replace(" ", "") == tex.replace(" ", ""), f"this is no formula of numbers: {tex}"
        self.value = self.sum()
        assert not self.tokens, f"{tex}: {self.tokens} is left over"

    def comes(self, token: str) -> bool:
        if self.tokens and self.tokens[0] == token:
            del self.tokens[0]
            return True
        return False

    def expect(self, token: str) -> None:
        assert self.comes(token), f"expected {token} before {self.tokens}"

    def sum(self) -> Fraction:
        value = -self.product() if self.comes("-") else self.product()
        while self.tokens and self.tokens[0] in "+-":
            sign = 1 if self.tokens.pop(0) == "+" else -1
            value += sign * self.product()
        return value

    def product(self) -> Fraction:
        value = self.power()
        while self.comes(r"\cdot"):
            value *= self.power()
        return value

    def power(self) -> Fraction:
        value = self.atom()
        while self.comes("^"):
            value = Fraction(value ** self.braced())
        return value

    def braced(self) -> Fraction:
        self.expect("{")
        return self.closed("}")

    def closed(self, close: str) -> Fraction:
        value = self.sum()
        self.expect(close)
        return value

    def listed(self) -> Iterator[Fraction]:
        self.expect(r"\left(")
        yield self.sum()
        while self.comes(","):
            yield self.sum()
        self.expect(r"\right)")

    def atom(self) -> Fraction:
        match self.tokens.pop(0):
            case r"\left(":
                return self.closed(r"\right)")
            case r"\left|":
                return abs(self.closed(r"\right|"))
            case r"\left\lfloor":
                return Fraction(math.floor(self.closed(r"\right\rfloor")))
            case r"\left\lceil":
                return Fraction(math.ceil(self.closed(r"\right\rceil")))
            case r"\frac":
                return self.braced() / self.braced()
            case r"\sqrt":
                return Fraction(math.sqrt(self.braced()))
            case r"\max":
                return max(self.listed())
            case r"\min":
                return min(self.listed())
            case "e^{":
                return Fraction(math.exp(self.closed("}")))
            case name if name in FUNCTIONS:
                self.expect(r"\left(")
                return Fraction(FUNCTIONS[name](self.closed(r"\right)")))
            case digits:
                return Fraction(digits.replace("{,}", ""))


def to_digits(value: Fraction) -> Fraction:
    """A number rounded to six digits, or to a whole one that has more of them; halves away from zero."""
    if not value:
        return value
    exponent = math.floor(math.log10(abs(value)))
    unit = Fraction(10) ** min(exponent - DIGITS + 1, 0)
    return math.copysign(1, value) * math.floor(abs(value) / unit + Fraction(1, 2)) * unit  # type: ignore[return-value]


def faults(line: Line) -> Iterator[str]:
    """The formulas of a line whose printed numbers do not give the printed result."""
    for term, formula in zip(line.terms, line.formulas, strict=True):
        stages = re.split(r" (=|\\approx) ", formula)
        if not term.operation or len(stages) < 3 or stages[-3] == line.symbol:
            continue
        *_, numbers, sign, result = stages
        worked, shown = Calculator(numbers).value, Calculator(result).value
        rounded = math.isclose(shown, worked, rel_tol=1e-11, abs_tol=1e-15) or math.isclose(
            shown, to_digits(worked), rel_tol=1e-11
        )
        if not rounded or (sign == "=" and not math.isclose(shown, worked, rel_tol=1e-11, abs_tol=1e-15)):
            yield f"{formula} (it is {float(worked):.8g})"


class Reader(Show):
    """Goes on with the digits that are printed."""

    def _write(self, why: str, value: Any, ask: str, symbol: str, words: Mapping[str, object]) -> Any:
        result = super()._write(why, value, ask, symbol, words)
        return result if isinstance(result, str) else as_printed(result)


def as_printed(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(as_printed(item) for item in value)
    if not isinstance(value, Term):
        return value
    return Term(float(Calculator(str(value)).value) if isinstance(value.value, float) else value.value)


def misled(variant: Question) -> Iterator[str]:
    """Where a reader who goes on with the printed digits throughout gets other lines, or an answer that an ask refuses."""
    reader = Reader(references=Looked(variant.entry))
    read, right = derive(variant.entry.solve, variant, variant.symbols, show=reader), variant.derivation()
    for ours, theirs in zip(right.lines, read.lines, strict=True):
        pairs = zip(ours.formulas, theirs.formulas, strict=True)
        yield from (
            f"{a}, but the reader has {b}" for a, b in pairs if a.replace(r"\approx", "=") != b.replace(r"\approx", "=")
        )
    for name, ask in variant.asks.items():
        if ask.type.is_numeric and name in right.answers:
            key = ask.type.fit(right.answers[name])
            if not ask.type.compare(read.answers[name], key).right:
                yield f"{name}: the reader gets {read.answers[name]}, the key is {key}"


def undecided(variant: Question, line: Line) -> Iterator[str]:
    """ReLUs of exactly 0, where the derivative of the loss depends on what one takes for that of ReLU."""
    observed = [ask.observes(name) for name, ask in variant.asks.items()]
    if not any(isinstance(part, observable.Gradient) for one in observed if one is not None for part in parts(one)):
        return
    for term in line.terms:
        for part in each_part(term):
            zero, *inputs = part.parts or (part,)
            if part.operation == "max" and zero.constant and not zero.value and not all(item.value for item in inputs):
                yield f"{part.numbers}: the derivative of ReLU at 0"


def cut_off(line: Line) -> Iterator[str]:
    """Drawn numbers that have more digits than are printed."""
    for term in line.terms:
        for part in each_part(term):
            if not part.parts and part.source is None and not part.is_exact:
                yield f"{part.value} is printed as {part}"


def each_part(term: Term) -> Iterator[Term]:
    yield term
    for part in term.parts:
        yield from each_part(part)


def check(id_: str, draws: int) -> tuple[int, list[str]]:
    """How many formulas were worked out, and what is wrong with them."""
    entry, found, count = BANK.question(id_), [], 0
    for variant in islice(candidates(entry, seeded("shown digits", entry), {}), draws):
        for line in variant.derivation().lines:
            count += len(line.terms)
            found += [*faults(line), *undecided(variant, line), *cut_off(line)]
        found += misled(variant)
    return count, found


@pytest.mark.parametrize("id_", BANK.ids)
def test_the_digits_shown_give_the_result_shown(id_: str) -> None:
    _, found = check(id_, DRAWS)
    assert not found


def test_a_relu_of_exactly_0_is_seen() -> None:
    variant = BANK.question("recurrent.bptt").variant(x=(2, 2, 3), wx=2, wh=-2, b=0, h0=2, y=1, activation="relu")
    lines = variant.derivation().lines
    assert [fault for line in lines for fault in undecided(variant, line)]
    assert not variant.admissible()


@pytest.mark.prove
@pytest.mark.parametrize("id_", BANK.ids)
def test_the_digits_shown_give_the_result_shown_in_many_draws(id_: str) -> None:
    _, found = check(id_, MANY)
    assert not found
