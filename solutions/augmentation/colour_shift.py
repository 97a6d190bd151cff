"""Every value plus the shift of its channel, clipped to 0..255."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each

if TYPE_CHECKING:
    from examgen.arrays import Scalar
    from examgen.derivation.lines import Show
    from examgen.question_bank.augmentation.colour_shift import ColourShift


def solve(q: ColourShift, show: Show) -> None:
    for ask, name, channel, by in zip("rgb", ("red", "green", "blue"), (q.red, q.green, q.blue), q.shift, strict=True):
        shifted = show(
            "Add the shift to every {name} value.", each(lambda value, by=by: value + by, channel), name=name
        )
        show.answer(ask, "Clip to the range from 0 to 255.", each(kept, shifted))


def kept(value: Scalar) -> Scalar:
    """The nearest value from 0 to 255."""
    return 0 if value < 0 else min(value, 255)
