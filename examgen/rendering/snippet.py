"""The Keras code that reproduces an answer, for the key: written from the same network that the oracle runs."""

from __future__ import annotations

import keyword
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from fractions import Fraction

from examgen.arrays import Array, Scalar, cells, shape
from examgen.model.network import Input, Layer, Network, Node, Option, code
from examgen.model.observable import (
    AfterStep,
    Combined,
    Gradient,
    Multiplications,
    Observable,
    OutputShape,
    Parameters,
    PixelUse,
    ReceptiveField,
    Value,
    parts,
)
from examgen.oracle.linearised import linearised

Lines = Generator[str, None, str]
"""Lines of code, and what stands for their result."""


def snippet(network: Network, observables: Sequence[Observable]) -> str:
    """Python that builds the layers, runs them and prints what is asked; it needs keras and numpy alone."""
    body = list(_Writer(network, observables).lines())
    used = [line for line in _IMPORTS if re.search(rf"\b{line.split()[-1]}\.", "\n".join(body))]
    return "\n".join([*used, "", *body])


_IMPORTS = ("import math", "import keras", "import numpy as np", "import tensorflow as tf")
_TAKEN = {
    "int",
    "keras",
    "layer",
    "math",
    "model",
    "np",
    "ones",
    "optimizer",
    "result",
    "sum",
    "tape",
    "tf",
    "used",
    "weights",
    "zip",
}
_COMBINED = {"total", "difference", "ratio", "scaled"}
_REDUCTIONS = {"sum", "mean", "max", "min", "argmax", "argmin", "norm", "var", "std"}


