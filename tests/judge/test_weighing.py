"""What the rest of a paper says for and against a diagnosis, in numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from examgen.answers import Integer, Real
from examgen.bank.bank import Bank, Source
from examgen.judge import Diagnosis, Verdict, Work, read_answer
from examgen.judge.diagnosis import luck
from examgen.judge.evidence import Judged, weighed

HERE = Path(__file__).parent
BANK = Bank((Source.folder(HERE.parent / "toy_bank"), Source.folder(HERE / "bank")))
VARIANT = BANK.question("toy.size").variant(n=28, f=5, p=1, s=2)  # 13
KIND = VARIANT.asks["side"].type


def answered(
    value: int, *candidates: str, luck: float = 0.0, misled: dict[str, int] | None = None, choice: bool = False
) -> Judged:
    """An answer to one question, with the misconceptions that it looks like and what each would have led to."""
    reached = {name: {"side": led_to} for name, led_to in (misled or {}).items()}
    answer = read_answer(KIND, str(value), set_as_choice=choice)
    diagnosis = Diagnosis("misconception", tuple((name,) for name in candidates), luck=luck) if candidates else None
    state = "right" if value == 13 else "wrong"
    return Work(VARIANT, {"side": 13}, reached, {"side": answer}), {
        "side": Verdict(state, value=value, diagnosis=diagnosis)
    }


def first(*paper: Judged) -> Diagnosis:
    """The diagnosis of the first answer, held against the paper."""
    found = weighed(paper)[0]["side"].diagnosis
    assert found is not None
    return found


UNEXPLAINED, RIGHT = answered(99), answered(13)


@pytest.mark.parametrize(
    ("luck", "others", "asserted"),
    [
        (1.0, [], True),  # half a guess: as likely as luck, twice over
        (0.2, [UNEXPLAINED] * 2, True),
        (0.21, [UNEXPLAINED] * 2, False),
        (0.21, [UNEXPLAINED] * 2 + [RIGHT] * 5, False),
        (0.4, [UNEXPLAINED] * 2 + [answered(14, "b")], True),  # another answer has a reason
        (0.41, [UNEXPLAINED] * 2 + [answered(14, "b")], False),
        (0.3, [UNEXPLAINED] * 2 + [answered(14, "b", luck=0.5)], True),  # half a reason
        (0.31, [UNEXPLAINED] * 2 + [answered(14, "b", luck=0.5)], False),
    ],
)
def test_a_misconception_is_asserted_where_the_paper_makes_it_twice_as_likely_as_luck(luck, others, asserted) -> None:
    assert first(answered(14, "a", luck=luck), *others).asserted is asserted


def test_an_answer_that_a_misconception_would_have_changed_speaks_against_it() -> None:
    denies = answered(13, misled={"a": 26})
    assert first(answered(14, "a", luck=0.099), denies).asserted
    assert not first(answered(14, "a", luck=0.101), denies).asserted
    assert first(answered(14, "a", luck=0.0099), denies, denies).asserted
    assert not first(answered(14, "a", luck=0.0101), denies, denies).asserted


@pytest.mark.parametrize(
    "silent",
    [
        answered(26, "a", misled={"a": 26}),  # looks like it
        answered(26, misled={"a": 26}),  # is what it leads to
        answered(13, misled={"a": 26}, choice=True),  # a letter says too little
        answered(13, misled={"b": 26}),
        (answered(13, misled={"a": 26})[0], {"side": Verdict("follow-through", value=13)}),
        (answered(13, misled={"a": 26})[0], {"side": Verdict("unreadable")}),
    ],
)
def test_other_answers_do_not_speak_against_it(silent) -> None:
    assert first(answered(14, "a", luck=0.3), silent).asserted


def test_of_two_explanations_the_one_remains_that_the_paper_speaks_for() -> None:
    both = answered(14, "a", "b")
    assert first(both).candidates == (("a",), ("b",))
    assert first(both).named == ()
    assert first(both, answered(26, "b")).named == ("b",)
    assert first(both, answered(13, misled={"b": 26})).named == ("a",)
    assert first(both, answered(26, "b"), answered(13, misled={"b": 26})).candidates == (("a",), ("b",))


def test_two_misconceptions_together_count_half_each() -> None:
    work, verdicts = answered(14, "a")
    found = Diagnosis("two misconceptions", (("a", "b"), ("c", "d")))
    pair = work, {"side": replace(verdicts["side"], diagnosis=found)}
    assert first(pair, answered(26, "a")).candidates == (("a", "b"),)
    assert first(pair, answered(26, "a"), answered(26, "c"), answered(27, "d")).candidates == (("c", "d"),)
    assert first(pair, answered(26, "a"), answered(26, "d")).candidates == (("a", "b"), ("c", "d"))


def test_what_is_no_misconception_is_left_as_it_is() -> None:
    work, verdicts = answered(14)
    rounded = Diagnosis("rounding", words="An intermediate value was rounded.")
    assert first((work, {"side": replace(verdicts["side"], diagnosis=rounded)}), UNEXPLAINED, UNEXPLAINED) is rounded
    assert weighed([UNEXPLAINED])[0]["side"].diagnosis is None


def test_luck_is_counted_in_guesses() -> None:
    assert luck(Integer(), 0, range(1, 3)) == pytest.approx(2 / 11)
    assert luck(Integer(), 100, [99]) == pytest.approx(1 / 201)
    assert luck(Integer(), 1, range(2, 200)) == 1.0
    assert luck(Real(3), 0.5, [0.25]) == pytest.approx(0.002)
    assert luck(Real(3), 5.0, [0.25]) == pytest.approx(0.0002)


@pytest.mark.parametrize(
    "beside", [Verdict("blank"), Verdict("wrong", diagnosis=Diagnosis("rounding", words="Close."))]
)
def test_an_answer_is_held_against_the_paper_whatever_stands_beside_it_in_its_question(beside) -> None:
    work, verdicts = answered(14, "a", luck=1.0)
    found = weighed([(work, {**verdicts, "other": beside}), UNEXPLAINED, UNEXPLAINED, UNEXPLAINED])[0]
    assert found["side"].diagnosis == replace(verdicts["side"].diagnosis, asserted=False)
    assert found["other"] is beside
