"""A practice session: what happens for what a student types, without a screen and without Keras."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from examgen.answers import AnswerType, Integer, Matching, Matrix, Real, Shape, Vector
from examgen.arrays import Array
from examgen.bank.bank import Bank, Source
from examgen.judge import Rules, Verdict, Work, judge_answer, read_answer
from examgen.oracle import KerasUnavailable
from examgen.practice import near
from examgen.practice.events import (
    Asked,
    Closed,
    Code,
    Dropped,
    Earlier,
    Event,
    Explained,
    Heard,
    Hinted,
    NearMiss,
    NoHint,
    NotUnderstood,
    Paused,
    Posed,
    Right,
    Solved,
    Stopped,
    Wrong,
)
from examgen.practice.memory import Memory
from examgen.practice.programme import Next, Programme
from examgen.practice.session import Session
from examgen.practice.stock import Stock
from examgen.practice.tally import Summary, Tally
from examgen.verify.witness import Attested, Defect, WitnessError

E = TypeVar("E")


class DerivationExaminer:
    """Judges by the derivation alone, which is quicker than Keras; 99 is what rounding up leads to."""

    def __init__(self) -> None:
        self.question: Next | None = None
        self.failure: Exception | None = None

    def prepare(self, question: Next) -> None:
        self.question = question

    def attested(self) -> Attested:
        assert self.question is not None
        if self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure
        variant = self.question.variant
        derivation = variant.derivation()
        key = {name: ask.type.fit(derivation.answers[name]) for name, ask in variant.asks.items()}
        return Attested(variant, key, derivation, {"rounded_up": {"side": 99}} if "side" in key else {})

    def judge(self, work: Work, ask: str) -> Verdict:
        return judge_answer(work, ask, keras=False)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 26, 23, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


class Desk:
    """A session with what is needed to sit at it."""

    def __init__(
        self, bank: Path, *ids: str, count: int = 2, seed: str = "a", memory: Memory | None = None, **options: Any
    ) -> None:
        self.bank = Bank((Source.folder(bank),))
        cards = list(self.bank.cards())
        self.clock = Clock()
        self.memory = memory or Memory(now=self.clock)
        self.examiner = DerivationExaminer()
        chosen = [card for card in cards if card.id in ids]
        programme = Programme(self.bank, chosen, self.memory, Stock(self.bank), seed, **options)
        self.session = Session(programme, self.examiner, self.memory, Tally(cards), count)
        self.events: list[Event] = []
        self.asked: Asked | None = None
        self.posed: list[Next] = []
        self._see(self.session.begin())

    def type(self, text: str) -> list[Event]:
        return self._see(self.session.tell(text))

    def answer(self, *texts: str) -> list[Event]:
        """Answer, and go on to the next question where this one is done."""
        for text in texts:
            self.type(text)
        return self.type("") if Paused in self.kinds else self.events

    def _see(self, events: list[Event]) -> list[Event]:
        self.events = events
        for event in events:
            if isinstance(event, Asked):
                self.asked = event
            elif isinstance(event, Posed) and not event.again:
                self.posed.append(event.question)
        return events

    def only(self, kind: type[E]) -> E:
        (event,) = (event for event in self.events if isinstance(event, kind))
        return event

    @property
    def kinds(self) -> list[type]:
        return [type(event) for event in self.events]

    @property
    def right(self) -> str:
        """The right answer to what is asked now, as a student types it."""
        assert self.asked is not None
        attested = self.examiner.attested()
        name = self.asked.shown.asks[self.asked.at].name
        return attested.variant.asks[name].type.write(attested.key[name])

    def summary(self) -> Summary:
        return self.only(Closed).summary

    def finish(self) -> Summary:
        self._see(self.session.end())
        return self.summary()


Sit = Callable[..., Desk]


@pytest.fixture
def sit(toy_bank: Path) -> Sit:
    def sit(*ids: str, **options: Any) -> Desk:
        return Desk(toy_bank, *ids, **options)

    return sit


# answers -------------------------------------------------------------------------------------------------------------


def test_a_question_is_posed_at_once_and_its_first_part_asked(sit: Sit) -> None:
    desk = sit("toy.layer")
    assert desk.kinds == [Posed, Asked]
    assert (desk.only(Posed).number, desk.only(Posed).count) == (1, 2)
    assert desk.only(Asked).shown.asks[desk.only(Asked).at].name == "z"


def test_a_right_answer_leads_to_the_next_part_and_after_the_last_one_the_session_waits(sit: Sit) -> None:
    desk = sit("toy.layer")
    desk.type(desk.right)
    assert desk.kinds == [Heard, Right, Asked]
    assert desk.only(Asked).at == 1
    desk.type(desk.right)
    assert desk.kinds == [Heard, Right, Paused]
    desk.type("")
    assert desk.kinds == [Posed, Asked]


def test_what_cannot_be_read_costs_nothing(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    right = desk.right
    for text in ("a dozen or so", "", "1 2"):
        desk.type(text)
        assert desk.kinds == [NotUnderstood]
    desk.answer(right)
    assert [row.at_once for row in desk.summary().rows] == [1]


def test_a_wrong_answer_may_be_given_once_more(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    right = desk.right
    desk.type("1000")
    assert desk.kinds == [Heard, Wrong]
    assert desk.only(Wrong).tries == 1
    desk.answer(right)
    assert [(row.at_once, row.with_help, row.missed) for row in desk.summary().rows] == [(0, 1, 0)]


def test_the_same_wrong_answer_again_costs_nothing(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    right = desk.right
    desk.type("1000")
    for text in ("1000", "1,000"):
        desk.type(text)
        assert desk.kinds == [Heard, NotUnderstood]
    desk.answer(right)
    assert [(row.at_once, row.with_help, row.missed) for row in desk.summary().rows] == [(0, 1, 0)]


def test_a_mistake_that_is_given_twice_is_met_once(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    desk.type("99")
    desk.type("99")
    assert [met.times for met in desk.finish().mistakes] == [1]


@pytest.mark.parametrize("typed", [("1000", "1001"), ("skip",), ("show",), ("??",)])
def test_after_two_wrong_answers_skip_or_show_the_whole_worked_solution_is_shown(
    sit: Sit, typed: tuple[str, ...]
) -> None:
    desk = sit("toy.size", count=1)
    right = desk.right
    for text in typed:
        desk.type(text)
    assert desk.kinds[-2:] == [Solved, Paused]
    solved = desk.only(Solved)
    assert solved.variant.asks[solved.ask].type.write(solved.value) == right
    assert [line.why for line in solved.lines] == ["One place, and one more a stride."]
    desk.type("")
    assert [(row.at_once, row.with_help, row.missed) for row in desk.summary().rows] == [(0, 0, 1)]


def test_after_a_hit_the_worked_solution_is_shown_on_request(sit: Sit) -> None:
    desk = sit("toy.layer")
    first = desk.right
    desk.type(first)
    desk.type("why")
    assert desk.kinds == [Solved]
    assert desk.only(Solved).ask == "z"
    desk.type(desk.right)
    desk.type("why")
    assert desk.kinds == [Solved, Solved, Paused]


def test_how_much_of_an_array_is_right_is_said(sit: Sit) -> None:
    desk = sit("toy.layer")
    first, *rest = desk.right.split(", ")
    desk.type(", ".join(["1000", *rest]))
    assert desk.only(Wrong).reason == "2 of 3 numbers are right"
    for text in (f"{first}, {rest[0]}", f"{rest[0]}, {first}"):
        desk.type(text)
        assert desk.only(NotUnderstood).why.startswith("your answer has 2 numbers, but 3 are required")


def test_the_feedback_of_a_misconception_is_told_with_its_line_and_summed_up(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    desk.type("99")
    assert desk.only(Wrong).feedback == "The quotient was rounded up. Round down."
    (met,) = desk.finish().mistakes
    assert (met.title, met.feedback, met.times) == ("A size", "The quotient was rounded up. Round down.", 1)


def test_the_line_where_the_work_left_the_solution_is_named(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    desk.type(str(int(desk.right) - 1))  # the first place forgotten: the last addend left out
    left = desk.only(Wrong).left
    assert left is not None
    assert left.why == "One place, and one more a stride."
    assert left.formulas, "what the student probably wrote"


# hints ---------------------------------------------------------------------------------------------------------------


def test_hints_are_numbered_and_the_first_is_not_the_answer(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    right = desk.right
    desk.type("?")
    hint = desk.only(Hinted)
    assert (hint.number, hint.count) == (1, 2)
    assert hint.step.formulas == (r"\left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1",)
    desk.type("?")
    assert desk.kinds == [NoHint], "the next step is the answer"
    desk.answer(right)
    assert [(row.at_once, row.with_help, row.missed) for row in desk.summary().rows] == [(0, 1, 0)]


def test_an_array_is_worked_out_number_by_number(sit: Sit) -> None:
    desk = sit("toy.layer")
    steps = []
    while True:
        desk.type("?")
        if NoHint in desk.kinds:
            break
        steps.append(desk.only(Hinted).step)
    assert [len(step.formulas) for step in steps] == [3, 0, 1, 1], (
        "the line before, then why, then all numbers but the last"
    )


def test_again_shows_the_question_and_keras_the_code_that_proves_the_answer(sit: Sit) -> None:
    desk = sit("toy.size")
    desk.type("again")
    assert desk.kinds == [Posed, Asked]
    assert desk.only(Posed).again
    desk.type("keras")
    assert "keras.layers" in desk.only(Code).code
    desk.answer(desk.right)
    desk.finish()
    assert [row.with_help for row in desk.summary().rows] == [1], "code is help"


def test_help_explains_and_asks_nothing_new(sit: Sit) -> None:
    assert [type(event) for event in sit("toy.size").type("help")] == [Explained]


def test_a_text_at_the_pause_is_no_answer(sit: Sit) -> None:
    desk = sit("toy.size")
    desk.type(desk.right)
    desk.type("42")
    assert desk.kinds == [NotUnderstood]
    assert desk.answer("") == desk.events
    assert Posed in desk.kinds


# ending --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["quit", "exit", "q", "Quit"])
def test_quit_ends_with_the_summary(sit: Sit, command: str) -> None:
    desk = sit("toy.size")
    desk.type(command)
    assert desk.kinds == [Closed]
    assert desk.session.finished
    assert desk.session.tell("7") == []


def test_what_was_left_wrong_is_in_the_summary(sit: Sit) -> None:
    desk = sit("toy.size")
    desk.type("1000")
    desk.type("quit")
    assert [row.missed for row in desk.summary().rows] == [1]
    assert desk.summary().next_target == "toy.size"


def test_a_defective_question_is_dropped_and_does_not_count(sit: Sit) -> None:
    desk = sit("toy.size", "toy.layer", count=1)
    first = desk.posed[0].variant
    desk.examiner.failure = WitnessError(Defect(first, "they disagree"))
    desk.type("7")
    assert desk.kinds[-3:] == [Dropped, Posed, Asked]
    assert desk.posed[1].variant.id != first.id
    assert desk.only(Posed).number == 1


def test_without_keras_the_session_says_so_and_ends(sit: Sit) -> None:
    desk = sit("toy.size")
    desk.examiner.failure = KerasUnavailable("Keras cannot be loaded: no libfoo")
    desk.type("7")
    assert desk.kinds == [Heard, Stopped, Closed]
    assert "no libfoo" in desk.only(Stopped).why
    assert desk.session.failed


def test_a_session_of_minutes_ends_with_the_question_that_was_begun(toy_bank: Path) -> None:
    bank, memory = Bank((Source.folder(toy_bank),)), Memory()
    cards = [card for card in bank.cards() if card.id == "toy.size"]
    over: list[bool] = []
    programme = Programme(bank, cards, memory, Stock(bank), "a")
    session = Session(programme, DerivationExaminer(), memory, Tally(cards), 0, over=lambda: bool(over))
    session.begin()
    over.append(True)
    assert isinstance(session.tell("skip")[-1], Paused)
    assert [type(event) for event in session.tell("")] == [Closed]


# what comes next -----------------------------------------------------------------------------------------------------


def test_what_was_missed_comes_back_within_two_to_four_questions_with_other_numbers(sit: Sit) -> None:
    for seed in "abcdef":
        desk = sit("toy.size", "toy.layer", count=8, seed=seed)
        first = desk.posed[0]
        desk.answer(*["skip"] * len(first.shown.asks))
        while len(desk.posed) < 7:
            desk.answer(desk.right)
        again = next(i for i, one in enumerate(desk.posed) if i and one.reason == "missed")
        assert 2 <= again <= 4
        assert desk.posed[again].shown.question == first.shown.question
        assert desk.posed[again].variant != first.variant


def test_a_question_that_was_right_is_due_later_and_one_that_was_missed_sooner(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    desk.answer(desk.right)
    due = desk.memory.known()["toy.size"].due
    other = sit("toy.size", count=1)
    other.answer("skip")
    assert desk.clock.now < other.memory.known()["toy.size"].due < due


def test_what_is_due_comes_before_what_is_new_in_turn(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    desk.answer(desk.right)
    desk.clock.passes(days=40)
    later = sit("toy.size", "toy.layer", memory=desk.memory)
    assert (later.posed[0].shown.question, later.posed[0].reason) == ("toy.size", "due")
    later.answer(later.right)
    assert (later.posed[1].shown.question, later.posed[1].reason) == ("toy.layer", "new")


def test_only_new_or_only_weak_questions_can_be_wanted(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    desk.answer("skip")
    new = sit("toy.size", "toy.layer", memory=desk.memory, only="new", seed="b")
    assert new.posed[0].shown.question == "toy.layer"
    weak = sit("toy.size", "toy.layer", memory=desk.memory, only="weak")
    assert weak.posed[0].shown.question == "toy.size"


def test_a_set_in_order_asks_each_question_once(sit: Sit) -> None:
    desk = sit("toy.layer", "toy.size", count=5, in_order=True)
    while not desk.session.finished:
        desk.answer(desk.right)
    assert [one.shown.question for one in desk.posed] == ["toy.layer", "toy.size"]


def test_the_same_seed_gives_the_same_first_question(sit: Sit) -> None:
    one, same, other = (sit("toy.size", seed=seed).posed[0].variant.parameters for seed in ("a", "a", "b"))
    assert one == same != other


def test_the_summary_names_what_to_practise_next(sit: Sit) -> None:
    desk = sit("toy.size", "toy.layer", count=2)
    while not desk.session.finished:
        desk.answer("skip" if desk.posed[-1].shown.question == "toy.layer" else desk.right)
    assert desk.summary().next_target == "toy.layer"


def test_a_mistake_on_the_way_is_not_called_right_at_once(sit: Sit) -> None:
    desk = sit("toy.size", count=1)
    right = desk.right
    desk.type("99")
    desk.answer(right)
    assert "right at once" not in desk.summary().why_next


# interruptions -------------------------------------------------------------------------------------------------------


def test_an_interrupted_session_goes_on_where_it_stood(sit: Sit) -> None:
    desk = sit("toy.layer", count=3)
    z = desk.right
    desk.type(z)
    desk.type("1, 2, 3")
    again = sit("toy.layer", count=3, memory=Memory(now=desk.clock))  # another desk, told of the state
    found = desk.memory.interrupted({})
    assert found is not None
    again._see(again.session.resume(found.id, found.state))
    assert again.kinds == [Posed, Earlier, Asked, Earlier]
    assert [earlier.right for earlier in again.events if isinstance(earlier, Earlier)] == [True, False]
    assert again.only(Asked).at == 1
    assert again.only(Posed).question.variant.parameters == desk.posed[0].variant.parameters
    again.type("1, 2, 3")
    assert again.kinds == [Heard, NotUnderstood], "the same wrong answer costs nothing after an interruption either"
    again.type("1, 2, 4")
    assert again.only(Wrong).tries == 0, "one try was used before"


def test_after_ctrl_c_what_is_asked_is_still_open_and_not_missed(sit: Sit) -> None:
    desk = sit("toy.size", count=2)
    desk.type("1000")
    desk._see(desk.session.leave())
    assert desk.summary().rows == ()
    assert desk.summary().why_next == "Your first answer is still open."
    desk = sit("toy.layer", count=2)
    desk.type(desk.right)
    desk.type("1, 2, 3")
    desk._see(desk.session.leave())
    assert [(row.at_once, row.missed) for row in desk.summary().rows] == [(1, 0)]


def test_a_session_that_ended_is_not_taken_up(sit: Sit) -> None:
    desk = sit("toy.size")
    desk.type("quit")
    assert desk.memory.interrupted({}) is None


def test_a_session_that_was_left_long_ago_is_not_taken_up(sit: Sit) -> None:
    desk = sit("toy.size")
    desk.clock.passes(days=2)
    assert desk.memory.interrupted({}) is None


@pytest.mark.parametrize(
    ("kind", "text", "key", "said"),
    [
        (Real(decimals=4), "0.08", 0.0781, "4 decimals are required"),
        (Real(decimals=3), "0.63", 7 / 11, "3 decimals are required"),
        (Real(decimals=3), "0.61", 7 / 11, ""),
        (Real(decimals=3), "0", 0.0061, ""),
        (Vector(decimals=3), "0.63, 0.245", (7 / 11, 0.245), "3 decimals are required"),
        (Matrix(), "1 3; 2 4", ((1, 2), (3, 4)), "rows and columns are swapped"),
        (Real(decimals=1, unit="%"), "0.12563", 12.56, "give it in %"),
        (Real(decimals=2, unit="MB"), "4320", 4.32, "give it in MB"),
        (Real(decimals=2, unit="MB"), "5", 4.32, ""),
        (Real(decimals=3), "34.8", 8 / 23, "right as a percentage"),
        (Real(decimals=3), "35", 8 / 23, "right as a percentage"),
        (Real(decimals=3), "36", 8 / 23, ""),
        (Real(decimals=3), "0.15", 0.001, ""),
        (Vector(decimals=3), "26.9, 67.9", (0.268941, 0.679179), "right as a percentage"),
        (Vector(decimals=3), "2, 1", (0.268941, 0.679179), ""),
        (Matrix(), "1 3; 2 5", ((1, 2), (3, 4)), ""),
        (Shape(), "6 x 28 x 28", (28, 28, 6), "in the wrong order"),
        (Shape(), "28 x 28 x 7", (28, 28, 6), ""),
        (Integer(), "401000", 401408, "the exact number is required"),
        (Integer(), "4.01e5", 401408, "the exact number is required"),
        (Integer(), "400000", 401408, ""),
        (Integer(), "4000", 4035, ""),
    ],
)
def test_near_misses_of_precision_unit_and_order_are_told_from_mistakes(
    kind: AnswerType, text: str, key: Array, said: str
) -> None:
    found = near.near_miss(kind, judged(kind, text, key), key)
    assert said in found
    assert bool(found) == bool(said)


def judged(kind: AnswerType, text: str, key: Array) -> Verdict:
    """A verdict without a diagnosis."""
    answer = read_answer(kind, text, expressions=True)
    assert answer.value is not None, answer.why
    state, _ = Rules().worth(kind.compare(answer.value, key))
    return Verdict(state, value=answer.value)


@pytest.mark.parametrize(
    ("kind", "text", "key", "said"),
    [
        (Integer(), "433.59", 433, "your answer must be an integer"),
        (Integer(), "28x28", 28, "this was read as the product 784"),
        (Integer(), "27 x 27", 28, "this was read as the product 729"),
        (Integer(), "28 x 28 x 6", 28, "this was read as the product 4704"),
        (Integer(), "3*3*64", 600, ""),
        (Integer(), "9 x 64", 600, ""),
        (Integer(), "432", 433, ""),
        (Real(), "433.59", 433, ""),
        (Matrix(), "1 2 3", ((1, 2), (3, 4)), "your answer is a 1 × 3 matrix, but a 2 × 2 matrix is required"),
    ],
)
def test_what_can_be_no_answer_is_told_with_what_is_asked_for(
    kind: AnswerType, text: str, key: Array, said: str
) -> None:
    found = near.no_answer_yet(kind, text, judged(kind, text, key), key)
    assert said in found
    assert bool(found) == bool(said)


@pytest.mark.parametrize(
    ("kind", "text", "key", "said"),
    [
        (Real(decimals=3), "-0.112", -0.11138641, "Rounded to 3 decimals: -0.111."),
        (Real(decimals=1), "2.2", 2.25, "Rounded to 1 decimal: 2.3."),
        (Real(decimals=3), "-0.11138", -0.11138641, ""),
        (Real(decimals=3), "1.26", 1.26, ""),
        (Real(decimals=3), "1/3", 1 / 3, ""),
        (Vector(decimals=3), "0.268, 0.679", (0.268941, 0.679179), "Rounded to 3 decimals: 0.269, 0.679."),
        (Integer(), "12", 12, ""),
    ],
)
def test_a_right_answer_with_another_last_decimal_is_told_the_rounded_value(
    kind: AnswerType, text: str, key: Array, said: str
) -> None:
    found = judged(kind, text, key)
    assert found.state == "right"
    assert near.last_decimal(kind, found, key) == said


@pytest.mark.parametrize(
    ("text", "asked", "bare"),
    [
        ("epoch 6", "After which of these epochs does the network generalise best?", "6"),
        ("line 3", "Which line of the code is wrong?", "3"),
        ("stack c", "In which stack do height and width decrease?", "c"),
        ("the boxes a, b", "Which boxes are left in the end?", "a, b"),
        ("statements a, b", "Which statements are true?", "a, b"),
        ("not c", "Which statement is not true?", ""),
        ("layer 3", "Which line of the code is wrong?", ""),
        ("6", "After which epoch?", ""),
    ],
)
def test_a_word_for_what_is_asked_for_may_stand_before_an_answer(text: str, asked: str, bare: str) -> None:
    assert near.without_noun(text, asked) == bare


def test_the_items_of_a_matching_that_have_no_letter_yet_are_named() -> None:
    kind = Matching(("one", "two", "three"), ("x", "y", "z"))
    assert near.left_out(kind, (0, 1, 2)) == ""
    assert near.left_out(kind, (0, -1, -1)) == "the letters for 2 and 3 are missing"
    assert near.left_out(kind, (0, 1, -1)) == "the letter for 3 is missing"


def test_a_near_miss_costs_no_try(toy_bank: Path) -> None:
    desk = Desk(toy_bank, "toy.size", count=1)
    desk.examiner.judge = lambda work, ask: Verdict("coarse")  # type: ignore[method-assign]
    desk.type("7")
    assert desk.kinds == [Heard, NearMiss]
    desk.examiner.judge = lambda work, ask: Verdict("right")  # type: ignore[method-assign]
    desk.answer("7")
    assert [row.at_once for row in desk.summary().rows] == [1]
