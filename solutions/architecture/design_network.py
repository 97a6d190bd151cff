"""The parameters of the dense layers; then a convolutional network within the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import sqrt, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.design_network import DesignNetwork


def solve(q: DesignNetwork, show: Show) -> None:
    length = show.answer("length", "Height × width × channels.", q.height * q.width * q.channels)
    hidden = show("Hidden layer: one weight per input and one bias for every unit.", (length + 1) * q.units)
    output = show("Output layer: one weight per hidden unit and one bias for every class.", (q.units + 1) * q.classes)
    show.answer("count", "Sum of both layers.", hidden + output)
    show.say(
        "Most parameters are in the layer after flattening. Use two 3 × 3 convolutions, the second with twice the filters, then global "
        "average pooling, which leaves one value per channel, and a dense layer."
    )
    most = int(q.most)
    bound = show(
        "With $f$ filters in the first convolution, the second has about $9 \\cdot f \\cdot 2f = 18 f^2$ weights. Since $18 f^2$ must "
        f"not exceed {most}, $f$ is at most:",
        sqrt(unnamed(q.most) / 18),
    )
    fitting = int(float(bound))
    while fitting > 1 and sum(counts(q, fitting)) > q.most:
        fitting -= 1
    filters = show(
        f"Trying smaller values, the largest $f$ that keeps the network within {most} parameters is:", fitting
    )
    first, second, dense = counts(q, filters)
    first = show("First convolution with this $f$.", first)
    second = show("Second convolution, with $2f$ filters.", second)
    dense = show("Dense layer after global average pooling.", dense)
    show(f"Sum of all layers, which does not exceed {most}.", first + second + dense)
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
