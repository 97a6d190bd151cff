"""A model without Flatten, with a loss that does not fit its labels, or with a loss of nan: which line is wrong, and why?"""

from typing import Literal

from examgen.authoring import Ask, Choice, Computed, Draw, Field, Input, Integer, Layer, Network, PositiveInt, Question
from examgen.authoring import Shape
from examgen.authoring import layers, misconception, observable
from examgen.question_bank.training._diagnosis import REASONS, SYMPTOMS, diagnosed

Fault = Literal["flatten", "window", "activation", "units", "labels", "rate"]


class DebugModel(Question):
    """A model with one planted mistake and what is observed: the line, the reason, and a shape on the way."""

    topic, level, title = "training", 3, "Debugging a model"
    conventions = ("channels_last", "floor", "valid_padding", "unit_stride", "pool_stride")
    stem = r"""
The following network is meant to classify {{ side }} × {{ side }} images with {{ channels }} channels. The labels are {{ labels }}.

```
{% for line in lines %}{{ "%2d" | format(loop.index) }}  {{ line | string }}
{% endfor %}{{ "%2d" | format(lines | length + 1) }}  compile(SGD(learning_rate={{ learning_rate }}), loss="{{ loss }}")
```

One line contains a mistake. If a layer is missing, the mistake is in the line that should follow it. {{ symptom }}
"""
    line = Ask(
        "Which line contains the mistake? Give its number.", Integer(), of=Computed(lambda q: q.diagnosis[0]), weight=2
    )
    why = Ask("What is wrong with this line?", Choice(REASONS), of=Computed(lambda q: q.diagnosis[1]), weight=2)
    fault: Fault = Field(description="Planted mistake: flatten, window, activation, units, labels or rate.")
    side: PositiveInt = Field(description="Height and width of the images.")
    channels: PositiveInt = Field(3, description="Number of channels of the images.")
    filters: tuple[PositiveInt, ...] = Field(
        min_length=1, max_length=5, description="Number of filters in each convolutional layer."
    )
    kernel_size: PositiveInt = Field(3, description="Side length of the kernels.")
    pool_size: PositiveInt = Field(2, description="Side length of the pooling windows.")
    classes: int = Field(ge=2, description="Number of classes.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        fault = d.choice("fault", ("flatten", "window", "window", "activation", "units", "labels", "rate"))
        few = d.choice("first", (8, 16, 32))
        return dict(
            fault=fault,
            side=d.choice("side", (28, 32, 36, 40, 48) if fault == "window" else (28, 32, 36, 40, 48, 56, 64, 96, 128)),
            filters=d.choice("filters", ((few, 2 * few, 4 * few)[: 3 if fault == "window" else 2],)),
            kernel_size=d.choice("kernel_size", (5, 7) if fault == "window" else (3, 5)),
            pool_size=d.choice("pool_size", (2, 2, 3)),
            classes=d.choice("classes", (2,) if fault == "units" else (5, 8, 10, 12, 20)),
        )

    def check(self) -> None:
        line, reason = self.diagnosis
        if reason == 1 and line == 1:
            raise ValueError("the first kernel must fit into the image")
        fits = reason != 1
        if fits != (self.fault != "window") or (self.fault == "units") != (self.classes == 2):
            raise ValueError("windows must fit into their inputs unless fault is window, and units needs 2 classes")

    def admissible(self) -> bool:
        return self.diagnosis[0] > 4 and 12 <= self.derivation().effort <= 16

    @property
    def lines(self) -> list[Layer]:
        """The layers in order."""
        blocks = (
            (layers.Conv2D(n, self.kernel_size, activation="relu"), layers.MaxPooling2D(self.pool_size))
            for n in self.filters
        )
        flat = [] if self.fault == "flatten" else [layers.Flatten()]
        last = layers.Dense(
            1 if self.fault == "units" else self.classes, activation="relu" if self.fault == "activation" else "softmax"
        )
        return [*(layer for block in blocks for layer in block), *flat, layers.Dense(64, activation="relu"), last]

    @property
    def labels(self) -> str:
        """The labels in words."""
        if self.fault == "units":
            return "0 or 1"
        one_hot = f"one-hot vectors of length {self.classes}"
        return f"class numbers from 0 to {self.classes - 1}" if self.fault == "labels" else one_hot

    @property
    def loss(self) -> str:
        """The loss in the code."""
        return "binary_crossentropy" if self.fault == "units" else "categorical_crossentropy"

    @property
    def learning_rate(self) -> float:
        """The learning rate in the code."""
        return 100.0 if self.fault == "rate" else 0.01

    @property
    def symptom(self) -> str:
        """What is observed."""
        return SYMPTOMS[self.fault]

    @property
    def diagnosis(self) -> tuple[int, int]:
        """The line with the mistake and the number of the reason."""
        return diagnosed(self.lines, self.side, self.labels.startswith("class"), self.loss.startswith("sparse"))

    @property
    def _probed(self) -> int:
        """The line whose output is asked for: the one before a window that is too large, the last one, or the last pooling layer."""
        if self.fault == "window":
            return self.diagnosis[0] - 1
        return len(self.lines) if self.fault == "flatten" else 2 * len(self.filters)

    @property
    def asks(self) -> dict[str, Ask]:
        text = f"What is the output shape of the layer in line {self._probed} of the given code?"
        return type(self).declared_asks() | {"shape": Ask(text, Shape(), of=observable.shape(f"line {self._probed}"))}

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.side, self.side, self.channels))
        for number, layer in enumerate(self.lines[: self._probed], start=1):
            net = net.add(f"line {number}", layer)
        return net

    @misconception("You chose the last layer. The error appears there, but the first dense layer needs a vector.")
    def where_it_shows(self) -> dict[str, int] | None:
        return {"line": len(self.lines)} if self.fault == "flatten" else None

    @misconception("You chose the line with `compile`. The loss and the learning rate fit; the last layer does not.")
    def compile_blamed(self) -> dict[str, int] | None:
        last = len(self.lines) + 1
        return {"line": last, "why": 4} if self.fault in ("activation", "units") else None

    @misconception("You chose the last layer. It fits the task; the mistake is in the line with `compile`.")
    def last_layer_blamed(self) -> dict[str, int] | None:
        return {"line": len(self.lines), "why": 2} if self.fault in ("labels", "rate") else None

    @misconception("You chose the first pooling layer. Its window fits into its input. Compute the sizes line by line.")
    def first_pooling_blamed(self) -> dict[str, int] | None:
        return {"line": 2} if self.fault == "window" else None
