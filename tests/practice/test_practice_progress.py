"""Progress as it is told, and what is practised of a course's set."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from examgen.bank.card import Card
from examgen.cli import main
from examgen.exam.yaml_source import YamlError
from examgen.practice.course import SetError, read_set
from examgen.practice.memory import Answered, Memory
from examgen.practice.progress import progress

CARDS = [
    *(Card(f"pooling.q{n}", "pooling", 1 + n % 3, f"Question {n}", "", Path()) for n in range(10)),
    Card("softmax.values", "softmax", 2, "Softmax", "", Path()),
]


class Clock:
    now = datetime.datetime(2026, 11, 26, 23, 0, tzinfo=UTC)

    def __call__(self) -> datetime.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def memory(clock: Clock) -> Memory:
    return Memory(now=clock)


def test_a_topic_is_mastered_when_its_questions_come_right_again_and_again(memory: Memory, clock: Clock) -> None:
    assert progress(memory, CARDS).sentence == "Nothing has been practised yet: start with examgen practice."
    shares = []
    for _ in range(3):
        for n in range(8):
            memory.finished(f"pooling.q{n}", ["at once"])
        shares.append(next(t.mastery for t in progress(memory, CARDS).topics if t.name == "pooling"))
        clock.now += timedelta(hours=1)
    assert shares == pytest.approx([0.6, 0.85, 1.0])


def test_what_is_not_repeated_is_forgotten_and_due(memory: Memory, clock: Clock) -> None:
    for n in range(8):
        memory.finished(f"pooling.q{n}", ["at once"])
    fresh = progress(memory, CARDS)
    assert fresh.due == ()
    clock.now += timedelta(days=60)
    later = progress(memory, CARDS)
    assert len(later.due) == 8
    assert later.topics[0].mastery < fresh.topics[0].mastery
    assert "8 questions are due" in later.sentence


def test_the_sentence_says_what_is_weak_and_what_one_is_ready_for(memory: Memory) -> None:
    for n in range(0, 8, 3):
        for _ in range(3):
            memory.finished(f"pooling.q{n}", ["at once"])
    memory.finished("softmax.values", ["not"])
    assert progress(memory, CARDS).sentence == "Weak at softmax."
    for n in range(8):
        for _ in range(3):
            memory.finished(f"pooling.q{n}", ["at once"])
    assert progress(memory, CARDS).sentence == "Weak at softmax; ready for an exam of pooling."


@pytest.fixture
def examgen() -> Callable[..., Result]:
    def run(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, list(arguments), input=typed, prog_name="examgen")

    return run


def test_progress_is_shown_exported_and_forgotten(examgen: Callable[..., Result], tmp_path: Path) -> None:
    memory = Memory.own()
    told = {"pooling.max_map/mean": "You took the mean."}
    memory.record(Answered("s", "pooling.max_map", "pooling", 1, "y", {}, "12", "wrong", told))
    memory.finished("pooling.max_map", ["not"])
    shown = examgen("progress")
    assert "Weak at pooling." in shown.stdout
    assert "You took the mean." in shown.stdout
    assert "█" not in examgen("progress", "--plain").stdout
    assert json.loads(examgen("progress", "--json").stdout)["sentence"] == "Weak at pooling."
    examgen("progress", "--export", str(tmp_path / "mine.json"))
    assert json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))["answers"][0]["typed"] == "12"
    assert examgen("progress", "--forget", typed="n\n").exit_code == 1
    assert Memory.own().answers == 1
    assert examgen("progress", "--forget", "--yes").exit_code == 0
    assert Memory.own().answers == 0


# sets of a course ------------------------------------------------------------------------------------------------------

DAY = datetime.date(2026, 11, 26)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_set_names_questions_topics_levels_order_and_dates(tmp_path: Path) -> None:
    course = read_set(
        written(
            tmp_path / "practice.yaml",
            "title: Week 3\norder: listed\nquestions:\n"
            "  - question: softmax.values\n"
            "  - {topic: pooling, level: 1-2, until: 2026-11-30}\n"
            "  - {question: pooling.q2, from: 2026-12-01}\n",
        ),
        CARDS,
        DAY,
    )
    assert (course.title, course.in_order) == ("Week 3", True)
    assert course.cards[0].id == "softmax.values"
    assert {card.level for card in course.cards[1:]} == {1, 2}
    assert "pooling.q2" not in [card.id for card in course.cards], "not before December"


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        (
            "[{question: softmax.value}]",
            "practice.yaml:2: there is no question 'softmax.value'; did you mean softmax.values?",
        ),
        ("[{topic: poolin}]", "did you mean pooling?"),
        ("[{topic: softmax, level: 5}]", "softmax has no question of that level; its levels are 2"),
        (
            "[{topic: softmax, from: 2027-01-01}]",
            "no question of this set is scheduled for today (2026-11-26); it begins on 2027-01-01",
        ),
        ("[{topic: softmax, until: 2025-01-01}]", "it is over"),
        ("[{topic: softmax, question: softmax.values}]", "needs either a question: or a topic:"),
        ("[{topic: softmax, from: 2026-11-20, until: 2026-11-19}]", "until: 2026-11-19 is before from: 2026-11-20"),
        ("[]", "practice.yaml:2"),
    ],
)
def test_what_is_wrong_with_a_set_is_said_with_its_line(tmp_path: Path, questions: str, said: str) -> None:
    path = written(tmp_path / "practice.yaml", f"title: Week 3\nquestions: {questions}\n")
    with pytest.raises((SetError, YamlError)) as error:
        read_set(path, CARDS, DAY)
    assert said in str(error.value)


def test_a_set_is_practised_in_its_order(examgen: Callable[..., Result], tmp_path: Path) -> None:
    path = written(
        tmp_path / "practice.yaml",
        "title: Week 3\norder: listed\nquestions: [{question: softmax.values}, {question: pooling.average_map}]\n",
    )
    result = examgen("practice", "--set", str(path), typed="skip\n\nquit\n")
    assert "2 questions on Week 3." in result.stdout
    assert "1 of 2  Softmax" in result.stdout
    assert f"examgen practice --set {path}" in result.stdout or "softmax.values" in result.stdout
