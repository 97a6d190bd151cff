"""Forms that came back in other formats: known by what is in them, read to the letter, and none of them stops another."""

from __future__ import annotations

import contextlib
import io
import json
import random
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from examgen.exam import returned
from examgen.exam.printing import paper_document
from examgen.exam.returned import FormError, parse_returned
from examgen.exam.sheet import SheetError
from examgen.marking.submissions import Submissions, collect
from examgen.rendering.fillable import fillable_paper


@pytest.fixture(scope="module")
def filled(sat) -> Callable[..., bytes]:
    """The form of a student, filled in right but for some answers."""
    forms: dict[str, bytes] = {}

    def fill(student: str, **changed: str) -> bytes:
        paper = next(paper for paper in sat.exam.papers if paper.student == student)
        if student not in forms:
            forms[student] = fillable_paper(paper_document(sat.exam, paper, sat.bank))
        answers = sat.right(student) | {label.removeprefix("_"): text for label, text in changed.items()}
        with pikepdf.open(io.BytesIO(forms[student])) as pdf:
            for field in pdf.Root.AcroForm.Fields:
                if str(field.T) in answers:
                    field.V = pikepdf.String(answers[str(field.T)])
            return _saved(pdf)

    return fill


def _saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    made = io.BytesIO()
    pdf.save(made, **how)
    return made.getvalue()


def _told(found: Submissions) -> str:
    return "\n".join([*found.problems, *found.notes, *found.ignored])


def _of(found: Submissions, student: str) -> dict[str, str]:
    return next(dict(sheet.answers) for paper, sheet in found.sheets if paper.student == student)


@pytest.mark.parametrize(
    "name", ["s1005.pdf", "returned.PDF", "s1005.yaml", "s1005", "Kowalewskaja, Sofja/form (1).pdf"]
)
def test_a_filled_in_pdf_is_a_sheet_whatever_it_is_called(sat, handed_in, filled, name) -> None:
    path = handed_in / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(filled("s1005", _3="½ <b>x</b>"))
    found = collect(sat.exam, [handed_in])

    assert len(found.sheets) == 5
    assert _of(found, "s1005") == {**sat.right("s1005"), "3": "½ <b>x</b>"}
    assert (found.problems, found.notes, found.ignored) == ([], [], [])


def test_a_form_counts_on_in_later_runs(sat, handed_in, filled) -> None:
    (handed_in / "s1005.pdf").write_bytes(filled("s1005"))
    first = collect(sat.exam, [handed_in])
    (handed_in.parent / "late.yaml").write_text(sat.sheet("s1001"))
    later = collect(sat.exam, [handed_in.parent / "late.yaml"], first.received)

    assert _of(later, "s1005") == sat.right("s1005")


def test_a_form_in_somebody_elses_folder_is_reported(sat, handed_in, filled) -> None:
    (handed_in / "s1002.yaml").unlink()
    (handed_in / "s1002.pdf").write_bytes(filled("s1005"))
    found = collect(sat.exam, [handed_in])

    assert "the sheet names s1005, but s1002.pdf is s1002's" in _told(found)
    assert [paper.student for paper, _ in found.unmarked] == ["s1002"]


# files made to break the reader ---------------------------------------------------------------------------------------


def _edited(content: bytes, edit: Callable[[pikepdf.Pdf], object], **how: object) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        edit(pdf)
        return _saved(pdf, **how)


def _of_another_exam(pdf: pikepdf.Pdf) -> None:
    next(field for field in pdf.Root.AcroForm.Fields if field.T == "exam").V = pikepdf.String("final")


def _in_a_circle(pdf: pikepdf.Pdf) -> None:
    field = pdf.Root.AcroForm.Fields[3]
    field.Kids = pikepdf.Array([field, pdf.Root.AcroForm.Fields[3]])
    del field.V


