"""Scores of five images for five classes: what are the top-1 and the top-3 accuracy?"""

from itertools import pairwise
from string import ascii_uppercase

from examgen.authoring import Ask, Computed, Draw, Field, Grid, Integer, Question, Real, misconception


def _within(q: "TopKAccuracy", k: int) -> int:
    """Images whose class is among the k largest scores, by sorting."""
    import numpy

    ranked = numpy.argsort(-numpy.array(q.scores, dtype=float), axis=1)[:, :k]
    return sum(true in row for true, row in zip(q.labels, ranked.tolist(), strict=True))


class TopKAccuracy(Question):
    """Top-1 and top-k accuracy from the scores of some test images."""

    topic, level, title = "evaluation", 2, "Top-k accuracy"
    axes = {"scores": "images classes", "labels": "images"}
    stem = r"""
A classifier outputs the following scores for {{ scores | length }} test images:

| Image | {% for name in names %}{{ name }} | {% endfor %}True class |
|:-----:|{% for name in names %}:----:|{% endfor %}:----:|
{% for row in scores %}| {{ loop.index }} | {{ row | aligned | join(" | ") }} | {{ names[labels[loop.index0]] }} |
{% endfor %}
"""
    top_1 = Ask("Compute the top-1 accuracy.", Real(decimals=3), of=Computed(lambda q: _within(q, 1) / len(q.labels)))
    hits = Ask(
        "For how many images is the true class among the {{ k }} classes with the highest scores?",
        Integer(),
        of=Computed(lambda q: _within(q, q.k)),
    )
    top_k = Ask(
        "Compute the top-{{ k }} accuracy.",
        Real(decimals=3),
        of=Computed(lambda q, answers: answers["hits"] / len(q.labels)),
        follows="hits",
    )
    scores: Grid = Field(description="Scores, one row per image and one column per class, all different within a row.")
    labels: tuple[int, ...] = Field(min_length=1, max_length=12, description="Class of every image, counted from 0.")
    k: int = Field(5, ge=1, description="How many of the highest scores count as right.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        rows = d.integer("images", 6, 6)
        cuts = [(0, *sorted(d.sample(f"row {i}", range(3, 97), 4)), 100) for i in range(rows)]
        scores = tuple(tuple((b - a) / 100 for a, b in pairwise(row)) for row in cuts)
        labels = tuple(d.integer(f"label {i}", 0, 4) for i in range(rows))
        return dict(scores=scores, labels=labels, k=d.integer("k", 2, 3))

    def check(self) -> None:
        classes = len(self.scores[0])
        if any(len(set(row)) < classes for row in self.scores):
            raise ValueError("the scores of an image must differ, so that their order is clear")
        if max(self.labels) >= classes or min(self.labels) < 0 or self.k > classes:
            raise ValueError(f"there are {classes} classes, numbered from 0; labels and k must not exceed them")

    @property
    def names(self) -> str:
        """Letters of the classes."""
        return ascii_uppercase[: len(self.scores[0])]

    def admissible(self) -> bool:
        once, often = _within(self, 1), _within(self, self.k)
        return 1 <= once < often < len(self.labels) and often != _within(self, self.k - 1)

    @misconception("You divided by {{ k }} predictions per image. Divide by the number of images.")
    def divided_by_all_places(self) -> dict[str, float]:
        return {"top_k": _within(self, self.k) / (self.k * len(self.labels))}

    @misconception(
        "You counted only rank {{ k }}. {{ 'Rank 1 counts' if k == 2 else 'Ranks 1 to %d count' | format(k - 1) }} as well."
    )
    def only_this_rank(self) -> dict[str, float]:
        exactly = _within(self, self.k) - _within(self, self.k - 1)
        return {"hits": exactly, "top_k": exactly / len(self.labels)}

    @misconception("You gave the error rate. Accuracy is the fraction of images that are classified correctly.")
    def error_given(self) -> dict[str, float]:
        images = len(self.labels)
        return {"top_1": 1 - _within(self, 1) / images, "top_k": 1 - _within(self, self.k) / images}
