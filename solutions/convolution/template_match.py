"""Products are 1 where patch and pattern agree and −1 where they differ, so counting is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, unnamed
from examgen.solutions.steps import weighed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.template_match import TemplateMatch


def solve(q: TemplateMatch, show: Show) -> None:
    pattern = [w for row in q.template for w in row]
    patches = [[x for row in patch for x in row] for patch in q.patches]
    scores: tuple[Scalar, ...]
    if all(abs(x) == 1 for cells in (pattern, *patches) for x in cells):
        counts = unnamed(tuple(sum(x == w for x, w in zip(patch, pattern, strict=True)) for patch in patches))
        agreeing = show("Count the pixels of each patch that agree with the pattern; each contributes 1.", counts)
        differing = "Every other pixel contributes −1. Response: agreeing pixels minus differing pixels."
        scores = show.answer("scores", differing, tuple(agree - (len(pattern) - agree) for agree in agreeing))
    else:
        score = weighed(q.template)
        scores = show.answer(
            "scores",
            "Multiply each patch by the filter elementwise and add up the products.",
            tuple(score(patch) for patch in q.patches),
        )
    show.answer("best", "The patch with the largest response.", scores.index(max(scores)))
