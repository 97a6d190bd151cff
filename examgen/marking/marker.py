"""Marks papers: hands every answer to the judge and turns what it finds into points.

One paper that cannot be marked is reported and stops no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from examgen import __version__
from examgen.arrays import agree
from examgen.bank.bank import Bank
from examgen.bank.card import NoSuchQuestionError
from examgen.errors import WITNESSES_DISAGREE, UserError
from examgen.exam.sealed import SealedAsk, SealedExam, SealedPaper, SealedQuestion, as_printed, chosen, kind_of
from examgen.exam.sheet import Sheet
from examgen.judge import Answer, Rules, Verdicts, Work, judge, read_answer
from examgen.judge.words import rule
from examgen.marking.marks import AskMark, PaperMark, QuestionMark, Unmarked
from examgen.question.question import Question
from examgen.rendering.document import StudentText
from examgen.verify import witness

Submission = tuple[SealedPaper, Sheet]


class KeyMismatch(UserError):
    """A sealed key is not what the witnesses say today: the file was edited, or the bank has changed since."""

    exit_code = WITNESSES_DISAGREE


@dataclass(frozen=True)
class Marked:
    """What marking found: the papers that were marked, in order, and those that could not be."""

    papers: tuple[PaperMark, ...] = ()
    unmarked: tuple[Unmarked, ...] = ()


def mark_all(
    exam: SealedExam,
    submissions: Sequence[Submission],
    bank: Bank,
    *,
    keras: bool = True,
    diagnosis: bool = True,
    check: bool = True,
) -> Marked:
    """Mark papers; a paper that raises an error is left unmarked with its reason, and all others are marked.

    With ``keras`` the keys are made again and held against the sealed ones; without, no network runs: the sealed keys hold, and
    what follows from a wrong answer is worked out by the derivation alone. Without ``diagnosis`` no reason is looked for; without
    ``check`` the keys are taken as they are, though networks run.
    """
    if not submissions:
        return Marked()
    try:
        return Marked(tuple(mark_papers(exam, submissions, bank, keras=keras, diagnosis=diagnosis, check=check)))
    except Exception as error:  # whatever one paper raises must not stop the others
        if len(submissions) == 1:
            return Marked(unmarked=(Unmarked(submissions[0][0], _reason(error)),))
    half = len(submissions) // 2
    first, second = (
        mark_all(exam, part, bank, keras=keras, diagnosis=diagnosis, check=check)
        for part in (submissions[:half], submissions[half:])
    )
    return Marked(first.papers + second.papers, first.unmarked + second.unmarked)


def _reason(error: Exception) -> str:
    if isinstance(error, NoSuchQuestionError):
        return f"{error}. It existed when the exam was made: pass its folder of questions with --bank"
    return str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"


def mark_papers(
    exam: SealedExam,
    submissions: Sequence[Submission],
    bank: Bank,
    *,
    keras: bool = True,
    diagnosis: bool = True,
    check: bool = True,
) -> list[PaperMark]:
    """Mark papers, all in one pass.

    Raises:
        KeyMismatch: a sealed key is not what the witnesses say.
    """
    desk = _Desk(bank, expressions=exam.blueprint.expressions)
    variants = [[desk.variant(question) for question in paper.questions] for paper, _ in submissions]
    if keras and check:
        _check_keys(exam, [paper for paper, _ in submissions], variants, bank)
    works = [[desk.work(question, sheet) for question in paper.questions] for paper, sheet in submissions]
    rules = exam.blueprint.marking.rules
    judged = judge(works, rules, keras=keras, diagnosis=diagnosis)
    return [
        PaperMark(
            paper,
            tuple(
                desk.mark(question, work, verdicts, rules, sheet.read_as)
                for question, work, verdicts in zip(paper.questions, on_paper, found, strict=True)
            ),
        )
        for (paper, sheet), on_paper, found in zip(submissions, works, judged, strict=True)
    ]


@dataclass(frozen=True)
class _Asked:
    """What a question asks, its place on the paper aside, and its labels; it is kept, so that its number in memory stays its own."""

    question: SealedQuestion
    key: str
    labels: tuple[str, ...]

    @classmethod
    def by(cls, question: SealedQuestion) -> _Asked:
        asks = [(ask.name, ask.key, ask.options, ask.set_as_choice) for ask in question.asks]
        key = f"{question.question} {question.parameters!r} {asks!r}"
        return cls(question, key, tuple(ask.label for ask in question.asks))


class _Desk:
    """What was read already: where many papers have the same numbers, equal answers are read and judged once."""

    def __init__(self, bank: Bank, *, expressions: bool) -> None:
        self._bank, self._expressions = bank, expressions
        self._asked: dict[int, _Asked] = {}
        self._variants: dict[str, Question] = {}
        self._works: dict[tuple[object, ...], Work] = {}
        self._marks: dict[tuple[int, ...], tuple[QuestionMark, Work, Verdicts]] = {}

    def variant(self, question: SealedQuestion) -> Question:
        """The variant of a question."""
        key = self._of(question).key
        if key not in self._variants:
            self._variants[key] = question.variant(self._bank)
        return self._variants[key]

    def work(self, question: SealedQuestion, sheet: Sheet) -> Work:
        """A student's work on a question."""
        asked, answers = self._of(question), sheet.answers
        written: tuple[object, ...] = tuple([answers.get(label, "") for label in asked.labels])
        if sheet.faults or sheet.read_as:
            written += tuple((sheet.faults.get(label), sheet.read_as.get(label)) for label in asked.labels)
        key = (asked.key, written)
        if key not in self._works:
            variant = self.variant(question)
            read = {ask.name: _answer(ask, variant, sheet, expressions=self._expressions) for ask in question.asks}
            keys = {ask.name: ask.key for ask in question.asks}
            self._works[key] = Work(variant, keys, question.misconceptions, read)
        return self._works[key]

    def mark(
        self, question: SealedQuestion, work: Work, verdicts: Verdicts, rules: Rules, read_as: Mapping[str, str]
    ) -> QuestionMark:
        """What a question earned; said once of the same verdicts on the same work."""
        key = (id(question), id(work), *map(id, verdicts.values()))
        if key not in self._marks:  # what is known by its number in memory is kept with it
            self._marks[key] = (_marked(question, work, verdicts, rules, read_as), work, verdicts)
        return self._marks[key][0]

    def _of(self, question: SealedQuestion) -> _Asked:
        found = self._asked.get(id(question))
        if found is None:
            found = self._asked[id(question)] = _Asked.by(question)
        return found


