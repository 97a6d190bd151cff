"""Which of several submissions counts, and what coming late costs, is the blueprint's rule."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from examgen.exam.blueprint import Marking
from examgen.gradebook import grade as grading
from examgen.gradebook.feedback import feedback_document, page_digest
from examgen.gradebook.grade import grade
from examgen.gradebook.table import total
from examgen.rendering.html import render_feedback

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.fixture
def sheets(term, tmp_path, monkeypatch):
    monkeypatch.setattr(grading, "render_feedback", lambda documents: [f"page of {d.student_name}" for d in documents])

    def write(*texts: tuple[str, int]) -> Path:
        folder = tmp_path / "in"
        folder.mkdir(exist_ok=True)
        for n, (text, minutes) in enumerate(texts):
            path = folder / f"s1001_{n}.yaml"
            path.write_text(text)
            moment = NOON.timestamp() + 60 * minutes
            os.utime(path, (moment, moment))
        return folder

    return write


def marked(term, folder: Path, tmp_path: Path, **rules):
    marking = Marking.model_validate(rules)
    exam = term.exam.model_copy(update={"blueprint": term.exam.blueprint.model_copy(update={"marking": marking})})
    return grade(exam, [folder], term.bank, tmp_path / f"out-{len(list(tmp_path.iterdir()))}", keras=False)


@pytest.mark.parametrize(("rule", "points"), [("last", 4), ("first", 3), ("best", 6), ("ask", None)])
def test_the_last_the_first_or_the_best_counts_or_somebody_is_asked(term, sheets, tmp_path, rule, points) -> None:
    folder = sheets(
        (term.sheet("s1001", _1="-7"), 5), (term.sheet("s1001", _2="-7"), 0), (term.sheet("s1001"), 3),
    )  # fmt: skip
    graded = marked(term, folder, tmp_path, counts=rule)
    paper = graded.standing.of_student("s1001")
    assert (paper.points if paper.status == "marked" else None) == points
    assert ("unmarked" if points is None else "marked") == paper.status
    assert len({s.source for s in paper.submissions}) == 3, "what does not count is kept as well"
    if rule in ("last", "first"):
        assert any(f"the {rule} of 3" in note for note in graded.notes)


def test_sheets_that_were_written_together_are_left_to_a_person(term, sheets, tmp_path) -> None:
    graded = marked(term, sheets((term.sheet("s1001"), 0), (term.sheet("s1001", _1="-7"), 0)), tmp_path)
    assert graded.standing.of_student("s1001").status == "unmarked"


@pytest.mark.parametrize(
    ("late", "minutes", "lost"),
    [
        ({"loss": 0.1}, 0, 0), ({"loss": 0.1}, 1, "0.6"), ({"loss": 0.1}, 1441, "1.2"), ({"loss": 0.1, "grace": 5}, 5, 0),
        ({"loss": 0.25, "per": "hour"}, 61, "3"), ({"loss": 0.25, "per": "hour", "most": 0.5}, 600, "3"),
        ({"loss": 0.5, "per": "minute"}, 600, "6"), (None, 600, 0),
    ],
)  # fmt: skip
def test_coming_late_costs_what_the_rule_says_in_the_deadlines_time_zone(
    term, sheets, tmp_path, late, minutes, lost
) -> None:
    rules = {"deadline": "2026-11-26 13:00 Europe/Berlin", "late": late}
    graded = marked(term, sheets((term.sheet("s1001"), minutes)), tmp_path, **rules)
    paper = graded.standing.of_student("s1001")
    assert (paper.penalty, paper.points) == (Decimal(lost), 6 - Decimal(lost))
    told = [note for note in graded.notes if ": late (2026-11-2" in note]
    assert len(told) == bool(paper.penalty)
    assert all(" CET), " in note for note in told), "the time of the deadline's zone"


@pytest.mark.parametrize(
    "deadline", ["2026-11-26 12:00", "2026-11-26", "noon", "2026-11-26 12:00 Mars/Base", "2026-13-26 12:00 UTC"]
)
def test_a_deadline_without_a_time_zone_is_refused(deadline) -> None:
    with pytest.raises(ValidationError, match="a day, a time and a time zone"):
        Marking.model_validate({"deadline": deadline})


def test_a_common_mistake_may_earn_a_part(term, sheets, tmp_path) -> None:
    paper = next(p for p in term.exam.papers if p.student == "s1001")
    question = paper.questions[1]
    name, wrong = next((n, w) for n, w in question.misconceptions.items() if question.asks[0].name in w)
    typed = str(wrong[question.asks[0].name])
    folder = sheets((term.sheet("s1001", _2=typed), 0))
    before = marked(term, folder, tmp_path).standing.of_student("s1001").answer("2")
    assert name in {one for names in before.diagnosis.candidates for one in names}
    assert before.points == 0
    credit = {one: 0.5 for names in before.diagnosis.candidates for one in names}
    after = marked(term, folder, tmp_path, credit=credit).standing.of_student("s1001").answer("2")
    assert (after.points, after.state) == (Decimal("1.5"), "wrong")
    assert "This common mistake earns 50% of the points." in after.rule.text
    one = marked(term, folder, tmp_path, credit={question.question: credit}).standing.of_student("s1001").answer("2")
    other = marked(term, folder, tmp_path, credit={"another.question": credit}).standing.of_student("s1001").answer("2")
    assert (one.points, other.points) == (Decimal("1.5"), 0)


def test_the_times_in_a_table_are_held_against_the_deadline_and_what_is_no_time_is_told(term, tmp_path) -> None:
    rows = [
        ("s1001", "2026-11-26 12:59 Europe/Berlin"),
        ("s1002", "2026-11-26 13:01 Europe/Berlin"),
        ("s1003", "13:30"),
        ("0023004", ""),
    ]
    table = tmp_path / "in" / "class.csv"
    table.parent.mkdir()
    lines = [",".join((s, at, *(f'"{text}"' for text in term.right(s).values()))) for s, at in rows]
    table.write_text("\n".join(["id,submitted at,1,2,3", *lines]))
    rules = {"deadline": "2026-11-26 13:00 Europe/Berlin", "late": {"loss": 0.1}}
    graded = marked(term, table.parent, tmp_path, **rules)
    assert {p.paper.student: p.penalty for p in graded.marks if p.penalty} == {"s1002": Decimal("0.6")}
    (unclear,) = (note for note in graded.notes if "cannot be used" in note)
    assert "row 4" in unclear
    assert "2026-11-26 12:00 Europe/Berlin; got '13:30'" in unclear
    assert any(note.startswith("s1003, 0023004: the submission time") for note in graded.notes)


def test_a_student_is_told_what_coming_late_cost(term, sheets, tmp_path) -> None:
    late = {"deadline": "2026-11-26 13:00 Europe/Berlin", "late": {"loss": 0.1}}
    graded = marked(term, sheets((term.sheet("s1001"), 1)), tmp_path, **late)
    paper = graded.standing.of_student("s1001")
    told = feedback_document(graded.standing.exam, paper, term.bank)
    (page,) = render_feedback([told])
    assert (told.points, told.late) == ("5.4", "0.6")
    assert "<dt>Late penalty</dt><dd>−0.6 points</dd>" in page
    assert total(paper) == "5.4 of 6 (0.6 taken off for coming late)"
    assert "late: 0.6 points taken off" in (graded.folder / "grades.csv").read_text()
    on_time = replace(paper, penalty=Decimal(0))
    assert "Late penalty" not in next(
        iter(render_feedback([feedback_document(graded.standing.exam, on_time, term.bank)]))
    )
    assert page_digest(paper) != page_digest(on_time)


def test_a_sheet_that_somebody_chose_counts_again_until_something_new_comes_in(term, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(grading, "render_feedback", lambda documents: [f"page of {d.student_name}" for d in documents])
    marking = Marking.model_validate({"counts": "ask"})
    exam = term.exam.model_copy(update={"blueprint": term.exam.blueprint.model_copy(update={"marking": marking})})
    folder = tmp_path / "in"
    folder.mkdir()
    for n, answer in enumerate("17"):
        (folder / f"s1001_{n}.yaml").write_text(term.sheet("s1001", _1=f"-{answer}"))

    def status(*paths: Path, **how: bool) -> str:
        return grade(exam, paths, term.bank, tmp_path / "out", keras=False, **how).standing.of_student("s1001").status

    assert status(folder) == "unmarked"
    assert status(folder / "s1001_1.yaml") == "marked"
    assert status(folder) == "marked", "the choice lasts"
    assert status(folder, afresh=True) == "unmarked"
    assert status(folder / "s1001_0.yaml") == "marked"
    (folder / "s1001_2.yaml").write_text(term.sheet("s1001"))
    assert status(folder) == "unmarked", "nobody has seen the new one"
