"""Every number of one picture needs an input of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.dense.input_neurons import InputNeurons


def solve(q: InputNeurons, show: Show) -> None:
    pixels = show("A picture has so many pixels.", q.height * q.width)
    show.answer("count", "Every pixel is one number a channel; the batch changes nothing.", pixels * q.channels)
