"""Feedback in a zip, as learning systems take it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Literal

from examgen.bank.bank import Bank
from examgen.gradebook.feedback import feedback_document
from examgen.gradebook.standing import PaperStanding, Standing
from examgen.rendering import html, pdf
from examgen.rendering.document import Feedback

Format = Literal["pdf", "html"]
_CHUNK = 50
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # so that the same feedback makes the same bytes


def feedback_zip(
    standing: Standing,
    bank: Bank,
    name: Callable[[PaperStanding], str | None],
    formats: Sequence[Format],
    *,
    pending: bool = False,
) -> tuple[bytes, list[PaperStanding]]:
    """The feedback on every paper whose mark is final, and with ``pending`` on all that were marked.

    Args:
        standing: what stands.
        bank: the questions.
        name: what a paper's file is called, without the ending; ``None`` where the system would not know whose it is.
        formats: how it is written.
        pending: whether papers with pending answers are in it as well.

    Returns:
        The zip, empty where there is nothing to put in it, and the papers that are not in it because they have no name.
    """
    marked = [
        paper
        for paper in standing.papers
        if paper.status == "marked" and paper.paper.student and (pending or not paper.pending)
    ]
    named = [(paper, stem) for paper in marked if (stem := name(paper)) is not None]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        queue = iter(named)
        while chunk := list(islice(queue, _CHUNK)):
            documents = [
                feedback_document(standing.exam, paper, bank, solutions=True, draft=standing.is_draft(paper))
                for paper, _ in chunk
            ]
            for format_ in formats:
                for (_, stem), content in zip(chunk, _rendered(documents, standing, format_), strict=True):
                    write_entry(archive, f"{stem}.{format_}", content)
    there = {paper.paper.number for paper, _ in named}
    return made.getvalue() if named else b"", [paper for paper in marked if paper.paper.number not in there]


def _rendered(documents: Sequence[Feedback], standing: Standing, format_: Format) -> Iterator[bytes]:
    if format_ == "pdf":
        yield from pdf.render_feedback(
            documents, page="us-letter" if standing.exam.blueprint.page == "letter" else "a4"
        )
    else:
        yield from (page.encode("utf-8", "backslashreplace") for page in html.render_feedback(documents))


def write_entry(archive: zipfile.ZipFile, name: str, content: bytes, *, executable: bool = False) -> None:
    """A file of an archive, the same bytes on every day and machine."""
    info = zipfile.ZipInfo(name, _LONG_AGO)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = (0o100755 if executable else 0o100644) << 16
    archive.writestr(info, content)
