"""What work may stand behind a wrong answer: work on the same variant with one thing done wrongly that ends in that answer.

Four kinds of work are tried: one line with an arithmetic mistake, the same mistake in every line or in all lines that do the same
(those for the parameters of each convolution, say), and all lines with one parameter taken for something else (a stride of 1, no
padding, a matrix transposed). None is proof of what a student did; but where
all that lead to the answer leave the solution in the same line, that line is where to look.

Work that is wrong in the same way can be done on any variant of a question: so a choice has wrong options for each of its keys.
"""

from __future__ import annotations

import functools
import math
import operator
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, combinations
from typing import Any, Literal, get_args, get_origin

from examgen.arrays import Array, transposed
from examgen.derivation.lines import Derivation, Line, Show, derive
from examgen.derivation.terms import Term, chained, operands, reworked
from examgen.question.entry import Looked
from examgen.question.planting import ARITHMETIC, BROKEN_OFF, Colleague, Edit
from examgen.question.question import Question

TRIED = 400
"""So many works of a kind are tried at most."""
BRIEF = 20
"""Of a solution with more lines, fewer works are tried, so that nobody waits."""
LONGEST = 6
"""The first so many terms of a sum or factors of a product are left out in turn."""
IsAnswer = Callable[[Array], bool]
Work = Callable[[Question], Derivation | None]
"""Work that is wrong in one way, done on any variant of a question; nothing where it cannot be done."""


def one_line_mistaken(
    variant: Question, ask: str, is_answer: IsAnswer, *, leaving_out: bool = False
) -> Iterator[Derivation]:
    """Works with an arithmetic mistake in one line that end in a given answer.

    Args:
        variant: the question.
        ask: what was answered.
        is_answer: whether an answer is the given one.
        leaving_out: whether any part of a calculation may be left out, besides the mistakes that have a name.
    """
    lines = [line for line in _right(variant) if line.value is not None or line.ask]
    struck = (
        (place, edit)
        for edit in _edits(lines, leaving_out=leaving_out)
        for place, line in enumerate(lines)
        if any(edit(term) is not None for term in line.terms)
    )
    for _, (place, edit) in zip(range(TRIED), struck, strict=False):
        show = Colleague(references=Looked(variant.entry), before=tuple(lines[:place]), edit=edit)
        yield from _leading_there(variant, variant, show, ask, is_answer)


def every_line_mistaken(variant: Question, ask: str, is_answer: IsAnswer) -> Iterator[Derivation]:
    """Works with the same arithmetic mistake in every line where it makes sense."""
    for edit in _edits(_right(variant), leaving_out=True):
        show = Colleague(references=Looked(variant.entry), edit=edit, always=True)
        yield from _leading_there(variant, variant, show, ask, is_answer)


