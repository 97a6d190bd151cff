"""What the process that reads forms finds in a file: every field of a PDF, every cell of a notebook, and why it refuses others."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from examgen.exam import returned
from examgen.exam import returned_child as child
from examgen.exam.returned_child import is_pdf, read

HEADS = {"exam": "e", "student": "s1", "paper": "K7"}
NOTHING: dict[str, Any] = {"heads": HEADS, "answers": {}, "faults": {}, "remarks": []}
OTHER = {"refused": "JSON without answers to an exam", "other": True}
Change = Callable[[pikepdf.Pdf], object]


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    made = io.BytesIO()
    pdf.save(made, **how)
    return made.getvalue()


def text(name: str, value: object = None, **more: object) -> Dictionary:
    field = Dictionary(T=String(name), FT=Name.Tx, **more)
    if value is not None:
        field.V = String(value) if isinstance(value, str) else value
    return field


def box(name: str, value: str | None, shown: str | None = None) -> Dictionary:
    field = Dictionary(T=String(name), FT=Name.Btn)
    if value is not None:
        field.V = Name(value)
    if shown is not None:
        field.AS = Name(shown)
    return field


def form(*fields: Dictionary, heads: Mapping[str, str] = HEADS, change: Change | None = None, **how: Any) -> bytes:
    """A PDF with these fields below those that say whose it is."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        every = [*(text(name, value) for name, value in heads.items()), *fields]
        pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field) for field in every]))
        if change:
            change(pdf)
        return saved(pdf, **how)


def answers(*fields: Dictionary) -> dict[str, str]:
    said = read(form(*fields))
    assert said == {**NOTHING, "answers": said["answers"]}
    return said["answers"]


# PDF ------------------------------------------------------------------------------------------------------------------


def test_every_field_that_begins_with_a_number_is_an_answer_and_the_first_three_say_whose() -> None:
    said = read(form(text("1", "28"), text("2A", " x "), text("note", "no answer"), text("", "nameless"), text("3")))
    assert said == {**NOTHING, "answers": {"1": "28", "2a": " x ", "3": ""}}


def test_a_pdf_may_begin_within_the_first_kilobyte() -> None:
    whole = form(text("1", "28"))
    assert read(b"\n" * 1019 + whole)["answers"] == {"1": "28"}
    assert read(b"\n" * 1020 + whole)["refused"].startswith("incomplete JSON")


def test_a_field_within_fields_is_called_by_all_their_names() -> None:
    inner = text("b", "28")
    assert answers(Dictionary(T=String("1"), Kids=Array([inner, text("c", "29")]))) == {"1.b": "28", "1.c": "29"}
    assert answers(Dictionary(Kids=Array([text("1", "5"), text("2", "6")]))) == {"1": "5", "2": "6"}
    widgets = Array([Dictionary(Subtype=Name.Widget), Dictionary(Subtype=Name.Widget)])
    assert answers(text("1", "28", Kids=widgets)) == {"1": "28"}, "what has no name is the same field on the page"


def test_fields_are_read_in_their_order() -> None:
    group = Dictionary(T=String("2"), Kids=Array([text("a", "1"), text("b", "2")]))
    assert list(answers(text("3", "x"), group, text("1", "y"))) == ["3", "2.a", "2.b", "1"]


def test_fields_forty_deep_are_found_and_deeper_ones_are_not() -> None:
    for depth, found in ((40, True), (41, False)):
        field = text("1", "28")
        for _ in range(depth):
            field = Dictionary(T=String("1"), Kids=Array([field]))
        assert list(answers(field).values()) == ["28"] * found, depth


def test_a_field_that_stands_within_itself_is_gone_through_once() -> None:
    def twice(pdf: pikepdf.Pdf) -> None:
        field = pdf.make_indirect(text("1", "28"))
        group = pdf.make_indirect(Dictionary(T=String("1"), Kids=Array([field])))
        field.Kids = Array([group, pdf.make_indirect(text("2", "5"))])
        pdf.Root.AcroForm.Fields.append(group)

    assert read(form(change=twice))["answers"] == {"1.1.2": "5"}
    direct = [text("1", "5"), text("2", "6")]
    assert read(form(change=lambda pdf: pdf.Root.AcroForm.Fields.extend(direct)))["answers"] == {"1": "5", "2": "6"}


