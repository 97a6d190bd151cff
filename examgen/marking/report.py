"""What marking leaves behind: a row a student in ``grades.csv``, and a page a student to learn from."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from examgen.derivation.lines import Derivation, Line
from examgen.exam.printing import points_text
from examgen.exam.sealed import SealedExam, SealedPaper, as_printed, kind_of
from examgen.marking.marks import AskMark, PaperMark, QuestionMark
from examgen.question import misconceptions
from examgen.question.question import Question
from examgen.rendering import picture, stem
from examgen.rendering.document import Feedback, Option, PartFeedback, ProblemFeedback, Step, StudentText
from examgen.rendering.worked import answer, worked


def grades_csv(exam: SealedExam, marks: Sequence[PaperMark], missing: Sequence[SealedPaper]) -> str:
    """A row a student in the order of the roster: points by answer, the total, and what to look at by hand."""
    labels = list(exam.papers[0].asks if exam.papers else {})
    by_student = {mark.paper.student: mark for mark in marks}
    absent = {paper.student for paper in missing}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "name", "paper", "points", "of", "percent", *labels, "to look at"])
    for paper in exam.papers:
        head = [paper.student, _plain_cell(paper.name), paper.number]
        mark = by_student.get(paper.student)
        if mark is None:
            why = "no sheet" if paper.student in absent else "sheet not marked"
            writer.writerow([*head, "", points_text(paper.points), "", *("" for _ in labels), why])
            continue
        earned = {ask.ask.label: points_text(ask.points) for ask in mark.asks}
        look = [f"{ask.ask.label} unreadable" for ask in mark.asks if ask.state == "unreadable"]
        percent = f"{100 * mark.points / paper.points:.1f}"
        writer.writerow(
            [
                *head,
                points_text(mark.points),
                points_text(paper.points),
                percent,
                *(earned.get(x, "") for x in labels),
                "; ".join(look),
            ]
        )
    return text.getvalue()


def _plain_cell(text: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def feedback_document(exam: SealedExam, mark: PaperMark) -> Feedback:
    """The page of one student."""
    return Feedback(
        title=exam.blueprint.title,
        course=exam.blueprint.course,
        student_name=mark.paper.name,
        student_id=mark.paper.student,
        number=mark.paper.number,
        points=points_text(mark.points),
        of=points_text(mark.paper.points),
        problems=tuple(_problem(question) for question in mark.questions),
        language=exam.blueprint.language,
    )


def _problem(question: QuestionMark) -> ProblemFeedback:
    variant, sealed = question.variant, question.sealed
    derivation = variant.derivation()
    feedback = {slip.name: slip.feedback for slip in misconceptions.all_of(variant)}
    told = picture.statement(variant)
    return ProblemFeedback(
        number=str(sealed.number),
        title=variant.title,
        stem=told.before,
        parts=tuple(_part(question, mark, derivation, feedback) for mark in question.asks),
        picture=told.picture,
        stem_after=told.after,
    )


def _part(question: QuestionMark, mark: AskMark, derivation: Derivation, feedback: dict[str, str]) -> PartFeedback:
    ask = mark.ask
    kind = question.variant.asks[ask.name].type if ask.set_as_choice else kind_of(question.variant, ask)
    confusion = _confusion(question, mark, feedback)
    lost = mark.state in ("wrong", "partial")
    expected, words = answer(kind, ask.key if ask.set_as_choice else as_printed(question.variant, ask, ask.key))
    step = _step(question.variant, derivation, mark) if lost else None
    return PartFeedback(
        label=ask.label.removeprefix(str(question.sealed.number)),
        answered=StudentText(mark.answered),
        read=StudentText(mark.said),
        state=mark.state,
        expected=expected,
        points=points_text(mark.points),
        of=points_text(ask.points),
        reason=mark.rule,
        confusion=confusion,
        asked=stem.ask(question.variant, ask.name),
        listed=() if ask.set_as_choice else tuple(Option(name, text) for name, text in kind.listed),
        expected_words=words,
        step=None if step and not step.math and step.why in confusion else step,  # said already
    )


def _confusion(question: QuestionMark, mark: AskMark, feedback: dict[str, str]) -> str:
    """What may have happened, in words to the student; where several explanations fit, all of them."""
    if mark.diagnosis is None:
        return ""
    if not mark.diagnosis.candidates:
        return mark.diagnosis.words
    told = [
        " And: ".join(stem.in_words(question.variant, feedback[name]) for name in candidate if name in feedback)
        for candidate in mark.diagnosis.candidates
    ]
    if len(told) == 1:
        return told[0] if mark.diagnosis.asserted else f"Perhaps, if it was no guess: {told[0]}"
    return "Several confusions lead to this answer:\n\n" + "\n".join(f"- {text}" for text in told)


def _step(variant: Question, derivation: Derivation, mark: AskMark) -> Step | None:
    """The first line on the way to an answer that the student's answer contradicts."""
    way = [worked(variant, line) for line in _way(derivation, mark.ask.name)]
    if not way:
        return None
    last = way[-1]
    if mark.wrong_cells and len(last.formulas) > mark.wrong_cells[0]:
        return Step(last.why, (last.formulas[mark.wrong_cells[0]],))
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
    """Figures of a marked exam: how many, the mean, how each answer went, the confusions met."""
    totals = [mark.points for mark in marks]
    states: dict[str, Counter[str]] = {}
    suspects: Counter[str] = Counter()
    for mark in marks:
        for ask in mark.asks:
            states.setdefault(ask.ask.label, Counter())[ask.state] += 1
            suspects.update(ask.diagnosis.named if ask.diagnosis else ())
    return {
        "marked": len(marks),
        "mean": float(sum(totals, Decimal(0)) / len(totals)) if totals else 0.0,
        "answers": {label: dict(counter) for label, counter in states.items()},
        "misconceptions": dict(suspects.most_common()),
    }
