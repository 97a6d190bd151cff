"""Papers and keys as PDF, through Typst: PDF/UA-1, so that they can be read aloud."""

from __future__ import annotations

import ctypes
import io
import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from os import PathLike
from typing import Literal

import pikepdf
import typst

from examgen.rendering import codes
from examgen.rendering.document import CoverSheet, Feedback, KeySheet, Paper
from examgen.rendering.fonts import Typefaces
from examgen.rendering.markup import RenderingError
from examgen.rendering.room import fitted, plain_width
from examgen.rendering.templating import content
from examgen.rendering.translation import translate
from examgen.rendering.typesetting import TypstSource, set_pdf, set_pictures
from examgen.rendering.words import words

PageSize = Literal["a4", "us-letter"]
TOO_FEW = "too few codes"
"""What the style file says where a paper has more pages than codes."""
_CHUNK = 16
"""So many papers are converted together while those before them are set: enough to make pandoc cheap, few enough to keep memory flat."""


def render_papers(papers: Iterable[Paper], fonts: Sequence[str | PathLike[str]] = ()) -> Iterator[bytes]:
    """Yield the PDF of each paper, in order; the same papers give the same bytes in every run and on every machine.

    What a student's paper must not show is taken out before anything is converted, so no template can let it slip.

    Args:
        papers: papers and keys, mixed as you like; any number, they are read as they are needed.
        fonts: folders with further fonts, for names in scripts that Typst's own fonts lack, such as Chinese.

    Raises:
        RenderingError: a text cannot be converted or set; the message names it, or the paper.
    """
    queue = iter(papers)
    faces = Typefaces(fonts)
    waiting: deque[tuple[Paper, Future[bytes]]] = deque()
    pool = ThreadPoolExecutor(
        os.cpu_count()
    )  # Typst needs nothing of Python: it sets papers while others are converted
    try:
        for size in _growing():
            chunk = [paper if paper.is_key else paper.for_student() for paper in islice(queue, size)]
            for paper in translate(chunk, "typst"):
                waiting.append((paper, pool.submit(set_pdf, paper_source(paper).files(faces), faces.fonts)))
            first = True  # of each chunk one at least: the papers behind it may be long in coming
            while waiting and (first or not chunk or len(waiting) > 2 * _CHUNK or waiting[0][1].done()):
                paper, made = waiting.popleft()
                yield _set(paper, made, faces)
                first = False
            if not chunk:
                return
            _give_memory_back()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _growing() -> Iterator[int]:
    """How many papers are converted together: a few at first, so that setting them begins soon."""
    size = 4
    while True:
        yield size
        size = min(2 * size, _CHUNK)


def _set(paper: Paper, made: Future[bytes], faces: Typefaces) -> bytes:
    try:
        return made.result()
    except typst.TypstError as error:
        if TOO_FEW not in error.message:
            where = _where(error, paper_source(paper).frame)
            raise RenderingError(f"cannot set paper {paper.number}: {error.message}{where}") from error
        return set_pdf(paper_source(paper, codes.PAGES).files(faces), faces.fonts)


_LOOK = "typst/look.typ"
_IN_FRAME = re.compile(r"frame\.typ:(\d+):")


def _where(error: typst.TypstError, frame: str) -> str:
    """The line of the style file at fault, which the frame holds whole, if it is there."""
    found = _IN_FRAME.search(str(error.diagnostic))
    begins = frame.find(content(_LOOK).decode().partition("\n")[0])
    line = int(found[1]) - frame.count("\n", 0, begins) if found and begins >= 0 else 0
    return f" ({_LOOK}, line {line})" if line > 0 else ""


KEY_SIZES = (8.5, 8, 7.5, 7)
"""The sizes of letters in a key, in points; the first in which it fits on one page is used."""


def render_key_sheets(sheets: Sequence[KeySheet]) -> list[bytes]:
    """The key of each paper: on one page if it fits, however small the letters, else on several in the usual size."""
    faces = Typefaces()

    def of_size(sheet: KeySheet, size: float) -> bytes:
        return set_pdf(_filled("typst/key_sheet.typ.j2", sheet, size).files(faces), faces.fonts)

    def made(sheet: KeySheet) -> bytes:
        usual, *smaller = KEY_SIZES
        first = of_size(sheet, usual)
        tried = chain([first], (of_size(sheet, size) for size in smaller))
        return next((pdf for pdf in tried if _pages(pdf) == 1), first)

    return [made(sheet) for sheet in translate(sheets, "typst")]


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


SIGNS: Mapping[str, str] = {
    "right": "✓", "follow-through": "✓", "coarse": "◐", "partial": "◐", "wrong": "✗", "blank": "–",
    "unreadable": "?", "doubtful": "?", "to-be-marked": "?",
}  # fmt: skip
"""What stands before the state of an answer."""


def render_feedback(
    feedback: Iterable[Feedback], fonts: Sequence[str | PathLike[str]] = (), *, page: PageSize = "a4"
) -> Iterator[bytes]:
    """Yield the PDF of each student's feedback, in order.

    Raises:
        RenderingError: a text cannot be converted or set; the message names it, or the paper.
    """
    queue = iter(feedback)
    faces = Typefaces(fonts)
    while chunk := list(islice(queue, _CHUNK)):
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            sources = [_feedback_source(each, page).files(faces) for each in translate(chunk, "typst")]
            waiting = [
                (each, pool.submit(set_pdf, source, faces.fonts)) for each, source in zip(chunk, sources, strict=True)
            ]
            for each, made in waiting:
                try:
                    yield made.result()
                except typst.TypstError as error:
                    raise RenderingError(f"cannot set the feedback on paper {each.number}: {error.message}") from error
        _give_memory_back()


