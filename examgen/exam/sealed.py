"""The sealed exam: everything that was printed, with its keys, signed. The instructor's file, never a student's.

This is the one door: whoever marks, prints, assigns or explains reads the exam here, and what was changed since it was sealed is
refused. It holds no secret, so nobody finds other numbers from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError

from examgen.answers import AnswerType
from examgen.arrays import Array, array, json_ready
from examgen.bank.bank import Bank
from examgen.errors import WITNESSES_DISAGREE, UserError
from examgen.exam.blueprint import Blueprint
from examgen.exam.files import OWNER, Access, write_whole
from examgen.exam.images import Image
from examgen.exam.options import Option, own_value, printed_type, printed_value
from examgen.exam.own_text import entry_of
from examgen.exam.signing import PublicKey, SignatureError, is_trusted, own_key, sign, trust
from examgen.exam.text_file import TextFileError, read_bytes
from examgen.question.question import Question
from examgen.question.refusal import described

FORMAT = 2
FILE_NAME = "exam.sealed.json"
LARGEST = 2**32
"""Bytes of a sealed exam at most; that of a thousand students has about a hundredth of them."""

Sealed = Annotated[Any, BeforeValidator(array), PlainSerializer(json_ready, when_used="json")]


class SealedError(UserError):
    """A sealed exam cannot be read."""


class TamperedError(SignatureError):
    """A sealed exam is not as it was sealed."""

    exit_code = WITNESSES_DISAGREE


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Box(_Model):
    """Where an answer is written or ticked on the printed page, in points from the page's upper left corner."""

    page: int = Field(ge=1)
    x: float
    y: float
    width: float
    height: float


class SealedAsk(_Model):
    """One answer of one paper.

    Attributes:
        name: the ask's name in its question.
        label: what the answer sheet calls it: ``3`` or ``3b``.
        text: what is asked, as it was printed.
        key: the right value.
        options: where there are letters to choose from, what stands behind each, in the printed order.
        set_as_choice: whether it is an answer of numbers that the blueprint sets as a choice.
        boxes: where the answer goes on the page: one box, or one for each option in their order. Whoever sets the page fills
            them in; none before it is set.
    """

    name: str
    label: str
    text: str
    points: Decimal
    key: Sealed
    options: tuple[Option, ...] = ()
    set_as_choice: bool = False
    boxes: tuple[Box, ...] = ()


class SealedQuestion(_Model):
    """One question of one paper, with the parameters drawn for it.

    Attributes:
        place: the id of its place, the same on every paper.
        number: what is printed before it.
        version: the version of the question in the bank.
        title: as it was printed; so is the statement.
        bonus: whether its points come on top.
        image: the name of the image below the statement, among those of the exam.
        attempt: which draw it is; earlier ones made a worse question, or took more or less work than those of other papers.
        effort: the operations that a person does.
        seconds: how long it takes a prepared student, with reading and writing.
        misconceptions: for each that this variant can tell from a right answer, the answers it leads to.
    """

    place: str
    number: int
    section: int
    question: str
    version: int
    title: str
    statement: str
    points: Decimal
    bonus: bool = False
    image: str = ""
    parameters: dict[str, Any]
    attempt: int
    effort: float
    seconds: float = 0.0
    asks: tuple[SealedAsk, ...]
    misconceptions: Mapping[str, Mapping[str, Sealed]]

    def variant(self, bank: Bank) -> Question:
        """The variant that was printed.

        Raises:
            SealedError: the bank's question no longer takes these parameters.
        """
        try:
            return entry_of(bank, self.question).variant(self.parameters)
        except ValidationError as error:
            why = "; ".join(described(error.errors()))
            raise SealedError(f"{self.question} has changed since the exam was sealed: {why}") from None


