"""The wrong options of a choice: one mistake made in two variants, either of which could have been the one that is printed."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from random import Random
from typing import cast

import pytest

from examgen.answers import Integer, Real, Shape, Vector
from examgen.arrays import cells
from examgen.bank.bank import Bank
from examgen.exam import options
from examgen.exam.options import choice_options
from examgen.question.draw import derive_key
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


def pool(wrong: dict[str, int], **parameters: object) -> options._Pool:
    """What the options of one size are made of."""
    name, result = attested(wrong, **parameters)
    return options._pool(
        result.variant, str(parameters), name, result.key[name], tuple((each, wrong[each]) for each in wrong)
    )


def test_an_edit_of_the_variant_is_made_in_other_variants() -> None:
    mistake = pool({"rounded_up": 14}, n=28, f=5, p=1, s=2)._mistake("rounded_up")
    assert mistake is not None
    larger = BANK.question("convolution.output_size").variant(n=32, f=5, p=1, s=2)
    assert mistake.here == 14
    assert mistake.at(0, larger) == 16  # 29 / 2, rounded up, and 1
    assert mistake.at(0, mistake) == 16, "worked out once"  # type: ignore[arg-type]


def test_an_edit_of_the_network_is_made_in_other_variants_as_work_that_ends_in_the_same_answer() -> None:
    mistake = pool({"stride_ignored": 26}, n=28, f=5, p=1, s=2)._mistake("stride_ignored")
    assert mistake is not None
    larger = BANK.question("convolution.output_size").variant(n=32, f=5, p=1, s=2)
    assert mistake.at(0, larger) == 30  # 32 + 2 - 5 + 1


def test_a_misconception_that_no_wrong_work_ends_in_is_not_used_elsewhere() -> None:
    assert pool({"unheard_of": 77}, n=28, f=5, p=1, s=2)._mistake("unheard_of") is None


def test_the_other_variant_would_have_led_to_the_same_options() -> None:
    """Whoever sees them cannot tell from which of the two keys they were made."""
    mine = pool({"rounded_up": 14}, n=28, f=5, p=1, s=2)
    mistake = mine._mistake("rounded_up")
    assert mistake is not None
    found = 0
    for place, (other, key) in enumerate(mine._others):
        made = mistake.at(place, other)
        if made is None or len({13, 14, key, made}) < 4:
            continue
        theirs = options._Pool.of(other, mine.name, key, {"rounded_up": made})
        theirs.__dict__["_others"] = [(mine.variant, 13)]
        again = theirs._mistake("rounded_up")
        assert again is not None
        crossed = theirs._crossed(again, 2, Random(1))
        assert {key, *crossed} == {13, 14, key, made}
        found += 1
    assert found, "no other variant has four different values"


def test_a_mistake_makes_the_right_value_smaller_as_often_as_larger() -> None:
    mine = pool({"rounded_up": 14, "padding_left_out": 12}, n=28, f=5, p=1, s=2)
    first = [mistake.here for n in range(100) if (mistake := next(mine._drawn(Random(n))))]
    assert set(first) == {12, 14}
    assert 30 < first.count(14) < 70


def test_without_a_misconception_that_leads_there_a_slip_does_in_some_draws() -> None:
    mine = pool({"rounded_up": 14}, n=28, f=5, p=1, s=2)
    first = [next(mine._drawn(Random(n))) for n in range(200)]
    values = [int(cast(int, mistake.here)) if mistake else 0 for mistake in first]
    assert 20 < sum(value < 13 for value in values) < 90
    assert all(value == 14 or value < 13 for value in values)


def test_where_slips_lead_one_way_only_the_options_are_keys() -> None:
    mine = pool({}, n=28, f=5, p=1, s=2)
    mine.__dict__["_slips"] = [slip for slip in mine._slips if int(cast(int, slip.here)) > 13]
    assert mine._slips
    assert {next(mine._drawn(Random(n))) for n in range(20)} == {None}


def test_the_options_of_a_variant_do_not_depend_on_the_papers_made_before() -> None:
    name, result = attested({"rounded_up": 14, "stride_ignored": 26}, n=28, f=5, p=1, s=2)
    keys = [b"paper %d" % n for n in range(8)]
    options._pool.cache_clear()
    forth = {key: choice_options(result, name, 4, key) for key in keys}
    options._pool.cache_clear()
    back = {key: choice_options(result, name, 4, key) for key in reversed(keys)}
    assert forth == back


def test_the_right_value_has_every_letter_and_misconceptions_are_among_the_others() -> None:
    found = sets(4, 40)
    assert {values.index(13) for values in found} == {0, 1, 2, 3}
    assert sum(14 in values or 26 in values for values in found) > 20


def test_over_several_variants_the_right_value_has_every_rank() -> None:
    entry = BANK.question("convolution.output_size")
    ranks: Counter[int] = Counter()
    drawn = islice(candidates(entry, (derive_key(b"ranks", n) for n in range(999)), {}), 60)
    for paper, variant in enumerate(drawn):
        ((name, ask),) = variant.asks.items()
        key = ask.type.fit(variant.derivation().answers[name])
        result = Attested(variant, {name: key}, variant.derivation(), {})
        values = [
            int(cast(int, option.value)) for option in choice_options(result, name, 4, derive_key(b"paper", paper))
        ]
        ranks[sorted(values).index(int(cast(int, key)))] += 1
    assert all(5 <= ranks[rank] <= 25 for rank in range(4)), ranks


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
                found = list(options._other_draws(variant, name, ask.type, Random(0)))
                assert all(ask.type.write(value) for value in found)
