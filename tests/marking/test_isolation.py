"""One paper cannot change another: whatever one raises is reported for it alone, and the others are marked as if it were not there."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from examgen.bank.bank import Bank
from examgen.exam.blueprint import Blueprint
from examgen.exam.sealed import SealedAsk, SealedExam, SealedPaper, SealedQuestion
from examgen.exam.sheet import Sheet
from examgen.gradebook.feedback import feedback_document, summary, to_look_at
from examgen.gradebook.judged import judged
from examgen.marking import marker
from examgen.marking.marker import mark_all
from examgen.rendering.html import render_feedback

BANK = Bank()
FORWARD = {"x": (1, 2), "W": ((1, -1), (3, -2)), "b": (1, 2), "activation": "relu"}  # z = 8, -3 and a = 8, 0
CLASS = 9


def exam(**marking: object) -> SealedExam:
    """A class that all work on the same layer; 2 points for each answer."""
    asks = tuple(
        SealedAsk(name=name, label=f"1{letter}", text="", points=Decimal(2), key=key)
        for name, letter, key in (("z", "a", (8, -3)), ("a", "b", (8, 0)))
    )
    question = SealedQuestion(
        place="", number=1, section=0, question="dense.forward", version=1, title="", statement="", points=Decimal(4),
        parameters=FORWARD, attempt=0, effort=0, asks=asks, misconceptions={},
    )  # fmt: skip
    papers = tuple(SealedPaper(student=f"s{n}", name="", number=f"{n}", questions=(question,)) for n in range(CLASS))
    slots = [{"question": "dense.forward", "points": 4}]
    blueprint = Blueprint.model_validate({"title": "alone", "marking": marking, "sections": [{"questions": slots}]})
    return SealedExam(engine="", bank="", id="alone", blueprint=blueprint, papers=papers)


def submitted(made: SealedExam, **answers: tuple[str, str]) -> list[tuple[SealedPaper, Sheet]]:
    """All papers, answered rightly but for those that are given."""
    found = []
    for paper in made.papers:
        first, second = answers.get(paper.student, ("8, -3", "8, 0"))
        typed = {"1a": first, "1b": second}
        found.append((paper, Sheet(Path("s"), made.id, paper.student, paper.number, typed, dict.fromkeys(typed, 1))))
    return found


@pytest.mark.parametrize("culprit", ["s0", "s4", "s8"])
def test_a_paper_that_raises_is_reported_alone_and_all_others_are_marked(monkeypatch, culprit) -> None:
    made = exam()
    alone = mark_all(made, submitted(made), BANK, keras=False)
    read = marker.read_answer

    def failing(kind, text, **options):
        if text == "poison":
            raise RuntimeError("it was poisoned")
        return read(kind, text, **options)

    monkeypatch.setattr(marker, "read_answer", failing)
    found = mark_all(made, submitted(made, **{culprit: ("poison", "8, 0")}), BANK, keras=False)
    assert [(item.paper.student, item.reason) for item in found.unmarked] == [
        (culprit, "RuntimeError: it was poisoned")
    ]
    assert [mark.paper.student for mark in found.papers] == [p.student for p in made.papers if p.student != culprit]
    assert list(found.papers) == [mark for mark in alone.papers if mark.paper.student != culprit]


def test_every_paper_may_fail_and_nothing_is_raised(monkeypatch) -> None:
    monkeypatch.setattr(marker, "read_answer", lambda *_, **__: 1 / 0)
    made = exam()
    found = mark_all(made, submitted(made), BANK, keras=False)
    assert found.papers == ()
    assert {item.paper.student for item in found.unmarked} == {paper.student for paper in made.papers}


def test_an_empty_class_is_marked() -> None:
    assert mark_all(exam(), [], BANK, keras=False).papers == ()


HOSTILE = [
    r"about $\foo{$", "[x](javascript:alert(1))", "![x](http://example.org/a.png)", "<script>alert(1)</script>",
    "`code` **bold** # heading", "\x1b]52;c;aGk=\x07", "\x00\x1b[31mred", "{{ 7*7 }}{% raw %}", r"\input{/etc/passwd}",
    "1\n\n2\n\n# 3", "$$ \\begin{x}", "&lt;b&gt;", "\u202e8 ,3-", "8" * 100_000, "((((((" * 500, "#import \"x.typ\"",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_one_student_changes_what_another_one_gets(text) -> None:
    made = exam()
    alone = mark_all(made, submitted(made)[1:], BANK, keras=False)
    found = mark_all(made, submitted(made, s0=(text, text)), BANK, keras=False)
    assert found.unmarked == ()
    assert found.papers[1:] == alone.papers
    (page,) = render_feedback([feedback_document(made, judged(found.papers[0]), BANK)])
    for interpreted in ("<script", "<img", "href", "\x1b", "\x00", "<strong>bold", "<h1>heading", "49"):
        assert interpreted not in page.partition("</style>")[2].partition("You wrote")[2]
    for line in to_look_at(judged(found.papers[0])):
        assert line.isprintable()
        assert len(line) < 1000
    assert summary([judged(mark) for mark in found.papers])["marked"] == CLASS


@pytest.mark.parametrize(
    ("marking", "answers", "points"),
    [
        ({}, ("8, 3", "8, 3"), ("1.00", "2.00")),
        ({"follow_through": 0.5}, ("7, 3", "7, 3"), ("0.00", "1.00")),
        ({"follow_through": 0}, ("7, 3", "7, 3"), ("0.00", "0.00")),
        ({"partial": "none"}, ("8, 3", "8, 3"), ("0.00", "2.00")),
        ({"follow_through": 0.33}, ("7, 3", "7, 3"), ("0.00", "0.66")),
    ],
)
def test_every_rule_of_the_blueprint_changes_points(marking, answers, points) -> None:
    made = exam(**marking)
    (mark,) = mark_all(made, submitted(made, s0=answers)[:1], BANK, keras=False).papers
    assert tuple(str(ask.points) for ask in mark.asks) == points
    assert mark.points == mark.lowest == mark.highest == sum(map(Decimal, points))


def test_a_pending_answer_has_a_lowest_and_a_highest_mark() -> None:
    made = exam()
    (mark,) = mark_all(made, submitted(made, s0=("what?", "8, 0"))[:1], BANK, keras=False).papers
    first, second = mark.asks
    assert (first.pending, first.points, first.lowest, first.highest) == (True, 0, 0, 2)
    assert (second.pending, second.points, second.highest) == (False, 2, 2)
    assert (mark.points, mark.lowest, mark.highest, len(mark.pending)) == (2, 2, 4, 1)
    assert [line.partition(":")[0] for line in to_look_at(judged(mark))] == ["s0 1a"]
    assert feedback_document(made, judged(mark), BANK).points == "2 to 4"


@pytest.mark.parametrize("precision", ["lenient", "strict"])
@pytest.mark.parametrize("loss", [0.25, 0.5])
def test_precision_and_its_loss_change_points(precision, loss) -> None:
    asks = (
        SealedAsk(
            name="p",
            label="1",
            text="",
            points=Decimal(4),
            key=(0.6652409557748218, 0.24472847105479764, 0.09003057317038046),
        ),
    )
    question = SealedQuestion(
        place="", number=1, section=0, question="softmax.values", version=1, title="", statement="", points=Decimal(4),
        parameters={"z": (3, 2, 1)}, attempt=0, effort=0, asks=asks, misconceptions={},
    )  # fmt: skip
    paper = SealedPaper(student="s", name="", number="1", questions=(question,))
    rules = {"precision": precision, "coarse_loss": loss}
    slots = [{"question": "softmax.values", "points": 4}]
    blueprint = Blueprint.model_validate({"title": "coarse", "marking": rules, "sections": [{"questions": slots}]})
    made = SealedExam(engine="", bank="", id="coarse", blueprint=blueprint, papers=(paper,))
    typed = {"1": "0.67, 0.24, 0.09"}
    sheet = Sheet(Path("s"), "coarse", "s", "1", typed, {"1": 1})
    (mark,) = mark_all(made, [(paper, sheet)], BANK, keras=False).papers
    lost = 4 * Decimal(str(loss)) * 2 / 3  # 0.09 has all digits of 0.090
    assert mark.points == (0 if precision == "strict" else round(4 - lost, 2))
