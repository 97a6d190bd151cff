"""An image may show several of 12 kinds of objects: which output layer and loss does the network need?"""

from typing import Literal

from examgen.authoring import Ask, Choice, Computed, Count, Draw, Field, Input, Integer, Network, Question, Real
from examgen.authoring import layers, misconception, observable
from examgen.question_bank.training._initial_weights import first_loss

Task = Literal["classes", "binary", "labels", "regression"]
OPTIONS = (
    "softmax, with the categorical cross-entropy",
    "sigmoid, with the binary cross-entropy",
    "no activation function, with the mean squared error",
    "ReLU, with the categorical cross-entropy",
)
RIGHT: dict[str, int] = {"classes": 0, "binary": 1, "labels": 1, "regression": 2}


def _units(q: "OutputLayer") -> int:
    """One output per thing that is predicted independently of the others or against them."""
    return len([None] if q.task == "binary" else range(q.outputs))


class OutputLayer(Question):
    """Units, activation function and loss of the last layer, and the loss to expect before training."""

    topic, level, title = "training", 2, "Output layer and loss"
    conventions = ("natural_logarithm", "bias")
    inapplicable = ("one_channel_only",)
    stem = r"""
{% if task == "classes" %}A network classifies images into {{ outputs }} classes; every image belongs to exactly one of them. The labels are
one-hot encoded.{% elif task == "binary" %}A network predicts whether an X-ray image shows a fracture. The label is 1 (fracture) or 0 (no
fracture).{% elif task == "labels" %}A network predicts which of {{ outputs }} kinds of objects an image shows. An image may show several
kinds or none; its label has one entry per kind, 1 or 0.{% else %}A network predicts the coordinates of landmarks in images of faces,
{{ outputs }} real number{{ "s" if outputs > 1 }} per image.{% endif %} The last layer is a dense layer whose input has
{{ features }} values.
"""
    features: Count = Field(description="Number of inputs of the last layer.")
    task: Task = Field(description="Task: classes (one of several), binary, labels (any of several) or regression.")
    outputs: int = Field(1, ge=1, le=100_000, description="Number of classes, labels or values predicted; 1 if binary.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        task = d.choice("task", ("classes", "labels"))
        outputs = (1,) if task == "binary" else (10, 12, 15, 18, 20, 24, 30, 40, 50, 80)
        return dict(
            features=d.choice("features", (64, 96, 128, 256, 512, 768, 1024, 2048)),
            task=task,
            outputs=d.choice("outputs", outputs),
        )

    def check(self) -> None:
        if self.task == "binary" and self.outputs != 1:
            raise ValueError(f"a binary task has one output, got {self.outputs}")
        if self.task in ("classes", "labels") and self.outputs < 2:
            raise ValueError(f"outputs must be at least 2 for the task {self.task}, got {self.outputs}")

    @property
    def asks(self) -> dict[str, Ask]:
        asks = {
            "which": Ask(
                "Which activation function and loss fit this layer?",
                Choice(OPTIONS),
                of=Computed(lambda q: RIGHT[q.task]),
            ),
            "units": Ask("What is the smallest number of units that this layer needs?", Integer(), of=Computed(_units)),
            "count": Ask(
                "How many parameters does the layer then have?",
                Integer(),
                of=observable.parameters("output"),
                follows="units",
                continues=lambda q, answers: (q.features + 1) * answers["units"],
            ),
        }
        if self.task != "regression":
            asks["loss"] = Ask(
                "Before training, all logits are close to 0. What loss per example do you expect"
                "{{ ', as a mean over the outputs' if task == 'labels' }}?",
                Real(decimals=3),
                of=Computed(lambda q: first_loss(q.task, q.outputs)),
            )
        return asks

    def admissible(self) -> bool:
        return 9 <= self.derivation().effort <= 10

    @property
    def network(self) -> Network:
        activation = ("softmax", "sigmoid", None)[RIGHT[self.task]]
        return Network(x=Input(self.features)).add("output", layers.Dense(self.outputs, activation=activation))

    @misconception("You used softmax. It fits tasks in which each example belongs to exactly one class.")
    def softmax_for_sigmoid(self) -> dict[str, object] | None:
        return {"which": 0} if RIGHT[self.task] == 1 else None

    @misconception(
        "You used the sigmoid. If each example belongs to exactly one class, use softmax, whose outputs are probabilities that sum to 1."
    )
    def sigmoid_for_softmax(self) -> dict[str, object] | None:
        return {"which": 1, "loss": first_loss("labels", self.outputs)} if self.task == "classes" else None

    @misconception(
        "You computed the loss of a softmax layer. Here, each sigmoid output is a separate decision between two cases."
    )
    def as_many_cases_as_outputs(self) -> dict[str, object] | None:
        return {"loss": first_loss("classes", self.outputs)} if self.task == "labels" else None

    @misconception(
        "You used one unit for all {{ 'classes' if task == 'classes' else 'kinds' }}. The layer needs one unit for each of them."
    )
    def one_unit(self) -> dict[str, object] | None:
        return {"units": 1, "count": self.features + 1} if self.task in ("classes", "labels") else None
