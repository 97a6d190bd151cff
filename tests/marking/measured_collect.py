"""Collects submissions in a process of its own and prints whose were found, what was told, and what it cost.

python measured_collect.py EXAM FOLDER
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from examgen.exam.sealed import SealedExam
from examgen.marking.submissions import collect


def peak() -> float:
    """The most memory that the process had; what getrusage says begins with that of the parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 1024  # type: ignore[index]


def main(exam: Path, folder: Path) -> None:
    sealed = SealedExam.read(exam)
    start = time.process_time()
    found = collect(sealed, [folder])
    seconds = time.process_time() - start
    report = {
        "students": {paper.student: dict(sheet.answers) for paper, sheet in found.sheets},
        "told": [*found.problems, *found.notes, *found.ignored],
        "seconds": seconds,
        "megabytes": peak(),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
