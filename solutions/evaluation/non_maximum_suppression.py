"""Discard low scores; keep the best box, remove what overlaps it, repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import largest, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.evaluation.non_maximum_suppression import NonMaximumSuppression


def solve(q: NonMaximumSuppression, show: Show) -> None:
    names = "ABCDEFGHIJKL"[: len(q.scores)]
    confident = tuple(int(score >= q.score_threshold) for score in q.scores)
    confident = show.answer("confident", "The boxes whose score is at least the threshold.", confident)
    left = sorted((i for i, stays in enumerate(confident) if stays), key=lambda i: -float(q.scores[i]))
    kept = []
    while left:
        show("Highest score of the boxes that are left.", largest(q.scores[i] for i in left))
        best = left.pop(0)
        kept.append(best)
        gone = [i for i in left if q.overlaps[best][i] >= q.iou_threshold]
        left = [i for i in left if i not in gone]
        if gone:
            show.say(
                "This is box {box}. Keep it and remove {gone}.",
                box=names[best],
                gone=", ".join(names[i] for i in gone),
            )
        else:
            show.say(
                "This is box {box}. Keep it; no box that is left overlaps it enough to be removed.", box=names[best]
            )
    shown = show.answer("kept", "The boxes that were kept.", tuple(int(i in kept) for i in range(len(names))))
    why = "Number of boxes after the first step minus number of boxes that were kept."
    show.answer("removed", why, total(confident) - total(shown))
