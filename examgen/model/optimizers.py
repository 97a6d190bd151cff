"""The optimizers of Keras that take a training step: ``optimizers.SGD(0.1, momentum=0.9)``."""

from __future__ import annotations

from examgen.model.network import LayerType

SGD = LayerType(
    "optimizers",
    "SGD",
    ("learning_rate",),
    {"momentum": 0.0, "nesterov": False, "clipnorm": None, "clipvalue": None, "global_clipnorm": None},
)
Adam = LayerType(
    "optimizers",
    "Adam",
    ("learning_rate",),
    {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7, "amsgrad": False},
)
RMSprop = LayerType(
    "optimizers",
    "RMSprop",
    ("learning_rate",),
    {"rho": 0.9, "momentum": 0.0, "epsilon": 1e-7, "centered": False},
)
Adagrad = LayerType("optimizers", "Adagrad", ("learning_rate",), {"initial_accumulator_value": 0.1, "epsilon": 1e-7})
