"""A model without Flatten, with a loss that does not fit its labels, or with a loss of nan: which line is wrong, and why?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from examgen.authoring import (
    Ask,
    Choice,
    Computed,
    Draw,
    Field,
    Input,
    Integer,
    Layer,
    Network,
    PositiveInt,
    Question,
    Shape,
    layers,
    misconception,
    model_validator,
    observable,
)

Fault = Literal["flatten", "window", "activation", "units", "labels", "rate"]
REASONS = (
    "It needs a vector, but `Flatten()` is missing before it.",
    "The window is larger than the input of the layer.",
    "The activation function can output 0, but the loss takes the logarithm of the output.",
    "The softmax of a single value is always 1.",
    "The loss does not fit the labels.",
    "The learning rate is so large that the weights diverge.",
)
SHAPES = "Training stops with an error because the shapes of labels and outputs differ."
NAN = "In the first epoch, the loss becomes `nan`."
SYMPTOMS: Mapping[str, str] = {
    "flatten": SHAPES, "window": "Keras cannot build the model.", "activation": NAN,
    "units": "The accuracy stays the same in every epoch.", "labels": SHAPES, "rate": NAN,
}  # fmt: skip


def _diagnosed(q: DebugModel) -> tuple[int, int]:
    """The first line in which something cannot be, read from the code alone, and the number of the reason."""
    size: tuple[int, ...] = (q.side, q.side, q.channels)
    for number, layer in enumerate(q.lines, start=1):
        kind = layer.type.name
        if kind in ("Conv2D", "MaxPooling2D"):
            window = layer["kernel_size" if kind == "Conv2D" else "pool_size"]
            assert isinstance(window, int)
            if window > size[0]:
                return number, 1
            size = (size[0] - window + 1 if kind == "Conv2D" else size[0] // window,) * 2
        elif kind == "Flatten":
            size = ()
        elif size:
            return number, 0
        elif number == len(q.lines) and layer["activation"] != "softmax":
            return number, 2
        elif layer["activation"] == "softmax" and layer["units"] == 1:
            return number, 3
    return len(q.lines) + 1, 4 if q.labels.startswith("class") and not q.loss.startswith("sparse") else 5


class DebugModel(Question):
    """A model with one planted mistake and what is observed: the line, the reason, and a shape on the way."""

    topic, level, title = "training", 3, "Debugging a model"
    attested_by = ("Computed", "Keras")
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
        "Which line contains the mistake? Give its number.",
        Integer(),
        of=Computed(lambda q: _diagnosed(q)[0]),
        weight=2,
    )
    why = Ask("What is wrong with this line?", Choice(REASONS), of=Computed(lambda q: _diagnosed(q)[1]), weight=2)

    fault: Fault
    """Planted mistake: flatten (missing), window (too large), activation (of the output), units, labels (and loss) or rate."""
    side: PositiveInt
    """Height and width of the images."""
    channels: PositiveInt = 3
    """Number of channels of the images."""
    filters: tuple[PositiveInt, ...] = Field(min_length=1, max_length=5)
    """Number of filters in each convolutional layer; max pooling follows each of them."""
    kernel_size: PositiveInt = 3
    """Side length of the kernels."""
    pool_size: PositiveInt = 2
    """Side length of the pooling windows."""
    classes: int = Field(ge=2)
    """Number of classes."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        fault = d.choice("fault", ("flatten", "window", "window", "activation", "units", "labels", "rate"))
        few = d.choice("first", (8, 16, 32))
        return dict(
            fault=fault,
            side=d.choice("side", (28, 32, 36, 40, 48) if fault == "window" else (28, 32, 36, 40, 48, 56, 64, 96, 128)),
            channels=d.choice("channels", (3,)),
            filters=d.choice("filters", ((few, 2 * few, 4 * few)[: 3 if fault == "window" else 2],)),
            kernel_size=d.choice("kernel_size", (5, 7) if fault == "window" else (3, 5)),
            pool_size=d.choice("pool_size", (2, 2, 3)),
            classes=d.choice("classes", (2,) if fault == "units" else (5, 8, 10, 12, 20)),
        )

    @model_validator(mode="after")
    def _only_the_planted_mistake(self) -> Self:
        line, reason = _diagnosed(self)
        if reason == 1 and line == 1:
            raise ValueError("the first kernel must fit into the image")
        fits = reason != 1
        if fits != (self.fault != "window") or (self.fault == "units") != (self.classes == 2):
            raise ValueError("windows must fit into their inputs unless fault is window, and units needs 2 classes")
        return self

    def admissible(self) -> bool:
        return _diagnosed(self)[0] > 4 and 12 <= self.derivation().effort <= 16

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
    def _probed(self) -> int:
        """The line whose output is asked for: the one before a window that is too large, the last one, or the last pooling layer."""
        if self.fault == "window":
            return _diagnosed(self)[0] - 1
        return len(self.lines) if self.fault == "flatten" else 2 * len(self.filters)

    @property
    def asks(self) -> Mapping[str, Ask]:
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
