"""From a blueprint and a roster to papers: the same secret gives the same bytes, and bad input is one clear message."""

from __future__ import annotations

import json
import stat
import time
from pathlib import Path

import pytest
from pypdf import PdfReader

from examgen.bank.bank import Bank
from examgen.errors import UserError
from examgen.exam import assembly
from examgen.exam import generate as generating
from examgen.exam.generate import generate
from examgen.exam.sealed import SealedExam
from examgen.exam.sheet import read_sheet

BLUEPRINT = """\
title: Test exam
course: Networks
date: 2026-11-27
duration: 45
sections:
  - title: One
    questions:
      - {question: convolution.output_size, points: 2, set: {s: 2}}
      - {question: convolution.parameter_count, points: 3, answer: choice}
  - title: Two
    questions:
      - {question: recurrent.unroll_scalar, points: 2}
      - {topic: pooling, level: 1, count: 1, points: 1.5}
"""
ROSTER = "id,name\ns1,Ada Lovelace\ns2,Évariste Galois\n"


@pytest.fixture
def given(tmp_path: Path):
    def write(blueprint: str = BLUEPRINT, roster: str = ROSTER) -> tuple[Path, Path, Path]:
        (tmp_path / "exam.yaml").write_text(blueprint, encoding="utf-8")
        (tmp_path / "class.csv").write_text(roster, encoding="utf-8")
        return tmp_path / "exam.yaml", tmp_path / "class.csv", tmp_path / "out"

    return write


def text_of(pdf: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(pdf).pages)


def test_an_exam_is_a_paper_a_key_and_a_sheet_per_student_and_one_sealed_file(given, tmp_path) -> None:
    blueprint, roster, out = given()
    exam = generate(blueprint, roster, out, Bank(), b"a secret of the test").exam

    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()) == sorted(
        ["exam.sealed.json"]
        + [f"{folder}/{s}{suffix}" for s in ("s1", "s2") for folder, suffix in
           (("papers", ".pdf"), ("keys", "-key.pdf"), ("answers", ".yaml"))]
    )  # fmt: skip
    assert stat.S_IMODE((out / "exam.sealed.json").stat().st_mode) == 0o600
    paper, key = text_of(out / "papers" / "s2.pdf"), text_of(out / "keys" / "s2-key.pdf")
    assert "Évariste Galois" in paper
    assert exam.papers[1].number in paper
    assert "8.5\N{NO-BREAK SPACE}points" in paper
    assert "import keras" in key
    assert "import keras" not in paper
    assert SealedExam.read(out / "exam.sealed.json") == exam
    sheet = read_sheet(out / "answers" / "s1.yaml")
    assert list(sheet.answers) == list(exam.papers[0].asks) == ["1", "2", "3a", "3b", "3c", "4"]
    assert [p.questions[0].parameters["s"] for p in exam.papers] == [2, 2]
    assert exam.papers[0].questions != exam.papers[1].questions

    # the same secret: the same bytes
    again = tmp_path / "again"
    generate(blueprint, roster, again, Bank(), b"a secret of the test")
    for path in (p for p in out.rglob("*") if p.is_file()):
        assert path.read_bytes() == (again / path.relative_to(out)).read_bytes(), path
    # another secret: other numbers
    other = generate(blueprint, roster, tmp_path / "other", Bank(), b"another secret", keys=False, positions=True).exam
    assert other.papers[0].questions != exam.papers[0].questions

    # on request it is sealed where each answer goes
    asks = [ask for question in other.papers[0].questions for ask in question.asks]
    assert (
        [len(ask.boxes) for ask in asks]
        == [len(ask.options) if ask.set_as_choice else 1 for ask in asks]
        == [1, 4, 1, 1, 1, 1]
    )
    places = [(box.page, box.y) for ask in asks for box in ask.boxes]
    assert places == sorted(places)
    pages = len(PdfReader(tmp_path / "other" / "papers" / "s1.pdf").pages)
    for box in (box for ask in asks for box in ask.boxes):
        assert box.page <= pages
        assert 0 < box.x < box.x + box.width < 595
        assert 0 < box.y < box.y + box.height < 842
    written = [box for ask in asks if not ask.set_as_choice for box in ask.boxes]
    assert all(box.width > 100 and box.height > 8 for box in written)


