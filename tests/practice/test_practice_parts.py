"""What is said at single parts of shipped questions: sizes, what was answered before, reasons, and the next step."""

from __future__ import annotations

import contextlib
import io
import math
import os
import signal
import time
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from examgen.answers import Matching
from examgen.arrays import text_of
from examgen.bank.bank import Bank
from examgen.cli.screen import _Console
from examgen.practice.events import Asked, Earlier, Event, Heard, Hinted, NoHint, NotUnderstood, Right, Solved, Wrong
from examgen.practice.examiner import BackgroundExaminer
from examgen.practice.hints import lines_of, says_why, step_after, steps
from examgen.practice.memory import Memory
from examgen.practice.programme import Programme
from examgen.practice.reader import PROMPT, Judge, Known, Typed
from examgen.practice.session import Session, command_of
from examgen.practice.stock import Stock
from examgen.practice.tally import Tally
from examgen.practice.terminal import Screen, run

E = TypeVar("E")
BANK = Bank()
STOCK = Stock.of(BANK)


class Desk:
    """A session on one question of the bank."""

    def __init__(self, id_: str, memory: Memory, count: int = 2) -> None:
        cards = [card for card in STOCK.cards() if card.id == id_]
        self.examiner = BackgroundExaminer()
        programme = Programme(BANK, cards, memory, STOCK, "a")
        self.session = Session(programme, self.examiner, memory, Tally(cards), count)
        self.events: list[Event] = self.session.begin()

    def type(self, text: str) -> list[Event]:
        self.events = self.session.tell(text)
        return self.events

    def all(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def only(self, kind: type[E]) -> E:
        (event,) = self.all(kind)
        return event

    def right(self, ask: str) -> str:
        attested = self.examiner.attested()
        return attested.variant.asks[ask].type.write(attested.key[ask])

    def screen(self, width: int = 80) -> str:
        """What is printed of the last events."""
        written = io.StringIO()
        Screen(_Console(file=written, width=width, highlight=False), str).show(self.events)
        return written.getvalue()


Sit = Callable[..., Desk]


@pytest.fixture
def sit() -> Sit:
    def sit(id_: str, **options: Any) -> Desk:
        return Desk(id_, options.pop("memory", None) or Memory(), **options)

    return sit


@pytest.mark.parametrize(
    ("question", "typed", "said"),
    [
        ("pooling.average_map", "1 2 3; 4 5 6", "your answer is a 2 × 3 matrix, but a 3 × 3 matrix is required"),
        ("softmax.values", "0.1, 0.9", "your answer has 2 numbers, but"),
        ("recurrent.top_k_sampling", "0.1", "your answer has one number, but"),
    ],
)
def test_an_array_of_another_size_costs_nothing_and_both_sizes_are_said(
    sit: Sit, question: str, typed: str, said: str
) -> None:
    desk = sit(question)
    ask = desk.only(Asked)
    while said and not desk.all(NotUnderstood):
        name = ask.shown.asks[ask.at].name
        desk.type(typed)
        if not desk.all(NotUnderstood):
            desk.type("skip")
            ask = desk.only(Asked)
            continue
        assert said in desk.only(NotUnderstood).why
        assert "not counted" in desk.only(NotUnderstood).why
    desk.type(f"{typed} ")
    assert said in desk.only(NotUnderstood).why, "however often"
    desk.type(desk.right(name))
    assert desk.all(Right)


def test_a_size_that_a_common_mistake_leads_to_is_a_mistake_and_not_a_slip_of_the_pen(sit: Sit) -> None:
    tried = 0
    for id_ in ("pooling.max_map", "convolution.feature_map", "convolution.feature_map_padded", "pooling.same_padded"):
        attested = sit(id_).examiner.attested()
        for name, values in attested.wrong_answers.items():
            desk = sit(id_)
            ask = desk.only(Asked).shown.asks[0].name
            kind = attested.variant.asks[ask].type
            if ask in values and not kind.compare(values[ask], attested.key[ask]).cells:
                desk.type(kind.write(values[ask]))
                assert desk.all(Wrong), (id_, name)
                tried += 1
    assert tried


def test_again_shows_what_was_answered_before(sit: Sit) -> None:
    memory = Memory()
    desk = sit("convolution.output_volume", memory=memory)
    desk.type("1 x 2 x 3")
    desk.type("again")
    assert desk.only(Earlier) == Earlier(desk.only(Asked).shown, 0, "1 × 2 × 3", right=False, asked=True)
    desk.type("3 x 2 x 1")
    desk.type("again")
    right = desk.right(desk.only(Asked).shown.asks[0].name)
    assert desk.only(Earlier) == Earlier(desk.only(Asked).shown, 0, "3 × 2 × 1", right=False, answer=right)
    assert "3 × 2 × 1 (not right)" in desk.screen()
    assert f"right: {right}" in desk.screen()
    state = desk.session.state
    resumed = sit("convolution.output_volume", memory=memory)
    resumed.events = resumed.session.resume(desk.session.id, state)
    assert resumed.only(Earlier).said == "3 × 2 × 1"
    resumed.type("skip")
    resumed.type("again")
    assert [earlier.said for earlier in resumed.all(Earlier)] == ["3 × 2 × 1", ""]


def test_a_first_miss_in_matching_says_where_and_not_what(sit: Sit) -> None:
    desk = sit("concept.compare")
    attested = desk.examiner.attested()
    (name,) = attested.variant.asks
    kind = attested.variant.asks[name].type
    assert isinstance(kind, Matching)
    (wrong,) = attested.wrong_answers["misjudged_2"].values()
    desk.type(kind.write(wrong))
    assert desk.only(Wrong).feedback == "Look again at 2."
    assert "describes" not in desk.screen()
    desk.type(kind.write(attested.key[name]))
    assert desk.only(Solved).reasons
    assert len(desk.screen().splitlines()) < 30
    for number, (_, option) in enumerate(kind.listed[: len(kind.items)], start=1):
        assert f"   {number}  describes " in desk.screen()
        assert option not in desk.screen()


@pytest.mark.parametrize("question", ["concept.pick_architecture", "concept.single_true", "concept.true_statements"])
def test_the_reasons_after_a_hit_stand_behind_their_letters(sit: Sit, question: str) -> None:
    desk = sit(question)
    attested = desk.examiner.attested()
    name = next(iter(attested.variant.asks))
    kind = attested.variant.asks[name].type
    desk.type(kind.write(attested.key[name]))
    told = desk.screen(1000).partition("Right.")[2].split("\n\n")[0]
    assert told.count("\n") >= 2
    assert "The solution" not in told
    assert all(line[3:5].strip() in dict(kind.listed) for line in told.strip("\n").splitlines()), told


def test_no_first_miss_of_the_bank_tells_which_statements_hold(sit: Sit) -> None:
    """Where reasons are all there is to a solution, and more than one thing is to be said of the answer."""
    tried = 0
    for id_ in ("concept.compare", "concept.gate_roles", "concept.true_statements"):
        for name in sit(id_).examiner.attested().wrong_answers:
            desk = sit(id_)
            attested = desk.examiner.attested()
            ((ask, wrong),) = attested.wrong_answers[name].items()
            desk.type(attested.variant.asks[ask].type.write(wrong))
            told = desk.only(Wrong).feedback
            assert told == "" or told.startswith("Look again at "), (id_, name, told)
            tried += 1
    assert tried > 10


def test_the_model_answer_of_an_explanation_stands_there_once(sit: Sit) -> None:
    desk = sit("concept.explain")
    desk.type("because the layers are linear")
    assert not desk.all(Heard)
    model = " ".join(text_of(desk.only(Solved).value).split())
    assert " ".join(desk.screen(1000).split()).count(model) == 1


class Deaf:
    """A reader in which Ctrl-C is lost, as in a callback of a library."""

    def read(self, judge: Judge, kept: str = "", prompt: str = PROMPT, known: Known = command_of) -> Typed:
        with contextlib.suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(1)
        return Typed("?")

    def aside(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def forget(self) -> None:
        raise EOFError  # would end the session as after Ctrl-D


def test_a_ctrl_c_that_a_library_loses_still_leaves_the_session(sit: Sit) -> None:
    desk = sit("pooling.average_map")
    console = _Console(file=io.StringIO(), width=80, highlight=False)
    before = signal.getsignal(signal.SIGINT)
    assert run(desk.session, Screen(console, str), console, Deaf())
    assert signal.getsignal(signal.SIGINT) is before


def test_a_hint_after_a_miss_goes_on_from_the_line_that_was_named(sit: Sit) -> None:
    """It does not begin with the lines before, which were right, and says no words twice."""
    gone_on = 0
    for id_ in list(BANK.ids)[::4]:
        desk = sit(id_)
        attested = desk.examiner.attested()
        ask = desk.only(Asked).shown.asks[0].name
        if says_why(attested.variant.asks[ask].type, lines_of(attested.derivation, ask)):
            continue
        for values in attested.wrong_answers.values():
            if ask not in values:
                continue
            desk = sit(id_)
            desk.type(attested.variant.asks[ask].type.write(values[ask]))
            wrong = desk.all(Wrong)
            if not wrong or wrong[0].left is None:
                continue
            found = steps(attested.derivation, ask)
            desk.type("?")
            if desk.all(NoHint):
                assert step_after(found, wrong[0].left) >= len(found) - 1
                continue
            step = desk.only(Hinted).step
            assert step.line >= wrong[0].left.line, id_
            assert step.formulas or step.why != wrong[0].left.why, id_
            gone_on += step.line > 0
    assert gone_on > 5


def test_an_unfinished_matching_costs_nothing(sit: Sit) -> None:
    desk = sit("concept.gate_roles")
    (ask,) = desk.examiner.attested().variant.asks
    for _ in range(3):
        desk.type("1a")
        assert desk.only(NotUnderstood).why.startswith("the letters for 2")
    desk.type(desk.right(ask))
    assert desk.all(Right)


def test_the_answer_to_an_earlier_part_is_known_as_such(sit: Sit) -> None:
    desk = sit("evaluation.confusion_matrix")
    *before, last = desk.examiner.attested().variant.asks
    for name in before:
        desk.type(desk.right(name))
    attested = desk.examiner.attested()
    desk.type(attested.variant.asks[before[0]].type.write(attested.key[before[0]]))
    assert last == "f1"
    assert desk.only(Wrong).feedback == "This is the answer to a."


def test_an_earlier_answer_is_said_to_be_one_before_a_mistake_is_named(sit: Sit) -> None:
    desk = sit("evaluation.confusion_matrix")
    attested = desk.examiner.attested()
    asks = list(attested.variant.asks)
    ask = "recall"
    before = asks[asks.index(ask) - 1]
    for name in asks[: asks.index(ask)]:
        desk.type(desk.right(name))
    desk.type(attested.variant.asks[before].type.write(attested.key[before]))
    first, second = desk.only(Wrong).feedback.splitlines()
    assert first == f"This is the answer to {'abcdef'[asks.index(before)]}."
    assert second.startswith("You swapped precision and recall.")


def test_a_rounded_value_on_the_way_is_known_as_such_and_so_in_the_solution(sit: Sit) -> None:
    desk = sit("recurrent.lstm_gradient")
    variant, key = desk.examiner.attested().variant, desk.examiner.attested().key
    asks = list(variant.asks)
    desk.type(desk.right(asks[0]))
    cell = key[asks[0]]
    assert isinstance(cell, float | int)
    desk.type("9")
    desk.type(f"{math.tanh(cell):.3f}")
    assert "Your work stopped here." in desk.screen()


def test_a_mistake_in_a_solution_of_one_step_is_shown_with_what_was_written(sit: Sit) -> None:
    desk = sit("recurrent.output_heads")
    attested = desk.examiner.attested()
    units, classes = attested.variant.parameters["units"], attested.variant.parameters["classes"]
    desk.type(desk.right(next(iter(attested.key))))
    desk.type("7")
    desk.type(str(units * classes - classes))  # the biases subtracted, which no misconception is about
    assert "Here you probably wrote:" in desk.screen()


def test_of_two_readings_the_one_that_is_right_is_meant(sit: Sit) -> None:
    """A comma before three digits may be a decimal mark or group digits; whoever practises is not asked which."""
    desk = sit("training.adam_step")
    attested = desk.examiner.attested()
    tried = 0
    for name, ask in attested.variant.asks.items():
        written = ask.type.write(attested.key[name])
        whole, _, part = written.lstrip("-").partition(".")
        if len(part) == 3 and whole != "0":
            desk.type(written.replace(".", ","))
            tried += 1
        else:
            desk.type(written)
        assert desk.all(Right), name
    assert tried
