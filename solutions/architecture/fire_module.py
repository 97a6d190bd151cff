"""Squeeze, expand twice, concatenate; then the plain layer and the ratio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.fire_module import FireModule


def solve(q: FireModule, show: Show) -> None:
    channels, squeeze, one, three = unnamed((q.channels, q.squeeze, q.expand_1, q.expand_3))
    why = "All layers keep the height and width. The channels of the two expand layers add up."
    shape = show.answer("shape", why, (*unnamed((q.height, q.width)), one + three))
    squeezed = show.answer(
        "squeezed",
        "Squeeze layer: each filter has one weight per input channel and one bias.",
        (channels + 1) * squeeze,
    )
    small = show("Expand layer with 1 × 1 kernels, applied to the output of the squeeze layer.", (squeeze + 1) * one)
    large = show("Expand layer with 3 × 3 kernels, applied to the same output.", (9 * squeeze + 1) * three)
    total = show.answer("total", "Add the parameters of the three layers.", squeezed + small + large)
    plain = show.answer(
        "plain",
        "Single layer: each filter has 3 × 3 weights per input channel and one bias, and there is one filter per output channel.",
        (9 * channels + 1) * shape[-1],
    )
    show.answer("share", "Divide the parameters of this layer by those of the module.", plain / total)
