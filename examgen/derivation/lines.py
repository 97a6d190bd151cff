"""A worked solution: lines, each with why, the expression and its value; the second witness of every answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from examgen.arrays import Array, spelled
from examgen.derivation.terms import Term, number, plain

T = TypeVar("T")


@dataclass(frozen=True)
class Line:
    """One line of a derivation.

    Attributes:
        why: what is done here, in words.
        terms: the terms that it works out; several where it works out an array.
        value: what comes out.
        ask: the ask that it answers, if it answers one.
        symbol: TeX of the name of what comes out.
    """

    why: str
    terms: tuple[Term, ...]
    value: Array | None
    ask: str = ""
    symbol: str = ""

    @property
    def formulas(self) -> tuple[str, ...]:
        """One TeX formula a term: what it is called, in symbols, with its numbers, and worked out."""
        return tuple(_formula(self.symbol if len(self.terms) == 1 else "", term) for term in self.terms)


def _formula(symbol: str, term: Term) -> str:
    stages = [stage for stage in (symbol, term.formula, term.numbers) if stage]
    if not term.operation:
        return " = ".join(stages)
    shown = number(term.value)
    if stages[-1] == shown:
        return " = ".join(stages)  # 5/7 is not worked out any further
    exact = not isinstance(term.value, float) or abs(term.value - round(term.value, 4)) < 1e-12
    return " = ".join(stages) + (" = " if exact else r" \approx ") + shown


@dataclass(frozen=True)
class Derivation:
    """A whole worked solution: its lines, the value of every ask, and the operations that it took."""

    lines: tuple[Line, ...]
    answers: Mapping[str, Array]
    effort: int


@dataclass
class Show:
    """What a derivation writes on.

    ``given`` holds answers of a student: where one is given, the work goes on from it instead of from what was worked out.
    """

    given: Mapping[str, Array] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    answers: dict[str, Array] = field(default_factory=dict)
    effort: int = 0

    def __call__(self, why: str, value: T, *, symbol: str = "") -> T:
        """Write a line, and go on with its value as a plain number."""
        return self._write(why, value, "", symbol)

    def answer(self, ask: str, why: str, value: T, *, symbol: str = "") -> T:
        """Write the line that answers an ask."""
        result = self._write(why, value, ask, symbol)
        self.answers[ask] = spelled(result) if isinstance(result, str) else plain(result)
        return lifted(self.given[ask]) if ask in self.given else result

    def say(self, why: str) -> None:
        """Write a line of words."""
        self.lines.append(Line(why, (), None))

    def _write(self, why: str, value: T, ask: str, symbol: str) -> T:
        if isinstance(value, str):
            self.lines.append(Line(f"{why} `{value}`", (), None, ask))
            return value
        terms = tuple(_terms(value))
        self.effort += sum(term.effort for term in terms)
        self.lines.append(Line(why, terms, plain(value), ask, symbol))
        return lifted(plain(value))  # type: ignore[no-any-return]


def _terms(value: Any) -> Iterator[Term]:
    if isinstance(value, tuple | list):
        for item in value:
            yield from _terms(item)
    else:
        yield value if isinstance(value, Term) else Term(value)


def lifted(value: Any, symbol: str = "") -> Any:
    """Numbers as terms, in nested tuples as well; what is no number stays as it is."""
    if isinstance(value, tuple | list):
        return tuple(lifted(item) for item in value)
    if value is None or isinstance(value, str | bool | Term):
        return value
    return Term(value, symbol=symbol)


class _Parameters:
    """A variant as a derivation sees it: its parameters as terms, and nothing of its network."""

    def __init__(self, variant: BaseModel, symbols: Mapping[str, str]) -> None:
        self._variant = variant
        self._symbols = symbols

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._variant, name)
        if not isinstance(value, int | float | str | tuple | type(None)) and not hasattr(value, "numerator"):
            raise TypeError(f"a derivation works from the parameters alone; {name!r} is not one")
        symbol = self._symbols.get(name) or (symbol_of(name) if name in type(self._variant).model_fields else "")
        return lifted(value, symbol)


def symbol_of(name: str) -> str:
    r"""TeX for a parameter's name: ``n`` is $n$, ``h0`` is $h_0$, ``kernel_size`` is $\text{kernel size}$."""
    if match := re.fullmatch(r"([A-Za-z])([a-z0-9]?)", name):
        letter, index = match.groups()
        return f"{letter}_{index}" if index else letter
    return rf"\text{{{name.replace('_', ' ')}}}"


def derive(
    solve: Callable[[Any, Show], object],
    variant: BaseModel,
    symbols: Mapping[str, str],
    given: Mapping[str, Array] | None = None,
    show: Show | None = None,
) -> Derivation:
    """Work a variant out, from a student's answers where some are given; ``show`` may write otherwise than `Show` does."""
    show = show or Show(given or {})
    solve(_Parameters(variant, symbols), show)
    return Derivation(tuple(show.lines), show.answers, show.effort)
