"""What marking leaves behind for people: a page for each student to learn from, what to look at, and the figures of the class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from examgen.derivation.lines import Derivation, Line
from examgen.exam.printing import points_text
from examgen.exam.sealed import SealedExam, as_printed, kind_of
from examgen.judge.words import feedback
from examgen.marking.marks import AskMark, PaperMark, QuestionMark
from examgen.question.question import Question
from examgen.rendering import picture, stem
from examgen.rendering.document import Feedback, Option, PartFeedback, ProblemFeedback, Step
from examgen.rendering.worked import answer, worked


def to_look_at(mark: PaperMark) -> Iterator[str]:
    """What a person should look at on one paper, a line for each answer that is pending."""
    for ask in mark.pending:
        yield f"{mark.paper.student} {ask.ask.label}: {ask.rule.line}"


def feedback_document(exam: SealedExam, mark: PaperMark) -> Feedback:
    """The page of one student."""
    return Feedback(
        title=exam.blueprint.title,
        course=exam.blueprint.course,
        student_name=mark.paper.name,
        student_id=mark.paper.student,
        number=mark.paper.number,
        points=_range(mark.points, mark.highest),
        of=points_text(mark.paper.points),
        problems=tuple(_problem(question) for question in mark.questions),
        language=exam.blueprint.language,
    )


def _problem(question: QuestionMark) -> ProblemFeedback:
    variant, sealed = question.variant, question.sealed
    derivation = variant.derivation()
    told = picture.statement(variant)
    return ProblemFeedback(
        number=str(sealed.number),
        title=variant.title,
        stem=told.before,
        parts=tuple(_part(question, mark, derivation) for mark in question.asks),
        picture=told.picture,
        stem_after=told.after,
    )


def _part(question: QuestionMark, mark: AskMark, derivation: Derivation) -> PartFeedback:
    ask = mark.ask
    kind = question.variant.asks[ask.name].type if ask.set_as_choice else kind_of(question.variant, ask)
    told = feedback(question.variant, mark.verdict)
    expected, words = answer(kind, ask.key if ask.set_as_choice else as_printed(question.variant, ask, ask.key))
    step = _step(question.variant, derivation, mark) if mark.verdict.lost else None
    return PartFeedback(
        label=ask.label.removeprefix(str(question.sealed.number)),
        answered=mark.answered,
        read=mark.said,
        state=mark.state,
        expected=expected,
        points=_range(mark.points, mark.highest),
        of=points_text(ask.points),
        reason=mark.rule,
        mistake=told,
        asked=stem.ask(question.variant, ask.name),
        listed=() if ask.set_as_choice else tuple(Option(name, text) for name, text in kind.listed),
        expected_words=words,
        step=None if step and not step.math and step.why in told else step,  # said already
    )


def _range(lowest: Decimal, highest: Decimal) -> str:
    """What an answer or a paper earned: ``3``, or ``3 to 5`` while something in it is pending."""
    return points_text(lowest) if lowest == highest else f"{points_text(lowest)} to {points_text(highest)}"


def _step(variant: Question, derivation: Derivation, mark: AskMark) -> Step | None:
    """The first line on the way to an answer that the student's answer contradicts."""
    way = [worked(variant, line) for line in _way(derivation, mark.ask.name)]
    if not way:
        return None
    last = way[-1]
    wrong = mark.verdict.wrong_cells
    if wrong and len(last.formulas) > wrong[0]:
        return Step(last.why, (last.formulas[wrong[0]],))
    return Step(way[0].why, way[0].shown[:1])


def _way(derivation: Derivation, name: str) -> list[Line]:
    """The lines between the answer before and this answer."""
    way: list[Line] = []
    for line in derivation.lines:
        way.append(line)
        if line.ask == name:
            return way
        if line.ask:
            way = []
    return []


def summary(marks: Sequence[PaperMark]) -> dict[str, object]:
    """Figures of a marked exam: how many papers, the mean of those with something on them, how each answer went, the misconceptions met."""
    written = [mark for mark in marks if any(ask.state != "blank" for ask in mark.asks)]
    states: dict[str, Counter[str]] = {}
    suspects: Counter[str] = Counter()
    for mark in marks:
        for ask in mark.asks:
            states.setdefault(ask.ask.label, Counter())[ask.state] += 1
            suspects.update(ask.diagnosis.named if ask.diagnosis else ())
    return {
        "marked": len(marks),
        "blank": len(marks) - len(written),
        "mean": float(sum((mark.points for mark in written), Decimal(0)) / len(written)) if written else 0.0,
        "of": float(max((mark.paper.points for mark in marks), default=Decimal(0))),
        "pending": sum(bool(mark.pending) for mark in marks),
        "answers": {label: dict(counter) for label, counter in states.items()},
        "misconceptions": dict(suspects.most_common()),
    }
