"""A paper is the same in every run, shows what it should, and nothing of the key."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import pickle
import subprocess
import sys
from dataclasses import replace

import pytest
from pypdf import PageObject, PdfReader

from examgen.rendering.document import Paper, PaperSection, Part, Picture, PrintedOption, Problem, Step, WrongAnswer
from examgen.rendering.markup import RenderingError
from examgen.rendering.pdf import render_papers
from examgen.rendering.room import columns_that_fit

MARGIN = 20 / 25.4 * 72  # points


def _render(paper: Paper) -> bytes:
    return next(render_papers([paper]))


def _pages(pdf: bytes) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(pdf)).pages)


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in _pages(pdf)).split())


def _with(paper: Paper, *problems: Problem) -> Paper:
    return replace(paper, instructions="", sections=(PaperSection("Section", "", problems),))


def _problem(stem: str = "", **given) -> Problem:
    return Problem("1", "1", "Title", stem, (Part("", "Text", "1", "line"),), **given)


@pytest.fixture(scope="module")
def paper_pdf(paper: Paper) -> bytes:
    return _render(paper)


@pytest.fixture(scope="module")
def key_pdf(key: Paper) -> bytes:
    return _render(key)


def test_another_process_prints_the_same_bytes(paper: Paper, key: Paper, paper_pdf: bytes, key_pdf: bytes):
    child = (
        "import hashlib, pickle, sys; from examgen.rendering.pdf import render_papers\n"
        "for pdf in render_papers(pickle.load(sys.stdin.buffer)): print(hashlib.sha256(pdf).hexdigest())"
    )
    printed = subprocess.run(
        [sys.executable, "-P", "-c", child],
        input=pickle.dumps([key, paper]),
        env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1"},
        stdout=subprocess.PIPE,
        check=True,
    ).stdout.split()
    assert printed == [hashlib.sha256(pdf).hexdigest().encode() for pdf in (key_pdf, paper_pdf)]


def test_a_paper_does_not_depend_on_the_others_in_its_batch(paper: Paper, paper_pdf: bytes):
    other = _with(replace(paper, number="0008"), _problem("Something else with $x^2$."))
    assert list(render_papers([other, paper, other]))[1] == paper_pdf


def test_papers_are_rendered_as_they_are_asked_for(paper: Paper):
    assert next(render_papers(itertools.repeat(_with(paper, _problem()))))


def test_the_paper_says_whose_it_is_and_what_it_asks(paper: Paper, paper_pdf: bytes):
    text = _text(paper_pdf)
    for said in (
        paper.title,
        paper.student_name,
        paper.student_id,
        paper.number,
        paper.date,
        paper.duration,
        "25 points",
        "1 point",
        "Page 1 of 3",
        "Page 3 of 3",
        "A convolution by hand",
        "three decimals",
    ):
        assert said in text
    for page in _pages(paper_pdf)[1:]:
        assert paper.student_name in page.extract_text()


def test_matrices_are_set_as_matrices(paper_pdf: bytes):
    text = _text(paper_pdf)
    assert r"\begin" not in text
    assert "bmatrix" not in text
    for row in ("1 0 2 1 0", "0 3 1 0 2", "1 0 −1", "0 −3 1"):
        assert row.replace(" ", "") in text.replace(" ", "")


def test_the_pdf_says_what_it_is(paper: Paper, paper_pdf: bytes):
    reader = PdfReader(io.BytesIO(paper_pdf))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (paper.title, paper.course)
    assert reader.metadata.creation_date is None
    assert reader.root_object["/Lang"] == "en"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert {page.mediabox[2:] == (595.276, 841.89) for page in reader.pages}


def test_a_paper_holds_nothing_of_its_key(paper: Paper):
    secret = r"\text{secret}"

    def problem(*, with_key: bool) -> Problem:
        right = PrintedOption("A", "one", right=with_key)
        parts = (
            Part("a", "Text", "1", "line", answer=secret if with_key else ""),
            Part("b", "Text", "1", "options", options=(right, PrintedOption("B", "two"))),
        )
        key_only = {
            "solution": (Step("Secret", (secret,)),),
            "code": "secret",
            "wrong_answers": (WrongAnswer(secret, "secret"),),
        }
        return replace(_problem(**key_only if with_key else {}), parts=parts)

    with_key = _with(paper, problem(with_key=True))
    assert _render(with_key) == _render(_with(paper, problem(with_key=False)))
    assert "secret" not in _text(_render(with_key)).lower()
    assert _text(_render(replace(with_key, is_key=True))).lower().count("secret") == 6


def test_the_key_shows_answers_solutions_wrong_answers_and_code(key_pdf: bytes):
    text = _text(key_pdf)
    for said in (
        "Key",
        "Not for students",
        "Worked solution",
        "Every filter has a weight per kernel cell",
        "Common wrong answers",
        "The biases are forgotten",
        "The same in Keras",
        "layer.count_params()",
    ):
        assert said in text
    assert "140" in text


@pytest.mark.parametrize("displayed", [False, True])
def test_a_long_formula_stays_on_the_page(paper: Paper, displayed):
    formula = "y = " + " + ".join(rf"{i} \cdot (-{i})" for i in range(100, 140)) + " = 7"
    problem = _problem(f"$${formula}$$") if displayed else _problem(solution=(Step("Add up.", (formula,)),))
    places: list[tuple[str, float]] = []

    def note(text: str, matrix: list[float], *_: object) -> None:
        places.append((text, matrix[4]))

    pages = _pages(_render(replace(_with(paper, problem), is_key=True)))
    for page in pages:
        page.extract_text(visitor_text=note)
    assert "139" in "".join(text for text, _ in places)
    assert max(x for _, x in places) < float(pages[0].mediabox.right) - MARGIN + 4


FORMULAS = r"""
\odot \otimes \oplus \ominus \circ \ast \star \times \cdot \div \pm \le \ge \neq \approx \to \mapsto \in \notin \subset
\cup \cap \emptyset \infty \partial \nabla \sum_{i=1}^n \prod_i \top \ldots \cdots \vdots \lfloor{x}\rfloor
\lceil{x}\rceil \lVert{x}\rVert |x| \sigma \tanh \max \log \exp \arg\max \operatorname{softmax}(z)
\operatorname*{argmax}_i \mathrm{ReLU} \text{if} \mathbf{x} \boldsymbol{x} \mathcal{L} \mathbb{R}^{3\times3} \mathtt{x}
\hat{y} \tilde{c} \bar{x} \vec{x} \dot{x} \overline{x} \underbrace{a+b}_{\text{two}} \overbrace{a}^{b} \tfrac12
\dfrac12 \frac{\partial{L}}{\partial{W}} \sqrt{2} \binom{n}{k} \left(\frac12\right) \displaystyle{x} \boxed{3}
\overset{a}{=} \begin{bmatrix}1&-2\\3&4\end{bmatrix} \begin{pmatrix}1\\2\end{pmatrix} \begin{matrix}1&2\end{matrix}
\begin{cases}1&x>0\\0&\text{otherwise}\end{cases} \begin{aligned}a&=b\\&=c\end{aligned}
\begin{array}{c|c}1&2\end{array} \% \& \{1\} \# x' 1{,}000 x_{\text{in}} \lambda \eta \varepsilon \ell \propto \sim
"""


def test_every_formula_that_a_question_may_need_can_be_set(paper: Paper):
    assert _render(_with(paper, _problem(", ".join(f"${formula}$" for formula in FORMULAS.split()))))


def test_a_function_is_written_close_to_its_argument(paper: Paper):
    assert "softmax(" in _text(_render(_with(paper, _problem(r"$\operatorname{softmax}(z)$"))))


NAMES = [
    '*#[eval("1")]\n$x$ <script> `raw` _a_ @b \\ // /* " \' = - + ~ #{1} ]) %',
    '"; #panic("out") //',
    "\\",
    '\\"',
    "\\u{1f600} \x00\x07\x1b\ud800",
    "محمد بن عبد الله",
    "דוד בן־גוריון",
    "李小龍 🎓",
    "\u202eevil",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "Ω" * 300,
    "",
]


def test_a_hostile_name_is_only_a_name(paper: Paper):
    papers = (replace(_with(paper, _problem()), student_name=name, student_id=name, title=name) for name in NAMES)
    texts = [_text(pdf) for pdf in render_papers(papers)]
    assert all("Question" in text for text in texts)
    shown = '*#[eval("1")] $x$ <script> `raw` _a_ @b \\ // /* " \' = - + ~ #{1} ]) %'
    assert shown.replace(" ", "") in texts[0].replace(" ", "")
    assert '#panic("out")' in texts[1]
    assert "Иван Петров" in _text(_render(replace(_with(paper, _problem()), student_name="Иван Петров")))


def test_what_typst_cannot_set_names_the_paper(paper: Paper):
    with pytest.raises(RenderingError, match="cannot set paper 0007: "):
        _render(_with(paper, _problem(picture=Picture("no picture", "nothing", 10, 10))))


def test_a_language_without_words_is_refused(paper: Paper):
    with pytest.raises(RenderingError, match=r"expected a language of \['de', 'en', 'es', 'pt'\], got 'tlh'"):
        _render(replace(paper, language="tlh"))


def test_a_large_number_is_one_number(paper: Paper):
    text = _text(_render(_with(paper, _problem(r"$4{,}800{,}000 \cdot 2 = 9{,}600{,}000$, and $[0, 500]$"))))

    assert "4,800,000" in text
    assert "9,600,000" in text


def test_a_long_display_breaks_between_its_clauses_and_not_inside_one(paper: Paper):
    clauses = [rf"{letter} = \begin{{bmatrix}} {' & '.join(['-0.25'] * 5)} \end{{bmatrix}}" for letter in "uvwz"]
    text = r"$$" + r", \quad ".join(clauses) + "$$"
    lines: dict[float, str] = {}

    def note(text: str, matrix: list[float], *_: object) -> None:
        lines[round(matrix[5])] = lines.get(round(matrix[5]), "") + text

    _pages(_render(_with(paper, _problem(text))))[0].extract_text(visitor_text=note)
    assert not [line for line in lines.values() if line.strip().endswith("=")]


def test_an_answer_in_code_stays_in_its_box(paper: Paper):
    code = ", ".join(['Conv2D(16, 3, padding="same", activation="relu")'] * 4)
    part = Part("", "Text", "1", "grid", answer_words=f"`{code}`")
    problem = Problem("1", "1", "Title", "", (part,))
    places: list[float] = []
    page = _pages(_render(replace(_with(paper, problem), is_key=True)))[0]
    page.extract_text(visitor_text=lambda text, cm, tm, *_: places.append(tm[4]) if text.strip() else None)

    assert max(places) < float(page.mediabox.right) - MARGIN


def test_what_an_answer_refers_to_is_listed_before_it(paper: Paper):
    listed = (PrintedOption("1", "First"), PrintedOption("2", "Second"), PrintedOption("a", "CNN"))
    text = _text(_render(_with(paper, Problem("1", "1", "T", "", (Part("", "Which?", "1", "line", listed=listed),)))))

    assert "Which? 1 First 2 Second a CNN" in text


@pytest.mark.parametrize(("term", "beside"), [("11", 4), (" + ".join(["11"] * 6), 2), (" + ".join(["11"] * 40), 1)])
def test_a_matrix_that_is_worked_out_keeps_its_rows_or_equal_parts_of_them(paper: Paper, term, beside):
    formulas = tuple(f"{term} = {900 + place}" for place in range(8))
    problem = _problem(solution=(Step("Row by row.", formulas, columns_that_fit(formulas, 4)),))
    heights: dict[int, str] = {}

    def note(text: str, matrix: list[float], *_: object) -> None:
        heights[round(matrix[5])] = heights.get(round(matrix[5]), "") + text

    for page in _pages(_render(replace(_with(paper, problem), is_key=True))):
        page.extract_text(visitor_text=note)
    assert {line.count("=") for line in heights.values()} - {0} == {beside}
