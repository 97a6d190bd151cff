"""Draws the pictures of papers, feedback and reports in docs/ and README from the examples: ``python docs/paper_pictures.py``."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.printing import paper_document
from examgen.exam.roster import Student
from examgen.rendering.document import Paper
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


def paper(example: str, student: Student) -> Paper:
    """A student's paper of an example."""
    bank = Bank()
    blueprint, source = read_blueprint(ROOT / "examples" / example / "blueprint.yaml")
    exam = assemble(blueprint, [student], bank, source, SECRET)
    return paper_document(exam, exam.papers[0], bank)


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
        draw_marking(Path(made))
