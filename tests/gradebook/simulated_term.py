"""A term, once undisturbed and once killed again and again; both gradebooks must say the same. A process of its own, without Keras.

    python simulated_term.py FOLDER KILLS SEED [URL]

FOLDER holds what `test_term.py` puts there: the sealed exam and what came in. The undisturbed gradebook is a file, made once for each
folder; with a URL the other one is in PostgreSQL. What is wrong is printed, a line each.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import alembic.command  # here, and not again in every child
import openpyxl
from click.testing import CliRunner
from sqlalchemy import text

from examgen.bank.bank import Bank
from examgen.cli import grade as _grade
from examgen.cli import main
from examgen.cli import regrade as _regrade
from examgen.cli import review as _review
from examgen.exam.sealed import SealedExam
from examgen.gradebook import grade as grading
from examgen.gradebook.decisions import Decided, decide, queue
from examgen.gradebook.enter import Entering, entries
from examgen.gradebook.schema import Table
from examgen.gradebook.standing import standing
from examgen.gradebook.store import Gradebook

DRAWN = {"id", "at", "run_id", "result_id", "person_id", "batch", "withdraws"}
"""Columns that differ from one undisturbed run to another: times, and ids that are drawn."""
Step = Callable[[], object]
IMPORTED = (alembic.command, openpyxl, _grade, _regrade, _review)


class Term:
    """What happens in a term, into one folder."""

    def __init__(self, folder: Path, out: Path, url: str) -> None:
        self.folder, self.out, self.url = folder, out, url
        self.exam = SealedExam.read(folder / "exam.sealed.json")
        self.script = json.loads((folder / "script.json").read_text())

    def command(self, *arguments: object, typed: str = "") -> None:
        given = [str(argument) for argument in arguments]
        given[1:1] = [str(self.folder), "--out", str(self.out), *(["--database", self.url] if self.url else [])]
        done = CliRunner().invoke(main, given, input=typed)
        if done.exit_code not in (0, 1):
            raise RuntimeError(f"{given}: {done.output}")

    def open(self) -> Any:
        return Gradebook.open(self.out, self.exam, self.url)

    def grade(self, *names: str) -> Step:
        return lambda: self.command(
            "grade", *(self.folder / name for name in names), "--witness", "sealed", "--by", "ada"
        )

    def enter(self, by: str) -> Step:
        """Type in the papers of one assistant, beginning where a killed one stopped."""

        def work() -> None:
            with self.open() as book:
                known = entries(book)
                entering = Entering(book, Bank(), by)
                for number, answers in self.script["typed"][by].items():
                    entering.take(number)
                    for label, answer in answers.items():
                        if label not in known.get(number, {}):
                            entering.do(f"'{answer}" if answer else "-")

        return work

    def decide(self, by: str, share: int) -> Step:
        """Decide every other case that is pending."""

        def work() -> None:
            with self.open() as book:
                for case in queue(standing(book, history=False), each=True):
                    if int(case.answers[0][0].paper.number, 36) % 2 == share:
                        paper, answer = case.answers[0]
                        points = (answer.of / 2).quantize(Decimal("0.01"))
                        decide(book, [Decided(paper, answer, points, f"decided by {by}")], by=by)

        return work

    def steps(self) -> list[tuple[Step, ...]]:
        """What happens; steps that stand together happen at once."""
        changed = self.folder / "changed.yaml"
        regrade = ("regrade", "--yes", "--by", "ada")
        return [
            (self.grade("moodle.zip"),),
            (self.enter("grace"), self.enter("alan")),
            (self.grade("class.csv", "class.xlsx"),),
            (self.decide("grace", 0), self.decide("alan", 1)),
            (self.grade("late"),),
            (lambda: self.command(*regrade, "--drop", "3", "--why", "not taught"),),
            (lambda: self.command(*regrade, "--blueprint", changed, "--why", "other points"),),
            (self.decide("grace", 0), self.decide("alan", 1)),
            (self.grade(),),
            (lambda: self.release(),),
        ]

    def release(self) -> None:
        with self.open() as book:
            if standing(book, history=False).released is None:
                self.command("release", "--by", "ada")

    def told(self) -> dict[str, list[str]]:
        """All that the gradebook says but times and drawn ids."""
        found: dict[str, list[str]] = {}
        with self.open() as book, book.reading() as connection:
            for table in Table.metadata.sorted_tables:
                rows = [dict(row._mapping) for row in connection.execute(table.select())]
                found[table.name] = sorted(str({k: v for k, v in row.items() if k not in DRAWN}) for row in rows)
        return found

    def explained(self) -> dict[str, Decimal]:
        """Every student's points, worked out from the rows of the gradebook alone."""
        with self.open() as book, book.reading() as connection:

            def rows(query: str) -> list[Any]:
                return list(connection.execute(text(query)).mappings())

            last: dict[Any, Any] = {}
            for row in rows("SELECT r.*, n.at FROM results r JOIN runs n ON r.run_id = n.id ORDER BY n.at"):
                last[row["paper_id"]] = row
            decided: defaultdict[Any, list[Any]] = defaultdict(list)
            for row in rows("SELECT * FROM decisions ORDER BY at"):
                decided[row["paper_id"], row["label"]].append(row)
            marks: defaultdict[Any, list[Any]] = defaultdict(list)
            for row in rows("SELECT m.*, g.text FROM marks m JOIN readings g ON m.reading_id = g.id"):
                marks[row["result_id"]].append(row)
            owners = {
                r["id"]: r["student"]
                for r in rows("SELECT p.id, s.student FROM papers p JOIN persons s ON p.person_id = s.id")
            }
        found = {}
        for paper, result in last.items():
            if result["status"] != "marked":
                continue
            total = Decimal(0)
            for mark in marks[result["id"]]:
                points = Decimal(mark["points"]) / 100
                fitting = [
                    d for d in decided[paper, mark["label"]] if d["text"] == mark["text"] and d["points"] is not None
                ]
                if fitting and mark["of"]:
                    given = Decimal(fitting[-1]["points"]) / 100 * mark["of"] / fitting[-1]["of"]
                    points = given.quantize(Decimal("0.01"), ROUND_HALF_UP)
                total += points
            found[owners[paper]] = max(total - Decimal(result["penalty"]) / 100, Decimal(0))
        return found

    def shown(self) -> dict[str, Decimal]:
        """Every student's points in grades.csv."""
        table = csv.DictReader(io.StringIO((self.out / "grades.csv").read_text("utf-8-sig")))
        return {row["id"]: Decimal(row["points"]) for row in table if row["points"]}


