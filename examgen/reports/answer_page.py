"""Everything about some answers of one paper as a page of HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from examgen.exam.printing import points_text
from examgen.exam.sealed import SealedExam
from examgen.gradebook.standing import PaperStanding
from examgen.gradebook.table import total
from examgen.lettering import letters
from examgen.rendering import picture
from examgen.rendering.document import Block, Inline, Picture, PrintedOption, Step, StudentText
from examgen.rendering.templating import fill
from examgen.rendering.translation import translate
from examgen.rendering.worked import answer as worked_answer
from examgen.rendering.worked import worked
from examgen.reports.answer import AnswerView, Cell, diagnosis_told, witnesses_told
from examgen.reports.events import Event, history


@dataclass(frozen=True)
class _Said:
    """What a witness says; ``agrees`` with the sealed key."""

    line: str
    agrees: bool


@dataclass(frozen=True)
class _Answer:
    label: str
    question: str
    title: Inline
    state: str
    stands: str
    dropped: bool
    points: str
    of: str
    stem: Block
    picture: Picture | None
    stem_after: Block
    asked: Inline
    options: tuple[PrintedOption, ...]
    parameters: tuple[tuple[str, str], ...]
    reproduction: str
    written: StudentText
    read: StudentText
    carried: str
    key_name: str
    key: Inline
    witnesses: tuple[_Said, ...]
    right: int
    compared: tuple[Cell, ...]
    rule: StudentText
    diagnosis: tuple[str, ...]
    feedback: Block
    criteria: tuple[Inline, ...]
    steps: tuple[Step, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True)
class _Page:
    title: str
    course: str
    student: str
    name: str
    number: str
    total: str
    answers: tuple[_Answer, ...]
    language: str = "en"


def answer_page(exam: SealedExam, paper: PaperStanding, views: Sequence[AnswerView]) -> str:
    """The page of some answers of a paper."""
    page = _Page(
        title=exam.title,
        course=exam.blueprint.course,
        student=paper.paper.student,
        name=paper.paper.name,
        number=paper.paper.number,
        total=total(paper),
        answers=tuple(_answer(exam, view) for view in views),
    )
    (converted,) = translate([page], "html")
    return fill("html/answer.html.j2", "html", page=converted)


def _answer(exam: SealedExam, view: AnswerView) -> _Answer:
    answer, variant = view.answer, view.variant
    told = picture.statement(variant)
    points = points_text(answer.points)
    if answer.highest != answer.points:
        points += f" to {points_text(answer.highest)}"
    options = answer.ask.options
    return _Answer(
        label=answer.label,
        question=answer.question.question,
        title=answer.question.title,
        state=answer.settled,
        stands=view.stands,
        dropped=answer.dropped,
        points=points,
        of=points_text(answer.of),
        stem=told.before,
        picture=exam.images[image].picture if (image := answer.question.image) else told.picture,
        stem_after=told.after,
        asked=answer.ask.text,
        options=tuple(
            PrintedOption(letter, option.text, right=option.value == answer.ask.key)
            for letter, option in zip(letters(len(options)), options, strict=True)
        ),
        parameters=tuple((name, str(value)) for name, value in variant.settings.items()),
        reproduction=view.reproduction,
        written=answer.written,
        read=answer.read if answer.read != answer.written else StudentText(""),
        carried=view.carried,
        key_name=view.key_name.capitalize(),
        key=_key(view),
        witnesses=tuple(_Said(line, agrees) for line, agrees in witnesses_told(view)),
        right=sum(cell.right for cell in view.compared),
        compared=view.compared,
        rule=answer.rule,
        diagnosis=tuple(diagnosis_told(view)),
        feedback=answer.feedback,
        criteria=view.criteria,
        steps=tuple(Step(line.why, line.shown) for line in (worked(variant, line) for line in view.way)),
        events=tuple(history(view.paper, answer)),
    )


def _key(view: AnswerView) -> str:
    """The right answer as Markdown."""
    if view.answer.ask.options:
        return f"**{view.key}**"
    tex, words = worked_answer(view.variant.asks[view.answer.ask.name].type, view.answer.ask.key)
    return words or f"${tex}$"
