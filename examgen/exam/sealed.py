"""The sealed exam: all papers with their parameters, keys and misconceptions' values. The instructor's file, never a student's."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, ValidationError

from examgen.answers import AnswerType, Choice
from examgen.arrays import Array, array, json_ready
from examgen.bank.bank import Bank
from examgen.errors import UserError
from examgen.exam.blueprint import Blueprint
from examgen.question.question import Question
from examgen.question.refusal import describe

FORMAT = 1
FILE_NAME = "exam.sealed.json"
LETTERS = "abcdefghijklmnopqrstuvwxyz"

Sealed = Annotated[Any, BeforeValidator(array), PlainSerializer(json_ready, when_used="json")]


class SealedError(UserError):
    """A sealed exam cannot be read or written."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SealedAsk(_Model):
    """One answer of one paper.

    Attributes:
        name: the ask's name in its question.
        label: what the answer sheet calls it: ``3`` or ``3b``.
        key: the right value.
        options: where it is multiple choice, the values behind the letters.
    """

    name: str
    label: str
    points: Decimal
    key: Sealed
    options: tuple[Sealed, ...] = ()


class SealedQuestion(_Model):
    """One question of one paper, with the parameters drawn for it.

    Attributes:
        attempt: which draw it is; earlier ones made a worse question.
        slips: for every misconception that this variant can tell apart, the answers it leads to.
    """

    number: int
    section: int
    question: str
    points: Decimal
    parameters: dict[str, Any]
    attempt: int
    effort: int
    asks: tuple[SealedAsk, ...]
    slips: Mapping[str, Mapping[str, Sealed]]

    def variant(self, bank: Bank) -> Question:
        """The variant that was printed.

        Raises:
            SealedError: the bank's question no longer takes these parameters.
        """
        try:
            return bank.question(self.question).variant(self.parameters)
        except ValidationError as error:
            why = "; ".join(describe(detail) for detail in error.errors())
            raise SealedError(f"{self.question} has changed since the exam was sealed: {why}") from None


class SealedPaper(_Model):
    """One student's paper."""

    student: str
    name: str
    number: str
    questions: tuple[SealedQuestion, ...]

    @property
    def points(self) -> Decimal:
        """What the paper is worth."""
        return sum((question.points for question in self.questions), Decimal(0))

    @property
    def detects(self) -> tuple[str, ...]:
        """The misconceptions that this paper can tell from a right answer."""
        return tuple(sorted({slip for question in self.questions for slip in question.slips}))

    @property
    def asks(self) -> dict[str, tuple[SealedQuestion, SealedAsk]]:
        """Every answer that is asked for, by its label on the sheet."""
        return {ask.label: (question, ask) for question in self.questions for ask in question.asks}


class SealedExam(_Model):
    """A whole exam."""

    format: int = FORMAT
    engine: str
    exam: str
    secret: str
    blueprint: Blueprint
    banks: tuple[str, ...] = ()
    papers: tuple[SealedPaper, ...]

    def write(self, path: Path) -> None:
        """Write it so that only its owner can read it, all of it or nothing."""
        write_whole(path, self.model_dump_json(indent=1).encode(), mode=0o600)

    @classmethod
    def read(cls, path: Path) -> SealedExam:
        """Read a sealed exam.

        Raises:
            SealedError: there is none, it is damaged, or a newer examgen wrote it.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise SealedError(f"{path} does not exist; examgen generate writes it when all papers are done") from None
        except (OSError, UnicodeDecodeError) as error:
            raise SealedError(f"{path} cannot be read: {error}") from None
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            why = "; ".join(describe(detail) for detail in error.errors()[:3])
            raise SealedError(f"{path} is not a whole sealed exam of format {FORMAT}: {why}") from None


def kind_of(variant: Question, ask: SealedAsk) -> AnswerType:
    """How the answer on this paper is read: the ask's own kind, or a choice between the sealed options."""
    kind = variant.asks[ask.name].type
    return Choice(tuple(kind.write(value) for value in ask.options)) if ask.options else kind


def chosen(ask: SealedAsk, value: Array) -> Array:
    """What a read answer stands for: itself, or the value behind the ticked letter."""
    return ask.options[int(value)] if ask.options else value  # type: ignore[arg-type]


def write_whole(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file so that it is there as a whole or not at all, whatever interrupts.

    Raises:
        SealedError: the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    except OSError as error:
        raise SealedError(
            f"cannot write into {path.parent}: {error.strerror}; choose another folder with --out"
        ) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise
