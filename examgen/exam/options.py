"""What stands behind the letters of a paper: the order in which options are printed, and the options of a question set as a choice.

Letters belong to the paper, never to the question. A question's own list is printed in an order of its own on every paper; a
numeric answer that is set as a choice gets wrong options, from misconceptions first and then from plausible near misses, chosen so
that neither the size of the right one among them nor its likeness to the others tells which it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from examgen.answers import AnswerType, Choice, Choices, Matching, Ordering
from examgen.arrays import Array, Scalar, array, cells, json_ready, reshape, shape
from examgen.question.question import Question
from examgen.verify.witness import Attested

Listing = Choice | Choices | Matching | Ordering
"""The types whose answers refer to a list of the question's own."""

TRIES = 300
"""So many sets of options are looked at before the best is taken."""
ENOUGH = 16
"""With so many values to choose from nothing more is looked for."""
NEIGHBOURS, SLIPS_OF_THE_PEN = 6, 24
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
    """The right value, and all wrong ones that could stand beside it, all different when written down.

    Attributes:
        telling: so many of the wrong ones come from misconceptions; they stand first.
    """

    values: tuple[Array, ...]
    telling: int
    sizes: tuple[float, ...]
    unlike: tuple[tuple[float, ...], ...]
    apart: tuple[tuple[float, ...], ...]

    @classmethod
    def of(cls, attested: Attested, name: str, random: Random) -> _Pool:
        kind = attested.variant.asks[name].type
        right = attested.key[name]
        found: dict[str, Array] = {kind.write(right): right}

        def enter(value: Array) -> bool:
            written = kind.write(value)
            if (
                shape(value) != shape(right)
                or written in found
                or kind.compare(value, right).right
                or len(kind.tex(value)) > _LONGEST
            ):
                return False
            found[written] = value
            return True

        mistaken = [values[name] for values in attested.wrong_answers.values() if name in values]
        allowed = _Domain.of(right)
        for value in mistaken:
            if allowed.holds(value):
                enter(value)
        telling = len(found) - 1
        neighbours = _neighbours(attested.variant, name, kind, random)
        _fill(enter, (value for value in neighbours if allowed.holds(value)), NEIGHBOURS)
        _fill(enter, _slips(found, allowed, kind, random), SLIPS_OF_THE_PEN)
        if len(found) < ENOUGH:  # few values look like this one
            _fill(enter, _slips(found, allowed.relaxed, kind, random), ENOUGH)
        entered = tuple(found.values())
        return cls(
            entered,
            telling,
            tuple(round(math.fsum(cells(value)), 9) for value in entered),
            tuple(tuple(_unlike(one, other) for other in entered) for one in entered),
            tuple(tuple(_apart(one, other) for other in entered) for one in entered),
        )

    def best(self, count: int, random: Random) -> list[Array]:
        """The right value and wrong ones, so that its rank by size and by likeness is what was drawn for it, as far as possible."""
        count = min(count, len(self.values))
        by_size, by_likeness = random.randrange(count), random.randrange(count)
        telling, others = range(1, self.telling + 1), range(self.telling + 1, len(self.values))
        best: tuple[float, list[int]] = (math.inf, [])
        for _ in range(TRIES):
            most = min(len(telling), count - 1)
            wanted = max(random.randint(0, most), count - 1 - len(others))
            chosen = [0, *random.sample(telling, wanted), *random.sample(others, count - 1 - wanted)]
            sizes = [self.sizes[i] for i in chosen]
            spread = [math.fsum(self.unlike[i][j] for j in chosen) for i in chosen]
            reach = [max(self.apart[i][j] for j in chosen) for i in chosen]
            nearest = [min(self.apart[i][j] for j in chosen if j != i) for i in chosen]
            unlikely = sum(_off(measure, by_likeness, random) for measure in (spread, reach, nearest))
            misfit = 4.0 * _off(sizes, by_size, random) + 2.0 * unlikely + 0.7 * (most - wanted)
            if misfit < best[0]:
                best = (misfit, chosen)
            if misfit == 0:
                break
        return [self.values[i] for i in best[1]]


_LONGEST = 400
"""A longer formula is no option."""


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


def _unlike(one: Array, other: Array) -> float:
    """In how many cells two values of one shape differ; of single numbers how far they are from each other."""
    pairs = list(zip(cells(one), cells(other), strict=True))
    return float(sum(abs(a - b) > 1e-9 for a, b in pairs)) if len(pairs) > 1 else _apart(one, other)


