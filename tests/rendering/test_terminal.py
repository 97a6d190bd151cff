"""Markdown with TeX math on a terminal."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from examgen.bank.bank import Bank
from examgen.question.selection import any_variant, seeded
from examgen.rendering.terminal import Formula, Prose
from examgen.rendering.terminal_math import display, flat
from examgen.rendering.terminal_variant import asked, derivation_line, statement


def printed(*renderables: RenderableType, width: int = 80) -> str:
    console = Console(file=io.StringIO(), highlight=False, width=width)
    for renderable in renderables:
        console.print(renderable)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1", "⌊(n + 2p − f)/s⌋ + 1"),
        (r"9 \cdot 3 + 1 \cdot \left(-2\right) = 25", "9·3 + 1·(−2) = 25"),
        (r"\text{kernel height} \cdot 5 \cdot 3", "kernel height · 5·3"),
        (r"h_t = \tanh(x_t W_x + h_{t-1} W_h + b)", "hₜ = tanh(xₜ Wₓ + hₜ₋₁ Wₕ + b)"),
        (r"\frac{e^{2}}{e^{2} + e^{-1}} \approx 0.95", "e²/(e² + e⁻¹) ≈ 0.95"),
        (r"\frac{\partial L}{\partial w}", "∂L/∂w"),
        (r"\frac{1}{3} x", "1/3 x"),
        (r"\frac{2 \cdot 3}{4 \cdot 5}", "2·3/(4·5)"),
        (r"10{,}000 \times 3", "10,000 × 3"),
        (r"1.5 \cdot 10^{-5}", "1.5·10⁻⁵"),
        (r"\max\left(0, -3\right)", "max(0, −3)"),
        (r"\operatorname{softmax}(z)_i = e^{z_i} / \sum_j e^{z_j}", "softmax(z)ᵢ = e^zᵢ/∑ⱼ e^zⱼ"),
        (r"A_{:,:,0}", "A[:,:,0]"),
        (r"\hat y = \sigma\left(x\right)", "ŷ = σ(x)"),
        (r"\mathbb{R}^{2 \times 3}", "R^(2×3)"),
        (r"-3 - -2", "−3 − −2"),
        (r"\sqrt{2} + \sqrt{a + b}", "√2 + √(a + b)"),
        (r"h_0 = \begin{bmatrix} 0 & 1 \end{bmatrix}", "h₀ = [0 1]"),
        (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", "[1 2; 3 4]"),
    ],
)
def test_a_formula_within_a_line_reads_as_it_would_be_typed(tex: str, text: str) -> None:
    assert flat(tex) == text


def test_matrices_stand_side_by_side_on_the_line_of_their_names() -> None:
    tex = (
        r"X = \begin{bmatrix} 1 & 0 & 12 \\ 3 & -4 & 5 \\ 1 & 2 & 3 \end{bmatrix} \qquad "
        r"K = \begin{bmatrix} 1 & \frac{1}{3} \\ -1 & 2 \end{bmatrix}"
    )
    assert display(tex, 80) == [
        "    ⎡1   0  12⎤",
        "X = ⎢3  −4   5⎥      K = ⎡ 1  1/3⎤",
        "    ⎣1   2   3⎦          ⎣−1    2⎦",
    ]


def test_matrices_that_do_not_fit_beside_each_other_stand_below_each_other() -> None:
    row = " & ".join(["123"] * 6)
    tex = rf"X = \begin{{bmatrix}} {row} \\ {row} \end{{bmatrix}} \qquad K = \begin{{bmatrix}} 1 & 2 \\ 3 & 4 \end{{bmatrix}}"
    lines = display(tex, 40)
    assert max(map(len, lines)) <= 40
    assert [line[:1] for line in lines] == ["X", " ", "K", " "]


def test_a_long_sum_is_broken_before_a_sign() -> None:
    tex = " + ".join(rf"{i} \cdot {i}" for i in range(10, 30)) + " = 7670"
    lines = display(tex, 60)
    assert max(map(len, lines)) <= 60
    assert all(line.startswith(("  + ", "  = ")) for line in lines[1:])


@pytest.mark.parametrize(
    "tex", ["", "{", r"\frac{1}", r"\left(", "a_", "^", r"\begin{bmatrix} 1", "x & y", r"\nonsense{3}", "}"]
)
def test_a_broken_formula_is_shown_somehow_and_breaks_nothing(tex: str) -> None:
    flat(tex)
    display(tex, 20)


@pytest.mark.parametrize(
    ("tex", "lines"),
    [
        (r"\min\left(1.68, 1.42, 1.05, 0.79\right) = 0.79", ["min(1.68,", "  1.42, 1.05,", "  0.79)", "  = 0.79"]),
        (r"\frac{45 + 38}{45 + 12 + 3}", ["(45 + 38)/(45", "  + 12 + 3)"]),
        (r"\left(1000 + 2000 + 300\right)^2", ["(1000 + 2000", "  + 300)²"]),
        (r"\left(1 + 2\right)^2", ["(1 + 2)²"]),
    ],
)
def test_what_stands_in_brackets_is_broken_where_nothing_else_can_be(tex: str, lines: list[str]) -> None:
    assert display(tex, 16) == lines


def test_markdown_wraps_and_keeps_short_formulas_and_code_whole() -> None:
    text = printed(
        Prose("A convolution with filters of size $f \\times f$ and `Conv2D(6, 5)` reads **one** *image*."), width=44
    )
    assert text.splitlines() == [
        "A convolution with filters of size f × f and",
        "Conv2D(6, 5) reads one image.",
    ]


def test_lists_tables_and_code_are_laid_out() -> None:
    text = printed(
        Prose(
            "Given:\n\n- $x_1$\n- `Dense(3)`\n\n| layer | size |\n|---|---|\n| `a` | $3 \\times 3$ |\n\n```python\nf(1)\n  g(2)\n```"
        )
    )
    for shown in ("  • x₁\n", "  • Dense(3)\n", " layer ", " a ", " 3 × 3 ", "    f(1)", "      g(2)"):
        assert shown in text
    assert "|" not in text
    assert "`" not in text


def test_an_escaped_dollar_is_a_dollar() -> None:
    assert printed(Prose(r"It costs \$5 and \$6.")) == "It costs $5 and $6.\n"


def test_colours_are_left_out_where_there_is_no_terminal() -> None:
    assert "\x1b" not in printed(Prose("**bold** `code`"), Formula("x"))


BANK = Bank()


@pytest.mark.parametrize("id_", BANK.ids)
def test_every_question_is_shown_without_a_trace_of_tex_and_within_the_width(id_: str) -> None:
    question = BANK.question(id_)
    variant = any_variant(question, seeded("terminal", question), {})
    lines = [derivation_line(variant, n, line) for n, line in enumerate(variant.derivation().lines, start=1)]
    text = printed(statement(variant), *(asked(variant, name) for name in variant.asks), *lines)
    for trace in ("\\", "$", "&", "\ue000", "begin{"):
        assert trace not in text, f"{trace!r} in\n{text}"
    assert max(map(cell_len, text.splitlines())) <= 80, text
