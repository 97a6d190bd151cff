"""Products of 1 and −1 are 1 where patch and pattern agree and −1 where they differ, so it is enough to count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar
from examgen.solutions.steps import weighed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.template_match import TemplateMatch


def solve(q: TemplateMatch, show: Show) -> None:
    pattern = [w for row in q.template for w in row]
    patches = [[x for row in patch for x in row] for patch in q.patches]
    scores: tuple[Scalar, ...]
    if all(abs(x) == 1 for cells in (pattern, *patches) for x in cells):
        counts = tuple(sum(x == w for x, w in zip(patch, pattern, strict=True)) for patch in patches)
        agreeing = show(
            "Where a patch agrees with the pattern the product is 1, patch by patch in so many cells.", counts
        )
        differing = "In all the others it is −1."
        scores = show.answer("scores", differing, tuple(agree - (len(pattern) - agree) for agree in agreeing))
    else:
        score = weighed(q.template)
        scores = show.answer(
            "scores", "Cell times weight, added up over the patch.", tuple(score(patch) for patch in q.patches)
        )
    show.answer("best", "The patch with the largest score.", scores.index(max(scores)))
