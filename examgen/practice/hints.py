"""A worked solution for one ask: its own lines, in small steps, and the line where a student's work left it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from examgen.answers import AnswerType
from examgen.arrays import Array, cells, shape
from examgen.derivation.lines import Derivation, Line
from examgen.derivation.terms import Term
from examgen.question.misconceptions import all_of
from examgen.question.planting import BROKEN_OFF
from examgen.question.question import Question
from examgen.question.retracing import (
    IsAnswer,
    alike_lines_mistaken,
    every_line_mistaken,
    one_line_mistaken,
    one_parameter_mistaken,
)


@dataclass(frozen=True)
class Step:
    """One step: words, where it opens a line of the derivation, and formulas in TeX.

    Attributes:
        last: whether it gives the answer.
        line: the line of the solution that it is a part of, counted from 0 among those of the ask.
    """

    why: str
    formulas: tuple[str, ...] = ()
    last: bool = False
    line: int = 0


@dataclass(frozen=True)
class Divergence:
    """Where a student's work probably left the solution.

    Attributes:
        line: the line of the solution, counted from 0 among those of the ask.
        why: what is done in this line, in words.
        formulas: what the student probably wrote there instead, in TeX; none where that is not known.
        stopped: whether the student's answer is the value of this line, and the lines after it are missing.
    """

    line: int
    why: str
    formulas: tuple[str, ...] = ()
    stopped: bool = False


_NONE: Mapping[str, Mapping[str, Array]] = MappingProxyType({})
TELLING = 1000
"""A number from this on is taken for the result of the line that has it, where the derivation does not say whence it comes."""


def lines_of(derivation: Derivation, ask: str) -> list[Line]:
    """The lines that an ask needs: what its answer is worked out from, up to the answers before it; and no other ask's."""
    lines = derivation.lines
    answering = {line.ask: i for i, line in enumerate(lines) if line.ask}
    if ask not in answering:
        return []
    needed = {i: _needed(lines, i) for i in answering.values()}
    place = answering[ask]
    somewhere = set().union(*needed.values())
    begin = 0
    own: set[int] = set()
    for i in sorted(answering.values()):
        segment = [k for k in range(begin, i) if not lines[k].terms or k not in somewhere]
        begin = i + 1
        if needed[i] or _operations(
            lines[i].terms
        ):  # what it is worked out from is known: only words belong to it besides
            words = [k for k in segment if not lines[k].terms]
            own_here = {*words} if i == place else set()
        else:
            own_here, own = {*own, *segment} if i == place else set(), set()
            segment = []
        if i == place:
            return [lines[k] for k in sorted({place, *needed[place], *own_here})]
        own |= {k for k in segment if lines[k].terms}
    return []


def _needed(lines: Sequence[Line], place: int) -> set[int]:
    """The lines whose results a line was worked out from; one that answers an ask itself is known, and not looked behind."""
    writers = {id(term): i for i, line in enumerate(lines[: place + 1]) for term in line.terms}
    found: set[int] = set()
    waiting = list(lines[place].terms)
    seen: set[int] = set()
    while waiting:
        term = waiting.pop()
        if id(term) in seen:
            continue
        seen.add(id(term))
        writer = writers.get(id(term), place)
        if writer != place:
            if lines[writer].ask:
                continue
            found.add(writer)
        waiting.extend(term.parts)
        if term.source is not None:
            waiting.append(term.source)
        elif not term.parts and abs(term.value) >= TELLING:  # a number without a history: the line with this result
            found |= {i for i, line in enumerate(lines[:place]) if line.value == term.value and not line.ask}
    return found


def steps(derivation: Derivation, ask: str) -> list[Step]:
    """The steps that lead to an ask; the first is never the answer. Empty where nothing stands between the question and it."""
    *before, last = lines_of(derivation, ask) or (None,)
    if last is None:
        return []
    found: list[Step] = []
    for place, line in enumerate(filter(None, before)):
        gives_it_away = not found and line.value is not None and _same_numbers(line.value, last.value)
        parts = [Step(line.why), Step("", line.formulas)] if gives_it_away else [Step(line.why, line.formulas)]
        found += [replace(step, line=place) for step in parts]
    found += [replace(step, line=len(before)) for step in _answering(last)]
    return [] if len(found) == 1 else found


def step_after(found: Sequence[Step], left: Divergence | None) -> int:
    """How many steps a student need not see any more who was told where the work left the solution.

    Those before that line are right, and its words were told already.
    """
    if left is None:
        return 0
    line = left.line + left.stopped
    places = [place for place, step in enumerate(found) if step.line >= line]
    told = [place for place in places if found[place].line == left.line and not found[place].formulas]
    return next((place for place in places if place not in told[:1]), len(found))


def _answering(line: Line) -> Iterator[Step]:
    """A line that gives an answer, broken up: first what to do, then a row at a time, the last one with the answer."""
    if not line.terms:
        yield Step(line.why, last=True)  # words: an option, or the truth of statements
        return
    if not any(term.operation for term in line.terms):
        yield Step(line.why)  # it is only put together
        yield Step("", line.formulas, last=True)
        return
    symbols = line.terms[0].formula if len(line.terms) == 1 else None
    yield Step(line.why, (symbols,) if symbols else ())
    rows = list(_rows(line))
    for index, formulas in enumerate(rows, start=1):
        yield Step("", formulas, last=index == len(rows))


