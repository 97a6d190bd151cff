"""A paper that is filled in on a screen: still PDF/UA-1, and what other programs write in it is read back unchanged."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import warnings
from dataclasses import replace
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from pypdf import PdfReader, PdfWriter

from examgen.exam.returned import parse_returned
from examgen.exam.sheet import Sheet
from examgen.rendering.document import Form, Paper
from examgen.rendering.fillable import fillable_paper

VALUES = {
    "1a": "11",
    "1b": r"<b>$x$</b> \input{a} =1+1",
    "2": "7 16 13\n14 15 6\n11 10 26",
    "3a": "[[1, 2], [3, −4]]",
    "3b": "",
    "3c": "第三 🙂",
    "4a": "0,245",
    "4b": "½ é",
    "4c": "",
}
TICKED = "B"
WRITTEN = {**VALUES, "5": TICKED}


@pytest.fixture(scope="module")
def handed_out(paper: Paper) -> Paper:
    return replace(paper, form=Form(exam="midterm"))


@pytest.fixture(scope="module")
def form(handed_out: Paper) -> bytes:
    return fillable_paper(handed_out)


def _read(content: bytes) -> Sheet:
    return parse_returned(content, Path("returned.pdf"))


def test_every_answer_has_a_field_with_its_name_and_what_it_is_for(paper: Paper, form: bytes) -> None:
    fields = PdfReader(io.BytesIO(form)).get_fields()
    problems = [problem for section in paper.sections for problem in section.problems]
    names = [
        f"{problem.number}{part.label}{letter}"
        for problem in problems
        for part in problem.parts
        for letter in ([f"-{option.letter}" for option in part.options] if part.blank == "options" else [""])
    ]

    assert list(fields) == ["exam", "student", "paper", *names]  # the order is that of the paper, for the tabulator key
    assert fields["1a"]["/TU"] == "Answer to question 1a"
    assert fields["5-B"]["/TU"] == "Option B of question 5"


def test_an_empty_form_says_whose_it_is_and_answers_nothing(form: bytes) -> None:
    sheet = _read(form)

    assert (sheet.exam, sheet.student, sheet.paper) == ("midterm", "s1042371", "0007")
    assert set(sheet.answers) == set(WRITTEN)
    assert set(sheet.answers.values()) == {""}


def test_an_anonymous_form_does_not_say_whose_it_is(handed_out: Paper) -> None:
    assert _read(fillable_paper(replace(handed_out, anonymous=True))).student == ""


def test_a_form_lies_where_the_boxes_are(form: bytes) -> None:
    for page in PdfReader(io.BytesIO(form)).pages:
        width, height = (float(length) for length in page.mediabox[2:])
        for annotation in page.get("/Annots", ()):
            if annotation.get_object()["/F"] == 2:  # hidden
                continue
            left, low, right, high = (float(value) for value in annotation.get_object()["/Rect"])
            assert 40 < left < right < width - 40
            assert 30 < low < high < height - 50
            assert high - low > 8


def test_a_form_is_accessible_and_the_same_every_time(handed_out: Paper, form: bytes, tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(form)
    report = page_validation.validate_pdf(str(tmp_path / "form.pdf"), profile="ua1")

    assert not list(report.failures)
    assert fillable_paper(handed_out) == form


def _by_pypdf(form: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(form)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for page in writer.pages:
            writer.update_page_form_field_values(page, {**VALUES, f"5-{TICKED}": "/Yes"}, auto_regenerate=False)
    filled = io.BytesIO()
    writer.write(filled)
    return filled.getvalue()


def _by_pikepdf(form: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(form)) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if (name := str(field.T)) in VALUES:
                field.V = pikepdf.String(VALUES[name].replace("\n", "\r"))  # Acrobat ends its lines so
            elif name == f"5-{TICKED}":
                field.V = field.AS = pikepdf.Name.Yes
        filled = io.BytesIO()
        pdf.save(filled)
    return filled.getvalue()


def test_what_pypdf_writes_is_read_back(form: bytes) -> None:
    assert _read(_by_pypdf(form)).answers == WRITTEN


def test_what_pikepdf_writes_is_read_back(form: bytes) -> None:
    assert _read(_by_pikepdf(form)).answers == WRITTEN


_FILL = """
var doc = new PDFDocument(scriptArgs[0]), values = JSON.parse(scriptArgs[2]), i, k, widgets, told;
for (i = 0; i < doc.countPages(); ++i) {
  widgets = doc.loadPage(i).getWidgets();
  for (k = 0; k < widgets.length; ++k) {
    told = widgets[k].getLabel();
    if (!(told in values)) continue;
    if (widgets[k].getFieldType() == "text") widgets[k].setTextValue(values[told]); else widgets[k].toggle();
    widgets[k].update();
  }
}
doc.save(scriptArgs[1], "");
"""


@pytest.mark.skipif(not shutil.which("mutool"), reason="no MuPDF on this machine")
def test_what_mupdf_writes_is_read_back(form: bytes, tmp_path: Path) -> None:
    (tmp_path / "fill.js").write_text(_FILL)
    (tmp_path / "form.pdf").write_bytes(form)
    values = {f"Answer to question {label}": text for label, text in VALUES.items() if text}
    told = json.dumps({**values, f"Option {TICKED} of question 5": True})
    subprocess.run(["mutool", "run", "fill.js", "form.pdf", "filled.pdf", told], cwd=tmp_path, check=True, timeout=60)

    assert _read((tmp_path / "filled.pdf").read_bytes()).answers == WRITTEN


@pytest.mark.skipif(not shutil.which("qpdf"), reason="no qpdf on this machine")
def test_a_form_that_was_packed_anew_is_read_back(form: bytes, tmp_path: Path) -> None:
    (tmp_path / "filled.pdf").write_bytes(_by_pikepdf(form))
    command = ["qpdf", "--linearize", "--object-streams=generate", "--encrypt", "", "owner", "256", "--"]
    subprocess.run([*command, "filled.pdf", "packed.pdf"], cwd=tmp_path, check=True, timeout=60)

    assert _read((tmp_path / "packed.pdf").read_bytes()).answers == WRITTEN


def test_a_field_is_read_aloud_where_its_question_is(form: bytes) -> None:
    told: list[str] = []

    def walk(element: pikepdf.Object) -> None:
        if isinstance(element, pikepdf.Array):
            for child in element:
                walk(child)
        elif isinstance(element, pikepdf.Dictionary):
            if str(element.get("/S", "")) in ("/Form", "/H3"):
                told.append(str(element.get("/Alt", "heading")))
            walk(element.get("/K"))

    with pikepdf.open(io.BytesIO(form)) as pdf:
        walk(pdf.Root.StructTreeRoot.K)

    first = told.index("heading")
    assert told[first : first + 4] == ["heading", "Answer to question 1a", "Answer to question 1b", "heading"]
    assert told[-1] == "Option D of question 5"
