"""Does the marker find out what a student has misunderstood? A class of made-up students sits drawn exams.

    python benchmarks/diagnosis.py [--json] [--per-question 8] [ID ...]

The students are written apart from the marker: what a confused student answers is computed here, by running the confused
network through the oracle directly and, for rounding and slips of arithmetic, on the written numbers. Each row plants one thing and counts
what the marker said.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

from examgen import __version__, misconceptions, ops, oracle, witness
from examgen.arrays import Array, cells, elementwise, shape
from examgen.bank import Bank
from examgen.draw import derive_key
from examgen.exam.blueprint import Blueprint
from examgen.exam.sealed import LETTERS, SealedAsk, SealedExam, SealedPaper, SealedQuestion
from examgen.exam.sheet import Sheet
from examgen.marking.marker import mark_all
from examgen.network import Network
from examgen.question import Question, candidates
from examgen.witness import Attested

Answers = dict[str, Array]
KINDS = ("integer", "real", "vector", "matrix", "tensor", "shape")


def sealed(attested: list[Attested]) -> SealedExam:
    """One paper a variant, each with one question."""
    papers = tuple(
        SealedPaper(student=f"s{i}", name=f"s{i}", number=f"{i:04d}", questions=(_question(result),))
        for i, result in enumerate(attested)
    )
    section = {"questions": [{"question": "any.any", "points": 1}]}
    blueprint = Blueprint.model_validate({"title": "simulation", "sections": [section]})
    return SealedExam(engine=__version__, exam="simulation", secret="00", blueprint=blueprint, papers=papers)


def _question(result: Attested) -> SealedQuestion:
    asks = tuple(
        SealedAsk(name=name, label=f"1{LETTERS[i]}", points=Decimal(1), key=result.key[name])
        for i, name in enumerate(result.variant.asks)
    )
    return SealedQuestion(
        number=1, section=0, question=result.variant.id, points=Decimal(len(asks)),
        parameters=result.variant.model_dump(mode="json"), attempt=0, effort=0, asks=asks, slips=result.slips,
    )  # fmt: skip


# the students -------------------------------------------------------------------------------------------------------


def answers_of(variant: Question, networks: list[Network | None]) -> list[Answers]:
    """What students write down who compute these networks instead."""
    asked = {name: ask.observes(name) for name, ask in variant.asks.items()}
    requests = [oracle.Request(net, tuple(dict.fromkeys(asked.values()))) for net in networks if net is not None]
    found: list[Answers] = []
    for outcome in oracle.attempt(requests):
        written: Answers = {}
        if not isinstance(outcome, oracle.OracleError):
            for name, observable in asked.items():
                try:
                    kind = variant.asks[name].kind
                    written[name] = kind.read(kind.write(kind.fit(outcome[observable]))).value
                except (ValueError, KeyError):
                    continue
        found.append(written)
    return found


def _numbers(variant: Question) -> bool:
    return all(ask.kind.name in KINDS for ask in variant.asks.values())


def one_confusion(result: Attested, dice: Random) -> Iterator[tuple[str, Answers]]:
    """Each automatic misconception that the variant can detect, by itself."""
    found = [(m.name, m.edit(result.variant)) for m in misconceptions.AUTOMATIC if m.name in result.slips]
    for (name, _), answers in zip(found, answers_of(result.variant, [net for _, net in found]), strict=True):
        yield name, answers


def own_confusion(result: Attested, dice: Random) -> Iterator[tuple[str, Answers]]:
    """Each slip of the question's own."""
    for slip in type(result.variant).own_misconceptions():
        if slip.name in result.slips:
            yield slip.name, dict(result.slips[slip.name])


def two_confusions(result: Attested, dice: Random) -> Iterator[tuple[str, Answers]]:
    """Two automatic misconceptions at once."""
    found = [m for m in misconceptions.AUTOMATIC if m.name in result.slips and m.of_network]
    for first, second in itertools.islice(itertools.combinations(found, 2), 3):
        net = first.edit(result.variant)
        both = second.of_network(net) if net is not None and second.of_network else None
        if both is not None:
            yield f"{first.name} + {second.name}", answers_of(result.variant, [both])[0]


def random_numbers(result: Attested, dice: Random) -> Iterator[tuple[str, Answers]]:
    """Wrong numbers of about the right size."""

    def wild(x: object) -> float | int:
        size = max(10, abs(float(x)) * 2)  # type: ignore[arg-type]
        return dice.randint(0, int(size)) if x == int(x) else round(dice.uniform(-2, 2), 3)  # type: ignore[call-overload]

    yield "", {name: elementwise(wild, value) for name, value in result.key.items()}


def arithmetic_slip(result: Attested, dice: Random) -> Iterator[tuple[str, Answers]]:
    """One number of one answer off by a little."""
    name = dice.choice(list(result.key))
    numbers = list(cells(result.key[name]))
    numbers[dice.randrange(len(numbers))] += dice.choice((-2, -1, 1, 2, 10))
    lengths = shape(result.key[name])
    flat = iter(numbers)
    yield "", {**result.key, name: elementwise(lambda _: next(flat), result.key[name]) if lengths else numbers[0]}


def rounded(result: Attested, dice: Random) -> Iterator[tuple[str, Answers]]:
    """Right answers, rounded to the places that were asked for."""
    yield "", {n: a.kind.read(a.kind.write(result.key[n])).value for n, a in result.variant.asks.items()}


