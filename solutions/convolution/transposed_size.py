"""The size formula solved for the input side; the parameters of a convolutional layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import Scalar, product

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.transposed_size import TransposedSize


_SIDE = "Output side for input side $n$, kernel side $f$ and stride $s$: $(n - 1) s + f$"


def solve(q: TransposedSize, show: Show) -> None:
    sides: dict[tuple[Scalar | None, ...], Scalar] = {}
    along: list[Scalar] = []
    kernel: list[Scalar] = []
    for axis, n in enumerate(q.sides):
        f = q.kernel_size[axis] if isinstance(q.kernel_size, tuple) else q.kernel_size
        s = q.strides[axis] if isinstance(q.strides, tuple) else q.strides
        kernel.append(f)
        cut: Any = None
        if not isinstance(q.padding, str):
            cut = q.padding[axis] if isinstance(q.padding, tuple) else q.padding
        more = q.output_padding[axis] if isinstance(q.output_padding, tuple) else q.output_padding
        if (n, f, s, cut, more) not in sides:
            sides[n, f, s, cut, more] = _side(q, show, n, f, s, cut, more)
        along.append(sides[n, f, s, cut, more])
    show.answer("z", "One channel per filter.", (*along, q.filters))
    weights = show("Weights of one filter: height × width × input channels.", product((*kernel, q.channels)))
    if q.use_bias:
        why = "Every filter has this many weights and one bias. Multiply by the number of filters."
        show.answer("count", why, (weights + 1) * q.filters)
    else:
        show.answer("count", "There are no biases. Multiply by the number of filters.", weights * q.filters)


def _side(q: TransposedSize, show: Show, n: Scalar, f: Scalar, s: Scalar, cut: Scalar | None, more: Scalar) -> Scalar:
    if cut is not None:
        why = "Output side for input side $n$, kernel side $f$, stride $s$ and padding $p$: $(n - 1) s + f - 2p$ plus output padding."
        return show(why, (n - 1) * s + f + more - 2 * cut)
    if more:
        rest = f if q.padding == "valid" else f % 2
        return show(_SIDE + " plus output padding.", (n - 1) * s + rest + more)
    if q.padding == "same":
        return show("Output side for input side $n$, stride $s$ and *same* padding: $n \\cdot s$.", n * s)
    # Keras: a kernel smaller than the stride leaves zeros behind the last copy
    return show(
        _SIDE + ".",
        (n - 1) * s + max(f, s),
    )
