"""What the judge found of a paper, as it stands before any person or changed rule has a say."""

from __future__ import annotations

from examgen.gradebook.standing import AnswerStanding, PaperStanding
from examgen.judge.words import feedback
from examgen.marking.marks import AskMark, PaperMark, QuestionMark


def judged(mark: PaperMark) -> PaperStanding:
    """A paper as the judge marked it."""
    return PaperStanding(
        paper=mark.paper,
        status="marked",
        answers=tuple(_answer(question, ask) for question in mark.questions for ask in question.asks),
    )


def _answer(question: QuestionMark, mark: AskMark) -> AnswerStanding:
    return AnswerStanding(
        label=mark.ask.label,
        question=question.sealed,
        ask=mark.ask,
        written=mark.answered,
        read=mark.said,
        value=mark.value,
        state=mark.state,
        points=mark.points,
        highest=mark.highest,
        of=mark.ask.points,
        pending=mark.pending,
        rule=mark.rule,
        feedback=feedback(question.variant, mark.verdict),
        misconception=mark.diagnosis.named if mark.diagnosis else (),
        diagnosis=mark.diagnosis,
        carried=mark.carried,
        wrong_cells=mark.verdict.wrong_cells,
    )
