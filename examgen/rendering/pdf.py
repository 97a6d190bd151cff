"""Papers and keys as PDF, through Typst."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from os import PathLike

import typst

from examgen.rendering.document import Paper
from examgen.rendering.markup import RenderingError
from examgen.rendering.templating import template
from examgen.rendering.translation import translate
from examgen.rendering.words import words

_CHUNK = 100  # papers whose texts are converted together: enough to make pandoc cheap, few enough to keep memory flat


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
    searched = typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in fonts])
    while chunk := [paper if paper.is_key else paper.for_student() for paper in islice(queue, _CHUNK)]:
        for paper in translate(chunk, "typst"):
            yield _compile(paper, searched)
        _give_memory_back()


def render_pages(paper: Paper, ppi: float = 72) -> list[bytes]:
    """Every page of a paper as a PNG picture, for documents about papers.

    Raises:
        RenderingError: a text cannot be converted or set.
    """
    (translated,) = translate([paper if paper.is_key else paper.for_student()], "typst")
    fonts = typst.Fonts(include_system_fonts=False)
    pages = typst.compile(_source(translated), font_paths=fonts, ignore_system_fonts=True, format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [pages]


def _source(paper: Paper) -> bytes:
    return template("typst/paper.typ.j2", "typst").render(paper=paper, words=words(paper.language)).encode()


def _compile(paper: Paper, fonts: typst.Fonts) -> bytes:
    try:
        pdf = typst.compile(_source(paper), font_paths=fonts, ignore_system_fonts=True)
    except typst.TypstError as error:
        raise RenderingError(f"cannot set paper {paper.number}: {error.message}") from error
    return pdf


def _give_memory_back() -> None:
    """Have glibc return what Typst freed: it keeps up to 0.3 MB a paper, which adds up over thousands."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other systems have none and need none
    if trim is not None:
        trim(0)
