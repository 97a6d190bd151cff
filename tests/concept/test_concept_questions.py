"""The questions about statements: fair draws, feedback by the statement's own reason, and the instructor's statements among ours."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from examgen.bank.bank import Bank, Source
from examgen.question.draw import derive_key
from examgen.question.pins import PinError
from examgen.question.selection import candidates
from examgen.rendering import stem
from examgen.verify import witness

OURS = Bank()


def drawn(id_: str, count: int, bank: Bank = OURS, **pins: object) -> list:
    question = bank.question(id_)
    keys = (derive_key(b"concept", id_, attempt) for attempt in range(200 * count))
    return list(itertools.islice(candidates(question, keys, pins), count))


@pytest.mark.parametrize(("id_", "truth"), [("concept.single_true", True), ("concept.single_false", False)])
def test_exactly_one_statement_is_the_one(id_: str, truth: bool) -> None:
    for variant in drawn(id_, 100):
        assert variant.verdicts.count(truth) == 1
        assert len({statement.about for statement in variant.shown}) == len(variant.shown)


def test_a_wrong_choice_is_told_why_that_statement_is_true_or_false() -> None:
    for solved in witness.attest(drawn("concept.single_true", 10)):
        for slip in solved.misconceptions:
            place = int(solved.wrong_answers[slip.name]["answer"])  # type: ignore[arg-type]
            assert solved.variant.shown[place].why in stem.in_words(solved.variant, slip.feedback)


def test_pinned_statements_are_shown_in_their_order() -> None:
    ids = ["max-pooling-has-parameters", "pooling-saves-work", "pooling-halves-the-values", "average-beats-maximum"]
    (variant,) = drawn("concept.single_true", 1, theme="pooling", statements=ids)
    assert [statement.id for statement in variant.shown] == ids
    assert variant.answer == 1


def test_an_unknown_statement_is_refused() -> None:
    with pytest.raises(PinError, match="there is no statement 'made-up' about pooling layers"):
        drawn("concept.single_true", 1, theme="pooling", statements=["made-up", "pooling-saves-work"])


@pytest.fixture
def with_own_statements(tmp_path: Path) -> Bank:
    folder = tmp_path / "question_bank" / "concept" / "statements"
    folder.mkdir(parents=True)
    (tmp_path / "solutions").mkdir()
    (folder / "pooling.yaml").write_text(
        "title: pooling\n"
        "statements:\n"
        "  my-own:\n"
        "    text: A 4 × 4 window of max pooling in Keras has 16 weights.\n"
        "    truth: true\n"
        "    why: It has none.\n"
        "    source: nowhere\n"
        "    witness:\n"
        "      input: [8, 8, 3]\n"
        "      network:\n"
        "        p: MaxPooling2D(4)\n"
        "      holds: parameters(p) == 16\n",
        encoding="utf-8",
    )
    yield Bank((Source.ours(), Source.folder(tmp_path)))
    Bank().question("concept.single_false")  # a class is shared: back to the bank without the folder


def test_an_instructors_statements_join_ours_and_keras_judges_them_too(with_own_statements: Bank) -> None:
    ids = ["my-own", "pooling-saves-work", "pooling-keeps-the-channels", "max-pooling-is-linear"]
    (variant,) = drawn("concept.single_false", 1, with_own_statements, theme="pooling", statements=ids)
    (outcome,) = witness.examine([variant])
    assert isinstance(outcome, witness.Defect)
    assert "my-own is said to be True, but Keras finds parameters(p) == 16 to be False" in outcome.why


def test_the_right_network_and_reason_are_offered_once_among_wrong_ones() -> None:
    for variant in drawn("concept.pick_architecture", 100):
        assert variant.networks.count(variant.option) == 1
        assert set(variant.networks) - {variant.option} <= set(variant.task.against)
        assert variant.reasons.count(variant.use_case) == 1


def test_true_statements_are_neither_all_nor_none() -> None:
    for variant in drawn("concept.true_statements", 200):
        assert set(variant.verdicts) == {True, False}
        assert variant.answer == tuple(int(statement.truth) for statement in variant.shown)


def test_a_misjudged_statement_is_told_its_reason() -> None:
    for solved in witness.attest(drawn("concept.true_statements", 10)):
        for slip in solved.misconceptions:
            answer, key = solved.wrong_answers[slip.name]["answer"], solved.key["answer"]
            (place,) = (i for i, (mine, right) in enumerate(zip(answer, key, strict=True)) if mine != right)
            assert solved.variant.shown[place].why in stem.in_words(solved.variant, slip.feedback)


@pytest.mark.parametrize("theme", ["lstm_gates", "gru_gates"])
def test_every_part_of_a_cell_is_described_once(theme: str) -> None:
    for variant in drawn("concept.gate_roles", 50, theme=theme):
        assert sorted(variant.belongs) == sorted(variant.options)


def test_compared_properties_call_for_at_least_three_of_the_four_answers() -> None:
    for variant in drawn("concept.compare", 100):
        assert len(variant.statements) == 6
        assert len(set(variant.belongs)) >= 3


@pytest.mark.parametrize("id_", [id_ for id_ in OURS.ids if id_.startswith("concept.")])
def test_variants_differ(id_: str) -> None:
    assert len(set(drawn(id_, 250))) >= 200
