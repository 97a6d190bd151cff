"""A paper that is filled in on a screen: still PDF/UA-1, and what other programs write in it is read back unchanged."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import page as page_validation
import pytest
from pypdf import PdfReader, PdfWriter

from examgen.rendering.document import Paper
from examgen.rendering.fillable import fillable_paper, read_fields

VALUES = {
    "1a": "11",
    "2": "7 16 13; 14 15 6; 11 10 26",
    "3a": "[[1, 2], [3, -4]]",
    "4a": "0,245",
    "4b": "½ é",
}
TICKED = "B"


@pytest.fixture(scope="module")
def form(paper: Paper) -> bytes:
    return fillable_paper(paper)


def test_every_answer_has_a_field_with_its_name_and_what_it_is_for(paper: Paper, form: bytes) -> None:
    fields = PdfReader(io.BytesIO(form)).get_fields()
    problems = [problem for section in paper.sections for problem in section.problems]
    names = [
        f"{problem.number}{part.label}{letter}"
        for problem in problems
        for part in problem.parts
        for letter in ([f".{option.letter}" for option in part.options] if part.blank == "options" else [""])
    ]

    assert list(fields) == names  # the order is that of the paper, for the tabulator key
    assert fields["1a"]["/TU"] == "Answer to question 1a"
    assert set(read_fields(form).values()) == {""}


def test_a_form_lies_where_the_boxes_are(form: bytes) -> None:
    for page in PdfReader(io.BytesIO(form)).pages:
        width, height = (float(length) for length in page.mediabox[2:])
        for annotation in page.get("/Annots", ()):
            left, low, right, high = (float(value) for value in annotation.get_object()["/Rect"])
            assert 40 < left < right < width - 40
            assert 30 < low < high < height - 50
            assert high - low > 8


def test_a_form_is_accessible_and_the_same_every_time(paper: Paper, form: bytes, tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(form)
    report = page_validation.validate_pdf(str(tmp_path / "form.pdf"), profile="ua1")

    assert not list(report.failures)
    assert fillable_paper(paper) == form


def test_what_pypdf_writes_is_read_back(form: bytes) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(form)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for page in writer.pages:
            writer.update_page_form_field_values(page, {**VALUES, f"5.{TICKED}": "/Yes"}, auto_regenerate=False)
    filled = io.BytesIO()
    writer.write(filled)

    assert {label: value for label, value in read_fields(filled.getvalue()).items() if value} == {**VALUES, "5": TICKED}


def test_what_mupdf_writes_is_read_back(form: bytes) -> None:
    pymupdf = pytest.importorskip("pymupdf", reason="PyMuPDF is not installed")
    filled = pymupdf.open(stream=form)
    for page in filled:
        for widget in page.widgets():
            if widget.field_name in VALUES or widget.field_name == f"5.{TICKED}":
                widget.field_value = VALUES.get(widget.field_name, True)
                widget.update()

    answers = read_fields(filled.tobytes())
    assert {label: value for label, value in answers.items() if value} == {**VALUES, "5": TICKED}
