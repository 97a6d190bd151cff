"""Knows the keys: from the stock at once, else from Keras in the background, while the student reads and thinks."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from examgen.practice.programme import Next

if TYPE_CHECKING:
    from examgen.judge import Verdict, Work
    from examgen.verify.witness import Attested


class Examiner(Protocol):
    """Whoever knows the keys and judges answers."""

    def prepare(self, question: Next) -> None:
        """A question is on the screen; its key will be wanted."""

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

    Args:
        waiting: what is done while somebody has to wait for Keras.
    """

    def __init__(self, waiting: Callable[[], AbstractContextManager[None]] = contextlib.nullcontext) -> None:
        self._waiting = waiting
        self._thread: threading.Thread | None = None
        self._question: Next | None = None
        self._key: Attested | None = None
        self._made: Attested | Exception | None = None

    def prepare(self, question: Next) -> None:
        """Take the key of a question from the stock, or start to make it."""
        if self._thread is not None:
            self._thread.join()  # the key of a question that was left at once
        self._question, self._key, self._made, self._thread = question, None, None, None
        if question.stocked is None or question.shown.design:
            self._work(question, attest=question.stocked is None)

    def _work(self, question: Next, *, attest: bool) -> None:
        # a daemon: whoever quits at once need not wait until Keras has been loaded
        self._thread = threading.Thread(target=self._load, args=(question, attest), name="making the key", daemon=True)
        self._thread.start()

    def _load(self, question: Next, attest: bool) -> None:
        from examgen import oracle
        from examgen.verify import witness

        try:
            oracle.load()
            if attest:
                (self._made,) = witness.attest([question.variant])
        except Exception as error:  # raised again where somebody waits for it
            self._made = error

    def _loaded(self) -> Attested | None:
        """Wait until Keras has done its part; the key, where it has made one."""
        if self._thread is not None and self._thread.is_alive():
            with self._waiting():
                self._thread.join()
        if isinstance(self._made, Exception):
            raise self._made
        return self._made

    def attested(self) -> Attested:
        """The prepared question with its key: at once from the stock, else as soon as it is made."""
        question = self._question
        assert question is not None, "prepare a question first"
        if self._key is None and question.stocked is not None:
            self._key = question.stocked.attested(question.variant)
            if self._key is None and self._made is None:  # the worked solution of today says otherwise
                self._loaded()
                self._work(question, attest=True)
        if self._key is not None:
            return self._key
        made = self._loaded()
        assert made is not None, "the thread leaves a key or an error"
        return made

    def judge(self, work: Work, ask: str) -> Verdict:
        """Judge an answer: by both witnesses, or as sealed where the key is from the stock; a design is always built."""
        from examgen.answers import LayerDesign
        from examgen.judge import judge_answer

        keras = self._key is None or isinstance(work.variant.asks[ask].type, LayerDesign)
        if keras:
            self._loaded()
        return judge_answer(work, ask, keras=keras)
