"""Spread the kernel, count its places, and weigh the cells that its weights lie on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.convolution._map import along, framed, mapped

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.dilated import Dilated


def solve(q: Dilated, show: Show) -> None:
    image = framed(q, show, q.image, q.kernel)
    rate = q.dilation_rate[0] if isinstance(q.dilation_rate, tuple) else q.dilation_rate
    span = show("Spread out, the kernel covers so many rows.", rate * (len(q.kernel) - 1) + 1)
    left = len(image) - span
    if (stride := along(q.strides, 0)) > 1:
        left = left // stride
    show.answer("rows", "Its first place, and one more for every step down that is left.", left + 1)
    show.answer("z", "Row by row: cell times the weight that lies on it, added up.", mapped(q, image, q.kernel, q.bias))
