"""What setting a paper and a key costs, and where the time goes: CPU milliseconds per question, beside R/exams where it is installed.

The same documents, the same machine, one run; the figures are comparable with each other and not with those of another machine.
R/exams sets papers of exercises that come with it. Its start is not counted, and neither is ours: what more papers cost more.
"""

from __future__ import annotations

import compileall
import resource
import shutil
import subprocess
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.printing import paper_document
from examgen.exam.roster import Student
from examgen.rendering.fonts import Typefaces
from examgen.rendering.pdf import paper_source, render_papers
from examgen.rendering.translation import translate
from examgen.rendering.typesetting import Files, set_pdf

STUDENTS = 12
BLUEPRINT = """\
title: Benchmark
sections:
  - questions:
      - {question: convolution.output_size, points: 2}
      - {question: convolution.feature_map, points: 4}
      - {question: pooling.max_map, points: 3}
      - {question: convolution.parameter_count, points: 2, answer: choice}
      - {question: recurrent.unroll_scalar, points: 3}
"""

R = """
suppressMessages(library(exams))
set.seed(1)
ex <- c("deriv.Rnw", "ttest.Rnw", "dist.Rnw", "fruit.Rnw", "tstat.Rnw")
invisible(exams2pdf(ex, n = {n}, dir = "out", template = {template}, verbose = FALSE))
"""


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def compile_as_installed() -> None:
    """Compile examgen as pip does where it installs it; in a checkout, Python may have been told to keep nothing that it compiles."""
    for package in ("examgen", "examgen.question_bank", "examgen.solutions"):
        spec = find_spec(package)
        for folder in (spec and spec.submodule_search_locations) or ():
            compileall.compile_dir(folder, quiet=2)


def processor() -> float:
    """Seconds that the processor worked for the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def has_r_exams() -> bool:
    """Whether R/exams is installed."""
    if shutil.which("Rscript") is None:
        return False
    return not subprocess.run(["Rscript", "-e", "library(exams)"], capture_output=True).returncode


def of_r_exams() -> float | None:
    """CPU seconds that R/exams takes for an exercise of a paper, if it is installed."""
    if not has_r_exams():
        return None

    def taken(papers: int) -> float:
        before = processor()
        with TemporaryDirectory() as folder:
            (Path(folder) / "run.R").write_text(R.format(n=papers, template='"exam"'), encoding="utf-8")
            subprocess.run(["Rscript", "run.R"], cwd=folder, capture_output=True, check=True)
        return processor() - before

    few, many = 2, 12
    return (taken(many) - taken(few)) / (many - few) / R.count(".Rnw")


def main() -> None:
    bank = Bank()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "exam.yaml"
        path.write_text(BLUEPRINT, encoding="utf-8")
        blueprint, source = read_blueprint(path)
    students = [Student(f"s{n}", f"Student {n}") for n in range(2 * STUDENTS + 1)]
    exam = assemble(blueprint, students, bank, source, b"a secret of the benchmark")
    first_half, other_half = exam.papers[:STUDENTS], exam.papers[STUDENTS:-1]  # Typst remembers what it has set
    questions = STUDENTS * len(exam.papers[0].questions)
    faces = Typefaces()
    r_exams = of_r_exams()
    print(f"{STUDENTS} students, {questions} questions; CPU ms per question")
    for name, key in (("papers", False), ("keys", True)):
        list(render_papers([paper_document(exam, exam.papers[-1], bank, key=key)]))  # what is done once in a run
        documents = [paper_document(exam, paper, bank, key=key) for paper in first_half]
        others = [paper_document(exam, paper, bank, key=key) for paper in other_half]
        building, _ = timed(lambda key=key: [paper_document(exam, paper, bank, key=key) for paper in first_half])
        first, _ = timed(lambda documents=documents: translate(documents, "typst"))
        again, _ = timed(lambda documents=documents: translate(documents, "typst"))
        translated = translate(documents, "typst")
        filling, _ = timed(lambda translated=translated: [paper_source(paper) for paper in translated])
        sources = [paper_source(paper).files(faces) for paper in translated]

        def typeset(sources: list[Files] = sources) -> None:
            for files in sources:
                set_pdf(files, faces.fonts)

        setting, _ = timed(typeset)
        whole, wall = timed(lambda others=others: list(render_papers(others)))
        parts = {
            "building the document": building,
            "converting it, first": first,
            "converting it, again": again,
            "filling the template": filling,
            "setting it (Typst)": setting,
            "render_papers, all": whole,
        }
        print(f"\n{name}")
        for what, seconds in parts.items():
            print(f"  {what:<24}{1000 * seconds / questions:8.1f}")
        print(f"  {'papers a second':<24}{STUDENTS / wall:8.1f}  on all cores")
        if r_exams is not None:
            print(f"  {'R/exams, papers':<24}{1000 * r_exams:8.1f}  {r_exams * questions / whole:.1f} times as much")


if __name__ == "__main__":
    main()
