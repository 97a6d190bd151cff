"""What goes to the copy shop: all papers in one file, by room and seat, and keys to mark by."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from os import PathLike
from pathlib import Path
from typing import Literal

from examgen.answers import Explanation, LayerDesign
from examgen.arrays import Array, cells
from examgen.bank.bank import Bank
from examgen.errors import UserError
from examgen.exam.columns import column
from examgen.exam.files import EVERYONE, OWNER, Access, access_of, write_whole
from examgen.exam.printing import criteria, paper_document, points_text, wrong_answers_of
from examgen.exam.reprint import printed_name
from examgen.exam.sealed import (
    FILE_NAME,
    SealedAsk,
    SealedExam,
    SealedPaper,
    SealedQuestion,
    as_printed,
    is_own,
    kind_of,
)
from examgen.judge import part_of
from examgen.lettering import letters
from examgen.question.question import Question
from examgen.rendering.document import CoverSheet, KeyRow, KeySheet
from examgen.rendering.forms import FORMS, FormName, form_of
from examgen.rendering.pdf import render_cover, render_key_sheets, render_papers
from examgen.rendering.words import words
from examgen.rendering.worked import answer

Bound = Literal["papers", "keys", "solutions"]
What = Bound | FormName
BOUND: tuple[Bound, ...] = ("papers", "keys", "solutions")
WHAT: tuple[What, ...] = (*BOUND, *FORMS)
Progress = Callable[[str, int, int], None]
_FEW_CELLS = 4
"""A wrong answer of more values takes the room of others on the one page of a key."""


class WhatError(UserError):
    """Something is to be printed that there is not."""


def chosen(names: str) -> list[What]:
    """What is to be printed, of names parted by commas.

    Raises:
        WhatError: a name is not known.
    """
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    if unknown := [name for name in wanted if name not in WHAT]:
        raise WhatError(f"--only: expected some of {', '.join(WHAT)}, got {unknown[0]!r}")
    return [name for name in WHAT if name in wanted]


_BOUND_FILES: dict[Bound, str] = {"papers": "all.pdf", "keys": "keys.pdf", "solutions": "solutions.pdf"}


def printed_already(folder: Path) -> list[What]:
    """What of an exam was printed besides its papers and their keys."""
    bound_: list[What] = [what for what, name in _BOUND_FILES.items() if (folder / "print" / name).exists()]
    return [*bound_, *(form for form in FORMS if (folder / form).is_dir())]


def print_exam(
    exam: SealedExam,
    folder: Path,
    bank: Bank,
    only: Collection[What] = BOUND,
    *,
    fonts: Sequence[str | PathLike[str]] = (),
    readers: Access = OWNER,
    progress: Progress = lambda what, done, of: None,
) -> list[Path]:
    """Write what is wanted into ``print/`` of an exam's folder, and other forms into folders of their own.

    The papers that are printed already are bound as they are. The digests of all files go into the sealed exam, where it bears this
    user's own signature.

    Args:
        exam: the sealed exam.
        folder: where it is.
        bank: the questions.
        only: which files: ``papers`` is all.pdf, with a cover sheet for each room; ``keys`` a page for each paper;
            ``solutions`` the worked solutions without names; the others are each student's paper in another form, see
            `examgen.rendering.forms`.
        fonts: folders with further fonts.
        readers: who may read the keys.
        progress: told what is being done, how much of it is done, and of how much.
    """
    made: list[Path] = []
    digests: dict[str, str] = {}

    def write(path: Path, content: bytes, access: Access) -> None:
        write_whole(path, content, access)
        digests[path.relative_to(folder).as_posix()] = hashlib.sha256(content).hexdigest()

    for form in (name for name in FORMS if name in only):
        for done, paper in enumerate(exam.papers, start=1):
            for suffix, content in form_of(paper_document(exam, paper, bank), form).items():
                path = folder / form / f"{exam.filed_as(paper)}{suffix}"
                write(path, content, EVERYONE)
                if suffix.count("/") == 0 or suffix.startswith("/paper"):
                    made.append(path)
            progress(form, done, len(exam.papers))
    makers: dict[Bound, tuple[str, Access, Callable[[], bytes]]] = {
        "papers": ("all.pdf", EVERYONE, lambda: _all(exam, folder, bank, fonts, progress)),
        "keys": ("keys.pdf", readers, lambda: _keys(exam, bank)),
        "solutions": ("solutions.pdf", readers, lambda: _solutions(exam, bank, fonts, progress)),
    }
    for what in makers:
        if what in only:
            name, access, make = makers[what]
            write(folder / "print" / name, make(), access)
            made.append(folder / "print" / name)
    if digests and is_own(sealed := folder / FILE_NAME):
        exam.model_copy(update={"digests": {**exam.digests, **digests}}).write(sealed, access_of(sealed))
    return made


def _place(paper: SealedPaper) -> tuple[object, ...]:
    """Where a paper lies in the pile: by room and seat, seat 9 before seat 10; spare papers at the end."""
    return (
        not paper.student,
        _natural(column(paper.columns, "room")),
        _natural(column(paper.columns, "seat")),
        paper.name,
    )


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (-1, part.lower()) for part in re.findall(r"\d+|\D+", text))


def _all(exam: SealedExam, folder: Path, bank: Bank, fonts: Sequence[str | PathLike[str]], progress: Progress) -> bytes:
    from examgen.rendering.binding import bound  # it takes a while to import

    papers = sorted(exam.papers, key=_place)
    printed = [folder / printed_name(exam, paper, key=False) for paper in papers]
    missing = [paper for paper, path in zip(papers, printed, strict=True) if not path.exists()]
    rendered = render_papers((paper_document(exam, paper, bank) for paper in missing), fonts)

    def parts() -> Iterator[tuple[str, bytes]]:
        done = 0
        for room, group in groupby(zip(papers, printed, strict=True), key=lambda each: column(each[0].columns, "room")):
            sheets = list(group)
            yield room or exam.title, render_cover(_cover(exam, room, [paper for paper, _ in sheets]))
            for paper, path in sheets:
                seat = column(paper.columns, "seat")
                yield (
                    " · ".join(filter(None, (seat, paper.number))),
                    path.read_bytes() if path.exists() else next(rendered),
                )
                done += 1
                progress("binding", done, len(papers))

    return bound(parts(), exam.title, language=exam.blueprint.language)


def _cover(exam: SealedExam, room: str, papers: Sequence[SealedPaper]) -> CoverSheet:
    anonymous = exam.blueprint.anonymous
    return CoverSheet(
        title=exam.title,
        course=exam.blueprint.course,
        date=exam.blueprint.date,
        room=room,
        rows=tuple(
            (
                column(paper.columns, "seat"),
                "" if anonymous else paper.student,
                "" if anonymous else paper.name,
                paper.number,
            )
            for paper in papers
        ),
        language=exam.blueprint.language,
        paper="us-letter" if exam.blueprint.page == "letter" else "a4",
    )


def _keys(exam: SealedExam, bank: Bank) -> bytes:
    from examgen.rendering.binding import bound  # it takes a while to import

    papers = sorted(exam.papers, key=_place)
    sheets = render_key_sheets([key_sheet(exam, paper, bank) for paper in papers])
    title = f"{exam.title} · {words(exam.blueprint.language)['key']}"
    named = (" · ".join(filter(None, (paper.number, paper.name))) for paper in papers)
    return bound(zip(named, sheets, strict=True), title, even=False, language=exam.blueprint.language)


def _solutions(exam: SealedExam, bank: Bank, fonts: Sequence[str | PathLike[str]], progress: Progress) -> bytes:
    from examgen.rendering.binding import bound  # it takes a while to import

    nameless = [paper.model_copy(update={"name": "", "student": "", "columns": {}}) for paper in exam.papers]
    documents = (paper_document(exam, paper, bank, key=True) for paper in nameless)

    def parts() -> Iterator[tuple[str, bytes]]:
        for done, (paper, content) in enumerate(zip(nameless, render_papers(documents, fonts), strict=True), start=1):
            yield paper.number, content
            progress("solutions", done, len(nameless))

    title = f"{exam.title} · {words(exam.blueprint.language)['solution']}"
    return bound(parts(), title, even=False, language=exam.blueprint.language)


def key_sheet(exam: SealedExam, paper: SealedPaper, bank: Bank) -> KeySheet:
    """The key of one paper on one page."""
    rows = [row for question in paper.questions for row in _rows(exam, question, question.variant(bank))]
    return KeySheet(
        title=exam.title,
        course=exam.blueprint.course,
        date=exam.blueprint.date,
        number=paper.number,
        student_name="" if exam.blueprint.anonymous else paper.name,
        points=points_text(paper.points),
        rows=tuple(rows),
        language=exam.blueprint.language,
        paper="us-letter" if exam.blueprint.page == "letter" else "a4",
    )


def _rows(exam: SealedExam, question: SealedQuestion, variant: Question) -> Iterator[KeyRow]:
    common = list(wrong_answers_of(question, variant))
    for ask in question.asks:
        kind, value = kind_of(variant, ask), as_printed(variant, ask, ask.key)
        tex, told = answer(kind, value)
        if ask.options:
            tex, told = "", _lettered(ask, kind.write(value))
        if isinstance(kind, Explanation):
            told = " ".join((*criteria(kind, ask.points), f"*{kind.model_answer}*"))
        written = not ask.options and not isinstance(kind, LayerDesign)
        wrong = [
            replace(answer, points=points_text(part_of(ask.points, _share(exam, question, variant, ask, given))))
            for answer, name, given in common
            if written and name == ask.name and len(list(cells(given))) <= _FEW_CELLS
        ]
        wrong.sort(key=lambda answer: answer.points == "0")  # those that earn something first
        yield KeyRow(
            label=ask.label,
            points=points_text(ask.points),
            answer=tex,
            answer_words=told,
            wrong=tuple(wrong[:2]),
        )


def _lettered(ask: SealedAsk, written: str) -> str:
    """Letters, each with what stands behind it in words: ``c``, ``a, c``, ``c a b`` or ``1b 2a``; none stand as they are."""
    behind = dict(zip(letters(len(ask.options)), ask.options, strict=True))
    named = re.findall(r"\b(\d*)([a-z])\b", written)
    told = [f"**{number}{letter}** {behind[letter].text}" for number, letter in named]
    return ", ".join(told).replace(".,", ".") or f"**{written}**"


def _share(exam: SealedExam, question: SealedQuestion, variant: Question, ask: SealedAsk, value: Array) -> Fraction:
    """What a wrong answer earns: for the values of an array in it that are right, or for the common mistakes that lead to it."""
    marking = exam.blueprint.marking
    _, share = marking.rules.worth(variant.asks[ask.name].type.compare(value, ask.key))
    credit = marking.credit_in(question.question)
    mistakes = [name for name, values in question.misconceptions.items() if values.get(ask.name) == value]
    if mistakes and credit.keys() >= set(mistakes):
        share = max(share, min(credit[name] for name in mistakes))
    return share
