"""Does the marker find out what a student has misunderstood? Made-up students sit drawn exams over the whole bank.

    python benchmarks/diagnosis.py [--json] [--papers 3] [--questions 8] [ID ...]

The bank is dealt out into exams, and every paper is sat by students of each sort. They are written apart from the marker: the answers of
a student with a misconception are computed here, by running the edited network through the oracle; mistakes in arithmetic, rounding and
guesses are made of the written numbers. A student has a misconception on the whole paper, wherever it makes a difference. A case counts
where the paper can tell it: where the misconception leads, to the decimals asked for, to other answers than the key and than every other
misconception.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import yaml

from examgen import oracle
from examgen.arrays import Array, cells, elementwise, shape
from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam, SealedPaper, SealedQuestion, as_typed
from examgen.exam.sheet import Sheet
from examgen.marking.marker import mark_papers
from examgen.marking.marks import PaperMark
from examgen.model import ops
from examgen.model.network import Network
from examgen.model.observable import combined, parts
from examgen.question import misconceptions
from examgen.question.conventions import CONVENTIONS
from examgen.question.question import Misconception, Question
from examgen.rendering import stem

NUMERIC = ("integer", "real", "vector", "matrix", "tensor", "shape")
Answers = dict[str, Array]
"""What a student writes down, by the labels of the paper."""
Sitting = tuple[frozenset[str], Answers]
"""The misconceptions that a student has, and the answers."""


@dataclass
class Sat:
    """A paper with its variants, ready to be sat."""

    exam: SealedExam
    paper: SealedPaper
    variants: dict[int, Question]
    misconceptions: dict[int, dict[str, Misconception]] = field(default_factory=dict)

    @classmethod
    def of(cls, exam: SealedExam, paper: SealedPaper, bank: Bank) -> Sat:
        variants = {q.number: q.variant(bank) for q in paper.questions}
        had = {n: {each.name: each for each in misconceptions.all_of(v)} for n, v in variants.items()}
        return cls(exam, paper, variants, had)

    @property
    def key(self) -> Answers:
        return {label: ask.key for label, (_, ask) in self.paper.asks.items()}

    def numeric(self) -> list[str]:
        """The labels of the answers that are numbers."""
        return [label for label in self.paper.asks if self.kind(label).name in NUMERIC]

    def kind(self, label: str) -> Any:
        question, ask = self.paper.asks[label]
        return self.variants[question.number].asks[ask.name].type

    def written(self, answers: Answers) -> tuple[tuple[str, str], ...]:
        """The answers as they stand on a sheet: with the letters of this paper."""
        asked = self.paper.asks
        return tuple(
            (label, as_typed(self.variants[asked[label][0].number], asked[label][1], value))
            for label, value in answers.items()
        )

    def sheet(self, answers: Answers) -> Sheet:
        typed = dict(self.written(answers))
        return Sheet(
            Path("simulated"), self.exam.id, self.paper.student, self.paper.number, typed, dict.fromkeys(typed, 1)
        )


# the students -------------------------------------------------------------------------------------------------------


def believing(sat: Sat, question: SealedQuestion, edit: object) -> Answers:
    """The answers to one question of somebody who sees this in its place: another network, another variant, or other answers."""
    variant = sat.variants[question.number]
    labels = {ask.name: ask.label for ask in question.asks}
    if not isinstance(edit, Network | Question):
        return {labels[name]: value for name, value in dict(edit or {}).items() if name in labels}  # type: ignore[call-overload]
    seen_as, network = (edit, edit.network) if isinstance(edit, Question) else (variant, edit)
    asked = {
        name: seen for name, ask in seen_as.asks.items() if name in labels and (seen := ask.observes(name)) is not None
    }
    wanted = tuple(dict.fromkeys(part for observable in asked.values() for part in parts(observable)))
    (outcome,) = oracle.attempt([oracle.Request(network, wanted)])
    found: Answers = {}
    if not isinstance(outcome, oracle.OracleError):
        for name, observable in asked.items():
            try:
                found[labels[name]] = variant.asks[name].type.fit(combined(observable, outcome))
            except (ValueError, ArithmeticError, LookupError):
                continue
    return found


def under(sat: Sat, name: str) -> Answers:
    """The answers of somebody who has a misconception on the whole paper, of those questions where it makes a difference."""
    found: Answers = {}
    for question in sat.paper.questions:
        had = sat.misconceptions[question.number].get(name)
        if had is not None and name in question.misconceptions:
            found.update(believing(sat, question, had.edit(sat.variants[question.number])))
    return found


def told_apart(sat: Sat) -> dict[str, Answers]:
    """The misconceptions that this paper can tell from the key and from each other, and what they lead to."""
    led = {name: under(sat, name) for name in sat.paper.detects}
    written = {name: sat.written(sat.key | answers) for name, answers in led.items()}
    often = Counter(written.values())
    return {name: led[name] for name, text in written.items() if often[text] == 1 and text != sat.written(sat.key)}


def one_misconception(sat: Sat, dice: Random) -> Iterator[Sitting]:
    for name, answers in told_apart(sat).items():
        yield frozenset({name}), sat.key | answers


def mistaken_and_careless(sat: Sat, dice: Random) -> Iterator[Sitting]:
    """One misconception, and one number off in an answer that it leaves right."""
    for name, answers in told_apart(sat).items():
        rest = [label for label in sat.numeric() if label not in answers]
        if rest:
            label = dice.choice(rest)
            yield frozenset({name}), sat.key | answers | {label: _one_off(sat.key[label], dice)}


def two_misconceptions(sat: Sat, dice: Random) -> Iterator[Sitting]:
    """Two misconceptions at once: both together in a question that has both, where one network can be had of them."""
    led = told_apart(sat)
    for first, second in dice.sample(list(itertools.combinations(led, 2)), min(6, len(led) * (len(led) - 1) // 2)):
        both: Answers = {}
        for question in sat.paper.questions:
            if {first, second} <= question.misconceptions.keys():
                had = sat.misconceptions[question.number]
                pair = had[first].then(had[second]) or had[second].then(had[first])
                if pair is not None:
                    both |= believing(sat, question, pair.edit(sat.variants[question.number]))
        yield frozenset({first, second}), sat.key | led[first] | led[second] | both


def careless(sat: Sat, dice: Random) -> Iterator[Sitting]:
    """One number off in one answer."""
    for label in sat.numeric():
        yield frozenset(), sat.key | {label: _one_off(sat.key[label], dice)}


def _one_off(value: Array, dice: Random) -> Array:
    numbers = list(cells(value))
    numbers[dice.randrange(len(numbers))] += dice.choice((-2, -1, 1, 2, 10))
    flat = iter(numbers)
    return elementwise(lambda _: next(flat), value) if shape(value) else numbers[0]


def right(sat: Sat, dice: Random) -> Iterator[Sitting]:
    """Everything right, to the decimals that were asked for."""
    yield frozenset(), sat.key


def rounding(sat: Sat, dice: Random) -> Iterator[Sitting]:
    """Everything right, and every answer gone on from as it was rounded."""
    answers = dict(sat.key)
    for question in sat.paper.questions:
        variant, given = sat.variants[question.number], {}
        for ask in question.asks:
            kind = variant.asks[ask.name].type
            if kind.name in NUMERIC:
                value = kind.fit(variant.derivation(given).answers[ask.name])
                given[ask.name] = answers[ask.label] = kind.read(kind.write(value)).value
    yield frozenset(), answers


def guessing(sat: Sat, dice: Random) -> Iterator[Sitting]:
    """Every number out of thin air, of about the right size."""
    yield frozenset(), sat.key | {label: _guess(sat.key[label], dice) for label in sat.numeric()}


def guessing_once(sat: Sat, dice: Random) -> Iterator[Sitting]:
    """One answer out of thin air, the others right."""
    for label in sat.numeric():
        yield frozenset(), sat.key | {label: _guess(sat.key[label], dice)}


def _guess(value: Array, dice: Random) -> Array:
    def wild(x: Any) -> float | int:
        return dice.randint(0, int(max(10, 2 * abs(x)))) if x == int(x) else round(dice.uniform(-2, 2), 3)

    return elementwise(wild, value)


def unknown_misconception(sat: Sat, dice: Random) -> Iterator[Sitting]:
    """Misconceptions that the catalogue does not have: leaky ReLU, numbers doubled, units and filters miscounted, sigmoid for softmax."""
    for question in sat.paper.questions:
        for strange in itertools.islice(_strange(sat.variants[question.number].network), 2):
            answers = believing(sat, question, strange)
            numeric = {label: value for label, value in answers.items() if label in sat.numeric()}
            yield frozenset(), sat.key | numeric


def _strange(net: Network) -> Iterator[Network]:
    if doubled := {n: elementwise(lambda x: 2 * x + 1, a) for n, a in net.arrays.items() if isinstance(a, tuple)}:
        yield net.with_arrays(**doubled)
    for node in net.nodes:
        layer, name = node.layer, node.outputs[0]
        if layer.type.name == "ReLU":
            yield net.but(name, negative_slope=0.37)
        if layer.type.name in ("SimpleRNN", "LSTM", "GRU", "Dense") and not node.weights:
            yield net.but(name, units=int(layer["units"]) + 3)  # type: ignore[call-overload]
        if layer.type.name in ("Conv2D", "Conv1D") and not node.weights:
            yield net.but(name, filters=int(layer["filters"]) * 3 + 1)  # type: ignore[call-overload]
        if layer.type.name == "Softmax":
            yield net.swap(name, ops.sigmoid)


STUDENTS: dict[str, Callable[[Sat, Random], Iterable[Sitting]]] = {
    "one misconception": one_misconception,
    "one misconception, one number off": mistaken_and_careless,
    "two misconceptions": two_misconceptions,
    "right": right,
    "right, rounded on the way": rounding,
    "one number off": careless,
    "guesses everything": guessing,
    "guesses one answer": guessing_once,
    "a misconception not in the catalogue": unknown_misconception,
}


# what is said to students ------------------------------------------------------------------------------------------

SHOWN_AS = {
    r"filters?": r"filter|Conv|kernel",
    r"kernels?": r"kernel|Conv|filter",
    r"strides?": r"stride|Pool|pool|moves? (by|with|in steps)|steps? of",
    r"padding|padded|zeros": r"[Pp]ad|[Zz]ero|\bsame\b|\bvalid\b|\bfull\b|Conv|Pooling",
    r"gates?|candidate": r"gate|LSTM|GRU",
    r"columns?": r"image|matrix\}|column|\|.*\||×",
    r"matrix": r"matrix|×|embedding",
    r"channels?": r"channel|[0-9] × [0-9]+ × |Conv|RGB|colou?r",
    r"pooling": r"[Pp]ool",
    r"bias(es)?": r"bias|\$b|\+ b\b|b_|Conv|Dense|RNN|LSTM|GRU",
    r"units?": r"unit|Dense|RNN|LSTM|GRU|neuron|dense",
    r"softmax": r"[Ss]oftmax",
    r"(hidden|cell|initial|previous) states?": r"state|h_|RNN|LSTM|GRU|c_",
    r"loss(es)?": r"loss|\bL\b|[Ee]ntropy|[Ll]ikelihood|logarithm|log",
    r"activation functions?|ReLU|tanh": r"activation|ReLU|relu|tanh|sigma|sigmoid|GELU|softmax|LSTM|GRU|RNN",
    r"upsampling": r"[Uu]p[Ss]ampl",
    r"dropout": r"[Dd]ropout",
    r"learning rate": r"learning rate|eta",
    r"momentum": r"momentum|mu",
    r"embedding": r"[Ee]mbedding",
    r"dilat\w*": r"dilat",
    r"batch normali[sz]ation": r"[Bb]atch ?[Nn]ormali[sz]ation|normali[sz]",
}
"""What feedback may speak of, as words, and what must stand in the question then. Written apart from the feedback."""
_TEX_WORD = re.compile(r"\\[A-Za-z]+|[A-Za-z](?:_\{?\w+\}?)?")
_FREE = {"i", "j", "k", "t", "e", "c", "d", "x", "\\partial"}
"""Symbols that need no introduction: indices, Euler's number, differentials."""


