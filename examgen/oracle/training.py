"""Weights after some steps of a real optimizer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from examgen.model.network import Layer
from examgen.model.observable import AfterStep
from examgen.oracle.building import Lengths, Tensor, made
from examgen.oracle.kept import Kept
from examgen.oracle.libraries import libraries
from examgen.oracle.refusal import refused
from examgen.oracle.wiring import Wired

Forward = Callable[[Mapping[str, Tensor]], Any]


class Rule:
    """An optimizer built for variables of some shapes, and the state that it starts from."""

    def __init__(self, optimizer: Layer, shapes: tuple[Lengths, ...]) -> None:
        lib = libraries()
        self.variables = [lib.keras.Variable(lib.np.zeros(lengths), dtype="float64") for lengths in shapes]
        self._keras: Any = made(optimizer)
        self._keras.build(self.variables)
        self._start = [variable.numpy() for variable in self._keras.variables]

    def begin(self, arrays: Iterable[Tensor]) -> None:
        """Start anew from these arrays."""
        for variable, start in zip(self._keras.variables, self._start, strict=True):
            variable.assign(start)
        for variable, array in zip(self.variables, arrays, strict=True):
            variable.assign(array)

    def apply(self, slopes: Sequence[Tensor]) -> None:
        """Take a step."""
        self._keras.apply(slopes, self.variables)


_rules: Kept[tuple[Layer, tuple[Lengths, ...]], Rule] = Kept(4_000_000, lambda rule: 20_000)


def _rule(optimizer: Layer, shapes: tuple[Lengths, ...]) -> Rule:
    """An optimizer for variables of these shapes, made once: whoever uses it starts it anew."""
    key = optimizer, shapes
    return _rules.get(key) or _rules.put(key, Rule(optimizer, shapes))


class Trainer:
    """An optimizer for the weights of a network.

    On the TensorFlow backend Keras has no `stateless_apply`, so the optimizer applies to variables of its own.
    """

    def __init__(self, wired: Wired, wanted: AfterStep, forward: Forward) -> None:
        self._wanted, self._forward = wanted, forward
        named = dict.fromkeys([*(name for node in wired.network.nodes for name in node.weights), wanted.weight])
        self._names = list(named)
        with refused(f"build {wanted.optimizer}"):
            self._rule = _rule(wanted.optimizer, tuple(wired.shapes[name] for name in self._names))

    def __call__(self, arrays: Mapping[str, Tensor]) -> Tensor:
        """The wanted weight after its steps; every named weight of the network is trained together."""
        tf, variables = libraries().tf, dict(zip(self._names, self._rule.variables, strict=True))
        self._rule.begin([arrays[name] for name in self._names])
        for _ in range(self._wanted.steps):
            values = {**arrays, **{name: tf.identity(v.value) for name, v in variables.items()}}
            with tf.GradientTape() as tape:
                for name in variables:
                    tape.watch(values[name])
                target = tf.reduce_sum(self._forward(values)[self._wanted.loss])
            slopes = tape.gradient(target, [values[name] for name in variables], unconnected_gradients="zero")
            self._rule.apply(slopes)
        return tf.identity(variables[self._wanted.weight].value)
