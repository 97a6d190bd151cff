"""Marking again by other rules: what changes is shown first, both runs are kept, and people's decisions stand."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from examgen.cli import main
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.roster import Student
from examgen.gradebook.regrade import changed_rules
from examgen.gradebook.rulebook import Rulebook, RuleError, accepted_value, called, find, in_words
from examgen.gradebook.standing import standing
from examgen.gradebook.store import Gradebook


def run(*arguments: object, typed: str = "", code: int = 0) -> str:
    done = CliRunner().invoke(main, list(map(str, arguments)), input=typed)
    assert done.exit_code == code, done.output
    return done.output


def points(folder: Path) -> dict[str, str]:
    table = csv.DictReader(io.StringIO((folder / "grades.csv").read_text("utf-8-sig")))
    return {row["id"]: row["points"] for row in table if row["points"]}


@pytest.fixture
def exam(sat, handed_in, tmp_path) -> Path:
    """A marked exam: two students are wrong on the first answer, one of them by one."""
    folder = tmp_path / "exam"
    sat.exam.write(folder / "exam.sealed.json")
    right = int(sat.right("s1002")["1"])
    (handed_in / "s1001.yaml").write_text(sat.sheet("s1001", _1="-7"))
    (handed_in / "s1002.yaml").write_text(sat.sheet("s1002", _1=str(right - 1)))
    CliRunner().invoke(main, ["grade", str(folder), str(handed_in), "--witness", "sealed"])
    assert points(folder) == {"s1001": "4", "s1002": "4", "s1003": "6", "0023004": "6"}
    return folder


def test_a_dropped_question_counts_for_nobody(sat, exam) -> None:
    said = run("regrade", exam, "--drop", "1", typed="n\n")
    assert "students who gain: 2, lose: 0, keep their percentage: 2;" in said, (
        "who had no points for it gains, and nobody loses"
    )
    assert "s1001  +33.3 percentage points  4 of 6 → 4 of 4" in said
    assert "dropped: answer 1 (Output size of a convolution)" in said
    assert "The papers now have a different total" in said
    assert "nothing was changed" in said
    assert points(exam)["s1003"] == "6"
    run("regrade", exam, "--drop", "1", "--yes", "--why", "it was not taught")
    assert points(exam) == dict.fromkeys(("s1001", "s1002", "s1003", "0023004"), "4")
    with Gradebook.open(exam, sat.exam) as book:
        stands = standing(book)
    assert [(r.kind, r.why) for r in stands.runs] == [("grade", ""), ("regrade", "it was not taught")]
    paper = stands.of_student("s1003")
    assert (paper.of, paper.answers[0].of, [m.points for m in paper.answers[0].history]) == (4, 0, [2, 0])
    page = (exam / "feedback" / "s1003.html").read_text()
    assert "dropped and counts for nobody" in page
    assert "before, it had 2 of 2 points" in page


def test_full_credit_is_for_everyone_who_handed_in(exam) -> None:
    said = run("regrade", exam, "--full-credit", "convolution.output_size", "--yes")
    assert "students who gain: 2, lose: 0," in said
    assert points(exam) == dict.fromkeys(("s1001", "s1002", "s1003", "0023004"), "6")


def test_another_value_is_accepted_as_an_expression_over_the_parameters(exam, sat) -> None:
    assert "nothing was changed" in run("regrade", exam, "--also-accept", "1", "-7", typed="\n")
    said = run("regrade", exam, "--also-accept", "1", "(n+2*p-f)/s", "--yes")
    assert points(exam)["s1001"] == "4"
    variant = next(p for p in sat.exam.papers if p.student == "s1002").questions[0].variant(sat.bank)
    n, f, s, p = (getattr(variant, name) for name in "nfsp")
    exact = (n + 2 * p - f) % s == 0
    assert points(exam)["s1002"] == ("6" if exact else "4"), said


def test_later_runs_keep_the_changed_rules_and_original_goes_back(exam, handed_in) -> None:
    run("regrade", exam, "--full-credit", "1", "--yes")
    run("grade", exam, handed_in, "--witness", "sealed")
    assert points(exam)["s1001"] == "6"
    run("regrade", exam, "--drop", "3", "--yes")
    assert points(exam)["s1001"] == "5", "changes add up"
    run("regrade", exam, "--original", "--yes")
    assert points(exam)["s1001"] == "4"
    assert "nothing changes" in run("regrade", exam)


def test_a_changed_blueprint_changes_points_and_rules(exam, tmp_path) -> None:
    blueprint = tmp_path / "changed.yaml"
    text = (
        "id: handed_in\ntitle: Handed in\nmarking: {credit: {%s: 0.5}}\nsections:\n  - questions:\n"
        "      - {question: convolution.output_size, points: 4}\n"
        "      - {question: convolution.parameter_count, points: 3}\n      - {question: softmax.values, points: 1}\n"
    )
    blueprint.write_text(text % "bias_left_out")
    said = run("regrade", exam, "--blueprint", blueprint, "--yes")
    assert "answer 1 (Output size of a convolution): 4 points" in said
    assert "credit: {bias_left_out: 0.5} (sealed with none)" in said
    assert points(exam) == {"s1001": "4", "s1002": "4", "s1003": "8", "0023004": "8"}
    for credit, said in (
        ("bias_left_of", "no answer of this exam shows the mistake 'bias_left_of'; the mistakes are "),
        ("pooling.map: {x", "this exam has no question 'pooling.map'; it has convolution.output_size, "),
        ("softmax.values: {x", "no answer to softmax.values shows the mistake 'x'; the mistakes are "),
    ):
        blueprint.write_text((text % credit).replace("x: 0.5}}", "x: 0.5}}}"))
        assert f"credit: {said}" in run("regrade", exam, "--blueprint", blueprint, code=2)
    blueprint.write_text(text.replace("id: handed_in", "id: other") % "x")
    assert "changed blueprint of the exam 'handed_in'" in run("regrade", exam, "--blueprint", blueprint, code=2)
    blueprint.write_text(text.replace("softmax.values", "softmax.argmax") % "x")
    refused = run("regrade", exam, "--blueprint", blueprint, code=2)
    assert "--drop softmax.values#1" in refused or "softmax.argmax" in refused


def test_what_people_decided_stands_and_goes_with_the_points(exam) -> None:
    run("decide", exam, "s1001", "1", "1", "--why", "nearly")
    run("regrade", exam, "--full-credit", "2", "--yes")
    assert points(exam)["s1001"] == "5"


def test_what_cannot_be_used_is_refused_and_changes_nothing(exam, sat) -> None:
    before = points(exam)
    for arguments, said in (
        (["--drop", "9"], "there is no answer '9'; expected one of 1, 2, 3, or a question by its number or its id"),
        (["--also-accept", "1", "q+1"], "there is no parameter 'q'"),
        (["--also-accept", "1", "n**n**n"], "expected"),
        (["--also-accept", "1", "__import__('os').getpid()"], "there is no parameter 'os'"),
        (["--also-accept", "1", "9**9**9**9"], "expected"),
        (["--also-accept", "1", "9" * 5000], "expected"),
        (["--also-accept", "1", "n[0]"], "is not an entry of n"),
        (["--also-accept", "1", "(n-f"], "such as n+1; got '(n-f', in which a bracket is not closed"),
        (["--also-accept", "1", "n-f!"], "which is "),
    ):
        assert said in run("regrade", exam, *arguments, code=2), arguments
    assert points(exam) == before


def test_questions_are_found_by_label_number_id_place_and_part(sat) -> None:
    exam = sat.exam
    whole = [f"{question.place}/{ask.name}" for question in exam.papers[0].questions for ask in question.asks]
    assert [key for label in "123" for key in find(exam, label)] == whole
    one = "convolution.output_size#1/side"
    for text in ("1", "convolution.output_size", "convolution.output_size#1", one, "convolution.output_size/side"):
        assert find(sat.exam, text) == [one]
    first, *others = sat.exam.papers
    turned = first.model_copy(
        update={"questions": tuple(q.model_copy(update={"number": 4 - q.number}) for q in first.questions)}
    )
    with pytest.raises(
        RuleError, match=r"not the same question on every paper; name the place instead: convolution.output_size#1"
    ):
        find(sat.exam.model_copy(update={"papers": (turned, *others)}), "1")


def test_a_class_is_told_of_an_answer_by_its_label_only_where_that_is_one_answer_on_all_papers() -> None:
    one, same, pool, other, last = (
        ("a.one#1", "a.one", "x"), ("a.one#2", "a.one", "x"), ("b|c#1", "b", "y"), ("b|c#1", "c", "y"), ("d#1", "d", "z"),
    )  # fmt: skip
    papers = [{one: "1", same: "2", pool: "3", last: "4"}, {one: "2", same: "1", other: "3", last: "4"}]
    assert called(pair for paper in papers for pair in paper.items()) == {
        one: "a.one#1/x", same: "a.one#2/x", pool: "b/y", other: "c/y", last: "4",
    }  # fmt: skip
    assert list(called(pair for paper in papers for pair in paper.items())) == [one, same, pool, other, last]


def test_entries_of_arrays_and_fractions_stand_in_an_expression(sat) -> None:
    paper = sat.exam.papers[0]
    variant = paper.questions[0].variant(sat.bank)
    kind = next(iter(variant.asks.values())).type
    assert accepted_value(variant, kind, "n*f") == variant.n * variant.f
    with pytest.raises(RuleError):
        accepted_value(variant, kind, "n/0")
    rules = changed_rules(Rulebook.of(sat.exam), sat.exam, sat.bank, also_accept=[("1", "n*f")])
    assert Rulebook.of(sat.exam, rules.stored) == rules


def test_a_letter_is_not_accepted_since_it_means_another_option_on_another_paper(sat, tmp_path) -> None:
    (tmp_path / "b.yaml").write_text(
        "title: C\nsections:\n- questions:\n  - {question: convolution.output_size, points: 1, answer: choice}\n"
        "  - {question: concept.true_statements, points: 1}\n"
    )
    blueprint, source = read_blueprint(tmp_path / "b.yaml")
    exam = assemble(blueprint, [Student("s1", "Ada")], sat.bank, source, b"a secret")
    for label, ask in zip("12", (q.asks[0] for q in exam.papers[0].questions), strict=True):
        with pytest.raises(RuleError, match=f"answer {label} is a choice.*expected the text of an option"):
            changed_rules(Rulebook.of(exam), exam, sat.bank, also_accept=[(label, "b")])
        wrong = (
            ask.options[0].text
            if ask.options
            else exam.papers[0].questions[1].variant(sat.bank).asks[ask.name].type.listed[0][1]
        )
        changed_rules(Rulebook.of(exam), exam, sat.bank, also_accept=[(label, wrong)])


def test_which_submission_counts_follows_the_rules_of_the_last_regrade(sat, exam, tmp_path) -> None:
    blueprint = tmp_path / "changed.yaml"
    blueprint.write_text(
        "id: handed_in\ntitle: Handed in\nmarking: {counts: first}\nsections:\n  - questions:\n"
        "      - {question: convolution.output_size, points: 2}\n"
        "      - {question: convolution.parameter_count, points: 3}\n      - {question: softmax.values, points: 1}\n"
    )
    said = run("regrade", exam, "--blueprint", blueprint, "--yes")
    assert "counts: first (sealed with last); it holds for what is handed in from now on" in said
    later = tmp_path / "later" / "s1001.yaml"
    later.parent.mkdir()
    later.write_text(sat.sheet("s1001"))
    assert "s1001.yaml counts, which came first" in run("grade", exam, later, "--witness", "sealed")
    assert points(exam)["s1001"] == "4"


def test_who_did_not_hand_in_is_held_against_the_total_of_today(exam) -> None:
    run("regrade", exam, "--drop", "3", "--yes")
    table = csv.DictReader(io.StringIO((exam / "grades.csv").read_text("utf-8-sig")))
    assert {row["id"]: row["of"] for row in table} == dict.fromkeys(
        ("s1001", "s1002", "s1003", "0023004", "s1005"), "5"
    )


def test_all_answers_of_a_question_are_named_together_in_their_order(sat, tmp_path) -> None:
    (tmp_path / "b.yaml").write_text(
        "title: C\nsections:\n- questions:\n  - {question: convolution.output_size, points: 1}\n"
        "  - {question: pooling.conv_relu_pool, points: 3}\n"
    )
    blueprint, source = read_blueprint(tmp_path / "b.yaml")
    exam = assemble(blueprint, [Student("s1", "Ada")], sat.bank, source, b"a secret")
    assert [key.partition("/")[2] for key in find(exam, "2")] == [ask.name for ask in exam.papers[0].questions[1].asks]

    def told(*drop: str) -> list[str]:
        return list(in_words(changed_rules(Rulebook.of(exam), exam, sat.bank, drop=drop), exam))

    title = exam.papers[0].questions[1].title
    assert told("2") == [f"dropped: question 2 ({title})"]
    assert told("2c", "2a", "1") == [
        f"dropped: answer 1 (Output size of a convolution), answer 2a ({title}), answer 2c ({title})"
    ]
