"""A sealed paper as a document: the paper a student gets, and its key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from math import ceil

from examgen.answers import AnswerType, Choice, Explanation, LayerDesign, Shape, Vector
from examgen.arrays import Array, cells, shape
from examgen.bank.bank import Bank
from examgen.derivation.lines import Derivation
from examgen.errors import UserError
from examgen.exam.columns import Purpose, column
from examgen.exam.own_text import OWN_TEXT
from examgen.exam.sealed import SealedAsk, SealedExam, SealedPaper, SealedQuestion, as_printed, kind_of
from examgen.lettering import letters
from examgen.question import misconceptions
from examgen.question.conventions import CONVENTIONS
from examgen.question.question import Question
from examgen.rendering import picture, stem
from examgen.rendering.document import Blank, Form, Paper, PaperSection, Part, PrintedOption, Problem, Step, WrongAnswer
from examgen.rendering.languages import gettext
from examgen.rendering.pages import planned
from examgen.rendering.room import columns_that_fit, points_width, reading_width, text_lines
from examgen.rendering.snippet import snippet
from examgen.rendering.words import words
from examgen.rendering.worked import answer, worked

FEW = 4
"""So many common wrong answers stand in a key at most."""


LARGE_PRINT = 18.0
"""The size of letters in large print, in points; that of others is `Form.size`."""


@dataclass(frozen=True)
class PosedQuestion:
    """A question of a paper as it is printed: its variant, and the statement with its picture."""

    sealed: SealedQuestion
    variant: Question
    told: picture.StatementWithPicture


def posed_on(exam: SealedExam, paper: SealedPaper, bank: Bank) -> tuple[PosedQuestion, ...]:
    """The questions of a paper, made once for all that is printed of it."""
    variants = ((question, question.variant(bank)) for question in paper.questions)
    return tuple(
        PosedQuestion(question, variant, picture.statement(variant, exam.blueprint.language))
        for question, variant in variants
    )


def paper_document(
    exam: SealedExam,
    paper: SealedPaper,
    bank: Bank,
    *,
    key: bool = False,
    fillable: bool = False,
    posed: Sequence[PosedQuestion] = (),
) -> Paper:
    """The document of one paper.

    Args:
        exam: the exam.
        paper: the paper.
        bank: the questions.
        key: whether the answers, the worked solutions and the code are added.
        fillable: whether it is filled in on a screen.
        posed: its questions, where they have been made before.
    """
    blueprint = exam.blueprint
    said = words(blueprint.language)
    posed = posed or posed_on(exam, paper, bank)
    conventions = [gettext(blueprint.language)(text) for text in _conventions(posed)]
    formulas = [text for text in conventions if "$" in text] if blueprint.formula_sheet else []
    size = LARGE_PRINT if _wants_large_print(paper) and not key else Form.size
    sections = (
        PaperSection(
            title=section.title,
            text=section.instructions,
            problems=tuple(_problem(exam, each, key=key, size=size) for each in posed if each.sealed.section == index),
        )
        for index, section in enumerate(blueprint.sections)
    )
    made = Paper(
        title=blueprint.title,
        course=blueprint.course,
        date=blueprint.date,
        duration=said["minutes"].format(n=minutes_given(exam, paper)) if blueprint.duration else "",
        points=points_text(paper.points),
        instructions=blueprint.instructions,
        student_name=paper.name,
        student_id=paper.student,
        number=paper.number,
        sections=tuple(sections),
        is_key=key,
        language=blueprint.language,
        anonymous=blueprint.anonymous,
        honour=blueprint.honour,
        logo=exam.images[blueprint.logo].logo if blueprint.logo in exam.images else None,
        details=tuple((said[name], value) for name in _DETAILS if (value := column(paper.columns, name))),
        conventions=tuple(text for text in conventions if text not in formulas),
        formulas=tuple(formulas),
        form=Form(
            paper="us-letter" if blueprint.page == "letter" else "a4",
            size=size,
            duplex=blueprint.duplex,
            fillable=fillable,
            exam=exam.id,
        ),
    )
    return made if key else planned(made)


_EXTRA = re.compile(
    r"\+?\s*(?!0[.,]\d+$)(\d+(?:[.,]\d+)?)\s*(?:(%|percent|prozent)|min[a-z]*\.?|')?", re.IGNORECASE
)  # a bare 0.25 is how a workbook keeps 25 %


_DETAILS: tuple[Purpose, ...] = ("room", "seat", "group")
"""What the title block says of a student besides name and id."""


class ExtraTimeError(UserError):
    """The roster gives a student extra time that is no time."""


def minutes_given(exam: SealedExam, paper: SealedPaper) -> int:
    """How many minutes a student has: those of the exam, and what the roster adds, ``25 %`` of them or ``20`` minutes.

    Raises:
        ExtraTimeError: the roster's column says something else.
    """
    minutes = exam.blueprint.duration or 0
    said = column(paper.columns, "extra time")
    if said.lower() in _NO:
        return minutes
    found = _EXTRA.fullmatch(said)
    if not found:
        raise ExtraTimeError(
            f"the roster's extra time of {exam.filed_as(paper)} must be minutes or a part such as 25 %, got {said!r}"
        )
    extra = Decimal(found[1].replace(",", "."))
    return ceil(minutes + (minutes * extra / 100 if found[2] else extra))


_NO = ("", "0", "no", "n", "false", "-", "–", "none", "nein", "non", "não", "nao", "nee", "falsch")
"""What a column says that grants nothing."""


def untranslated(exam: SealedExam, bank: Bank) -> tuple[str, ...]:
    """The questions that are printed in English because the catalogue of the exam's language has not all of their texts."""
    language = exam.blueprint.language
    questions = {question.question: question for paper in exam.papers for question in paper.questions}
    return tuple(
        id_
        for id_, question in questions.items()
        if id_ != OWN_TEXT and not stem.is_translated(question.variant(bank), language)
    )


