"""Scale, shift, moving mean and moving variance of every channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.batch_normalisation_parameters import BatchNormalisationParameters


def solve(q: BatchNormalisationParameters, show: Show) -> None:
    why = r"Per channel: scale $\gamma$, shift $\beta$, moving mean and moving variance."
    everything = show.answer("total", why, 4 * q.channels)
    show.answer("trained", r"Only $\gamma$ and $\beta$ are trainable, half of them.", everything / 2)
