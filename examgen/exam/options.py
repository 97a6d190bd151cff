"""What stands behind the letters of a paper: the order in which options are printed, and the options of a question set as a choice.

Letters belong to the paper, never to the question. A question's own list is printed in an order of its own on every paper; a
numeric answer that is set as a choice gets wrong options, from misconceptions first and then from plausible near misses, chosen so
that neither the size of the right one among them nor its likeness to the others tells which it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from random import Random
from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from examgen.answers import AnswerType, Choice, Choices, Matching, Ordering
from examgen.arrays import Array, Scalar, array, cells, elementwise, json_ready, reshape, shape
from examgen.question.question import Question
from examgen.verify.witness import Attested

Listing = Choice | Choices | Matching | Ordering
"""The types whose answers refer to a list of the question's own."""

LATTICES, TRIES = 96, 300
"""So many sets of options are looked at before the best is taken, and so many until one is found at all."""
ENOUGH = 7
"""With so many values to choose from nothing more is looked for."""
NEIGHBOURS, SLIPS_OF_THE_PEN = 5, 16
"""So many near misses of each kind are looked for."""


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
    pool = _Pool.of(attested, name, Random(key + b"pool"))
    chosen = pool.best(count, Random(key + b"set"))
    Random(key).shuffle(chosen)
    return tuple(Option(text=f"${kind.tex(value)}$", value=value) for value in chosen)


@dataclass(frozen=True)
class _Pool:
    """The right value, and wrong ones that could stand beside it, all different when written down.

    What makes a wrong value of the right one is a *move*. Two moves, each alone and both together, give three wrong values among which
    the right one is nothing special: from every one of the four the others are the same moves away. So the options of a paper are the
    corners of such a lattice, and the moves are chosen so that the right value has the rank by size that was drawn for it.

    Attributes:
        wrong: the wrong values one move away, those of misconceptions first.
        telling: so many of them come from misconceptions.
    """

    kind: AnswerType
    right: Array
    wrong: tuple[Array, ...]
    telling: int
    allowed: _Domain
    _looked_at: dict[int | str, str | None] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, attested: Attested, name: str, random: Random) -> _Pool:
        kind = attested.variant.asks[name].type
        right = attested.key[name]
        found: dict[str, Array] = {kind.write(right): right}

        def enter(value: Array) -> bool:
            written = kind.write(value)
            if shape(value) != shape(right) or written in found or not _is_wrong(kind, value, right):
                return False
            found[written] = value
            return True

        mistaken = [values[name] for values in attested.wrong_answers.values() if name in values]
        allowed = _Domain.of(right, kind)
        for value in mistaken:
            if allowed.holds(value):
                enter(value)
        telling = len(found) - 1
        neighbours = _neighbours(attested.variant, name, kind, random)
        _fill(enter, (value for value in neighbours if allowed.holds(value)), NEIGHBOURS)
        _fill(enter, _slips(right, found, allowed, kind, random), SLIPS_OF_THE_PEN)
        if len(found) < ENOUGH:  # few values look like this one
            allowed = allowed.relaxed
            _fill(enter, _slips(right, found, allowed, kind, random), ENOUGH)
        _, *wrong = found.values()
        return cls(kind, right, tuple(wrong), telling, allowed)

    def best(self, count: int, random: Random) -> list[Array]:
        """The right value and wrong ones: of the sets that were looked at the one in which nothing about the right one stands out."""
        wanted = [random.randrange(count) for _ in _MEASURES]
        best: tuple[float, list[Array]] = (math.inf, [])
        for tried in range(TRIES):
            chosen, missing = self._lattice(count, random) if tried < LATTICES or not best[1] else ([], 0)
            if not chosen:
                continue
            misfit = 0.7 * missing
            for (weight, measure), rank in zip(_MEASURES, wanted, strict=True):
                misfit += weight * _off(measure(chosen), rank, random)
            if misfit < best[0]:
                best = (misfit, chosen)
            if misfit == 0:
                break
        return best[1] or [self.right, *self.wrong[: count - 1]]

    def _lattice(self, count: int, random: Random) -> tuple[list[Array], int]:
        """Corners of a lattice, the right value first, and how many misconceptions are missing in it; nothing where it has too few."""
        moves = (count - 1).bit_length()
        telling, others = self.wrong[: self.telling], self.wrong[self.telling :]
        most = min(len(telling), moves)
        told = min(most, max(random.randint(0, most), moves - len(others)))
        if len(others) < moves - told:
            return [], 0
        chosen = [*random.sample(telling, told), *random.sample(others, moves - told)]
        move = random.choice((_by_ratio, _by_difference))
        corners, written = [self.right], {self.kind.write(self.right)}
        for wrong in chosen:
            for corner in list(corners):
                value = move(corner, wrong, self.right)
                if value is None or (text := self._wrong_option(value)) is None or text in written:
                    return [], 0
                written.add(text)
                corners.append(value)
        return [self.right, *random.sample(corners[1:], count - 1)], most - told

    def _wrong_option(self, value: Array) -> str | None:
        """A value as it is written down, where it can be a wrong option; lattices have many corners in common."""
        key = value if type(value) is int else repr(value)
        if key not in self._looked_at:
            holds = self.allowed.holds(value) and _is_wrong(self.kind, value, self.right)
            self._looked_at[key] = self.kind.write(value) if holds else None
        return self._looked_at[key]