def _answer(ask: SealedAsk, variant: Question, sheet: Sheet, *, expressions: bool) -> Answer:
    text, kind = sheet.answers.get(ask.label, ""), variant.asks[ask.name].type
    meant = sheet.read_as.get(ask.label)
    if meant is None and (fault := sheet.faults.get(ask.label)):
        return Answer(kind, text.strip(), "unreadable", why=fault, set_as_choice=ask.set_as_choice)
    read = read_answer(
        kind,
        text if meant is None else meant,
        printed=kind_of(variant, ask),
        chosen=partial(chosen, variant, ask),
        set_as_choice=ask.set_as_choice,
        expected=as_printed(variant, ask, ask.key) if meant is None else None,
        expressions=expressions or meant is not None,
        ask=variant.asks[ask.name].text if meant is None else None,
    )
    return read if meant is None else replace(read, text=text.strip(), by_person=True)


def _marked(
    question: SealedQuestion, work: Work, verdicts: Verdicts, rules: Rules, read_as: Mapping[str, str]
) -> QuestionMark:
    labels = {ask.name: ask.label for ask in question.asks}
    asks = []
    for ask in question.asks:
        answer, verdict = work.answers[ask.name], verdicts[ask.name]
        said = rule(verdict, answer, ask.key, rules, labels)
        if (meant := read_as.get(ask.label)) is not None:
            said = f"Read as {meant} by a person. {said}"
        asks.append(AskMark(ask, StudentText(answer.text), verdict, StudentText(said), StudentText(answer.said)))
    return QuestionMark(question, work.variant, tuple(asks))


def _check_keys(
    exam: SealedExam, papers: Sequence[SealedPaper], variants: Sequence[Sequence[Question]], bank: Bank
) -> None:
    """Both witnesses once more, held against what was sealed."""
    drawn = [
        (question, variant)
        for paper, on_paper in zip(papers, variants, strict=True)
        for question, variant in zip(paper.questions, on_paper, strict=True)
    ]
    for (question, variant), attested in zip(
        drawn, witness.attest([v for _, v in drawn], misconceptions=False), strict=True
    ):
        for ask in question.asks:
            if not agree(attested.key[ask.name], ask.key):
                raise KeyMismatch(
                    f"answer {ask.label}, {question.question}: the exam was sealed with the key {ask.key}, but both witnesses "
                    f"now compute {attested.key[ask.name]}. {_explained(exam, question, variant, bank)} "
                    f"See {witness.reproduction(variant)}; --witness sealed marks by the keys that were printed"
                )


def _explained(exam: SealedExam, question: SealedQuestion, variant: Question, bank: Bank) -> str:
    """Why a key may not be what it was."""
    if question.version != type(variant).version:
        return f"The question had version {question.version} then and has version {type(variant).version} now."
    if exam.engine != __version__:
        return f"examgen {exam.engine} sealed it, and this is examgen {__version__}."
    if exam.bank != bank.version:
        return f"The questions have changed since: the bank was {exam.bank} and is {bank.version}."
    return "Neither examgen nor its questions have changed since, so the sealed key was."
