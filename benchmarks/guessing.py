"""What the options of a question that is set as a choice give away: how often a guesser is right who sees nothing but them.

    python benchmarks/guessing.py [--variants 6] [--papers 12] [--count 4] [--seed 0] [--json]

Every ask of the bank that can be a choice is set as one. Simple rules always take the smallest option, the roundest, the one that
has most in common with the others, and so on. A learned guesser weighs how each option looks among the others (its ranks by all
these measures, its digits and factors); it is trained on four fifths of the questions and tried on the others.
Chance is 1 / options; beside each figure stands how often the rule is right.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from examgen.answers import AnswerType
from examgen.arrays import Array, cells, elementwise
from examgen.bank.bank import Bank
from examgen.exam.options import can_be_choice, choice_options
from examgen.question.draw import derive_key
from examgen.question.selection import DRAWS, candidates
from examgen.verify import witness

Values = tuple[Array, ...]
FOLDS = 5


@dataclass(frozen=True)
class Printed:
    """The options of one ask on one paper, and the place of the right one."""

    question: str
    ask: str
    values: Values
    right: int


def attested(bank: Bank, variants: int, seed: int) -> Iterator[witness.Attested]:
    """Variants of every question that has an ask which can be a choice."""
    drawn = []
    for id_ in bank.ids:
        keys = (derive_key(b"guessing %d" % seed, id_, attempt) for attempt in range(DRAWS))
        found = list(itertools.islice(candidates(bank.question(id_), keys, {}), variants))
        if any(can_be_choice(ask.type) for variant in found for ask in variant.asks.values()):
            drawn += found
    for start in range(0, len(drawn), 100):
        yield from witness.attest(drawn[start : start + 100])


def printed(results: Sequence[witness.Attested], papers: int, count: int) -> list[Printed]:
    """Every ask that can be a choice, on so many papers."""
    found = []
    for n, result in enumerate(results):
        for name, ask in result.variant.asks.items():
            if can_be_choice(ask.type):
                for paper in range(papers):
                    options = choice_options(
                        result, name, count, derive_key(b"paper", result.variant.id, name, n, paper)
                    )
                    right = [option.value for option in options].index(result.key[name])
                    if len(options) == count:
                        seen = tuple(_as_printed(ask.type, option.value) for option in options)
                        found.append(Printed(result.variant.id, name, seen, right))
    return found


def _as_printed(kind: AnswerType, value: Array) -> Array:
    """A value with the decimals that are printed."""
    return elementwise(
        lambda number: number if isinstance(number, int) else round(float(number), getattr(kind, "decimals", 0) or 6),
        value,
    )


# measures -------------------------------------------------------------------------------------------------------------------


def _numbers(value: Array) -> list[float]:
    return [float(cell) for cell in cells(value)]


def size(values: Values) -> list[float]:
    return [round(math.fsum(_numbers(value)), 9) for value in values]


def magnitude(values: Values) -> list[float]:
    return [round(math.fsum(map(abs, _numbers(value))), 9) for value in values]


def from_the_mean(values: Values) -> list[float]:
    sizes = size(values)
    return [round(abs(one - sum(sizes) / len(sizes)), 9) for one in sizes]


def from_the_median(values: Values) -> list[float]:
    sizes = size(values)
    return [round(abs(one - float(np.median(sizes))), 9) for one in sizes]


def from_the_mean_ratio(values: Values) -> list[float]:
    logs = [math.log(1e-9 + sum(map(abs, _numbers(value)))) for value in values]
    return [round(abs(one - sum(logs) / len(logs)), 9) for one in logs]


def nearest(values: Values) -> list[float]:
    sizes = size(values)
    return [round(min(abs(a - b) for j, b in enumerate(sizes) if j != i), 9) for i, a in enumerate(sizes)]


def nearest_ratio(values: Values) -> list[float]:
    return [min(_apart(a, b) for j, b in enumerate(values) if j != i) for i, a in enumerate(values)]


def all_distances(values: Values) -> list[float]:
    return [round(sum(_apart(a, b) for b in values), 9) for a in values]


def _apart(one: Array, other: Array) -> float:
    pairs = zip(_numbers(one), _numbers(other), strict=True)
    return round(sum(abs(a - b) / (abs(a) + abs(b) + 1e-12) for a, b in pairs), 9)


def cells_in_common(values: Values) -> list[float]:
    return [
        sum(a == b for other in values for a, b in zip(cells(value), cells(other), strict=True)) for value in values
    ]


def commonest_cells(values: Values) -> list[float]:
    """How many cells hold the value that most options have there: who takes each cell from the majority."""
    columns = [Counter(column) for column in zip(*(tuple(cells(value)) for value in values), strict=True)]
    return [
        sum(column[c] == max(column.values()) for column, c in zip(columns, cells(value), strict=True))
        for value in values
    ]


def digits_in_common(values: Values) -> list[float]:
    """How many characters each shares, place by place, with the others as they are written."""
    texts = [" ".join(f"{number:.6g}" for number in _numbers(value)) for value in values]
    return [sum(a == b for other in texts for a, b in zip(text, other, strict=False)) for text in texts]


def last_digit_in_common(values: Values) -> list[float]:
    last = [f"{_numbers(value)[-1]:.6g}"[-1] for value in values]
    return [last.count(digit) for digit in last]


def roundness(values: Values) -> list[float]:
    """Zeros at the end and few digits."""
    return [-sum(len(f"{number:.6g}".rstrip("0").replace(".", "")) for number in _numbers(value)) for value in values]


def factors_shared(values: Values) -> list[float]:
    wholes = [max(1, round(abs(math.fsum(_numbers(value))))) for value in values]
    return [sum(math.log(math.gcd(a, b)) for j, b in enumerate(wholes) if j != i) for i, a in enumerate(wholes)]


def small_factors(values: Values) -> list[float]:
    """How far each number can be divided by 2, 3, 5 and 7."""
    return [sum(_smooth(number) for number in _numbers(value)) for value in values]


def _smooth(number: float) -> float:
    whole, found = round(abs(number)), 0
    for prime in (2, 3, 5, 7):
        while whole and whole % prime == 0:
            whole, found = whole // prime, found + 1
    return found


def evenness(values: Values) -> list[float]:
    return [sum(round(number) % 2 == 0 for number in _numbers(value)) for value in values]


def different_cells(values: Values) -> list[float]:
    return [len(set(cells(value))) for value in values]


def zeros(values: Values) -> list[float]:
    return [sum(number == 0 for number in _numbers(value)) for value in values]


def negatives(values: Values) -> list[float]:
    return [sum(number < 0 for number in _numbers(value)) for value in values]


def analogies(values: Values) -> list[float]:
    """How often an option is what two others less a third give, or two others times divided by a third."""
    found = []
    for i, value in enumerate(values):
        others = [other for j, other in enumerate(values) if j != i]
        found.append(sum(_analogous(value, *three) for three in itertools.permutations(others, 3)) / 2)
    return found


def _analogous(a: Array, b: Array, c: Array, d: Array) -> bool:
    four = list(zip(_numbers(a), _numbers(b), _numbers(c), _numbers(d), strict=True))
    return all(abs(x + y - z - w) < 1e-6 for x, y, z, w in four) or all(
        abs(x * y - z * w) < 1e-6 * abs(x * y) for x, y, z, w in four
    )


MEASURES: tuple[Callable[[Values], list[float]], ...] = (
    size, magnitude, from_the_mean, from_the_median, from_the_mean_ratio, nearest, nearest_ratio, all_distances, cells_in_common,
    commonest_cells, digits_in_common, last_digit_in_common, roundness, factors_shared, small_factors, evenness, different_cells,
    zeros, negatives, analogies,
)  # fmt: skip


def looks(values: Values) -> np.ndarray[Any, Any]:
    """What can be seen of each option: its rank and its standing by every measure, and the measures themselves, made comparable."""
    columns: list[list[float]] = []
    for measure in MEASURES:
        measured = measure(values)
        spread = float(np.std(measured)) or 1.0
        columns.append([sum(b < a for b in measured) + 0.5 * (measured.count(a) - 1) for a in measured])
        columns.append([(a - float(np.mean(measured))) / spread for a in measured])
        columns.append([math.copysign(math.log1p(abs(a)), a) for a in measured])
    return np.array(columns).T


# guessers -------------------------------------------------------------------------------------------------------------------


def simple(sets: Sequence[Printed]) -> dict[str, float]:
    """How often the option is right that is the lowest, the second, … the highest by a measure; ties are guessed among."""
    hits: Counter[str] = Counter()
    dice = Random(5)
    for each in sets:
        for place in range(len(each.values)):
            hits[f"letter {'abcdefgh'[place]}"] += each.right == place
        for measure in MEASURES:
            measured = measure(each.values)
            order = sorted(range(len(measured)), key=lambda i: (measured[i], dice.random()))
            hits[f"{measure.__name__} {order.index(each.right) + 1}"] += 1
    return {rule: count / len(sets) for rule, count in hits.most_common()}


def learned(sets: Sequence[Printed], rounds: int = 150) -> float:
    """How often boosted trees pick the right option on questions that they were not trained on."""
    seen = [looks(each.values) for each in sets]
    questions = sorted({each.question for each in sets})
    Random(7).shuffle(questions)
    fold = {question: n % FOLDS for n, question in enumerate(questions)}
    hits = 0
    for held_out in range(FOLDS):
        train = [n for n, each in enumerate(sets) if fold[each.question] != held_out]
        test = [n for n, each in enumerate(sets) if fold[each.question] == held_out]
        is_key = np.concatenate([np.arange(len(seen[n])) == sets[n].right for n in train]).astype(float)
        model = _boost(np.concatenate([seen[n] for n in train]), is_key, rounds)
        hits += sum(int(np.argmax(_score(model, seen[n]))) == sets[n].right for n in test)
    return hits / len(sets)


Split = tuple[int, float]
Tree = tuple[Split, Split, Split, tuple[float, float, float, float]]


def _boost(rows: np.ndarray[Any, Any], is_key: np.ndarray[Any, Any], rounds: int, rate: float = 0.15) -> list[Tree]:
    """Trees of depth two, each fitted to what the others leave unexplained (logistic loss)."""
    edges = [np.unique(np.quantile(column, np.linspace(0.04, 0.96, 24))) for column in rows.T]
    binned = np.stack([np.searchsorted(edge, column, side="left") for edge, column in zip(edges, rows.T, strict=True)])
    score = np.full(len(rows), math.log(is_key.mean() / (1 - is_key.mean())))
    trees: list[Tree] = []
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-score))
        slope, curve = is_key - chance, chance * (1 - chance)
        every = np.ones(len(rows), bool)
        column, edge = _best_split(binned, slope, curve, every)
        right = binned[column] > edge
        splits, leaves, step = [], [], np.zeros(len(rows))
        for half in (~right, right):
            c, e = _best_split(binned, slope, curve, half)
            splits.append((c, float(edges[c][min(e, len(edges[c]) - 1)])))
            for part in (half & (binned[c] <= e), half & (binned[c] > e)):
                value = rate * slope[part].sum() / (curve[part].sum() + 5.0)
                leaves.append(float(value))
                step[part] = value
        score = score + step
        trees.append(
            ((column, float(edges[column][min(edge, len(edges[column]) - 1)])), splits[0], splits[1], tuple(leaves))
        )  # type: ignore[arg-type]
    return trees


def _best_split(
    binned: np.ndarray[Any, Any], slope: np.ndarray[Any, Any], curve: np.ndarray[Any, Any], inside: np.ndarray[Any, Any]
) -> tuple[int, int]:
    best = (-1.0, 0, 0)
    for column, bins in enumerate(binned):
        g = np.cumsum(np.bincount(bins[inside], slope[inside], 26))
        h = np.cumsum(np.bincount(bins[inside], curve[inside], 26))
        gain = g**2 / (h + 5) + (g[-1] - g) ** 2 / (h[-1] - h + 5)
        edge = int(np.argmax(gain))
        best = max(best, (float(gain[edge]), column, edge))
    return best[1], best[2]


def _score(trees: Sequence[Tree], rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    total = np.zeros(len(rows))
    for (column, edge), low, high, leaves in trees:
        right = rows[:, column] > edge
        for side, (c, e), (below, above) in ((~right, low, leaves[:2]), (right, high, leaves[2:])):
            total += np.where(side, np.where(rows[:, c] > e, above, below), 0.0)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variants", type=int, default=6)
    parser.add_argument("--papers", type=int, default=12)
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sets = printed(list(attested(Bank(), options.variants, options.seed)), options.papers, options.count)
    rules, trained = simple(sets), learned(sets)
    if options.json:
        print(
            json.dumps({"sets": len(sets), "chance": 1 / options.count, "rules": rules, "learned": trained}, indent=1)
        )
        return
    asks = len({(each.question, each.ask) for each in sets})
    print(f"{len(sets):,} printed choices among {options.count} of {asks} asks; chance {1 / options.count:.1%}")
    print(f"learned guesser  {trained:6.1%}")
    for rule, share in itertools.islice(rules.items(), 12):
        print(f"{rule:26} {share:6.1%}")


if __name__ == "__main__":
    main()
