"""A marked paper adds up; a mistake costs its points once; a wrong number is called by its name."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from examgen.answers import AnswerType
from examgen.arrays import Array
from examgen.bank.bank import Bank
from examgen.exam.generate import generate
from examgen.exam.sealed import SealedExam, as_typed
from examgen.exam.sheet import Sheet
from examgen.marking.marker import KeyMismatch, mark_papers
from examgen.marking.marks import AskMark, PaperMark

BLUEPRINT = """\
title: Marked
sections:
  - questions:
      - {question: pooling.conv_relu_pool, points: 4, set: {pooling: max}}
      - {question: recurrent.unroll, points: 6}
      - {question: convolution.output_size, points: 2, answer: choice}
      - {question: softmax.values, points: 1}
"""
BANK = Bank()


@pytest.fixture(scope="module")
def exam(tmp_path_factory) -> SealedExam:
    folder = tmp_path_factory.mktemp("exam")
    (folder / "b.yaml").write_text(BLUEPRINT)
    (folder / "r.csv").write_text("id,name\ns1,Ada\ns2,Grace\n")
    return generate(folder / "b.yaml", folder / "r.csv", folder / "out", BANK, b"for the marker").exam


def kind_of(exam: SealedExam, label: str) -> AnswerType:
    question, ask = exam.papers[0].asks[label]
    return question.variant(BANK).asks[ask.name].type


def right_answers(exam: SealedExam, paper: int = 0) -> dict[str, str]:
    answers = {}
    for label, (question, ask) in exam.papers[paper].asks.items():
        answers[label] = as_typed(question.variant(BANK), ask, ask.key)
    return answers


def sheet(exam: SealedExam, answers: dict[str, str], paper: int = 0) -> Sheet:
    sealed = exam.papers[paper]
    return Sheet(Path("sheet.yaml"), exam.id, sealed.student, sealed.number, answers, dict.fromkeys(answers, 1))


def marked(exam: SealedExam, answers: dict[str, str], *, keras: bool = True) -> tuple[PaperMark, dict[str, AskMark]]:
    (mark,) = mark_papers(exam, [(exam.papers[0], sheet(exam, answers))], BANK, keras=keras)
    assert mark.points == sum(ask.points for ask in mark.asks)
    return mark, {ask.ask.label: ask for ask in mark.asks}


def carried(exam: SealedExam, label: str, answers: dict[str, Array]) -> dict[str, str]:
    """What follows, by the derivation, from answers given to some asks of the question that a label belongs to."""
    question, _ = exam.papers[0].asks[label]
    variant = question.variant(BANK)
    asks = list(question.asks)
    given: dict[str, Array] = {ask.name: answers[ask.label] for ask in asks if ask.label in answers}
    for ask in asks:
        if ask.name not in given:
            given[ask.name] = variant.asks[ask.name].type.fit(variant.derivation(given).answers[ask.name])
    return {ask.label: variant.asks[ask.name].type.write(given[ask.name]) for ask in asks}


def off_by_one(value: Array) -> Array:
    return (off_by_one(value[0]), *value[1:]) if isinstance(value, tuple) else value + 3


def test_a_right_paper_earns_every_point_and_names_no_misconception(exam) -> None:
    mark, asks = marked(exam, right_answers(exam))
    assert mark.points == mark.paper.points == Decimal(13)
    assert {ask.state for ask in asks.values()} == {"right"}
    assert not any(ask.suspects for ask in asks.values())


def test_an_empty_paper_earns_nothing(exam) -> None:
    mark, asks = marked(exam, {})
    assert mark.points == 0
    assert {ask.state for ask in asks.values()} == {"blank"}


@pytest.mark.parametrize(("first", "rest"), [("1a", ["1b", "1c"]), ("2a", ["2b", "2c"])])
@pytest.mark.parametrize("keras", [True, False], ids=["both witnesses", "sealed"])
def test_a_mistake_costs_its_points_once(exam, first, rest, keras) -> None:
    wrong = off_by_one(exam.papers[0].asks[first][1].key)
    answers = right_answers(exam) | carried(exam, first, {first: wrong})
    mark, asks = marked(exam, answers, keras=keras)
    assert asks[first].state in ("wrong", "partial")
    assert asks[first].points < asks[first].ask.points
    assert all(asks[label].state in ("follow-through", "right") for label in rest)
    assert mark.points == mark.paper.points - asks[first].ask.points + asks[first].points


def test_two_mistakes_cost_two_answers(exam) -> None:
    first = off_by_one(exam.papers[0].asks["2a"][1].key)
    chain = carried(exam, "2a", {"2a": first})
    second = off_by_one(kind_of(exam, "2b").read(chain["2b"]).value)
    answers = right_answers(exam) | carried(exam, "2a", {"2a": first, "2b": second})
    _, asks = marked(exam, answers)
    assert asks["2a"].state != "right"
    assert asks["2b"].state in ("wrong", "partial")
    assert asks["2c"].state == "follow-through"


def test_a_trivial_or_smaller_answer_carries_nothing(exam) -> None:
    _, ask = exam.papers[0].asks["1a"]
    zeros = tuple(tuple(0 for _ in row) for row in ask.key)
    answers = right_answers(exam) | carried(exam, "1a", {"1a": zeros})
    _, asks = marked(exam, answers)
    assert {asks[label].state for label in ("1a", "1b", "1c")} <= {"wrong", "partial"}
    answers = right_answers(exam) | {"1a": "1 2; 3 4", "1b": "1 2; 3 4", "1c": "4"}
    _, asks = marked(exam, answers)
    assert asks["1c"].state == "wrong"
    assert "The size is wrong" in asks["1a"].rule.text


def test_every_sealed_misconception_is_named_behind_its_number(exam) -> None:
    for question in exam.papers[0].questions:
        for name, values in question.misconceptions.items():
            variant = question.variant(BANK)
            answers = right_answers(exam)
            for ask in question.asks:
                if ask.name in values and (not ask.options or values[ask.name] in [o.value for o in ask.options]):
                    value = values[ask.name]
                    answers[ask.label] = as_typed(variant, ask, value)
            _, asks = marked(exam, answers)
            first = next(ask for ask in question.asks if ask.name in values)
            if answers[first.label] != right_answers(exam)[first.label]:
                assert name in asks[first.label].suspects, (question.question, name)


def test_right_cells_earn_their_part_and_a_lucky_few_nothing(exam) -> None:
    _, ask = exam.papers[0].asks["4"]
    few = kind_of(exam, "4").write((*ask.key[:1], *(x + 0.5 for x in ask.key[1:])))
    most = kind_of(exam, "4").write((*ask.key[:-1], ask.key[-1] + 0.5))
    n = len(ask.key)
    _, asks = marked(exam, right_answers(exam) | {"4": most})
    assert asks["4"].state == "partial"
    assert asks["4"].points == round(Decimal(n - 1) / n, 2)
    _, asks = marked(exam, right_answers(exam) | {"4": few})
    assert (asks["4"].state, asks["4"].points) == ("wrong", 0)


def test_unreadable_is_not_wrong_and_says_why(exam) -> None:
    _, asks = marked(exam, right_answers(exam) | {"1a": "about that", "3": "z"})
    assert asks["1a"].state == asks["3"].state == "unreadable"
    assert "could not be read" in asks["1a"].rule.text
    assert asks["1b"].state == "right"


def test_an_edited_key_stops_the_marking(exam) -> None:
    document = exam.model_dump(mode="json")
    document["papers"][0]["questions"][3]["asks"][0]["key"][0] += 0.01
    edited = SealedExam.model_validate(document)
    with pytest.raises(
        KeyMismatch, match=r"answer 4, softmax.values: .* but both witnesses now compute .* so the sealed key was"
    ):
        marked(edited, right_answers(exam))
    for changed, why in (
        ({"engine": "0.1.0"}, "examgen 0.1.0 sealed it"),
        ({"bank": "0"}, "questions have changed since"),
    ):
        with pytest.raises(KeyMismatch, match=why):
            marked(edited.model_copy(update=changed), right_answers(exam))


DESIGN = """\
title: Design
sections:
  - questions:
      - {question: convolution.design_layer, points: 3}
      - {question: softmax.values, points: 1}
"""


def test_without_keras_a_design_waits_and_nothing_is_imported(tmp_path) -> None:
    (tmp_path / "b.yaml").write_text(DESIGN)
    (tmp_path / "r.csv").write_text("id,name\ns1,Ada\n")
    generate(tmp_path / "b.yaml", tmp_path / "r.csv", tmp_path / "out", BANK, b"design")
    sealed = SealedExam.read(tmp_path / "out" / "exam.sealed.json")
    answers = "\n".join(f"  {label}: {answer!r}" for label, answer in right_answers(sealed).items())
    sheet_ = f"exam: b\nstudent: s1\npaper: {sealed.papers[0].number!r}\nanswers:\n{answers}\n"
    (tmp_path / "s1.yaml").write_text(sheet_)
    program = (
        "import sys; from examgen.cli import main; main(sys.argv[1:], standalone_mode=False); "
        "assert not {'keras', 'tensorflow'} & sys.modules.keys()"
    )
    arguments = ["grade", str(tmp_path / "out"), str(tmp_path / "s1.yaml"), "--witness", "sealed"]
    result = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    assert "A design is judged by building it in Keras" in result.stdout
