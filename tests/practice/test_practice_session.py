"""A practice session: what happens for what a student types, without a screen and without Keras."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from examgen.bank.bank import Bank, Source
from examgen.judge import Verdict, Work, judge_answer
from examgen.oracle import KerasUnavailable
from examgen.practice.events import (
    Asked,
    Closed,
    Dropped,
    Event,
    Explained,
    Heard,
    Hinted,
    NotUnderstood,
    Posed,
    Right,
    Shown,
    Stopped,
    Wrong,
)
from examgen.practice.programme import Programme
from examgen.practice.session import Session
from examgen.practice.tally import Summary, Tally
from examgen.question.question import Question
from examgen.verify.witness import Attested, Defect, WitnessError

E = TypeVar("E")


class DerivationExaminer:
    """Judges by the derivation alone, which is quicker than Keras; 99 is what rounding up leads to."""

    def __init__(self) -> None:
        self.variant: Question | None = None
        self.failure: Exception | None = None

    def prepare(self, variant: Question) -> None:
        self.variant = variant

    def ready(self) -> bool:
        return True

    def attested(self) -> Attested:
        assert self.variant is not None
        if self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure
        derivation = self.variant.derivation()
        key = {name: ask.type.fit(derivation.answers[name]) for name, ask in self.variant.asks.items()}
        wrong_answers = {"rounded_up": {"side": 99}} if "side" in key else {}
        return Attested(self.variant, key, derivation, wrong_answers)

    def judge(self, work: Work, ask: str) -> Verdict:
        return judge_answer(work, ask, keras=False)


class Desk:
    """A session with what is needed to sit at it."""

    def __init__(self, bank: Path, *ids: str, count: int = 2, seed: str = "a") -> None:
        self.bank = Bank((Source.folder(bank),))
        cards = list(self.bank.cards())
        self.examiner = DerivationExaminer()
        programme = Programme(self.bank, [card for card in cards if card.id in ids], seed)
        self.session = Session(programme, self.examiner, Tally(cards), count)
        self.events = self.session.begin()

    def type(self, text: str) -> list[Event]:
        self.events = self.session.tell(text)
        return self.events

    def only(self, kind: type[E]) -> E:
        (event,) = (event for event in self.events if isinstance(event, kind))
        return event

    @property
    def kinds(self) -> list[type]:
        return [type(event) for event in self.events]

    @property
    def right(self) -> str:
        """The right answer to what is asked now, as a student types it."""
        asked = self.only(Asked)
        return asked.variant.asks[asked.ask].type.write(self.examiner.attested().key[asked.ask])

    def summary(self) -> Summary:
        return self.only(Closed).summary


Sit = Callable[..., Desk]


@pytest.fixture
def sit(toy_bank: Path) -> Sit:
    def sit(*ids: str, **options: Any) -> Desk:
        return Desk(toy_bank, *ids, **options)

    return sit


def test_a_question_is_posed_at_once_and_its_first_part_asked(sit: Sit) -> None:
    desk = sit("toy.layer")
    assert desk.kinds == [Posed, Asked]
    assert (desk.only(Posed).number, desk.only(Posed).count) == (1, 2)
    assert desk.only(Asked).ask == "z"


def test_a_right_answer_is_said_back_and_leads_to_the_next_part_and_question(sit: Sit) -> None:
    desk = sit("toy.layer")
    desk.type(desk.right)
    assert desk.kinds == [Heard, Right, Asked]
    assert desk.only(Asked).ask == "a"
    desk.type(desk.right)
    assert desk.kinds == [Heard, Right, Posed, Asked]


def test_what_cannot_be_read_costs_nothing(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    right = desk.right
    for text in ("twelve", "", "1 2"):
        desk.type(text)
        assert desk.kinds == [NotUnderstood]
    desk.type(right)
    assert [row.at_once for row in desk.summary().rows] == [1]


def test_a_wrong_answer_may_be_given_once_more(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    right = desk.right
    desk.type("1000")
    assert desk.kinds == [Heard, Wrong]
    assert desk.only(Wrong).tries == 1
    desk.type(right)
    assert Right in desk.kinds
    assert [(row.at_once, row.with_help, row.missed) for row in desk.summary().rows] == [(0, 1, 0)]


def test_after_two_wrong_answers_the_right_one_is_shown(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    right = desk.right
    desk.type("1000")
    desk.type("1001")
    assert desk.kinds == [Heard, Wrong, Shown, Closed]
    shown = desk.only(Shown)
    assert shown.variant.asks[shown.ask].type.write(shown.value) == right
    assert [(row.at_once, row.with_help, row.missed) for row in desk.summary().rows] == [(0, 0, 1)]


def test_how_much_of_an_array_is_right_is_said(sit: Sit) -> None:
    desk = sit("toy.layer")
    first, *rest = desk.right.split(", ")
    desk.type(", ".join(["1000", *rest]))
    assert desk.only(Wrong).reason == "2 of 3 numbers are right"
    desk.type(f"{first}, {rest[0]}")
    assert desk.only(Wrong).reason == "it has another size than the answer"


def test_the_feedback_of_a_misconception_is_told_and_summed_up(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    desk.type("99")
    assert desk.only(Wrong).feedback == "The quotient was rounded up. Round down."
    desk.events = desk.session.end()
    assert desk.summary().mistakes == (("The quotient was rounded up. Round down.", 1),)


def test_a_question_mark_shows_one_more_step_and_the_last_one_gives_the_answer(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    desk.type("?")
    assert desk.kinds == [Hinted]
    assert desk.only(Hinted).step.why == "One place, and one more a stride."
    assert desk.only(Hinted).step.formulas == (r"\left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1",), (
        "not the answer yet"
    )
    desk.type("?")
    assert desk.kinds == [Hinted, Shown, Closed]
    assert [(row.at_once, row.with_help, row.missed) for row in desk.summary().rows] == [(0, 0, 1)]


def test_an_array_is_worked_out_cell_by_cell(sit: Sit) -> None:
    desk = sit("toy.layer")
    steps = []
    while Shown not in desk.kinds:
        desk.type("?")
        steps.append(desk.only(Hinted).step)
    assert [len(step.formulas) for step in steps] == [3, 1, 1, 1], "the line before, then the answer's three cells"
    assert [bool(step.why) for step in steps] == [True, True, False, False]


@pytest.mark.parametrize("command", ["??", "steps", "STEPS"])
def test_two_question_marks_show_all_steps(sit: Sit, command: str) -> None:
    desk = sit("toy.layer")
    desk.type(command)
    assert desk.kinds == [Hinted] * 4 + [Shown, Asked]


def test_an_answer_after_a_hint_is_right_with_help(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    right = desk.right
    desk.type("?")
    desk.type(right)
    assert [(row.at_once, row.with_help, row.missed) for row in desk.summary().rows] == [(0, 1, 0)]


def test_skip_shows_the_answer_and_goes_on(sit: Sit) -> None:
    desk = sit("toy.layer")
    desk.type("skip")
    assert desk.kinds == [Shown, Asked]


def test_help_explains_and_asks_nothing_new(sit: Sit) -> None:
    desk = sit("toy.size")
    assert [type(event) for event in desk.type("help")] == [Explained]


@pytest.mark.parametrize("command", ["quit", "exit", "Quit"])
def test_quit_ends_with_the_summary(sit: Sit, command: str) -> None:
    desk = sit("toy.size")
    desk.type(command)
    assert desk.kinds == [Closed]
    assert desk.session.finished
    assert desk.session.tell("7") == []
    assert desk.session.end() == []


def test_a_defective_question_is_dropped_and_does_not_count(sit: Sit) -> None:
    desk = sit("toy.size", "toy.layer", count=1)
    assert desk.only(Posed).variant.id == "toy.size"
    desk.examiner.failure = WitnessError(Defect(desk.only(Posed).variant, "they disagree"))
    desk.type("7")
    assert desk.kinds == [Heard, Dropped, Posed, Asked]
    assert desk.only(Posed).variant.id == "toy.layer"
    assert desk.only(Posed).number == 1


def test_without_keras_the_session_says_so_and_ends(sit: Sit) -> None:
    desk = sit("toy.size")
    desk.examiner.failure = KerasUnavailable("Keras cannot be loaded: no libfoo")
    desk.type("7")
    assert desk.kinds == [Heard, Stopped, Closed]
    assert "no libfoo" in desk.only(Stopped).why
    assert desk.session.failed


def test_the_easy_question_comes_first(sit: Sit) -> None:
    for seed in "abcdef":
        assert sit("toy.size", "toy.layer", seed=seed).only(Posed).variant.id == "toy.size"


def test_what_went_wrong_comes_again_before_what_went_well(sit: Sit) -> None:
    desk = sit("toy.size", "toy.layer", count=3)
    posed = [desk.only(Posed).variant]
    desk.type("skip")
    posed.append(desk.only(Posed).variant)
    desk.type(desk.right)
    desk.type(desk.right)
    posed.append(desk.only(Posed).variant)
    assert [variant.id for variant in posed] == ["toy.size", "toy.layer", "toy.size"]
    assert posed[0] != posed[2], "with other numbers"


def test_the_same_seed_gives_the_same_session(sit: Sit) -> None:
    one, same, other = (sit("toy.size", seed=seed).only(Posed).variant.parameters for seed in ("a", "a", "b"))
    assert one == same != other


def test_the_summary_names_what_to_practise_next(sit: Sit) -> None:
    desk = sit("toy.size", "toy.layer", count=2)
    desk.type(desk.right)
    desk.type("skip")
    desk.type("skip")
    assert desk.summary().next_target == "toy.layer"


def test_after_a_perfect_session_something_harder_or_new_comes_next(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    desk.type(desk.right)
    assert desk.summary().next_target == "toy.layer"
    desk = sit("toy.size", "toy.layer", count=2)
    for _ in range(3):
        desk.type(desk.right)
    assert desk.summary().next_target == "broken", "the topic that was not practised"
