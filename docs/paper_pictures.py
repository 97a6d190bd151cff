"""Draws the pictures of papers, forms, feedback and reports in docs/ and README from the examples: ``python docs/paper_pictures.py``.

It needs Chromium, pdfLaTeX and poppler's pdftoppm.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from PIL import Image
from playwright.sync_api import sync_playwright

from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.printing import paper_document
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam, as_typed
from examgen.rendering.document import Paper
from examgen.rendering.forms import form_of
from examgen.rendering.pdf import render_pages

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
SECRET = b"the secret of the pictures"
ADA = Student("s1001", "Ada Lovelace", {"room": "B 12", "seat": "17"})
LARGE = Student("s1001", "Ada Lovelace", {"room": "B 12", "seat": "17", "large print": "yes", "extra time": "25"})
PAPERS = (  # the picture, the example, the student, pages in a row, dots per inch
    ("exam-a4", "midterm", ADA, 4, 62),
    ("exam-letter", "cnn", ADA, 3, 62),
    ("exam-large-print", "rnn", LARGE, 4, 62),
    ("exam-final", "final", ADA, 4, 68),
)
GAP, GREY = 8, (150, 150, 150)


def drawn(example: str, student: Student) -> SealedExam:
    """An example with one student."""
    blueprint, source = read_blueprint(ROOT / "examples" / example / "blueprint.yaml")
    return assemble(blueprint, [student], Bank(), source, SECRET)


def paper(example: str, student: Student) -> Paper:
    """A student's paper of an example."""
    exam = drawn(example, student)
    return paper_document(exam, exam.papers[0], Bank())


def sheet(pages: Sequence[bytes], in_row: int) -> Image.Image:
    """Pages side by side."""
    pictures = [Image.open(io.BytesIO(page)).convert("RGB") for page in pages]
    width, height = pictures[0].size
    columns, rows = min(in_row, len(pictures)), -(-len(pictures) // in_row)
    whole = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP), GREY)
    for n, picture in enumerate(pictures):
        whole.paste(picture, (GAP + n % in_row * (width + GAP), GAP + n // in_row * (height + GAP)))
    return whole


def save(picture: Image.Image, name: str, colours: int = 16) -> None:
    """A small file: papers are grey, pages have a few colours more."""
    picture.quantize(colours, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


def draw_papers() -> None:
    """Every page of every example; the first page of the first stands in the README too."""
    for name, example, student, in_row, ppi in PAPERS:
        document = paper(example, student)
        save(sheet(render_pages(document, ppi=ppi), in_row), name)
        if name == "exam-a4":
            save(Image.open(io.BytesIO(render_pages(document, ppi=72)[0])).convert("RGB"), "paper")


def answers(exam: SealedExam) -> dict[str, str]:
    """What a student types who knows everything, of the answers that take one line."""
    return {
        ask.label: typed
        for question in exam.papers[0].questions
        for ask in question.asks
        if "\n" not in (typed := as_typed(question.variant(Bank()), ask, ask.key))
    }


def first_page(pdf: Path, ppi: int) -> Image.Image:
    """The first page of a PDF file as poppler shows it, its fields with what is written in them."""
    program = ["pdftoppm", "-r", str(ppi), "-f", "1", "-l", "1", "-png", str(pdf)]
    return Image.open(io.BytesIO(subprocess.run(program, capture_output=True, check=True).stdout)).convert("RGB")


def draw_forms(folder: Path) -> None:
    """The same paper as a PDF form and as a page, both filled in, and in LaTeX."""
    exam, ppi = drawn("midterm", ADA), 61
    document = paper_document(exam, exam.papers[0], Bank())
    for form in ("forms", "html", "latex"):
        for name, content in form_of(document, form).items():  # type: ignore[arg-type]
            path = folder / form / f"paper{name}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    typed = answers(exam)
    with pikepdf.open(folder / "forms" / "paper.pdf", allow_overwriting_input=True) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            label, _, option = str(field.T).partition("-")
            if option and typed.get(label) == option:
                field.V = field.AS = pikepdf.Name.Yes
            elif not option and label in typed:
                field.V = pikepdf.String(typed[label])
        pdf.Root.AcroForm.NeedAppearances = True
        pdf.save()
    latex = folder / "latex" / "paper"
    for _ in range(2):
        subprocess.run(["pdflatex", "-interaction=batchmode", "paper.tex"], cwd=latex, capture_output=True, check=True)
    pages = [first_page(folder / "forms" / "paper.pdf", ppi), None, first_page(latex / "paper.pdf", ppi)]
    width, height = pages[0].size  # type: ignore[union-attr]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium") or shutil.which("google-chrome"))
        tab = browser.new_page(viewport={"width": 780, "height": 780 * height // width})
        tab.goto((folder / "html" / "paper.html").as_uri())
        for label, text in typed.items():
            for field in tab.locator(f'[data-answer="{label}"]').all():
                if field.get_attribute("type") != "checkbox":
                    field.fill(text)
                elif field.get_attribute("value") == text:
                    field.check()
        tab.evaluate("window.scrollTo(0, 0)")
        shown = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
    pages[1] = shown.resize((width, height), Image.Resampling.LANCZOS)
    saved = []
    for page in pages:
        content = io.BytesIO()
        page.resize((width, height)).save(content, "PNG")  # type: ignore[union-attr]
        saved.append(content.getvalue())
    save(sheet(saved, 3), "forms", 24)


def examgen(*arguments: str) -> str:
    """What a command says."""
    told = subprocess.run(
        [sys.executable, "-c", "from examgen.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "120"},
    )
    if told.returncode > 1:  # 1: some sheets are bad, on purpose
        raise SystemExit(told.stdout + told.stderr)
    return told.stdout


def draw_marking(folder: Path) -> None:
    """Feedback, an answer shown, and the head of a report, for the midterm whose sheets are in examples/."""
    example, exam = ROOT / "examples" / "midterm", str(folder / "midterm")
    secret = ("--secret-file", str(example / "secret.txt"))
    roster = ("--roster", str(example / "roster.csv"))
    examgen("generate", str(example / "blueprint.yaml"), *roster, *secret, "--out", exam)
    examgen("grade", exam, str(example / "submissions"))
    shown = folder / "show.html"
    examgen("show", exam, "s1004", "3", "--html", str(shown))
    examgen("report", exam)
    (feedback,) = (folder / "midterm" / "feedback").glob("s1004*.html")
    report = next((folder / "midterm").glob("**/report.html"))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium") or shutil.which("google-chrome"))
        for name, page, width, height, top in (
            ("feedback", feedback, 880, 1400, "text=A feature map by hand"),
            ("show", shown, 1000, 1250, ""),
            ("report", report, 1000, 1330, ""),
        ):
            tab = browser.new_page(viewport={"width": width, "height": height})
            tab.goto(page.as_uri())
            if top:
                tab.locator(top).first.evaluate("each => window.scrollTo(0, each.getBoundingClientRect().top - 30)")
            save(Image.open(io.BytesIO(tab.screenshot())).convert("RGB"), name, 64)


if __name__ == "__main__":
    draw_papers()
    with tempfile.TemporaryDirectory() as made:
        draw_forms(Path(made))
        draw_marking(Path(made))
