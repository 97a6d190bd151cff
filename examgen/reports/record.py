"""What the statistics are made of: of each paper that was marked, what was drawn, what was answered, and what it earned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from examgen.gradebook.rulebook import Item, called
from examgen.judge import State
from examgen.reports.statistics import Numbers

Place = tuple[str, str]
"""A place of the exam and the question that stands there; another paper may have another question at the same place."""


@dataclass(frozen=True)
class Response:
    """One answer of one student.

    Attributes:
        name: the ask's name in its question.
        points: what it earned for certain.
        written: the value that was read, as a student types it in the question's own terms; empty where there is none.
        key: the right value, likewise; empty where other values are right as well.
        options: where there are options to choose from, what each stands for, the same for all students.
        chosen: which of the options was taken; empty where none was.
        misconceptions: those behind a wrong answer, where the paper speaks for them.
        feedback: what was said to a wrong answer, in Markdown.
    """

    name: str
    label: str
    state: State
    points: float
    of: float
    pending: bool = False
    written: str = ""
    key: str = ""
    options: tuple[str, ...] = ()
    chosen: str = ""
    misconceptions: tuple[str, ...] = ()
    feedback: str = ""


@dataclass(frozen=True)
class AnsweredQuestion:
    """One question of one student's paper.

    Attributes:
        effort: the operations of its worked solution.
        detects: the misconceptions that its numbers can tell from a right answer.
    """

    place: str
    question: str
    number: int
    title: str
    topic: str
    bonus: bool
    effort: float
    parameters: Mapping[str, Any]
    detects: tuple[str, ...]
    responses: tuple[Response, ...]

    @property
    def points(self) -> float:
        return sum(each.points for each in self.responses)

    @property
    def of(self) -> float:
        return sum(each.of for each in self.responses)

    @property
    def pending(self) -> bool:
        return any(each.pending for each in self.responses)

    @property
    def blank(self) -> bool:
        return all(each.state == "blank" for each in self.responses)


@dataclass(frozen=True)
class Sitting:
    """One student's paper, marked."""

    student: str
    name: str
    paper: str
    points: float
    highest: float
    of: float
    questions: tuple[AnsweredQuestion, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing stands on it."""
        return all(question.blank for question in self.questions)

    @property
    def responses(self) -> Iterator[tuple[AnsweredQuestion, Response]]:
        for question in self.questions:
            yield from ((question, response) for response in question.responses)


def items(sittings: Sequence[Sitting]) -> dict[Item, str]:
    """Every answer that is asked for, with what it is called, in the order of the papers."""
    return called(
        ((question.place, question.question, response.name), response.label)
        for sitting in sittings
        for question, response in sitting.responses
    )


def undecided(sittings: Sequence[Sitting]) -> set[Item]:
    """The answers of which more are pending than decided: blank ones, which need nobody, would speak for all the others."""
    waiting: Counter[Item] = Counter()
    for sitting in sittings:
        for question, response in sitting.responses:
            if response.state != "blank":
                waiting[question.place, question.question, response.name] += 1 if response.pending else -1
    return {item for item, more in waiting.items() if more > 0}


def points_by_item(sittings: Sequence[Sitting], found: Sequence[Item], *, share: bool = False) -> Numbers:
    """A row for each student and a column for each answer; ``nan`` where it was not asked, or is not decided yet."""
    columns = {item: column for column, item in enumerate(found)}
    table = np.full((len(sittings), len(columns)), np.nan)
    for row, sitting in enumerate(sittings):
        for question, response in sitting.responses:
            if not response.pending:
                earned = response.points / response.of if share and response.of else response.points
                table[row, columns[question.place, question.question, response.name]] = earned
    return table


def points_by_place(sittings: Sequence[Sitting]) -> tuple[list[str], Numbers]:
    """The places, bonus questions left out, and what each student earned for certain at each of them."""
    places = list(dict.fromkeys(q.place for s in sittings for q in s.questions if not q.bonus))
    column = {place: index for index, place in enumerate(places)}
    table = np.zeros((len(sittings), len(places)))
    for row, sitting in enumerate(sittings):
        for question in sitting.questions:
            if not question.bonus:
                table[row, column[question.place]] += question.points
    return places, table
