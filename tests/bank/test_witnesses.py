"""Every question of the bank: its two witnesses agree, its variants differ, its misconceptions show."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest

from examgen.bank.bank import Bank
from examgen.question.draw import derive_key
from examgen.question.selection import EFFORT, candidates
from examgen.rendering import stem
from examgen.verify import witness

DRAWS, CONFUSED = 40, 20
"""Draws of each question, and of these the ones on which the misconceptions are run as well: each is one more network."""
MANY_DRAWS, MANY_CONFUSED = 200, 40
"""The same under `make prove`."""
SHOWS = 0.4
"""A misconception that applies leads to another answer at least this often: half the time, less what chance takes in 20 draws."""
ONLY_WHERE_SET = {
    ("convolution.feature_map_padded", "odd_zeros_before"),
    ("convolution.same_padding", "dilation_ignored"),
    ("convolution.transposed", "not_transposed"),
    ("evaluation.confusion_matrix", "specificity_for_predictive_value"),
    ("pooling.same_padded", "odd_one_first"),
    ("recurrent.embedding_model", "one_direction"),
    ("softmax.regression", "transposed_weights"),
}
"""Misconceptions that need sizes or settings which are not drawn; an instructor may set them."""
BANK = Bank()


def drawn(id_: str, count: int) -> list:
    question = BANK.question(id_)
    keys = (derive_key(b"the bank's own test", id_, attempt) for attempt in range(50 * count))
    return list(itertools.islice(candidates(question, keys, {}), count))


@pytest.mark.parametrize("id_", BANK.ids)
def test_the_witnesses_agree_and_misconceptions_effort_and_texts_are_as_they_should_be(id_) -> None:
    check(id_, DRAWS, CONFUSED)


@pytest.mark.prove
@pytest.mark.parametrize("id_", BANK.ids)
def test_the_same_holds_over_many_draws(id_) -> None:
    check(id_, MANY_DRAWS, MANY_CONFUSED)


def check(id_: str, draws: int, confused: int) -> None:
    """All that is checked on the draws of one question, which are examined once."""
    variants = drawn(id_, draws)
    examined = witness.examine(variants[:confused])
    results = [*examined, *witness.examine(variants[confused:], misconceptions=False)]
    defects = [result for result in results if isinstance(result, witness.Defect)]
    assert not defects, f"{len(defects)} of {len(results)} draws; the first: {defects[0]}"
    its_own_misconceptions_show(id_, examined)
    its_effort_is_that_of_its_level(id_, results)
    what_a_student_reads_has_its_numbers_put_in(examined)
    its_key_is_read_back_as_right(results)


def its_own_misconceptions_show(id_: str, results: list) -> None:
    told = Counter(name for result in results for name in result.wrong_answers)
    hidden = Counter(name for result in results for name in result.survivors)
    for misconception in BANK.question(id_).own_misconceptions():
        name = misconception.name
        applies = told[name] + hidden[name]
        if (id_, name) in ONLY_WHERE_SET:
            assert not applies, f"{name} applies to drawn variants too"
            continue
        assert told[name], f"{name} never leads to another answer"
        assert told[name] >= SHOWS * applies, f"{name} shows in {told[name]} of {applies} draws"


def its_effort_is_that_of_its_level(id_: str, results: list) -> None:
    low, high = EFFORT[BANK.question(id_).level]
    efforts = [result.derivation.effort for result in results]
    assert low <= min(efforts), efforts
    assert max(efforts) <= high, efforts


def what_a_student_reads_has_its_numbers_put_in(results: list) -> None:
    for result in results:
        texts = [stem.stem(result.variant), *(stem.ask(result.variant, name) for name in result.variant.asks)]
        assert all(text and "{{" not in text and "None" not in text for text in texts), texts
        assert all(line.why.endswith((".", ":", "?", "`")) for line in result.derivation.lines)


def its_key_is_read_back_as_right(results: list) -> None:
    for result in results:
        for name, ask in result.variant.asks.items():
            reading = ask.type.read(ask.type.write(result.key[name]))
            right = ask.type.compare(reading.value, result.key[name]).right
            assert right or not ask.type.is_judged, (name, reading)


def test_the_listing_knows_every_question_without_importing_it() -> None:
    cards = {card.id: card for card in BANK.cards()}
    for id_ in BANK.ids:
        question = BANK.question(id_)
        assert (cards[id_].topic, cards[id_].level, cards[id_].title) == (
            question.topic,
            question.level,
            question.title,
        )
        assert id_.startswith(f"{question.topic}.")
        assert cards[id_].example.endswith(("?", "."))
