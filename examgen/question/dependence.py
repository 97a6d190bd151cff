"""Whether the answers of a variant depend on what its question declares: the earlier value is changed, the later must change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from examgen.arrays import Array, Scalar, agree
from examgen.errors import NO_VALUE

if TYPE_CHECKING:
    from examgen.question.question import Question

_NAMED = re.compile(r"(\w+)((?:\[\d+\])*)")


def depends_as_declared(variant: Question) -> bool:
    """Whether every answer named in ``depends`` changes when an answer or a parameter changes that it depends on."""
    return not undependent(variant)


def undependent(variant: Question) -> tuple[tuple[str, str], ...]:
    """The declared dependences that this variant lacks: pairs of the later answer and what it does not depend on."""
    depends = type(variant).depends
    asked = variant.asks
    return tuple(
        (later, earlier)
        for later, sources in depends.items()
        if later in asked
        for earlier in sources
        if not _changes(variant, later, earlier)
    )


def _changes(variant: Question, later: str, earlier: str) -> bool:
    """Whether an answer differs, as it is written, for some change of the earlier answer, or of the parameter ``x[0]``."""
    kind = variant.asks[later].type
    before = variant.derivation().answers
    for answers in _reworked(variant, earlier, before):
        try:
            one, other = kind.fit(before[later]), kind.fit(answers[later])
            if not agree(one, other) and not kind.compare(other, one).right:
                return True
        except NO_VALUE:
            continue
    return False


def _reworked(variant: Question, earlier: str, before: Any) -> Iterator[Any]:
    """The answers as they are worked out from changed values, one way after the other."""
    match = _NAMED.fullmatch(earlier)
    name, places = (match[1], [int(n) for n in re.findall(r"\d+", match[2])]) if match else (earlier, [])
    is_answer = name in before
    if not is_answer and name not in type(variant).model_fields:
        raise LookupError(f"{variant.id}: depends names {earlier!r}, which is neither an answer nor a parameter")
    for step in (1, -1):
        try:
            value = before[name] if is_answer else getattr(variant, name)
            changed = _changed(value, step, places)
            if is_answer:
                yield variant.derivation({name: changed}).answers
            elif (edited := variant.but(**{name: changed})) is not None:
                yield edited.derivation().answers
        except NO_VALUE:
            continue


def _changed(value: Any, step: int, places: list[int]) -> Array:
    """A value with one number changed, or each by another amount where no place is named."""
    if places:
        place, *inner = places
        return tuple(_changed(item, step, inner) if i == place else item for i, item in enumerate(value))
    if isinstance(value, tuple):
        return tuple(_changed(item, step * (i + 1), []) for i, item in enumerate(value))
    return _moved(value, step)


def _moved(value: Scalar, step: int) -> Scalar:
    if isinstance(value, bool) or (not isinstance(value, int | float) and not hasattr(value, "numerator")):
        raise TypeError(f"expected a number to change, got {value!r}")
    return value + step
