"""Do the tests notice a planted bug? `make mutate` plants bugs in judge, marking, answers and exam and counts those that a test notices.

    python tests/mutation/run.py [judge] [marking] [answers] [exam] [--sample 60] [--seed 0] [--all] [--only PATTERN]

For each package the tests are collected once; a first child process runs them and notes which functions each test runs (kept in
build/mutate until a file changes). Then every mutant gets a child process of its own: the changed function takes the place of the
original, and the tests that run it are run, the quickest first, until one fails or their budget is spent. A child that takes far longer
than the tests did is ended; that counts as noticed. A random sample (the same for the same seed) tells the share of all mutants within
the interval that is printed. Mutants that change nothing anyone can observe are listed, each with its reason, in equivalent.toml; they
do not count.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import hashlib
import importlib
import math
import os
import pickle
import random
import re
import resource
import select
import signal
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from types import FrameType, FunctionType
from typing import Any

import pytest

from examgen import answers

sys.path.insert(0, str(Path(__file__).parent))

from mutants import Mutant, mutants

ROOT = Path(__file__).parents[2]
TESTS = {
    "judge": ("tests/judge",),
    "marking": (
        "tests/marking",
        "tests/judge/test_contract.py",
        "tests/judge/test_evidence.py",
        "tests/gradebook/test_formats.py",
        "tests/gradebook/test_gradebook.py",
    ),
    "answers": ("tests/answers",),
    "exam": (
        "tests/exam",
        "tests/marking/test_returned_forms.py",
        "tests/marking/test_tables.py",
        "tests/marking/test_hostile_tables.py",
        "tests/rendering/test_print_shop.py",
        "tests/rendering/test_fillable.py",
        "tests/rendering/test_forms.py",
    ),
}
"""Where each package is tested; what none of these tests runs is counted by itself."""
NEEDS_KERAS = ("marking", "judge")
LEFT_OUT = (
    "test_kills",
    "test_writings",
    "test_figures",
    "test_follow_through",
    "test_a_flood_of_files",
    "without end",
)
"""Tests of whole commands, of the whole bank or of the whole corpus, which take minutes."""
PATIENCE, LEAST = 6.0, 15.0
"""A child may take so many times as long as its tests took, and at least so many seconds of the processor."""
WAIT = 8
"""So many times as long by the clock, as other processes may run beside it."""
STILL = 30
"""A child whose processes have done nothing for so many seconds waits for what never comes."""

Where = tuple[str, str, int]
"""A function: its file, its qualified name, its first line."""
Held = dict[Where, list[FunctionType]]


@dataclass
class Coverage:
    """What the tests run.

    Attributes:
        tests: of each function, in a file of the package, the tests that run it.
        seconds: how long each test takes.
        setup: how long the slowest setting up of a module's tests takes, which whoever runs one of them has to wait for once.
        failed: the tests that fail without any planted bug.
    """

    tests: dict[Where, set[str]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[str, float] = field(default_factory=dict)
    setup: dict[str, float] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Result:
    """What became of a mutant: the test that noticed it, or why none did."""

    mutant: Mutant
    state: str
    by: str = ""


class Planter:
    """A pytest plugin that runs the collected tests on mutants instead of once."""

    def __init__(self, package: str, options: argparse.Namespace) -> None:
        self.package, self.options = package, options
        self.results: list[Result] = []
        self.total = 0
        self._failed: Callable[[str], None] = lambda test: None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._failed(report.nodeid)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for library in ("tensorflow", "keras") if self.package in NEEDS_KERAS and not self.options.tests else ():
            importlib.import_module(library)
        folder = Path(importlib.import_module(f"examgen.{self.package}").__file__ or "").parent
        items = {item.nodeid: item for item in session.items if not any(part in item.nodeid for part in LEFT_OUT)}
        start = time.perf_counter()
        covered = self._covered(items, folder)
        lost = sorted(covered.failed)
        print(
            f"{self.package}: {len(items)} tests in {time.perf_counter() - start:.0f} s",
            *lost,
            sep="\n  fails: " if lost else "\n",
        )
        everything = [mutant for path in sorted(folder.glob("*.py")) for mutant in mutants(path)]
        self.total = len(everything)
        chosen = everything
        if self.options.only:
            chosen = [mutant for mutant in everything if re.search(self.options.only, mutant.name)]
        elif not self.options.all:
            chosen = random.Random(self.options.seed).sample(everything, min(self.options.sample, len(everything)))
        known = equivalent()
        for path in sorted(folder.glob("[a-z]*.py")):
            importlib.import_module(f"examgen.{self.package}.{path.stem}")
        held = _functions(str(folder))
        _warm()
        gc.freeze()  # so that the children copy little
        for mutant in sorted(chosen, key=lambda each: (each.path, each.place)):
            result = (
                Result(mutant, "equivalent", known[mutant.name])
                if mutant.name in known
                else self._try(mutant, held, items, covered)
            )
            self.results.append(result)
            if result.state in ("survived", "no test", "failed to plant") or self.options.verbose:
                print(
                    f"{result.state}: {mutant.path.relative_to(folder.parent)}:{mutant.line} {mutant.name}  {result.by}",
                    flush=True,
                )
        return True

    def _covered(self, items: dict[str, pytest.Item], folder: Path) -> Coverage:
        """What the tests run, file by file; a file that is as it was, over a package that is as it was, is not run anew."""
        coverage = Coverage()
        sources = b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))
        for file in dict.fromkeys(nodeid.partition("::")[0] for nodeid in items):
            inside = {nodeid: item for nodeid, item in items.items() if nodeid.startswith(f"{file}::")}
            digest = hashlib.sha256(sources + (ROOT / file).read_bytes()).hexdigest()[:16]
            kept = ROOT / "build" / "mutate" / f"{self.package}-{Path(file).stem}-{digest}.pickle"
            if kept.exists():
                found = kept.read_bytes()
            else:
                found = (
                    _in_child(lambda inside=inside: pickle.dumps(self._cover(inside, folder)), 3000.0, 9000.0) or b""
                )
                kept.parent.mkdir(parents=True, exist_ok=True)
                for old in kept.parent.glob(f"{self.package}-{Path(file).stem}-*.pickle"):
                    old.unlink()
                kept.write_bytes(found)
            part: Coverage = pickle.loads(found)
            for where, tests in part.tests.items():
                coverage.tests[where] |= tests
            coverage.seconds.update(part.seconds)
            coverage.setup.update(part.setup)
            coverage.failed |= part.failed
        return coverage

    def _cover(self, items: dict[str, pytest.Item], folder: Path) -> Coverage:
        """Run every test and note what it runs; what a fixture of a module runs, every test of the module may rest on."""
        coverage = Coverage()
        self._failed = coverage.failed.add
        called: set[Where] = set()
        inside = str(folder)

        def note(frame: FrameType, event: str, _: Any) -> None:
            code = frame.f_code
            if event == "call" and code.co_filename.startswith(inside):
                called.add((code.co_filename, code.co_qualname, code.co_firstlineno))

        class Setup:
            """What setting up runs, by module and for all."""

            @pytest.hookimpl(hookwrapper=True)
            def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
                start = time.process_time()
                yield
                spent = time.process_time() - start
                setting_up[item.nodeid] = spent
                coverage.setup[module(item)] = max(coverage.setup.get(module(item), 0.0), spent)
                for where in called:
                    shared[module(item)].add(where)
                    coverage.tests[where].add(item.nodeid)
                called.clear()

        def module(item: pytest.Item) -> str:
            return _file(item.nodeid)

        shared: dict[str, set[Where]] = defaultdict(set)
        setting_up: dict[str, float] = {}
        every = list(items.values())
        every[0].config.pluginmanager.register(Setup())
        for item, following in zip(every, [*every[1:], None], strict=True):
            start = time.process_time()
            called.clear()
            sys.setprofile(note)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            sys.setprofile(None)
            coverage.seconds[item.nodeid] = time.process_time() - start - setting_up.get(item.nodeid, 0.0)
            for where in called:
                coverage.tests[where].add(item.nodeid)
        for nodeid, item in items.items():
            for where in shared[module(item)]:
                coverage.tests[where].add(nodeid)
        coverage.tests = {(Path(path).name, name, line): found for (path, name, line), found in coverage.tests.items()}
        return coverage

    def _try(self, mutant: Mutant, held: Held, items: dict[str, pytest.Item], covered: Coverage) -> Result:
        inner = f"{mutant.function[0]}.<locals>"
        tests = {
            test
            for (path, name, line), found in covered.tests.items()
            if path == mutant.path.name and ((name, line) == mutant.function or name.startswith(inner))
            for test in found
        } - covered.failed
        if not tests:
            return Result(mutant, "no test")
        ordered = sorted(tests, key=lambda test: (covered.setup.get(_file(test), 0.0) + covered.seconds[test], test))
        first = {_file(test): test for test in reversed(ordered)}
        cost = [
            covered.seconds[test] + covered.setup.get(_file(test), 0.0) * (first[_file(test)] == test)
            for test in ordered
        ]
        spent = list(accumulate(cost))
        enough = max(1, sum(so_far <= self.options.budget for so_far in spent))
        ordered, seconds = ordered[:enough], max(LEAST, PATIENCE * spent[enough - 1])

        def run() -> bytes:
            if not _plant(mutant, held):
                return b"?"
            self._failed = _end
            chosen = [items[test] for test in ordered]
            for item, following in zip(chosen, [*chosen[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            return b"survived"

        said = _in_child(run, seconds, WAIT * seconds)
        if said == b"survived":
            return Result(mutant, "survived", f"{len(ordered)} of {len(tests)} tests")
        if said == b"?":
            return Result(mutant, "failed to plant")
        return Result(mutant, "killed", said.decode() if said else "stuck or crashed")


def _file(test: str) -> str:
    """The file a test stands in."""
    return test.partition("::")[0]


def _end(test: str) -> None:
    """Leave a child at the first test that fails."""
    os.write(_pipe[1], test.encode())
    os._exit(0)


_pipe = (-1, -1)


def _in_child(work: Callable[[], bytes], processor: float, clock: float) -> bytes | None:
    """What a forked child answers; nothing where it died or was ended after its time."""
    global _pipe
    _pipe = os.pipe()
    reading, writing = _pipe
    pid = os.fork()
    if not pid:
        os.setpgid(0, 0)
        os.close(reading)
        resource.setrlimit(
            resource.RLIMIT_CPU, (math.ceil(processor) + time.process_time().__ceil__(), resource.RLIM_INFINITY)
        )
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        try:
            answer = work()
            while answer:
                answer = answer[os.write(writing, answer) :]
        except BaseException as error:  # a mutant may raise anything where pytest does not catch it
            os.write(writing, f"{type(error).__name__}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    said, end = b"", time.monotonic() + clock
    done, since = "", time.monotonic()
    while (left := end - time.monotonic()) > 0:
        if not select.select([reading], [], [], min(left, STILL / 6))[0]:
            if (now := _done(pid)) != done:
                done, since = now, time.monotonic()
            elif time.monotonic() - since > STILL:
                break
            continue
        part = os.read(reading, 1 << 16)
        if not part:
            break
        said += part
    os.close(reading)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return said or None


def _done(group: int) -> str:
    """What the processes of a group have used of the processor so far; where /proc does not tell, it is never the same."""
    used = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[2]) == group:
                used.append(f"{stat.parent.name} {fields[11]} {fields[12]}")
    return " ".join(used) or str(time.monotonic())


def _warm() -> None:
    """Build the grammars once, for all children."""
    two = ("p", "q")
    every = (answers.Integer(), answers.Vector(), answers.Shape(), answers.Choice(two), answers.Choices(two))
    for kind in (*every, answers.Ordering(two), answers.Matching(two, two)):
        with contextlib.suppress(answers.Unreadable):
            kind.read("1")


def _functions(inside: str) -> Held:
    """Every function of a folder's modules."""
    held: Held = defaultdict(list)
    gc.unfreeze()  # what tests/conftest.py has put aside is not among the objects otherwise
    for found in gc.get_objects():
        if isinstance(found, FunctionType) and found.__code__.co_filename.startswith(inside):
            code = found.__code__
            held[code.co_filename, code.co_qualname, code.co_firstlineno].append(found)
    return held