def _feedback_source(feedback: Feedback, page: PageSize) -> TypstSource:
    says = words(feedback.language)
    total = f"{feedback.points} {says['of']} {feedback.of}"
    fields = ((says["name"], feedback.student_name, 2.2), (says["id"], feedback.student_id, 1.2))
    late = [(says["late"], f"−{feedback.late}", 0.7)] if feedback.late else []
    head = [*fields, (says["paper"], feedback.number, 1.0), *late, (says["total"], total, 0.9)]
    across = HEAD_WIDTH / 10 / sum(share for _, _, share in head)
    laid = [_field(name, value, share, share * across) for name, value, share in head]
    return TypstSource.of(
        "typst/feedback.typ.j2", says, page=page, size=10, feedback=feedback, fields=tuple(laid), signs=SIGNS
    )


def render_cover(sheet: CoverSheet) -> bytes:
    """The cover sheet of a room."""
    faces = Typefaces()
    return set_pdf(_filled("typst/cover_sheet.typ.j2", sheet, 10.5).files(faces), faces.fonts)


def _filled(name: str, sheet: KeySheet | CoverSheet, size: float) -> TypstSource:
    return TypstSource.of(name, words(sheet.language), page=sheet.paper, size=size, sheet=sheet)


def render_pages(paper: Paper, ppi: float = 72) -> list[bytes]:
    """Every page of a paper as a PNG picture, for documents about papers.

    Raises:
        RenderingError: a text cannot be converted or set.
    """
    (translated,) = translate([paper if paper.is_key else paper.for_student()], "typst")
    faces = Typefaces()
    return set_pictures(paper_source(translated).files(faces), faces.fonts, ppi)


def paper_source(paper: Paper, pages: int | None = None) -> TypstSource:
    """The paper in Typst, with codes for so many pages, or as many as it is likely to have."""
    says = words(paper.language)
    title = f"{paper.title} · {says['key']} {paper.number}" if paper.is_key else paper.title or paper.number
    drawn = (
        codes.svgs(paper.form.exam, paper.number, pages or _likely_pages(paper))
        if paper.form.exam and not paper.is_key
        else ()
    )
    return TypstSource.of(
        "typst/paper.typ.j2",
        says,
        page=paper.form.paper,
        size=paper.form.size,
        fillable=paper.form.fillable,
        paper=paper,
        title=title,
        codes=drawn,
        fields=_fields(paper, says),
        logo=(paper.logo.content, paper.logo.format) if paper.logo else (),
    )


def _fields(paper: Paper, says: Mapping[str, str]) -> tuple[tuple[tuple[str, str, float, float], ...], ...]:
    """The head of a paper in rows: each field's name and content, its share of the width, and how large the content is set.

    In large print the name has a row of its own.
    """
    named = () if paper.anonymous else ((says["name"], paper.student_name, 2.2),)
    fields = [
        *(() if paper.anonymous else ((says["id"], paper.student_id, 1.2),)),
        *((name, value, 0.8) for name, value in paper.details),
    ]
    across = HEAD_WIDTH / paper.form.size
    if not named or not paper.form.is_large:
        return (_row([*named, *fields], says["paper"], paper.number, across),)
    first = tuple(_field(name, value, across, across) for name, value, _ in named)
    return (first, _row(fields, says["paper"], paper.number, across))


def _row(
    fields: Sequence[tuple[str, str, float]], name: str, number: str, across: float
) -> tuple[tuple[str, str, float, float], ...]:
    """Fields by their shares, and after them the paper's number on one line."""
    last = max(across / (sum(share for _, _, share in fields) + 1), plain_width(number) + 1.8)
    rest = (across - last) / (sum(share for _, _, share in fields) or 1)
    wide = [*((name, value, share * rest) for name, value, share in fields), (name, number, last)]
    return tuple(_field(name, value, share, share) for name, value, share in wide)


def _field(name: str, value: str, share: float, across: float) -> tuple[str, str, float, float]:
    """A field of a head: its name and content, its share of the width, and how large the content is set in so many em."""
    shown, scale = fitted(value, across - 1.5)
    return name, shown, share, scale


HEAD_WIDTH = 482.0
"""How wide a page's text is, in points."""


def _likely_pages(paper: Paper) -> int:
    """Hardly fewer than the paper has pages; if it has more, the style file says so and it is set again."""
    problems = [problem for section in paper.sections for problem in section.problems]
    height = sum(25 + sum(18 + 8 * part.lines for part in problem.parts) for problem in problems)  # in mm, about
    larger = paper.form.size / 10.5
    return min(4 + round(height * larger * larger / 240), codes.PAGES)


def _give_memory_back() -> None:
    """Have glibc return what Typst freed: it keeps up to 0.3 MB a paper, which adds up over thousands."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other systems have none and need none
    if trim is not None:
        trim(0)
