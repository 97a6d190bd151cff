"""How long a whole exam takes, against R/exams and auto-multiple-choice in the same run, where these are installed.

    python benchmarks/others.py [STUDENTS …]

Five exercises for each student, with solutions. R/exams sets the exercises that come with it in its template `exam`, once as
exercises and once as solutions; auto-multiple-choice sets numeric questions with random numbers, the papers and the solution of
each; examgen, compiled as pip leaves it, draws, attests by Keras, and sets papers and keys. All processes are new, with two cores or
whatever there is.

Debian has both (r-base-core and auto-multiple-choice); R/exams is the package exams of CRAN, which wants r-cran-knitr,
r-cran-rmarkdown and r-cran-base64enc as well. What counts is the ratio in one run: other work on the machine slows all of them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from papers import BLUEPRINT, R, compile_as_installed, has_r_exams, processor

AMC_HEAD = r"""\documentclass[a4paper]{article}
\usepackage[utf8]{inputenc}\usepackage[T1]{fontenc}\usepackage{amsmath}\usepackage{fp}
\usepackage[box,completemulti]{automultiplechoice}
\begin{document}\onecopy{%d}{
\noindent{\bf Midterm}\hfill\namefield{\fbox{\begin{minipage}{.5\linewidth}Name:\vspace*{.5cm}\dotfill\end{minipage}}}
"""
AMC_QUESTION = r"""
\FPeval\VQa{trunc(5+random*20,0)}\FPeval\VQb{trunc(2+random*5,0)}\FPeval\VQs{clip(VQa+2*VQb-2)}
\begin{questionmultx}{q%d}
An $n \times n$ image, $n = \VQa$, is padded with $p=\VQb$ zeros on every side; the filter has side $f = 3$ and the stride is $s = 1$.
Compute \[ \left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1 \]
\AMCnumericChoices{\VQs}{digits=3,sign=false,scoreexact=1}
\explain{$n + 2p - f + 1 = \VQa + 2\cdot\VQb - 3 + 1 = \VQs$.}
\end{questionmultx}
"""


def seconds(command: list[str], folder: Path) -> float:
    """How long a command takes in a folder."""
    start = time.perf_counter()
    environment = {**os.environ, "XDG_CONFIG_HOME": str(folder / "configuration")}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    took = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout[-500:]}{done.stderr[-1500:]}")
    return took


def ours(folder: Path, students: int) -> float:
    """examgen: papers and keys with worked solutions."""
    (folder / "exam.yaml").write_text(BLUEPRINT, encoding="utf-8")
    rows = "".join(f"s{n},Student {n}\n" for n in range(students))
    (folder / "class.csv").write_text(f"id,name\n{rows}", encoding="utf-8")
    program = "from examgen.cli import main\nmain()"
    return seconds(
        [sys.executable, "-c", program, "generate", "exam.yaml", "--roster", "class.csv", "--out", "out"], folder
    )


def r_exams(folder: Path, students: int) -> float | None:
    """R/exams, where it is installed."""
    if not has_r_exams():
        return None
    (folder / "run.R").write_text(R.format(n=students, template='c("exam", "solution")'), encoding="utf-8")
    return seconds(["Rscript", "run.R"], folder)


def amc(folder: Path, students: int) -> float | None:
    """auto-multiple-choice, where it is installed: papers, and the solution of each."""
    if shutil.which("auto-multiple-choice") is None:
        return None
    questions = "".join(AMC_QUESTION % number for number in range(5))
    (folder / "exam.tex").write_text(f"{AMC_HEAD % students}{questions}}}\\end{{document}}", encoding="utf-8")
    prepare = ["auto-multiple-choice", "prepare", "--with", "pdflatex", "exam.tex", "--prefix", "./", "--data", "."]
    copies = ["--n-copies", str(students)]
    return seconds([*prepare, "--mode", "s", *copies], folder) + seconds([*prepare, "--mode", "k", *copies], folder)


def main(sizes: list[int]) -> None:
    compile_as_installed()
    tools = {"examgen": ours, "auto-multiple-choice": amc, "R/exams": r_exams}
    for students in sizes:
        print(f"{students} students, 5 exercises each, with solutions")
        found: dict[str, float] = {}
        for name, tool in tools.items():
            before = processor()
            with tempfile.TemporaryDirectory() as folder:
                took = tool(Path(folder), students)
            used = processor() - before
            if took is None:
                print(f"  {name:<22} not installed")
                continue
            found[name] = took
            print(
                f"  {name:<22} {took:6.1f} s, {took / found['examgen']:5.2f} times examgen's; {used:6.1f} s of processor",
                flush=True,
            )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [20, 100])
