"""A table of a very large class is marked row by row, and comes to what marking all at once comes to."""

from __future__ import annotations

import csv
import gc
import json
from pathlib import Path

import pytest

from examgen.bank.bank import Bank
from examgen.exam.sealed import SealedExam, as_typed
from examgen.exam.text_file import TextFileError
from examgen.marking import marker, stream
from examgen.marking.marker import mark_papers
from examgen.marking.stream import mark_chunks, mark_table
from examgen.marking.submissions import collect
from examgen.marking.tables import TableError


@pytest.fixture
def exam(sat) -> SealedExam:
    return sat.exam


@pytest.fixture
def bank(sat) -> Bank:
    return sat.bank


@pytest.fixture
def answers(exam: SealedExam, bank: Bank) -> dict[str, dict[str, str]]:
    """By student: the first gives right answers, the second wrong ones, the others nothing that can be read."""
    right = {
        paper.student: {label: as_typed(q.variant(bank), ask, ask.key) for label, (q, ask) in paper.asks.items()}
        for paper in exam.papers
    }
    styles = [lambda text: text, lambda text: "17", lambda text: "see page 3", lambda text: ""]
    return {
        student: {label: styles[min(n, 3)](text) for label, text in written.items()}
        for n, (student, written) in enumerate(right.items())
    }


def as_csv(path: Path, answers: dict[str, dict[str, str]]) -> Path:
    labels = list(dict.fromkeys(label for written in answers.values() for label in written))
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", *labels])
        rows.writerows([student, *(written.get(label, "") for label in labels)] for student, written in answers.items())
    return path


def as_lines(path: Path, answers: dict[str, dict[str, str]]) -> Path:
    lines = (json.dumps({"student": student, "answers": written}) for student, written in answers.items())
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("write", [as_csv, as_lines])
@pytest.mark.parametrize("at_once", [1, 2, 1000])
def test_a_stream_comes_to_what_all_at_once_comes_to(
    write, at_once, exam, bank, answers, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(stream, "AT_ONCE", at_once)
    table = write(tmp_path / "class", answers)
    table = table.rename(tmp_path / ("class.csv" if write is as_csv else "class.jsonl"))
    together = mark_papers(exam, collect(exam, [table]).sheets, bank, keras=False)

    streamed = list(mark_table(exam, table, bank, keras=False))

    told = [
        [(m.ask.label, m.answered.text, m.points, m.highest, m.rule.text) for m in paper.asks] for paper in streamed
    ]
    assert told == [
        [(m.ask.label, m.answered.text, m.points, m.highest, m.rule.text) for m in paper.asks] for paper in together
    ]
    assert len({paper.points for paper in streamed}) > 1


def test_a_row_of_nobody_is_told_and_all_others_are_marked(exam, bank, answers, tmp_path) -> None:
    student = next(iter(answers))
    table = as_lines(tmp_path / "class.jsonl", {"a-stranger": answers[student], student: answers[student]})
    problems: list[str] = []

    marks = list(mark_table(exam, table, bank, keras=False, tell=problems.append))

    assert [mark.paper.student for mark in marks] == [student]
    assert len(problems) == 1
    assert "row 1: 'a-stranger' is not on the roster" in problems[0]


def test_a_student_who_stands_there_twice_is_marked_twice_and_never_in_one_chunk(
    exam, bank, answers, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(stream, "AT_ONCE", 3)
    first, second, third, fourth, fifth = answers
    order = [first, second, first, third, fourth, fifth, fifth]
    lines = [json.dumps({"student": student, "answers": answers[student]}) for student in order]
    table = tmp_path / "class.jsonl"
    table.write_text("\n".join(lines), encoding="utf-8")

    gc.unfreeze()
    frozen, chunks = [], []
    for chunk in mark_chunks(exam, table, bank, keras=False):
        frozen.append(gc.get_freeze_count())
        chunks.append(chunk)

    assert [[mark.paper.student for mark in chunk.marks] for chunk in chunks] == [
        [first, second], [first, third, fourth], [fifth], [fifth],
    ]  # fmt: skip
    for chunk in chunks:
        students = [paper.student for paper, _ in chunk.submissions]
        assert students == list(chunk.rows) == [mark.paper.student for mark in chunk.marks]
    assert [[row.line for row in chunk.rows.values()] for chunk in chunks] == [[1, 2], [3, 4, 5], [6], [7]]
    assert min(frozen) > 0, "the collector does not walk through the exam again and again"
    assert gc.get_freeze_count() == 0, "all that was put aside is looked through again"


def test_a_paper_that_cannot_be_marked_is_told_and_all_others_are_marked(exam, bank, answers, tmp_path, monkeypatch):
    bad, *others = answers
    own = marker.mark_papers

    def some(exam_, submissions, *given, **how):
        if any(paper.student == bad for paper, _ in submissions):
            raise ValueError("out of reach")
        return own(exam_, submissions, *given, **how)

    monkeypatch.setattr(marker, "mark_papers", some)
    problems: list[str] = []
    table = as_lines(tmp_path / "class.jsonl", answers)
    marks = list(mark_table(exam, table, bank, keras=False, tell=problems.append))
    assert [mark.paper.student for mark in marks] == others
    assert problems == [f"{bad}: not marked: ValueError: out of reach"]


def test_what_is_no_table_and_what_is_no_utf_8_is_refused_by_name(exam, bank, tmp_path) -> None:
    other, damaged, missing = tmp_path / "other.csv", tmp_path / "damaged.csv", tmp_path / "missing.csv"
    other.write_text("colour,size\nred,3\n", encoding="utf-8")
    damaged.write_bytes(b"id,1\n" + b"s1,\xff28\n")
    with pytest.raises(TableError, match=r"other\.csv: expected a column of ids"):
        list(mark_table(exam, other, bank, keras=False))
    with pytest.raises(TextFileError, match=r"damaged\.csv: expected UTF-8"):
        list(mark_table(exam, damaged, bank, keras=False))
    with pytest.raises(TextFileError, match=r"missing\.csv: No such file"):
        list(mark_table(exam, missing, bank, keras=False))
