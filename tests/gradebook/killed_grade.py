"""Runs ``grade`` again and again and kills it: at every file operation, or at random. A process of its own, without Keras.

    python killed_grade.py FOLDER EVERY RANDOM SEED

FOLDER holds ``exam.sealed.json`` and the sheets of two runs, ``first/`` and ``second/``. The second run goes over the output of the
first, and is killed at every EVERY-th of its file operations, and RANDOM times after a random time. What stands there then must be
of the one run or of the other; and the same command, undisturbed, must leave what it leaves when nothing happens to it. What went
wrong is printed, a line each.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from examgen.bank.bank import Bank
from examgen.exam.sealed import SealedExam
from examgen.gradebook import grade as grading
from examgen.gradebook.schema import Table
from examgen.gradebook.store import FILE_NAME, Gradebook

EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.chown", "os.symlink", "os.listdir"}


def shown(out: Path) -> dict[str, bytes]:
    """What an instructor sees."""
    files = [out / "grades.csv", *sorted((out / "feedback").glob("*"))]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files if path.exists()}


def told(out: Path, exam: SealedExam) -> dict[str, list[str]]:
    """All that the gradebook says but times; ids that are drawn are told by the order of what they stand for."""
    with Gradebook.open(out, exam) as book, book.reading() as connection:
        found: dict[str, list[str]] = {}
        for table in Table.metadata.sorted_tables:
            drawn = {"id", "at", "run_id", "result_id", "person_id"}
            rows = [dict(row._mapping) for row in connection.execute(table.select())]
            found[table.name] = sorted(str({k: v for k, v in row.items() if k not in drawn}) for row in rows)
        return found


def everything(out: Path) -> dict[str, bytes]:
    """All that is there beside the gradebook, with where links lead."""
    return {
        path.relative_to(out).as_posix(): bytes(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in sorted(out.rglob("*"))
        if (path.is_symlink() or path.is_file()) and not path.name.startswith(FILE_NAME)
    }


def in_child(work: Callable[[], object], *, after: float = 0.0) -> int:
    """Run something in a child; with ``after`` kill it so many seconds later. The signal that ended it, or its exit code, negative."""
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        except Exception as error:  # what a user would see
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
        finally:
            os._exit(code)
    if after:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)


def dying(root: Path, at: int) -> None:
    """Die at one of the file operations under a folder."""
    count = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event in EVENTS and any(str(argument).startswith(str(root)) for argument in arguments[:2]):
            count += 1
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def main(folder: Path, every: int, at_random: int, seed: str) -> None:
    exam, bank, dice = SealedExam.read(folder / "exam.sealed.json"), Bank(), random.Random(seed)
    grading.render_feedback = lambda documents: [repr(document) for document in documents]  # type: ignore[assignment]
    out, first = folder / "out", folder / "first_out"

    def run(sheets: str, target: Path = out) -> None:
        grading.grade(exam, [folder / sheets], bank, target, keras=False)

    for path in (out, first):
        shutil.rmtree(path, ignore_errors=True)
    run("first", first)
    shutil.copytree(first, out, symlinks=True)
    start = time.monotonic()
    run("second")
    took = time.monotonic() - start
    before, after, whole, kept = shown(first), shown(out), everything(out), told(out, exam)
    assert before != after

    def check(how: str, ended: int) -> bool:
        seen = shown(out)
        if seen not in (before, after):
            print(f"{how}: a mixture of both runs, or less than either: {sorted(seen)}")
        if (code := in_child(lambda: run("second"))) != 0:
            print(f"{how}: the same command then failed ({code})")
        elif told(out, exam) != kept:
            print(f"{how}: the gradebook then says something else")
        elif everything(out) != whole:
            print(f"{how}: it then left {sorted(everything(out))}, not {sorted(whole)}")
        return ended == signal.SIGKILL

    def again() -> None:
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(first, out, symlinks=True)

    kills, at = 0, 1
    while True:
        again()

        def killed(at: int = at) -> None:
            dying(out, at)
            run("second")

        if not check(f"file operation {at}", in_child(killed)):
            break
        kills, at = kills + 1, at + every
    for _ in range(at_random):
        again()
        kills += check("at random", in_child(lambda: run("second"), after=dice.uniform(0, took)))
    print(f"{kills} kills", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