def test_so_many_fields_are_looked_at_and_no_more(monkeypatch) -> None:
    monkeypatch.setattr(child, "MOST", 5)
    assert list(answers(*(text(str(n), "x") for n in range(9)))) == ["0", "1"]
    nested = Dictionary(T=String("1"), Kids=Array([text(str(n), "x") for n in range(9)]))
    assert list(answers(nested)) == ["1.0"], "the group itself and three heads count"


def test_what_is_no_field_and_no_kid_is_passed_over() -> None:
    def odd(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm.Fields.append(Name.Odd)
        pdf.Root.AcroForm.Fields.append(text("1", "28", Kids=Array([Name.Odd])))
        pdf.Root.AcroForm.Fields.append(text("2", "29", Kids=Name.Odd))

    assert read(form(change=odd))["answers"] == {"1": "28", "2": "29"}


def test_the_text_of_a_field_is_a_string_a_name_or_a_stream_and_nothing_else(monkeypatch) -> None:
    def streamed(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm.Fields.append(text("2", pdf.make_stream(b"29")))

    assert answers(text("1", Name.Yes)) == {"1": "/Yes"}
    assert read(form(change=streamed))["answers"] == {"2": "29"}
    assert read(form(text("1", 28))) == {"refused": "a field of the PDF holds no text", "other": False}
    monkeypatch.setattr(child, "LONGEST", 3)
    assert answers(text("1", "12345"), text("2", Name.Yes)) == {"1": "123", "2": "/Ye"}
    assert read(form(change=lambda pdf: pdf.Root.AcroForm.Fields.append(text("2", pdf.make_stream(b"12345")))))[
        "answers"
    ] == {"2": "123"}


def test_the_boxes_that_are_ticked_are_the_answer() -> None:
    boxes = [
        box("4-a", "/Yes", "/Yes"),
        box("4-b", "/Off", "/Off"),
        box("4-c", "/Yes"),
        box("4-d", None, "/1"),
        box("4-e", None),
    ]
    assert answers(*boxes, box("5-a", "/Off"), text("6B-a", "")) == {"4": "a, c, d", "5": "", "6b": ""}


@pytest.mark.parametrize(("value", "shown"), [("/Yes", "/Off"), ("/Off", "/Yes")])
def test_a_box_that_is_ticked_in_one_of_two_places_counts_and_is_doubted(value, shown) -> None:
    doubt = "the file says both that box b of answer 4 is ticked and that it is not"
    here = box("4-b", value, shown)
    below = box("4-b", value)
    below.Kids = Array([Dictionary(AS=Name(shown)), Dictionary(AS=Name(value))])
    for field in (here, below):
        said = read(form(box("4-a", "/Yes", "/Yes"), field))
        assert said == {**NOTHING, "answers": {"4": "a, b"}, "faults": {"4": doubt}}
    empty = box("4-b", value, shown)
    empty.Kids = Array([])
    assert read(form(empty))["faults"] == {"4": doubt}, "a box without parts shows itself"


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: setattr(pdf.Root, "OpenAction", Dictionary(S=Name.JavaScript)),
        lambda pdf: setattr(pdf.Root, "AA", Dictionary()),
        lambda pdf: setattr(pdf.Root, "Names", Dictionary(JavaScript=Dictionary())),
    ],
)
def test_a_script_is_told(change) -> None:
    said = read(form(text("1", "28"), change=change))
    assert said["remarks"] == ["the PDF holds a script or an action, which was not run"]
    assert said["answers"] == {"1": "28"}


def test_names_without_a_script_are_none() -> None:
    assert read(form(change=lambda pdf: setattr(pdf.Root, "Names", Dictionary(Dests=Dictionary())))) == NOTHING


def test_a_pdf_that_had_to_be_mended_is_told() -> None:
    whole = form(text("1", "28"))
    said = read(whole[: whole.rindex(b"startxref")] + b"startxref\n99999999999\n%%EOF\n")
    assert said["answers"] == {"1": "28"}
    assert said["remarks"] == ["the PDF was damaged and has been repaired; compare what was read with the file"]