def _apart(one: Array, other: Array) -> float:
    """How far two values of one shape are from each other, 0 to 1 for each cell."""
    pairs = ((float(a), float(b)) for a, b in zip(cells(one), cells(other), strict=True))
    return round(math.fsum(abs(a - b) / (abs(a) + abs(b) + 1e-12) for a, b in pairs), 9)


# near misses ----------------------------------------------------------------------------------------------------------------


def _neighbours(variant: Question, name: str, kind: AnswerType, random: Random) -> Iterator[Array]:
    """The right answers of variants that differ from this one in one parameter."""
    changes = [(field, value) for field, old in variant.parameters.items() for value in _nudged(old, random)]
    random.shuffle(changes)
    for field, value in changes:
        near = variant.but(**{field: value})
        if near is None or name not in near.asks:
            continue
        try:
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
                yield reshape(tuple(changed), shape(value))


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
        total: what they add up to, where that is 0 or 1.
    """

    negative: bool
    whole: bool
    kind: int | None
    parts_of_one: bool
    total: int | None

    @classmethod
    def of(cls, right: Array) -> _Domain:
        numbers = list(cells(right))
        total, whole = math.fsum(numbers), all(isinstance(number, int) for number in numbers)
        return cls(
            negative=min(numbers) < 0,
            whole=whole,
            kind=_decimals(numbers),
            parts_of_one=all(0 <= number <= 1 for number in numbers) and not whole,
            total=round(total) if len(numbers) > 1 and abs(total - round(total)) < 1e-6 and abs(total) < 1.5 else None,
        )

    @property
    def relaxed(self) -> _Domain:
        """Whatever is a number, as large as it likes."""
        return replace(self, kind=None, parts_of_one=False, total=None)

    def holds(self, value: Array) -> bool:
        """Whether a value looks like that."""
        numbers = list(cells(value))
        return (
            self.negative == (min(numbers) < 0)
            and (not self.whole or all(isinstance(number, int) for number in numbers))
            and self.kind in (None, _decimals(numbers))
            and (not self.parts_of_one or max(numbers) <= 1)
            and (self.total is None or abs(math.fsum(numbers) - self.total) < 1e-3)
        )


def _decimals(numbers: Sequence[Scalar]) -> int:
    """0 for whole numbers, 1 for few decimals, 2 for many."""
    unit = _unit(numbers)
    return 2 if unit is None else int(unit != 1)


def _slips(found: Mapping[str, Array], allowed: _Domain, kind: AnswerType, random: Random) -> Iterator[Array]:
    """Slips of the pen in what has been found: a digit, a sign, a cell of another value.

    They start from wrong values as well as from the right one, so that the right one is not what all others are like.
    """
    for _ in range(3 * SLIPS_OF_THE_PEN):
        anchors = list(found.values())
        anchor = anchors[0] if random.random() < 0.3 else random.choice(anchors)
        numbers = list(cells(anchor))
        place = random.randrange(len(numbers))
        others = [other for other in anchors if shape(other) == shape(anchor) and other is not anchor]
        if len(numbers) > 1 and others and random.random() < 0.6:
            other = list(cells(random.choice(others)))
            for spot in random.sample(range(len(numbers)), random.randint(1, max(1, len(numbers) // 2))):
                numbers[spot] = other[spot]
        elif allowed.total is not None or (len(numbers) > 1 and random.random() < 0.2):
            spot = random.randrange(len(numbers))
            numbers[place], numbers[spot] = numbers[spot], numbers[place]
        else:
            numbers[place] = _misread(numbers, place, kind, allowed, random)
        value = reshape(tuple(numbers), shape(anchor))
        if allowed.holds(value):
            yield value


UNITS = tuple(Fraction(1, n) for n in (1, 2, 3, 4, 6, 8, 9, 10, 12, 16, 20, 25, 100))
"""Numbers that are worked out by hand are multiples of one of these; slips of the pen stay on the same ones."""


def _unit(numbers: Sequence[Scalar]) -> Fraction | None:
    """The largest unit that all numbers are multiples of; nothing where they have many decimals."""
    return next((u for u in UNITS if all(abs(n / u - round(n / u)) < 1e-6 for n in map(float, numbers))), None)


def _misread(numbers: Sequence[Scalar], place: int, kind: AnswerType, allowed: _Domain, random: Random) -> Scalar:
    """One of some numbers with one slip in it."""
    number, unit = numbers[place], _unit(numbers)
    if allowed.negative and number and random.random() < 0.15:
        return -number
    if unit is not None and abs(number) < 30 * unit:
        misread = round(number / unit) * unit + random.choice((-3, -2, -1, 1, 2, 3)) * unit
        return misread.numerator if misread.denominator == 1 else float(misread)
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
