"""The values of each layer, added up, times the batch, times the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import product, total
from examgen.solutions.architecture._rows import output

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
    show.answer("memory", "In MB: divide by $10^6$.", everything / 1_000_000)