def test_a_pdf_without_our_fields_is_something_else() -> None:
    without = "a PDF without fields; printed or scanned, a form has lost them: ask for the form itself"
    for change in (
        lambda pdf: pdf.Root.__delitem__("/AcroForm"),
        lambda pdf: setattr(pdf.Root, "AcroForm", Name.Odd),
        lambda pdf: setattr(pdf.Root, "AcroForm", Dictionary()),
    ):
        assert read(form(change=change)) == {"refused": without, "other": True}
    foreign = {"refused": "a PDF whose fields are not those of an exam", "other": True}
    assert read(form(text("1", "28"), heads={})) == foreign


@pytest.mark.parametrize(
    "before", [b"", b"\r\n", b"Subject: my answers\n\n", b"\xef\xbb\xbf", b"HTTP/1.1 200 OK\nexamined: no\n"]
)
def test_a_pdf_may_begin_behind_something_else(before) -> None:
    assert is_pdf(before + b"%PDF-1.7\n")


@pytest.mark.parametrize(
    "before",
    [
        b'exam: "e"\nstudent: "s"\npaper: "p"\nanswers:\n  1: "',
        b"\xef\xbb\xbf# Final: answer sheet of ",
        b'{"exam": "e", "answers": {"1": "',
        b'student: "s"\n  "answers" :\n  1: |\n    ',
    ],
)
def test_what_a_pdf_begins_with_is_an_answer_like_any_other_in_a_sheet(before) -> None:
    assert not is_pdf(before + b"%PDF-1.7")


def test_a_pdf_that_cannot_be_opened_is_refused_with_its_reason() -> None:
    locked = form(encryption=pikepdf.Encryption(owner="o", user="u"))
    assert read(locked) == {"refused": "an encrypted PDF; ask for it without a password", "other": False}
    said = read(b"%PDF-1.7\n")
    assert said["other"] is False
    assert said["refused"].startswith("a damaged PDF (")
    assert said["refused"].endswith("); ask for it again")
    assert "<" not in said["refused"], "the name of the stream in memory tells nobody anything"
    assert len(said["refused"]) < 160


@pytest.mark.parametrize(
    ("error", "packed"), [("std::bad_alloc", True), ("MemoryError", True), ("no such thing", False)]
)
def test_what_is_too_large_for_the_memory_is_said_to_be_packed(monkeypatch, error, packed) -> None:
    def fail(content: object) -> None:
        raise MemoryError if error == "MemoryError" else RuntimeError(f"one <a stream>: {error}\n  two {'x' * 200}")

    monkeypatch.setattr(pikepdf, "open", fail)
    said = read(b"%PDF-1.7\n")
    too_much = "it contains more packed or nested data than can be read"
    damaged = f"a damaged PDF ({f'one {error} two ' + 'x' * 200:.120}); ask for it again"
    assert said == {"refused": too_much if packed else damaged, "other": False}


def test_two_values_for_whose_form_it_is_are_refused() -> None:
    said = read(form(text("student", "s2" * 50)))
    assert said == {"refused": f"it gives two values for student, 's1' and {'s2' * 30!r}", "other": False}
    assert read(form(text("student", "s1"))) == NOTHING


# answers --------------------------------------------------------------------------------------------------------------


def test_an_answer_that_is_given_twice_and_differently_is_kept_whole_and_doubted(monkeypatch) -> None:
    said = read(form(text("1", "5"), text("1", "6"), text("2", "5"), text("2", "5"), text("3", ""), text("3", "7")))
    assert said["answers"] == {"1": "5\n6", "2": "5", "3": "7"}
    assert said["faults"] == {"1": "answer 1 is given twice, and differently"}
    assert read(form(text("1", "5"), text("1", "")))["answers"] == {"1": "5"}
    monkeypatch.setattr(child, "LONGEST", 4)
    assert read(form(text("1", "512"), text("1", "6")))["answers"] == {"1": "512\n"}