def _rows(line: Line) -> Iterator[tuple[str, ...]]:
    """The formulas of a line, a row of a grid at a time, each number of a list by itself."""
    lengths = shape(line.value) if line.value is not None else ()
    width = len(line.formulas) // lengths[0] if len(lengths) > 1 and lengths[0] else 1
    for start in range(0, len(line.formulas), max(1, width)):
        yield line.formulas[start : start + max(1, width)]


def says_why(kind: AnswerType, lines: Iterable[Line]) -> bool:
    """Whether a solution is words throughout: then the reason is what there is to learn, and is told after a hit as well."""
    return not kind.is_numeric and not any(_operations(line.terms) for line in lines)


def _operations(terms: Iterable[Term]) -> bool:
    return any(term.operation for term in terms)


def divergence(
    variant: Question,
    derivation: Derivation,
    ask: str,
    value: Array,
    named: Sequence[str],
    wrong: Mapping[str, Mapping[str, Array]] = _NONE,
) -> Divergence | None:
    """The line where the work behind a wrong answer left the solution; ``None`` where that cannot be told.

    Args:
        variant: the question.
        derivation: its worked solution.
        ask: what was answered.
        value: the wrong answer.
        named: the misconceptions that were diagnosed.
        wrong: the wrong answers to every ask that each misconception leads to: work that leads to all of them is preferred.
    """
    right, kind = lines_of(derivation, ask), variant.asks[ask].type
    for misconception in all_of(variant):
        if misconception.name in named:
            edited = misconception.edit(variant)
            if isinstance(edited, Question) and (found := _first_difference(right, edited, ask, value)):
                return found
    if not kind.is_numeric:
        return None  # the place of an option may stand in a line by chance
    if named and len(telling := [i for i, line in enumerate(right) if line.terms or line.words]) == 1:
        return Divergence(telling[0], right[telling[0]].why)  # all that is worked out is there
    works = list(_works(variant, ask, lambda given: kind.compare(kind.fit(given), value).right, named=bool(named)))
    works = [
        work for work in works if any(_leads_to(variant, work, derivation, wrong.get(name)) for name in named)
    ] or works
    places = [found for work in works if (found := _left(right, lines_of(work, ask)))]
    if len({found.line for found in places}) == 1:
        written = {found.formulas for found in places}
        return places[0] if len(written) == 1 and not named else replace(places[0], formulas=())
    return None if named else stopped(kind, right, value)


def stopped(kind: AnswerType, right: Sequence[Line], value: Array) -> Divergence | None:
    """The line before the last whose value, as far as it was rounded, is the answer; ``None`` where none is."""
    for i, line in enumerate(right[:-1]):
        if line.terms and _holds(kind, line.value, value) and not _holds(kind, line.value, right[-1].value):
            return Divergence(i, line.why, stopped=True)
    return None


def _holds(kind: AnswerType, one: Array | None, other: Array | None) -> bool:
    """Whether two values are the same, or the same as rounded as the ask wants it; numbers that hardly differ from 0 are not."""
    if _same(one, other):
        return True
    if one is None or other is None or not kind.tolerance or shape(one) != shape(other):
        return False
    return kind.compare(other, one).right and any(abs(cell) >= 10 * kind.tolerance for cell in cells(one))


def _leads_to(variant: Question, work: Derivation, right: Derivation, wrong: Mapping[str, Array] | None) -> bool:
    """Whether work leads to the wrong answers of a misconception, and to the right ones besides."""
    if wrong is None:
        return False
    numeric = [(name, ask.type) for name, ask in variant.asks.items() if ask.type.is_numeric]
    try:
        return all(
            kind.compare(kind.fit(work.answers[name]), wrong.get(name, right.answers[name])).right
            for name, kind in numeric
        )
    except BROKEN_OFF:
        return False


def _works(variant: Question, ask: str, is_answer: IsAnswer, *, named: bool) -> Iterator[Derivation]:
    """What work may stand behind an answer; with a named mistake more is thought of, as that it is no slip of the pen is known."""
    yield from one_line_mistaken(variant, ask, is_answer, leaving_out=named)
    if named:
        yield from every_line_mistaken(variant, ask, is_answer)
        yield from alike_lines_mistaken(variant, ask, is_answer)
        yield from one_parameter_mistaken(variant, ask, is_answer)


def _first_difference(right: Sequence[Line], edited: Question, ask: str, value: Array) -> Divergence | None:
    """Where the work of an edited question differs; what stands there only if it leads to the very answer that was given."""
    try:
        work = edited.derivation()
        found = _left(right, lines_of(work, ask))
        kind = edited.asks[ask].type
        same = found is not None and kind.compare(kind.fit(work.answers[ask]), value).right
    except BROKEN_OFF:
        return None
    return found if found is None or same else replace(found, formulas=())


def _left(right: Sequence[Line], wrong: Sequence[Line]) -> Divergence | None:
    """The first line that differs; where other words stand there, another way was gone from there on."""
    for i, (ours, theirs) in enumerate(zip(right, wrong, strict=False)):
        if ours.template != theirs.template:
            return Divergence(i, ours.why)
        if ours.formulas != theirs.formulas or ours.value != theirs.value:
            return Divergence(i, ours.why, theirs.formulas if len(theirs.formulas) <= 2 else ())
    return None


def _same_numbers(one: Array | None, other: Array | None) -> bool:
    return one is not None and other is not None and tuple(cells(one)) == tuple(cells(other))


def _same(one: Array | None, other: Array | None) -> bool:
    return (
        one is not None
        and other is not None
        and shape(one) == shape(other)
        and all(abs(a - b) <= 1e-9 * max(1.0, abs(b)) for a, b in zip(cells(one), cells(other), strict=True))
    )
