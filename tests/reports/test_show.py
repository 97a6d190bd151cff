"""`examgen show`: whoever answers for a mark sees everything that led to it."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from examgen.bank.bank import Bank
from examgen.cli import main
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.roster import Student
from examgen.exam.sealed import as_typed
from examgen.gradebook import decisions
from examgen.gradebook.feedback import feedback_document
from examgen.gradebook.grade import grade
from examgen.gradebook.standing import standing
from examgen.gradebook.store import Gradebook
from examgen.reports.answer import diagnosis_told, labels_of, paper_of, views
from examgen.reports.answer_page import answer_page
from examgen.reports.events import history


def show(term, *arguments: str):
    return CliRunner().invoke(main, ["show", str(term.folder), *arguments, "--witness", "sealed"])


def test_one_answer_with_numbers_key_reading_rule_diagnosis_and_history(term) -> None:
    done = show(term, "s06", "1")
    assert done.exit_code == 0, done.output
    answer = term.standing.of_student("s06").answer("1")
    assert answer.state == "wrong"
    for said in (
        "s06",
        "convolution.output_size",
        "0 of 2 points, wrong",
        f"written       {answer.written.text}",
        "attested by Keras",
        "Not right.",
        answer.misconception[0].replace("_", " ").capitalize(),
        "examgen solve convolution.output_size --set",
        "s06.yaml",
        "marked by examgen",
    ):
        assert said in done.stdout, said


def test_json_holds_all_of_it(term) -> None:
    found = json.loads(show(term, "s06", "1", "--json").stdout)
    assert {"parameters", "witnesses", "written", "read", "rule", "diagnosis", "decisions", "history"} <= found.keys()
    assert found["diagnosis"]["candidates"] == [list(term.standing.of_student("s06").answer("1").misconception)]
    assert all(each["agrees"] in (True, None) for each in found["witnesses"])


def test_without_an_answer_the_paper_is_listed(term) -> None:
    done = show(term, "s03")
    assert "pending" in done.stdout
    assert done.stdout.count("of 2") == 1
    assert "convolution.parameter_count  " in done.stdout
    assert "…" not in done.stdout
    assert f"examgen show {term.folder} s03 1" in " ".join(done.stderr.split())


def test_a_question_means_all_of_its_answers_and_a_paper_number_its_student(term) -> None:
    paper = paper_of(term.standing, term.standing.papers[0].paper.number.lower())
    assert paper.paper.student == "s00"
    assert labels_of(paper, ["1", "(2)"]) == ["1", "2"]


@pytest.mark.parametrize("given", [("nobody",), ("s06", "9z"), ("s13",)])
def test_who_or_what_is_not_there_is_told(term, given) -> None:
    done = show(term, *given)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_what_a_student_wrote_stays_text_on_the_page_and_at_the_terminal(term) -> None:
    paper = paper_of(term.standing, "s03")
    page = answer_page(term.exam, paper, views(paper, ["1"], term.bank, keras=False))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $x$ `code` =HYPERLINK(1)" in page
    assert "<b>Bobby" not in page
    assert "<script>alert(1)</script>" in show(term, "s03", "1").stdout


def test_both_witnesses_run_again(term) -> None:
    paper = paper_of(term.standing, "s00")
    (view,) = views(paper, ["1"], term.bank)
    assert [each.agrees for each in view.witnesses] == [None, True, True]


def test_a_witness_that_disagrees_is_told_and_ends_with_code_3(term, monkeypatch) -> None:
    from examgen.reports import answer as module

    monkeypatch.setattr(module, "agree", lambda *_: False)
    done = show(term, "s00", "1")
    assert done.exit_code == 3
    assert "does not agree" in done.output


def test_decisions_stand_in_the_history_with_who_and_why(term, tmp_path) -> None:
    shutil.copy(term.folder / "gradebook.sqlite", tmp_path)
    with Gradebook.open(tmp_path, term.exam) as book:
        (case,) = decisions.queue(standing(book), labels=["1"])
        decisions.decide(book, case.decided(case.first.of, "the working is right"), by="anna")
        paper = paper_of(standing(book), "s03")
    event = history(paper, paper.answer("1"))[-1]
    assert (event.by, event.what, event.said.text) == ("anna", "decided: 2 of 2", "the working is right")


def test_a_question_of_a_paper_is_solved_from_the_sealed_exam(term) -> None:
    paper = term.exam.papers[2]
    done = CliRunner().invoke(main, ["solve", "--paper", str(term.folder), paper.number, "1", "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["answer"] == paper.questions[0].asks[0].key
    assert found["parameters"] == json.loads(json.dumps(paper.questions[0].variant(term.bank).settings))
    assert CliRunner().invoke(main, ["solve", "--paper", str(term.folder), "nobody"]).exit_code == 2


def test_a_part_that_follows_rightly_from_the_mistake_does_not_speak_against_it(tmp_path) -> None:
    bank = Bank()
    (tmp_path / "blueprint.yaml").write_text(
        "title: A test\nsections:\n- questions:\n  - {question: convolution.feature_map, points: 1}\n"
        "  - {question: pooling.conv_relu_pool, points: 3}\n"
    )
    blueprint, source = read_blueprint(tmp_path / "blueprint.yaml")
    exam = assemble(blueprint, [Student("s1", "Ada")], bank, source, b"a secret")
    exam.write(tmp_path / "exam.sealed.json")
    (paper,) = exam.papers
    flipped = {question.question: question.misconceptions["flipped_kernel"] for question in paper.questions}
    typed = {
        label: as_typed(question.variant(bank), ask, flipped[question.question].get(ask.name, ask.key))
        for label, (question, ask) in paper.asks.items()
    }
    sheet = tmp_path / "s1.yaml"
    sheet.write_text(
        f'exam: "{exam.id}"\nstudent: s1\npaper: "{paper.number}"\nanswers:\n'
        + "".join(f"  {label}: |\n    {text}\n" for label, text in typed.items())
    )
    grade(exam, [sheet], bank, tmp_path, keras=False)
    with Gradebook.open(tmp_path, exam) as book:
        marked = paper_of(standing(book), "s1")
    (view,) = views(marked, ["1"], bank, keras=False)

    assert [answer.state for answer in marked.answers] == ["wrong", "wrong", "follow-through", "follow-through"]
    assert diagnosis_told(view)[1] == "Flipped kernel: also seen in 2a."


OWN = """\
id: own
title: Own
sections:
  - questions:
      - text: Why are the weights of a convolution shared?
        title: Shared weights
        points: 4
        criteria: [The same feature is useful everywhere., {text: Fewer parameters., points: 2}]
        model_answer: One filter finds a feature wherever it is.
      - {question: convolution.output_size, points: 1}