class _Writer:
    """Writes a network down in the order in which it runs.

    Tensors are symbolic where only sizes are asked for, and else hold one example without its batch axis, as our networks do.
    """

    def __init__(self, network: Network, observables: Sequence[Observable]) -> None:
        self.observables = observables
        self.asked = [part for observable in observables for part in parts(observable)]
        wanted = {
            name for o in self.asked if not isinstance(o, PixelUse | ReceptiveField) for name in _names(network, o)
        }
        self.whole = network
        self.network = network.needed_for(wanted)
        numbers = any(isinstance(o, Value | Gradient | AfterStep) for o in self.asked)
        self.numeric = numbers or any(n.layer.type.namespace != "layers" for n in self.network.nodes)
        self.ranks = _ranks(self.network)
        self.layers: dict[object, str] = {}
        # A weight that is read elsewhere too stays a tensor of its own when a gradient is taken by it.
        inputs = {name for node in self.network.nodes for name in node.inputs}
        self.free = {o.by for o in self.asked if isinstance(o, Gradient) and o.by in inputs}

    # the program ----------------------------------------------------------------------------------------------------

    def lines(self) -> Iterator[str]:
        if self.numeric:
            yield 'keras.config.set_floatx("float64")'
        taped = [o for o in self.asked if isinstance(o, Gradient)]
        trained = [o for o in self.asked if isinstance(o, AfterStep)]
        yield from self._arrays({o.by for o in taped} | {o.weight for o in trained})
        if taped:
            yield "with tf.GradientTape(persistent=True) as tape:"
            yield from ("    " + line for line in self._calls([o.by for o in taped]))
        else:
            yield from self._calls([])
        results: dict[Observable, str] = {}
        for part in dict.fromkeys(self.asked):
            if isinstance(part, AfterStep):
                results[part] = yield from self._trained(part)
            elif isinstance(part, PixelUse | ReceptiveField):
                results[part] = yield from self._opened(part)
        for observable in self.observables:
            told = self._told(observable, results)
            yield f"print(np.squeeze({told}))" if _is_array(observable) else f"print({told})"

    def _arrays(self, changing: set[str]) -> Iterator[str]:
        """The named arrays; those that a gradient or a training step is about are variables, unless a layer owns them."""
        owned = {name for node in self.network.nodes for name in node.weights} - self.free
        for name, value in self.network.arrays.items():
            if not self.numeric:
                if name not in owned:
                    yield f"{_name(name)} = keras.Input({code(self._lifted(name))})"
                continue
            written = f"np.zeros({code(value.shape)})" if isinstance(value, Input) else _array(value)
            is_variable = name in changing and name not in owned
            yield f"{_name(name)} = {f'tf.Variable({written})' if is_variable else written}"

    def _calls(self, watched: Sequence[str]) -> Iterator[str]:
        for node in self.network.nodes:
            yield from self._call(node)
            yield from (f"tape.watch({_name(name)})" for name in dict.fromkeys(watched) if name in node.outputs)

    def _trained(self, step: AfterStep) -> Lines:
        """Training steps on every weight of the network at once, as the oracle takes them."""
        names = dict.fromkeys([*(n for node in self.network.nodes for n in node.weights), step.weight])
        listed = ", ".join(self._variable(name) for name in names)
        yield f"weights = [{listed}]"
        yield f"optimizer = keras.optimizers.{step.optimizer}"
        yield f"for _ in range({step.steps}):"
        yield "    with tf.GradientTape() as tape:"
        yield from ("        " + line for line in self._calls([]))
        yield f"    optimizer.apply(tape.gradient({_name(step.loss)}, weights), weights)"
        return self._variable(step.weight)

    def _opened(self, observable: PixelUse | ReceptiveField) -> Lines:
        """The gradient through the laid-open network with every weight 1."""
        used = f"used_{self.asked.index(observable) + 1}"
        opened = linearised(self.whole).needed_for([observable.of, observable.by])
        inner = _Writer(opened, [OutputShape(observable.of)])
        yield from inner._arrays(set())
        yield from inner._calls([])
        yield f"model = keras.Model({_name(observable.by)}, {_name(observable.of)})"
        yield "model.set_weights([np.ones_like(w) for w in model.get_weights()])"
        yield f"ones = tf.ones((1, *{_name(observable.by)}.shape[1:]))"
        yield "with tf.GradientTape() as tape:"
        yield "    tape.watch(ones)"
        yield "    result = model(ones)"
        if isinstance(observable, ReceptiveField):
            yield "    result = result[(0, *((n - 1) // 2 for n in result.shape[1:-1]))]"
        yield f"{used} = tape.gradient(result, ones)[0]"
        return used if isinstance(observable, PixelUse) else f"np.ptp(np.nonzero({used})[{observable.axis}]) + 1"

    # one node -------------------------------------------------------------------------------------------------------

    def _call(self, node: Node) -> Iterator[str]:
        layer, kind = node.layer, node.layer.type
        outputs = ", ".join(_name(output) for output in node.outputs)
        if kind.namespace == "ops":
            inputs = ", ".join(_lifted_code(_name(n), self._missing(node, n), batched=False) for n in node.inputs)
            options = "".join(f", {n}={code(v)}" for n, v in layer.given)
            yield f"{outputs} = keras.ops.{kind.name}({f'[{inputs}]' if _gathers(node) else inputs}{options})"
            return
        inputs, states = (", ".join(self._batched(node, name) for name in names) for names in (node.inputs, node.state))
        if kind.namespace == "losses":
            yield f"{outputs} = keras.losses.{layer}({inputs})"
            return
        made = yield from self._layer(node, self._batched(node, node.inputs[0]))
        options = "".join(f", {name}={code(value)}" for name, value in layer.at_call.items())
        read = inputs if len(node.inputs) == 1 else f"[{inputs}]"
        called = made
        if self._is_derived(node):
            yield f"weights = {self._weights(node, made, 'keras.ops')}"
            called, read = f"{made}.stateless_call", f"weights, {made}.non_trainable_variables, {read}"
        chosen = "[0]" if self._is_derived(node) else ""
        if kind.name.endswith("Cell"):
            yield f"_, ({outputs}{',' * (len(node.outputs) == 1)}) = {called}({read}, [{states}]){chosen}"
            if self.numeric:
                yield f"{outputs} = {', '.join(f'{_name(output)}[0]' for output in node.outputs)}"
            return
        options = f", initial_state=[{states}]{options}" if states else options
        called = f"{called}({read}{options}){chosen}"
        if not self.numeric:
            yield f"{outputs} = {called}"
        elif len(node.outputs) > 1:
            yield f"{outputs} = (result[0] for result in {called})"
        else:
            yield f"{outputs} = {called}[0]"

    def _layer(self, node: Node, read: str) -> Lines:
        """The lines that make a node's layer, once for all nodes that share it; its name."""
        identity = _identity(node)
        if identity in self.layers:
            return self.layers[identity]
        if not node.weights and not self._is_counted(node):
            return f"keras.layers.{node.layer}"
        name = f"{_name(node.outputs[0])}_layer" if not node.layer.type.name.endswith("Cell") else "cell"
        if name in self.layers.values():
            name = f"{name}_{len(self.layers)}"
        self.layers[identity] = name
        yield f"{name} = keras.layers.{node.layer}"
        if node.weights and self.numeric:
            yield f"{name}.build(tuple({read}.shape))"
            if not self._is_derived(node):
                yield f"{name}.set_weights({self._weights(node, name, 'np')})"
        return name

    def _is_derived(self, node: Node) -> bool:
        """Whether a gradient flows through weights that are computed, which a layer cannot hold as its own."""
        taped = any(isinstance(o, Gradient) for o in self.asked)
        return taped and any(name not in self.network.arrays or name in self.free for name in node.weights)

    def _weights(self, node: Node, layer: str, library: str) -> str:
        listed = ", ".join(map(_name, node.weights))
        return f"[{library}.reshape(w, v.shape) for w, v in zip([{listed}], {layer}.weights)]"

    def _is_counted(self, node: Node) -> bool:
        """Whether something is asked of the layer itself."""
        return any(
            isinstance(o, Parameters | Multiplications) and (not o.names or set(o.names) & set(node.outputs))
            for o in self.asked
        )

    def _batched(self, node: Node, name: str) -> str:
        """A tensor as a layer wants it: with a batch axis in front, and channels at the end where it has none."""
        return _lifted_code(_name(name), self._missing(node, name), batched=True) if self.numeric else _name(name)

    def _missing(self, node: Node, name: str) -> int:
        rank = 1 if name in node.state else node.layer.type.rank
        return 0 if rank is None else max(0, rank - self.ranks[name])

    def _lifted(self, name: str) -> tuple[int, ...]:
        """The shape of an array as the first layer that reads it wants it."""
        lengths = dict(self.network.shapes)[name]
        missing = (self._missing(node, name) for node in self.network.nodes if name in node.inputs + node.state)
        return lengths + (1,) * next(missing, 0)

    def _variable(self, name: str) -> str:
        """A named weight: of the layer that owns it, or a variable of its own."""
        for node in self.network.nodes:
            if name in node.weights and name not in self.free:
                return f"{self.layers[_identity(node)]}.weights[{node.weights.index(name)}]"
        return _name(name)

    # what is asked --------------------------------------------------------------------------------------------------

    def _told(self, observable: Observable, results: dict[Observable, str]) -> str:
        if observable in results:
            return results[observable]
        match observable:
            case Value(name):
                return _name(name)
            case OutputShape(name, axis):
                whole = f"np.shape({_name(name)})" if self.numeric else f"{_name(name)}.shape"
                batch = 0 if self.numeric else 1
                return (
                    f"{whole}[{'1:' * batch}]".removesuffix("[]")
                    if axis is None
                    else f"{whole}[{axis + batch * (axis >= 0)}]"
                )
            case Parameters(names, False):
                return " + ".join(f"{layer}.count_params()" for layer in self._layers(names)) or "0"
            case Parameters(names, True):
                layers = ", ".join(self._layers(names))
                return f"sum(math.prod(w.shape) for layer in [{layers}] for w in layer.trainable_weights)"
            case Multiplications(names):
                found = [self.network.node(name) for name in names] if names else self.network.nodes
                return " + ".join(self._multiplied(n) for n in found if _identity(n) in self.layers) or "0"
            case Gradient(of, by):
                return f"tape.gradient({_name(of)}, {self._variable(by)})"
            case Combined(rule, of, options):
                return _combination(rule, [self._told(o, results) for o in of], options)
        raise AssertionError(observable)

    def _layers(self, names: Iterable[str]) -> list[str]:
        nodes = [self.network.node(name) for name in names] or self.network.nodes
        return list(dict.fromkeys(self.layers[i] for n in nodes if (i := _identity(n)) in self.layers))

    def _multiplied(self, node: Node) -> str:
        """Every weight of a kernel multiplies once in every place: of the output, of the input where that is spread out."""
        layer, kind = self.layers[_identity(node)], node.layer.type.name
        place = node.inputs[0] if kind.endswith("Transpose") or node.layer.knows("go_backwards") else node.outputs[0]
        places = f"np.shape({_name(place)})[:-1]" if self.numeric else f"{_name(place)}.shape[1:-1]"
        weights = f'sum(math.prod(w.shape) for w in {layer}.weights if "kernel" in w.path)'
        return weights if kind.endswith("Cell") else f"math.prod({places}) * {weights}"


