"""Discard low scores; keep the best box, remove what overlaps it, repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import largest, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.evaluation.non_maximum_suppression import NonMaximumSuppression


def solve(q: NonMaximumSuppression, show: Show) -> None:
    names = "ABCDEFGHIJKL"[: len(q.scores)]
    confident = tuple(int(score >= q.score_threshold) for score in q.scores)
    confident = show.answer("confident", "Boxes with a score of at least {least}:", confident, least=q.score_threshold)
    left = sorted((i for i, stays in enumerate(confident) if stays), key=lambda i: -float(q.scores[i]))
    kept = []
    while left:
        show("Find the highest score of the remaining boxes.", largest(q.scores[i] for i in left))
        best = left.pop(0)
        kept.append(best)
        gone = [i for i in left if q.overlaps[best][i] >= q.iou_threshold]
        left = [i for i in left if i not in gone]
        if gone:
            show.say(
                "This is box {box}. Keep it, and remove {gone}. {whose} with {box} {are} at least {limit}.",
                box=names[best],
                gone=[names[i] for i in gone],
                whose="Its IoU" if len(gone) == 1 else "Their IoUs",
                are="is" if len(gone) == 1 else "are",
                limit=q.iou_threshold,
            )
        else:
            show.say(
                "This is box {box}. Keep it."
                + (" No remaining box has an IoU of at least {limit} with it." if left else ""),
                box=names[best],
                **({"limit": q.iou_threshold} if left else {}),
            )
    shown = show.answer("kept", "Boxes that were kept:", tuple(int(i in kept) for i in range(len(names))))
    why = "Boxes after the first step minus boxes that were kept."
    show.answer("removed", why, _count(confident) - _count(shown))


def _count(marks: Any) -> Any:
    """How many boxes are marked with 1."""
    return unnamed(sum(int(mark) for mark in marks))
