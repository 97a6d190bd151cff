"""What stands behind the letters of a paper: the order in which options are printed, and the options of a question set as a choice.

Letters belong to the paper, never to the question. A question's own list is printed in an order of its own on every paper.

A numeric answer that is set as a choice gets wrong options. Another variant of the question is drawn that could have been printed as
well, and one mistake is made in both: the options are both keys and what the mistake makes of each. Either key could have been the
right one, and the other variant would then have led to the same four options. So nothing about them tells which of the two is right,
neither their size nor their likeness; and what a mistake leads to looks like a key too. The mistake is a misconception if there is one.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from random import Random
from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from examgen.answers import AnswerType, Choice, Choices, Matching, Ordering
from examgen.arrays import Array, Scalar, array, cells, json_ready, reshape, shape
from examgen.errors import NO_VALUE
from examgen.question import retracing
from examgen.question.draw import Draw, derive_key
from examgen.question.misconceptions import all_of
from examgen.question.question import Question
from examgen.question.retracing import Work
from examgen.question.selection import is_good
from examgen.verify.witness import Attested

Listing = Choice | Choices | Matching | Ordering
"""The types whose answers refer to a list of the question's own."""

OTHERS, GOOD, DRAWN = 4, 12, 60
"""So many other variants are looked at for the options of one, and so many good ones, or any, drawn to find them."""
ALIKE = 6
"""Variants are preferred whose keys are at most so many times as large, or as small."""
REDONE, SLIPS = 40, 8
"""In so many ways is work done wrongly to see how a misconception comes about, and so many slips of the pen are tried."""
INSTEAD = 0.5
"""How often a slip that leads where it shall stands in the place of a misconception that does not."""
MIXED, UNTOLD = 12, 8
"""So many sets of any values are looked at where there is nothing better, and what it outweighs that the right one has another rank."""
ENOUGH = 5
"""With so many values to choose from nothing more is looked for."""
NEIGHBOURS, SLIPS_OF_THE_PEN, BESIDE = 10, 16, 3
"""So many near misses of each kind are looked for, and at least so many smaller and larger than the right value."""
MOST = 8
"""A choice has at most so many options."""
REDRAWN, TRIES = 4, 24
"""So often is each parameter drawn again, and so many values are tried beyond those that are needed."""


class Option(BaseModel):
    """What stands behind one letter.

    Attributes:
        text: what is printed beside the letter, Markdown with TeX math.
        value: what it stands for: the value itself, or its place in the question's own list.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    value: Annotated[Any, BeforeValidator(array), PlainSerializer(json_ready, when_used="json")]


# from the paper to the question and back ----------------------------------------------------------------------------------


def printed_type(kind: AnswerType, options: Sequence[Option]) -> AnswerType:
    """How an answer on the paper is read: with the letters that were printed, where there are any."""
    if not options:
        return kind
    texts = tuple(option.text for option in options)
    match kind:
        case Choice() | Choices() | Matching():
            return replace(kind, options=texts)
        case Ordering():
            return replace(kind, items=texts)
        case _:
            return Choice(tuple(kind.write(option.value) for option in options))


def own_value(kind: AnswerType, options: Sequence[Option], printed: Array) -> Array:
    """What an answer as read from the paper is in the question's own terms."""
    behind = [option.value for option in options]
    match kind:
        case _ if not options:
            return printed
        case Choices():
            ticked = {behind[place] for place, tick in enumerate(cells(printed)) if tick}
            return tuple(int(place in ticked) for place in range(len(behind)))
        case Matching() | Ordering():
            return tuple(behind[int(place)] if place >= 0 else place for place in cells(printed))
        case _:
            return cast(Array, behind[int(cast(int, printed))])


def printed_value(kind: AnswerType, options: Sequence[Option], own: Array) -> Array:
    """What a value in the question's own terms is on the paper: the place of its letter, or of each of them."""
    behind = [option.value for option in options]
    match kind:
        case _ if not options:
            return own
        case Choices():
            return tuple(tuple(cells(own))[place] for place in behind)
        case Matching() | Ordering():
            return tuple(behind.index(place) if place >= 0 else place for place in cells(own))
        case _:
            return behind.index(own)


# the options of an ask ------------------------------------------------------------------------------------------------------


