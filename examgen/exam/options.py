"""What stands behind the letters of a paper: the order in which options are printed, and the options of a question set as a choice.

Letters belong to the paper, never to the question. A question's own list is printed in an order of its own on every paper; a
numeric answer that is set as a choice gets wrong options, from misconceptions first and then from plausible near misses, chosen so
that neither the size of the right one among them nor its likeness to the others tells which it is.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from examgen.answers import AnswerType, Choice, Choices, Matching, Ordering
from examgen.arrays import Array, Scalar, array, cells, elementwise, json_ready, reshape, shape
from examgen.question.draw import Draw, derive_key
from examgen.question.misconceptions import all_of
from examgen.question.question import Misconception, Question
from examgen.verify.witness import Attested

Listing = Choice | Choices | Matching | Ordering
"""The types whose answers refer to a list of the question's own."""

LATTICES, MIXED, TRIES = 24, 12, 24
"""So many sets of options of each kind are looked at before the best is taken, and so many values beyond those that are needed."""
MISPLACED, UNBALANCED = 8, 3
"""How many missing misconceptions it outweighs that the right value has another rank than was drawn, and that there is no lattice."""
ENOUGH = 5
"""With so many values to choose from nothing more is looked for."""
NEIGHBOURS, SLIPS_OF_THE_PEN, BESIDE = 10, 16, 3
"""So many near misses of each kind are looked for, and at least so many smaller and larger than the right value."""
REDRAWN = 4
"""So often is each parameter drawn again."""
_NO_ANSWER = (ArithmeticError, LookupError, TypeError, ValueError)
"""How a draw, an edit or a derivation ends that has no answer."""


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


Change = Callable[[Question], "Question | Mapping[str, Array] | None"]


@dataclass(frozen=True)
class _Move:
    """What makes a wrong value of the right one: another parameter, a misconception, a slip of the pen.

    Attributes:
        value: where it leads from the right value.
        change: what it makes of any variant of the question; nothing where it is known of the right value only.
        late: changes of parameters are made first, then misconceptions.
    """

    value: Array
    change: Change | None = None
    late: int = 0


@dataclass(frozen=True)
class _Pool:
    """The right value, and the moves that make wrong ones of it, all different when written down.

    Two moves, each alone and both together, give three wrong values among which the right one is nothing special: from every one of
    the four the others are the same moves away. So the options of a paper are the corners of such a lattice, and the moves are
    chosen so that the right value has the rank by size that was drawn for it. A move that draws a parameter again leads to the key
    of another variant, which looks like a key because it is one; a misconception is then made there too.

    Attributes:
        moves: those of misconceptions first.
        telling: so many of them come from misconceptions.
        corners: where several moves lead together, as far as that was worked out.
    """

    variant: Question
    name: str
    kind: AnswerType
    right: Array
    moves: tuple[_Move, ...]
    telling: int
    allowed: _Domain
    corners: dict[tuple[int, ...], Array | None] = field(default_factory=dict)

    @classmethod
    def of(cls, variant: Question, name: str, right: Array, wrong: Mapping[str, Array]) -> _Pool:
        kind, allowed = variant.asks[name].type, _Domain.of(right, variant.asks[name].type)
        random = Random(derive_key(b"near misses", name, json.dumps(variant.settings)))
        found: dict[str, _Move] = {kind.write(right): _Move(right)}

        def enter(move: _Move) -> bool:
            written = kind.write(move.value)
            if written in found or not allowed.holds(move.value) or not _is_wrong(kind, move.value, right):
                return False
            found[written] = move
            return True

        edits = {each.name: each for each in all_of(variant)}
        for misconception, value in wrong.items():
            enter(_mistaken(edits.get(misconception), value, variant))
        telling = len(found) - 1
        _fill(enter, _other_draws(variant, name, kind, random), NEIGHBOURS)
        for domain in (allowed, allowed.relaxed):  # where few values look like this one, more may
            if len(found) < ENOUGH:
                allowed = domain
                values = {written: move.value for written, move in found.items()}
                slips = _slips(right, values, allowed, kind, random)
                _fill(enter, (_Move(value) for value in slips), SLIPS_OF_THE_PEN)
        (size,) = _sizes([right])
        for side in (-1, 1):  # so that the right value may have any rank by size
            values = {written: move.value for written, move in found.items()}
            lacking = BESIDE - sum(side * (_sizes([value])[0] - size) > 0 for value in values.values())
            slips = _slips(right, values, allowed, kind, random) if lacking > 0 else iter(())
            beside = (_Move(value) for value in slips if side * (_sizes([value])[0] - size) > 0)
            _fill(enter, beside, max(0, lacking))
        _, *moves = found.values()
        return cls(variant, name, kind, right, tuple(moves), telling, allowed)

    def best(self, count: int, random: Random) -> list[Array]:
        """The right value and wrong ones: its rank by size is drawn first, and of the sets in which it has it the best is taken."""
        rank = random.randrange(count)
        best: tuple[float, list[Array]] = (math.inf, [])
        for chosen, missing in self._sets(count, rank, random):
            misfit = missing + MISPLACED * _off(_sizes(chosen), rank, random)
            if misfit < best[0]:
                best = (misfit, chosen)
            if misfit == 0:
                break
        return best[1] or [self.right, *(move.value for move in self.moves[: count - 1])]

    def _sets(self, count: int, rank: int, random: Random) -> Iterator[tuple[list[Array], int]]:
        """Corners of lattices, the right value first, and how much is missing in each; then values of any that give it its rank.

        The lattice that is wanted has one misconception: it stands alone, and at the key of another draw. With two, the right value
        would be the only one of its kind.
        """
        needed = (count - 1).bit_length()
        lattices = list(itertools.combinations(range(len(self.moves)), needed))
        told = min(self.telling, 1)
        together: dict[str, tuple[bool, Array]] = {}  # of this set alone: what other papers looked at must not count
        for chosen in random.sample(lattices, min(LATTICES, len(lattices))):
            if corners := self._lattice(chosen):
                together |= {self.kind.write(value): (False, value) for value in corners}
                mistaken = sum(n < self.telling for n in chosen)
                yield [self.right, *random.sample(corners, count - 1)], abs(told - mistaken)
        single = {self.kind.write(move.value): (n < self.telling, move.value) for n, move in enumerate(self.moves)}
        values = [*(together | single).values()]
        (size,) = _sizes([self.right])
        below = [each for each in values if _sizes([each[1]])[0] < size]
        above = [each for each in values if _sizes([each[1]])[0] >= size]
        if len(below) >= rank and len(above) >= count - 1 - rank:
            for _ in range(MIXED):
                mixed = [*random.sample(below, rank), *random.sample(above, count - 1 - rank)]
                mistaken = sum(telling for telling, _ in mixed)
                yield [self.right, *(value for _, value in mixed)], abs(told - mistaken) + UNBALANCED

    def _lattice(self, chosen: Sequence[int]) -> list[Array]:
        """The corners of a lattice without the right value; nothing where one of them is no wrong option."""
        corners: dict[str, Array] = {}
        for number in range(1, len(chosen) + 1):
            for together in itertools.combinations(chosen, number):
                value = self._corner(together)
                written = "" if value is None else self.kind.write(value)
                if value is None or written in corners:
                    return []
                corners[written] = value
        return list(corners.values())

    def _corner(self, together: tuple[int, ...]) -> Array | None:
        """Where some moves lead together; nothing where that is no wrong option."""
        if len(together) == 1:
            return self.moves[together[0]].value
        if together not in self.corners:
            value = self._worked_out([self.moves[n] for n in together])
            if value is None:
                value = self._moved(self._corner(together[:-1]), self.moves[together[-1]].value, sum(together))
            fits = value is not None and self.allowed.holds(value) and _is_wrong(self.kind, value, self.right)
            self.corners[together] = value if fits else None
        return self.corners[together]

    def _moved(self, corner: Array | None, wrong: Array, turn: int) -> Array | None:
        """What is as far from a corner as a wrong value is from the right one, by difference and by ratio in turn."""
        if corner is None:
            return None
        first, second = (_by_ratio, _by_difference) if turn % 2 else (_by_difference, _by_ratio)
        value = first(corner, wrong, self.right)
        return second(corner, wrong, self.right) if value is None else value

    def _worked_out(self, moves: Sequence[_Move]) -> Array | None:
        """The answer to the variant with all changes made; nothing where one of them is not known for it."""
        changes = [move.change for move in sorted(moves, key=lambda move: move.late) if move.change]
        seen: Question | Mapping[str, Array] | None = self.variant
        for change in changes if len(changes) == len(moves) else ():
            seen = change(seen) if isinstance(seen, Question) else None
        return None if seen is self.variant else _answer(seen, self.name, self.kind)


