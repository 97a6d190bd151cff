"""The Keras code that reproduces an answer, for the key: written from the same network that the oracle runs."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from fractions import Fraction

from examgen.arrays import Array, shape
from examgen.network import Input, Network, Node, code
from examgen.observable import AfterStep, Gradient, Observable, Parameters, Shape, Value


def snippet(network: Network, observables: Sequence[Observable]) -> str:
    """Python that builds the layers, runs them and prints what is asked; it needs keras and numpy alone."""
    return "\n".join(_Writer(network, observables).lines())


class _Writer:
    def __init__(self, network: Network, observables: Sequence[Observable]) -> None:
        wanted = {name for o in observables for name in _names(network, o)}
        self.network = network.needed_for(wanted)
        self.observables = observables
        self.numeric = any(not isinstance(o, Shape | Parameters) for o in observables)
        self.taped = any(isinstance(o, Gradient) for o in observables)
        self.layers: dict[object, str] = {}

    def lines(self) -> Iterator[str]:
        yield "import keras"
        if self.numeric:
            yield "import numpy as np"
            if self.taped:
                yield "import tensorflow as tf"
            yield ""
            yield 'keras.config.set_floatx("float64")'
        if any(isinstance(o, AfterStep) for o in self.observables):
            yield from self._training()
            return
        yield from self._arrays()
        yield ""
        indent = ""
        if self.taped:
            watched = dict.fromkeys(o.by for o in self.observables if isinstance(o, Gradient))
            yield "with tf.GradientTape(persistent=True) as tape:"
            indent = "    "
            for name in watched:
                if name in self.network.arrays:
                    yield f"    {_name(name)} = tf.constant({_name(name)})"
                    yield f"    tape.watch({_name(name)})"
        for node in self.network.nodes:
            yield from (indent + line for line in self._call(node))
        yield from (f"print({self._asked(o)})" for o in self.observables)

    def _training(self) -> Iterator[str]:
        yield from self._arrays()
        yield ""
        for step in (o for o in self.observables if isinstance(o, AfterStep)):
            names = dict.fromkeys([*(n for node in self.network.nodes for n in node.weights), step.weight])
            for name in names:
                yield f"{_name(name)} = keras.Variable({_name(name)})"
            yield f"optimizer = keras.optimizers.{step.optimizer}"
            yield f"for _ in range({step.steps}):"
            yield "    with tf.GradientTape() as tape:"
            for node in self.network.nodes:
                yield from ("        " + line for line in self._call(node))
            listed = ", ".join(_name(n) for n in names)
            yield f"    slopes = tape.gradient({_name(step.loss)}, [v.value for v in ({listed},)])"
            yield f"    optimizer.apply(slopes, [{listed}])"
            yield f"print({_name(step.weight)}.numpy())"

    def _arrays(self) -> Iterator[str]:
        for name, value in self.network.arrays.items():
            if isinstance(value, Input):
                yield f"{_name(name)} = keras.Input({code(value.shape)})"
            else:
                yield f"{_name(name)} = np.array({_literal(value)}, float)"

    def _call(self, node: Node) -> Iterator[str]:
        namespace, kind = node.layer.kind.namespace, node.layer.kind
        outputs = ", ".join(_name(output) for output in node.outputs)
        if namespace == "ops":
            inputs = ", ".join(map(_name, node.inputs))
            options = ", ".join(f"{n}={code(v)}" for n, v in node.layer.given)
            gathered = f"[{inputs}]" if kind.name in ("stack", "concatenate") else inputs
            yield f"{outputs} = keras.ops.{kind.name}({gathered}{', ' if options else ''}{options})"
            return
        batched = [self._batched(node, name) for name in node.inputs]
        if namespace == "losses":
            yield f"{outputs} = keras.losses.{node.layer}({', '.join(batched)})"
            return
        layer = yield from self._layer(node)
        read = batched[0] if len(batched) == 1 else f"[{', '.join(batched)}]"
        if not self.numeric:
            yield f"{outputs} = {layer}({read})"
        elif kind.name.endswith("Cell"):
            states = ", ".join(self._batched(node, name) for name in node.state)
            yield f"_, states = {layer}({read}, [{states}])"
            yield from (f"{_name(output)} = states[{i}][0]" for i, output in enumerate(node.outputs))
        elif node.state:
            states = ", ".join(self._batched(node, name) for name in node.state)
            yield f"{outputs} = {layer}({read}, initial_state=[{states}])[0]"
        elif len(node.outputs) > 1:
            yield f"{outputs} = (result[0] for result in {layer}({read}))"
        else:
            yield f"{outputs} = {layer}({read})[0]"

    def _layer(self, node: Node) -> Generator[str, None, str]:
        """The lines that make a node's layer, once for all nodes that share it; returns its variable."""
        identity = (node.layer, node.weights) if node.weights else node
        if identity in self.layers:
            return self.layers[identity]
        if self.numeric and not node.weights:
            return f"keras.layers.{node.layer}"
        name = f"{_name(node.outputs[0])}_layer" if not node.layer.kind.name.endswith("Cell") else "cell"
        if name in self.layers.values():
            name = f"{name}{len(self.layers)}"
        self.layers[identity] = name
        yield f"{name} = keras.layers.{node.layer}"
        if node.weights:
            lengths = self._read_shape(node, node.inputs[0])
            yield f"{name}.build({code((None, *lengths))})"
            weights = ", ".join(_name(w) for w in node.weights)
            yield f"{name}.set_weights([w.reshape(v.shape) for w, v in zip([{weights}], {name}.weights)])"
        return name

    def _read_shape(self, node: Node, name: str) -> tuple[int | None, ...]:
        lengths: tuple[int | None, ...] = dict(self.network.shapes).get(name, ())
        rank = node.layer.kind.rank or len(lengths) or 1
        return lengths + (1,) * (rank - len(lengths)) if name in self.network.arrays else (None,) * rank

    def _batched(self, node: Node, name: str) -> str:
        """A tensor as a layer wants it: with a batch axis in front, and channels at the end where it has none."""
        if not self.numeric:
            return _name(name)
        value = self.network.arrays.get(name)
        rank = node.layer.kind.rank
        if value is None or isinstance(value, Input):
            return f"{_name(name)}[None]"
        missing = 0 if rank is None else rank - len(shape(value))
        if node.state and name in node.state:
            missing = 1 - len(shape(value))
        return f"{_name(name)}[None{', ...' if missing else ''}{', None' * missing}]"

    def _asked(self, observable: Observable) -> str:
        match observable:
            case Value(name):
                return f"np.squeeze({_name(name)})"
            case Shape(name, axis):
                suffix = "[1:]" if axis is None else f"[{axis + 1}]"
                return f"{_name(name)}.shape{suffix}"
            case Parameters(names):
                found = names or tuple(n.outputs[0] for n in self.network.nodes if n.layer.kind.namespace == "layers")
                layers = dict.fromkeys(self._layer_name(self.network.node(n)) for n in found)
                return " + ".join(f"{layer}.count_params()" for layer in layers)
            case Gradient(of, by):
                return f"tape.gradient({_name(of)}, {_name(by)})"
            case _:
                raise AssertionError(observable)

    def _layer_name(self, node: Node) -> str:
        return self.layers[(node.layer, node.weights) if node.weights else node]


def _names(network: Network, observable: Observable) -> tuple[str, ...]:
    match observable:
        case Value(name) | Shape(name):
            return (name,)
        case Parameters(names):
            return names or network.names
        case Gradient(of, by):
            return (of, by)
        case AfterStep(weight, loss):
            return (weight, loss)
    raise AssertionError(observable)


def _name(name: str) -> str:
    """A name of the network as a Python name."""
    return re.sub(r"\W", "_", name)


def _literal(value: Array) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_literal, value))}]"
    return f"{value.numerator} / {value.denominator}" if isinstance(value, Fraction) else repr(value)
