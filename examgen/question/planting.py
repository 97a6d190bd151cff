"""Plants one mistake in a worked solution: the lines before it are correct, and the lines after it go on from it.

Three kinds of mistakes can be planted. A question's own misconception that edits the variant (``self.but(…)``): the work is that of
the edited variant, so the first line that differs is wrong and its feedback is true of all that follows. An arithmetic mistake in
one line: the activation function left out, a quotient rounded up instead of down. And one number of a line taken for another.

A mistake is used only where a student can find it: the line is wrong as it is printed, it can be recognised from that line and
those before it, and it does not stand out by its form.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, TypeVar, cast

from examgen.arrays import Array, Scalar, cells
from examgen.derivation.lines import Line, Show, derive
from examgen.derivation.terms import Term, chained, handed_on, number, operands, reworked
from examgen.errors import NO_VALUE
from examgen.question.question import Question

T = TypeVar("T")
Edit = Callable[[Term], Term | None]

BROKEN_OFF = (*NO_VALUE, StopIteration)
"""How a derivation ends that cannot go on with the numbers it has; no colleague would hand it in."""
VISIBLE = 0.005
"""By how much at least a wrong number differs from the right one, as a part of it: a student must not take it for rounding."""
FORMULAS, LENGTH = 6, 300
"""The most formulas of a line that are written out, and the most characters of TeX in them."""
LARGEST_FRACTION = 1000
"""The largest numerator or denominator of a fraction that a colleague would write down."""


@dataclass(frozen=True)
class Planted:
    """A worked solution, correct and with a mistake in it; both have the same lines but for their numbers.

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

    Whether one can be found there shows only when it is planted. Work that breaks off lends itself to none.
    """
    if not (lines := worked(variant)):
        return {}
    found: dict[str, tuple[int, ...]] = {}
    for misconception in variant.entry.own_misconceptions():
        edited = misconception.edit(variant)
        if isinstance(edited, Question) and (place := _first_difference(lines, edited)) is not None:
            found[misconception.name] = (place,)
    for name, each in ARITHMETIC.items():
        found[name] = tuple(i for i, line in enumerate(lines) if any(_makes_sense(each.edit, t) for t in line.terms))
    return {name: struck for name, struck in found.items() if struck}


def _makes_sense(edit: Edit, term: Term) -> bool:
    """Whether a mistake can be made in a term, and leaves something that can be worked out."""
    try:
        return edit(term) is not None
    except BROKEN_OFF:
        return False


def worked(variant: Question) -> tuple[Line, ...]:
    """The lines of the correct work that work something out; none where it breaks off."""
    try:
        return _of_work(variant, variant.derivation().lines)
    except BROKEN_OFF:
        return ()


def _first_difference(right: Sequence[Line], edited: Question) -> int | None:
    """The first line of the edited variant's work that is another one."""
    try:
        wrong = _worked(edited, Show())
    except BROKEN_OFF:
        return None
    pairs = enumerate(zip(right, wrong, strict=False))
    return next((i for i, (r, w) in pairs if r.formulas != w.formulas or r.value != w.value), None)


def plant(variant: Question, mistake: str, place: int) -> Planted | None:
    """The work with a mistake in one line; ``None`` where it makes no sense there, or cannot be found by a student."""
    own = {misconception.name: misconception for misconception in variant.entry.own_misconceptions()}
    if not 0 <= place < len(right := worked(variant)):
        return None
    try:
        if mistake in own:
            feedback, edited = own[mistake].feedback, own[mistake].edit(variant)
            if not isinstance(edited, Question):
                return None
            wrong = _worked(edited, Show())
        else:
            made = ARITHMETIC.get(mistake) or _exchange(variant, right, mistake, place)
            feedback, wrong = made.feedback, _worked(variant, Colleague(before=right[:place], edit=made.edit))
    except BROKEN_OFF:
        return None
    planted = Planted(right, wrong, place, feedback)
    return planted if _can_be_found(planted, variant) else None


def _worked(variant: Question, show: Show) -> tuple[Line, ...]:
    """The lines of a derivation that work something out; one may answer what this variant does not ask."""
    return _of_work(variant, derive(variant.entry.solve, variant, variant.symbols, show=show).lines)


def _of_work(variant: Question, lines: Sequence[Line]) -> tuple[Line, ...]:
    unasked = {line.ask for line in lines} - {"", *variant.asks}
    return tuple(replace(line, ask="") if line.ask in unasked else line for line in lines if line.terms)


# whether a mistake can be found --------------------------------------------------------------------------------------


def written_out(line: Line) -> tuple[str, ...]:
    """The formulas of a line, unless they are too many to read."""
    brief = len(line.formulas) <= FORMULAS and len("".join(line.formulas)) <= LENGTH
    return line.formulas if brief else ()


def _can_be_found(planted: Planted, variant: Question) -> bool:
    """Whether the mistake is fair: the first wrong line, wrong as printed, recognisable, and plain in its form."""
    right, wrong, place = planted.right, planted.wrong, planted.place
    if [(line.why, line.ask) for line in right] != [(line.why, line.ask) for line in wrong]:
        return False  # other words, or other lines, than a colleague has who works on this problem
    if not any(line.ask for line in wrong[place:]):
        return False
    if any(r.formulas != w.formulas or r.value != w.value for r, w in zip(right[:place], wrong, strict=False)):
        return False
    visible = all(_differ(right[i].value, wrong[i].value) for i in (place, planted.spoiled))
    return visible and _wrong_as_printed(planted) and _recognisable(planted, variant) and _plain_in_form(planted)


def _differ(right: Array | None, wrong: Array | None) -> bool:
    """Whether a student sees the difference: in some number, and not in the order of the same numbers."""
    if right is None or wrong is None:
        return False
    ours, theirs = list(cells(right)), list(cells(wrong))
    if len(ours) != len(theirs) or sorted(ours) == sorted(theirs):
        return False
    return any(abs(a - b) > VISIBLE * max(abs(a), abs(b)) for a, b in zip(ours, theirs, strict=True))


def _wrong_as_printed(planted: Planted) -> bool:
    """Whether the line is written out with its calculation, and repeats no line of the correct work."""
    line, counterpart = planted.wrong[planted.place], planted.right[planted.place]
    if not written_out(line) or len(line.terms) != len(counterpart.terms):
        return False
    calculated = [bool(term.operation) for term in line.terms]
    if not any(calculated) or calculated != [bool(term.operation) for term in counterpart.terms]:
        return False
    others = {line.formulas for i, line in enumerate(planted.right) if i != planted.place}
    return line.formulas not in others


def _recognisable(planted: Planted, variant: Question) -> bool:
    """Whether each wrong formula is the correct one with one thing changed, and with numbers that the problem or an earlier line has."""
    before = (term.value for line in planted.right[: planted.place] for term in line.terms)
    known = {0, 1, *_scalars(variant.parameters.values()), *before}
    pairs = zip(planted.right[planted.place].terms, planted.wrong[planted.place].terms, strict=True)
    return all(_one_change(right, wrong, known) for right, wrong in pairs)


def _one_change(right: Term, wrong: Term, known: set[Scalar]) -> bool:
    ours, theirs = Counter(leaf.value for leaf in _leaves(right)), Counter(leaf.value for leaf in _leaves(wrong))
    gone, new = ours - theirs, theirs - ours
    if not new:
        return True  # something was left out, exchanged or calculated in another way
    opposite = Counter({-value: count for value, count in gone.items()})
    if opposite == new or set(new) <= {0, 1}:
        return True  # signs were turned, or weights, states or gradients ignored
    (value, count), *more = new.items()
    return not more and count == gone.total() and (value in known or 1 - value in gone)


def _leaves(term: Term) -> Iterator[Term]:
    if not term.parts:
        yield term
    for part in term.parts:
        yield from _leaves(part)


def _scalars(values: Any) -> Iterator[Scalar]:
    """Every number in parameters, however deep."""
    for value in values:
        if isinstance(value, tuple | list):
            yield from _scalars(value)
        elif isinstance(value, int | float | Fraction) and not isinstance(value, bool):
            yield cast(Scalar, value)


def _plain_in_form(planted: Planted) -> bool:
    """Whether the wrong numbers look like the others: no decimals among whole numbers, no raw fractions of large numbers."""
    place = planted.place
    forms = {_form(term.value) for line in planted.right for term in line.terms if term.operation}
    if not {_form(term.value) for term in planted.wrong[place].terms} <= forms:
        return False
    pairs = zip(planted.right[place:], planted.wrong[place:], strict=True)
    return all(_is_readable(line) and not _is_fractional(line) > _is_fractional(right) for right, line in pairs)


def _form(value: Scalar) -> str:
    """How a number looks when it is printed: ``whole``, ``decimal`` or ``fraction``."""
    text = number(value)
    return "fraction" if "frac" in text else "decimal" if "." in text else "whole"


def _is_fractional(line: Line) -> bool:
    return any(_form(term.value) == "fraction" for term in line.terms)