@lru_cache(maxsize=64)
def _pool(variant: Question, written: str, name: str, right: Array, wrong: tuple[tuple[str, Array], ...]) -> _Pool:
    """The pool of an ask; two variants of which one is written 2 and the other 2.0 are equal, and have a pool each."""
    return _Pool.of(variant, name, right, dict(wrong))


def _answer(seen: Question | Mapping[str, Array] | None, name: str, kind: AnswerType) -> Array | None:
    """The answer to an ask of a variant, or the one that is stated; nothing where it has none that can be written down."""
    try:
        if isinstance(seen, Question):
            return kind.fit(seen.derivation().answers[name]) if name in seen.asks else None
        return kind.fit(seen[name]) if seen is not None else None
    except _NO_ANSWER:
        return None


def _mistaken(misconception: Misconception | None, value: Array, variant: Question) -> _Move:
    """The move of a misconception; what it makes of other variants is known where it edits variants or states answers."""
    edit = misconception.edit if misconception else None
    mistaken = edit(variant) if edit else None
    if edit is None or not isinstance(mistaken, Question | Mapping):
        return _Move(value)

    def change(seen: Question) -> Question | Mapping[str, Array] | None:
        try:
            edited = edit(seen)
        except _NO_ANSWER:
            return None
        return edited if isinstance(edited, Question | Mapping) else None

    return _Move(value, change, 1 if isinstance(mistaken, Question) else 2)


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


def _fill(enter: Callable[[_Move], bool], values: Iterator[_Move], most: int) -> None:
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


def _other_draws(variant: Question, name: str, kind: AnswerType, random: Random) -> Iterator[_Move]:
    """The keys of variants in which one parameter, or where that is not enough every one, is drawn again."""
    old, draw = variant.parameters, variant.entry.definition.draw
    fields = [(each,) for each in old for _ in range(REDRAWN)] if len(old) > 1 else []
    random.shuffle(fields)
    for redrawn in (*fields, *[tuple(old)] * NEIGHBOURS):
        pins = {each: value for each, value in old.items() if each not in redrawn}
        try:
            drawn = draw(Draw(random.randbytes(32), pins, variant.bank))
        except _NO_ANSWER:
            continue
        changes = {each: drawn[each] for each in redrawn if each in drawn}

        def change(seen: Question, changes: Mapping[str, Any] = changes) -> Question | None:
            return seen.but(**changes)

        near = change(variant)
        if near is None or near == variant or not near.admissible():
            continue
        if (value := _answer(near, name, kind)) is not None:
            yield _Move(value, change)


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
    """

    shape: tuple[int, ...]
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
            shape=shape(right),
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
            shape(value) == self.shape
            and self.negative == (min(numbers) < 0)
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
