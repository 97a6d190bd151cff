"""What is printed: a student's paper, its key, and the feedback after marking.

A document is plain data that knows no output format. The type of each text field says how it is written: `Block` and
`Inline` are Markdown with TeX math, `Tex` is one formula without its dollar signs, `str` is plain text, shown exactly
as it stands. What a student wrote is a `StudentText`, which no renderer interprets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import Annotated, Literal

from examgen.rendering.printable import printable


class Notation(Enum):
    """How a text field is written, so that a renderer knows which fields to convert, and how."""

    BLOCK = "Markdown: paragraphs, lists, tables, code"
    INLINE = "Markdown within a line"
    TEX = "one TeX formula, without dollar signs"


Block = Annotated[str, Notation.BLOCK]
Inline = Annotated[str, Notation.INLINE]
Tex = Annotated[str, Notation.TEX]

Blank = Literal["line", "list", "grid", "text", "options"]
"""Where an answer goes: a short line, a longer one for several numbers, a box for a matrix or for sentences, options to tick."""
State = Literal[
    "right", "follow-through", "coarse", "partial", "wrong", "blank", "unreadable", "doubtful", "to-be-marked"
]


@dataclass(frozen=True)
class StudentText:
    """What a student wrote, to the letter: an answer, a name, a remark.

    A type of its own, so that it cannot become part of a text that is interpreted: put into an f-string or a template, it
    raises. A document holds it in a field of its own; within a sentence in Markdown its `markdown` shows it exactly.
    """

    text: str

    @property
    def line(self) -> str:
        """The text on one line without control codes, for a terminal or a list of notes."""
        return printable(self.text)

    @property
    def markdown(self) -> str:
        """Markdown that shows this text on one line, every character standing for itself."""
        return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", self.line)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        raise TypeError("a student's text is shown by a template or through .markdown, never put into other text")


@dataclass(frozen=True)
class Picture:
    """An SVG, so many points wide and high; ``alt`` tells all that it shows, enough to answer without seeing it.

    It is printed ``again`` where its question goes on over the page, unless it only illustrates what the statement says.
    """

    svg: str
    alt: str
    width: float
    height: float
    again: bool = True


@dataclass(frozen=True)
class PrintedOption:
    """One answer to tick; ``right`` is for the key only."""

    letter: str
    text: Inline
    right: bool = False


@dataclass(frozen=True)
class Step:
    """One line of a worked solution: why in words, then what is worked out.

    The formulas stand in so many ``columns`` as the array has that they work out, where these fit the page.
    """

    why: Inline
    math: tuple[Tex, ...] = ()
    columns: int = 1


@dataclass(frozen=True)
class WrongAnswer:
    """A common wrong answer, the misconception that leads there, and to which part: ``"2b"``, or ``""`` where there is one.

    Attributes:
        points: what it earns all the same.
        beside: whether the text stands beside it as a column of its own, since the answer is several lines high.
    """

    answer: Tex
    misconception: Inline
    label: str = ""
    points: str = "0"
    beside: bool = False


@dataclass(frozen=True)
class Part:
    """One thing that the student writes down.

    ``label`` is ``"a"``, or ``""`` where the problem has one part only. ``lines`` is the working space, in lines of
    handwriting; none where there is nothing to work out. Where the text leaves room for the answer beside it, it takes
    so many ``text_lines``. The hint takes so many ``hint_lines`` of the answer box, which is higher by them.
    Options stand in so many ``columns``, with so many mm of ``spread`` between them where a page has room; where there is
    working space it is to their right, and they are ``beside`` em wide.
    ``listed`` is what an answer that is written down refers to by its numbers and letters. ``answer`` is for the key only, and so is
    what it is ``attested_by``; ``answer_words`` is one that is no formula.
    """

    label: str
    text: Block
    points: str
    blank: Blank
    hint: Inline = ""
    options: tuple[PrintedOption, ...] = ()
    lines: float = 0
    answer: Tex = ""
    answer_words: Inline = ""
    listed: tuple[PrintedOption, ...] = ()
    text_lines: int = 0
    hint_lines: int = 1
    columns: int = 1
    beside: float = 0
    spread: float = 0
    attested_by: str = ""


@dataclass(frozen=True)
class Problem:
    """A stem and its parts. Within the stem stands ``picture``, and ``stem_after`` is what follows it.

    What stands between ``parts`` and ``picture`` is for the key only.

    ``code`` is a Python snippet that gives the answers. The points of a ``bonus`` question are none of the paper's.
    On paper it ``begins_page``, or goes on over one page or more: ``breaks`` are the places of the parts that begin one.
    """

    number: str
    points: str
    title: Inline
    stem: Block
    parts: tuple[Part, ...]
    solution: tuple[Step, ...] = ()
    code: str = ""
    wrong_answers: tuple[WrongAnswer, ...] = ()
    picture: Picture | None = None
    stem_after: Block = ""
    bonus: bool = False
    begins_page: bool = False
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True)
class PaperSection:
    title: Inline
    text: Block
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Logo:
    """A picture at the head of a paper: what is in its file, and what kind it is."""

    content: bytes
    format: Literal["svg", "png", "jpg", "pdf"]


@dataclass(frozen=True)
class Form:
    """How a paper is made, whatever it says.

    ``size`` is that of the letters, in points: 10.5, or 18 in large print. ``duplex`` gives it an even number of pages.
    ``fillable`` makes its boxes fields of a form. ``exam`` is the name in the code on every page; without it there is none.
    """

    paper: Literal["a4", "us-letter"] = "a4"
    size: float = 10.5
    duplex: bool = False
    fillable: bool = False
    exam: str = ""

    @property
    def is_large(self) -> bool:
        """Whether it is large print."""
        return self.size > 13


@dataclass(frozen=True)
class Paper:
    """One student's exam, or with ``is_key`` its key: the same paper with answers and worked solutions.

    An ``anonymous`` paper carries its number only. ``conventions`` are those that its questions need, ``formulas`` its formula
    sheet. ``details`` are further fields of its head, such as the room and the seat, each with its name. ``language`` is that of
    the paper's own words ("Answer", "points"), see `examgen.rendering.words`.
    """

    title: str
    course: str
    date: str
    duration: str
    points: str
    instructions: Block
    student_name: str
    student_id: str
    number: str
    sections: tuple[PaperSection, ...]
    is_key: bool = False
    language: str = "en"
    anonymous: bool = False
    honour: Inline = ""
    logo: Logo | None = None
    details: tuple[tuple[str, str], ...] = ()
    conventions: tuple[Inline, ...] = ()
    formulas: tuple[Inline, ...] = ()
    form: Form = Form()

    def for_student(self) -> Paper:
        """The paper without anything that only the key may show."""
        return replace(
            self,
            is_key=False,
            sections=tuple(
                replace(section, problems=tuple(_without_key(problem) for problem in section.problems))
                for section in self.sections
            ),
        )


def identity(paper: Paper) -> dict[str, str]:
    """What a form says of itself, so that it is known again when it comes back: the exam, the student and the paper's number."""
    return {"exam": paper.form.exam, "student": "" if paper.anonymous else paper.student_id, "paper": paper.number}


