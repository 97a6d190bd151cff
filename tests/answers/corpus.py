"""The corpus held against the readers: what each writing was taken for, and how often."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from examgen.answers import (
    AnswerType,
    Choice,
    Choices,
    Doubtful,
    Integer,
    LayerDesign,
    Matching,
    Matrix,
    Ordering,
    Real,
    Shape,
    Tensor,
    Unreadable,
    Vector,
)
from examgen.arrays import Array, cells, shape, text_of


def _load() -> Any:
    """The generator of the corpus, by its path: tests are no package."""
    path = Path(__file__).with_name("writings.py")
    spec = importlib.util.spec_from_file_location("writings", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["writings"] = module
    spec.loader.exec_module(module)
    return module


writings = _load()

TYPES: Mapping[str, AnswerType] = {
    "integer": Integer(),
    "real": Real(decimals=2),
    "percentage": Real(decimals=1, unit="%"),
    "shape": Shape(),
    "vector": Vector(),
    "vector to 2 decimals": Vector(decimals=2),
    "matrix": Matrix(),
    "matrix to 2 decimals": Matrix(decimals=2),
    "tensor": Tensor(),
    "choice": Choice(writings.OPTIONS),
    "choice of classes": Choice(writings.CLASSES),
    "true or false": Choice(("true", "false")),
    "yes or no": Choice(("no", "yes")),
    "choices": Choices(writings.STATEMENTS),
    "ordering": Ordering(writings.STEPS),
    "matching": Matching(writings.GATES, writings.USES),
    "design": LayerDesign((28, 28, 3), (10,), max_layers=8),
}

RIGHT, REFUSED, DOUBTFUL, WRONG = "right", "refused though clear", "doubtful though clear", "silently wrong"
RIGHTLY, TOO_MUCH = "rightly not read", "read though to be refused"
CLEAR = (RIGHT, REFUSED, DOUBTFUL, WRONG)


def same(one: Array, other: Any) -> bool:
    """Whether a value is what was meant, up to what a float holds."""
    if shape(one) != shape(other):
        return False
    return all(
        abs(float(a) - float(b)) <= 1e-9 * max(1, abs(float(b))) for a, b in zip(cells(one), cells(other), strict=True)
    )


def outcome(writing: Any) -> str:
    """What became of a writing."""
    kind = TYPES[writing.type]
    try:
        value: Any = kind.read(writing.text).value
    except Doubtful:
        return RIGHTLY if writing.value is None else DOUBTFUL
    except Unreadable:
        return RIGHTLY if writing.value is None else REFUSED
    if writing.value is None:
        return TOO_MUCH
    if isinstance(kind, LayerDesign):
        return RIGHT if text_of(value) == writing.value else WRONG
    return RIGHT if same(value, writing.value) else WRONG


def outcomes(found: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Every writing with what became of it."""
    for writing in found:
        yield writing, outcome(writing)


def by_type(found: Iterable[tuple[Any, str]]) -> dict[str, Counter[str]]:
    """How often each outcome was met, by answer type."""
    counted: dict[str, Counter[str]] = {name: Counter() for name in TYPES}
    for writing, result in found:
        counted[writing.type][result] += 1
    return counted
