"""Writings of six rounds, each decided before the readers were changed for it: what they hold to.

Read cold, 10.6 % of the clear ones were refused in the first round, 8.2 % in the second, 7.3 % in the third, 5.3 % in the fourth,
13 % in the fifth and 13 % in the sixth. The last two are of students who did not know how many numbers were asked for: where their authors
expected what no reader of one text can tell (a rank, a batch of one) the row says what is written, and where an earlier round decided
the other way (a calculation without its result, axes in another order, 28x28x6 -> 14x14x6) it is left to a person.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from examgen.answers import Choice, Choices, Matching

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
    "matching of four": Matching(PARTS, (*corpus.writings.USES, "what to scale")),
}

ROUNDS = ("blind_first", "blind_second", "blind_third", "blind_fourth", "blind_fifth", "blind_sixth")


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
