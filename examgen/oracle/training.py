"""Weights after some steps of a real optimizer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from examgen.model.observable import AfterStep
from examgen.oracle.building import Tensor, made
from examgen.oracle.libraries import libraries
from examgen.oracle.refusal import refused
from examgen.oracle.wiring import Wired

Forward = Callable[[Mapping[str, Tensor]], Any]


class Trainer:
    """An optimizer built for the weights of a network, and the state that it starts from.

    On the TensorFlow backend Keras has no `stateless_apply`, so the optimizer applies to variables of its own.
    """

    def __init__(self, wired: Wired, wanted: AfterStep, forward: Forward) -> None:
        lib = libraries()
        self._wanted, self._forward = wanted, forward
        names = dict.fromkeys([*(name for node in wired.network.nodes for name in node.weights), wanted.weight])
        self._variables = {
            name: lib.keras.Variable(lib.np.zeros(wired.shapes[name]), dtype="float64") for name in names
        }
        with refused(f"build {wanted.optimizer}"):
            self._rule: Any = made(wanted.optimizer)
            self._rule.build(list(self._variables.values()))
        self._start = [variable.numpy() for variable in self._rule.variables]

    def __call__(self, arrays: Mapping[str, Tensor]) -> Tensor:
        """The wanted weight after its steps; every named weight of the network is trained together."""
        tf, variables = libraries().tf, self._variables
        for variable, start in zip(self._rule.variables, self._start, strict=True):
            variable.assign(start)
        for name, variable in variables.items():
            variable.assign(arrays[name])
        for _ in range(self._wanted.steps):
            values = {**arrays, **{name: tf.identity(v.value) for name, v in variables.items()}}
            with tf.GradientTape() as tape:
                for name in variables:
                    tape.watch(values[name])
                target = tf.reduce_sum(self._forward(values)[self._wanted.loss])
            slopes = tape.gradient(target, [values[name] for name in variables], unconnected_gradients="zero")
            self._rule.apply(slopes, list(variables.values()))
        return tf.identity(variables[self._wanted.weight].value)
