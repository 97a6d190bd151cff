"""Writings of seven rounds, each decided before the readers were changed for it: what they hold to.

Read cold, 10.6 % of the clear ones were refused in the first round, 8.2 % in the second, 7.3 % in the third, 5.3 % in the fourth,
13 % in the fifth and 13 % in the sixth. The last two are of students who did not know how many numbers were asked for: where their authors
expected what no reader of one text can tell (a rank, a batch of one) the row says what is written, and where an earlier round decided
the other way (a calculation without its result, axes in another order, 28x28x6 -> 14x14x6) it is left to a person.

The seventh round is of numbers only, in three batches of which each was decided before it was read: 5.1 %, 2.6 % and 2.8 % of the clear
ones were refused, and 8, 1 and 1 were silently misread. It leaves out what its author would have refused and what is read all the same
(0,5,1,5;2,5,3,5 as two rows of four; tanh(0.5) = 0.562 as its stated result), and what may as well be read as refused.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from examgen.answers import Choice, Choices, Matching, Real, Shape

HERE = Path(__file__).parent
_SPEC = importlib.util.spec_from_file_location("corpus", HERE / "corpus.py")
assert _SPEC is not None
assert _SPEC.loader is not None
corpus = importlib.util.module_from_spec(_SPEC)
sys.modules["corpus"] = corpus
_SPEC.loader.exec_module(corpus)

PARTS = ("forget gate", "input gate", "output gate", "candidate")
corpus.TYPES = {
    **corpus.TYPES,
    "choice of sizes": Choice(("28", "26", "24", "30")),
    "choice of padding": Choice(("valid", "same", "full", "causal")),
    "choices of five": Choices((*corpus.writings.STATEMENTS, "It shares its weights.")),
    "real to 3 decimals": Real(decimals=3),
    "real to 6 decimals": Real(decimals=6),
    "tiny real": Real(decimals=4, tiny=True),
    "megabytes": Real(decimals=2, unit="MB"),
    "kibibytes": Real(decimals=2, unit="KiB"),
    "mebibytes": Real(decimals=2, unit="MiB"),
    "shape of rank 2": Shape(rank=2),
    "shape of rank 3": Shape(rank=3),
    "matching of four": Matching(PARTS, (*corpus.writings.USES, "what to scale")),
}

ROUNDS = ("blind_first", "blind_second", "blind_third", "blind_fourth", "blind_fifth", "blind_sixth", "blind_seventh")


@pytest.mark.parametrize("name", ROUNDS)
def test_what_others_write_is_read_or_goes_to_a_person(name: str) -> None:
    rows = [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    found = [corpus.writings.Writing(type_, name, text, corpus.writings.as_tuple(value)) for type_, text, value in rows]
    results = list(corpus.outcomes(found))
    for bad in (corpus.WRONG, corpus.TOO_MUCH):
        assert [(writing.type, writing.text) for writing, result in results if result == bad] == []
    counted = Counter(result for _, result in results)
    clear = sum(counted[result] for result in corpus.CLEAR)
    assert counted[corpus.REFUSED] < 0.03 * clear, counted
    assert counted[corpus.DOUBTFUL] <= 0.02 * clear, counted