def test_lines_end_alike_whatever_wrote_them() -> None:
    assert answers(text("1", "1\r2\r\n3\n4")) == {"1": "1\n2\n3\n4"}


# notebooks ------------------------------------------------------------------------------------------------------------


def cell(label: str | None, source: object, **more: object) -> dict[str, Any]:
    return {"id": f"answer-{label}" if label else "c1", "cell_type": "raw", "metadata": {}, "source": source, **more}


def notebook(*cells: object, **changed: object) -> dict[str, Any]:
    whole = {"nbformat": 4, "metadata": {"examgen": HEADS}, "cells": list(cells), **changed}
    return read(json.dumps(whole).encode())


def test_a_notebooks_cells_are_answers_by_their_ids() -> None:
    said = notebook(cell("1", "28"), cell("2a", ["1 2\n", "3 4\n"]), cell("3", "maX\n\n"), cell("4", ""))
    assert said == {**NOTHING, "answers": {"1": "28", "2a": "1 2\n3 4", "3": "maX", "4": ""}}


def test_where_a_program_dropped_ids_a_cell_is_known_by_what_is_noted_in_it() -> None:
    noted = {"cell_type": "raw", "source": "28", "metadata": {"examgen": {"answer": "1"}}}
    assert notebook(noted)["answers"] == {"1": "28"}
    assert notebook({**noted, "id": "x-answer-2"})["answers"] == {"1": "28"}
    assert notebook({**noted, "id": "answer-2"})["answers"] == {"2": "28"}
    assert notebook({**noted, "id": 7})["answers"] == {"1": "28"}
    for odd in ({"examgen": {"answer": 1}}, {"examgen": "1"}, {}, "x"):
        assert notebook({**noted, "metadata": odd})["answers"] == {}


def test_labels_are_cut_where_none_is_as_long() -> None:
    long = "1" * 30
    noted = {"cell_type": "raw", "source": "28", "metadata": {"examgen": {"answer": long}}}
    assert notebook(cell(long, "28"))["answers"] == notebook(noted)["answers"] == {"1" * 20: "28"}


def test_cells_with_text_that_belong_to_no_answer_are_counted() -> None:
    prose = cell(None, "read me", cell_type="markdown")
    assert notebook(cell(None, "28"), prose, cell(None, ""), "no cell")["remarks"] == [
        "1 cell with text that belong to no answer"
    ]
    assert notebook(cell(None, "28"), cell(None, ["29"]))["remarks"] == ["2 cells with text that belong to no answer"]
    assert notebook(prose, cell(None, 5))["remarks"] == []


def test_a_cell_that_holds_no_text_leaves_its_answer_to_a_person() -> None:
    for odd in (5, None, ["1", 2], {"a": 1}):
        said = notebook(cell("1", odd), cell("2", "5"))
        assert said["answers"] == {"1": "", "2": "5"}
        assert said["faults"] == {"1": "the cell of answer 1 holds no text"}


def test_so_many_cells_are_looked_at_and_the_others_are_counted(monkeypatch) -> None:
    monkeypatch.setattr(child, "MOST", 2)
    said = notebook(cell("1", ["a", "b", 3]), cell("2", "y"), cell("3", "z"))
    assert said["answers"] == {"1": "ab", "2": "y"}
    assert said["remarks"] == ["1 cells were not looked at"]
    assert notebook(cell("1", "x"), cell("2", "y"))["remarks"] == []


def test_whose_notebook_it_is_stands_in_its_metadata() -> None:
    said = notebook(metadata={"examgen": {"exam": "e", "student": 5, "paper": "K7", "more": "x"}})
    assert said["heads"] == {"exam": "e", "paper": "K7"}


@pytest.mark.parametrize("metadata", [{}, {"examgen": "x"}, None, []])
def test_somebody_elses_notebook_is_something_else(metadata) -> None:
    assert notebook(metadata=metadata) == {"refused": "a notebook that is not an exam form", "other": True}


