"""What goes into a learning system's gradebook for each student, and who is who there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from examgen.errors import UserError, cited
from examgen.exam.printing import points_text
from examgen.exam.text_file import read_bytes
from examgen.gradebook.edits import LARGEST, read_rows
from examgen.gradebook.standing import PaperStanding, Standing

Row = Mapping[str, str]
SHOWN = 10


class ExportError(UserError):
    """What was asked for cannot be exported."""


@dataclass(frozen=True)
class Score:
    """One student's points as they are handed over.

    Attributes:
        points: ``None`` where there are none to hand over.
        why: why not.
    """

    paper: PaperStanding
    points: Decimal | None
    of: Decimal
    why: str = ""

    @property
    def text(self) -> str:
        """The points as a cell; empty where there are none."""
        return "" if self.points is None else points_text(self.points)


def scores(standing: Standing, *, pending: bool = False, of: Decimal | None = None) -> list[Score]:
    """The points of every student, in the order of the roster.

    Args:
        standing: what stands.
        pending: whether papers with pending answers are handed over with what is certain.
        of: what the whole exam is to be worth there; what it is worth here without it.
    """
    return [_score(paper, pending, of) for paper in standing.papers if paper.paper.student]


def _score(paper: PaperStanding, pending: bool, of: Decimal | None) -> Score:
    worth = of or paper.of
    if paper.status == "absent":
        return Score(paper, None, worth, "not handed in")
    if paper.status == "unmarked":
        return Score(paper, None, worth, "not marked")
    if paper.pending and not pending:
        return Score(paper, None, worth, f"{len(paper.pending)} pending")
    points = paper.points
    if of is not None and paper.of:
        points = (points * of / paper.of).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Score(paper, points, worth)


def not_given_out(standing: Standing, found: Sequence[Score]) -> str:
    """Which of these points are not what was released, in words; empty where all are."""
    if standing.released is None:
        return "the grades have not been released"
    held = [score.paper.paper.student for score in found if score.points is not None and standing.is_draft(score.paper)]
    if not held:
        return ""
    more = f" and {len(held) - SHOWN} more" if len(held) > SHOWN else ""
    return f"these grades differ from those released: {', '.join(held[:SHOWN])}{more}"


def read_worksheet(path: Path) -> list[dict[str, str]]:
    """The rows of a table that a learning system exported.

    Raises:
        ExportError: it is empty.
        UserError: it cannot be read as a table.
    """
    rows = read_rows(read_bytes(path, LARGEST), str(path))
    if not rows:
        raise ExportError(f"{cited(str(path))}: expected the table that the learning system exported, got no rows")
    return rows


class StudentRows:
    """Finds the student whom a row of another system's table is about."""

    def __init__(self, papers: Iterable[PaperStanding]) -> None:
        self.papers = [paper for paper in papers if paper.paper.student]
        self._known: dict[str, str] = {}
        names = Counter(_plain(paper.paper.name) for paper in self.papers)
        for paper in self.papers:
            own = paper.paper
            self._known.setdefault(_plain(own.student), own.student)
            for title, value in own.columns.items():
                if re.search(r"mail|login|user", title, re.IGNORECASE) and value.strip():
                    self._known.setdefault(_plain(value), own.student)
            if names[_plain(own.name)] == 1:
                self._known.setdefault(_plain(own.name), own.student)

    def of(self, row: Row, titles: Sequence[str]) -> str | None:
        """The student whom one of these cells names, looked at in this order."""
        cells = {_plain(title): value for title, value in row.items()}
        found = (self._known.get(_plain(cells.get(_plain(title), ""))) for title in titles)
        return next((student for student in found if student), None)


def _plain(text: str) -> str:
    """A text for comparison; ``Lovelace, Ada`` and ``Ada Lovelace`` are one name."""
    last, comma, first = text.partition(",")
    return " ".join(f"{first} {last}".split() if comma else text.split()).casefold()


def column(paper: PaperStanding, *titles: str) -> str:
    """What the roster says under one of these titles."""
    cells = {title.strip().casefold(): value.strip() for title, value in paper.paper.columns.items()}
    return next((cells[title] for title in titles if cells.get(title)), "")


def source_names(paper: PaperStanding) -> Iterator[str]:
    """The names of the files and folders that the submissions came from, of the one that counts first."""
    for submission in sorted(paper.submissions, key=lambda each: not each.counts):
        yield from reversed(Path(submission.source).parts)


def left_out(found: Sequence[Score]) -> Iterator[str]:
    """Who has no points to hand over, and why."""
    for why in dict.fromkeys(score.why for score in found if score.why and "pending" not in score.why):
        yield _told([s for s in found if s.why == why], why)
    if waiting := [score for score in found if "pending" in score.why]:
        yield _told(
            waiting,
            "answers are pending (decide them with examgen review, or export the certain points with --pending)",
        )


def _told(some: Sequence[Score], why: str) -> str:
    students = [score.paper.paper.student for score in some]
    more = f" and {len(students) - SHOWN} more" if len(students) > SHOWN else ""
    return f"no points for {', '.join(students[:SHOWN])}{more}: {why}"


def file_name(text: str) -> str:
    """A name as part of a file's name on every system, without the signs that part the pieces of such names."""
    clean = re.sub(r"[^\w .,'()-]|_", " ", text)
    return " ".join(clean.split()).strip(". ")[:80] or "student"
