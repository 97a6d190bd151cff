"""Writings of an eighth round, of letters, orders, designs and blanks only, decided before the readers were changed for them.

Each names an answer type that the first rows of the file define. Read cold, 8.0 % of the clear ones of the first 2,207 were refused, 3.0 %
of the next 679, written after the readers had been mended, and 0.7 % of the last 598, most of which must not be read. A fourth entry,
"or not", stands where its author held that asking would be as right as reading. Code that Keras refuses is what is written, and a wrong
design; where an earlier round decided the other way (a to c, T F T F, c true without a word on the others, not true) that stands.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from examgen import answers
from examgen.answers import AnswerType, is_blank

HERE = Path(__file__).parent
_SPEC = importlib.util.spec_from_file_location("corpus", HERE / "corpus.py")
assert _SPEC is not None
assert _SPEC.loader is not None
corpus = importlib.util.module_from_spec(_SPEC)
sys.modules["corpus"] = corpus
_SPEC.loader.exec_module(corpus)


def loaded() -> tuple[dict[str, AnswerType], list[list[Any]]]:
    """The answer types of the round by their names, and its writings."""
    lines = [json.loads(line) for line in (HERE / "blind_eighth.jsonl").read_text(encoding="utf-8").splitlines()]
    kinds: dict[str, AnswerType] = {}
    for row in lines:
        if isinstance(row, dict):
            name, kind = row.pop("name"), row.pop("kind")
            fields = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
            kinds[name] = getattr(answers, kind)(**fields)
    return kinds, [row for row in lines if isinstance(row, list)]


TYPES, ROWS = loaded()


@pytest.mark.parametrize("family", ["choice", "choices", "matching", "ordering", "design"])
def test_what_others_write_is_read_or_goes_to_a_person(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "TYPES", TYPES)
    mine = [row for row in ROWS if row[0].split()[0] == family and row[2] != "blank"]
    assert [text for _, text, *_ in mine if is_blank(text)] == []
    results = [
        (row, corpus.outcome(corpus.writings.Writing(row[0], "eighth", row[1], corpus.writings.as_tuple(row[2]))))
        for row in mine
    ]
    for bad in (corpus.WRONG, corpus.TOO_MUCH):
        assert [row for row, result in results if result == bad] == []
    counted = Counter(result for row, result in results if len(row) == 3)
    clear = sum(counted[result] for result in corpus.CLEAR)
    assert counted[corpus.REFUSED] < 0.03 * clear, counted
    assert counted[corpus.DOUBTFUL] <= 0.02 * clear, counted


def test_who_says_that_they_do_not_know_leaves_it_blank() -> None:
    silent = [text for _, text, value, *_ in ROWS if value == "blank"]
    assert len(silent) > 100
    assert [text for text in silent if not is_blank(text)] == []
