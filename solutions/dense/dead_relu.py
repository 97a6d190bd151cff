"""The gradient at the first example, one step, and the pre-activations after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import dot, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.dead_relu import DeadRelu


def solve(q: DeadRelu, show: Show) -> None:
    x = unnamed(q.X[0])
    show.answer("z", "$z = x w + b$; it is positive, so the derivative of ReLU is 1.", dot(x, unnamed(q.w)) + q.b)
    step = show(
        "Step of the bias: learning rate times $\\partial L / \\partial b = \\partial L / \\partial a$.",
        q.learning_rate * q.slope,
    )
    why = r"$\partial L / \partial w = x \, \partial L / \partial a$: subtract the step times the entry of $x$ from each weight."
    w = show.answer("w_new", why, tuple(weight - step * value for weight, value in zip(unnamed(q.w), x, strict=True)))
    b = show.answer("b_new", "Subtract this step from the bias.", unnamed(q.b) - step)
    z = show.answer(
        "z_after", "$z = x w + b$ with the new weights and bias.", tuple(dot(row, w) + b for row in unnamed(q.X))
    )
    show.answer(
        "learning",
        "Where $z < 0$, ReLU outputs 0 and its derivative is 0: no gradient reaches the weights. Rows with $z > 0$:",
        sum(value > 0 for value in z),
    )
