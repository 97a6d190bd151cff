"""A paper in other forms: nothing of the key is in them, what a student wrote stays literal, other programs read and fill them."""

from __future__ import annotations

import copy
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import nbformat
import pypandoc
import pytest
from PIL import Image
from pylatexenc.latexwalker import LatexWalker
from pypdf import PdfReader

from examgen.bank.bank import Bank
from examgen.exam.returned import FormError, parse_returned
from examgen.question.selection import any_variant, seeded
from examgen.rendering import picture, stem, templating
from examgen.rendering.document import Form, Logo, Paper, PaperSection, Part, Problem
from examgen.rendering.forms import FORMS, form_of
from examgen.rendering.markup import RenderingError
from examgen.rendering.pdf import render_papers

NAME = r"Ada_\input{x} $5 & <b>*x*</b> {{ n }} << n >> #1 ~^ [a](b) `c` -- é"


@pytest.fixture(scope="module")
def given(paper: Paper) -> Paper:
    """A paper with the key's answers, a picture, and a name that every format would like to interpret."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20"><text x="2" y="15">x₁ −2</text></svg>'
    drawn = picture.Picture(svg, "X, 1 row: x₁ is −2 & *more*.", 40, 20)
    problem = Problem(
        "6", "2", "Drawn", "See $X$.", (Part("", "Give $x_1$.", "2", "line", answer="4711"),), picture=drawn
    )
    return replace(
        paper,
        student_name=NAME,
        honour="I worked alone.",
        conventions=("Row vectors: $xW + b$.",),
        sections=(*paper.sections, PaperSection("", "", (problem,))),
        form=Form(exam="midterm"),
        is_key=True,
    )


@pytest.fixture(scope="module")
def made(given: Paper) -> dict[str, dict[str, bytes]]:
    return {name: dict(form_of(given, name)) for name in FORMS}


def _text(files: dict[str, bytes], suffix: str) -> str:
    return files[suffix].decode("utf-8")


def _plain(docx: bytes, tmp_path: Path) -> str:
    (tmp_path / "a.docx").write_bytes(docx)
    return str(pypandoc.convert_file(str(tmp_path / "a.docx"), "plain", extra_args=["--wrap=none"]))


def test_no_form_holds_anything_of_the_key(made) -> None:
    for name, files in made.items():
        for suffix, content in files.items():
            if name not in ("forms", "word") and not suffix.endswith(".pdf"):
                assert "4711" not in content.decode("utf-8"), (name, suffix)
                assert "Every filter has a weight" not in content.decode("utf-8")


def test_every_form_is_the_same_every_time(given, made) -> None:
    for name in ("notebooks", "html", "latex", "markdown"):
        assert dict(form_of(given, name)) == made[name]


# notebook -------------------------------------------------------------------------------------------------------------

ANSWERS = {
    "1a": "11",
    "1b": "<b>$x$</b> \\input{a} =1+1",
    "2": "7 16 13\n14 15 6",
    "3a": "[[1, 2], [3, −4]]",
    "3b": "",
    "3c": "第三 🙂",
    "4a": '"0,245"',
    "4b": "",
    "4c": "",
    "5": "B",
    "6": "# a: b",
}


def _fill(notebook: dict) -> dict:
    filled = copy.deepcopy(notebook)
    for cell in filled["cells"]:
        if cell.get("id", "").startswith("answer-"):
            cell["source"] = ANSWERS[cell["id"].removeprefix("answer-")]
    return filled


def _read(content: bytes | str):
    return parse_returned(content.encode() if isinstance(content, str) else content, Path("a.ipynb"))


@pytest.fixture
def notebook(made) -> dict:
    return json.loads(made["notebooks"][".ipynb"])


def test_a_notebook_is_valid_and_says_whose_it_is(notebook) -> None:
    nbformat.validate(notebook)
    sheet = _read(json.dumps(notebook))

    assert (sheet.exam, sheet.student, sheet.paper) == ("midterm", "s1042371", "0007")
    assert list(sheet.answers) == list(ANSWERS)
    assert not any(sheet.answers.values())


def test_what_jupyters_own_library_writes_is_read_back(notebook) -> None:
    opened = nbformat.reads(json.dumps(_fill(notebook)), as_version=4)
    opened.cells.insert(3, nbformat.v4.new_code_cell("1 + 1"))
    written = nbformat.writes(opened)

    assert _read(written).answers == ANSWERS
    assert _read(written).faults == {}


def test_what_a_program_without_ids_of_cells_writes_is_read_back(notebook) -> None:
    filled = _fill(notebook)
    for cell in filled["cells"]:
        del cell["id"]

    assert _read(json.dumps({**filled, "nbformat_minor": 4})).answers == ANSWERS


def test_cells_that_were_split_copied_or_deleted_are_looked_at_by_a_person(notebook) -> None:
    filled = _fill(notebook)
    cells = {cell["id"]: cell for cell in filled["cells"]}
    second = {**cells["answer-1a"], "id": "fresh", "source": "12"}
    filled["cells"] = [cell for cell in filled["cells"] if cell["id"] != "answer-2"] + [second]
    sheet = _read(json.dumps(filled)).of(list(ANSWERS))

    assert set(sheet.faults) == {"1a", "2"}
    assert sheet.answers["1a"] == "11\n12"


HOSTILE = {
    "another format": (
        {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []},
        "a notebook of format 3",
    ),
    "cells that are none": ({"nbformat": 4, "metadata": {"examgen": {}}, "cells": "x"}, "a notebook of format 4"),
    "not ours": ({"nbformat": 4, "metadata": {}, "cells": []}, "a notebook that is not an exam form"),
    "JSON of something": ({"a": 1}, "JSON without answers to an exam"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_notebook_that_is_no_form_is_refused(kind) -> None:
    document, says = HOSTILE[kind]

    with pytest.raises(FormError, match=says):
        _read(json.dumps(document))


def test_a_notebook_with_cells_of_all_kinds_costs_no_other_answer_anything(notebook) -> None:
    filled = _fill(notebook)
    filled["cells"] += [None, 7, {"id": 3, "metadata": [], "source": {}}, {"id": "answer-9", "source": [1, 2]}, []]
    sheet = _read(json.dumps(filled)).of(list(ANSWERS))

    assert dict(sheet.answers) == ANSWERS
    assert sheet.faults == {}


# LaTeX, Word, Markdown, HTML ------------------------------------------------------------------------------------------


def test_latex_is_whole_and_a_name_stands_for_itself(made) -> None:
    text = _text(made["latex"], "/paper.tex")
    LatexWalker(text, tolerant_parsing=False).get_latex_nodes()

    assert r"\input{" not in text
    assert r"Ada\_\textbackslash{}input\{x\} \$5 \& \textless{}b\textgreater{}*x*" in text
    assert "/picture-6.pdf" in made["latex"]


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="no TeX Live on this machine")
def test_latex_compiles(made, tmp_path) -> None:
    for suffix, content in made["latex"].items():
        (tmp_path / suffix[1:]).write_bytes(content)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", timeout=120)

    assert told.returncode == 0, told.stdout[-1500:]
    assert not re.search(r"Missing character|Undefined control|Overfull \\hbox \([1-9]\d\d", told.stdout)


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="no TeX Live on this machine")
def test_in_latex_no_part_is_parted_from_its_box(given, tmp_path) -> None:
    parts = tuple(
        Part(label, f"Part {label} asks.", "1", "line", lines=lines)
        for label, lines in zip("abcdefghijkl", range(12), strict=True)
    )
    asked = tuple(Problem(str(number), "12", "Title", "Given.", parts) for number in (1, 2))
    for suffix, content in form_of(replace(given, sections=(PaperSection("", "", asked),)), "latex").items():
        (tmp_path / suffix[1:]).write_bytes(content)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120)
    texts = [page.extract_text() for page in PdfReader(tmp_path / "paper.pdf").pages]

    assert len(texts) > 4
    assert [len(re.findall(r"Part . asks", text)) for text in texts] == [text.count("Answer") for text in texts]


@pytest.mark.prove
@pytest.mark.skipif(not shutil.which("pdflatex"), reason="no TeX Live on this machine")
def test_every_question_of_the_bank_compiles_in_latex_and_becomes_a_word_document(given, tmp_path) -> None:
    problems = []
    for number, id_ in enumerate(Bank().ids, start=1):
        variant = any_variant(Bank().question(id_), seeded("a", Bank().question(id_)), {})
        told = picture.statement(variant)
        parts = tuple(
            Part("abcdefghij"[place] if len(variant.asks) > 1 else "", stem.ask(variant, name), "1", "list", lines=1.5)
            for place, name in enumerate(variant.asks)
        )
        problem = Problem(
            str(number), "2", variant.title, told.before, parts, picture=told.picture, stem_after=told.after
        )
        problems.append(problem)
    whole = replace(given, student_name="Ada", sections=(PaperSection("", "", tuple(problems)),))
    for suffix, content in form_of(whole, "latex").items():
        (tmp_path / suffix[1:]).write_bytes(content)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", timeout=200)

    assert told.returncode == 0, told.stdout[-1500:]
    assert not re.search(
        r"Missing character|pdfLaTeX has no letter|Overfull \\hbox \([2-9]\d\.|Overfull \\hbox \(\d\d\d", told.stdout
    )
    assert form_of(whole, "word")[".docx"]


def test_word_has_formulas_pictures_and_a_name_that_stands_for_itself(made, tmp_path) -> None:
    docx = made["word"][".docx"]
    parts = zipfile.ZipFile(io.BytesIO(docx))
    document = parts.read("word/document.xml").decode()

    assert document.count("<m:oMath>") > 20
    assert "$" not in re.sub(r"<[^>]*>", "", document).replace("$5", "")
    assert any(name.startswith("word/media/") for name in parts.namelist())
    assert 'descr="X, 1 row: x₁ is −2 &amp; *more*."' in document
    assert 'w:val="Answer"' in document
    assert NAME in _plain(docx, tmp_path)


def test_markdown_is_read_by_pandoc_as_it_is_meant(made) -> None:
    text = _text(made["markdown"], "/paper.md")
    html = pypandoc.convert_text(text, "html", "gfm+tex_math_dollars", extra_args=["--mathml", "--wrap=none"])

    assert NAME.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in html
    assert html.count("<math") > 20
    assert 'src="picture-6.svg" alt="X, 1 row: x₁ is −2 &amp; *more*."' in html
    assert "{{" not in text.replace(r"\{\{", "")


def test_a_page_loads_nothing_and_names_every_field(made) -> None:
    page = _text(made["html"], ".html")

    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert page.count("<math") > 20
    assert "&lt;b&gt;*x*&lt;/b&gt; {{ n }}" in page
    assert set(re.findall(r'data-answer="([^"]+)"', page)) == set(ANSWERS)


# templates of one's own -----------------------------------------------------------------------------------------------


def test_a_mistake_in_a_style_file_of_ones_own_is_told_with_its_line(given, tmp_path) -> None:
    (tmp_path / "typst").mkdir()
    style = templating.content("typst/look.typ").decode()
    (tmp_path / "typst" / "look.typ").write_text(style + "#bad(\n")
    line = style.count("\n") + 1
    says = rf"cannot set paper .*: unclosed delimiter \(typst/look\.typ, line {line}\)"
    with templating.templates_from(tmp_path), pytest.raises(RenderingError, match=says):
        list(render_papers([given]))


def test_a_template_of_ones_own_replaces_ours(given, tmp_path) -> None:
    (tmp_path / "markdown").mkdir()
    (tmp_path / "markdown" / "paper.md.j2").write_text("# {{ paper.title }}: {{ paper.student_name }}\n")
    with templating.templates_from(tmp_path):
        own = form_of(given, "markdown")["/paper.md"].decode()
        digest = templating.digest()
        other = form_of(given, "latex")["/paper.tex"].decode()

    assert own.startswith("# Convolutional and recurrent networks: Ada\\_")
    assert r"\documentclass" in other
    assert digest != templating.digest() == ""
    assert form_of(given, "markdown")["/paper.md"].decode() != own


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("a\n{% if %}\n", r"paper.md.j2:2: Expected an expression"),
        ("a\n\n{{ papr.title }}\n", r"paper.md.j2:3: 'papr' is undefined"),
        ("{% include 'markdown/none.j2' %}", r"no template 'markdown/none.j2'"),
    ],
)
def test_a_mistake_in_a_template_is_a_message_with_its_line(given, tmp_path, written, says) -> None:
    (tmp_path / "markdown").mkdir()
    (tmp_path / "markdown" / "paper.md.j2").write_text(written)

    with templating.templates_from(tmp_path), pytest.raises(RenderingError, match=says):
        form_of(given, "markdown")


def test_a_folder_without_templates_is_refused(tmp_path) -> None:
    (tmp_path / "paper.md").write_text("x")

    with pytest.raises(templating.TemplatesError, match="none of its files replaces a template"):
        templating.templates_from(tmp_path).__enter__()


@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_a_logo_may_be_a_photograph(given, kind) -> None:
    photograph = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(photograph, {"png": "PNG", "jpg": "JPEG"}[kind])
    made = dict(form_of(replace(given, logo=Logo(photograph.getvalue(), kind)), "latex"))

    assert made["/logo.pdf"].startswith(b"%PDF")


def test_a_logo_stands_at_the_head_of_every_form(given) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#123"/></svg>'
    with_logo = replace(given, logo=Logo(svg.encode(), "svg"))
    made = {name: dict(form_of(with_logo, name)) for name in FORMS}
    page = _text(made["html"], ".html")
    cell = json.loads(made["notebooks"][".ipynb"])["cells"][0]
    media = zipfile.ZipFile(io.BytesIO(made["word"][".docx"])).namelist()

    assert '<img class="logo" src="data:image/png;base64,iVBOR' in page
    assert page.index("<img") < page.index("<h1>")
    assert cell["attachments"]["logo.png"]["image/png"].startswith("iVBOR")
    assert "![Logo](attachment:logo.png)" in "".join(cell["source"])
    assert made["latex"]["/logo.pdf"].startswith(b"%PDF")
    assert "{logo.pdf}" in _text(made["latex"], "/paper.tex")
    assert made["markdown"]["/logo.png"].startswith(b"\x89PNG")
    assert "![Logo](logo.png)" in _text(made["markdown"], "/paper.md")
    assert sum(name.startswith("word/media/") for name in media) == 2
