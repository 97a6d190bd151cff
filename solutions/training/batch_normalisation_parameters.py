"""Scale, shift, moving mean and moving variance of every channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.batch_normalisation_parameters import BatchNormalisationParameters


def solve(q: BatchNormalisationParameters, show: Show) -> None:
    why = r"Each channel has a scale $\gamma$, a shift $\beta$, a moving mean and a moving variance."
    everything = show.answer("total", why, 4 * q.channels)
    trained = show.answer(
        "trained", r"Only $\gamma$ and $\beta$ are trainable, which is half of the parameters.", everything / 2
    )
    if q.tensors:
        show.answer("fixed", "The moving mean and the moving variance are not trainable.", everything - trained)
        show.answer("trainable_tensors", r"One tensor for $\gamma$ and one for $\beta$.", 2)
        show.answer("non_trainable_tensors", "One tensor for the moving mean and one for the moving variance.", 2)
