"""Which draws of a question are used: those that are variants, make good questions, and depend on what they should."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping

from pydantic import ValidationError

from examgen.answers import Matrix, Real, Tensor, Vector
from examgen.arrays import Scalar
from examgen.question import pins as pinned
from examgen.question.dependence import depends_as_declared
from examgen.question.draw import Draw, derive_key
from examgen.question.entry import Entry
from examgen.question.pins import PinError
from examgen.question.question import Question

EFFORT = {1: (0, 60), 2: (0, 130), 3: (2, 220), 4: (2, 450), 5: (4, 560)}
"""The least and the most effort, see `examgen.derivation.effort`, that a question of each level takes."""

DRAWS = 500
"""How often the engine draws again before it gives up on a question with these pins."""


def seeded(seed: str, entry: Entry) -> Iterator[bytes]:
    """The keys that a seed given by hand stands for: the same variant of a question for the same text, on every machine."""
    return (derive_key(seed.encode(), entry.id, attempt) for attempt in range(DRAWS))


def candidates(entry: Entry, keys: Iterable[bytes], pins: Mapping[str, object]) -> Iterator[Question]:
    """Admissible variants, one for each key that gives one; ends where ``keys`` ends.

    Raises:
        PinError: a pin is unknown or no value of its field, or no draw with these pins is an admissible variant.
    """
    found = False
    for _, variant in numbered(entry, keys, pins):
        if is_good(variant):
            found = True
            yield variant
    if not found:
        raise without_good_variant(entry, pins)


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
        if is_good(variant):
            return variant
        fallback = fallback or variant
    if fallback is None:
        raise _without_variant(entry, given, "there was nothing to draw")
    return fallback


def is_good(variant: Question) -> bool:
    """Whether a variant makes a good question: it is admissible, its answers depend on what it declares, and rounding leaves them."""
    return variant.admissible() and depends_as_declared(variant) and _is_legible(variant)


def _is_legible(variant: Question) -> bool:
    """Whether every number that is asked for with decimals keeps two significant digits when it is rounded: 0.009 of 0.0094 is too few."""
    return all(
        _keeps_digits(ask.type.decimals, cell)
        for name, ask in variant.asks.items()
        if isinstance(ask.type, Real) or (isinstance(ask.type, Vector | Matrix | Tensor) and ask.type.decimals)
        for cell in variant.worked.get(name, ())
    )


def _keeps_digits(decimals: int, key: Scalar) -> bool:
    units = abs(key) * 10**decimals
    return units >= 10 or math.isclose(units, round(units), abs_tol=1e-9)


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
        except (ArithmeticError, LookupError, TypeError, ValueError):
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
