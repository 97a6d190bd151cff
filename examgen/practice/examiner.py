"""Holds a student's answer against the key, against what follows from earlier answers, and against the misconceptions."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Protocol

from examgen.answers import Comparison
from examgen.arrays import Array, agree, shape
from examgen.oracle import oracle
from examgen.oracle.oracle import OracleError
from examgen.question import misconceptions
from examgen.question.question import Question
from examgen.rendering import stem
from examgen.verify import witness
from examgen.verify.witness import Attested, Scenario, Values


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth.

    Attributes:
        against_key: the answer held against the key, cell by cell.
        carried: it is right from the student's own earlier answers, though not by the key.
        feedback: what the misconception behind a wrong answer is told; empty where none fits.
    """

    against_key: Comparison
    carried: bool = False
    feedback: str = ""

    @property
    def right(self) -> bool:
        return self.against_key.right or self.carried


class Examiner(Protocol):
    """Whoever knows the keys."""

    def prepare(self, variant: Question) -> None:
        """A variant is on the screen; its key will be wanted."""

    def ready(self) -> bool:
        """Whether the key of the prepared variant is there already."""

    def attested(self) -> Attested:
        """The prepared variant with its key.

        Raises:
            WitnessError: the variant is defective.
        """

    def judge(self, attested: Attested, ask: str, value: Array, earlier: Values) -> Verdict:
        """Judge an answer; ``earlier`` are the student's own answers to the asks before it."""


def judged(attested: Attested, ask: str, value: Array, earlier: Values) -> Verdict:
    """Judge an answer with both witnesses."""
    variant, key = attested.variant, attested.key
    kind = variant.asks[ask].type
    against_key = kind.compare(value, key[ask])
    if against_key.right:
        return Verdict(against_key)
    given = {
        name: earlier[name]
        for name in variant.asks[ask].upstream
        if name in earlier and earlier[name] != key[name] and shape(earlier[name]) == shape(key[name])
    }
    slips = {slip: values[ask] for slip, values in attested.wrong_answers.items() if ask in values}
    if given:
        followed, own_slips = _follow(variant, ask, given)
        if followed is not None and kind.compare(value, followed).right:
            return Verdict(against_key, carried=True)
        slips = {**own_slips, **slips}
    told = [
        slip.feedback
        for slip in misconceptions.all_of(variant)
        if slip.name in slips and kind.compare(value, slips[slip.name]).right
    ]
    return Verdict(against_key, feedback=stem.in_words(variant, told[0]) if told else "")


def _follow(variant: Question, ask: str, given: Values) -> tuple[Array | None, dict[str, Array]]:
    """What is right from a student's own answers, where both witnesses say the same, and what each misconception makes of them."""
    slips = list(misconceptions.all_of(variant))
    plain, *confused = witness.evaluate(
        [Scenario(variant, given=given), *(Scenario(variant, slip, given) for slip in slips)]
    )
    seen = None if isinstance(plain, OracleError) else plain.get(ask)
    wrong = {
        slip.name: values[ask]
        for slip, values in zip(slips, confused, strict=True)
        if not isinstance(values, OracleError) and ask in values
    }
    try:
        derived = variant.asks[ask].type.fit(variant.derivation(given).answers[ask])
    except (ArithmeticError, ValueError):
        return None, wrong
    return (seen if seen is not None and agree(seen, derived) else None), wrong


class BackgroundExaminer:
    """Loads Keras and makes the key in a thread, while the student reads and thinks."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._result: Attested | Exception | None = None

    def prepare(self, variant: Question) -> None:
        """Start to make the key of a variant."""
        if self._thread is not None:
            self._thread.join()  # the key of a question that was left at once
        self._result = None
        # a daemon: whoever quits at once need not wait until Keras has been loaded
        self._thread = threading.Thread(target=self._attest, args=(variant,), name="making the key", daemon=True)
        self._thread.start()

    def _attest(self, variant: Question) -> None:
        try:
            oracle.load()
            (self._result,) = witness.attest([variant])
        except Exception as error:  # raised again where somebody waits for the key
            self._result = error

    def ready(self) -> bool:
        """Whether nobody has to wait for the key."""
        return self._thread is not None and not self._thread.is_alive()

    def attested(self) -> Attested:
        """The prepared variant with its key, as soon as it is there."""
        assert self._thread is not None, "prepare a variant first"
        self._thread.join()
        if isinstance(self._result, Exception):
            raise self._result
        assert self._result is not None, "the thread leaves a key or an error"
        return self._result

    def judge(self, attested: Attested, ask: str, value: Array, earlier: Values) -> Verdict:
        """Judge an answer with both witnesses."""
        return judged(attested, ask, value, earlier)
