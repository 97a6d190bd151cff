"""A filter is small and shared; a unit has a weight for every number that it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.versus_dense import VersusDense


def solve(q: VersusDense, show: Show) -> None:
    weights = show("One filter is as deep as the image.", q.kernel_size * q.kernel_size * q.channels)
    why = "Every filter has these weights and one bias, wherever it stands."
    convolution = show.answer("convolution", why, (weights + 1) * q.filters)
    inputs = show("Flattened, the image is so many numbers.", q.height * q.width * q.channels)
    rows, columns = q.height - q.kernel_size + 1, q.width - q.kernel_size + 1
    units = show("The dense layer has a unit for every value of the volume.", rows * columns * q.filters)
    dense = show.answer(
        "dense", "Every unit has a weight for every number of the image, and one bias.", (inputs + 1) * units
    )
    show.answer("ratio", "The one over the other.", dense / convolution)
