"""What people decide: written into the gradebook, and found again in it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy import insert, select

from examgen.errors import cited
from examgen.exam.printing import points_text
from examgen.gradebook.edits import EditsError, edits, is_points, read_table
from examgen.gradebook.schema import DecisionRow, PaperRow, storable
from examgen.gradebook.standing import AnswerStanding, PaperStanding, Standing
from examgen.gradebook.store import Gradebook, login, now
from examgen.gradebook.table import grades_csv

LONGEST = 2_000
"""A reason or comment of more characters than this is cut there."""


@dataclass(frozen=True)
class Decided:
    """A decision to be written down.

    Attributes:
        kind: as `DecisionStanding` says.
        reads: what the answer is to be read as.
    """

    paper: PaperStanding
    answer: AnswerStanding
    points: Decimal | None = None
    why: str = ""
    kind: str = "points"
    reads: str = ""
    withdraws: uuid.UUID | None = None


def decide(book: Gradebook, decided: Iterable[Decided], *, by: str = "") -> list[uuid.UUID]:
    """Write decisions down, all of them or none.

    Args:
        book: the gradebook.
        decided: what was decided at once.
        by: who decides; the login name without it.

    Returns:
        The ids of the decisions.
    """
    batch, at, by = uuid.uuid4(), now(), (by or login())[:128]
    rows = [
        {
            "id": uuid.uuid4(),
            "paper_id": book.paper_id(one.paper.paper),
            "label": one.answer.label,
            "at": at,
            "by": by,
            "kind": one.kind,
            "points": one.points,
            "of": one.answer.of,
            "text": storable(one.answer.written.text),
            "reads": one.reads,
            "why": one.why[:LONGEST],
            "batch": batch,
            "withdraws": one.withdraws,
        }
        for one in decided
    ]
    if rows:
        with book.writing() as connection:
            connection.execute(insert(DecisionRow), rows)
    return [row["id"] for row in rows]  # type: ignore[misc]


def withdraw(book: Gradebook, ids: Sequence[uuid.UUID], *, by: str = "") -> None:
    """Take decisions back; they stay in the gradebook, and count no more."""
    batch, at, by = uuid.uuid4(), now(), (by or login())[:128]
    with book.writing() as connection:
        rows = [
            {"id": uuid.uuid4(), "paper_id": row.paper_id, "label": row.label, "at": at, "by": by, "kind": "withdraw"}
            | {
                "points": None,
                "of": None,
                "text": row.text,
                "reads": "",
                "why": "",
                "batch": batch,
                "withdraws": row.id,
            }
            for row in connection.execute(select(DecisionRow.__table__).where(DecisionRow.id.in_(ids)))
        ]
        if rows:
            connection.execute(insert(DecisionRow), rows)


def read_as(book: Gradebook) -> dict[str, dict[str, tuple[str, str]]]:
    """What people said answers are to be read as, with the text that each is about, by paper number and label."""
    with book.reading() as connection:
        query = select(DecisionRow.__table__, PaperRow.number).join(PaperRow, DecisionRow.paper_id == PaperRow.id)
        rows = list(
            connection.execute(
                query.where(PaperRow.exam_id == book.key).order_by(DecisionRow.at, DecisionRow.id)
            ).mappings()
        )
    withdrawn = {row["withdraws"] for row in rows if row["kind"] == "withdraw"}
    found: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in rows:
        if row["id"] in withdrawn or row["kind"] not in ("read", "points"):
            continue
        found[row["number"]].pop(row["label"], None)
        if row["kind"] == "read":
            found[row["number"]][row["label"]] = (row["text"], row["reads"])
    return found


@dataclass(frozen=True)
class Case:
    """What is decided at once: an answer, or equal answers to the same question with the same key."""

    answers: tuple[tuple[PaperStanding, AnswerStanding], ...]

    @property
    def first(self) -> AnswerStanding:
        """The answer that stands for all."""
        return self.answers[0][1]

    @property
    def name(self) -> str:
        """What tells the case from all others as long as it is open."""
        paper, answer = self.answers[0]
        return f"{paper.paper.number}/{answer.label}"

    @property
    def papers(self) -> str:
        """Whose answers they are."""
        names = [paper.paper.student or paper.paper.number for paper, _ in self.answers]
        return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")

    def decided(
        self, points: Decimal | None, why: str = "", kind: str = "points", reads: str = ""
    ) -> Iterator[Decided]:
        """The same decision for all of them."""
        for paper, answer in self.answers:
            yield Decided(paper, answer, points, why, kind, reads)


def queue(
    standing: Standing, *, each: bool = False, labels: Sequence[str] = (), second: bool = False, by: str = ""
) -> list[Case]:
    """What is to be decided, in the order of the papers.

    Args:
        standing: what stands.
        each: every answer alone; without it, equal answers are decided once.
        labels: only these answers, or those of these questions.
        second: what somebody else decided, to be marked a second time, and not what is pending.
        by: the second marker.
    """
    cases: dict[object, list[tuple[PaperStanding, AnswerStanding]]] = {}
    for paper, answer in standing.answers:
        number = str(answer.question.number)
        if labels and not {answer.label, number, answer.question.question, answer.question.place} & set(labels):
            continue
        if second:
            gave = [d.by for d in answer.decisions if d.stands and d.kind in ("points", "second", "read")]
            if not gave or by in gave or answer.pending:
                continue
        elif not answer.pending:
            continue
        cases.setdefault((paper.paper.number, answer.label) if each else _equal(answer), []).append((paper, answer))
    return [Case(tuple(answers)) for answers in cases.values()]


def _equal(answer: AnswerStanding) -> tuple[object, ...]:
    """What answers have in common that are decided at once."""
    question = answer.question
    key = str(answer.ask.key)
    return question.place, question.question, answer.ask.name, answer.written.text, key, answer.of


REVIEW = ("case", "answers", "of", "question", "written", "read", "key", "why pending", "points", "comment")
"""The columns of the table of open cases; ``points`` and ``comment`` are filled in."""

SECOND = "second "
"""Before the name of a case that is marked a second time."""


@dataclass(frozen=True)
class Taken:
    """What a table says."""

    decided: tuple[Decided, ...]
    remarks: tuple[str, ...]


def from_review(standing: Standing, content: bytes, name: str, *, by: str = "") -> Taken:
    """The decisions in a table of open cases that somebody filled in, who may be the second marker."""
    from examgen.gradebook.edits import read_rows

    grouped, single = (
        {
            f"{before}{case.name}": case
            for before, second in (("", False), (SECOND, True))
            for case in queue(standing, each=each, second=second, by=by)
        }
        for each in (False, True)
    )
    alike = {(before, _equal(case.first)): case for before, case in _of_either_kind(grouped)}
    answers = {Case(((paper, answer),)).name: answer for paper, answer in standing.answers}
    decided: list[Decided] = []
    remarks: list[str] = []
    for row in read_rows(content, name):
        points, comment = row.get("points", ""), row.get("comment", "")
        if not points and not comment:
            continue
        called = row.get("case", "")
        kind = "second" if called.startswith(SECOND) else "points"
        where = f"{cited(name)}: {cited(called, 40)}"
        meant = answers.get(called.removeprefix(SECOND))
        if meant is None:
            remarks.append(f"{where}: no paper has such an answer; left out")
            continue
        if "written" in row and not _is_same(row["written"], meant.written.text):
            remarks.append(f"{where}: the answer has changed since the table was written; left out")
            continue
        case = grouped.get(called) or single.get(called)
        if case is None and row.get("answers") != "1":  # somebody has decided the first of them in the meantime
            case = alike.get((SECOND if kind == "second" else "", _equal(meant)))
        if case is None:
            remarks.append(f"{where}: no decision is needed there any more; left out")
            continue
        if row.get("answers") == "1" and len(case.answers) > 1:
            case = single.get(called, case)
        remarks += _take(case, points, comment, where, decided, kind)
    return Taken(tuple(decided), tuple(remarks))


def _of_either_kind(cases: Mapping[str, Case]) -> Iterator[tuple[str, Case]]:
    return ((SECOND if name.startswith(SECOND) else "", case) for name, case in cases.items())


def _is_same(cell: str, text: str) -> bool:
    """Whether a cell holds a text, as far as spreadsheets keep it: they write numbers in their own way."""

    def plain(said: str) -> str:
        bare = "".join(said.split()).removeprefix("'").replace(",", ".")
        try:
            return str(Decimal(bare).normalize())
        except InvalidOperation:
            return bare

    return plain(cell) == plain(text)


def _take(case: Case, points: str, comment: str, where: str, decided: list[Decided], kind: str) -> Iterator[str]:
    if not points:
        decided.extend(case.decided(None, comment, "comment"))
        return
    given = as_points(points)
    if given is None or given > case.first.of:
        most = points_text(case.first.of)
        yield f"{where}: expected points from 0 to {most}, with at most two decimals, got {cited(points, 40)!r}; left out"
        return
    decided.extend(case.decided(given, comment, kind))


def from_grades(standing: Standing, content: bytes, name: str, written: bytes | None) -> Taken:
    """The decisions in a table of grades that somebody changed: every answer's points that are not what was written.

    Args:
        standing: what stands.
        content: the table as it was changed.
        name: what messages call it.
        written: what it was changed from; what stands now, where that is not known.
    """
    papers = {paper.paper.number: paper for paper in standing.papers}
    decided: list[Decided] = []
    remarks: list[str] = []
    read_table(content, name)
    for edit in edits(written or grades_csv(standing).encode(), content, name):
        where = f"{cited(name)}: {cited(edit.student, 40)} {cited(edit.column, 40)}"
        paper = papers.get(edit.paper)
        if paper is None or not is_points(edit.column):
            if edit.column in ("points", "at most", "percent", "status", "of"):
                remarks.append(f"{where}: a total follows from the answers; change their points instead")
            continue
        answer = paper.answer(edit.column)
        if answer is None:
            remarks.append(f"{where}: this paper has no marked answer of that name; left out")
        elif edit.points is None or edit.points > answer.of:
            got = cited(edit.after or "an empty cell", 40)
            remarks.append(
                f"{where}: expected points from 0 to {points_text(answer.of)}, with at most two decimals, got {got!r}; left out"
            )
        elif answer.decided is None or edit.points != answer.points:
            decided.append(Decided(paper, answer, edit.points))
    return Taken(tuple(decided), tuple(remarks))


def from_table(standing: Standing, content: bytes, name: str, written: bytes | None = None, *, by: str = "") -> Taken:
    """The decisions in a table: of open cases, or of grades.

    Raises:
        EditsError: it is neither.
    """
    from examgen.gradebook.edits import titles

    found = set(titles(content, name))
    if {"case", "points"} <= found:
        return from_review(standing, content, name, by=by)
    if {"id", "paper"} <= found:
        return from_grades(standing, content, name, written)
    raise EditsError(
        f"{cited(name)}: expected grades.csv, or a table that `examgen review --csv` wrote; got the columns "
        f"{cited(', '.join(sorted(found)), 120)}"
    )


def as_points(text: str) -> Decimal | None:
    """Points as somebody types them; ``None`` where it is no number from 0."""
    from examgen.gradebook.edits import number

    return number(text)


def changed(before: Standing, after: Standing) -> Mapping[str, tuple[PaperStanding, PaperStanding]]:
    """The papers whose points differ, by number."""
    earlier = {paper.paper.number: paper for paper in before.papers}
    return {
        paper.paper.number: (earlier[paper.paper.number], paper)
        for paper in after.papers
        if paper.paper.number in earlier
        and (earlier[paper.paper.number].points, earlier[paper.paper.number].highest) != (paper.points, paper.highest)
    }