class SealedPaper(_Model):
    """One paper.

    Attributes:
        number: its id, printed on every page; it tells nothing of the student.
        student: whose it is; empty for a spare paper that nobody has yet.
        columns: the other columns of the roster: room, seat, group, …
    """

    number: str
    student: str = ""
    name: str = ""
    columns: Mapping[str, str] = Field(default_factory=dict)
    questions: tuple[SealedQuestion, ...]

    @property
    def points(self) -> Decimal:
        """What can be reached, without bonus questions."""
        return sum((question.points for question in self.questions if not question.bonus), Decimal(0))

    @property
    def detects(self) -> tuple[str, ...]:
        """The misconceptions that this paper can tell from a right answer."""
        return tuple(sorted({name for question in self.questions for name in question.misconceptions}))

    @property
    def asks(self) -> dict[str, tuple[SealedQuestion, SealedAsk]]:
        """Every answer that is asked for, by its label on the sheet."""
        return {ask.label: (question, ask) for question in self.questions for ask in question.asks}


class SealedExam(_Model):
    """A whole exam.

    Attributes:
        id: the exam's name that stays.
        engine: the version of examgen that made it.
        bank: the version of the questions, a digest of their files.
        banks: the instructor's folders of questions.
        papers: in the order of the roster, spare ones last.
        made_from: a digest of everything that decided it, by which the same command is known again.
        origin: the same of the exam as it was first made, where it was printed again since.
        images: the logo and others, by the name that the blueprint calls them.
        digests: of every printed file, by its path in the exam's folder.
        sources: digests of what these files say and how they are set, by which a later call knows what it need not print anew.
    """

    format: int = FORMAT
    id: str
    engine: str
    bank: str
    banks: tuple[str, ...] = ()
    blueprint: Blueprint
    papers: tuple[SealedPaper, ...]
    made_from: str = ""
    origin: str = ""
    images: Mapping[str, Image] = Field(default_factory=dict)
    digests: Mapping[str, str] = Field(default_factory=dict)
    sources: Mapping[str, str] = Field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title that is printed."""
        return self.blueprint.title

    def filed_as(self, paper: SealedPaper) -> str:
        """What a paper's files are called: by its student, or by its number where nobody has it yet or nobody is to know."""
        return paper.number if self.blueprint.anonymous else paper.student or paper.number

    def paper(self, number: str) -> SealedPaper | None:
        """The paper of a number."""
        return next((paper for paper in self.papers if paper.number == number), None)

    def questions_of(self, paper: str, question: str | None = None) -> tuple[SealedQuestion, ...]:
        """The questions of a paper.

        Args:
            paper: its number, or its student's id.
            question: the number of one of them, or the label of an answer to it; all without it.

        Raises:
            SealedError: there is no such paper or question.
        """
        wanted = paper.strip().casefold()
        found = next((p for p in self.papers if wanted in (p.number.casefold(), p.student.casefold())), None)
        if found is None or not wanted:
            raise SealedError(f"{self.id} has no paper {paper!r}, and no student with this id")
        if question is None:
            return found.questions
        number = question.strip().casefold().rstrip("abcdefghijklmnopqrstuvwxyz")
        questions = tuple(each for each in found.questions if str(each.number) == number)
        if not questions:
            known = ", ".join(str(each.number) for each in found.questions)
            raise SealedError(f"paper {found.number} has no question {question!r}; it has {known}")
        return questions

    def write(self, path: Path, access: Access = OWNER) -> None:
        """Sign it and write it so that only its owner can read it, all of it or nothing."""
        body = self.model_dump_json(indent=1).encode()
        key, signature = sign(_message(body))
        write_whole(path, _head(key, signature) + body + _TAIL, access)

    @classmethod
    def read(cls, path: Path, *, fingerprint: str | None = None) -> SealedExam:
        """Read a sealed exam, and make sure that it is as its maker sealed it.

        Args:
            path: the file.
            fingerprint: that of the maker's key, compared by a person; it is remembered.

        Raises:
            SealedError: there is none, or another version of examgen wrote it.
            TamperedError: it was changed since it was sealed.
            SignatureError: nobody on this machine has confirmed whose signature it bears.
        """
        try:
            content = read_bytes(path, LARGEST)
        except TextFileError as error:
            if not path.exists():
                raise SealedError(
                    f"{path} does not exist; examgen generate writes it when all papers are done"
                ) from None
            raise SealedError(str(error)) from None
        body = _verified(path, content, fingerprint)
        try:
            return cls.model_validate_json(body)
        except ValidationError as error:
            why = "; ".join(described(error.errors())[:3])
            raise SealedError(f"{path} is not a complete sealed exam of format {FORMAT}: {why}") from None