def alike_lines_mistaken(variant: Question, ask: str, is_answer: IsAnswer) -> Iterator[Derivation]:
    """Works with the same arithmetic mistake in all lines of a kind, such as those that count a bias, layer by layer."""
    lines = _right(variant)
    kinds = _kinds(lines)
    struck = (
        (kind, edit)
        for edit in _edits(lines, leaving_out=True)
        for kind in kinds
        if any(edit(term) is not None for line in lines if line.template in kind for term in line.terms)
    )
    for _, (kind, edit) in zip(range(TRIED * BRIEF // max(BRIEF, len(lines))), struck, strict=False):
        show = Colleague(references=Looked(variant.entry), edit=edit, always=True, only=kind)
        yield from _leading_there(variant, variant, show, ask, is_answer)


def _kinds(lines: Sequence[Line]) -> list[frozenset[str]]:
    """The templates that have a word in common, and each by itself; without the kind of all lines."""
    templates = list(dict.fromkeys(line.template for line in lines if line.terms))
    by_word: dict[str, set[str]] = defaultdict(set)
    for template in templates:
        for word in re.findall(r"[a-z]{4,}", template):
            by_word[word].add(template)
    kinds = dict.fromkeys(map(frozenset, [*by_word.values(), *({template} for template in templates)]))
    return [kind for kind in kinds if len(kind) < len(templates)]


def _edits(lines: Sequence[Line], *, leaving_out: bool) -> Iterator[Edit]:
    """The mistakes that make sense in some line."""
    edits = [mistake.edit for mistake in ARITHMETIC.values() if mistake.explains]
    if leaving_out:
        edits += [_without(operation, place) for operation in ("+", "*") for place in (*range(LONGEST), -1)]
        edits += [
            _reduced(operation) for operation in ("-", "/", "//", "ceil", "**", "exp", "ln", "sqrt", "max", "abs")
        ]
        edits += [_inside(_without("*", place)) for place in (0, 1, 2, -1)]
        edits += [
            _without("*", -2),
            _in_base_two,
            _without_one,
            _first_alone,
            _turned_round,
            _first_number,
            _to_the_border,
        ]
    terms = [term for line in lines for term in line.terms]
    careful = map(_where_it_computes, edits)
    yield from (edit for edit in careful if any(edit(term) is not None for term in terms))


def _throughout(edit: Edit) -> Edit:
    """The same edit wherever in a term it makes sense, from the inside outwards."""

    def everywhere(term: Term) -> Term | None:
        if not term.operation:
            return None
        parts = [everywhere(part) for part in term.parts]
        inner = term
        if any(part is not None for part in parts):
            inner = reworked(term, *_renewed(term, parts))
        outer = edit(inner)
        return outer if outer is not None else inner if inner is not term else None

    return everywhere


def _reduced(operation: str) -> Edit:
    """What an operation makes of its operand is left out: the divisor, the exponent, the function."""
    return _throughout(
        lambda term: term.parts[-1 if operation == "max" else 0] if term.operation == operation else None
    )


@_throughout
def _in_base_two(term: Term) -> Term | None:
    """Powers and logarithms of 2 for natural ones."""
    if term.operation == "exp":
        return reworked(term, Term(2, constant=True), *term.parts, operation="**")
    if term.operation == "ln":
        return reworked(term, term, Term(math.log(2), constant=True), operation="/")
    return None


def _inside(edit: Edit) -> Edit:
    """The same edit in the sums that are a factor of a product, such as the weights and the bias of a filter."""

    def inner(term: Term) -> Term | None:
        if term.operation != "*":
            return None
        parts = [edit(part) if part.operation == "+" else None for part in term.parts]
        return reworked(term, *_renewed(term, parts)) if any(part is not None for part in parts) else None

    return inner


@_throughout
def _without_one(term: Term) -> Term | None:
    """The 1 that is added is left out, such as a bias or the first position."""
    one = term.operation in ("+", "-") and not term.parts[1].operation and term.parts[1].value == 1
    return term.parts[0] if one else None


@_throughout
def _first_alone(term: Term) -> Term | None:
    """All that is added to the first number or subtracted from it is left out."""
    return term.parts[0] if term.operation in ("+", "-") else None


@_throughout
def _turned_round(term: Term) -> Term | None:
    """A difference or a quotient the other way round."""
    return reworked(term, *reversed(term.parts)) if term.operation in ("-", "/") else None


def _first_number(term: Term) -> Term | None:
    """The number that a calculation begins with, as if nothing were done to it."""
    return _leftmost(term) if term.operation else None


def _to_the_border(term: Term) -> Term | None:
    """A count of positions, the last one included, in which those that reach over the border are counted as well."""
    if term.operation != "+" or term.parts[1].operation or term.parts[1].value != 1:
        return None
    inner = term.parts[0]
    return (
        reworked(inner, _leftmost(inner), inner.parts[1], operation="ceil")
        if inner.operation == "//"
        else _leftmost(inner)
    )


def _leftmost(term: Term) -> Term:
    return _leftmost(term.parts[0]) if term.parts else term


def _without(operation: str, place: int) -> Edit:
    """One term left out of every sum, or one factor of every product."""

    def edit(term: Term) -> Term | None:
        if term.operation != operation:
            parts = [edit(part) for part in term.parts]
            if all(part is None for part in parts):
                return None
            return reworked(term, *_renewed(term, parts))
        chain = list(operands(term, operation))
        inner = [part if (new := edit(part)) is None else new for part in chain]
        if place >= len(chain) or -place > len(chain):
            return None
        del inner[place]
        return chained(term, inner)

    return edit


def _twice(operation: str, place: int) -> Edit:
    """One term of the outermost sum, or one factor of the outermost product, taken twice."""

    def edit(term: Term) -> Term | None:
        if term.operation != operation:
            return None
        chain = list(operands(term, operation))
        chain.insert(place, chain[place])
        return chained(term, chain)

    return edit


def _renewed(term: Term, parts: Sequence[Term | None]) -> Iterator[Term]:
    return (old if new is None else new for new, old in zip(parts, term.parts, strict=True))


def _where_it_computes(edit: Edit) -> Edit:
    """The same edit, which makes no sense where its numbers cannot be worked out."""

    def careful(term: Term) -> Term | None:
        try:
            return edit(term)
        except BROKEN_OFF:
            return None

    return careful


def one_parameter_mistaken(variant: Question, ask: str, is_answer: IsAnswer) -> Iterator[Derivation]:
    """Works with one parameter taken for something else throughout."""
    changes = (
        {name: value}
        for name, field in type(variant).model_fields.items()
        for value in _taken_for(getattr(variant, name), field.annotation)
    )
    for _, change in zip(range(TRIED), chain(_exchanged(variant), changes), strict=False):
        other = variant.model_copy(update=change)
        yield from _leading_there(variant, other, Show({}, Looked(variant.entry)), ask, is_answer)


def works(variant: Question, ask: str) -> Iterator[Work]:
    """The ways in which work on a variant may be wrong: one parameter taken for something else, then alike lines mistaken."""
    for name, field in type(variant).model_fields.items():
        value = getattr(variant, name)
        for way in _ways(value, field.annotation):
            if _taken(value, way) not in (_NOTHING, value):
                yield functools.partial(_with_parameter, name, way)
    lines = _up_to(variant, ask)
    yield from _lines_mistaken(lines, _edits(lines, leaving_out=True))


def slips(variant: Question, ask: str) -> Iterator[Work]:
    """Works with an arithmetic mistake in all lines of a kind, on the way to an ask: something left out, exchanged, or taken twice."""
    lines = _up_to(variant, ask)
    terms = [term for line in lines for term in line.terms]
    twice = [_where_it_computes(_twice(operation, place)) for operation in ("+", "*") for place in (0, -1)]
    yield from _lines_mistaken(lines, [edit for edit in twice if any(edit(term) is not None for term in terms)])
    yield from _lines_mistaken(lines, _edits(lines, leaving_out=False))


def _up_to(variant: Question, ask: str) -> Sequence[Line]:
    """The lines of the solution that an answer may rest on."""
    lines = _right(variant)
    return lines[: next((n for n, line in enumerate(lines) if line.ask == ask), len(lines)) + 1]


def _lines_mistaken(lines: Sequence[Line], edits: Iterable[Edit]) -> Iterator[Work]:
    kinds = _kinds(lines) or [frozenset(line.template for line in lines)]
    for edit in edits:
        for kind in kinds:
            if any(edit(term) is not None for line in lines if line.template in kind for term in line.terms):
                yield functools.partial(_with_lines, edit, kind)


def _with_parameter(name: str, way: Callable[[Any], Any], variant: Question) -> Derivation | None:
    other = _taken(getattr(variant, name), way)
    if other in (_NOTHING, getattr(variant, name)):
        return None
    return _worked(variant, variant.model_copy(update={name: other}), Show({}, Looked(variant.entry)))


def _with_lines(edit: Edit, kind: frozenset[str], variant: Question) -> Derivation | None:
    return _worked(variant, variant, Colleague(references=Looked(variant.entry), edit=edit, always=True, only=kind))


def _worked(variant: Question, other: Question, show: Show) -> Derivation | None:
    try:
        return derive(variant.entry.solve, other, variant.symbols, show=show)
    except BROKEN_OFF:
        return None


def _exchanged(variant: Question) -> Iterator[dict[str, Any]]:
    """Two parameters of the same kind taken for each other."""
    for (one, a), (other, b) in combinations(type(variant).model_fields.items(), 2):
        ours, theirs = getattr(variant, one), getattr(variant, other)
        if a.annotation == b.annotation and ours != theirs and not isinstance(ours, bool | str):
            yield {one: theirs, other: ours}


def _right(variant: Question) -> Sequence[Line]:
    try:
        return variant.derivation().lines
    except BROKEN_OFF:
        return ()


def _leading_there(
    variant: Question, other: Question, show: Show, ask: str, is_answer: IsAnswer
) -> Iterator[Derivation]:
    work = _worked(variant, other, show)
    try:
        if work is not None and is_answer(work.answers[ask]):
            yield work
    except BROKEN_OFF:
        return


def _taken_for(value: Any, annotation: Any) -> Iterator[Any]:
    """What a parameter may be taken for."""
    others = [other for way in _ways(value, annotation) if (other := _taken(value, way)) is not _NOTHING]
    yield from (other for n, other in enumerate(others) if other != value and other not in others[:n])


_NOTHING = object()


def _taken(value: Any, way: Callable[[Any], Any]) -> Any:
    """What one way makes of a parameter, if anything."""
    try:
        return way(value)
    except (TypeError, ValueError, IndexError):
        return _NOTHING


def _ways(value: Any, annotation: Any) -> Sequence[Callable[[Any], Any]]:
    """How a parameter may be taken for another value."""
    if get_origin(annotation) is Literal:
        return [functools.partial(_always, other) for other in get_args(annotation)]
    if isinstance(value, bool):
        return (operator.not_,)
    if isinstance(value, int):
        return _WAYS_OF_INTEGERS
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        return _WAYS_OF_ARRAYS if isinstance(value[0], tuple) else _WAYS_OF_ARRAYS[:-1]
    return () if isinstance(value, str | tuple | None) else _WAYS_OF_NUMBERS


def _always(other: Any, value: Any) -> Any:
    return other


_WAYS_OF_INTEGERS: tuple[Callable[[Any], Any], ...] = (
    lambda value: 0,
    lambda value: 1,
    lambda value: value - 1,
    lambda value: value + 1,
    lambda value: 2 * value,
    lambda value: value // 2,
)
_WAYS_OF_NUMBERS: tuple[Callable[[Any], Any], ...] = (
    lambda value: type(value)(0),
    lambda value: type(value)(1),
    lambda value: -value,
)
_WAYS_OF_ARRAYS: tuple[Callable[[Any], Any], ...] = (
    lambda value: _each(value, lambda x: x * 0),
    lambda value: _each(value, lambda x: x * 0 + 1),
    lambda value: _each(value, lambda x: -x),
    lambda value: value[::-1],
    lambda value: _turned(value),
    lambda value: transposed(value),
)
"""Zeros, ones, other signs, turned round, turned by half a turn, and transposed."""


def _each(value: Any, of: Callable[[Any], Any]) -> Any:
    return tuple(_each(item, of) for item in value) if isinstance(value, tuple) else of(value)


def _turned(value: Any) -> Any:
    """Turned by half a turn."""
    return tuple(_turned(item) for item in reversed(value)) if isinstance(value, tuple) else value
