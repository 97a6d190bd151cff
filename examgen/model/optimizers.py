"""The optimizers of Keras that take a training step: ``optimizers.SGD(0.1, momentum=0.9)``."""

from __future__ import annotations

from examgen.model.network import LayerType

SGD = LayerType(
    "optimizers",
    "SGD",
    ("learning_rate",),
    {"momentum": 0.0, "nesterov": False, "clipnorm": None, "clipvalue": None, "global_clipnorm": None},
)
