"""One judge: whatever a student writes, practice and marking find the same of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from examgen.arrays import shape
from examgen.bank.bank import Bank, Source
from examgen.exam.blueprint import Blueprint
from examgen.exam.sealed import SealedAsk, SealedExam, SealedPaper, SealedQuestion
from examgen.exam.sheet import Sheet
from examgen.judge import STATES
from examgen.judge.words import feedback
from examgen.marking.marker import mark_papers
from examgen.marking.marks import AskMark
from examgen.practice.events import Compare, Event, NearMiss, NotUnderstood, Right, Wrong
from examgen.practice.examiner import BackgroundExaminer
from examgen.practice.memory import Memory
from examgen.practice.programme import Next
from examgen.practice.session import Session
from examgen.practice.tally import Tally
from examgen.question.question import Question
from examgen.verify.witness import Attested, attest

HERE = Path(__file__).parent
BANK = Bank((Source.folder(HERE.parent / "toy_bank"), Source.folder(HERE / "bank")))


@dataclass(frozen=True)
class Case:
    """Answers to the asks of a variant, one after the other; the last of them is looked at."""

    title: str
    question: str
    parameters: dict[str, Any]
    typed: tuple[str, ...]
    state: str


SIZE = {"n": 28, "f": 5, "p": 1, "s": 2}  # 13
LAYER = {"x": (1, 2), "w": ((1, -1, 2), (0, -2, 1)), "b": (1, 2, 3)}  # z = 2, -3, 7 and a = 2, 0, 7
DESIGN = {"n": 3, "m": 4, "budget": 20}
GRID = {"a": ((1, 2, 3), (4, 5, 6))}
CHAIN = {"x": (1, -2, 0.5, 2)}  # h = 0.762, -0.964, 0.462, 0.964; total = 1.224; square = 1.497

CASES = (
    Case("the key", "toy.layer", LAYER, ("2, -3, 7",), "right"),
    Case("the key after the key", "toy.layer", LAYER, ("2, -3, 7", "2, 0, 7"), "right"),
    Case("a wrong number", "toy.size", SIZE, ("99",), "wrong"),
    Case("a misconception of the question", "toy.size", SIZE, ("14",), "wrong"),
    Case("an automatic misconception", "toy.size", SIZE, ("26",), "wrong"),
    Case("another size", "toy.layer", LAYER, ("2, -3",), "wrong"),
    Case("two of three numbers", "toy.layer", LAYER, ("2, -3, 8",), "partial"),
    Case("one of three numbers", "toy.layer", LAYER, ("2, 4, 8",), "wrong"),
    Case("the numbers in another order", "toy.layer", LAYER, ("7, -3, 2",), "wrong"),
    Case("right from a mistake", "toy.layer", LAYER, ("2, -3, -7", "2, 0, 0"), "follow-through"),
    Case("a misconception after a mistake", "toy.layer", LAYER, ("5, 3, 4", "2, 3, 7"), "partial"),
    Case("zeros carry nothing", "toy.layer", LAYER, ("0, 0, 0", "0, 0, 0"), "wrong"),
    Case("one number for all carries nothing", "toy.layer", LAYER, ("9, 9, 9", "9, 9, 9"), "wrong"),
    Case("what has another size carries nothing", "toy.layer", LAYER, ("2, -3", "2, 0"), "wrong"),
    Case("a text", "toy.size", SIZE, ("twelve or so",), "unreadable"),
    Case("nothing", "toy.size", SIZE, ("",), "blank"),
    Case("the design of the key", "judged.design", DESIGN, ("Dense(4)",), "right"),
    Case("a design other than the key's", "judged.design", DESIGN, ("Dense(4, activation='relu', use_bias=False)",), "right"),
    Case("a design that breaks a condition", "judged.design", DESIGN, ("Dense(5)",), "wrong"),
    Case("four numbers in two rows", "toy.layer", LAYER, ("2 -3 7; 2 -3 7",), "unreadable"),
    Case("the numbers on one line", "judged.grid", GRID, ("2 4 6 8 10 12",), "doubtful"),
    Case("the numbers column by column", "judged.grid", GRID, ("2 8 4 10 6 12",), "doubtful"),
    Case("as many numbers, but others", "judged.grid", GRID, ("1 1 1 1 1 1",), "wrong"),
    Case("right to the last place", "judged.chain", CHAIN, ("0.762, -0.964, 0.462, 0.964",), "right"),
    Case("rounded on the way", "judged.chain", CHAIN, ("0.762, -0.964, 0.462, 0.964", "1.224", "1.498"), "right"),
    Case("a mistake two asks before", "judged.chain", CHAIN, ("0.762, -0.964, 0.462, 0.5", "0.760", "0.578"), "follow-through"),
    Case("one number too coarse", "judged.chain", CHAIN, ("0.76, -0.964, 0.462, 0.964",), "coarse"),
    Case("all numbers too coarse", "judged.chain", CHAIN, ("0.76, -0.96, 0.46, 0.96",), "coarse"),
    Case("too coarse after a mistake", "judged.chain", CHAIN, ("0.762, -0.964, 0.462, 0.5", "0.76"), "follow-through"),
    Case("too coarse from a mistake", "judged.chain", CHAIN, ("0.762, -0.964, 0.462, 0.555", "0.82"), "coarse"),
    Case("small arithmetic", "judged.chain", CHAIN, ("0.762, -0.964, 0.462, 0.964", "0.762 - 0.964 + 0.462 + 0.964"), "right"),
    Case("sentences", "judged.explain", {"n": 3}, ("Because weights are shared.",), "to-be-marked"),
    Case("rounded too early", "judged.chain", CHAIN, ("0.762, -0.964, 0.462, 0.964", "1.23",), "wrong"),
    Case("two misconceptions", "judged.chain", CHAIN, ("0.462, -0.762, 0.245, 0.762, 0.462, -0.762, 0.245, 0.762",), "wrong"),
)  # fmt: skip


def of_marking(attested: Attested, typed: tuple[str, ...]) -> AskMark:
    """The mark of the last answer on a paper with this question alone."""
    variant = attested.variant
    labels = [f"1{letter}" for letter in "abcdef"[: len(variant.asks)]]
    asks = tuple(
        SealedAsk(name=name, label=label, text="", points=Decimal(1), key=attested.key[name])
        for name, label in zip(variant.asks, labels, strict=True)
    )
    question = SealedQuestion(
        place="", number=1, section=0, question=variant.id, version=1, title="", statement="",
        points=Decimal(len(asks)), parameters=variant.model_dump(mode="json"), attempt=0, effort=0, asks=asks,
        misconceptions=dict(attested.wrong_answers),
    )  # fmt: skip
    paper = SealedPaper(student="s1", name="", number="1", questions=(question,))
    section = {"questions": [{"question": variant.id, "points": 1}]}
    blueprint = Blueprint.model_validate({"title": "contract", "expressions": True, "sections": [section]})
    exam = SealedExam(engine="", bank="", id="contract", blueprint=blueprint, papers=(paper,))
    answers = dict(zip(labels, typed, strict=False))
    sheet = Sheet(Path("s1.yaml"), "contract", "s1", "1", answers, dict.fromkeys(answers, 1))
    (mark,) = mark_papers(exam, [(paper, sheet)], BANK)
    return list(mark.asks)[len(typed) - 1]


class OneVariant:
    """A programme of one variant."""

    def __init__(self, variant: Question) -> None:
        self._variant = variant

    def next(self) -> Next:
        return Next(lambda: self._variant)

    @property
    def state(self) -> dict[str, Any]:
        return {"posed": []}

    def missed(self, id_: str, misconceptions: Sequence[str]) -> None:
        pass

    def drop(self, id_: str) -> None:
        raise AssertionError("the variant is sound")


def of_practice(variant: Question, typed: tuple[str, ...]) -> list[Event]:
    """What a session says of the last answer; the ask of a wrong one before it is left, so that the session goes on."""
    session = Session(OneVariant(variant), BackgroundExaminer(), Memory(), Tally([]), 1)  # type: ignore[arg-type]
    session.begin()
    for text in typed[:-1]:
        if any(isinstance(event, Wrong) for event in session.tell(text)):
            session.tell("skip")
    return session.tell(typed[-1])


EVENTS: dict[str, type] = {
    "right": Right,
    "follow-through": Right,
    "coarse": NearMiss,
    "partial": Wrong,
    "wrong": Wrong,
    "unreadable": NotUnderstood,
    "doubtful": NotUnderstood,
    "blank": NotUnderstood,
    "to-be-marked": Compare,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_practice_and_marking_find_the_same(case: Case) -> None:
    variant = BANK.question(case.question).variant(case.parameters)
    (attested,) = attest([variant])
    mark = of_marking(attested, case.typed)
    assert mark.state == case.state, mark.rule.text
    events = [event for event in of_practice(variant, case.typed) if isinstance(event, tuple(EVENTS.values()))]
    (event,) = events
    if isinstance(event, NotUnderstood) and mark.state == "wrong":  # another size costs nothing where nobody is graded
        assert "not counted" in event.why
        assert mark.verdict.value is not None
        assert shape(mark.verdict.value) != shape(attested.key[mark.ask.name])
        assert not mark.verdict.suspects
        return
    assert isinstance(event, EVENTS[mark.state])
    if isinstance(event, Right):
        assert event.from_own == mark.verdict.followed
        assert bool(event.from_own) == (mark.state == "follow-through")
    if isinstance(event, Wrong):
        assert event.feedback == feedback(variant, mark.verdict)


def test_every_state_that_an_answer_can_have_is_among_the_cases() -> None:
    assert {case.state for case in CASES} == set(STATES)
