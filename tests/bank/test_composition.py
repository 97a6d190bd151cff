"""Whoever reads the file of a question sees what is asked, how it is drawn, what runs and which misconceptions there are."""

from __future__ import annotations

from itertools import islice

import pytest

from examgen.bank.bank import Bank
from examgen.bank.card import parsed_card
from examgen.question.misconceptions import AUTOMATIC
from examgen.question.question import Ask, Question
from examgen.question.selection import candidates, seeded

BANK = Bank()
DECLARED = {
    "stem", "picture", "conventions", "draw", "asks", "network", "agreements", "misconceptions", "inapplicable",
}  # fmt: skip


def declares(part: str, value: object) -> bool:
    return part in DECLARED or isinstance(value, Ask) or hasattr(value, "__misconception__")


@pytest.mark.parametrize("id_", BANK.ids)
def test_a_question_declares_its_own_asks_draws_network_and_misconceptions(id_: str) -> None:
    """Base classes hold parameters that several questions have; what a question does with them it says itself, or calls."""
    definition = BANK.question(id_).definition
    bases = [base for base in definition.__mro__[1:] if issubclass(base, Question) and base is not Question]
    hidden = [
        f"{base.__name__}.{part}" for base in bases for part, value in vars(base).items() if declares(part, value)
    ]
    assert not hidden


@pytest.mark.parametrize("id_", BANK.ids)
def test_misconceptions_that_make_no_sense_for_a_question_are_automatic_ones(id_: str) -> None:
    assert set(BANK.question(id_).definition.inapplicable) <= {each.name for each in AUTOMATIC}


@pytest.mark.parametrize("id_", [id_ for id_ in BANK.ids if BANK.question(id_).definition.inapplicable])
def test_each_inapplicable_misconception_would_be_one_if_it_were_not_named(id_: str) -> None:
    entry = BANK.question(id_)
    variants = list(islice(candidates(entry, seeded("inapplicable", entry), {}), 6))
    named = {each.name: each for each in AUTOMATIC if each.name in entry.definition.inapplicable}
    assert [name for name, each in named.items() if not any(map(each.of, variants))] == []


@pytest.mark.parametrize("id_", [id_ for id_ in BANK.ids if BANK.question(id_).definition.attested_by])
def test_what_attests_the_answers_is_declared_only_where_the_file_does_not_show_it(id_: str) -> None:
    card = BANK.card(id_)
    text = card.path.read_text(encoding="utf-8").replace("attested_by", "declared")
    assert set(parsed_card(id_, card.path, text).attested_by) != set(card.attested_by)