def child(work: Step) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    finally:
        os._exit(code)


def together(works: Sequence[Step], dice: random.Random | None = None, took: float = 0.0) -> int:
    """Do things at once, each in a process of its own; with dice, kill each at some moment. How many were killed."""
    started = [child(work) for work in works]
    if dice is not None:
        begun = time.monotonic()
        for moment, pid in sorted((dice.uniform(0, took), pid) for pid in started):
            time.sleep(max(0.0, moment - (time.monotonic() - begun)))
            os.kill(pid, signal.SIGKILL)
    killed = 0
    for pid in started:
        _, status = os.waitpid(pid, 0)
        killed += os.WIFSIGNALED(status)
        if dice is None and status:
            print(f"a step failed with {status}")
    return killed


def undisturbed(calm: Term) -> list[float]:
    """Let a term go by without a kill, unless it has; how long each of its steps took."""
    kept = calm.folder / "times.json"
    if not kept.exists():
        times = []
        for step in calm.steps():
            begun = time.monotonic()
            together(step)
            times.append(time.monotonic() - begun)
        kept.write_text(json.dumps(times))
    return json.loads(kept.read_text())


def run(folder: Path, kills: int, seed: str, url: str = "") -> None:
    grading.render_feedback = lambda documents: [repr(d.points) for d in documents]  # type: ignore[assignment]
    calm, wild = Term(folder, folder / "calm", ""), Term(folder, folder / "wild", url)
    shutil.rmtree(wild.out, ignore_errors=True)
    times = undisturbed(calm)
    dice, killed = random.Random(seed), 0
    steps = wild.steps()
    for number, (step, took) in enumerate(zip(steps, times, strict=True)):
        for _ in range(-(-kills * (number + 1) // len(steps)) - -(-kills * number // len(steps))):
            killed += together(step, dice, took)
        together(step)
    one, other = calm.told(), wild.told()
    for table in one:
        if one[table] != other[table]:
            extra, lost = set(other[table]) - set(one[table]), set(one[table]) - set(other[table])
            print(
                f"{table}: {len(one[table])} rows undisturbed, {len(other[table])} after kills; {sorted(extra)[:1]} {sorted(lost)[:1]}"
            )
    for term in (calm, wild):
        if term.shown() != (explained := term.explained()):
            differ = [s for s in explained if explained[s] != term.shown().get(s)]
            print(f"{term.out.name}: the gradebook alone explains other points of {differ[:5]}")
    if calm.shown() != wild.shown():
        print("other grades after kills")
    print(f"{killed} kills, {len(calm.shown())} grades, {sum(times):.1f} s undisturbed", file=sys.stderr)


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
