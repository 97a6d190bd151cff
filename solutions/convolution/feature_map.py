"""At every place, each cell of the window times the weight that lies on it, added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.steps import size_of, weighed, windows

if TYPE_CHECKING:
    from examgen.derivation import Show
    from examgen.question_bank.convolution.feature_map import FeatureMap


def solve(q: FeatureMap, show: Show) -> None:
    z = windows(q.image, size_of(q.kernel), (q.s, q.s), weighed(q.kernel, q.bias))
    show.answer("z", "Row by row: cell times weight, added up over the window.", z)
