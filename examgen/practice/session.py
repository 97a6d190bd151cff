"""A practice session without a screen: it takes what a student types, and returns what happened."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from examgen.errors import UserError
from examgen.judge import Answer, Work, read_answer, words
from examgen.oracle import KerasUnavailable
from examgen.practice.entry import wants_more
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
    TooCoarse,
    Wrong,
)
from examgen.practice.examiner import Examiner
from examgen.practice.hints import Step, steps
from examgen.practice.programme import Exhausted, Programme
from examgen.practice.tally import Outcome, Tally
from examgen.question.question import Question
from examgen.verify.witness import Attested

TRIES = 2
"""So many answers to an ask are judged; then the right one is shown."""

NEXT_STEP, ALL_STEPS, SKIP, QUIT, HELP = {"?"}, {"??", "steps"}, {"skip"}, {"quit", "exit"}, {"help"}
COMMANDS = NEXT_STEP | ALL_STEPS | SKIP | QUIT | HELP


@dataclass
class _Exercise:
    """The question that is being worked on."""

    variant: Question
    asks: list[str]
    at: int = 0
    tries: int = TRIES
    steps: list[Step] | None = None
    helped: bool = False
    flawless: bool = True
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def ask(self) -> str:
        return self.asks[self.at]

    def next_ask(self) -> None:
        self.at += 1
        self.tries, self.steps, self.helped = TRIES, None, False


class Session:
    """Asks questions, one ask at a time, until so many were asked or the student has had enough.

    Every method returns events in the order in which they are to be shown. Nothing is read or printed here.
    """

    finished: bool
    """Nothing more is asked."""
    failed: bool
    """It ended because nothing could be asked or checked."""

    def __init__(self, programme: Programme, examiner: Examiner, tally: Tally, count: int) -> None:
        self._programme = programme
        self._examiner = examiner
        self._tally = tally
        self._count = count
        self._number = 0
        self._exercise: _Exercise | None = None
        self.finished = self.failed = False

    def begin(self) -> list[Event]:
        """Pose the first question."""
        return list(self._next_question())

    def tell(self, text: str) -> list[Event]:
        """Take what the student typed: an answer, or one of the `COMMANDS`."""
        if self._exercise is None or self.finished:
            return []
        return list(self._told(self._exercise, text))

    def wants_more(self, text: str) -> bool:
        """Whether another line belongs to the answer typed so far."""
        if self._exercise is None or text.strip() in COMMANDS:
            return False
        return wants_more(self._exercise.variant.asks[self._exercise.ask].type, text)

    def end(self) -> list[Event]:
        """Stop here, and sum up."""
        if self.finished:
            return []
        self.finished = True
        return [Closed(self._tally.summary())]

    # what is typed --------------------------------------------------------------------------------------------------

    def _told(self, exercise: _Exercise, text: str) -> Iterator[Event]:
        command = text.strip().lower()
        if command in QUIT:
            yield from self.end()
        elif command in HELP:
            yield Explained()
        elif command in COMMANDS:
            attested = yield from self._key(exercise)
            if attested:
                yield from self._helped(exercise, attested, command)
        else:
            yield from self._answered(exercise, text)

    def _key(self, exercise: _Exercise) -> Generator[Event, None, Attested | None]:
        """The key of the exercise; where there is none, the session goes on without this question or stops."""
        try:
            return self._examiner.attested()
        except KerasUnavailable as error:
            self.failed = True
            yield Stopped(str(error))
            yield from self.end()
        except UserError as error:
            self._programme.drop(exercise.variant.id)
            self._number -= 1
            yield Dropped(str(error))
            yield from self._next_question()
        return None

    def _answered(self, exercise: _Exercise, text: str) -> Iterator[Event]:
        name = exercise.ask
        kind = exercise.variant.asks[name].type
        answer = read_answer(kind, text, expressions=True)
        if answer.outcome == "read":
            yield Heard(answer.said)
        elif answer.outcome == "blank":
            yield NotUnderstood(f"nothing was typed; write {kind.hint}")
            return
        elif answer.outcome == "unreadable":
            yield NotUnderstood(answer.why)
            return
        attested = yield from self._key(exercise)
        if attested is None:
            return
        if answer.outcome == "doubtful":  # of two readings the one of the right size is meant
            answer = read_answer(kind, text, expected=attested.key[name], expressions=True)
            if answer.outcome != "read":
                yield NotUnderstood(answer.why)
                return
            yield Heard(answer.said)
        answers = {**exercise.answers, name: answer}
        verdict = self._examiner.judge(Work(exercise.variant, attested.key, attested.wrong_answers, answers), name)
        if verdict.state == "doubtful":
            yield NotUnderstood(f"there are as many numbers as expected, but in another arrangement; write {kind.hint}")
            return
        if verdict.state == "to-be-marked":  # nobody marks it here: the student compares it with the model answer
            exercise.answers[name] = answer
            yield Shown(exercise.variant, name, attested.key[name])
            yield from self._done(exercise, "with help")
            return
        if verdict.state == "coarse":
            yield TooCoarse(words.places(kind))
            return
        exercise.answers[name] = answer
        told = words.feedback(exercise.variant, verdict)
        if told:
            self._tally.met(told)
        if verdict.right:
            yield Right(exercise.variant, verdict.followed)
            at_once = exercise.tries == TRIES and not exercise.helped
            yield from self._done(exercise, "at once" if at_once else "with help")
            return
        exercise.tries -= 1
        yield Wrong(words.shortfall(verdict, kind), told, exercise.tries)
        if not exercise.tries:
            yield from self._gave_up(exercise, attested)

    def _helped(self, exercise: _Exercise, attested: Attested, command: str) -> Iterator[Event]:
        if command in SKIP:
            yield from self._gave_up(exercise, attested)
            return
        if exercise.steps is None:
            exercise.steps = steps(attested.derivation, exercise.ask)
        exercise.helped = True
        count = len(exercise.steps) if command in ALL_STEPS else 1
        shown, exercise.steps = exercise.steps[:count], exercise.steps[count:]
        for step in shown:
            yield Hinted(step)
        if not exercise.steps:
            yield from self._gave_up(exercise, attested)

    # going on -------------------------------------------------------------------------------------------------------

    def _gave_up(self, exercise: _Exercise, attested: Attested) -> Iterator[Event]:
        yield Shown(exercise.variant, exercise.ask, attested.key[exercise.ask])
        yield from self._done(exercise, "not")

    def _done(self, exercise: _Exercise, outcome: Outcome) -> Iterator[Event]:
        """One ask is over: on to the next one, or to the next question."""
        self._tally.count(exercise.variant.id, outcome)
        exercise.flawless &= outcome == "at once"
        if exercise.at + 1 < len(exercise.asks):
            exercise.next_ask()
            yield Asked(exercise.variant, exercise.ask)
            return
        if exercise.flawless:
            self._programme.went_well(exercise.variant.id)
        yield from self._next_question()

    def _next_question(self) -> Iterator[Event]:
        while self._number < self._count:
            try:
                variant = self._programme.next()
            except UserError as error:
                yield Dropped(str(error))
                continue
            except Exhausted:
                self.failed = True
                yield Stopped("No question is left that could be asked.")
                break
            self._number += 1
            self._exercise = _Exercise(variant, list(variant.asks))
            self._examiner.prepare(variant)
            yield Posed(variant, self._number, self._count)
            yield Asked(variant, self._exercise.ask)
            return
        yield from self.end()
