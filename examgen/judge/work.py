"""A student's work on one question, and from which of the answers in it the later ones may have gone on."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from examgen.answers import AnswerType, Comparison
from examgen.answers.spelling import places
from examgen.arrays import Array, Scalar, cells, elementwise, reshape, shape
from examgen.judge.reading import Answer
from examgen.judge.rules import Rules
from examgen.question.question import Question, all_upstream
from examgen.verify import witness
from examgen.verify.witness import Values

MOST_ROUNDED = 24
"""An answer of more numbers is gone on from as it was written."""


@dataclass(frozen=True)
class Work:
    """One student's answers to one variant.

    Attributes:
        key: the right value of every ask.
        misled: for every misconception that the variant can tell apart, the answers it leads to.
        answers: what the student wrote, in the order of the asks; a later ask may still be unanswered.
    """

    variant: Question
    key: Values
    misled: Mapping[str, Values]
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Start:
    """Answers of a student's own from which a later answer may have been worked out.

    Attributes:
        given: these answers by their asks.
        mistakes: the asks where mistakes were made that they carry on; none where the answers were only rounded.
    """

    given: Values
    mistakes: tuple[str, ...] = ()

    @property
    def rounded(self) -> tuple[str, ...]:
        """The asks whose answers were carried on as they were rounded, where there was no mistake."""
        return () if self.mistakes else tuple(self.given)


@dataclass(frozen=True)
class FollowThrough:
    """What of a student's work later answers go on from."""

    work: Work
    rules: Rules
    _derived: dict[tuple[tuple[str, Array], ...], Values] = field(default_factory=dict, repr=False)
    _compared: dict[tuple[str, Array, Array], Comparison] = field(default_factory=dict, repr=False)

    def compare(self, name: str, value: Array, expected: Array) -> Comparison:
        """An answer held against a value; a design is built once, however often it is looked at."""
        place = name, value, expected
        if place not in self._compared:
            self._compared[place] = witness.compare(self.type(name), value, expected)
        return self._compared[place]

    def type(self, name: str) -> AnswerType:
        """How an ask is compared."""
        return self.work.variant.asks[name].type

    def starts(self, name: str) -> tuple[Start, ...]:
        """From which of the student's own answers an ask may have been worked out; none where all before it are exactly right.

        Either the mistakes themselves were carried on, with all digits of what followed from them, or the answers as they
        stand on the sheet, rounded. Students do both.
        """
        before = self.before(name)
        written = {n: self._value(n) for n in self.work.variant.asks[name].upstream if self._carries(n)}
        mistakes = {n: value for n, value in self.mistakes.items() if n in before}
        exact = all(value == self.work.key[n] for n, value in written.items())
        found = [Start(given, tuple(mistakes)) for given in (mistakes, {} if exact else written) if given]
        return tuple(found[:1] if len(found) == 2 and found[0].given == found[1].given else found)

    def derived(self, name: str, given: Values) -> Array | None:
        """What the derivation makes of an ask from given answers; ``None`` where it cannot go on from them."""
        place = tuple(sorted(given.items(), key=lambda item: item[0]))
        if place not in self._derived:
            try:
                self._derived[place] = self.work.variant.derivation(given).answers
            except (ValueError, ArithmeticError, LookupError):
                self._derived[place] = {}
        try:
            value = self.type(name).fit(self._derived[place][name])
        except (ValueError, ArithmeticError, LookupError):
            return None
        zero = any(map(_all_zero, given.values()))
        return None if zero and _all_zero(value) and not _all_zero(self.work.key[name]) else value

    def allowing_for_rounding(self, name: str, value: Array, expected: Array, given: Values) -> Array | None:
        """The value nearest to an answer that follows from given answers when they are not rounded as they were written.

        Whoever carries on more digits than stand on the sheet goes on from a number up to half a unit of its last place away.
        ``None`` where that makes no difference.
        """
        kind = self.type(name)
        if not kind.is_numeric and kind.name != "choice":
            return None
        reached: list[list[Array]] = []
        for before, *ends in self._unrounded(given):
            moved = [self.derived(name, {**given, before: end}) for end in ends]
            reached.append([each for each in moved if each is not None and shape(each) == shape(expected)])
        if not getattr(kind, "decimals", 0):
            return next((each for ends in reached for each in ends if each == value), None)
        if shape(value) != shape(expected):
            return None
        spread = [
            math.fsum(max((abs(list(cells(end))[at] - middle) for end in ends), default=0.0) for ends in reached)
            for at, middle in enumerate(cells(expected))
        ]
        if not any(spread):
            return None
        bounds = iter(spread)
        return elementwise(
            lambda mine, middle: max(middle - (width := next(bounds)), min(middle + width, mine)), value, expected
        )

    def _unrounded(self, given: Values) -> Iterator[tuple[str, Array, Array]]:
        """Given answers, each with one number half a unit of its last written place higher, and lower."""
        for name, value in given.items():
            numbers = list(cells(value))
            if not getattr(self.type(name), "decimals", 0) or len(numbers) > MOST_ROUNDED:
                continue
            for at, last in enumerate(self._written_places(name, numbers)):
                half = 0.5 * 10.0**-last
                yield name, _changed(value, at, numbers[at] + half), _changed(value, at, numbers[at] - half)

    def _written_places(self, name: str, numbers: Sequence[Scalar]) -> list[int]:
        """The decimals that each number was written with; where that cannot be seen, those that were asked for."""
        answer = self.work.answers.get(name)
        written = re.findall(r"\d+(?:[.,]\d+)?", answer.text if answer else "")
        if len(written) == len(numbers):
            decimals = [len(re.split("[.,]", each)[1]) if re.search("[.,]", each) else 0 for each in written]
            if all(
                math.isclose(float(each.replace(",", ".")), abs(number), abs_tol=0.5 * 10.0**-last)
                for each, number, last in zip(written, numbers, decimals, strict=True)
            ):
                return decimals
        return [places(number, getattr(self.type(name), "decimals", 0)) for number in numbers]

    def before(self, name: str) -> Set[str]:
        """Every ask that an ask goes on from, directly or not."""
        return all_upstream(self.work.variant.asks, name)

    @cached_property
    def mistakes(self) -> Mapping[str, Array]:
        """The answers that are wrong in themselves, not because of one before, and can be gone on from.

        Their right numbers have all digits, as whoever errs in one number carries on the others as they were computed.
        """
        found: dict[str, Array] = {}
        for name, answer in self.work.answers.items():
            if answer.value is None or not self._carries(name) or self._accepted(name, self.work.key[name]):
                continue
            inherited = {n: value for n, value in found.items() if n in self.before(name)}
            if not self._follows(name, inherited):
                exact = self.derived(name, inherited) if inherited else None
                found[name] = self._with_all_digits(name, answer.value, self.work.key[name] if exact is None else exact)
        return found

    def _with_all_digits(self, name: str, value: Array, exact: Array) -> Array:
        """An answer with the exact value in every cell that is right."""
        if not isinstance(value, tuple) or shape(value) != shape(exact) or not self.type(name).is_numeric:
            return value
        right = iter(self.compare(name, value, exact).cells)
        return elementwise(lambda mine, precise: precise if next(right) else mine, value, exact)

    def _follows(self, name: str, given: Values) -> bool:
        written = {n: self._value(n) for n in self.work.variant.asks[name].upstream if self._carries(n)}
        values = [self.derived(name, given), self.derived(name, written) if written else None]
        return any(value is not None and self._accepted(name, value) for value in values)

    def _accepted(self, name: str, expected: Array) -> bool:
        """Whether an answer is a value, or that value rounded too coarsely, which is a loss but no mistake."""
        return self.rules.worth(self.compare(name, self._value(name), expected))[0] in ("right", "coarse")

    def _carries(self, name: str) -> bool:
        """Whether work can go on from an answer and stay comparable: it has the size of the key, and is no trivial value."""
        answer = self.work.answers.get(name)
        key = self.work.key[name]
        return (
            answer is not None
            and answer.value is not None
            and shape(answer.value) == shape(key)
            and not _is_trivial(answer.type, answer.value, key)
        )

    def _value(self, name: str) -> Array:
        value = self.work.answers[name].value
        assert value is not None, "only answers that carry are gone on from"
        return value


def _changed(value: Array, at: int, number: Scalar) -> Array:
    """An array with another number in one of its cells."""
    numbers = list(cells(value))
    numbers[at] = number
    return reshape(tuple(numbers), shape(value))


def _is_trivial(kind: AnswerType, value: Array, key: Array) -> bool:
    """Whether an array has one number in all its cells, where the key has not, so that going on from it takes no work."""
    numbers = set(cells(value))
    if not kind.is_numeric or kind.name == "shape" or shape(value) == () or len(numbers) > 1:
        return False
    right = kind.compare(value, key).cells
    return (numbers == {0} or len(set(cells(key))) > 1) and 2 * sum(right) < len(right)


def _all_zero(value: Array) -> bool:
    return set(cells(value)) == {0}
