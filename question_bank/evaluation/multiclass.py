"""A confusion matrix of three classes: what are the accuracy, and the precision and recall of one class?"""

from collections.abc import Callable
from fractions import Fraction
from statistics import mean
from typing import Any, Literal

from examgen.authoring import Ask, Computed, Draw, Field, Grid, Question, Real, cells, misconception, shape, transposed
from examgen.question_bank.evaluation._measures import accuracy, f1, precision, recall

_NAMES = [
    tuple(names.split()) for names in ("cat dog rabbit", "car bus lorry", "daisy rose tulip", "glass paper plastic")
]


def _asked(text: str, work: Callable[[Any], Fraction]) -> Ask:
    return Ask(text, Real(decimals=3), of=Computed(work))


class Multiclass(Question):
    """Accuracy, precision and recall of a classifier with several classes."""

    topic, level, title = "evaluation", 2, "A confusion matrix with several classes"
    axes = {"confusion": "classes classes", "names": "classes"}
    stem = r"""
A classifier for {{ names | length }} classes is evaluated on {{ confusion | map("sum") | sum }} test images. The confusion matrix has one
row per {{ "actual" if rows == "actual" else "predicted" }} class and one column per {{ "predicted" if rows == "actual" else "actual" }}
class:

| | {{ names | join(" | ") }} |
|:-------|{% for name in names %}:------:|{% endfor %}
{% for counts in confusion %}| **{{ names[loop.index0] }}** | {{ counts | join(" | ") }} |
{% endfor %}
"""
    accuracy = _asked("Compute the accuracy.", lambda q: accuracy(q.actual))
    precision = _asked(
        "Compute the precision for the class *{{ names[target] }}*.", lambda q: precision(q.actual, q.target)
    )
    recall = _asked("Compute the recall for the class *{{ names[target] }}*.", lambda q: recall(q.actual, q.target))
    confusion: Grid = Field(description="Counts of test images, one row and one column per class.")
    names: tuple[str, ...] = Field(min_length=2, max_length=20, description="Names of the classes.")
    target: int = Field(ge=0, description="Class whose precision and recall are asked for, counted from 0.")
    rows: Literal["actual", "predicted"] = Field("actual", description="Which classes the rows show.")
    macro: bool = Field(False, description="Whether macro-averaged precision, recall and F1 score are asked for, too.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        k = d.integer("classes", 3, 3)
        counts = d.grid("errors", (k, k), range(1, 16))
        right = d.row("right", k, range(31, 60))
        drawn = tuple(tuple(right[i] if i == j else n for j, n in enumerate(row)) for i, row in enumerate(counts))
        confusion = d.choice("confusion", (drawn,))
        classes = len(confusion)
        numbered = tuple(f"class {i + 1}" for i in range(classes))
        named = [names for names in _NAMES if len(names) == classes] or [numbered]
        return dict(confusion=confusion, names=d.choice("names", named), target=d.integer("target", 0, classes - 1))

    def check(self) -> None:
        if any(not isinstance(n, int) or n < 0 for n in cells(self.confusion)) or sum(cells(self.confusion)) > 10**6:
            raise ValueError("confusion must hold whole numbers from 0, at most 1,000,000 in all")
        if self.target >= len(self.names):
            raise ValueError(f"classes are numbered 0 to {len(self.names) - 1}, target names {self.target}")
        for k in range(len(self.names)) if self.macro else (self.target,):
            if not sum(self.actual[k]) or not sum(row[k] for row in self.actual):
                raise ValueError(f"the class {self.names[k]} must occur among the actual and the predicted classes")

    @property
    def actual(self) -> Grid:
        """The counts with one row per actual class."""
        return self.confusion if self.rows == "actual" else transposed(self.confusion)  # type: ignore[return-value]

    def admissible(self) -> bool:
        row, column = sum(self.actual[self.target]), sum(r[self.target] for r in self.actual)
        return abs(row - column) >= 5 and 26 <= self.derivation().effort <= 30 and shape(self.confusion) == (3, 3)

    @property
    def asks(self) -> dict[str, Ask]:
        asks = type(self).declared_asks()
        if self.macro:
            every = range(len(self.names))
            text, scores = "Compute the macro-averaged {}.", "F1 score: the mean of the F1 scores of all classes"
            asks |= {
                "macro_precision": _asked(
                    text.format("precision"), lambda q: mean(precision(q.actual, k) for k in every)
                ),
                "macro_recall": _asked(text.format("recall"), lambda q: mean(recall(q.actual, k) for k in every)),
                "macro_f1": _asked(text.format(scores), lambda q: mean(f1(q.actual, k) for k in every)),
            }
        return asks

    @misconception(
        "You swapped precision and recall. Precision divides by the images predicted as *{{ names[target] }}*, recall by the images "
        "that are *{{ names[target] }}*."
    )
    def precision_for_recall(self) -> Question | None:
        return self.but(rows="predicted" if self.rows == "actual" else "actual")

    @misconception(
        "You divided by the number of all images. Precision divides by the images predicted as *{{ names[target] }}*, recall by the "
        "images that are *{{ names[target] }}*."
    )
    def divided_by_all(self) -> dict[str, Fraction]:
        share = Fraction(int(self.actual[self.target][self.target]), int(sum(cells(self.confusion))))
        return {"precision": share, "recall": share}

    @misconception("You averaged the recalls of the classes. Accuracy is the share of all images classified correctly.")
    def recalls_averaged(self) -> dict[str, Fraction] | None:
        every = range(len(self.names)) if all(map(sum, self.actual)) else ()
        return {"accuracy": mean(recall(self.actual, k) for k in every)} if every else None
