"""What learning curves show: when early stopping ends the training, and a diagnosis."""

from examgen.authoring import Row

DIAGNOSES = (
    "Overfitting: the validation loss rises while the training loss still falls.",
    "Underfitting: both losses stay high and hardly fall.",
    "A good fit: both losses fall and end close to each other.",
    "A learning rate that is too high: the training loss rises.",
)


def stop(validation: Row, patience: int) -> tuple[int, int]:
    """The best epoch and the last one, from a simulation epoch by epoch."""
    best, waited = 0, 0
    for epoch, loss in enumerate(validation):
        if loss < validation[best]:
            best, waited = epoch, 0
        elif epoch:
            waited += 1
        if waited == patience:
            return best + 1, epoch + 1
    return best + 1, len(validation)


def lowest(validation: Row, last: int) -> int:
    """The epoch with the lowest validation loss up to another one."""
    if not 1 <= last <= len(validation):
        raise LookupError(f"there is no epoch {last}")
    return min(range(last), key=lambda epoch: validation[epoch]) + 1


def diagnosed(training: Row, validation: Row) -> int:
    """The place among the diagnoses, by the share of the initial loss that is left, at the end and at the best epoch."""
    start, end, best = training[0], training[-1], min(validation)
    if end > start:
        return 3
    if end > 0.8 * start:
        return 1
    return 0 if validation[-1] > 1.15 * best else 2
