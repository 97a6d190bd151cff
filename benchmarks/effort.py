"""Equal work: how effort and time differ between the papers of the example exams, by place, section and paper.

    python benchmarks/effort.py [STUDENTS] [EXAM …]

Before: the first good draw of every question. After: the first draw that `generate` takes, near the target of its place. Needs no
Keras; the rare draw that `generate` passes over because a misconception does not show is near the target as well.
(max - min) / median; at most 15 % at one place and in one section, 5 % on whole papers.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from examgen import __version__
from examgen.bank.bank import Bank
from examgen.exam.assembly import Works, draws
from examgen.exam.blueprint import Blueprint, read_blueprint
from examgen.exam.fairness import Spread, by_place, by_section, of_papers, time_needed
from examgen.exam.minutes import seconds
from examgen.exam.numbers import paper_numbers
from examgen.exam.places import PlacedQuestion, items_of, places_of
from examgen.exam.sealed import SealedExam, SealedPaper, SealedQuestion
from examgen.question.question import Question

EXAMPLES = Path(__file__).parents[1] / "examples"
KEY = b"a key of the benchmark"


def exam(
    blueprint: Blueprint, papers: dict[str, list[PlacedQuestion]], draw: Callable[[str, PlacedQuestion], Question]
) -> SealedExam:
    """The papers as far as their work is concerned."""

    def question(number: str, item: PlacedQuestion) -> SealedQuestion:
        variant = draw(number, item)
        effort = variant.solution.exact_effort
        return SealedQuestion(
            place=item.id, number=item.number, section=item.place.section, question=item.question.id, version=1, title="",
            statement="", points=1, parameters={}, attempt=0, effort=effort, seconds=seconds(variant, effort), asks=(),
            misconceptions={},
        )  # fmt: skip

    sealed = (
        SealedPaper(number=number, questions=tuple(question(number, item) for item in items))
        for number, items in papers.items()
    )
    return SealedExam(id=blueprint.id, engine=__version__, bank="", blueprint=blueprint, papers=tuple(sealed))


def first(number: str, item: PlacedQuestion) -> Question:
    return next(draws("", KEY, number, item, None))[1]


def near(works: Works, number: str, item: PlacedQuestion) -> Question:
    return next(draws("", KEY, number, item, works.of(item)))[1]


def show(what: str, before: Spread, after: Spread) -> None:
    numbers = (before.effort, after.effort, before.time, after.time)
    print(f"  {what:<44}" + "".join(f"{100 * each:8.1f}" for each in numbers), flush=True)


def main(students: int, names: list[str]) -> None:
    bank = Bank()
    for path in sorted(EXAMPLES.glob("*/blueprint.yaml")):
        if names and path.parent.name not in names:
            continue
        blueprint, source = read_blueprint(path)
        places = places_of(blueprint, bank, source, KEY)
        numbers = paper_numbers(KEY, (f"s{n}" for n in range(students))).values()
        papers = {number: items_of(places, blueprint.sections, KEY, number) for number in numbers}
        works = Works()
        before = exam(blueprint, papers, first)
        began = time.process_time()
        after = exam(blueprint, papers, partial(near, works))
        took = 1000 * (time.process_time() - began) / students
        print(f"\n{path.parent.name}, {students} papers, drawn in {took:.0f} ms of CPU each; {time_needed(after)}")
        print(f"  {'(max - min) / median, %':<44}  effort   after    time   after")
        spreads = by_place(before)
        for place, spread in by_place(after).items():
            show(place, spreads[place], spread)
        for section, *sections in zip(blueprint.sections, by_section(before), by_section(after), strict=True):
            show(f"section {section.title}", *sections)
        show("whole papers", of_papers(before), of_papers(after))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, sys.argv[2:])
