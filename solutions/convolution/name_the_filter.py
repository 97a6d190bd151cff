"""Try every filter at the centre of the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import weighed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.name_the_filter import NameTheFilter


KERNELS = {
    "identity": (((0, 0, 0), (0, 1, 0), (0, 0, 0)), 1),
    "box blur": (((1, 1, 1), (1, 1, 1), (1, 1, 1)), 9),
    "Gaussian blur": (((1, 2, 1), (2, 4, 2), (1, 2, 1)), 16),
    "sharpening": (((0, -1, 0), (-1, 5, -1), (0, -1, 0)), 1),
    "edge detection": (((0, -1, 0), (-1, 4, -1), (0, -1, 0)), 1),
    "embossing": (((-2, -1, 0), (-1, 1, 1), (0, 1, 2)), 1),
}
"""The kernels, as the statement lists them, and what each is divided by."""


def solve(q: NameTheFilter, show: Show) -> None:
    row, column = (len(q.image) - 2) // 2, (len(q.image[0]) - 2) // 2
    window = [cells[column : column + 3] for cells in q.image[row : row + 3]]
    found = []
    for name in q.options:
        kernel, divisor = KERNELS[name]
        value = weighed(kernel)(window)
        value = value / divisor if divisor > 1 else value
        found.append(show("{name}: central value of the output.", value, name=name[0].upper() + name[1:]))
    place = q.options.index(q.filter)
    if found.count(found[place]) > 1:
        raise ArithmeticError("two of the filters give the same central value")
    show.answer(
        "name", "Only the value of {name}, rounded to one decimal, is the central value of $Y$.", place, name=q.filter
    )
