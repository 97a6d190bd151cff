"""The gradient at the first example, one step, and the pre-activations after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import dot, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.dead_relu import DeadRelu


def solve(q: DeadRelu, show: Show) -> None:
    x = unnamed(q.X[0])
    before = show.answer("z", r"$z = x \cdot w + b$.", dot(x, unnamed(q.w)) + q.b)
    if before > 0:
        step = show(
            r"Since $z > 0$, the derivative of ReLU is 1 and $\partial L / \partial z = \partial L / \partial a$. "
            r"Multiply by $\eta$.",
            q.learning_rate * q.slope,
        )
    else:
        step = show(r"Since $z$ is not positive, the derivative of ReLU is 0. Multiply by $\eta$.", q.learning_rate * 0)
    why = r"$w \leftarrow w - \eta \, \frac{\partial L}{\partial z} \, x$, since $\frac{\partial z}{\partial w} = x$."
    w = show.answer("w_new", why, tuple(weight - step * value for weight, value in zip(unnamed(q.w), x, strict=True)))
    b = show.answer(
        "b_new",
        r"$b \leftarrow b - \eta \, \frac{\partial L}{\partial z}$, since $\frac{\partial z}{\partial b} = 1$.",
        unnamed(q.b) - step,
    )
    z = show.answer(
        "z_after", r"$z = x \cdot w + b$ with the new weights and bias.", tuple(dot(row, w) + b for row in unnamed(q.X))
    )
    show.answer(
        "learning",
        "Count the rows with $z > 0$. For $z < 0$, the derivative of ReLU is 0, so no gradient reaches the weights.",
        sum(value > 0 for value in z),
    )