def _without_key(problem: Problem) -> Problem:
    parts = tuple(
        replace(
            part,
            answer="",
            answer_words="",
            attested_by="",
            options=tuple(replace(option, right=False) for option in part.options),
        )
        for part in problem.parts
    )
    return replace(problem, parts=parts, solution=(), code="", wrong_answers=())


@dataclass(frozen=True)
class KeyRow:
    """One answer of a key: to which part, what is right, what it is worth, and what common wrong answers earn."""

    label: str
    points: str
    answer: Tex = ""
    answer_words: Inline = ""
    wrong: tuple[WrongAnswer, ...] = ()


@dataclass(frozen=True)
class KeySheet:
    """A paper's answers on one page, to mark it by."""

    title: str
    course: str
    date: str
    number: str
    student_name: str
    points: str
    rows: tuple[KeyRow, ...]
    language: str = "en"
    paper: Literal["a4", "us-letter"] = "a4"


@dataclass(frozen=True)
class CoverSheet:
    """What lies on the papers of a room: who sits there, in order of the seats, with room for their signatures.

    ``rows`` are the seat, the id, the name and the number of the paper.
    """

    title: str
    course: str
    date: str
    room: str
    rows: tuple[tuple[str, str, str, str], ...]
    language: str = "en"
    paper: Literal["a4", "us-letter"] = "a4"


@dataclass(frozen=True)
class PartFeedback:
    """What one answer earned, ``points`` of ``of``, and why; the ``reason`` may quote what the student wrote.

    ``asked`` is the question with what it ``listed``; ``answered`` is what the student typed and ``read`` how it was
    understood. ``expected_words`` is a right answer that is no formula. ``step`` is the line of the worked solution where
    the student's way and the right one part.
    """

    label: str
    answered: StudentText
    read: StudentText
    state: State
    expected: Tex
    points: str
    of: str
    reason: StudentText
    mistake: Block = ""
    step: Step | None = None
    asked: Inline = ""
    listed: tuple[PrintedOption, ...] = ()
    expected_words: Inline = ""


@dataclass(frozen=True)
class ProblemFeedback:
    """What one question earned; ``solution`` is how it is worked out, where that is told."""

    number: str
    title: Inline
    stem: Block
    parts: tuple[PartFeedback, ...]
    picture: Picture | None = None
    stem_after: Block = ""
    solution: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Feedback:
    """What one student reads after marking; ``notes`` stand at its end.

    ``practice`` are commands that practise what cost points; a ``draft`` says that it was not given out yet. ``late`` are the points
    that coming late cost, which are not in ``points``.
    """

    title: str
    course: str
    student_name: str
    student_id: str
    number: str
    points: str
    of: str
    problems: tuple[ProblemFeedback, ...]
    notes: tuple[Block, ...] = ()
    practice: tuple[str, ...] = ()
    language: str = "en"
    draft: bool = False
    late: str = ""


@dataclass(frozen=True)
class ShownVariant:
    """A problem by itself, as a notebook shows it; ``facts`` say which question it is."""

    problem: Problem
    facts: str
    language: str = "en"


@dataclass(frozen=True)
class ShownVerdict:
    """What one answer is worth, and why."""

    label: str
    written: StudentText
    state: str
    share: str
    rule: StudentText
    feedback: Block = ""


@dataclass(frozen=True)
class ShownMark:
    """What the answers to a problem are worth."""

    title: Inline
    share: str
    verdicts: tuple[ShownVerdict, ...]
    language: str = "en"