"""


def test_an_own_question_shows_its_criteria_and_a_dropped_one_says_so(tmp_path) -> None:
    (tmp_path / "blueprint.yaml").write_text(OWN)
    blueprint, source = read_blueprint(tmp_path / "blueprint.yaml")
    exam = assemble(blueprint, [Student("s1", "Ada")], Bank(), source, b"a secret")
    exam.write(tmp_path / "exam.sealed.json")
    (paper,) = exam.papers
    sheet = f'exam: "own"\nstudent: "s1"\npaper: "{paper.number}"\nanswers:\n  1: "it is faster"\n  2: "1"\n'
    (tmp_path / "s1.yaml").write_text(sheet)
    exam_dir = str(tmp_path)

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, [arguments[0], exam_dir, *arguments[1:]])
        assert done.exit_code == 0, done.output
        return done.stdout

    run("grade", str(tmp_path / "s1.yaml"), "--witness", "sealed")
    run("decide", "s1", "1", "1", "--why", "half of it")
    run("regrade", "--drop", "2", "--yes")
    said = run("show", "s1", "1", "--witness", "sealed")
    assert "a question of your own" in said
    assert "1 of 4 points, partial, decided by a person" in said
    assert "1.33: The same feature is useful everywhere." in said
    assert "2.67: Fewer parameters." in said
    assert "Worked solution" not in said
    assert "Points:" not in said
    page = run("show", "s1", "--html", str(tmp_path / "page.html"), "--witness", "sealed") and (tmp_path / "page.html")
    assert "<h3>Criteria</h3>" in page.read_text()
    found = json.loads(run("show", "s1", "1", "--json", "--witness", "sealed"))
    assert (found["key"], found["settled"]) == ("One filter finds a feature wherever it is.", "partial")
    assert "dropped; it counts for nobody" in run("show", "s1", "2", "--witness", "sealed")
    assert "0 of 0" not in run("show", "s1", "2", "--witness", "sealed") + run("show", "s1")
    with Gradebook.open(tmp_path, exam) as book:
        stand = standing(book).of_student("s1")
    (own, _) = feedback_document(exam, stand, Bank(), solutions=True).problems
    assert [step.why for step in own.solution][:2] == [
        "**1.33:** The same feature is useful everywhere.",
        "**2.67:** Fewer parameters.",
    ]