def _deep(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(pikepdf.Dictionary(T=pikepdf.String("1"), V=pikepdf.String("x")))
    for _ in range(5000):
        field = pdf.make_indirect(pikepdf.Dictionary(T=pikepdf.String("a"), Kids=pikepdf.Array([field])))
    pdf.Root.AcroForm.Fields.append(field)


def _bomb(pdf: pikepdf.Pdf) -> None:
    packer, zeros = zlib.compressobj(1), bytes(10_000_000)
    packed = b"".join([*(packer.compress(zeros) for _ in range(15)), packer.flush()])
    stream = pikepdf.Stream(pdf, zlib.compress(packed))
    stream.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    next(field for field in pdf.Root.AcroForm.Fields if field.T == "1").V = pdf.make_indirect(stream)


def _cut(content: bytes) -> bytes:
    return content[:3000]


def _xref_to_nowhere(content: bytes) -> bytes:
    return content[: content.rindex(b"startxref")] + b"startxref\n99999999999\n%%EOF\n"


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "another exam's": (lambda form: _edited(form, _of_another_exam), "a sheet of the exam 'final', not of"),
    "encrypted": (
        lambda form: _edited(form, lambda pdf: None, encryption=pikepdf.Encryption(owner="o", user="u")),
        "an encrypted PDF; ask for it without a password",
    ),
    "cut": (_cut, "damaged PDF"),
    "nothing": (lambda form: b"%PDF-1.7\n", "damaged PDF"),
    "a bomb": (
        lambda form: _edited(form, _bomb, stream_decode_level=pikepdf.StreamDecodeLevel.none),
        "it contains more packed or nested data than can be read",
    ),
    "huge": (lambda form: form + b"\0" * 20_000_000, "larger than 20,000,000 bytes"),
    "a list, deep": (lambda form: b'{"a":' + b"[" * 1_000_000, "incomplete JSON"),
    "a large notebook": (lambda form: b'{"cells": [' + b'"",' * 3_000_000, "larger than 8,000,000 bytes"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_reported_and_stops_nobody(sat, handed_in, filled, kind, monkeypatch) -> None:
    make, says = HOSTILE[kind]
    monkeypatch.setattr(returned, "MEMORY", 300_000_000)  # a smaller bomb is packed faster
    if kind == "a bomb":
        returned.reader.stop()
    (handed_in / "s1003.yaml").unlink()
    (handed_in / "s1003.pdf").write_bytes(make(filled("s1003")))
    (handed_in / "s1005.pdf").write_bytes(filled("s1005"))
    start = time.monotonic()
    found = collect(sat.exam, [handed_in])

    assert time.monotonic() - start < 60
    assert says in "\n".join(found.problems)
    assert [paper.student for paper, _ in found.unmarked] == ["s1003"]
    assert _of(found, "s1005") == sat.right("s1005")


@pytest.mark.parametrize("edit", [_in_a_circle, _deep])
def test_fields_in_a_circle_or_without_end_cost_no_answer(filled, sat, edit) -> None:
    sheet = parse_returned(_edited(filled("s1001"), edit), Path("a.pdf"))

    assert {label: text for label, text in sheet.answers.items() if label != "1"}.items() <= sat.right("s1001").items()


def test_broken_cross_references_are_mended_and_told(filled, sat) -> None:
    sheet = parse_returned(_xref_to_nowhere(filled("s1001")), Path("a.pdf"))

    assert sheet.answers == sat.right("s1001")
    assert "the PDF was damaged and has been repaired" in sheet.noted[0]


def test_an_answer_whose_field_is_lost_is_looked_at_by_a_person(filled, sat) -> None:
    def lose(pdf: pikepdf.Pdf) -> None:
        next(field for field in pdf.Root.AcroForm.Fields if field.T == "2").T = pikepdf.String("lost")

    sheet = parse_returned(_edited(filled("s1001"), lose), Path("a.pdf")).of(list(sat.right("s1001")))

    assert sheet.faults == {"2": "the place for answer 2 is lost"}


def test_a_script_is_told_and_not_run(sat, handed_in, filled) -> None:
    def script(pdf: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.Root.OpenAction = pdf.make_indirect(action)

    (handed_in / "s1005.pdf").write_bytes(_edited(filled("s1005"), script))
    found = collect(sat.exam, [handed_in])

    assert "the PDF holds a script or an action, which was not run" in "\n".join(found.notes)
    assert _of(found, "s1005") == sat.right("s1005")


def test_a_pdf_of_something_else_is_ignored(sat, handed_in) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        (handed_in / "my working.pdf").write_bytes(_saved(pdf))
    found = collect(sat.exam, [handed_in])

    assert found.problems == []
    assert "my working.pdf: a PDF without fields" in "\n".join(found.ignored)


def test_a_box_that_is_ticked_and_is_not_is_looked_at_by_a_person(filled) -> None:
    def tick(pdf: pikepdf.Pdf) -> None:
        fields = pdf.Root.AcroForm.Fields
        for letter, value, shown in (("a", "/Yes", "/Off"), ("b", "/Yes", "/Yes")):
            box = pikepdf.Dictionary(
                T=pikepdf.String(f"9-{letter}"), FT=pikepdf.Name.Btn, V=pikepdf.Name(value), AS=pikepdf.Name(shown)
            )
            fields.append(pdf.make_indirect(box))

    sheet = parse_returned(_edited(filled("s1001"), tick), Path("a.pdf"))

    assert sheet.answers["9"] == "a, b"
    assert "both that box a of answer 9 is ticked and that it is not" in sheet.faults["9"]


def test_a_form_that_the_reader_does_not_finish_is_refused_and_the_next_one_read(filled, monkeypatch) -> None:
    monkeypatch.setattr(returned, "SECONDS", -1.0)
    with pytest.raises(FormError, match="more time or memory than any form needs"):
        parse_returned(filled("s1001"), Path("a.pdf"))
    monkeypatch.undo()

    assert parse_returned(filled("s1001"), Path("a.pdf")).paper


def test_a_line_break_of_acrobat_and_a_long_answer(filled) -> None:
    sheet = parse_returned(filled("s1001", _1="1\r2\r\n3", _2="9" * 20_000), Path("a.pdf"))

    assert sheet.answers["1"] == "1\n2\n3"
    assert len(sheet.answers["2"]) == 10_000
    assert "longer than 10,000 characters" in sheet.faults["2"]


def test_saved_answers_are_read_to_the_letter(sat, handed_in) -> None:
    paper = next(paper for paper in sat.exam.papers if paper.student == "s1005")
    answers = {**sat.right("s1005"), "1": 'a: "b"\n# c\n\\n\t'}
    saved = {"examgen": "answers", "exam": sat.exam.id, "student": "s1005", "paper": paper.number, "answers": answers}
    (handed_in / "answers.json").write_text(json.dumps(saved))

    assert _of(collect(sat.exam, [handed_in]), "s1005") == answers


def test_whatever_is_damaged_in_a_form_it_is_read_or_refused(filled) -> None:
    chance = random.Random(1)
    saved = json.dumps(
        {"examgen": "answers", "exam": "e", "student": "s", "paper": "p", "answers": {"1": "½"}}
    ).encode()
    for whole in (filled("s1001"), saved):
        for _ in range(60):
            damaged = bytearray(whole)
            for _ in range(chance.choice((1, 3, 20, 200))):
                place = chance.randrange(len(damaged))
                damaged[place : place + chance.choice((0, 1, 40))] = chance.randbytes(chance.choice((0, 1, 5)))
                damaged = damaged or bytearray(b"{")
            with contextlib.suppress(SheetError):
                parse_returned(bytes(damaged), Path("a.pdf"))


def test_a_notebook_of_a_hundred_megabytes_is_not_read(sat, handed_in) -> None:
    with (handed_in / "s1005.ipynb").open("wb") as file:
        file.write(b'{"cells": [')
        file.truncate(100_000_000)
    found = collect(sat.exam, [handed_in])

    assert "s1005.ipynb: larger than 20,000,000 bytes" in "\n".join(found.problems)
    assert [paper.student for paper, _ in found.unmarked] == ["s1005"]