def in_english(exam: SealedExam, bank: Bank) -> Iterator[str]:
    """The remark that some questions are printed in English."""
    if english := untranslated(exam, bank):
        yield f"Printed in English because there is no translation: {', '.join(english)}."


def _wants_large_print(paper: SealedPaper) -> bool:
    return column(paper.columns, "large print").lower() not in _NO


def _conventions(posed: Sequence[PosedQuestion]) -> list[str]:
    """Those that the questions of a paper rely on, in the order in which they are known."""
    needed = {name for each in posed for name in each.variant.needed_conventions}
    return [text for name, text in CONVENTIONS.items() if name in needed]


def points_text(points: Decimal) -> str:
    """Points without needless zeros: 2, 2.5, 0.67."""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _problem(exam: SealedExam, posed: PosedQuestion, *, key: bool, size: float) -> Problem:
    sealed, variant, told = posed.sealed, posed.variant, posed.told
    room = Form.size / size  # what fits a line in ordinary letters
    language = exam.blueprint.language
    effort = _effort_by_ask(variant.derivation())
    problem = Problem(
        number=str(sealed.number),
        points=points_text(sealed.points),
        title=f"{sealed.title} ({words(language)['bonus']})" if sealed.bonus else sealed.title,
        stem=told.before,
        parts=tuple(
            _part(sealed, ask, variant, effort.get(ask.name, 0), key=key, language=language, room=room)
            for ask in sealed.asks
        ),
        picture=exam.images[sealed.image].picture if sealed.image else told.picture,
        stem_after=told.after,
        bonus=sealed.bonus,
    )
    if not key:
        return problem
    observables = [seen for name, ask in variant.asks.items() if (seen := ask.observes(name)) is not None]
    return replace(
        problem,
        solution=solution_on_paper(sealed, variant),
        code=snippet(variant.network, observables) if observables and variant.network.nodes else "",
        wrong_answers=tuple(answer for answer, _, _ in islice(wrong_answers_of(sealed, variant), FEW)),
    )


def _part(
    sealed: SealedQuestion, ask: SealedAsk, variant: Question, effort: float, *, key: bool, language: str, room: float
) -> Part:
    kind, printed_key = kind_of(variant, ask), as_printed(variant, ask, ask.key)
    written = (
        "" if isinstance(kind, Explanation) else gettext(language)(kind.hint)
    )  # how to answer in words is in what is asked
    part = Part(ask.label.removeprefix(str(sealed.number)), ask.text, points_text(ask.points), _blank(kind), written)
    if ask.set_as_choice:
        options = tuple(
            PrintedOption(letter, option.text, right=key and option.value == ask.key)
            for letter, option in zip(letters(len(ask.options)), ask.options, strict=True)
        )
        return _ticked(replace(part, blank="options", hint="", lines=_lines(effort)), options, room)
    if kind.listed and kind.blank == "options":
        right = set(kind.write(printed_key).replace(",", " ").split()) if key else set()
        options = tuple(PrintedOption(letter, words, right=letter in right) for letter, words in kind.listed)
        hint = "" if isinstance(kind, Choice) else written  # a box to tick says it by itself
        return _ticked(replace(part, hint=hint), options, room)
    tex, words = answer(kind, printed_key) if key else ("", "")
    return replace(
        part,
        lines=_lines_of(kind, effort),
        text_lines=_text_lines(ask.text, part, room),
        hint_lines=_hint_lines(part, room),
        answer=tex,
        answer_words=words,
        listed=tuple(PrintedOption(name, words) for name, words in kind.listed),
    )