def _is_readable(line: Line) -> bool:
    """Whether no result is printed as a fraction of large numbers."""
    results = [cast(Any, term.value) for term in line.terms if _form(term.value) == "fraction"]
    return all(max(abs(value.numerator), value.denominator) <= LARGEST_FRACTION for value in results)


@dataclass
class Colleague(Show):
    """Writes the lines ``before`` as they are, whatever comes; the next one with ``edit``; the rest as they come.

    Attributes:
        always: whether the rest is written with ``edit`` as well.
        only: of the rest, which templates are edited; all where empty.
    """

    before: Sequence[Line] = field(default=())
    edit: Edit | None = None
    always: bool = False
    only: Collection[str] = ()
    written: int = 0

    def _write(self, why: str, value: T, ask: str, symbol: str, words: Mapping[str, object]) -> T:
        number, self.written = self.written, self.written + 1
        if number < len(self.before):
            line = self.before[number]
            self.lines.append(line)
            return handed_on(line.result)  # type: ignore[no-any-return]
        if self.edit and (number == len(self.before) or self.always) and (not self.only or why in self.only):
            value = _edited(value, self.edit)
        return super()._write(why, value, ask, symbol, words)


def _edited(value: Any, edit: Edit) -> Any:
    """A value with every term edited that can be."""
    if isinstance(value, tuple | list):
        return tuple(_edited(item, edit) for item in value)
    edited = edit(value) if isinstance(value, Term) else None
    return value if edited is None else edited


# arithmetic mistakes ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ArithmeticMistake:
    """A mistake that can be made in one line of any work.

    Attributes:
        feedback: what to tell a student who makes it.
        edit: what it makes of a term, ``None`` where it makes no sense.
        explains: whether a wrong answer is explained by it; not where too many answers could be taken for it.
    """

    feedback: str
    edit: Edit
    explains: bool = False


ARITHMETIC: dict[str, ArithmeticMistake] = {}
"""Every arithmetic mistake by name."""


def _arithmetic(feedback: str, *, explains: bool = True) -> Callable[[Edit], Edit]:
    def enter(edit: Edit) -> Edit:
        ARITHMETIC[edit.__name__] = ArithmeticMistake(feedback, edit, explains)
        return edit

    return enter


@_arithmetic("You left out the activation function. The result is its value, not its input.")
def activation_left_out(term: Term) -> Term | None:
    rectified = term.operation == "max" and len(term.parts) == 2 and term.parts[0].constant
    if rectified and term.parts[0].value == 0:
        return term.parts[1]
    return term.parts[0] if term.operation in ("tanh", "sigmoid") else None


@_arithmetic("You left out the last term of the sum.")
def last_addend_left_out(term: Term) -> Term | None:
    return term.parts[0] if term.operation == "+" and not term.parts[1].operation else None


@_arithmetic("You added instead of subtracting.")
def added_for_subtracted(term: Term) -> Term | None:
    return reworked(term, *term.parts, operation="+") if term.operation == "-" else None


@_arithmetic("You subtracted instead of adding.")
def subtracted_for_added(term: Term) -> Term | None:
    return reworked(term, *term.parts, operation="-") if term.operation == "+" and not term.parts[1].operation else None


@_arithmetic("You added instead of multiplying.")
def added_for_multiplied(term: Term) -> Term | None:
    product = term.operation == "*" and not term.parts[1].operation
    return reworked(term, *term.parts, operation="+") if product else None


@_arithmetic("You swapped factors between two products, so the wrong numbers are multiplied.")
def factors_exchanged(term: Term) -> Term | None:
    return _somewhere(term, _with_factors_exchanged)


def _with_factors_exchanged(term: Term) -> Term | None:
    """A sum of products in which two neighbouring ones have exchanged their second factors."""
    addends = list(operands(term, "+"))
    for i, (one, other) in enumerate(itertools.pairwise(addends)):
        if one.operation == other.operation == "*" and not any(part.operation for part in (*one.parts, *other.parts)):
            (a, b), (c, d) = one.parts, other.parts
            addends[i : i + 2] = [reworked(one, a, d), reworked(other, c, b)]
            return chained(term, addends)
    return None


@_arithmetic("You dropped a minus sign.")
def minus_sign_lost(term: Term) -> Term | None:
    return term.parts[0] if term.operation == "neg" else None


@_arithmetic("You rounded the quotient up. Here it is rounded down.")
def rounded_up(term: Term) -> Term | None:
    return _replaced(term, "//", by="ceil")


@_arithmetic("You rounded the quotient down. Here it is rounded up.")
def rounded_down(term: Term) -> Term | None:
    return _replaced(term, "ceil", by="//")


