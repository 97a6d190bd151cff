"""One input neuron per value: pixels times channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.input_neurons import InputNeurons


def solve(q: InputNeurons, show: Show) -> None:
    pixels = show("Multiply height by width to get the number of pixels of an image.", q.height * q.width)
    show.answer(
        "count",
        "Each pixel has one value per channel, and each value has one input neuron. The batch size does not matter.",
        pixels * q.channels,
    )
