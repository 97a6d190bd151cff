"""A practice session without a screen: it takes what a student types, and returns what happened."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from examgen.errors import UserError
from examgen.lettering import letter
from examgen.practice.events import (
    Asked,
    Closed,
    Code,
    Compare,
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
from examgen.practice.examiner import Examiner
from examgen.practice.memory import Answered, Memory, Outcome
from examgen.practice.programme import Exhausted, Next, Programme
from examgen.practice.stock import Shown, ShownAsk
from examgen.practice.tally import Tally

# What judges an answer is imported when one comes: a question must stand on the screen at once.
if TYPE_CHECKING:
    from examgen.answers import AnswerType
    from examgen.arrays import Array
    from examgen.judge import Answer, Verdict
    from examgen.practice.entry import TypedEntry
    from examgen.practice.hints import Divergence, Step
    from examgen.question.question import Question
    from examgen.verify.witness import Attested

TRIES = 2
"""So many answers to an ask are judged; then its solution is shown."""

Command = Literal["hint", "show", "skip", "why", "again", "keras", "quit", "help"]
COMMANDS: Mapping[str, Command] = {
    **dict.fromkeys(("?", "hint", "h"), "hint"),
    **dict.fromkeys(("??", "show", "steps", "answer", "solution"), "show"),
    **dict.fromkeys(("skip", "pass"), "skip"),
    "why": "why",
    "again": "again",
    "keras": "keras",
    **dict.fromkeys(("quit", "exit", "q"), "quit"),
    "help": "help",
}
"""What may be typed instead of an answer."""
_YES: Mapping[str, Outcome] = {
    **dict.fromkeys(("y", "yes"), "at once"),
    **dict.fromkeys(("p", "partly", "part"), "with help"),
    **dict.fromkeys(("n", "no"), "not"),
}


def command_of(text: str) -> Command | None:
    """The command that was typed, if it is one."""
    return COMMANDS.get(text.strip().lower())


@dataclass
class _Exercise:
    """The question that is being worked on."""

    question: Next
    at: int = 0
    tries: int = TRIES
    hinted: int = 0
    helped: bool = False
    left: Divergence | None = None
    wrong: Array | None = None
    phase: Literal["answer", "compare", "pause"] = "answer"
    answers: dict[str, Answer] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    @property
    def shown(self) -> Shown:
        return self.question.shown

    @property
    def variant(self) -> Question:
        return self.question.variant

    @property
    def asks(self) -> tuple[ShownAsk, ...]:
        return self.shown.asks

    @property
    def ask(self) -> str:
        return self.asks[self.at].name

    @property
    def type(self) -> AnswerType:
        return self.variant.asks[self.ask].type

    def next_ask(self) -> None:
        self.at += 1
        self.tries, self.hinted, self.helped, self.phase = TRIES, 0, False, "answer"
        self.left = self.wrong = None


class Session:
    """Asks questions, one ask at a time, until so many were asked, the time is over, or the student has had enough.

    Every method returns events in the order in which they are to be shown. Nothing is read or printed here. What was answered
    is remembered before its events are returned.

    Args:
        programme: chooses the questions.
        examiner: knows the keys.
        memory: where everything is remembered.
        tally: counts for the summary.
        count: how many questions; any number where 0.
        wanted: what the session was begun with; an interrupted one with the same wishes can be taken up again.
        over: whether the time is over; a question that was begun is finished.
    """

    finished: bool
    """Nothing more is asked."""
    failed: bool
    """It ended because nothing could be asked or checked."""

    def __init__(
        self,
        programme: Programme,
        examiner: Examiner,
        memory: Memory,
        tally: Tally,
        count: int,
        wanted: Mapping[str, Any] | None = None,
        over: Callable[[], bool] = lambda: False,
    ) -> None:
        self._programme, self._examiner, self._memory, self._tally = programme, examiner, memory, tally
        self._count, self._wanted, self._over = count, dict(wanted or {}), over
        self.echo: Callable[[Event], None] | None = None
        """Shows at once how an answer was read, before Keras may have to be waited for."""
        self._number = 0
        self._exercise: _Exercise | None = None
        self.id = uuid.uuid4().hex
        self.finished = self.failed = False

    # beginning and ending ---------------------------------------------------------------------------------------------

    def begin(self) -> list[Event]:
        """Pose the first question."""
        self._memory.begin(self.id, self._wanted)
        return self._kept(self._next_question())

    def resume(self, id_: str, state: Mapping[str, Any]) -> list[Event]:
        """Go on where a session was interrupted."""
        self.id = id_
        self._number, self._count = state["number"], state["count"]
        self._programme.restore(state["programme"])
        self._tally.restore(state["tally"])
        if (now := state.get("exercise")) is None:
            return self._kept(self._next_question())
        return self._kept(self._taken_up(now))

    def _taken_up(self, now: Mapping[str, Any]) -> Iterator[Event]:
        try:
            again = self._programme.same(now["question"], now["parameters"], now["reason"])
        except (UserError, ValueError):  # the question has changed since
            self._number -= 1
            yield from self._next_question()
            return
        variant = again.variant
        exercise = _Exercise(again)
        for name in ("at", "tries", "hinted", "helped", "phase", "outcomes", "mistakes"):
            setattr(exercise, name, now[name])
        self._exercise = exercise
        self._examiner.prepare(again)
        attested = yield from self._key(exercise) if now["answers"] else _nothing()
        for name, text in now["answers"].items():
            from examgen.judge import read_answer

            expected = attested.key[name] if attested else None
            exercise.answers[name] = read_answer(
                variant.asks[name].type, text, expected=expected, expressions=True, ask=variant.asks[name].text
            )
        if exercise.phase == "answer" and exercise.ask in exercise.answers:
            exercise.wrong = exercise.answers[exercise.ask].value  # once more it costs nothing
        yield from self._shown_again(exercise, attested)

    @property
    def state(self) -> dict[str, Any]:
        """Where it stands, ready for JSON."""
        now = self._exercise
        exercise = now and {
            "question": now.shown.question,
            "parameters": dict(now.question.stocked.parameters) if now.question.stocked else now.variant.settings,
            "reason": now.question.reason,
            "answers": {name: answer.text for name, answer in now.answers.items()},
            **{name: getattr(now, name) for name in ("at", "tries", "hinted", "helped", "phase")},
            **{name: list(getattr(now, name)) for name in ("outcomes", "mistakes")},
        }
        return {
            "number": self._number,
            "count": self._count,
            "programme": self._programme.state,
            "tally": self._tally.state,
            "exercise": exercise,
        }

    def _kept(self, events: Iterator[Event]) -> list[Event]:
        """All the events; where the session stands then is kept before any of them is shown."""
        found = list(events)
        if self.finished:
            self._memory.end(self.id)
        else:
            self._memory.keep(self.id, self.state)
        return found

    def end(self) -> list[Event]:
        """Stop here, and sum up; an ask that went wrong and was left so counts as missed."""
        return self._kept(self._ended())

    def leave(self) -> list[Event]:
        """Stop here for now, as after Ctrl-C: the session can be taken up again, and what is asked now is still open."""
        if self.finished:
            return []
        self.finished = True
        return [Closed(self._tally.summary(begun=self._is_begun))]

    @property
    def _is_begun(self) -> bool:
        """Whether what is asked now went wrong once, or was helped with."""
        now = self._exercise
        return now is not None and now.phase == "answer" and (now.tries < TRIES or now.helped)

    def _ended(self) -> Iterator[Event]:
        if self.finished:
            return
        self.finished = True
        if self._exercise is not None and self._is_begun:
            self._tally.count(self._exercise.shown.question, "not")
        yield Closed(self._tally.summary())

    @property
    def posed(self) -> tuple[str, ...]:
        """The questions that were asked, in order."""
        return tuple(self._programme.state["posed"])

    # what is typed ----------------------------------------------------------------------------------------------------

    def tell(self, text: str) -> list[Event]:
        """Take what the student typed: an answer, or one of the `COMMANDS`."""
        if self._exercise is None or self.finished:
            return []
        return self._kept(self._told(self._exercise, text))

    def entry(self, text: str) -> TypedEntry:
        """Whether another line belongs to the answer typed so far, or a line of it cannot be read."""
        from examgen.practice.entry import TypedEntry, entry

        now = self._exercise
        if now is None or now.phase != "answer" or command_of(text):
            return TypedEntry()
        return entry(now.type, text)

    def _told(self, now: _Exercise, text: str) -> Iterator[Event]:
        command = command_of(text)
        if command == "quit":
            yield from self._ended()
        elif command == "help":
            yield Explained()
        elif command == "again":
            attested = (yield from self._key(now)) if now.outcomes or now.answers else None
            if self._exercise is now and not self.finished:
                yield from self._shown_again(now, attested)
        elif now.phase == "pause":
            yield from self._at_pause(now, text, command)
        elif now.phase == "compare":
            yield from self._compared(now, text, command)
        elif command:
            attested = yield from self._key(now)
            if attested:
                yield from self._helped(now, attested, command)
        else:
            yield from self._answered(now, text)

    def _shown_again(self, now: _Exercise, attested: Attested | None) -> Iterator[Event]:
        """The question once more, with what was answered so far."""
        yield Posed(now.question, self._number, self._count, again=True)
        for at, (ask, outcome) in enumerate(zip(now.asks, now.outcomes, strict=False)):
            answer, kind = now.answers.get(ask.name), now.variant.asks[ask.name].type
            missed = attested is not None and outcome == "not" and kind.key_is_unique and kind.is_judged
            key = kind.write(attested.key[ask.name]) if attested is not None and missed else ""
            yield Earlier(now.shown, at, answer.said if answer else "", outcome != "not", key)
        if now.phase == "pause":
            yield Paused(self._is_last)
            return
        yield Asked(now.shown, now.at)
        if now.ask in now.answers:
            yield Earlier(now.shown, now.at, now.answers[now.ask].said, right=False, asked=True)
        if now.phase == "compare":
            yield Compare()

    def _key(self, now: _Exercise) -> Generator[Event, None, Attested | None]:
        """The key of the exercise; where there is none, the session goes on without this question or stops."""
        from examgen.oracle import KerasUnavailable

        try:
            return self._examiner.attested()
        except KerasUnavailable as error:
            self.failed = True
            yield Stopped(str(error))
            yield from self._ended()
        except UserError as error:
            self._programme.drop(now.shown.question)
            self._number -= 1
            yield Dropped(str(error))
            yield from self._next_question()
        return None

    def _at_pause(self, now: _Exercise, text: str, command: Command | None) -> Iterator[Event]:
        if command is None or command == "skip":
            if text.strip() and command is None:
                yield NotUnderstood("this question is finished; press Enter to continue")
                return
            yield from self._next_question()
            return
        attested = yield from self._key(now)
        if attested is None:
            return
        names = [ask.name for ask in now.asks]
        if command == "keras":
            yield self._code(now, names)
        else:
            from examgen.practice.hints import lines_of

            for name in names:
                yield Solved(now.variant, name, lines_of(attested.derivation, name), attested.key[name])
        yield Paused(self._is_last)

    def _compared(self, now: _Exercise, text: str, command: Command | None) -> Iterator[Event]:
        outcome = _YES.get(text.strip().lower()) or ("not" if command in ("skip", "show") else None)
        if outcome is None:
            yield Compare()
            return
        yield from self._done(now, outcome, now.answers[now.ask].text, "compared")

    # answers ----------------------------------------------------------------------------------------------------------

    def _answered(self, now: _Exercise, text: str) -> Iterator[Event]:
        from examgen.judge import Work, read_answer
        from examgen.practice import near
        from examgen.practice.hints import lines_of

        name, kind = now.ask, now.type
        ask = now.asks[now.at].text
        answer = read_answer(kind, text, expressions=True, ask=ask)
        if answer.outcome == "unreadable" and (bare := near.without_noun(text, ask)):
            named = read_answer(kind, bare, expressions=True, ask=ask)
            text, answer = (text, answer) if named.outcome in ("blank", "unreadable") else (bare, named)
        if answer.outcome == "blank":
            said = "this is not an answer" if text.strip() else "nothing was typed"
            yield NotUnderstood(f"{said}; write {kind.hint}, or type ? for a hint")
            return
        if answer.outcome == "unreadable":
            yield NotUnderstood(answer.why)
            return
        if answer.outcome == "read" and kind.is_judged:  # nothing is read in an explanation
            yield from self._heard(answer)
        attested = yield from self._key(now)
        if attested is None:
            return
        if answer.outcome == "doubtful":  # of two readings the one of the right size is meant, or the one that is right
            answer = _certain(
                read_answer(kind, text, expected=attested.key[name], expressions=True, ask=ask), attested.key[name]
            )
            if answer.outcome != "read":
                yield NotUnderstood(answer.why)
                return
            yield from self._heard(answer)
        if missing := near.left_out(kind, answer.value):
            yield NotUnderstood(f"{missing}; write {kind.hint}")
            return
        answers = {**now.answers, name: answer}
        verdict = self._examiner.judge(Work(now.variant, attested.key, attested.wrong_answers, answers), name)
        if verdict.state == "doubtful":
            yield NotUnderstood(f"the number of values is right, but they are arranged differently; write {kind.hint}")
            return
        if verdict.state == "to-be-marked":  # nobody marks it here: the student compares it with the model answer
            now.answers[name], now.phase = answer, "compare"
            yield Solved(now.variant, name, lines_of(attested.derivation, name), attested.key[name])
            yield Compare()
            return
        if almost := near.near_miss(kind, verdict, attested.key[name]):
            self._remember(now, text, "near")
            yield NearMiss(almost)
            return
        if amiss := near.no_answer_yet(kind, text, verdict, attested.key[name]):
            self._remember(now, text, "near")
            yield NotUnderstood(f"{amiss}. Try again; this attempt is not counted.")
            return
        now.answers[name] = answer
        yield from self._judged(now, attested, text, verdict)

    def _heard(self, answer: Answer) -> Iterator[Event]:
        heard = Heard(answer.said, listed=bool(answer.type.listed))
        if self.echo is None:
            yield heard
        else:
            self.echo(heard)

    def _judged(self, now: _Exercise, attested: Attested, text: str, verdict: Verdict) -> Iterator[Event]:
        from examgen.judge import words
        from examgen.practice import near
        from examgen.practice.hints import lines_of, says_why

        name = now.ask
        lines = lines_of(attested.derivation, name)
        if verdict.right:
            yield Right(now.shown, verdict.followed, near.last_decimal(now.type, verdict, attested.key[name]))
            if says_why(now.type, lines):
                yield Solved(now.variant, name, lines, attested.key[name], reasons=True)
            at_once = now.tries == TRIES and not now.helped
            avoided = tuple(m for m, values in attested.wrong_answers.items() if name in values) if at_once else ()
            yield from self._done(now, "at once" if at_once else "with help", text, verdict.state, avoided)
            return
        if verdict.value is not None and verdict.value == now.wrong:
            yield NotUnderstood("this is the same wrong answer as before; change it, or type ? for a hint")
            return
        now.wrong = verdict.value
        now.tries -= 1
        told, named = self._explained(now, attested, verdict)
        met = dict.fromkeys(named, told)
        for misconception in named:
            self._tally.met(now.variant.title, misconception, told)
        now.mistakes += [m for m in named if m not in now.mistakes]
        few = near.to_look_at(now.type, verdict) if now.tries and says_why(now.type, lines) else None
        # what a statement is told is the answer itself
        yield Wrong(words.shortfall(verdict, now.type), told if few is None else few, now.left, now.tries)
        if now.tries:
            self._remember(now, text, verdict.state, met)
        else:
            yield from self._gave_up(now, attested, text, verdict.state, met)

    def _explained(self, now: _Exercise, attested: Attested, verdict: Verdict) -> tuple[str, tuple[str, ...]]:
        """What a wrong answer is told, and the misconceptions that are named in it; where the work left the solution is noted."""
        from examgen.judge import words
        from examgen.practice import near
        from examgen.practice.hints import divergence, lines_of, stopped

        name, value, found = now.ask, verdict.value, verdict.diagnosis
        told, named = words.feedback(now.variant, verdict), found.named if found else ()
        if value is None:
            return told, named
        lines = lines_of(attested.derivation, name)
        now.left = divergence(now.variant, attested.derivation, name, value, named, attested.wrong_answers)
        early = stopped(now.type, lines, value) if now.type.is_numeric and named else None
        if early and now.left and now.left.line <= early.line:  # the mistake comes first, and the value is right later
            told += f"\nOr you stopped too early: your answer is also the value of this step: {_clause(early.why)}."
        kinds = {ask: each.type for ask, each in now.variant.asks.items()}
        if now.type.is_numeric and (other := near.earlier_answer(kinds, attested.key, name, value)):
            is_answer = f"This is the answer to {letter([ask.name for ask in now.asks].index(other))}."
            return "\n".join(filter(None, (is_answer, told))), named  # a fact first: the mistake may be none of theirs
        if told or (now.left is not None and now.left.stopped):
            return told, named
        return near.about_option(now.type, lines, value), ()

    def _helped(self, now: _Exercise, attested: Attested, command: Command) -> Iterator[Event]:
        from examgen.practice.hints import lines_of, steps

        if command in ("skip", "show"):
            yield from self._gave_up(now, attested, "", "skipped")
        elif command == "keras":
            code = self._code(now, [now.ask])
            now.helped = now.helped or bool(code.code)
            yield code
        elif command == "why":
            if now.at == 0:
                yield NotUnderstood("nothing is answered yet; ? gives a hint")
            else:
                before = now.asks[now.at - 1].name
                yield Solved(now.variant, before, lines_of(attested.derivation, before), attested.key[before])
        else:
            yield self._hint(now, steps(attested.derivation, now.ask))

    def _hint(self, now: _Exercise, found: list[Step]) -> Event:
        from examgen.practice.hints import step_after

        now.hinted = max(now.hinted, step_after(found, now.left))
        if now.hinted >= len(found) - 1:  # the last step is the answer
            return NoHint()
        now.helped = True
        now.hinted += 1
        return Hinted(found[now.hinted - 1], now.hinted, len(found))

    def _code(self, now: _Exercise, asks: Sequence[str]) -> Code:
        """The code that proves the answers to some asks."""
        from examgen.rendering.snippet import snippet

        variant = now.variant
        observed = [seen for name in asks if (seen := variant.asks[name].observes(name)) is not None]
        if observed and variant.network.nodes:
            return Code(snippet(variant.network, observed))
        by = {"Computed": "a second, independent computation", "Sourced": "a source, which the solution names"}
        return Code("", by.get(variant.asks[asks[-1]].attestation, "the design itself, which is built in Keras"))

    # going on ---------------------------------------------------------------------------------------------------------

    def _gave_up(
        self, now: _Exercise, attested: Attested, typed: str, state: str, met: Mapping[str, str] | None = None
    ) -> Iterator[Event]:
        from examgen.practice.hints import lines_of

        lines = lines_of(attested.derivation, now.ask)
        yield Solved(now.variant, now.ask, lines, attested.key[now.ask], now.left)
        yield from self._done(now, "not", typed, state, met=met)

    def _done(
        self,
        now: _Exercise,
        outcome: Outcome,
        typed: str,
        state: str,
        avoided: tuple[str, ...] = (),
        met: Mapping[str, str] | None = None,
    ) -> Iterator[Event]:
        """One ask is over: on to the next one, or to the end of the question."""
        self._tally.count(now.shown.question, outcome)
        self._remember(now, typed, state, met or {}, avoided, outcome)
        now.outcomes.append(outcome)
        if now.at + 1 < len(now.asks):
            now.next_ask()
            yield Asked(now.shown, now.at)
            return
        self._memory.finished(now.shown.question, now.outcomes)
        if "not" in now.outcomes or now.mistakes:
            self._programme.missed(now.shown.question, now.mistakes)
        now.phase = "pause"
        yield Paused(self._is_last)

    @property
    def _is_last(self) -> bool:
        return (self._count > 0 and self._number >= self._count) or self._over()

    def _remember(
        self,
        now: _Exercise,
        typed: str,
        state: str,
        met: Mapping[str, str] | None = None,
        avoided: tuple[str, ...] = (),
        outcome: Outcome | None = None,
    ) -> None:
        question = now.variant.entry
        self._memory.record(
            Answered(
                session=self.id,
                question=question.id,
                topic=question.topic,
                level=question.level,
                ask=now.ask,
                parameters=now.variant.settings,
                typed=typed.strip(),
                state=state,
                misconceptions={question.misconception_id(name): told for name, told in (met or {}).items()},
                avoided=tuple(map(question.misconception_id, avoided)),
                outcome=outcome,
            )
        )

    def _next_question(self) -> Iterator[Event]:
        while not self._is_last:
            try:
                found: Next = self._programme.next()
            except UserError as error:
                yield Dropped(str(error))
                continue
            except Exhausted:
                self.failed = self._number == 0
                yield Stopped(
                    "No question is left that could be asked." if self.failed else "There are no more questions."
                )
                break
            self._number += 1
            self._exercise = _Exercise(found)
            self._examiner.prepare(found)
            yield Posed(found, self._number, self._count)
            yield Asked(found.shown, 0)
            return
        yield from self._ended()


def _certain(answer: Answer, key: Array) -> Answer:
    """A doubtful answer as the reading that is right, where one is; here nobody has to be fair to others."""
    from dataclasses import replace

    right = [reading for reading in answer.readings if answer.type.compare(reading.value, key).right]
    return replace(answer, outcome="read", readings=tuple(right[:1])) if right else answer


def _clause(why: str) -> str:
    return why.strip().rstrip(":.")


def _nothing() -> Generator[Event, None, None]:
    yield from ()
