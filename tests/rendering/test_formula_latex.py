"""A formula in LaTeX says what it said, and holds no macro that is not known."""

from __future__ import annotations

import re

import pytest

from examgen.bank.bank import Bank
from examgen.question.selection import any_variant, seeded
from examgen.rendering import stem
from examgen.rendering.formula import FormulaError, parse
from examgen.rendering.formula_latex import latex, within_markdown

WRITTEN = [
    r"\left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1",
    r"h_t = \tanh(x_t W_x + h_{t-1} W_h + b)",
    r"\begin{bmatrix} 1 & -2 \\ 0.5 & x_{11} \end{bmatrix}",
    r"f(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\sum_{i=1}^{n} w_i x_i + \prod_j z_j^{2}",
    r"\operatorname{ReLU}(x) = \max(0, x)",
    r"\arg\max_k p_k, \quad \operatorname{softmax}(z)",
    r"\hat{y}'' + f'^2_1 + \mathbf{W}^\top \odot \boldsymbol{x}",
    r"\underbrace{a + b}_{\text{100\,\% of \$5}} \overset{!}{=} 12{,}345",
    r"\binom{n}{k} + \sqrt[3]{x} + \left\| v \right\|^2 + |x| \le \epsilon",
    r"\mathcal{L} = -\log \mathrm{softmax}(z)_k, \; \partial L / \partial \theta \to \infty",
    r"\{1, \dots, n\} \subset \mathbb{R} \not\in x \bmod 2",
    r"{}^{2} a_{i_{j}}",
]


@pytest.mark.parametrize("tex", WRITTEN)
def test_a_formula_is_the_same_after_it_was_written_in_latex(tex: str) -> None:
    assert parse(latex(parse(tex))) == parse(tex)


@pytest.mark.parametrize("tex", [r"\input{/etc/passwd}", r"\write18{ls}", r"\def\a{b}", r"\csname x\endcsname", "$"])
def test_what_is_no_formula_is_refused(tex: str) -> None:
    with pytest.raises(FormulaError):
        within_markdown(tex, False, "en")


def _formulas(step: int) -> list[str]:
    """The formulas of every so many questions of the bank."""
    bank = Bank()
    found: set[str] = set()
    for id_ in bank.ids[::step]:
        variant = any_variant(bank.question(id_), seeded("a", bank.question(id_)), {})
        told = "\n".join((stem.stem(variant), *(stem.ask(variant, name) for name in variant.asks)))
        found |= {formula[1].strip() for formula in re.finditer(r"\$\$?([^$]+)\$\$?", told)}
    return sorted(found)


@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.prove)])
def test_every_formula_of_the_bank_is_the_same_in_latex(step) -> None:
    formulas = _formulas(step)

    assert len(formulas) * step > 100
    assert [tex for tex in formulas if parse(latex(parse(tex))) != parse(tex)] == []