_DEFINED = re.compile(r"probability \$(\w)\$")
"""A symbol that the feedback itself says the meaning of."""


def unshown(variant: Question, feedback: str) -> set[str]:
    """What feedback on a variant mentions that the question does not show: things by their names, and symbols."""
    texts = [variant.title, stem.stem(variant), *(stem.ask(variant, name) for name in variant.asks)]
    texts += [CONVENTIONS[name] for name in variant.conventions]
    texts += [text for ask in variant.asks.values() for _, text in ask.type.listed]
    shown = "\n".join(texts) + ("\n" + variant.network.listing if variant.picture == "network" else "")
    missing = {
        word
        for word, evidence in SHOWN_AS.items()
        if re.search(rf"\b(?:{word})\b", _without_math(feedback), re.IGNORECASE)
        and not re.search(evidence, shown, re.IGNORECASE)
    }
    known = _symbols(shown) | set(_DEFINED.findall(feedback))
    return missing | {symbol for symbol in _symbols(feedback) if symbol not in known}


def _without_math(text: str) -> str:
    return re.sub(r"\$[^$]*\$|`[^`]*`", " ", text)


def _symbols(text: str) -> set[str]:
    """The letters in the formulas of a text, each without its index."""
    formulas = re.findall(r"\$\$?([^$]+)\$?\$", re.sub(r"`[^`]*`", " ", text))
    words = {word for formula in formulas for word in _TEX_WORD.findall(re.sub(r"\\text\w*\{[^}]*\}", " ", formula))}
    return {word.partition("_")[0] for word in words if not word.startswith("\\")} - _FREE


