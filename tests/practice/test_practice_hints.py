"""Hints and worked solutions of the whole bank: each belongs to its ask, and the first hint is never the answer."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache

import pytest
from rich.cells import cell_len
from rich.console import Console

from examgen.bank.bank import Bank
from examgen.derivation.terms import Term
from examgen.practice import hints
from examgen.practice.hints import divergence, lines_of, steps
from examgen.practice.stock import Stock
from examgen.practice.stocking import VARIANTS
from examgen.question.misconceptions import all_of
from examgen.question.question import Question
from examgen.rendering.terminal import formula_lines
from examgen.rendering.worked import worked
from examgen.verify.witness import Attested

BANK = Bank()
STOCK = Stock.of(BANK)


@cache
def sample(place: int = 0) -> tuple[Attested, ...]:
    """One variant of each question, at a place in its stock."""
    found = []
    for id_ in BANK.ids:
        for stocked in STOCK.variants(id_)[place : place + 1]:
            attested = stocked.attested(stocked.variant(BANK))
            assert attested is not None, f"{id_}: run `examgen bank stock`"
            found.append(attested)
    return tuple(found)


EACH = pytest.mark.parametrize(
    "place", [0, *(pytest.param(place, marks=pytest.mark.prove) for place in range(1, VARIANTS))]
)
"""The first variant of each question, or all of the stock."""


@EACH
def test_the_first_hint_is_never_the_answer_and_the_last_step_is(place: int) -> None:
    silent, given_away = [], []
    for attested in sample(place):
        for name, ask in attested.variant.asks.items():
            found = steps(attested.derivation, name)
            of = f"{attested.variant.id}/{name}"
            if not found:
                silent.append(of)
                continue
            written = ask.type.write(attested.key[name])
            shown = [formula.rpartition("=")[2].strip() for formula in found[0].formulas]
            if found[0].last or (len(written) > 1 and written in shown):
                given_away.append(of)
            assert found[-1].last, of
            assert not any(step.last for step in found[:-1]), of
    assert silent == []
    assert given_away == []


@EACH
def test_no_hint_belongs_to_another_part_of_the_question(place: int) -> None:
    """What is worked out in a line, and is not in the answer that it leads to, is in the answer to no other part either."""
    strange = []
    for attested in sample(place):
        answering = {line.ask: line for line in attested.derivation.lines if line.ask}
        behind = {name: _behind(line.terms) for name, line in answering.items()}
        for name in attested.variant.asks:
            *before, _ = lines_of(attested.derivation, name)
            values = {term.value for term in behind[name].values()}
            for line in before:
                assert not line.ask, "the answer to another part"
                known = any(id(term) in behind[name] or term.value in values for term in line.terms)
                if not known and any(id(term) in terms for terms in behind.values() for term in line.terms):
                    strange.append(f"{attested.variant.id}/{name}: {line.why}")
    assert strange == []


def _behind(terms: Iterable[Term]) -> dict[int, Term]:
    """Everything that terms were worked out from."""
    found: dict[int, Term] = {}
    waiting = list(terms)
    while waiting:
        term = waiting.pop()
        if id(term) not in found:
            found[id(term)] = term
            waiting += [*term.parts, *([] if term.source is None else [term.source])]
    return found


@pytest.mark.parametrize(
    ("mistake", "questions"),
    [
        ("bias_counted", ("convolution.parameter_count", "convolution.depthwise_separable", "architecture.resnet")),
        ("shortcut_not_normalised", ("architecture.residual_projection",)),
        ("same_rounded_down", ("convolution.padding_modes", "pooling.output_volume")),
        ("last_relu_left_out", ("architecture.residual_block",)),
        ("originals_left_out", ("augmentation.dataset_size",)),
        ("all_frozen", ("transfer.new_head",)),
        ("four_bytes", ("architecture.activation_memory", "transfer.cached_features")),
    ],
)
def test_typical_confusions_are_named(mistake: str, questions: tuple[str, ...]) -> None:
    """A variant of the stock can tell them apart from what is right."""
    assert any(stocked.misconceptions.get(mistake) for id_ in questions for stocked in STOCK.variants(id_))


def test_an_upsampling_layer_that_is_passed_over_is_named() -> None:
    code = {"input_shape": (20, 16), "code": "Conv1D(16, 5), UpSampling1D(3)"}
    variant = BANK.question("architecture.keras_code").variant(code)
    assert "upsampling_ignored" in {mistake.name for mistake in all_of(variant)}


def test_the_solution_of_an_ask_holds_nothing_that_only_another_one_needs() -> None:
    (attested,) = [a for a in sample() if a.variant.id == "architecture.mobilenet"]
    variant = attested.variant.but(macs="millions")
    derivation, asks = variant.derivation(), list(variant.asks)
    assert any("MACs" in line.why for line in derivation.lines)
    for name in asks:
        about_operations = [line.why for line in lines_of(derivation, name) if ": MACs" in line.why]
        assert name == asks[-1] or not about_operations, name
    assert len(lines_of(derivation, "total")) > 10, "all parameters, though those before belong to other asks as well"


def test_a_slip_is_found_in_its_line() -> None:
    (attested,) = [a for a in sample() if a.variant.id == "convolution.output_size"]
    variant, derivation, key = attested.variant, attested.derivation, attested.key["side"]
    assert isinstance(key, int)
    left = divergence(variant, derivation, "side", key - 1, ())
    assert left is not None
    assert left.line == 0


def test_the_solution_of_an_ask_ends_with_its_answer() -> None:
    """What a later line passes on, such as the input of a second question, is no step of an earlier answer."""
    late = [
        f"{attested.variant.id}/{ask}"
        for attested in sample()
        for ask in attested.variant.asks
        if (own := lines_of(attested.derivation, ask)) and own[-1].ask != ask
    ]
    assert late == []


def told(every: int) -> tuple[list[str], list[str]]:
    """The numeric wrong answers of diagnosed mistakes in every so many-th question: those with and without a line to look at."""
    found, missing = [], []
    for attested in list(sample())[::every]:
        variant, derivation = attested.variant, attested.derivation
        for mistake, values in attested.wrong_answers.items():
            for ask in (name for name in values if variant.asks[name].type.is_numeric):
                left = divergence(variant, derivation, ask, values[ask], (mistake,), attested.wrong_answers)
                (missing if left is None else found).append(f"{variant.id}/{ask}: {mistake}")
                assert left is None or left.why.strip() or left.formulas or left.line < len(lines_of(derivation, ask))
    return found, missing


def test_most_diagnosed_mistakes_are_told_with_the_line_to_look_at() -> None:
    found, missing = told(every=16)
    assert len(found) > 0.7 * len(found + missing), missing


@pytest.mark.prove
def test_five_of_six_diagnosed_mistakes_of_the_bank_are_told_with_the_line_to_look_at() -> None:
    found, missing = told(every=1)
    assert len(found) > 5 / 6 * len(found + missing), missing


def test_the_line_of_a_mistake_that_edits_the_question_is_found_from_its_answer_alone(monkeypatch) -> None:
    """Where the edited question says which line is wrong, what is found from the wrong answer says the same."""
    same, other = [], []
    for attested in sample():
        variant, derivation = attested.variant, attested.derivation
        edits = {mistake.name: mistake.edit(variant) for mistake in all_of(variant)}
        told_by_edit = {name: v for name, v in attested.wrong_answers.items() if isinstance(edits[name], Question)}
        for mistake, values in told_by_edit.items():
            for ask in values:
                truth = divergence(variant, derivation, ask, values[ask], (mistake,), attested.wrong_answers)
                if truth is None:
                    continue
                with monkeypatch.context() as patched:
                    patched.setattr(hints, "_first_difference", lambda right, edited, ask, value: None)
                    found = divergence(variant, derivation, ask, values[ask], (mistake,), attested.wrong_answers)
                if found is not None:
                    (same if found.line == truth.line else other).append(f"{variant.id}/{ask}: {mistake}")
    assert len(same) > 100
    assert len(other) <= 0.03 * len(same), other


def test_what_was_probably_written_leads_to_the_answer_that_was_given() -> None:
    """From a wrong answer before, a mistake leads to another answer than from the right one."""
    tried = 0
    for attested in sample()[::6]:
        variant, derivation, wrong = attested.variant, attested.derivation, attested.wrong_answers
        for mistake in all_of(variant):
            for ask, value in wrong.get(mistake.name, {}).items():
                if not isinstance(value, int) or not isinstance(mistake.edit(variant), Question):
                    continue
                left = divergence(variant, derivation, ask, value, (mistake.name,), wrong)
                if left is not None and left.formulas:
                    other = divergence(variant, derivation, ask, value + 1, (mistake.name,), wrong)
                    assert other is None or not other.formulas, (variant.id, mistake.name)
                    tried += 1
    assert tried > 5


def test_the_line_to_look_at_is_that_of_the_right_solution() -> None:
    """What it says is not said with the numbers of the mistake."""
    (attested,) = [a for a in sample() if a.variant.id == "evaluation.top_k_accuracy"]
    variant, looked = attested.variant, 0
    for mistake, values in attested.wrong_answers.items():
        for ask, value in values.items():
            left = divergence(variant, attested.derivation, ask, value, (mistake,), attested.wrong_answers)
            if left is not None:
                assert left.why == lines_of(attested.derivation, ask)[left.line].why
                looked += 1
    assert looked


@EACH
def test_no_formula_of_a_solution_is_wider_than_a_narrow_terminal(place: int) -> None:
    """What is wider is cut off at the edge; 8 of 60 columns are the indent."""
    console, cut = Console(file=io.StringIO(), width=60), []
    for attested in sample(place):
        for line in attested.derivation.lines:
            shown = worked(attested.variant, line)
            for tex in filter(None, (*shown.formulas, shown.whole)):
                cut += [(attested.variant.id, row) for row in formula_lines(console, tex, 52) if cell_len(row) > 52]
    assert cut == []
