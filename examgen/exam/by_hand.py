"""What can be worked out by hand: whole numbers and simple fractions all the way, and no table of functions."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction

from examgen.question.draw import derive_key
from examgen.question.entry import Entry
from examgen.question.pins import PinError
from examgen.question.question import Question
from examgen.question.selection import DRAWS, candidates

LARGEST, DENOMINATOR, DECIMALS = 1_000_000, 100, 3
"""A number in work by hand is not larger, its denominator is not larger, and it has no more decimals."""
TRIED = 12
"""So many variants of a question are looked at to find out whether it can be worked out by hand."""


def by_hand(variant: Question) -> bool:
    """Whether every number in the worked solution of a variant is one that a person can go on from without a calculator."""
    return all(_is_simple(term.value) for line in variant.derivation().lines for term in line.terms)


def _is_simple(value: object) -> bool:
    if isinstance(value, Fraction):
        return abs(value) <= LARGEST and value.denominator <= DENOMINATOR
    if not isinstance(value, int | float):
        return True
    return abs(value) <= LARGEST and abs(value - round(value, DECIMALS)) < 1e-12


def has_variant_by_hand(entry: Entry, pins: Mapping[str, object]) -> bool:
    """Whether a question has variants that can be worked out by hand; some are tried."""
    keys = (derive_key(b"by hand", entry.id, attempt) for attempt in range(DRAWS))
    try:
        return any(map(by_hand, itertools.islice(candidates(entry, keys, pins), TRIED)))
    except PinError:
        return False