# the simulation -----------------------------------------------------------------------------------------------------


def dealt(bank: Bank, ids: list[str], papers: int, questions: int) -> Iterator[Sat]:
    """Papers of exams that ask, between them, every question of the bank."""
    Random(2026).shuffle(ids)
    for start in range(0, len(ids), questions):
        asked = [{"question": id_, "points": 10} for id_ in ids[start : start + questions]]
        with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
            yaml.safe_dump(
                {"id": f"simulation-{start}", "title": f"simulation {start}", "sections": [{"questions": asked}]}, file
            )
            file.flush()
            blueprint, source = read_blueprint(Path(file.name))
        roster = [Student(f"s{i}", f"s{i}") for i in range(papers)]
        exam = assemble(blueprint, roster, bank, source, b"simulation")
        yield from (Sat.of(exam, paper, bank) for paper in exam.papers)


def simulate(ids: list[str], papers: int, questions: int) -> tuple[list[dict[str, object]], dict[str, float]]:
    """Every sort of student on every paper, and what the marker said of them."""
    bank, dice = Bank(), Random(2026)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    cost: Counter[str] = Counter()
    for sat in dealt(bank, ids, papers, questions):
        cost["detected"] += len(sat.paper.detects)
        cost["told apart"] += len(told_apart(sat))
        for sort, students in STUDENTS.items():
            sittings = [(planted, answers) for planted, answers in students(sat, dice) if _can_be_typed(sat, answers)]
            sheets = [(sat.paper, sat.sheet(answers)) for _, answers in sittings]
            started = time.perf_counter()
            marks = mark_papers(sat.exam, sheets, bank)
            between = time.perf_counter()
            mark_papers(sat.exam, sheets, bank, diagnosis=False)
            cost["with diagnosis"] += between - started
            cost["without"] += time.perf_counter() - between
            for (planted, _), mark in zip(sittings, marks, strict=True):
                counts[sort].update(_told(planted, mark, sat))
    rows: list[dict[str, object]] = [{"kind": sort, **counts[sort]} for sort in STUDENTS]
    return rows, {**cost, "ratio": cost["with diagnosis"] / cost["without"]}


