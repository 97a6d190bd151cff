"""Forward through the three layers; backward to the maxima, through ReLU, to kernel and bias."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import each, relu, total, unnamed
from examgen.solutions.steps import greatest, size_of, weighed, windows

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.pooling.conv_relu_pool_backward import ConvReluPoolBackward

_D = r"\frac{{\partial L}}{{\partial {}}}"


def solve(q: ConvReluPoolBackward, show: Show) -> None:
    image, kernel, size = unnamed(q.image), unnamed(q.kernel), int(q.pool_size)
    z = windows(image, size_of(kernel), (1, 1), weighed(kernel, unnamed(q.bias)))
    z = show.answer(
        "z", "For each window, in row order, multiply elementwise by the kernel, sum the products and add the bias.", z
    )
    a = show(r"Apply ReLU: $\max(0, z)$ for every entry.", each(relu, z))
    show.answer("p", "Maximum of each window.", windows(a, (size, size), (size, size), greatest))
    dz: list[list[Any]] = [[0] * len(z[0]) for _ in z]
    for i, row in enumerate(unnamed(q.upstream)):
        for j, slope in enumerate(row):
            places = [(i * size + r, j * size + c) for r in range(size) for c in range(size)]
            top, left = max(places, key=lambda place: (z[place[0]][place[1]], [-side for side in place]))
            where = {"i": i + 1, "j": j + 1}
            if z[top][left] > 0:
                dz[top][left] = slope
                why = "Window ({i}, {j}): the maximum is in row {row}, column {column} of $Z$, so the gradient goes there."
                show.say(why, row=top + 1, column=left + 1, **where)
            else:
                show.say(
                    "Window ({i}, {j}): no entry of $Z$ in this window is positive, so ReLU lets no gradient through.",
                    **where,
                )
    routed = show.answer(
        "dz", "Write the gradients at these positions and 0 elsewhere.", tuple(map(tuple, dz)), symbol=_D.format("Z")
    )
    dk = windows(image, size_of(routed), (1, 1), _only_nonzero(routed))
    why = r"$\partial L / \partial K_{ab} = \sum_{i,j} \partial L / \partial Z_{ij} \cdot X_{i+a,\,j+b}$ (indices from 0)."
    show.answer("dk", why, dk, symbol=_D.format("K"))
    show.answer(
        "db",
        "The bias is added at every position, so its gradient is the sum of all entries.",
        total(g for row in routed for g in row if g),
    )


def _only_nonzero(slopes: Any) -> Any:
    """A window under the gradient; entries that are 0 add nothing."""

    def work(window: Any) -> Any:
        pairs = [(x, g) for row, line in zip(window, slopes, strict=True) for x, g in zip(row, line, strict=True) if g]
        return total(x * g for x, g in pairs)

    return work
