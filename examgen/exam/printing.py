"""A sealed paper as a document: the paper a student gets, and its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from examgen.answers import Choice, LayerDesign
from examgen.answers.letters import letters
from examgen.arrays import Array, cells
from examgen.bank.bank import Bank
from examgen.derivation.lines import Derivation
from examgen.exam.sealed import SealedAsk, SealedExam, SealedPaper, SealedQuestion, as_printed, kind_of
from examgen.question import misconceptions
from examgen.question.question import Question
from examgen.rendering import picture, stem
from examgen.rendering.document import Option, Paper, Part, Problem, Section, Slip, Step
from examgen.rendering.snippet import snippet
from examgen.rendering.worked import answer, worked

FEW = 4
"""So many common wrong answers stand in a key at most."""


def paper_document(exam: SealedExam, paper: SealedPaper, bank: Bank, *, key: bool = False) -> Paper:
    """The document of one paper; ``key`` adds the answers, the worked solutions and the code."""
    blueprint = exam.blueprint
    sections = (
        Section(
            title=section.title,
            text=section.instructions,
            problems=tuple(
                _problem(question, question.variant(bank), key=key)
                for question in paper.questions
                if question.section == index
            ),
        )
        for index, section in enumerate(blueprint.sections)
    )
    return Paper(
        title=blueprint.title,
        course=blueprint.course,
        date=blueprint.date,
        duration=f"{blueprint.duration} minutes" if blueprint.duration else "",
        points=points_text(paper.points),
        instructions=blueprint.instructions,
        student_name=paper.name,
        student_id=paper.student,
        number=paper.number,
        sections=tuple(sections),
        is_key=key,
        language=blueprint.language,
    )


def points_text(points: Decimal) -> str:
    """Points without needless zeros: 2, 2.5, 0.67."""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _problem(sealed: SealedQuestion, variant: Question, *, key: bool) -> Problem:
    effort = _effort_by_ask(variant.derivation())
    told = picture.statement(variant)
    problem = Problem(
        number=str(sealed.number),
        points=points_text(sealed.points),
        title=variant.title,
        stem=told.before,
        parts=tuple(_part(sealed, ask, variant, effort.get(ask.name, 0), key=key) for ask in sealed.asks),
        picture=told.picture,
        stem_after=told.after,
    )
    if not key:
        return problem
    observables = [seen for name, ask in variant.asks.items() if (seen := ask.observes(name)) is not None]
    return Problem(
        number=problem.number,
        points=problem.points,
        title=problem.title,
        stem=problem.stem,
        parts=problem.parts,
        solution=solution(variant, variant.derivation()),
        code=snippet(variant.network, observables) if observables and variant.network.nodes else "",
        slips=tuple(_slips(sealed, variant)),
        picture=problem.picture,
        stem_after=problem.stem_after,
    )


def _part(sealed: SealedQuestion, ask: SealedAsk, variant: Question, effort: float, *, key: bool) -> Part:
    kind = kind_of(variant, ask)
    text, printed_key = ask.text, as_printed(variant, ask, ask.key)
    label = ask.label.removeprefix(str(sealed.number))
    if ask.set_as_choice:
        options = tuple(
            Option(letter, option.text, right=key and option.value == ask.key)
            for letter, option in zip(letters(len(ask.options)), ask.options, strict=True)
        )
        return Part(label, text, points_text(ask.points), "options", options=options, room=_room(effort))
    if kind.listed and kind.blank == "options":
        right = set(kind.write(printed_key).replace(",", " ").split()) if key else set()
        options = tuple(Option(letter, words, right=letter in right) for letter, words in kind.listed)
        hint = "" if isinstance(kind, Choice) else kind.hint  # a box to tick says it by itself
        return Part(label, text, points_text(ask.points), "options", hint=hint, options=options, room=0)
    tex, words = answer(kind, printed_key) if key else ("", "")
    return Part(
        label=label,
        text=text,
        points=points_text(ask.points),
        blank="grid" if isinstance(kind, LayerDesign) and kind.max_layers > 1 else kind.blank,
        hint=kind.hint,
        room=_room(effort),
        answer=tex,
        answer_words=words,
        listed=tuple(Option(name, words) for name, words in kind.listed),
    )


def _room(effort: float) -> int:
    """Lines of handwriting for so many operations."""
    return min(2 + int(effort) // 12, 8)


def _effort_by_ask(derivation: Derivation) -> Mapping[str, float]:
    """The work that each ask takes, from the answer before it."""
    efforts: dict[str, float] = {}
    pending = 0.0
    for line in derivation.lines:
        pending += sum(term.effort for term in line.terms)
        if line.ask:
            efforts[line.ask] = pending
            pending = 0.0
    return efforts


def solution(variant: Question, derivation: Derivation) -> tuple[Step, ...]:
    """A derivation as steps of a document."""
    lines = (worked(variant, line) for line in derivation.lines)
    return tuple(Step(line.why, line.shown, line.columns) for line in lines)


def _slips(sealed: SealedQuestion, variant: Question) -> Iterator[Slip]:
    """Common wrong answers of a key, short enough to stand in a table."""
    feedback = {slip.name: slip.feedback for slip in misconceptions.all_of(variant)}
    shown = 0
    for name, values in sealed.misconceptions.items():
        ask, value = next(iter(values.items()))
        if ask in variant.asks and shown < FEW and _is_short(value):
            label = next(a.label for a in sealed.asks if a.name == ask)
            yield Slip(
                answer=variant.asks[ask].type.tex(value),
                confusion=stem.in_words(variant, feedback[name]),
                label=label if len(sealed.asks) > 1 else "",
            )
            shown += 1


def _is_short(value: Array) -> bool:
    return len(list(cells(value))) <= 16
