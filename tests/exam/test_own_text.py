"""A question of the instructor's own on its way: paper, every form, answer sheet, feedback, and the view of one answer."""

from __future__ import annotations

import json
from pathlib import Path

import page as page_validation
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from examgen.bank.bank import Bank
from examgen.cli import main
from examgen.exam.generate import generate
from examgen.exam.print_shop import WHAT, print_exam

BLUEPRINT = r"""
id: own
title: Own questions
sections:
  - questions:
      - {question: convolution.output_size, points: 2}
      - text: Why are weights **shared** over all of $x_1$?
        title: Shared weights
        points: 4
        criteria: [{text: The same feature is looked for everywhere., points: 2}, Fewer parameters.]
        model_answer: One kernel finds a feature wherever it appears.
        image: kernel.svg
        alt: A kernel that slides over an image.
      - {question: convolution.same_padding, points: 1, bonus: true}
"""
DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><rect width="90" height="40" fill="#ddd"/></svg>'
)
ANSWER = "Because <b>features</b> move."


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    (folder / "exam.yaml").write_text(BLUEPRINT, encoding="utf-8")
    (folder / "kernel.svg").write_text(DRAWN, encoding="utf-8")
    (folder / "class.csv").write_text("id,name\ns1,Ada Lovelace\n", encoding="utf-8")
    made = generate(folder / "exam.yaml", folder / "class.csv", folder / "out", Bank(), b"a secret of the test")
    print_exam(made.exam, made.folder, Bank(), WHAT)
    sheet = (made.folder / "answers" / "s1.yaml").read_text(encoding="utf-8")
    (folder / "in").mkdir()
    (folder / "in" / "s1.yaml").write_text(sheet.replace('  2: ""', f'  2: "{ANSWER}"'), encoding="utf-8")
    assert CliRunner().invoke(main, ["grade", str(made.folder), str(folder / "in")]).exit_code in (0, 1)
    return made.folder


def test_every_form_holds_its_title_its_text_and_its_image(marked: Path) -> None:
    page = (marked / "html" / "s1.html").read_text(encoding="utf-8")
    latex = (marked / "latex" / "s1" / "paper.tex").read_text(encoding="utf-8")
    markdown = (marked / "markdown" / "s1" / "paper.md").read_text(encoding="utf-8")
    cells = json.loads((marked / "notebooks" / "s1.ipynb").read_text(encoding="utf-8"))["cells"]

    for text in (page, latex, markdown, "".join("".join(cell["source"]) for cell in cells)):
        assert "Shared weights" in text
        assert "The padding keeps" not in text
    assert 'aria-label="A kernel that slides over an image."' in page
    assert "picture-2.pdf" in latex
    assert "picture-2.svg" in markdown
    assert any("attachments" in cell for cell in cells)


@pytest.mark.parametrize("name", ["papers/s1.pdf", "keys/s1-key.pdf", "forms/s1.pdf"])
def test_its_pdf_is_accessible(marked: Path, name: str) -> None:
    assert not list(page_validation.validate_pdf(str(marked / name), profile="ua1").failures)


def test_the_key_of_one_page_says_what_each_point_is_for(marked: Path) -> None:
    text = " ".join(page.extract_text() for page in PdfReader(marked / "print" / "keys.pdf").pages)

    for told in ("2.67: The same feature is looked for everywhere.", "1.33: Fewer parameters.", "One kernel finds"):
        assert told in " ".join(text.split())


def test_the_worked_solution_gives_each_criterion_the_points_that_it_earns_on_this_paper(marked: Path) -> None:
    text = " ".join(page.extract_text() for page in PdfReader(marked / "keys" / "s1-key.pdf").pages)
    _, _, solution = " ".join(text.split()).partition("Worked solution Substitute")

    for told in ("2.67: The same feature is looked for everywhere.", "1.33: Fewer parameters.", "Model answer: One"):
        assert told in solution
    assert "Points: 2." not in solution


def test_a_bonus_question_is_called_so_and_its_points_come_on_top(marked: Path) -> None:
    for path in (marked / "papers" / "s1.pdf", marked / "keys" / "s1-key.pdf"):
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
        assert "Padding that keeps the size (bonus)" in text
        assert "Points 2 4 +1 6" in text
    page = (marked / "html" / "s1.html").read_text(encoding="utf-8")
    assert "Padding that keeps the size (bonus)" in page


def test_the_sheet_calls_it_by_its_title_and_asks_for_words(marked: Path) -> None:
    sheet = (marked / "answers" / "s1.yaml").read_text(encoding="utf-8")

    assert "# 2. Shared weights" in sheet
    assert "# 2: in words" in sheet


def test_the_feedback_shows_its_title_its_image_and_the_answer_to_the_letter(marked: Path) -> None:
    feedback = (marked / "feedback" / "s1.html").read_text(encoding="utf-8")

    assert "Shared weights" in feedback
    assert "data:image/svg+xml;base64," in feedback
    assert 'aria-label="A kernel that slides over an image."' in feedback
    assert "&lt;b&gt;features&lt;/b&gt;" in feedback


def test_one_answer_is_shown_with_the_image(marked: Path, tmp_path: Path) -> None:
    command = ["show", str(marked), "s1", "2", "--html", str(tmp_path / "a.html")]
    result = CliRunner().invoke(main, command)

    assert result.exit_code == 0, result.output
    assert "data:image/svg+xml;base64," in (tmp_path / "a.html").read_text(encoding="utf-8")
