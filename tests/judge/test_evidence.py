"""What a whole paper says for and against a misconception: guessers are accused of nothing, misconceptions are told apart."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from examgen.answers import Integer, Matrix, Real
from examgen.arrays import elementwise
from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam, SealedPaper, as_typed
from examgen.exam.sheet import Sheet
from examgen.judge.diagnosis import luck
from examgen.lettering import letters
from examgen.marking.marker import mark_papers
from examgen.marking.marks import PaperMark

BANK = Bank()
QUESTIONS = (
    "convolution.output_size", "convolution.feature_map", "pooling.conv_relu_pool", "convolution.parameter_count",
    "pooling.output_volume", "softmax.values", "recurrent.unroll", "recurrent.parameter_count",
)  # fmt: skip


@pytest.fixture(scope="module")
def exam(tmp_path_factory) -> SealedExam:
    path = tmp_path_factory.mktemp("evidence") / "exam.yaml"
    lines = [f"      - {{question: {id_}, points: 4}}" for id_ in QUESTIONS]
    lines.append("      - {question: convolution.same_padding, points: 4, answer: choice}")
    path.write_text("title: Evidence\nsections:\n  - questions:\n" + "\n".join(lines) + "\n")
    blueprint, source = read_blueprint(path)
    return assemble(blueprint, [Student(f"s{i}", f"s{i}") for i in range(6)], BANK, source, b"evidence")


def right(paper: SealedPaper) -> dict[str, str]:
    answers = {}
    for label, (question, ask) in paper.asks.items():
        answers[label] = as_typed(question.variant(BANK), ask, ask.key)
    return answers


def guessed(paper: SealedPaper, dice: Random) -> dict[str, str]:
    answers = {}
    for label, (question, ask) in paper.asks.items():
        kind = question.variant(BANK).asks[ask.name].type
        wild = elementwise(lambda x: dice.randint(0, max(10, int(2 * abs(x)))), ask.key)
        answers[label] = dice.choice(letters(len(ask.options))) if ask.options else kind.write(wild)
    return answers


def all_marked(exam: SealedExam, sat: list[tuple[SealedPaper, dict[str, str]]]) -> list[PaperMark]:
    sheets = [
        (paper, Sheet(Path("s.yaml"), exam.id, paper.student, paper.number, answers, dict.fromkeys(answers, 1)))
        for paper, answers in sat
    ]
    return mark_papers(exam, sheets, BANK)


def marked(exam: SealedExam, paper: SealedPaper, answers: dict[str, str]) -> PaperMark:
    (mark,) = all_marked(exam, [(paper, answers)])
    return mark


def named(mark: PaperMark) -> set[str]:
    return {name for ask in mark.asks if ask.diagnosis for name in ask.diagnosis.named}


def test_who_guesses_everything_is_hardly_ever_accused(exam) -> None:
    dice = Random(7)
    marks = all_marked(exam, [(paper, guessed(paper, dice)) for paper in exam.papers for _ in range(4)])
    wrong = [ask for mark in marks for ask in mark.asks if ask.state in ("wrong", "partial")]
    accused = [ask for ask in wrong if ask.diagnosis and ask.diagnosis.named]
    assert len(wrong) > 250
    assert len(accused) <= 0.02 * len(wrong), [(ask.ask.label, ask.answered.text, ask.suspects) for ask in accused]
    assert any(ask.suspects for ask in wrong), "some guesses look like a misconception all the same"


def test_one_ticked_option_on_an_otherwise_right_paper_names_its_misconception(exam) -> None:
    paper = exam.papers[0]
    question, ask = paper.asks["9"]
    mistaken = [values[ask.name] for values in question.misconceptions.values() if ask.name in values]
    wrong = next(i for i, option in enumerate(ask.options) if option.value in mistaken)
    found = marked(exam, paper, right(paper) | {"9": letters(9)[wrong]})
    (lost,) = [ask for ask in found.asks if ask.state == "wrong"]
    assert lost.diagnosis is not None
    assert lost.diagnosis.named or len(lost.diagnosis.candidates) > 1


def test_what_one_answer_leaves_open_another_one_settles(exam) -> None:
    for paper in exam.papers:
        sealed = {q.question: q for q in paper.questions}
        question = sealed["pooling.conv_relu_pool"]
        answers = right(paper)
        for ask in question.asks:
            if ask.name in question.misconceptions["flipped_kernel"]:
                kind = question.variant(BANK).asks[ask.name].type
                answers[ask.label] = kind.write(question.misconceptions["flipped_kernel"][ask.name])
        assert named(marked(exam, paper, answers)) == {"flipped_kernel"}


@pytest.mark.parametrize(
    ("kind", "key", "wrong", "least", "most"),
    [
        (Integer(), 12, [13, 24, 11], 0.1, 0.13),
        (Integer(), 138_357_544, [138_344_128], 0, 1e-6),
        (Real(3), 0.5, [0.25, 0.75], 0.003, 0.005),
        (Matrix(), ((1, 2), (3, 4)), [((4, 3), (2, 1))], 0, 1e-3),
    ],
)
def test_luck_is_the_share_of_guesses_that_would_hit(kind, key, wrong, least, most) -> None:
    assert least <= luck(kind, key, wrong) <= most


def test_two_misconceptions_that_lead_to_one_value_need_no_more_luck_than_one() -> None:
    assert luck(Integer(), 12, [13, 13]) == luck(Integer(), 12, [13])
