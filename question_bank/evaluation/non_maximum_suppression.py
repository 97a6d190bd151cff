"""Six detections with their scores and pairwise IoUs: which remain after non-maximum suppression?"""

from collections.abc import Sequence
from string import ascii_uppercase

from examgen.authoring import Ask, Choices, Computed, Draw, Field, Grid, Integer, Question, Row, Scalar, misconception
from examgen.question_bank.evaluation._boxes import overlap, survivors

_SIDE = 100


class NonMaximumSuppression(Question):
    """Discarding boxes with a low score, then non-maximum suppression, for boxes of one class."""

    topic, level, title = "evaluation", 3, "Non-maximum suppression"
    axes = {"scores": "boxes", "overlaps": "boxes boxes"}
    stem = r"""
An object detector predicts {{ scores | length }} boxes for one class. The table shows the score of every box and the IoU of every pair:

| Box | Score | {% for name in names[1:] %}IoU with {{ name }}{{ " | " if not loop.last }}{% endfor %} |
|:---:|:-----:|{% for name in names[1:] %}:---:|{% endfor %}
{% for name in names %}| {{ name }} | {{ (scores | aligned)[loop.index0] }} | {{ lines[loop.index0][1:] | join(" | ") }} |
{% endfor %}
First, all boxes with a score below {{ score_threshold }} are discarded. Then non-maximum suppression is applied: the box with the highest
score is kept and all boxes whose IoU with it is at least {{ iou_threshold }} are removed; this is repeated with the boxes that are left.
"""
    scores: Row = Field(min_length=2, max_length=12, description="Score of every box, all different.")
    overlaps: Grid = Field(description="IoU of every pair of boxes, a symmetric matrix.")
    score_threshold: float = Field(ge=0, le=1, description="Boxes with a lower score are discarded.")
    iou_threshold: float = Field(0.5, gt=0, le=1, description="Boxes with at least this IoU to a kept box are removed.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        threshold = d.choice("score_threshold", (0.4, 0.5, 0.6))
        high = d.sample("high", [n / 100 for n in range(round(100 * threshold) + 3, 98)], 5)
        ranked = (*sorted(high, reverse=True), round(threshold - d.choice("short", range(3, 19)) / 100, 2))
        # the second box overlaps the best one, the third one overlaps the second; one or two boxes are far away from them
        right, down = (d.choice(name, range(low, low + 18)) for name, low in (("right", 16), ("down", 0)))
        places = [
            (0, 0),
            (right, down),
            (2 * right, -down),
            (200, 30),
            d.choice("fifth", ((200 + right, 30 + down), (400, 10))),
            (right, down + 12),
        ]
        order = d.sample("order", range(6), 6)
        pairs = tuple(tuple(overlap(places[i], places[j], _SIDE) for j in order) for i in order)
        return dict(
            scores=tuple(ranked[i] for i in order),
            overlaps=pairs,
            score_threshold=threshold,
            iou_threshold=d.choice("iou_threshold", (0.5, 0.5, 0.6)),
        )

    def check(self) -> None:
        if len(set(self.scores)) < len(self.scores):
            raise ValueError("the scores must differ, so that the order is clear")
        count = range(len(self.scores))
        if any(self.overlaps[i][j] != self.overlaps[j][i] for i in count for j in count):
            raise ValueError("overlaps must be symmetric: the IoU of A and B is that of B and A")

    @property
    def names(self) -> str:
        """Letters of the boxes."""
        return ascii_uppercase[: len(self.scores)]

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """The upper triangle of the IoUs as text."""
        return tuple(
            tuple("" if j <= i else f"{float(value):.2f}" for j, value in enumerate(row))
            for i, row in enumerate(self.overlaps)
        )

    @property
    def _confident(self) -> list[int]:
        return [int(score >= self.score_threshold) for score in self.scores]

    def _survivors(self, confident: Sequence[Scalar]) -> list[int]:
        return survivors(confident, self.scores, self.overlaps, self.iou_threshold)

    def admissible(self) -> bool:
        confident, kept = self._confident, self._survivors(self._confident)
        near = all(abs(score - self.score_threshold) >= 0.02 for score in self.scores)
        close = [abs(x - self.iou_threshold) < 0.02 for row in self.overlaps for x in row]
        chain = near and not any(close) and kept != self._pairwise(confident)
        return chain and sum(confident) == len(self.scores) - 1 and sum(kept) in (3, 4)

    def _pairwise(self, confident: Sequence[Scalar]) -> list[int]:
        """Boxes that overlap no better box too much, whether that one remains or not."""
        taken = [i for i, stays in enumerate(confident) if stays]

        def covers(j: int, i: int) -> bool:
            return self.scores[j] > self.scores[i] and self.overlaps[i][j] >= self.iou_threshold

        return [int(i in taken and not any(covers(j, i) for j in taken)) for i in range(len(self.scores))]

    @property
    def asks(self) -> dict[str, Ask]:
        text = "How many boxes does non-maximum suppression remove?"
        kept = Computed(lambda q, answers: q._survivors(answers["confident"]))
        removed = Computed(lambda q, answers: sum(answers["confident"]) - sum(answers["kept"]))
        boxes = Choices(tuple(f"box {name}" for name in self.names))
        return {
            "confident": Ask("Which boxes are left after the first step?", boxes, of=Computed(lambda q: q._confident)),
            "kept": Ask("Which boxes are left in the end?", boxes, of=kept, follows="confident", weight=2),
            "removed": Ask(text, Integer(), of=removed, follows=("confident", "kept")),
        }

    @misconception(
        "You removed a box because it overlaps a box that had already been removed. Only kept boxes remove others."
    )
    def removed_boxes_remove(self) -> dict[str, object]:
        kept = self._pairwise(self._confident)
        return {"kept": tuple(kept), "removed": sum(self._confident) - sum(kept)}

    @misconception(
        "You kept only the best box. The boxes that it does not remove stay, and the step is repeated with them."
    )
    def best_box_only(self) -> dict[str, object]:
        best = max(self.scores)
        return {"kept": tuple(int(score == best) for score in self.scores), "removed": sum(self._confident) - 1}

    @misconception("You kept the boxes with low scores. They are discarded before non-maximum suppression.")
    def low_scores_kept(self) -> Question | None:
        return self.but(score_threshold=0.0)
