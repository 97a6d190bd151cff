"""Try the filters at one place of the output; where only one gives what stands there, that is the one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import weighed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.name_the_filter import NameTheFilter


def solve(q: NameTheFilter, show: Show) -> None:
    row, column = len(q.output) // 2, len(q.output[0]) // 2
    window = [cells[column : column + 3] for cells in q.image[row : row + 3]]
    matching = []
    for place, (name, kernel, divisor) in enumerate(q.listed):
        found = weighed(kernel)(window)
        found = show(f"In the middle of the output, {name} gives this.", found / divisor if divisor > 1 else found)
        if found == q.output[row][column]:
            matching.append((place, name))
    ((place, name),) = matching
    show.answer("name", f"Only one gives what stands there: {name}.", place)
