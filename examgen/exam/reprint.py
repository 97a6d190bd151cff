"""Making an exam again where it stands already: what is as it was stays, what comes out otherwise is printed anew.

A title with a slip in it, a student who came late, a new look: the numbers of a paper hang on none of them. What a paper asks may not
change unnoticed, as it may have been handed out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from examgen import __version__
from examgen.bank.bank import Bank
from examgen.errors import UserError
from examgen.exam.numbers import paper_numbers
from examgen.exam.printing import paper_document
from examgen.exam.sealed import FILE_NAME, SealedError, SealedExam, SealedPaper
from examgen.exam.secret import exam_key
from examgen.exam.sheet import empty_sheet
from examgen.exam.signing import SignatureError
from examgen.rendering.document import Paper

GRADED = ("gradebook.sqlite", ".grades")
"""What is beside an exam once answers came in: a gradebook, or the grades of one that is a database elsewhere."""


class ReprintError(UserError):
    """Papers that were printed would come to ask something else."""


def printed_name(exam: SealedExam, paper: SealedPaper, *, key: bool) -> str:
    """Where a paper or its key is in the folder of its exam."""
    name = exam.filed_as(paper)
    return f"keys/{name}-key.pdf" if key else f"papers/{name}.pdf"


def sheet_name(exam: SealedExam, paper: SealedPaper) -> str:
    """Where the answer sheet of a paper is in the folder of its exam."""
    return f"answers/{exam.filed_as(paper)}.yaml"


def printed_before(out: Path, id_: str, secret: bytes, students: Sequence[str], spares: int) -> SealedExam | None:
    """This exam as an earlier call left it in a folder; ``None`` where there is none, or none with this secret."""
    try:
        exam = SealedExam.read(out / FILE_NAME)
    except (SealedError, SignatureError):
        return None
    ours = set(paper_numbers(exam_key(secret, id_), students, spares).values())
    return exam if exam.id == id_ and any(paper.number in ours for paper in exam.papers) else None


def taking_over(exam: SealedExam, before: SealedExam, folder: Path, *, replace: bool) -> SealedExam:
    """The exam as it follows an earlier one: its grades go on, and spare papers stay with the students who have got them.

    Raises:
        ReprintError: a paper that was printed would ask something else, or be worth or marked otherwise, or is gone, and may not.
    """
    old = {paper.number: paper for paper in before.papers}
    known = {paper.student for paper in exam.papers if paper.student}
    papers = tuple(
        old[paper.number].model_copy(update={"questions": paper.questions})
        if not paper.student and paper.number in old and old[paper.number].student not in known
        else paper
        for paper in exam.papers
    )
    exam = exam.model_copy(update={"papers": papers})
    now = {paper.number: paper for paper in papers}
    other = [number for number, paper in old.items() if number in now and _asks(paper) != _asks(now[number])]
    gone = [number for number in old if number not in now]
    if any((folder / name).exists() for name in GRADED):
        if other or gone:
            raise ReprintError(
                f"{_counted(other, gone)}, but {folder} has a gradebook, and their answers may already have been handed in. "
                "Take the change back, or choose another folder with --out for a separate exam"
            )
        if exam.blueprint.marking != before.blueprint.marking or any(
            _worth(p) != _worth(now[n]) for n, p in old.items()
        ):
            raise ReprintError(
                f"{folder} has a gradebook, and the points or marking rules of the blueprint differ from those of the sealed exam. "
                f"To apply them, run examgen regrade {folder} --blueprint FILE, which shows whose marks change before you confirm"
            )
    if other and not replace:
        why = "; ".join(changes_of(exam, before)) or "the blueprint has changed"
        raise ReprintError(
            f"{folder}: {_counted(other, [])} from those printed ({why}). Choose another folder with --out, or add --replace "
            "if none of them has been handed out"
        )
    return exam if other else exam.model_copy(update={"origin": before.origin or before.made_from})


def _counted(other: Sequence[str], gone: Sequence[str]) -> str:
    said = (("would have different questions", other), ("would be removed", gone))
    return " and ".join(f"{_papers(numbers)} {what}" for what, numbers in said if numbers)


def _papers(numbers: Sequence[str]) -> str:
    some = ", ".join(numbers[:3]) + (", …" if len(numbers) > 3 else "")
    return f"{len(numbers)} paper{'s' if len(numbers) > 1 else ''} ({some})"


def _asks(paper: SealedPaper) -> object:
    """What a paper asks, however it is worded and whatever it is worth."""
    return [
        (
            question.place,
            question.question,
            question.parameters,
            [(ask.name, ask.key, [(option.value, option.text) for option in ask.options]) for ask in question.asks],
        )
        for question in paper.questions
    ]


def _worth(paper: SealedPaper) -> object:
    """What the answers of a paper are worth."""
    return [(question.bonus, [ask.points for ask in question.asks]) for question in paper.questions]


def changes_of(exam: SealedExam, before: SealedExam) -> Iterator[str]:
    """What has changed since the exam was made: the program, or its questions."""
    if before.engine != __version__:
        yield f"examgen {before.engine} made it, and this is examgen {__version__}"
    if before.bank != exam.bank:
        yield f"the questions have changed since: the bank was {before.bank} and is {exam.bank}"


def source_digest(document: Paper, looks: str) -> str:
    """What a document says and how it is set, as a digest."""
    return hashlib.sha256(f"{looks}\n{document!r}".encode("utf-8", "backslashreplace")).hexdigest()


def filled_in(before: SealedExam, folder: Path, bank: Bank) -> set[str]:
    """The answer sheets of an earlier call that somebody has written into since; they are nobody's to overwrite."""
    found = set()
    for paper in before.papers:
        path = folder / (name := sheet_name(before, paper))
        if path.is_file() and path.read_bytes() != empty_sheet(before, paper, bank).encode():
            found.add(name)
    return found


def gone_since(exam: SealedExam, before: SealedExam) -> set[str]:
    """The files of papers that there are no more."""
    now = {paper.number for paper in exam.papers}
    gone = [paper for paper in before.papers if paper.number not in now]
    printed = {printed_name(before, paper, key=key) for paper in gone for key in (False, True)}
    return printed | {sheet_name(before, paper) for paper in gone}


def unchanged(exam: SealedExam, before: SealedExam, folder: Path, bank: Bank, looks: str) -> dict[str, str]:
    """The files of an earlier call that need not be printed anew, with their digests: they say the same, and are as they were printed."""
    kept = {}
    for paper in exam.papers:
        for key in (False, True):
            name = printed_name(exam, paper, key=key)
            if (digest := before.digests.get(name)) is None:
                continue
            if before.sources.get(name) != source_digest(paper_document(exam, paper, bank, key=key), looks):
                continue
            path = folder / name
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest:
                kept[name] = digest
    return kept
