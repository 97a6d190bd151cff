"""What a run needs of memory does not grow with the number of students whose answers came in."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from examgen.exam.sealed import SealedExam

MEASURED = Path(__file__).parent / "measured_grade.py"


@pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="the peak of a process is read as Linux tells it"
)
def test_memory_does_not_grow_with_the_number_of_students(term, tmp_path) -> None:
    few, many = 200, 1_000
    papers = [
        term.exam.papers[n % 3].model_copy(
            update={"student": f"u{n:05}", "name": "", "columns": {}, "number": f"{n:08}"}
        )
        for n in range(many)
    ]
    exam: SealedExam = term.exam.model_copy(update={"papers": tuple(papers)})
    exam.write(tmp_path / "exam.sealed.json")
    right = [term.right(f"s100{n}") for n in (1, 2, 3)]
    grown = {}
    for size in (few, many):
        table = tmp_path / f"{size}.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["id", *right[0]])
            rows.writerows([p.student, *right[n % 3].values()] for n, p in enumerate(papers[:size]))
        command = [
            sys.executable,
            str(MEASURED),
            str(tmp_path / "exam.sealed.json"),
            str(table),
            str(tmp_path / f"{size}"),
        ]
        told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600).stdout.split()
        assert told[0] == str(size)
        grown[size] = float(told[1])

    each = (grown[many] - grown[few]) * 1024 / (many - few)
    assert each < 5, f"{each:.1f} KB for each student: {grown}"
