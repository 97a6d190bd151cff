"""What marking leaves behind for people: a page for each student to learn from, what to look at, and the figures of the class."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from examgen.bank.bank import Bank
from examgen.derivation.lines import Derivation, Line
from examgen.exam.printing import points_text, solution_on_paper
from examgen.exam.sealed import SealedExam, SealedQuestion, as_printed, kind_of
from examgen.gradebook.rulebook import Item, called
from examgen.gradebook.standing import AnswerStanding, PaperStanding
from examgen.judge.words import A_PERSON
from examgen.question.question import Question
from examgen.rendering import picture, stem
from examgen.rendering.document import Feedback, PartFeedback, PrintedOption, ProblemFeedback, Step, StudentText
from examgen.rendering.worked import answer as worked_answer
from examgen.rendering.worked import worked

PRACTISED = 5
"""So many questions are named to be practised."""


def to_look_at(paper: PaperStanding) -> Iterator[str]:
    """What a person should look at on one paper: a line for each pending answer that is not a person's to mark anyway."""
    for answer in paper.pending:
        if answer.state != "to-be-marked":
            said = answer.rule.line.removesuffix(A_PERSON).rstrip()  # whoever reads this is the person
            yield f"{paper.paper.student or paper.paper.number} {answer.label}: {said}"


def feedback_document(
    exam: SealedExam, mark: PaperStanding, bank: Bank, *, solutions: bool = False, draft: bool = False
) -> Feedback:
    """The page of one student; with ``solutions`` it tells how the questions are worked out that cost points."""
    return Feedback(
        title=exam.blueprint.title,
        course=exam.blueprint.course,
        student_name=mark.paper.name,
        student_id=mark.paper.student,
        number=mark.paper.number,
        points=_range(mark.points, mark.highest),
        of=points_text(mark.of),
        problems=tuple(_problem(exam, question, mark, bank, solutions=solutions) for question in mark.paper.questions),
        practice=tuple(f"examgen practice {id_}" for id_ in _costly(mark)),
        language=exam.blueprint.language,
        draft=draft,
        late=points_text(mark.penalty) if mark.penalty else "",
    )


def _costly(paper: PaperStanding) -> list[str]:
    """The questions that cost most points, the costliest first."""
    lost: Counter[str] = Counter()
    for answer in paper.answers:
        lost[answer.question.question] += int(100 * (answer.of - answer.highest))
    from_bank = [
        id_ for id_, points in lost.most_common() if points > 0 and "." in id_
    ]  # a text of the blueprint has no topic
    return from_bank[:PRACTISED]


def _problem(
    exam: SealedExam, question: SealedQuestion, paper: PaperStanding, bank: Bank, *, solutions: bool
) -> ProblemFeedback:
    variant = question.variant(bank)
    derivation = variant.derivation()
    told = picture.statement(variant)
    answers = {answer.label: answer for answer in paper.answers}
    cost = any(answer.question is question and answer.points < answer.of for answer in paper.answers)
    return ProblemFeedback(
        number=str(question.number),
        title=question.title,
        stem=told.before,
        parts=tuple(_part(variant, answers[ask.label], derivation) for ask in question.asks if ask.label in answers),
        picture=exam.images[question.image].picture if question.image else told.picture,
        stem_after=told.after,
        solution=solution_on_paper(question, variant) if solutions and cost else (),
    )


def _part(variant: Question, answer: AnswerStanding, derivation: Derivation) -> PartFeedback:
    ask, number = answer.ask, str(answer.question.number)
    kind = variant.asks[ask.name].type if ask.set_as_choice else kind_of(variant, ask)
    expected, words = worked_answer(kind, ask.key if ask.set_as_choice else as_printed(variant, ask, ask.key))
    state, lost = answer.settled, answer.settled in ("wrong", "partial")
    step = _step(variant, derivation, answer) if lost and kind.is_judged else None
    told = answer.feedback if lost or answer.decided is None else ""
    return PartFeedback(
        label=ask.label.removeprefix(number),
        answered=answer.written,
        read=answer.read if answer.read.text != answer.written.text.strip() else StudentText(""),
        state=state,
        expected=expected,
        points=_range(answer.points, answer.highest),
        of=points_text(answer.of),
        reason=_reason(answer),
        mistake=told,
        asked=stem.ask(variant, ask.name),
        listed=() if ask.set_as_choice else tuple(PrintedOption(name, text) for name, text in kind.listed),
        expected_words=words,
        step=None if step and not step.math and step.why in told else step,  # said already
    )


def _reason(answer: AnswerStanding) -> StudentText:
    """The rule that gave the points, and what the answer had before it was marked by other rules."""
    before = [mark for mark in answer.history[:-1] if mark.written == answer.written]
    if not before or answer.decided is not None or answer.history[-1].run.kind != "regrade":
        return answer.rule
    if (was := before[-1]).points == answer.points and was.of == answer.of:
        return answer.rule
    said = f"Marked again by changed rules; before, it had {points_text(was.points)} of {points_text(was.of)} points."
    return StudentText(f"{answer.rule.text} {said}")


def page_digest(paper: PaperStanding, *, draft: bool = False) -> str:
    """What the page of a student is made of, as a digest: equal ones have equal pages, whenever and by whom it was marked."""
    made_of = [paper.paper.student, paper.paper.name, str(paper.points), str(paper.highest), str(paper.of), str(draft)]
    made_of += [str(paper.penalty)] if paper.penalty else []
    for answer in paper.answers:
        figures = (
            answer.points,
            answer.highest,
            answer.of,
            answer.wrong_cells,
            answer.decided is not None,
            answer.settled,
        )
        made_of += [
            answer.label,
            answer.written.text,
            answer.read.text,
            _reason(answer).text,
            answer.feedback,
            *map(str, figures),
        ]
    return hashlib.sha256("\0".join(made_of).encode("utf-8", "backslashreplace")).hexdigest()


def _range(lowest: Decimal, highest: Decimal) -> str:
    """What an answer or a paper earned: ``3``, or ``3 to 5`` while something in it is pending."""
    return points_text(lowest) if lowest == highest else f"{points_text(lowest)} to {points_text(highest)}"


def _step(variant: Question, derivation: Derivation, mark: AnswerStanding) -> Step | None:
    """The first line on the way to an answer that the student's answer contradicts."""
    way = [worked(variant, line) for line in _way(derivation, mark.ask.name)]
    if not way:
        return None
    last = way[-1]
    wrong = mark.wrong_cells
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


def summary(papers: Iterable[PaperStanding]) -> dict[str, object]:
    """Figures of a marked exam: how many papers, the mean of those with something on them, how each answer went, the misconceptions met."""
    marked = written = pending = 0
    points = of = Decimal(0)
    states: dict[Item, Counter[str]] = {}
    met: dict[tuple[Item, str], None] = {}
    suspects: Counter[str] = Counter()
    for mark in papers:
        if mark.status != "marked":
            continue
        marked += 1
        pending += bool(mark.pending)
        of = max(of, mark.of)
        if any(answer.state != "blank" for answer in mark.answers):
            written += 1
            points += mark.points
        for answer in mark.answers:
            item = (answer.question.place, answer.question.question, answer.ask.name)
            met[item, answer.label] = None
            states.setdefault(item, Counter())[answer.settled] += 1
            suspects.update(answer.misconception)
    return {
        "marked": marked,
        "blank": marked - written,
        "mean": float(points / written) if written else 0.0,
        "of": float(of),
        "pending": pending,
        "answers": {name: dict(states[item]) for item, name in called(met).items()},
        "misconceptions": dict(suspects.most_common()),
    }
