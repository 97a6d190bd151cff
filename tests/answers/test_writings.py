"""Thousands of writings of true values, made without the readers: nothing is misread, little is refused."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

_SPEC = importlib.util.spec_from_file_location("corpus", Path(__file__).with_name("corpus.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
corpus = importlib.util.module_from_spec(_SPEC)
sys.modules["corpus"] = corpus
_SPEC.loader.exec_module(corpus)

SAMPLE = 3
"""One of so many writings is tried in the ordinary suite, and every one that must not be read."""


def held(found: Sequence[Any]) -> None:
    """Hold a part of the corpus against what is demanded."""
    results = list(corpus.outcomes(found))
    for bad in (corpus.WRONG, corpus.TOO_MUCH):
        assert [(w.type, w.kind, w.text) for w, result in results if result == bad] == []
    for name, counted in corpus.by_type(results).items():
        clear = sum(counted[result] for result in corpus.CLEAR)
        assert counted[corpus.REFUSED] < 0.03 * max(clear, 34), (name, counted)
        assert counted[corpus.DOUBTFUL] <= 0.02 * max(clear, 50), (name, counted)


def test_what_students_write_is_what_is_read() -> None:
    every = list(corpus.writings.writings())
    clear, others = ([w for w in every if (w.value is None) == refused] for refused in (False, True))
    assert len(every) > 16_000
    held([*clear[::SAMPLE], *others])


def test_what_was_read_is_said_so_that_it_is_read_again() -> None:
    every = [w for w in corpus.writings.writings() if w.value is not None]
    for writing in every[5::37]:
        kind = corpus.TYPES[writing.type]
        try:
            reading = kind.read(writing.text)
        except corpus.Unreadable:
            continue
        assert kind.read(reading.said).value == reading.value, (writing.text, reading.said)
        assert kind.compare(kind.read(kind.write(reading.value)).value, reading.value).right or writing.type == "design"


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_values_are_what_students_write_is_what_is_read(seed: int) -> None:
    held(list(corpus.writings.writings(seed, more=60)))
