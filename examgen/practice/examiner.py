"""Makes the key of a variant in the background, while the student reads and thinks."""

from __future__ import annotations

import threading
from typing import Protocol

from examgen import oracle
from examgen.judge import Verdict, Work, judge_answer
from examgen.question.question import Question
from examgen.verify import witness
from examgen.verify.witness import Attested


class Examiner(Protocol):
    """Whoever knows the keys and judges answers."""

    def prepare(self, variant: Question) -> None:
        """A variant is on the screen; its key will be wanted."""

    def ready(self) -> bool:
        """Whether the key of the prepared variant is there already."""

    def attested(self) -> Attested:
        """The prepared variant with its key.

        Raises:
            WitnessError: the variant is defective.
        """

    def judge(self, work: Work, ask: str) -> Verdict:
        """Judge the student's answer to an ask; the other answers of the work came before it."""


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

    def judge(self, work: Work, ask: str) -> Verdict:
        """Judge an answer by both witnesses."""
        return judge_answer(work, ask)
