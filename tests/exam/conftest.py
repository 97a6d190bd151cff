"""Exams that are made without Keras: their questions are those of the tests, and the derivation alone makes the keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from examgen.bank.bank import Bank, Source
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam
from examgen.question.misconceptions import all_of
from examgen.question.question import Question
from examgen.verify import witness
from examgen.verify.witness import Attested, Scenario, Values

HERE = Path(__file__).parent
TOYS = Bank(tuple(map(Source.folder, (HERE.parent / "toy_bank", HERE.parent / "judge" / "bank", HERE / "bank"))))
MakeToys = Callable[..., SealedExam]


@pytest.fixture(scope="session")
def toys() -> Bank:
    """The questions of the tests."""
    return TOYS


def derived(variant: Question) -> Values:
    """The answers that the derivation gives."""
    answers = variant.derivation().answers
    return {name: ask.type.fit(answers[name]) for name, ask in variant.asks.items()}


def attested(variant: Question) -> Attested:
    """A variant whose key is the derivation's; of its misconceptions those that say themselves what they lead to."""
    key = derived(variant)
    wrong: dict[str, Values] = {}
    survivors = []
    for misconception in all_of(variant):
        edit = Scenario(variant, misconception).edit
        if isinstance(edit, Mapping):
            values = {name: value for name, value in edit.items() if key[name] != value}
            if values:
                wrong[misconception.name] = values
            else:
                survivors.append(misconception.name)
    return Attested(variant, key, variant.derivation(), wrong, tuple(survivors))


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[list[Question]]:
    """Keras is played by the derivation; what it is asked at once is listed."""
    asked: list[list[Question]] = []

    def attest(variants: Sequence[Question], *, misconceptions: bool = True) -> list[Attested]:
        asked.append(list(variants))
        return list(map(attested, variants))

    monkeypatch.setattr(witness, "attest", attest)
    return asked


@pytest.fixture
def made(played: list[list[Question]], tmp_path: Path) -> MakeToys:
    """An exam of a blueprint, given as lines of its one section or as a whole."""

    def make(
        *places: str,
        head: str = "title: T",
        section: str = "",
        sections: str = "",
        roster: Sequence[Student] = (Student("s1", "Ada Lovelace"), Student("s2", "Grace Hopper")),
        **how: object,
    ) -> SealedExam:
        path = tmp_path / "toys.yaml"
        lines = "".join(f"      - {place}\n" for place in places)
        body = sections or f"  - title: One\n{section}    questions:\n{lines}"
        path.write_text(f"{head}\nsections:\n{body}", encoding="utf-8")
        blueprint, source = read_blueprint(path)
        return assemble(blueprint, roster, TOYS, source, b"a secret of the test", **how)  # type: ignore[arg-type]

    return make
