"""The marks of a very large class as a table, written while the table of answers is read: nothing is kept, and no gradebook is needed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from examgen.bank.bank import Bank
from examgen.errors import UserError, cited
from examgen.exam.files import OWNER, Access, whole_file
from examgen.exam.sealed import SealedExam
from examgen.gradebook.accepting import judged_with
from examgen.gradebook.record import last_rules
from examgen.gradebook.rulebook import Rulebook
from examgen.gradebook.store import Gradebook
from examgen.gradebook.table import columns_of, csv_row, row, titles
from examgen.marking.stream import mark_chunks
from examgen.marking.tables import UnclearTimes


@dataclass
class Counted:
    """How many rows were marked, how many of them have answers pending, how many were not marked, and how many are a second one."""

    marked: int = 0
    pending: int = 0
    problems: int = 0
    again: int = 0


def write_marks(
    exam: SealedExam,
    table: Path,
    bank: Bank,
    target: Path,
    folder: Path,
    *,
    keras: bool = True,
    readers: Access = OWNER,
    url: str = "",
    tell: Callable[[str], None] = lambda problem: None,
    note: Callable[[str], None] = lambda remark: None,
    advance: Callable[[int], None] = lambda marked: None,
) -> Counted:
    """Mark a table row by row and write what each row earned, in its order, to a CSV file; the file is whole or not there.

    The rules are those of the exam's gradebook where it has one, as a regrade may have changed them; the blueprint's otherwise.

    Args:
        exam: the exam.
        table: a row for each student; CSV or JSON lines in UTF-8.
        bank: the questions.
        target: the file to write.
        folder: where the exam's gradebook is, if there is one.
        keras: whether both witnesses run again.
        readers: who may read the file.
        url: a database elsewhere in place of the gradebook in the folder.
        tell: told of each row that is not marked, and why.
        note: told of each row of a student who has one already.
        advance: told how many are marked so far.

    Raises:
        UserError: it is no table of answers, cannot be read, or the file cannot be written.
    """
    if target.exists() and target.samefile(table):
        raise UserError(f"{cited(str(target))} is the table of answers itself; write the marks into another file")
    rules = _rules(exam, folder, url)
    exam = rules.on(exam)
    labels, others = columns_of(paper for paper in exam.papers if paper.student)
    seen: set[str] = set()
    count, unclear, unknown = Counted(), UnclearTimes(), 0

    def told(problem: str) -> None:
        count.problems += 1
        tell(problem)

    with whole_file(target, readers) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="", write_through=True)
        text.write("\ufeff")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["row", *csv_row(titles(labels, others))])
        for chunk in mark_chunks(exam, table, bank, keras=keras, tell=told):
            stands = judged_with(chunk.marks, chunk.submissions, exam, rules.also_accept, bank, keras=keras)
            for stand in stands:
                student, found = stand.paper.student, chunk.rows[stand.paper.student]
                if student in seen:
                    count.again += 1
                    note(f"{cited(str(table))}, row {found.line}: {student} has another row; both are marked")
                seen.add(student)
                unclear.look_at(found)
                unknown += rules.punishes_lateness and found.handed_in is None
                ruled = rules.applied(stand, bank, found.handed_in)
                count.marked += 1
                count.pending += bool(ruled.pending)
                writer.writerow([found.line, *csv_row(row(ruled, labels, others))])
            advance(count.marked)
        text.flush()
        text.detach()
    if unclear.count:
        note(f"{cited(str(table))}: {unclear.told}")
    if unknown:
        note(
            f"{cited(str(table))}: {unknown:,} rows have no time with a time zone; no points were taken off for lateness there"
        )
    return count


def _rules(exam: SealedExam, folder: Path, url: str) -> Rulebook:
    if not Gradebook.exists(folder, url):
        return Rulebook.of(exam)
    with Gradebook.open(folder, exam, url) as book:
        return Rulebook.of(exam, last_rules(book))
