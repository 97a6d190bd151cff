"""The questions about statements: fair draws, feedback by the reason of the statement, and the instructor's statements among ours."""

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
POOLING = ["max-pooling-has-parameters", "pooling-saves-work", "pooling-halves-the-values", "average-beats-maximum"]


def drawn(id_: str, count: int, bank: Bank = OURS, **pins: object) -> list:
    entry = bank.question(id_)
    keys = (derive_key(b"concept", id_, attempt) for attempt in range(200 * count))
    return list(itertools.islice(candidates(entry, keys, pins), count))


@pytest.mark.parametrize(("id_", "truth"), [("concept.single_true", True), ("concept.single_false", False)])
def test_exactly_one_statement_is_the_one(id_: str, truth: bool) -> None:
    for variant in drawn(id_, 100):
        assert [statement.truth for statement in variant.shown].count(truth) == 1
        assert len({statement.about for statement in variant.shown}) == len(variant.shown)


@pytest.mark.parametrize("id_", ["concept.single_true", "concept.single_false"])
def test_a_wrong_choice_is_answered_with_that_statement_and_its_reason(id_: str) -> None:
    for solved in witness.attest(drawn(id_, 10)):
        assert len(solved.misconceptions) == 3
        for misconception in solved.misconceptions:
            chosen = solved.variant.shown[int(solved.wrong_answers[misconception.name]["answer"])]
            feedback = stem.in_words(solved.variant, misconception.feedback)
            assert feedback == f"{chosen.quoted} is {str(chosen.truth).lower()}. {chosen.why}"


def test_an_answer_is_attested_by_keras_only_where_every_statement_has_a_witness() -> None:
    attested = set()
    for variant in drawn("concept.single_true", 60):
        confirmed = all(statement.witness for statement in variant.shown)
        assert variant.asks["answer"].attestation == ("Keras" if confirmed else "Sourced")
        attested.add(confirmed)
    assert attested == {True, False}


def test_pinned_statements_are_shown_in_their_order() -> None:
    (variant,) = drawn("concept.single_true", 1, theme="pooling", statements=POOLING)
    assert [statement.id for statement in variant.shown] == POOLING
    (solved,) = witness.attest([variant])
    assert solved.key["answer"] == 1


def test_an_unknown_statement_is_refused() -> None:
    with pytest.raises(PinError, match="there is no statement 'made-up' about pooling layers"):
        drawn("concept.single_true", 1, theme="pooling", statements=["made-up", "pooling-saves-work"])


def test_an_unknown_theme_is_refused_with_those_that_exist() -> None:
    with pytest.raises(PinError, match="there is no theme 'poling'; there is architectures"):
        drawn("concept.true_statements", 1, theme="poling", statements=POOLING)


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
    return Bank((Source.ours(), Source.folder(tmp_path)))


def test_an_instructors_statements_join_ours_and_keras_judges_them_too(with_own_statements: Bank) -> None:
    ids = ["my-own", "pooling-saves-work", "pooling-keeps-the-channels", "max-pooling-is-linear"]
    (variant,) = drawn("concept.single_false", 1, with_own_statements, theme="pooling", statements=ids)
    (outcome,) = witness.examine([variant])
    assert isinstance(outcome, witness.Defect)
    assert "my-own is said to be True, but Keras finds parameters(p) == 16 to be False" in outcome.why


def test_the_right_network_and_reason_are_offered_once_among_wrong_ones_of_the_same_task() -> None:
    for variant in drawn("concept.pick_architecture", 100):
        for names, wrong in ((variant.networks, variant.task.networks), (variant.reasons, variant.task.reasons)):
            assert names.count("right") == 1
            assert len(names) == 4
            assert set(names) - {"right"} <= set(wrong)


def test_whoever_picks_a_wrong_network_is_told_what_is_wrong_with_that_network() -> None:
    for solved in witness.attest(drawn("concept.pick_architecture", 20)):
        assert len(solved.misconceptions) == 6
        for misconception in solved.misconceptions:
            ((ask, place),) = solved.wrong_answers[misconception.name].items()
            chosen = solved.variant.offered[ask][place]
            feedback = stem.in_words(solved.variant, misconception.feedback)
            assert feedback.startswith(f"This {ask} is not ")
            assert feedback.endswith(chosen.why)
            assert chosen.why != solved.variant.task.reason


def test_true_statements_are_neither_all_nor_none() -> None:
    for variant in drawn("concept.true_statements", 200):
        assert {statement.truth for statement in variant.shown} == {True, False}


def test_a_misjudged_statement_is_answered_with_its_reason() -> None:
    for solved in witness.attest(drawn("concept.true_statements", 10)):
        assert solved.key["answer"] == tuple(int(statement.truth) for statement in solved.variant.shown)
        for misconception in solved.misconceptions:
            answer, key = solved.wrong_answers[misconception.name]["answer"], solved.key["answer"]
            (place,) = (i for i, (mine, right) in enumerate(zip(answer, key, strict=True)) if mine != right)
            assert solved.variant.shown[place].why in stem.in_words(solved.variant, misconception.feedback)


def test_an_explanation_is_asked_with_its_criteria_and_its_model_answer_is_the_key() -> None:
    for solved in witness.attest(drawn("concept.explain", 20)):
        explained, ask = solved.variant.explained, solved.variant.asks["explanation"]
        assert ask.text == explained.text
        assert ask.type.criteria == tuple((criterion.text, criterion.points) for criterion in explained.criteria)
        assert ask.type.write(solved.key["explanation"]) == explained.answer
        assert ask.attestation == "Sourced"


def test_the_themes_of_explanations_are_drawn_by_their_size() -> None:
    assert {variant.theme for variant in drawn("concept.explain", 60)} == {"convolutional", "recurrent", "training"}


@pytest.mark.parametrize("theme", ["lstm_gates", "gru_gates"])
def test_every_part_of_a_cell_is_described_once(theme: str) -> None:
    for variant in drawn("concept.gate_roles", 50, theme=theme):
        assert sorted(statement.option for statement in variant.shown) == sorted(variant.sorts.options)


def test_compared_properties_call_for_at_least_three_of_the_four_answers() -> None:
    for variant in drawn("concept.compare", 100):
        assert len(variant.statements) == 6
        assert len({statement.option for statement in variant.shown}) >= 3


@pytest.mark.parametrize(
    "id_", ["single_true", "single_false", "true_statements", "gate_roles", "compare", "pick_architecture"]
)
def test_neither_feedback_nor_the_worked_solution_names_a_letter(id_: str) -> None:
    """Options are printed in another order on every paper."""
    for solved in witness.attest(drawn(f"concept.{id_}", 5)):
        texts = [stem.in_words(solved.variant, m.feedback) for m in solved.misconceptions]
        texts += [line.why for line in solved.derivation.lines]
        assert not [text for text in texts if "Statement a" in text or "Option" in text or " is b." in text]


@pytest.mark.parametrize(
    "id_", ["single_true", "single_false", "true_statements", "gate_roles", "compare", "pick_architecture"]
)
def test_variants_differ(id_: str) -> None:
    assert len(set(drawn(f"concept.{id_}", 250))) >= 200
