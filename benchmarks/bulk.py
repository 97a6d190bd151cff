"""How fast a table of many students is read and marked, as a ratio to marking each paper by itself, and how memory grows.

    python benchmarks/bulk.py [STUDENTS]

An exam of 10 answers with the same numbers for all, answers from a pool of right, wrong, blank and unreadable ones, from CSV and from
JSON lines: streams of a tenth, a half and all of the students, and a tenth of them as `examgen grade` reads and marks them. No network
runs: the sealed keys hold.
"""

from __future__ import annotations

import csv
import json
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam, as_typed
from examgen.marking.marker import mark_papers
from examgen.marking.stream import mark_table
from examgen.marking.submissions import collect

BLUEPRINT = """\
title: Bulk
sections:
  - questions:
      - {question: convolution.output_size, points: 1, count: 4, numbers: same}
      - {question: convolution.parameter_count, points: 1, count: 3, numbers: same}
      - {question: softmax.values, points: 1, count: 3, numbers: same}
"""
ALONE = 200
"""So many papers are marked by themselves, for the ratio."""


def exam_for(students: int, folder: Path, bank: Bank) -> SealedExam:
    """An exam of which all papers are alike."""
    path = folder / "bulk.yaml"
    path.write_text(BLUEPRINT, encoding="utf-8")
    blueprint, source = read_blueprint(path)
    exam = assemble(blueprint, [Student("s0", "Student")], bank, source, b"bulk")
    paper = exam.papers[0]
    papers = tuple(paper.model_copy(update={"student": f"u{n:06}", "number": f"{n:08}"}) for n in range(students))
    return exam.model_copy(update={"papers": papers})


def answers(exam: SealedExam, bank: Bank) -> list[dict[str, str]]:
    """What each student writes."""
    dice = random.Random(1)
    right = {label: as_typed(q.variant(bank), ask, ask.key) for label, (q, ask) in exam.papers[0].asks.items()}
    return [
        {
            label: dice.choices([text, str(dice.randint(1, 40)), "", "see page 3"], [70, 22, 5, 3])[0]
            for label, text in right.items()
        }
        for _ in exam.papers
    ]


def peak() -> float:
    """The most memory that was used so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(students: int) -> None:
    bank = Bank()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        exam = exam_for(students, folder, bank)
        written = answers(exam, bank)
        labels = list(written[0])
        sizes = sorted({students // 10, students // 2, students})
        for size in sizes:
            write_tables(folder, exam, written[:size], labels)
        del written
        few = collect(exam, [folder / f"{min(sizes)}.csv"]).sheets[:ALONE]
        mark_papers(exam, few[:2], bank, keras=False)
        start = time.perf_counter()
        for sheet in few:
            mark_papers(exam, [sheet], bank, keras=False)
        alone = len(few) * len(labels) / (time.perf_counter() - start)
        print(f"each paper by itself                {alone:8.0f} answers/s")
        for suffix in (".csv", ".jsonl"):
            for size in sizes:  # the smallest first: the peak of a process never falls
                start = time.perf_counter()
                count = sum(1 for _ in mark_table(exam, folder / f"{size}{suffix}", bank, keras=False))
                report(f"a stream of {count:,}{suffix}", count * len(labels) / (time.perf_counter() - start), alone)
        start = time.perf_counter()
        found = collect(exam, [folder / f"{min(sizes)}.csv"])
        marks = mark_papers(exam, found.sheets, bank, keras=False)
        report(f"as grade does, {len(marks):,}.csv", len(marks) * len(labels) / (time.perf_counter() - start), alone)


def write_tables(folder: Path, exam: SealedExam, written: list[dict[str, str]], labels: list[str]) -> None:
    """The answers as CSV and as JSON lines."""
    with (folder / f"{len(written)}.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", *labels])
        rows.writerows([p.student, *w.values()] for p, w in zip(exam.papers, written, strict=False))
    with (folder / f"{len(written)}.jsonl").open("w", encoding="utf-8") as file:
        for p, w in zip(exam.papers, written, strict=False):
            file.write(json.dumps({"student": p.student, "answers": w}) + "\n")


def report(what: str, rate: float, alone: float) -> None:
    """A row."""
    print(f"{what:<34} {rate:9.0f} answers/s, {rate / alone:5.1f} times; peak so far {peak():.0f} MB", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