def is_own(path: Path) -> bool:
    """Whether a sealed exam bears this user's own signature."""
    head = _HEAD.match(path.read_bytes()[:400])
    return head is not None and head[2].decode() == own_key().raw.hex()


_HEAD = re.compile(rb'\{"format": (\d+),\n "signed by": "([0-9a-f]{64})",\n "signature": "([0-9a-f]{128})",\n "exam": ')
_TAIL = b"}\n"


def _head(key: PublicKey, signature: bytes) -> bytes:
    lines = f'{{"format": {FORMAT},\n "signed by": "{key.raw.hex()}",\n "signature": "{signature.hex()}",\n "exam": '
    return lines.encode()


def _message(body: bytes) -> bytes:
    return f"examgen sealed exam, format {FORMAT}\n".encode() + body


def _verified(path: Path, content: bytes, fingerprint: str | None) -> bytes:
    """What is sealed in a file, once it is sure that it is as it was sealed."""
    head = _HEAD.match(content)
    if (format_ := int(head[1]) if head else _claimed_format(content)) not in (FORMAT, None):
        raise SealedError(
            f"{path} is a sealed exam of format {format_}, and this examgen reads format {FORMAT}: "
            + ("a newer examgen made it; upgrade" if format_ > FORMAT else "mark it with the examgen that made it")
        )
    damaged = f"{path} is not as it was sealed: it was edited or damaged since; take the original from your backup"
    if head is None or not content.endswith(_TAIL):
        raise TamperedError(damaged)
    key, signature, body = (
        PublicKey.from_hex(head[2].decode()),
        bytes.fromhex(head[3].decode()),
        content[head.end() : -2],
    )
    if not key.signed(_message(body), signature):
        raise TamperedError(damaged)
    if fingerprint is not None:
        trust(key, fingerprint)
    if not is_trusted(key):
        raise SignatureError(
            f"{path} is signed by a key that is unknown on this machine, {key.fingerprint}. Ask whoever made the exam "
            f"whether `examgen key` shows the same fingerprint there; if so, run the command once with --trust-key {key.fingerprint}"
        )
    return body


def _claimed_format(content: bytes) -> int | None:
    """The format that a file says it has, where it is JSON and says so."""
    try:
        said = json.loads(content)
        format_ = said.get("format") if isinstance(said, dict) else None
    except (ValueError, RecursionError):
        return None
    return format_ if isinstance(format_, int) and not isinstance(format_, bool) else None


def kind_of(variant: Question, ask: SealedAsk) -> AnswerType:
    """How the answer on this paper is read: as the ask's own type, or with the letters that were printed."""
    return printed_type(variant.asks[ask.name].type, ask.options)


def as_typed(variant: Question, ask: SealedAsk, value: Array) -> str:
    """A value as a student types it on this paper."""
    return kind_of(variant, ask).write(as_printed(variant, ask, value))


def chosen(variant: Question, ask: SealedAsk, value: Array) -> Array:
    """What a read answer stands for in the question: itself, or what is behind the letters."""
    return own_value(variant.asks[ask.name].type, ask.options, value)


def as_printed(variant: Question, ask: SealedAsk, value: Array) -> Array:
    """A value of the question as this paper has it: itself, or the places of the letters."""
    return printed_value(variant.asks[ask.name].type, ask.options, value)