def _identity(node: Node) -> object:
    return (node.layer, node.weights) if node.weights else node


def _gathers(node: Node) -> bool:
    return node.layer.type.name in ("stack", "concatenate")


def _is_array(observable: Observable) -> bool:
    """Whether what is asked may print with axes of length 1 that nobody asked for."""
    if isinstance(observable, Combined):
        return observable.rule == "cell" or (observable.rule in _COMBINED and all(map(_is_array, observable.of)))
    return isinstance(observable, Value | Gradient | AfterStep | PixelUse)


def _combination(rule: str, of: list[str], options: tuple[Scalar, ...]) -> str:
    whole = [f"({term})" if re.search(r" [-+*/] ", _outside_brackets(term)) else term for term in of]
    match rule:
        case "total":
            return " + ".join(of)
        case "difference":
            return f"{of[0]} - {whole[1]}"
        case "ratio":
            return f"{whole[0]} / {whole[1]}"
        case "scaled":
            return f"{_literal(options[0])} * {whole[0]}"
        case "row":
            return f"[{', '.join(of)}]"
        case "places":
            return f"[i for i, n in enumerate({of[0]}, 1) if n == {_literal(options[0])}]"
        case "at_most":
            return f"int({of[0]} <= {_literal(options[0])})"
        case "agrees":
            return f"int(np.allclose({of[0]}, {of[1]}, rtol=1e-9, atol=1e-9))"
        case "cell":
            return f"{whole[0]}[{', '.join(map(str, options))}]"
        case "largest":
            return f"np.argmax({of[0]})"
    raise AssertionError(rule)


