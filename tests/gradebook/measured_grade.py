"""Marks a table in a process of its own and prints how much more memory it had at most than before it began, in megabytes.

python measured_grade.py EXAM TABLE OUT
"""

from __future__ import annotations

import gc
import re
import sys
from pathlib import Path

from examgen.bank.bank import Bank
from examgen.exam.sealed import SealedExam
from examgen.gradebook.grade import grade


def memory(what: str) -> float:
    """``VmRSS``, what there is now, or ``VmHWM``, the most that there was."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(rf"{what}:\s*(\d+)", status)[1]) / 1024  # type: ignore[index]


def main(exam: Path, table: Path, out: Path) -> None:
    sealed, bank = SealedExam.read(exam), Bank()
    few = table.with_name("few.csv")
    few.write_text("".join(table.read_text(encoding="utf-8").splitlines(keepends=True)[:30]), encoding="utf-8")
    grade(sealed, [few], bank, out / "few", keras=False)  # what is imported and read once is no part of it
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = memory("VmRSS")
    graded = grade(sealed, [table], bank, out / "all", keras=False)
    print(graded.summary["marked"], memory("VmHWM") - before)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
