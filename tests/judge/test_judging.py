"""How the judge asks its witnesses, and what it makes of what they say; Keras is played by the derivation, or by what a test says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from examgen.arrays import Array
from examgen.bank.bank import Bank, Source
from examgen.judge import Rules, Verdict, Work, judge, judge_answer, read_answer
from examgen.judge.words import feedback, rule, shortfall
from examgen.oracle import OracleError
from examgen.question.question import Question
from examgen.verify import witness
from examgen.verify.witness import Scenario, Values

HERE = Path(__file__).parent
BANK = Bank((Source.folder(HERE.parent / "toy_bank"), Source.folder(HERE / "bank")))
CHAIN = {"x": (1, -2, 0.5, 2)}
H = "0.762, -0.964, 0.462, 0.964"
MISTAKE = "0.762, -0.964, 0.462, 0.5"
LABELS = {"h": "1a", "total": "1b", "square": "1c", "z": "1a", "a": "1b", "side": "1"}
Evaluate = Callable[[Sequence[Scenario]], list[Values | OracleError]]


def chain() -> Question:
    return BANK.question("judged.chain").variant(CHAIN)


def layer() -> Question:
    return BANK.question("toy.layer").variant({"x": (1, 2), "w": ((1, -1, 2), (0, -2, 1)), "b": (1, 2, 3)})


def derived(variant: Question, given: Values) -> dict[str, Array]:
    answers = variant.derivation(given).answers
    return {name: ask.type.fit(answers[name]) for name, ask in variant.asks.items() if name not in given}


def faithful(scenarios: Sequence[Scenario]) -> list[Values | OracleError]:
    """Keras as it should be: it says what the derivation says, and edits variants and answers as misconceptions do."""
    found: list[Values | OracleError] = []
    for scenario in scenarios:
        if scenario.misconception is None:
            found.append(derived(scenario.variant, scenario.given))
        elif isinstance(scenario.edit, Mapping):
            found.append({} if scenario.given else dict(scenario.edit))
        elif isinstance(scenario.edit, Question):
            found.append(derived(scenario.edit, scenario.given))
        else:
            found.append({})
    return found


@pytest.fixture
def keras(monkeypatch: pytest.MonkeyPatch) -> Callable[[Evaluate], list[Scenario]]:
    """Let a function play Keras; what it is asked is listed."""

    def play(evaluate: Evaluate) -> list[Scenario]:
        asked: list[Scenario] = []

        def heard(scenarios: Sequence[Scenario]) -> list[Values | OracleError]:
            asked.extend(scenarios)
            return evaluate(scenarios)

        monkeypatch.setattr(witness, "evaluate", heard)
        return asked

    return play


def work(variant: Question, *typed: str, misled: Mapping[str, Values] | None = None, choice: bool = False) -> Work:
    key = derived(variant, {})
    answers = {
        name: read_answer(ask.type, text, expected=key[name], set_as_choice=choice)
        for (name, ask), text in zip(variant.asks.items(), typed, strict=False)
    }
    return Work(variant, key, misled or {}, answers)


def last(sat: Work, **options: bool) -> Verdict:
    ((verdicts,),) = judge([[sat]], Rules(), **options)
    return list(verdicts.values())[-1]


def said(sat: Work, verdict: Verdict) -> str:
    name = list(sat.answers)[-1]
    return rule(verdict, sat.answers[name], sat.key[name], Rules(), LABELS)


# what follows -------------------------------------------------------------------------------------------------------


def test_where_both_witnesses_agree_the_mark_rests_on_both(keras) -> None:
    keras(faithful)
    sat = work(chain(), MISTAKE, "0.760")
    verdict = last(sat)
    assert (verdict.state, verdict.share, verdict.alone, verdict.disputed) == ("follow-through", 1, False, False)
    assert said(sat, verdict) == "Right, given your answer 1a. The mistake there costs no points here."


@pytest.mark.parametrize("silence", [{}, OracleError("it cannot go on")])
def test_where_keras_cannot_go_on_the_derivation_decides_and_the_mark_says_so(keras, silence) -> None:
    keras(lambda scenarios: [silence for _ in scenarios])
    sat = work(chain(), MISTAKE, "0.760")
    verdict = last(sat)
    assert (verdict.state, verdict.share, verdict.alone, verdict.pending) == ("follow-through", 1, True, False)
    assert said(sat, verdict).endswith("What follows from it was computed by the worked solution alone.")


def test_where_the_witnesses_disagree_about_what_follows_a_person_decides(keras) -> None:
    keras(lambda scenarios: [{"total": 0.9} for _ in scenarios])
    for text, pending in (("0.760", True), ("0.900", True), ("0.1", False)):
        sat = work(chain(), MISTAKE, text)
        verdict = last(sat)
        assert (verdict.state, verdict.share, verdict.disputed, verdict.pending) == ("wrong", 0, pending, pending)
        assert verdict.highest == (1 if pending else 0)
        disagree = " The two computations of what follows from your earlier answers disagree. A person will look at it."
        assert said(sat, verdict).endswith(disagree) is pending
    assert last(work(chain(), MISTAKE, "1.224")).state == "right"


def test_without_keras_nothing_is_asked(keras) -> None:
    asked = keras(faithful)
    assert last(work(chain(), MISTAKE, "0.760"), keras=False).state == "follow-through"
    assert asked == []


def test_keras_is_asked_once_for_all_papers_and_only_about_wrong_answers(keras) -> None:
    asked = keras(faithful)
    judge([[work(chain(), H, "1.224")], [work(chain(), H)]], Rules(), diagnosis=False)
    assert asked == []
    judge([[work(chain(), MISTAKE, "0.760")], [work(chain(), MISTAKE, "0.760")]], Rules(), diagnosis=False)
    assert [dict(scenario.given) for scenario in asked if scenario.misconception is None] == [
        {"h": (pytest.approx(0.7616, abs=1e-4), pytest.approx(-0.964, abs=1e-4), pytest.approx(0.4621, abs=1e-4), 0.5)},
        {"h": (0.762, -0.964, 0.462, 0.5)},
    ] * 2
    assert all(scenario.misconception is None for scenario in asked), "no reason was looked for"


def test_one_mistake_that_was_not_rounded_is_gone_on_from_once(keras) -> None:
    asked = keras(faithful)
    judge([[work(layer(), "2, -3, -7", "2, 0, 0")]], Rules(), diagnosis=False)
    assert [dict(scenario.given) for scenario in asked] == [{"z": (2, -3, -7)}]


def test_the_right_numbers_beside_a_mistake_keep_their_digits(keras) -> None:
    keras(faithful)
    verdict = last(work(chain(), MISTAKE, "0.760"))
    assert verdict.carried == pytest.approx(0.7616 - 0.964 + 0.4621 + 0.5, abs=2e-4)


# why ----------------------------------------------------------------------------------------------------------------


def test_a_misconception_is_looked_for_from_the_key_and_from_own_answers(keras) -> None:
    keras(faithful)
    sealed = {"sign_dropped": {"a": (2, 3, 7)}}
    verdict = last(work(layer(), "2, -3, 7", "2, 3, 7", misled=sealed))
    assert verdict.suspects == ("sign_dropped",)
    assert feedback(layer(), verdict) == "The sign was dropped. ReLU makes negative numbers 0."
    size = BANK.question("toy.size").variant(n=28, f=5, p=1, s=2)
    verdict = last(work(size, "14", misled={"rounded_up": {"side": 14}, "stride_ignored": {"side": 26}}))
    assert verdict.suspects == ("rounded_up",)
    assert last(work(size, "14", misled={"rounded_up": {"side": 14}}), diagnosis=False).diagnosis is None
    assert last(work(size, "13", misled={"rounded_up": {"side": 14}})).diagnosis is None


def test_a_misconception_is_looked_for_in_what_goes_on_from_own_answers(keras) -> None:
    def doubling(scenarios: Sequence[Scenario]) -> list[Values | OracleError]:
        return [
            {"total": 1.519} if s.given and s.misconception and s.misconception.name == "doubled" else values
            for s, values in zip(scenarios, faithful(scenarios), strict=True)
        ]

    keras(doubling)
    assert last(work(chain(), MISTAKE, "1.519")).suspects == ("doubled",)


def test_a_misconception_that_the_question_no_longer_has_is_not_spoken_of(keras) -> None:
    keras(faithful)
    size = BANK.question("toy.size").variant(n=28, f=5, p=1, s=2)
    verdict = last(work(size, "14", misled={"gone": {"side": 14}}))
    assert verdict.suspects == ("gone",)
    assert feedback(size, verdict) == ""


def test_a_letter_that_was_ticked_is_hit_by_any_guess(keras) -> None:
    keras(faithful)
    size = BANK.question("toy.size").variant(n=28, f=5, p=1, s=2)
    ticked = last(work(size, "14", misled={"rounded_up": {"side": 14}}, choice=True))
    assert ticked.diagnosis is not None
    assert ticked.diagnosis.luck == 1.0
    typed = last(work(size, "14", misled={"rounded_up": {"side": 14}}))
    assert typed.diagnosis is not None
    assert typed.diagnosis.luck < 0.1


def test_two_misconceptions_are_looked_for_where_nothing_simpler_fits(keras) -> None:
    def paired(scenarios: Sequence[Scenario]) -> list[Values | OracleError]:
        plain = faithful(scenarios)
        return [
            {"h": (0.9, 0.8, 0.7, 0.6)} if s.misconception and " + " in s.misconception.name else values
            for s, values in zip(scenarios, plain, strict=True)
        ]

    asked = keras(paired)
    misled = {"halved": {"h": (0.4621, -0.7616, 0.2449, 0.7616)}, "activation_forgotten": {"h": (1, -2, 0.5, 2)}}
    verdict = last(work(chain(), "0.9, 0.8, 0.7, 0.6", misled=misled))
    assert verdict.diagnosis is not None
    assert verdict.diagnosis.sort == "two misconceptions"
    assert verdict.diagnosis.candidates == (("halved", "activation_forgotten"),)
    assert [s.misconception.name for s in asked if s.misconception and " + " in s.misconception.name] == [
        "halved + activation_forgotten"
    ], "of those only that the variant can tell"
    told = feedback(chain(), verdict)
    assert told.startswith("Half of it was taken. tanh is not halved.")
    assert "tanh" in told.removeprefix("Half of it was taken. tanh is not halved.")
    before = len(asked)
    assert last(work(chain(), "0.9, 0.8, 0.7, 0.6", misled=misled), diagnosis=False).diagnosis is None
    assert not any(s.misconception and " + " in s.misconception.name for s in asked[before:])
    ticked = last(work(chain(), "0.9, 0.8, 0.7, 0.6", misled=misled, choice=True))
    assert ticked.diagnosis is None


def test_several_explanations_are_all_told(keras) -> None:
    keras(faithful)
    size = BANK.question("toy.size").variant(n=28, f=5, p=1, s=2)
    verdict = last(work(size, "14", misled={"rounded_up": {"side": 14}, "stride_ignored": {"side": 14}}))
    told = feedback(size, verdict)
    assert told.startswith(
        "Several common mistakes lead to this answer:\n\n- The quotient was rounded up. Round down.\n- "
    )
    assert feedback(size, last(work(size, "13"))) == ""
    assert feedback(chain(), last(work(chain(), "0.762, -0.964, 0.462, 0.5"))).startswith("Only one number is wrong")


def test_what_may_be_a_guess_is_told_with_a_doubt(keras) -> None:
    keras(faithful)
    size = BANK.question("toy.size").variant(n=28, f=5, p=1, s=2)
    misled = {f"m{n}": {"side": 14 + n} for n in range(8)} | {"rounded_up": {"side": 14}}
    misled.pop("m0")
    guessed = [work(size, text, misled=misled) for text in ("14", "9", "30", "7")]
    ((first, *_),) = judge([guessed], Rules())
    assert first["side"].diagnosis is not None
    assert not first["side"].diagnosis.asserted
    assert feedback(size, first["side"]) == "If you did not guess: The quotient was rounded up. Round down."


# in short -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("0.762, -0.964, 0.462, 0.5", "3 of 4 numbers are right"),
        ("0.1, 0.2, 0.3, 0.4", ""),
        ("0.1, 0.2, 0.3", "its size is wrong"),
    ],
)
def test_how_far_an_answer_is_from_right_is_a_clause(typed, words) -> None:
    verdict = judge_answer(work(chain(), typed), "h", keras=False)
    assert shortfall(verdict, chain().asks["h"].type) == words


def test_a_design_waits_for_a_run_with_keras() -> None:
    variant = BANK.question("judged.design").variant(n=3, m=4, budget=20)
    answer = read_answer(variant.asks["layer"].type, "Dense(4)")
    sat = Work(variant, {"layer": answer.value}, {}, {"layer": answer})
    verdict = judge_answer(sat, "layer", keras=False)
    assert (verdict.state, verdict.share, verdict.highest, verdict.pending) == ("to-be-marked", 0, Fraction(1), True)
    assert rule(verdict, answer, sat.key["layer"], Rules(), {"layer": "1"}) == (
        "A design is judged by building it in Keras, and this run marked without Keras. A person will look at it."
    )


def test_sentences_wait_for_a_person() -> None:
    variant = BANK.question("judged.explain").variant(n=3)
    kind = variant.asks["why"].type
    for text, state in (("Weights are shared.", "to-be-marked"), ("", "blank")):
        answer = read_answer(kind, text)
        verdict = judge_answer(
            Work(variant, {"why": kind.fit(answer.value or ())}, {}, {"why": answer}), "why", keras=False
        )
        assert verdict.state == state
    answer = read_answer(kind, "Weights are shared.")
    assert (
        rule(Verdict("to-be-marked", highest=Fraction(1)), answer, 0, Rules(), {"why": "1"})
        == "This is marked by a person."
    )


def test_nobody_asks_what_follows_from_sentences(keras) -> None:
    asked = keras(faithful)
    variant = BANK.question("judged.explain").variant(n=3)
    kind = variant.asks["why"].type
    sat = Work(variant, {"why": kind.fit(())}, {}, {"why": read_answer(kind, "Weights are shared.")})
    assert last(sat).state == "to-be-marked"
    assert asked == []
