"""The report of a marked exam: from the gradebook to the page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner

from examgen.cli import main
from examgen.reports.page import report_page
from examgen.reports.record import AnsweredQuestion, Response, Sitting
from examgen.reports.report import Head, report
from examgen.reports.taking import head, sittings


def made(term):
    return report(head(term.standing), sittings(term.standing, term.bank))


def test_the_report_counts_the_class(term) -> None:
    found = made(term)
    assert (found.students, found.marked, found.blank, found.absent) == (14, 12, 1, 2)
    assert found.pending == 1, "the nonsense of s03 waits for a person"
    first, second, _ = found.answers[:3]
    assert (first.label, first.states["unreadable"]) == ("1", 1)
    assert second.facility.value < 1
    assert sum(bar.students for bar in found.distribution.bars) == 11


def test_a_misconception_of_several_is_counted_once_for_each_student(term) -> None:
    row = made(term).misconceptions[0]
    has = {
        sitting.student
        for sitting in sittings(term.standing, term.bank)
        for _, response in sitting.responses
        if row.name in response.misconceptions
    }
    assert row.students == len(has)
    assert row.students <= row.could
    assert row.example


def test_blank_answers_do_not_speak_for_those_that_are_pending() -> None:
    def sitting(n: int, state: str) -> Sitting:
        waits = state == "to-be-marked"
        essay = Response("answer", "1", state, 4.0 * (state == "right"), 4.0, pending=waits)
        other = Response("side", "2", "right", 2.0, 2.0)
        questions = (
            AnsweredQuestion("text#1", "text", 1, "Why", "text", False, 0.0, {}, (), (essay,)),
            AnsweredQuestion("a.b#1", "a.b", 2, "Side", "a", False, 1.0, {}, (), (other,)),
        )
        return Sitting(f"s{n}", "", f"P{n}", 2.0, 6.0, 6.0, questions)

    head = Head("T", "", "t", 6.0, 8)
    open_ = report(head, [sitting(n, "blank" if n < 3 else "to-be-marked") for n in range(8)])
    assert [row.topic for row in open_.topics] == ["a"], "nothing is known of the essay yet"
    assert open_.answers[0].facility is None
    decided = report(head, [sitting(n, "blank" if n < 3 else "right" if n < 7 else "to-be-marked") for n in range(8)])
    assert decided.answers[0].facility.value == pytest.approx(4 / 7)


def test_where_the_order_differs_answers_are_named_by_their_question_and_not_by_a_number() -> None:
    def sitting(n: int) -> Sitting:
        first, second = ("a.b", "c.d") if n % 2 else ("c.d", "a.b")
        questions = tuple(
            AnsweredQuestion(
                f"{id_}#1", id_, number, "Title", id_[0], False, 1.0, {}, (),
                (Response("x", str(number), "right" if id_ == "a.b" else "wrong", 2.0 * (id_ == "a.b"), 2.0, misconceptions=("slip",)),),
            )
            for number, id_ in enumerate((first, second), start=1)
        )  # fmt: skip
        return Sitting(f"s{n}", "", f"P{n}", 2.0, 4.0, 4.0, questions)

    found = report(Head("T", "", "t", 4.0, 12), [sitting(n) for n in range(12)])
    assert {row.label: row.states for row in found.answers} == {"a.b/x": {"right": 12}, "c.d/x": {"wrong": 12}}
    assert found.misconceptions[0].labels == ("a.b/x", "c.d/x")


def test_options_are_counted_by_what_they_say_and_not_by_their_letters(term) -> None:
    (choice,) = made(term).choices
    assert choice.label == "2"
    right = next(option for option in choice.options if option.right)
    assert (right.text, right.students) == ("the right answer", 5)
    assert sum(option.students for option in choice.options) == 11


class _Page(HTMLParser):
    """What an accessible, self-contained page needs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.problems: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if tag in ("script", "link", "iframe", "img", "object") or any(name.startswith("on") for name in given):
            self.problems.append(tag)
        if tag == "svg" and not (given.get("aria-hidden") or given.get("aria-label")):
            self.problems.append("a drawing without a text")
        if tag == "th" and not given.get("scope"):
            self.problems.append("a header without a scope")
        if given.get("class") == "scrolling" and given.get("tabindex") and not given.get("aria-label"):
            self.problems.append("a region without a name")


def test_the_page_is_self_contained_and_can_be_read_aloud(term) -> None:
    text = report_page(made(term), "Marked today.")
    page = _Page(text)
    assert page.problems == []
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", text)
    assert page.tags.count("h1") == 1
    assert '<html lang="en">' in text


def test_what_students_and_rosters_say_is_text_on_the_page(term) -> None:
    assert "<b>Bobby" not in report_page(made(term), "<b>x</b>")


def test_the_command_writes_the_page_for_its_owner_alone_and_json_for_programs(term, tmp_path) -> None:
    runner = CliRunner()
    done = runner.invoke(main, ["report", str(term.folder), "--html", str(tmp_path / "r.html")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "r.html").stat().st_mode & 0o077 == 0
    assert "1 answer is pending" in done.output

    done = runner.invoke(main, ["report", str(term.folder), "--json"])
    found = json.loads(done.stdout)
    assert found["answers"][0]["facility"].keys() == {"value", "low", "high"}


def test_an_exam_that_was_not_marked_is_told(term, tmp_path) -> None:
    (tmp_path / "exam.sealed.json").write_bytes((term.folder / "exam.sealed.json").read_bytes())
    done = CliRunner().invoke(main, ["report", str(tmp_path)])
    assert done.exit_code == 2
    assert "no gradebook yet" in done.output
    assert not (tmp_path / "gradebook.sqlite").exists(), "looking makes no gradebook"


def test_a_class_of_one_and_of_none_has_a_report(term) -> None:
    for some in (sittings(term.standing, term.bank)[:1], []):
        assert "<h1>" in report_page(report(head(term.standing), some), "")


def test_a_dropped_exam_and_questions_of_ones_own_have_a_report(term) -> None:
    own = [
        replace(s, of=0.0, points=0.0, questions=tuple(replace(q, question="text", topic="text") for q in s.questions))
        for s in sittings(term.standing, term.bank)
    ]
    page = report_page(report(replace(head(term.standing), of=0.0), own), "")
    assert "your own questions" in page
    assert "examgen practice text" not in page
