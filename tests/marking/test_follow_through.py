"""Over every question with several asks: a mistake costs the points of its ask, and no others."""

from __future__ import annotations

import itertools
from decimal import Decimal
from pathlib import Path

import pytest

from examgen.arrays import Array
from examgen.bank.bank import Bank
from examgen.exam.blueprint import Blueprint
from examgen.exam.sealed import SealedAsk, SealedExam, SealedPaper, SealedQuestion
from examgen.exam.sheet import Sheet
from examgen.marking.marker import mark_papers
from examgen.question.draw import derive_key
from examgen.question.question import Question
from examgen.question.selection import candidates
from examgen.verify import witness

BANK = Bank()
NUMERIC = {"integer", "real", "vector", "matrix", "tensor", "shape"}
DRAWS = 3


def drawn(id_: str, count: int) -> list[Question]:
    keys = (derive_key(b"follow-through", id_, attempt) for attempt in range(500))
    return list(itertools.islice(candidates(BANK.question(id_), keys, {}), count))


def off(value: Array) -> Array:
    """A wrong number of the same size that work can go on from."""
    if isinstance(value, tuple):
        return (off(value[0]), *value[1:])
    return value + 2 if value != -2 else value + 3


def papers(result: witness.Attested) -> list[tuple[str, dict[str, Array]]]:
    """For every ask that another follows, what a student writes who errs there and works rightly afterwards."""
    asks = result.variant.asks
    wrong_at = [name for name in asks if any(name in ask.upstream for ask in asks.values())]
    found = []
    for name in wrong_at:
        if asks[name].type.name not in NUMERIC:
            continue
        given = {name: off(result.key[name])}
        try:
            answers = result.variant.derivation(given).answers
            fitted = {n: ask.type.fit(answers[n]) for n, ask in asks.items()}
        except (ValueError, ArithmeticError):
            continue  # from this mistake the work cannot go on
        found.append((name, {**fitted, **given}))
    return found


@pytest.mark.parametrize("id_", BANK.ids)
def test_one_mistake_costs_its_own_points_only(id_) -> None:
    results = witness.attest(drawn(id_, DRAWS), misconceptions=False)
    sat = [(result, name, answers) for result in results for name, answers in papers(result)]
    sealed, sheets = [], []
    for i, (result, _, answers) in enumerate(sat):
        asks = tuple(
            SealedAsk(name=n, label=f"1{chr(97 + k)}", text="", points=Decimal(1), key=result.key[n])
            for k, n in enumerate(result.variant.asks)
        )
        question = SealedQuestion(
            place=id_,
            number=1,
            section=0,
            question=id_,
            version=1,
            title="",
            statement="",
            points=Decimal(len(asks)),
            parameters=result.variant.model_dump(mode="json"),
            attempt=0,
            effort=0,
            asks=asks,
            misconceptions={},
        )
        sealed.append(SealedPaper(student=f"s{i}", name="", number=f"{i:04d}", questions=(question,)))
        typed = {ask.label: result.variant.asks[ask.name].type.write(answers[ask.name]) for ask in asks}
        sheets.append(Sheet(Path("s"), "follow", f"s{i}", f"{i:04d}", typed, dict.fromkeys(typed, 1)))
    section = {"questions": [{"question": id_, "points": 1}]}
    blueprint = Blueprint.model_validate({"title": "follow", "sections": [section]})
    exam = SealedExam(engine="", bank="", id="follow", blueprint=blueprint, papers=tuple(sealed))
    marks = mark_papers(exam, list(zip(exam.papers, sheets, strict=True)), BANK, diagnosis=False)
    for (result, name, answers), mark in zip(sat, marks, strict=True):
        lost = {ask.ask.name: (ask.answered.text, ask.rule.text) for ask in mark.asks if ask.points < ask.ask.points}
        assert set(lost) <= {name}, (witness.reproduction(result.variant), name, answers, lost)