def _plant(mutant: Mutant, held: Held) -> bool:
    """Put the changed code in the place of the original, wherever the function is held."""
    code = mutant.code()
    planted = False
    for cached in vars(sys.modules[f"examgen.{mutant.path.parent.name}.{mutant.path.stem}"]).values():
        if getattr(getattr(cached, "__wrapped__", None), "__qualname__", "") == mutant.function[0]:
            cached.cache_clear()
    for function in held.get((str(mutant.path), *mutant.function), ()):
        with contextlib.suppress(ValueError):  # it no longer uses what it closes over
            function.__code__ = code
            planted = True
    return planted


def equivalent() -> dict[str, str]:
    """The mutants that nobody can tell from the original, and why."""
    text = Path(__file__).with_name("equivalent.toml").read_text(encoding="utf-8")
    return {each["mutant"]: each["reason"] for each in tomllib.loads(text).get("equivalent", [])}


def interval(hits: int, of: int) -> tuple[float, float]:
    """Between which shares the true one lies with 95 % certainty (Wilson)."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return middle - half, middle + half


def run(package: str, options: argparse.Namespace) -> str:
    """Plant bugs in a package; the score in a line."""
    planter = Planter(package, options)
    paths = [str(ROOT / path) for path in options.tests or TESTS[package]]
    arguments = [
        "-o",
        "addopts=",
        "--import-mode=importlib",
        "-p",
        "no:terminal",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-m",
        "not prove",
        "--timeout",
        "0",
    ]
    pytest.main([*arguments, "--rootdir", str(ROOT), *paths], plugins=[planter])
    counts = Counter(result.state for result in planter.results)
    killed, counted = counts["killed"], len(planter.results) - counts["equivalent"] - counts["failed to plant"]
    low, high = interval(killed, counted)
    stuck = sum(result.state == "killed" and result.by == "stuck or crashed" for result in planter.results)
    score = f"{killed:4} of {counted:4} killed, {killed / max(1, counted):4.0%} ({low:.0%} to {high:.0%})"
    others = f"{counts['no test']} run by no test, {stuck} stuck, {counts['equivalent']} equivalent"
    return f"{package:8} {score}; {counts['survived']} survived, {others}; {planter.total} mutants in all"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help=f"of {', '.join(TESTS)}; all without it")
    parser.add_argument("--sample", type=int, default=60, help="so many mutants of each package, drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="another seed draws other mutants")
    parser.add_argument(
        "--budget", type=float, default=30, help="seconds of tests that a mutant is worth, the quickest first"
    )
    parser.add_argument("--all", action="store_true", help="every mutant, which takes hours")
    parser.add_argument(
        "--only", metavar="PATTERN", default="", help="every mutant whose name this pattern is found in"
    )
    parser.add_argument(
        "--tests", metavar="PATH", action="append", help="only these tests, to see what they alone notice"
    )
    parser.add_argument("--verbose", action="store_true", help="say of each mutant what became of it")
    options = parser.parse_args()
    if unknown := set(options.packages) - set(TESTS):
        parser.error(f"expected packages of {', '.join(TESTS)}, got {', '.join(sorted(unknown))}")
    lines = [_in_child_line(package, options) for package in options.packages or TESTS]
    print("\n" + "\n".join(lines))


def _in_child_line(package: str, options: argparse.Namespace) -> str:
    """The score of one package, worked out in a process of its own, as each loads its tests anew."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        line = run(package, options)
        os.write(writing, line.encode())
        sys.stdout.flush()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        line = pipe.read()
    os.waitpid(pid, 0)
    return line or f"{package:8} ended without a result"


if __name__ == "__main__":
    main()