def unknown_confusion(result: Attested, dice: Random) -> Iterator[tuple[str, Answers]]:
    """Confusions that the catalogue does not have: a cubic activation, inputs doubled, a border of ones, one unit too many."""
    net = result.variant.network
    doubled = {n: elementwise(lambda x: 2 * x + 1, a) for n, a in net.arrays.items() if isinstance(a, tuple)}
    strange: list[Network] = [net.having(**doubled)] if doubled else []
    for node in net.nodes:
        layer = node.layer
        if layer.kind.name == "ReLU":
            strange.append(net.but(node.outputs[0], negative_slope=0.37))
        if layer.kind.name in ("SimpleRNN", "LSTM", "GRU", "Dense") and not node.weights:
            strange.append(net.but(node.outputs[0], units=int(layer["units"]) + 3))  # type: ignore[call-overload]
        if layer.kind.name in ("Conv2D", "Conv1D") and not node.weights:
            strange.append(net.but(node.outputs[0], filters=int(layer["filters"]) * 3 + 1))  # type: ignore[call-overload]
        if layer.kind.name == "Softmax":
            strange.append(net.swap(node.outputs[0], ops.sigmoid))
    for answers in answers_of(result.variant, strange[:2]):
        yield "", answers


STUDENTS: dict[str, Callable[[Attested, Random], Iterator[tuple[str, Answers]]]] = {
    "one confusion": one_confusion,
    "one confusion, the question's own": own_confusion,
    "two confusions": two_confusions,
    "right, rounded": rounded,
    "one number off": arithmetic_slip,
    "random numbers": random_numbers,
    "a confusion not in the catalogue": unknown_confusion,
}


# the simulation -----------------------------------------------------------------------------------------------------


def simulate(ids: tuple[str, ...], per_question: int) -> tuple[list[dict[str, object]], dict[str, float]]:
    """Every sort of student on drawn variants of every question."""
    bank, dice = Bank(), Random(2026)
    attested: list[Attested] = []
    for id_ in ids:
        keys = (derive_key(b"simulation", id_, i) for i in range(50 * per_question))
        drawn = list(itertools.islice(candidates(bank.question(id_), keys, {}), per_question))
        attested.extend(result for result in witness.attest([v for v in drawn if _numbers(v)]))
    exam = sealed(attested)
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sittings: list[tuple[str, str, Attested, SealedPaper, Sheet]] = []
    for result, paper in zip(attested, exam.papers, strict=True):
        for sort, student in STUDENTS.items():
            for planted, answers in student(result, dice):
                sheet = _sheet(result, paper, answers)
                if sheet is not None:
                    sittings.append((sort, planted, result, paper, sheet))
    start = time.perf_counter()
    marks = mark_all(exam, [(paper, sheet) for *_, paper, sheet in sittings], bank)
    with_diagnosis = time.perf_counter() - start
    start = time.perf_counter()
    mark_all(exam, [(paper, sheet) for *_, paper, sheet in sittings], bank, diagnosis=False)
    without = time.perf_counter() - start
    for (sort, planted, *_), mark in zip(sittings, marks, strict=True):
        lost = [ask for ask in mark.asks if ask.state in ("wrong", "partial")]
        if planted and not lost:
            continue  # within the tolerance of the right answer: the paper cannot detect it here
        if not planted and not lost and sort != "right, rounded":
            continue
        named = {name for ask in mark.asks if ask.diagnosis for name in ask.diagnosis.named}
        possible = {name for ask in mark.asks for name in ask.suspects}
        row = counts[sort]
        row["sat"] += 1
        row["named"] += bool(named)
        wanted = set(planted.split(" + ")) if planted else set()
        row["recovered"] += bool(wanted) and wanted <= named
        row["among the possible"] += bool(wanted) and wanted <= possible
        row["another named"] += bool(named - wanted)
    rows = [{"students": sort, **counts[sort]} for sort in STUDENTS]
    return rows, {"with diagnosis": with_diagnosis, "without": without, "ratio": with_diagnosis / without}


def _sheet(result: Attested, paper: SealedPaper, answers: Answers) -> Sheet | None:
    """The answers as they are typed; an ask without one is left blank."""
    typed: dict[str, str] = {}
    for ask in paper.questions[0].asks:
        if ask.name in answers:
            typed[ask.label] = result.variant.asks[ask.name].kind.write(answers[ask.name])
    lines = dict.fromkeys(typed, 1)
    return Sheet(Path("simulated"), "simulation", paper.student, paper.number, typed, lines) if typed else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--per-question", type=int, default=8)
    parser.add_argument("ids", nargs="*", metavar="ID")
    options = parser.parse_args()
    oracle.load()
    rows, cost = simulate(tuple(options.ids) or Bank().ids, options.per_question)
    if options.json:
        print(json.dumps({"students": rows, "cost": cost}, indent=1))
        return
    columns = ("sat", "recovered", "among the possible", "named", "another named")
    print(f"{'students':36}" + "".join(f"{column:>20}" for column in columns))
    for row in rows:
        print(f"{row['students']:36}" + "".join(f"{row.get(column, 0):20}" for column in columns))
    print(f"\nmarking with diagnosis takes {cost['ratio']:.1f} times as long as without")


if __name__ == "__main__":
    main()
