"""A derivation in small steps, for a student who wants to see the next one and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from examgen.derivation.lines import Derivation, Line


@dataclass(frozen=True)
class Step:
    """One step: words, where it opens a line of the derivation, and formulas in TeX; ``last`` tells that it gives the answer."""

    why: str
    formulas: tuple[str, ...] = ()
    last: bool = False


def steps(derivation: Derivation, ask: str) -> list[Step]:
    """The steps that lead to an ask, from the answer before it; empty where the derivation does not answer it."""
    found: list[Step] = []
    for line in derivation.lines:
        if line.ask == ask:
            return [*found, *_answering(line)]
        found = [] if line.ask else [*found, Step(line.why, line.formulas)]
    return []


def _answering(line: Line) -> Iterator[Step]:
    """A line that gives an answer, broken up: first what to do, then a cell at a time, the last one with the answer."""
    if not any(term.operation for term in line.terms):
        yield Step(line.why, last=True)  # it was only put together: nothing is left but the answer
        return
    if len(line.terms) == 1:
        symbols = line.terms[0].formula
        yield Step(line.why, (symbols,) if symbols else ())
        yield Step("", line.formulas, last=True)
        return
    first, *rest = line.formulas
    yield Step(line.why, (first,), last=not rest)
    for index, formula in enumerate(rest, start=1):
        yield Step("", (formula,), last=index == len(rest))
