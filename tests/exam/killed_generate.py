"""Runs ``generate`` again and again and kills it: at every file operation, or at random. A process of its own, without Keras.

    python killed_generate.py FOLDER EVERY RANDOM SEED

FOLDER holds ``exam.yaml``, ``class.csv`` and ``whole/``, the exam as an undisturbed run made it. Every EVERY-th file operation is one
at which a run is killed, and so are RANDOM runs after a random time. After each kill the same command runs undisturbed and must leave
the bytes of ``whole/``. What went wrong is printed, a line each.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from examgen.bank.bank import Bank
from examgen.exam import generate as generating
from examgen.exam.sealed import SealedExam

EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.chown", "os.truncate", "os.listdir"}
SECRET = b"a secret of the test"


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
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


def counting(root: Path, at: int, told: Callable[[int], None] = lambda n: None) -> None:
    """Count file operations under a folder, and die at one of them."""
    count = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event in EVENTS and arguments and str(arguments[0]).startswith(str(root)):
            count += 1
            told(count)
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def main(folder: Path, every: int, at_random: int, seed: str) -> None:
    drawn = SealedExam.read(folder / "whole" / "exam.sealed.json").model_copy(update={"digests": {}})

    def assembled(*arguments: object) -> SealedExam:
        for paper in drawn.papers:
            arguments[-1](drawn.model_copy(update={"papers": ()}), paper)  # type: ignore[operator]
        return drawn

    generating.assemble = assembled  # type: ignore[assignment]
    wanted, area = digests(folder / "whole"), folder / "area"
    bank, dice = Bank(), random.Random(seed)

    def run() -> None:
        generating.generate(folder / "exam.yaml", folder / "class.csv", area / "out", bank, SECRET, spares=1)

    def total() -> int:
        counted = folder / "counted"

        def work() -> None:
            counting(area, 0, lambda n: counted.write_text(str(n), encoding="ascii"))
            run()

        area.mkdir()
        in_child(work)
        shutil.rmtree(area)
        return int(counted.read_text(encoding="ascii"))

    started = time.monotonic()
    operations = total()
    duration = time.monotonic() - started
    kills = [(f"operation {n} of {operations}", n, 0.0) for n in range(1 + int(seed) % every, operations + 1, every)]
    kills += [(f"after {t:.3f} s", 0, t) for t in (dice.uniform(0, 1.1 * duration) for _ in range(at_random))]
    done = 0
    for name, at, after in kills:
        area.mkdir()

        def disturbed(at: int = at) -> None:
            counting(area, at)
            run()

        ended = in_child(disturbed, after=after)
        if at and ended != signal.SIGKILL:
            print(f"{name}: was not killed, but ended with {ended}")
        out = area / "out"
        if out.exists() and any(out.iterdir()) and digests(out) != wanted:
            print(f"{name}: left a folder that looks finished and is not")
        if not (out.exists() and digests(out) == wanted):
            if (code := in_child(run)) != 0:
                print(f"{name}: the same command then ended with {code}")
            elif digests(out) != wanted:
                print(f"{name}: the same command then left other bytes")
        if extra := [path.name for path in area.iterdir() if path.name != "out"]:
            print(f"{name}: left {', '.join(extra)}")
        shutil.rmtree(area)
        done += 1
    print(f"{done} kills", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
