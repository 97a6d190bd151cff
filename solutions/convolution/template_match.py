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
        agreeing = show("Pixels that agree with the pattern, patch by patch; their products are 1.", counts)
        differing = "The products of all other pixels are −1: agreeing minus differing pixels."
        scores = show.answer("scores", differing, tuple(agree - (len(pattern) - agree) for agree in agreeing))
    else:
        score = weighed(q.template)
        scores = show.answer(
            "scores", "Sum over the patch of pixel times weight.", tuple(score(patch) for patch in q.patches)
        )
    show.answer("best", "The patch with the largest response.", scores.index(max(scores)))
