"""The parameters of the dense layers; then a convolutional network within the limits."""

from __future__ import annotations

from math import isqrt, sqrt
from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.design_network import DesignNetwork


def solve(q: DesignNetwork, show: Show) -> None:
    length = show.answer("length", "Height × width × channels.", q.height * q.width * q.channels)
    hidden = show("Hidden layer: every unit has one weight per input and one bias.", (length + 1) * q.units)
    output = show("Output layer: every class has one weight per hidden unit and one bias.", (q.units + 1) * q.classes)
    show.answer("count", "Add the parameters of both layers.", hidden + output)
    show.say(
        "Most parameters are in the layer after flattening. Use two 3 × 3 convolutions, the second with twice as many filters, then global "
        "average pooling, which leaves one value per channel, and a dense layer."
    )
    most = int(q.most)
    show.say(
        "With $m$ filters in the first convolution, the second has about $9 \\cdot m \\cdot 2m = 18 m^2$ weights. Since $18 m^2$ must "
        r"not exceed {most}, $m$ is at most $\sqrt{{most} / 18} \approx {bound}$.",
        most=most,
        bound=f"{sqrt(most / 18):.1f}",
    )
    fitting = isqrt(most // 18)
    while fitting > 1 and sum(counts(q, fitting)) > q.most:
        fitting -= 1
    show.say(
        "With the other parameters included, the largest $m$ that stays within {most} parameters is {fitting}.",
        most=most,
        fitting=fitting,
    )
    usual = 1 << fitting.bit_length() - 1
    if usual < fitting and sum(counts(q, usual)) >= q.least:
        show.say("Powers of two are usual: $m = {usual}$ also satisfies the limits.", usual=usual)
        fitting = usual
    first, second, dense = counts(q, unnamed(fitting))
    first = show("First convolution with this $m$.", first)
    second = show("Second convolution, with $2m$ filters.", second)
    dense = show("Dense layer after global average pooling.", dense)
    show(f"Add the parameters of all layers. The total is between {int(q.least)} and {most}.", first + second + dense)
    code = (
        f'Conv2D({fitting}, 3, padding="same", activation="relu"), MaxPooling2D(2), '
        f'Conv2D({2 * fitting}, 3, padding="same", activation="relu"), GlobalAveragePooling2D(), '
        f'Dense({int(q.classes)}, activation="softmax")'
    )
    show.answer("design", "One solution:", code)


def counts(q: DesignNetwork, filters: Any) -> tuple[Any, Any, Any]:
    """The parameters of the two convolutions, the second with twice the filters, and of the dense layer."""
    return (
        (3 * 3 * q.channels + 1) * filters,
        (3 * 3 * filters + 1) * (2 * filters),
        (2 * filters + 1) * q.classes,
    )