def test_an_interrupted_run_leaves_nothing_that_looks_finished_and_is_taken_up_again(
    given, tmp_path, monkeypatch
) -> None:
    blueprint, roster, out = given()
    whole = tmp_path / "whole"
    render = generating.render_papers

    def interrupted(papers, *_):
        for count, pdf in enumerate(render(papers)):
            if count == 2:
                raise KeyboardInterrupt
            yield pdf

    monkeypatch.setattr(generating, "render_papers", interrupted)
    with pytest.raises(KeyboardInterrupt):
        generate(blueprint, roster, out, Bank())
    assert not (out / "exam.sealed.json").exists()
    assert not (out / "papers").exists()

    rendered: list[object] = []

    def counting(papers, *_):
        for pdf in render(papers):
            rendered.append(pdf)
            yield pdf

    monkeypatch.setattr(generating, "render_papers", counting)
    generate(blueprint, roster, out, Bank())  # without a secret: the user's own
    assert len(rendered) == 2
    assert not (out.parent / ".out.unfinished").exists()
    generate(blueprint, roster, whole, Bank())
    assert (whole / "papers" / "s1.pdf").read_bytes() == (out / "papers" / "s1.pdf").read_bytes()


def test_an_error_while_papers_are_drawn_leaves_nothing_of_those_that_are_printed_already(given, monkeypatch) -> None:
    blueprint, roster, out = given()
    printed: list[str] = []

    def refused(*_):
        while not printed:
            time.sleep(0.01)
        raise UserError("the papers do not meet the blueprint")

    def progress(what, done, of):
        if what == "printing":
            printed.append(what)

    monkeypatch.setattr(assembly, "_demand", refused)
    with pytest.raises(UserError, match="do not meet"):
        generate(blueprint, roster, out, Bank(), progress=progress)
    assert printed
    assert not out.exists()
    assert not (out.parent / ".out.unfinished").exists()


def test_an_error_while_papers_are_printed_stops_the_drawing(given, monkeypatch) -> None:
    blueprint, roster, out = given()

    def broken(papers, *_):
        raise UserError("nothing can be printed")

    monkeypatch.setattr(generating, "render_papers", broken)
    with pytest.raises(UserError, match="nothing can be printed"):
        generate(blueprint, roster, out, Bank())
    assert not out.exists()


def test_a_sealed_exam_is_never_overwritten(given) -> None:
    generate(*given(), Bank(), b"a secret of the test")
    with pytest.raises(UserError, match="holds another exam, this exam with another secret, or a damaged one"):
        generate(*given(), Bank(), b"another secret")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("title: Test exam", "titel: Test exam", "exam.yaml:1: titel: 'titel' is not a known key; did you mean title"),
        ("duration: 45", "duration: soon", "exam.yaml:4: duration: expected a whole number, got .soon"),
        ("points: 2, set", "points: -2, set", "exam.yaml:8: sections 1, questions 1, points: expected a number above 0 .*got -2"),
        ("convolution.output_size", "convolution.outputsize", "exam.yaml:8: there is no question 'convolution.outputsize'; did you mean"),
        ("{s: 2}", "{stride: 2}", "exam.yaml:8: convolution.output_size has no parameter 'stride'; it has n, f, p"),
        ("{s: 2}", '{s: "two"}', "exam.yaml:8: convolution.output_size: s must be a whole number, got .two."),
        ("{s: 2}", "{n: 3, f: 9, p: 0}", "exam.yaml:8: .* has no variant with n=3, f=9, p=0: the filter .f = 9.* is larger"),
        ("topic: pooling", "topic: poling", "exam.yaml:13: there is no topic 'poling'; the topics are architecture, "),
        ("level: 1,", "level: one,", "exam.yaml:13: .*level is a number"),
        ("sections:", "sections: [", "exam.yaml:.*not valid YAML"),
        ("date: 2026-11-27", "title: Twice", "exam.yaml:3: 'title' occurs here a second time"),
        ("answer: choice", "answer: choice, question: x.y", "exam.yaml:9: 'question' occurs here a second time"),
    ],
)  # fmt: skip
def test_a_wrong_blueprint_is_a_message_with_file_and_line(given, old, new, says) -> None:
    assert old in BLUEPRINT
    blueprint, roster, out = given(BLUEPRINT.replace(old, new))
    with pytest.raises(UserError, match=says):
        generate(blueprint, roster, out, Bank(), b"a secret of the test")
    assert not out.exists() or not any(p.is_file() for p in out.rglob("*"))


def test_a_damaged_sealed_exam_is_said_to_be_damaged(tmp_path) -> None:
    path = tmp_path / "exam.sealed.json"
    with pytest.raises(UserError, match="does not exist; examgen generate writes it"):
        SealedExam.read(path)
    path.write_text(json.dumps({"format": 2}))
    with pytest.raises(UserError, match="not as it was sealed"):
        SealedExam.read(path)
