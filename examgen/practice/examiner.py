"""Knows the keys: from the stock at once, else from Keras in the background, while the student reads and thinks."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

from examgen.practice.programme import Next

if TYPE_CHECKING:
    from examgen.judge import Verdict, Work
    from examgen.verify.witness import Attested


class Examiner(Protocol):
    """Whoever knows the keys and judges answers."""

    def prepare(self, question: Next) -> None:
        """A question is on the screen; its key will be wanted."""

    def ready(self) -> bool:
        """Whether nobody has to wait for the key of the prepared variant, or for its judgement."""

    def attested(self) -> Attested:
        """The prepared variant with its key.

        Raises:
            WitnessError: the variant is defective.
        """

    def judge(self, work: Work, ask: str) -> Verdict:
        """Judge the student's answer to an ask; the other answers of the work came before it."""


class BackgroundExaminer:
    """Takes keys from the stock; where there is none, or a design must be built, Keras works in a thread meanwhile.

    A variant of the stock is judged without Keras, as marking does it with sealed keys: both witnesses have seen the key and the
    wrong answers, and what follows from a student's own answer is worked out by the derivation.
    """

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._question: Next | None = None
        self._result: Attested | Exception | None = None
        self._sealed = False

    def prepare(self, question: Next) -> None:
        """Take the key of a question from the stock, or start to make it."""
        if self._thread is not None:
            self._thread.join()  # the key of a question that was left at once
        self._question, self._thread, self._result, self._sealed = question, None, None, False
        if question.stocked is None or question.shown.design:
            self._work()

    def _work(self) -> None:
        # a daemon: whoever quits at once need not wait until Keras has been loaded
        self._thread = threading.Thread(target=self._attest, name="making the key", daemon=True)
        self._thread.start()

    def _attest(self) -> None:
        from examgen import oracle
        from examgen.verify import witness

        assert self._question is not None, "prepare a question first"
        try:
            oracle.load()
            self._result = self._from_stock(self._question)
            if self._result is None:
                (self._result,) = witness.attest([self._question.variant])
        except Exception as error:  # raised again where somebody waits for the key
            self._result = error

    def _from_stock(self, question: Next) -> Attested | None:
        """The key that both witnesses attested, as far as the worked solution of today agrees."""
        return question.stocked.attested(question.variant) if question.stocked else None

    def ready(self) -> bool:
        """Whether nobody has to wait."""
        return self._thread is None or not self._thread.is_alive()

    def attested(self) -> Attested:
        """The prepared question with its key, as soon as it is there."""
        assert self._question is not None, "prepare a question first"
        if self._result is None and self._thread is None:
            self._result = self._from_stock(self._question)
            self._sealed = self._result is not None
            if not self._sealed:
                self._work()
        if self._thread is not None:
            self._thread.join()
        if isinstance(self._result, Exception):
            raise self._result
        assert self._result is not None, "the thread leaves a key or an error"
        return self._result

    def judge(self, work: Work, ask: str) -> Verdict:
        """Judge an answer: by both witnesses, or as sealed where the key is from the stock."""
        from examgen.judge import judge_answer

        return judge_answer(work, ask, keras=not self._sealed)
