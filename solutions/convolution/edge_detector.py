"""The feature map row by row; its sign follows from the positions of the positive weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import total
from examgen.solutions.convolution._map import framed, mapped
from examgen.solutions.steps import size_of

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.edge_detector import EdgeDetector


def solve(q: EdgeDetector, show: Show) -> None:
    z = mapped(q, framed(q, show, q.image, q.kernel), q.kernel, q.bias)
    show.answer("z", "For each window, in row order, multiply elementwise by the kernel and sum the products.", z)
    height, width = size_of(q.kernel)
    up, left = height // 2, width // 2
    answers = show(
        "Sum of the weights of $K$ on the left, on the right, at the top and at the bottom.",
        (
            total(w for row in q.kernel for w in row[:left]),
            total(w for row in q.kernel for w in row[width - left :]),
            total(w for row in q.kernel[:up] for w in row),
            total(w for row in q.kernel[height - up :] for w in row),
        ),
    )
    largest = answers.index(max(answers))
    show.answer(
        "positive",
        "The feature map has large positive values where bright pixels lie under the part with the largest sum.",
        largest,
    )