_LONGEST = 400
"""A longer formula is no option."""


def _is_wrong(kind: AnswerType, value: Array, right: Array) -> bool:
    """Whether a value can be printed as a wrong option."""
    return not kind.compare(value, right).right and len(kind.tex(value)) <= _LONGEST


def _by_difference(corner: Array, wrong: Array, right: Array) -> Array | None:
    """What is as far from a corner as a wrong value is from the right one."""
    return elementwise(
        lambda at, to, of: at if to == of else to if at == of else _tidy(at + to - of), corner, wrong, right
    )


def _by_ratio(corner: Array, wrong: Array, right: Array) -> Array | None:
    """What is as many times a corner as a wrong value is of the right one; nothing where it would be no whole number as they are."""
    triples = list(zip(cells(corner), cells(wrong), cells(right), strict=True))
    if any((not of and to != of) or (of and not to) for _, to, of in triples):
        return None
    if all(isinstance(number, int) for triple in triples for number in triple):
        if any(of and at * to % of for at, to, of in triples):
            return None
        return elementwise(lambda at, to, of: at * to // of if of else at, corner, wrong, right)
    return elementwise(
        lambda at, to, of: at if to == of else to if at == of else _tidy(at * to / of), corner, wrong, right
    )


def _tidy(number: Scalar) -> Scalar:
    """A number without what binary floats add to it."""
    return float(f"{number:.12g}") if isinstance(number, float) else number


def _fill(enter: Any, values: Iterator[Array], most: int) -> None:
    entered = 0
    for tried, value in enumerate(values):
        entered += enter(value)
        if entered == most or tried > 3 * most:
            return


def _off(values: Sequence[float], rank: int, random: Random) -> int:
    """By how many places the first value's rank differs from the rank that it should have; equal values stand in any order."""
    below = sum(value < values[0] for value in values)
    equal = sum(value == values[0] for value in values) - 1
    return abs(below + random.randint(0, equal) - rank)


def _sizes(values: Sequence[Array]) -> list[float]:
    return [round(math.fsum(cells(value)), 9) for value in values]


def _distances(values: Sequence[Array]) -> list[float]:
    """How far each is from all others."""
    sums: list[list[float]] = [[] for _ in values]
    for (i, one), (j, other) in combinations(enumerate(values), 2):
        apart = _apart(one, other)
        sums[i].append(apart)
        sums[j].append(apart)
    return [round(math.fsum(each), 9) for each in sums]


def _divisors(values: Sequence[Array]) -> list[float]:
    """How far each can be divided by small primes, and how few digits it takes."""
    return [sum(_plainness(number) for number in cells(value)) for value in values]


@lru_cache(maxsize=4096, typed=True)
def _plainness(number: Scalar) -> int:
    if not isinstance(number, int):
        return -len(f"{abs(float(number)):.6g}".rstrip("0"))
    whole, found = abs(number), 0
    for prime in (2, 3, 5, 7):
        while whole and whole % prime == 0:
            whole, found = whole // prime, found + 1
    return found


def _factors(values: Sequence[Array]) -> list[float]:
    """How large the factors are that each shares with the others."""
    wholes = [max(1, round(abs(math.fsum(cells(value))))) for value in values]
    return [math.prod(math.gcd(a, b) for b in wholes) / a for a in wholes]


def _even(values: Sequence[Array]) -> list[float]:
    return [sum(number % 2 == 0 for number in cells(value)) for value in values]


_MEASURES = ((4.0, _sizes), (1.0, _distances), (2.0, _divisors), (2.0, _factors), (1.0, _even))
"""By what the right value must not stand out, and how much it weighs."""


def _apart(one: Array, other: Array) -> float:
    """How far two values of one shape are from each other, 0 to 1 for each cell."""
    if not isinstance(one, tuple) and not isinstance(other, tuple):  # as most are
        return round(float(abs(one - other)) / (float(abs(one) + abs(other)) + 1e-12), 9) if one != other else 0.0
    pairs = zip(cells(one), cells(other), strict=True)
    return round(math.fsum(float(abs(a - b)) / (float(abs(a) + abs(b)) + 1e-12) for a, b in pairs if a != b), 9)


# near misses ----------------------------------------------------------------------------------------------------------------


def _neighbours(variant: Question, name: str, kind: AnswerType, random: Random) -> Iterator[Array]:
    """The right answers of variants that differ from this one in one parameter."""
    changes = [(parameter, value) for parameter, old in variant.parameters.items() for value in _nudged(old, random)]
    random.shuffle(changes)
    for parameter, value in changes:
        near = variant.but(**{parameter: value})
        try:
            if near is not None and name in near.asks:
                yield kind.fit(near.derivation().answers[name])
        except (ValueError, ArithmeticError, LookupError, TypeError):
            continue


def _nudged(value: object, random: Random) -> Iterator[object]:
    """Values of a parameter close to this one."""
    match value:
        case bool():
            yield not value
        case int():
            yield from (value + step for step in (-2, -1, 1, 2))
            yield from (2 * value, value // 2)
        case float():
            yield from (value * 2, value / 2)
        case tuple() if value and all(isinstance(cell, int | float) for cell in _flat(value)):
            flat = list(cells(value))
            for _ in range(4):
                place = random.randrange(len(flat))
                changed = [*flat]
                changed[place] = flat[place] + random.choice((-2, -1, 1, 2))
                numbers = iter(changed)
                yield elementwise(lambda _, rest=numbers: next(rest), value)  # rows may differ in length


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for item in value:
            yield from _flat(item)
    else:
        yield value


@dataclass(frozen=True)
class _Domain:
    """What the right value looks like: what looks otherwise is no option, as it would be ruled out at a glance.

    Attributes:
        negative: whether it has a negative number.
        whole: whether all numbers are integers.
        kind: whether they are whole, have few decimals, or many.
        parts_of_one: whether they are all from 0 to 1.
        totals: what they add up to, row by row, where that is 0 or 1 in every row.
        square: whether the first two sizes of a shape are the same.
    """

    negative: bool
    whole: bool
    kind: int | None
    parts_of_one: bool
    totals: tuple[int, ...] | None
    square: bool | None

    @classmethod
    def of(cls, right: Array, kind: AnswerType) -> _Domain:
        numbers, whole = list(cells(right)), all(isinstance(number, int) for number in cells(right))
        totals = [math.fsum(row) for row in _rows(right)]
        add_up = shape(right) and all(abs(total - round(total)) < 1e-6 and abs(total) < 1.5 for total in totals)
        return cls(
            negative=min(numbers) < 0,
            whole=whole,
            kind=_decimals(numbers),
            parts_of_one=all(0 <= number <= 1 for number in numbers) and not whole,
            totals=tuple(map(round, totals)) if add_up else None,
            square=numbers[0] == numbers[1] if kind.name == "shape" and len(numbers) > 1 else None,
        )

    @property
    def relaxed(self) -> _Domain:
        """Whatever is a number, as large as it likes."""
        return replace(self, kind=None, parts_of_one=False, totals=None)

    def holds(self, value: Array) -> bool:
        """Whether a value looks like that."""
        numbers = list(cells(value))
        return (
            self.negative == (min(numbers) < 0)
            and (not self.whole or all(isinstance(number, int) for number in numbers))
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
