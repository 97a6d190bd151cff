"""Plants one mistake in a worked solution: everything before it is right, and everything after it goes on from it.

Two kinds of mistakes can be planted. A question's own misconception that edits the variant (``self.but(…)``): from some line on,
the work is that of the edited variant. And a slip of the pen in one line: the activation function left out, rounded up for down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from examgen.arrays import Array, cells
from examgen.derivation.lines import Line, Show, derive, lifted
from examgen.derivation.terms import Term, largest, mean, reworked
from examgen.question.question import Question

T = TypeVar("T")
Edit = Callable[[Term], Term | None]

_BROKEN_OFF = (ArithmeticError, LookupError, StopIteration, TypeError, ValueError)
"""How a derivation ends that cannot go on with the numbers it has; no colleague would hand it in."""
VISIBLE = 0.005
"""By how much at least a wrong number differs from the right one, as a part of it: a student must not take it for rounding."""


@dataclass(frozen=True)
class Planted:
    """A worked solution, right and with a mistake in it; both have the same lines but for their numbers.

    Attributes:
        right: the lines that work something out.
        wrong: the same lines as the colleague has them.
        place: the first of them that is wrong, from 0.
        feedback: what to tell a student who has this misconception, in the words of the question.
    """

    right: tuple[Line, ...]
    wrong: tuple[Line, ...]
    place: int
    feedback: str

    @property
    def spoiled(self) -> int:
        """The first line from there on that answers an ask, from 0."""
        return next(i for i, line in enumerate(self.wrong) if i >= self.place and line.ask)


def mistakes(variant: Question) -> dict[str, tuple[int, ...]]:
    """The mistakes that may be planted in the work on a variant, each with the lines, from 0, that it could strike.

    Whether one can be seen there shows only when it is planted. Work that breaks off lends itself to none.
    """
    try:
        lines = _worked(variant, Show())
    except _BROKEN_OFF:
        return {}
    own = (slip.name for slip in variant.own_misconceptions() if isinstance(slip.edit(variant), Question))
    found = {name: tuple(range(len(lines))) for name in own}
    for name, (_, edit) in SLIPS.items():
        found[name] = tuple(i for i, line in enumerate(lines) if any(edit(term) is not None for term in line.terms))
    return {name: struck for name, struck in found.items() if struck}


def plant(variant: Question, mistake: str, place: int) -> Planted | None:
    """The work with a mistake in one line; ``None`` where it makes no sense there, or makes no difference that can be seen."""
    own = {slip.name: slip for slip in variant.own_misconceptions()}
    feedback = own[mistake].feedback if mistake in own else SLIPS[mistake][0] if mistake in SLIPS else ""
    try:
        right = _worked(variant, Show())
        edited = own[mistake].edit(variant) if mistake in own else variant
        if not feedback or not isinstance(edited, Question) or not 0 <= place < len(right):
            return None
        edit = None if mistake in own else SLIPS[mistake][1]
        wrong = _worked(edited, _Colleague(before=right[:place], edit=edit))
    except _BROKEN_OFF:
        return None
    planted = Planted(right, wrong, place, feedback)
    return planted if _is_fair(planted) else None


def _worked(variant: Question, show: Show) -> tuple[Line, ...]:
    """The lines of a derivation that work something out; one may answer what this variant does not ask."""
    lines = derive(variant.entry.solve, variant, variant.symbols, show=show).lines
    asked = variant.asks
    return tuple(line if line.ask in asked else replace(line, ask="") for line in lines if line.terms)


def _is_fair(planted: Planted) -> bool:
    """Whether the line is the first that differs, differs visibly, and spoils the next answer visibly."""
    right, wrong, place = planted.right, planted.wrong, planted.place
    if [line.ask for line in right] != [line.ask for line in wrong] or not any(line.ask for line in wrong[place:]):
        return False
    same = all(r.why == w.why and r.formulas == w.formulas for r, w in zip(right[:place], wrong, strict=False))
    return same and all(_differ(right[i].value, wrong[i].value) for i in (place, planted.spoiled))


def _differ(right: Array | None, wrong: Array | None) -> bool:
    if right is None or wrong is None:
        return False
    pairs = list(zip(cells(right), cells(wrong), strict=False))
    return len(pairs) == len(list(cells(wrong))) and any(abs(a - b) > VISIBLE * max(abs(a), abs(b)) for a, b in pairs)


@dataclass
class _Colleague(Show):
    """Writes the lines ``before`` as they are, whatever comes; the next one with ``edit``; the rest as they come."""

    before: Sequence[Line] = field(default=())
    edit: Edit | None = None
    written: int = 0

    def _write(self, why: str, value: T, ask: str, symbol: str, words: Mapping[str, object]) -> T:
        number, self.written = self.written, self.written + 1
        if number < len(self.before):
            line = self.before[number]
            self.lines.append(line)
            return lifted(line.value)  # type: ignore[no-any-return]
        if number == len(self.before) and self.edit:
            value = _edited(value, self.edit)
        return super()._write(why, value, ask, symbol, words)


def _edited(value: Any, edit: Edit) -> Any:
    """A value with every term edited that can be."""
    if isinstance(value, tuple | list):
        return tuple(_edited(item, edit) for item in value)
    edited = edit(value) if isinstance(value, Term) else None
    return value if edited is None else edited


# slips of the pen ---------------------------------------------------------------------------------------------------

SLIPS: dict[str, tuple[str, Edit]] = {}
"""Every slip of the pen by name: what is to be said of it, and what it makes of a term (``None`` where it makes no sense)."""


def _slip(feedback: str) -> Callable[[Edit], Edit]:
    def enter(edit: Edit) -> Edit:
        SLIPS[edit.__name__] = (feedback, edit)
        return edit

    return enter


@_slip("The activation function was left out: what stands there is what goes into it.")
def activation_left_out(term: Term) -> Term | None:
    rectified = term.operation == "max" and len(term.parts) == 2 and term.parts[0].constant
    if rectified and term.parts[0].value == 0:
        return term.parts[1]
    return term.parts[0] if term.operation in ("tanh", "sigmoid") else None


@_slip("The last part of the sum was left out.")
def last_addend_left_out(term: Term) -> Term | None:
    return term.parts[0] if term.operation == "+" and not term.parts[1].operation else None


@_slip("Something was added where it has to be taken away.")
def added_for_subtracted(term: Term) -> Term | None:
    return reworked(term, *term.parts, operation="+") if term.operation == "-" else None


@_slip("The minus sign got lost.")
def minus_sign_lost(term: Term) -> Term | None:
    return term.parts[0] if term.operation == "neg" else None


@_slip("The quotient was rounded up; what does not fit entirely is left out, and so it is rounded down.")
def rounded_up(term: Term) -> Term | None:
    return _somewhere(
        term, lambda inner: reworked(inner, *inner.parts, operation="ceil") if inner.operation == "//" else None
    )


@_slip("The quotient was rounded down, although what is begun counts in full here: it is rounded up.")
def rounded_down(term: Term) -> Term | None:
    return _somewhere(
        term, lambda inner: reworked(inner, *inner.parts, operation="//") if inner.operation == "ceil" else None
    )


@_slip("A factor was left out of the product.")
def factor_left_out(term: Term) -> Term | None:
    if term.operation == "*" and term.parts[0].operation in ("+", "*") and not term.parts[1].operation:
        return term.parts[0]
    return _somewhere(
        term, lambda inner: inner.parts[1] if inner.operation == "*" and _is_coefficient(inner.parts[0]) else None
    )


@_slip("A division was left out.")
def not_divided(term: Term) -> Term | None:
    return term.parts[0] if term.operation == "/" else None


@_slip("The mean was taken where the largest number is asked for.")
def mean_for_largest(term: Term) -> Term | None:
    return mean(term.parts) if term.operation == "max" and len(term.parts) > 2 else None  # type: ignore[arg-type, return-value]


@_slip("The largest number was taken where the mean is asked for.")
def largest_for_mean(term: Term) -> Term | None:
    if term.operation != "/" or not term.parts[1].constant or term.parts[0].operation != "+":
        return None
    addends = list(_addends(term.parts[0]))
    return largest(addends) if len(addends) == term.parts[1].value else None  # type: ignore[arg-type, return-value]


@_slip("The exponential function was left out.")
def exponential_left_out(term: Term) -> Term | None:
    return term.parts[0] if term.operation == "exp" else None


@_slip("A power was worked out as a product: 0.5³ is 0.5 · 0.5 · 0.5, and not 0.5 · 3.")
def product_for_power(term: Term) -> Term | None:
    return _somewhere(
        term, lambda inner: reworked(inner, *inner.parts, operation="*") if inner.operation == "**" else None
    )


def _is_coefficient(term: Term) -> bool:
    """Whether it is a factor of the formula itself, as the 2 in 2p; not a 0 that pads a picture."""
    return term.constant and not term.operation and term.value not in (0, 1)


def _somewhere(term: Term, edit: Edit) -> Term | None:
    """The term with the outermost place edited where that makes sense, from left to right."""
    if (edited := edit(term)) is not None:
        return edited
    for index, part in enumerate(term.parts):
        if (inner := _somewhere(part, edit)) is not None:
            return reworked(term, *term.parts[:index], inner, *term.parts[index + 1 :])
    return None


def _addends(term: Term) -> Iterator[Term]:
    if term.operation != "+":
        yield term
        return
    for part in term.parts:
        yield from _addends(part)
