"""The values of each layer, added up, times the batch, times the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import product, total, unnamed
from examgen.solutions.architecture._rows import output, parameters
from examgen.solutions.steps import BYTES, in_unit

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.activation_memory import ActivationMemory


def solve(q: ActivationMemory, show: Show) -> None:
    shape: tuple[Any, ...] = q.input_shape
    counts: list[Any] = []
    for row in q.layers:
        why, shape = output(row, shape, show)
        if counts:
            counts.append(show(why + " Values: height × width × channels.", product(shape)))
        else:
            counts.append(show.answer("first", why + " Values: height × width × channels.", product(shape)))
    values = show.answer("values", "Sum over all layers of the table.", total(counts))
    everything = show("Bytes: values × batch size × bytes per value.", values * q.batch_size * q.bytes)
    show.answer("memory", in_unit(q.unit), everything / BYTES[q.unit][0])
    if q.weights:
        shape, counts = q.input_shape, []
        for row in q.layers:
            why, count = parameters(row, unnamed(shape))
            _, shape = output(row, shape, lambda why, value: value)
            if count:
                counts.append(show(why, count))
        taken = show("Bytes of the parameters: their number × bytes per value.", total(counts) * q.bytes)
        show.answer("weights_memory", in_unit(q.unit), taken / BYTES[q.unit][0])