_BESIDE = {"line": 27.0, "list": 24.0, "grid": 23.0}
"""How many em of a text stand beside an answer box."""
_ACROSS = 45.0
"""So many em fill a line."""
_TICK = 3.7
"""What a box to tick and its letter take, in em."""


def _text_lines(text: str, part: Part, room: float) -> int:
    """On how many lines a text stands beside the answer; 0 where that is more than the box is high."""
    across = _BESIDE.get(part.blank, 0.0) * room
    if not across:
        return 0
    points = points_width(part.points) + 0.5 if part.label else 0.0
    lines = max(ceil((reading_width(text) + 4) / across), text_lines(text, across - 0.5 * (room < 1), points))
    return lines if lines <= (2 if room == 1 else 3) else 0


_WITHIN = {"line": 18.2, "list": 22.6, "grid": 23.3}
"""How many em of a hint stand within an answer box."""
_LABEL = "ANSWERANSWERAN"
"""As wide as what stands before a hint."""


def _hint_lines(part: Part, room: float) -> int:
    """On how many lines of its box a hint stands."""
    across = _WITHIN.get(part.blank, 0.0) * room
    return text_lines(f"{_LABEL} {part.hint}", across) if across and part.hint else 1


def _blank(kind: AnswerType) -> Blank:
    if isinstance(kind, LayerDesign | Explanation):
        return "text"
    return "list" if isinstance(kind, Vector | Shape) else kind.blank


def _lines_of(kind: AnswerType, effort: float) -> int:
    if isinstance(kind, Explanation):
        return min(max(ceil(len(kind.model_answer.split()) / _WORDS) - 3, 0), 7)  # the box takes three
    return 0 if isinstance(kind, LayerDesign) or kind.listed else _lines(effort)


_WORDS = 9
"""So many words a student writes on a line."""


def _lines(effort: float) -> int:
    """Lines of handwriting for so many operations; none for what is read off."""
    return 0 if effort < 2 else min(1 + round(effort / 16), 7)


def _ticked(part: Part, options: Sequence[PrintedOption], room: float) -> Part:
    """A part with options: beside each other where they are short, to the left of the working space where there is any."""
    widest = max(reading_width(option.text) for option in options) + _TICK
    told = ", ".join(f"**{option.letter}** {option.text}" for option in options if option.right)
    made = replace(part, options=tuple(options), answer_words=told)
    across = _ACROSS * room
    if part.lines and widest <= 0.4 * across:
        return replace(made, beside=widest, lines=max(part.lines, round(len(options) * 0.7)))
    fitting = int(across // (widest + 1))
    columns = len(options) if fitting >= len(options) else 2 if fitting >= 2 else 1
    return replace(made, columns=columns, lines=0)


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


def solution_on_paper(sealed: SealedQuestion, variant: Question) -> tuple[Step, ...]:
    """The worked solution of a question on a paper; what an answer in words must say has the points that it earns on this paper."""
    steps = solution(variant, variant.derivation())
    ask, *others = sealed.asks
    kind = kind_of(variant, ask)
    if others or not isinstance(kind, Explanation):
        return steps
    return (*map(Step, criteria(kind, ask.points)), *steps[len(kind.criteria) :])


def criteria_worth(kind: Explanation, points: Decimal) -> Iterator[tuple[str, Decimal]]:
    """What an answer in words must say, each with what it earns of so many points."""
    for text, share in kind.criteria:
        yield text, (points * share / kind.points).quantize(Decimal("0.01"))


def criteria(kind: Explanation, points: Decimal) -> Iterator[str]:
    """The same as lines of a key."""
    for text, worth in criteria_worth(kind, points):
        yield f"**{points_text(worth)}:** {text}"


def solution(variant: Question, derivation: Derivation) -> tuple[Step, ...]:
    """A derivation as steps of a document."""
    lines = (worked(variant, line) for line in derivation.lines)
    return tuple(Step(line.why, line.shown, columns_that_fit(line.shown, line.columns)) for line in lines)


def wrong_answers_of(sealed: SealedQuestion, variant: Question) -> Iterator[tuple[WrongAnswer, str, Array]]:
    """Common wrong answers of a key, short enough to stand in a table, each with its ask and its value."""
    feedback = {one.name: one.feedback for one in misconceptions.all_of(variant)}
    for name, values in sealed.misconceptions.items():
        ask, value = next(iter(values.items()))
        if ask in variant.asks and _is_short(value):
            label = next(a.label for a in sealed.asks if a.name == ask)
            wrong_answer = WrongAnswer(
                answer=variant.asks[ask].type.tex(value),
                misconception=stem.in_words(variant, feedback[name]),
                label=label if len(sealed.asks) > 1 else "",
                beside=len(shape(value)) > 1,
            )
            yield wrong_answer, ask, value


def _is_short(value: Array) -> bool:
    return len(list(cells(value))) <= 16
