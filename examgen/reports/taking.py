"""From what stands in the gradebook to what the statistics are made of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from examgen.answers import Choice
from examgen.arrays import Array
from examgen.bank.bank import Bank
from examgen.exam.sealed import SealedAsk, SealedQuestion, as_typed
from examgen.gradebook.standing import AnswerStanding, PaperStanding, Standing
from examgen.question.question import Question
from examgen.reports.record import AnsweredQuestion, Response, Sitting
from examgen.reports.report import Head

RIGHT_OPTION, OTHER_OPTION = "the right answer", "another value"


def head(standing: Standing) -> Head:
    """What a report says of the exam itself."""
    students = [paper for paper in standing.papers if paper.paper.student]
    return Head(
        title=standing.exam.blueprint.title,
        course=standing.exam.blueprint.course,
        exam=standing.exam.id,
        of=float(max((paper.of for paper in standing.papers), default=Decimal(0))),
        students=len(students),
        absent=sum(paper.status == "absent" for paper in students),
        unmarked=sum(paper.status == "unmarked" for paper in students),
    )


def sittings(standing: Standing, bank: Bank) -> list[Sitting]:
    """Every paper that was marked."""
    return [_sitting(paper, bank) for paper in standing.papers if paper.status == "marked"]


def _sitting(paper: PaperStanding, bank: Bank) -> Sitting:
    return Sitting(
        student=paper.paper.student or paper.paper.number,
        name=paper.paper.name,
        paper=paper.paper.number,
        points=float(paper.points),
        highest=float(paper.highest),
        of=float(paper.of),
        questions=tuple(_answered(paper, bank)),
    )


def _answered(paper: PaperStanding, bank: Bank) -> Iterator[AnsweredQuestion]:
    """The questions of a paper; those that were dropped, and can earn nothing, are left out."""
    for question in paper.paper.questions:
        answers = [a for a in paper.answers if a.question is question and a.of]
        if not answers:
            continue
        variant = question.variant(bank)
        yield AnsweredQuestion(
            place=question.place,
            question=question.question,
            number=question.number,
            title=question.title,
            topic=variant.topic,
            bonus=question.bonus,
            effort=question.effort,
            parameters=question.parameters,
            detects=tuple(question.misconceptions),
            responses=tuple(_response(question, variant, answer) for answer in answers),
        )


def _response(question: SealedQuestion, variant: Question, answer: AnswerStanding) -> Response:
    ask, kind = answer.ask, variant.asks[answer.ask.name].type
    chosen = ""
    if answer.value is not None and (ask.set_as_choice or isinstance(kind, Choice)):
        chosen = _meaning(question, ask, variant, answer.value)
    offered: tuple[str, ...] = ()
    if ask.set_as_choice or isinstance(kind, Choice):
        offered = tuple(_meaning(question, ask, variant, option.value) for option in ask.options)
    return Response(
        name=ask.name,
        label=answer.label,
        state=answer.settled,
        points=float(answer.points),
        of=float(answer.of),
        pending=answer.pending,
        written="" if answer.value is None else _typed(variant, ask, answer.value),
        key=_typed(variant, ask, ask.key) if kind.key_is_unique and kind.is_judged else "",
        options=offered,
        chosen=chosen,
        misconceptions=answer.misconception,
        feedback=answer.feedback,
    )


def _typed(variant: Question, ask: SealedAsk, value: Array) -> str:
    """A value as it is typed on this paper; nothing where it has no such form, as one of another size may have none."""
    try:
        return as_typed(variant, ask, value)
    except (ValueError, LookupError, TypeError):
        return ""


def _meaning(question: SealedQuestion, ask: SealedAsk, variant: Question, value: Array) -> str:
    """What an option stands for, whatever its letter and its numbers on this paper."""
    kind = variant.asks[ask.name].type
    if isinstance(kind, Choice):
        return kind.options[int(value)] if isinstance(value, int) else ""
    if value == ask.key:
        return RIGHT_OPTION
    behind = [name for name, answers in question.misconceptions.items() if answers.get(ask.name) == value]
    return " or ".join(name.replace("_", " ") for name in sorted(behind)) or OTHER_OPTION
