"""A student's work on one question, as it was read, and what of it the later answers go on from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from examgen.answers import AnswerType, Comparison, LayerDesign, Unreadable
from examgen.arrays import Array, cells, shape
from examgen.exam.sealed import SealedAsk, SealedQuestion, chosen, kind_of
from examgen.exam.sheet import Sheet
from examgen.question.question import Question
from examgen.verify import witness
from examgen.verify.witness import Values


@dataclass(frozen=True)
class Answer:
    """One answer as it was read.

    Attributes:
        type: how its value is compared, the ask's own kind also where a letter was ticked.
        value: what was read, or stands behind the ticked letter; ``None`` where nothing was written or could be read.
        said: what was read, in words.
        refusal: why it could not be read or judged, in a sentence.
    """

    ask: SealedAsk
    type: AnswerType
    text: str
    value: Array | None = None
    said: str = ""
    refusal: str = ""

    @property
    def right(self) -> bool:
        """Whether it is the key."""
        return self.against(self.ask.key).right

    def against(self, expected: Array) -> Comparison:
        """The answer held against a value."""
        return witness.compare(self.type, self.value, expected) if self.value is not None else Comparison(())

    @property
    def carries(self) -> bool:
        """Whether work can go on from it and stay comparable: it has the size of the key, and is no trivial value."""
        if self.value is None or shape(self.value) != shape(self.ask.key):
            return False
        if self.right or self.type.name == "shape":
            return True
        numbers = set(cells(self.value))
        return numbers != {0} and (len(numbers) > 1 or len(set(cells(self.ask.key))) == 1)


BY_HAND = (
    "A design is judged by building it in Keras, and this run marked without; it waits for a run with both witnesses."
)


def read_answer(ask: SealedAsk, variant: Question, sheet: Sheet, *, keras: bool) -> Answer:
    """Read what stands on a sheet for an ask; without ``keras`` a design cannot be judged."""
    text = sheet.answers.get(ask.label, "").strip()
    own = variant.asks[ask.name].type
    if not text:
        return Answer(ask, own, "")
    if isinstance(own, LayerDesign) and not keras:
        return Answer(ask, own, text, refusal=BY_HAND)
    try:
        reading = kind_of(variant, ask).read(text)
    except Unreadable as refusal:
        return Answer(ask, own, text, refusal=f"It could not be read: {refusal}")
    return Answer(ask, own, text, chosen(variant, ask, reading.value), reading.said)


@dataclass(frozen=True)
class Work:
    """One student's work on one question."""

    sealed: SealedQuestion
    variant: Question
    answers: Mapping[str, Answer]

    @classmethod
    def of(cls, sealed: SealedQuestion, variant: Question, sheet: Sheet, *, keras: bool) -> Work:
        """Read a student's answers to a question."""
        return cls(sealed, variant, {ask.name: read_answer(ask, variant, sheet, keras=keras) for ask in sealed.asks})

    def starts(self, name: str) -> tuple[Values, ...]:
        """From which of the student's own answers an ask may have been worked on; none where all before it is exactly right.

        Either the mistakes themselves were carried on, with all digits of what followed from them, or the answers were, as
        they stand on the sheet, rounded. Both are the student's good right.
        """
        written = {n: self._value(n) for n in self.variant.asks[name].upstream if self._carries(n)}
        mistakes = {n: self._value(n) for n in self._before(name) if n in self._mistakes}
        exact = all(value == self.answers[n].ask.key for n, value in written.items())
        found = [given for given in (mistakes, {} if exact else written) if given]
        return tuple(found[:1] if len(found) == 2 and found[0] == found[1] else found)

    @cached_property
    def _mistakes(self) -> dict[str, Array]:
        """The answers that are wrong in themselves, not because of one before, and can be gone on from."""
        found: dict[str, Array] = {}
        for name, answer in self.answers.items():
            if answer.value is None or answer.right or not answer.carries:
                continue
            inherited = {n: value for n, value in found.items() if n in self._before(name)}
            if not inherited or not self._follows(name, inherited):
                found[name] = answer.value
        return found

    def _follows(self, name: str, given: Values) -> bool:
        derived = self.derived(name, given)
        written = {n: self._value(n) for n in self.variant.asks[name].upstream if self._carries(n)}
        from_written = self.derived(name, written) if written else None
        return any(v is not None and self.answers[name].against(v).right for v in (derived, from_written))

    def derived(self, name: str, given: Values) -> Array | None:
        """What the derivation makes of an ask from given answers; ``None`` where it cannot go on from them."""
        try:
            return self.answers[name].type.fit(self.variant.derivation(given).answers[name])
        except (ValueError, ArithmeticError, LookupError):
            return None

    def _before(self, name: str) -> set[str]:
        """Every ask that an ask goes on from, directly or not."""
        asks, found = self.variant.asks, set[str]()
        waiting = list(asks[name].upstream)
        while waiting:
            upstream = waiting.pop()
            if upstream in asks and upstream not in found:
                found.add(upstream)
                waiting.extend(asks[upstream].upstream)
        return found

    def _carries(self, name: str) -> bool:
        return name in self.answers and self.answers[name].carries

    def _value(self, name: str) -> Array:
        value = self.answers[name].value
        assert value is not None, "only answers that carry are gone on from"
        return value