def own_options(kind: AnswerType, key: bytes) -> tuple[Option, ...]:
    """A question's own list in the order of one paper; nothing where it has none."""
    match kind:
        case Choice() | Choices() | Matching():
            texts = kind.options
        case Ordering():
            texts = kind.items
        case _:
            return ()
    options = [Option(text=text, value=place) for place, text in enumerate(texts)]
    Random(key).shuffle(options)
    return tuple(options)


def can_be_choice(kind: AnswerType) -> bool:
    """Whether wrong options can be made for an answer of this type: one value is right, and it is made of numbers."""
    return kind.is_numeric and kind.key_is_unique


def choice_options(attested: Attested, name: str, count: int, key: bytes) -> tuple[Option, ...]:
    """The right value among wrong ones, in the order of one paper; fewer than ``count`` where no more can be found."""
    kind = attested.variant.asks[name].type
    wrong = {each: values[name] for each, values in attested.wrong_answers.items() if name in values}
    written = json.dumps(attested.variant.settings)
    pool = _pool(attested.variant, written, name, attested.key[name], tuple(wrong.items()))
    chosen = pool.best(count, Random(key + b"set"))
    Random(key).shuffle(chosen)
    return tuple(Option(text=f"${kind.tex(value)}$", value=value) for value in chosen)


Made = Callable[[Question], Array | None]
"""What a mistake makes of the answer to any variant of a question; nothing where it cannot be made there."""


@dataclass(frozen=True)
class _Mistake:
    """A mistake that can be made in every variant of a question, and where it leads in two or more of them.

    Attributes:
        here: where it leads in the variant that is printed.
        made: how it is made.
        there: where it leads in the others, as far as that was worked out.
    """

    here: Array
    made: Made
    there: dict[int, Array | None] = field(default_factory=dict)

    def at(self, place: int, other: Question) -> Array | None:
        """Where it leads in one of the others."""
        if place not in self.there:
            self.there[place] = self.made(other)
        return self.there[place]


