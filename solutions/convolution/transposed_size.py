"""Turn the formula of a convolution round; the parameters are those of any convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.working import Scalar, product

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.convolution.transposed_size import TransposedSize


def solve(q: TransposedSize, show: Show) -> None:
    sides: dict[tuple[Scalar, ...], Scalar] = {}
    along: list[Scalar] = []
    kernel: list[Scalar] = []
    for axis, n in enumerate(q.sides):
        f = q.kernel_size[axis] if isinstance(q.kernel_size, tuple) else q.kernel_size
        s = q.strides[axis] if isinstance(q.strides, tuple) else q.strides
        kernel.append(f)
        if (n, f, s) not in sides:
            sides[n, f, s] = _side(q, show, n, f, s)
        along.append(sides[n, f, s])
    show.answer("z", "Every filter gives one channel.", (*along, q.filters))
    weights = show("One filter is as deep as its input.", product((*kernel, q.channels)))
    show.answer("count", "Every filter has these weights and one bias.", (weights + 1) * q.filters)


def _side(q: TransposedSize, show: Show, n: Scalar, f: Scalar, s: Scalar) -> Scalar:
    if q.padding == "same":
        return show("Padded as *same*, every cell makes as many as the stride.", n * s)
    # Keras: a kernel smaller than the stride leaves zeros behind the last copy
    return show(
        "The last copy of the kernel begins after all the strides, and is as long as the kernel.",
        (n - 1) * s + max(f, s),
    )
