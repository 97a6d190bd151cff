"""Equal work: how effort and time differ between the papers of the example exams, by place, section and paper.

    python benchmarks/effort.py [STUDENTS] [EXAM …]

Before: the first good draw of every question. After: what `generate` takes, attested by Keras, near the target of its place.
(max - min) / median; at most 15 % at one place and in one section, 5 % on whole papers.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import Blueprint, read_blueprint
from examgen.exam.fairness import Spread, by_place, by_section, of_papers, time_needed
from examgen.exam.minutes import seconds
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam, SealedPaper, SealedQuestion
from examgen.question.draw import derive_key
from examgen.question.selection import DRAWS, candidates

EXAMPLES = Path(__file__).parents[1] / "examples"
SECRET = b"a secret of the benchmark"


def first_draws(exam: SealedExam, bank: Bank, blueprint: Blueprint) -> SealedExam:
    """The same papers with the first good draw of each question, whatever work it is."""

    def drawn(paper: SealedPaper, question: SealedQuestion) -> SealedQuestion:
        entry = bank.question(question.question)
        keys = (derive_key(SECRET, paper.number, question.place, attempt) for attempt in range(DRAWS))
        variant = next(candidates(entry, keys, _pins(blueprint, question)))
        return question.model_copy(update={"effort": variant.solution.exact_effort, "seconds": seconds(variant)})

    papers = (p.model_copy(update={"questions": tuple(drawn(p, q) for q in p.questions)}) for p in exam.papers)
    return exam.model_copy(update={"papers": tuple(papers)})


def _pins(blueprint: Blueprint, question: SealedQuestion) -> dict[str, object]:
    slots = (slot for _, slot in blueprint.slots if getattr(slot, "question", "") == question.question)
    return next((slot.set for slot in slots if getattr(slot, "set", None)), {})


def show(what: str, before: Spread, after: Spread) -> None:
    numbers = (before.effort, after.effort, before.time, after.time)
    print(f"  {what:<44}" + "".join(f"{100 * each:8.1f}" for each in numbers))


def main(students: int, names: list[str]) -> None:
    bank = Bank()
    for path in sorted(EXAMPLES.glob("*/blueprint.yaml")):
        if names and path.parent.name not in names:
            continue
        blueprint, source = read_blueprint(path)
        roster = [Student(f"s{n}", f"Student {n}") for n in range(students)]
        began = time.process_time()
        after = assemble(blueprint, roster, bank, source, SECRET)
        took = time.process_time() - began
        before = first_draws(after, bank, blueprint)
        print(
            f"\n{path.parent.name}, {students} papers, drawn and attested in {took:.0f} s of CPU; {time_needed(after)}"
        )
        print(f"  {'(max - min) / median, %':<44}  effort   after    time   after")
        places = by_place(before)
        for place, spread in by_place(after).items():
            show(place, places[place], spread)
        for section, *spreads in zip(blueprint.sections, by_section(before), by_section(after), strict=True):
            show(f"section {section.title}", *spreads)
        show("whole papers", of_papers(before), of_papers(after))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, sys.argv[2:])