@dataclass(frozen=True)
class _Pool:
    """The right value and what wrong ones can be made of, for all papers that print this variant.

    Attributes:
        told: the wrong values that misconceptions lead to, by their names, all different.
        mistakes: how each of them comes about in any variant, as far as that was worked out.
    """

    variant: Question
    name: str
    kind: AnswerType
    right: Array
    told: Mapping[str, Array]
    allowed: _Domain
    mistakes: dict[str, _Mistake | None] = field(default_factory=dict)

    @classmethod
    def of(cls, variant: Question, name: str, right: Array, wrong: Mapping[str, Array]) -> _Pool:
        kind, allowed = variant.asks[name].type, _Domain.of(right, variant.asks[name].type)
        told: dict[str, tuple[str, Array]] = {}
        for misconception, value in wrong.items():
            if shape(value) == shape(right) and _is_wrong(kind, value, right):
                told.setdefault(kind.write(value), (misconception, value))
        return cls(variant, name, kind, right, dict(told.values()), allowed)

    def _random(self, purpose: bytes) -> Random:
        """Chance that depends on the variant alone, so that it does not matter which paper is made first."""
        return Random(derive_key(purpose, self.name, json.dumps(self.variant.settings)))

    def best(self, count: int, random: Random) -> list[Array]:
        """The right value, and wrong ones."""
        for mistake in self._drawn(random) if self._others else ():
            wrong = self._crossed(mistake, (count + 1) // 2, random) if mistake else self._keys
            if len(wrong) >= count - 1:
                return [self.right, *random.sample(wrong, count - 1)]
        return self._mixed(count, random)

    def _drawn(self, random: Random) -> Iterator[_Mistake | None]:
        """Mistakes in the order in which they are used, and ``None`` where keys of other variants come before those that follow.

        Misconceptions are used before slips. But most mistakes make a number smaller, and the right one would be the largest more
        often than not: so it is drawn where a mistake shall lead, and where no misconception leads there, a slip does in some draws.
        """
        (size,), side = _sizes([self.right]), random.choice((-1, 1))
        told = random.sample(list(self.told), len(self.told))
        slips = random.sample(self._slips, len(self._slips))

        def leads_there(value: Array) -> bool:
            return side * (_sizes([value])[0] - size) >= 0

        there, elsewhere = ([slip for slip in slips if leads_there(slip.here) is leads] for leads in (True, False))
        yield from self._misconceived(name for name in told if leads_there(self.told[name]))
        if told and random.random() < INSTEAD:
            yield from (*there, None)
        yield from self._misconceived(name for name in told if not leads_there(self.told[name]))
        yield from (*there, None, *elsewhere) if there and elsewhere else (None, *slips)

    def _misconceived(self, names: Iterable[str]) -> Iterator[_Mistake]:
        for name in names:
            if mistake := self._mistake(name):
                yield mistake

    @cached_property
    def _slips(self) -> list[_Mistake]:
        """Slips in the work, taken from all lines and all kinds."""
        works = list(itertools.islice(retracing.slips(self.variant, self.name), REDONE))
        found = []
        for work in self._random(b"slips").sample(works, min(SLIPS, len(works))):
            made = partial(_answer_of_work, work, self.name, self.kind)
            if (here := made(self.variant)) is not None and self._fits(here):
                found.append(_Mistake(here, made))
        return found

    def _mistake(self, misconception: str) -> _Mistake | None:
        """How what a misconception leads to comes about in any variant; nothing where no way was found.

        An edit of a variant, and an answer that is stated, can be made of any variant. An edit of a network would have to be run: in
        its place stands wrong work that ends in the same answer here.
        """
        if misconception not in self.mistakes:
            made = self._edited(misconception) or self._redone(self.told[misconception])
            self.mistakes[misconception] = _Mistake(self.told[misconception], made) if made else None
        return self.mistakes[misconception]

    def _edited(self, misconception: str) -> Made | None:
        edit = next((each.edit for each in all_of(self.variant) if each.name == misconception), None)
        if edit is None or not isinstance(edit(self.variant), Question | Mapping):
            return None
        return partial(_answer_of_edit, edit, self.name, self.kind)

    def _redone(self, value: Array) -> Made | None:
        written = self.kind.write(value)
        for work in itertools.islice(retracing.works(self.variant, self.name), REDONE):
            answer = _answer_of_work(work, self.name, self.kind, self.variant)
            if answer is not None and self.kind.write(answer) == written:
                return partial(_answer_of_work, work, self.name, self.kind)
        return None

    @cached_property
    def _others(self) -> list[tuple[Question, Array]]:
        """Other variants that could have been printed as well, with their keys."""
        found: list[tuple[Question, Array]] = []
        draw, random, good = self.variant.entry.definition.draw, self._random(b"others"), 0
        for _ in range(DRAWN):
            try:
                other = self.variant.entry.variant(draw(Draw(random.randbytes(32), {}, self.variant.bank)))
                if other == self.variant or self.name not in other.asks or not is_good(other):
                    continue
            except NO_VALUE:
                continue
            good += 1
            key = _answer(other, self.name, self.kind)
            if key is not None and self._fits(key):
                found.append((other, key))
            if len(found) == OTHERS or good == GOOD:
                break
        return found

    def _unlike(self, key: Array) -> int:
        """How another key differs from the right one at a glance: in its look, or in its size."""
        return 2 * (not self.allowed.holds(key)) + (not _is_about_as_large(key, self.right))

    @cached_property
    def _keys(self) -> list[Array]:
        """The keys of other variants, all different."""
        return self._different([self.right, *(key for _, key in self._others)])[1:]

    def _crossed(self, mistake: _Mistake, pairs: int, random: Random) -> list[Array]:
        """The keys of other variants and where a mistake leads in each of them and here: so many pairs, without the right value.

        The mistake leads to smaller numbers in all of them, or to larger ones, so that the keys are not between what it makes of them.
        Those variants are preferred whose keys look like the right one.
        """
        found = self._different([self.right, mistake.here])
        if len(found) < 2 or not self._fits(mistake.here):
            return []
        others = [(other_key, mistake.at(n, other)) for n, (other, other_key) in enumerate(self._others)]
        random.shuffle(others)
        side = _direction(self.right, mistake.here)
        for key, mistaken in sorted(others, key=lambda each: self._unlike(each[0])):
            if mistaken is not None and self._fits(mistaken) and _direction(key, mistaken) == side:
                both = self._different([*found, key, mistaken])
                found = both if len(both) == len(found) + 2 else found
            if len(found) == 2 * pairs:
                return found[1:]
        return []

    def _fits(self, value: Array) -> bool:
        """Whether a value can be an option: it may have any look that comes of a variant and a mistake, as the right one has."""
        return shape(value) == shape(self.right) and _is_wrong(self.kind, value, self.right)

    def _different(self, values: Iterable[Array]) -> list[Array]:
        return list({self.kind.write(value): value for value in reversed([*values])}.values())[::-1]

    # where few values look like this one

    @cached_property
    def _near(self) -> list[tuple[bool, Array]]:
        """Wrong values of any kind, those of misconceptions first; with each whether it is one."""
        kind, right, allowed = self.kind, self.right, self.allowed
        random = self._random(b"near misses")
        found: dict[str, Array] = {kind.write(value): value for value in (right, *self.told.values())}

        def enter(value: Array) -> bool:
            written = kind.write(value)
            if written in found or not allowed.holds(value) or not _is_wrong(kind, value, right):
                return False
            found[written] = value
            return True

        _fill(enter, _other_draws(self.variant, self.name, kind, random), NEIGHBOURS)
        for domain in (allowed, allowed.relaxed):  # where few values look like this one, more may
            if len(found) < ENOUGH:
                allowed = domain
                _fill(enter, _slips(right, dict(found), allowed, kind, random), SLIPS_OF_THE_PEN)
        (size,) = _sizes([right])
        for side in (-1, 1):  # so that the right value may have any rank by size
            lacking = BESIDE - sum(side * (_sizes([value])[0] - size) > 0 for value in found.values())
            slips = _slips(right, dict(found), allowed, kind, random) if lacking > 0 else iter(())
            _fill(enter, (value for value in slips if side * (_sizes([value])[0] - size) > 0), max(0, lacking))
        _, *values = found.values()
        return [(n < len(self.told), value) for n, value in enumerate(values)]

    @cached_property
    def _wider(self) -> list[tuple[bool, Array]]:
        """As many wrong values as any choice takes: slips of the pen in those that are near, over and over."""
        found = {self.kind.write(value): value for value in (self.right, *(value for _, value in self._near))}
        random = self._random(b"wider")
        for value in (queue := list(found.values())):
            for slip in _slips(value, dict(found), self.allowed.relaxed, self.kind, random):
                written = self.kind.write(slip)
                if written not in found and _is_wrong(self.kind, slip, self.right) and len(queue) < 2 * MOST:
                    found[written] = slip
                    queue.append(slip)
        _, *values = found.values()
        return [(n < len(self.told), value) for n, value in enumerate(values)]

    def _mixed(self, count: int, random: Random) -> list[Array]:
        """The right value and any wrong ones: its rank by size is drawn first, and of the sets in which it has it the best is taken."""
        rank, most = random.randrange(count), min(len(self.told), 1)
        (size,) = _sizes([self.right])
        values = self._near if len(self._near) >= count - 1 else self._wider
        below = [each for each in values if _sizes([each[1]])[0] < size]
        above = [each for each in values if _sizes([each[1]])[0] >= size]
        best: tuple[float, list[Array]] = (math.inf, [])
        for _ in range(MIXED if len(below) >= rank and len(above) >= count - 1 - rank else 0):
            mixed = [*random.sample(below, rank), *random.sample(above, count - 1 - rank)]
            chosen = [self.right, *(value for _, value in mixed)]
            misfit = abs(most - sum(told for told, _ in mixed)) + UNTOLD * _off(_sizes(chosen), rank, random)
            best = min(best, (misfit, chosen), key=lambda each: each[0])
        return best[1] or [self.right, *(value for _, value in values[: count - 1])]


@lru_cache(maxsize=64)
def _pool(variant: Question, written: str, name: str, right: Array, wrong: tuple[tuple[str, Array], ...]) -> _Pool:
    """The pool of an ask; two variants of which one is written 2 and the other 2.0 are equal, and have a pool each."""
    return _Pool.of(variant, name, right, dict(wrong))


def _answer(seen: object, name: str, kind: AnswerType) -> Array | None:
    """The answer to an ask of a variant, or the one that is stated; nothing where it has none that can be written down."""
    try:
        if isinstance(seen, Question):
            return kind.fit(seen.derivation().answers[name]) if name in seen.asks else None
        return kind.fit(seen[name]) if isinstance(seen, Mapping) else None
    except NO_VALUE:
        return None


def _answer_of_edit(edit: Callable[[Question], object], name: str, kind: AnswerType, variant: Question) -> Array | None:
    try:
        return _answer(edit(variant), name, kind)
    except NO_VALUE:
        return None


def _answer_of_work(work: Work, name: str, kind: AnswerType, variant: Question) -> Array | None:
    try:
        done = work(variant)
        return None if done is None else kind.fit(done.answers[name])
    except NO_VALUE:
        return None


_LONGEST = 400
"""A longer formula is no option."""


def _is_wrong(kind: AnswerType, value: Array, right: Array) -> bool:
    """Whether a value can be printed as a wrong option."""
    return not kind.compare(value, right).right and len(kind.tex(value)) <= _LONGEST


def _direction(value: Array, other: Array) -> int:
    """Whether it goes up (1) or down (-1) from one value to another, or neither."""
    one, two = _sizes([value, other])
    return (two > one) - (two < one)


def _is_about_as_large(one: Array, other: Array) -> bool:
    small, large = sorted(math.fsum(map(abs, cells(value))) for value in (one, other))
    return large <= ALIKE * small


def _fill(enter: Callable[[Array], bool], values: Iterator[Array], most: int) -> None:
    entered = 0
    if not most:
        return
    for tried, value in enumerate(values):
        entered += enter(value)
        if entered == most or tried > 3 * most + TRIES:
            return


def _off(values: Sequence[float], rank: int, random: Random) -> int:
    """By how many places the first value's rank differs from the rank that it should have; equal values stand in any order."""
    below = sum(value < values[0] for value in values)
    equal = sum(value == values[0] for value in values) - 1
    return abs(below + random.randint(0, equal) - rank)


def _sizes(values: Sequence[Array]) -> list[float]:
    return [round(math.fsum(cells(value)), 9) for value in values]


# near misses ----------------------------------------------------------------------------------------------------------------


def _other_draws(variant: Question, name: str, kind: AnswerType, random: Random) -> Iterator[Array]:
    """The keys of variants in which one parameter, or where that is not enough every one, is drawn again."""
    old, draw = variant.parameters, variant.entry.definition.draw
    fields = [(each,) for each in old for _ in range(REDRAWN)] if len(old) > 1 else []
    random.shuffle(fields)
    for redrawn in (*fields, *[tuple(old)] * NEIGHBOURS):
        pins = {each: value for each, value in old.items() if each not in redrawn}
        try:
            drawn = draw(Draw(random.randbytes(32), pins, variant.bank))
        except NO_VALUE:
            continue
        near = variant.but(**{each: drawn[each] for each in redrawn if each in drawn})
        if near is None or near == variant or not near.admissible():
            continue
        if (value := _answer(near, name, kind)) is not None:
            yield value


@dataclass(frozen=True)
class _Domain:
    """What the right value looks like: what looks otherwise is no option, as it would be ruled out at a glance.

    Attributes:
        shape: its shape.
        negative: whether it has a negative number.
        whole: whether all numbers are integers.
        kind: whether they are whole, have few decimals, or many.
        parts_of_one: whether they are all from 0 to 1.
        totals: what they add up to, row by row, where that is 0 or 1 in every row.
        square: whether the first two sizes of a shape are the same.
        sizes: whether they are the sizes of a shape, none of which is 0.
    """

    shape: tuple[int, ...]
    negative: bool
    whole: bool
    kind: int | None
    parts_of_one: bool
    totals: tuple[int, ...] | None
    square: bool | None
    sizes: bool

    @classmethod
    def of(cls, right: Array, kind: AnswerType) -> _Domain:
        numbers, whole = list(cells(right)), all(isinstance(number, int) for number in cells(right))
        totals = [math.fsum(row) for row in _rows(right)]
        add_up = shape(right) and all(abs(total - round(total)) < 1e-6 and abs(total) < 1.5 for total in totals)
        return cls(
            shape=shape(right),
            negative=min(numbers) < 0,
            whole=whole,
            kind=_decimals(numbers),
            parts_of_one=all(0 <= number <= 1 for number in numbers) and not whole,
            totals=tuple(map(round, totals)) if add_up else None,
            square=numbers[0] == numbers[1] if kind.name == "shape" and len(numbers) > 1 else None,
            sizes=kind.name == "shape" and min(numbers) > 0,
        )

    @property
    def relaxed(self) -> _Domain:
        """Whatever is a number, as large as it likes."""
        return replace(self, kind=None, parts_of_one=False, totals=None)

    def holds(self, value: Array) -> bool:
        """Whether a value looks like that."""
        numbers = list(cells(value))
        return (
            shape(value) == self.shape
            and self.negative == (min(numbers) < 0)
            and (not self.whole or all(isinstance(number, int) for number in numbers))
            and not (self.sizes and min(numbers) <= 0)
            and self.kind in (None, _decimals(numbers))
            and (not self.parts_of_one or max(numbers) <= 1)
            and (self.square is None or self.square == (numbers[:1] == numbers[1:2]))
            and (self.totals is None or self._adds_up(value))
        )

    def _adds_up(self, value: Array) -> bool:
        totals = self.totals or ()
        return all(abs(math.fsum(row) - total) < 1e-3 for row, total in zip(_rows(value), totals, strict=True))


def _rows(value: Array) -> Iterator[tuple[Scalar, ...]]:
    """The numbers along the last axis; a number alone is a row of one."""
    if isinstance(value, tuple) and isinstance(value[0], tuple):
        for part in value:
            yield from _rows(part)
    else:
        yield tuple(cells(value))


def _decimals(numbers: Sequence[Scalar]) -> int:
    """0 for whole numbers, 1 for few decimals, 2 for many."""
    if all(isinstance(number, int) for number in numbers):
        return 0
    unit = _unit(numbers)
    return 2 if unit is None else int(unit != 1)


def _slips(
    right: Array, found: Mapping[str, Array], allowed: _Domain, kind: AnswerType, random: Random
) -> Iterator[Array]:
    """Slips of the pen in the right value: a digit, a factor, a sign, a cell of another value."""
    for _ in range(3 * SLIPS_OF_THE_PEN):
        numbers = list(cells(right))
        place = random.randrange(len(numbers))
        others = [other for other in found.values() if shape(other) == shape(right) and other is not right]
        if len(numbers) > 1 and others and random.random() < 0.4:
            other = list(cells(random.choice(others)))
            for spot in random.sample(range(len(numbers)), random.randint(1, max(1, len(numbers) // 2))):
                numbers[spot] = other[spot]
        elif allowed.totals is not None or (len(numbers) > 1 and random.random() < 0.2):
            spot = random.randrange(len(numbers))
            numbers[place], numbers[spot] = numbers[spot], numbers[place]
        else:
            number, misread = numbers[place], _misread(numbers, place, kind, allowed, random)
            alike = kind.name == "shape"  # who gets the height of an image wrong gets its width wrong as well
            numbers = [misread if (alike and n == number) or i == place else n for i, n in enumerate(numbers)]
        value = reshape(tuple(numbers), shape(right))
        if allowed.holds(value):
            yield value


UNITS = tuple(Fraction(1, n) for n in (1, 2, 3, 4, 6, 8, 9, 10, 12, 16, 20, 25, 100))
"""Numbers that are worked out by hand are multiples of one of these; slips of the pen stay on the same ones."""


def _unit(numbers: Sequence[Scalar]) -> Fraction | None:
    """The largest unit that all numbers are multiples of; nothing where they have many decimals."""
    if all(isinstance(number, int) for number in numbers):
        return UNITS[0]
    return next(
        (
            u
            for u in UNITS
            if all(abs(n * u.denominator - round(n * u.denominator)) < 1e-6 for n in map(float, numbers))
        ),
        None,
    )


def _misread(numbers: Sequence[Scalar], place: int, kind: AnswerType, allowed: _Domain, random: Random) -> Scalar:
    """One of some numbers with one slip in it."""
    number, unit = numbers[place], _unit(numbers)
    if allowed.negative and number and random.random() < 0.15:
        return -number
    if unit is not None and abs(number) < 30 * unit:
        misread = round(number / unit) * unit + random.choice((-3, -2, -1, 1, 2, 3)) * unit
        return misread.numerator if misread.denominator == 1 else float(misread)
    if unit == 1 and random.random() < 0.7:
        whole = int(number)
        factors = [n for n in range(2, 17) if whole % n == 0]
        if factors:
            factor = random.choice(factors)
            return whole // factor * (factor + random.choice((-1, 1, 2)))
    decimals = 0 if unit is not None else max(getattr(kind, "decimals", 3) - 1, 1)
    digits = list(f"{abs(float(number / unit if unit is not None else number)):.{decimals}f}")
    places = [i for i, digit in enumerate(digits) if digit != "."]
    spot = random.choice(places[:-1] if unit is not None and len(places) > 2 else places)
    digits[spot] = str((int(digits[spot]) + random.choice((-2, -1, 1, 2))) % 10)
    sign = -1 if number < 0 else 1
    if unit is None:
        return sign * float("".join(digits))
    multiple = sign * int("".join(digits)) * unit
    return multiple.numerator if multiple.denominator == 1 else float(multiple)
