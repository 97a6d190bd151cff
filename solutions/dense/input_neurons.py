"""One input neuron per value: pixels times channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.input_neurons import InputNeurons


def solve(q: InputNeurons, show: Show) -> None:
    pixels = show("Number of pixels in one image.", q.height * q.width)
    show.answer("count", "One input neuron per value; the batch size does not matter.", pixels * q.channels)
