"""Hints and worked solutions of the whole bank: each belongs to its ask, and the first hint is never the answer."""

from __future__ import annotations

from collections.abc import Iterator

from examgen.bank.bank import Bank
from examgen.practice.hints import divergence, lines_of, steps
from examgen.practice.stock import Stock
from examgen.verify.witness import Attested

BANK = Bank()
STOCK = Stock.of(BANK)


def sample() -> Iterator[Attested]:
    """One variant of each question."""
    for id_ in BANK.ids:
        for stocked in STOCK.variants(id_)[:1]:
            attested = stocked.attested(stocked.variant(BANK))
            assert attested is not None, f"{id_}: run `examgen bank stock`"
            yield attested


def test_the_first_hint_is_never_the_answer_and_the_last_step_is() -> None:
    silent, given_away = [], []
    for attested in sample():
        for name, ask in attested.variant.asks.items():
            found = steps(attested.derivation, name)
            place = f"{attested.variant.id}/{name}"
            if not found:
                silent.append(place)
                continue
            written = ask.type.write(attested.key[name])
            shown = [formula.rpartition("=")[2].strip() for formula in found[0].formulas]
            if found[0].last or (len(written) > 1 and written in shown):
                given_away.append(place)
            assert found[-1].last, place
            assert not any(step.last for step in found[:-1]), place
    assert silent == []
    assert given_away == []


def test_the_solution_of_an_ask_holds_nothing_that_only_another_one_needs() -> None:
    (attested,) = [a for a in sample() if a.variant.id == "architecture.mobilenet"]
    derivation, asks = attested.derivation, list(attested.variant.asks)
    assert any("MACs" in line.why for line in derivation.lines)
    for name in asks:
        about_operations = [line.why for line in lines_of(derivation, name) if ": MACs" in line.why]
        assert name == asks[-1] or not about_operations, name
    assert len(lines_of(derivation, "total")) > 10, "all parameters, though those before belong to other asks as well"


def test_a_slip_is_found_in_its_line_and_a_diagnosed_mistake_is_not_contradicted() -> None:
    (attested,) = [a for a in sample() if a.variant.id == "convolution.output_size"]
    variant, derivation, key = attested.variant, attested.derivation, attested.key["side"]
    assert isinstance(key, int)
    left = divergence(variant, derivation, "side", key - 1, ())
    assert left is not None
    assert left.line == 0
    wrong = attested.wrong_answers["rounded_up"]["side"] if "rounded_up" in attested.wrong_answers else key + 1
    assert divergence(variant, derivation, "side", wrong, ("padding_left_out",)) is None
