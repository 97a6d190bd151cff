"""Layer by layer in Keras; PyTorch adds one bias per unit and gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, total
from examgen.solutions.recurrent._parameters import SETS, WHY, whole_layer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.pytorch_parameters import PytorchParameters


def solve(q: PytorchParameters, show: Show) -> None:
    counts: list[Scalar] = []
    width = q.features
    for place in range(1, q.num_layers + 1):
        own = whole_layer(q.kind, width, q.units)
        own = 2 * own if q.bidirectional else own
        counts.append(show("Layer {place}: " + WHY[q.kind] + ".", own, place=place))
        width = 2 * q.units if q.bidirectional else q.units
    keras = show.answer("keras", "Add the parameters of the layers.", total(counts))
    if q.kind == "GRU":
        show.answer(
            "pytorch", "In Keras, a GRU already has the second bias vectors, so the numbers are the same.", keras
        )
        return
    extra = SETS[q.kind] * q.units if SETS[q.kind] > 1 else q.units
    directions = q.num_layers * 2 if q.bidirectional else q.num_layers
    extra = show("Count the additional biases in all layers.", extra * directions)
    show.answer("pytorch", "Add them to the parameters in Keras.", keras + extra)
