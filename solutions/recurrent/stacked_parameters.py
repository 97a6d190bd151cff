"""Layer by layer: the input of each layer is the output of the previous one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._stack import count

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.stacked_parameters import StackedParameters


def solve(q: StackedParameters, show: Show) -> None:
    count(q, show, q.features, [])
