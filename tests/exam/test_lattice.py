"""The wrong options of a choice: the right one is one corner of a lattice, and none of the corners stands out."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from random import Random

import pytest

from examgen.answers import Integer, Real, Shape, Vector
from examgen.arrays import cells
from examgen.bank.bank import Bank
from examgen.exam import options
from examgen.exam.options import choice_options
from examgen.question.draw import derive_key
from examgen.question.misconceptions import all_of
from examgen.question.selection import candidates
from examgen.verify.witness import Attested

BANK = Bank()


def attested(wrong: dict[str, int], **parameters: object) -> tuple[str, Attested]:
    """A size whose key the derivation gives, and what misconceptions are said to lead to."""
    variant = BANK.question("convolution.output_size").variant(**parameters)
    derivation = variant.derivation()
    ((name, ask),) = variant.asks.items()
    key = {name: ask.type.fit(derivation.answers[name])}
    return name, Attested(variant, key, derivation, {each: {name: value} for each, value in wrong.items()})


def sets(count: int, papers: int = 20) -> list[list[int]]:
    """The options of one size on many papers; the right one is 13."""
    name, result = attested({"rounded_up": 14, "stride_ignored": 26}, n=28, f=5, p=1, s=2)
    return [
        [int(option.value) for option in choice_options(result, name, count, b"paper %d" % n)] for n in range(papers)
    ]


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_every_paper_has_as_many_different_options_and_one_is_right(count) -> None:
    for values in sets(count):
        assert len(set(values)) == count
        assert values.count(13) == 1


def test_a_misconception_is_made_again_in_the_variant_of_another_draw() -> None:
    """Among 13, another size and their misconceptions the right value is one of two keys, and each has its wrong neighbour."""
    name, result = attested({"rounded_up": 14}, n=28, f=5, p=1, s=2)
    variant = result.variant
    (edit,) = (each for each in all_of(variant) if each.name == "rounded_up")
    move, larger = options._mistaken(edit, 14, variant), variant.but(n=32)
    assert move.change is not None
    assert larger is not None
    kind = variant.asks[name].type
    assert options._answer(larger, name, kind) == 15  # 29 / 2, rounded down, and 1
    assert options._answer(move.change(larger), name, kind) == 16


def test_the_right_value_has_every_rank_and_every_letter() -> None:
    found = sets(4, 40)
    assert {sorted(values).index(13) for values in found} == {0, 1, 2, 3}
    assert {values.index(13) for values in found} == {0, 1, 2, 3}
    assert sum(14 in values or 26 in values for values in found) > 10, "misconceptions are among them"


@pytest.mark.parametrize(
    ("corner", "wrong", "right", "difference", "ratio"),
    [
        (12, 15, 10, 17, 18),
        (5, 15, 10, 10, None),
        ((1, 4), (2, 4), (1, 4), (2, 4), (2, 4)),
        ((3, 0), (2, 0), (1, 0), (4, 0), (6, 0)),
        ((3, 1), (2, 5), (1, 0), (4, 6), None),
        ((3, 1), (2, 0), (1, 2), (4, -1), None),
        (0.3, 0.2, 0.1, 0.4, 0.6),
        (Fraction(1, 3), Fraction(1, 2), Fraction(1, 4), Fraction(7, 12), Fraction(2, 3)),
    ],
)
def test_a_move_is_made_again_from_another_corner(corner, wrong, right, difference, ratio) -> None:
    assert options._by_difference(corner, wrong, right) == difference
    assert options._by_ratio(corner, wrong, right) == ratio


@pytest.mark.parametrize(
    ("kind", "right", "value", "holds"),
    [
        (Integer(), 13, 12, True),
        (Integer(), 13, -12, False),
        (Integer(), 13, 12.5, False),
        (Integer(), -3, 3, False),
        (Real(3), 0.5, 0.75, True),
        (Real(3), 0.5, 1.25, False),
        (Vector(decimals=3), (0.25, 0.75), (0.75, 0.25), True),
        (Vector(decimals=3), (0.25, 0.75), (0.75, 0.5), False),
        (Vector(), (2.5, 1), (1.5, 2), True),
        (Vector(), (2.5, 1), (1.4142135, 2), False),
        (Shape(), (28, 28, 6), (26, 26, 6), True),
        (Shape(), (28, 28, 6), (26, 28, 6), False),
        (Shape(), (28, 14, 6), (14, 14, 6), False),
    ],
)
def test_an_option_looks_like_the_right_one(kind, right, value, holds) -> None:
    assert options._Domain.of(right, kind).holds(value) is holds


def test_the_rank_of_the_right_value_is_measured() -> None:
    assert options._sizes([(1, 2), 4]) == [3, 4]
    assert [options._off((2, 1, 3, 4), rank, Random(0)) for rank in range(4)] == [1, 0, 1, 2]
    assert {options._off((2, 2, 2), 0, Random(seed)) for seed in range(20)} == {0, 1, 2}


def test_a_slip_of_the_pen_changes_the_height_and_width_of_an_image_alike() -> None:
    kind = Shape()
    allowed = options._Domain.of((28, 28, 6), kind)
    found = list(options._slips((28, 28, 6), {"28 × 28 × 6": (28, 28, 6)}, allowed, kind, Random(1)))
    assert found
    sizes = [tuple(cells(value)) for value in found]
    assert all(height == width for height, width, _ in sizes)


@pytest.mark.parametrize("id_", ["recurrent.unroll", "convolution.versus_cross_correlation", "softmax.values"])
def test_near_misses_are_made_of_every_parameter_that_a_question_has(id_) -> None:
    """A near miss may be no variant at all, or one that cannot be asked: it is passed over."""
    entry = BANK.question(id_)
    for variant in islice(candidates(entry, (derive_key(b"near", id_, n) for n in range(99)), {}), 3):
        for name, ask in variant.asks.items():
            if options.can_be_choice(ask.type):
                for move in options._other_draws(variant, name, ask.type, Random(0)):
                    assert move.change is not None
                    changed = move.change(variant)
                    assert isinstance(changed, type(variant))
                    assert options._answer(changed, name, ask.type) == move.value