def _can_be_typed(sat: Sat, answers: Answers) -> bool:
    """Whether a sheet with these answers can be written and is one of this exam: a mistaken value may have no spelling."""
    try:
        return bool(sat.written(answers))
    except (ValueError, OverflowError):
        return False


def _told(planted: frozenset[str], mark: PaperMark, sat: Sat) -> Counter[str]:
    """What the marker said of one student."""
    told = list(_feedback(mark, sat))
    lost = [ask for ask in mark.asks if ask.state in ("wrong", "partial")]
    named = {name for ask in mark.asks if ask.diagnosis for name in ask.diagnosis.named}
    possible = {name for ask in mark.asks for name in ask.suspects}
    falsely = sum(bool(ask.diagnosis and set(ask.diagnosis.named) - planted) for ask in lost)
    return Counter(
        {
            "students": 1,
            "recovered": bool(planted) and planted <= named,
            "possible": bool(planted) and planted <= possible,
            "with a false name": bool(named - planted),
            "wrong answers": len(lost),
            "false names": falsely,
            "texts": len(told),
            "untrue texts": sum(bool(unshown(variant, text)) for variant, text in told),
        }
    )


def _feedback(mark: PaperMark, sat: Sat) -> Iterator[tuple[Question, str]]:
    """The feedback on every misconception that is named, each with the variant that it is about."""
    for question in mark.questions:
        texts = {each.name: each for each in sat.misconceptions[question.sealed.number].values()}
        for ask in question.asks:
            for name in ask.diagnosis.named if ask.diagnosis else ():
                if name in texts and not question.variant.id.startswith("concept."):
                    yield question.variant, stem.in_words(question.variant, texts[name].feedback)


COLUMNS = ("students", "recovered", "possible", "with a false name", "wrong answers", "false names")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--papers", type=int, default=3, help="of every exam")
    parser.add_argument("--questions", type=int, default=8, help="on a paper")
    parser.add_argument("ids", nargs="*", metavar="ID")
    options = parser.parse_args()
    oracle.load()
    rows, cost = simulate(list(options.ids or Bank().ids), options.papers, options.questions)
    if options.json:
        print(json.dumps({"students": rows, "cost": cost}, indent=1))
        return
    print(f"{'students who are, or have':36}" + "".join(f"{column:>19}" for column in COLUMNS))
    for row in rows:
        print(f"{row['kind']:36}" + "".join(f"{row.get(column, 0):19}" for column in COLUMNS))
    print("\nrecovered: every planted misconception is named; possible: it is named or among several that fit")
    print(
        f"of {cost['detected']:.0f} misconceptions that the papers detect, {cost['told apart']:.0f} lead to answers of their own"
    )
    texts, untrue = (sum(int(row.get(column, 0)) for row in rows) for column in ("texts", "untrue texts"))  # type: ignore[call-overload]
    print(
        f"of {texts} texts on misconceptions that were named, {untrue} mention something that the question does not show"
    )
    print(f"marking with diagnosis takes {cost['ratio']:.1f} times as long as without")


if __name__ == "__main__":
    main()
