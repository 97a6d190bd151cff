"""Giving a spare paper to a student who was not on the roster, or whose paper is lost."""

from __future__ import annotations

from pathlib import Path

from examgen.bank.bank import Bank
from examgen.errors import UserError
from examgen.exam.files import EVERYONE, access_of, write_whole
from examgen.exam.numbers import read_number
from examgen.exam.roster import can_name_a_file
from examgen.exam.sealed import FILE_NAME, SealedExam, SealedPaper
from examgen.exam.sheet import empty_sheet


class AssignError(UserError):
    """A paper cannot be given to this student."""


def assign(
    folder: Path,
    number: str,
    student: str,
    bank: Bank,
    *,
    name: str = "",
    instead: bool = False,
    fingerprint: str | None = None,
) -> SealedPaper:
    """Give a spare paper of a sealed exam to a student, and seal the exam again.

    Args:
        folder: the exam's folder.
        number: the paper's number, as it was typed.
        student: the student's id.
        bank: the questions of the exam.
        name: the student's name; that of the roster, or the id without it.
        instead: whether it takes the place of the paper that the student has already, which becomes a spare one.
        fingerprint: that of the key which signed the exam, where a person has just compared it.

    Raises:
        UserError: there is no such paper, it has a student, or the student has a paper.
    """
    exam = SealedExam.read(folder / FILE_NAME, fingerprint=fingerprint)
    if not can_name_a_file(student):
        raise AssignError(f"the id {student!r} cannot name a file; use letters, digits and . _ @ + - (at most 64)")
    wanted = exam.paper(read_number(number))
    if wanted is None:
        spare = ", ".join(paper.number for paper in exam.papers if not paper.student) or "none"
        raise AssignError(f"{exam.id} has no paper {read_number(number)}; spare ones are {spare}")
    earlier = next((paper for paper in exam.papers if paper.student.lower() == student.lower()), None)
    if earlier is not None and earlier.number == wanted.number:
        return earlier
    if wanted.student:
        raise AssignError(f"paper {wanted.number} belongs to {wanted.student}; give {student} a spare one")
    if earlier is not None and not instead:
        raise AssignError(
            f"{student} already has paper {earlier.number}; with --instead, this one counts and the other becomes a spare paper"
        )
    given = wanted.model_copy(
        update={
            "student": student,
            "name": name or (earlier.name if earlier else student),
            "columns": earlier.columns if earlier else {},
        }
    )
    papers = {paper.number: paper for paper in exam.papers} | {given.number: given}
    if earlier is not None:
        papers[earlier.number] = earlier.model_copy(update={"student": "", "name": "", "columns": {}})
    sealed = exam.model_copy(update={"papers": tuple(papers.values())})
    sealed.write(folder / FILE_NAME, access_of(folder / FILE_NAME))
    for paper in papers.values():
        if paper is given or (earlier is not None and paper.number == earlier.number):
            write_whole(
                folder / "answers" / f"{sealed.filed_as(paper)}.yaml",
                empty_sheet(sealed, paper, bank).encode(),
                EVERYONE,
            )
    return given
