"""Layer by layer: the shape that it gives, what it owns, and how often each weight multiplies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.architecture._code import output, owned
from examgen.solutions.architecture._counted import counted
from examgen.working import Scalar, total

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.architecture.keras_code import KerasCode


def solve(q: KerasCode, show: Show) -> None:
    shape: tuple[Scalar, ...] = q.input_shape
    everything: list[Scalar] = []
    fixed: list[Scalar] = []
    products: list[Scalar] = []
    for kind, options in q.written:
        o = dict(options)
        given = output(kind, o, shape, show)
        has = owned(kind, o, shape, given)
        weights = [show(f"{kind}: the weights.", count) for count, _ in has.weights]
        products += [count * times for count, (_, times) in zip(weights, has.weights, strict=True) if times]
        others = [show(f"{kind}: what it owns besides.", count) for count in (has.others, has.fixed) if count]
        everything += weights + others
        fixed += others[-1:] if has.fixed else []
        shape = show(f"{kind} gives this shape.", given)
    show.answer("shape", "What the last layer gives.", (*q.batch, *shape))
    show.answer("count", "All layers together.", total(everything))
    if "BatchNormalization" in [kind for kind, _ in q.written]:
        show.answer("trainable", "Moving means and variances are not trained.", total(everything) - total(fixed))
    if q.macs or q.flops:
        macs = show("Every weight, as often as it multiplies.", total(products))
        if q.macs:
            show.answer("macs", "In the wanted unit.", counted(macs, q.macs))
        if q.flops:
            show.answer("flops", "Two for each, in the wanted unit.", counted(2 * macs, q.flops))
