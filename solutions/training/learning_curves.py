"""The lowest validation loss; waiting for a lower one; the two curves compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import smallest

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.training.learning_curves import LearningCurves


def solve(q: LearningCurves, show: Show) -> None:
    lowest = show("Find the lowest validation loss.", smallest(q.validation))
    show.answer("best", "The network generalises best after the epoch with this loss.", q.validation.index(lowest) + 1)
    best, stopped = 0, len(q.validation)
    for epoch, loss in enumerate(q.validation):
        if loss < q.validation[best]:
            best = epoch
        if epoch - best == int(q.patience):
            stopped = epoch + 1
            break
    following = "epoch" if q.patience == 1 else f"{q.patience} epochs"
    why = "In the {following} after epoch {best}, the validation loss is not lower than in epoch {best}, so the training ends."
    if stopped == len(q.validation) and stopped - 1 - best < int(q.patience):
        end = show.answer(
            "stopped",
            "The validation loss reaches a new minimum often enough that early stopping never applies. The training ends after the last "
            "epoch.",
            stopped,
        )
    else:
        end = show.answer("stopped", why, stopped, best=best + 1, following=following)
    so_far = q.validation[: int(end)]
    kept = so_far.index(min(so_far)) + 1
    show.answer("restored", "Up to the end of the training, the validation loss is lowest in this epoch.", kept)
    first, final, last = q.training[0], q.training[-1], q.validation[-1]
    if final > first:
        place, why = 3, "The training loss is higher at the end than at the start."
    elif final > 0.8 * first:
        place, why = 1, "At the end, the training loss is still close to its first value."
    elif last > 1.15 * lowest:
        place, why = 0, "The training loss falls, but the validation loss ends well above its lowest value."
    else:
        place, why = 2, "Both losses fall, and the validation loss ends near its lowest value."
    show.answer("diagnosis", why, place)
