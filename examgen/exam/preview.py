"""One specimen of an exam with its key, before there are students."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.fairness import time_by_question, time_needed, unfair, unusual
from examgen.exam.files import OWNER, write_whole
from examgen.exam.printing import in_english, paper_document, points_text
from examgen.exam.roster import Student
from examgen.exam.texts import check_texts
from examgen.rendering.pdf import render_papers

_SECRET = b"the numbers of a preview are nobody's"


@dataclass(frozen=True)
class Preview:
    """Where the specimen and its key are, how long they are, and how long the exam takes.

    Attributes:
        warnings: what to look at: values that examgen would not draw, more work than time.
    """

    paper: Path
    key: Path
    pages: int
    key_pages: int
    points: str
    time: str
    time_by_question: str
    warnings: tuple[str, ...]


def make_preview(blueprint_path: Path, out: Path, bank: Bank) -> Preview:
    """Write ``NAME-preview.pdf`` and ``NAME-preview-key.pdf``.

    Raises:
        UserError: the blueprint cannot be used.
    """
    blueprint, source = read_blueprint(blueprint_path)
    check_texts(blueprint, source)
    exam = assemble(blueprint, [Student("specimen", "Specimen")], bank, source, _SECRET)
    (sealed,) = exam.papers
    paper, key = render_papers(paper_document(exam, sealed, bank, key=is_key) for is_key in (False, True))
    paths = [out / f"{blueprint_path.stem}-preview{suffix}.pdf" for suffix in ("", "-key")]
    write_whole(paths[0], paper)
    write_whole(paths[1], key, OWNER)
    return Preview(
        paths[0],
        paths[1],
        _pages(paper),
        _pages(key),
        points_text(sealed.points),
        time_needed(exam),
        time_by_question(exam),
        (*unusual(exam, bank), *unfair(exam), *in_english(exam, bank)),
    )


def _pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)