@_arithmetic("You left out a factor of the product.")
def factor_left_out(term: Term) -> Term | None:
    if term.operation == "*" and term.parts[0].operation in ("+", "*") and not term.parts[1].operation:
        return term.parts[0]
    return _somewhere(
        term, lambda inner: inner.parts[1] if inner.operation == "*" and _is_coefficient(inner.parts[0]) else None
    )


@_arithmetic("You left out the division.")
def not_divided(term: Term) -> Term | None:
    return term.parts[0] if term.operation == "/" else None


@_arithmetic("You multiplied by the exponent. A power is a repeated product: $0.5^3 = 0.5 \\cdot 0.5 \\cdot 0.5$.")
def product_for_power(term: Term) -> Term | None:
    return _replaced(term, "**", by="*")


@_arithmetic("You subtracted the wrong way round.", explains=False)
def subtracted_the_wrong_way(term: Term) -> Term | None:
    return _turned(term, "-")


@_arithmetic("You divided the wrong way round.", explains=False)
def divided_the_wrong_way(term: Term) -> Term | None:
    return _turned(term, "/")


@_arithmetic("You used $\\sigma$ instead of $\\tanh$.", explains=False)
def sigmoid_for_tanh(term: Term) -> Term | None:
    return _replaced(term, "tanh", by="sigmoid")


@_arithmetic("You used $\\tanh$ instead of $\\sigma$.", explains=False)
def tanh_for_sigmoid(term: Term) -> Term | None:
    return _replaced(term, "sigmoid", by="tanh")


def _replaced(term: Term, operation: str, *, by: str) -> Term | None:
    """The term with another operation instead of the outermost one of a kind."""
    return _somewhere(
        term, lambda inner: reworked(inner, *inner.parts, operation=by) if inner.operation == operation else None
    )


def _turned(term: Term, operation: str) -> Term | None:
    """The term with the operands of the outermost operation of a kind the other way round."""
    return _somewhere(
        term, lambda inner: reworked(inner, *reversed(inner.parts)) if inner.operation == operation else None
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


# a number taken for another --------------------------------------------------------------------------------------------


def exchanges(variant: Question, place: int) -> tuple[str, ...]:
    """Mistakes such as ``5 for 3``: a number in a line is taken for another one of the same form, from the problem or from before."""
    lines = worked(variant)
    at_hand = _at_hand(variant, lines, place)
    used = dict.fromkeys(_printed(leaf) for term in lines[place].terms if term.operation for leaf in _quantities(term))
    return tuple(
        f"{other} for {right}" for right in used for other in at_hand if other != right and _alike(other, right)
    )


def is_exchange(mistake: str) -> bool:
    """Whether a mistake is a number taken for another."""
    return " for " in mistake


def _exchange(variant: Question, lines: Sequence[Line], mistake: str, place: int) -> ArithmeticMistake:
    """The mistake ``5 for 3``, which is made once, at the first place where it can be made."""
    other, _, right = mistake.partition(" for ")
    taken = _at_hand(variant, lines, place)[other]
    made: list[Term] = []

    def edit(term: Term) -> Term | None:
        def here(inner: Term) -> Term | None:
            return (
                Term(taken.value, symbol=inner.symbol, source=taken.source)
                if _is_quantity(inner) and _printed(inner) == right
                else None
            )

        if made or not term.operation or (edited := _somewhere(term, here)) is None:
            return None
        made.append(edited)
        return edited

    return ArithmeticMistake(f"You used ${other}$ instead of ${right}$.", edit)


def _at_hand(variant: Question, lines: Sequence[Line], place: int) -> dict[str, Term]:
    """The numbers of the problem and of the lines before, by the text that is printed; without 0, 1, fractions and powers of ten."""
    given = [Term(value) for value in _scalars(variant.parameters.values())]
    before = [Term(term.value, source=term) for line in lines[:place] for term in line.terms]
    numbers = {_printed(term): term for term in (*given, *before) if term.value not in (0, 1)}
    return {text: term for text, term in numbers.items() if "\\" not in text}


def _quantities(term: Term) -> Iterator[Term]:
    return filter(_is_quantity, _leaves(term))


def _is_quantity(term: Term) -> bool:
    """Whether it is a number that stands for something, and not one of the formula itself, such as the 1 in n + 1."""
    return not (term.parts or term.constant or term.value in (0, 1) or "\\" in _printed(term))


def _printed(term: Term) -> str:
    return str(term).replace("{,}", "")


def _alike(one: str, other: str) -> bool:
    """Whether two numbers look alike: the same sign, both with decimals or both without, and as many digits but for one."""
    return all(one.count(mark) == other.count(mark) for mark in "-.") and abs(len(one) - len(other)) <= 1
