"""Letters tell nothing: neither which is right, nor where the right value stands among the others."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from random import Random

import pytest

from examgen.answers import Choice, Choices, Matching, Ordering
from examgen.arrays import Array, cells
from examgen.bank.bank import Bank
from examgen.exam.options import can_be_choice, choice_options, own_options, own_value, printed_type, printed_value
from examgen.question.draw import derive_key
from examgen.question.selection import DRAWS, candidates
from examgen.verify import witness

BANK = Bank()
SAMPLE = ("convolution.output_size", "dense.parameter_count", "softmax.values")
COUNT = 4
Set = tuple[tuple[Array, ...], int]
"""What stands behind the letters of one paper, and the place of the right one."""


def sets_of(id_: str, students: int, variants: int, count: int = COUNT) -> dict[str, list[Set]]:
    """The options of every part of a question that can be a choice, on the papers of a class."""
    entry = BANK.question(id_)
    keys = (derive_key(b"letters", id_, attempt) for attempt in range(DRAWS))
    drawn = witness.attest(list(itertools.islice(candidates(entry, keys, {}), variants)))
    found: dict[str, list[Set]] = {}
    for student, attested in zip(range(students), itertools.cycle(drawn), strict=False):
        for name, ask in attested.variant.asks.items():
            if can_be_choice(ask.type):
                options = choice_options(attested, name, count, derive_key(b"paper", id_, name, student))
                values = tuple(option.value for option in options)
                found.setdefault(name, []).append((values, values.index(attested.key[name])))
    return found


def p_value(letters: Counter[int], k: int) -> float:
    """How likely counts as uneven as these are if all letters are equally likely: the tail of chi-square, k - 1 degrees."""
    n = sum(letters.values())
    statistic = sum((letters[i] - n / k) ** 2 / (n / k) for i in range(k))
    return _upper_gamma((k - 1) / 2, statistic / 2)


def _upper_gamma(a: float, x: float) -> float:
    term = total = 1 / a
    for n in range(1, 500):
        term *= x / (a + n)
        total += term
    return max(0.0, 1 - total * math.exp(-x + a * math.log(x) - math.lgamma(a))) if x > 0 else 1.0


def ranked(measure: Callable[[tuple[Array, ...]], Sequence[float]]) -> Callable[[tuple[Array, ...]], list[int]]:
    """The places of options in the order of a measure; equal ones in an order of chance."""
    dice = Random(5)

    def order(values: tuple[Array, ...]) -> list[int]:
        measured = measure(values)
        return sorted(range(len(values)), key=lambda i: (measured[i], dice.random()))

    return order


def size(values: tuple[Array, ...]) -> list[float]:
    return [round(math.fsum(cells(value)), 9) for value in values]


def from_the_mean(values: tuple[Array, ...]) -> list[float]:
    sizes = size(values)
    return [abs(one - sum(sizes) / len(sizes)) for one in sizes]


def in_common(values: tuple[Array, ...]) -> list[float]:
    return [
        -sum(a == b for other in values for a, b in zip(cells(value), cells(other), strict=True)) for value in values
    ]


def alone(values: tuple[Array, ...]) -> list[float]:
    sizes = size(values)
    return [min(abs(a - b) for j, b in enumerate(sizes) if j != i) for i, a in enumerate(sizes)]


def guessers() -> Iterator[tuple[str, Callable[[tuple[Array, ...]], int]]]:
    """Whoever sees only options, their order and their size, and always does the same."""
    for place in range(COUNT):
        yield f"letter {place}", lambda values, place=place: place  # type: ignore[misc]
    for measure in (size, from_the_mean, in_common, alone):
        order = ranked(measure)
        for place in range(COUNT):
            yield f"{measure.__name__} {place}", lambda values, order=order, place=place: order(values)[place]  # type: ignore[misc]


@pytest.fixture(scope="module")
def sample() -> dict[tuple[str, str], list[Set]]:
    return {(id_, name): sets for id_ in SAMPLE for name, sets in sets_of(id_, 100, 25).items()}


def test_every_letter_is_right_about_equally_often_and_all_papers_have_as_many_options(sample) -> None:
    for where, sets in sample.items():
        assert {len(values) for values, _ in sets} == {COUNT}, where
        assert p_value(Counter(right for _, right in sets), COUNT) > 1e-4, where


def test_who_guesses_by_size_or_likeness_scores_as_who_guesses(sample) -> None:
    sets = [one for part in sample.values() for one in part]
    for name, guess in guessers():
        score = sum(guess(values) == right for values, right in sets) / len(sets)
        assert score <= 1 / COUNT + 0.03 + 3 * math.sqrt(0.1875 / len(sets)), (name, score)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_over_the_whole_bank_no_letter_and_no_size_tells_the_right_option() -> None:
    everything: list[Set] = []
    uneven: list[tuple[str, str, float]] = []
    for id_ in BANK.ids:
        for name, sets in sets_of(id_, 200, 20).items():
            assert {len(values) for values, _ in sets} == {COUNT}, (id_, name)
            everything += sets
            if (p := p_value(Counter(right for _, right in sets), COUNT)) <= 1e-4:
                uneven.append((id_, name, p))
    assert not uneven
    for name, guess in guessers():
        score = sum(guess(values) == right for values, right in everything) / len(everything)
        assert score <= 1 / COUNT + 0.03, (name, score)


@pytest.mark.parametrize("count", [3, 6, 8])
def test_the_letters_are_even_for_other_counts_of_options(count) -> None:
    for name, sets in sets_of("convolution.output_size", 200, 10, count).items():
        assert {len(values) for values, _ in sets} == {count}, name
        assert p_value(Counter(right for _, right in sets), count) > 1e-4, name


def test_a_count_of_few_things_has_as_many_options_as_any_other_answer() -> None:
    for sets in sets_of("dense.dead_relu", 4, 2, 8).values():
        assert {len(set(values)) for values, _ in sets} == {8}


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("count", [3, 5, 6, 7, 8])
def test_over_the_whole_bank_the_letters_are_even_for_other_counts_of_options(count) -> None:
    uneven: list[tuple[str, str, float]] = []
    for id_ in BANK.ids:
        for name, sets in sets_of(id_, 200, 5, count).items():
            assert {len(values) for values, _ in sets} == {count}, (id_, name)
            if (p := p_value(Counter(right for _, right in sets), count)) <= 1e-4:
                uneven.append((id_, name, p))
    assert not uneven


def test_options_are_different_and_only_one_of_them_is_right() -> None:
    entry = BANK.question("softmax.values")
    (attested,) = witness.attest([next(candidates(entry, (derive_key(b"x", n) for n in range(99)), {}))])
    for name, ask in attested.variant.asks.items():
        options = choice_options(attested, name, 6, b"k")
        assert len({option.text for option in options}) == 6
        assert sum(ask.type.compare(option.value, attested.key[name]).right for option in options) == 1


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Choice(("no", "yes", "perhaps")), (0, 1, 2)),
        (Choices(("p", "q", "r", "s")), ((1, 0, 0, 1), (0, 1, 1, 1), (0, 0, 0, 0))),
        (Ordering(("p", "q", "r", "s")), ((0, 1, 2, 3), (2, 0, 3, 1))),
        (Matching(("u", "v"), ("p", "q", "r")), ((0, 1), (2, 2), (1, -1))),
    ],
)
def test_a_list_of_the_question_is_printed_in_an_order_of_each_paper_and_read_back(kind, values) -> None:
    orders = set()
    for paper in range(20):
        options = own_options(kind, derive_key(b"order", paper))
        orders.add(tuple(option.value for option in options))
        printed = printed_type(kind, options)
        for value in values:
            there = printed_value(kind, options, value)
            assert own_value(kind, options, there) == value
            typed = printed.write(there)
            if "nothing" not in typed and -1 not in cells(value):
                assert own_value(kind, options, printed.read(typed).value) == value
    assert len(orders) > 1


def test_over_a_class_each_option_of_a_list_stands_at_each_letter() -> None:
    kind = Choice(("no", "yes"))
    first = Counter(int(own_options(kind, derive_key(b"c", paper))[0].value) for paper in range(200))
    assert p_value(first, 2) > 1e-4
