"""Count what the dense layers cost; then let small kernels and averaged maps do their work, as many as the budget allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import sqrt

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.design_network import DesignNetwork


def solve(q: DesignNetwork, show: Show) -> None:
    length = show.answer("length", "All cells of all channels.", q.height * q.width * q.channels)
    hidden = show("The hidden layer: a weight for every number and a bias, for each unit.", (length + 1) * q.units)
    output = show("The output layer: the same from the hidden units to the classes.", (q.units + 1) * q.classes)
    show.answer("count", "Both layers.", hidden + output)
    show.say(
        "Almost all of it lies where the image is flattened. Kernels of 3 × 3 serve at every place, and averaging each map leaves "
        "one number a channel: two convolutions, the second with twice the filters, and a dense layer."
    )
    bound = show(
        "With f filters in the first, the second has some 18 f² weights, so that f is at most:", sqrt(q.most / 18)
    )
    fitting = int(float(bound))
    while fitting > 1 and sum(counts(q, fitting)) > q.most:
        fitting -= 1
    filters = show("The largest number of filters with which the whole network stays within the budget.", fitting)
    first, second, dense = counts(q, filters)
    first = show("The first convolution.", first)
    second = show("The second one.", second)
    dense = show("The dense layer on the averaged maps.", dense)
    show("Together no more than is allowed.", first + second + dense)
    code = (
        f'Conv2D({fitting}, 3, padding="same", activation="relu"), MaxPooling2D(2), '
        f'Conv2D({2 * fitting}, 3, padding="same", activation="relu"), GlobalAveragePooling2D(), '
        f'Dense({int(q.classes)}, activation="softmax")'
    )
    show.answer("design", "So this will do:", code)


def counts(q: DesignNetwork, filters: Any) -> tuple[Any, Any, Any]:
    """The parameters of the two convolutions, the second with twice the filters, and of the dense layer."""
    return (
        (3 * 3 * q.channels + 1) * filters,
        (3 * 3 * filters + 1) * (2 * filters),
        (2 * filters + 1) * q.classes,
    )
