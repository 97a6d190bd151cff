"""Which draws of a question are used: those that are variants, make good questions, and depend on what they should."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping

from pydantic import ValidationError

from examgen.answers import Matrix, Real, Tensor, Vector
from examgen.arrays import Scalar
from examgen.errors import NO_VALUE
from examgen.question import pins as pinned
from examgen.question.dependence import depends_as_declared
from examgen.question.draw import Draw, derive_key
from examgen.question.entry import Entry
from examgen.question.pins import PinError
from examgen.question.question import Question

EFFORT = {1: (0, 60), 2: (0, 130), 3: (2, 220), 4: (2, 450), 5: (4, 560)}
"""The least and the most effort, see `examgen.derivation.effort`, that a question of each level takes."""

HALFWAY = 0.01
"""How near to halfway, in units of its last decimal, a number must not be: the digits that a solution shows could go either way."""

DRAWS = 500
"""How often the engine draws again before it gives up on a question with these pins."""


def seeded(seed: str, entry: Entry) -> Iterator[bytes]:
    """The keys that a seed given by hand stands for: the same variant of a question for the same text, on every machine."""
    return (derive_key(seed.encode(), entry.id, attempt) for attempt in range(DRAWS))


def candidates(entry: Entry, keys: Iterable[bytes], pins: Mapping[str, object]) -> Iterator[Question]:
    """Variants that may be asked, see `standards`, one for each key that gives one; ends where ``keys`` ends.

    Raises:
        PinError: a pin is unknown or no value of its field, or no draw with these pins may be asked.
    """
    wanted = standards(pins)
    for may_be_asked, each in zip(wanted, itertools.tee(keys, len(wanted)), strict=True):
        found = False
        for _, variant in numbered(entry, each, pins):
            if may_be_asked(variant):
                found = True
                yield variant
        if found:
            return
    raise without_good_variant(entry, pins)


def standards(pins: Mapping[str, object]) -> tuple[Callable[[Question], bool], ...]:
    """What is wanted of a draw, one after the other until one can be had.

    It is to make a good question; where an author gives numbers with which none does, it is to have an answer.
    """
    return (is_good, has_answer) if pins else (is_good,)


def has_answer(variant: Question) -> bool:
    """Whether a variant can be answered: it is valid, as every instance is, and can be worked out."""
    try:
        return bool(variant.worked)
    except NO_VALUE:
        return False


def numbered(entry: Entry, keys: Iterable[bytes], pins: Mapping[str, object]) -> Iterator[tuple[int, Question]]:
    """Variants, good questions or not, each with the place of its key among ``keys``.

    Raises:
        PinError: a pin is unknown or no value of its field, or no draw with these pins is a variant.
    """
    return _valid(entry, keys, pinned.read(entry, pins))


def without_good_variant(entry: Entry, pins: Mapping[str, object]) -> PinError:
    """What is said where none of the variants makes a good question."""
    return _without_variant(entry, pins, "no draw makes a good question")


def any_variant(entry: Entry, keys: Iterable[bytes], pins: Mapping[str, object]) -> Question:
    """A variant with these pins: a good question if there is one, else one that is merely valid.

    For a person who brings numbers: they need not make a good exam question to have an answer. A parameter that is not pinned
    keeps its default, which is Keras's; without any pins everything is drawn.

    Raises:
        PinError: a pin is unknown or no value of its field, or no draw with these pins is a variant.
    """
    given = pinned.read(entry, pins)
    keys, again = itertools.tee(keys)  # of hundreds of keys the first few are mostly enough
    if given:
        with_defaults = {**pinned.defaults(entry.definition), **given}
        try:
            return _best(entry, keys, with_defaults)
        except PinError:
            if with_defaults.keys() == given.keys():
                raise
    return _best(entry, again, given)


def _best(entry: Entry, keys: Iterable[bytes], given: Mapping[str, object]) -> Question:
    fallback: Question | None = None
    for _, variant in _valid(entry, keys, given):
        try:
            if is_good(variant):
                return variant
        except OverflowError:
            if not given:
                raise
        fallback = fallback or variant
    if fallback is None:
        raise _without_variant(entry, given, "there was nothing to draw")
    return fallback


def is_good(variant: Question) -> bool:
    """Whether a variant makes a good question: it is admissible, its answers depend on what it declares, and rounding leaves them."""
    return not why_poor(variant)


def why_poor(variant: Question) -> str:
    """Why a variant would not be drawn for an exam; empty if it would."""
    if not variant.admissible():
        return "they are not suitable for this question"
    if not depends_as_declared(variant):
        return "an answer does not depend on all the values that it should depend on"
    return (
        ""
        if _is_legible(variant)
        else "rounding leaves an answer with fewer than two significant digits, or is ambiguous"
    )


def _is_legible(variant: Question) -> bool:
    """Whether every number that is asked for with decimals survives rounding: it keeps two digits, and which way it goes is clear."""
    return all(
        _keeps_digits(ask.type.decimals, cell) and _rounds_clearly(ask.type.decimals, cell)
        for name, ask in variant.asks.items()
        if isinstance(ask.type, Real) or (isinstance(ask.type, Vector | Matrix | Tensor) and ask.type.decimals)
        for cell in variant.worked.get(name, ())
    )


def _keeps_digits(decimals: int, key: Scalar) -> bool:
    """Whether two significant digits are left, or the number is exact: 0.009 of 0.0094 is too few."""
    units = abs(key) * 10**decimals
    return units >= 10 or math.isclose(units, round(units), abs_tol=1e-9)


def _rounds_clearly(decimals: int, key: Scalar) -> bool:
    """Whether the number is not halfway between two that may be written: 1.45150 to three decimals is, whichever way it goes."""
    units = abs(key) * 10**decimals
    return bool(abs(units - math.floor(units) - 0.5) > HALFWAY)


def _valid(entry: Entry, keys: Iterable[bytes], given: Mapping[str, object]) -> Iterator[tuple[int, Question]]:
    """Variants with these pins, good or not, one for each key that gives one; a single one where everything is pinned."""
    if given and given.keys() >= entry.definition.model_fields.keys():
        try:
            yield 0, entry.variant(given)
        except ValidationError as error:
            raise PinError(f"{entry.id}: {pinned.refusal(error)}") from None
        return
    refusal, found = "", False
    for number, key in enumerate(keys):
        try:
            drawn = entry.definition.draw(Draw(key, given, entry.bank))
            variant = entry.variant({**drawn, **given})
        except ValidationError as error:
            refusal = pinned.refusal(error)
        except NO_VALUE:
            if not given:
                raise
            refusal = refusal or "no other parameters were found that fit"
        else:
            found = True
            yield number, variant
    if not found and refusal:
        raise _without_variant(entry, given, refusal)


def _without_variant(entry: Entry, given: Mapping[str, object], refusal: str) -> PinError:
    what = f" with {pinned.shown(given)}" if given else ""
    return PinError(f"{entry.id} has no variant{what}: {refusal}")
