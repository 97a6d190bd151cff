"""At every place, each cell of the window times the weight that lies on it, added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.convolution._map import framed, mapped

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution._map import ConvolutionMap


def solve(q: ConvolutionMap, show: Show) -> None:
    image = framed(q, show, q.image, q.kernel)
    show.answer("z", "Row by row: cell times weight, added up over the window.", mapped(q, image, q.kernel, q.bias))