def test_notebooks_of_other_formats_are_refused() -> None:
    refused = "a notebook of format {}; only format 4 can be read"
    assert notebook(nbformat=3) == {"refused": refused.format(3), "other": False}
    assert notebook(nbformat="4" * 50)["refused"] == refused.format("4" * 20)
    assert notebook(cells={})["refused"] == refused.format(4)
    assert read(b'{"nbformat": 4}')["refused"] == refused.format(4)
    assert read(b'{"cells": []}')["refused"] == refused.format("None")


# saved answers --------------------------------------------------------------------------------------------------------


def kept(**changed: object) -> dict[str, Any]:
    return read(json.dumps({"examgen": "answers", **HEADS, "answers": {"1": "28"}, **changed}).encode())


def test_saved_answers_are_read() -> None:
    assert kept() == {**NOTHING, "answers": {"1": "28"}}
    assert kept(student=5)["heads"] == {"exam": "e", "paper": "K7"}
    said = kept(answers={"1": 28, "2": "5", "3" * 30: "6", "4" * 30: 7})
    assert said["answers"] == {"1": "", "2": "5", "3" * 20: "6", "4" * 20: ""}
    assert said["faults"] == {"1": "answer 1 is no text", "4" * 20: f"answer {'4' * 20} is no text"}


def test_so_many_saved_answers_are_kept(monkeypatch) -> None:
    monkeypatch.setattr(child, "MOST", 2)
    assert kept(answers=dict.fromkeys("abc", "x"))["answers"] == {"a": "x", "b": "x"}


def test_other_json_is_something_else() -> None:
    assert kept(examgen="grades") == kept(answers=["28"]) == read(b"[1]") == read(b'"x"') == OTHER


def test_json_that_is_not_whole_is_refused_with_its_reason() -> None:
    said = read(b'{"examgen": "answers",')
    assert said["refused"].startswith("incomplete JSON (Expecting property name")
    assert (len(said["refused"]) <= 106, said["other"]) == (True, False)
    assert read(b"[" * 1_000_000)["refused"].startswith("incomplete JSON (")


# the process ----------------------------------------------------------------------------------------------------------


def test_one_file_after_the_other_is_answered_on_a_line_of_its_own_at_once() -> None:
    files = [form(text("1", "2\n8")), b"{", json.dumps({"examgen": "answers", **HEADS, "answers": {}}).encode()]

    class Channel(io.BytesIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed += 1

    channel = Channel()
    child.serve(io.BytesIO(b"".join(struct.pack(">Q", len(file)) + file for file in files)), channel)
    said = [json.loads(line) for line in channel.getvalue().splitlines()]
    assert said == [read(file) for file in files]
    assert channel.flushed == len(files)


FOUND = json.dumps({**NOTHING, "answers": {"1": "28"}})


@pytest.fixture
def answering(monkeypatch):
    """The reading process is played by a script of the shell."""
    own = subprocess.Popen

    def answer(script: str, seconds: float = 20.0) -> None:
        played = SimpleNamespace(
            Popen=lambda command, **how: own(["sh", "-c", script, FOUND[:30], FOUND[30:]], **how),
            **{name: getattr(subprocess, name) for name in ("PIPE", "DEVNULL")},
        )
        returned.reader.stop()
        monkeypatch.setattr(returned, "subprocess", played)
        monkeypatch.setattr(returned, "SECONDS", seconds)

    yield answer
    returned.reader.stop()


def test_what_the_process_answers_in_pieces_is_read_whole(answering) -> None:
    answering('printf %s "$0"; sleep 0.05; printf "%s\\n" "$1"; exec sleep 60')
    assert returned.parse_returned(b"{}", Path("a.json")).answers == {"1": "28"}


@pytest.mark.parametrize(
    ("script", "seconds"),
    [
        ('printf %s "$0"', 60.0), ('printf %s "$0"; exec sleep 60', 0.2), ("exec sleep 60", 0.2),
        ("while printf x; do sleep 0.05; done", 0.2),
    ],
)  # fmt: skip
def test_a_process_that_ends_or_does_not_is_given_up_in_time(answering, script, seconds) -> None:
    answering(script, seconds)
    start = time.monotonic()
    with pytest.raises(returned.FormError, match="more time or memory than any form needs"):
        returned.parse_returned(b"{}", Path("a.json"))
    assert time.monotonic() - start < 20
