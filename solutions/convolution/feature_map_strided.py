"""The positions of the windows, then the sum of pixel times weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.convolution._map import along, framed, mapped

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution._map import KernelOnImage


def solve(q: KernelOnImage, show: Show) -> None:
    image = framed(q, show, q.image, q.kernel)
    z = mapped(q, image, q.kernel, q.bias)
    for name, places, axis in (("row", len(z), 0), ("column", len(z[0]), 1)):
        starts = [1 + along(q.strides, axis) * place for place in range(places)]
        show.say(
            "Windows start at {name} {first}; a further window would be incomplete.",
            name=name if places == 1 else f"{name}s",
            first=starts,
        )
    show.answer("z", "For each window, in row order, multiply elementwise by the kernel and sum the products.", z)
