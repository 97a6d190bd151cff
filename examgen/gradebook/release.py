"""Giving grades out: what they were on that day is kept, and what changed since is told."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import insert

from examgen.errors import UserError
from examgen.exam.printing import points_text
from examgen.gradebook import schema
from examgen.gradebook.standing import Standing, standing
from examgen.gradebook.store import Gradebook, login, now

SHOWN = 20


class ReleaseError(UserError):
    """Grades cannot be given out yet."""


@dataclass(frozen=True)
class Released:
    """How many grades were given out, and how many of them differ from those that were given out before."""

    papers: int
    changed: int
    again: bool


def release(book: Gradebook, *, by: str = "", pending: bool = False) -> Released:
    """Write down that grades are given out as they stand.

    Raises:
        ReleaseError: nothing was marked, or answers are pending and it was not said that they may be.
    """
    stands = standing(book, history=False)
    if stands.run is None:
        raise ReleaseError("nothing has been marked yet, so there are no grades to release; run examgen grade first")
    waiting = [(paper, answer) for paper, answer in stands.answers if answer.pending]
    if waiting and not pending:
        papers = len({paper.paper.number for paper, _ in waiting})
        found = (
            "1 answer is" if len(waiting) == 1 else f"{len(waiting)} answers on {papers} paper{'s' * (papers > 1)} are"
        )
        raise ReleaseError(
            f"{found} pending, so nothing was released; decide with examgen review, or release anyway with --pending"
        )
    before = stands.given_out
    points = {paper.paper.number: f"{paper.points:.2f}" for paper in stands.papers if paper.status == "marked"}
    row = {"id": uuid.uuid4(), "exam_id": book.key, "run_id": stands.run.id, "at": now(), "by": (by or login())[:128]}
    with book.writing() as connection:
        connection.execute(insert(schema.ReleaseRow), row | {"papers": points})
    return Released(
        len(points),
        sum(before.get(number) != Decimal(given) for number, given in points.items()),
        stands.released is not None,
    )


def since_release(stands: Standing) -> Iterator[str]:
    """Which grades are no longer what was given out."""
    before = stands.given_out
    if stands.released is None:
        return
    now_ = {paper.paper.number: (paper.paper.student, paper.points) for paper in stands.papers}
    lines = []
    for number, given in before.items():
        student, points = now_.get(number, ("", None))
        if points != given:
            who = student or number
            today = points_text(points) if points is not None else "none"
            lines.append(f"{who}: released with {points_text(given)} point{'s' * (given != 1)}, now {today}")
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"{len(lines) - SHOWN} more grades differ from what was released"