def _outside_brackets(term: str) -> str:
    while (less := re.sub(r"\([^()\[\]]*\)|\[[^()\[\]]*\]", "", term)) != term:
        term = less
    return term


def _lifted_code(name: str, missing: int, *, batched: bool) -> str:
    axes = ["None"] * batched + ["..."] * bool(missing) + ["None"] * missing
    return f"{name}[{', '.join(axes)}]" if axes else name


def _names(network: Network, observable: Observable) -> tuple[str, ...]:
    match observable:
        case Value(name) | OutputShape(name):
            return (name,)
        case Parameters(names) | Multiplications(names):
            return names or network.names
        case Gradient(of, by):
            return (of, by)
        case AfterStep(weight, loss):
            return (weight, loss)
    raise AssertionError(observable)


def _ranks(network: Network) -> dict[str, int]:
    """How many axes every tensor has."""
    ranks = {name: len(lengths) for name, lengths in network.shapes}
    for node in network.nodes:
        given = [max(ranks[name], node.layer.type.rank or 0) for name in node.inputs]
        ranks.update(dict.fromkeys(node.outputs, _rank(node.layer, given)))
    return ranks


def _rank(layer: Layer, given: Sequence[int]) -> int:
    name, first = layer.type.name, max(given)
    if layer.type.namespace == "losses":
        return 0
    if name in _REDUCTIONS:
        axis: Option = layer["axis"]
        gone = first if axis is None else len(axis) if isinstance(axis, tuple) else 1
        return first if layer.knows("keepdims") and layer["keepdims"] else first - gone
    if name.startswith("Global") or name.endswith("Cell") or name == "Flatten":
        return 1
    if layer.knows("return_sequences"):
        return 2 if layer["return_sequences"] else 1
    if layer.knows("target_shape") or layer.knows("newshape"):
        wanted = layer["target_shape" if layer.knows("target_shape") else "newshape"]
        return len(wanted) if isinstance(wanted, tuple) else 1
    if name == "take":
        return first - (0 if isinstance(layer["indices"], tuple) else 1) if layer["axis"] is not None else 0
    if name == "matmul":
        return sum(given) - 2
    return first + (name in ("Embedding", "stack", "expand_dims", "RepeatVector"))


def _name(name: str) -> str:
    """A name of the network as a Python name that nothing else in the code has."""
    plain = re.sub(r"^(?=\d)", "_", re.sub(r"\W", "_", name))
    return f"{plain}_" if plain in _TAKEN or keyword.iskeyword(plain) else plain


_MANY = 24
"""An array of more cells that are all the same is written by its shape."""


def _array(value: Array) -> str:
    first, *others = cells(value)
    if len(others) >= _MANY and all(cell == first for cell in others):
        return f"np.full({code(shape(value))}, {_literal(first)}, float)"
    return f"np.array({_literal(value)}, float)"


def _literal(value: Array) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_literal, value))}]"
    return f"{value.numerator} / {value.denominator}" if isinstance(value, Fraction) else repr(value)
